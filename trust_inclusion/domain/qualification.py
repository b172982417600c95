"""Whether the person holding a SENCO post is qualified in law, by when, and until when that holds.

The decision table of the rulebook (1.5), first match wins; source of the rule: SEND Regulations
2014, regulation 49(4) and (7). Eligibility is the other, independent answer (`eligibility.py`).
Everything is worked out from the facts for any day, so the same facts give the whole timeline.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from trust_inclusion.domain import courses, eligibility, law, service
from trust_inclusion.domain.calendar import days_after, months_after, years_after
from trust_inclusion.domain.courses import Award, Course, Outcome
from trust_inclusion.domain.eligibility import (
    Appointment,
    Caution,
    Eligibility,
    Induction,
    Reason,
    Teacher,
)
from trust_inclusion.domain.law import NASENCO_LAST_DAY, YEARS_TO_QUALIFY, Found, Step
from trust_inclusion.domain.qualification_clock import path
from trust_inclusion.domain.qualification_facts import (
    Assessment,
    Facts,
    Ruling,
    RulingKind,
    Status,
)
from trust_inclusion.domain.qualification_rules import ClockRule, Rules
from trust_inclusion.domain.service import Spell

__all__ = [
    "Appointment",
    "Assessment",
    "Award",
    "Caution",
    "ClockRule",
    "Course",
    "Eligibility",
    "Facts",
    "Found",
    "Induction",
    "Outcome",
    "Reason",
    "Rules",
    "Ruling",
    "RulingKind",
    "Spell",
    "Status",
    "Step",
    "Teacher",
    "answer_on",
    "assess",
    "turning_days",
]


def assess(facts: Facts, rules: Rules, today: date) -> Assessment:
    """Both answers on `today`, and until when they hold. Never raises, whatever the facts."""
    answer = answer_on(facts, rules, today)
    later = sorted(day for day in set(turning_days(facts, rules)) if day > today)
    same = replace(answer, days_left=None)
    until = (d for d in later if replace(answer_on(facts, rules, d), days_left=None) != same)
    return replace(answer, valid_until=next(until, None))


def answer_on(facts: Facts, rules: Rules, today: date) -> Assessment:
    """Both answers on `today` without looking ahead (`valid_until` stays None)."""
    able = eligibility.judge(facts.teacher, facts.appointment)
    award = courses.passed(facts.courses, today)
    way = path(facts, rules, today, award)
    course = award or courses.under_way(facts.courses, way.deadline, rules, today)
    started_on = facts.appointment.started_on
    answer = Assessment(
        eligibility=able.code,
        reasons=able.reasons,
        cautions=able.cautions,
        eligibility_working=able.working,
        status=way.status or Status.IN_WINDOW,
        working=way.working,
        clock_start=way.clock_start,
        course=course,
        evidence_checked=award is not None and courses.checked(award, today),
        service_not_confirmed=not facts.service_confirmed
        and way.status not in {Status.NOT_IN_SCOPE, Status.MET},
        review_due=way.review_due,
        not_begun=started_on is not None and today < started_on,
    )
    if course is not None and award is None:
        answer = _with_projection(answer, course, rules, today)
    return answer if way.deadline is None else _by(way.deadline, answer, rules, today)


def _with_projection(answer: Assessment, course: Course, rules: Rules, today: date) -> Assessment:
    """The same with the outcome to expect of the course the person is on."""
    ends = courses.projected_outcome(course, rules)
    if ends is None:
        step = Step(Found.OUTCOME_NOT_KNOWN, (), law.RECORD, of=course.award.value)
    elif course.started_on is None or courses.stated_outcome(course) is not None:
        step = Step(Found.OUTCOME_STATED, (ends,), law.RECORD, of=course.award.value)
    else:
        npq = course.award is Award.NPQSENCO
        step = Step(
            Found.OUTCOME_BY_LENGTH,
            (course.started_on, ends),
            _npq_source(rules) if npq else law.SETTING,
            courses.months_of(course, rules),
            course.award.value,
        )
    return replace(
        answer,
        projected_outcome=ends,
        outcome_late=ends is not None and today > ends,
        working=(*answer.working, step),
    )


def _by(deadline: date, answer: Assessment, rules: Rules, today: date) -> Assessment:
    """Rules 5 (the NASENCO's last day) to 9: what becomes of a deadline on `today`."""
    by = courses.effective_deadline(answer.course, deadline)
    ends = answer.projected_outcome
    latest = None if answer.course else months_after(by, -rules.npq_months)
    status, steps = _judged(by, latest, ends, rules, today)
    soon = (by - today).days <= rules.due_soon_days
    cut = (Step(Found.NASENCO_CUT_OFF, (by,), law.REG_49_7A),) if by < deadline else ()
    return replace(
        answer,
        status=Status.DUE_SOON if soon and status is Status.IN_WINDOW else status,
        working=(*answer.working, *cut, *steps),
        deadline=by,
        third_anniversary=deadline if answer.clock_start else None,
        latest_start=latest,
        days_left=(by - today).days,
        days_in_hand=None if ends is None else (by - ends).days,
        due_soon=soon and status in {Status.ON_TRACK, Status.IN_WINDOW},
        cohort_passed=status is Status.IN_WINDOW and today > rules.next_cohort,
    )


def _judged(
    by: date, latest: date | None, ends: date | None, rules: Rules, today: date
) -> tuple[Status, tuple[Step, ...]]:
    """Rules 6 to 9, *due soon* apart. `latest` is None for a person on a course."""
    if today > by:
        return Status.OVERDUE, (Step(Found.DEADLINE_PASSED, (by,), law.REG_49_4),)
    if latest is None:
        # An outcome of which nothing is known cannot be shown to come in time.
        if ends is None or ends > by:
            return Status.AT_RISK, (Step(Found.TOO_LATE, (by,), law.REG_49_4),)
        return Status.ON_TRACK, (Step(Found.IN_TIME, (by,), law.REG_49_4),)
    cohort = rules.next_cohort
    step = Step(Found.LATEST_START, (latest, by), _npq_source(rules), months=rules.npq_months)
    if cohort > latest:
        steps = (step, Step(Found.COHORT_TOO_LATE, (cohort, latest), law.SETTING))
        return Status.CANNOT_FINISH, steps
    if today > latest:
        steps = (step, Step(Found.LATEST_START_PASSED, (latest,), _npq_source(rules)))
        return Status.CANNOT_FINISH, steps
    found = Found.COHORT_PASSED if today > cohort else Found.COHORT_IN_TIME
    return Status.IN_WINDOW, (step, Step(found, (cohort,), law.SETTING))


def _npq_source(rules: Rules) -> str:
    return law.DFE_NPQ if rules.npq_months == Rules().npq_months else law.SETTING


def turning_days(facts: Facts, rules: Rules) -> Iterable[date]:
    """Every day on which an answer may change, in no order and more than once; on no other day
    does one. For building a timeline with one `answer_on` for each."""
    start, ruling = facts.appointment.started_on, facts.ruling
    deadlines: list[date] = []
    yield days_after(NASENCO_LAST_DAY, 1)
    yield days_after(rules.next_cohort, 1)
    if start is not None:
        yield start
        for spells in (facts.service, (*facts.service, Spell(start))):
            if (passes := service.passes_twelve_months_on(spells)) is not None:
                yield passes
        deadlines.append(years_after(start, YEARS_TO_QUALIFY))
        begun = service.run_began_on(start, facts.service)
        deadlines.append(years_after(begun, YEARS_TO_QUALIFY))
    if ruling is not None:
        yield from (day for day in (ruling.ruled_on,) if day)
        yield from (days_after(day, 1) for day in (ruling.review_on,) if day)
        deadlines.extend(day for day in (ruling.by,) if day)
    for course in facts.courses:
        yield from _turns_of(course, rules)
    if deadlines:
        deadlines.append(NASENCO_LAST_DAY)
    for by in deadlines:
        yield days_after(by, 1)
        yield days_after(by, -rules.due_soon_days)
        yield days_after(months_after(by, -rules.npq_months), 1)


def _turns_of(course: Course, rules: Rules) -> Iterable[date]:
    yield from (
        day for day in (course.started_on, course.outcome_on, course.checked_on) if day is not None
    )
    if (ends := courses.projected_outcome(course, rules)) is not None:
        yield days_after(ends, 1)
