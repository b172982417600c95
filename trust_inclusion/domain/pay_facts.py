"""What pay is judged by: the facts of one appointment, the codes of what is found, the sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trust_inclusion.domain.allowances import Held
from trust_inclusion.domain.pay import WHOLE
from trust_inclusion.domain.pay_tables import LEADERSHIP_SCALES, Place, named

KEY_PAYMENTS = "The Key, SENCOs: additional payments (classroom teachers only)"
TES_TLR = "Tes, TLR payments: what they are, 25 July 2023"
PART_TIME_2026 = "wslaw.co.uk, Changes to TLR payments from 1 September 2026 (STPCD)"
SEN_ARRANGEMENTS = "New arrangements for SEN allowances: the qualifications that call for one"
RANGES_OF_YEAR = "School Teachers' Pay and Conditions Document: the ranges of the year"
TABLES = "The pay tables: a point needs its academic year and area"
ROOM_TO_RISE = "ASCL, Annex Two: SENCo Career Pathway, question iii"
CHARTER_TLR = "NUT SENCO Charter: a TLR, or the leadership scale"
SURVEY_2020 = "ASCL, survey of 2020: extra pay for 70% in primary, almost 78% in secondary"
RECORD = "The record of pay"

PART_TIME_FROM = date(2026, 9, 1)
"""From this day a part-timer's TLR1 or TLR2 is paid by their share of the responsibility."""


class Severity(StrEnum):
    CHECK = "check"
    NOTE = "note"


class Code(StrEnum):
    """In the order in which they are shown."""

    LEADERSHIP_WITH_TLR = "leadership_with_tlr"
    LEADERSHIP_WITH_SEN = "leadership_with_sen"
    TLR1_WITH_TLR2 = "tlr1_with_tlr2"
    TLR1_WITHOUT_STAFF = "tlr1_without_staff"
    TLR_NOT_NAMED = "tlr_not_named"
    OUTSIDE_RANGE = "outside_range"
    PART_TIME_TLR = "part_time_tlr"
    SEN_FOR_AWARD = "sen_for_award"
    DIFFERENT_PAY = "different_pay"
    POINT_NOT_STATED = "point_not_stated"
    YEAR_LACKS_POINT = "year_lacks_point"
    NO_ADDITIONAL_PAY = "no_additional_pay"
    TOP_OF_RANGE = "top_of_range"


@dataclass(frozen=True, slots=True)
class PayWarning:
    """One thing to look at. The sentence names no person."""

    code: Code
    severity: Severity
    sentence: str
    source: str


@dataclass(frozen=True, slots=True)
class Paid:
    """What is recorded of the pay of one appointment on a day; None and blank are not stated.

    `fraction` is of full time, in ten-thousandths. `top`: the highest point of the post's own
    range, as L10 of L6 to L10. `manages_staff`: line management of a significant number.
    `by_responsibility`: a part-timer's TLR follows the share of the work, not of the week.
    `sen_for_award`: the SEN allowance is said to be given for the SENCO award itself.
    """

    area: str = ""
    scale: str = ""
    point: str = ""
    tlrs: tuple[Held, ...] = ()
    sen_pence: int | None = None
    fraction: int | None = None
    top: str = ""
    manages_staff: bool | None = None
    by_responsibility: bool | None = None
    sen_for_award: bool = False
    post: str = ""
    """How a sentence about several posts calls this one."""
    started_on: date | None = None
    ended_on: date | None = None

    @property
    def at(self) -> Place:
        return Place(self.area, self.scale, self.point)

    @property
    def on_leadership(self) -> bool:
        return named(self.scale) in LEADERSHIP_SCALES

    @property
    def part_time(self) -> bool:
        return self.fraction is not None and self.fraction < WHOLE
