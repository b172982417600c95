"""What the lists of changes are narrowed to: tab, filters and words, as conditions and as a search.

The words are compared here and not in the database: see `search`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, select

from trust_inclusion.db import db
from trust_inclusion.domain.calendar import london_midnight
from trust_inclusion.domain.changes import CLOSED, OPEN
from trust_inclusion.domain.names import searchable
from trust_inclusion.domain.working_days import waited_more_than
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.changes import Change
from trust_inclusion.models.people import Person

MOST_WORDS = 8

_C, _A, _P = Change.__table__.c, Academy.__table__.c, Person.__table__.c


class Tab(StrEnum):
    MINE = "mine"
    """What waits for the reader."""
    OPEN = "open"
    DECIDED = "decided"
    ALL = "all"
    """For files: open and decided."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; None or "" is no narrowing.

    `state`, `waiting`, `since` and `until` belong to a tab; the others narrow every tab alike.
    """

    words: str = ""
    hub_id: int | None = None
    urn: int | None = None
    kind: str = ""
    mark: str = ""
    """`unsupported` or `reduction`."""
    state: str = ""
    waiting: int | None = None
    """Only what has waited more than so many working days."""
    since: date | None = None
    """Closed on or after this day, up to and including `until`."""
    until: date | None = None

    @property
    def count(self) -> int:
        """How many filters are on, the search not counted."""
        chosen = (self.hub_id, self.urn, self.kind, self.mark, self.state, self.waiting,
                  self.since, self.until)  # fmt: skip
        return sum(1 for one in chosen if one)


STATES = {
    Tab.MINE: tuple(one.value for one in OPEN),
    Tab.OPEN: tuple(one.value for one in OPEN),
    Tab.DECIDED: tuple(one.value for one in CLOSED),
}
_MARKS: dict[str, ColumnElement[bool]] = {
    "unsupported": _C.unsupported.is_(True),
    "reduction": _C.reduction.is_(True),
}


def common(filters: Filters) -> list[ColumnElement[bool]]:
    """What narrows every tab alike."""
    found: list[ColumnElement[bool]] = []
    if filters.hub_id is not None:
        found.append(_A.hub_id == filters.hub_id)
    if filters.urn is not None:
        found.append(_A.urn == filters.urn)
    if filters.kind:
        found.append(_C.kind == filters.kind)
    if filters.mark:
        found.append(_MARKS[filters.mark])
    return found


def of_tab(tab: Tab, filters: Filters, today: date) -> list[ColumnElement[bool]]:
    """The states of a tab, and the filters that belong to it."""
    states = STATES.get(tab)
    found: list[ColumnElement[bool]] = [] if states is None else [_C.state.in_(states)]
    if filters.state:
        found.append(_C.state == filters.state)
    if filters.waiting is not None:
        last = waited_more_than(filters.waiting, today) + timedelta(days=1)
        found.append(_C.waiting_since < london_midnight(last))
    if filters.since is not None:
        found.append(_C.closed_at >= london_midnight(filters.since))
    if filters.until is not None and filters.until < date.max:
        found.append(_C.closed_at < london_midnight(filters.until + timedelta(days=1)))
    return found


def search(words: str) -> Callable[[Any], bool] | None:
    """Whether a change's academy (name or URN) and person hold every word; None without words.

    Names are compared as people type them, without accents, which a database does not do alike.
    """
    terms = searchable(words).split()[:MOST_WORDS]
    if not terms:
        return None
    academies = {
        row.id: f"{searchable(row.name)} {row.urn}"
        for row in db.session.execute(select(_A.id, _A.name, _A.urn))
    }
    concerned = select(_C.person_id).where(_C.person_id.is_not(None))
    people = {
        row.id: searchable(row.name)
        for row in db.session.execute(select(_P.id, _P.name).where(_P.id.in_(concerned)))
    }

    def matches(row: Any) -> bool:
        text = f"{academies[row.of_academy]} {people.get(row.of_person, '')}"
        return all(term in text for term in terms)

    return matches
