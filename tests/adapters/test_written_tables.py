"""Writing tables: safe to open in a spreadsheet, and read back as they were."""

import csv
import io
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trust_inclusion.adapters.tables import Table, csv_bytes, xlsx_bytes

WRITERS = [csv_bytes, xlsx_bytes]
# Any text but the characters that no table holds, and carriage returns, which become newlines.
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\x7f\ufffe\uffff",
                             exclude_categories=["Cs", "Cc"], include_characters="\n\t"),
               max_size=30)  # fmt: skip
RISKY = st.builds(str.__add__, st.text("'=+-@\t\n 0129.", min_size=1, max_size=5), TEXT)


def first_cell(written: bytes) -> str:
    return next(Table(written).rows(("a", "b"))).cells["a"]


def raw_cell(written: bytes) -> str:
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"))))[1][0]


@pytest.mark.parametrize("write", WRITERS)
@settings(max_examples=50)
@given(text=TEXT | RISKY)
def test_text_comes_back(write, text):
    written = write(["a", "b"], [[text, "x"]])
    assert first_cell(written) == text.strip()


@given(RISKY)
def test_no_csv_cell_can_run_as_a_formula(text):
    raw = raw_cell(csv_bytes(["a"], [[text]]))
    safe_number = re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", raw)
    assert safe_number or not re.match(r"\s*[=+\-@]|[\t\r\n]", raw)


@pytest.mark.parametrize(
    ("cell", "in_csv"),
    [
        ("=1+1", "'=1+1"),
        ("+44 1234", "'+44 1234"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-cmd", "'-cmd"),
        (" =1 ", "'=1"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("'=1", "''=1"),
        ("'tis", "'tis"),
        ("-2.9", "-2.9"),
        (-2, "-2"),
        (Decimal("-2.90"), "-2.90"),
        (-2.95, "-2.95"),
        (Decimal("1E+3"), "1000"),
        (date(2026, 9, 1), "2026-09-01"),
        (True, "yes"),
        (False, "no"),
        (None, ""),
        ("bad \x00\x1b\udcff\ufffe end", "bad ? end"),
    ],
)
def test_cells_of_a_csv(cell, in_csv):
    assert raw_cell(csv_bytes(["a", "b"], [[cell, "x"]])) == in_csv


def test_the_csv_is_what_spreadsheets_expect():
    assert csv_bytes(["urn", "name"], [[1, "Café, Oak"]]) == (
        '\ufeffurn,name\r\n1,"Café, Oak"\r\n'.encode()
    )


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (100025, "100025"),
        (-2, "-2"),
        (Decimal("-2.9"), "-2.9"),
        (Decimal("3.500"), "3.500"),
        (Decimal(12345678901234567890), "12345678901234567890"),
        (0.1, "0.1"),
        (date(2026, 9, 1), "2026-09-01"),
        (date(1851, 5, 1), "1851-05-01"),
        (datetime.fromisoformat("2026-09-01 08:30"), "2026-09-01T08:30:00"),
        (True, "yes"),
        (None, ""),
        ("0123", "0123"),
        ("http://example.org/", "http://example.org/"),
        ("", ""),
    ],
)
def test_values_come_back(write, cell, text):
    assert first_cell(write(["a", "b"], [[cell, "x"]])) == text


def test_numbers_and_dates_are_real_in_the_workbook():
    written = xlsx_bytes(
        ["hours", "day", "text", "formula"], [[Decimal("-2.9"), date(2026, 9, 1), "-2.9", "=1+1"]]
    )
    sheet = openpyxl.load_workbook(io.BytesIO(written)).worksheets[0]
    hours, day, text, formula = sheet[2]
    assert (hours.value, hours.data_type, hours.number_format) == (-2.9, "n", "0.0")
    assert (day.value, day.number_format) == (datetime.fromisoformat("2026-09-01"), "yyyy-mm-dd")
    assert (text.value, text.data_type) == ("-2.9", "s")
    assert formula.value == "=1+1"
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_the_workbook_has_a_frozen_header_and_widths():
    written = xlsx_bytes(["urn", "name"], [[1, "x" * 30], [2, "x" * 300]], sheet_name="Academies")
    sheet = openpyxl.load_workbook(io.BytesIO(written)).worksheets[0]
    assert sheet.title == "Academies"
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet["A1"].font.b
    assert sheet.column_dimensions["B"].width > 50
    assert sheet.column_dimensions["B"].width < 60


@pytest.mark.parametrize("write", WRITERS)
def test_a_table_of_no_rows_keeps_its_header(write):
    table = Table(write(["a", "b"], []))
    assert table.header == ("a", "b")
    assert list(table.rows(("a",))) == []
