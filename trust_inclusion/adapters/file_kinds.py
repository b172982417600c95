"""What kind of file this is, by its first bytes and not by its name."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from trust_inclusion.adapters.refusals import WrongFile

Source = bytes | Path

MAX_FILE_BYTES = 200 * 1024 * 1024
"""The whole of England in GIAS is 62 MB."""

_SAVE_AS_CSV = "Open it in a spreadsheet program and save it as CSV UTF-8 or .xlsx."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG", "an image"),
    (0, b"\xff\xd8\xff", "an image"),
    (0, b"GIF8", "an image"),
    (0, b"II*\x00", "an image"),
    (0, b"MM\x00*", "an image"),
    (8, b"WEBP", "an image"),
    (4, b"ftyp", "an image or a film"),
    (0, b"%PDF", "a PDF"),
    (0, b"{\\rtf", "a text document"),
    (0, b"\x1f\x8b", "a compressed file"),
    (0, b"7z\xbc\xaf", "a compressed file"),
    (0, b"Rar!", "a compressed file"),
    (0, b"SQLite format 3", "a database"),
)


class Kind(StrEnum):
    """What can be read."""

    DELIMITED = "delimited"
    WORKBOOK = "workbook"


def open_binary(source: Source) -> BinaryIO:
    """The bytes of `source` as a stream. WrongFile when it cannot be opened."""
    if isinstance(source, bytes):
        return io.BytesIO(source)
    try:
        return source.open("rb")
    except OSError as error:
        raise WrongFile(f"{source.name} cannot be opened: {error.strerror}.") from error


def kind_of(source: Source) -> Kind:
    """Whether this is a table that can be read. WrongFile, saying what it is, when it is not."""
    with open_binary(source) as stream:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        start = stream.read(1024)
        if not start.strip():
            raise WrongFile("This file is empty. Choose the file again, or download it again.")
        if size > MAX_FILE_BYTES:
            raise WrongFile(
                f"This file is larger than {MAX_FILE_BYTES // 1024**2} MB, which no file that "
                "can be imported here is. Choose another."
            )
        if start.startswith(_OLE):
            raise WrongFile(_old_or_locked(stream))
        if start.startswith(_ZIP):
            _check_is_workbook(stream)
            return Kind.WORKBOOK
    for offset, signature, words in _SIGNATURES:
        if start.startswith(signature, offset):
            raise WrongFile(f"This is {words}, not a table. Choose a CSV or .xlsx file.")
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise WrongFile(f"This file is “Unicode text” (UTF-16). {_SAVE_AS_CSV}")
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype", b"<html", b"<?xml")):
        raise WrongFile(
            "This is a web page or XML, not a table. Use the download link of the page, and "
            "choose the CSV file that it gives."
        )
    return Kind.DELIMITED


def _old_or_locked(stream: BinaryIO) -> str:
    """An old .xls and a password-protected .xlsx are wrapped alike; a name inside tells."""
    stream.seek(0)
    inside = stream.read(MAX_FILE_BYTES)
    if "EncryptedPackage".encode("utf-16-le") in inside:
        return "This workbook is protected by a password. Save a copy without it and choose that."
    return f"This is an old .xls workbook or an Office document. {_SAVE_AS_CSV}"


def _check_is_workbook(stream: BinaryIO) -> None:
    try:
        with zipfile.ZipFile(stream) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise WrongFile(
            "This workbook is damaged or only partly copied. Download or save it again."
        ) from error
    if "xl/workbook.xml" in names:
        return
    if any(name.lower().endswith(".csv") for name in names):
        raise WrongFile("This is a zip file. Unpack it first, and choose the CSV file inside.")
    if "content.xml" in names or "xl/workbook.bin" in names:
        raise WrongFile(f"This is a workbook of a kind that cannot be read here. {_SAVE_AS_CSV}")
    raise WrongFile("This is a document or a zip file, not a table. Choose a CSV or .xlsx file.")
