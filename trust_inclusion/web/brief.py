"""One academy's page in words: the sentence on top, the formula's working, hours over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, NamedTuple

from trust_inclusion.db import AnyRow
from trust_inclusion.domain import charter_words, words
from trust_inclusion.domain.academies import expected_by_code, phase_group
from trust_inclusion.domain.evidence import InForce
from trust_inclusion.domain.formula import Line, Outcome, Working, counted_budget_pence
from trust_inclusion.domain.hours import FullWeek, days_text, decimal_text, percent_text
from trust_inclusion.domain.pathway import TRACK_WORDS, Stages, Track, by_code
from trust_inclusion.domain.policy import Policy
from trust_inclusion.domain.posts import Hours
from trust_inclusion.domain.standing import BEGINNING
from trust_inclusion.services.briefs import Brief, Conditions
from trust_inclusion.services.posts import PostHere

YEARS_SHOWN = 3
TOP_STEP = 300
"""The drawing's scale ends at a multiple of five hours."""


class SumLine(NamedTuple):
    """A line of the working as components/figures.html draws it."""

    kind: str
    words: str
    how: str
    figure: str


def everything(brief: Brief, week: FullWeek, today: date) -> dict[str, Any]:
    """What the academy's page draws."""
    outcome, policy = brief.outcome, brief.policy
    sums = [
        working_lines(working, policy, brief.evidence) if working else None
        for working in (outcome.low, outcome.high)
    ]
    since = f", in force since {words.long_date(policy.valid_from)}"
    given = [
        (post, hours, _last_day(hours, post), hours == post.hours and brief.standing is not None)
        for post in brief.posts
        for hours in post.allocations
    ]
    return {
        "brief": brief,
        "week": week,
        "reviews": brief.reviews,
        "phase": words.PHASES[phase_group(brief.academy.phase, brief.academy.type_code)],
        "sentence": answer(brief, today),
        "against_code": vacant_against_code(brief.standing),
        "conditions": conditions_now(brief.conditions),
        "needs": needs(brief.outcome),
        "low": sums[0],
        "high": sums[1],
        "policy_words": policy.name + (since if policy.valid_from > BEGINNING else ""),
        "sources": sources(brief.evidence),
        "benchmarks": benchmarks(brief, week),
        "drawing": drawing(brief.timeline, today),
        "allocations": sorted(given, key=lambda one: one[1].starts_on, reverse=True),
    }


def _last_day(given: Hours, post: PostHere) -> date | None:
    """An allocation's own last day, or the day before one without an end took its place."""
    later = [
        other.starts_on
        for other in post.allocations
        if other.ends_on is None and other.starts_on > given.starts_on
    ]
    return given.ends_on or (min(later) - timedelta(days=1) if later else None)


def answer(brief: Brief, today: date) -> str:
    """The first sentence: who has how many hours, against what is asked for."""
    academy = brief.academy
    if brief.standing is not None:
        return standing_now(brief.standing)
    if academy.left_on and academy.left_on <= today:
        return f"Left the trust on {words.long_date(academy.left_on)}. Its history stays here."
    joins = words.long_date(academy.joined_on) if academy.joined_on else "a later day"
    return f"Joins the trust on {joins}."


def standing_now(standing: AnyRow) -> str:
    """Where an academy stands, in a sentence or two."""
    have = words.hours(standing.allocated_minutes)
    if standing.vacant:
        who = "Nobody is in post as SENCO."
    else:
        many = ";" in standing.sencos
        people = standing.sencos.replace("; ", " and ")
        who = f"{people} {'have' if many else 'has'} {have} hours a week."
    if not standing.duty:
        who = f"{who} The legal duty to name a SENCO does not reach this kind of school."
        return f"{who} {words.CHECK_AGREEMENT}" if vacant_against_code(standing) else who
    return f"{who} {_against(standing)}"


def conditions_now(found: Conditions | None) -> str:
    """How an academy's conditions stand, and duties held without time; blank where not told."""
    if found is None:
        return ""
    said = charter_words.summary(found.counts)
    if not found.departures:
        return said
    duties = words.count(found.departures, "excluded duty", "excluded duties")
    return f"{said} Held without own time: {duties}."


def career_now(codes: Sequence[int | None], pay_point: str | None, stages: Stages) -> str:
    """Where somebody stands and what point they are on: "In a school: SENCO, qualified. Pay
    point: U1." Blank of what is not recorded or not for this reader."""
    told = [stages_of(codes, stages), f"Pay point: {pay_point}" if pay_point else ""]
    return " ".join(f"{one}." for one in told if one)


def stages_of(codes: Sequence[int | None], stages: Stages) -> str:
    """Where a person stands on each track, by name: "In a school: SENCO, qualified"."""
    named = [
        (track, by_code(stages, track, code)) for track, code in zip(Track, codes, strict=True)
    ]
    return "; ".join(f"{TRACK_WORDS[track]}: {one.name}" for track, one in named if one)


def vacant_against_code(standing: AnyRow | None) -> bool:
    """Whether nobody is in post where the Code, and not the law, expects somebody."""
    return standing is not None and standing.vacant and expected_by_code(standing.phase)


def _against(standing: AnyRow) -> str:
    asked, gap = standing.formula_minutes, standing.gap_minutes
    if asked is None:
        return "The formula cannot be worked out yet."
    least = "at least " if standing.formula_high_minutes is not None else ""
    said = f"The formula asks for {least}{words.hours(asked)}"
    if gap < 0:
        return f"{said}, so {words.hours(gap).removeprefix(words.MINUS)} hours are missing."
    return f"{said}, so that is met." if gap == 0 else f"{said}: {words.hours(gap)} hours more."


def working_lines(working: Working, policy: Policy, evidence: InForce) -> list[SumLine]:
    """The whole sum of one mapping, in the order of Annex A."""
    lines = [_line(line, policy) for line in working.lines]
    exact = decimal_text(working.exact_hours, 3)
    rounding = words.ROUNDINGS[policy.rounding.value]
    return [
        *lines,
        SumLine("total", "Points", "", f"{working.points:,}"),
        SumLine(
            "line",
            "Hours for points",
            f"{working.points:,} ÷ {policy.points_per_hour} = {exact}, {rounding}",
            words.hours(working.base_minutes),
        ),
        _mobility(working, policy, evidence),
        SumLine("answer", "Hours a week", "", words.hours(working.total_minutes)),
    ]


def _line(line: Line, policy: Policy) -> SumLine:
    if line.code == "budget":
        how = f"one point for each £{policy.pounds_per_point:,}, to the nearest point"
        if policy.deflator_tenths:
            counted = words.pounds(counted_budget_pence(line.quantity, policy))
            rise = words.percent(policy.deflator_tenths)
            how = f"{counted} after a {rise} rise in prices; {how}"
        label = f"Notional SEN budget {words.pounds(line.quantity)}"
        return SumLine("line", label, how, f"{line.points:,}")
    return SumLine(
        "line", LINES[line.code], f"{line.quantity:,} × {line.weight}", f"{line.points:,}"
    )


LINES = {
    "sen_support": "Pupils at SEN support",
    "sen_support_with_specialist": "SEN support with outside specialists",
    "ehcp": "Pupils with an EHC plan",
}


def _mobility(working: Working, policy: Policy, evidence: InForce) -> SumLine:
    turnover = evidence.turnover_tenths
    if turnover is None:
        return SumLine("line", "Pupil turnover", "not known, so nothing is added", words.hours(0))
    reached = [band.over_tenths for band in policy.mobility_bands if turnover > band.over_tenths]
    how = f"over {words.percent(reached[-1])}" if reached else "not over the lowest band"
    label = f"Pupil turnover {words.percent(turnover)}"
    return SumLine("line", label, how, words.hours(working.mobility_minutes))


def needs(outcome: Outcome) -> str:
    """What is missing, in a sentence; empty when nothing is."""
    missing = [words.MISSING[name] for name in outcome.missing]
    if not missing:
        return ""
    listed = missing[0] if len(missing) == 1 else f"{', '.join(missing[:-1])} and {missing[-1]}"
    return f"The formula cannot be worked out: it needs {listed}."


def sources(evidence: InForce) -> list[str]:
    """Where each group of figures comes from, one sentence a group."""
    found: list[str] = []
    if evidence.counts_on:
        note = f" (from URN {evidence.source_urns})" if evidence.source_urns else ""
        found.append(
            f"Pupils counted on {words.long_date(evidence.counts_on)}: "
            f"{evidence.counts_source}{note}."
        )
    if evidence.budget_on:
        year = f" for {evidence.budget_year}" if evidence.budget_year else ""
        found.append(f"Budget{year}: {evidence.budget_source}.")
    if evidence.turnover_on:
        found.append(
            f"Turnover as at {words.long_date(evidence.turnover_on)}: {evidence.turnover_source}."
        )
    return found


def benchmarks(brief: Brief, week: FullWeek) -> list[tuple[str, str]]:
    """The allocation in hours, days and share of full time, beside what it is compared with."""
    if brief.standing is None:
        return []
    minutes = brief.standing.allocated_minutes
    formula = words.hours_range(brief.standing.formula_minutes, brief.standing.formula_high_minutes)
    return [
        ("Allocated", f"{words.hours(minutes)} h"),
        (f"in days of {words.hours(week.day_minutes)} h", days_text(minutes, week)),
        ("of a full-time week", f"{percent_text(minutes, week)}%"),
        ("Formula", _with_unit(formula)),
        ("Gap to the formula", _with_unit(words.gap(brief.standing.gap_minutes))),
        ("One working day", f"{words.hours(week.day_minutes)} h"),
        ("Gap to one working day", f"{words.gap(brief.standing.one_day_gap_minutes)} h"),
        ("Compared with", words.BENCHMARKS[brief.policy.benchmark.value]),
    ]


def _with_unit(hours: str) -> str:
    return hours if hours == words.DASH else f"{hours} h"


@dataclass(frozen=True, slots=True)
class Drawing:
    """Hours over time for the macro of components/bar.html; days are ordinals, hours minutes."""

    allocated: list[tuple[int, int]]
    formula: list[tuple[int, int]]
    first: int
    last: int
    ticks: list[tuple[int, str]]
    scale_max: int
    label: str


def drawing(timeline: Sequence[AnyRow], today: date, since: date | None = None) -> Drawing | None:
    """The last three years (or since an earlier day) and the year to come, as far as known.

    None when there is no change.
    """
    start = date(today.year - YEARS_SHOWN, today.month, 1)
    start = min(start, since) if since else start
    shown = [p for p in timeline if p.valid_to > start and p.valid_from <= today + ONE_YEAR]
    if not shown:
        return None
    first = max(start, shown[0].valid_from)
    last = max(today, shown[-1].valid_from) + timedelta(days=30)
    allocated = _steps([(p.valid_from, p.allocated_minutes) for p in shown], first)
    formula = _steps([(p.valid_from, p.formula_minutes) for p in shown], first)
    highest = max(minutes for _, minutes in (*allocated, *formula))
    if len(allocated) + len(formula) < 3 or not highest:
        return None
    label = (
        f"Allocated hours went from {words.hours(allocated[0][1])} to "
        f"{words.hours(allocated[-1][1])}. The table below gives every allocation."
    )
    ticks = [
        (date(year, 9, 1).toordinal(), f"Sep {year}")
        for year in range(first.year, last.year + 1)
        if first <= date(year, 9, 1) <= last
    ]
    top = -(-highest // TOP_STEP) * TOP_STEP
    return Drawing(allocated, formula, first.toordinal(), last.toordinal(), ticks, top, label)


ONE_YEAR = timedelta(days=365)


def _steps(points: list[tuple[date, int | None]], first: date) -> list[tuple[int, int]]:
    """Only where the figure changes; a time without a figure draws nothing new."""
    found: list[tuple[int, int]] = []
    for day, minutes in points:
        if minutes is not None and (not found or found[-1][1] != minutes):
            found.append((max(day, first).toordinal(), minutes))
    return found
