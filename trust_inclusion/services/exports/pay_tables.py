"""Pay tables out: a year's rows as the import's columns, and what a year does to each post."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal

from trust_inclusion.domain import access, templates
from trust_inclusion.domain.access import Action, Actor, Refused
from trust_inclusion.domain.pay import Salary
from trust_inclusion.domain.pay_tables import PayTable, Place, area_of, year_of
from trust_inclusion.services import pay_tables
from trust_inclusion.services.exports.table import Cell, Table, pounds
from trust_inclusion.services.pay import rolling
from trust_inclusion.services.pay.rolling import Rolled
from trust_inclusion.services.pay.tables import SPINE, SPINE_POINTS
from trust_inclusion.services.places import NotThere

ROLLED = (
    "academic_year", "urn", "academy", "post", "person", "area", "scale", "point",
    "salary_before_gbp", "year_before", "salary_after_gbp", "rise_gbp", "basis",
    "full_time_fraction", "paid_before_gbp", "paid_after_gbp", "paid_rise_gbp", "unchanged",
)  # fmt: skip
"""`paid_…`: at the part of full time, blank where it is not recorded."""


def pay_template(actor: Actor, year: str, area: str, *, revision: int | None) -> Table:
    """A year's table of one area to fill in and bring back: every point that a year has, and the
    leadership spine, the salary blank where this year has none.

    For whoever sees anybody's pay. Raises Refused, NotThere.
    """
    if not access.may_anywhere(actor, Action.SEE_PAY):
        raise Refused("You do not have access to do this.")
    try:
        wanted, at = year_of(year), area_of(area)
    except ValueError as error:
        raise NotThere(str(error)) from None
    return Table(templates.PAY, _to_fill_in(pay_tables.table(revision), wanted, at))


def rolled(actor: Actor, table: PayTable, year: str, today: date) -> Table:
    """Every post whose pay the reader may see, under a year's table. Raises Refused."""
    found = rolling.rolled(actor, table, year, today)
    return Table(ROLLED, (_rolled(year, one) for one in found))


def _to_fill_in(table: PayTable, year: str, area: str) -> Iterator[tuple[Cell, ...]]:
    """In the order of the tables: a spine's points stand among those that are published."""
    spine = (Salary(year, area, SPINE, point, 0, "", "") for point in SPINE_POINTS)
    of_area = (replace(row, year=year) for row in table.rows if row.area == area)
    for row in PayTable((*spine, *of_area)).rows:
        held = table.salary(year, Place(area, row.scale, row.point))
        figures = (pounds(held.pence), held.basis, held.source) if held else (None, None, None)
        yield (year, area, row.scale, row.point, *figures)


def _rolled(year: str, one: Rolled) -> tuple[Cell, ...]:
    row, at = one.post.row, one.post.paid.at
    before, after = one.moved.before, one.moved.after
    return (
        *(year, row.urn, row.academy, row.title, row.person),
        *(at.area or None, at.scale or None, at.point or None),
        *(pounds(one.before), before.year if before else None, pounds(one.after)),
        *(pounds(one.rise), after.basis if after else None),
        None if one.fraction is None else Decimal(one.fraction).scaleb(-4).normalize(),
        *(pounds(one.part_before), pounds(one.part_after), pounds(one.part_rise)),
        one.moved.unchanged,
    )
