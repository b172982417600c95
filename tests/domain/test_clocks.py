"""One appointment's clock as a timeline: what turns it apart from the law, and how urgent it is."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.domain.clock_facts import TODAY, appointed, likely_facts, npq, passed
from trust_inclusion.domain.clocks import (
    Group,
    Period,
    Record,
    clock,
    group_of,
    lawful,
    nobody,
    period_on,
    to_do,
    urgency_of,
    valid_until,
    worst,
)
from trust_inclusion.domain.qualification import (
    Eligibility,
    Facts,
    Rules,
    Ruling,
    RulingKind,
    Spell,
    Status,
    answer_on,
)

RULES, ONE = Rules(), timedelta(days=1)
FIRST, END = date(2020, 9, 1), date(2035, 1, 1)
BEGUN = date(2026, 9, 1)
LONG_AGO = Spell(date(2004, 9, 1), date(2012, 8, 31))
OPEN = appointed(BEGUN, service=[Spell(date(2015, 9, 1), date(2018, 8, 31))])


def on(periods: list[Period], day: date) -> Period:
    """The one period that holds on a day."""
    (found,) = [one for one in periods if one.holds_on(day)]
    return found


def test_a_clock_runs_from_the_first_day_to_the_last() -> None:
    last = date(2027, 8, 31)
    found = clock(Record(appointed(BEGUN), ended_on=last), RULES, FIRST, END)
    assert (found[0].valid_from, found[-1].valid_to) == (BEGUN, last + ONE)
    assert clock(Record(appointed(END)), RULES, FIRST, END) == []
    assert clock(Record(appointed(None)), RULES, FIRST, END)[0].valid_from == FIRST


def test_an_outcome_becomes_late_in_a_period_of_its_own() -> None:
    late = appointed(date(2024, 9, 1), courses=[npq(date(2026, 11, 1))])
    found = clock(Record(late), RULES, FIRST, END)
    before, after = (on(found, day).answer for day in (date(2028, 9, 1), date(2028, 9, 2)))
    assert before
    assert after
    assert (before.status, after.status) == (Status.OVERDUE, Status.OVERDUE)
    assert (before.outcome_late, after.outcome_late) == (False, True)


def test_status_by_qtls_counts_until_it_has_to_be_looked_at_again() -> None:
    until = date(2027, 3, 31)
    found = clock(Record(appointed(BEGUN), qts_until=until), RULES, FIRST, END)
    before, after = on(found, until), on(found, until + ONE)
    assert before.answer
    assert before.answer.eligibility is Eligibility.ELIGIBLE
    assert after.answer
    assert after.answer.eligibility is Eligibility.NOT_KNOWN
    assert "Qualified teacher status is not stated: HR needs to record it." in to_do(after)


def test_each_ruling_holds_from_its_day_until_the_next() -> None:
    accepted = Ruling(RulingKind.ACCEPT, None, date(2028, 1, 1), date(2026, 10, 1))
    strict = Ruling(RulingKind.MUST_QUALIFY, date(2029, 9, 1), date(2029, 9, 1), date(2027, 5, 1))
    found = clock(Record(OPEN, rulings=(accepted, strict)), RULES, FIRST, END)
    statuses = [
        answer.status
        for day in (date(2026, 9, 30), date(2026, 10, 1), date(2027, 4, 30), date(2027, 5, 1))
        if (answer := on(found, day).answer)
    ]
    assert statuses == [
        Status.EXEMPT_ON_WORDING, Status.EXEMPT_BY_RULING, Status.EXEMPT_BY_RULING,
        Status.IN_WINDOW,
    ]  # fmt: skip


def test_of_two_rulings_on_one_day_the_later_stands() -> None:
    day = date(2026, 10, 1)
    accepted = Ruling(RulingKind.ACCEPT, None, date(2028, 1, 1), day)
    strict = Ruling(RulingKind.MUST_QUALIFY, date(2027, 9, 1), None, day)
    for rulings in ((accepted, strict), (strict, accepted)):
        answer = on(clock(Record(OPEN, rulings=rulings), RULES, FIRST, END), TODAY).answer
        assert answer
        assert (answer.status is Status.EXEMPT_BY_RULING) == (rulings[-1] is accepted)


def test_the_latest_ruling_stands_whatever_it_says_of_its_review() -> None:
    long = Ruling(RulingKind.ACCEPT, None, date(2031, 1, 1), date(2026, 10, 1))
    short = Ruling(RulingKind.ACCEPT, None, date(2027, 1, 1), date(2026, 11, 1))
    record = Record(OPEN, rulings=(long, short))
    assert record.ruling_on(TODAY) == short
    assert record.ruling_on(date(2026, 10, 31)) == long


UNTOLD: dict[str, Any] = {
    "days_left": None, "working": (), "valid_until": None, "cohort_passed": False,
}  # fmt: skip
"""What no period holds. That the next NPQ start is over shows in what there is to do, and where a
course is arranged in time it does not matter."""


@settings(max_examples=60, deadline=None)
@given(
    facts=st.just(OPEN) | likely_facts,
    absences=st.lists(
        st.tuples(st.dates(FIRST, END), st.none() | st.dates(FIRST, END)), max_size=2
    ),
    qts_until=st.none() | st.dates(FIRST, END),
    ruled=st.lists(st.dates(FIRST, END), max_size=2),
    days=st.lists(st.dates(BEGUN, END - ONE), min_size=8, max_size=8),
)
@example(
    facts=appointed(date(2026, 1, 1), courses=[npq(date(2027, 3, 1))]), absences=[],
    qts_until=None, ruled=[], days=[date(2027, 2, 2)],
)  # fmt: skip
def test_every_day_has_the_answer_of_its_period(
    facts: Facts,
    absences: list[tuple[date, date | None]],
    qts_until: date | None,
    ruled: list[date],
    days: list[date],
) -> None:
    rulings = tuple(
        Ruling(RulingKind.ACCEPT, None, day + timedelta(days=200), day) for day in ruled
    )
    record = Record(facts, None, tuple(absences), qts_until, rulings)
    found = clock(record, RULES, FIRST, END)
    assert found[0].valid_from == max(FIRST, facts.appointment.started_on or FIRST)
    assert found[-1].valid_to == END
    assert all(a.valid_to == b.valid_from for a, b in pairwise(found))
    turns = [one.valid_from for one in found]
    every = {*days, *turns, *(turn - ONE for turn in turns[1:])}
    for day in (one for one in every if one >= found[0].valid_from):
        kept, now = on(found, day), period_on(record, RULES, day, day)
        assert kept.answer
        assert now.answer
        assert replace(kept.answer, **UNTOLD) == replace(now.answer, **UNTOLD)
        assert (kept.absent, to_do(kept)) == (now.absent, to_do(now))


@pytest.mark.parametrize(
    ("facts", "group"),
    [
        (appointed(date(2020, 9, 1)), Group.BREACH_NOW),
        (appointed(BEGUN, teaches_here=False), Group.NOT_ELIGIBLE),
        (appointed(date(2024, 9, 1)), Group.CANNOT_FINISH),
        (appointed(BEGUN), Group.ENROL_NOW),
        (OPEN, Group.RULING_NEEDED),
        (appointed(None), Group.TO_CHECK),
        (appointed(BEGUN, courses=[npq(date(2026, 10, 1))]), Group.ON_COURSE),
        (appointed(BEGUN, courses=[npq(date(2024, 10, 1), **passed(BEGUN))]), Group.TO_CHECK),
        (
            appointed(BEGUN, courses=[npq(date(2024, 10, 1), **passed(BEGUN, checked_on=BEGUN))]),
            Group.MET,
        ),
        (appointed(date(2005, 9, 1)), Group.MET),
        # An exemption that rests on what nobody has confirmed is HR's to look at.
        (appointed(date(2005, 9, 1), confirmed=False), Group.TO_CHECK),
        (appointed(BEGUN, service=[LONG_AGO]), Group.MET),
        (appointed(BEGUN, service=[LONG_AGO], confirmed=False), Group.TO_CHECK),
        (appointed(BEGUN, duty=False), Group.NOT_IN_SCOPE),
    ],
)
def test_groups_and_their_urgency(facts, group) -> None:
    answer = answer_on(facts, RULES, TODAY)
    assert group_of(answer, to_check=False) is group
    assert urgency_of(None, to_check=False) < urgency_of(answer, to_check=False)
    assert group_of(None, to_check=False) is Group.BREACH_NOW


def test_what_waits_for_a_check_moves_only_what_is_not_urgent() -> None:
    learning = answer_on(appointed(BEGUN, courses=[npq(date(2026, 10, 1))]), RULES, TODAY)
    unknown = answer_on(appointed(None), RULES, TODAY)
    assert group_of(learning, to_check=True) is Group.TO_CHECK
    assert urgency_of(unknown, to_check=True) == urgency_of(unknown, to_check=False)
    for facts in (appointed(date(2020, 9, 1)), appointed(BEGUN), OPEN):
        answer = answer_on(facts, RULES, TODAY)
        assert group_of(answer, to_check=True) is group_of(answer, to_check=False)


def test_until_when_an_answer_holds_knows_what_lies_outside_the_law() -> None:
    ruled = Ruling(RulingKind.ACCEPT, None, date(2028, 1, 1), date(2026, 10, 1))
    begun = appointed(BEGUN)
    for record, until in (
        (Record(begun), date(2027, 2, 2)),
        (Record(begun, ended_on=date(2026, 12, 31)), date(2027, 1, 1)),
        (Record(begun, qts_until=date(2027, 1, 15)), date(2027, 1, 16)),
        (Record(OPEN), None),
        (Record(OPEN, rulings=(ruled,)), date(2028, 1, 2)),
        (Record(begun, absences=((date(2026, 12, 1), None),)), date(2027, 2, 2)),
    ):
        assert valid_until(record, RULES, TODAY) == until


def test_the_worst_of_several_and_whether_all_is_lawful() -> None:
    met = answer_on(
        appointed(BEGUN, courses=[npq(date(2024, 10, 1), **passed(BEGUN))]), RULES, TODAY
    )
    overdue = answer_on(appointed(date(2020, 9, 1)), RULES, TODAY)
    unknown = answer_on(appointed(None), RULES, TODAY)
    learning = answer_on(appointed(BEGUN, courses=[npq(date(2026, 10, 1))]), RULES, TODAY)
    assert worst([met, overdue]) == overdue
    # An award whose evidence nobody has seen is still an award.
    assert worst([met, learning]) == learning
    assert worst([]) is None
    ineligible = answer_on(appointed(BEGUN, teaches_here=False), RULES, TODAY)
    assert lawful([met, ineligible]) is False
    assert (lawful([met]), lawful([met, overdue]), lawful([]), lawful([met, unknown])) == (
        True, False, False, None,
    )  # fmt: skip


def test_nobody_is_in_post_between_two() -> None:
    spells = [(date(2021, 1, 1), date(2022, 3, 31)), (date(2022, 5, 1), None)]
    assert [(one.valid_from, one.valid_to) for one in nobody(spells, FIRST, END)] == [
        (FIRST, date(2021, 1, 1)),
        (date(2022, 4, 1), date(2022, 5, 1)),
    ]
