"""Where an academy stands, as a timeline: periods in which every answer stays the same.

One function walks from day to day on which some fact starts or ends, asks the rules, and joins
neighbours that agree. Lists then read the period of their day and never work anything out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from trust_inclusion.domain import academies, clocks, formula
from trust_inclusion.domain.evidence import InForce, Row, in_force
from trust_inclusion.domain.hours import FullWeek
from trust_inclusion.domain.policy import Benchmark, Policy
from trust_inclusion.domain.posts import STANDS_IN, Basis, Hours, PostKind, held_on, hours_on
from trust_inclusion.domain.qualification import Assessment, Status
from trust_inclusion.domain.qualification_words import STATUS_TAGS

BEGINNING = date(1900, 1, 1)
FOREVER = date(9999, 12, 31)
ONE_DAY = timedelta(days=1)
ANNEX_A = Policy("NUT SENCO Charter, Annex A", BEGINNING)
"""The policy before the trust sets its own."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person's appointment to a post, with what lists show of the person."""

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


@dataclass(frozen=True, slots=True)
class PostFacts:
    kind: PostKind
    holders: tuple[Holder, ...]
    hours: tuple[Hours, ...]
    id: int | None = None


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
    """The trust's dated policies (oldest first) and what it calls a full week and a day."""

    policies: tuple[Policy, ...]
    week: FullWeek

    def policy_on(self, day: date) -> Policy:
        """The formula policy in force on `day`; the charter's own before any was set."""
        begun = [policy for policy in self.policies if policy.valid_from <= day]
        return begun[-1] if begun else ANNEX_A


@dataclass(frozen=True, slots=True)
class Answer:
    """What holds for an academy on a day. Minutes a week; gaps are allocated less asked for."""

    duty: bool
    sencos: str
    vacant: bool
    acting: bool
    absent: bool
    allocated_minutes: int
    formula_minutes: int | None
    formula_high_minutes: int | None
    exact_thousandths: int | None
    budget_points: int | None
    pupil_points: int | None
    points: int | None
    mobility_minutes: int | None
    gap_minutes: int | None
    one_day_gap_minutes: int | None
    gap_status: str
    qualification: str
    qualification_status: str
    deadline: date | None
    lawful: bool | None
    pay_point: str | None
    school_stage: int | None
    trust_stage: int | None
    qualification_stage: int | None
    last_reviewed_on: date | None


@dataclass(frozen=True, slots=True)
class Period:
    """`answer` holds for `valid_from <= day < valid_to`."""

    valid_from: date
    valid_to: date
    answer: Answer


def periods(facts: AcademyFacts, rules: Rules) -> list[Period]:
    """The academy's whole timeline while it is in the trust, oldest first, without gaps."""
    first = facts.joined_on or BEGINNING
    end = facts.left_on or FOREVER
    days = sorted({first, *(day for day in _turning_days(facts, rules) if first < day < end)})
    found: list[Period] = []
    for day, until in zip(days, [*days[1:], end], strict=True):
        if day >= until:
            continue
        answer = answer_on(facts, rules, day)
        if found and found[-1].answer == answer:
            found[-1] = Period(found[-1].valid_from, until, answer)
        else:
            found.append(Period(day, until, answer))
    return found


def _turning_days(facts: AcademyFacts, rules: Rules) -> Iterable[date]:
    """Every day on which an answer may change: starts, and the days after last days."""
    yield from (policy.valid_from for policy in rules.policies)
    yield from (row.census_date for row in facts.evidence)
    yield from facts.reviewed_on
    for post in facts.posts:
        for hours in post.hours:
            yield from _span(hours.starts_on, hours.ends_on)
        for holder in post.holders:
            yield from _span(holder.started_on, holder.ended_on)
            for start, end in holder.absences:
                yield from _span(start, end)
            yield from (start for start, _ in holder.pay_points)
            yield from (period.valid_from for period in holder.clock)


def _span(start: date | None, last: date | None) -> Iterable[date]:
    if start is not None:
        yield start
    if last is not None and last < FOREVER:
        yield last + ONE_DAY


def answer_on(facts: AcademyFacts, rules: Rules, day: date) -> Answer:
    """What holds on one day. A post counts only with a designated SENCO in it."""
    policy = rules.policy_on(day)
    evidence = in_force(facts.evidence, day)
    outcome = formula.work_out(evidence.for_formula(), policy, rules.week.week_minutes)
    filled = _filled(facts, day)
    sencos = _each_once(holder for _, holders in filled for holder in holders)
    minutes = sum(_minutes(post, day) for post, _ in filled)
    asked = outcome.low.total_minutes if outcome.low else None
    gap = None if asked is None else minutes - asked
    duty = academies.duty_applies(facts.type_code)
    one_day_gap = minutes - rules.week.day_minutes
    judged = gap if policy.benchmark is Benchmark.FORMULA else one_day_gap
    return Answer(
        duty=duty,
        sencos="; ".join(holder.name for holder in sencos),
        vacant=not sencos,
        acting=any(holder.basis in STANDS_IN for holder in sencos),
        absent=any(holder.absent_on(day) for holder in sencos),
        allocated_minutes=minutes,
        **_formula_answers(outcome),
        gap_minutes=gap,
        one_day_gap_minutes=one_day_gap,
        gap_status=_gap_status(duty=duty, vacant=not sencos, gap=judged),
        **_qualification(filled, day, duty=duty),
        **_people_answers(sencos, day),
        last_reviewed_on=max((on for on in facts.reviewed_on if on <= day), default=None),
    )


def evidence_on(facts: AcademyFacts, day: date) -> InForce:
    """The evidence behind the answer of `day`."""
    return in_force(facts.evidence, day)


def _filled(facts: AcademyFacts, day: date) -> list[tuple[PostFacts, list[Holder]]]:
    """SENCO posts with their designated holders on `day`, vacant ones left out."""
    found: list[tuple[PostFacts, list[Holder]]] = []
    for post in facts.posts:
        if post.kind is PostKind.SENCO:
            holders = [holder for holder in held_on(post.holders, day) if holder.designated]
            if holders:
                found.append((post, holders))
    return found


def _each_once(holders: Iterable[Holder]) -> list[Holder]:
    """Each person once, also where they hold two posts; two people of one name are two."""
    found: dict[Any, Holder] = {}
    for holder in holders:
        key = (holder.name, holder.started_on) if holder.person_id is None else holder.person_id
        found.setdefault(key, holder)
    return list(found.values())


def _minutes(post: PostFacts, day: date) -> int:
    hours = hours_on(post.hours, day)
    return hours.minutes if hours else 0


def _gap_status(*, duty: bool, vacant: bool, gap: int | None) -> str:
    if not duty:
        return "not_applicable"
    if vacant:
        return "vacant"
    if gap is None:
        return "no_evidence"
    return "short" if gap < 0 else "above" if gap > 0 else "meets"


def _formula_answers(outcome: formula.Outcome) -> dict[str, int | None]:
    low, high = outcome.low, outcome.high
    return {
        "formula_minutes": low.total_minutes if low else None,
        "formula_high_minutes": high.total_minutes if high else None,
        "exact_thousandths": _thousandths(low.exact_total_hours) if low else None,
        "budget_points": outcome.budget_points,
        "pupil_points": outcome.pupil_points_low,
        "points": low.points if low else None,
        "mobility_minutes": low.mobility_minutes if low else None,
    }


def _thousandths(hours: Fraction) -> int:
    """Exact hours in thousandths, half up, for showing three decimals."""
    return (hours.numerator * 2000 + hours.denominator) // (2 * hours.denominator)


def _qualification(
    filled: list[tuple[PostFacts, list[Holder]]], day: date, *, duty: bool
) -> dict[str, Any]:
    """The worst answer of the designated SENCOs: its code, its words and its deadline."""
    answers = [holder.assessed_on(day) for _, holders in filled for holder in holders]
    worst = clocks.worst(one for one in answers if one is not None)
    if worst is None:
        code = clocks.NO_SENCO if duty else Status.NOT_IN_SCOPE.value
        return {
            "qualification": "",
            "qualification_status": code,
            "deadline": None,
            "lawful": False if duty else None,
        }
    return {
        "qualification": STATUS_TAGS[worst.status].word,
        "qualification_status": worst.status.value,
        "deadline": worst.deadline,
        "lawful": clocks.lawful(answers) if duty else None,
    }


def _people_answers(sencos: list[Holder], day: date) -> dict[str, Any]:
    """What is recorded of the designated SENCOs; with several, the furthest stage."""
    points = [point for holder in sencos if (point := holder.pay_point_on(day))]
    return {
        "pay_point": "; ".join(points) or None,
        "school_stage": _furthest(sencos, 0),
        "trust_stage": _furthest(sencos, 1),
        "qualification_stage": _furthest(sencos, 2),
    }


def _furthest(sencos: list[Holder], track: int) -> int | None:
    return max((stage for h in sencos if (stage := h.stages[track]) is not None), default=None)
