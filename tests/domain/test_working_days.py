"""Working days, with the bank holidays of England as they were published."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain.working_days import (
    bank_holidays,
    easter_sunday,
    is_working_day,
    waited_more_than,
    working_days_between,
)

PUBLISHED = {
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
}
"""As on GOV.UK."""


@pytest.mark.parametrize("year", PUBLISHED)
def test_bank_holidays_as_published(year: int) -> None:
    assert bank_holidays(year) == {
        date.fromisoformat(f"{year}-{day}") for day in PUBLISHED[year].split()
    }


@pytest.mark.parametrize(
    ("year", "not_known", "moved"),
    [
        # The Jubilee moved spring's to 2 June and gave the 3rd; the funeral was on 19 September.
        (2022, ["06-02", "06-03", "09-19"], ["05-30"]),
        # VE Day moved May's first.
        (2020, ["05-08"], ["05-04"]),
        # The coronation's.
        (2023, ["05-08"], []),
    ],
)
def test_holidays_by_proclamation_are_not_known(
    year: int, not_known: list[str], moved: list[str]
) -> None:
    found = {day.strftime("%m-%d") for day in bank_holidays(year)}
    assert not found & set(not_known)
    assert found >= set(moved)


@pytest.mark.parametrize(
    "day",
    ["1961-04-02", "2000-04-23", "2008-03-23", "2011-04-24", "2018-04-01", "2024-03-31",
     "2025-04-20", "2026-04-05", "2038-04-25", "2285-03-22"],
)  # fmt: skip
def test_easter(day: str) -> None:
    assert easter_sunday(int(day[:4])) == date.fromisoformat(day)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-23", 1),  # Friday to Monday.
        ("2026-11-21", "2026-11-22", 0),
        ("2026-11-23", "2026-11-20", 0),
        ("2026-11-02", "2026-11-16", 10),
        ("2026-12-24", "2026-12-31", 3),  # Christmas Day, and Boxing Day on the Monday.
        ("2027-12-23", "2028-01-04", 5),  # 24, 29, 30, 31 December and 4 January.
    ],
)
def test_working_days_after_a_day(start: str, end: str, days: int) -> None:
    assert working_days_between(date.fromisoformat(start), date.fromisoformat(end)) == days


days = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@given(days, st.integers(0, 60), st.integers(0, 60))
def test_spells_add_up(start: date, first: int, second: int) -> None:
    middle = start + timedelta(days=first)
    end = middle + timedelta(days=second)
    parts = working_days_between(start, middle) + working_days_between(middle, end)
    assert working_days_between(start, end) == parts


@given(days)
def test_a_year_has_eight_bank_holidays_on_weekdays(day: date) -> None:
    holidays = bank_holidays(day.year)
    assert len(holidays) == 8
    assert all(one.weekday() < 5 and one.year == day.year for one in holidays)
    assert is_working_day(day) == (day.weekday() < 5 and day not in holidays)


@given(days, st.integers(0, 30))
def test_who_has_waited_more_than_so_many_days_began_by_then(today: date, many: int) -> None:
    last = waited_more_than(many, today)
    assert working_days_between(last, today) == many + 1
    assert working_days_between(last + timedelta(days=1), today) == many
