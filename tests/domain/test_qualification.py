"""The qualification clock: the worked cases, and each rule of the decision table."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.domain.clock_facts import TODAY, appointed, npq, passed
from trust_inclusion.domain.qualification import (
    Appointment,
    Award,
    ClockRule,
    Course,
    Facts,
    Found,
    Induction,
    Outcome,
    Rules,
    Spell,
    Status,
    Teacher,
    assess,
)

CASES = list(
    csv.DictReader(
        (Path(__file__).parent / "qualification_cases.csv").read_text("utf-8").splitlines()
    )
)
RULES = Rules()
YES_NO = {"yes": True, "no": False}


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def facts_of(case: dict[str, str]) -> Facts:
    spells = (part.split("/") for part in case["earlier_relevant_service"].split(";") if part)
    course = Course(
        Award(case["course"].lower() or "other"),
        day(case["course_started_on"]),
        day(case["course_expected_on"]),
        Outcome.PASSED if case["passed_on"] else Outcome.ENROLLED,
        day(case["passed_on"]),
    )
    return Facts(
        Teacher(
            YES_NO[case["qts"]], YES_NO[case["para_8a"]], Induction(case["induction_completed"])
        ),
        Appointment(
            case["establishment"] == "mainstream",
            day(case["role_started_on"]),
            YES_NO[case["is_head"]],
            YES_NO[case["teaches_here"]],
        ),
        tuple(Spell(day(start), day(end)) for start, end in spells),
        courses=(course,) if case["course"] else (),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_worked_cases(case):
    answer = assess(facts_of(case), RULES, date.fromisoformat(case["today"]))
    assert answer.eligibility == case["expected_eligibility"]
    assert answer.status == case["expected_status"]
    assert answer.due_soon == YES_NO[case["expected_due_soon"]]
    assert answer.deadline == day(case["expected_deadline"])
    assert answer.latest_start == day(case["expected_latest_start"])


def status(facts: Facts, today: date = TODAY, rules: Rules = RULES) -> Status:
    return assess(facts, rules, today).status


# 1 and 2: scope, award, start


def test_without_the_duty_even_an_award_changes_nothing():
    course = npq(date(2024, 10, 1), **passed(date(2026, 8, 1)))
    answer = assess(appointed(None, courses=[course], duty=False), RULES, TODAY)
    assert (answer.status, answer.deadline) == (Status.NOT_IN_SCOPE, None)
    assert answer.course == course  # good practice is shown


def test_an_award_answers_even_where_the_start_is_not_known():
    course = npq(date(2024, 10, 1), **passed(date(2026, 8, 1)))
    assert status(appointed(None, courses=[course])) is Status.MET
    assert status(appointed(None)) is Status.NOT_KNOWN


def test_an_award_dated_tomorrow_is_met_tomorrow():
    course = npq(date(2024, 10, 1), **passed(date(2026, 11, 22)))
    facts = appointed(date(2024, 9, 1), courses=[course])
    answer = assess(facts, RULES, TODAY)
    assert (answer.status, answer.valid_until) == (Status.ON_TRACK, date(2026, 11, 22))
    assert answer.projected_outcome == date(2026, 11, 22)
    assert status(facts, date(2026, 11, 22)) is Status.MET


# 3: in post by 1 September 2009


@pytest.mark.parametrize(
    ("started_on", "earlier", "expected"),
    [
        (date(2008, 8, 31), [], Status.EXEMPT_PRE_2009),  # twelve months and a day
        (date(2008, 9, 1), [], Status.EXEMPT_REVIEW_2009),  # exactly twelve
        (date(2009, 9, 1), [], Status.EXEMPT_REVIEW_2009),
        (date(2009, 9, 1), [Spell(date(2008, 8, 31), date(2009, 8, 31))], Status.EXEMPT_PRE_2009),
        (
            date(2009, 9, 1),
            [Spell(date(2008, 8, 31), date(2009, 8, 30))],
            Status.EXEMPT_REVIEW_2009,
        ),
        (date(2009, 1, 1), [Spell(date(2007, 1, 1), date(2007, 6, 30))], Status.EXEMPT_PRE_2009),
        (date(2009, 9, 2), [], Status.OVERDUE),
    ],
)
def test_in_post_by_2009(started_on, earlier, expected):
    answer = assess(appointed(started_on, service=earlier), RULES, TODAY)
    assert answer.status is expected
    if expected is not Status.OVERDUE:
        assert (answer.deadline, answer.latest_start, answer.days_left) == (None, None, None)


# 4: earlier service


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        ("2008-08-31/2009-08-31", Status.EXEMPT),  # a day more than twelve months by 2009
        ("2008-09-01/2009-09-01", Status.EXEMPT_ON_WORDING),  # the day more is after it
        ("2008-09-01/2009-08-31", Status.IN_WINDOW),  # exactly twelve months: still caught
        ("2025-08-31/2026-08-31", Status.EXEMPT_ON_WORDING),
        ("2025-09-01/2026-08-31", Status.CANNOT_FINISH),  # caught, clock from the earlier spell
        ("2024-09-01/", Status.EXEMPT_ON_WORDING),  # another post of the trust, still held
        ("2025-10-01/", Status.CANNOT_FINISH),  # eleven months before this one: one clock
    ],
)
def test_earlier_service(earlier, expected):
    start, _, end = earlier.partition("/")
    facts = appointed(date(2026, 9, 1), service=[Spell(day(start), day(end))])
    rules = Rules(next_cohort=date(2027, 11, 1))
    assert status(facts, TODAY, rules) is expected


def test_overlapping_spells_count_once():
    twice = [Spell(date(2025, 9, 1), date(2026, 5, 31)), Spell(date(2025, 12, 1), None)]
    answer = assess(appointed(date(2026, 9, 1), service=twice), RULES, TODAY)
    assert (answer.clock_start, answer.deadline) == (date(2025, 9, 1), date(2028, 9, 1))


# 5: the clock


def test_one_clock_for_a_person_who_moves_and_the_other_setting():
    facts = appointed(date(2026, 9, 1), service=[Spell(date(2026, 1, 5), date(2026, 7, 31))])
    answer = assess(facts, RULES, TODAY)
    assert (answer.clock_start, answer.deadline) == (date(2026, 1, 5), date(2029, 1, 5))
    assert Found.CLOCK_FROM_EARLIER_SPELL in [step.found for step in answer.working]
    here = assess(facts, Rules(clock_rule=ClockRule.THIS_APPOINTMENT), TODAY)
    assert (here.clock_start, here.deadline) == (date(2026, 9, 1), date(2029, 9, 1))


def test_the_deadline_is_three_years_on_for_every_day_of_a_leap_year():
    for offset in range(366):
        start = date(2024, 1, 1) + timedelta(days=offset)
        leap = (start.month, start.day) == (2, 29)
        expected = date(2027, 2, 28) if leap else date(2027, start.month, start.day)
        answer = assess(appointed(start), RULES, date(2025, 1, 1))
        assert (answer.deadline, answer.third_anniversary) == (expected, expected)
        # The day itself is in time.
        assert status(appointed(start), expected) is Status.CANNOT_FINISH
        assert status(appointed(start), expected + timedelta(days=1)) is Status.OVERDUE


# 6 and 7: on a course


@pytest.mark.parametrize(
    ("expected_on", "status_", "in_hand"),
    [
        (date(2027, 9, 1), Status.ON_TRACK, 0),
        (date(2027, 9, 2), Status.AT_RISK, -1),
        (date(2027, 8, 2), Status.ON_TRACK, 30),
    ],
)
def test_a_course_is_in_time_until_the_deadline_itself(expected_on, status_, in_hand):
    course = npq(date(2025, 10, 1), expected_on=expected_on)
    answer = assess(appointed(date(2024, 9, 1), courses=[course]), RULES, TODAY)
    assert (answer.status, answer.days_in_hand) == (status_, in_hand)
    assert (answer.latest_start, answer.course) == (None, course)
    assert answer.days_left == (date(2027, 9, 1) - TODAY).days


def test_the_length_of_a_course_is_the_trusts_setting():
    facts = appointed(date(2024, 9, 1), courses=[npq(date(2025, 12, 1))])
    assert assess(facts, RULES, TODAY).projected_outcome == date(2027, 10, 1)
    shorter = assess(facts, Rules(npq_months=20), TODAY)
    assert (shorter.projected_outcome, shorter.status) == (date(2027, 8, 1), Status.ON_TRACK)


def test_due_soon_begins_182_days_before_the_deadline():
    facts = appointed(date(2024, 5, 22), courses=[npq(date(2025, 4, 1))])
    assert not assess(facts, RULES, TODAY - timedelta(days=1)).due_soon
    answer = assess(facts, RULES, TODAY)
    assert (answer.days_left, answer.due_soon, answer.status) == (182, True, Status.ON_TRACK)


def test_an_outcome_is_late_the_day_after_it_was_expected():
    facts = appointed(date(2024, 9, 1), courses=[npq(date(2025, 1, 6), expected_on=TODAY)])
    assert not assess(facts, RULES, TODAY).outcome_late
    later = assess(facts, RULES, TODAY + timedelta(days=1))
    assert (later.outcome_late, later.status) == (True, Status.ON_TRACK)


def test_overdue_on_a_course_tells_how_short_it_falls():
    course = npq(date(2025, 10, 1))
    answer = assess(appointed(date(2023, 11, 20), courses=[course]), RULES, TODAY)
    assert (answer.status, answer.days_left) == (Status.OVERDUE, -1)
    assert (answer.days_in_hand, answer.course) == (-254, course)


# 8 and 9: not on a course


@pytest.mark.parametrize(
    ("next_cohort", "expected"),
    [(date(2027, 11, 1), Status.IN_WINDOW), (date(2027, 11, 2), Status.CANNOT_FINISH)],
)
def test_the_next_cohort_may_begin_on_the_latest_safe_start(next_cohort, expected):
    answer = assess(appointed(date(2026, 9, 1)), Rules(next_cohort=next_cohort), TODAY)
    assert (answer.status, answer.latest_start) == (expected, date(2027, 11, 1))


def test_the_day_after_the_latest_safe_start_is_too_late():
    facts = appointed(date(2026, 9, 1))
    assert status(facts, date(2027, 11, 1)) is Status.IN_WINDOW
    assert status(facts, date(2027, 11, 2)) is Status.CANNOT_FINISH
    assert assess(facts, RULES, date(2027, 5, 1)).valid_until == date(2027, 11, 2)


def test_a_next_cohort_that_is_over_is_said():
    facts = appointed(date(2026, 9, 1))
    assert not assess(facts, RULES, date(2027, 2, 1)).cohort_passed
    assert assess(facts, RULES, date(2027, 2, 2)).cohort_passed


def test_due_soon_stands_alone_where_courses_are_short():
    facts, rules = appointed(date(2024, 5, 22)), Rules(npq_months=3)
    before = assess(facts, rules, TODAY - timedelta(days=1))
    assert (before.status, before.due_soon) == (Status.IN_WINDOW, False)
    answer = assess(facts, rules, TODAY)
    assert (answer.status, answer.due_soon) == (Status.DUE_SOON, True)
    assert answer.latest_start == date(2027, 2, 22)
