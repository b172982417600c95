"""The qualification answers in words: tags, what to do next, and each step of the working.

What to do is always told as the trust's duty (s.67(4): the proprietor answers for it), never as
the person's fault.
"""

from __future__ import annotations

from datetime import date

from trust_inclusion.domain.calendar import days_after
from trust_inclusion.domain.eligibility import Caution, Eligibility, Reason
from trust_inclusion.domain.law import Found, Step
from trust_inclusion.domain.qualification_facts import Assessment, Status
from trust_inclusion.domain.words import Tag, count, long_date

STATUS_TAGS = {
    Status.NOT_IN_SCOPE: Tag("Not applicable", "grey"),
    Status.MET: Tag("Qualified", "green"),
    Status.NOT_KNOWN: Tag("Not known", "orange"),
    Status.EXEMPT_PRE_2009: Tag("Exempt", "green", " since before 2009"),
    Status.EXEMPT_REVIEW_2009: Tag("Ruling needed", "orange", " on service in 2009"),
    Status.EXEMPT: Tag("Exempt", "green", " by service before 2009"),
    Status.EXEMPT_ON_WORDING: Tag("Ruling needed", "orange", " on earlier service"),
    Status.EXEMPT_BY_RULING: Tag("Exempt by ruling", "blue"),
    Status.OVERDUE: Tag("Overdue", "red"),
    Status.ON_TRACK: Tag("On course", "blue"),
    Status.AT_RISK: Tag("At risk", "orange", " of ending after the deadline"),
    Status.CANNOT_FINISH: Tag("Too late to finish", "red", " by the deadline"),
    Status.DUE_SOON: Tag("Due soon", "orange"),
    Status.IN_WINDOW: Tag("To enrol", "blue", " in time"),
}

ELIGIBILITY_TAGS = {
    Eligibility.NOT_KNOWN: Tag("Not known", "orange"),
    Eligibility.NOT_IN_SCOPE: Tag("Not applicable", "grey"),
    Eligibility.ELIGIBLE: Tag("Eligible", "green"),
    Eligibility.INELIGIBLE: Tag("Not eligible", "red"),
}

REASONS = {
    Reason.NO_QTS: "No qualified teacher status",
    Reason.PARA_8A_ONLY: "Qualified to teach in special schools and units only (paragraph 8A)",
    Reason.INDUCTION_NOT_COMPLETED: "Statutory induction not completed",
    Reason.NOT_TEACHING_HERE: "Not working as a teacher at this academy",
}

NOT_STATED = {
    Reason.NO_QTS: "Qualified teacher status is not stated",
    Reason.PARA_8A_ONLY: "Paragraph 8A is not stated",
    Reason.INDUCTION_NOT_COMPLETED: "Statutory induction is not stated",
    Reason.NOT_TEACHING_HERE: "Teaching at this academy is not stated",
}

CAUTIONS = {
    Caution.SHARED_BY_HEAD: "The Code advises against a shared SENCO who is head of one school.",
    Caution.SHARED_WITH_CLASS: "The Code advises against a shared SENCO with much class teaching.",
}

AWARDS = {"nasenco": "NASENCO", "npqsenco": "NPQ for SENCOs", "other": "course"}

_STEPS = {
    (Found.NO_DUTY, 0): "The duty to have a SENCO does not reach this type of establishment.",
    (Found.HEAD_TEACHER, 0): "A head or acting head may be the SENCO without the other conditions.",
    (Found.REQUIREMENTS_MET, 0): "Every condition for being the SENCO is met.",
    (Found.AWARD_COUNTS, 1): "The {of} was passed on {0}.",
    (Found.AWARD_COUNTS, 2): "The {of} was begun on {0} and passed on {1}.",
    (Found.PASSED_BEFORE_BEGUN, 1): (
        "The {of} is recorded as passed before it began on {0}, so it is not counted."
    ),
    (Found.BEGUN_OUTSIDE_ITS_DATES, 0): (
        "The {of} is not known to have begun before 1 September 2024, so it does not count."
    ),
    (Found.BEGUN_OUTSIDE_ITS_DATES, 1): (
        "The {of} begun on {0} does not count: a NASENCO has to be begun by 31 August 2024, an "
        "NPQ for SENCOs after it."
    ),
    (Found.NASENCO_TOO_LATE, 1): "The NASENCO was not complete by {0}, so it does not count.",
    (Found.COURSE_NOT_BEGUN, 1): "The {of} begins on {0}; until then it is not counted.",
    (Found.START_NOT_KNOWN, 0): "The day on which the appointment began is not recorded.",
    (Found.IN_POST_BY_2009, 1): (
        "This appointment began on {0}, and the rule is for those who became SENCO after 1 "
        "September 2009."
    ),
    (Found.TWELVE_MONTHS_BY_2009, 2): (
        "Service from {0} was more than twelve months on {1}, by 1 September 2009."
    ),
    (Found.NOT_TWELVE_MONTHS_BY_2009, 2): (
        "Service from {0} was not more than twelve months on {1}: the rules of 2009 asked for "
        "the award, the words of today do not."
    ),
    (Found.TWELVE_MONTHS_BEFORE, 2): (
        "Earlier service from {0} was more than twelve months on {1}: on its words the rule "
        "does not reach this appointment, though the DfE expects the NPQ."
    ),
    (Found.NOT_TWELVE_MONTHS_BEFORE, 2): (
        "Earlier service from {0} was not more than twelve months on {1}."
    ),
    (Found.NOT_TWELVE_MONTHS_BEFORE, 3): (
        "Earlier service from {0} to {1} will be more than twelve months on {2}."
    ),
    (Found.RULING_NEEDED, 0): "The trust has not recorded a ruling.",
    (Found.RULING_ACCEPTED, 1): "The trust accepted the exemption until its review on {0}.",
    (Found.RULING_MUST_QUALIFY, 1): "The trust ruled that the award must be held by {0}.",
    (Found.RULING_REVIEW_DUE, 0): "The trust's ruling has no review date, so it does not stand.",
    (Found.RULING_REVIEW_DUE, 1): "The trust's ruling was to be reviewed by {0}.",
    (Found.CLOCK_FROM_APPOINTMENT, 1): "The clock starts with this appointment, on {0}.",
    (Found.CLOCK_FROM_EARLIER_SPELL, 2): (
        "The clock starts on {0}, with the first of an unbroken run of service before {1}."
    ),
    (Found.THIRD_ANNIVERSARY, 2): "Three years from {0} is {1}, the last day in time.",
    (Found.NASENCO_CUT_OFF, 1): "A NASENCO has to be complete by {0}.",
    (Found.DEADLINE_PASSED, 1): "The deadline of {0} has passed.",
    (Found.OUTCOME_STATED, 1): "The outcome of the {of} is expected on {0}.",
    (Found.OUTCOME_BY_LENGTH, 2): (
        "The {of} begun on {0} takes {months} to its outcome, so until {1}."
    ),
    (Found.OUTCOME_NOT_KNOWN, 0): "Neither the start nor the end of the {of} is recorded.",
    (Found.IN_TIME, 1): "That is in time for {0}.",
    (Found.TOO_LATE, 1): "That is not known to be in time for {0}.",
    (Found.LATEST_START, 2): "The latest safe start is {0}: {months} before {1}.",
    (Found.LATEST_START_PASSED, 1): "The latest safe start of {0} has passed.",
    (Found.COHORT_TOO_LATE, 2): "The next NPQ start is {0}, after the latest safe one of {1}.",
    (Found.COHORT_IN_TIME, 1): "The next NPQ start is {0}.",
    (Found.COHORT_PASSED, 1): (
        "The next NPQ start in the settings, {0}, is over: the answer may be too kind."
    ),
}
"""By what was found and the number of its dates, since records differ in what they hold."""


def sentence(step: Step) -> str:
    """One step of the working as a sentence; its source stands beside it on the page."""
    if step.found in {Found.REQUIREMENT_NOT_MET, Found.REQUIREMENT_NOT_STATED}:
        known = step.found is Found.REQUIREMENT_NOT_MET
        return f"{(REASONS if known else NOT_STATED)[Reason(step.of)]}."
    return _STEPS[step.found, len(step.dates)].format(
        *(long_date(day) for day in step.dates),
        of=AWARDS.get(step.of, step.of),
        months=count(step.months or 0, "month"),
    )


_REVIEW_DUE = "The trust's ruling is due for review: HR proposes a new one."


def last_day(answer: Assessment) -> date | None:
    """The last day on which the answer holds if nothing changes on record; None is for good."""
    return None if answer.valid_until is None else days_after(answer.valid_until, -1)


def next_step(answer: Assessment) -> str:
    """What the trust has to do next about the qualification, in a sentence or two."""
    writer = {
        Status.MET: _after_award,
        Status.EXEMPT_PRE_2009: _exempt,
        Status.EXEMPT: _exempt,
        Status.EXEMPT_REVIEW_2009: _open_ruling,
        Status.EXEMPT_ON_WORDING: _open_ruling,
        Status.EXEMPT_BY_RULING: _ruled,
        Status.OVERDUE: _overdue,
        Status.ON_TRACK: _on_track,
        Status.AT_RISK: _at_risk,
        Status.CANNOT_FINISH: _cannot_finish,
        Status.DUE_SOON: _to_enrol,
        Status.IN_WINDOW: _to_enrol,
    }.get(answer.status)
    if writer is not None:
        # A day set by a ruling stands until another ruling, and has to be looked at again first.
        due = answer.review_due and writer is not _open_ruling
        return f"{_REVIEW_DUE} {writer(answer)}" if due else writer(answer)
    if answer.status is Status.NOT_KNOWN:
        return "Record the day on which the appointment began; the deadline follows from it."
    return "The law asks nothing here. The training is good practice."


def _after_award(answer: Assessment) -> str:
    if answer.evidence_checked:
        return "Nothing to do: the award is recorded and HR has checked its evidence."
    return "HR needs to see the evidence of the award and record the day it was checked."


def _exempt(answer: Assessment) -> str:
    if answer.service_not_confirmed:
        return "HR needs to confirm the recorded service, on which the exemption rests."
    return "Nothing to do."


def _open_ruling(answer: Assessment) -> str:
    if answer.review_due:
        return _REVIEW_DUE
    return (
        "The trust needs to rule: accept the exemption until a review date, or set a day by "
        "which the award must be held. HR proposes it."
    )


def _ruled(answer: Assessment) -> str:
    days = [step.dates[0] for step in answer.working if step.found is Found.RULING_ACCEPTED]
    return f"The trust needs to review its ruling by {long_date(days[0])}."


def _overdue(answer: Assessment) -> str:
    duty = "the trust would not meet" if answer.not_begun else "the trust does not meet"
    breach = (
        f"The award was needed by {_deadline(answer)}: {duty} its duty to have a qualified SENCO."
    )
    if answer.projected_outcome is None:
        return f"{breach} Arrange the NPQ at the next start, and name a qualified SENCO meanwhile."
    ends = long_date(answer.projected_outcome)
    return f"{breach} See the course to its outcome, expected on {ends}, or name a qualified SENCO."


def _on_track(answer: Assessment) -> str:
    ends = "" if answer.projected_outcome is None else long_date(answer.projected_outcome)
    if answer.outcome_late:
        return f"The outcome was expected on {ends}: ask the provider and record it."
    return f"The outcome is expected on {ends}: HR records it with its evidence."


def _at_risk(answer: Assessment) -> str:
    if answer.days_in_hand is None:
        return "Record when the course began, or when its outcome is expected."
    late = count(-answer.days_in_hand, "day")
    return (
        f"The outcome is expected {late} after the deadline: ask the provider for an earlier one, "
        f"and plan for a qualified SENCO after {_deadline(answer)}."
    )


def _cannot_finish(answer: Assessment) -> str:
    return (
        "No NPQ can now end in time: the trust needs to plan for a qualified SENCO after "
        f"{_deadline(answer)}, and to arrange the NPQ all the same."
    )


def _to_enrol(answer: Assessment) -> str:
    latest = "" if answer.latest_start is None else long_date(answer.latest_start)
    booked = [step.dates[0] for step in answer.working if step.found is Found.COURSE_NOT_BEGUN]
    if booked and answer.latest_start is not None and booked[0] <= answer.latest_start:
        first = long_date(booked[0])
        return f"A course is arranged from {first}, in time: nothing to do until then."
    if answer.cohort_passed:
        return (
            f"The trust needs to arrange an NPQ that begins by {latest}, and to put the next NPQ "
            "start into the settings: the one there is over."
        )
    return f"The trust needs to arrange an NPQ that begins by {latest}."


def _deadline(answer: Assessment) -> str:
    return "" if answer.deadline is None else long_date(answer.deadline)
