"""A preview as plain text for a terminal of 80 columns."""

from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from trust_inclusion.domain.words import count
from trust_inclusion.services.imports import Change, Notice, Preview

WIDTH = 80
MOST_CHANGES = 40
MOST_NOTICES = 60
MOST_PROBLEMS = 200
INDENT = " " * 11


def preview(found: Preview[Any]) -> Iterator[str]:
    """The lines of a preview: what to know, what would change, what is wrong, and the count."""
    for notice in (one for one in found.notices if one.line is None):
        yield from _wrapped(notice.message, "", "")
    yield from _notices([one for one in found.notices if one.line is not None])
    yield from _changes(found.changes)
    yield from _problems(found)
    yield ""
    yield (
        f"{found.new:,} new, {found.changed:,} changed, {found.unchanged:,} unchanged, "
        f"{found.left_out:,} left out"
    )


def _notices(found: list[Notice]) -> Iterator[str]:
    if found:
        yield ""
        yield "To know before saving"
    for notice in found[:MOST_NOTICES]:
        yield from _told(notice.line, notice.message)
    yield from _more(len(found), MOST_NOTICES, "notice")


def _changes(found: list[Change]) -> Iterator[str]:
    if found:
        yield ""
        yield "What changes"
    for change in found[:MOST_CHANGES]:
        yield from _told(change.line, f"{change.what}{' (new)' if change.new else ''}")
        for line in _cells(change):
            yield from _wrapped(line, INDENT, f"{INDENT}  ")
    yield from _more(len(found), MOST_CHANGES, "row")


def _cells(change: Change) -> list[str]:
    """A new row in one paragraph, a changed one cell by cell."""
    if change.new:
        return ["; ".join(f"{cell.column} {cell.after}" for cell in change.cells if cell.after)]
    return [
        f"{cell.column}: {cell.before or '(blank)'} -> {cell.after or '(blank)'}"
        for cell in change.cells
    ]


def _problems(found: Preview[Any]) -> Iterator[str]:
    if found.problems:
        yield ""
        yield "Rows in error"
    for problem in sorted(found.problems, key=lambda one: one.line)[:MOST_PROBLEMS]:
        yield from _told(problem.line, f"{problem.column}: {problem.message}")
    yield from _more(len(found.problems), MOST_PROBLEMS, "cell")


def _told(line: int | None, text: str) -> Iterator[str]:
    where = f"line {line}" if line is not None else ""
    yield from _wrapped(text, f"{where:<10} ", INDENT)


def _wrapped(text: str, first: str, others: str) -> list[str]:
    # Dates and names keep their hyphens on one line.
    return wrap(text, WIDTH, initial_indent=first, subsequent_indent=others, break_on_hyphens=False)


def _more(there: int, shown: int, what: str) -> Iterator[str]:
    if there > shown:
        yield f"{INDENT}... and {count(there - shown, what)} more"
