"""The page of pay: the answer, the list with its filters, the ladder, the spread, the rules."""

import csv
import io

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import Queries
from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.domain.pay_facts import Code
from trust_inclusion.domain.pay_rules import RULES
from trust_inclusion.domain.pay_words import WARNINGS
from trust_inclusion.models.posts import AppointmentPay


def rows(page: str) -> int:
    """How many posts the list shows."""
    shown = page.partition('id="pay-list"')[2].partition('id="ladder"')[0]
    return shown.count('<tr><th scope="row">')


def test_the_answer_comes_first_and_the_list_follows(trust: Trust) -> None:
    page = trust.client("hr").get("/pay/")
    assert "4 of 4 posts held today carry something to look at" in page
    assert page.index("carry something to look at") < page.index('id="pay-list"')
    assert page.index('id="pay-list"') < page.index('id="ladder"')
    assert rows(page) == 4
    assert "full-time salaries of 2026/27 in pounds a year, provisional until the final" in page
    for name in ("Olive Own", "Carl Colleague", "Nora Next", "Hal Helper"):
        assert name in page
    assert "Lena Left" not in page
    assert 'href="/pay/tables"' in page


@pytest.mark.parametrize(
    ("who", "names"),
    [
        ("executive", {"Olive Own", "Carl Colleague", "Nora Next", "Hal Helper"}),
        ("headteacher", {"Olive Own", "Carl Colleague", "Hal Helper"}),
        ("head and trustee", {"Olive Own", "Carl Colleague", "Hal Helper"}),
        ("director of a hub", {"Olive Own", "Carl Colleague", "Hal Helper"}),
        ("senco", {"Olive Own"}),
        ("senco and governor", {"Nora Next"}),
        ("head of what left", set[str]()),
        ("senco of what left", set[str]()),
    ],
)
def test_everybody_sees_as_far_as_their_grant(trust: Trust, who: str, names: set[str]) -> None:
    client = trust.client(who)
    page, file = client.get("/pay/"), client.raw("/pay/posts.csv").text
    for name in ("Olive Own", "Carl Colleague", "Nora Next", "Hal Helper", "Lena Left"):
        assert (name in page, name in file) == (name in names,) * 2
    if not names:
        assert "Nobody in post here whose pay you may see." in page


def test_search_filters_orders_and_addresses_that_mean_nothing(trust: Trust) -> None:
    hr = trust.client("hr")
    assert rows(hr.get("/pay/?q=olive%20ash")) == 1
    assert rows(hr.get("/pay/?q=M3")) == 0
    assert rows(hr.get("/pay/?phase=secondary")) == 1
    assert rows(hr.get("/pay/?warning=year_lacks_point&severity=check")) == 4
    assert rows(hr.get("/pay/?warning=tlr1_with_tlr2")) == 0
    assert "No post matches" in hr.get("/pay/?scale=Upper")
    lowest = hr.get("/pay/?sort=pay")
    assert lowest.index("Hal Helper") < lowest.index("Olive Own") < lowest.index("Carl Colleague")
    highest = hr.get("/pay/?sort=-pay")
    assert highest.index("Carl Colleague") < highest.index("Hal Helper")
    assert 'aria-sort="descending"' in highest
    odd = "/pay/?sort=-bank&warning=%3Cb%3E&hub=9999999999999&page=99999999999&q=%00%27%22&phase=x"
    assert rows(hr.get("/pay/?sort=bank&warning=%3Cb%3E&page=99999999999&phase=x&severity=x")) == 4
    hr.get(odd)
    hr.get("/pay/?q=" + "x" * 10_000 + "&scale=" + "y" * 10_000)
    part = hr.fragment("/pay/?q=olive")
    assert 'id="pay-list"' in part
    assert "<html" not in part
    assert 'id="ladder"' not in part


@pytest.mark.parametrize(
    ("areas", "once", "in_rows"),
    [
        (("Inner London", "INNER  LONDON"), True, 0),
        (("Inner London", "Fringe"), False, 4),
        (("Inner London", None), False, 3),  # Of one point nobody said the area.
    ],
)
def test_one_area_is_said_once_and_several_in_each_row(
    trust: Trust, areas: tuple[str, str | None], once: bool, in_rows: int
) -> None:
    with trust.app.app_context(), make.saved():
        first, *others = db.session.scalars(select(AppointmentPay).order_by(AppointmentPay.id))
        first.area = areas[1]
        for row in others:
            row.area = areas[0]
        # Where nothing is recorded, no area is missing.
        make.senco(make.academy("Blank"), "Bea Blank")
    page = trust.client("hr").get("/pay/").partition('id="pay-list"')[2]
    above, _, listed = page.partition("<table")
    listed = listed.partition("</table>")[0]
    assert ("every recorded point is of Inner London" in above) is once
    assert listed.count("London</span>") + listed.count("Fringe</span>") == in_rows
    found = trust.client("hr").raw("/pay/posts.csv").text
    assert found.casefold().count("london") + found.count("Fringe") == (in_rows or 4)


def test_the_file_follows_the_filter_and_the_order(trust: Trust) -> None:
    hr = trust.client("hr")
    page = hr.get("/pay/?phase=primary&sort=-person")
    assert 'href="/pay/posts.csv?phase=primary&amp;sort=-person"' in page
    text = hr.raw("/pay/posts.csv?phase=primary&sort=-person").text.lstrip("\ufeff")
    found = list(csv.DictReader(io.StringIO(text)))
    assert [row["person_name"] for row in found] == ["Olive Own", "Hal Helper", "Carl Colleague"]
    assert found[0]["pay_point"] == "M3"


def test_pages_of_fifty_at_the_same_cost(trust: Trust) -> None:
    hr = trust.client("hr")

    def cost(path: str) -> int:
        with trust.app.app_context(), Queries() as queries:
            hr.get(path)
        return len(queries)

    hr.get("/pay/")
    few = cost("/pay/")
    with trust.app.app_context(), make.saved():
        for number in range(60):
            one = make.senco(make.academy(f"Many {number}"), f"Zed {number:02}")
            make.paid(one, "M6", tlr="TLR2", tlr_pounds=4_000)
    first = cost("/pay/?page=2")
    assert "51 to 64 of 64 posts" in hr.get("/pay/?page=2")
    assert cost("/pay/?page=2") <= few + 2
    assert first <= few + 6
    assert "51 to 64 of 64 posts" in hr.get("/pay/?page=77")


def test_every_rule_stands_with_its_sentence_and_source(trust: Trust) -> None:
    page = trust.client("hr").get("/pay/").partition('id="rules"')[2]
    for code in Code:
        assert WARNINGS[code] in page
        assert RULES[code].sentence in page
        for source in RULES[code].sources:
            assert source.replace("'", "&#39;") in page
    assert 'href="/pay/?warning=year_lacks_point"' in page


def test_the_ladder_is_a_drawing_and_a_table(trust: Trust) -> None:
    page = trust.client("hr").get("/pay/").partition('id="ladder"')[2].partition('id="spread"')[0]
    assert 'role="img"' in page
    for point in ("M1", "M3", "U2", "L7"):
        assert page.count(f">{point}<") == 2
    for phase in ("Primary", "Secondary"):
        assert phase in page


def test_a_spread_of_fewer_than_three_is_not_shown(trust: Trust) -> None:
    with trust.app.app_context(), make.saved():
        for number in range(3):
            make.paid(make.senco(make.academy(f"More {number}"), f"P{number}"), f"M{number + 1}")
    page = trust.client("hr").get("/pay/").partition('id="spread"')[2].partition('id="rules"')[0]
    assert "Primary: SENCO" in page
    # M1, M2 and M3 of 2026/27.
    for figure in ("34,069", "36,042", "38,400", "4,331"):
        assert figure in page
    head = trust.client("headteacher").get("/pay/").partition('id="spread"')[2]
    assert "34,069" not in head
    assert "No phase has 3 like posts whose pay you may see." in head


def test_an_empty_trust_says_what_to_do(trust: Trust) -> None:
    page = trust.client("head of what left").get("/pay/")
    assert "Posts held today will be listed here" in page
