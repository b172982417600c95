"""A small trust whose SENCOs are reminded, and what was put out: for the tests of reminders."""

from datetime import date
from typing import Any

from sqlalchemy import func, select

from tests import clock_rows
from tests import factories as make
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Role
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.notices import OutgoingMail, Reminder
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment
from trust_inclusion.models.records import Confirmation
from trust_inclusion.services import reminders, settings

TODAY, NOW = make.TODAY, make.NOW
YEAR = date(2026, 9, 1)
DEADLINE = date(2027, 2, 1)


class Trust:
    """Ash with Olive and Birch with Nora, both confirmed; HR, a director, and one of a hub."""

    def __init__(self) -> None:
        with make.saved():
            settings.name_trust("Larch Trust")
            north = make.hub("North")
            self.ash, self.birch = make.academy("Ash", hub=north), make.academy("Birch")
            self.olive = make.senco(self.ash, "Olive Own")
            self.nora = make.senco(self.birch, "Nora Next")
            make.account(Role.HR, email="hr@trust.example")
            make.account(Role.DIRECTOR, email="director@trust.example")
            make.account(Role.DIRECTOR, email="north@trust.example", hubs=[north])
            make.account(Role.TRUST_LEADER, email="chief@trust.example")
            make.account(Role.DIRECTOR, email="gone@trust.example", ends_on=date(2026, 11, 1))
            for one in (self.olive, self.nora):
                self.confirm(one.person)

    def confirm(self, person: Person) -> None:
        db.session.add(Confirmation(person_id=person.id, year_start=YEAR, confirmed_on=TODAY))

    def clock(self, academy: Academy, appointment: Appointment | None = None, **more: Any) -> None:
        clock_rows.stand(clock_rows.row(academy, appointment, **more))


def run(day: date = TODAY) -> reminders.Plan:
    with transaction():
        return reminders.put_out(OPERATOR, day, now=NOW)


def outbox() -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(OutgoingMail.notice, OutgoingMail.to_email).order_by(OutgoingMail.id)
    )
    return [(row.notice, row.to_email) for row in rows]


def said() -> list[list[str]]:
    rows = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    return [reminders.lines(row.notice, row.content) for row in rows]


def put() -> int:
    return db.session.scalar(select(func.count()).select_from(Reminder)) or 0
