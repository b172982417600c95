"""Payments beside a salary: teaching and learning responsibility, and the SEN allowance.

Amounts are pence a year at their full value, before any share for part-time work; of a TLR that
follows the share of a responsibility they are that share. The ranges of each year are in
`reference/allowances.csv`; source: School Teachers' Pay and Conditions Document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

_TLR = re.compile(r"\bTLR ?\(?([123])(?![0-9])", re.IGNORECASE)
_AND_TLR = re.compile(r"(?:\+|&|,|/|\band\b) ?([123])[a-z]?\b", re.IGNORECASE)
_NONE = frozenset({"", "-", "–", "0", "n/a", "nil", "no", "none"})
"""What people write where there is no TLR."""


class Allowance(StrEnum):
    """By the name the table of ranges gives it. `TLR`: nobody said which of the three."""

    TLR = "TLR"
    TLR1 = "TLR1"
    TLR2 = "TLR2"
    TLR3 = "TLR3"
    SEN = "SEN allowance"


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most of an allowance in one academic year, in pence; both count."""

    year: str
    allowance: Allowance
    least: int
    most: int
    basis: str
    source: str


@dataclass(frozen=True, slots=True)
class Held:
    """An allowance somebody has. `pence` a year, as above; None is not stated."""

    allowance: Allowance
    pence: int | None = None


class Ranges:
    """The ranges of all years; of two rows for one year and allowance the later counts."""

    def __init__(self, rows: Iterable[Range] = ()) -> None:
        self._rows = {(row.year, row.allowance): row for row in rows}

    @property
    def rows(self) -> tuple[Range, ...]:
        """Every range, by year."""
        return tuple(row for _key, row in sorted(self._rows.items()))

    def over(self, own: Iterable[Range]) -> Ranges:
        """These ranges with the trust's own in the place of those it states itself."""
        return Ranges((*self._rows.values(), *own))

    def of(self, year: str, allowance: Allowance) -> Range | None:
        """The range of just this year, or None: last year's would call a right amount wrong."""
        return self._rows.get((year, allowance))


def tlrs_named(text: str | None) -> tuple[Allowance, ...]:
    """The TLRs that a few words name: "TLR 2b" is TLR2, "TLR1 and 3" both; none is empty."""
    told = text or ""
    found = [int(match[1]) for match in _TLR.finditer(told)]
    if found:
        found += [int(match[1]) for match in _AND_TLR.finditer(told)]
    return tuple(Allowance(f"TLR{number}") for number in sorted(set(found)))


def tlrs_held(text: str | None, pence: int | None) -> tuple[Held, ...]:
    """The TLRs in an appointment's words and amount.

    Where the words name several, one amount cannot be said to be of either; an amount without
    words, or words that say no number, are a TLR of which nobody said which.
    """
    named = tlrs_named(text)
    if not named and (pence or (text or "").strip().casefold() not in _NONE):
        return (Held(Allowance.TLR, pence),)
    amount = pence if len(named) == 1 else None
    return tuple(Held(one, amount) for one in named)


def amount_problem(pence: int | None, most: int = 10_000_000) -> str:
    """What is wrong with an amount a year; blank when nothing is."""
    if pence is not None and pence < 0:
        return "An allowance cannot be less than nothing: leave it empty where there is none."
    if pence is not None and pence > most:
        return f"Enter an amount a year from £0 to £{most // 100:,}."
    return ""


def range_problem(row: Range) -> str:
    """What is wrong with a year's range; blank when nothing is."""
    if row.least < 0:
        return "The least amount cannot be less than nothing."
    return "The most is less than the least." if row.most < row.least else ""
