"""Rulings, appointments yet to begin, and until when an answer holds."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.domain.clock_facts import TODAY, appointed, nasenco, npq, passed
from trust_inclusion.domain.qualification import (
    ClockRule,
    Facts,
    Found,
    Rules,
    Ruling,
    RulingKind,
    Spell,
    Status,
    answer_on,
    assess,
)

RULES = Rules()
ONE_DAY = timedelta(days=1)
ELSEWHERE = Spell(date(2019, 9, 1), date(2022, 8, 31))
ON_WORDING = appointed(date(2026, 9, 1), service=[ELSEWHERE])
REVIEW_2009 = appointed(date(2008, 9, 1))


def ruled(facts: Facts, kind: RulingKind, **dates: date) -> Facts:
    return replace(facts, ruling=Ruling(kind, **dates))


@pytest.mark.parametrize("facts", [ON_WORDING, REVIEW_2009])
def test_an_acceptance_stands_through_its_review_date(facts):
    before = assess(facts, RULES, TODAY)
    accepted = ruled(facts, RulingKind.ACCEPT, review_on=date(2027, 9, 1))
    answer = assess(accepted, RULES, date(2027, 9, 1))
    assert (answer.status, answer.review_due) == (Status.EXEMPT_BY_RULING, False)
    assert answer.valid_until == date(2027, 9, 2)
    after = assess(accepted, RULES, date(2027, 9, 2))
    assert (after.status, after.review_due) == (before.status, True)


def test_an_acceptance_without_a_review_date_does_not_stand():
    answer = assess(ruled(ON_WORDING, RulingKind.ACCEPT), RULES, TODAY)
    assert (answer.status, answer.review_due) == (Status.EXEMPT_ON_WORDING, True)


def test_a_ruling_holds_from_the_day_it_was_made():
    accepted = ruled(
        ON_WORDING, RulingKind.ACCEPT, review_on=date(2028, 1, 1), ruled_on=date(2027, 1, 1)
    )
    answer = assess(accepted, RULES, TODAY)
    assert (answer.status, answer.valid_until) == (Status.EXEMPT_ON_WORDING, date(2027, 1, 1))


@pytest.mark.parametrize("facts", [ON_WORDING, REVIEW_2009])
def test_must_qualify_gives_its_day_as_the_deadline(facts):
    must = ruled(facts, RulingKind.MUST_QUALIFY, by=date(2029, 7, 31))
    answer = assess(must, RULES, TODAY)
    assert (answer.status, answer.deadline) == (Status.IN_WINDOW, date(2029, 7, 31))
    assert answer.latest_start == date(2027, 9, 30)
    assert (answer.clock_start, answer.third_anniversary) == (None, None)
    assert assess(must, RULES, date(2029, 8, 1)).status is Status.OVERDUE


def test_must_qualify_leaves_the_last_day_of_the_nasenco():
    must = ruled(ON_WORDING, RulingKind.MUST_QUALIFY, by=date(2029, 7, 31))
    course = nasenco(date(2024, 6, 1), expected_on=date(2027, 6, 30))
    answer = assess(replace(must, courses=(course,)), RULES, TODAY)
    assert (answer.status, answer.deadline) == (Status.ON_TRACK, date(2027, 8, 31))


def test_time_never_makes_must_qualify_kinder():
    must = ruled(
        ON_WORDING, RulingKind.MUST_QUALIFY, by=date(2029, 7, 31), review_on=date(2027, 1, 1)
    )
    answer = assess(must, RULES, date(2027, 1, 2))
    assert (answer.deadline, answer.review_due) == (date(2029, 7, 31), True)
    undated = assess(ruled(ON_WORDING, RulingKind.MUST_QUALIFY), RULES, TODAY)
    assert undated.deadline == date(2029, 9, 1)


@pytest.mark.parametrize("kind", RulingKind)
def test_a_ruling_changes_nothing_for_whom_the_law_is_clear(kind):
    clear = [
        appointed(date(2005, 9, 1)),
        appointed(date(2025, 9, 1)),
        appointed(date(2026, 9, 1), service=[Spell(date(2004, 9, 1), date(2012, 8, 31))]),
    ]
    for facts in clear:
        with_ruling = ruled(facts, kind, by=date(2031, 1, 1), review_on=date(2031, 1, 1))
        assert assess(with_ruling, RULES, TODAY) == assess(facts, RULES, TODAY)


# Days to come


def test_an_appointment_that_has_yet_to_begin_shows_its_clock_and_says_so():
    answer = assess(appointed(date(2027, 1, 4)), RULES, TODAY)
    assert (answer.status, answer.deadline) == (Status.IN_WINDOW, date(2030, 1, 4))
    assert (answer.not_begun, answer.valid_until) == (True, date(2027, 1, 4))
    assert not assess(appointed(date(2027, 1, 4)), RULES, date(2027, 1, 4)).not_begun


def test_service_grows_until_an_appointment_begins_and_then_no_more():
    running = Spell(date(2025, 12, 1))
    facts = appointed(date(2027, 1, 4), service=[running])
    answer = assess(facts, RULES, TODAY)
    assert (answer.status, answer.valid_until) == (Status.IN_WINDOW, date(2026, 12, 2))
    assert (answer.clock_start, answer.deadline) == (date(2025, 12, 1), date(2028, 12, 1))
    exactly = answer_on(facts, RULES, date(2026, 12, 1))
    assert exactly.status is Status.IN_WINDOW  # exactly twelve months is not more
    assert answer_on(facts, RULES, date(2026, 12, 2)).status is Status.EXEMPT_ON_WORDING
    begun = appointed(date(2026, 12, 1), service=[running])
    assert answer_on(begun, RULES, date(2030, 1, 1)).status is Status.OVERDUE


def test_a_clock_that_ran_out_elsewhere_is_overdue_from_the_first_day():
    earlier = Spell(date(2022, 9, 1), date(2023, 1, 31))
    facts = appointed(date(2024, 1, 8), service=[earlier])
    assert assess(facts, RULES, date(2025, 9, 2)).status is Status.OVERDUE
    assert assess(facts, Rules(clock_rule=ClockRule.THIS_APPOINTMENT), TODAY).deadline == date(
        2027, 1, 8
    )


@pytest.mark.parametrize(
    ("facts", "until"),
    [
        (appointed(date(2005, 9, 1)), None),
        (appointed(date(2026, 9, 1), duty=False), None),
        (appointed(date(2012, 9, 1)), None),  # overdue stays overdue
        (ON_WORDING, None),
        (appointed(date(2024, 9, 1)), date(2027, 9, 2)),  # the day after the deadline
        (appointed(date(2026, 9, 1)), date(2027, 2, 2)),  # the next cohort is over
        (appointed(date(2025, 9, 1), courses=[npq(date(2025, 10, 1))]), date(2027, 8, 2)),
        (appointed(date(2024, 9, 1), courses=[npq(date(2025, 10, 1))]), date(2027, 3, 3)),
        (
            appointed(date(2024, 9, 1), courses=[npq(date(2024, 10, 1), **passed(TODAY))]),
            None,
        ),
    ],
)
def test_until_when_an_answer_holds(facts, until):
    assert assess(facts, RULES, TODAY).valid_until == until


def test_each_turn_of_a_clock_in_its_order():
    facts = appointed(date(2026, 9, 1))
    turns, day = [], date(2026, 8, 1)
    while (answer := assess(facts, RULES, day)).valid_until is not None:
        day = answer.valid_until
        turns.append((day.isoformat(), assess(facts, RULES, day).status))
    assert turns == [
        ("2026-09-01", Status.IN_WINDOW),
        ("2027-02-02", Status.IN_WINDOW),  # the next cohort in the settings is over
        ("2027-11-02", Status.CANNOT_FINISH),
        ("2029-09-02", Status.OVERDUE),
    ]


def test_service_is_marked_until_somebody_confirms_it():
    open_ = appointed(date(2026, 9, 1), confirmed=False)
    assert assess(open_, RULES, TODAY).service_not_confirmed
    assert not assess(appointed(date(2026, 9, 1)), RULES, TODAY).service_not_confirmed
    met = replace(open_, courses=(npq(date(2024, 10, 1), **passed(date(2026, 8, 1))),))
    assert not assess(met, RULES, TODAY).service_not_confirmed


def test_the_working_tells_each_step_with_its_dates_and_source():
    facts = appointed(date(2025, 1, 6), courses=[nasenco(date(2024, 8, 31))])
    answer = assess(facts, RULES, TODAY)
    assert [(step.found, step.dates) for step in answer.working] == [
        (Found.CLOCK_FROM_APPOINTMENT, (date(2025, 1, 6),)),
        (Found.THIRD_ANNIVERSARY, (date(2025, 1, 6), date(2028, 1, 6))),
        (Found.OUTCOME_BY_LENGTH, (date(2024, 8, 31), date(2025, 10, 31))),
        (Found.NASENCO_CUT_OFF, (date(2027, 8, 31),)),
        (Found.IN_TIME, (date(2027, 8, 31),)),
    ]
    assert "regulation 49(7)(a)" in answer.working[3].source
