"""The trust's own pay table: what an upload of it changes, saving that, and taking rows back.

The figures are full-time salaries at points, of nobody in particular. Decisions that were made
keep the salary they were made with.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import TRUST, Action, Actor
from trust_inclusion.domain.pay import Salary
from trust_inclusion.domain.pay_tables import PayTable, Place, key
from trust_inclusion.domain.pay_uploads import Finding, Merged, merge, remarks
from trust_inclusion.models.pay import PayPoint
from trust_inclusion.models.posts import Appointment, AppointmentPay, Post
from trust_inclusion.services import audit, pay_tables, places, standing
from trust_inclusion.services.places import Changed, NotThere

CHANGED = "Somebody changed the trust’s pay tables while you were looking."


@dataclass(frozen=True, slots=True)
class Compared:
    """What an upload changes of the tables that hold.

    `table` is what would hold with it, `remarks` what is unusual about the scales it changes.
    `seen` stands for the trust's own rows it was compared with: see `same`.
    """

    merged: Merged
    remarks: tuple[Finding, ...]
    table: PayTable
    seen: str

    @property
    def writes(self) -> tuple[Salary, ...]:
        """The rows to be saved."""
        return (*self.merged.added, *(after for _, after in self.merged.changed))

    @property
    def years(self) -> tuple[str, ...]:
        """The academic years that it changes, earliest first."""
        return tuple(sorted({row.year for row in self.writes}))


def compare(actor: Actor, upload: Sequence[Salary]) -> Compared:
    """What these rows change: those that state what holds already, built-in or own, change nothing.

    Raises Refused, and ValueError for rows of which `pay_uploads.problems` finds something wrong.
    """
    access.require(actor, Action.EDIT_PAY_TABLES, TRUST)
    held = pay_tables.held()
    merged = merge(held.table.rows, [_as_spelt(held.table, row) for row in upload])
    table = PayTable(merged.rows)
    changed = (*merged.added, *(after for _, after in merged.changed))
    touched = {key(row)[:3] for row in changed}
    unusual = remarks(row for row in table.rows if key(row)[:3] in touched)
    return Compared(merged, tuple(unusual), table, digest(held.own))


def save(
    actor: Actor, compared: Compared, counts: dict[str, int], *, seen: str | None, now: datetime
) -> None:
    """Save what an upload changes, and work anew what hangs on the tables.

    Compare and save in one transaction. `counts` are the import's, for the log; `seen` is what the
    comparison that somebody looked at was made with (None: nobody looked). Raises Refused, Changed.
    """
    access.require(actor, Action.EDIT_PAY_TABLES, TRUST)
    same(seen, compared.seen)
    stored = {row.key: row for row in db.session.scalars(select(PayPoint))}
    for salary in compared.writes:
        stored_key = pay_tables.stored_key(key(salary))
        row = stored.get(stored_key)
        if row is None:
            row = PayPoint(key=stored_key)
            db.session.add(row)
        row.academic_year, row.area = salary.year, salary.area
        row.scale, row.point = salary.scale, salary.point
        row.pence, row.basis, row.source = salary.pence, salary.basis, salary.source
        row.recorded_at, row.recorded_by_id = now, actor.account_id
    places.flush()
    after = {**counts, "years": list(compared.years)}
    audit.record(actor, "import_pay", "import", None, now=now, after=after)
    if compared.writes:
        _rebuild(compared.writes)


def take_back(actor: Actor, year: str, area: str, scale: str, *, seen: str, now: datetime) -> int:
    """Take the trust's own rows of a scale back, so that the built-in ones hold again.

    Gives how many there were. Raises Refused, NotThere, Changed.
    """
    access.require(actor, Action.EDIT_PAY_TABLES, TRUST)
    stored = db.session.scalars(select(PayPoint)).all()
    wanted = key(Salary(year, area, scale, "", 0, "", ""))[:3]
    theirs = [row for row in stored if key(_salary(row))[:3] == wanted]
    if not theirs:
        raise NotThere("The trust has no rows of its own in this scale.")
    same(seen, digest(_salary(row) for row in stored))
    gone = [_salary(row) for row in theirs]
    for row in theirs:
        db.session.delete(row)
    places.flush()
    counts = {"year": gone[0].year, "rows": len(gone)}
    audit.record(actor, "pay_rows_taken_back", "pay_points", None, now=now, before=counts)
    _rebuild(gone)
    return len(gone)


def _rebuild(rows: Iterable[Salary]) -> None:
    """Work out anew what follows from these rows of the table.

    All that is kept of the tables at an academy is whether its people's pay has room to rise, and
    that hangs on the points of their own scale in their own area: see domain/pay_room.py.
    """
    touched = {key(row)[1:3] for row in rows}
    paid = db.session.execute(
        select(Post.academy_id, AppointmentPay.area, AppointmentPay.scale)
        .join(Appointment, Appointment.post_id == Post.id)
        .join(AppointmentPay, AppointmentPay.appointment_id == Appointment.id)
        .where(Post.academy_id.is_not(None))
        .distinct()
    )
    standing.rebuild(
        row.academy_id
        for row in paid
        if key(Salary("", row.area or "", row.scale or "", "", 0, "", ""))[1:3] in touched
    )


def digest(own: Iterable[Salary]) -> str:
    """What stands for the trust's own rows, so that a page can say which it was drawn from."""
    rows = sorted([*key(row), row.pence, row.basis, row.source] for row in own)
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()[:32]


def same(seen: str | None, held: str) -> None:
    """Refuse to change what somebody else changed since it was shown. Raises Changed."""
    if seen is not None and seen != held:
        raise Changed(CHANGED)


def _as_spelt(table: PayTable, row: Salary) -> Salary:
    """A row with the area, scale and point spelt as the tables have them, in whichever year."""
    held = table.in_force(date.max, Place(row.area, row.scale, row.point))
    if held is None:
        return row
    return replace(row, area=held.area, scale=held.scale, point=held.point)


def _salary(row: PayPoint) -> Salary:
    return Salary(
        row.academic_year, row.area, row.scale, row.point, row.pence, row.basis, row.source
    )
