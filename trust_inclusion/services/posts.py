"""Posts, who holds them and the hours they were given, as a page or a file shows them."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.posts import AllocationKind, Hours, holds_on, hours_on
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.posts import Absence, Allocation, Appointment, AppointmentPay, Post
from trust_inclusion.services import places


@dataclass(frozen=True, slots=True)
class Holder:
    """An appointment as this reader may see it: `None` where their grant does not reach."""

    id: int
    person_id: int
    name: str
    email: str | None
    started_on: date | None
    ended_on: date | None
    basis: str
    designated: bool
    is_head: bool | None
    in_force: bool
    upcoming: bool
    absences: tuple[tuple[date, date | None], ...] = ()
    qualifications: tuple[AnyRow, ...] | None = None
    pay: AnyRow | None = None
    stages: tuple[int | None, int | None, int | None] | None = None
    clock: AnyRow | None = None
    """The qualification clock on the day, of whom this reader may know it."""
    opens: bool = False
    """Whether the reader may open the person's record."""


@dataclass(frozen=True, slots=True)
class PostHere:
    """A post with its holders (latest first) and hours on a day."""

    id: int
    kind: str
    title: str
    line_manages: int | None
    hours: Hours | None
    allocations: tuple[Hours, ...]
    holders: list[Holder] = field(default_factory=list[Holder])

    @property
    def vacant(self) -> bool:
        """Whether nobody holds the post on the day."""
        return not any(holder.in_force for holder in self.holders)

    @property
    def former(self) -> list[Holder]:
        """Who held the post before the day, latest first."""
        return [holder for holder in self.holders if not holder.in_force and not holder.upcoming]


# Written once and on plain columns: building a statement, and loading rows through the mapper,
# cost more than running it.
_post, _person, _allocation = Post.__table__, Person.__table__, Allocation.__table__
_appointment, _absence = Appointment.__table__, Absence.__table__
_pay, _course = AppointmentPay.__table__, Qualification.__table__
_POSTS = (
    select(
        _post.c.id.label("post_id"), _post.c.kind, _post.c.title, _post.c.line_manages,
        _appointment.c.id, _appointment.c.started_on, _appointment.c.ended_on, _appointment.c.basis,
        _appointment.c.designated, _appointment.c.is_head, _person.c.id.label("person_id"),
        _person.c.name, _person.c.email, _person.c.school_stage, _person.c.trust_stage,
        _person.c.qualification_stage,
    )
    .outerjoin(_appointment, _appointment.c.post_id == _post.c.id)
    .outerjoin(_person, _person.c.id == _appointment.c.person_id)
    .where(_post.c.academy_id == bindparam("academy_id"))
    .order_by(_post.c.kind.desc(), _post.c.title, _post.c.id, _appointment.c.started_on.desc())
)  # fmt: skip
_ALLOCATIONS = (
    select(
        _allocation.c.id, _allocation.c.post_id, _allocation.c.minutes, _allocation.c.starts_on,
        _allocation.c.ends_on, _allocation.c.kind,
    )
    .join(_post, _post.c.id == _allocation.c.post_id)
    .where(_post.c.academy_id == bindparam("academy_id"))
    .order_by(_allocation.c.starts_on, _allocation.c.id)
)  # fmt: skip
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_ABSENCES = (
    select(_absence.c.appointment_id, _absence.c.starts_on, _absence.c.ends_on)
    .where(_absence.c.appointment_id.in_(_IDS))
    .order_by(_absence.c.starts_on)
)
_PAY = (
    select(
        _pay.c.appointment_id, _pay.c.starts_on, _pay.c.area,
        _pay.c.scale, _pay.c.point, _pay.c.tlr,
        _pay.c.tlr_pence, _pay.c.sen_allowance_pence,
    )
    .where(
        _pay.c.appointment_id.in_(_IDS),
        _pay.c.starts_on <= bindparam("day", type_=_pay.c.starts_on.type),
    )
    .order_by(_pay.c.starts_on, _pay.c.id)
)  # fmt: skip
_clock = Clock.__table__
_CLOCKS = select(
    _clock.c.appointment_id, _clock.c.status, _clock.c.eligibility, _clock.c.deadline,
    _clock.c.next_step,
).where(
    _clock.c.academy_id == bindparam("academy_id"),
    _clock.c.valid_from <= bindparam("day", type_=_clock.c.valid_from.type),
    _clock.c.valid_to > bindparam("day", type_=_clock.c.valid_from.type),
)  # fmt: skip
_COURSES = (
    select(
        _course.c.person_id, _course.c.course, _course.c.provider,
        _course.c.started_on, _course.c.expected_on, _course.c.passed_on,
        _course.c.checked_on,
    )
    .where(_course.c.person_id.in_(_IDS))
    .order_by(_course.c.id)
)  # fmt: skip


def at(actor: Actor, academy: Academy, day: date) -> list[PostHere]:
    """The academy's posts on `day`, SENCO posts first, in a fixed number of queries."""
    rows = db.session.execute(_POSTS, {"academy_id": academy.id}).all()
    beside = _Beside(actor, academy, rows, day)
    allocations = _allocations(academy)
    found: dict[int, PostHere] = {}
    for row in rows:
        if row.post_id not in found:
            given = tuple(allocations[row.post_id])
            found[row.post_id] = PostHere(
                row.post_id, row.kind, row.title, row.line_manages, hours_on(given, day), given
            )
        if row.id is not None:
            found[row.post_id].holders.append(beside.holder(row))
    return list(found.values())


def _allocations(academy: Academy) -> dict[int, list[Hours]]:
    rows = db.session.execute(_ALLOCATIONS, {"academy_id": academy.id})
    found: dict[int, list[Hours]] = defaultdict(list)
    for row in rows:
        kind = AllocationKind(row.kind)
        hours = Hours(row.id, row.minutes, row.starts_on, row.ends_on, kind)
        found[row.post_id].append(hours)
    return found


class _Beside:
    """What stands beside the appointments of a page, loaded for all of them at once.

    Pay, qualifications and stages are read only for the people this reader may see them of.
    """

    def __init__(self, actor: Actor, academy: Academy, rows: Any, day: date) -> None:
        self.actor, self.academy, self.day = actor, academy, day
        held = [row for row in rows if row.id is not None]
        self.absences: dict[int, list[tuple[date, date | None]]] = defaultdict(list)
        self.pay: dict[int, AnyRow] = {}
        self.courses: dict[int, list[AnyRow]] = defaultdict(list)
        self.clocks: dict[int, AnyRow] = {}
        if held:
            self._read_absences([row.id for row in held])
            self._read_pay([r.id for r in held if self.may(Action.SEE_PAY, r.person_id)])
            people = {r.person_id for r in held}
            known = [one for one in people if self.may(Action.SEE_QUALIFICATION, one)]
            self._read_courses(known)
            if known:
                asked = {"academy_id": academy.id, "day": day}
                rows = db.session.execute(_CLOCKS, asked)
                self.clocks = {row.appointment_id: row for row in rows}

    def may(self, action: Action, person_id: int) -> bool:
        """Of an academy that has left, only who sees the whole trust, or their own record."""
        at = places.on(self.academy.id, self.academy.hub_id, self.academy.left_on, self.day)
        return access.may(self.actor, action, replace(at, person_id=person_id))

    def holder(self, row: AnyRow) -> Holder:
        person_id = row.person_id
        see_stages = self.may(Action.SEE_PATHWAY, person_id)
        see_courses = self.may(Action.SEE_QUALIFICATION, person_id)
        in_force = holds_on(row.started_on, row.ended_on, self.day)
        upcoming = row.started_on is not None and row.started_on > self.day
        return Holder(
            id=row.id,
            person_id=person_id,
            name=row.name,
            email=row.email,
            started_on=row.started_on,
            ended_on=row.ended_on,
            basis=row.basis,
            designated=row.designated,
            is_head=row.is_head,
            in_force=in_force,
            upcoming=upcoming,
            absences=tuple(self.absences[row.id]),
            qualifications=tuple(self.courses[person_id]) if see_courses else None,
            pay=self.pay.get(row.id),
            clock=self.clocks.get(row.id) if see_courses else None,
            opens=self._opens(person_id, current=in_force or upcoming),
            stages=(
                (row.school_stage, row.trust_stage, row.qualification_stage) if see_stages else None
            ),
        )

    def _opens(self, person_id: int, *, current: bool) -> bool:
        """As services/records finds it: who left, or an academy that did, gives a place nothing."""
        reach = access.reach(self.actor, Action.SEE_RECORD)
        left_on = self.academy.left_on
        here = current and (left_on is None or left_on > self.day)
        return (
            reach.everything
            or person_id == reach.person_id
            or (here and self.may(Action.SEE_RECORD, person_id))
        )

    def _read_absences(self, ids: list[int]) -> None:
        for row in db.session.execute(_ABSENCES, {"ids": ids}):
            self.absences[row.appointment_id].append((row.starts_on, row.ends_on))

    def _read_pay(self, ids: list[int]) -> None:
        if ids:
            rows = db.session.execute(_PAY, {"ids": ids, "day": self.day})
            self.pay = {row.appointment_id: row for row in rows}

    def _read_courses(self, ids: list[int]) -> None:
        if ids:
            for row in db.session.execute(_COURSES, {"ids": ids}):
                self.courses[row.person_id].append(row)
