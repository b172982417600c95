"""The trust's own figures of its academies, from the evidence template.

Only rows of origin `evidence_file` are touched. A blank leaves the stored figure alone, and a
figure that counts already, whoever said it, changes nothing; so an exported file reads back.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from trust_inclusion.adapters.tables import Row, Source
from trust_inclusion.db import db
from trust_inclusion.domain import access, templates, words
from trust_inclusion.domain import evidence as rules
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.evidence import (
    MOST_BUDGET_PENCE,
    MOST_PUPILS,
    MOST_TURNOVER_TENTHS,
    Origin,
)
from trust_inclusion.models.academies import Academy, Evidence
from trust_inclusion.services import audit, standing
from trust_inclusion.services.imports.cells import Cells, own_rows, urn
from trust_inclusion.services.imports.preview import CellChange, Change, Preview, rows_in_error

COLUMNS = {
    "roll": "roll",
    "sen_support": "sen_support",
    "sen_support_with_specialist": "sen_support_with_specialist",
    "ehcp": "ehcp",
    "notional_sen_budget_pence": "notional_sen_budget_gbp",
    "budget_year": "budget_year",
    "turnover_tenths": "turnover_percent",
    "turnover_source": "turnover_source",
    "source": "source",
}
"""Our columns and the template's."""
_OF_PROBLEM = {"notional_sen_budget": "notional_sen_budget_gbp", "turnover": "turnover_percent"}
_TOGETHER = (("notional_sen_budget_pence", "budget_year"), ("turnover_tenths", "turnover_source"))
"""A figure and what is stored with it, from the same source."""
Values = dict[str, int | str | None]


@dataclass(slots=True)
class File:
    name: str
    rows: list[Row]
    unread: str


@dataclass(frozen=True, slots=True)
class Write:
    academy_id: int
    census_date: date
    values: Values
    before: Values


@dataclass(slots=True)
class Plan:
    writes: list[Write] = field(default_factory=list[Write])


def read(actor: Actor, source: Source, *, file_name: str) -> File:
    """The rows of the template. Raises WrongFile."""
    access.require(actor, Action.IMPORT_EVIDENCE, access.TRUST)
    required = ("urn", "census_date")
    rows, unread = own_rows(source, templates.EVIDENCE, required, "the evidence template")
    return File(file_name, rows, unread)


def preview(actor: Actor, file: File, *, today: date) -> Preview[Plan]:
    """What taking the file in would change. Reads only."""
    access.require(actor, Action.IMPORT_EVIDENCE, access.TRUST)
    found = Preview("evidence", Plan())
    if file.unread:
        found.note(file.unread)
    planning = _Planning(file, found, today)
    for row in file.rows:
        planning.row(row)
    found.left_out = rows_in_error(found.problems)
    return found


class _Planning:
    """Compares the rows with what is stored, and with each other."""

    def __init__(self, file: File, found: Preview[Plan], today: date) -> None:
        self.file, self.found, self.today = file, found, today
        self.academies = {one.urn: one for one in db.session.scalars(select(Academy))}
        self.stored: dict[tuple[int, date], list[Evidence]] = defaultdict(list)
        for row in db.session.scalars(select(Evidence)):
            self.stored[row.academy_id, row.census_date].append(row)
        self.lines: dict[tuple[int, date], int] = {}

    def row(self, row: Row) -> None:
        """One row of the file: a problem, a change, or nothing."""
        cells = Cells(row, self.found.problems, self.today)
        academy = self._academy(cells)
        on = cells.day("census_date", not_after=self.today)
        given: Values = {name: value for name, value in _values(cells).items() if value is not None}
        if cells.blank("census_date") and given:
            cells.bad("census_date", "Say the day of the census that these figures are of.")
        if cells.failed or academy is None:
            return
        if on is None or not given:
            self.found.unchanged += 1
            return
        first = self.lines.setdefault((academy.id, on), cells.line)
        if first != cells.line:
            cells.bad("urn", f"Line {first} is about this academy and census date already.")
            return
        self._compare(cells, academy, on, given)

    def _academy(self, cells: Cells) -> Academy | None:
        number = cells.parsed("urn", urn)
        if cells.blank("urn"):
            cells.bad("urn", "This is blank and is needed.")
        academy = self.academies.get(number or 0)
        if number is not None and academy is None:
            cells.bad("urn", f"No academy with URN {number} is known: import the academies first.")
        return academy

    def _compare(self, cells: Cells, academy: Academy, on: date, given: Values) -> None:
        rows = self.stored[academy.id, on]
        mine = next((row for row in rows if row.origin == Origin.EVIDENCE_FILE.value), None)
        counts = rules.together(standing.evidence_row(row) for row in rows)
        stored: Values = {name: getattr(mine, name) if mine else None for name in COLUMNS}
        changed: Values = {
            name: value
            for name, value in given.items()
            if value not in (stored[name], counts[name])
        }
        for figure, companion in _TOGETHER:
            if figure in changed and companion in given:
                changed[companion] = given[companion]
        if not changed.keys() - {"source"} and (mine is None or not changed):
            self.found.unchanged += 1
            return
        after: Values = {**stored, **changed}
        after["source"] = after["source"] or f"File {self.file.name}"[:200]
        self._check(cells, academy, on, after, rows)
        if cells.failed:
            return
        before = {name: stored[name] for name in after if after[name] != stored[name]}
        what = f"{academy.urn} {academy.name}, {words.long_date(on)}"
        told = tuple(
            CellChange(COLUMNS[name], in_words(name, before[name]), in_words(name, after[name]))
            for name in before
        )
        self.found.changes.append(Change(cells.line, what, mine is None, told))
        write = Write(academy.id, on, {name: after[name] for name in before}, before)
        self.found.plan.writes.append(write)
        self._say_outdone(cells, what, changed, rows)

    def _check(
        self, cells: Cells, academy: Academy, on: date, after: Values, rows: list[Evidence]
    ) -> None:
        """Figures that need each other, and contradictions with what the census says."""
        if after["notional_sen_budget_pence"] is not None and not after["budget_year"]:
            cells.bad("budget_year", "Say which year the budget is for, such as 2026-27.")
        if after["turnover_tenths"] is not None and not after["turnover_source"]:
            cells.bad("turnover_source", "Say how turnover was counted, and where from.")
        census = [standing.evidence_row(r) for r in rows if r.origin == Origin.CENSUS.value]
        values: dict[str, Any] = dict(after)
        mine = rules.Row(census_date=on, origin=Origin.EVIDENCE_FILE, **values)
        for name, message in rules.contradictions([*census, mine]):
            cells.bad(_OF_PROBLEM.get(name, name), message)

    def _say_outdone(self, cells: Cells, what: str, changed: Values, rows: list[Evidence]) -> None:
        """Say where somebody typed another figure: that one counts."""
        typed = next((row for row in rows if row.origin == Origin.ENTERED.value), None)
        for name in changed.keys() & set(rules.FIGURES):
            if typed is not None and (figure := getattr(typed, name)) is not None:
                self.found.note(
                    f"{what}: {COLUMNS[name]} {in_words(name, figure)} was entered on the page. It "
                    "stays, and counts.",
                    cells.line,
                )


def _values(cells: Cells) -> Values:
    return {
        **{name: cells.whole(name, MOST_PUPILS) for name in rules.FIGURES[:4]},
        "notional_sen_budget_pence": cells.pounds("notional_sen_budget_gbp", MOST_BUDGET_PENCE),
        "budget_year": cells.text("budget_year", 20),
        "turnover_tenths": cells.percent("turnover_percent", MOST_TURNOVER_TENTHS),
        "turnover_source": cells.text("turnover_source"),
        "source": cells.text("source"),
    }


def in_words(name: str, value: int | str | None) -> str:
    """A value as the preview shows it."""
    match name, value:
        case _, None:
            return ""
        case "notional_sen_budget_pence", int():
            return words.pounds(value)
        case "turnover_tenths", int():
            return words.percent(value)
        case _:
            return str(value)


def apply(
    actor: Actor, found: Preview[Plan], *, leave_out_errors: bool = False, now: datetime
) -> None:
    """Save what the preview shows. Call both in one transaction. Raises CannotImport."""
    access.require(actor, Action.IMPORT_EVIDENCE, access.TRUST)
    found.check(leave_out_errors=leave_out_errors)
    mine = select(Evidence).where(Evidence.origin == Origin.EVIDENCE_FILE.value)
    stored = {(row.academy_id, row.census_date): row for row in db.session.scalars(mine)}
    for write in found.plan.writes:
        row = stored.get((write.academy_id, write.census_date))
        if row is None:
            row = Evidence(
                academy_id=write.academy_id,
                census_date=write.census_date,
                origin=Origin.EVIDENCE_FILE.value,
            )
            db.session.add(row)
        for name, value in write.values.items():
            setattr(row, name, value)
        row.recorded_at, row.recorded_by_id = now, actor.account_id
        db.session.flush()
        audit.record(
            actor, "evidence_imported", "evidence", row.id, now=now, academy_id=write.academy_id,
            before=_for_log(write.before),
            after={"census_date": write.census_date.isoformat(), **_for_log(write.values)},
        )  # fmt: skip
    audit.record(actor, "import_evidence", "import", None, now=now, after=found.counts())
    standing.rebuild({write.academy_id for write in found.plan.writes})


def _for_log(values: Values) -> Values:
    """Figures only: sources and the budget's year are free text."""
    words = {"source", "turnover_source", "budget_year"}
    return {k: v for k, v in values.items() if k not in words}
