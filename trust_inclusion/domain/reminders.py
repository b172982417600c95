"""Which reminders have become due by a day, of dates that the trust has to keep.

A reminder is due on one day and put out once, on the first run on that day or after it. Where a
later one of the same kind has become due meanwhile, only the latest is put out: after a week, or a
year, without a run nobody gets a pile of letters, and nobody is left without one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trust_inclusion.domain.calendar import (
    academic_year_start,
    days_after,
    months_after,
    years_after,
)
from trust_inclusion.domain.clocks import NO_SENCO
from trust_inclusion.domain.qualification_facts import Status

MONTHS_BEFORE_DEADLINE = (12, 6, 3, 1)
DAYS_BEFORE_LATEST_START = (60, 14)
WEEK = 7
MONTHS_TO_CONFIRM = (9, 10, 11, 12, 1, 2, 3, 4, 5, 6, 7)
"""On the first of each, until it is done: nobody is written to about it in August."""


class Kind(StrEnum):
    """What a reminder is about; of each kind only the latest due one is put out."""

    NO_SENCO = "no_senco"
    OVERDUE = "overdue"
    DEADLINE = "deadline"
    LATEST_START = "latest_start"
    OUTCOME = "outcome"
    QTLS = "qtls"
    CONFIRMATION = "confirmation"
    UNCONFIRMED = "unconfirmed"


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that became due on `due_on`, of the day `about`."""

    kind: Kind
    due_on: date
    about: date


def of_clock(
    status: str,
    since: date,
    deadline: date | None,
    latest_start: date | None,
    projected_outcome: date | None,
    day: date,
) -> list[Due]:
    """What is due by `day` of one appointment, or of an academy without a SENCO since `since`.

    12, 6, 3 and 1 months before the deadline, 60 and 14 days before the latest safe start, on the
    expected day of the outcome; every week from the day after a deadline on, and while there is no
    SENCO.
    """
    if status == NO_SENCO:
        return _some(_weekly(Kind.NO_SENCO, since, since, day))
    overdue = status == Status.OVERDUE and deadline is not None
    found: list[Due | None] = []
    if overdue and deadline is not None:
        found.append(_weekly(Kind.OVERDUE, days_after(deadline, 1), deadline, day))
    elif deadline is not None:
        steps = [months_after(deadline, -months) for months in MONTHS_BEFORE_DEADLINE]
        found.append(_latest(Kind.DEADLINE, steps, deadline, day))
    if latest_start is not None and not overdue:
        steps = [days_after(latest_start, -days) for days in DAYS_BEFORE_LATEST_START]
        found.append(_latest(Kind.LATEST_START, steps, latest_start, day))
    if projected_outcome is not None:
        found.append(_latest(Kind.OUTCOME, [projected_outcome], projected_outcome, day))
    return _some(*found)


def of_person(qtls_recheck_on: date | None, confirmed_for: date | None, day: date) -> list[Due]:
    """What is due by `day` of a SENCO's own record, whatever the academy.

    On the day of the QTLS re-check and every year after it until a new day is recorded; on
    1 September and the first of each month after it, until the record is confirmed for that school
    year (`confirmed_for` is the 1 September of the last year that was).
    """
    found: list[Due | None] = []
    if qtls_recheck_on is not None:
        found.append(_latest(Kind.QTLS, _every_year(qtls_recheck_on, day), qtls_recheck_on, day))
    year = academic_year_start(day)
    if confirmed_for is None or confirmed_for < year:
        found.append(_latest(Kind.CONFIRMATION, _to_confirm(year), year, day))
    return _some(*found)


def of_trust(day: date) -> list[Due]:
    """What is due by `day` of the whole trust: to tell how many records wait to be confirmed.

    On the first of each month from 1 October, when each SENCO has had a month to do it.
    """
    year = academic_year_start(day)
    return _some(_latest(Kind.UNCONFIRMED, _to_confirm(year)[1:], year, day))


def _to_confirm(year: date) -> list[date]:
    return [date(year.year + (month < year.month), month, 1) for month in MONTHS_TO_CONFIRM]


def _every_year(first: date, day: date) -> list[date]:
    """`first` and its last anniversary by `day`."""
    passed = day.year - first.year
    return [first, *(years_after(first, years) for years in (passed - 1, passed) if years > 0)]


def _latest(kind: Kind, steps: Iterable[date], about: date, day: date) -> Due | None:
    reached = max((step for step in steps if step <= day), default=None)
    return None if reached is None else Due(kind, reached, about)


def _weekly(kind: Kind, first: date, about: date, day: date) -> Due | None:
    if day < first:
        return None
    return Due(kind, days_after(first, (day - first).days // WEEK * WEEK), about)


def _some(*found: Due | None) -> list[Due]:
    return [due for due in found if due is not None]
