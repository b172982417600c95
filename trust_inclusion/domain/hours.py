"""Working hours a week: what people type becomes whole minutes, and minutes become words.

Values round half up, once, in integers. A gap may be negative; half up then means towards zero
at a tie, so that a rounded gap agrees with the difference of the rounded figures beside it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

_DECIMAL = re.compile(r"[0-9]{1,5}(\.[0-9]{1,6})?|\.[0-9]{1,6}")
_COMMA = re.compile(r"[0-9]{1,5},[0-9]{1,6}")
_WHOLE = re.compile(r"[0-9]{1,4}")
_CLOCK = re.compile(r"[0-9]{1,3}\s*(h|hrs?|:)\s*[0-9]{1,2}\s*(m|mins?)?", re.IGNORECASE)


class Unit(StrEnum):
    """How an allocation was entered."""

    HOURS = "hours"
    DAYS = "days"
    PERCENT = "percent"
    PERIODS = "periods"


@dataclass(frozen=True, slots=True)
class FullWeek:
    """The trust's full-time week and working day, in minutes of working time.

    `timetable_minutes` is the taught week: 25 hours of lessons stand for 32.5 of work, so that a
    day out of class (5 hours of lessons) is one working day (6.5 hours).
    """

    week_minutes: int = 1950
    day_minutes: int = 390
    timetable_minutes: int = 1500

    def __post_init__(self) -> None:
        """Raises ValueError where the settings cannot be a week."""
        if not 0 < self.day_minutes <= self.week_minutes <= 7 * 24 * 60:
            raise ValueError("A working day must be above 0 and not longer than the full week.")
        if not 0 < self.timetable_minutes <= 7 * 24 * 60:
            raise ValueError("The taught week must be above 0 and not longer than seven days.")


STANDARD_WEEK = FullWeek()


def parse_amount(text: str, unit: Unit, week: FullWeek = STANDARD_WEEK) -> int:
    """Minutes a week for what somebody typed in hours, days or percent of full time.

    From 0 to one full-time week. Raises ValueError with a sentence for the person.
    """
    number = _decimal(text, unit)
    match unit:
        case Unit.HOURS:
            minutes = number * 60
        case Unit.DAYS:
            minutes = number * week.day_minutes
        case Unit.PERCENT:
            minutes = number * week.week_minutes / 100
        case Unit.PERIODS:
            raise ValueError("Periods need the length of a period: use the timetable fields.")
    return _within(_half_up(minutes), week)


def parse_hours(text: str, week: FullWeek = STANDARD_WEEK) -> int:
    """Minutes a week for hours as typed, such as "7.5". See `parse_amount`."""
    return parse_amount(text, Unit.HOURS, week)


def parse_total(text: str, unit: Unit, week: FullWeek = STANDARD_WEEK) -> int:
    """Minutes in all for one-off hours as typed, in hours or days; how many is judged elsewhere.

    Raises ValueError with a sentence for the person.
    """
    if unit not in (Unit.HOURS, Unit.DAYS):
        raise ValueError("Enter one-off hours in hours or days: they are not hours a week.")
    number = _decimal(text, unit, f"{unit.value} in all")
    return _half_up(number * (60 if unit is Unit.HOURS else week.day_minutes))


def parse_periods(
    periods: str, period_minutes: str, weeks: int, week: FullWeek = STANDARD_WEEK
) -> int:
    """Working minutes a week for timetabled periods as typed. See `minutes_from_periods`."""
    if not _WHOLE.fullmatch(periods.strip()):
        raise ValueError("Enter a whole number of periods, such as 8.")
    if not _WHOLE.fullmatch(period_minutes.strip()):
        raise ValueError("Enter the length of a period in whole minutes, such as 60.")
    return minutes_from_periods(int(periods), int(period_minutes), weeks, week)


def minutes_from_periods(
    periods: int, period_minutes: int, weeks: int = 1, week: FullWeek = STANDARD_WEEK
) -> int:
    """Working minutes a week for timetabled periods over a one- or two-week timetable.

    Timetable time is scaled to working time: five one-hour periods are a day of 6.5 hours.
    Raises ValueError with a sentence for the person.
    """
    if weeks not in {1, 2}:
        raise ValueError("A timetable runs over one week or two.")
    if periods < 0:
        raise ValueError("The number of periods cannot be less than 0.")
    if not 1 <= period_minutes <= 240:
        raise ValueError("A period must be between 1 and 240 minutes long.")
    taught = Fraction(periods * period_minutes, weeks)
    if taught > week.timetable_minutes:
        raise ValueError(
            f"{periods} periods of {period_minutes} minutes is more than a whole timetable of "
            f"{_plain(Fraction(week.timetable_minutes, 60))} hours a week."
        )
    return _half_up(taught * week.week_minutes / week.timetable_minutes)


def hours_text(minutes: int) -> str:
    """Hours to one decimal, half up: 1116 is "18.6"."""
    return decimal_text(Fraction(minutes, 60), 1)


def days_text(minutes: int, week: FullWeek = STANDARD_WEEK) -> str:
    """Working days to one decimal, half up: 1116 is "2.9"."""
    return decimal_text(Fraction(minutes, week.day_minutes), 1)


def percent_text(minutes: int, week: FullWeek = STANDARD_WEEK) -> str:
    """Share of a full-time week to one decimal, half up, without the sign: 1116 is "57.2"."""
    return decimal_text(Fraction(minutes * 100, week.week_minutes), 1)


def periods_text(minutes: int, week: FullWeek = STANDARD_WEEK) -> str:
    """Periods of an hour on a one-week timetable, to one decimal: 390 is "5.0"."""
    return decimal_text(Fraction(minutes * week.timetable_minutes, week.week_minutes * 60), 1)


def decimal_text(value: Fraction, places: int) -> str:
    """`value` with exactly `places` decimals (0 or more), half up: 133/40 is "3.325" with 3."""
    scale = 10**places
    scaled = _half_up(value * scale)
    whole, rest = divmod(abs(scaled), scale)
    sign = "-" if scaled < 0 else ""
    return f"{sign}{whole}.{rest:0{places}d}" if places else f"{sign}{whole}"


def _decimal(text: str, unit: Unit, what: str = "") -> Fraction:
    what = what or _UNIT_WORDS[unit]
    typed = text.strip()
    if unit is Unit.PERCENT:
        typed = typed.removesuffix("%").rstrip()
    if _DECIMAL.fullmatch(typed):
        return Fraction(typed)
    shown = typed if len(typed) <= 20 else typed[:19] + "…"
    if not typed:
        raise ValueError(f"Enter a number of {what}, for example {_EXAMPLES[unit]}.")
    if _COMMA.fullmatch(typed):
        point = typed.replace(",", ".")
        raise ValueError(f"Use a point, not a comma, for part of a number: {point}.")
    if _CLOCK.fullmatch(typed):
        raise ValueError(f"Write “{shown}” as a decimal: 7.5 is seven hours and thirty minutes.")
    if typed.startswith(("-", "\N{MINUS SIGN}")):
        raise ValueError(f"“{shown}” is less than 0. Enter 0 or more.")
    raise ValueError(f"“{shown}” is not a number of {what}. Write it like {_EXAMPLES[unit]}.")


_UNIT_WORDS = {
    Unit.HOURS: "hours a week",
    Unit.DAYS: "days a week",
    Unit.PERCENT: "percent of full time",
    Unit.PERIODS: "periods",
}
_EXAMPLES = {Unit.HOURS: "7.5", Unit.DAYS: "1.5", Unit.PERCENT: "40", Unit.PERIODS: "8"}


def _within(minutes: int, week: FullWeek) -> int:
    if minutes > week.week_minutes:
        raise ValueError(
            f"{_plain(Fraction(minutes, 60))} hours a week is more than a full-time week of "
            f"{_plain(Fraction(week.week_minutes, 60))} hours."
        )
    return minutes


def _plain(hours: Fraction) -> str:
    """Hours for a sentence: two decimals at most, no trailing noughts."""
    return decimal_text(hours, 2).rstrip("0").rstrip(".")


def _half_up(value: Fraction) -> int:
    """The nearest whole number, ties towards plus infinity."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
