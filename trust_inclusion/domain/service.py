"""Spells of service as a SENCO at relevant schools: when they pass twelve months, and where an
unbroken run of them began.

Relevant schools are mainstream schools and academies and maintained nursery schools in England;
service elsewhere is not given to these functions. Both ends of a spell are days served, a day in
two spells counts once, and part-time service counts as any other (regulation 49 is silent on it).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from trust_inclusion.domain.calendar import days_after, years_after
from trust_inclusion.domain.law import LAW_DAY


@dataclass(frozen=True, slots=True)
class Spell:
    """Service from `started_on` to `ended_on`, a last day; None is still running.

    A spell with no known start, or that ends before it starts, counts for nothing: an exemption
    is never built on a record that cannot be right.
    """

    started_on: date | None
    ended_on: date | None = None

    def has_days(self) -> bool:
        """Whether any day was served."""
        return self.started_on is not None and (
            self.ended_on is None or self.started_on <= self.ended_on
        )


def first_day(spells: Iterable[Spell]) -> date | None:
    """The first day served in any of `spells`; None when there is none."""
    return min((start for start, _ in _days(spells)), default=None)


def passes_twelve_months_on(spells: Iterable[Spell]) -> date | None:
    """The first day before which more than twelve months were served; None when never.

    Twelve months are the days of the twelve calendar months that begin on the first day served:
    1 September 2024 to 31 August 2025 is exactly twelve, so not more. Running spells are taken
    to run on, so the day may lie in the future. Source: regulation 49(4), "a total period of more
    than twelve months"; how days are counted is the rulebook's (1.5).
    """
    stretches = _joined(spells)
    if not stretches:
        return None
    first = stretches[0][0]
    needed = _after_twelve_months(first).toordinal() - first.toordinal() + 1
    for start, end in stretches:
        length = end.toordinal() - start.toordinal() + 1
        if length >= needed:
            passed = start.toordinal() + needed
            return date.fromordinal(passed) if passed <= date.max.toordinal() else None
        needed -= length
    return None


def run_began_on(started_on: date, earlier: Iterable[Spell]) -> date:
    """The first day of the unbroken run of service that led to a start on `started_on`.

    A spell belongs to the run if it began after 1 September 2009 and no more than twelve months
    without service lie between it and the run (the product's reading: rulebook 1.3). Days out of
    service are counted like days in it, so a spell to 31 August joins a start on 1 September of
    the next year: the safe side, because an earlier start gives an earlier deadline.
    """
    spells = [(start, end) for start, end in _days(earlier) if start > LAW_DAY]
    began = started_on
    while reached := [start for start, end in spells if start < began and _reaches(end, began)]:
        began = min(reached)
    return began


def _reaches(last: date, began: date) -> bool:
    return began <= _after_twelve_months(days_after(last, 1))


def _after_twelve_months(first: date) -> date:
    """The day after the twelve calendar months that begin on `first`.

    Those of a 29 February run to the end of the next February, 366 days: nobody is exempt, and
    no run is broken, for want of a day in the calendar.
    """
    day = years_after(first, 1)
    return day if day.day == first.day else days_after(day, 1)


def _days(spells: Iterable[Spell]) -> list[tuple[date, date]]:
    """First and last days, the last day of the calendar for what is still running."""
    return [
        (spell.started_on, spell.ended_on or date.max)
        for spell in spells
        if spell.started_on is not None and spell.has_days()
    ]


def _joined(spells: Iterable[Spell]) -> list[tuple[date, date]]:
    """The same days as stretches that do not overlap, oldest first."""
    joined: list[tuple[date, date]] = []
    for start, end in sorted(_days(spells)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
