"""CSV as schools and the Department for Education save it, streamed, with true line numbers."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from trust_inclusion.adapters.file_kinds import Source, open_binary
from trust_inclusion.adapters.refusals import WrongFile

_CHUNK = 1024 * 1024
_MAX_LINE_BYTES = 1024 * 1024
_CONTROL = re.compile(rb"[\x01-\x08\x0e-\x19\x1b-\x1f\x7f]")
_NOT_TEXT = (
    "This file is not text: it holds characters that no CSV file has. Choose a CSV or .xlsx file."
)

Encoding = Literal["utf-8-sig", "cp1252"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is to be read: found once, used by every pass over it."""

    encoding: Encoding
    delimiter: str


def dialect_of(source: Source) -> Dialect:
    """Encoding and delimiter, from one pass over every byte. WrongFile when it is not text."""
    encoding = _encoding_of(source)
    with _open_text(source, encoding) as text:
        for line in text:
            if line.strip():
                return Dialect(encoding, max(",;\t", key=line.count))
    raise WrongFile("This file is empty. Choose the file again, or download it again.")


def records(source: Source, dialect: Dialect) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line it begins on (1 is the first), however many lines it fills.

    WrongFile, naming the line, where the quotation marks do not pair.
    """
    with _open_text(source, dialect.encoding) as text:
        reader = csv.reader(text, delimiter=dialect.delimiter, strict=True)
        while True:
            line = reader.line_num + 1
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise WrongFile(
                    f"Line {line} cannot be read: a quotation mark there is not closed, or "
                    "stands inside a value. Correct it and choose the file again."
                ) from error
            yield line, record


def _open_text(source: Source, encoding: Encoding) -> io.TextIOWrapper:
    # Windows-1252 leaves five bytes without a meaning: one such in 62 MB is shown as a question
    # mark in a diamond and does not spoil the rest. UTF-8 has been proved before.
    errors = "replace" if encoding == "cp1252" else "strict"
    return io.TextIOWrapper(open_binary(source), encoding=encoding, errors=errors, newline="")


def _encoding_of(source: Source) -> Encoding:
    """UTF-8 if every byte of the file agrees, else Windows-1252.

    A pass of its own: GIAS files hold their first accent or curly quote megabytes in.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    is_utf8, marked, line_bytes, first = True, False, 0, True
    with open_binary(source) as stream:
        while True:
            chunk = stream.read(_CHUNK)
            if first:
                marked = chunk.startswith(codecs.BOM_UTF8)
                first = False
            if b"\x00" in chunk or _CONTROL.search(chunk):
                raise WrongFile(_NOT_TEXT)
            line_bytes = _longest_line(chunk, line_bytes)
            if is_utf8:
                is_utf8 = _decodes(decoder, chunk)
            if not chunk:
                break
    if marked and not is_utf8:
        raise WrongFile(
            "This file says that it is UTF-8, but it is not, so names would come out wrong. "
            "Save it again as CSV UTF-8."
        )
    return "utf-8-sig" if is_utf8 else "cp1252"


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes) -> bool:
    try:
        decoder.decode(chunk, final=not chunk)
    except UnicodeDecodeError:
        return False
    return True


def _longest_line(chunk: bytes, carried: int) -> int:
    """Bytes of the line that `chunk` ends in, `carried` of which came before. WrongFile if long."""
    lines = chunk.split(b"\n")
    lengths = [len(line) for line in lines]
    lengths[0] += carried
    if max(lengths) > _MAX_LINE_BYTES:
        raise WrongFile(
            "This file has a line of more than a million characters, so it is not a table with "
            "one row on each line. Save it again as CSV UTF-8."
        )
    return lengths[-1]
