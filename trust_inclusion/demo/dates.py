"""Days told relative to today, so that the demo trust is as old tomorrow as it is now.

The story of the trust says `month_ago(14)` or `september(1)`; only `Dates` knows the calendar.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from trust_inclusion.domain.calendar import academic_year_start, spring_census_date

CENSUS_KNOWN_AFTER = timedelta(days=150)
"""Figures of the January census are published in June."""


@dataclass(frozen=True, slots=True)
class Dates:
    """What day and what instant it is while the demo is built."""

    today: date
    now: datetime

    def september(self, years_ago: int) -> date:
        """1 September of this academic year (0) or of one before it."""
        return date(academic_year_start(self.today).year - years_ago, 9, 1)

    def month(self, months_ago: int, day: int) -> date:
        """A day (1 to 28) of this month or of one before it."""
        year, month = divmod(self.today.year * 12 + self.today.month - 1 - months_ago, 12)
        return date(year, month + 1, day)

    def census(self, years_ago: int) -> date:
        """The latest spring census with published figures (0), or one before it."""
        latest = self.today.year
        if spring_census_date(latest) + CENSUS_KNOWN_AFTER > self.today:
            latest -= 1
        return spring_census_date(latest - years_ago)

    def conversion(self) -> date:
        """The first of a month some weeks after the latest published census."""
        after = self.census(0) + timedelta(days=80)
        return date(after.year, after.month + 1, 1)

    def instant(self, day: date, minutes: int = 0) -> datetime:
        """Some minutes after 9 o'clock (UTC) on a day, never later than now."""
        morning = datetime.combine(day, time(9), tzinfo=UTC)
        return min(self.now, morning + timedelta(minutes=minutes))


When = Callable[[Dates], date]


def on(year: int, month: int, day: int) -> When:
    """A day that the law makes matter, whatever today is."""
    return lambda _: date(year, month, day)


def days_ago(days: int) -> When:
    return lambda dates: dates.today - timedelta(days=days)


def in_days(days: int) -> When:
    return lambda dates: dates.today + timedelta(days=days)


def month_ago(months: int, day: int = 1) -> When:
    """A day (1 to 28) of the month so many months ago; less than 0 is so many months ahead."""
    return lambda dates: dates.month(months, day)


def september(years_ago: int) -> When:
    """The start of this academic year, or of an earlier one."""
    return lambda dates: dates.september(years_ago)


def january(years_ago: int) -> When:
    """The start of the spring term of last academic year (1) or of an earlier one."""
    return lambda dates: date(dates.september(years_ago).year + 1, 1, 5)


def summer(years_ago: int) -> When:
    """A Monday in July of last academic year (1) or of an earlier one."""

    def found(dates: Dates) -> date:
        day = date(dates.september(years_ago).year + 1, 7, 15)
        return day - timedelta(days=day.weekday())

    return found


def day_before(when: When) -> When:
    return lambda dates: when(dates) - timedelta(days=1)


def earlier(one: When, other: When) -> When:
    return lambda dates: min(one(dates), other(dates))


def later(one: When, other: When) -> When:
    return lambda dates: max(one(dates), other(dates))


def conversion(dates: Dates) -> date:
    """The day the trust's newest converter joined; its pupils were counted at its predecessor."""
    return dates.conversion()


def next_term(dates: Dates) -> date:
    """The first day of a term at least a fortnight ahead."""
    soonest = dates.today + timedelta(days=14)
    starts = [
        date(year, month, day)
        for year in (soonest.year, soonest.year + 1)
        for month, day in ((1, 5), (4, 20), (9, 1))
    ]
    return min(start for start in starts if start >= soonest)


def leap_day(dates: Dates) -> date:
    """The last 29 February more than a year ago."""
    year = dates.today.year - 2
    return date(year - year % 4, 2, 29)
