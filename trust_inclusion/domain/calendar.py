"""Dates that the school year gives, anniversaries, and dates as people type them.

Sums with dates stop at the calendar's first and last day instead of failing: a slip such as the
year 9999 in a record must not take a page away.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
_THURSDAY = 3
_ISO = re.compile(r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})")
_BRITISH = re.compile(
    r"(?P<day>[0-9]{2})(?P<mark>[/-])(?P<month>[0-9]{2})(?P=mark)(?P<year>[0-9]{4})"
)


def academic_year_start(day: date) -> date:
    """1 September of the academic year in which `day` lies."""
    return date(day.year if day.month >= 9 else day.year - 1, 9, 1)


def academic_year_label(day: date) -> str:
    """The academic year in which `day` lies, as in "2026/27"."""
    first = academic_year_start(day).year
    return f"{first}/{(first + 1) % 100:02d}"


def spring_census_date(year: int) -> date:
    """The third Thursday of January of `year`: the spring school census, which counts SEN.

    Source: the Department for Education's census days, 18 January 2018, 17 January 2019,
    16 January 2020, 21 January 2021 and 19 January 2023, each the third Thursday.
    """
    first = date(year, 1, 1)
    return first + timedelta(days=(_THURSDAY - first.weekday()) % 7 + 14)


def months_after(day: date, months: int) -> date:
    """The same day of the month `months` later (earlier if negative), or that month's last day.

    31 August and 6 months is 28 or 29 February.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not date.min.year <= year <= date.max.year:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def years_after(day: date, years: int) -> date:
    """The anniversary of `day`; 29 February becomes 28 February where there is no 29th."""
    return months_after(day, 12 * years)


def days_after(day: date, days: int) -> date:
    """The day `days` later, or earlier if negative."""
    reached = min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal())
    return date.fromordinal(reached)


def parse_date(text: str) -> date:
    """The day meant by yyyy-mm-dd, dd/mm/yyyy or dd-mm-yyyy; nothing else is guessed at.

    Raises ValueError with a sentence for the person who typed it.
    """
    typed = text.strip()
    found = _ISO.fullmatch(typed) or _BRITISH.fullmatch(typed)
    if found is None:
        shown = typed if len(typed) <= 30 else typed[:29] + "…"
        raise ValueError(f"“{shown}” is not a date like 2026-09-01, 01/09/2026 or 01-09-2026.")
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        raise ValueError(f"“{typed}” is not a day in the calendar.") from None


def london_day(instant: datetime) -> date:
    """The calendar day in London at an instant: what the product calls today."""
    return instant.astimezone(LONDON).date()


def london_midnight(day: date) -> datetime:
    """The instant at which `day` begins in London."""
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)
