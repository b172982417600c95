"""Certificates of the demo, drawn here: a PDF, a PNG or a JPEG with the same few lines.

All of them say that they are specimens. Pictures are drawn dot by dot; a dot of the JPEG is one of
its squares of eight by eight, so that it needs nothing but the mean of each.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise

WHITE, BLACK = 255, 24
COLUMNS, ROWS = 150, 84
"""Of dots, in a picture."""
LINE_HEIGHT = 12

# Each letter is five columns of seven dots; the lowest bit of a column is its top.
_SHAPES = {
    letter: bytes.fromhex(columns)
    for letter, columns in (
        ("A", "7e1111117e"), ("B", "7f49494936"), ("C", "3e41414122"), ("D", "7f4141221c"),
        ("E", "7f49494941"), ("F", "7f09090901"), ("G", "3e41494932"), ("H", "7f0808087f"),
        ("I", "00417f4100"), ("J", "2040413f01"), ("K", "7f08142241"), ("L", "7f40404040"),
        ("M", "7f020c027f"), ("N", "7f0408107f"), ("O", "3e4141413e"), ("P", "7f09090906"),
        ("Q", "3e4151215e"), ("R", "7f09192946"), ("S", "4649494931"), ("T", "01017f0101"),
        ("U", "3f4040403f"), ("V", "1f2040201f"), ("W", "3f4038403f"), ("X", "6314081463"),
        ("Y", "0708700807"), ("Z", "6151494543"), ("0", "3e5149453e"), ("1", "00427f4000"),
        ("2", "4261514946"), ("3", "2141454b31"), ("4", "1814127f10"), ("5", "2745454539"),
        ("6", "3c4a494930"), ("7", "0171090503"), ("8", "3649494936"), ("9", "064949291e"),
        ("-", "0808080808"), (".", "0060600000"),
    )
}  # fmt: skip


def drawn(kind: str, lines: Sequence[str]) -> bytes:
    """The content of a file of a kind ("pdf", "png" or "jpeg") that says these lines."""
    return {"pdf": pdf, "png": png, "jpeg": jpeg}[kind](lines)


def pdf(lines: Sequence[str]) -> bytes:
    """One page with these lines; only what a plain ASCII font can write."""
    spoken = " ".join(f"({_escaped(line)}) Tj 0 -34 Td" for line in lines)
    content = f"BT /F1 20 Tf 72 460 Td {spoken} ET 36 36 770 523 re S".encode("ascii")
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]/Contents 4 0 R/Resources 6 0 R>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        b"<</Font<</F1 5 0 R>>>>",
    )
    written, places = b"%PDF-1.4\n", list[int]()
    for number, body in enumerate(objects, 1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
        + b"trailer\n<</Size %d/Root 1 0 R>>\n" % (len(objects) + 1)
        + b"startxref\n%d\n%%%%EOF\n" % len(written)
    )


def png(lines: Sequence[str], scale: int = 6) -> bytes:
    """A grey picture, each dot `scale` wide and high."""
    rows = b""
    for dots in _picture(lines):
        row = b"".join(bytes([dot]) * scale for dot in dots)
        rows += (b"\0" + row) * scale
    header = struct.pack(">IIBBBBB", COLUMNS * scale, ROWS * scale, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )


def jpeg(lines: Sequence[str]) -> bytes:
    """A grey picture of plain squares: of each only its mean is written (ITU-T T.81, baseline)."""
    # Twelve sizes of a difference, each with a code of four bits; of the rest only "nothing more".
    means = bytes([0, 0, 0, 12, *[0] * 12]) + bytes(range(12))
    nothing = bytes([1, *[0] * 15]) + b"\0"
    frame = struct.pack(">BHHB", 8, ROWS * 8, COLUMNS * 8, 1) + b"\1\x11\0"
    return b"".join(
        (
            b"\xff\xd8",
            _segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
            _segment(0xDB, b"\0" + b"\x08" * 64),
            _segment(0xC0, frame),
            _segment(0xC4, b"\x00" + means),
            _segment(0xC4, b"\x10" + nothing),
            _segment(0xDA, b"\1\1\0\0\x3f\0"),
            _packed(_bits(_picture(lines))),
            b"\xff\xd9",
        )
    )


def _segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(body) + 2) + body


def _bits(picture: Sequence[bytes]) -> Iterator[str]:
    """Each square's difference to the one before: its size, its bits, and nothing more."""
    # With every quantity divided by eight, the mean of a square is its grey less the middle one.
    means = [0, *(dot - 128 for dots in picture for dot in dots)]
    for before, mean in pairwise(means):
        step = mean - before
        size = abs(step).bit_length()
        yield f"{size:04b}"
        if size:
            yield f"{step if step > 0 else step + (1 << size) - 1:0{size}b}"
        yield "0"


def _packed(bits: Iterator[str]) -> bytes:
    """Bits as bytes, filled up with ones; a byte of ones is followed by an empty one."""
    text = "".join(bits)
    text += "1" * (-len(text) % 8)
    packed = int(text, 2).to_bytes(len(text) // 8, "big")
    return packed.replace(b"\xff", b"\xff\0")


def _picture(lines: Sequence[str]) -> list[bytes]:
    """The dots: a frame, and the lines in capitals from the top."""
    rows = [bytearray([WHITE] * COLUMNS) for _ in range(ROWS)]
    for place in range(1, COLUMNS - 1):
        rows[1][place] = rows[-2][place] = BLACK
    for row in rows[1:-1]:
        row[1] = row[-2] = BLACK
    for number, line in enumerate(lines):
        for place, letter in enumerate(line.upper()):
            for x, column in enumerate(_SHAPES.get(letter, bytes(5))):
                for y in range(7):
                    across, down = 6 + place * 6 + x, 7 + number * LINE_HEIGHT + y
                    if column >> y & 1 and across < COLUMNS - 3:
                        rows[down][across] = BLACK
    return [bytes(row) for row in rows]


def _escaped(line: str) -> str:
    return line.replace("\\", "").replace("(", "\\(").replace(")", "\\)")
