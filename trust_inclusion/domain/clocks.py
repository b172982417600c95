"""The qualification clock of every SENCO appointment as a timeline, and how urgent each period is.

Like the standing of an academy: periods in which both answers stay the same, so that a list of
deadlines on any day is a plain query. An academy under the duty with no designated SENCO on a day
has a period of its own, without an appointment: the first breach of all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from trust_inclusion.domain.posts import holds_on
from trust_inclusion.domain.qualification import (
    Assessment,
    Eligibility,
    Facts,
    Rules,
    Status,
    answer_on,
    turning_days,
)

ONE_DAY = timedelta(days=1)
NO_SENCO = "no_senco"
"""The status of an academy under the duty without a designated SENCO."""


class Group(StrEnum):
    """What HR has to do, the most urgent first."""

    BREACH_NOW = "breach_now"
    NOT_ELIGIBLE = "not_eligible"
    CANNOT_FINISH = "cannot_finish"
    ENROL_NOW = "enrol_now"
    RULING_NEEDED = "ruling_needed"
    TO_CHECK = "to_check"
    ON_COURSE = "on_course"
    MET = "met"
    NOT_IN_SCOPE = "not_in_scope"


_GROUP_OF = {
    Status.OVERDUE: Group.BREACH_NOW,
    Status.CANNOT_FINISH: Group.CANNOT_FINISH,
    Status.AT_RISK: Group.CANNOT_FINISH,
    Status.DUE_SOON: Group.ENROL_NOW,
    Status.IN_WINDOW: Group.ENROL_NOW,
    Status.EXEMPT_ON_WORDING: Group.RULING_NEEDED,
    Status.EXEMPT_REVIEW_2009: Group.RULING_NEEDED,
    Status.NOT_KNOWN: Group.TO_CHECK,
    Status.ON_TRACK: Group.ON_COURSE,
    Status.MET: Group.MET,
    Status.EXEMPT: Group.MET,
    Status.EXEMPT_PRE_2009: Group.MET,
    Status.EXEMPT_BY_RULING: Group.MET,
    Status.NOT_IN_SCOPE: Group.NOT_IN_SCOPE,
}
_URGENCY = {
    NO_SENCO: 0,
    Status.OVERDUE: 1,
    Status.CANNOT_FINISH: 3,
    Status.AT_RISK: 4,
    Status.DUE_SOON: 5,
    Status.IN_WINDOW: 6,
    Status.EXEMPT_ON_WORDING: 7,
    Status.EXEMPT_REVIEW_2009: 8,
    Status.NOT_KNOWN: 9,
    Status.ON_TRACK: 11,
    Status.EXEMPT_BY_RULING: 12,
    Status.EXEMPT: 13,
    Status.EXEMPT_PRE_2009: 14,
    Status.MET: 15,
    Status.NOT_IN_SCOPE: 16,
}
_NOT_ELIGIBLE = 2
_TO_CHECK = 10


@dataclass(frozen=True, slots=True)
class Period:
    """`answer` holds for `valid_from <= day < valid_to`; None is nobody in post."""

    valid_from: date
    valid_to: date
    answer: Assessment | None


def group_of(answer: Assessment | None, *, to_check: bool) -> Group:
    """Under which heading of the deadlines an answer stands."""
    if answer is None:
        return Group.BREACH_NOW
    group = _GROUP_OF[answer.status]
    if group is Group.BREACH_NOW:
        return group
    if answer.eligibility is Eligibility.INELIGIBLE:
        return Group.NOT_ELIGIBLE
    waits = to_check or (answer.status is Status.MET and not answer.evidence_checked)
    return Group.TO_CHECK if waits and group in (Group.MET, Group.ON_COURSE) else group


def urgency_of(answer: Assessment | None, *, to_check: bool) -> int:
    """The place in the list: the most urgent is 0."""
    if answer is None:
        return _URGENCY[NO_SENCO]
    urgency = _URGENCY[answer.status]
    group = group_of(answer, to_check=to_check)
    if group is Group.NOT_ELIGIBLE:
        return min(urgency, _NOT_ELIGIBLE)
    return min(urgency, _TO_CHECK) if group is Group.TO_CHECK else urgency


def worst(answers: Iterable[Assessment]) -> Assessment | None:
    """Of several SENCOs' answers, the one that an academy shows."""
    return min(answers, key=lambda one: urgency_of(one, to_check=False), default=None)


def clock(facts: Facts, rules: Rules, first: date, end: date) -> list[Period]:
    """One appointment's periods within `first <= day < end`, oldest first, without gaps."""
    if first >= end:
        return []
    days = sorted({first, *(day for day in turning_days(facts, rules) if first < day < end)})
    found: list[Period] = []
    for day, until in zip(days, [*days[1:], end], strict=True):
        answer = answer_on(facts, rules, day)
        if found and _same(found[-1].answer, answer):
            found[-1] = Period(found[-1].valid_from, until, found[-1].answer)
        else:
            found.append(Period(day, until, answer))
    return found


def _same(one: Assessment | None, other: Assessment) -> bool:
    """Alike in all that is stored: the days left are counted on reading."""
    if one is None:
        return False
    return _stored(one) == _stored(other)


def _stored(answer: Assessment) -> tuple[object, ...]:
    return (
        answer.eligibility,
        answer.reasons,
        answer.status,
        answer.deadline,
        answer.latest_start,
        answer.projected_outcome,
        answer.course,
        answer.due_soon,
        answer.outcome_late,
        answer.evidence_checked,
        answer.service_not_confirmed,
        answer.review_due,
    )


def nobody(
    spells: Iterable[tuple[date | None, date | None]], first: date, end: date
) -> list[Period]:
    """When none of the designated appointments `spells` is in force, within first and end."""
    held = list(spells)
    turns = {first}
    for start, last in held:
        turns.update(day for day in (start, _after(last)) if day and first < day < end)
    days = sorted(turns)
    found: list[Period] = []
    for day, until in zip(days, [*days[1:], end], strict=True):
        if any(holds_on(start, last, day) for start, last in held):
            continue
        if found and found[-1].valid_to == day:
            found[-1] = Period(found[-1].valid_from, until, None)
        else:
            found.append(Period(day, until, None))
    return found


def _after(last: date | None) -> date | None:
    return None if last is None or last == date.max else last + ONE_DAY
