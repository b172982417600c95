"""How a file or a cell is turned down: in one sentence that says what to do about it."""

from __future__ import annotations

from dataclasses import dataclass


class WrongFile(Exception):
    """The file as a whole cannot be taken; the text is one sentence for the person who chose it."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """One bad cell: its line in the file as a spreadsheet numbers it, its column, and why."""

    line: int
    column: str
    message: str


def shortened(text: str, most: int = 40) -> str:
    """`text` in quotation marks, cut to `most` characters: files hold long mistakes."""
    return f"“{text if len(text) <= most else text[: most - 1] + '…'}”"
