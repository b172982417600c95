"""Service as a SENCO: when it passes twelve months, and where an unbroken run began."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.clock_facts import days, spells
from trust_inclusion.domain.calendar import days_after
from trust_inclusion.domain.service import Spell, first_day, passes_twelve_months_on, run_began_on


def spell(text: str) -> Spell:
    start, _, end = text.partition("/")
    return Spell(date.fromisoformat(start), date.fromisoformat(end) if end else None)


@pytest.mark.parametrize(
    ("typed", "passes"),
    [
        (["2024-09-01/2025-08-31"], None),  # exactly twelve months
        (["2024-09-01/2025-09-01"], "2025-09-02"),  # one day longer
        (["2024-09-01/"], "2025-09-02"),  # running
        (["2023-09-01/2024-08-31"], None),  # a leap day does not make it more
        (["2023-09-01/2024-09-01"], "2024-09-02"),
        (["2024-09-01/2025-02-28", "2026-09-01/"], "2027-03-05"),  # two part years
        (["2024-09-01/2025-08-31", "2025-01-01/2025-06-30"], None),  # overlapping days once
        (["2024-09-01/2025-08-31", "2025-08-31/2025-09-01"], "2025-09-02"),
        (["2024-02-29/2025-02-28"], None),  # the year of a 29 February is 366 days
        (["2024-02-29/2025-03-01"], "2025-03-02"),
        (["2025-09-01/2025-08-31"], None),  # ends before it starts
        ([], None),
    ],
)
def test_when_service_passes_twelve_months(typed, passes):
    found = passes_twelve_months_on([spell(one) for one in typed])
    assert found == (date.fromisoformat(passes) if passes else None)


def test_a_spell_without_a_start_counts_for_nothing():
    assert passes_twelve_months_on([Spell(None, None), Spell(None, date(2030, 1, 1))]) is None
    assert first_day([Spell(None)]) is None
    assert first_day([Spell(date(2020, 1, 1)), Spell(date(2019, 1, 1))]) == date(2019, 1, 1)


def test_service_at_the_end_of_the_calendar_never_passes():
    assert passes_twelve_months_on([Spell(date(9999, 6, 1))]) is None


def served(some: list[Spell], before: date) -> int:
    """Counted day by day, the other way round."""
    found: set[date] = set()
    for one in some:
        day = one.started_on or before
        while day < before and day <= (one.ended_on or before):
            found.add(day)
            day += timedelta(days=1)
    return len(found)


near = st.dates(date(2023, 12, 1), date(2025, 12, 31))
near_spells = st.builds(Spell, st.one_of(st.none(), near), st.one_of(st.none(), near))


@given(st.lists(near_spells, max_size=4), near)
def test_the_day_agrees_with_counting_every_day(some, before):
    begun = [one.started_on for one in some if one.started_on and one.has_days()]
    passes = passes_twelve_months_on(some)
    first = min(begun, default=None)
    if first is None:
        assert passes is None
        return
    last = first
    while (last.year, last.month, last.day) < (first.year + 1, first.month, first.day):
        last += timedelta(days=1)
    twelve = (last - first).days
    assert (passes is not None and passes <= before) == (served(some, before) > twelve)


@given(st.lists(spells, max_size=3), spells)
def test_more_service_never_passes_later(some, more):
    before, after = passes_twelve_months_on(some), passes_twelve_months_on([*some, more])
    if before is not None:
        assert after is not None
        assert after <= before


@pytest.mark.parametrize(
    ("earlier", "began"),
    [
        ([], "2026-09-01"),
        (["2025-01-06/2025-09-01"], "2025-01-06"),
        (["2025-01-06/2025-08-31"], "2025-01-06"),  # out for exactly twelve months: unbroken
        (["2025-01-06/2025-08-30"], "2026-09-01"),  # out for a day more
        (["2025-01-06/"], "2025-01-06"),  # runs on
        (["2025-01-06/2030-01-01"], "2025-01-06"),
        (["2026-09-01/", "2026-12-01/"], "2026-09-01"),  # nothing earlier
        (["2025-11-01/2026-01-31", "2024-04-01/2024-11-30"], "2024-04-01"),  # back and back
        (["2025-11-01/2026-01-31", "2024-04-01/2024-10-30"], "2025-11-01"),
        (["2009-09-01/"], "2026-09-01"),  # began on 1 September 2009, not after
        (["2009-09-02/"], "2009-09-02"),
        (["2026-06-01/2026-05-01"], "2026-09-01"),  # ends before it starts
    ],
)
def test_where_an_unbroken_run_began(earlier, began):
    start = date(2026, 9, 1)
    assert run_began_on(start, [spell(one) for one in earlier]) == date.fromisoformat(began)


def test_a_gap_from_29_february_lasts_to_the_end_of_the_next_february():
    ended = Spell(date(2023, 10, 1), date(2024, 2, 28))
    assert run_began_on(date(2025, 3, 1), [ended]) == date(2023, 10, 1)
    assert run_began_on(date(2025, 3, 2), [ended]) == date(2025, 3, 2)


@given(days, st.lists(spells, max_size=4), spells)
def test_a_run_never_begins_later_for_more_service(start, some, more):
    assert run_began_on(start, [*some, more]) <= run_began_on(start, some) <= start


@given(days, st.permutations([Spell(days_after(date(2024, 1, 1), 90 * n)) for n in range(5)]))
def test_a_run_does_not_hang_on_the_order_of_spells(start, some):
    assert run_began_on(start, some) == run_began_on(start, sorted(some, key=str))
