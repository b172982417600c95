"""Cover taken from SENCO time, given back, and the balance owed with its dates.

Source: NUT SENCO Charter: time taken for cover is given back (rulebook 2.6); a county's tip 3.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain.cover_ledger import (
    MOST_A_DAY,
    Entry,
    Way,
    overdrawn,
    problems,
    sentence,
    work_out,
)
from trust_inclusion.domain.diary import parse_entry

TODAY = date(2026, 11, 21)
TUESDAY = date(2026, 11, 3)
FRIDAY = date(2026, 11, 6)


def taken(on: date, minutes: int, number: int = 0) -> Entry:
    return Entry(on, Way.TAKEN, minutes, number)


def back(on: date, minutes: int, number: int = 0) -> Entry:
    return Entry(on, Way.GIVEN_BACK, minutes, number)


def test_the_oldest_time_is_given_back_first() -> None:
    found = work_out([back(FRIDAY, 90), taken(TUESDAY, 60), taken(FRIDAY, 120)], TODAY)
    assert (found.taken, found.given_back, found.owed) == (180, 90, 90)
    assert found.open == ((FRIDAY, 90),)
    assert [line.owed for line in found.lines] == [60, 180, 90]


def test_the_ledger_as_at_a_day_leaves_out_what_came_later() -> None:
    entries = [taken(TUESDAY, 60), back(FRIDAY, 60)]
    assert work_out(entries, TUESDAY).owed == 60
    assert work_out(entries, FRIDAY).owed == 0
    assert work_out(entries, TUESDAY - timedelta(days=1)).lines == ()


@given(st.integers(1, MOST_A_DAY))
def test_what_is_owed_can_be_given_back_as_it_reads(minutes: int) -> None:
    """1 h 40 min is not 1.7 hours: given back so it would be more than was taken."""
    entry = taken(TUESDAY, minutes)
    said = sentence(work_out([entry], TODAY))
    read = parse_entry(said.partition("given back: ")[2].partition(" owed")[0])
    assert problems([entry], back(FRIDAY, read), TODAY) == []
    assert work_out([entry, back(FRIDAY, read)], TODAY).owed == 0


def test_sentences() -> None:
    assert sentence(work_out([], TODAY)) == "No cover is recorded."
    even = work_out([taken(TUESDAY, 60), back(FRIDAY, 60)], TODAY)
    assert sentence(even) == "1 h taken for cover, all given back."
    open_one = work_out([taken(TUESDAY, 90), back(FRIDAY, 30)], TODAY)
    assert sentence(open_one) == (
        "1 h 30 min taken for cover, 30 min given back: 1 h owed, the oldest from 3 November 2026."
    )


@pytest.mark.parametrize(
    ("new", "field", "words"),
    [
        (taken(TODAY + timedelta(days=1), 60), "on", "today or earlier"),
        (taken(date(2020, 1, 6), 60), "on", "within the last 2 years"),
        (taken(TODAY, 0), "minutes", "more than 0"),
        (back(TODAY, -60), "minutes", "more than 0"),
        (taken(TODAY, MOST_A_DAY + 60), "minutes", "11 h is more than a school day"),
        (back(TODAY, 61), "minutes", "Only 1 h was owed on 21 November 2026"),
        (back(TUESDAY - timedelta(days=1), 30), "minutes", "Nothing was owed on 2 November 2026"),
    ],
)
def test_entries_that_cannot_be(new: Entry, field: str, words: str) -> None:
    ((found, said),) = problems([taken(TUESDAY, 60)], new, TODAY)
    assert found == field
    assert words in said


def test_entries_that_can_be() -> None:
    held = [taken(TUESDAY, 60)]
    for new in (taken(TODAY, MOST_A_DAY), back(TUESDAY, 60), back(TODAY, 60)):
        assert problems(held, new, TODAY) == []


@pytest.mark.parametrize(
    ("today", "first"),
    [(TODAY, date(2024, 11, 21)), (date(2028, 2, 29), date(2026, 2, 28))],
)
def test_two_years_are_counted_by_the_calendar(today: date, first: date) -> None:
    assert problems([], taken(first, 60), today) == []
    ((field, _),) = problems([], taken(first - timedelta(days=1), 60), today)
    assert field == "on"


def test_time_given_back_later_is_not_given_back_twice() -> None:
    held = [taken(TUESDAY, 60), back(FRIDAY, 60, 1)]
    ((field, said),) = problems(held, back(TUESDAY, 30, 2), TODAY)
    assert field == "minutes"
    assert "already stands for what was owed that day" in said


def test_where_too_much_was_given_back_already_nothing_more_is() -> None:
    ((_, said),) = problems([back(TUESDAY, 60)], back(FRIDAY, 30), TODAY)
    assert said.startswith("Nothing was owed on 6 November 2026")


def test_taking_an_entry_away_may_leave_too_much_given_back() -> None:
    assert overdrawn([taken(TUESDAY, 60), back(FRIDAY, 60)]) is None
    assert overdrawn([back(FRIDAY, 60)]) == FRIDAY


days = st.integers(0, 30).map(lambda n: TUESDAY + timedelta(days=n))
some = st.lists(st.builds(Entry, days, st.sampled_from(Way), st.integers(1, 300)), max_size=12)


@given(some)
def test_what_is_open_is_what_is_owed(entries: list[Entry]) -> None:
    kept: list[Entry] = []
    for entry in entries:
        if not problems(kept, entry, date(2026, 12, 31)):
            kept.append(entry)
    found = work_out(kept, date.max)
    assert overdrawn(kept) is None
    assert sum(minutes for _, minutes in found.open) == found.owed >= 0
