"""Certificates are taken by their content; they lie under random names; the scanner is asked."""

from pathlib import Path

import pytest

from tests import clamd
from tests.certificate_files import JPEG, PAGE, PDF, PNG, POLYGLOT, jpeg, png
from trust_inclusion.adapters import certificates, virus_scan
from trust_inclusion.adapters.certificates import MAX_BYTES, Kind
from trust_inclusion.adapters.files import Folder, NotStored
from trust_inclusion.adapters.refusals import WrongFile


@pytest.mark.parametrize(("content", "kind"), [(PDF, Kind.PDF), (PNG, Kind.PNG), (JPEG, Kind.JPEG)])
def test_a_certificate_is_known_by_its_content(content: bytes, kind: Kind) -> None:
    assert certificates.kind_of(content) is kind


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (PDF.ljust(MAX_BYTES + 1), "larger than 10 MB"),
        (b"<html><script>alert(1)</script>", "not a PDF"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a PDF"),
        (b"MZ\x90\x00", "not a PDF"),
        (b"GIF89a" + PDF, "not a PDF"),
        (b"%PDF-1.4\n<html><script>", "damaged"),
        (b"%PDF-9<script>startxref %%EOF", "damaged"),
        (PDF[:-8], "damaged"),
        (POLYGLOT, "damaged"),
        (b"%PDF-1.4\n" + b" " * 2000 + b"<SVG onload=x>" + PDF, "damaged"),
        (b"%PDF-1.4\nstartxref\n9\n%%EOF\n", "damaged"),
        (b"%PDF-1.4\nstartxref\n999999\n%%EOF\n", "damaged"),
        (PDF + PAGE * 100, "damaged"),
        (png(100_000, 100_000), "too large to open: 100,000 by 100,000 dots"),
        (png(2**31 - 1, 1), "too large to open"),
        (jpeg(60_000, 60_000), "too large to open: 60,000 by 60,000 dots"),
        (png(0, 5), "damaged"),
        (jpeg(5, 0), "damaged"),
        (PNG[:-4], "damaged"),
        (PNG + b"<html>", "damaged"),
        (PNG[:20] + b"\1" + PNG[21:], "damaged"),
        (JPEG[:-2], "damaged"),
        (b"\xff\xd8\xff" + b"<html><script>alert(1)</script>", "damaged"),
        (b"\xff\xd8\xff\xe0\x00\x00", "damaged"),
    ],
)
def test_what_only_looks_like_one_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(WrongFile, match=said):
        certificates.kind_of(content)


def test_a_large_scan_is_taken() -> None:
    for width, height in ((9933, 7016), (7016, 9933)):  # A3 at 600 dots to the inch
        assert certificates.kind_of(png(width, height)) is Kind.PNG
        assert certificates.kind_of(jpeg(width, height)) is Kind.JPEG


def test_a_pdf_whose_program_counted_a_little_wrong_is_taken() -> None:
    assert certificates.kind_of(PDF.replace(b"startxref\n9\n", b"startxref\r\n17\r\n")) is Kind.PDF
    assert certificates.kind_of(PDF + b"\n" * 40) is Kind.PDF


def test_every_cut_of_a_picture_is_refused() -> None:
    for whole in (PNG, JPEG):
        for end in range(len(whole)):
            with pytest.raises(WrongFile):
                certificates.kind_of(whole[:end])


def test_a_folder_keeps_gives_back_and_forgets(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "kept")
    first, second = folder.put(PDF), folder.put(PDF)
    assert first != second
    assert folder.get(first) == PDF
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0
    assert (tmp_path / "kept" / first).stat().st_mode & 0o077 == 0
    folder.remove(first)
    folder.remove(first)
    assert [one.name for one in (tmp_path / "kept").iterdir()] == [second]
    with pytest.raises(NotStored):
        folder.get(first)


@pytest.mark.parametrize(
    "key", ["", "../secret", "/etc/passwd", "a" * 47, "A" * 48, "a" * 48 + "\n"]
)
def test_a_key_names_no_other_place(tmp_path: Path, key: str) -> None:
    (tmp_path / "secret").write_text("x")
    folder = Folder(tmp_path / "kept")
    with pytest.raises(NotStored):
        folder.get(key)
    with pytest.raises(NotStored):
        folder.remove(key)


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("in the way")
    with pytest.raises(NotStored, match="could not be kept"):
        Folder(tmp_path / "kept").put(PDF)


def test_the_scanner_reads_all_of_the_file() -> None:
    content = PDF * 2000
    with clamd.served() as scanner:
        virus_scan.scan(content, scanner.address)
    assert scanner.read == [content]


@pytest.mark.parametrize("content", [clamd.EICAR, PDF + clamd.EICAR])
def test_what_the_scanner_finds_is_refused(content: bytes, tmp_path: Path) -> None:
    for at in ("", str(tmp_path / "clamd.sock")):
        with clamd.served(at) as scanner, pytest.raises(virus_scan.Infected):
            virus_scan.scan(content, scanner.address)


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"", b"UNKNOWN COMMAND\0", b"OK" * 9000]
)
def test_a_scanner_that_fails_lets_nothing_through(answer: bytes) -> None:
    with (
        clamd.served(answer=answer) as scanner,
        pytest.raises(virus_scan.NoAnswer),
    ):
        virus_scan.scan(PDF, scanner.address)


def test_a_scanner_that_is_not_there_lets_nothing_through(tmp_path: Path) -> None:
    for address in ("127.0.0.1:1", str(tmp_path / "nobody")):
        with pytest.raises(virus_scan.NoAnswer, match="was not taken"):
            virus_scan.scan(PDF, address)
