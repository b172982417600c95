"""The trust's own table of pay: salaries by academic year, area, scale and point.

A row takes the place of what holds at its point; what a file leaves out stays. A blank salary
leaves the point alone, and a blank basis or source what is stored with an unchanged figure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from trust_inclusion.adapters.tables import (
    CellProblem,
    Row,
    Source,
    WrongFile,
    csv_bytes,
    shortened,
)
from trust_inclusion.domain import access, templates
from trust_inclusion.domain.access import TRUST, Action, Actor
from trust_inclusion.domain.pay import Salary
from trust_inclusion.domain.pay_tables import (
    Basis,
    Key,
    PayTable,
    Place,
    area_of,
    basis_of,
    key,
    named,
    year_of,
)
from trust_inclusion.domain.pay_uploads import problems, salary_of
from trust_inclusion.domain.words import count, pounds
from trust_inclusion.services import pay_tables
from trust_inclusion.services.imports.cells import Cells, own_rows
from trust_inclusion.services.imports.preview import CellChange, Change, Preview, rows_in_error
from trust_inclusion.services.pay import uploading
from trust_inclusion.services.pay.uploading import Compared

REQUIRED = templates.PAY[:5]
EXPECTED = "the pay template"
SALARY = "annual_salary_gbp"
YEARS_AHEAD = 5
"""A table of a later year than that is a slip of the fingers."""
LONGEST_KEY = 160
LONGEST_CELL = 300
"""Characters of a cell that are carried from the preview on: more than any cell may have."""
MOST_CARRIED = 400_000
"""Bytes: what a form may hold, with room to spare (MAX_FORM_MEMORY_SIZE in config.py)."""
TOO_MUCH = (
    "This file has too many rows to look at here at once. Bring it in parts, such as a file for "
    "each academic year."
)
_LINE = "line"
_DIGITS = re.compile(r"[0-9]{1,7}")
_SUCH = {"scale": "Leadership", "point": "L6"}
_SHORT = re.compile(r"[a-z]{1,3}[0-9]{1,2}")
"""A point in small letters: l2 is read as L2, since l and 1 look alike."""
_NAME = re.compile(r"[^\W_][\w .,/()'’&+–-]*")


@dataclass(slots=True)
class File:
    """A file's rows as they came, and a sentence on columns that nobody reads."""

    name: str
    rows: list[Row]
    unread: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be saved, and the lines of its rows."""

    compared: Compared
    lines: Mapping[Key, int]


def read(actor: Actor, source: Source, *, file_name: str) -> File:
    """The rows of the template. Raises WrongFile."""
    access.require(actor, Action.EDIT_PAY_TABLES, TRUST)
    rows, unread = own_rows(source, templates.PAY, REQUIRED, EXPECTED)
    return File(file_name, rows, unread)


def carried(file: File) -> str:
    """A file's rows as text that a page carries from the preview to the saving of it.

    Each row keeps the line it had. Raises WrongFile where a form cannot hold them.
    """
    text = csv_bytes(
        (_LINE, *templates.PAY),
        (
            (row.line, *(row.cells[name][:LONGEST_CELL] for name in templates.PAY))
            for row in file.rows
        ),
    ).decode("utf-8-sig")
    if len(text.encode()) > MOST_CARRIED:
        raise WrongFile(TOO_MUCH)
    return text


def read_carried(actor: Actor, text: str, *, file_name: str) -> File:
    """The rows that a page carried: looked at anew, as those of a file are. Raises WrongFile."""
    access.require(actor, Action.EDIT_PAY_TABLES, TRUST)
    rows, _ = own_rows(text.encode(), (_LINE, *templates.PAY), REQUIRED, EXPECTED)
    lines = [int(line) for row in rows if _DIGITS.fullmatch(line := row.cells[_LINE])]
    # Only a page that was tampered with carries other lines: then they are those of the text.
    if len(lines) == len(rows) and lines == sorted(set(lines)):
        rows = [replace(row, line=line) for row, line in zip(rows, lines, strict=True)]
    return File(file_name, rows, "")


def preview(actor: Actor, file: File, *, today: date) -> Preview[Plan]:
    """What taking the file in would change. Reads only. Raises Refused."""
    bad: list[CellProblem] = []
    reading = _Reading(file.name, bad, today, pay_tables.table())
    for row in file.rows:
        reading.row(row)
    reading.drop_twice()
    compared = uploading.compare(actor, [one for _, one in reading.rows])
    lines = {key(one): line for line, one in reading.rows}
    found = Preview("pay", Plan(compared, lines), problems=bad)
    if file.unread:
        found.note(file.unread)
    if reading.blank:
        found.note(f"{count(reading.blank, 'row')} without a salary: what holds there stays.")
    found.unchanged = compared.merged.same + reading.blank
    found.left_out = rows_in_error(bad)
    _tell(found, compared, lines)
    return found


def apply(
    actor: Actor,
    found: Preview[Plan],
    *,
    leave_out_errors: bool = False,
    now: datetime,
    seen: str | None = None,
) -> None:
    """Save what the preview shows. Call both in one transaction. Raises CannotImport, Changed.

    `seen` is what the preview that somebody looked at was compared with (see `uploading`).
    """
    found.check(leave_out_errors=leave_out_errors)
    uploading.save(actor, found.plan.compared, found.counts(), seen=seen, now=now)


class _Reading:
    """Reads rows into salaries; what is wrong gathers by cell."""

    def __init__(self, name: str, found: list[CellProblem], today: date, table: PayTable) -> None:
        self.problems, self.today, self.table = found, today, table
        self.source = f"File {name}"[:200]
        self.rows: list[tuple[int, Salary]] = []
        self.blank = 0

    def row(self, row: Row) -> None:
        """One row of the file: a salary with its line, a problem, or nothing."""
        cells = Cells(row, self.problems, self.today)
        for column in REQUIRED[:4]:
            if cells.blank(column):
                cells.bad(column, "This is blank and is needed.")
        year, area = cells.parsed("academic_year", self._year), cells.parsed("area", area_of)
        scale, point = _name(cells, "scale", 40), _name(cells, "point", 20)
        pence = cells.parsed(SALARY, salary_of)
        basis, source = cells.parsed("basis", basis_of), cells.text("source")
        if cells.failed or not (year and area and scale and point):
            return
        if pence is None:
            self.blank += 1
            return
        called = point.upper() if _SHORT.fullmatch(point) else point
        one = Salary(year, area, named(scale), called, pence, basis or "", source or "")
        for finding in problems([one]):
            cells.bad(SALARY, finding.message)
        if len(pay_tables.stored_key(key(one))) > LONGEST_KEY:
            cells.bad("point", "Scale and point are too long together.")
        if not cells.failed:
            self.rows.append((cells.line, self._filled(one)))

    def drop_twice(self) -> None:
        """Take out the points that stand twice with two salaries: nobody can say which holds."""
        found = problems([one for _, one in self.rows], [line for line, _ in self.rows])
        said = {finding.line: finding.message for finding in found}
        twice: dict[Key, int] = {key(one): line for line, one in self.rows if line in said}
        for line, one in self.rows:
            if key(one) in twice:
                other = f"Line {twice[key(one)]} gives this point another salary."
                self.problems.append(CellProblem(line, "point", said.get(line, other)))
        self.rows = [(line, one) for line, one in self.rows if key(one) not in twice]

    def _year(self, text: str) -> str:
        year = year_of(text)
        if int(year[:4]) > self.today.year + YEARS_AHEAD:
            raise ValueError(f"The year {year} cannot be right.")
        return year

    def _filled(self, one: Salary) -> Salary:
        """With what its blank cells leave as it is stored, or else say of the trust's own."""
        held = self.table.salary(one.year, Place(one.area, one.scale, one.point))
        if held is not None and held.pence == one.pence:
            return replace(one, basis=one.basis or held.basis, source=one.source or held.source)
        return replace(one, basis=one.basis or Basis.OWN.value, source=one.source or self.source)


def _name(cells: Cells, column: str, most: int) -> str | None:
    """A scale or a point by name: words and numbers, so that nothing else passes for one."""
    text = cells.text(column, most)
    if text and len(text) <= most and not _NAME.fullmatch(text):
        cells.bad(
            column, f"{shortened(text)} is not the name of a {column} such as {_SUCH[column]}."
        )
    return text


def _tell(found: Preview[Plan], compared: Compared, lines: Mapping[Key, int]) -> None:
    """The rows that change, in the order of the file, and what is unusual about their scales."""
    for row in compared.merged.added:
        cells = [CellChange(name, "", told) for name, told in _told(row)]
        found.changes.append(Change(lines.get(key(row)), _what(row), True, tuple(cells)))
    for before, after in compared.merged.changed:
        pairs = zip(_told(before), _told(after), strict=True)
        cells = [CellChange(name, was, has) for (name, was), (_, has) in pairs if was != has]
        found.changes.append(Change(lines.get(key(after)), _what(after), False, tuple(cells)))
    found.changes.sort(key=lambda change: change.line or 0)
    for remark in compared.remarks:
        found.note(remark.message)


def _what(row: Salary) -> str:
    return f"{row.point}, {row.scale}, {row.area}, {row.year}"


def _told(row: Salary) -> list[tuple[str, str]]:
    return [(SALARY, pounds(row.pence)), ("basis", row.basis), ("source", row.source)]
