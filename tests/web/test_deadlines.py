"""The list of deadlines: who sees which rows, in which order, on which day, at which cost."""

import csv
import io
import re
from datetime import date

import pytest
from flask import Flask

from tests import factories as make
from tests.client import Client, Queries
from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.domain.access import Role
from trust_inclusion.domain.posts import Basis
from trust_inclusion.services import settings

PATH = "/deadlines/"
FIRST = {"page": 6, "fragment": 5}
"""Statements: who asks, which rows, what they say, who has still to begin, where the Code expects
somebody; and for the page the hubs to filter by."""


def names(html: str) -> list[str]:
    """The academies of the rows, in order."""
    return re.findall(r'<th scope="row"><a href="/academies/\d+">([^<]*)</a>', html)


@pytest.fixture
def hr(app: Flask) -> Client:
    """HR of a trust with a SENCO of every kind of urgency."""
    with app.app_context():
        with make.saved():
            settings.name_trust("Larch Trust")
            north = make.hub("North")
            make.academy("Vacant")
            make.senco(make.academy("Overdue"), "Olga Old", since=date(2020, 9, 1))
            make.senco(make.academy("Late"), "Lars Late", since=date(2024, 9, 1), basis=Basis.COVER)
            make.senco(
                make.academy("New", hub=north), "Nia New", since=date(2026, 9, 1),
                absent=(make.TODAY, None),
            )  # fmt: skip
            ivy = make.person("Ivy Ineligible", qts=False)
            make.senco(make.academy("Ineligible"), person=ivy, since=date(2026, 9, 1))
            done = make.person("Dora Done")
            make.qualification(done, passed_on=date(2026, 7, 1), checked_on=date(2026, 7, 2))
            make.senco(make.academy("Done"), person=done)
            make.senco(make.academy("Special", type_code="44", phase="0"), "Sam Special")
            reader = make.account(Role.HR)
        client = Client(app).sign_in(reader)
        db.session.remove()
    return client


ORDER = ["Vacant", "Overdue", "Ineligible", "Late", "New", "Done", "Special"]


def test_the_most_urgent_comes_first(hr: Client) -> None:
    html = hr.get(PATH)
    assert names(html) == ORDER
    assert names(hr.fragment(PATH)) == ORDER
    saved = list(csv.DictReader(io.StringIO(hr.raw("/deadlines/deadlines.csv").text)))
    assert [row["academy"] for row in saved] == ORDER
    assert [row["status"] for row in saved] == [
        "no_senco", "overdue", "in_window", "cannot_finish", "in_window", "met", "not_in_scope",
    ]  # fmt: skip
    assert "it does not meet its duty while there is none" in html
    assert "No qualified teacher status" in html
    assert "Cover" in html
    assert "Absent" in html
    assert "2 deadlines" not in html
    assert 'role="img" aria-label="3 deadlines' in html


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("group=breach_now", ["Vacant", "Overdue"]),
        ("group=not_eligible", ["Ineligible"]),
        ("group=cannot_finish", ["Late"]),
        ("group=enrol_now", ["New"]),
        ("group=met", ["Done"]),
        ("group=ruling_needed", []),
        ("q=olga", ["Overdue"]),
        ("q=late", ["Late"]),
        ("q=x%00y&group=met", []),
        ("hub=1", ["New"]),
        ("group=x&hub=x&page=9&as_at=x", ORDER),
        ("as_at=2019-12-01", ORDER[:-1]),
    ],
)
def test_filters(hr: Client, asked: str, found: list[str]) -> None:
    html = hr.get(f"{PATH}?{asked}")
    assert sorted(names(html)) == sorted(found)
    assert names(hr.fragment(f"{PATH}?{asked}")) == names(html)
    saved = list(csv.DictReader(io.StringIO(hr.raw(f"/deadlines/deadlines.csv?{asked}").text)))
    assert [row["academy"] for row in saved] == names(html)


def test_the_answer_is_said_first(hr: Client) -> None:
    said = (
        "As at 21 November 2026, 3 of 6 posts break the law: 2 without a SENCO or past the "
        "deadline, 1 with somebody who may not be the SENCO. 1 more cannot finish in time."
    )
    assert said in hr.get(PATH)
    assert "As at 21 November 2026, none of 1 post breaks the law." in hr.get(f"{PATH}?hub=1")


@pytest.fixture
def coming(app: Flask) -> dict[str, Client]:
    """HR, a head and a SENCO of a trust where somebody is appointed for January."""
    with app.app_context():
        with make.saved():
            settings.name_trust("Larch Trust")
            ash, elm = make.academy("Ash"), make.academy("Elm", hub=make.hub("North"))
            make.senco(ash, "Cora Coming", since=BEGINS)
            make.senco(elm, "Edith Elm", until=date(2027, 1, 4))
            next_one = make.person("Nadia Next", qts=False)
            make.senco(elm, person=next_one, since=BEGINS, title="SENCO from January")
            readers = {
                "hr": make.account(Role.HR),
                "head": make.account(Role.HEADTEACHER, academies=[ash]),
                "senco": make.account(Role.SENCO, person=next_one),
            }
        clients = {name: Client(app).sign_in(reader) for name, reader in readers.items()}
        db.session.remove()
    return clients


BEGINS = date(2027, 1, 5)
STARTS = "Cora Coming starts on 5 January 2027"
SECTION = "Appointed, still to begin"


def test_who_has_still_to_begin_is_listed_apart(coming: dict[str, Client]) -> None:
    html = coming["hr"].get(PATH)
    listed, _, apart = html.partition(SECTION)
    assert f'Nobody in post<br><span class="quiet">{STARTS}</span>' in listed
    assert names(listed) == ["Ash", "Elm"]
    assert "Nadia Next" not in listed
    assert re.findall(r'data-label="SENCO"><a[^>]*>([^<]*)</a>', apart) == [
        "Cora Coming", "Nadia Next",
    ]  # fmt: skip
    assert apart.count("5 Jan 2027") == 2
    assert apart.count("5 Jan 2030") == 2
    assert apart.count("Not eligible") == 1
    assert SECTION in coming["hr"].fragment(PATH)
    assert SECTION not in coming["hr"].get(f"{PATH}?group=breach_now")
    assert "Nadia Next" not in coming["hr"].get(f"{PATH}?q=ash")
    assert "Cora Coming" not in coming["hr"].get(f"{PATH}?hub=1")
    later = coming["hr"].get(f"{PATH}?as_at={BEGINS}")
    assert SECTION not in later
    assert names(later) == ["Elm", "Ash"]


def test_who_has_still_to_begin_is_read_by_who_may(coming: dict[str, Client]) -> None:
    head = coming["head"].get(PATH)
    assert STARTS in head
    assert "Nadia Next" not in head
    senco = coming["senco"].get(PATH)
    assert "Nadia Next" in senco
    assert "Cora Coming" not in senco


EXPECTED = "A SENCO is expected by the Code; check the funding agreement."


@pytest.mark.parametrize(
    ("type_code", "held", "expected"),
    [("42", False, True), ("38", False, True), ("42", True, False), ("44", False, False)],
)
def test_alternative_provision_without_a_senco_is_said(
    app: Flask, type_code: str, held: bool, expected: bool
) -> None:
    with app.app_context():
        with make.saved():
            settings.name_trust("Larch Trust")
            academy = make.academy("Lantern", type_code=type_code, phase="0", hub=make.hub())
            make.post(academy, hours=6)
            if held:
                make.senco(academy, "Lou")
            urn = academy.urn
            hr, head = make.account(Role.HR), make.account(Role.HEADTEACHER, academies=[academy])
        clients = [Client(app).sign_in(one) for one in (hr, head)]
        db.session.remove()
    for client in clients:
        for path in (PATH, f"{PATH}?group=not_in_scope", f"{PATH}?q=lantern", f"/academies/{urn}"):
            assert (EXPECTED in client.get(path)) == expected, path
        assert EXPECTED not in client.get(f"{PATH}?group=met")
        assert EXPECTED not in client.get(f"{PATH}?q=elsewhere")
        listed = client.get("/academies/")
        assert ("Expected by the Code" in listed) == expected
        assert "Not applicable" in listed
    saved = list(csv.DictReader(io.StringIO(clients[0].raw("/deadlines/deadlines.csv").text)))
    assert [row["status"] for row in saved] == (["not_in_scope"] if held else [])


def test_another_day_is_the_same_query(hr: Client) -> None:
    assert "in 287 days" not in hr.get(f"{PATH}?q=lars&as_at=2027-08-31")
    assert "in 1 day" in hr.get(f"{PATH}?q=lars&as_at=2027-08-31")
    html = hr.get(f"{PATH}?q=lars&as_at=2027-09-02")
    assert "Overdue" in html
    assert "As at 2 September 2027, " in html
    assert "This is with what is known today." in html


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("hr", ["Ash", "Ash", "Birch"]),
        ("director", ["Ash", "Ash", "Birch"]),
        ("trustee", ["Ash", "Ash", "Birch"]),
        ("headteacher", ["Ash", "Ash"]),
        ("senco", ["Ash"]),
        ("director of a hub", ["Ash", "Ash"]),
    ],
)
def test_who_sees_which_rows(trust: Trust, name: str, found: list[str]) -> None:
    client = trust.client(name)
    assert sorted(names(client.get(PATH))) == found
    saved = list(csv.DictReader(io.StringIO(client.raw("/deadlines/deadlines.csv").text)))
    assert sorted(row["academy"] for row in saved) == found


def test_a_governor_learns_lawful_or_not_and_nothing_more(trust: Trust) -> None:
    governor = trust.client("governor")
    governor.get(PATH, 403)
    html = governor.get(f"/academies/{trust.own}")
    assert "Lawfully in post today: <b>no</b>" in html
    for word in ("Overdue", "Qualified", "NPQSENCO", "1 Sep 2026"):
        assert word not in html
    assert "Lawfully in post today" not in trust.client("senco").get(f"/academies/{trust.own}")


def test_an_empty_trust_is_told_what_would_be_here(app: Flask) -> None:
    with app.app_context():
        with make.saved():
            settings.name_trust("Larch Trust")
            reader = make.account(Role.HR)
        client = Client(app).sign_in(reader)
        db.session.remove()
    assert "will be listed here" in client.get(PATH)
    assert "Nothing matches." in client.get(f"{PATH}?q=x")


@pytest.mark.parametrize("many", [1, 60])
def test_a_view_asks_the_database_as_often_however_many_rows(app: Flask, many: int) -> None:
    with app.app_context():
        with make.saved():
            settings.name_trust("Larch Trust")
            for number in range(many):
                make.senco(make.academy(f"Academy {number:02}"), since=date(2026, 9, 1))
            reader = make.account(Role.HR)
        client = Client(app).sign_in(reader)
        with Queries() as page:
            html = client.get(PATH)
        with Queries() as fragment:
            client.fragment(f"{PATH}?q=academy")
    assert {"page": len(page), "fragment": len(fragment)} == FIRST, page.statements
    assert len(names(html)) == min(many, 50)
    if many > 50:
        assert names(client.get(f"{PATH}?page=2")) == [f"Academy {n:02}" for n in range(50, 60)]
