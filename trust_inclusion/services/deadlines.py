"""The running clocks on a day, the most urgent first: reads their timeline, works nothing out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.names import searchable
from trust_inclusion.models.clocks import Clock
from trust_inclusion.services import kept
from trust_inclusion.services.places import within

PAGE_LENGTH = 50
MOST_WORDS = 8

_C = Clock.__table__.c


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; None or "" is no narrowing."""

    words: str = ""
    group: str = ""
    hub_id: int | None = None

    @property
    def count(self) -> int:
        """How many filters are on, the search not counted."""
        return sum(1 for one in (self.group, self.hub_id) if one)


@dataclass(frozen=True, slots=True)
class View:
    """Which rows a list shows, by (academy, appointment) and in order; how many each group has.

    The groups are counted without the filter on them, so that each can be chosen.
    """

    keys: Sequence[tuple[int, int]]
    groups: dict[str, int] = field(default_factory=dict[str, int])
    deadlines: dict[date, int] = field(default_factory=dict[date, int])
    """How many deadlines of the rows lie in a month, by its first day."""
    outcomes: dict[date, int] = field(default_factory=dict[date, int])
    """And how many expected outcomes of courses."""


def view(actor: Actor, filters: Filters, day: date, *, revision: int | None) -> View:
    """Which rows, in which order: kept until `revision` rises (see kept.py)."""
    key = ("deadlines", actor.holdings, actor.person_id, filters, day)
    return kept.until_changed(revision, key, lambda: _view(actor, filters, day))


def _view(actor: Actor, filters: Filters, day: date) -> View:
    rows = db.session.execute(
        select(
            _C.academy_id,
            _C.appointment_id,
            _C.deadline_group,
            _C.deadline,
            _C.projected_outcome,
        )
        .where(*_conditions(actor, filters, day))
        .order_by(*_ORDER)
    ).all()
    chosen = [row for row in rows if not filters.group or row[2] == filters.group]
    return View(
        keys=[(row[0], row[1]) for row in chosen],
        groups=dict(Counter(row[2] for row in rows)),
        deadlines=_by_month(row[3] for row in chosen),
        outcomes=_by_month(row[4] for row in chosen),
    )


def _by_month(days: Iterable[date | None]) -> dict[date, int]:
    return dict(Counter(day.replace(day=1) for day in days if day is not None))


def page(actor: Actor, keys: Sequence[tuple[int, int]], day: date) -> list[AnyRow]:
    """The rows of at most PAGE_LENGTH keys, in their order."""
    wanted = {key: number for number, key in enumerate(keys)}
    rows = db.session.execute(
        select(*_C).where(
            *_within_reach(actor, day), _C.academy_id.in_(sorted({one for one, _ in keys}))
        )
    )
    found = [row for row in rows if (row.academy_id, row.appointment_id) in wanted]
    return sorted(found, key=lambda row: wanted[row.academy_id, row.appointment_id])


def every(actor: Actor, filters: Filters, day: date) -> Sequence[AnyRow]:
    """Every row of the list on `day`, in order, as files and the drawing take it."""
    statement = select(*_C).where(*_conditions(actor, filters, day)).order_by(*_ORDER)
    if filters.group:
        statement = statement.where(_C.deadline_group == filters.group)
    return db.session.execute(statement).all()


_ORDER = (
    _C.urgency,
    _C.deadline.asc().nulls_last(),
    _C.sort_name,
    _C.academy_id,
    _C.appointment_id,
)


def _within_reach(actor: Actor, day: date) -> list[ColumnElement[bool]]:
    """The periods of `day` that the reader may see: academies, or the own record."""
    found: list[Any] = [_C.valid_from <= day, _C.valid_to > day]
    reach = access.reach(actor, Action.SEE_DEADLINES)
    if not reach.everything:
        mine = within(reach, _C.academy_id, _C.hub_id)
        own = reach.person_id
        found.append(mine if own is None else or_(mine, _C.person_id == own))
    return found


def _conditions(actor: Actor, filters: Filters, day: date) -> list[ColumnElement[bool]]:
    found = _within_reach(actor, day)
    words = searchable(filters.words).split()[:MOST_WORDS]
    found.extend(_C.search_words.contains(word, autoescape=True) for word in words)
    if filters.hub_id is not None:
        found.append(_C.hub_id == filters.hub_id)
    return found
