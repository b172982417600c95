"""How much goes over the wire."""

import gzip
from dataclasses import dataclass

from tests.bench import cases
from trust_inclusion import folder


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes of something, and the most they may be."""

    name: str
    bytes: int
    most: int

    @property
    def fits(self) -> bool:
        return self.bytes <= self.most


def of_page(html: bytes) -> list[Size]:
    """A page of 50 rows, as it is and compressed."""
    return [
        Size("HTML of 50 rows", len(html), cases.HTML_BYTES),
        Size("the same, gzipped", _compressed(html), cases.HTML_GZIPPED),
    ]


def of_static_files() -> Size:
    """All files a browser may load beside a page, each compressed; licences are read by people."""
    files = [path for path in folder("static").rglob("*") if path.is_file()]
    loaded = [path for path in files if path.suffix != ".txt"]
    total = sum(_compressed(path.read_bytes()) for path in loaded)
    return Size("static files, gzipped", total, cases.STATIC_GZIPPED)


def _compressed(content: bytes) -> int:
    # 6 is what web servers and gzip itself use unless told otherwise.
    return len(gzip.compress(content, 6))
