"""What must hold of the qualification answers whatever the facts."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.domain.clock_facts import (
    TODAY,
    any_days,
    appointed,
    days,
    facts,
    likely_facts,
    likely_spells,
    nasenco,
    npq,
    rules,
    spells,
)
from trust_inclusion.domain.qualification import (
    Assessment,
    Eligibility,
    Facts,
    Rules,
    Spell,
    Status,
    answer_on,
    assess,
    turning_days,
)

ONE_DAY = timedelta(days=1)
A_WALK = 1000
CLOCK_RUNS = {
    Status.OVERDUE,
    Status.ON_TRACK,
    Status.AT_RISK,
    Status.CANNOT_FINISH,
    Status.DUE_SOON,
    Status.IN_WINDOW,
}
HOW_EXEMPT = {
    Status.EXEMPT_PRE_2009: 2,
    Status.EXEMPT: 2,
    Status.EXEMPT_REVIEW_2009: 1,
    Status.EXEMPT_ON_WORDING: 1,
    Status.EXEMPT_BY_RULING: 1,
}


def shown(given_facts: Facts, the_rules: Rules, day: date) -> Assessment:
    """All of an answer that may not change before `valid_until`."""
    return replace(answer_on(given_facts, the_rules, day), days_left=None)


@settings(max_examples=40, deadline=None)
@given(st.one_of(likely_facts, facts), rules, st.dates(date(2026, 1, 1), date(2027, 12, 31)))
@example(
    appointed(date(2027, 1, 4), service=[Spell(date(2025, 12, 1))]), Rules(), date(2026, 11, 21)
)
@example(appointed(date(2024, 2, 29), courses=[nasenco(date(2024, 8, 31))]), Rules(), TODAY)
@example(appointed(date(2024, 9, 1), courses=[npq(date(2027, 2, 1))]), Rules(), TODAY)
def test_walked_day_by_day_an_answer_holds_exactly_until_it_says(given_facts, the_rules, today):
    end = today + timedelta(days=A_WALK)
    answer = assess(given_facts, the_rules, today)
    held = shown(given_facts, the_rules, today)
    day = today
    while (day := day + ONE_DAY) < end:
        now = shown(given_facts, the_rules, day)
        if day != answer.valid_until:
            assert now == held, day
            continue
        assert now != held, day
        answer, held = assess(given_facts, the_rules, day), now


@given(facts, rules, any_days)
def test_no_facts_make_it_raise(given_facts, the_rules, today):
    answer = assess(given_facts, the_rules, today)
    assert answer.valid_until is None or answer.valid_until > today
    assert answer.eligibility_working
    assert answer.working
    assert all(step.source for step in (*answer.working, *answer.eligibility_working))


@given(st.one_of(likely_facts, facts), rules, days)
def test_what_belongs_together_is_there_together(given_facts, the_rules, today):
    answer = assess(given_facts, the_rules, today)
    runs = answer.status in CLOCK_RUNS
    assert (answer.deadline is not None) == runs
    if answer.deadline is None:
        assert (answer.latest_start, answer.days_left, answer.days_in_hand) == (None, None, None)
        assert not answer.due_soon
        return
    assert answer.days_left == (answer.deadline - today).days
    assert (today > answer.deadline) == (answer.status is Status.OVERDUE)
    assert (answer.latest_start is None) == (answer.course is not None)
    if answer.status in {Status.IN_WINDOW, Status.DUE_SOON, Status.CANNOT_FINISH}:
        assert answer.course is None
    if answer.status is Status.ON_TRACK:
        assert answer.projected_outcome is not None
        assert answer.projected_outcome <= answer.deadline


@given(st.one_of(likely_facts, facts), st.one_of(likely_spells, spells), rules, days)
def test_more_service_never_makes_a_person_less_exempt(given_facts, more, the_rules, today):
    fuller = replace(given_facts, service=(*given_facts.service, more))
    before = answer_on(replace(given_facts, ruling=None), the_rules, today).status
    after = answer_on(replace(fuller, ruling=None), the_rules, today).status
    assert HOW_EXEMPT.get(after, 0) >= HOW_EXEMPT.get(before, 0)
    ruled_before = answer_on(given_facts, the_rules, today).status
    ruled_after = answer_on(fuller, the_rules, today).status
    assert HOW_EXEMPT.get(ruled_after, 0) >= HOW_EXEMPT.get(ruled_before, 0)


@given(st.one_of(likely_facts, facts), rules, days, st.randoms(use_true_random=False))
def test_the_order_of_spells_and_courses_makes_no_difference(given_facts, the_rules, today, chance):
    spells_, courses_ = list(given_facts.service), list(given_facts.courses)
    chance.shuffle(spells_)
    chance.shuffle(courses_)
    mixed = replace(given_facts, service=tuple(spells_), courses=tuple(courses_))
    assert assess(mixed, the_rules, today) == assess(given_facts, the_rules, today)


@given(facts, rules, days)
def test_the_two_answers_are_independent(given_facts, the_rules, today):
    """A trainee appointed unlawfully has the same clock; a clock makes nobody eligible."""
    answer = answer_on(given_facts, the_rules, today)
    head = replace(given_facts, appointment=replace(given_facts.appointment, is_head=True))
    as_head = answer_on(head, the_rules, today)
    assert (as_head.status, as_head.deadline) == (answer.status, answer.deadline)
    assert as_head.eligibility in {Eligibility.ELIGIBLE, Eligibility.NOT_IN_SCOPE}
    plain = answer_on(replace(given_facts, courses=(), service=(), ruling=None), the_rules, today)
    assert (plain.eligibility, plain.reasons) == (answer.eligibility, answer.reasons)


@given(facts, rules, days)
def test_a_timeline_of_turning_days_misses_nothing(given_facts, the_rules, today):
    turns = {day for day in turning_days(given_facts, the_rules) if day > today}
    until = assess(given_facts, the_rules, today).valid_until
    assert until is None or until in turns


@given(days, days)
def test_never_green_for_the_wording_alone(started_on, today):
    long_ago = Spell(date(2015, 9, 1), date(2020, 8, 31))
    status = answer_on(appointed(started_on, service=[long_ago]), Rules(), today).status
    assert status not in {Status.MET, Status.EXEMPT}
