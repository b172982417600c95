"""One appointment's clock as a timeline: what turns it apart from the law, and how urgent it is."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.clock_facts import TODAY, appointed, npq, passed
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
    worst,
)
from trust_inclusion.domain.qualification import (
    Eligibility,
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


@settings(max_examples=60, deadline=None)
@given(
    absences=st.lists(
        st.tuples(st.dates(FIRST, END), st.none() | st.dates(FIRST, END)), max_size=2
    ),
    qts_until=st.none() | st.dates(FIRST, END),
    ruled=st.lists(st.dates(FIRST, END), max_size=2),
    days=st.lists(st.dates(BEGUN, END - ONE), min_size=8, max_size=8),
)
def test_every_day_has_the_answer_of_its_period(
    absences: list[tuple[date, date | None]],
    qts_until: date | None,
    ruled: list[date],
    days: list[date],
) -> None:
    rulings = tuple(
        Ruling(RulingKind.ACCEPT, None, day + timedelta(days=200), day) for day in ruled
    )
    record = Record(OPEN, None, tuple(absences), qts_until, rulings)
    found = clock(record, RULES, FIRST, END)
    assert found[0].valid_from == BEGUN
    assert found[-1].valid_to == END
    assert all(a.valid_to == b.valid_from for a, b in pairwise(found))
    turns = [one.valid_from for one in found]
    for day in {*days, *turns, *(turn - ONE for turn in turns[1:])}:
        kept, now = on(found, day), period_on(record, RULES, day, day)
        assert kept.answer
        assert now.answer
        assert replace(kept.answer, days_left=None, working=(), valid_until=None) == replace(
            now.answer, days_left=None, working=(), valid_until=None
        )
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
        (appointed(BEGUN, duty=False), Group.NOT_IN_SCOPE),
    ],
)
def test_groups_and_their_urgency(facts, group) -> None:
    answer = answer_on(facts, RULES, TODAY)
    assert group_of(answer, to_check=False) is group
    assert urgency_of(None, to_check=False) < urgency_of(answer, to_check=False)
    assert group_of(None, to_check=False) is Group.BREACH_NOW


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
    assert (lawful([met]), lawful([met, overdue]), lawful([]), lawful([met, unknown])) == (
        True, False, False, None,
    )  # fmt: skip


def test_nobody_is_in_post_between_two() -> None:
    spells = [(date(2021, 1, 1), date(2022, 3, 31)), (date(2022, 5, 1), None)]
    assert [(one.valid_from, one.valid_to) for one in nobody(spells, FIRST, END)] == [
        (FIRST, date(2021, 1, 1)),
        (date(2022, 4, 1), date(2022, 5, 1)),
    ]
