"""Excel workbooks (.xlsx) as rows of text, guarded against files made to exhaust the machine."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import islice
from typing import Any

import openpyxl

from trust_inclusion.adapters.file_kinds import Source, open_binary
from trust_inclusion.adapters.refusals import WrongFile

_MAX_PARTS = 2000
_MAX_PART_BYTES = 300 * 1024 * 1024
_MAX_LOADED_PART_BYTES = 8 * 1024 * 1024
_MAX_ROW_BYTES = 4 * 1024 * 1024
_MAX_ROWS = 1_048_576
_BATCH = 500
# The parts that are read row by row; all others are loaded whole.
_STREAMED = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml", re.IGNORECASE)
_ROW_START = re.compile(rb"<(?:[A-Za-z0-9]+:)?(?:row|si)[\s/>]")
_PADDED = re.compile(r"0\.(0+)")

_DAMAGED = "This workbook is damaged or not a real .xlsx file. Open it, save it again, or use CSV."
_TOO_LARGE = (
    "This workbook unpacks to far more than a table needs, so it is not read. "
    "Save the sheet as CSV UTF-8 and choose that."
)


def rows_of(source: Source) -> Iterator[tuple[int, list[str]]]:
    """The rows of the first visible sheet with their row numbers, every cell as text.

    Dates come as yyyy-mm-dd, whole numbers without a point, percentages with their sign, formulas
    as the value that was saved with them, TRUE and FALSE as yes and no. WrongFile when it cannot
    be read.
    """
    with _refusing(), open_binary(source) as stream:
        with zipfile.ZipFile(stream) as archive:
            _check_parts(archive)
        stream.seek(0)
        with _quietly():
            workbook = openpyxl.load_workbook(
                stream, read_only=True, data_only=True, keep_links=False
            )
        with closing(workbook):
            sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
            if not sheets:
                raise WrongFile("This workbook has no sheet with a table. Choose another file.")
            # What the file says of its own size is often wrong and may be made up.
            sheets[0].reset_dimensions()
            yield from _numbered(sheets[0].iter_rows())


def _numbered(rows: Iterator[tuple[Any, ...]]) -> Iterator[tuple[int, list[str]]]:
    line = 0
    while True:
        with _quietly():
            batch = list(islice(rows, _BATCH))
        if not batch:
            return
        for row in batch:
            line += 1
            if line > _MAX_ROWS:
                raise WrongFile(_TOO_LARGE)
            if row:
                yield line, [_text(cell) for cell in row]


def _text(cell: Any) -> str:
    match cell.value:
        case None:
            return ""
        case bool() as answer:
            return "yes" if answer else "no"
        case int() | float() as number:
            return _number_text(number, str(cell.number_format))
        case date() | time() | timedelta() as moment:
            return _moment_text(moment)
        case other:
            return str(other)


def _moment_text(moment: date | time | timedelta) -> str:
    match moment:
        case datetime():
            return moment.date().isoformat() if moment.time() == time() else str(moment)
        case date():
            return moment.isoformat()
        case time():
            return moment.strftime("%H:%M")
        case timedelta():
            hours, minutes = divmod(round(moment.total_seconds() / 60), 60)
            return f"{hours}:{minutes:02d}"


def _number_text(number: float, number_format: str) -> str:
    """As Excel would save it to CSV: 15 digits, with the noughts and percent sign it shows."""
    value = Decimal(f"{number:.15g}")
    if "%" in number_format:
        return f"{_plain(value * 100)}%"
    plain = _plain(value)
    if padded := _PADDED.fullmatch(number_format):
        whole, _, decimals = plain.partition(".")
        return f"{whole}.{decimals.ljust(len(padded[1]), '0')}"
    return plain


def _plain(value: Decimal) -> str:
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


def _check_parts(archive: zipfile.ZipFile) -> None:
    """Refuses what would not fit in memory before anything is parsed.

    Sizes are taken from the directory: reading stops there, so they cannot be understated.
    """
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise WrongFile(
            "This workbook is protected by a password. Save a copy without it and choose that."
        )
    if len(parts) > _MAX_PARTS:
        raise WrongFile(_TOO_LARGE)
    xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
    for part in xml:
        streamed = _STREAMED.fullmatch(part.filename) is not None
        if part.file_size > (_MAX_PART_BYTES if streamed else _MAX_LOADED_PART_BYTES):
            raise WrongFile(_TOO_LARGE)
    if sum(part.file_size for part in xml) > 2 * _MAX_PART_BYTES:
        raise WrongFile(_TOO_LARGE)
    for part in xml:
        _check_xml(archive, part)


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """No document type (entities that multiply), and no single row of millions of cells."""
    since_row, tail = 0, b""
    with archive.open(part) as stream:
        while chunk := stream.read(1024 * 1024):
            text = tail + chunk
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                raise WrongFile(_DAMAGED)
            starts = [found.start() for found in _ROW_START.finditer(text)]
            since_row = len(text) - starts[-1] if starts else since_row + len(chunk)
            if since_row > _MAX_ROW_BYTES and part.file_size > _MAX_LOADED_PART_BYTES:
                raise WrongFile(_TOO_LARGE)
            tail = text[-32:]


@contextmanager
def _refusing() -> Iterator[None]:
    """Turns whatever a damaged workbook raises into one sentence."""
    try:
        yield
    except (WrongFile, GeneratorExit, MemoryError):
        raise
    except Exception as error:
        # openpyxl raises KeyError, ValueError, TypeError, ParseError and more on bad files.
        raise WrongFile(_DAMAGED) from error


@contextmanager
def _quietly() -> Iterator[None]:
    """openpyxl warns of styles and extensions that it drops; nothing here reads them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
