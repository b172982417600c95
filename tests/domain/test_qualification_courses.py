"""Which courses count towards the SENCO qualification (regulation 49(7); rulebook 1.3, 1.5)."""

from datetime import date

import pytest

from tests.domain.clock_facts import TODAY, appointed, nasenco, npq, passed
from trust_inclusion.domain.qualification import (
    Award,
    Course,
    Found,
    Outcome,
    Rules,
    Status,
    answer_on,
    assess,
)

RULES = Rules()
LATE = date(2028, 1, 10)


def judged(*courses: Course, today: date = TODAY, started_on: date = date(2026, 9, 1)):
    return assess(appointed(started_on, courses=courses), RULES, today)


@pytest.mark.parametrize(
    ("course", "met"),
    [
        (nasenco(date(2024, 8, 31), **passed(date(2027, 8, 31))), True),
        (nasenco(date(2024, 8, 31), **passed(date(2027, 9, 1))), False),
        (nasenco(date(2024, 9, 1), **passed(date(2026, 1, 1))), False),
        (nasenco(None, **passed(date(2024, 8, 31))), True),  # cannot have begun too late
        (nasenco(None, **passed(date(2024, 9, 1))), False),
        (nasenco(date(2009, 10, 1), **passed(date(2010, 7, 1))), True),
        (nasenco(date(2024, 8, 31), **passed(None)), False),  # by when is not known
        (npq(date(2024, 9, 1), **passed(date(2026, 8, 1))), True),
        (npq(None, **passed(date(2026, 8, 1))), True),
        (npq(None, **passed(date(2024, 9, 1))), True),
        (npq(None, **passed(date(2024, 8, 31))), False),  # there was no such NPQ yet
        (npq(date(2026, 8, 1), **passed(date(2026, 8, 1))), True),
        (npq(date(2024, 8, 31), **passed(date(2026, 8, 1))), False),  # no NPQ began then
        (npq(date(2026, 9, 1), **passed(date(2026, 8, 1))), False),  # cannot be right
        (npq(date(2024, 10, 1), outcome=Outcome.FAILED, outcome_on=date(2026, 8, 1)), False),
        (npq(date(2024, 10, 1), outcome=Outcome.VOIDED, outcome_on=date(2026, 8, 1)), False),
        (Course(Award.OTHER, date(2020, 9, 1), None, Outcome.PASSED, date(2021, 7, 1)), False),
    ],
)
def test_which_awards_count(course, met):
    answer = judged(course, today=LATE)
    assert (answer.status is Status.MET) == met
    assert (answer.course == course) == met


@pytest.mark.parametrize(
    ("course", "counts"),
    [
        (npq(date(2026, 10, 1)), True),
        (npq(date(2026, 10, 1), outcome=Outcome.RETAKE, outcome_on=date(2026, 11, 1)), True),
        (npq(date(2026, 10, 1), outcome=Outcome.FAILED, outcome_on=TODAY), False),
        (npq(date(2026, 10, 1), outcome=Outcome.FAILED, outcome_on=date(2026, 11, 22)), True),
        (npq(date(2026, 10, 1), outcome=Outcome.WITHDRAWN), False),
        (npq(date(2026, 10, 1), outcome=Outcome.VOIDED), False),
        (npq(date(2026, 10, 1), **passed(None)), True),  # waits for its day
        (npq(TODAY), True),
        (npq(date(2026, 11, 22)), False),  # begins tomorrow
        (npq(date(2024, 8, 31)), False),
        (nasenco(date(2024, 8, 31)), True),
        (nasenco(date(2024, 9, 1)), False),
        (nasenco(None, expected_on=date(2027, 1, 1)), False),  # not known to be in time
        (Course(Award.OTHER, date(2026, 9, 1)), False),
    ],
)
def test_which_courses_a_person_is_on(course, counts):
    answer = judged(course)
    assert (answer.course == course) == counts
    assert (answer.latest_start is None) == counts
    assert (answer.status in {Status.ON_TRACK, Status.AT_RISK}) == counts


def test_a_course_that_begins_in_the_future_counts_from_its_first_day():
    answer = judged(npq(date(2027, 1, 11)))
    assert (answer.status, answer.valid_until) == (Status.IN_WINDOW, date(2027, 1, 11))
    assert Found.COURSE_NOT_BEGUN in [step.found for step in answer.working]
    assert judged(npq(date(2027, 1, 11)), today=date(2027, 1, 11)).status is Status.ON_TRACK


def test_an_npq_passed_before_there_was_one_is_said_not_to_count():
    answer = judged(npq(None, **passed(date(2015, 7, 1))))
    assert (answer.status, answer.course) == (Status.IN_WINDOW, None)
    assert (Found.PASSED_BEFORE_BEGUN, (date(2024, 9, 1),)) in [
        (step.found, step.dates) for step in answer.working
    ]


def test_of_two_courses_in_time_the_one_that_ends_first_is_used_even_on_its_last_day():
    last_day = nasenco(date(2024, 6, 1), expected_on=date(2027, 8, 31))
    later = npq(date(2026, 10, 1), expected_on=date(2028, 1, 1))
    assert judged(last_day, later).course == last_day


def test_a_nasenco_is_due_soon_before_its_own_last_day():
    course = nasenco(date(2024, 6, 1), expected_on=date(2027, 6, 30))
    facts = appointed(date(2025, 1, 6), courses=[course])
    eve, day = date(2027, 3, 1), date(2027, 3, 2)
    assert (answer_on(facts, RULES, eve).due_soon, answer_on(facts, RULES, day).due_soon) == (
        False, True,
    )  # fmt: skip
    assert assess(facts, RULES, eve).valid_until == day


def test_the_end_of_the_nasenco_turns_an_answer_without_a_deadline_too():
    facts = appointed(None, courses=[nasenco(date(2024, 6, 1))])
    answer = assess(facts, RULES, date(2027, 8, 1))
    assert (answer.status, answer.valid_until) == (Status.NOT_KNOWN, date(2027, 9, 1))


def test_a_nasenco_has_two_last_days():
    course = nasenco(date(2024, 6, 1), expected_on=date(2027, 9, 1))
    answer = judged(course, started_on=date(2025, 1, 6))
    assert (answer.status, answer.days_in_hand) == (Status.AT_RISK, -1)
    assert (answer.deadline, answer.third_anniversary) == (date(2027, 8, 31), date(2028, 1, 6))
    earlier = judged(course, started_on=date(2024, 6, 3))
    assert (earlier.deadline, earlier.third_anniversary) == (date(2027, 6, 3), date(2027, 6, 3))


def test_a_nasenco_unfinished_after_august_2027_helps_no_longer():
    course = nasenco(date(2024, 6, 1), expected_on=date(2027, 6, 30))
    facts = appointed(date(2025, 1, 6), courses=[course])
    last, after = (answer_on(facts, RULES, day) for day in (date(2027, 8, 31), date(2027, 9, 1)))
    assert assess(facts, RULES, date(2027, 8, 1)).valid_until == date(2027, 9, 1)
    assert (last.status, last.outcome_late, last.course) == (Status.ON_TRACK, True, course)
    assert (after.status, after.course) == (Status.CANNOT_FINISH, None)
    assert (after.deadline, after.latest_start) == (date(2028, 1, 6), date(2026, 3, 6))
    assert Found.NASENCO_TOO_LATE in [step.found for step in after.working]


def test_of_two_courses_the_one_that_ends_in_time_is_used():
    late = nasenco(date(2024, 6, 1), expected_on=date(2027, 9, 15))
    in_time = npq(date(2025, 10, 1), expected_on=date(2027, 12, 1))
    answer = judged(late, in_time, started_on=date(2025, 1, 6))
    assert (answer.status, answer.course) == (Status.ON_TRACK, in_time)
    assert answer.deadline == date(2028, 1, 6)
    both_late = judged(npq(date(2026, 10, 1)), npq(date(2026, 9, 1)), started_on=date(2024, 9, 1))
    assert both_late.projected_outcome == date(2028, 7, 1)


def test_a_course_of_which_nothing_is_known_is_at_risk():
    answer = judged(npq())
    assert (answer.status, answer.projected_outcome) == (Status.AT_RISK, None)
    assert (answer.days_in_hand, answer.outcome_late) == (None, False)
    assert judged(npq(expected_on=date(2028, 1, 1))).status is Status.ON_TRACK


def test_evidence_counts_as_checked_from_its_day_and_not_before_the_outcome():
    facts = {"started_on": date(2024, 10, 1), **passed(date(2026, 8, 1))}
    assert judged(npq(**facts, checked_on=date(2026, 8, 1))).evidence_checked
    assert not judged(npq(**facts)).evidence_checked
    assert not judged(npq(**facts, checked_on=date(2026, 7, 31))).evidence_checked
    tomorrow = judged(npq(**facts, checked_on=date(2026, 11, 22)))
    assert (tomorrow.evidence_checked, tomorrow.valid_until) == (False, date(2026, 11, 22))


def test_of_two_awards_the_checked_one_answers():
    unchecked = nasenco(date(2009, 10, 1), **passed(date(2010, 7, 1)))
    seen = npq(date(2024, 10, 1), **passed(date(2026, 8, 1)), checked_on=date(2026, 9, 1))
    for courses in ((unchecked, seen), (seen, unchecked)):
        answer = judged(*courses)
        assert (answer.course, answer.evidence_checked) == (seen, True)


def test_a_course_is_shown_beside_an_exemption():
    course = npq(date(2026, 10, 1))
    answer = judged(course, started_on=date(2005, 9, 1))
    assert (answer.status, answer.course) == (Status.EXEMPT_PRE_2009, course)
    assert (answer.projected_outcome, answer.days_in_hand) == (date(2028, 8, 1), None)
