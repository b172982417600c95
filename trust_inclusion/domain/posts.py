"""Posts and appointments: their kinds, and who and what is in force on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol, TypeVar


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
    """The weekly allocation in force on `day`: the latest to start wins, so a temporary one hides
    what it replaced until its last day, and that returns by itself."""
    reached = [
        hours
        for hours in allocations
        if hours.kind in WEEKLY
        and hours.starts_on <= day
        and (hours.ends_on is None or hours.ends_on >= day)
    ]
    return max(reached, key=lambda hours: (hours.starts_on, hours.id), default=None)
