"""Reminders in words: to the SENCO, and as a line of HR's and the director's digest.

Told as the trust's duty, never as the person's fault. Days are given as dates, since mail is read
when it is read.
"""

from __future__ import annotations

from datetime import date

from trust_inclusion.domain.calendar import academic_year_label
from trust_inclusion.domain.reminders import Kind
from trust_inclusion.domain.words import count as counted
from trust_inclusion.domain.words import long_date

_TO_SENCO = {
    Kind.DEADLINE: (
        "The trust needs its SENCO{at} to hold the qualification by {day}. If you need something "
        "for it, such as a place on a course or the time, please tell HR."
    ),
    Kind.LATEST_START: (
        "For its SENCO{at} to be qualified in time, the trust needs to arrange a course that "
        "begins by {day}. HR will speak to you about it, or you to HR."
    ),
    Kind.OUTCOME: (
        "The outcome of your course is expected on {day}. Please let HR have it with its "
        "certificate once you do, or the new date if it has moved."
    ),
    Kind.OVERDUE: (
        "The qualification was needed{at} by {day}, so the trust does not meet its duty to have a "
        "qualified SENCO there. It is for the trust to put this right: HR will agree the next step "
        "with you."
    ),
    Kind.QTLS: (
        "Once a year the trust checks that your QTLS still holds. The day for it is {day}: HR may "
        "ask you for your membership."
    ),
    Kind.CONFIRMATION: (
        "Is your record still right? Please look once in the school year {year}, and confirm it on "
        "your home page in one step. This comes once a month until then."
    ),
}
_BEFORE_RECORDS = 1950
_IN_DIGEST = {
    Kind.NO_SENCO: "nobody is designated as SENCO since {day}. The duty is in breach.",
    Kind.OVERDUE: "the qualification was needed by {day}. The duty is in breach.",
    Kind.DEADLINE: "the qualification is needed by {day}.",
    Kind.LATEST_START: "the latest safe start of a course is {day}.",
    Kind.OUTCOME: "the outcome of the course is expected on {day}: ask for it and record it.",
    Kind.QTLS: "QTLS is to be checked again on {day}.",
    Kind.UNCONFIRMED: "{count} to confirm their record for the school year {year}.",
}

IN_DIGEST = frozenset(_IN_DIGEST)
"""What HR and the director are told; who has not confirmed their record stands on a page, and
here only how many."""
TO_SENCO = frozenset(_TO_SENCO)

NAMES = {
    Kind.NO_SENCO: "No SENCO",
    Kind.OVERDUE: "Overdue",
    Kind.DEADLINE: "Deadline",
    Kind.LATEST_START: "Latest safe start",
    Kind.OUTCOME: "Expected outcome",
    Kind.QTLS: "QTLS re-check",
    Kind.CONFIRMATION: "Record to confirm",
    Kind.UNCONFIRMED: "Records to confirm",
}


def to_senco(kind: Kind, academy: str, about: date) -> str:
    """One paragraph of the letter to the person."""
    at = f" at {academy}" if academy else ""
    return _TO_SENCO[kind].format(at=at, day=long_date(about), year=academic_year_label(about))


def in_digest(kind: Kind, academy: str, who: str, about: date) -> str:
    """One line of the digest; `who` is initials, or nothing for an academy without a SENCO."""
    said = _IN_DIGEST[kind].format(day=long_date(about))
    if about.year < _BEFORE_RECORDS:  # since ever, where no day of joining the trust is known
        said = said.replace(f" since {long_date(about)}", "")
    return f"{academy}, {who}: {said}" if who else f"{academy}: {said}"


def absent(who: str, cover: str) -> str:
    """Who a line of the digest is about, where the law's clock runs on during an absence."""
    return f"{who} (absent; {cover} covers)" if cover else f"{who} (absent; no designated cover)"


def unconfirmed(count: int, year: date) -> str:
    """The line of the digest that says how many have not confirmed their record."""
    have = f"{counted(count, 'SENCO')} {'has' if count == 1 else 'have'} still"
    return _IN_DIGEST[Kind.UNCONFIRMED].format(count=have, year=academic_year_label(year))


_IN_CALENDAR = {
    "deadline": "SENCO qualification needed",
    "latest_start": "latest safe start of a SENCO course",
    "projected_outcome": "outcome of the SENCO course expected",
}


def in_calendar(kind: str, academy: str, who: str) -> str:
    """The title of a day in the calendar."""
    return f"{academy}, {who}: {_IN_CALENDAR[kind]}"


_MAIL_ERRORS = {
    "cannot_connect": "The mail server does not answer",
    "not_encrypted": "The mail server offers no encryption",
    "not_trusted": "The certificate of the mail server is not one that this server trusts",
    "sign_in_refused": "The mail server refuses the user or the password",
    "broken_off": "The mail server broke off",
    "cannot_be_drawn": "The message could not be written: a fault of this program",
}


def mail_error(code: str | None) -> str:
    """Why a message did not go out, from its code."""
    code = code or ""
    if code.startswith("refused_"):
        return f"The mail server refused it (reply {code.removeprefix('refused_')})"
    return _MAIL_ERRORS.get(code, "Not known")
