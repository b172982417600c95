"""What moving a person to leadership pay is worth, net of what a leader cannot keep.

The leadership group hold no TLR and no SEN allowance (The Key, SENCOs: additional payments), so
the higher salary alone would promise too much.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trust_inclusion.domain.allowances import Allowance, Held
from trust_inclusion.domain.pay import WHOLE, of_full_time
from trust_inclusion.domain.pay_facts import Paid
from trust_inclusion.domain.pay_tables import LEADERSHIP_SCALES, PayTable, Place, named


class Item(StrEnum):
    """A line of the working."""

    SALARY_THEN = "salary_then"
    SALARY_NOW = "salary_now"
    TLR_LOST = "tlr_lost"
    SEN_LOST = "sen_lost"


@dataclass(frozen=True, slots=True)
class Line:
    """One line: pence a year, negative for what is given up. `of` is the point or the payment."""

    item: Item
    of: str
    pence: int


@dataclass(frozen=True, slots=True)
class LeadershipMove:
    """The comparison; its lines add up to `net_pence`. `why_not` says what is missing for it,
    `remark` what to bear in mind: a point that the year lacks is compared at an older figure."""

    lines: tuple[Line, ...] = ()
    why_not: str = ""
    remark: str = ""

    @property
    def net_pence(self) -> int | None:
        """Pence a year more, negative for less; None where it cannot be worked out."""
        return None if self.why_not else sum(line.pence for line in self.lines)

    @property
    def rise_pence(self) -> int | None:
        """The rise of the salary alone."""
        salaries = {Item.SALARY_THEN, Item.SALARY_NOW}
        rise = sum(line.pence for line in self.lines if line.item in salaries)
        return None if self.why_not else rise


def to_leadership(paid: Paid, to: Place, day: date, table: PayTable) -> LeadershipMove:
    """What the person would be paid a year at a leadership point, less all that they have now.

    At the person's own full-time fraction (full time where none is recorded); a TLR3 is at its
    amount, since it is never shared. A TLR without an amount leaves the answer open.
    """
    now, then = table.in_force(day, paid.at), table.in_force(day, to)
    if why_not := _why_not(paid, to):
        return LeadershipMove(why_not=why_not)
    if now is None or then is None:
        lacking = paid.at if now is None else to
        where = f"{lacking.point} ({lacking.scale}, {lacking.area})"
        return LeadershipMove(why_not=f"No pay table has {where}.")
    part = paid.fraction or WHOLE
    lines = [
        Line(Item.SALARY_THEN, then.point, of_full_time(then.pence, part)),
        Line(Item.SALARY_NOW, now.point, -of_full_time(now.pence, part)),
        *(Line(Item.TLR_LOST, one.allowance, -_paid_of(one, paid)) for one in paid.tlrs),
    ]
    if paid.sen_pence:
        sen = of_full_time(paid.sen_pence, part)
        lines.append(Line(Item.SEN_LOST, Allowance.SEN, -sen))
    remark = ""
    if now.year != then.year:
        remark = f"{then.point} is of {then.year} and {now.point} of {now.year}: not the same year."
    return LeadershipMove(tuple(lines), remark=remark)


def _why_not(paid: Paid, to: Place) -> str:
    if named(to.scale) not in LEADERSHIP_SCALES:
        return f"{to.point} is not a point of leadership pay."
    if not (paid.area and paid.scale and paid.point):
        return "The pay point of today is not recorded in full."
    if paid.on_leadership:
        return "This person is on leadership pay already."
    if any(one.pence is None for one in paid.tlrs):
        return "The amount of the TLR is not recorded."
    return ""


def _paid_of(held: Held, paid: Paid) -> int:
    """A TLR as it is paid: by the share of the work, in full for a TLR3, else by the week.

    Of a TLR that follows the responsibility the recorded amount is the share itself.
    """
    full = held.allowance is Allowance.TLR3 or paid.by_responsibility
    return (held.pence or 0) if full else of_full_time(held.pence or 0, paid.fraction or WHOLE)
