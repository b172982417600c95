"""The first five rules of the decision table: scope, award, exemption, ruling, and the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from trust_inclusion.domain import courses, law, service
from trust_inclusion.domain.calendar import years_after
from trust_inclusion.domain.courses import Course
from trust_inclusion.domain.law import LAW_DAY, YEARS_TO_QUALIFY, Found, Step
from trust_inclusion.domain.qualification_facts import Facts, RulingKind, Status
from trust_inclusion.domain.qualification_rules import ClockRule, Rules
from trust_inclusion.domain.service import Spell


@dataclass(frozen=True, slots=True)
class Path:
    """Where these rules lead: to a status, or to a deadline and the rules after them."""

    working: tuple[Step, ...]
    status: Status | None = None
    deadline: date | None = None
    clock_start: date | None = None
    review_due: bool = False


def path(facts: Facts, rules: Rules, today: date, award: Course | None) -> Path:
    """Where rules 1 to 5 lead on `today`; `award` is the one that counts, if any does."""
    start = facts.appointment.started_on
    if not facts.appointment.duty:
        return Path((Step(Found.NO_DUTY, (), law.SECTION_67),), Status.NOT_IN_SCOPE)
    if award is not None:
        return Path((_award_step(award),), Status.MET)
    steps = courses.not_counted(facts.courses, today)
    if start is None:
        return Path((*steps, Step(Found.START_NOT_KNOWN, (), law.RECORD)), Status.NOT_KNOWN)
    if start <= LAW_DAY:
        return _in_post_by_2009(start, steps, facts, today)
    return _in_post_later(start, steps, facts, rules, today)


def _award_step(award: Course) -> Step:
    source = law.REG_49_7A if award.award is courses.Award.NASENCO else law.REG_49_7B
    dates = tuple(day for day in (award.started_on, award.outcome_on) if day is not None)
    return Step(Found.AWARD_COUNTS, dates, source, of=award.award.value)


def _in_post_later(
    start: date, steps: tuple[Step, ...], facts: Facts, rules: Rules, today: date
) -> Path:
    """Rules 4 and 5: exempt by earlier service, or a clock."""
    passes = service.passes_twelve_months_on(facts.service)
    # Days not yet served are not served: before a start in the future the count still grows.
    if passes is None or passes > min(start, today):
        first = service.first_day(facts.service)
        if first is not None and first < start:
            dates = (first, start) if passes is None or passes > start else (first, start, passes)
            steps = (*steps, Step(Found.NOT_TWELVE_MONTHS_BEFORE, dates, law.REG_49_4, 12))
        return _clock(start, steps, facts, rules)
    first = service.first_day(facts.service) or passes
    if passes <= LAW_DAY:
        step = Step(Found.TWELVE_MONTHS_BY_2009, (first, passes), law.REG_49_4, 12)
        return Path((*steps, step), Status.EXEMPT)
    step = Step(Found.TWELVE_MONTHS_BEFORE, (first, passes), law.REG_49_4, 12)
    return _ruled(Status.EXEMPT_ON_WORDING, start, (*steps, step), facts, today)


def _in_post_by_2009(start: date, steps: tuple[Step, ...], facts: Facts, today: date) -> Path:
    """Rule 3: regulation 49(4) speaks only of those who become SENCO after 1 September 2009."""
    spells = (*facts.service, Spell(start))
    first = service.first_day(spells) or start
    passes = service.passes_twelve_months_on(spells)
    steps = (*steps, Step(Found.IN_POST_BY_2009, (start,), law.REG_49_4))
    if passes is not None and passes <= min(LAW_DAY, today):
        step = Step(Found.TWELVE_MONTHS_BY_2009, (first, passes), law.REG_49_4, 12)
        return Path((*steps, step), Status.EXEMPT_PRE_2009)
    step = Step(Found.NOT_TWELVE_MONTHS_BY_2009, (first, LAW_DAY), law.OLD_REGS, 12)
    return _ruled(Status.EXEMPT_REVIEW_2009, start, (*steps, step), facts, today)


def _ruled(
    open_status: Status, start: date, steps: tuple[Step, ...], facts: Facts, today: date
) -> Path:
    """An exemption that is open until the trust rules on it."""
    ruling = facts.ruling
    if ruling is None or (ruling.ruled_on is not None and today < ruling.ruled_on):
        return Path((*steps, Step(Found.RULING_NEEDED, (), law.TRUST)), open_status)
    review = () if ruling.review_on is None else (ruling.review_on,)
    lapsed = ruling.review_on is not None and today > ruling.review_on
    due = Step(Found.RULING_REVIEW_DUE, review, law.TRUST)
    if ruling.kind is RulingKind.MUST_QUALIFY:
        # Time passing never makes a ruling kinder: its date stands until a new ruling, and
        # without a date it is the third anniversary that the person's start would have given.
        by = ruling.by or years_after(start, YEARS_TO_QUALIFY)
        steps = (*steps, Step(Found.RULING_MUST_QUALIFY, (by,), law.TRUST))
        return Path((*steps, due) if lapsed else steps, deadline=by, review_due=lapsed)
    if lapsed or ruling.review_on is None:
        # An acceptance that nobody would ever look at again is not an acceptance.
        return Path((*steps, due), open_status, review_due=True)
    step = Step(Found.RULING_ACCEPTED, review, law.TRUST)
    return Path((*steps, step), Status.EXEMPT_BY_RULING)


def _clock(start: date, steps: tuple[Step, ...], facts: Facts, rules: Rules) -> Path:
    """Rule 5: three years from the clock's start; 29 February gives 28 February (safe side)."""
    begun = start
    if rules.clock_rule is ClockRule.FIRST_OF_UNBROKEN_RUN:
        begun = service.run_began_on(start, facts.service)
    moved = begun < start
    found = Found.CLOCK_FROM_EARLIER_SPELL if moved else Found.CLOCK_FROM_APPOINTMENT
    by = years_after(begun, YEARS_TO_QUALIFY)
    steps = (
        *steps,
        Step(found, (begun, start) if moved else (start,), law.REG_49_4),
        Step(Found.THIRD_ANNIVERSARY, (begun, by), law.REG_49_4),
    )
    return Path(steps, deadline=by, clock_start=begun)
