"""What is frozen is read back whole: ranges, exact fractions, and what was missing."""

import json
from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain import formula
from trust_inclusion.domain.change_rules import OF_COST, Second
from trust_inclusion.domain.evidence import InForce
from trust_inclusion.domain.frozen import Figures, Value
from trust_inclusion.domain.pay import Salary
from trust_inclusion.domain.policy import Benchmark, Mapping, Policy, Rounding

DAY = date(2027, 1, 4)
WEEK = 1950
counts = st.none() | st.integers(0, 400)
days = st.dates(date(2024, 1, 1), date(2028, 1, 1))
policies = st.builds(
    Policy, st.sampled_from(["Annex A", "Ours “2027”"]), days,
    pounds_per_point=st.integers(1, 5000),
    points_per_hour=st.integers(1, 90), rounding=st.sampled_from(Rounding),
    mapping=st.sampled_from(Mapping), benchmark=st.sampled_from(Benchmark),
)  # fmt: skip
evidence = st.builds(
    InForce, st.none() | days, st.text(max_size=9), st.none() | st.just("100001"), counts, counts,
    counts, counts, st.none() | st.integers(0, 30_000_000), st.none() | days, st.text(max_size=9),
    st.text(max_size=9), st.none() | st.integers(0, 1000), st.none() | days, st.text(max_size=9),
).filter(lambda known: not known.for_formula().validate())  # fmt: skip
reasons = st.lists(st.sampled_from(Second), unique=True).map(tuple)
minutes = st.integers(0, WEEK)


@st.composite
def figures(draw: st.DrawFn) -> Figures:
    """Figures as a preview makes them, with whatever the formula says of the evidence."""
    policy, known = draw(policies), draw(evidence)
    outcome = formula.work_out(known.for_formula(), policy, WEEK)
    now, proposed, before, after = (draw(minutes) for _ in range(4))
    second = tuple(one for one in draw(reasons) if one not in OF_COST)
    return Figures(
        DAY, now, proposed, before, after, 390, WEEK, policy, known, outcome, second
    )  # fmt: skip


def stored(plain: dict[str, Any]) -> dict[str, Any]:
    """As a database keeps it."""
    kept: dict[str, Any] = json.loads(json.dumps(plain))
    return kept


@given(figures())
def test_figures_are_read_as_they_were_frozen(one: Figures) -> None:
    assert Figures.from_json(stored(one.to_json())) == one


@given(figures(), reasons)
def test_figures_hold_nothing_of_cost(one: Figures, second: tuple[Second, ...]) -> None:
    kept = stored(one.to_json() | {"second": [why.value for why in second]})
    assert set(Figures.from_json(kept).second) == set(second)
    told = Figures(
        one.on, one.now, one.proposed, one.before, one.after, one.one_day, one.week, one.policy,
        one.evidence, one.outcome, second,
    ).to_json()  # fmt: skip
    assert not OF_COST & {Second(why) for why in told["second"]}


def of(known: InForce) -> Figures:
    """Figures of an academy with this evidence under Annex A."""
    policy = Policy("Annex A", date(2020, 1, 1))
    outcome = formula.work_out(known.for_formula(), policy, WEEK)
    return Figures(DAY, 300, 480, 300, 480, 390, WEEK, policy, known, outcome, ())


def test_a_range_is_kept_whole_and_its_lower_end_counts() -> None:
    known = InForce(DAY, "Census", sen_support=60, ehcp=12, notional_sen_budget_pence=12_000_000)
    read = Figures.from_json(stored(of(known).to_json()))
    assert read.outcome.is_range
    assert read.outcome.high
    assert read.outcome.low
    assert (read.outcome.low.total_minutes, read.outcome.high.total_minutes) == (360, 720)
    assert read.formula_minutes == 360
    assert read.outcome.low.exact_hours == formula.Fraction(240, 40)
    assert (read.gap(300), read.gap(480)) == (-60, 120)


def test_what_was_missing_stays_missing() -> None:
    read = Figures.from_json(stored(of(InForce(ehcp=3)).to_json()))
    assert read.outcome.missing
    assert (read.formula_minutes, read.gap(480)) == (None, None)


salaries = st.builds(
    Salary, st.just("2026/27"), st.text(max_size=9), st.text(max_size=9), st.text(max_size=9),
    st.integers(1, 20_000_000), st.sampled_from(["published", "derived", "provisional"]),
    st.text(max_size=30),
)  # fmt: skip
pence = st.none() | st.integers(0, 2_000_000)


@given(
    st.builds(
        Value, st.none() | st.integers(-9_000_000, 9_000_000), st.text(max_size=40),
        st.none() | salaries, pence, pence, st.none() | st.integers(0, 1000), reasons,
    )
)  # fmt: skip
def test_a_value_is_read_as_it_was_frozen(one: Value) -> None:
    assert Value.from_json(stored(one.to_json())) == one
