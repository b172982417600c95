"""Cover taken from SENCO time and time given back: a ledger with the balance owed.

Source: NUT SENCO Charter (time taken for cover must be given back; rulebook 2.6), a county's advice
to heads, tip 3. Minutes. The oldest time taken is given back first, so that each hour owed has its
date. The charter's cap of 38 hours is law of 2004 and no longer stands, so it is not applied.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trust_inclusion.domain.calendar import years_after
from trust_inclusion.domain.words import count, hours_and_minutes, long_date

MOST_A_DAY = 10 * 60
"""Minutes in one entry: no school day is longer."""
EARLIEST_YEARS = 2
"""Entries older than this are history, not time owed, and are refused as mistyped."""


class Way(StrEnum):
    TAKEN = "taken"
    GIVEN_BACK = "given_back"


@dataclass(frozen=True, slots=True)
class Entry:
    """Time taken for cover, or given back, on a day. `number` orders entries of one day."""

    on: date
    way: Way
    minutes: int
    number: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """An entry with the balance owed after it, in minutes."""

    entry: Entry
    owed: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """Sums in minutes up to a day. `open` is what is still owed by the day it was taken, oldest
    first; together they are `owed`."""

    taken: int
    given_back: int
    lines: tuple[Line, ...]
    open: tuple[tuple[date, int], ...]

    @property
    def owed(self) -> int:
        return self.taken - self.given_back


def work_out(entries: Iterable[Entry], day: date) -> Ledger:
    """The ledger as at the end of `day`, oldest entry first; later entries are left out.

    On one day what was taken comes before what was given back.
    """
    lines: list[Line] = []
    unpaid: list[tuple[date, int]] = []
    taken = given_back = 0
    for entry in _in_order(entries, day):
        if entry.way is Way.TAKEN:
            taken += entry.minutes
            unpaid.append((entry.on, entry.minutes))
        else:
            given_back += entry.minutes
            unpaid = _paid(unpaid, entry.minutes)
        lines.append(Line(entry, taken - given_back))
    return Ledger(taken, given_back, tuple(lines), tuple(unpaid))


def _in_order(entries: Iterable[Entry], day: date) -> list[Entry]:
    kept = [entry for entry in entries if entry.on <= day]
    return sorted(kept, key=lambda one: (one.on, one.way is not Way.TAKEN, one.number))


def _paid(unpaid: list[tuple[date, int]], minutes: int) -> list[tuple[date, int]]:
    """What stays open when `minutes` are given back for the oldest first."""
    left: list[tuple[date, int]] = []
    for on, owed in unpaid:
        paid = min(owed, minutes)
        minutes -= paid
        if owed > paid:
            left.append((on, owed - paid))
    return left


def problems(entries: Iterable[Entry], new: Entry, today: date) -> list[tuple[str, str]]:
    """What is wrong with a new entry beside those held, as (field, sentence)."""
    found = _about_entry(new, today)
    if found or new.way is Way.TAKEN:
        return found
    kept = list(entries)
    if overdrawn([*kept, new]) is None:
        return []
    owed = work_out(kept, new.on).owed
    if new.minutes > owed:
        said = f"Only {hours_and_minutes(owed)} was" if owed > 0 else "Nothing was"
        return [
            (
                "minutes",
                f"{said} owed on {long_date(new.on)}: enter the cover that was taken first.",
            )
        ]
    return [("minutes", "Time given back since then already stands for what was owed that day.")]


def _about_entry(new: Entry, today: date) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    if new.on > today:
        found.append(("on", "Enter a day that has come: today or earlier."))
    elif new.on < years_after(today, -EARLIEST_YEARS):
        found.append(("on", f"Enter a day within the last {count(EARLIEST_YEARS, 'year')}."))
    if new.minutes <= 0:
        found.append(("minutes", "Enter more than 0 minutes."))
    elif new.minutes > MOST_A_DAY:
        found.append(
            (
                "minutes",
                f"{hours_and_minutes(new.minutes)} is more than a school day: enter each day.",
            )
        )
    return found


def overdrawn(entries: Iterable[Entry]) -> date | None:
    """The first day on which more was given back than had been taken, if any.

    Asked before an entry is removed or corrected, since what was given back hangs on it.
    """
    lines = work_out(entries, date.max).lines
    return next((line.entry.on for line in lines if line.owed < 0), None)


def sentence(ledger: Ledger) -> str:
    """The balance in a sentence, with the day of the oldest time owed.

    To the minute, as everything of one ledger: what is owed can then be given back as it reads.
    """
    if not ledger.lines:
        return "No cover is recorded."
    if not ledger.open:
        return f"{hours_and_minutes(ledger.taken)} taken for cover, all given back."
    oldest = long_date(ledger.open[0][0])
    back = hours_and_minutes(ledger.given_back) if ledger.given_back else "nothing"
    return (
        f"{hours_and_minutes(ledger.taken)} taken for cover, {back} given back: "
        f"{hours_and_minutes(ledger.owed)} owed, the oldest from {oldest}."
    )
