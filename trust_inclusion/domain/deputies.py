"""A deputy decides changes for a director between two days: what may be named, and how it stands.

It begins and ends by itself. Nothing here says what a deputy may decide: domain/changes.py does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from trust_inclusion.domain.calendar import days_after, years_after
from trust_inclusion.domain.words import Tag, long_date

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spell:
    """From a first to a last day, both included; None where there is none."""

    first: date | None
    last: date | None

    def covers(self, first: date, last: date) -> bool:
        """Whether all the days from `first` to `last` lie within."""
        begins = self.first is None or self.first <= first
        return begins and (self.last is None or self.last >= last)

    def overlaps(self, first: date, last: date) -> bool:
        """Whether any day from `first` to `last` lies within."""
        if self.first is not None and self.last is not None and self.last < self.first:
            return False
        begins = self.first is None or self.first <= last
        return begins and (self.last is None or self.last >= first)


class State(StrEnum):
    """How the naming of a deputy stands on a day."""

    ACTING = "acting"
    WITHOUT_EFFECT = "without_effect"
    UPCOMING = "upcoming"
    OVER = "over"
    CALLED_OFF = "called_off"


TAGS = {
    State.ACTING: Tag("Acting now", "blue"),
    State.WITHOUT_EFFECT: Tag("Without effect", "orange"),
    State.UPCOMING: Tag("To come", "grey"),
    State.OVER: Tag("Over", "grey"),
    State.CALLED_OFF: Tag("Called off", "grey"),
}


def state(first: date, last: date, today: date, *, in_effect: bool) -> State:
    """How it stands; `in_effect`: the director is one today, and neither account is closed."""
    if last < first:
        return State.CALLED_OFF
    if last < today:
        return State.OVER
    if first > today:
        return State.UPCOMING
    return State.ACTING if in_effect else State.WITHOUT_EFFECT


def problems(
    first: date,
    last: date,
    today: date,
    director: str,
    in_role: Iterable[Spell],
    others: Iterable[Spell],
) -> list[tuple[str, str]]:
    """Why a director cannot have a deputy from `first` to `last`, as (field, sentence).

    `in_role` is when they are a director, `others` when somebody is their deputy already. At most
    a year, beginning within a year, so that it is looked at again.
    """
    if found := _about_days(first, last, today):
        return [found]
    if not any(spell.covers(first, last) for spell in in_role):
        return [("last_on", f"{director} is not the director on all of these days.")]
    for one in others:
        if one.overlaps(first, last) and one.first is not None and one.last is not None:
            told = f"from {long_date(one.first)} to {long_date(one.last)}"
            return [("first_on", f"{director} has a deputy {told} already: choose other days.")]
    return []


def _about_days(first: date, last: date, today: date) -> tuple[str, str] | None:
    if first < today:
        return ("first_on", "The first day must be today or later.")
    if first > years_after(today, 1):
        return ("first_on", "Enter a first day within the coming year.")
    if last < first:
        return ("last_on", "The last day cannot be before the first.")
    if last > days_after(years_after(first, 1), -1):
        return ("last_on", "A deputy is named for a year at most.")
    return None


def ended(today: date) -> date:
    """The last day of what is ended on `today`: yesterday, so that it ends at once."""
    return today - ONE_DAY
