"""The rules of pay in a sentence each, as the page of pay lists them: what, how grave, from where.

The rules themselves are in pay_warnings.py. Source: the product's rulebook, section 3.4.
"""

from __future__ import annotations

from dataclasses import dataclass

from trust_inclusion.domain.pay_facts import (
    CHARTER_TLR,
    KEY_PAYMENTS,
    PART_TIME_2026,
    RANGES_OF_YEAR,
    RECORD,
    ROOM_TO_RISE,
    SEN_ARRANGEMENTS,
    SURVEY_2020,
    TABLES,
    TES_TLR,
    Code,
)


@dataclass(frozen=True, slots=True)
class PayRule:
    """A rule in a sentence, and its sources."""

    sentence: str
    sources: tuple[str, ...]


RULES = {
    Code.LEADERSHIP_WITH_TLR: PayRule(
        "A TLR is for classroom teachers, and the leadership group are none.", (KEY_PAYMENTS,)
    ),
    Code.LEADERSHIP_WITH_SEN: PayRule(
        "The SEN allowance is for classroom teachers, and the leadership group are none.",
        (KEY_PAYMENTS,),
    ),
    Code.TLR1_WITH_TLR2: PayRule(
        "Nobody holds a TLR1 and a TLR2 together; a TLR3 may stand beside either.", (TES_TLR,)
    ),
    Code.TLR1_WITHOUT_STAFF: PayRule(
        "A TLR1 needs line management of a significant number of people.", (TES_TLR,)
    ),
    Code.TLR_NOT_NAMED: PayRule(
        "The three TLRs differ in their ranges and rules, so it must be said which it is.",
        (TES_TLR,),
    ),
    Code.OUTSIDE_RANGE: PayRule(
        "An allowance lies within the least and the most of its academic year.", (RANGES_OF_YEAR,)
    ),
    Code.PART_TIME_TLR: PayRule(
        "Since 1 September 2026 a part-timer’s TLR1 or TLR2 follows the share of the "
        "responsibility, not of the week, where the document is followed; a TLR3 is never shared.",
        (PART_TIME_2026,),
    ),
    Code.SEN_FOR_AWARD: PayRule(
        "The SENCO award is not among the qualifications that call for a SEN allowance.",
        (SEN_ARRANGEMENTS,),
    ),
    Code.DIFFERENT_PAY: PayRule(
        "One person at two posts at once is paid alike, or somebody knows why not.", (RECORD,)
    ),
    Code.POINT_NOT_STATED: PayRule(
        "A salary can be looked up only with area, scale and point.", (TABLES,)
    ),
    Code.YEAR_LACKS_POINT: PayRule(
        "Each point stands in the table of its year; leadership points between the ends come from "
        "the trust’s own.",
        (TABLES,),
    ),
    Code.NO_ADDITIONAL_PAY: PayRule(
        "No payment is specific to SENCOs and schools need not pay more; the charter asks for a "
        "TLR or leadership pay, and most SENCOs have something. Of SENCO posts only.",
        (KEY_PAYMENTS, CHARTER_TLR, SURVEY_2020),
    ),
    Code.TOP_OF_RANGE: PayRule(
        "The pay range of a SENCO leaves room to rise, as L6 to L10 does.", (ROOM_TO_RISE,)
    ),
}
