"""A table of pay that the trust brings: what is wrong with it, and what it changes.

A table may lack points (the document of pay and conditions sets ranges only), so a gap is told
and kept; a point that stands twice with two salaries is refused, since nobody can say which holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from trust_inclusion.domain.pay import Salary
from trust_inclusion.domain.pay_tables import (
    LEAST_PENCE,
    MOST_PENCE,
    Key,
    PayTable,
    key,
    point_order,
)
from trust_inclusion.domain.words import pounds

_POUNDS = re.compile(r"£? ?([0-9]{1,9}|[0-9]{1,3}(?:[, ][0-9]{3}){1,2})(?:\.([0-9]{1,2}))?")
_SPACES = re.compile(r"\s+")

FIRST_LINE = 2
"""The line of a file's first row: its headings stand above."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence about a table, and the line of the file it is about (None: more than one)."""

    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """What an upload does to the trust's rows; `rows` are all that hold afterwards."""

    rows: tuple[Salary, ...] = ()
    added: tuple[Salary, ...] = ()
    changed: tuple[tuple[Salary, Salary], ...] = ()
    same: int = 0
    """Rows that were there already, as in a table brought twice."""


def salary_of(text: str) -> int:
    """Pence of a full-time salary: "£34,069", "34 069" and "34069.00" are whole pounds.

    Pence are not rounded away: the tables are in whole pounds, and which way to round is the
    trust's to say. ValueError in plain words.
    """
    found = _POUNDS.fullmatch(_SPACES.sub(" ", text).strip())
    shown = text if len(text) <= 30 else text[:29] + "…"
    if found is None:
        raise ValueError(f"“{shown}” is not a salary in whole pounds such as 34069 or £34,069.")
    if int(found[2] or 0):
        raise ValueError(f"“{shown}” has pence: a full-time salary is in whole pounds.")
    return int(re.sub(r"[, ]", "", found[1])) * 100


def problems(upload: Sequence[Salary], lines: Sequence[int] | None = None) -> list[Finding]:
    """Why an upload cannot be taken: points that stand twice, and salaries that cannot be.

    Empty when it can; a row that is merely repeated counts once. `lines` are the rows' own lines,
    of a file with blank rows or rows that cannot be read; else they follow each other.
    """
    numbers = range(FIRST_LINE, FIRST_LINE + len(upload)) if lines is None else lines
    found = [
        Finding(
            f"{_named(row)}: {pounds(row.pence)} is not a full-time salary from "
            f"{pounds(LEAST_PENCE)} to {pounds(MOST_PENCE)} a year.",
            line,
        )
        for line, row in zip(numbers, upload, strict=True)
        if not LEAST_PENCE <= row.pence <= MOST_PENCE
    ]
    seen: dict[Key, tuple[int, Salary]] = {}
    for line, row in zip(numbers, upload, strict=True):
        first, earlier = seen.setdefault(key(row), (line, row))
        if earlier.pence != row.pence:
            found.append(
                Finding(
                    f"{_named(row)} stands twice: {pounds(earlier.pence)} in line {first} and "
                    f"{pounds(row.pence)} in line {line}. Leave one of them.",
                    line,
                )
            )
    return found


def remarks(upload: Iterable[Salary]) -> list[Finding]:
    """What is unusual about a table and is kept all the same: gaps, and steps that go down."""
    found: list[Finding] = []
    rows = PayTable(upload).rows
    for (year, area, scale), points in groupby(rows, lambda row: (row.year, row.area, row.scale)):
        of_scale = list(points)
        where = f"{scale}, {area}, {year}"
        for lower, upper in pairwise(of_scale):
            missing = _between(lower.point, upper.point)
            if missing:
                named = f"{missing[0]} to {missing[-1]}" if len(missing) > 1 else missing[0]
                lacks = "are missing" if len(missing) > 1 else "is missing"
                message = f"{where}: {named} {lacks} between {lower.point} and {upper.point}."
                found.append(Finding(f"{message} Who stands there keeps the salary of before."))
            if _alike(lower.point, upper.point) and upper.pence < lower.pence:
                found.append(
                    Finding(
                        f"{where}: {upper.point} at {pounds(upper.pence)} is less than "
                        f"{lower.point} at {pounds(lower.pence)}."
                    )
                )
    return found


def merge(held: Iterable[Salary], upload: Sequence[Salary]) -> Merged:
    """The trust's rows with an upload over them: what it states replaces, what it omits stays.

    Raises ValueError with the first sentence where `problems` finds any.
    """
    if wrong := problems(upload):
        raise ValueError(wrong[0].message)
    before = {key(row): row for row in held}
    new = {key(row): row for row in upload}
    pairs = [(before[one], row) for one, row in new.items() if one in before]
    return Merged(
        rows=PayTable((*before.values(), *new.values())).rows,
        added=tuple(row for one, row in new.items() if one not in before),
        changed=tuple(pair for pair in pairs if _figure(pair[0]) != _figure(pair[1])),
        same=sum(_figure(one) == _figure(other) for one, other in pairs),
    )


def _figure(row: Salary) -> tuple[int, str, str]:
    return row.pence, row.basis, row.source


def _alike(lower: str, upper: str) -> bool:
    """Whether two points are of one ladder: MIN and MAX of two groups of heads are not."""
    one, two = point_order(lower), point_order(upper)
    return one[0] == two[0] and (one[2] == two[2] or one[1] == two[1])


def _between(lower: str, upper: str) -> list[str]:
    one, two = point_order(lower), point_order(upper)
    if (one[0], one[2]) != (two[0], two[2]) or not one[0] or one[2]:
        return []
    return [f"{one[0]}{number}" for number in range(one[1] + 1, two[1])]


def _named(row: Salary) -> str:
    return f"{row.point} ({row.scale}, {row.area}, {row.year})"
