"""Academies from GIAS: which are in the trust, what they are called and of what type, who left.

Nothing is deleted: an academy that the trust's list no longer has is flagged as left, on its
close date where it closed, otherwise on the file's date.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select

from trust_inclusion.adapters.gias import AcademyRow
from trust_inclusion.db import db
from trust_inclusion.domain import academies as rules
from trust_inclusion.domain import access, words
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.calendar import london_day
from trust_inclusion.domain.names import titled
from trust_inclusion.models.academies import Academy, Predecessor
from trust_inclusion.services import audit, settings, standing
from trust_inclusion.services.changes import steps
from trust_inclusion.services.imports.academies_file import CLOSED, PROPOSED, File, read
from trust_inclusion.services.imports.preview import (
    CellChange,
    Change,
    Preview,
    logged,
    rows_in_error,
    shown,
)

__all__ = ["Plan", "apply", "preview", "read"]


@dataclass(frozen=True, slots=True)
class Write:
    """An academy by URN, the columns to set, and its predecessors where the links told them."""

    urn: int
    values: dict[str, Any]
    before: dict[str, Any]
    predecessors: dict[int, str] | None = None


@dataclass(slots=True)
class Plan:
    trust_uid: str
    trust_name: str
    writes: list[Write] = field(default_factory=list[Write])


def preview(actor: Actor, file: File) -> Preview[Plan]:
    """What taking the file in would change. Reads only."""
    access.require(actor, Action.IMPORT_ACADEMIES, access.TRUST)
    known = settings.current()
    chosen = known.trust_name != settings.UNNAMED or not file.trust_name
    name = known.trust_name if chosen else titled(file.trust_name)[:200]
    found = Preview("academies", Plan(file.uid, name), problems=file.problems)
    found.left_out = rows_in_error(file.problems)
    found.note(f"Trust {file.uid}, {name}; the list of {words.long_date(file.day)}.")
    planning = _Planning(file, found, first=known.trust_uid is None)
    for row in file.in_trust.values():
        if row.urn not in file.in_error:
            planning.present(row)
    for academy in planning.stored.values():
        if academy.urn not in file.in_error and academy.urn not in file.in_trust:
            planning.absent(academy)
    return found


class _Planning:
    """Compares the file with what is stored, academy by academy."""

    def __init__(self, file: File, found: Preview[Plan], *, first: bool) -> None:
        self.file, self.found, self.first = file, found, first
        rows = db.session.scalars(select(Academy).order_by(Academy.name))
        self.stored = {academy.urn: academy for academy in rows}
        self.predecessors: dict[int, dict[int, str]] = {}
        for urn, predecessor in db.session.execute(
            select(Academy.urn, Predecessor).join(Predecessor, Predecessor.academy_id == Academy.id)
        ):
            self.predecessors.setdefault(urn, {})[predecessor.urn] = predecessor.name

    def present(self, row: AcademyRow) -> None:
        """An academy in the trust's list: new, changed, back again, or as it was."""
        stored = self.stored.get(row.urn)
        values = _facts(row)
        if stored is None:
            if row.status_code == PROPOSED and row.open_date is None:
                self.found.left_out += 1
                self.found.note(f"{row.urn} {row.name} is only proposed: no opening day.", row.line)
                return
            values.setdefault("status", "1")
            values["joined_on"] = row.joined_on or self._joined(row)
        elif stored.left_on is not None and self.file.day >= stored.left_on:
            values["left_on"] = None
            self.found.note(
                f"{row.urn} {row.name} is in the list again, so it no longer counts as left.",
                row.line,
            )
        self._write(row.urn, row.name, values, row.line)

    def _joined(self, row: AcademyRow) -> date | None:
        """The day a new academy joined, where the file does not tell it.

        In the first list nothing is known, and it counts as always there. In a later one it
        joined since the list before.
        """
        if row.status_code == PROPOSED:
            return row.open_date
        if self.first:
            return None
        self.found.note(
            f"{row.urn} {row.name} is new in the list, which does not say when it joined: the "
            "list's own date is taken. The group links file says it.",
            row.line,
        )
        return self.file.day

    def absent(self, academy: Academy) -> None:
        """An academy of ours that the trust's list does not have: flagged as left, once."""
        row = self.file.elsewhere.get(academy.urn)
        values = _facts(row) if row else {}
        values.pop("joined_on", None)  # the day it joined another trust
        line = row.line if row else None
        if academy.left_on is None:
            if academy.joined_on is not None and academy.joined_on >= self.file.day:
                self.found.note(
                    f"{academy.urn} {academy.name} joined after this list was made: left as it is."
                )
                self.found.unchanged += 1
                return
            values["left_on"] = self._left_on(academy, row)
            self.found.note(_why_left(academy, row, values["left_on"]), line)
        self._write(academy.urn, academy.name, values, line)

    def _left_on(self, academy: Academy, row: AcademyRow | None) -> date:
        closed = row.close_date if row else None
        if closed and (academy.joined_on is None or closed > academy.joined_on):
            return closed
        return self.file.day

    def _write(self, urn: int, name: str, values: dict[str, Any], line: int | None) -> None:
        stored = self.stored.get(urn)
        before = {key: getattr(stored, key) if stored else None for key in values}
        after = {key: value for key, value in values.items() if value != before[key]}
        cells = [_cell(key, before[key], value) for key, value in after.items()]
        links = self.file.predecessors.get(urn)
        if links is not None and links != self.predecessors.get(urn, {}):
            told = _listed(links)
            cells.append(CellChange("predecessors", _listed(self.predecessors.get(urn, {})), told))
        else:
            links = None
        if not cells:
            self.found.unchanged += 1
            return
        change = Change(line, f"{urn} {name}", stored is None, tuple(cells))
        self.found.changes.append(change)
        self.found.plan.writes.append(Write(urn, after, {key: before[key] for key in after}, links))


def _facts(row: AcademyRow) -> dict[str, Any]:
    """What a row tells, by column of ours; what its file does not have is left alone."""
    told: dict[str, Any] = {
        "name": row.name,
        "type_code": row.type_code,
        "phase": row.phase_code,
        "status": row.status_code,
        "la_code": row.la_code or None,
        "la_name": row.la_name or None,
        "opened_on": row.open_date,
        "closed_on": row.close_date,
        "joined_on": row.joined_on,
    }
    return {key: value for key, value in told.items() if value is not None}


def _why_left(academy: Academy, row: AcademyRow | None, left_on: date) -> str:
    if row is not None and row.status_code == CLOSED:
        why = "is closed"
    elif row is not None and row.trust_uid is not None:
        why = f"is now in trust {row.trust_uid} {titled(row.trust_name)}"
    else:
        why = "is no longer in the trust's list"
    return f"{academy.urn} {academy.name} {why}: flagged as left from {words.long_date(left_on)}."


def _cell(column: str, before: Any, after: Any) -> CellChange:
    return CellChange(column, _in_words(column, before), _in_words(column, after))


def _in_words(column: str, value: Any) -> str:
    match column, value:
        case "type_code", str():
            return rules.establishment_type(value).name
        case "phase", str():
            return rules.phase_name(value)
        case "status", str():
            return rules.STATUSES[value]
        case _:
            return shown(value)


def _listed(named: dict[int, str]) -> str:
    return "; ".join(f"{urn} {name}" for urn, name in sorted(named.items()))


def apply(
    actor: Actor, found: Preview[Plan], *, leave_out_errors: bool = False, now: datetime
) -> None:
    """Save what the preview shows. Call both in one transaction. Raises CannotImport."""
    access.require(actor, Action.IMPORT_ACADEMIES, access.TRUST)
    found.check(leave_out_errors=leave_out_errors)
    plan = found.plan
    known = settings.current()
    if (known.trust_uid, known.trust_name) != (plan.trust_uid, plan.trust_name):
        settings.name_trust(plan.trust_name, plan.trust_uid)
    stored = {academy.urn: academy for academy in db.session.scalars(select(Academy))}
    touched = [_save(actor, write, stored.get(write.urn), now) for write in plan.writes]
    counts = {"trust_uid": plan.trust_uid, **found.counts()}
    audit.record(actor, "import_academies", "import", None, now=now, after=counts)
    standing.rebuild(touched)
    # What is on its way at an academy that the list no longer has is closed with it.
    steps.lapse_where_left(actor, london_day(now), now)


def _save(actor: Actor, write: Write, academy: Academy | None, now: datetime) -> int:
    if academy is None:
        academy = Academy(urn=write.urn)
        db.session.add(academy)
    for key, value in write.values.items():
        setattr(academy, key, value)
    db.session.flush()
    if write.predecessors is not None:
        db.session.execute(delete(Predecessor).where(Predecessor.academy_id == academy.id))
        db.session.add_all(
            Predecessor(academy_id=academy.id, urn=urn, name=name)
            for urn, name in write.predecessors.items()
        )
    audit.record(
        actor,
        "academy_imported",
        "academy",
        academy.id,
        now=now,
        academy_id=academy.id,
        before=_for_log(write.before, None),
        after={"urn": write.urn, **_for_log(write.values, write.predecessors)},
    )
    return academy.id


def _for_log(values: dict[str, Any], links: dict[int, str] | None) -> dict[str, Any]:
    """Codes and dates; of names only that they were among what changed."""
    kept = {key: logged(value) for key, value in values.items() if key not in {"name", "la_name"}}
    if "name" in values:
        kept["name_changed"] = True
    if links is not None:
        kept["predecessor_urns"] = sorted(links)
    return kept
