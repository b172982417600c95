"""Reading tables: encodings, lines, columns, workbooks, and files that are something else."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from trust_inclusion.adapters.tables import Row, Table, WrongFile


def rows(source: bytes | Path, *columns: str, optional: Sequence[str] = ()) -> list[Row]:
    return list(Table(source).rows(columns, optional, "the test file"))


def cells(source: bytes | Path, *columns: str) -> list[dict[str, str]]:
    return [row.cells for row in rows(source, *columns)]


def workbook(*lines: Sequence[Any], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in lines:
        sheet.append(list(line))
    for place, number_format in (formats or {}).items():
        sheet[place].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rezipped(book: bytes, part: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return out.getvalue()


class TestCsv:
    def test_by_name_whatever_the_capitals_spaces_and_order(self):
        source = b"Sen Support, urn ,extra\n12,100025,x\n"
        assert cells(source, "URN", "sen_support") == [{"URN": "100025", "sen_support": "12"}]

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
    def test_encodings(self, encoding):
        source = "urn,name\r\n1,St Mary’s Café\r\n".encode(encoding)
        assert cells(source, "name") == [{"name": "St Mary’s Café"}]

    def test_a_curly_quote_far_into_the_file_decides(self):
        filler = b"".join(b"%d,plain\n" % number for number in range(100_000))
        last = rows(b"urn,name\n" + filler + b"7,St Mary\x92s\n", "name")[-1]
        assert last.cells == {"name": "St Mary’s"}
        assert last.line == 100_002

    def test_a_character_cut_by_the_reading_block_is_still_utf_8(self):
        start = b"urn,name\n1,"
        line = b"x" * 9 + b"\n1,"
        padding = (1024 * 1024 - 1 - len(start)) // len(line)
        body = start + line * padding
        body += b"y" * (1024 * 1024 - 1 - len(body)) + "é".encode() + b"\n"
        assert cells(body, "name")[-1]["name"].endswith("é")

    def test_a_byte_without_meaning_in_windows_1252_spoils_one_letter(self):
        assert cells(b"name\nCaf\xe9 \x81\n", "name") == [{"name": "Café \ufffd"}]

    def test_lines_are_counted_through_quoted_newlines_and_blank_lines(self):
        source = b'\nurn,note\r\n1,"two\r\nlines"\r\n\r\n,\r\n2,"a ""quoted"" word, and comma"\r\n'
        assert [(row.line, row.cells["note"]) for row in rows(source, "note")] == [
            (3, "two\r\nlines"),
            (7, 'a "quoted" word, and comma'),
        ]

    @pytest.mark.parametrize("mark", [";", "\t"])
    def test_other_delimiters(self, mark):
        source = f"urn{mark}name\n1{mark}Oak, Ash\n".encode()
        assert cells(source, "urn", "name") == [{"urn": "1", "name": "Oak, Ash"}]

    def test_short_rows_are_filled_and_absent_columns_are_blank(self):
        found = rows(b"urn,name,hub\n1,Oak\n", "urn", "hub", optional=["town"])
        assert found == [Row(2, {"urn": "1", "hub": "", "town": ""})]

    def test_blank_cells_past_the_header_are_let_be(self):
        assert cells(b"urn,name,,\n1,Oak,,\n", "name") == [{"name": "Oak"}]

    def test_a_row_with_too_many_values_is_refused_by_its_line(self):
        with pytest.raises(WrongFile, match=r"Line 3 has more values than there are columns \(2\)"):
            rows(b"urn,name\n1,Oak\n2,Ash, Beech\n", "name")

    @pytest.mark.parametrize("row", ['1,"Oak\n2,Ash\n', '1,"Oak" Tree\n'])
    def test_quotation_marks_that_do_not_pair_are_refused_by_line(self, row):
        with pytest.raises(WrongFile, match="Line 3 cannot be read: a quotation mark"):
            rows(b"urn,name\n0,Elm\n" + row.encode(), "name")

    def test_a_value_that_never_ends_is_refused(self):
        source = b'urn,name\n1,"' + b"all in one value\n" * 20_000 + b'"\n'
        with pytest.raises(WrongFile, match="Line 2 cannot be read"):
            rows(source, "name")

    def test_missing_columns_are_named_and_those_there_listed(self):
        with pytest.raises(WrongFile) as refused:
            Table(b"a,b\n1,2\n").rows(("urn", "b", "roll"), (), "the census file")
        assert str(refused.value) == (
            "This does not look like the census file: it has no column called “urn” or “roll”. "
            "Its columns are “a” and “b”."
        )

    def test_two_hundred_columns_of_nonsense(self):
        header = ",".join(f"column {number}" for number in range(200)).encode()
        with pytest.raises(WrongFile, match=r"no column called “urn”.+ and 194 more\.$"):
            rows(header + b"\n1,2\n", "urn")

    def test_a_wanted_column_twice(self):
        with pytest.raises(WrongFile, match="“urn” stands more than once"):
            rows(b"urn,URN\n1,2\n", "urn")

    def test_an_unknown_column_twice_is_no_matter(self):
        assert cells(b"urn,x,x\n1,2,3\n", "urn") == [{"urn": "1"}]

    def test_more_columns_than_any_table_has(self):
        with pytest.raises(WrongFile, match="has 301 columns"):
            Table(",".join(f"c{number}" for number in range(301)).encode() + b"\n")

    def test_a_path_is_read_like_bytes_and_again(self, tmp_path):
        path = tmp_path / "schools.csv"
        path.write_bytes(b"urn\n1\n2\n")
        table = Table(path)
        assert table.header == ("urn",)
        assert [row.cells["URN"] for row in table.rows(("URN",))] == ["1", "2"]
        assert [row.line for row in table.rows(("URN",))] == [2, 3]

    def test_a_header_alone_is_a_table_of_no_rows(self):
        assert rows(b"urn,name\n", "urn") == []


class TestWorkbook:
    def test_every_kind_of_cell_becomes_text(self):
        source = workbook(
            ["urn", "count", "share", "hours", "day", "moment", "clock", "length", "yes", "word"],
            [100025, 12.0, 0.345, 2.9000000000000004, date(2026, 9, 1),
             datetime.fromisoformat("2026-09-01 08:30"), time(7, 30),
             timedelta(hours=37, minutes=30), True, "  Oak  "],
        )  # fmt: skip
        source_with_percent = workbook(
            ["share", "padded", "exact"],
            [0.345, 3.5, 7.25],
            formats={"A2": "0.0%", "B2": "0.000", "C2": "0.0"},
        )
        assert list(cells(source, *Table(source).header)[0].values()) == [
            "100025", "12", "0.345", "2.9", "2026-09-01", "2026-09-01 08:30:00", "07:30", "37:30",
            "yes", "Oak",
        ]  # fmt: skip
        assert cells(source_with_percent, "share", "padded", "exact") == [
            {"share": "34.5%", "padded": "3.500", "exact": "7.25"}
        ]

    def test_blank_rows_keep_the_row_numbers_true(self):
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        sheet["A2"], sheet["B2"], sheet["A7"], sheet["B1000"] = "urn", "name", 5, "Ash"
        out = io.BytesIO()
        book.save(out)
        assert rows(out.getvalue(), "urn", "name") == [
            Row(7, {"urn": "5", "name": ""}),
            Row(1000, {"urn": "", "name": "Ash"}),
        ]

    def test_the_first_visible_sheet_is_read(self):
        book = openpyxl.Workbook()
        book.worksheets[0].append(["notes"])
        book.worksheets[0].sheet_state = "hidden"
        shown = book.create_sheet("Schools")
        shown.append(["urn"])
        shown.append([5])
        out = io.BytesIO()
        book.save(out)
        assert cells(out.getvalue(), "urn") == [{"urn": "5"}]

    def test_a_made_up_size_does_not_matter(self):
        book = workbook(["urn"], [5])
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml")
        assert b'ref="A1:A2"' in sheet
        huge = sheet.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"')
        source = rezipped(book, "xl/worksheets/sheet1.xml", huge)
        assert cells(source, "urn") == [{"urn": "5"}]

    def test_an_absurd_row_number_is_refused(self):
        book = workbook(["urn"], [5])
        with zipfile.ZipFile(io.BytesIO(book)) as archive:
            sheet = archive.read("xl/worksheets/sheet1.xml")
        far = sheet.replace(b'<row r="2"', b'<row r="99999999999"')
        assert far != sheet
        with pytest.raises(WrongFile, match="far more than a table needs"):
            rows(rezipped(book, "xl/worksheets/sheet1.xml", far), "urn")

    @pytest.mark.parametrize("part", ["xl/styles.xml", "xl/worksheets/sheet1.xml"])
    def test_a_part_that_unpacks_without_end_is_refused(self, part):
        bomb = b"<worksheet><sheetData><row>" + b"<c/>" * 3_000_000
        with pytest.raises(WrongFile, match="far more than a table needs"):
            rows(rezipped(workbook(["urn"], [5]), part, bomb), "urn")

    def test_entities_are_refused(self):
        bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet>&a;</worksheet>'
        with pytest.raises(WrongFile, match="damaged or not a real"):
            rows(rezipped(workbook(["urn"]), "xl/worksheets/sheet1.xml", bomb), "urn")

    @pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml"])
    def test_broken_parts_are_refused(self, part):
        with pytest.raises(WrongFile, match="damaged or not a real"):
            rows(rezipped(workbook(["urn"], [5]), part, b"<nonsense"), "urn")

    def test_too_many_parts_are_refused(self):
        out = io.BytesIO(workbook(["urn"]))
        with zipfile.ZipFile(out, "a") as archive:
            for number in range(2001):
                archive.writestr(f"x/{number}.xml", "")
        with pytest.raises(WrongFile, match="far more than a table needs"):
            Table(out.getvalue())

    def test_a_truncated_workbook(self):
        with pytest.raises(WrongFile, match="damaged or only partly copied"):
            Table(workbook(["urn"], [5])[:2000])

    def test_an_empty_workbook(self):
        with pytest.raises(WrongFile, match="has no rows"):
            Table(workbook())

    def test_a_workbook_of_something_else(self):
        with pytest.raises(WrongFile, match="no column called “urn”"):
            rows(workbook(["Menu", "Price"], ["Soup", 3]), "urn")


def zip_of(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "urn\n1\n")
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (b"", "This file is empty"),
        (b"\r\n \n", "This file is empty"),
        (b"\xef\xbb\xbf", "This file is empty"),
        (b"\xef\xbb\xbf\n\n", "This file is empty"),
        (b"\x89PNG\r\n\x1a\n....", "This is an image, not a table"),
        (b"\xff\xd8\xff\xe0....", "This is an image, not a table"),
        (b"RIFF....WEBPVP8 ", "This is an image, not a table"),
        (b"%PDF-1.7\n", "This is a PDF, not a table"),
        (b"{\\rtf1 urn}", "This is a text document"),
        (b"\x1f\x8b\x08\x00", "This is a compressed file"),
        (b"<!DOCTYPE html><html>", "This is a web page or XML"),
        (b"\xef\xbb\xbf\n<html>", "This is a web page or XML"),
        ("urn,name\n1,Oak\n".encode("utf-16"), "UTF-16"),
        (b"urn,name\n1,O\x00k\n", "This file is not text"),
        (b"urn,name\n1,O\x07k\n", "This file is not text"),
        (bytes(range(1, 256)) * 40, "This file is not text"),
        (b"\xef\xbb\xbfurn,name\n1,St Mary\x92s\n", "says that it is UTF-8, but it is not"),
        (b"urn,name\n" + b"x" * 1_100_000, "a line of more than a million characters"),
        (OLE, r"an old \.xls workbook"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (zip_of("schools.csv"), "Unpack it first"),
        (zip_of("content.xml"), "a kind that cannot be read here"),
        (zip_of("word/document.xml"), "a document or a zip file"),
        (b"PK\x03\x04 and nothing more", "damaged or only partly copied"),
    ],
)
def test_files_that_are_something_else(source, words):
    with pytest.raises(WrongFile, match=words):
        Table(source)


def test_files_that_cannot_be_opened(tmp_path):
    with pytest.raises(WrongFile, match=r"missing\.csv cannot be opened"):
        Table(tmp_path / "missing.csv")
    with pytest.raises(WrongFile, match="cannot be opened"):
        Table(tmp_path)
