"""The running clocks on a day, the most urgent first: reads their timeline, works nothing out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access
from trust_inclusion.domain.academies import Sector
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.clocks import Group
from trust_inclusion.domain.names import searchable
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import kept
from trust_inclusion.services.places import within

PAGE_LENGTH = 50
MOST_WORDS = 8

_C = Clock.__table__.c
_S = Standing.__table__.c


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


_DONE = (Group.MET.value, Group.NOT_IN_SCOPE.value)


def most_urgent(actor: Actor, day: date, many: int, *, revision: int | None) -> list[AnyRow]:
    """The first `many` rows of the list about which there is something to do or to wait for."""
    key = ("most urgent", actor.holdings, actor.person_id, day, many)
    keys = kept.until_changed(revision, key, lambda: _first(actor, day, many))
    return page(actor, keys, day) if keys else []


def _first(actor: Actor, day: date, many: int) -> list[tuple[int, int]]:
    rows = db.session.execute(
        select(_C.academy_id, _C.appointment_id)
        .where(*_within_reach(actor, day), _C.deadline_group.not_in(_DONE))
        .order_by(*_ORDER)
        .limit(many)
    )
    return [(row.academy_id, row.appointment_id) for row in rows]


def every(actor: Actor, filters: Filters, day: date) -> Sequence[AnyRow]:
    """Every row of the list on `day`, in order, as files and the drawing take it."""
    statement = select(*_C).where(*_conditions(actor, filters, day)).order_by(*_ORDER)
    if filters.group:
        statement = statement.where(_C.deadline_group == filters.group)
    return db.session.execute(statement).all()


def to_come(actor: Actor, filters: Filters, day: date) -> Sequence[AnyRow]:
    """SENCOs who are appointed and have still to begin, by their first day: the periods then.

    Their clocks do not run yet, so they are no rows of the list. None under a filter by group.
    """
    if filters.group:
        return ()
    begins = (_C.role_started_on > day, _C.valid_from == _C.role_started_on)
    statement = select(
        _C.academy_id, _C.urn, _C.academy, _C.person_id, _C.person, _C.role_started_on, _C.status,
        _C.eligibility, _C.deadline,
    ).where(*begins, *_readable(actor), *_narrowed(filters))  # fmt: skip
    return db.session.execute(statement.order_by(_C.role_started_on, *_ORDER[2:])).all()


def expected(actor: Actor, filters: Filters, day: date) -> Sequence[AnyRow]:
    """Academies (urn, name) without a SENCO where the Code, and not the law, expects one."""
    if filters.group not in ("", Group.NOT_IN_SCOPE):
        return ()
    reach = access.reach(actor, Action.SEE_DEADLINES)
    statement = select(_S.urn, _S.name).where(
        _S.valid_from <= day,
        _S.valid_to > day,
        _S.phase == Sector.ALTERNATIVE.value,
        _S.vacant,
        within(reach, _S.academy_id, _S.hub_id),
        *(_S.sort_name.contains(word, autoescape=True) for word in _searched(filters)),
    )
    if filters.hub_id is not None:
        statement = statement.where(_S.hub_id == filters.hub_id)
    return db.session.execute(statement.order_by(_S.sort_name)).all()


_ORDER = (
    _C.urgency,
    _C.deadline.asc().nulls_last(),
    _C.sort_name,
    _C.academy_id,
    _C.appointment_id,
)


def _within_reach(actor: Actor, day: date) -> list[ColumnElement[bool]]:
    """The periods of `day` that the reader may see."""
    return [_C.valid_from <= day, _C.valid_to > day, *_readable(actor)]


def _readable(actor: Actor) -> list[ColumnElement[bool]]:
    """What the reader may see of any day: academies, or the own record."""
    found: list[Any] = []
    reach = access.reach(actor, Action.SEE_DEADLINES)
    if not reach.everything:
        mine = within(reach, _C.academy_id, _C.hub_id)
        own = reach.person_id
        found.append(mine if own is None else or_(mine, _C.person_id == own))
    return found


def _conditions(actor: Actor, filters: Filters, day: date) -> list[ColumnElement[bool]]:
    return [*_within_reach(actor, day), *_narrowed(filters)]


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    """The search and the hub."""
    found: list[ColumnElement[bool]] = [
        _C.search_words.contains(word, autoescape=True) for word in _searched(filters)
    ]
    if filters.hub_id is not None:
        found.append(_C.hub_id == filters.hub_id)
    return found


def _searched(filters: Filters) -> list[str]:
    return searchable(filters.words).split()[:MOST_WORDS]
