"""The time formula: evidence and a policy give weekly hours, with the working line by line.

Source: NUT SENCO Charter, Annex A (about 2006): one point for each £1,000 of the notional SEN
budget, one or five points for each pupil, one hour a week for every complete 40 points, and one
to three hours more where many pupils join and leave. A recommended minimum, not law.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from trust_inclusion.domain.policy import (
    Benchmark,
    Mapping,
    MobilityBand,
    Policy,
    Problem,
    Rounding,
    in_one_sentence,
)

__all__ = [
    "Benchmark",
    "Evidence",
    "Line",
    "Mapping",
    "MobilityBand",
    "Outcome",
    "Policy",
    "Problem",
    "Rounding",
    "Working",
    "budget_points",
    "counted_budget_pence",
    "mobility_minutes",
    "work_out",
]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One academy's figures. None is "not known" and is never read as 0.

    `sen_support` counts all pupils at SEN support, `sen_support_with_specialist` those of them
    with outside specialists. Budget in pence a year, turnover in tenths of a percent.
    """

    sen_support: int | None
    sen_support_with_specialist: int | None
    ehcp: int | None
    notional_sen_budget_pence: int | None
    turnover_tenths: int | None

    def validate(self) -> tuple[Problem, ...]:
        """What is wrong with these figures, as (field, message); empty when nothing is."""
        figures = (
            ("sen_support", "SEN support", self.sen_support),
            ("sen_support_with_specialist", "SEN support with outside specialists",
             self.sen_support_with_specialist),
            ("ehcp", "EHC plans", self.ehcp),
            ("notional_sen_budget", "The notional SEN budget", self.notional_sen_budget_pence),
            ("turnover", "Turnover", self.turnover_tenths),
        )  # fmt: skip
        problems = [
            (field, f"{words} cannot be less than 0.")
            for field, words, figure in figures
            if figure is not None and figure < 0
        ]
        all_support, split = self.sen_support, self.sen_support_with_specialist
        if all_support is not None and split is not None and split > all_support:
            message = (
                f"{split} pupils with outside specialists is more than the {all_support} at "
                "SEN support, of whom they are part."
            )
            problems.append(("sen_support_with_specialist", message))
        return tuple(problems)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the working: `quantity` pupils times `weight`, or the budget in pence."""

    code: str
    quantity: int
    weight: int | None
    points: int


@dataclass(frozen=True, slots=True)
class Working:
    """The whole sum for one mapping. `points` is the sum of the lines' points.

    `exact_hours` is points over points per hour before rounding, `base_minutes` the same after
    it; `exact_total_hours` adds the mobility hours to the exact figure.
    """

    mapping: Mapping
    lines: tuple[Line, ...]
    budget_points: int
    pupil_points: int
    points: int
    exact_hours: Fraction
    base_minutes: int
    mobility_minutes: int
    total_minutes: int
    exact_total_hours: Fraction


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer for an academy: a figure, a range from `low` to `high`, or what is missing.

    A gap is taken against `low`. `pupil_points_low` and `budget_points` are told whenever their
    own evidence is there, even if the other half is missing. `over_full_week`: `low` is more
    than one full-time week; it is shown with a warning, never capped.
    """

    missing: tuple[str, ...]
    low: Working | None
    high: Working | None
    pupil_points_low: int | None
    budget_points: int | None
    turnover_known: bool
    over_full_week: bool

    @property
    def known(self) -> bool:
        """Whether the formula could be worked out."""
        return self.low is not None

    @property
    def is_range(self) -> bool:
        """Whether the split of SEN support is unknown and makes a difference."""
        return self.high is not None


def work_out(evidence: Evidence, policy: Policy, full_week_minutes: int = 1950) -> Outcome:
    """Hours a week by the formula, with the working; see `Outcome`.

    Pupil counts and the notional SEN budget are needed (a budget of £0 is a figure). Unknown
    turnover adds no hours. Raises ValueError where the evidence or the policy is impossible.
    """
    for subject, problems in (
        ("These figures cannot be used", evidence.validate()),
        ("This formula policy cannot be used", policy.validate()),
    ):
        if problems:
            raise ValueError(in_one_sentence(subject, problems))
    pupils = _pupil_lines(evidence, policy)
    budget = _budget_line(evidence, policy)
    missing = _missing(evidence)
    low = high = None
    if budget is not None and not missing:
        workings = [
            _working(mapping, (budget, *lines), evidence, policy) for mapping, lines in pupils
        ]
        low = workings[0]
        high = workings[1] if len(workings) > 1 else None
    return Outcome(
        missing=missing,
        low=low,
        high=high,
        pupil_points_low=sum(line.points for line in pupils[0][1]) if pupils else None,
        budget_points=budget.points if budget else None,
        turnover_known=evidence.turnover_tenths is not None,
        over_full_week=low is not None and low.total_minutes > full_week_minutes,
    )


def budget_points(pence: int, policy: Policy) -> int:
    """Points for a notional SEN budget in `pence`: to the nearest £1,000 by default, £500 up."""
    deflator = policy.deflator_tenths or 0
    return _half_up(pence * 1000, (1000 + deflator) * policy.pounds_per_point * 100)


def counted_budget_pence(pence: int, policy: Policy) -> int:
    """The budget after the policy's deflator, to the nearest penny, for showing.

    The points are not taken from this figure: they round once, at the end.
    """
    return _half_up(pence * 1000, 1000 + (policy.deflator_tenths or 0))


def mobility_minutes(turnover_tenths: int | None, policy: Policy) -> int:
    """Minutes a week for turnover: one band, strictly above its limit, not added up."""
    if turnover_tenths is None:
        return 0
    reached = [b.minutes for b in policy.mobility_bands if turnover_tenths > b.over_tenths]
    return reached[-1] if reached else 0


def _missing(evidence: Evidence) -> tuple[str, ...]:
    needed = (
        ("sen_support", evidence.sen_support),
        ("ehcp", evidence.ehcp),
        ("notional_sen_budget", evidence.notional_sen_budget_pence),
    )
    return tuple(name for name, figure in needed if figure is None)


def _budget_line(evidence: Evidence, policy: Policy) -> Line | None:
    pence = evidence.notional_sen_budget_pence
    return None if pence is None else Line("budget", pence, None, budget_points(pence, policy))


def _pupil_lines(evidence: Evidence, policy: Policy) -> list[tuple[Mapping, tuple[Line, ...]]]:
    """The pupils' lines under each mapping that has to be shown: none, one, or the two ends."""
    support, plans = evidence.sen_support, evidence.ehcp
    if support is None or plans is None:
        return []
    ehcp = _weighted("ehcp", plans, policy.ehcp_weight)
    lower = (_weighted("sen_support", support, policy.sen_support_weight), ehcp)
    upper = (_weighted("sen_support", support, policy.specialist_weight), ehcp)
    split = evidence.sen_support_with_specialist
    if split is None and support == 0:
        split = 0  # nobody to split
    if policy.mapping is Mapping.A:
        return [(Mapping.A, lower)]
    if policy.mapping is Mapping.B:
        return [(Mapping.B, upper)]
    if split is None:
        same = policy.sen_support_weight == policy.specialist_weight
        return [(Mapping.A, lower)] if same else [(Mapping.A, lower), (Mapping.B, upper)]
    others = _weighted("sen_support", support - split, policy.sen_support_weight)
    specialist = _weighted("sen_support_with_specialist", split, policy.specialist_weight)
    return [(Mapping.C, (others, specialist, ehcp))]


def _weighted(code: str, pupils: int, weight: int) -> Line:
    return Line(code, pupils, weight, pupils * weight)


def _working(
    mapping: Mapping, lines: tuple[Line, ...], evidence: Evidence, policy: Policy
) -> Working:
    points = sum(line.points for line in lines)
    from_budget = sum(line.points for line in lines if line.code == "budget")
    exact = Fraction(points, policy.points_per_hour)
    base = _base_minutes(points, policy)
    mobility = mobility_minutes(evidence.turnover_tenths, policy)
    return Working(
        mapping=mapping,
        lines=lines,
        budget_points=from_budget,
        pupil_points=points - from_budget,
        points=points,
        exact_hours=exact,
        base_minutes=base,
        mobility_minutes=mobility,
        total_minutes=base + mobility,
        exact_total_hours=exact + Fraction(mobility, 60),
    )


def _base_minutes(points: int, policy: Policy) -> int:
    per_hour = policy.points_per_hour
    match policy.rounding:
        case Rounding.FLOOR:
            return points // per_hour * 60
        case Rounding.NEAREST:
            return _half_up(points, per_hour) * 60
        case Rounding.UP:
            return -(-points // per_hour) * 60
        case Rounding.QUARTER_HOURS:
            return _half_up(points * 4, per_hour) * 15


def _half_up(numerator: int, denominator: int) -> int:
    """The nearest whole number, ties up. Integers only: round() would take 66,500 to 66."""
    return (2 * numerator + denominator) // (2 * denominator)
