"""The academies against the conditions: reads the letters of the timeline, works nothing out."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.charter import Reply
from trust_inclusion.domain.charter_conditions import CONDITIONS, Kind
from trust_inclusion.domain.charter_letters import DUTY_PLACES, HOLDING_LETTERS, PLACES
from trust_inclusion.domain.duties import EXCLUDED, Holding
from trust_inclusion.domain.names import searchable
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import kept
from trust_inclusion.services.charter import letters
from trust_inclusion.services.places import within

PAGE_LENGTH = 50
MOST_WORDS = 8
ANY = "any"

_S = Standing.__table__.c
_WHERE = (_S.academy_id, _S.hub_id)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the table is narrowed to; None or "" is no narrowing."""

    words: str = ""
    phase: str = ""
    hub_id: int | None = None
    kind: str = ""
    """Of the conditions: a `Kind`. It narrows the columns too."""
    condition: str = ""
    state: str = ""
    """How the condition stands, or without one any of those shown: of `letters.STATES`. A condition
    that is named without it is one not met; with ANY it leaves every academy."""
    duty: str = ""
    """An excluded duty held without time of its own, or ANY."""

    @property
    def count(self) -> int:
        """How many filters are on, the search not counted."""
        asked = (self.phase, self.hub_id, self.kind, self.condition or self.state, self.duty)
        return sum(1 for one in asked if one)

    @property
    def narrow(self) -> bool:
        """Whether they ask for some academies only, and not just for some conditions."""
        stands = self.state != ANY and bool(self.condition or self.state)
        return bool(self.words or self.phase or self.hub_id is not None or self.duty or stands)


@dataclass(frozen=True, slots=True)
class Sort:
    """By "academy", or by "not_met": how many conditions are not met."""

    column: str = "academy"
    descending: bool = False


SORTS = ("academy", "not_met")


@dataclass(frozen=True, slots=True)
class Counts:
    """How the academies that filters leave stand, of what the reader may see.

    `not_met`: academies that miss a condition of a kind. `differ`: where head and SENCO differ.
    `departures`: where an excluded duty is held without time of its own.
    """

    total: int = 0
    not_met: Mapping[Kind, int] = field(default_factory=dict[Kind, int])
    differ: int = 0
    departures: int = 0
    replies: Mapping[str, Mapping[Reply, int]] = field(
        default_factory=dict[str, Mapping[Reply, int]]
    )
    differing: Mapping[str, int] = field(default_factory=dict[str, int])
    holdings: Mapping[str, Mapping[Holding, int]] = field(
        default_factory=dict[str, Mapping[Holding, int]]
    )


@dataclass(frozen=True, slots=True)
class View:
    """The academies that filters leave, in order, by id; and how they stand."""

    ids: Sequence[int]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Row:
    """An academy of the table. `conditions`: its letters, HIDDEN where the reader may not see."""

    urn: int
    name: str
    phase: str
    hub: str | None
    conditions: str
    duties: str


def view(actor: Actor, filters: Filters, sort: Sort, day: date, *, revision: int | None) -> View:
    """Which academies the table shows, in which order: kept until `revision` rises (kept.py).

    Raises Refused for a filter on what the reader may not see.
    """
    key = ("charter", actor.holdings, actor.person_id, filters, sort, day)
    return kept.until_changed(revision, key, lambda: _worked_out(actor, filters, sort, day))


def _worked_out(actor: Actor, filters: Filters, sort: Sort, day: date) -> View:
    rows = db.session.execute(
        select(_S.academy_id, *_shown(actor))
        .where(*_conditions(actor, filters, day))
        .order_by(*_order(actor, filters, sort))
    ).all()
    shown = [letters.masked(one[1], pay=one[3], differ=one[4]) for one in rows]
    return View(array("i", [one[0] for one in rows]), _counted(shown, [one[2] for one in rows]))


def _shown(actor: Actor) -> tuple[Any, ...]:
    return (
        letters.CONDITIONS_OF.label("conditions"),
        letters.DUTIES_OF.label("duties"),
        within(letters.pays(actor), *_WHERE).label("pay"),
        within(letters.answers(actor), *_WHERE).label("answers"),
    )


def _counted(conditions: Sequence[str], duties: Sequence[str]) -> Counts:
    of_code = _by_column(conditions, PLACES)
    of_duty = _by_column(duties, DUTY_PLACES)
    return Counts(
        total=len(conditions),
        not_met={kind: _missing(conditions, kind) for kind in Kind},
        differ=sum(not one.islower() for one in conditions),
        departures=sum(letters.DEPARTURE in one for one in duties),
        replies={code: _replies(found) for code, found in of_code.items()},
        differing={
            code: sum(found[one] for one in letters.STATES[letters.DIFFER])
            for code, found in of_code.items()
        },
        holdings={
            code: {holding: found[one] for holding, one in HOLDING_LETTERS.items()}
            for code, found in of_duty.items()
        },
    )


def _by_column(rows: Sequence[str], places: Mapping[str, int]) -> dict[str, Counter[str]]:
    """How often each letter stands in each column; a trust may have thousands of rows."""
    columns = [Counter(column) for column in zip(*rows, strict=True)]
    return {code: columns[place] if columns else Counter() for code, place in places.items()}


_MISSED = frozenset(letters.NOT_MET)
_OF_KIND = {
    kind: itemgetter(*(PLACES[code] for code, one in CONDITIONS.items() if one.kind is kind))
    for kind in Kind
}


def _missing(rows: Sequence[str], kind: Kind) -> int:
    """How many academies miss a condition of a kind."""
    letters_of = _OF_KIND[kind]
    return sum(not _MISSED.isdisjoint(letters_of(one)) for one in rows)


def _replies(found: Counter[str]) -> dict[Reply, int]:
    return {reply: sum(found[one] for one in letters.STATES[reply.value]) for reply in Reply}


def page(actor: Actor, ids: Sequence[int], day: date) -> list[Row]:
    """The rows of at most PAGE_LENGTH academies, in the order of `ids`."""
    places_of = {academy_id: number for number, academy_id in enumerate(ids)}
    rows = db.session.execute(
        select(_S.academy_id, *_shown(actor), _S.urn, _S.name, _S.phase, _S.hub_name).where(
            *_on_day(day),
            within(access.reach(actor, Action.SEE_CHARTER), *_WHERE),
            _S.academy_id.in_(list(ids)),
        )
    ).all()
    return [
        Row(
            row.urn,
            row.name,
            row.phase,
            row.hub_name,
            letters.masked(row.conditions, pay=row.pay, differ=row.answers),
            row.duties,
        )
        for row in sorted(rows, key=lambda row: places_of[row.academy_id])
    ]


def selected(actor: Actor, filters: Filters, sort: Sort, day: date) -> list[tuple[int, int, str]]:
    """Every academy of the table in order, as files take it: (id, URN, name)."""
    rows = db.session.execute(
        select(_S.academy_id, _S.urn, _S.name)
        .where(*_conditions(actor, filters, day))
        .order_by(*_order(actor, filters, sort))
    )
    return [(row.academy_id, row.urn, row.name) for row in rows]


def _on_day(day: date) -> tuple[ColumnElement[bool], ...]:
    return _S.valid_from <= day, _S.valid_to > day


def _conditions(actor: Actor, filters: Filters, day: date) -> list[ColumnElement[bool]]:
    found = [*_on_day(day), *narrowed(actor, filters, _S)]
    if filters.state == ANY:
        for code in (filters.condition,) if filters.condition else ():
            letters.require(actor, code)
    elif filters.condition:
        found.append(letters.stands(actor, [filters.condition], filters.state or "not_met"))
    elif filters.state == "not_met":
        found.append(letters.not_met(actor, filters.kind) > 0)
    elif filters.state:
        asked = letters.codes(actor, filters.kind)
        found.append(letters.stands(actor, asked, filters.state))
    if filters.duty:
        found.append(letters.departs(EXCLUDED if filters.duty == ANY else [filters.duty]))
    return found


def narrowed(actor: Actor, filters: Filters, standing: Any) -> Iterable[ColumnElement[bool]]:
    """Reach, search, phase and hub, as conditions on the columns of a standing."""
    reach = access.reach(actor, Action.SEE_CHARTER)
    yield within(reach, standing.academy_id, standing.hub_id)
    for word in searchable(filters.words).split()[:MOST_WORDS]:
        yield standing.search_words.contains(word, autoescape=True)
    if filters.phase:
        yield standing.phase == filters.phase
    if filters.hub_id is not None:
        yield standing.hub_id == filters.hub_id


def _order(actor: Actor, filters: Filters, sort: Sort) -> list[Any]:
    by = _S.sort_name if sort.column == "academy" else letters.not_met(actor, filters.kind)
    way = by.desc() if sort.descending else by.asc()
    return [way, _S.sort_name, _S.academy_id]


def on_day(columns: Any, day: date) -> ColumnElement[bool]:
    """The periods of a standing that hold on a day."""
    return and_(columns.valid_from <= day, columns.valid_to > day)
