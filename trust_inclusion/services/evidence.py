"""Evidence about an academy: what each source says, and entering or correcting it by hand."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import evidence
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.evidence import FIGURES, STRENGTH, Origin, Row, strongest
from trust_inclusion.models.academies import Academy, Evidence
from trust_inclusion.services import audit, places, standing


class NotPossible(Exception):
    """The figures contradict each other. `problems` are (field, message)."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(message for _, message in problems))
        self.problems = problems


_row = Evidence.__table__
_ROWS = (
    select(_row)
    .where(_row.c.academy_id == bindparam("academy_id"))
    .order_by(_row.c.census_date.desc(), _row.c.origin)
)


def rows_of(academy: Academy) -> Sequence[AnyRow]:
    """Everything any source said, latest census date first."""
    return db.session.execute(_ROWS, {"academy_id": academy.id}).all()


def by_date(academy: Academy) -> list[tuple[date, list[AnyRow], set[tuple[str, str]]]]:
    """What each source says, latest census date and strongest source first.

    Beside it, as (origin, figure), which source's figure counts at that date.
    """
    found: dict[date, list[AnyRow]] = {}
    for row in rows_of(academy):
        found.setdefault(row.census_date, []).append(row)
    return [(on, _strongest_first(rows), _counting(rows)) for on, rows in found.items()]


def _strongest_first(rows: list[AnyRow]) -> list[AnyRow]:
    return sorted(rows, key=lambda row: STRENGTH[Origin(row.origin)], reverse=True)


def _counting(rows: list[AnyRow]) -> set[tuple[str, str]]:
    plain = [standing.evidence_row(row) for row in rows]
    strongest_of = {figure: strongest(plain, figure) for figure in FIGURES}
    return {(row.origin.value, figure) for figure, row in strongest_of.items() if row}


def entered(actor: Actor, urn: int, census_date: date) -> tuple[Academy, Evidence | None]:
    """The academy and what was typed for this census date so far, for editing."""
    academy = places.academy(actor, Action.EDIT_EVIDENCE, urn)
    return academy, _entered(academy.id, census_date)


def enter(actor: Actor, urn: int, entry: Row, *, version: int, now: datetime) -> None:
    """Save figures typed for a census date beside what other sources say of it.

    None in `entry` leaves a figure to those. `version` is that of the row the person saw, 0 when
    there was none. Raises Changed when somebody else typed meanwhile, NotPossible when figures
    contradict each other.
    """
    academy = places.academy(actor, Action.EDIT_EVIDENCE, urn)
    row = _entered(academy.id, entry.census_date)
    places.same_version(row.version if row else 0, version)
    if problems := contradictions(academy.id, entry):
        raise NotPossible(problems)
    before, wording = (_figures(row), _wording(row)) if row else ({}, {})
    if row is None:
        row = Evidence(academy_id=academy.id)
        db.session.add(row)
    for name, value in asdict(replace(entry, origin=Origin.ENTERED)).items():
        setattr(row, name, value.value if isinstance(value, Origin) else value)
    row.recorded_at, row.recorded_by_id = now, actor.account_id
    places.flush()
    was, became = audit.changed(before, _figures(row))
    if reworded := sorted(n for n, text in _wording(row).items() if wording.get(n) != text):
        became["reworded"] = reworded
    if became:
        audit.record(
            actor, "evidence_entered", "evidence", row.id, now=now, academy_id=academy.id,
            before=was, after=became,
        )  # fmt: skip
    standing.rebuild([academy.id])


def contradictions(academy_id: int, entry: Row) -> list[tuple[str, str]]:
    """What is wrong with the figures together with what other sources say of the same date."""
    others = db.session.scalars(
        select(Evidence).where(
            Evidence.academy_id == academy_id,
            Evidence.census_date == entry.census_date,
            Evidence.origin != Origin.ENTERED.value,
        )
    )
    return evidence.contradictions(
        [*(standing.evidence_row(row) for row in others), replace(entry, origin=Origin.ENTERED)]
    )


def _entered(academy_id: int, census_date: date) -> Evidence | None:
    return db.session.scalar(
        select(Evidence).where(
            Evidence.academy_id == academy_id,
            Evidence.census_date == census_date,
            Evidence.origin == Origin.ENTERED.value,
        )
    )


def _figures(row: Evidence) -> dict[str, Any]:
    """The figures of a row as the log keeps them."""
    names = ("roll", "sen_support", "sen_support_with_specialist", "ehcp",
             "notional_sen_budget_pence", "turnover_tenths")  # fmt: skip
    return {"census_date": row.census_date.isoformat(), **{n: getattr(row, n) for n in names}}


def _wording(row: Evidence) -> dict[str, str | None]:
    """What is free text in a row: the log says that it changed, never what it says."""
    return {name: getattr(row, name) for name in ("budget_year", "turnover_source", "source")}
