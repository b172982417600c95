"""Figures of what was decided: how long decisions took, and what came of the changes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from statistics import median
from typing import Any

from sqlalchemy import func

from trust_inclusion.domain.calendar import london_day
from trust_inclusion.domain.changes import State
from trust_inclusion.domain.working_days import working_days_between
from trust_inclusion.models.changes import Change

_C = Change.__table__.c
_DECISIONS = (State.APPROVED.value, State.REJECTED.value)


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some closed changes: how many ended how, and the median of working days to a decision.

    A decision is an approval or a rejection, reckoned from when the change was first proposed.
    What a headteacher granted alone was in force at once, so it counts as approved but not in the
    median. `median_days` is None where nothing was decided.
    """

    median_days: float | None = None
    by_outcome: dict[str, int] = field(default_factory=dict[str, int])
    granted_alone: int = 0


READ = (
    _C.state,
    _C.created_at,
    _C.closed_at,
    func.coalesce(_C.decided_by_id == _C.proposed_by_id, False).label("alone"),
)
"""The columns that `of` takes."""


def of(rows: Iterable[Any]) -> Figures:
    """The figures of these rows, read with `READ`."""
    outcomes: Counter[str] = Counter()
    alone = 0
    days: list[int] = []
    for state, created_at, closed_at, granted, *_ in rows:
        outcomes[state] += 1
        if granted and state == State.APPROVED:
            alone += 1
        elif state in _DECISIONS:
            days.append(between(london_day(created_at), london_day(closed_at)))
    return Figures(median(days) if days else None, dict(outcomes), alone)


@lru_cache(maxsize=32_768)
def between(start: date, end: date) -> int:
    """Working days between two days, kept: lists ask for the same ones again and again."""
    return working_days_between(start, end)
