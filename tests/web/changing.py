"""Changes of hours through the front door: what a form sends, and what a page carries."""

import re
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from tests import factories as make
from tests.client import Client
from tests.web.conftest import Trust
from trust_inclusion.db import db, transaction
from trust_inclusion.models.changes import Change
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, AppointmentPay, Post

SOON = make.TODAY + timedelta(days=41)
"""1 January 2027."""
LATER = SOON + timedelta(days=30)


def day(name: str, when: date | None) -> dict[str, list[str]]:
    """A day in the three boxes of a field."""
    return {name: [str(when.day), str(when.month), str(when.year)] if when else ["", "", ""]}


def asked(amount: str = "10", **more: Any) -> dict[str, Any]:
    """A proposal as its form sends it: so many hours a week from 1 January 2027."""
    return {
        "kind": "permanent", "unit": "hours", "amount": amount, "period_minutes": "", "weeks": "1",
        **day("effective_on", more.pop("on", SOON)), **day("until", more.pop("until", None)),
        "reason": "More pupils with plans", "late_reason": "", **more,
    }  # fmt: skip


def post_of(trust: Trust, name: str) -> int:
    """The first post that a person holds."""
    with trust.app.app_context():
        found = db.session.scalar(
            select(Appointment.post_id)
            .join(Person, Person.id == Appointment.person_id)
            .where(Person.name == name)
            .order_by(Appointment.id)
        )
        db.session.remove()
    assert found is not None
    return found


def paid(trust: Trust, name: str, area: str = "Rest of England") -> None:
    """Put a person on a point that a pay table has, so that a change has a value."""
    with trust.app.app_context():
        with transaction():
            row = db.session.scalar(
                select(AppointmentPay)
                .join(Appointment, Appointment.id == AppointmentPay.appointment_id)
                .join(Person, Person.id == Appointment.person_id)
                .where(Person.name == name)
            )
            assert row is not None
            row.area = area
            row.tlr, row.tlr_pence = "TLR2", 312_300
        db.session.remove()


def proposed(trust: Trust, who: str = "senco", whose: str = "Olive Own", **more: Any) -> int:
    """Propose a change as somebody; gives its id."""
    sent = asked(more.pop("amount", "10"), **more)
    answer = trust.client(who).post(f"/changes/propose/{post_of(trust, whose)}", sent)
    return int(answer.location.rpartition("/")[2])


def version(page: str) -> str:
    """The version that the forms of a page carry."""
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert found
    return found[1]


def take(
    client: Client, change_id: int, step: str, comment: str = "", status: int = 303, **more: Any
) -> str:
    """Open the page and take a step; gives what is answered."""
    seen = more.pop("seen", None) or version(client.get(f"/changes/{change_id}"))
    sent = {"version": seen, "comment": comment}
    return client.post(f"/changes/{change_id}/{step}", sent, status, **more).text


def stored(trust: Trust, change_id: int) -> Change:
    """A change as it is kept."""
    with trust.app.app_context():
        found = db.session.get_one(Change, change_id)
        db.session.expunge_all()
    return found


def vacate(trust: Trust, post_id: int) -> None:
    """Whoever holds a post leaves it yesterday."""
    with trust.app.app_context():
        with make.saved():
            for held in db.session.get_one(Post, post_id).appointments:
                held.ended_on = make.TODAY - timedelta(days=1)
        db.session.remove()
