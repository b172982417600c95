"""Where an academy stands, as a timeline: periods in which every answer stays the same.

One function walks from day to day on which some fact starts or ends, asks the rules, and joins
neighbours that agree. Lists then read the period of their day and never work anything out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from trust_inclusion.domain import academies, clocks, formula
from trust_inclusion.domain.charter_posts import measured_by
from trust_inclusion.domain.charter_standing import Letters, LettersOf
from trust_inclusion.domain.pathway import Track, furthest
from trust_inclusion.domain.policy import Benchmark
from trust_inclusion.domain.posts import STANDS_IN
from trust_inclusion.domain.qualification import Status
from trust_inclusion.domain.qualification_words import STATUS_TAGS
from trust_inclusion.domain.standing_facts import (
    BEGINNING,
    FOREVER,
    ONE_DAY,
    AcademyFacts,
    Holder,
    PayFacts,
    PostFacts,
    Rules,
    evidence_on,
    filled,
    turning_days,
)

__all__ = [
    "BEGINNING",
    "FOREVER",
    "ONE_DAY",
    "AcademyFacts",
    "Answer",
    "Holder",
    "PayFacts",
    "Period",
    "PostFacts",
    "Rules",
    "answer_on",
    "evidence_on",
    "periods",
]


@dataclass(frozen=True, slots=True)
class Answer:
    """What holds for an academy on a day. Minutes a week; gaps are allocated less asked for.

    `conditions` and `duties` are letters (domain/charter_letters.py); they and the counts are None
    where nobody is asked for a SENCO and there is no post. The second count leaves out the
    conditions that tell of pay.
    """

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
    conditions: str | None
    duties: str | None
    conditions_not_met: int | None
    conditions_not_met_beside_pay: int | None


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
    days = sorted({first, *(day for day in turning_days(facts, rules) if first < day < end)})
    letters = LettersOf(facts, rules)
    found: list[Period] = []
    for day, until in zip(days, [*days[1:], end], strict=True):
        if day >= until:
            continue
        answer = _answer(facts, rules, day, letters)
        if found and found[-1].answer == answer:
            found[-1] = Period(found[-1].valid_from, until, answer)
        else:
            found.append(Period(day, until, answer))
    return found


def answer_on(facts: AcademyFacts, rules: Rules, day: date) -> Answer:
    """What holds on one day. A post counts only with a designated SENCO in it."""
    return _answer(facts, rules, day, LettersOf(facts, rules))


def _answer(facts: AcademyFacts, rules: Rules, day: date, letters: LettersOf) -> Answer:
    policy = rules.policy_on(day)
    evidence = evidence_on(facts, day)
    outcome = formula.work_out(evidence.for_formula(), policy, rules.week.week_minutes)
    held = filled(facts, day)
    sencos = _each_once(holder for _, holders in held for holder in holders)
    minutes = sum(post.minutes_on(day) for post, _ in held)
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
        **_qualification(held, day, duty=duty),
        **_people_answers(sencos, rules, day),
        last_reviewed_on=max((on for on in facts.reviewed_on if on <= day), default=None),
        **_charter(letters.on(day, held, measured_by(outcome, minutes))),
    )


def _each_once(holders: Iterable[Holder]) -> list[Holder]:
    """Each person once, also where they hold two posts; two people of one name are two."""
    found: dict[Any, Holder] = {}
    for holder in holders:
        key = (holder.name, holder.started_on) if holder.person_id is None else holder.person_id
        found.setdefault(key, holder)
    return list(found.values())


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
    held: list[tuple[PostFacts, list[Holder]]], day: date, *, duty: bool
) -> dict[str, Any]:
    """The worst answer of the designated SENCOs: its code, its words and its deadline."""
    answers = [holder.assessed_on(day) for _, holders in held for holder in holders]
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


def _people_answers(sencos: list[Holder], rules: Rules, day: date) -> dict[str, Any]:
    """What is recorded of the designated SENCOs; with several, the furthest stage."""
    points = [point for holder in sencos if (point := holder.pay_point_on(day))]
    return {
        "pay_point": "; ".join(points) or None,
        **{
            f"{track.value}_stage": furthest(rules.stages, track, [h.stages[at] for h in sencos])
            for at, track in enumerate(Track)
        },
    }


def _charter(found: Letters | None) -> dict[str, Any]:
    """The letters of the conditions and of the excluded duties, and how many are not met."""
    return {
        "conditions": found.conditions if found else None,
        "duties": found.duties if found else None,
        "conditions_not_met": found.not_met if found else None,
        "conditions_not_met_beside_pay": found.not_met_beside_pay if found else None,
    }
