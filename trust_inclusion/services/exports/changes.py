"""Changes as a file: every row of a list's filter and order, the reader's grants applied."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import null, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.calendar import LONDON, london_day, london_midnight
from trust_inclusion.domain.changes import CLOSED, State, Step
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.changes import Change, ChangeStep
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Post
from trust_inclusion.services.changes import figures, listing
from trust_inclusion.services.changes.listing import Sort
from trust_inclusion.services.changes.narrowing import Filters, Tab
from trust_inclusion.services.exports.table import Cell, Table, hours, pounds

COLUMNS = (
    "id", "urn", "academy", "post", "person", "kind", "state", "unsupported", "hours_now",
    "hours_proposed", "effective_on", "until", "formula_hours", "gap_before", "gap_after",
    "annual_value_gbp", "second_approval_reasons", "proposed_by", "proposed_at", "endorsed_by",
    "decided_by", "decided_at", "confirmed_by", "working_days_open",
)  # fmt: skip
VALUE = "annual_value_gbp"
"""Absent without the grant to see pay; so are the reasons for a second approval that tell of it."""

_C, _S = Change.__table__.c, ChangeStep.__table__.c
_READ = (
    _C.id, Academy.__table__.c.urn, Academy.__table__.c.name.label("academy"),
    Post.__table__.c.title.label("post"), Person.__table__.c.name.label("person"), _C.kind,
    _C.state, _C.unsupported, _C.minutes_now, _C.minutes_proposed, _C.effective_on, _C.until,
    _C.formula_minutes, _C.gap_before, _C.gap_after, _C.proposed_by_id, _C.proposed_at,
    _C.endorsed_by_id, _C.decided_by_id, _C.decided_for_id, _C.decided_at, _C.confirmed_by_id,
    _C.created_at, _C.closed_at, _C.frozen["second"].label("second"),
    _C.frozen_at_approval["second"].label("second_later"),
)  # fmt: skip


def changes(
    actor: Actor,
    tab: Tab,
    filters: Filters,
    sort: Sort,
    today: date,
    *,
    as_at: date | None = None,
) -> Table:
    """Every change of a tab, in the list's order; `as_at` an earlier day, as far as is kept.

    Hours are numbers; `working_days_open` runs from the first proposal to the end, or to the day.
    The reasons for a second approval are those found at approval, else at the proposal. On an
    earlier day the story of the steps says how far a change had come; what its figures were before
    a later proposal took their place is not kept, so those cells are blank. Raises Refused for an
    order by annual value without the grant.
    """
    sees_value = listing.sees_value(actor)
    columns = [*_READ, *(_of_cost(actor) if sees_value else _nothing())]
    rows = listing.every(actor, tab, filters, sort, today, columns)
    day = min(as_at or today, today)
    shown: Iterator[tuple[Any, _Told]] = _as_stored(rows) if day == today else _as_at(rows, day)
    names = {row.id: row.name for row in db.session.execute(select(Account.id, Account.name))}
    wanted = [name for name in COLUMNS if name != VALUE or sees_value]
    return Table(
        tuple(wanted),
        (
            tuple(_CELLS[name](_Line(row, told, names, day)) for name in wanted)
            for row, told in shown
        ),
    )


def _of_cost(actor: Actor) -> tuple[Any, ...]:
    found = (
        ("value", _C.annual_value_pence),
        ("cost", _C.frozen_pay["second"]),
        ("cost_later", _C.frozen_pay_at_approval["second"]),
    )
    return tuple(listing.of_cost(actor, column).label(name) for name, column in found)


def _nothing() -> tuple[Any, ...]:
    return tuple(null().label(name) for name in ("value", "cost", "cost_later"))


@dataclass(slots=True)
class _Told:
    """What steps tell of a change: as it is stored, or as it stood on an earlier day."""

    state: str
    unsupported: bool = False
    hours: tuple[int, int] = (0, 0)
    kind: str = ""
    effective_on: date | None = None
    until: date | None = None
    proposed_by: int | None = None
    proposed_at: datetime | None = None
    endorsed_by: int | None = None
    decided_by: int | None = None
    decided_for: int | None = None
    decided_at: datetime | None = None
    confirmed_by: int | None = None
    closed_at: datetime | None = None
    second: list[str] = field(default_factory=list[str])
    figures_kept: bool = True


def _as_stored(rows: Sequence[AnyRow]) -> Iterator[tuple[Any, _Told]]:
    for row in rows:
        yield row, _Told(
            row.state, row.unsupported, (row.minutes_now, row.minutes_proposed), row.kind,
            row.effective_on, row.until, row.proposed_by_id, row.proposed_at, row.endorsed_by_id,
            row.decided_by_id, row.decided_for_id, row.decided_at, row.confirmed_by_id,
            row.closed_at, _reasons(row, later=True),
        )  # fmt: skip


def _reasons(row: Any, *, later: bool) -> list[str]:
    """The reasons of the approval where there was one, else of the proposal; of cost last."""
    if later and row.second_later is not None:
        return [*row.second_later, *(row.cost_later or ())]
    return [*(row.second or ()), *(row.cost or ())]


def _as_at(rows: Sequence[AnyRow], day: date) -> Iterator[tuple[Any, _Told]]:
    """The changes that were there at the end of `day`, as far as their steps had come."""
    by_change: dict[int, list[AnyRow]] = defaultdict(list)
    for step in db.session.execute(select(*_S).order_by(_S.id)):
        by_change[step.change_id].append(step)
    end = london_midnight(day + timedelta(days=1))
    for row in rows:
        steps = [one for one in by_change[row.id] if one.happened_at < end]
        if steps:
            yield row, _told(row, steps, by_change[row.id][len(steps) :])


def _told(row: Any, steps: Sequence[AnyRow], later: Sequence[AnyRow]) -> _Told:
    told = _Told(steps[-1].state, kind=row.kind)
    for one in steps:
        _go_on(told, one)
    told.figures_kept = all(one.step != Step.RESUBMIT for one in later)
    if told.figures_kept:
        approved = any(one.step in (Step.APPROVE, Step.GRANT) for one in steps)
        told.second = _reasons(row, later=approved)
    return told


def _go_on(told: _Told, one: AnyRow) -> None:
    """What one more step changes in the telling."""
    match one.step:
        case Step.PROPOSE | Step.RESUBMIT | Step.GRANT:
            _proposed(told, one)
        case Step.ENDORSE | Step.PASS_ON:
            told.endorsed_by, told.unsupported = one.account_id, one.step == Step.PASS_ON
        case Step.RETURN:
            told.endorsed_by = told.decided_by = told.decided_for = told.decided_at = None
        case Step.APPROVE | Step.REJECT if told.decided_by is None:
            told.decided_by, told.decided_for = one.account_id, one.for_account_id
            told.decided_at = one.happened_at
        case Step.CONFIRM | Step.REJECT:
            told.confirmed_by = one.account_id
        case _:
            pass
    if one.state in CLOSED:
        told.closed_at = one.happened_at


def _proposed(told: _Told, one: AnyRow) -> None:
    said: dict[str, Any] = one.figures or {}
    told.hours = (said.get("minutes_now", 0), said.get("minutes_proposed", 0))
    told.kind = said.get("kind", told.kind)
    told.effective_on, told.until = _day(said.get("effective_on")), _day(said.get("until"))
    told.proposed_at, told.unsupported = one.happened_at, False
    told.proposed_by = told.proposed_by or one.account_id
    told.endorsed_by = one.account_id if one.state == State.ENDORSED else None
    if one.step == Step.GRANT:
        told.decided_by, told.decided_at = one.account_id, one.happened_at


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@dataclass(frozen=True, slots=True)
class _Line:
    """A row in writing."""

    row: Any
    told: _Told
    names: dict[int, str]
    day: date

    def name(self, account_id: int | None) -> str | None:
        return self.names.get(account_id) if account_id is not None else None

    def figure(self, minutes: int | None) -> Cell:
        return hours(minutes) if self.told.figures_kept else None

    @property
    def decider(self) -> str | None:
        who, whom = self.name(self.told.decided_by), self.name(self.told.decided_for)
        return f"{who} for {whom}" if who and whom else who

    @property
    def days_open(self) -> int:
        closed = self.told.closed_at
        return figures.between(
            london_day(self.row.created_at), london_day(closed) if closed else self.day
        )


def _instant(moment: datetime | None) -> datetime | None:
    """An instant as files give it: London time with its offset, to the second."""
    return None if moment is None else moment.astimezone(LONDON).replace(microsecond=0)


_CELLS: dict[str, Callable[[_Line], Cell]] = {
    "id": lambda line: line.row.id,
    "urn": lambda line: line.row.urn,
    "academy": lambda line: line.row.academy,
    "post": lambda line: line.row.post,
    "person": lambda line: line.row.person,
    "kind": lambda line: line.told.kind,
    "state": lambda line: line.told.state,
    "unsupported": lambda line: line.told.unsupported,
    "hours_now": lambda line: hours(line.told.hours[0]),
    "hours_proposed": lambda line: hours(line.told.hours[1]),
    "effective_on": lambda line: line.told.effective_on,
    "until": lambda line: line.told.until,
    "formula_hours": lambda line: line.figure(line.row.formula_minutes),
    "gap_before": lambda line: line.figure(line.row.gap_before),
    "gap_after": lambda line: line.figure(line.row.gap_after),
    VALUE: lambda line: pounds(line.row.value) if line.told.figures_kept else None,
    "second_approval_reasons": lambda line: ";".join(line.told.second) or None,
    "proposed_by": lambda line: line.name(line.told.proposed_by),
    "proposed_at": lambda line: _instant(line.told.proposed_at),
    "endorsed_by": lambda line: line.name(line.told.endorsed_by),
    "decided_by": lambda line: line.decider,
    "decided_at": lambda line: _instant(line.told.decided_at),
    "confirmed_by": lambda line: line.name(line.told.confirmed_by),
    "working_days_open": lambda line: line.days_open,
}
