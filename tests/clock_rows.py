"""Rows of the clocks as a test wants them, in place of what the facts would give."""

from datetime import date
from typing import Any

from sqlalchemy import delete

from trust_inclusion.db import db, transaction
from trust_inclusion.domain.names import searchable
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.posts import Appointment

LONG_AGO, FAR = date(2020, 1, 1), date(2100, 1, 1)


def row(academy: Academy, appointment: Appointment | None = None, **more: Any) -> dict[str, Any]:
    """The columns of one period: in the window with no dates, unless told otherwise."""
    person = appointment.person if appointment else None
    return {
        "academy_id": academy.id,
        "appointment_id": appointment.id if appointment else 0,
        "valid_from": LONG_AGO,
        "valid_to": FAR,
        "urn": academy.urn,
        "academy": academy.name,
        "sort_name": searchable(academy.name),
        "search_words": searchable(academy.name),
        "next_step": "",
        "hub_id": academy.hub_id,
        "person_id": person.id if person else None,
        "person": person.name if person else None,
        "absent": False,
        "eligibility": "eligible",
        "eligibility_reasons": "",
        "status": "in_window" if appointment else "no_senco",
        "group": "enrol_now" if appointment else "breach_now",
        "urgency": 6 if appointment else 0,
        "due_soon": False,
        "outcome_late": False,
        "service_not_confirmed": False,
        "review_due": False,
        "to_check": False,
        **more,
    }


def stand(*rows: dict[str, Any]) -> None:
    """These are the clocks from now on, and no others."""
    with transaction():
        db.session.execute(delete(Clock))
        for one in rows:
            db.session.add(Clock(**{name: one[name] for name in one if hasattr(Clock, name)}))
