"""What an academy's standing follows from: its evidence, its posts and who holds them, the rules.

Plain values of one academy for all days; every question is asked of a day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from trust_inclusion.domain import charter, clocks, pathway
from trust_inclusion.domain.calendar import years_after
from trust_inclusion.domain.charter_record import JobDescription
from trust_inclusion.domain.duties import Held
from trust_inclusion.domain.evidence import InForce, Row, in_force
from trust_inclusion.domain.hours import FullWeek
from trust_inclusion.domain.policy import Policy
from trust_inclusion.domain.posts import Basis, Hours, PostKind, held_on, hours_on
from trust_inclusion.domain.qualification import Assessment

BEGINNING = date(1900, 1, 1)
FOREVER = date(9999, 12, 31)
ONE_DAY = timedelta(days=1)
ANNEX_A = Policy("NUT SENCO Charter, Annex A", BEGINNING)
"""The policy before the trust sets its own."""


@dataclass(frozen=True, slots=True)
class PayFacts:
    """What conditions follow from of an appointment's pay, from a day on; None is not stated.

    `tlr`, `sen_allowance`: whether one is recorded. `room_to_rise`: whether the range has a point
    above the one held. No figure of pay.
    """

    starts_on: date
    leadership_scale: bool | None = None
    tlr: bool | None = None
    sen_allowance: bool | None = None
    room_to_rise: bool | None = None


NO_PAY = PayFacts(BEGINNING)
"""Where nothing is recorded of pay."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person's appointment to a post, with what lists show of the person.

    `senco_since`: their earliest known day as a SENCO anywhere; `since_unsure`: some of their
    service has no known start, so it may be earlier. `mentor`: whether one is recorded in their
    pathway, None without one. `pays` stand in the order in which they start.
    """

    name: str
    started_on: date | None
    ended_on: date | None
    basis: Basis
    designated: bool
    absences: tuple[tuple[date, date | None], ...] = ()
    clock: tuple[clocks.Period, ...] = ()
    pay_points: tuple[tuple[date, str], ...] = ()
    stages: tuple[int | None, int | None, int | None] = (None, None, None)
    person_id: int | None = None
    on_slt: bool | None = None
    is_head: bool | None = None
    senco_since: date | None = None
    since_unsure: bool = False
    mentor: bool | None = None
    pays: tuple[PayFacts, ...] = ()

    def absent_on(self, day: date) -> bool:
        """Whether a dated absence includes `day`."""
        return any(start <= day and (end is None or day <= end) for start, end in self.absences)

    def assessed_on(self, day: date) -> Assessment | None:
        """What the qualification clock says on `day`; None where it was not asked."""
        return next((one.answer for one in self.clock if one.holds_on(day)), None)

    def pay_point_on(self, day: date) -> str | None:
        """The pay point recorded as in force on `day`."""
        begun = [(start, point) for start, point in self.pay_points if start <= day]
        return max(begun)[1] if begun else None

    def pay_on(self, day: date) -> PayFacts:
        """What conditions follow from of the pay in force on `day`."""
        return next((one for one in reversed(self.pays) if one.starts_on <= day), NO_PAY)

    def in_first_year_on(self, day: date) -> bool | None:
        """Whether `day` lies in their first twelve months as a SENCO anywhere; None is not known.

        Service of which no start is known may have begun long ago.
        """
        if self.senco_since is None:
            return None
        if day >= years_after(self.senco_since, 1):
            return False
        return None if self.since_unsure else True


@dataclass(frozen=True, slots=True)
class PostFacts:
    """A post. `duties` and `descriptions` are each told on a day; of two of one day the one with
    the higher number counts. Those of one post stand in that order."""

    kind: PostKind
    holders: tuple[Holder, ...]
    hours: tuple[Hours, ...]
    id: int | None = None
    answers: tuple[charter.Answer, ...] = ()
    duties: tuple[tuple[date, int, Held], ...] = ()
    descriptions: tuple[tuple[date, int, JobDescription], ...] = ()

    def designated_on(self, day: date) -> list[Holder]:
        """Who holds the post on `day` as its designated SENCO."""
        return [holder for holder in held_on(self.holders, day) if holder.designated]

    def minutes_on(self, day: date) -> int:
        """Minutes a week given to the post on `day`; 0 where none are recorded."""
        hours = hours_on(self.hours, day)
        return hours.minutes if hours else 0


@dataclass(frozen=True, slots=True)
class AcademyFacts:
    """Everything an academy's standing follows from."""

    type_code: str
    joined_on: date | None
    left_on: date | None
    evidence: tuple[Row, ...]
    posts: tuple[PostFacts, ...]
    reviewed_on: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """The trust's dated policies (oldest first), what it calls a full week and a day, and the
    stages of its pathway."""

    policies: tuple[Policy, ...]
    week: FullWeek
    stages: pathway.Stages = pathway.DEFAULT

    def policy_on(self, day: date) -> Policy:
        """The formula policy in force on `day`; the charter's own before any was set."""
        begun = [policy for policy in self.policies if policy.valid_from <= day]
        return begun[-1] if begun else ANNEX_A


def evidence_on(facts: AcademyFacts, day: date) -> InForce:
    """The evidence behind the answer of `day`."""
    return in_force(facts.evidence, day)


def filled(facts: AcademyFacts, day: date) -> list[tuple[PostFacts, list[Holder]]]:
    """SENCO posts with their designated holders on `day`, vacant ones left out."""
    return [
        (post, holders)
        for post in facts.posts
        if post.kind is PostKind.SENCO and (holders := post.designated_on(day))
    ]


def turning_days(facts: AcademyFacts, rules: Rules) -> Iterable[date]:
    """Every day on which an answer may change: starts, and the days after last days."""
    yield from (policy.valid_from for policy in rules.policies)
    yield from (row.census_date for row in facts.evidence)
    yield from facts.reviewed_on
    for post in facts.posts:
        yield from _of_post(post)
        for holder in post.holders:
            yield from _of_holder(holder)


def _of_post(post: PostFacts) -> Iterable[date]:
    for hours in post.hours:
        yield from _span(hours.starts_on, hours.ends_on)
    yield from (answer.answered_on for answer in post.answers)
    yield from (told_on for told_on, _, _ in post.duties)
    yield from (checked_on for checked_on, _, _ in post.descriptions)


def _of_holder(holder: Holder) -> Iterable[date]:
    yield from _span(holder.started_on, holder.ended_on)
    for start, end in holder.absences:
        yield from _span(start, end)
    yield from (start for start, _ in holder.pay_points)
    yield from (pay.starts_on for pay in holder.pays)
    yield from (period.valid_from for period in holder.clock)
    if holder.senco_since is not None:
        yield years_after(holder.senco_since, 1)


def _span(start: date | None, last: date | None) -> Iterable[date]:
    if start is not None:
        yield start
    if last is not None and last < FOREVER:
        yield last + ONE_DAY
