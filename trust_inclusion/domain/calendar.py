"""Dates that the school year gives, and dates as people type them."""

from __future__ import annotations

import re
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
