"""What the qualification answer follows from, and what it says: codes, facts and the assessment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trust_inclusion.domain.courses import Course
from trust_inclusion.domain.eligibility import Appointment, Caution, Eligibility, Reason, Teacher
from trust_inclusion.domain.law import Step
from trust_inclusion.domain.service import Spell


class Status(StrEnum):
    """In the order of the decision table."""

    NOT_IN_SCOPE = "not_in_scope"
    MET = "met"
    NOT_KNOWN = "not_known"
    EXEMPT_PRE_2009 = "exempt_pre_2009"
    EXEMPT_REVIEW_2009 = "exempt_review_2009"
    EXEMPT = "exempt"
    EXEMPT_ON_WORDING = "exempt_on_wording"
    EXEMPT_BY_RULING = "exempt_by_ruling"
    OVERDUE = "overdue"
    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    CANNOT_FINISH = "cannot_finish"
    DUE_SOON = "due_soon"
    IN_WINDOW = "in_window"


class RulingKind(StrEnum):
    ACCEPT = "accept"
    MUST_QUALIFY = "must_qualify"


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the trust decided for a person whom the words of the law leave open.

    `by`: the day by which they must qualify. `review_on`: the last day on which it stands
    unreviewed. `ruled_on`: from when it holds; None is always.
    """

    kind: RulingKind
    by: date | None = None
    review_on: date | None = None
    ruled_on: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the two answers for one appointment of a person follow from.

    `service`: their service as SENCO at relevant schools apart from this appointment, designated
    appointments at the trust's own mainstream academies among it.
    """

    teacher: Teacher
    appointment: Appointment
    service: tuple[Spell, ...] = ()
    service_confirmed: bool = False
    courses: tuple[Course, ...] = ()
    ruling: Ruling | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Both answers on one day. Dates are None where they do not apply.

    `deadline` is the last day in time; on a NASENCO it may be earlier than `third_anniversary`.
    `latest_start`: the last safe NPQ start, None once on a course. `days_left` to the deadline,
    negative once it has passed; `days_in_hand` from the projected outcome to the deadline,
    negative when short. `course`: the award that counts, else the course the person is on.
    `evidence_checked` is about the award. `cohort_passed`: the next NPQ start in the settings is
    over, so the answer may be too kind. `valid_until`: the first later day with another answer
    (in anything but `days_left`) if no fact changes; None is never.
    """

    eligibility: Eligibility
    reasons: tuple[Reason, ...]
    cautions: tuple[Caution, ...]
    eligibility_working: tuple[Step, ...]
    status: Status
    working: tuple[Step, ...]
    deadline: date | None = None
    third_anniversary: date | None = None
    clock_start: date | None = None
    latest_start: date | None = None
    projected_outcome: date | None = None
    days_left: int | None = None
    days_in_hand: int | None = None
    course: Course | None = None
    due_soon: bool = False
    outcome_late: bool = False
    evidence_checked: bool = False
    service_not_confirmed: bool = False
    review_due: bool = False
    not_begun: bool = False
    cohort_passed: bool = False
    valid_until: date | None = None
