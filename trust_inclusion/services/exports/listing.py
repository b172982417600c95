"""The academies list as a file: every row of a filter and sort, the columns the reader may see."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from trust_inclusion.db import db
from trust_inclusion.domain import words
from trust_inclusion.domain.academies import establishment_type
from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.pathway import Stages, Track, place_of
from trust_inclusion.services import academies as academies_service
from trust_inclusion.services import settings
from trust_inclusion.services.academies import Filters, Sort
from trust_inclusion.services.exports.table import Cell, Table, hours, thousandths


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of the file: the columns of the timeline it is made from, and how."""

    name: str
    reads: tuple[str, ...]
    value: Callable[[Any], Cell]

    def granted(self, actor: Actor) -> bool:
        return all(academies_service.granted(actor, name) for name in self.reads)


def _as_is(name: str, reads: str = "") -> _Column:
    source = reads or name
    return _Column(name, (source,), lambda row: getattr(row, source))


def _hours(name: str, reads: str) -> _Column:
    return _Column(name, (reads,), lambda row: hours(getattr(row, reads)))


def _high(row: Any) -> Cell:
    """The upper end of a range; the figure itself where there is no range."""
    high = row.formula_high_minutes
    return hours(row.formula_minutes if high is None else high)


COLUMNS: tuple[_Column, ...] = (
    _as_is("urn"),
    _as_is("academy", "name"),
    _Column("phase", ("phase",), lambda row: words.PHASES[row.phase]),
    _Column(
        "establishment_type", ("type_code",), lambda row: establishment_type(row.type_code).name
    ),
    _as_is("statutory_duty", "duty"),
    _as_is("hub", "hub_name"),
    _as_is("senco", "sencos"),
    # Vacant as the list's filter and tag mean it: somebody must be there by law and is not.
    _Column("vacant", ("vacant", "duty"), lambda row: bool(row.vacant and row.duty)),
    _as_is("acting"),
    _hours("allocated_hours", "allocated_minutes"),
    _hours("formula_hours", "formula_minutes"),
    _Column(
        "formula_hours_exact",
        ("exact_thousandths",),
        lambda row: thousandths(row.exact_thousandths),
    ),
    _hours("formula_low_hours", "formula_minutes"),
    _Column("formula_high_hours", ("formula_minutes", "formula_high_minutes"), _high),
    _as_is("budget_points"),
    _as_is("pupil_points"),
    _as_is("points"),
    _hours("mobility_hours", "mobility_minutes"),
    _hours("gap_hours", "gap_minutes"),
    _as_is("gap_status"),
    _hours("one_day_gap_hours", "one_day_gap_minutes"),
    _as_is("qualification_status"),
    _as_is("deadline"),
    _as_is("pay_point"),
    _as_is("school_stage"),
    _as_is("trust_stage"),
    _as_is("qualification_stage"),
    _as_is("conditions_not_met"),
    _as_is("open_change"),
)


STAGES = {
    "school_stage": Track.SCHOOL,
    "trust_stage": Track.TRUST,
    "qualification_stage": Track.QUALIFICATION,
}


def _as_places(column: _Column, stages: Stages) -> _Column:
    """A stage as its place in the trust's own order: the number that an import reads back."""
    if column.name not in STAGES:
        return column
    track, name = STAGES[column.name], column.name

    def place(row: Any) -> Cell:
        return place_of(stages, track, getattr(row, name))

    return replace(column, value=place)


def academies(actor: Actor, filters: Filters, sort: Sort, day: date) -> Table:
    """Every row of the academies list on `day`, in the list's order.

    A column that is not granted is absent; a cell beyond the reader's reach is blank. Raises
    Refused when filtering or sorting by a column without the grant.
    """
    stages = settings.pathway_stages()
    columns = [_as_places(column, stages) for column in COLUMNS if column.granted(actor)]
    names = list(dict.fromkeys(name for column in columns for name in column.reads))
    statement, values = academies_service.selected(actor, names, filters, sort, day)
    rows = db.session.execute(statement, values)
    return Table(
        tuple(column.name for column in columns),
        (tuple(column.value(row) for column in columns) for row in rows),
    )
