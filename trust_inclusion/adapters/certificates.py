"""What kind of certificate a file is, by its content and never by its name."""

from __future__ import annotations

import re
import struct
import zlib
from enum import StrEnum

from trust_inclusion.adapters.refusals import WrongFile

MAX_BYTES = 10 * 1024 * 1024
_PNG = b"\x89PNG\r\n\x1a\n"
_ANOTHER = "Choose a PDF, PNG or JPEG file of up to 10 MB."
_TAIL = 2048
MOST_DOTS = 100_000_000
"""Of a picture, as an A3 page scanned at 600 to the inch has 70 million: a small file can say that
it has many more, and whatever opens it would need the memory."""
_PAGE = re.compile(rb"<(?:!doctype|html|head|body|script|svg|iframe|img|meta)[\s/>]", re.IGNORECASE)
_LOOKED_AT = 4096
"""Bytes at the start in which a browser would look for a page's tags, and more."""


class Kind(StrEnum):
    """What is taken."""

    PDF = "pdf"
    PNG = "png"
    JPEG = "jpeg"


MIMETYPES = {Kind.PDF: "application/pdf", Kind.PNG: "image/png", Kind.JPEG: "image/jpeg"}


def kind_of(content: bytes) -> Kind:
    """The kind of this certificate. WrongFile, saying what to do, for anything else."""
    if not content:
        raise WrongFile("This file is empty. Choose the file again, or download it again.")
    if len(content) > MAX_BYTES:
        raise WrongFile(f"This file is larger than 10 MB. {_ANOTHER}")
    for kind, start, whole in (
        (Kind.PDF, b"%PDF-", _is_pdf),
        (Kind.PNG, _PNG, _is_png),
        (Kind.JPEG, b"\xff\xd8\xff", _is_jpeg),
    ):
        if content.startswith(start):
            if not whole(content):
                raise WrongFile("This file is damaged or only partly copied. Save it again.")
            _check_size(kind, content)
            return kind
    raise WrongFile(f"This is not a PDF or a picture, whatever its name says. {_ANOTHER}")


def _check_size(kind: Kind, content: bytes) -> None:
    if kind is Kind.PDF:
        return
    width, height = _png_size(content) if kind is Kind.PNG else _jpeg_size(content)
    if width * height > MOST_DOTS:
        raise WrongFile(
            f"This picture is too large to open: {width:,} by {height:,} dots. Scan it again at a "
            "lower resolution, or save it as a PDF."
        )


def _is_pdf(content: bytes) -> bool:
    """A version and no page of the web after it; an end that points to a cross-reference."""
    if not re.match(rb"%PDF-[12]\.[0-9]", content) or _PAGE.search(content[:_LOOKED_AT]):
        return False
    ends = re.findall(rb"startxref\s+(\d{1,10})\s+%%EOF", content[-_TAIL:])
    if not ends:
        return False
    at = int(ends[-1])
    # Some programs count the place a little wrong, and readers mend it.
    there = content[max(at - 32, 0) : at + 64]
    return at < len(content) and bool(re.search(rb"(?<!start)xref|\d+\s+\d+\s+obj", there))


def _is_png(content: bytes) -> bool:
    """Chunks whose lengths and check sums hold, a header first and an end last."""
    at, first = len(_PNG), True
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 8 + length
        if end + 4 > len(content) or (first and (name != b"IHDR" or length != 13)):
            return False
        (total,) = struct.unpack_from(">I", content, end)
        if zlib.crc32(content[at + 4 : end]) != total:
            return False
        if name == b"IEND":
            return end + 4 == len(content) and 0 not in _png_size(content)
        at, first = end + 4, False
    return False


def _png_size(content: bytes) -> tuple[int, int]:
    """Width and height, which stand in the header at a fixed place."""
    width, height = struct.unpack_from(">II", content, len(_PNG) + 8)
    return width, height


def _is_jpeg(content: bytes) -> bool:
    """Segments that follow each other up to the picture itself, and an end."""
    return 0 not in _jpeg_size(content) and b"\xff\xd9" in content[-_TAIL:]


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height from the frame's segment; noughts where the segments do not hold."""
    at, size = 2, (0, 0)
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        (length,) = struct.unpack_from(">H", content, at + 2)
        if length < 2:
            break
        if marker == 0xDA:
            return size
        if _is_frame(marker) and length >= 8 and at + 9 <= len(content):
            height, width = struct.unpack_from(">HH", content, at + 5)
            size = (width, height)
        at += 2 + length
    return (0, 0)


def _is_frame(marker: int) -> bool:
    return 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC)
