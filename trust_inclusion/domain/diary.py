"""One sample week as a SENCO lived it: where the time went, and how far beyond what is given.

The eleven headings, the excluded duties and cover, in minutes (NUT SENCO Charter, Part 1; rulebook
section 5). A diary is its author's alone until shared, and is never for appraisal.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from trust_inclusion.domain.duties import EXCLUDED, HEADINGS
from trust_inclusion.domain.hours import Unit, decimal_text, parse_total
from trust_inclusion.domain.survey import FEWEST
from trust_inclusion.domain.words import hours

COVER = "cover"
ACTIVITIES: dict[str, str] = {
    **{code: heading.name for code, heading in HEADINGS.items()},
    **EXCLUDED,
    COVER: "Covering for an absent colleague in SENCO time",
}
"""What a week's time is put under, by code: inside, excluded, and cover taken from the time."""

MOST_MINUTES = 80 * 60
"""No sample week holds more: beyond it a figure was mistyped."""
LONG_WEEK = 48 * 60
"""The weekly average that the Working Time Regulations 1998, regulation 4, set as the most."""
WEEKS_BACK = 8
"""A sample week is this one or one of so many before it: an older one is not remembered well."""


class Pressure(StrEnum):
    """Points that need extra or flexible time (NUT SENCO Charter)."""

    AGENCY_REPORTS = "agency_reports"
    SEN_AUDIT = "sen_audit"
    EXAM_CONCESSIONS = "exam_concessions"
    HIGH_FOCUS_PLANS = "high_focus_plans"
    NEW_ADMISSIONS = "new_admissions"
    TRIBUNALS = "tribunals"
    TRANSITION = "transition"
    SUDDEN_EVENTS = "sudden_events"
    ANNUAL_REVIEWS = "annual_reviews"
    BEHAVIOUR = "behaviour"
    COMMON_ASSESSMENT = "common_assessment"


PRESSURES = {
    Pressure.AGENCY_REPORTS: "Reports for agencies",
    Pressure.SEN_AUDIT: "SEN audit",
    Pressure.EXAM_CONCESSIONS: "Exam access arrangements",
    Pressure.HIGH_FOCUS_PLANS: "High-focus plans",
    Pressure.NEW_ADMISSIONS: "New admissions",
    Pressure.TRIBUNALS: "Tribunals and appeals",
    Pressure.TRANSITION: "Transition",
    Pressure.SUDDEN_EVENTS: "Sudden events",
    Pressure.ANNUAL_REVIEWS: "Annual reviews",
    Pressure.BEHAVIOUR: "Work with a behaviour co-ordinator",
    Pressure.COMMON_ASSESSMENT: "Common or early help assessment",
}


@dataclass(frozen=True, slots=True)
class Diary:
    """Minutes by activity in the week that begins on `week_of`, a Monday.

    `author` tells authors apart and is never shown.
    """

    author: int
    week_of: date
    minutes: Mapping[str, int]
    pressures: frozenset[Pressure] = frozenset()


@dataclass(frozen=True, slots=True)
class Share:
    """Minutes of one activity, and its share of all in tenths of a percent."""

    code: str
    minutes: int
    tenths: int


@dataclass(frozen=True, slots=True)
class Week:
    """A week's sums in minutes; `shares` add up to `total`, and to 1,000 tenths.

    `beyond` is essential-duties time above the allocation, `excluded_beyond` excluded duties' time
    above the time of their own; None where the hours given are not known.
    """

    total: int
    inside: int
    excluded: int
    cover: int
    shares: tuple[Share, ...]
    beyond: int | None
    excluded_beyond: int


_HOUR, _MINUTE = "(?:h|hrs?|hours?)", "(?:m|mins?|minutes?)"
# After a colon two digits: "1:5" may be meant as five minutes or as half an hour.
_CLOCK = re.compile(
    f"([0-9]{{1,3}}) ?(?::(?= ?[0-9]{{2}})|{_HOUR}) ?([0-9]{{1,2}}) ?{_MINUTE}?", re.IGNORECASE
)
_HOURS = re.compile(f"([0-9.,]{{1,8}}) ?{_HOUR}", re.IGNORECASE)
_MINUTES = re.compile(f"([0-9]{{1,4}}) ?{_MINUTE}", re.IGNORECASE)
_COMMA = re.compile("[0-9]{1,2},[0-9]{1,2}")
_NUMBER = re.compile("[-\N{MINUS SIGN}]?[0-9]{0,5}[.,]?[0-9]{1,6}")


def parse_entry(text: str) -> int:
    """Minutes for time as typed under one activity; a blank is none. ValueError in plain words.

    "1.5" and "2 h" are hours, "1:30" and "1 h 30" hours and minutes, "90 min" minutes. A comma is
    read as a point: it is all that the number keys of some phones have.
    """
    typed = " ".join(text.split())
    if not typed:
        return 0
    if clock := _CLOCK.fullmatch(typed):
        whole, rest = int(clock[1]), int(clock[2])
        if rest >= 60:
            raise ValueError(f"“{typed}” has more than 59 minutes after the hours.")
        return whole * 60 + rest
    if minutes := _MINUTES.fullmatch(typed):
        return int(minutes[1])
    in_hours = _HOURS.fullmatch(typed)
    number = in_hours[1] if in_hours else typed
    if not _NUMBER.fullmatch(number):
        shown = typed if len(typed) <= 20 else f"{typed[:19]}…"
        raise ValueError(f"“{shown}” is not a time. Write hours such as 1.5, or 1:30, or 90 min.")
    if _COMMA.fullmatch(number):
        number = number.replace(",", ".")
    return parse_total(number, Unit.HOURS)


def written(minutes: int) -> str:
    """Minutes as the form shows them, in hours: 90 is "1.5", 100 is "1.67". Read back the same."""
    return decimal_text(Fraction(minutes, 60), 2).rstrip("0").rstrip(".")


def mondays(today: date) -> tuple[date, ...]:
    """The weeks a diary may be kept of, by their Mondays, the latest first."""
    this = today - timedelta(days=today.weekday())
    return tuple(this - timedelta(weeks=back) for back in range(WEEKS_BACK + 1))


def problems(diary: Diary, today: date, *, whole: bool = True) -> list[tuple[str, str]]:
    """What is wrong with a diary as typed, as (field, sentence); fields are the activities.

    A draft need not be `whole`: nothing may be entered yet.
    """
    found: list[tuple[str, str]] = []
    if diary.week_of.weekday():
        found.append(("week_of", "A sample week begins on a Monday."))
    if diary.week_of > today:
        found.append(("week_of", "The week has not begun yet."))
    for code, minutes in diary.minutes.items():
        if code not in ACTIVITIES:
            found.append((code, "This is not one of the diary’s headings."))
        elif minutes < 0:
            found.append((code, "The time cannot be less than 0."))
    total = sum(diary.minutes.values())
    if whole and not found and total == 0:
        found.append(("minutes", "Enter the hours of at least one heading."))
    if total > MOST_MINUTES:
        most = f"{hours(total)} hours is more than a sample week can hold ({hours(MOST_MINUTES)})"
        found.append(("minutes", f"{most}: check the figures. Nothing you typed is lost."))
    return found


def note(diary: Diary) -> str:
    """A sentence for a long week, that can be kept all the same; else nothing."""
    total = sum(diary.minutes.values())
    if total <= LONG_WEEK:
        return ""
    return (
        f"{hours(total)} hours is above {hours(LONG_WEEK)}, the weekly average that the working "
        "time rules set as the most. If it is so, it is worth telling somebody."
    )


def work_out(diary: Diary, allocated: int | None, own_minutes: int = 0) -> Week:
    """The sums of a week. `allocated`: the role's minutes a week, None where not known;
    `own_minutes`: what the excluded duties held have of their own."""
    inside = _sum(diary.minutes, HEADINGS)
    excluded = _sum(diary.minutes, EXCLUDED)
    cover = diary.minutes.get(COVER, 0)
    return Week(
        total=inside + excluded + cover,
        inside=inside,
        excluded=excluded,
        cover=cover,
        shares=shares(diary.minutes),
        beyond=None if allocated is None else max(0, inside - allocated),
        excluded_beyond=max(0, excluded - own_minutes),
    )


def _sum(minutes: Mapping[str, int], codes: Iterable[str]) -> int:
    return sum(minutes.get(code, 0) for code in codes)


def shares(minutes: Mapping[str, int]) -> tuple[Share, ...]:
    """Activities with any time, in the diary's order; the tenths add up to 1,000.

    What rounding down leaves goes to the largest remainders, the earlier activity at a tie.
    """
    used = [(code, minutes[code]) for code in ACTIVITIES if minutes.get(code, 0) > 0]
    total = sum(one for _, one in used)
    tenths = [one * 1000 // total for _, one in used]
    by_remainder = sorted(range(len(used)), key=lambda n: -(used[n][1] * 1000 % total))
    for place in by_remainder[: 1000 - sum(tenths)]:
        tenths[place] += 1
    return tuple(Share(code, one, part) for (code, one), part in zip(used, tenths, strict=True))


@dataclass(frozen=True, slots=True)
class Together:
    """What several shared diaries say together: sums of minutes, never one person's.

    `beyond` is the sum over the `beyond_known` diaries whose allocation is known. `excluded` is
    None where it is left out, of `minutes` and `shares` too: see domain/diary_totals.py.
    """

    diaries: int
    minutes: int
    inside: int
    excluded: int | None
    cover: int
    shares: tuple[Share, ...]
    beyond: int
    beyond_known: int
    pressures: tuple[tuple[Pressure, int], ...]


def together(diaries: Iterable[tuple[Diary, int | None]]) -> Together | None:
    """The sums of shared diaries, each with its author's allocation; the latest of each author.

    None for fewer than five authors, as the survey does: fewer would tell whose week it was.
    """
    kept = _one_each(diaries)
    if len(kept) < FEWEST:
        return None
    minutes = {code: sum(one.minutes.get(code, 0) for one, _ in kept) for code in ACTIVITIES}
    weeks = [work_out(diary, allocated) for diary, allocated in kept]
    known = [week.beyond for week in weeks if week.beyond is not None]
    counted = [(point, sum(point in one.pressures for one, _ in kept)) for point in Pressure]
    return Together(
        diaries=len(kept),
        minutes=sum(week.total for week in weeks),
        inside=sum(week.inside for week in weeks),
        excluded=sum(week.excluded for week in weeks),
        cover=sum(week.cover for week in weeks),
        shares=shares(minutes),
        beyond=sum(known) if len(known) >= FEWEST else 0,
        beyond_known=len(known) if len(known) >= FEWEST else 0,
        pressures=tuple(sorted((one for one in counted if one[1]), key=lambda one: -one[1])),
    )


def _one_each(diaries: Iterable[tuple[Diary, int | None]]) -> list[tuple[Diary, int | None]]:
    found: dict[int, tuple[Diary, int | None]] = {}
    for diary, allocated in diaries:
        held = found.get(diary.author)
        if held is None or held[0].week_of <= diary.week_of:
            found[diary.author] = (diary, allocated)
    return list(found.values())


def groups_shown(authors: Mapping[str, int], fewest: int = FEWEST) -> frozenset[str]:
    """Which of the groups (hubs, phases) may be shown beside the trust's total.

    Those of `fewest` authors and more; and never so that the total less what is shown leaves one
    to four: then the smallest group that could be shown is held back too.
    """
    shown = {group for group, count in authors.items() if count >= fewest}
    while shown and 0 < sum(n for group, n in authors.items() if group not in shown) < fewest:
        shown.discard(min(shown, key=lambda group: (authors[group], group)))
    return frozenset(shown)
