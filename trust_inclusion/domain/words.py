"""Words, colours and how figures are written: one place for pages, exports and reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from trust_inclusion.domain.access import Role
from trust_inclusion.domain.calendar import LONDON
from trust_inclusion.domain.hours import hours_text

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tag:
    """A short noun and its colour by meaning: red law broken, orange act now, blue in hand,
    green right, grey not applicable."""

    word: str
    colour: str
    rest: str = ""
    """What a table leaves to screen readers, to keep its rows on one line."""


GAP_TAGS = {
    "short": Tag("Short", "orange"),
    "meets": Tag("Meets", "green"),
    "above": Tag("Above", "green", " the minimum"),
    "no_evidence": Tag("No evidence", "orange"),
    "vacant": Tag("Vacant", "red"),
    "not_applicable": Tag("Not applicable", "grey"),
}
ACTING = Tag("Acting", "blue")
ABSENT = Tag("Absent", "orange")
VACANT = Tag("Vacant", "red")
EXPECTED_BY_CODE = Tag("Expected by the Code", "orange")
CHECK_AGREEMENT = "A SENCO is expected by the Code; check the funding agreement."
"""Of a vacancy in alternative provision (see `academies.expected_by_code`)."""

PHASES = {
    "nursery": "Nursery",
    "primary": "Primary",
    "secondary": "Secondary",
    "all_through": "All-through",
    "special": "Special",
    "alternative": "Alternative provision",
    "sixteen_to_nineteen": "16 to 19",
    "other": "Other",
}

ROLES = {
    Role.DIRECTOR: "Director of Inclusion",
    Role.TRUST_LEADER: "Trust leader",
    Role.HR: "HR",
    Role.HEADTEACHER: "Head teacher",
    Role.SENCO: "SENCO",
    Role.GOVERNOR: "SEND governor",
    Role.ADMIN: "Administrator",
    Role.DEPUTY: "Deputy for the director",
    Role.OPERATOR: "Operator",
}

BASES = {
    "permanent": "Permanent",
    "acting": "Acting",
    "interim": "Interim",
    "cover": "Cover",
}

POST_KINDS = {
    "senco": "SENCO",
    "assistant": "Assistant or deputy SENCO",
    "trust_wide": "Trust-wide",
}

ALLOCATION_KINDS = {
    "opening": "Opening",
    "permanent": "Permanent",
    "temporary": "Temporary",
    "one_off": "One-off hours",
}

ORIGINS = {
    "census": "Published census",
    "evidence_file": "Trust’s file",
    "entered": "Entered here",
}

MAPPINGS = {
    "a": "all SEN support at the lower weight",
    "b": "all SEN support at the higher weight",
    "c": "SEN support with outside specialists at the higher weight",
}

ROUNDINGS = {
    "floor": "complete hours only",
    "nearest": "to the nearest hour",
    "up": "up to the next hour",
    "quarter_hours": "to the nearest quarter of an hour",
}

BENCHMARKS = {"formula": "the formula", "one_day": "one working day a week"}

MISSING = {
    "sen_support": "the number of pupils at SEN support",
    "ehcp": "the number of pupils with EHC plans",
    "notional_sen_budget": "the notional SEN budget",
}


def role(held: Role, directors: Sequence[str] = ()) -> str:
    """A role in words; a deputy's says for whom: "Deputy for Jo Hart"."""
    if held is Role.DEPUTY and directors:
        return f"Deputy for {' and '.join(directors)}"
    return ROLES[held]


def long_date(day: date) -> str:
    """ "1 September 2026"."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """ "1 Sep 2026"."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def month(day: date) -> str:
    """ "Jul 2025"."""
    return f"{MONTHS[day.month - 1][:3]} {day.year}"


def instant(moment: datetime) -> str:
    """ "21 November 2026 at 2.05pm", London time."""
    local = moment.astimezone(LONDON)
    hour = local.hour % 12 or 12
    return (
        f"{long_date(local.date())} at {hour}.{local.minute:02d}{'pm' if local.hour > 11 else 'am'}"
    )


def in_days(day: date, today: date) -> str:
    """ "today", "in 41 days", "3 days ago"."""
    days = (day - today).days
    if days == 0:
        return "today"
    many = f"{abs(days):,} day{'' if abs(days) == 1 else 's'}"
    return f"in {many}" if days > 0 else f"{many} ago"


@lru_cache(maxsize=4096)
def hours(minutes: int) -> str:
    """Hours to one decimal with a true minus sign: "18.6"."""
    return hours_text(minutes).replace("-", MINUS)


def hours_and_minutes(minutes: int) -> str:
    """Not rounded, of 0 minutes and more: "1 h 37 min", "2 h", "5 min", "0 h"."""
    whole, rest = divmod(minutes, 60)
    if not rest:
        return f"{whole} h"
    return f"{whole} h {rest} min" if whole else f"{rest} min"


def hours_range(low: int | None, high: int | None) -> str:
    """ "6.0", or "6.0–11.0" for a range; a dash when it cannot be worked out."""
    if low is None:
        return DASH
    return hours(low) if high is None else f"{hours(low)}{DASH}{hours(high)}"


@lru_cache(maxsize=4096)
def gap(minutes: int | None) -> str:
    """A gap with its sign: "−2.9", "+1.2", "0.0"."""
    if minutes is None:
        return DASH
    text = hours(minutes)
    return f"+{text}" if minutes > 0 and text != "0.0" else text


@lru_cache(maxsize=4096)
def gap_in_words(minutes: int | None) -> str:
    """A gap for a screen reader: "2.9 hours short"."""
    if minutes is None:
        return "cannot be worked out"
    if minutes == 0:
        return "exactly the formula"
    side = "short" if minutes < 0 else "above the formula"
    return f"{hours(minutes).removeprefix(MINUS)} hours {side}"


def pounds(pence: int) -> str:
    """ "£67,755", with pence only where there are any; negative with a true minus sign."""
    sign = MINUS if pence < 0 else ""
    whole, rest = divmod(abs(pence), 100)
    return f"{sign}£{whole:,}" + (f".{rest:02d}" if rest else "")


def percent(tenths: int) -> str:
    """Tenths of a percent: 340 is "34%", 201 is "20.1%"."""
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}%" if rest else f"{whole}%"


def share(tenths: int) -> str:
    """Tenths of a percent in a column of shares, one under the other: 60 is "6.0%"."""
    return f"{tenths // 10}.{tenths % 10}%"


def count(number: int, one: str, many: str | None = None) -> str:
    """ "1 academy", "24 academies"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def yes_no(value: bool | None) -> str:
    """ "yes", "no", or nothing when not known: as files and exports write it."""
    return "" if value is None else "yes" if value else "no"


def plain_pounds(pence: int) -> str:
    """Pounds as a form shows them: "67,755" or "67,755.50"."""
    return pounds(pence).removeprefix("£")


def plain_percent(tenths: int) -> str:
    """A percentage as a form shows it: "20.1"."""
    return percent(tenths).removesuffix("%")


def standing_sentence(in_scope: int, by_status: Mapping[str, int]) -> str:
    """The answer above the list: how many academies give too little time, or have nobody."""
    short, vacant = by_status.get("short", 0), by_status.get("vacant", 0)
    no_evidence = by_status.get("no_evidence", 0)
    if not in_scope:
        return "No academy here has the legal duty to name a SENCO."
    of = f"{short:,} of {count(in_scope, 'academy', 'academies')}"
    parts = [f"{of} {'gives' if short == 1 else 'give'} less time than the benchmark"]
    if vacant:
        parts.append(f"{vacant:,} {'has' if vacant == 1 else 'have'} nobody in post")
    if no_evidence:
        verb = "lacks" if no_evidence == 1 else "lack"
        parts.append(f"{no_evidence:,} {verb} the evidence to say")
    return "; ".join(parts) + "."


def figure(number: int | None) -> str:
    """A count with commas; a dash where nothing is said."""
    return DASH if number is None else f"{number:,}"
