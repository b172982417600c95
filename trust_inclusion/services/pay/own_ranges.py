"""The trust's own least and most of an allowance in an academic year, over the built-in range."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import TRUST, Action, Actor
from trust_inclusion.domain.allowances import Allowance, Range, amount_problem, range_problem
from trust_inclusion.domain.pay_tables import year_of
from trust_inclusion.models.pay import PayRange
from trust_inclusion.services import audit, pay_tables, places, settings
from trust_inclusion.services.places import NotThere

CODES = {
    Allowance.SEN: "sen",
    Allowance.TLR1: "tlr1",
    Allowance.TLR2: "tlr2",
    Allowance.TLR3: "tlr3",
}
"""As addresses and the log have the allowances that have a range."""
MOST_PENCE = 10_000_000


class NotPossible(Exception):
    """The range cannot be. `problems` are (field, message)."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(message for _, message in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Told:
    """A range of a year as it stands: what holds, and what comes with the product.

    `version` is that of the trust's own row; 0 where it has none.
    """

    year: str
    allowance: Allowance
    holds: Range | None
    built_in: Range | None
    version: int


def told(actor: Actor, year: str, code: str) -> Told:
    """The range of an allowance, by its code, in a year ("2026-27"). Raises Refused, NotThere."""
    access.require(actor, Action.EDIT_PAY_TABLES, TRUST)
    found, allowance = _place(year, code)
    row = _row(found, allowance)
    return Told(
        found,
        allowance,
        pay_tables.ranges().of(found, allowance),
        pay_tables.built_in_ranges().of(found, allowance),
        row.version if row else 0,
    )


def enter(actor: Actor, entry: Range, *, version: int, now: datetime) -> bool:
    """Keep the trust's own range of a year, new or corrected; False where nothing differs.

    Raises Refused, NotPossible, and Changed when it was saved or removed after `version` was shown.
    """
    access.require(actor, Action.EDIT_PAY_TABLES, TRUST)
    if problems := _problems(entry):
        raise NotPossible(problems)
    row = _row(entry.year, entry.allowance)
    places.same_version(row.version if row else 0, version)
    if row is None:
        row = PayRange(academic_year=entry.year, allowance=entry.allowance.value)
        db.session.add(row)
    elif (row.least_pence, row.most_pence, row.source) == (entry.least, entry.most, entry.source):
        return False
    row.least_pence, row.most_pence, row.source = entry.least, entry.most, entry.source
    row.recorded_at, row.recorded_by_id = now, actor.account_id
    places.flush()
    _log(actor, "pay_range_entered", row, now)
    settings.raise_revision()
    return True


def remove(actor: Actor, year: str, code: str, *, version: int, now: datetime) -> None:
    """Take the trust's own range back, so that the built-in one holds again.

    Raises Refused, NotThere, and Changed when it was saved or removed after `version` was shown.
    """
    access.require(actor, Action.EDIT_PAY_TABLES, TRUST)
    row = _row(*_place(year, code))
    places.same_version(row.version if row else 0, version)
    if row is None:
        raise NotThere("The trust has no range of its own here.")
    _log(actor, "pay_range_removed", row, now)
    db.session.delete(row)
    places.flush()
    settings.raise_revision()


def _problems(entry: Range) -> list[tuple[str, str]]:
    found = [
        (name, message)
        for name, pence in (("least", entry.least), ("most", entry.most))
        if (message := amount_problem(pence, MOST_PENCE))
    ]
    if not found and (message := range_problem(entry)):
        found.append(("most", message))
    return found


def _place(year: str, code: str) -> tuple[str, Allowance]:
    allowance = next((one for one, short in CODES.items() if short == code), None)
    try:
        found = year_of(year)
    except ValueError:
        found = ""
    if allowance is None or found not in pay_tables.table().years:
        raise NotThere("There is no such range.")
    return found, allowance


def _row(year: str, allowance: Allowance) -> PayRange | None:
    return db.session.scalar(
        select(PayRange).where(
            PayRange.academic_year == year, PayRange.allowance == allowance.value
        )
    )


def _log(actor: Actor, done: str, row: PayRange, now: datetime) -> None:
    """Which range of which year: its figures stand in the table."""
    after = {"year": row.academic_year, "allowance": CODES[Allowance(row.allowance)]}
    audit.record(actor, done, "pay_ranges", row.id, now=now, after=after)
