"""Pupil counts from the DfE's census file: roll, SEN support and EHC plans of our academies.

Only rows of origin `census` are touched; what the trust's own file or a person said stays, and
where it differs the preview shows both. An academy without a row (it converted lately) takes the
row of the schools it grew out of, and says so. A figure that is missing is never 0.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import or_, select

from trust_inclusion.adapters.census import CensusRow, census_date_from_name, read_census
from trust_inclusion.adapters.tables import CellProblem, Source
from trust_inclusion.db import db
from trust_inclusion.domain import access, words
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.evidence import Origin
from trust_inclusion.models.academies import Academy, Evidence, Predecessor
from trust_inclusion.services import audit, standing
from trust_inclusion.services.imports.academies_file import predecessors, urns_in_error
from trust_inclusion.services.imports.preview import (
    CannotImport,
    CellChange,
    Change,
    Preview,
    rows_in_error,
    shown,
)

FIGURES = ("roll", "sen_support", "ehcp")
Figures = dict[str, int | None]


@dataclass(slots=True)
class File:
    """What was read: figures of our academies and of the schools they grew out of."""

    census_date: date
    name: str
    rows: dict[int, CensusRow] = field(default_factory=dict[int, CensusRow])
    in_error: set[int] = field(default_factory=set[int])
    problems: list[CellProblem] = field(default_factory=list[CellProblem])
    predecessors: dict[int, dict[int, str]] = field(default_factory=dict[int, dict[int, str]])


@dataclass(frozen=True, slots=True)
class Write:
    """The figures to store for an academy. `urns`: the predecessors they were taken from."""

    academy_id: int
    figures: Figures
    before: Figures
    source: str
    urns: str | None


@dataclass(slots=True)
class Plan:
    census_date: date
    writes: list[Write] = field(default_factory=list[Write])


def read(
    actor: Actor,
    source: Source,
    *,
    file_name: str,
    census_date: date | None,
    links: Source | None,
    today: date,
) -> File:
    """The rows of our academies and their predecessors. Raises WrongFile or CannotImport.

    The census date is told, or follows from two years in the file's name.
    """
    access.require(actor, Action.IMPORT_CENSUS, access.TRUST)
    read_census(source, ())  # a file of another kind is refused before its date is asked for
    on = census_date or census_date_from_name(file_name)
    if on is None:
        raise CannotImport(
            "Say the day of this census (--census-date): the name of the file does not tell. "
            "The spring census is on the third Thursday of January."
        )
    if on > today:
        raise CannotImport(f"{words.long_date(on)} is in the future: no census was taken then yet.")
    file = File(on, file_name, predecessors=_stored_predecessors())
    ours = {academy.urn for academy in _academies(on)}
    if not ours:
        raise CannotImport("No academies are known yet: import the academies first.")
    if links is not None:
        file.predecessors |= predecessors(links, ours)
    wanted = ours.union(*(file.predecessors.get(urn, {}) for urn in ours))
    for row in read_census(source, wanted):
        if isinstance(row, CellProblem):
            file.problems.append(row)
        elif (earlier := file.rows.setdefault(row.urn, row)) is not row:
            message = f"{row.urn} stands on line {earlier.line} already."
            file.problems.append(CellProblem(row.line, "URN", message))
    file.in_error = urns_in_error(source, file.problems)
    return file


def _academies(on: date) -> list[Academy]:
    """Those that had not left the trust on the day of the census."""
    query = select(Academy).where(or_(Academy.left_on.is_(None), Academy.left_on > on))
    return list(db.session.scalars(query.order_by(Academy.name, Academy.urn)))


def _stored_predecessors() -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = {}
    query = select(Academy.urn, Predecessor.urn, Predecessor.name).join(
        Predecessor, Predecessor.academy_id == Academy.id
    )
    for urn, predecessor, name in db.session.execute(query):
        found.setdefault(urn, {})[predecessor] = name
    return found


def preview(actor: Actor, file: File) -> Preview[Plan]:
    """What taking the file in would change. Reads only."""
    access.require(actor, Action.IMPORT_CENSUS, access.TRUST)
    found = Preview("census", Plan(file.census_date), problems=file.problems)
    found.left_out = rows_in_error(file.problems)
    found.note(f"Census of {words.long_date(file.census_date)}.")
    stored = _stored(file.census_date)
    for academy in _academies(file.census_date):
        if academy.urn not in file.in_error:
            _Academy(academy, file, found, stored.get(academy.id, {})).compare()
    return found


def _stored(on: date) -> dict[int, dict[Origin, Evidence]]:
    found: dict[int, dict[Origin, Evidence]] = {}
    for row in db.session.scalars(select(Evidence).where(Evidence.census_date == on)):
        found.setdefault(row.academy_id, {})[Origin(row.origin)] = row
    return found


class _Academy:
    """One academy, its row in the file or those of its predecessors, and what is stored."""

    def __init__(
        self, academy: Academy, file: File, found: Preview[Plan], stored: dict[Origin, Evidence]
    ) -> None:
        self.academy, self.file, self.found, self.stored = academy, file, found, stored
        self.what = f"{academy.urn} {academy.name}"
        self.source = f"Published school census, {file.name}"[:200]

    def compare(self) -> None:
        """Add what becomes of this academy to the preview."""
        row = self.file.rows.get(self.academy.urn)
        if row is not None:
            self._take(_figures([row]), row.line, self.source, None)
            return
        known = self.file.predecessors.get(self.academy.urn, {})
        rows = [self.file.rows[urn] for urn in sorted(known) if urn in self.file.rows]
        if rows:
            self._take_from(rows, known)
        else:
            self._say_absent(known)

    def _take_from(self, rows: list[CensusRow], known: dict[int, str]) -> None:
        """The figures of the schools it grew out of: one school's, or the sum of several."""
        named = " and ".join(f"{row.urn} {known[row.urn]}" for row in rows)
        missing = [f"{urn} {name}" for urn, name in known.items() if urn not in self.file.rows]
        told = f"{self.what} has no row in this census: the figures of {named} are taken"
        if len(rows) > 1:
            told += ", added together"
        if missing:
            told += f"; {' and '.join(missing)} {'has' if len(missing) == 1 else 'have'} none"
        self.found.note(f"{told}.", rows[0].line)
        source = f"{self.source}: predecessor {named}"[:200]
        urns = ", ".join(str(row.urn) for row in rows)[:100]
        self._take(_figures(rows), rows[0].line, source, urns)

    def _say_absent(self, known: dict[int, str]) -> None:
        self.found.unchanged += 1
        if known:
            named = " and ".join(f"{urn} {name}" for urn, name in sorted(known.items()))
            self.found.note(
                f"{self.what} has no row in this census, and neither has its predecessor {named}."
            )
        else:
            self.found.note(
                f"{self.what} has no row in this census. If it converted lately, its predecessor "
                "may have one: give GIAS's file of links with --links to take it."
            )

    def _take(self, figures: Figures, line: int, source: str, urns: str | None) -> None:
        row = self.stored.get(Origin.CENSUS)
        before: Figures = {name: getattr(row, name) if row else None for name in FIGURES}
        cells = [
            CellChange(name, shown(before[name]), shown(figures[name]))
            for name in FIGURES
            if figures[name] != before[name]
        ]
        if row is not None and row.source_urns != urns:
            cells.append(
                CellChange("taken from", row.source_urns or "its own row", urns or "its own row")
            )
        if row is None and all(value is None for value in figures.values()):
            self.found.note(f"{self.what} has a row without figures: nothing to take.", line)
        self._compare_with_ours(figures, line)
        if not cells:
            self.found.unchanged += 1
            return
        self.found.changes.append(Change(line, self.what, row is None, tuple(cells)))
        write = Write(self.academy.id, figures, before, source, urns)
        self.found.plan.writes.append(write)

    def _compare_with_ours(self, figures: Figures, line: int) -> None:
        """Say where the trust's own figure for the day differs: it stays, and counts."""
        for origin in (Origin.ENTERED, Origin.EVIDENCE_FILE):
            row = self.stored.get(origin)
            differing = [
                f"{name} {value} (census {shown(figures[name]) or 'blank'})"
                for name in FIGURES
                if row is not None
                and (value := getattr(row, name)) is not None
                and value != figures[name]
            ]
            if differing:
                told = ", ".join(differing)
                whose = words.ORIGINS[origin.value].lower()
                self.found.note(f"{self.what}: {whose} says {told}. It stays, and counts.", line)


def _figures(rows: Iterable[CensusRow]) -> Figures:
    """Each figure, added over several schools; missing as soon as one school has none."""
    taken = list(rows)
    added: Figures = {}
    for name in FIGURES:
        values: list[int | None] = [getattr(row, name) for row in taken]
        known = [value for value in values if value is not None]
        added[name] = sum(known) if len(known) == len(values) else None
    return added


def apply(
    actor: Actor, found: Preview[Plan], *, leave_out_errors: bool = False, now: datetime
) -> None:
    """Save what the preview shows. Call both in one transaction. Raises CannotImport."""
    access.require(actor, Action.IMPORT_CENSUS, access.TRUST)
    found.check(leave_out_errors=leave_out_errors)
    on = found.plan.census_date
    stored = _stored(on)
    for write in found.plan.writes:
        row = stored.get(write.academy_id, {}).get(Origin.CENSUS)
        if row is None:
            row = Evidence(academy_id=write.academy_id, census_date=on, origin=Origin.CENSUS.value)
            db.session.add(row)
        for name, value in write.figures.items():
            setattr(row, name, value)
        row.source, row.source_urns = write.source, write.urns
        row.recorded_at, row.recorded_by_id = now, actor.account_id
        db.session.flush()
        told = {"census_date": on.isoformat(), **write.figures, "source_urns": write.urns}
        audit.record(
            actor, "census_imported", "evidence", row.id, now=now, academy_id=write.academy_id,
            before=write.before, after=told,
        )  # fmt: skip
    counts = {"census_date": on.isoformat(), **found.counts()}
    audit.record(actor, "import_census", "import", None, now=now, after=counts)
    standing.rebuild(write.academy_id for write in found.plan.writes)
