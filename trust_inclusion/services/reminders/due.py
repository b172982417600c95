"""Which reminders wait to be put out on a day, and for whom.

Of an absent SENCO the trust's clock runs on, so HR and the director are told as ever, with who
covers. The SENCO's own letter waits until they are back (docs/decisions/0012): such a reminder is
put out in two parts, kept under two names, and the second part falls away where it is due no more.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, or_, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access, reminder_words
from trust_inclusion.domain.access import Place
from trust_inclusion.domain.posts import Basis
from trust_inclusion.domain.reminders import Due, Kind, of_clock, of_person, of_trust
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.notices import Reminder
from trust_inclusion.models.people import Person
from trust_inclusion.models.records import Confirmation

Key = tuple[str, int, int, int, date]
_OF_PERSON = frozenset({Kind.QTLS, Kind.CONFIRMATION})
_HELD_BACK = "_absent"
"""After the kind: HR and the director are told, the SENCO's own letter waits."""


@dataclass(frozen=True, slots=True)
class Reminding:
    """A reminder not put out yet, with whom and what it is about.

    `absent`: the person is, so that only HR and the director are told; `cover_id` is who covers,
    0 for nobody. `in_digest`: they were told before, and only the person's letter is left.
    """

    due: Due
    place: Place
    academy: str
    appointment_id: int
    person: str | None
    email: str | None
    absent: bool = False
    cover_id: int = 0
    in_digest: bool = False

    @property
    def key(self) -> Key:
        """What it is kept under once it is put out."""
        return self.key_to_digest if self.absent else self.key_to_both

    @property
    def key_to_both(self) -> Key:
        """Its name where the person is written to as well."""
        return self._named(self.due.kind.value)

    @property
    def key_to_digest(self) -> Key:
        """Its name where only HR and the director are told."""
        return self._named(f"{self.due.kind.value}{_HELD_BACK}")

    def _named(self, kind: str) -> Key:
        """What makes it the same reminder: a person's own is of no one academy."""
        person_id, due_on = self.place.person_id or 0, self.due.due_on
        if self.due.kind in _OF_PERSON:
            return (kind, 0, 0, person_id, due_on)
        return (kind, self.place.academy_id or 0, self.appointment_id, person_id, due_on)


def waiting(day: date) -> Sequence[Reminding]:
    """What is due by `day` and not put out, in the order of academies."""
    rows = _rows(day)
    found = [one for row in rows for one in _of_row(row, rows, day)]
    found += _of_trust(found, day)
    return _not_put_out(_one_absence(found))


def _rows(day: date) -> Sequence[AnyRow]:
    confirmed = (
        select(Confirmation.person_id, func.max(Confirmation.year_start).label("year"))
        .group_by(Confirmation.person_id)
        .subquery()
    )
    return db.session.execute(
        select(
            *(Clock.academy_id, Clock.hub_id, Clock.academy, Clock.appointment_id),
            *(Clock.person_id, Clock.status, Clock.valid_from, Clock.deadline),
            *(Clock.latest_start, Clock.projected_outcome, Clock.absent, Clock.basis),
            *(Person.name, Person.email, Person.qtls_recheck_on, confirmed.c.year),
        )
        .join(Academy, Academy.id == Clock.academy_id)
        .outerjoin(Person, Person.id == Clock.person_id)
        .outerjoin(confirmed, confirmed.c.person_id == Clock.person_id)
        .where(
            Clock.valid_from <= day,
            Clock.valid_to > day,
            or_(Academy.left_on.is_(None), Academy.left_on > day),
        )
        .order_by(Clock.sort_name, Clock.academy_id, Clock.appointment_id)
    ).all()


def _of_row(row: AnyRow, rows: Sequence[AnyRow], day: date) -> list[Reminding]:
    found = of_clock(
        row.status, row.valid_from, row.deadline, row.latest_start, row.projected_outcome, day
    )
    if row.person_id is not None:
        found += of_person(row.qtls_recheck_on, row.year, day)
    place = Place(row.academy_id, row.hub_id, row.person_id)
    cover_id = _cover(row, rows) if row.absent else 0
    return [
        Reminding(
            due,
            place,
            row.academy,
            row.appointment_id,
            row.name,
            row.email,
            absent=row.absent,
            cover_id=cover_id,
        )
        for due in found
    ]


def _cover(absent: AnyRow, rows: Iterable[AnyRow]) -> int:
    """Who is designated at the academy meanwhile, for a time and present; 0 for nobody."""
    covering = (
        row.person_id
        for row in rows
        if row.academy_id == absent.academy_id
        and row.person_id not in (None, absent.person_id)
        and not row.absent
        and row.basis != Basis.PERMANENT
    )
    return next(covering, 0)


def _of_trust(found: Iterable[Reminding], day: date) -> list[Reminding]:
    """How many have not confirmed their record, where anybody has not."""
    if not any(one.due.kind is Kind.CONFIRMATION for one in found):
        return []
    return [Reminding(due, access.TRUST, "", 0, None, None) for due in of_trust(day)]


def _one_absence(found: Iterable[Reminding]) -> list[Reminding]:
    """A person's own reminder waits only where they are absent from every academy of theirs."""
    everything = list(found)
    present = {one.place.person_id for one in everything if not one.absent}
    return [
        replace(one, absent=False)
        if one.due.kind in _OF_PERSON and one.place.person_id in present
        else one
        for one in everything
    ]


def _not_put_out(found: list[Reminding]) -> list[Reminding]:
    put = _put({reminding.due.due_on for reminding in found})
    left: list[Reminding] = []
    for one in found:
        told = one.key_to_digest in put
        over = told or one.due.kind not in reminder_words.IN_DIGEST
        if one.key_to_both not in put and not (one.absent and over):
            left.append(replace(one, in_digest=told))
    return left


def _put(days: Iterable[date]) -> set[Key]:
    rows = db.session.execute(
        select(
            Reminder.kind,
            Reminder.academy_id,
            Reminder.appointment_id,
            Reminder.person_id,
            Reminder.due_on,
        ).where(Reminder.due_on.in_(set(days)))
    )
    return {(row[0], row[1], row[2], row[3], row[4]) for row in rows}
