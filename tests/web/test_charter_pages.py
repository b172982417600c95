"""Pages of the table of conditions, and what each view of it costs."""

import re

import pytest
from flask import Flask

from tests import factories as make
from tests.client import Client, Queries
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Role
from trust_inclusion.services import settings

FIRST = {"/charter/": 4, "/charter/condition/C16": 3, "/charter/changed": 4}
"""Statements: who asks, which academies, their rows; and the hubs to filter by."""
AGAIN = {"/charter/": 3, "/charter/condition/C16": 2, "/charter/changed": 3}
"""Which academies is kept until something changes."""
ACADEMY = 31


def filled(app: Flask, many: int) -> Client:
    """A director of so many academies, each with an answer that changed since last term."""
    with app.app_context():
        with make.saved():
            settings.name_trust("Larch Trust")
            hubs = [make.hub(name) for name in ("North", "South")]
            reader = make.account(Role.DIRECTOR)
            for number in range(many):
                academy = make.academy(
                    f"Academy {number:03}", urn=100_001 + number, hub=hubs[number % 2]
                )
                held = make.senco(academy)
                for reply, on in (("no", make.date(2026, 5, 1)), ("yes", make.TODAY)):
                    make.charter_answer(held.post, "C16", reply, on=on, evidence="Seen")
        client = Client(app).sign_in(reader)
        db.session.remove()
    return client


@pytest.mark.parametrize("many", [1, 60])
def test_a_view_asks_as_often_however_many_academies(app: Flask, many: int) -> None:
    client = filled(app, many)

    def asked(path: str, *, anew: bool) -> int:
        with app.app_context():
            if anew:
                with transaction():
                    settings.name_trust("Larch Trust")
            with Queries() as found:
                client.get(path)
            db.session.remove()
        return len(found)

    assert {path: asked(path, anew=True) for path in FIRST} == FIRST
    for path in AGAIN:
        client.get(path)
    assert {path: asked(path, anew=False) for path in AGAIN} == AGAIN
    assert asked("/charter/100001", anew=True) == ACADEMY


def rows(html: str) -> list[str]:
    return re.findall(r"Academy \d{3}(?=</a>)", html)


def test_pages_of_fifty(app: Flask) -> None:
    client = filled(app, 60)
    for path in ("/charter/", "/charter/condition/C16", "/charter/changed",
                 "/charter/?show=duties"):  # fmt: skip
        sign = "&" if "?" in path else "?"
        first, second = rows(client.get(path)), rows(client.get(f"{path}{sign}page=2"))
        assert (len(first), len(second)) == (50, 10), path
        assert first + second == [f"Academy {number:03}" for number in range(60)]
        assert rows(client.get(f"{path}{sign}page=99")) == second
    file = client.raw("/charter/conditions.csv?q=academy").text
    assert len(file.splitlines()) == 60 * 36 + 1


def test_every_view_is_a_link(app: Flask) -> None:
    client = filled(app, 3)
    html = client.get("/charter/?kind=stat&state=not_known&q=academy&sort=-not_met")
    for name in ("csv", "xlsx"):
        address = f"/charter/conditions.{name}?q=academy&amp;kind=stat&amp;state=not_known"
        assert f'href="{address}' in html
    assert 'aria-sort="descending"' in html
    heads = re.findall(r'<th scope="col"[^>]*><a href="/charter/condition/(C\d\d)[^"]*"', html)
    assert heads == ["C06", "C10", "C16"]
    fragment = client.fragment("/charter/?kind=law")
    assert "<html" not in fragment
    assert 'id="charter"' in fragment


def test_a_click_deeper_keeps_the_place_and_the_day(app: Flask) -> None:
    client = filled(app, 4)
    html = client.get("/charter/?q=academy&hub=1&kind=stat&as_at=2026-06-01&state=not_met")
    deeper = re.search(r'href="(/charter/condition/C16[^"]*)"', html)
    assert deeper
    assert deeper[1] == "/charter/condition/C16?q=academy&amp;hub=1&amp;as_at=2026-06-01"
    of_one = client.get(deeper[1].replace("&amp;", "&"))
    assert rows(of_one) == rows(html) == ["Academy 000", "Academy 002"]
    back = 'href="/charter/?q=academy&amp;hub=1&amp;as_at=2026-06-01"'
    assert back in of_one
    changed = client.get("/charter/changed?as_at=2026-12-01")
    for shown, day in ((html, "2026-06-01"), (of_one, "2026-06-01"), (changed, "2026-12-01")):
        assert f'href="/charter/100001?as_at={day}"' in shown
    academy = client.get("/charter/100001?as_at=2026-06-01")
    assert "As at 1 June 2026" in academy
    assert 'href="/charter/100001"' in client.get("/charter/")


def test_a_day_before_the_academy_came_and_one_before_it_comes(app: Flask) -> None:
    client = filled(app, 1)
    with app.app_context():
        with make.saved():
            make.academy("Fir", urn=200_001, joined_on=make.date(2020, 9, 1))
            make.academy("Gorse", urn=200_002, joined_on=make.date(2027, 1, 1))
        db.session.remove()
    html = client.get("/charter/200001?as_at=2015-01-01")
    assert "joined the trust on 1 September 2020. This is how it stood on that day" in html
    assert "joins the trust on 1 January 2027. This is how it will stand" in client.get(
        "/charter/200002"
    )


def test_nothing_to_show(app: Flask) -> None:
    client = filled(app, 1)
    assert "No academy matches" in client.get("/charter/?q=nowhere")
    with app.app_context():
        with transaction():
            governor = make.account(
                Role.GOVERNOR, academies=[make.academy("Late", joined_on=make.date(2027, 1, 1))]
            )
        late = Client(app).sign_in(governor)
        db.session.remove()
    html = late.get("/charter/")
    assert "will be listed here" in html
