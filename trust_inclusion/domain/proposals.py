"""What somebody may ask for in a proposal: its limits, each with a sentence for the person."""

from datetime import date, timedelta

from trust_inclusion.domain.calendar import years_after
from trust_inclusion.domain.changes import Kind

FURTHEST_YEARS = 3
"""How far ahead a change may begin, and how long a temporary one may last."""
MOST_PAST_DAYS = 366
MOST_ONE_OFF_MINUTES = 400 * 60
LONGEST_REASON = 4000

Problems = list[tuple[str, str]]


def problems(
    kind: Kind,
    minutes: int,
    now: int | None,
    effective_on: date,
    until: date | None,
    late_reason: str,
    today: date,
    week: int,
) -> Problems:
    """Why these hours cannot be proposed, as (field, sentence); empty when they can.

    `now` are the minutes a week in force on the first day and all others; None where the hours
    change on some day, whatever they are on the first. A first day that has passed needs a
    reason, and may not be more than a year ago.
    """
    return [
        *_about_hours(kind, minutes, now, week),
        *_about_first_day(effective_on, late_reason, today),
        *_about_last_day(kind, effective_on, until, today),
    ]


def _about_hours(kind: Kind, minutes: int, now: int | None, week: int) -> Problems:
    one_off = kind is Kind.ONE_OFF
    checks = (
        (minutes < 0, "Hours cannot be less than 0."),
        (one_off and minutes == 0, "Enter the hours to be given: more than 0."),
        (
            one_off and minutes > MOST_ONE_OFF_MINUTES,
            f"Enter at most {MOST_ONE_OFF_MINUTES // 60} hours in all.",
        ),
        (
            not one_off and minutes > week,
            f"That is more than a full-time week of {week / 60:g} hours.",
        ),
        (
            not one_off and minutes == now,
            "These are the hours that the post has on that day already.",
        ),
    )
    return [("amount", said) for wrong, said in checks if wrong]


def _about_first_day(effective_on: date, late_reason: str, today: date) -> Problems:
    if effective_on > years_after(today, FURTHEST_YEARS):
        return [("effective_on", f"Enter a day within the coming {FURTHEST_YEARS} years.")]
    if effective_on < today - timedelta(days=MOST_PAST_DAYS):
        return [("effective_on", "Enter a day not more than a year ago.")]
    if effective_on < today and not late_reason.strip():
        return [("late_reason", "Say why the change begins on a day that has passed.")]
    return []


def _about_last_day(kind: Kind, effective_on: date, until: date | None, today: date) -> Problems:
    if kind is Kind.PERMANENT:
        return [] if until is None else [("until", "A permanent change has no last day.")]
    if until is None:
        return [("until", "Enter the last day.")]
    if until < effective_on:
        return [("until", "The last day cannot be before the first.")]
    if until < today:
        return [("until", "The last day has passed.")]
    if until > years_after(effective_on, FURTHEST_YEARS):
        return [("until", f"Enter a last day within {FURTHEST_YEARS} years of the first.")]
    return []
