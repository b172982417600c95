"""The calendar link: who sees which dates, what a strict parser finds, when it opens nothing."""

import re
from datetime import date
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select

from tests import clock_rows
from tests import factories as make
from tests.client import Client
from tests.web.conftest import Trust
from trust_inclusion.db import db, transaction
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.notices import CalendarLink
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment
from trust_inclusion.services import settings

DEADLINE = date(2028, 2, 29)
LATEST = date(2027, 1, 29)


@pytest.fixture
def dated(trust: Trust) -> Trust:
    """Olive at Ash has a deadline and a latest start, Nora at Birch an outcome, Lena's left."""
    stand(trust, DEADLINE)
    return trust


def stand(trust: Trust, deadline: date) -> None:
    """The clocks as rows, so that the test says which dates there are."""
    with trust.app.app_context():
        clock_rows.stand(
            _row("Olive Own", deadline=deadline, latest_start=LATEST),
            _row("Nora Next", status="on_track", projected_outcome=date(2026, 12, 1)),
            _row("Lena Left", deadline=DEADLINE),
            # What held until yesterday, and what holds from tomorrow, is in nobody's calendar.
            _row("Carl Colleague", deadline=DEADLINE, valid_to=make.TODAY),
            _row("Carl Colleague", deadline=DEADLINE, valid_from=date(2026, 11, 22)),
        )
        db.session.remove()


def _row(name: str, **more: Any) -> dict[str, Any]:
    held = db.session.scalars(select(Appointment).join(Person).where(Person.name == name)).one()
    academy = db.session.get_one(Academy, held.post.academy_id)
    return clock_rows.row(academy, held, **more)


def link(trust: Trust, name: str) -> str:
    """The path of a link that this account has just made."""
    client = trust.client(name)
    client.post("/account/calendar")
    found = re.search(
        r'value="http[^"]*?(/calendar/[\w-]{40,}\.ics)"', client.get("/account/calendar")
    )
    assert found
    return found[1]


def events(trust: Trust, path: str) -> dict[str, Any]:
    """Summaries and days by UID, as a strict parser reads the feed without signing in."""
    response = Client(trust.app).raw(path)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-store"
    raw = response.data
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(raw)
    assert isinstance(calendar, Calendar)
    assert calendar["VERSION"] == "2.0"
    assert calendar["PRODID"]
    assert [error for part in calendar.walk() for error in part.errors] == []
    return {str(event["UID"]): event for event in calendar.walk("VEVENT")}


def told(trust: Trust, name: str) -> set[str]:
    """The titles that an account's feed holds."""
    return {str(event["SUMMARY"]) for event in events(trust, link(trust, name)).values()}


OLIVE = {
    "Ash, O.O.: SENCO qualification needed",
    "Ash, O.O.: latest safe start of a SENCO course",
}
NORA = {"Birch, N.N.: outcome of the SENCO course expected"}


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("hr", OLIVE | NORA),
        ("director", OLIVE | NORA),
        ("trustee", OLIVE | NORA),
        ("headteacher", OLIVE),
        ("director of a hub", OLIVE),
        ("senco", OLIVE),
        ("senco and governor", NORA),
        ("head of what left", set[str]()),
    ],
)
def test_who_sees_which_dates(dated: Trust, name: str, seen: set[str]) -> None:
    assert told(dated, name) == seen


def test_a_deadline_that_moves_moves_in_the_calendar(dated: Trust) -> None:
    path = link(dated, "hr")
    before = events(dated, path)
    stand(dated, date(2028, 5, 1))
    with dated.app.app_context(), transaction():
        settings.raise_revision()
    after = events(dated, path)
    assert set(before) == set(after)
    moved = [
        uid for uid in before if before[uid].decoded("DTSTART") != after[uid].decoded("DTSTART")
    ]
    (uid,) = moved
    assert uid.endswith("-deadline@trust-inclusion")
    assert before[uid].decoded("DTSTART") == DEADLINE
    assert before[uid].decoded("DTEND") == date(2028, 3, 1)
    assert after[uid].decoded("DTSTART") == date(2028, 5, 1)
    assert after[uid]["SEQUENCE"] > before[uid]["SEQUENCE"]


def test_the_link_is_shown_once_and_kept_as_a_digest(dated: Trust) -> None:
    client = dated.client("hr")
    client.post("/account/calendar")
    first = client.get("/account/calendar")
    secret = re.search(r"/calendar/([\w-]+)\.ics", first)
    assert secret
    again = client.get("/account/calendar")
    assert secret[1] not in again
    assert "cannot be shown again" in again
    with dated.app.app_context():
        row = db.session.scalars(select(CalendarLink)).one()
        assert secret[1] not in row.digest
        assert len(row.digest) == 64


def test_a_link_that_was_reset_or_closed_opens_nothing(dated: Trust) -> None:
    old = link(dated, "hr")
    new = link(dated, "hr")
    nobody = Client(dated.app)
    assert nobody.raw(old).status_code == 404
    assert nobody.raw(new).status_code == 200
    dated.client("hr").post("/account/calendar/end")
    assert nobody.raw(new).status_code == 404


def test_a_disabled_account_s_link_opens_nothing(dated: Trust) -> None:
    path = link(dated, "hr")
    with dated.app.app_context(), transaction():
        db.session.get_one(Account, dated.accounts["hr"].id).disabled = True
    assert Client(dated.app).raw(path).status_code == 404


@pytest.mark.parametrize("guess", ["x", "x" * 3000, "..%2F..%2Fetc", "%00", "'--", "é"])
def test_a_guess_opens_nothing(dated: Trust, guess: str) -> None:
    assert Client(dated.app).raw(f"/calendar/{guess}.ics").status_code == 404
