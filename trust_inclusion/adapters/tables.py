"""Tables in and out: CSV and .xlsx, read by column name, one streaming row at a time.

Written cells that a spreadsheet would take for a formula carry an apostrophe in CSV; the reader
takes one apostrophe off exactly where the writer would have put it, so a round trip is exact.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from trust_inclusion.adapters import delimited, workbooks
from trust_inclusion.adapters.file_kinds import Kind, Source, kind_of
from trust_inclusion.adapters.refusals import CellProblem, WrongFile, shortened
from trust_inclusion.adapters.written_tables import Cell, csv_bytes, without_guard, xlsx_bytes

__all__ = [
    "Cell",
    "CellProblem",
    "Row",
    "Source",
    "Table",
    "WrongFile",
    "csv_bytes",
    "shortened",
    "xlsx_bytes",
]

_MAX_COLUMNS = 300
"""GIAS has 135; more than this is not a table that anybody made by hand or downloaded."""


@dataclass(frozen=True, slots=True)
class Row:
    """`cells` by the caller's own column names, stripped, "" where blank or absent.

    `line` is the line of the file on which the row begins, the first being 1.
    """

    line: int
    cells: dict[str, str]


class Table:
    """A file whose kind, encoding and header have been looked at; its rows can be read many times.

    Raises WrongFile, in one sentence that helps, for anything that is not a table.
    """

    def __init__(self, source: Source) -> None:
        """`source`: the bytes of an upload, or the path of a file."""
        self._source = source
        self._dialect = delimited.dialect_of(source) if kind_of(source) is Kind.DELIMITED else None
        with closing(self._filled_records()) as found:
            header = next(found, None)
        if header is None:
            raise WrongFile("This file has no rows. Choose the file again, or download it again.")
        self._header_line, names = header
        while names and not names[-1]:
            names.pop()
        if len(names) > _MAX_COLUMNS:
            raise WrongFile(
                f"This file has {len(names)} columns; no file that can be imported here has more "
                f"than {_MAX_COLUMNS}. Choose another."
            )
        self.header: tuple[str, ...] = tuple(without_guard(name) for name in names)

    def has(self, *names: str) -> bool:
        """Whether every one of these columns is there, whatever the capitals and spaces."""
        found = {_key(name) for name in self.header}
        return all(_key(name) in found for name in names)

    def rows(
        self, required: Sequence[str], optional: Sequence[str] = (), expected: str = "the file"
    ) -> Iterator[Row]:
        """The rows that are not blank, with only these columns; others are ignored.

        WrongFile at once when a required column is missing or a wanted one stands twice, and
        while reading when a row has more values than there are columns. `expected` says in words
        what file was wanted.
        """
        places = self._places(required, optional, expected)
        absent = dict.fromkeys((*required, *optional), "")
        return self._rows(places, absent)

    def _rows(self, places: dict[str, int], absent: dict[str, str]) -> Iterator[Row]:
        width = len(self.header)
        for line, record in self._filled_records():
            if line == self._header_line:
                continue
            if len(record) > width and any(record[width:]):
                raise WrongFile(
                    f"Line {line} has more values than there are columns ({width}). Is there a "
                    "comma in a value without quotation marks around it?"
                )
            cells = absent.copy()
            for name, place in places.items():
                # Rows may be shorter than the header: spreadsheets drop blank ends, and GIAS
                # group links leave out the last field of every row.
                if place < len(record):
                    cells[name] = without_guard(record[place])
            yield Row(line, cells)

    def _places(
        self, required: Sequence[str], optional: Sequence[str], expected: str
    ) -> dict[str, int]:
        keys = [_key(name) for name in self.header]
        missing = [name for name in required if _key(name) not in keys]
        if missing:
            raise WrongFile(
                f"This does not look like {expected}: it has no column called "
                f"{_listed(missing, 'or')}. Its columns are {_listed(self.header, 'and')}."
            )
        wanted = [name for name in (*required, *optional) if _key(name) in keys]
        for name in wanted:
            if keys.count(_key(name)) > 1:
                raise WrongFile(
                    f"The column {shortened(name)} stands more than once in this file. Delete or "
                    "rename the one that is not meant."
                )
        return {name: keys.index(_key(name)) for name in wanted}

    def _filled_records(self) -> Generator[tuple[int, list[str]]]:
        """Records in which at least one cell is not blank, stripped."""
        if self._dialect is None:
            found = workbooks.rows_of(self._source)
        else:
            found = delimited.records(self._source, self._dialect)
        for line, record in found:
            stripped = [cell.strip() for cell in record]
            if any(stripped):
                yield line, stripped


def _key(name: str) -> str:
    """Column names are one whatever their capitals, spaces, underscores and hyphens."""
    return "".join(c for c in name.casefold() if not c.isspace() and c not in "_-\ufeff")


def _listed(names: Sequence[str], last: str, most: int = 6) -> str:
    shown = [shortened(name, 30) for name in names[:most]]
    if len(names) > most:
        shown.append(f"{len(names) - most} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {last} {shown[-1]}"
