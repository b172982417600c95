"""Small files as people send them: whole certificates, and what only looks like one."""

import struct
import zlib

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\nxref\n0 1\ntrailer<</Size 1>>\nstartxref\n9\n%%EOF\n"


def jpeg(width: int = 1, height: int = 1) -> bytes:
    """A picture that says it is of this size; its dots are never looked at."""
    frame = struct.pack(">HBHHB", 8, 8, height, width, 0)
    return b"\xff\xd8\xff\xe0\x00\x04JF" + b"\xff\xc0" + frame + b"\xff\xda\x00\x04ab12345\xff\xd9"


JPEG = jpeg()


def chunk(name: bytes, content: bytes) -> bytes:
    """One chunk of a PNG with its check sum."""
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def png(width: int = 1, height: int = 1) -> bytes:
    """A picture that says it is of this size, with the dots of the smallest."""
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(b"\0\0"))
        + chunk(b"IEND", b"")
    )


PNG = png()

PAGE = b"<html><script>alert(1)</script></html>"
POLYGLOT = b"%PDF-1.4\n" + PAGE + b"\n1 0 obj<<>>endobj\nstartxref\n48\n%%EOF\n"
"""A page of the web that has all the marks of a PDF."""
