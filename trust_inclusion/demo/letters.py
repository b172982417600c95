"""Reminders that went out some weeks ago by the product's own rules; one did not arrive."""

from datetime import timedelta

from trust_inclusion.demo.making import Making
from trust_inclusion.domain.access import OPERATOR
from trust_inclusion.models.notices import OutgoingMail, Reminder
from trust_inclusion.services import reminders

RUNS = (35, 7)
"""So many days ago `remind` ran."""
MOVED = "Kwame Hollins"
"""His mailbox refuses the last letter: for the administrator to look after."""
REFUSED = "refused_550"


def add(making: Making) -> None:
    """Store what those runs put out, delivered a little later. The timelines must be there."""
    for days in RUNS:
        _run(making, days)


def _run(making: Making, days: int) -> None:
    dates = making.dates
    at = dates.instant(dates.today - timedelta(days=days), -120)
    plan = reminders.plan(OPERATOR, at.date())
    making.add(
        Reminder(kind=kind, academy_id=academy_id, appointment_id=appointment_id,
                 person_id=person_id, due_on=due_on, reminded_at=at)
        for kind, academy_id, appointment_id, person_id, due_on
        in sorted({one.key for one in plan.reminders})
    )  # fmt: skip
    letters = [
        OutgoingMail(
            notice=mail.notice, to_email=mail.to_email, content=mail.content, made_at=at,
            not_before=at, attempts=1, sent_at=at + timedelta(minutes=5),
        )
        for mail in plan.mail
    ]  # fmt: skip
    moved = making.people[MOVED].email
    for letter in letters:
        if days == RUNS[-1] and letter.to_email == moved:
            letter.sent_at, letter.last_error = None, REFUSED
            letter.attempts = 4
            letter.first_failed_at = dates.now - timedelta(hours=15)
            letter.not_before = dates.now + timedelta(hours=9)
    making.add(letters)
    figures = {"reminders": len(plan.reminders), "mail": len(plan.mail)}
    making.happened(at, None, "reminders_put_out", "trust", after=figures)
