"""What each role sees of pay, qualifications, stages and reviews: shown, sorted and saved."""

import csv
import io
import re

import pytest
from openpyxl import load_workbook

from tests.web.conftest import Trust

PAY_COLUMNS = {"pay_point"}
QUALIFICATION_COLUMNS = {"qualification_status", "deadline"}
STAGE_COLUMNS = {"school_stage", "trust_stage", "qualification_stage"}
CHANGE_COLUMNS = {"open_change"}
NOT_PAY = QUALIFICATION_COLUMNS | STAGE_COLUMNS | CHANGE_COLUMNS
BY_GRANT = PAY_COLUMNS | NOT_PAY

COLUMNS = {
    "director": BY_GRANT,
    "executive": BY_GRANT,
    "hr": BY_GRANT,
    "headteacher": BY_GRANT,
    "head and trustee": BY_GRANT,
    "director of a hub": BY_GRANT,
    "trustee": NOT_PAY,
    "senco": set[str](),
    "governor": set[str](),
    "senco and governor": set[str](),
}
HEADERS = {
    "pay": PAY_COLUMNS,
    "qualification": QUALIFICATION_COLUMNS,
    "stage": STAGE_COLUMNS,
    "change": CHANGE_COLUMNS,
}
"""Those on conditions everybody sees who sees an academy: see test_conditions_listed.py."""


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_follow_the_grants(trust: Trust, name: str) -> None:
    client = trust.client(name)
    granted = COLUMNS[name]
    for html in (client.get("/academies/"), client.fragment("/academies/")):
        headers = set(re.findall(r'id="sort-(pay|qualification|stage|change)"', html))
        assert headers == {column for column, saved in HEADERS.items() if saved <= granted}
    assert set(rows(client.raw("/academies/academies.csv").text)[0]) & BY_GRANT == granted
    book = load_workbook(io.BytesIO(client.raw("/academies/academies.xlsx").data))
    assert {str(cell.value) for cell in next(book.worksheets[0].rows)} & BY_GRANT == granted


ASKED = (
    "sort=pay", "sort=-pay", "sort=stage", "sort=qualification", "qualification=met", "sort=change",
    "change=any", "change=none", "change=proposed", "pay=M3", "pay=L", "stage=3", "stage=none",
)  # fmt: skip


@pytest.mark.parametrize("name", COLUMNS)
def test_what_is_not_granted_neither_sorts_nor_filters(trust: Trust, name: str) -> None:
    client = trust.client(name)
    for asked in ASKED:
        name_of, _, value = asked.partition("=")
        column = value.removeprefix("-") if name_of == "sort" else name_of
        status = 200 if HEADERS[column] <= COLUMNS[name] else 403
        client.get(f"/academies/?{asked}", status)
        client.fragment(f"/academies/?{asked}", status)
        for kind in ("csv", "xlsx"):
            assert client.raw(f"/academies/academies.{kind}?{asked}").status_code == status


@pytest.mark.parametrize(
    ("name", "own", "others"),
    [
        ("director", True, True),
        ("executive", True, True),
        ("hr", True, True),
        ("headteacher", True, None),
        ("head and trustee", True, False),
        ("trustee", False, False),
        ("governor", False, None),
    ],
)
def test_pay_shows_only_where_it_is_granted(
    trust: Trust, name: str, own: bool, others: bool | None
) -> None:
    client = trust.client(name)
    listed = client.get("/academies/") + client.raw("/academies/academies.csv").text
    assert ("M3; U2" in listed) == own
    assert ("L7" in listed) == bool(others)
    page = client.get(f"/academies/{trust.own}")
    assert ("Pay: Main, M3" in page, "Pay: Main, U2" in page, "Pay: " in page) == (own,) * 3
    if others is None:
        client.get(f"/academies/{trust.other}", 403)
    else:
        assert ("L7" in client.get(f"/academies/{trust.other}")) == others


@pytest.mark.parametrize("sort", ["pay", "-pay"])
def test_a_wide_role_lends_nothing_to_sorting_by_pay(trust: Trust, sort: str) -> None:
    found = rows(trust.client("head and trustee").raw(f"/academies/academies.csv?sort={sort}").text)
    assert [(row["academy"], row["pay_point"]) for row in found] == [
        ("Ash", "M3; U2"),
        ("Birch", ""),
    ]


def test_a_senco_sees_their_own_record_only(trust: Trust) -> None:
    page = trust.client("senco").get(f"/academies/{trust.own}")
    assert "Pay: Main, M3" in page
    assert "NPQSENCO, passed 4 July 2025" in page
    assert not re.search(r"U2|M1\b|NASENCO", page)
    listed = trust.client("senco").get("/academies/")
    assert "Olive Own; Carl Colleague" in listed
    assert not re.search(r"M3|NPQ|NASENCO|Birch", listed)


def test_two_roles_stay_apart(trust: Trust) -> None:
    """A SENCO at Birch who is a governor of Ash: own record there, nothing of Ash's people."""
    client = trust.client("senco and governor")
    assert "Pay: Main, L7" in client.get(f"/academies/{trust.other}")
    page = client.get(f"/academies/{trust.own}")
    assert not re.search(r"Pay:|NPQSENCO|NASENCO|Evidence</a>", page)
    client.get(f"/academies/{trust.own}/evidence", 403)


def test_a_governor_sees_who_and_how_long_and_no_more(trust: Trust) -> None:
    client = trust.client("governor")
    page = client.get(f"/academies/{trust.own}")
    assert "Olive Own" in page
    assert "320 ÷ 40" in page
    hidden = (
        r"Pay:|NPQSENCO|NASENCO|/evidence|Reviews|quiet day|Move the phone|/hub|Record a review"
    )
    assert not re.search(hidden, page)
    home = client.get("/")
    assert not re.search(hidden + "|eviewed", home)


@pytest.mark.parametrize(
    ("name", "status"), [("governor", 403), ("senco", 403), ("headteacher", 200), ("trustee", 200)]
)
def test_whether_an_academy_was_reviewed_is_told_to_readers_of_reviews(
    trust: Trust, name: str, status: int
) -> None:
    client = trust.client(name)
    client.get("/academies/?reviewed=no", status)
    assert ("Not this year" in client.get("/academies/")) == (status == 200)


def rows(text: str) -> list[dict[str, str]]:
    """A CSV's rows, by column name."""
    return list(csv.DictReader(io.StringIO(text.removeprefix("\N{BYTE ORDER MARK}"))))
