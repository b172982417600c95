"""School-year dates, and dates as typed."""

from datetime import date

import pytest

from trust_inclusion.domain import calendar


@pytest.mark.parametrize(
    ("day", "start", "label"),
    [
        (date(2026, 8, 31), date(2025, 9, 1), "2025/26"),
        (date(2026, 9, 1), date(2026, 9, 1), "2026/27"),
        (date(2027, 1, 1), date(2026, 9, 1), "2026/27"),
        (date(1999, 12, 1), date(1999, 9, 1), "1999/00"),
    ],
)
def test_academic_year(day, start, label):
    assert calendar.academic_year_start(day) == start
    assert calendar.academic_year_label(day) == label


@pytest.mark.parametrize(
    ("year", "day"),
    [(2018, 18), (2019, 17), (2020, 16), (2021, 21), (2023, 19), (2026, 15)],
)
def test_spring_census_days(year, day):
    assert calendar.spring_census_date(year) == date(year, 1, day)


@pytest.mark.parametrize("typed", ["2026-02-01", "01/02/2026", "01-02-2026", "  2026-02-01 "])
def test_dates_as_typed(typed):
    assert calendar.parse_date(typed) == date(2026, 2, 1)


@pytest.mark.parametrize(
    "typed",
    ["", "1/2/2026", "01/02/26", "2026/02/01", "01-02/2026", "Feb 2026", "\u0660\u0661/02/2026"],
)
def test_other_dates_are_not_guessed_at(typed):
    with pytest.raises(ValueError, match="is not a date like"):
        calendar.parse_date(typed)


@pytest.mark.parametrize("typed", ["31/02/2026", "2026-13-01", "00-00-0000"])
def test_days_that_do_not_exist(typed):
    with pytest.raises(ValueError, match="is not a day in the calendar"):
        calendar.parse_date(typed)


def test_a_long_mistake_is_shortened():
    with pytest.raises(ValueError, match="…") as refused:
        calendar.parse_date("x" * 5000)
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize(
    ("day", "months", "reached"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2027, 9, 1), -22, date(2025, 11, 1)),
        (date(2027, 12, 31), -22, date(2026, 2, 28)),
        (date(2026, 1, 15), 0, date(2026, 1, 15)),
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
    ],
)
def test_months_keep_the_day_or_take_the_last(day, months, reached):
    assert calendar.months_after(day, months) == reached


def test_an_anniversary_of_29_february_is_the_28th_where_there_is_no_29th():
    assert calendar.years_after(date(2024, 2, 29), 3) == date(2027, 2, 28)
    assert calendar.years_after(date(2024, 2, 29), 4) == date(2028, 2, 29)
    assert calendar.years_after(date(2024, 2, 28), 3) == date(2027, 2, 28)


def test_sums_stop_at_the_ends_of_the_calendar():
    assert calendar.years_after(date(9998, 5, 1), 3) == date.max
    assert calendar.months_after(date(1, 2, 1), -22) == date.min
    assert calendar.days_after(date.max, 1) == date.max
    assert calendar.days_after(date.min, -1) == date.min
    assert calendar.days_after(date(2024, 2, 28), 2) == date(2024, 3, 1)
