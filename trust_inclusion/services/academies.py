"""The list of academies on a day, and how to find one: reads the timeline, works nothing out."""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain, repeat
from string import digits
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    or_,
    select,
)

from trust_inclusion.db import AnyRow, AnySelect, db
from trust_inclusion.domain import access, pathway
from trust_inclusion.domain.access import Action, Actor, Refused
from trust_inclusion.domain.calendar import academic_year_start
from trust_inclusion.domain.names import searchable
from trust_inclusion.domain.pathway import Track
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import kept, settings
from trust_inclusion.services.places import within

PAGE_LENGTH = 50
MOST_WORDS = 8

_S = Standing.__table__.c
# A list is asked for all day: its statements are written on plain columns and once, because
# building them and loading rows through the mapper costs more than the database does.
_DAY = bindparam("day", type_=Date())
_YEAR = bindparam("year", type_=Date())
_PLACES = [f"place_{number}" for number in range(PAGE_LENGTH)]


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
    change: str = ""
    """`any`, `none` or the state of the open change of hours that has come furthest."""
    pay: str = ""
    """A pay point, such as U3; letters alone are every point that begins with them, as U is."""
    stage: str = ""
    """The code of a stage of the pathway in a school, or `none`."""
    unmet: str = ""
    """How many conditions are not met: `none`, or a least number such as 5."""

    @property
    def count(self) -> int:
        """How many filters are on, the search not counted."""
        chosen = (
            self.phase, self.hub_id, self.gap, self.qualification, self.post, self.change,
            self.pay, self.stage, self.unmet,
        )  # fmt: skip
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
    "academy": _S.sort_name,
    "phase": _S.phase,
    "hub": _S.hub_name,
    "senco": _S.sencos,
    "allocated": _S.allocated_minutes,
    "formula": _S.formula_minutes,
    "gap": _S.gap_minutes,
    "qualification": _S.qualification,
    "pay": _S.pay_point,
    "stage": _S.school_stage,
    "unmet": _S.conditions_not_met,
    "change": _S.open_change,
}
"""Columns a list may be sorted by. Those of `GRANTED` need the reader's grant."""

GRANTED: dict[str, Action] = {
    "qualification": Action.SEE_QUALIFICATION,
    "qualification_status": Action.SEE_QUALIFICATION,
    "deadline": Action.SEE_QUALIFICATION,
    "pay_point": Action.SEE_PAY,
    "pay": Action.SEE_PAY,
    "school_stage": Action.SEE_PATHWAY,
    "trust_stage": Action.SEE_PATHWAY,
    "qualification_stage": Action.SEE_PATHWAY,
    "stage": Action.SEE_PATHWAY,
    "conditions_not_met": Action.SEE_CHARTER,
    "unmet": Action.SEE_CHARTER,
    "last_reviewed_on": Action.SEE_REVIEWS,
    "open_change": Action.SEE_CHANGES,
    "change": Action.SEE_CHANGES,
}
_WHERE = (_S.academy_id, _S.hub_id)
_NULLABLE = {"hub", "formula", "gap", "pay", "stage", "qualification", "senco", "change",
             "unmet"}  # fmt: skip
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
    if name in ("conditions_not_met", "unmet"):
        attribute = _unmet(actor)
    else:
        attribute = SORTS[name] if name in SORTS else _S[name]
    action = GRANTED.get(name)
    if action is None:
        return attribute
    reach = access.reach(actor, action)
    if not reach.any_academy:
        raise Refused("You do not have access to this column.")
    if reach == access.reach(actor, Action.SEE_ACADEMY):
        return attribute
    return case((within(reach, *_WHERE), attribute), else_=None)


def _unmet(actor: Actor) -> Any:
    """How many conditions are not met, of those this reader may see: where they may not see pay,
    those that tell of it are not counted."""
    pay = access.reach(actor, Action.SEE_PAY)
    beside = _S.conditions_not_met_beside_pay
    if pay.everything:
        return _S.conditions_not_met
    if not pay.any_academy:
        return beside
    return case((within(pay, *_WHERE), _S.conditions_not_met), else_=beside)


def stages(revision: int | None) -> pathway.Stages:
    """The stages of the trust's pathway: kept until `revision` rises."""
    return kept.until_changed(revision, "pathway stages", settings.pathway_stages)


def selected(
    actor: Actor, names: Sequence[str], filters: Filters, sort: Sort, day: date
) -> tuple[AnySelect, dict[str, date]]:
    """Every row of the list on `day`, in order, as files take it: the statement and its values."""
    columns = [column(actor, name).label(name) for name in names]
    statement = (
        select(_S.academy_id, *columns)
        .where(*_conditions(actor, filters))
        .order_by(*_order(actor, sort))
    )
    return statement, _days(day)


@dataclass(frozen=True, slots=True)
class View:
    """The academies that filters leave, in order, by id; and how they stand."""

    ids: Sequence[int]
    counts: Counts


def view(actor: Actor, filters: Filters, sort: Sort, day: date, *, revision: int | None) -> View:
    """Which academies the list shows, in which order: kept until `revision` rises (see kept.py)."""
    key = ("academies", actor.holdings, actor.person_id, filters, sort, day)
    return kept.until_changed(revision, key, lambda: _worked_out(actor, filters, sort, day))


def _worked_out(actor: Actor, filters: Filters, sort: Sort, day: date) -> View:
    statement = (
        select(_S.academy_id, _S.gap_status)
        .where(*_conditions(actor, filters))
        .order_by(*_order(actor, sort))
    )
    rows = db.session.execute(statement, _days(day)).all()
    by_status = Counter(status for _, status in rows)
    return View(array("i", [row[0] for row in rows]), Counts(len(rows), dict(by_status)))


def page(actor: Actor, names: Sequence[str], ids: Sequence[int], day: date) -> list[AnyRow]:
    """The rows of at most PAGE_LENGTH academies, in the order of `ids`.

    A column that this reader may not see is not read: it is None in every row.
    """
    values = dict(zip(_PLACES, chain(ids, repeat(NO_ACADEMY)), strict=False)) | {"day": day}
    rows = db.session.execute(_rows(actor, tuple(names)), values).all()
    places_of = {academy_id: number for number, academy_id in enumerate(ids)}
    return sorted(rows, key=lambda row: places_of[row[0]])


NO_ACADEMY = -1


@lru_cache(maxsize=256)
def _rows(actor: Actor, names: tuple[str, ...]) -> AnySelect:
    columns = [column(actor, name) if granted(actor, name) else null() for name in names]
    wanted = [bindparam(place, type_=Integer()) for place in _PLACES]
    labelled = [one.label(name) for one, name in zip(columns, names, strict=True)]
    return select(_S.academy_id, *labelled).where(_S.academy_id.in_(wanted), *_on_day())


def on_day(day: date) -> ColumnElement[bool]:
    """The periods that hold on `day`."""
    return and_(Standing.valid_from <= day, Standing.valid_to > day)


def _on_day() -> tuple[ColumnElement[bool], ...]:
    return _S.valid_from <= _DAY, _S.valid_to > _DAY


def _days(day: date) -> dict[str, date]:
    """What the statements of the list ask for by name."""
    return {"day": day, "year": academic_year_start(day)}


def _conditions(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    reach = access.reach(actor, Action.SEE_ACADEMY)
    found = [*_on_day()]
    if not reach.everything:
        found.append(within(reach, *_WHERE))
    words = searchable(filters.words).split()[:MOST_WORDS]
    found.extend(_S.search_words.contains(word, autoescape=True) for word in words)
    if filters.phase:
        found.append(_S.phase == filters.phase)
    if filters.hub_id is not None:
        found.append(_S.hub_id == filters.hub_id)
    if filters.gap:
        found.append(_S.gap_status == filters.gap)
    if filters.qualification:
        found.append(column(actor, "qualification_status") == filters.qualification)
    if filters.post:
        found.append(_POST[filters.post])
    if filters.not_reviewed:
        last = column(actor, "last_reviewed_on")
        found.append(within(access.reach(actor, Action.SEE_REVIEWS), *_WHERE))
        found.append(or_(last.is_(None), last < _YEAR))
    found.extend(_of_columns(actor, filters))
    return found


def _of_columns(actor: Actor, filters: Filters) -> Iterator[ColumnElement[bool]]:
    """What a filter asks of columns that need a grant."""
    if filters.change:
        yield _of_change(actor, filters.change)
    if filters.pay:
        yield _of_pay(actor, filters.pay)
    if filters.stage:
        yield _of_stage(actor, filters.stage)
    if filters.unmet:
        unmet = column(actor, "conditions_not_met")
        yield unmet == 0 if filters.unmet == "none" else unmet >= int(filters.unmet)


def _of_pay(actor: Actor, wanted: str) -> ColumnElement[bool]:
    """Of several SENCOs one is enough: their points stand with "; " between them."""
    held = func.upper(literal("; ").concat(column(actor, "pay_point")).concat(";"))
    point = f"; {wanted.upper()}"
    asked = [f"{point};", *(f"{point}{digit}" for digit in digits if wanted.isalpha())]
    return or_(*(held.contains(one, autoescape=True) for one in asked))


def _of_stage(actor: Actor, wanted: str) -> ColumnElement[bool]:
    stage = column(actor, "school_stage")
    if wanted == "none":
        reach = within(access.reach(actor, Action.SEE_PATHWAY), *_WHERE)
        return and_(stage.is_(None), _S.vacant.is_(False), reach)
    return stage == int(wanted)


def _of_change(actor: Actor, wanted: str) -> ColumnElement[bool]:
    state = column(actor, "open_change")
    if wanted == "any":
        return state.is_not(None)
    if wanted == "none":
        # Not where the reader cannot know of one.
        return and_(state.is_(None), within(access.reach(actor, Action.SEE_CHANGES), *_WHERE))
    return state == wanted


_POST: dict[str, ColumnElement[bool]] = {
    "vacant": and_(_S.vacant, _S.duty),
    "acting": _S.acting.is_(True),
    "absent": _S.absent.is_(True),
}


def _order(actor: Actor, sort: Sort) -> list[Any]:
    by = column(actor, sort.column)
    if sort.column in _TEXT:
        by = func.lower(func.nullif(by, ""))
    if sort.column == "stage":
        # A stage keeps its code for ever; its place in the track is the trust's to change.
        here = pathway.of_track(settings.pathway_stages(), Track.SCHOOL)
        places = {stage.code: place for place, stage in enumerate(here)}
        by = case(places, value=by, else_=None) if places else null()
    way = by.desc() if sort.descending else by.asc()
    if sort.column in _NULLABLE:
        way = way.nulls_last()
    last = [] if sort.column == "academy" else [_S.sort_name]
    return [way, *last, _S.academy_id]
