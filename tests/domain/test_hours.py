"""Hours as typed, and minutes as read."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain import hours
from trust_inclusion.domain.hours import FullWeek, Unit


@pytest.mark.parametrize(
    ("typed", "unit", "minutes"),
    [
        ("7.5", Unit.HOURS, 450),
        (" 0 ", Unit.HOURS, 0),
        (".5", Unit.HOURS, 30),
        ("32.5", Unit.HOURS, 1950),
        ("0.008", Unit.HOURS, 0),
        ("0.0084", Unit.HOURS, 1),
        ("0.025", Unit.HOURS, 2),  # 1.5 minutes goes up
        ("1", Unit.DAYS, 390),
        ("2.5", Unit.DAYS, 975),
        ("40", Unit.PERCENT, 780),
        ("40 %", Unit.PERCENT, 780),
        ("100%", Unit.PERCENT, 1950),
    ],
)
def test_what_people_type(typed, unit, minutes):
    assert hours.parse_amount(typed, unit) == minutes


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Enter a number of hours a week"),
        ("7,5", r"Use a point, not a comma, for part of a number: 7\.5\."),
        ("7h30", "as a decimal"),
        ("7:30", "as a decimal"),
        ("-1", "is less than 0"),
        ("a day", "is not a number of hours a week"),
        ("1e3", "is not a number of hours a week"),
        ("nan", "is not a number of hours a week"),
        ("\u0667", "is not a number of hours a week"),
        ("33", r"33 hours a week is more than a full-time week of 32\.5 hours"),
        ("99999", "more than a full-time week"),
    ],
)
def test_what_is_refused(typed, words):
    with pytest.raises(ValueError, match=words):
        hours.parse_hours(typed)


def test_the_trusts_own_week():
    week = FullWeek(week_minutes=2220, day_minutes=444, timetable_minutes=1500)
    assert hours.parse_hours("37", week) == 2220
    assert hours.parse_amount("1", Unit.DAYS, week) == 444
    assert hours.percent_text(555, week) == "25.0"


@pytest.mark.parametrize(
    ("week", "day", "taught"), [(0, 0, 0), (1950, 2000, 1500), (1950, 390, 0), (1950, 390, 20000)]
)
def test_a_week_that_cannot_be(week, day, taught):
    with pytest.raises(ValueError, match="must be above 0"):
        FullWeek(week, day, taught)


@pytest.mark.parametrize(
    ("periods", "length", "weeks", "minutes"),
    [
        (5, 60, 1, 390),  # a day out of class is one working day
        (10, 60, 2, 390),
        (25, 60, 1, 1950),
        (0, 50, 1, 0),
        (3, 50, 2, 98),  # 75 taught minutes are 97.5 of work
    ],
)
def test_periods_are_scaled_to_working_time(periods, length, weeks, minutes):
    assert hours.minutes_from_periods(periods, length, weeks) == minutes


@pytest.mark.parametrize(
    ("periods", "length", "weeks", "words"),
    [
        (1, 60, 3, "one week or two"),
        (-1, 60, 1, "cannot be less than 0"),
        (1, 0, 1, "between 1 and 240 minutes"),
        (26, 60, 1, "more than a whole timetable of 25 hours"),
    ],
)
def test_periods_that_cannot_be(periods, length, weeks, words):
    with pytest.raises(ValueError, match=words):
        hours.minutes_from_periods(periods, length, weeks)


def test_periods_need_their_own_fields():
    with pytest.raises(ValueError, match="timetable fields"):
        hours.parse_amount("5", Unit.PERIODS)


@pytest.mark.parametrize(
    ("minutes", "hour_words", "day_words", "percent_words"),
    [
        (1116, "18.6", "2.9", "57.2"),
        (390, "6.5", "1.0", "20.0"),
        (3, "0.1", "0.0", "0.2"),  # 0.05 h is a tie and goes up
        (-90, "-1.5", "-0.2", "-4.6"),
        (-75, "-1.2", "-0.2", "-3.8"),  # a tie below nought: -1.25 is -1.2
        (-1, "0.0", "0.0", "-0.1"),
        (0, "0.0", "0.0", "0.0"),
    ],
)
def test_minutes_in_words(minutes, hour_words, day_words, percent_words):
    assert hours.hours_text(minutes) == hour_words
    assert hours.days_text(minutes) == day_words
    assert hours.percent_text(minutes) == percent_words


def test_exact_hours_in_words():
    assert hours.decimal_text(Fraction(133, 40), 3) == "3.325"
    assert hours.decimal_text(Fraction(1, 2), 0) == "1"
    assert hours.decimal_text(Fraction(-7, 4), 1) == "-1.7"


@given(st.integers(0, 1950))
def test_minutes_typed_as_hours_come_back(minutes):
    assert hours.parse_hours(hours.decimal_text(Fraction(minutes, 60), 4)) == minutes


@given(st.integers(0, 6000), st.integers(0, 60))
def test_a_rounded_gap_agrees_with_its_rounded_figures(allocated, formula_hours):
    gap = Fraction(hours.hours_text(allocated - formula_hours * 60))
    assert gap == Fraction(hours.hours_text(allocated)) - formula_hours


@pytest.mark.parametrize(
    ("text", "unit", "minutes"),
    [
        ("20", Unit.HOURS, 1200),
        ("3", Unit.DAYS, 1170),
        ("0", Unit.HOURS, 0),
        ("60", Unit.HOURS, 3600),
    ],
)
def test_one_off_hours_are_a_total(text: str, unit: Unit, minutes: int) -> None:
    assert hours.parse_total(text, unit) == minutes


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("40", Unit.PERCENT, "in hours or days"),
        ("4", Unit.PERIODS, "in hours or days"),
        ("many", Unit.HOURS, "not a number of hours in all"),
        ("", Unit.DAYS, "Enter a number of days in all"),
    ],
)
def test_a_total_that_is_none(text: str, unit: Unit, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        hours.parse_total(text, unit)


def test_periods_as_typed() -> None:
    assert hours.parse_periods(" 10", "60 ", 1) == 780
    assert hours.parse_periods("15", "50", 2) == 488
    for periods, length in (("1.5", "60"), ("ten", "60"), ("10", ""), ("10", "an hour")):
        with pytest.raises(ValueError, match="whole"):
            hours.parse_periods(periods, length, 1)


def test_hours_in_periods() -> None:
    assert [hours.periods_text(minutes) for minutes in (0, 390, 438)] == ["0.0", "5.0", "5.6"]
