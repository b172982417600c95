"""One academy's hours over time, with the decisions behind them."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from flask import Blueprint
from werkzeug.wrappers import Response

from trust_inclusion.db import AnyRow
from trust_inclusion.domain import words
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.calendar import london_day
from trust_inclusion.domain.changes import State
from trust_inclusion.domain.standing import FOREVER
from trust_inclusion.services.changes import listing, over_time
from trust_inclusion.web import brief, change_rows
from trust_inclusion.web.brief import Drawing
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page
from trust_inclusion.web.layout import today

bp = Blueprint("change_history", __name__)


class Span(NamedTuple):
    """Days on which an academy's hours stayed the same, in words."""

    first: str
    last: str
    allocated: str
    formula: str
    gap: str
    gap_spoken: str


@bp.get("/academies/<int:urn>/changes")
@allow(Action.SEE_CHANGES)
def show(urn: int) -> Response:
    """Allocated against formula hours over time, and the academy's changes, latest first."""
    who, day = actor(), today()
    found = over_time.at(who, urn, day)
    proposed = [london_day(row.created_at) for row in found.changes]
    drawing = brief.drawing(found.timeline, day, min(proposed, default=None))
    decided = marks(found.timeline, found.changes, drawing) if drawing else []
    return page(
        "changes/history.html",
        academy=found.academy,
        opens=found.opens,
        drawing=drawing,
        marks=decided,
        label=label(drawing, decided) if drawing else "",
        spans=spans(found.timeline),
        rows=change_rows.in_words(found.changes, day),
        sees_value=listing.sees_value(who),
    )


def marks(
    timeline: Sequence[AnyRow], changes: Sequence[AnyRow], drawing: Drawing
) -> list[tuple[int, int, bool]]:
    """Decisions on the line of allocated hours, as (day number, minutes, whether approved).

    What was approved stands on its first day, what was rejected on the day of that.
    """
    found: list[tuple[int, int, bool]] = []
    for row in changes:
        approved = row.state == State.APPROVED
        if not approved and row.state != State.REJECTED:
            continue
        day = row.effective_on if approved else london_day(row.closed_at)
        period = next((one for one in timeline if one.valid_from <= day < one.valid_to), None)
        if period is not None and drawing.first <= day.toordinal() <= drawing.last:
            found.append((day.toordinal(), period.allocated_minutes, approved))
    return found


def label(drawing: Drawing, decided: Sequence[object]) -> str:
    """What a screen reader hears of the drawing."""
    first, last = drawing.allocated[0][1], drawing.allocated[-1][1]
    return (
        f"Allocated hours went from {words.hours(first)} to {words.hours(last)}, "
        f"with {words.count(len(decided), 'decision')}. The tables below give each."
    )


def spans(timeline: Sequence[AnyRow]) -> list[Span]:
    """The same figures joined, the latest first."""
    joined: list[tuple[date, date, AnyRow]] = []
    for row in timeline:
        if joined and joined[-1][1] == row.valid_from and _figures(joined[-1][2]) == _figures(row):
            joined[-1] = (joined[-1][0], row.valid_to, row)
        else:
            joined.append((row.valid_from, row.valid_to, row))
    return [
        Span(
            words.short_date(first),
            "open" if after == FOREVER else words.short_date(after - timedelta(days=1)),
            words.hours(row.allocated_minutes),
            words.hours_range(row.formula_minutes, row.formula_high_minutes),
            words.gap(row.gap_minutes),
            words.gap_in_words(row.gap_minutes),
        )
        for first, after, row in reversed(joined)
    ]


def _figures(row: AnyRow) -> tuple[int | None, ...]:
    return (
        row.allocated_minutes, row.formula_minutes, row.formula_high_minutes, row.gap_minutes,
    )  # fmt: skip
