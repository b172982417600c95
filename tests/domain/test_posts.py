"""What is in force on a day: appointments and allocations."""

import itertools
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain.posts import (
    AllocationKind,
    Hours,
    course,
    held_on,
    holds_on,
    hours_on,
)

FIRST, LAST = date(2026, 9, 1), date(2027, 8, 31)
ONE = timedelta(days=1)
PERMANENT, TEMPORARY = AllocationKind.PERMANENT, AllocationKind.TEMPORARY


@pytest.mark.parametrize(
    ("started_on", "ended_on", "day", "holds"),
    [
        (FIRST, LAST, FIRST - ONE, False),
        (FIRST, LAST, FIRST, True),
        (FIRST, LAST, LAST, True),
        (FIRST, LAST, LAST + ONE, False),
        (FIRST, None, date.max, True),
        (None, LAST, date.min, True),
        (None, None, FIRST, True),
        (FIRST, FIRST, FIRST, True),
        (LAST, FIRST, FIRST, False),
        (date(2028, 2, 29), date(2028, 2, 29), date(2028, 2, 29), True),
        (date(2028, 2, 29), date(2028, 2, 29), date(2028, 3, 1), False),
    ],
)
def test_both_days_of_an_appointment_count(
    started_on: date | None, ended_on: date | None, day: date, *, holds: bool
) -> None:
    assert holds_on(started_on, ended_on, day) == holds


@dataclass(frozen=True)
class Spell:
    """Somebody's time in a post."""

    name: str
    started_on: date | None
    ended_on: date | None


def test_those_in_force_keep_their_order() -> None:
    spells = [Spell("b", FIRST, None), Spell("gone", None, FIRST - ONE), Spell("a", None, LAST)]
    assert [spell.name for spell in held_on(spells, FIRST)] == ["b", "a"]


def given_hours(
    number: int,
    hours: int,
    starts_on: date,
    ends_on: date | None = None,
    kind: AllocationKind = PERMANENT,
) -> Hours:
    """An allocation in whole hours."""
    return Hours(number, hours * 60, starts_on, ends_on, kind)


def on(allocations: list[Hours], day: date) -> int | None:
    """Hours a week in force on a day."""
    found = hours_on(allocations, day)
    return found.minutes // 60 if found else None


def test_what_a_temporary_allocation_hid_returns_by_itself() -> None:
    held = [given_hours(1, 6, FIRST), given_hours(2, 9, date(2026, 11, 1), date(2026, 12, 12),
                                                  TEMPORARY)]  # fmt: skip
    for day, hours in (
        (FIRST - ONE, None),
        (FIRST, 6),
        (date(2026, 10, 31), 6),
        (date(2026, 11, 1), 9),
        (date(2026, 12, 12), 9),
        (date(2026, 12, 13), 6),
        (date(2040, 1, 1), 6),
    ):
        assert on(held, day) == hours, day


def test_a_permanent_change_during_a_temporary_one_takes_its_place() -> None:
    held = [
        given_hours(1, 6, FIRST),
        given_hours(2, 9, date(2026, 11, 1), date(2026, 12, 31), TEMPORARY),
        given_hours(3, 7, date(2026, 12, 1)),
    ]
    assert [on(held, date(2026, month, 15)) for month in (10, 11, 12)] == [6, 9, 7]
    assert on(held, date(2027, 1, 1)) == 7


NOVEMBER, YEARS_END = date(2026, 11, 1), date(2026, 12, 31)


def test_a_temporary_allocation_decided_later_hides_what_was_decided_for_meanwhile() -> None:
    held = [
        given_hours(1, 6, FIRST),
        given_hours(2, 7, date(2026, 12, 1)),
        given_hours(3, 9, NOVEMBER, YEARS_END, TEMPORARY),
    ]
    assert [on(held, date(2026, month, 15)) for month in (10, 11, 12)] == [6, 9, 9]
    assert on(held, date(2027, 1, 1)) == 7, "what began meanwhile is what returns"


def test_a_permanent_change_decided_later_but_beginning_before_leaves_the_temporary_one() -> None:
    held = [
        given_hours(1, 6, FIRST),
        given_hours(2, 9, NOVEMBER, YEARS_END, TEMPORARY),
        given_hours(3, 7, date(2026, 10, 1)),
    ]
    assert [on(held, date(2026, month, 15)) for month in (9, 10, 11, 12)] == [6, 7, 9, 9]
    assert on(held, date(2027, 1, 1)) == 7


def test_a_temporary_allocation_whose_place_was_taken_does_not_come_back() -> None:
    held = [
        given_hours(1, 6, FIRST),
        given_hours(2, 5, date(2026, 12, 10)),
        given_hours(3, 9, NOVEMBER, YEARS_END, TEMPORARY),
        given_hours(4, 7, date(2026, 12, 1)),
    ]
    days = (date(2026, 11, 15), date(2026, 12, 5), date(2026, 12, 15))
    assert [on(held, day) for day in days] == [9, 7, 5]


def test_of_two_temporary_allocations_the_one_decided_last_counts_on_its_days() -> None:
    short = (date(2026, 11, 10), date(2026, 11, 20))
    for first, second in ((9, 12), (12, 9)):
        held = [
            given_hours(1, 6, FIRST),
            given_hours(first, 8, *short, TEMPORARY),
            given_hours(second, 9, NOVEMBER, YEARS_END, TEMPORARY),
        ]
        assert on(held, date(2026, 11, 15)) == (9 if second > first else 8)
        assert on(held, date(2026, 11, 25)) == 9


def test_the_course_of_hours_tells_each_turn() -> None:
    held = [
        given_hours(1, 6, FIRST),
        given_hours(2, 9, NOVEMBER, YEARS_END, TEMPORARY),
        given_hours(3, 6, date(2026, 12, 24), YEARS_END, AllocationKind.ONE_OFF),
        given_hours(4, 6, date(2027, 2, 1)),
        given_hours(5, 7, date(2027, 3, 1)),
    ]
    whole = ((FIRST, 360), (NOVEMBER, 540), (date(2027, 1, 1), 360), (date(2027, 3, 1), 420))
    assert course(held, FIRST) == whole
    assert course(held, FIRST - ONE)[:2] == ((FIRST - ONE, 0), whole[0])
    assert course(held, NOVEMBER + ONE, YEARS_END) == ((NOVEMBER + ONE, 540),)
    assert course(held, NOVEMBER, YEARS_END + ONE) == whole[1:3]
    assert course([], FIRST) == ((FIRST, 0),)
    assert course([given_hours(1, 6, FIRST, date.max)], FIRST) == ((FIRST, 360),)


def test_one_off_hours_are_no_hours_a_week() -> None:
    one_off = given_hours(1, 20, FIRST, LAST, AllocationKind.ONE_OFF)
    assert on([one_off], FIRST) is None
    assert on([given_hours(2, 6, FIRST - ONE), one_off], FIRST) == 6


def test_of_two_from_one_day_the_later_written_counts() -> None:
    held = [given_hours(5, 6, FIRST), given_hours(9, 8, FIRST), given_hours(7, 7, FIRST)]
    assert on(held, FIRST) == 8


def test_an_allocation_that_ended_leaves_nothing_behind() -> None:
    held = [given_hours(1, 6, FIRST, LAST)]
    assert on(held, LAST) == 6
    assert on(held, LAST + ONE) is None


def test_no_hours_is_an_allocation_too() -> None:
    held = [given_hours(1, 6, FIRST), given_hours(2, 0, date(2027, 1, 1))]
    assert on(held, date(2027, 1, 1)) == 0


days = st.dates(date(2026, 1, 1), date(2026, 3, 31))


@given(
    st.lists(
        st.builds(Hours, st.integers(1, 99), st.integers(0, 1950), days, days | st.none(),
                  st.sampled_from(AllocationKind)),
        unique_by=lambda hours: hours.id,
    ),
    days,
)  # fmt: skip
def test_the_order_in_which_allocations_are_told_is_nothing(held: list[Hours], day: date) -> None:
    found = hours_on(held, day)
    assert hours_on(held[::-1], day) == found
    if found:
        assert found.starts_on <= day <= (found.ends_on or day)
        assert found.kind is not AllocationKind.ONE_OFF


allocations = st.lists(
    st.builds(Hours, st.integers(1, 99), st.integers(0, 1950), days, days | st.none(),
              st.sampled_from(AllocationKind)),
    unique_by=lambda hours: hours.id,
)  # fmt: skip


@given(allocations, days, days)
def test_the_course_of_hours_is_what_holds_on_every_day(
    held: list[Hours], first: date, day: date
) -> None:
    told = course(held, first)
    assert all(before[1] != after[1] for before, after in itertools.pairwise(told))
    if day >= first:
        hours = hours_on(held, day)
        assert max(one for one in told if one[0] <= day)[1] == (hours.minutes if hours else 0)
