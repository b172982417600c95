"""Tables written as CSV and .xlsx from the same rows, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | Decimal | date | bool | None
"""What a row may hold. Give numbers as numbers: then they are numbers in the spreadsheet too."""

_UNSAFE = re.compile(r"'*[=+\-@]")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_NEVER_IN_A_TABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_MOST_IN_A_CELL = 32_767
_WIDEST = 50
_FIRST_EXCEL_YEAR = 1901


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a byte order mark and CRLF, as spreadsheet programs expect.

    Text that a spreadsheet would run as a formula gets an apostrophe in front; numbers do not.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([_csv_text(name) for name in columns])
    for row in rows:
        writer.writerow([_csv_text(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]], sheet_name: str = "Sheet1"
) -> bytes:
    """One sheet with a frozen bold header, real numbers and dates, and no formula ever.

    Rows are spooled to disk as they come, so memory stays flat. `sheet_name`: at most 31
    characters, none of []:*?/\\.
    """
    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(out, options) as workbook:
        sheet = workbook.add_worksheet(sheet_name)
        written = _Sheet(workbook, sheet)
        bold = workbook.add_format({"bold": True})
        for number, name in enumerate(columns):
            written.text(0, number, name, bold)
        last = 0
        for last, row in enumerate(rows, start=1):
            for number, cell in enumerate(row):
                written.cell(last, number, cell)
        sheet.freeze_panes(1, 0)
        if columns:
            sheet.autofilter(0, 0, last, len(columns) - 1)
        written.set_widths()
    return out.getvalue()


def without_guard(text: str) -> str:
    """`text` as it was before `csv_bytes` put an apostrophe in front of it, if it did."""
    if text.startswith("'") and _UNSAFE.match(text, 1) and not _NUMBER.fullmatch(text, 1):
        return text[1:]
    return text


class _Sheet:
    """One worksheet in writing: formats made once, and the widest text of each column."""

    def __init__(self, workbook: xlsxwriter.Workbook, sheet: Worksheet) -> None:
        self._workbook = workbook
        self._sheet = sheet
        self._formats: dict[str, Format] = {}
        self._widths: dict[int, int] = {}

    def cell(self, row: int, column: int, cell: Cell) -> None:
        match cell:
            case None | "":
                return
            case bool() | str():
                self.text(row, column, _words(cell))
            case datetime():
                self.text(row, column, _words(cell))
            case date():
                if cell.year < _FIRST_EXCEL_YEAR:
                    self.text(row, column, cell.isoformat())
                else:
                    self._widen(column, 10)
                    moment = datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - a day
                    self._sheet.write_datetime(row, column, moment, self._format("yyyy-mm-dd"))
            case _:
                self._number(row, column, cell)

    def text(self, row: int, column: int, text: str, shape: Format | None = None) -> None:
        cleaned = _cleaned(text)
        # Text stays text here; only an apostrophe of the reader's kind is doubled, so that the
        # reader, which also meets re-saved CSV files, gives it back.
        guarded = _guarded(cleaned) if cleaned.startswith("'") else cleaned
        self._widen(column, max(map(len, guarded.split("\n"))))
        self._sheet.write_string(row, column, guarded, shape)

    def set_widths(self) -> None:
        for column, width in self._widths.items():
            self._sheet.set_column(column, column, min(width, _WIDEST) + 2)

    def _number(self, row: int, column: int, number: float | Decimal) -> None:
        shown = _words(number)
        self._widen(column, len(shown))
        if len(shown.strip("-").replace(".", "")) > 15:
            self._sheet.write_string(row, column, shown)  # Excel would change its last digits
            return
        decimals = len(shown.partition(".")[2]) if isinstance(number, Decimal) else 0
        shape = self._format(f"0.{'0' * decimals}") if decimals else None
        self._sheet.write_number(row, column, float(number), shape)

    def _format(self, number_format: str) -> Format:
        if number_format not in self._formats:
            self._formats[number_format] = self._workbook.add_format({"num_format": number_format})
        return self._formats[number_format]

    def _widen(self, column: int, width: int) -> None:
        self._widths[column] = max(width, self._widths.get(column, 0))


def _csv_text(cell: Cell) -> str:
    words = _words(cell)
    return _guarded(_cleaned(words)) if isinstance(cell, str) else words


def _words(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return "yes" if cell else "no"
        case date():
            return cell.isoformat()
        case float() | Decimal():
            return format(Decimal(str(cell)), "f")
        case _:
            return str(cell)


def _guarded(text: str) -> str:
    """An apostrophe in front of what would run as a formula; plain numbers cannot."""
    return f"'{text}" if _UNSAFE.match(text) and not _NUMBER.fullmatch(text) else text


def _cleaned(text: str) -> str:
    """Without outer spaces and what neither format can hold, and with one kind of line end.

    The reader strips too. Nothing is then left in front of a sign that a spreadsheet would run.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = _NEVER_IN_A_TABLE.sub("", plain).encode("utf-8", "replace").decode()
    return plain.strip()[: _MOST_IN_A_CELL - 1]
