"""What a person's record may say: its parts, their codes, and what cannot be.

What the law depends on (teacher status, service, qualifications) is told by its subject and
counts when HR has checked it; everything else counts at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trust_inclusion.domain.calendar import years_after
from trust_inclusion.domain.courses import Outcome

EARLIEST = date(1950, 1, 1)
"""Nobody in post today began before."""
FURTHEST_YEARS = 5
"""How far ahead a course may be planned."""


class About(StrEnum):
    """What a claim is about."""

    TEACHER = "teacher"
    SERVICE = "service"
    QUALIFICATION = "qualification"


class ClaimState(StrEnum):
    PENDING = "pending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class RulingState(StrEnum):
    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REFUSED = "refused"


KNOWN_COURSES = (
    "NPQSENCO",
    "NASENCO",
    "Early Years SENCO award",
    "Advanced SENCO award",
    "SENCO as Leaders",
    "NPQSL",
    "NPQLBC",
    "NPQH",
    "NPQEL",
    "MA",
    "Mandatory qualification: hearing impairment",
    "Mandatory qualification: vision impairment",
    "Mandatory qualification: multi-sensory impairment",
    "Mental health first aid",
)
"""Qualifications the sources name; a trust writes any other in its own words."""

Problems = list[tuple[str, str]]
"""(field, sentence)."""


@dataclass(frozen=True, slots=True)
class TeacherFacts:
    """Teacher status as told; None is not stated."""

    qts: bool | None = None
    qts_basis: str | None = None
    para_8a: bool | None = None
    induction_completed: str | None = None
    qtls_recheck_on: date | None = None


@dataclass(frozen=True, slots=True)
class SpellFacts:
    """A spell of service as SENCO; an open end means still running."""

    started_on: date
    ended_on: date | None = None
    school: str | None = None
    relevant: bool = True


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """A course or award; `passed_on` is the day of a pass and of nothing else."""

    course: str
    provider: str | None = None
    started_on: date | None = None
    expected_on: date | None = None
    outcome: str = Outcome.ENROLLED.value
    passed_on: date | None = None


def teacher_problems(told: TeacherFacts, today: date) -> Problems:
    """What is wrong with a teacher status."""
    found: Problems = []
    again = told.qtls_recheck_on
    if told.qts_basis != "qtls":
        if again is not None:
            found.append(("qtls_recheck_on", "Only a status held by QTLS is checked again."))
        return found
    if told.qts is False:
        found.append(("qts_basis", "QTLS gives qualified teacher status: say yes above."))
    if again is None:
        found.append(("qtls_recheck_on", "Enter the day on which to check the membership again."))
    elif not EARLIEST <= again <= years_after(today, 1):
        found.append(
            ("qtls_recheck_on", "Enter a day within the coming year: QTLS is checked yearly.")
        )
    return found


def next_qtls_check(basis: str | None, known: date | None, today: date) -> date | None:
    """When a status that was looked at today is to be looked at again; None for any but QTLS.

    A day already set for later stands: the membership may end before the year does.
    """
    if basis != "qtls":
        return None
    return known if known is not None and known > today else years_after(today, 1)


def spell_problems(told: SpellFacts, today: date) -> Problems:
    """What is wrong with a spell of service."""
    found: Problems = []
    if told.started_on > today:
        found.append(("started_on", "Service that was given began today or earlier."))
    elif told.started_on < EARLIEST:
        found.append(("started_on", f"The start must be in {EARLIEST.year} or later."))
    if told.ended_on is not None:
        if told.ended_on < told.started_on:
            found.append(("ended_on", "The last day is before the first."))
        elif told.ended_on > today:
            found.append(("ended_on", "Leave the last day empty while the service goes on."))
    return found


def course_problems(told: CourseFacts, today: date) -> Problems:
    """What is wrong with a course: what is only unusual is said by `course_remarks`."""
    found: Problems = []
    furthest = years_after(today, FURTHEST_YEARS)
    for name in ("started_on", "expected_on", "passed_on"):
        day = getattr(told, name)
        if day is not None and not EARLIEST <= day <= furthest:
            sentence = f"Enter a day from {EARLIEST.year} to {furthest.year}."
            found.append((name, sentence))
    if told.started_on and told.expected_on and told.expected_on < told.started_on:
        found.append(("expected_on", "The outcome is expected before the course starts."))
    if told.started_on and told.passed_on and told.passed_on < told.started_on:
        found.append(("passed_on", "The award is dated before the course starts."))
    if told.outcome == Outcome.PASSED and told.passed_on is None:
        found.append(("passed_on", "Enter the day of the award: the law asks by when."))
    if told.outcome != Outcome.PASSED and told.passed_on is not None:
        found.append(("passed_on", "Only a pass has a day of award: leave it empty."))
    if told.passed_on and told.passed_on > years_after(today, 1):
        found.append(("passed_on", "An award more than a year ahead is not one yet."))
    return found


def course_remarks(told: CourseFacts, qts: bool | None, today: date) -> list[str]:
    """What is unusual about a course and is kept all the same."""
    found: list[str] = []
    if told.passed_on and told.passed_on > today:
        found.append("The award is dated in the future: it counts from that day.")
    if qts is not True:
        found.append("Qualified teacher status is not recorded; the course is kept all the same.")
    return found


def spell_remarks(told: SpellFacts, others: Iterable[SpellFacts]) -> list[str]:
    """What is unusual about a spell beside the others: days served twice count once."""
    last = told.ended_on or date.max
    overlap = any(
        one.started_on <= last and told.started_on <= (one.ended_on or date.max) for one in others
    )
    return ["This overlaps other service: days served twice count once."] if overlap else []
