"""The list of academies on a day, and how to find one: reads the timeline, works nothing out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from trust_inclusion.db import AnyRow, AnySelect, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Refused
from trust_inclusion.domain.calendar import academic_year_start
from trust_inclusion.domain.names import searchable
from trust_inclusion.models.academies import Academy, Hub
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import audit, places, standing
from trust_inclusion.services.places import within

PAGE_LENGTH = 50
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; None or "" is no narrowing."""

    words: str = ""
    phase: str = ""
    hub_id: int | None = None
    gap: str = ""
    qualification: str = ""
    post: str = ""
    """`vacant`, `acting` or `absent`."""
    not_reviewed: bool = False

    @property
    def count(self) -> int:
        """How many filters are on, the search not counted."""
        chosen = (self.phase, self.hub_id, self.gap, self.qualification, self.post)
        return sum(1 for one in chosen if one) + int(self.not_reviewed)


@dataclass(frozen=True, slots=True)
class Sort:
    """A column of `SORTS` and whether from the top down."""

    column: str = "academy"
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many academies the filters leave, and how they stand. `in_scope` carry the duty."""

    total: int = 0
    by_status: dict[str, int] = field(default_factory=dict[str, int])

    @property
    def in_scope(self) -> int:
        return self.total - self.by_status.get("not_applicable", 0)


SORTS: dict[str, Any] = {
    "academy": Standing.sort_name,
    "phase": Standing.phase,
    "hub": Standing.hub_name,
    "senco": Standing.sencos,
    "allocated": Standing.allocated_minutes,
    "formula": Standing.formula_minutes,
    "gap": Standing.gap_minutes,
    "qualification": Standing.qualification,
    "pay": Standing.pay_point,
    "stage": Standing.school_stage,
}
"""Columns a list may be sorted by. Those of `GRANTED` need the reader's grant."""

GRANTED: dict[str, Action] = {
    "qualification": Action.SEE_QUALIFICATION,
    "qualification_status": Action.SEE_QUALIFICATION,
    "pay_point": Action.SEE_PAY,
    "pay": Action.SEE_PAY,
    "school_stage": Action.SEE_PATHWAY,
    "trust_stage": Action.SEE_PATHWAY,
    "qualification_stage": Action.SEE_PATHWAY,
    "stage": Action.SEE_PATHWAY,
    "last_reviewed_on": Action.SEE_REVIEWS,
}
_WHERE = (Standing.academy_id, Standing.hub_id)
_NULLABLE = {"hub", "formula", "gap", "pay", "stage", "qualification", "senco"}
_TEXT = {"hub", "pay", "qualification", "senco"}
"""Of these, blank is nothing too."""


def granted(actor: Actor, column: str) -> bool:
    """Whether the reader may see this column of the list for at least one academy."""
    action = GRANTED.get(column)
    return action is None or access.reach(actor, action).any_academy


def column(actor: Actor, name: str) -> Any:
    """A column of the list as this reader may see it: blank where their grant does not reach.

    The same expression serves showing, sorting and filtering, so that none tells more than
    another. Raises Refused without the grant.
    """
    attribute = SORTS.get(name) if name in SORTS else getattr(Standing, name)
    action = GRANTED.get(name)
    if action is None:
        return attribute
    reach = access.reach(actor, action)
    if not reach.any_academy:
        raise Refused("You do not have access to this column.")
    if reach == access.reach(actor, Action.SEE_ACADEMY):
        return attribute
    return case((within(reach, *_WHERE), attribute), else_=None)


def selected(
    actor: Actor, names: Sequence[str], filters: Filters, sort: Sort, day: date
) -> AnySelect:
    """The rows of the list on `day`, in order: the one query behind page, CSV and XLSX."""
    columns = [column(actor, name).label(name) for name in names]
    return (
        select(Standing.academy_id, *columns)
        .where(*_conditions(actor, filters, day))
        .order_by(*_order(actor, sort))
    )


def page(
    actor: Actor, names: Sequence[str], filters: Filters, sort: Sort, *, number: int, day: date
) -> Sequence[AnyRow]:
    """One page of the list, `number` from 1."""
    query = selected(actor, names, filters, sort, day)
    return db.session.execute(query.limit(PAGE_LENGTH).offset((number - 1) * PAGE_LENGTH)).all()


def counts(actor: Actor, filters: Filters, day: date) -> Counts:
    """How many academies the filters leave, by how they stand against the benchmark."""
    rows = db.session.execute(
        select(Standing.gap_status, func.count())
        .where(*_conditions(actor, filters, day))
        .group_by(Standing.gap_status)
    ).all()
    by_status = {row[0]: row[1] for row in rows}
    return Counts(sum(by_status.values()), by_status)


def hubs(actor: Actor) -> list[tuple[int, str]]:
    """The hubs of the academies within the reader's reach, by name."""
    reach = access.reach(actor, Action.SEE_ACADEMY)
    query = select(Hub.id, Hub.name).order_by(Hub.name)
    if not reach.everything:
        mine = select(Academy.hub_id).where(within(reach, Academy.id, Academy.hub_id))
        query = query.where(Hub.id.in_(mine))
    return [(row.id, row.name) for row in db.session.execute(query)]


def on_day(day: date) -> ColumnElement[bool]:
    """The periods that hold on `day`."""
    return and_(Standing.valid_from <= day, Standing.valid_to > day)


def _conditions(actor: Actor, filters: Filters, day: date) -> list[ColumnElement[bool]]:
    reach = access.reach(actor, Action.SEE_ACADEMY)
    found = [on_day(day)]
    if not reach.everything:
        found.append(within(reach, *_WHERE))
    words = searchable(filters.words).split()[:MOST_WORDS]
    found.extend(Standing.search_words.contains(word, autoescape=True) for word in words)
    if filters.phase:
        found.append(Standing.phase == filters.phase)
    if filters.hub_id is not None:
        found.append(Standing.hub_id == filters.hub_id)
    if filters.gap:
        found.append(Standing.gap_status == filters.gap)
    if filters.qualification:
        found.append(column(actor, "qualification_status") == filters.qualification)
    if filters.post:
        found.append(_POST[filters.post])
    if filters.not_reviewed:
        last = column(actor, "last_reviewed_on")
        found.append(within(access.reach(actor, Action.SEE_REVIEWS), *_WHERE))
        found.append(or_(last.is_(None), last < academic_year_start(day)))
    return found


_POST: dict[str, ColumnElement[bool]] = {
    "vacant": and_(Standing.vacant, Standing.duty),
    "acting": Standing.acting.is_(True),
    "absent": Standing.absent.is_(True),
}


def _order(actor: Actor, sort: Sort) -> list[Any]:
    by = column(actor, sort.column)
    if sort.column in _TEXT:
        by = func.lower(func.nullif(by, ""))
    way = by.desc() if sort.descending else by.asc()
    if sort.column in _NULLABLE:
        way = way.nulls_last()
    last = [] if sort.column == "academy" else [Standing.sort_name]
    return [way, *last, Standing.academy_id]


def set_hub(actor: Actor, urn: int, name: str, *, version: int, now: datetime) -> None:
    """Put an academy into the hub of this name (made when new), or into none when blank.

    Raises Changed when somebody saved the academy after `version` was shown.
    """
    academy = places.academy(actor, Action.SET_HUB, urn)
    places.same_version(academy.version, version)
    before = academy.hub_id
    academy.hub = _hub_named(name.strip()) if name.strip() else None
    places.flush()
    audit.record(
        actor, "hub_set", "academy", academy.id, now=now, academy_id=academy.id,
        before={"hub_id": before}, after={"hub_id": academy.hub_id},
    )  # fmt: skip
    standing.rebuild([academy.id])


def _hub_named(name: str) -> Hub:
    # SQLite's lower() knows no letters beyond ASCII; a trust has a handful of hubs.
    hubs = db.session.scalars(select(Hub)).all()
    hub = next((hub for hub in hubs if hub.name.casefold() == name.casefold()), None)
    if hub is None:
        hub = Hub(name=name)
        db.session.add(hub)
    return hub
