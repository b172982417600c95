"""The DfE's census figures of every school of England: roll, SEN support, EHC plans by URN.

Read by column name, so both the older layout (`ESTAB`) and the newer (`Estab`, and a misspelt
`PNUMUNCLF`) are taken. `TSENELSE` counts pupils with an EHC plan, `TSENELK` those at SEN support,
`NOR` all pupils. A marker in place of a figure means that it is not known; it is never 0.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from trust_inclusion.adapters.tables import CellProblem, Row, Source, Table, shortened
from trust_inclusion.domain.calendar import spring_census_date

_EXPECTED = "the DfE's census file (…england_census.csv)"
_MARKERS = frozenset({"", "na", "n/a", "#n/a", "z", "c", "x", "u", "supp", "ne", ":", ".."})
_TOTALS = "nat"
_COUNT = re.compile(r"[0-9]{1,6}|[0-9]{1,3}(,[0-9]{3})+")
_YEARS = re.compile(r"(?<![0-9])(20[0-9]{2})[-_ /]?(?:20)?([0-9]{2})(?![0-9])")


@dataclass(frozen=True, slots=True)
class CensusRow:
    """One school's figures; None where the file has a marker, or the school has no pupils."""

    urn: int
    roll: int | None
    sen_support: int | None
    ehcp: int | None
    line: int


def read_census(
    source: Source, urns: Collection[int] | None = None
) -> Iterator[CensusRow | CellProblem]:
    """The figures of `urns`, or of every school; rows of national totals are passed over.

    WrongFile at once when it is not a census file. A row with bad cells gives a problem for each
    and no row; of rows outside `urns` nothing is said.
    """
    rows = Table(source).rows(("URN", "NOR", "TSENELK", "TSENELSE"), (), _EXPECTED)
    wanted = None if urns is None else {str(urn) for urn in urns}
    return _read(rows, wanted)


def census_date_from_name(name: str) -> date | None:
    """The January census day that a file name tells: "2022-2023_england_census.csv" is 2023's.

    None where the name has no two years that follow each other.
    """
    for found in _YEARS.finditer(name):
        first, second = int(found[1]), int(found[2])
        if second == (first + 1) % 100:
            return spring_census_date(first + 1)
    return None


def _read(rows: Iterator[Row], wanted: set[str] | None) -> Iterator[CensusRow | CellProblem]:
    for row in rows:
        text = row.cells["URN"]
        if text.casefold() == _TOTALS:
            continue
        if not (text.isascii() and text.isdigit() and len(text) <= 7):
            message = f"{shortened(text)} is not a URN, which is a number like 139975."
            yield CellProblem(row.line, "URN", message)
        elif wanted is None or text.lstrip("0") in wanted:
            yield from _figures(int(text), row)


def _figures(urn: int, row: Row) -> Iterator[CensusRow | CellProblem]:
    figures: dict[str, int | None] = {}
    problems: list[CellProblem] = []
    for column in ("NOR", "TSENELK", "TSENELSE"):
        try:
            figures[column] = _count(row.cells[column])
        except ValueError as error:
            problems.append(CellProblem(row.line, column, str(error)))
    if problems:
        yield from problems
    elif figures["NOR"] == 0:
        # No pupils were counted: the noughts beside it say nothing of the school either.
        yield CensusRow(urn, None, None, None, row.line)
    else:
        yield CensusRow(urn, figures["NOR"], figures["TSENELK"], figures["TSENELSE"], row.line)


def _count(text: str) -> int | None:
    """A count of pupils, or None for a marker. ValueError for anything else."""
    if text.casefold() in _MARKERS:
        return None
    if _COUNT.fullmatch(text):
        return int(text.replace(",", ""))
    raise ValueError(f"{shortened(text)} is neither a count of pupils nor a marker such as NA.")
