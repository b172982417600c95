"""The days and sources of the law on SENCOs, and one step of an answer's working.

Sources: Children and Families Act 2014 s.67; Special Educational Needs and Disability Regulations
2014 (SI 2014/1530) regulation 49, as amended from 1 September 2024 by SI 2024/535 regulation 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

LAW_DAY = date(2009, 9, 1)
"""Regulation 49(4) speaks of those who become a SENCO after this day."""

NPQ_FIRST_DAY = date(2024, 9, 1)
"""A NASENCO counts when begun before this day, an NPQ for SENCOs when begun on it or later."""

NASENCO_LAST_DAY = date(2027, 8, 31)
"""A NASENCO has to be complete before 1 September 2027, so by this day."""

YEARS_TO_QUALIFY = 3

SECTION_67 = "Children and Families Act 2014, section 67"
REG_49_2 = "SEND Regulations 2014, regulation 49(2)"
REG_49_2A = "SEND Regulations 2014, regulation 49(2)(a)"
REG_49_2B = "SEND Regulations 2014, regulation 49(2)(b)"
REG_49_2C = "SEND Regulations 2014, regulation 49(2)(c)"
REG_49_3 = "SEND Regulations 2014, regulation 49(3)"
REG_49_4 = "SEND Regulations 2014, regulation 49(4)"
REG_49_7A = "SEND Regulations 2014, regulation 49(7)(a)"
REG_49_7B = "SEND Regulations 2014, regulation 49(7)(b)"
OLD_REGS = "SI 2009/1387, replaced by the SEND Regulations 2014, regulation 49(4)"
CODE_6 = "SEND Code of Practice 2015, chapter 6"
DFE_NPQ = "DfE, NPQ for SENCOs: 18 months of study and up to 4 to the outcome"
TRUST = "The trust's ruling"
SETTING = "The trust's settings"
RECORD = "The person's record"


class Found(StrEnum):
    """What a step of the working found, in the order in which the rulebook asks (1.5)."""

    NO_DUTY = "no_duty"
    HEAD_TEACHER = "head_teacher"
    REQUIREMENT_NOT_MET = "requirement_not_met"
    REQUIREMENT_NOT_STATED = "requirement_not_stated"
    REQUIREMENTS_MET = "requirements_met"
    AWARD_COUNTS = "award_counts"
    PASSED_BEFORE_BEGUN = "passed_before_begun"
    BEGUN_OUTSIDE_ITS_DATES = "begun_outside_its_dates"
    NASENCO_TOO_LATE = "nasenco_too_late"
    COURSE_NOT_BEGUN = "course_not_begun"
    START_NOT_KNOWN = "start_not_known"
    IN_POST_BY_2009 = "in_post_by_2009"
    TWELVE_MONTHS_BY_2009 = "twelve_months_by_2009"
    NOT_TWELVE_MONTHS_BY_2009 = "not_twelve_months_by_2009"
    TWELVE_MONTHS_BEFORE = "twelve_months_before"
    NOT_TWELVE_MONTHS_BEFORE = "not_twelve_months_before"
    RULING_NEEDED = "ruling_needed"
    RULING_ACCEPTED = "ruling_accepted"
    RULING_MUST_QUALIFY = "ruling_must_qualify"
    RULING_REVIEW_DUE = "ruling_review_due"
    CLOCK_FROM_APPOINTMENT = "clock_from_appointment"
    CLOCK_FROM_EARLIER_SPELL = "clock_from_earlier_spell"
    THIRD_ANNIVERSARY = "third_anniversary"
    NASENCO_CUT_OFF = "nasenco_cut_off"
    DEADLINE_PASSED = "deadline_passed"
    OUTCOME_STATED = "outcome_stated"
    OUTCOME_BY_LENGTH = "outcome_by_length"
    OUTCOME_NOT_KNOWN = "outcome_not_known"
    IN_TIME = "in_time"
    TOO_LATE = "too_late"
    LATEST_START = "latest_start"
    LATEST_START_PASSED = "latest_start_passed"
    COHORT_TOO_LATE = "cohort_too_late"
    COHORT_IN_TIME = "cohort_in_time"
    COHORT_PASSED = "cohort_passed"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what was found, the dates it used, its source, and a number of months if used.

    `of` is the code that the step is about: a reason, or an award.
    """

    found: Found
    dates: tuple[date, ...]
    source: str
    months: int | None = None
    of: str = ""
