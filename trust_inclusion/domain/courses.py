"""Courses towards the SENCO qualification: which count, which run on a day, and when they end.

Source: SEND Regulations 2014, regulation 49(7): a NASENCO counts if begun before 1 September 2024
and completed before 1 September 2027, an NPQ for SENCOs if begun on or after 1 September 2024.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trust_inclusion.domain.calendar import months_after
from trust_inclusion.domain.law import (
    NASENCO_LAST_DAY,
    NPQ_FIRST_DAY,
    RECORD,
    REG_49_7A,
    REG_49_7B,
    Found,
    Step,
)
from trust_inclusion.domain.qualification_rules import Rules


class Award(StrEnum):
    """`other` are all awards that the law does not ask of a SENCO."""

    NASENCO = "nasenco"
    NPQSENCO = "npqsenco"
    OTHER = "other"


class Outcome(StrEnum):
    """How a course stands, as DfE's provider service has it. On a retake the course goes on."""

    ENROLLED = "enrolled"
    PASSED = "passed"
    FAILED = "failed"
    RETAKE = "retake"
    VOIDED = "voided"
    WITHDRAWN = "withdrawn"


_GOES_ON = frozenset({Outcome.ENROLLED, Outcome.RETAKE})


@dataclass(frozen=True, slots=True)
class Course:
    """A course or award on a person's record. `checked_on`: the day HR saw the evidence.

    An outcome takes effect on `outcome_on`; until then the course goes on. A pass without a day
    is not yet a pass, since the law asks by when; any other end without a day has happened.
    """

    award: Award
    started_on: date | None = None
    expected_on: date | None = None
    outcome: Outcome = Outcome.ENROLLED
    outcome_on: date | None = None
    checked_on: date | None = None

    def order(self) -> tuple[str, ...]:
        """A fixed order among equals, so that answers never hang on the order of a record."""
        days = (self.started_on, self.expected_on, self.outcome_on, self.checked_on)
        return (self.award, self.outcome, *(day.isoformat() if day else "" for day in days))


def passed(courses: Iterable[Course], today: date) -> Course | None:
    """The award that makes a person qualified on `today`: a checked one first, then the oldest."""
    counting = [course for course in courses if _counts_as_passed(course, today)]
    return min(
        counting,
        key=lambda one: (not checked(one, today), one.outcome_on or date.max, one.order()),
        default=None,
    )


def checked(course: Course, today: date) -> bool:
    """Whether HR has seen the evidence of the outcome: a look before it was out is none."""
    return (
        course.checked_on is not None
        and course.outcome_on is not None
        and course.outcome_on <= course.checked_on <= today
    )


def under_way(
    courses: Iterable[Course], deadline: date | None, rules: Rules, today: date
) -> Course | None:
    """The counting course that the person is on: of several the one that ends in time, then the
    one that ends first. One that begins later than `today` is not yet a course they are on."""

    def choice(course: Course) -> tuple[bool, date, tuple[str, ...]]:
        ends = projected_outcome(course, rules)
        by = effective_deadline(course, deadline or date.max)
        return ends is None or ends > by, ends or date.max, course.order()

    running = [one for one in courses if _has_begun(one, today) and _goes_on(one, today)]
    return min(running, key=choice, default=None)


def effective_deadline(course: Course | None, deadline: date) -> date:
    """`deadline`, or the NASENCO's last day when the person is on one and that is earlier."""
    on_nasenco = course is not None and course.award is Award.NASENCO
    return min(deadline, NASENCO_LAST_DAY) if on_nasenco else deadline


def projected_outcome(course: Course, rules: Rules) -> date | None:
    """When the outcome is expected: the stated day, else by the length of the course from its
    start. None when nothing of it is known."""
    if (stated := stated_outcome(course)) is not None or course.started_on is None:
        return stated
    return months_after(course.started_on, months_of(course, rules))


def stated_outcome(course: Course) -> date | None:
    """The day on record for the outcome: a pass's own, else the expected one."""
    if course.outcome is Outcome.PASSED and course.outcome_on is not None:
        return course.outcome_on
    return course.expected_on


def months_of(course: Course, rules: Rules) -> int:
    """The usual months from the start of a course to its outcome."""
    return rules.nasenco_months if course.award is Award.NASENCO else rules.npq_months


def not_counted(courses: Iterable[Course], today: date) -> tuple[Step, ...]:
    """Why courses on the record do not help on `today`, oldest first: a course outside the law's
    dates, a NASENCO unfinished at its end, one that has yet to begin. Each reason once."""
    steps: dict[Step, None] = {}
    for course in sorted(courses, key=lambda one: (one.started_on or date.min, one.order())):
        if (step := _why_not(course, today)) is not None:
            steps[step] = None
    return tuple(steps)


def _why_not(course: Course, today: date) -> Step | None:
    if course.award is Award.OTHER or _counts_as_passed(course, today):
        return None
    dates = () if course.started_on is None else (course.started_on,)
    source = REG_49_7A if course.award is Award.NASENCO else REG_49_7B
    pending = _still_open(course, today) or course.outcome is Outcome.PASSED
    if _passed_before_begun(course):
        begun = (course.started_on or NPQ_FIRST_DAY,)
        return Step(Found.PASSED_BEFORE_BEGUN, begun, RECORD, of=course.award.value)
    if pending and not _in_its_dates(course):
        return Step(Found.BEGUN_OUTSIDE_ITS_DATES, dates, source, of=course.award.value)
    if pending and course.award is Award.NASENCO and today > NASENCO_LAST_DAY:
        return Step(Found.NASENCO_TOO_LATE, (NASENCO_LAST_DAY,), source, of=course.award.value)
    if pending and not _has_begun(course, today):
        return Step(Found.COURSE_NOT_BEGUN, dates, RECORD, of=course.award.value)
    return None


def _counts_as_passed(course: Course, today: date) -> bool:
    out = course.outcome_on
    if course.outcome is not Outcome.PASSED or out is None or out > today:
        return False
    if _passed_before_begun(course):
        return False
    if course.award is Award.NASENCO and course.started_on is None:
        return out < NPQ_FIRST_DAY  # then it cannot have begun too late
    return _in_its_dates(course) and (course.award is not Award.NASENCO or out <= NASENCO_LAST_DAY)


def _passed_before_begun(course: Course) -> bool:
    """A record that cannot be right, so it makes nobody qualified: passed before its own start,
    or an NPQ for SENCOs, its start not known, before the first one there was."""
    if course.outcome is not Outcome.PASSED or course.outcome_on is None:
        return False
    first = NPQ_FIRST_DAY if course.award is Award.NPQSENCO else None
    begun = course.started_on or first
    return begun is not None and course.outcome_on < begun


def _in_its_dates(course: Course) -> bool:
    """Whether the award's course was begun when the law lets it count.

    An NPQ for SENCOs could not begin before its first day, so a start that is not known was
    later; a start before it is another course or a slip, and is not taken for the award. A
    NASENCO needs a known start: one begun a day later does not count.
    """
    if course.award is Award.NPQSENCO:
        return course.started_on is None or course.started_on >= NPQ_FIRST_DAY
    in_time = course.started_on is not None and course.started_on < NPQ_FIRST_DAY
    return course.award is Award.NASENCO and in_time


def _has_begun(course: Course, today: date) -> bool:
    return course.started_on is None or course.started_on <= today


def _goes_on(course: Course, today: date) -> bool:
    """Whether a course that counts is open on `today`: no longer once a NASENCO's days are over."""
    if not _in_its_dates(course) or not _still_open(course, today):
        return False
    return course.award is not Award.NASENCO or today <= NASENCO_LAST_DAY


def _still_open(course: Course, today: date) -> bool:
    if course.outcome in _GOES_ON:
        return True
    if course.outcome_on is None:
        return course.outcome is Outcome.PASSED
    return course.outcome_on > today
