"""Posts with their pay as a file: every row of the list's filter and order, within the reader's
reach for pay."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from trust_inclusion.domain import words
from trust_inclusion.domain.access import Actor, Refused
from trust_inclusion.domain.pay import WHOLE, of_full_time
from trust_inclusion.services import pay_tables
from trust_inclusion.services.exports.table import Cell, Table, pounds
from trust_inclusion.services.pay import listing, people
from trust_inclusion.services.pay.listing import Mark, Wanted
from trust_inclusion.services.pay.people import PaidPost
from trust_inclusion.services.pay_tables import Held

COLUMNS = (
    "urn", "academy", "phase", "hub", "post_kind", "post_title", "person_name", "pay_from",
    "pay_area", "pay_scale", "pay_point", "top_point", "full_time_salary_gbp", "salary_year",
    "salary_basis", "full_time_fraction", "salary_gbp", "tlr", "tlr_gbp", "second_tlr",
    "second_tlr_gbp", "sen_allowance_gbp", "warnings",
)  # fmt: skip


def paid(actor: Actor, wanted: Wanted, day: date, *, revision: int | None = None) -> Table:
    """Every post of the list on `day`, in its order.

    `full_time_fraction` is of 1; `salary_gbp` the salary at it, blank where it is not known;
    allowances at full value; `warnings` are codes. Raises Refused without the grant to see pay.
    """
    if not people.sees_any(actor):
        raise Refused("You do not have access to do this.")
    known = pay_tables.held(revision)
    marks = listing.whole(actor, day, revision=revision).marks
    ids = listing.view(actor, wanted, day, revision=revision)
    return Table(COLUMNS, _rows(actor, ids, day, known, marks))


def _rows(
    actor: Actor, ids: listing.Ids, day: date, known: Held, marks: dict[int, Mark]
) -> Iterator[tuple[Cell, ...]]:
    for one in listing.every(actor, ids, day):
        yield _cells(one, day, known, marks[one.id])


def _cells(one: PaidPost, day: date, known: Held, mark: Mark) -> tuple[Cell, ...]:
    row = one.row
    salary = known.table.in_force(day, one.paid.at)
    fraction = one.paid.fraction
    part = None if salary is None or fraction is None else of_full_time(salary.pence, fraction)
    return (
        row.urn, row.academy, words.PHASES.get(one.phase), row.hub, row.kind, row.title, row.person,
        row.starts_on, row.area, row.scale, row.point, row.top_point,
        pounds(salary.pence) if salary else None, salary.year if salary else None,
        salary.basis if salary else None, _of_one(fraction), pounds(part), row.tlr,
        pounds(row.tlr_pence), row.second_tlr, pounds(row.second_tlr_pence),
        pounds(row.sen_allowance_pence), "; ".join(dict.fromkeys(code for code, _ in mark.signs)),
    )  # fmt: skip


def _of_one(fraction: int | None) -> Decimal | None:
    return None if fraction is None else Decimal(fraction) / WHOLE
