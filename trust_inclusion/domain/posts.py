"""Posts and appointments: their kinds, and who and what is in force on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

ONE_DAY = timedelta(days=1)


class PostKind(StrEnum):
    SENCO = "senco"
    ASSISTANT = "assistant"
    TRUST_WIDE = "trust_wide"


class Basis(StrEnum):
    PERMANENT = "permanent"
    ACTING = "acting"
    INTERIM = "interim"
    COVER = "cover"


class AllocationKind(StrEnum):
    OPENING = "opening"
    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    ONE_OFF = "one_off"


WEEKLY = frozenset({AllocationKind.OPENING, AllocationKind.PERMANENT, AllocationKind.TEMPORARY})
"""Kinds that are hours a week; one-off hours between two dates are not."""

STANDS_IN = frozenset({Basis.ACTING, Basis.INTERIM, Basis.COVER})
"""Bases shown as "acting": somebody does the job, for now."""


@dataclass(frozen=True, slots=True)
class Hours:
    """An allocation: `minutes` a week from `starts_on` to `ends_on` (a last day; None is open)."""

    id: int
    minutes: int
    starts_on: date
    ends_on: date | None
    kind: AllocationKind


class Spell(Protocol):
    @property
    def started_on(self) -> date | None: ...
    @property
    def ended_on(self) -> date | None: ...


AnySpell = TypeVar("AnySpell", bound=Spell)


def holds_on(started_on: date | None, ended_on: date | None, day: date) -> bool:
    """Whether an appointment is in force: both its days count; an unknown start has begun."""
    return (started_on is None or started_on <= day) and (ended_on is None or ended_on >= day)


def held_on(spells: Iterable[AnySpell], day: date) -> list[AnySpell]:
    """Those in force on `day`, in the order given."""
    return [spell for spell in spells if holds_on(spell.started_on, spell.ended_on, day)]


def hours_on(allocations: Iterable[Hours], day: date) -> Hours | None:
    """The weekly allocation in force on `day`. What was decided later has the higher id.

    Of lasting hours the latest to start count. Temporary hours hide them until their last day,
    then what they replaced returns by itself; also lasting hours that begin meanwhile, if these
    were decided before. Lasting hours decided later, which begin meanwhile, take their place. Of
    temporary hours for the same day those decided last count.
    """
    reached = [
        hours
        for hours in allocations
        if hours.kind in WEEKLY
        and hours.starts_on <= day
        and (hours.ends_on is None or hours.ends_on >= day)
    ]
    lasting = [hours for hours in reached if hours.kind is not AllocationKind.TEMPORARY]
    temporary = [
        hours
        for hours in reached
        if hours.kind is AllocationKind.TEMPORARY
        and not any(_takes_the_place(later, hours) for later in lasting)
    ]
    if temporary:
        return max(temporary, key=lambda hours: hours.id)
    return max(lasting, key=lambda hours: (hours.starts_on, hours.id), default=None)


def _takes_the_place(lasting: Hours, temporary: Hours) -> bool:
    return lasting.id > temporary.id and lasting.starts_on >= temporary.starts_on


def course(
    allocations: Iterable[Hours], first: date, last: date | None = None
) -> tuple[tuple[date, int], ...]:
    """Minutes a week in force from `first` on, and each later day (to `last`) on which they
    change with what they change to; 0 where nothing is in force."""
    given = tuple(allocations)
    days = {one.starts_on for one in given}
    days |= {one.ends_on + ONE_DAY for one in given if one.ends_on and one.ends_on < date.max}
    turning = sorted(day for day in days if first < day and (last is None or day <= last))
    found: list[tuple[date, int]] = []
    for day in (first, *turning):
        hours = hours_on(given, day)
        minutes = hours.minutes if hours else 0
        if not found or found[-1][1] != minutes:
            found.append((day, minutes))
    return tuple(found)
