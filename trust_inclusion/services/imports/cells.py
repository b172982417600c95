"""Reads the cells of the trust's own files: values come out, and what is wrong gathers by cell."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar

from trust_inclusion.adapters.tables import CellProblem, Row, Source, Table, WrongFile, shortened
from trust_inclusion.domain import templates
from trust_inclusion.domain.calendar import parse_date
from trust_inclusion.domain.money import parse_percent, parse_pounds

EARLIEST = date(1940, 1, 1)
"""Before this no day is a person's service or a census: it is a slip of the fingers."""
LATEST_YEARS = 10
_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}
_SIGNS = (
    ("EstablishmentName", "a GIAS file", "academies"),
    ("TSENELK", "the DfE's census file", "census"),
    ("notional_sen_budget_gbp", "the evidence template", "evidence"),
    ("post_title", "the posts template", "posts"),
    ("annual_salary_gbp", "the pay template", "pay"),
)
"""By one column, what a file of another kind is, and the import that takes it."""

Value = TypeVar("Value")


def own_rows(
    source: Source, columns: Sequence[str], required: Sequence[str], expected: str
) -> tuple[list[Row], str]:
    """The rows of one of the trust's own files, and a sentence on columns that nobody reads.

    Raises WrongFile with a sentence that says what is missing and what the file seems to be.
    """
    table = Table(source)
    optional = [column for column in columns if column not in required]
    try:
        rows = list(islice(table.rows(required, optional, expected), templates.MOST_ROWS + 1))
    except WrongFile as error:
        if table.has(*required):
            raise
        raise WrongFile(f"{error}{_seems(table)}") from error
    if len(rows) > templates.MOST_ROWS:
        raise WrongFile(
            f"This file has more than {templates.MOST_ROWS:,} rows. Import it in parts."
        )
    if not rows:
        raise WrongFile("This file has the names of columns but no rows.")
    known = {column.replace("_", "") for column in columns}
    unread = [
        name
        for name in table.header
        if name and "".join(c for c in name.casefold() if c not in "_- ") not in known
    ]
    return rows, f"These columns are not read: {', '.join(unread)}." if unread else ""


def _seems(table: Table) -> str:
    for column, what, subject in _SIGNS:
        if table.has(column):
            return f" It looks like {what}: “import {subject}” takes it."
    return ""


class Cells:
    """One row being read."""

    def __init__(self, row: Row, problems: list[CellProblem], today: date) -> None:
        self.line = row.line
        self._cells: Mapping[str, str] = row.cells
        self._problems = problems
        self._before = len(problems)
        self._latest = date(today.year + LATEST_YEARS, 12, 31)

    @property
    def failed(self) -> bool:
        """Whether a cell of this row was found wrong."""
        return len(self._problems) > self._before

    def bad(self, column: str, message: str) -> None:
        """Note what is wrong with a cell."""
        self._problems.append(CellProblem(self.line, column, message))

    def blank(self, *columns: str) -> bool:
        """Whether all of these are blank."""
        return not any(self._cells[column] for column in columns)

    def raw(self, column: str) -> str:
        return self._cells[column]

    def text(self, column: str, most: int = 200) -> str | None:
        """Text on one line, of at most `most` characters."""
        text = " ".join(self._cells[column].split())
        if len(text) > most:
            self.bad(column, f"This is longer than {most} characters.")
        return text or None

    def day(self, column: str, *, not_after: date | None = None) -> date | None:
        """A day within a working life, and not after `not_after` where that is given."""
        found = self._parsed(column, parse_date)
        if found is None:
            return None
        if not EARLIEST <= found <= self._latest:
            self.bad(column, f"The year {found.year} cannot be right.")
        elif not_after is not None and found > not_after:
            self.bad(column, f"{found.isoformat()} is in the future.")
        return found

    def yes_no(self, column: str) -> bool | None:
        """Yes or no."""
        text = self._cells[column]
        if text and text.casefold() not in _YES_NO:
            self.bad(column, f"{shortened(text)} is neither yes nor no.")
        return _YES_NO.get(text.casefold())

    def choice(self, column: str, choices: Sequence[str]) -> str | None:
        """One of a few words, whatever the capitals and the marks between words."""
        text = self._cells[column]
        word = text.casefold().replace("-", "_").replace(" ", "_")
        if text and word not in choices:
            listed = ", ".join(choice.replace("_", " ") for choice in choices)
            self.bad(column, f"{shortened(text)} is not one of: {listed}.")
        return word if word in choices else None

    def whole(self, column: str, most: int) -> int | None:
        """A whole number from 0 to `most`."""
        text = self._cells[column].replace(",", "")
        if not text:
            return None
        if not (text.isascii() and text.isdigit()) or len(text) > 9 or int(text) > most:
            self.bad(
                column,
                f"{shortened(self._cells[column])} is not a whole number from 0 to {most:,}. "
                "Leave the cell blank where it is not known.",
            )
            return None
        return int(text)

    def pounds(self, column: str, most: int) -> int | None:
        """Pence, up to `most`."""
        return self._up_to(column, most, parse_pounds, f"£{most // 100:,}")

    def percent(self, column: str, most: int) -> int | None:
        """Tenths of a percent, up to `most`."""
        return self._up_to(column, most, parse_percent, f"{most // 10}%")

    def parsed(self, column: str, read: Callable[[str], Value]) -> Value | None:
        """What `read` makes of the cell; its ValueError is the problem."""
        return self._parsed(column, read)

    def _up_to(
        self, column: str, most: int, read: Callable[[str], int], most_in_words: str
    ) -> int | None:
        found = self._parsed(column, read)
        if found is not None and found > most:
            self.bad(column, f"{shortened(self._cells[column])} is more than {most_in_words}.")
        return found

    def _parsed(self, column: str, read: Callable[[str], Value]) -> Value | None:
        text = self._cells[column]
        if not text:
            return None
        try:
            return read(text)
        except ValueError as error:
            self.bad(column, str(error))
            return None


def urn(text: str) -> int:
    """A URN as a number. ValueError in plain words."""
    if text.isascii() and text.isdigit() and len(text) <= 7 and int(text) > 0:
        return int(text)
    raise ValueError(f"{shortened(text)} is not a URN, which is a number like 139975.")
