"""The pay of one person, appointment by appointment, as one reader may see it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.allowances import Allowance
from trust_inclusion.domain.calendar import academic_year_label
from trust_inclusion.domain.pay import WHOLE, Salary, of_full_time
from trust_inclusion.domain.pay_facts import Paid, PayWarning
from trust_inclusion.domain.pay_moves import LeadershipMove, to_leadership
from trust_inclusion.domain.pay_tables import (
    LEADERSHIP_SCALES,
    PayTable,
    RollForward,
    named,
    point_order,
    roll_forward,
    year_after,
)
from trust_inclusion.domain.pay_tables import Place as Point
from trust_inclusion.domain.posts import holds_on
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.posts import Appointment, AppointmentPay, Post
from trust_inclusion.services import pay_tables
from trust_inclusion.services.pay import people
from trust_inclusion.services.pay_tables import Held
from trust_inclusion.services.places import LARGEST_NUMBER, NotThere

_A, _O, _C, _R = (
    Appointment.__table__.c, Post.__table__.c, Academy.__table__.c, AppointmentPay.__table__.c,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaidAmount:
    """An allowance: at its full value, and as it is paid where that is less; None unknown."""

    name: str
    pence: int | None
    paid_pence: int | None


@dataclass(frozen=True, slots=True)
class Part:
    """An appointment with its pay: what holds, what was before and what will come."""

    held: AnyRow
    edits: bool
    """Whether the reader keeps the pay of this appointment."""
    in_force: bool
    now: AnyRow | None
    paid: Paid
    salary: Salary | None
    """Full-time, of the day's year or of the latest before it that has the point."""
    amounts: tuple[PaidAmount, ...]
    warnings: tuple[PayWarning, ...]
    next_year: RollForward | None
    """What the next year's table does; None where there is no such table or nothing to ask of."""
    earlier: tuple[AnyRow, ...]
    later: tuple[AnyRow, ...]
    leads_to: tuple[tuple[str, str], ...]
    """Points of leadership pay to compare with: (scale, point); empty for who is on it."""

    @property
    def at_fraction(self) -> int | None:
        """The salary as it is paid to somebody part-time, pence a year; None for full time."""
        if self.salary is None or not self.paid.part_time:
            return None
        return of_full_time(self.salary.pence, self.paid.fraction or WHOLE)


@dataclass(frozen=True, slots=True)
class PersonPaid:
    """What a reader sees of a person's pay."""

    person_id: int
    year: str
    next_year: str
    parts: tuple[Part, ...]


def of_person(
    actor: Actor, person_id: int, day: date, *, revision: int | None = None
) -> PersonPaid | None:
    """The pay of the person at the appointments where the reader may see it; None for none.

    Appointments whose pay is not the reader's to see are not read, and nothing hints at them.
    """
    if not people.sees_any(actor):
        return None
    held = [one for one in _held(person_id) if people.may_see(actor, one, day)]
    if not held:
        return None
    rows = _rows([one.id for one in held])
    known = pay_tables.held(revision)
    in_force = [one for one in held if holds_on(one.started_on, one.ended_on, day)]
    facts = {one.id: people.facts(_now(rows[one.id], day), one, _called(one)) for one in held}
    at_once = [facts[one.id] for one in in_force]
    year = academic_year_label(day)
    parts = [
        _part(
            one,
            rows[one.id],
            facts[one.id],
            at_once if one in in_force else None,
            day,
            known,
            edits=people.may_edit(actor, one, day),
        )
        for one in held
    ]
    return PersonPaid(person_id, year, year_after(year), tuple(parts))


def compare(
    actor: Actor, person_id: int, appointment_id: int, to: Point, day: date
) -> tuple[AnyRow, Part, LeadershipMove | None]:
    """What moving this person to a point of leadership pay is worth, line by line.

    None without a point. Raises NotThere, also where the pay is not the reader's to see: who may
    not see it does not learn whether there is any.
    """
    found = of_person(actor, person_id, day)
    part = (
        next((one for one in found.parts if one.held.id == appointment_id), None) if found else None
    )
    if part is None or not part.in_force:
        raise NotThere("There is no such pay.")
    if not to.point.strip():
        return part.held, part, None
    there = Point(part.paid.area or to.area, to.scale, to.point)
    return part.held, part, to_leadership(part.paid, there, day, pay_tables.table())


def _part(
    held: AnyRow,
    rows: Sequence[AnyRow],
    paid: Paid,
    at_once: Sequence[Paid] | None,
    day: date,
    known: Held,
    *,
    edits: bool,
) -> Part:
    """`at_once` is the pay at all posts held today; None for an appointment that is not."""
    now = _now(rows, day)
    salary = known.table.in_force(day, paid.at) if now else None
    judge = people.Judge(day, known)
    holds = at_once is not None
    return Part(
        held=held,
        edits=edits,
        in_force=holds,
        now=now,
        paid=paid,
        salary=salary,
        amounts=_amounts(paid),
        warnings=people.warnings_of(paid, held.kind, at_once or (), judge) if holds else (),
        next_year=_next_year(paid, day, known.table) if holds and salary else None,
        earlier=tuple(one for one in reversed(rows) if one.starts_on <= day and one is not now),
        later=tuple(one for one in rows if one.starts_on > day),
        leads_to=_leads_to(paid, day, known.table) if holds and salary else (),
    )


def _amounts(paid: Paid) -> tuple[PaidAmount, ...]:
    """Each allowance as it is paid: a TLR3 and a TLR by share of the responsibility in full."""
    found: list[PaidAmount] = []
    for one in paid.tlrs:
        whole = one.allowance is Allowance.TLR3 or bool(paid.by_responsibility)
        found.append(_amount(one.allowance, one.pence, paid, whole=whole))
    if paid.sen_pence:
        found.append(_amount(Allowance.SEN, paid.sen_pence, paid, whole=False))
    return tuple(found)


def _amount(name: str, pence: int | None, paid: Paid, *, whole: bool) -> PaidAmount:
    shared = pence is not None and paid.part_time and not whole
    part = of_full_time(pence or 0, paid.fraction or WHOLE) if shared else pence
    return PaidAmount(name, pence, part)


def _next_year(paid: Paid, day: date, table: PayTable) -> RollForward | None:
    year = year_after(academic_year_label(day))
    return roll_forward(table, paid.at, year) if year in table.years else None


def _leads_to(paid: Paid, day: date, table: PayTable) -> tuple[tuple[str, str], ...]:
    """Every leadership point of the area that has a salary today, by scale and from the lowest."""
    if paid.on_leadership:
        return ()
    year, area = academic_year_label(day), named(paid.area).casefold()
    found = {
        (named(row.scale), row.point)
        for row in table.rows
        if row.year <= year
        and named(row.scale) in LEADERSHIP_SCALES
        and named(row.area).casefold() == area
    }
    return tuple(
        sorted(found, key=lambda one: (one[0] != "Leadership", one[0], point_order(one[1])))
    )


def _held(person_id: int) -> Sequence[AnyRow]:
    """The person's appointments, those that go on first, then the latest."""
    if person_id > LARGEST_NUMBER:
        return ()
    joined = Appointment.__table__.join(Post.__table__, _O.id == _A.post_id)
    return db.session.execute(
        select(
            _A.id, _A.person_id, _A.started_on, _A.ended_on, _O.title, _O.kind, _O.line_manages,
            _C.id.label("academy_id"), _C.hub_id, _C.left_on, _C.urn,
            _C.name.label("academy"),
        )
        .select_from(joined.outerjoin(Academy.__table__, _C.id == _O.academy_id))
        .where(_A.person_id == person_id)
        .order_by(_A.ended_on.is_not(None), _A.started_on.desc(), _A.id.desc())
    ).all()  # fmt: skip


def _rows(appointment_ids: Sequence[int]) -> dict[int, list[AnyRow]]:
    """Everything recorded of the pay of these appointments, the earliest first."""
    found: dict[int, list[AnyRow]] = defaultdict(list)
    rows = db.session.execute(
        select(*_R).where(_R.appointment_id.in_(appointment_ids)).order_by(_R.starts_on, _R.id)
    )
    for row in rows:
        found[row.appointment_id].append(row)
    return found


def _now(rows: Sequence[AnyRow], day: date) -> AnyRow | None:
    begun = [one for one in rows if one.starts_on <= day]
    return begun[-1] if begun else None


def _called(held: AnyRow) -> str:
    return held.academy or held.title
