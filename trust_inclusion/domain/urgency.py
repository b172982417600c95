"""How urgent a qualification answer is: under which heading it stands, in which order, whether the
academy has its SENCO lawfully."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from trust_inclusion.domain.qualification import Assessment, Eligibility, Status

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


GROUPS = {
    Group.BREACH_NOW: "Breach now",
    Group.NOT_ELIGIBLE: "Not eligible",
    Group.CANNOT_FINISH: "Cannot finish in time",
    Group.ENROL_NOW: "To enrol",
    Group.RULING_NEEDED: "Ruling needed",
    Group.TO_CHECK: "To check",
    Group.ON_COURSE: "On course",
    Group.MET: "Met",
    Group.NOT_IN_SCOPE: "Not in scope",
}
"""The groups in words, as the list of deadlines counts them."""

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
_BY_SERVICE = frozenset({Status.EXEMPT, Status.EXEMPT_PRE_2009})
_NOT_ELIGIBLE = 2
_TO_CHECK = 10


def group_of(answer: Assessment | None, *, to_check: bool) -> Group:
    """Under which heading of the deadlines an answer stands."""
    if answer is None:
        return Group.BREACH_NOW
    group = _GROUP_OF[answer.status]
    if group is Group.BREACH_NOW:
        return group
    if answer.eligibility is Eligibility.INELIGIBLE:
        return Group.NOT_ELIGIBLE
    waits = to_check or _rests_on_what_nobody_checked(answer)
    return Group.TO_CHECK if waits and group in (Group.MET, Group.ON_COURSE) else group


def _rests_on_what_nobody_checked(answer: Assessment) -> bool:
    """Whether a person counts as qualified or exempt by what HR has not yet seen to be so."""
    if answer.status is Status.MET:
        return not answer.evidence_checked
    return answer.service_not_confirmed and answer.status in _BY_SERVICE


def urgency_of(answer: Assessment | None, *, to_check: bool) -> int:
    """The place in the list: the most urgent is 0."""
    if answer is None:
        return _URGENCY[NO_SENCO]
    urgency = _URGENCY[answer.status]
    group = group_of(answer, to_check=to_check)
    if group is Group.NOT_ELIGIBLE:
        return _NOT_ELIGIBLE
    return min(urgency, _TO_CHECK) if group is Group.TO_CHECK else urgency


def worst(answers: Iterable[Assessment]) -> Assessment | None:
    """Of several SENCOs' answers, the one that an academy shows: by status, then by deadline."""
    return min(
        answers, key=lambda one: (_URGENCY[one.status], one.deadline or date.max), default=None
    )


def lawful(answers: Iterable[Assessment | None]) -> bool | None:
    """Whether everybody in post is there lawfully; None when it is not known.

    No answer at all is a vacancy, and unlawful; for an academy without the duty do not ask.
    """
    held = [one for one in answers if one is not None]
    if not held or any(_breaks(one) for one in held):
        return False
    known = all(
        one.eligibility is Eligibility.ELIGIBLE and one.status is not Status.NOT_KNOWN
        for one in held
    )
    return True if known else None


def _breaks(answer: Assessment) -> bool:
    return answer.status is Status.OVERDUE or answer.eligibility is Eligibility.INELIGIBLE
