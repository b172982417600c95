"""The formula against the worked cases, and what must hold whatever the figures."""

import csv
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trust_inclusion.domain.formula import (
    Benchmark,
    Evidence,
    Mapping,
    MobilityBand,
    Policy,
    Rounding,
    budget_points,
    counted_budget_pence,
    work_out,
)

CASES = list(
    csv.DictReader((Path(__file__).parent / "formula_cases.csv").read_text("utf-8").splitlines())
)
ANNEX_A = Policy(name="Annex A", valid_from=date(2025, 9, 1))
SCHOOL_X = Evidence(
    sen_support=15,
    sen_support_with_specialist=5,
    ehcp=6,
    notional_sen_budget_pence=67_755_00,
    turnover_tenths=340,
)


def evidence_of(case: dict[str, str]) -> Evidence:
    ones, fives = int(case["weight_1_pupils"]), int(case["weight_5_pupils_k"])
    return Evidence(
        sen_support=ones + fives,
        sen_support_with_specialist=fives,
        ehcp=int(case["weight_5_pupils_e"]),
        notional_sen_budget_pence=int(case["notional_sen_budget_gbp"]) * 100,
        turnover_tenths=int(Fraction(case["turnover_percent"]) * 10),
    )


@pytest.mark.parametrize("case", CASES, ids=[case["case"] for case in CASES])
def test_worked_cases(case):
    working = work_out(evidence_of(case), ANNEX_A).low
    nearest = work_out(evidence_of(case), replace(ANNEX_A, rounding=Rounding.NEAREST)).low
    assert working is not None
    assert nearest is not None
    assert working.budget_points == int(case["budget_points"])
    assert working.pupil_points == int(case["pupil_points"])
    assert working.points == int(case["points"])
    assert working.exact_hours == Fraction(case["base_hours_exact"])
    assert working.base_minutes == int(case["base_hours_floor"]) * 60
    assert nearest.base_minutes == int(case["base_hours_nearest"]) * 60
    assert working.mobility_minutes == int(case["mobility_hours"]) * 60
    assert working.total_minutes == int(case["total_hours_floor"]) * 60


def test_there_are_worked_cases():
    assert len(CASES) == 18


def test_school_x_line_by_line():
    outcome = work_out(SCHOOL_X, ANNEX_A)
    working = outcome.low
    assert outcome.known
    assert not outcome.is_range
    assert working is not None
    assert working.mapping is Mapping.C
    assert [(line.code, line.quantity, line.weight, line.points) for line in working.lines] == [
        ("budget", 67_755_00, None, 68),
        ("sen_support", 10, 1, 10),
        ("sen_support_with_specialist", 5, 5, 25),
        ("ehcp", 6, 5, 30),
    ]
    assert working.exact_hours == Fraction(133, 40)
    assert working.exact_total_hours == Fraction(213, 40)


def test_an_unknown_split_gives_a_range():
    outcome = work_out(replace(SCHOOL_X, sen_support_with_specialist=None), ANNEX_A)
    assert outcome.is_range
    assert outcome.low is not None
    assert outcome.high is not None
    assert (outcome.low.mapping, outcome.low.pupil_points) == (Mapping.A, 45)
    assert (outcome.high.mapping, outcome.high.pupil_points) == (Mapping.B, 105)
    assert outcome.pupil_points_low == 45


def test_nobody_at_sen_support_needs_no_split():
    evidence = replace(SCHOOL_X, sen_support=0, sen_support_with_specialist=None)
    outcome = work_out(evidence, ANNEX_A)
    assert outcome.low is not None
    assert outcome.low.mapping is Mapping.C
    assert not outcome.is_range


def test_equal_weights_make_no_range():
    policy = replace(ANNEX_A, sen_support_weight=3, specialist_weight=3)
    outcome = work_out(replace(SCHOOL_X, sen_support_with_specialist=None), policy)
    assert outcome.known
    assert not outcome.is_range
    assert outcome.pupil_points_low == 15 * 3 + 30


@pytest.mark.parametrize(("mapping", "points"), [(Mapping.A, 45), (Mapping.B, 105)])
def test_a_mapping_that_ignores_the_split(mapping, points):
    outcome = work_out(SCHOOL_X, replace(ANNEX_A, mapping=mapping))
    assert outcome.low is not None
    assert outcome.low.mapping is mapping
    assert outcome.low.pupil_points == points
    assert outcome.high is None


def test_missing_evidence_is_named_and_never_nought():
    outcome = work_out(Evidence(None, None, None, None, None), ANNEX_A)
    assert outcome.missing == ("sen_support", "ehcp", "notional_sen_budget")
    assert outcome.low is None
    assert outcome.high is None
    assert outcome.pupil_points_low is None
    assert outcome.budget_points is None
    assert not outcome.known
    assert not outcome.turnover_known


def test_the_half_that_is_there_is_told():
    no_budget = work_out(replace(SCHOOL_X, notional_sen_budget_pence=None), ANNEX_A)
    no_plans = work_out(replace(SCHOOL_X, ehcp=None), ANNEX_A)
    assert (no_budget.missing, no_budget.pupil_points_low) == (("notional_sen_budget",), 65)
    assert (no_plans.missing, no_plans.budget_points) == (("ehcp",), 68)
    assert no_plans.pupil_points_low is None


def test_a_budget_of_nothing_is_a_figure():
    outcome = work_out(replace(SCHOOL_X, notional_sen_budget_pence=0), ANNEX_A)
    assert outcome.known
    assert outcome.budget_points == 0


def test_unknown_turnover_adds_nothing_and_is_said():
    outcome = work_out(replace(SCHOOL_X, turnover_tenths=None), ANNEX_A)
    assert outcome.low is not None
    assert outcome.low.total_minutes == 180
    assert not outcome.turnover_known


@pytest.mark.parametrize(
    ("pence", "points"),
    [(67_499_99, 67), (67_500_00, 68), (66_500_00, 67), (499_99, 0), (500_00, 1), (0, 0)],
)
def test_half_a_thousand_goes_up(pence, points):
    assert budget_points(pence, ANNEX_A) == points


def test_the_deflator_comes_before_the_rounding():
    policy = replace(ANNEX_A, deflator_tenths=600, deflator_reason="Prices since 2006, CPI")
    assert counted_budget_pence(180_000_00, policy) == 112_500_00
    assert budget_points(180_000_00, policy) == 113  # 112.5 goes up
    assert budget_points(179_999_99, policy) == 112
    assert counted_budget_pence(180_000_00, ANNEX_A) == 180_000_00


@pytest.mark.parametrize(
    ("points", "rounding", "minutes"),
    [
        (133, Rounding.FLOOR, 180),
        (133, Rounding.NEAREST, 180),
        (133, Rounding.UP, 240),
        (133, Rounding.QUARTER_HOURS, 195),
        (120, Rounding.UP, 180),
        (60, Rounding.NEAREST, 120),
        (5, Rounding.QUARTER_HOURS, 15),  # 0.125 h is half-way, so up
        (4, Rounding.QUARTER_HOURS, 0),
        (0, Rounding.UP, 0),
    ],
)
def test_rounding(points, rounding, minutes):
    evidence = Evidence(0, None, 0, points * 1000_00, None)
    working = work_out(evidence, replace(ANNEX_A, rounding=rounding)).low
    assert working is not None
    assert working.base_minutes == minutes


def test_more_than_a_full_week_is_shown_and_marked():
    evidence = Evidence(0, None, 0, 1_320_000_00, None)
    outcome = work_out(evidence, ANNEX_A)
    assert outcome.low is not None
    assert outcome.low.total_minutes == 33 * 60
    assert outcome.over_full_week
    assert not work_out(evidence, ANNEX_A, full_week_minutes=33 * 60).over_full_week


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"sen_support_with_specialist": 16}, "16 pupils with outside specialists is more than"),
        ({"sen_support": -1, "sen_support_with_specialist": None}, "SEN support cannot be less"),
        ({"ehcp": -1}, "EHC plans cannot be less than 0"),
        ({"notional_sen_budget_pence": -1}, "The notional SEN budget cannot be less than 0"),
        ({"turnover_tenths": -1}, "Turnover cannot be less than 0"),
    ],
)
def test_impossible_evidence_is_refused(changed, words):
    with pytest.raises(ValueError, match=words):
        work_out(replace(SCHOOL_X, **changed), ANNEX_A)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": " "}, "name"),
        ({"points_per_hour": 0}, "points_per_hour"),
        ({"pounds_per_point": 0}, "pounds_per_point"),
        ({"ehcp_weight": -1}, "ehcp_weight"),
        ({"sen_support_weight": 6}, "specialist_weight"),
        ({"mobility_bands": (MobilityBand(300, 60), MobilityBand(200, 120))}, "mobility_bands"),
        ({"mobility_bands": (MobilityBand(200, 60), MobilityBand(300, 0))}, "mobility_bands"),
        ({"mobility_bands": (MobilityBand(-1, 60),)}, "mobility_bands"),
        ({"deflator_tenths": 0, "deflator_reason": "CPI"}, "deflator_tenths"),
        ({"deflator_tenths": 600}, "deflator_reason"),
    ],
)
def test_a_policy_that_cannot_be_used(changed, field):
    policy = replace(ANNEX_A, **changed)
    assert [name for name, _ in policy.validate()] == [field]
    with pytest.raises(ValueError, match="policy cannot be used"):
        work_out(SCHOOL_X, policy)


def test_the_default_policy_is_valid():
    assert ANNEX_A.validate() == ()


@pytest.mark.parametrize(
    "changed",
    [
        {"unheard_of": 1},
        {"rounding": "sideways"},
        {"points_per_hour": "40"},
        {"points_per_hour": True},
        {"points_per_hour": 0},
        {"valid_from": "1 September"},
        {"name": None},
        {"mobility_bands": [{"over_tenths": 200}]},
        {"mobility_bands": 7},
    ],
)
def test_a_stored_policy_that_makes_no_sense(changed):
    with pytest.raises(ValueError, match=r".+"):
        Policy.from_json(ANNEX_A.to_json() | changed)


def test_a_stored_policy_without_its_name():
    with pytest.raises(ValueError, match="cannot be read"):
        Policy.from_json({"valid_from": "2025-09-01"})


counts = st.integers(0, 400)
policies = st.builds(
    Policy,
    name=st.just("Any"),
    valid_from=st.dates(),
    pounds_per_point=st.integers(1, 5000),
    sen_support_weight=st.integers(0, 5),
    specialist_weight=st.integers(5, 10),
    ehcp_weight=st.integers(0, 10),
    points_per_hour=st.integers(1, 100),
    rounding=st.sampled_from(Rounding),
    mapping=st.sampled_from(Mapping),
    mobility_bands=st.just(ANNEX_A.mobility_bands) | st.just(()),
    deflator_tenths=st.none() | st.integers(1, 2000),
    deflator_reason=st.just("CPI since 2006"),
    benchmark=st.sampled_from(Benchmark),
)


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    support = draw(counts)
    return Evidence(
        sen_support=support,
        sen_support_with_specialist=draw(st.none() | st.integers(0, support)),
        ehcp=draw(counts),
        notional_sen_budget_pence=draw(st.integers(0, 2_000_000_00)),
        turnover_tenths=draw(st.none() | st.integers(0, 1000)),
    )


@given(policies)
def test_a_policy_comes_back_from_storage(policy):
    assert Policy.from_json(policy.to_json()) == policy


@given(
    evidences(),
    policies,
    st.sampled_from(
        ["sen_support", "sen_support_with_specialist", "ehcp", "notional_sen_budget_pence",
         "turnover_tenths"]
    ),
    st.integers(1, 100_000),
)  # fmt: skip
def test_hours_never_fall_when_a_figure_rises(evidence, policy, field, rise):
    before = getattr(evidence, field)
    assume(before is not None)
    more = replace(evidence, **{field: before + rise})
    assume(not more.validate())
    first, second = work_out(evidence, policy), work_out(more, policy)
    assert first.low is not None
    assert second.low is not None
    assert second.low.total_minutes >= first.low.total_minutes
    if first.high is not None and second.high is not None:
        assert second.high.total_minutes >= first.high.total_minutes


@given(evidences(), policies)
def test_the_total_is_the_sum_of_its_lines(evidence, policy):
    outcome = work_out(evidence, policy)
    assert outcome.low is not None
    for working in (outcome.low, outcome.high or outcome.low):
        assert working.points == sum(line.points for line in working.lines)
        assert working.points == working.budget_points + working.pupil_points
        assert working.total_minutes == working.base_minutes + working.mobility_minutes
        assert working.exact_hours * policy.points_per_hour == working.points
        assert working.exact_total_hours - working.exact_hours == Fraction(
            working.mobility_minutes, 60
        )
        for line in working.lines:
            assert line.weight is None or line.points == line.quantity * line.weight


@given(evidences(), policies, st.data())
def test_a_range_holds_every_possible_split(evidence, policy, data):
    policy = replace(policy, mapping=Mapping.C)
    split = data.draw(st.integers(0, evidence.sen_support))
    unknown = work_out(replace(evidence, sen_support_with_specialist=None), policy)
    known = work_out(replace(evidence, sen_support_with_specialist=split), policy)
    assert unknown.low is not None
    assert known.low is not None
    assert unknown.low.points <= known.low.points <= (unknown.high or unknown.low).points


@given(st.integers(0, 10_000))
def test_every_half_thousand_goes_up(thousands):
    assert budget_points(thousands * 1000_00 + 500_00, ANNEX_A) == thousands + 1
    assert budget_points(thousands * 1000_00 + 499_99, ANNEX_A) == thousands
