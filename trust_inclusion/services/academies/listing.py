"""The list of academies on a day, and how to find one: reads the timeline, works nothing out."""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain, repeat
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, func, null, select

from trust_inclusion.db import AnyRow, AnySelect, db
from trust_inclusion.domain import pathway
from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.calendar import academic_year_start
from trust_inclusion.domain.pathway import Track
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import kept, settings
from trust_inclusion.services.academies.columns import NULLABLE, TEXT, column, granted
from trust_inclusion.services.academies.narrowing import Filters, conditions, in_force

PAGE_LENGTH = 50

_S = Standing.__table__.c
# A list is asked for all day: its statements are written on plain columns and once, because
# building them and loading rows through the mapper costs more than the database does.
_PLACES = [f"place_{number}" for number in range(PAGE_LENGTH)]


@dataclass(frozen=True, slots=True)
class Sort:
    """A column of `SORTS` (see columns.py) and whether from the top down."""

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
        .where(*conditions(actor, filters))
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
        .where(*conditions(actor, filters))
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
    return select(_S.academy_id, *labelled).where(_S.academy_id.in_(wanted), *in_force())


def on_day(day: date) -> ColumnElement[bool]:
    """The periods that hold on `day`."""
    return and_(Standing.valid_from <= day, Standing.valid_to > day)


def _days(day: date) -> dict[str, date]:
    """What the statements of the list ask for by name."""
    return {"day": day, "year": academic_year_start(day)}


def _order(actor: Actor, sort: Sort) -> list[Any]:
    by = column(actor, sort.column)
    if sort.column in TEXT:
        by = func.lower(func.nullif(by, ""))
    if sort.column == "stage":
        # A stage keeps its code for ever; its place in the track is the trust's to change.
        here = pathway.of_track(settings.pathway_stages(), Track.SCHOOL)
        places = {stage.code: place for place, stage in enumerate(here)}
        by = case(places, value=by, else_=None) if places else null()
    way = by.desc() if sort.descending else by.asc()
    if sort.column in NULLABLE:
        way = way.nulls_last()
    last = [] if sort.column == "academy" else [_S.sort_name]
    return [way, *last, _S.academy_id]
