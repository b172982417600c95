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
            return kind
    raise WrongFile(f"This is not a PDF or a picture, whatever its name says. {_ANOTHER}")


def _is_pdf(content: bytes) -> bool:
    """A version, a cross-reference that the end points to, and an end."""
    versioned = re.match(rb"%PDF-[12]\.[0-9]", content)
    end = content[-_TAIL:]
    return bool(versioned) and b"startxref" in end and b"%%EOF" in end


def _is_png(content: bytes) -> bool:
    """Chunks whose lengths and check sums hold, a header first and an end last."""
    at, first = len(_PNG), True
    while at + 12 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        name, end = content[at + 4 : at + 8], at + 8 + length
        if end + 4 > len(content) or (first and name != b"IHDR"):
            return False
        (total,) = struct.unpack_from(">I", content, end)
        if zlib.crc32(content[at + 4 : end]) != total:
            return False
        if name == b"IEND":
            return end + 4 == len(content)
        at, first = end + 4, False
    return False


def _is_jpeg(content: bytes) -> bool:
    """Segments that follow each other up to the picture itself, and an end."""
    at, framed = 2, False
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            return False
        marker = content[at + 1]
        (length,) = struct.unpack_from(">H", content, at + 2)
        if length < 2:
            return False
        if marker == 0xDA:
            return framed and b"\xff\xd9" in content[-_TAIL:]
        framed = framed or (0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC))
        at += 2 + length
    return False
