"""Working days in England: Monday to Friday, without bank holidays.

School holidays count: they differ between academies and the product does not know them. Source of
the bank holidays: Banking and Financial Dealings Act 1971, Schedule 1, with the days by custom;
one-off holidays by proclamation are not known beforehand and are not left out.
"""

from datetime import date, timedelta
from functools import lru_cache

ONE_DAY = timedelta(days=1)
_MONDAY, _FRIDAY = 0, 4


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the tables of the Calendar Act 1750, reckoned)."""
    century, in_century = divmod(year, 100)
    golden = year % 19
    leap_centuries, rest = divmod(century, 4)
    shift = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap_centuries - shift + 15) % 30
    leaps, ordinary = divmod(in_century, 4)
    weekday = (32 + 2 * rest + 2 * leaps - moon - ordinary) % 7
    correction = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * correction + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """The eight bank holidays of a year, those that fall on a weekend moved to the next weekday."""
    easter = easter_sunday(year)
    new_year = date(year, 1, 1)
    while new_year.weekday() > _FRIDAY:
        new_year += ONE_DAY
    christmas, boxing = date(year, 12, 25), date(year, 12, 26)
    # A weekend's holiday goes to the first weekday that is not one already.
    if christmas.weekday() > _FRIDAY:
        christmas = date(year, 12, 27)
    if boxing.weekday() > _FRIDAY:
        boxing = date(year, 12, 28)
    return frozenset(
        {
            new_year,
            easter - 2 * ONE_DAY,
            easter + ONE_DAY,
            _monday_from(date(year, 5, 1)),
            _monday_from(date(year, 5, 25)),
            _monday_from(date(year, 8, 25)),
            christmas,
            boxing,
        }
    )


def is_working_day(day: date) -> bool:
    """Whether people are expected at work on `day`."""
    return day.weekday() <= _FRIDAY and day not in bank_holidays(day.year)


@lru_cache(maxsize=4096)
def working_days_between(start: date, end: date) -> int:
    """Working days after `start` up to and including `end`; 0 when `end` is not later."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(1 for day in days if is_working_day(day))


def waited_more_than(days: int, today: date) -> date:
    """The latest day since which more than `days` (0 or more) working days have passed."""
    day, left = today, days + 1
    while left:
        left -= is_working_day(day)
        day -= ONE_DAY
    return day


def _monday_from(first: date) -> date:
    return first + timedelta(days=(_MONDAY - first.weekday()) % 7)
