"""Tables of full-time salaries by academic year, area, scale and point.

The pay year runs from 1 September to 31 August (School Teachers' Pay and Conditions Document 2025).
The document sets ranges only: points between their ends are advisory or the trust's own, and no
leadership point but the ends is published at all. So every figure carries its basis, and the
trust's own rows take the place of the built-in ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from trust_inclusion.domain.calendar import academic_year_label
from trust_inclusion.domain.pay import Salary

LEAST_PENCE, MOST_PENCE = 1_000_000, 30_000_000
"""A full-time salary outside £10,000 to £300,000 a year is a slip: a month's pay, or a nought."""

AREAS = ("Inner London", "Outer London", "Fringe", "Rest of England")
SCALES = (
    "Unqualified",
    "Main",
    "Upper",
    "Leading practitioner",
    "Leadership",
    "Headteacher range",
    "Headteacher group",
)
"""Lowest first: the order of the ladder."""

LEADERSHIP_SCALES = frozenset({"Leadership", "Headteacher range", "Headteacher group"})
CLASSROOM_SCALES = frozenset({"Unqualified", "Main", "Upper"})

_YEAR = re.compile(r"(20[0-9]{2})[/-]((?:20)?[0-9]{2})")
_POINT = re.compile(r"([^0-9]*)([0-9]{1,4})(.*)")
_APART = re.compile(r"([^\W\d_]{1,3}) ?0*([1-9][0-9]?)")
"""A point as payrolls write it: "L 8" and "L08" are L8."""
_OTHER_NAMES = {
    "mps": "Main",
    "mpr": "Main",
    "main pay range": "Main",
    "ups": "Upper",
    "upr": "Upper",
    "upper pay range": "Upper",
    "uqt": "Unqualified",
    "leadership group": "Leadership",
    "leadership pay range": "Leadership",
    "london fringe": "Fringe",
    "england excluding london": "Rest of England",
}
_KNOWN = {name.casefold(): name for name in (*AREAS, *SCALES)} | _OTHER_NAMES

Key = tuple[str, str, str, str]
"""Academic year, area, scale, point, as they are compared."""


class Basis(StrEnum):
    """Where a figure is from. `own`: the trust's own table or spine."""

    PUBLISHED = "published"
    DERIVED = "derived"
    PROVISIONAL = "provisional"
    OWN = "own"


def year_of(text: str) -> str:
    """An academic year as people write it: "2026/27", "2026-27" and "2026/2027" are "2026/27".

    ValueError in plain words.
    """
    found = _YEAR.fullmatch(text.strip())
    if found is None or (int(found[1]) + 1) % 100 != int(found[2][-2:]):
        raise ValueError(f"“{_short(text)}” is not an academic year such as 2026/27.")
    if len(found[2]) == 4 and int(found[2]) != int(found[1]) + 1:
        raise ValueError(f"“{_short(text)}” is not an academic year such as 2026/27.")
    return academic_year_label(date(int(found[1]), 9, 1))


def area_of(text: str) -> str:
    """One of the four pay areas. ValueError in plain words."""
    found = named(text)
    if found not in AREAS:
        raise ValueError(f"“{_short(text)}” is not a pay area: {', '.join(AREAS)}.")
    return found


def named(text: str) -> str:
    """An area or a scale by its usual name; a trust's own name stays as it is typed."""
    typed = " ".join(text.split())
    return _KNOWN.get(typed.casefold(), typed)


def basis_of(text: str) -> Basis:
    """Where a figure is from; empty is the trust's own. ValueError in plain words."""
    typed = text.strip().casefold()
    try:
        return Basis(typed) if typed else Basis.OWN
    except ValueError:
        known = ", ".join(Basis)
        raise ValueError(f"“{_short(text)}” is not a basis: {known}, or empty.") from None


def point_named(point: str) -> str:
    """A point as the tables write it: "L 08" is "L8"; whatever is no such point stays."""
    typed = " ".join(point.split())
    found = _APART.fullmatch(typed)
    return f"{found[1]}{found[2]}" if found else typed


def point_order(point: str) -> tuple[str, int, str]:
    """Points of one scale from the lowest: M2 before M10, MIN before MAX."""
    cleaned = " ".join(point.split()).upper()
    if found := _POINT.fullmatch(cleaned):
        return found[1].strip(), int(found[2]), _end(found[3].strip())
    return "", 0, _end(cleaned)


def year_days(year: str) -> tuple[date, date]:
    """The first and the last day of a pay year: 1 September and 31 August."""
    first = int(year_of(year)[:4])
    return date(first, 9, 1), date(first + 1, 8, 31)


def year_after(year: str) -> str:
    """The academic year that follows."""
    return academic_year_label(date(int(year_of(year)[:4]) + 1, 9, 1))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person stands on a scale; all three are needed for a figure."""

    area: str
    scale: str
    point: str


class PayTable:
    """Salaries by year, area, scale and point; of two rows for one point the later counts."""

    def __init__(self, rows: Iterable[Salary] = ()) -> None:
        self._rows = {key(row): row for row in rows}
        self._years: dict[tuple[str, str, str], list[str]] = {}
        for year, *place in sorted(self._rows):
            self._years.setdefault((place[0], place[1], place[2]), []).append(year)

    @cached_property
    def rows(self) -> tuple[Salary, ...]:
        """Every row: by year, area and scale, then from the lowest point."""
        return tuple(sorted(self._rows.values(), key=_in_order))

    @cached_property
    def _scales(self) -> dict[tuple[str, ...], tuple[Salary, ...]]:
        """The rows by year, area and scale: asked for each person of a list."""
        found: dict[tuple[str, ...], list[Salary]] = {}
        for row in self.rows:
            found.setdefault(key(row)[:3], []).append(row)
        return {place: tuple(rows) for place, rows in found.items()}

    @property
    def years(self) -> tuple[str, ...]:
        """The academic years of which the table says anything, earliest first."""
        return tuple(sorted({year for year, *_rest in self._rows}))

    def over(self, own: Iterable[Salary]) -> PayTable:
        """This table with the trust's own rows in the place of those it states itself."""
        return PayTable((*self._rows.values(), *own))

    def salary(self, year: str, at: Place) -> Salary | None:
        """The salary at a point in just this year; None where the year lacks the point."""
        return self._rows.get((year, *_folded(at.area, at.scale, at.point)))

    def in_force(self, day: date, at: Place) -> Salary | None:
        """The salary at a point on `day`: of its year, or of the latest before that has it."""
        year = academic_year_label(day)
        place = _folded(at.area, at.scale, at.point)
        years = [one for one in self._years.get(place, ()) if one <= year]
        return self._rows[(years[-1], *place)] if years else None

    def scale(self, year: str, area: str, scale: str) -> tuple[Salary, ...]:
        """The points of a scale in one year, from the lowest."""
        wanted = (year, *_folded(area, scale, "")[:2])
        return self._scales.get(wanted, ())


@dataclass(frozen=True, slots=True)
class RollForward:
    """What a new year's table does to one person: full-time salaries, and why nothing changes.

    `after` is `before` where the year lacks the point; both are None where no table ever had it.
    """

    before: Salary | None
    after: Salary | None
    unchanged: str = ""

    @property
    def rise_pence(self) -> int:
        """Pence a year more at the same point; 0 where nothing changes."""
        return self.after.pence - self.before.pence if self.before and self.after else 0


def roll_forward(table: PayTable, at: Place, to_year: str) -> RollForward:
    """The same point in a new year: nobody moves up by a table, and nobody loses a salary.

    Where the year lacks the point the salary stands unchanged, and the sentence says so.
    """
    last_of_year_before = date(year_days(to_year)[0].year, 8, 31)
    before, after = table.in_force(last_of_year_before, at), table.salary(to_year, at)
    if after is not None:
        return RollForward(before, after)
    where = f"{at.point} ({at.scale}, {at.area})"
    if before is None:
        return RollForward(None, None, f"No pay table has {where}.")
    lacks = f"The table of {to_year} lacks {where}: the salary of {before.year} stands."
    return RollForward(before, before, lacks)


def key(row: Salary) -> Key:
    """What makes a row one row: case, spaces and usual other names do not matter."""
    return (row.year, *_folded(row.area, row.scale, row.point))


def _folded(area: str, scale: str, point: str) -> tuple[str, str, str]:
    one, two = named(area).casefold(), named(scale).casefold()
    return one, two, point_named(point).casefold()


def _in_order(row: Salary) -> tuple[str, int, str, int, str, tuple[str, int, str]]:
    return (
        row.year,
        _place(AREAS, named(row.area)),
        named(row.area),
        _place(SCALES, named(row.scale)),
        named(row.scale),
        point_order(row.point),
    )


def _place(names: tuple[str, ...], name: str) -> int:
    return names.index(name) if name in names else len(names)


def _end(text: str) -> str:
    return {"MIN": "0", "MAX": "~"}.get(text, text)


def _short(text: str) -> str:
    return text if len(text) <= 30 else text[:29] + "…"
