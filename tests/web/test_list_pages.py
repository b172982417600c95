"""Pages of the list, links that can be shared, other days, and what a view costs."""

import gzip
import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from time_machine import TimeMachineFixture

from tests import factories as make
from tests.client import Client, Queries, Who
from tests.web.conftest import Trust
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Role
from trust_inclusion.domain.posts import AllocationKind
from trust_inclusion.services import settings

FIRST = {"page": 5, "fragment": 4}
"""Statements: who asks, which academies, their rows, what the trust calls its stages; and for the
page the hubs to filter by."""
AGAIN = {"page": 3, "fragment": 2}
"""Which academies, and the stages, are kept until something changes."""
ACADEMY = 12
LONG_NAME = "Saint Bartholomew's Church of England Primary Academy"


def filled(app: Flask, many: int, *, bare: bool = False) -> tuple[Client, int]:
    """A director of so many academies, and the first one's URN.

    With everything on record, or else with nothing but a name.
    """
    with app.app_context():
        with make.saved():
            settings.name_trust("Larch Trust")
            hubs = [make.hub(name) for name in ("North", "South", "West")]
            reader = make.account(Role.DIRECTOR)
            for number in range(many):
                academy = make.academy(
                    f"{LONG_NAME} {number:03}", urn=100_001 + number, hub=hubs[number % 3]
                )
                if bare:
                    continue
                for origin_date in (date(2025, 1, 16), make.CENSUS):
                    make.evidence_for(academy, census_date=origin_date)
                person = make.person(f"Wilhelmina Featherstonehaugh {number}", stages=(3, 2, 4))
                make.qualification(person, "NPQSENCO", passed_on=date(2025, 7, 4))
                held = make.senco(academy, person=person, hours=5 + number % 7, pay_point="M6")
                make.allocation(held.post, 9, make.TODAY, kind=AllocationKind.TEMPORARY)
                make.senco(academy, absent=(make.TODAY, None), title="Second SENCO")
                for _ in range(2):
                    make.review(academy, reviewer=reader, actions=[("Do", reader, make.TODAY)])
        client = Client(app).sign_in(reader)
        db.session.remove()
    return client, 100_001


@pytest.mark.parametrize("many", [1, 60])
def test_a_view_asks_the_database_as_often_however_many_rows(app: Flask, many: int) -> None:
    client, urn = filled(app, many)

    def asked(path: str) -> dict[str, int]:
        with app.app_context():
            with transaction():
                settings.name_trust("Larch Trust")
            with Queries() as page:
                client.get(path)
            with transaction():
                settings.name_trust("Larch Trust")
            with Queries() as fragment:
                client.fragment(path)
        return {"page": len(page), "fragment": len(fragment)}

    def again(path: str) -> dict[str, int]:
        client.get(path)
        with app.app_context():
            with Queries() as page:
                client.get(path)
            with Queries() as fragment:
                client.fragment(path)
        return {"page": len(page), "fragment": len(fragment)}

    for path in (
        "/academies/",
        "/academies/?q=saint&gap=above&phase=primary&sort=-pay&reviewed=no&page=2",
    ):
        assert (asked(path), again(path)) == (FIRST, AGAIN)
    with app.app_context(), Queries() as academy:
        client.get(f"/academies/{urn}")
    assert len(academy) == ACADEMY, academy.statements


def test_fifty_rows_are_light(app: Flask) -> None:
    client, _ = filled(app, 60)
    html = client.get("/academies/")
    assert html.count('<th scope="row">') == 50
    assert len(html.encode()) <= 80 * 1024
    assert len(gzip.compress(html.encode(), 6)) <= 10 * 1024


def names(html: str) -> list[str]:
    """The numbers at the end of the academies' names, as they stand in the list."""
    return re.findall(r"Academy (\d{3})</a></th>", html)


def test_pages(app: Flask) -> None:
    client, _ = filled(app, 120, bare=True)
    every = [f"{number:03}" for number in range(120)]
    for asked, shown, said in (
        ("", every[:50], "1 to 50 of 120 academies"),
        ("?page=1", every[:50], "1 to 50 of 120 academies"),
        ("?page=2", every[50:100], "51 to 100 of 120 academies"),
        ("?page=3", every[100:], "101 to 120 of 120 academies"),
        ("?page=4", every[100:], "101 to 120 of 120 academies"),
        ("?page=999", every[100:], "101 to 120 of 120 academies"),
        ("?page=99999999999999999999", every[:50], "1 to 50 of 120 academies"),
        ("?page=0", every[:50], "1 to 50 of 120 academies"),
        ("?page=-1", every[:50], "1 to 50 of 120 academies"),
        ("?page=abc", every[:50], "1 to 50 of 120 academies"),
        ("?page=1.5", every[:50], "1 to 50 of 120 academies"),
        ("?page=\N{FULLWIDTH DIGIT TWO}", every[:50], "1 to 50 of 120 academies"),
        ("?page=", every[:50], "1 to 50 of 120 academies"),
        ("?sort=-academy&page=3", every[19::-1], "101 to 120 of 120 academies"),
    ):
        html = client.get(f"/academies/{asked}")
        assert names(html) == shown, asked
        assert said in html, asked
    saved = client.raw("/academies/academies.csv?page=2").text.splitlines()
    assert len(saved) == 121


def test_following_next_and_then_previous_reaches_every_row_once(app: Flask) -> None:
    client, _ = filled(app, 120, bare=True)
    seen: list[str] = []
    path = "/academies/?sort=-gap&gap=vacant"
    while path:
        html = client.get(path)
        seen += names(html)
        found = re.search(r'<a href="([^"]+)"[^>]* rel="next"', html)
        path = "/academies/" + unescape(found[1]) if found else ""
    total = int(re.findall(r"<b>(\d+) academies", client.get("/academies/?gap=vacant"))[0])
    assert total > 50
    assert len(seen) == len(set(seen)) == total


def test_a_fragment_is_part_of_its_page(app: Flask) -> None:
    client, _ = filled(app, 60)
    for asked in ("", "?gap=short&sort=-gap", "?page=2", "?q=nothing+like+it"):
        page, part = client.get(f"/academies/{asked}"), client.fragment(f"/academies/{asked}")
        start = part.index('<div id="academies"')
        assert part[start:].strip() in page
        assert "<html" not in part
        outside = part[:start]
        assert 'id="filter-count" hx-swap-oob="true"' in outside
        assert re.search(r"<title>[^<]+ – Academies – ", outside)
        links = re.findall(r'id="download-[a-z]+"[^>]*href="([^"]+)"', outside)
        assert links == re.findall(r'id="download-[a-z]+" href="([^"]+)"', page)
        assert [link.partition("?")[2] for link in links] == [
            re.sub(r"&?page=\d+", "", asked).lstrip("?").replace("&", "&amp;")
        ] * 2


def test_a_link_shows_somebody_else_the_same_view(trust: Trust) -> None:
    asked = "/academies/?q=ash&gap=meets&sort=-formula&as_at=2026-11-01"
    first, second = trust.client("director"), trust.client("executive")
    head, tail = 'class="app-filter"', "</main>"
    one, two = (
        re.sub(r"[0-9a-f]{20,}", "", client.get(asked)).partition(head)[2].partition(tail)[0]
        for client in (first, second)
    )
    assert one == two
    assert 'value="ash"' in one
    assert '<option value="meets" selected>' in one
    assert 'name="as_at" value="2026-11-01"' in one


@pytest.fixture
def changing(app: Flask) -> Who:
    """A director of academies that change over time."""
    with app.app_context():
        with make.saved():
            ash = make.academy("Ash")
            make.evidence_for(ash)
            held = make.senco(
                ash, "Anna", since=date(2024, 9, 1), until=date(2026, 12, 31), hours=6
            )
            make.appointment(held.post, make.person("Bert"), since=date(2027, 1, 1))
            make.allocation(held.post, 10, date(2027, 2, 1))
            make.academy("Birch", left_on=date(2026, 9, 1))
            make.academy("Cedar", joined_on=date(2027, 9, 1))
            reader = make.account(Role.DIRECTOR)
        found = Who(reader.id, reader.email)
        db.session.remove()
    return found


def test_another_day_shows_what_held_or_will_hold(app: Flask, changing: Who) -> None:
    client = Client(app).sign_in(changing)
    for day, academies, row in (
        ("2019-08-31", [], ""),
        ("2019-09-01", ["Ash", "Birch"], "Nobody in post"),
        ("2024-08-31", ["Ash", "Birch"], "Nobody in post"),
        ("2024-09-01", ["Ash", "Birch"], "Anna"),
        ("2026-01-14", ["Ash", "Birch"], "Anna"),
        ("2026-08-31", ["Ash", "Birch"], "Anna"),
        ("2026-09-01", ["Ash"], "Anna"),
        ("2026-12-31", ["Ash"], "Anna"),
        ("2027-01-01", ["Ash"], "Bert"),
        ("2027-08-31", ["Ash"], "Bert"),
        ("2027-09-01", ["Ash", "Cedar"], "Bert"),
        ("01/09/2027", ["Ash", "Cedar"], "Bert"),
        ("9999-12-30", ["Ash", "Cedar"], "Bert"),
        ("9999-12-31", [], ""),
    ):
        html = client.get(f"/academies/?as_at={day}")
        found = re.findall(r'<th scope="row"><a href="/academies/\d+">([^<]*)</a>', html)
        assert found == academies, day
        assert row in html
        assert "with what is known today" in html
    for day, hours in (("2026-01-14", "No evidence"), ("2026-01-15", "−2.0"),
                       ("2027-01-31", "−2.0"), ("2027-02-01", "+2.0")):  # fmt: skip
        assert hours in client.get(f"/academies/?as_at={day}"), day


def test_a_day_that_is_none_is_today(app: Flask, changing: Who) -> None:
    client = Client(app).sign_in(changing)
    for day in ("", "soon", "2026-02-30", "31/11/2026", "0001-01-01", "1899-12-31", "2026-11-21",
                "99999-01-01", "-1-01-01"):  # fmt: skip
        for more in ("", "&reviewed=no"):
            html = client.get(f"/academies/?as_at={day}{more}")
            assert "with what is known today" not in html, day
            assert "Anna" in html


def test_the_day_turns_at_midnight_in_london(
    app: Flask, changing: Who, clock: TimeMachineFixture
) -> None:
    """In summer an hour before midnight UTC."""
    for instant, shown in (("22:59:59", True), ("23:00:00", False)):
        clock.move_to(f"2026-08-31T{instant}+00:00", tick=False)
        html = Client(app).sign_in(changing).get("/academies/")
        assert ("Birch" in html) == shown
