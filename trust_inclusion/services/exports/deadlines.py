"""The list of deadlines as a file: every row of its filters, the most urgent first."""

from datetime import date

from trust_inclusion.db import AnyRow
from trust_inclusion.domain.access import Actor
from trust_inclusion.services import deadlines as deadlines_service
from trust_inclusion.services.deadlines import Filters
from trust_inclusion.services.exports.table import Cell, Table

COLUMNS = (
    "urn", "academy", "person", "role_started_on", "eligibility", "eligibility_reasons", "status",
    "due_soon", "deadline", "latest_start", "days_left", "course", "course_started_on",
    "projected_outcome", "outcome_late", "evidence_checked_on",
)  # fmt: skip


def deadlines(actor: Actor, filters: Filters, day: date) -> Table:
    """Every running clock on `day` within the reader's reach.

    An academy under the duty with no designated SENCO is a row with status `no_senco` and no
    person. `days_left` is negative once a deadline has passed.
    """
    rows = deadlines_service.every(actor, filters, day)
    return Table(COLUMNS, (_cells(row, day) for row in rows))


def _cells(row: AnyRow, day: date) -> tuple[Cell, ...]:
    left = None if row.deadline is None else (row.deadline - day).days
    return (
        row.urn, row.academy, row.person, row.role_started_on, row.eligibility or None,
        row.eligibility_reasons or None, row.status, row.due_soon, row.deadline, row.latest_start,
        left, row.course, row.course_started_on, row.projected_outcome, row.outcome_late,
        row.evidence_checked_on,
    )  # fmt: skip
