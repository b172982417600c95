"""Small files as people send them: whole certificates, and what only looks like one."""

import struct
import zlib

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\nxref\n0 1\ntrailer<</Size 1>>\nstartxref\n9\n%%EOF\n"
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x04JF" + b"\xff\xc0\x00\x05abc" + b"\xff\xda\x00\x04ab12345\xff\xd9"
)  # fmt: skip


def chunk(name: bytes, content: bytes) -> bytes:
    """One chunk of a PNG with its check sum."""
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)
