"""When the trust must confirm a change, and what a headteacher grants alone."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain.change_rules import (
    OF_COST,
    ChangeRules,
    Move,
    Second,
    grant_problem,
    second_approval,
    weeks,
)
from trust_inclusion.domain.changes import Kind

FIRST = date(2027, 1, 4)
RULES = ChangeRules()
HOUR = 60


def move(now: float, proposed: float, **more: Any) -> Move:
    """A permanent change in hours at an academy whose formula asks for 8 hours, of known value."""
    known: dict[str, Any] = {
        "kind": Kind.PERMANENT, "now": round(now * HOUR), "proposed": round(proposed * HOUR),
        "starts_on": FIRST, "ends_on": None, "academy_after": round(proposed * HOUR),
        "formula": 8 * HOUR, "one_day": 390, "counts": True, "value_pence": 100,
    }  # fmt: skip
    return Move(**{**known, **more})


S = Second


@pytest.mark.parametrize(
    ("of", "why"),
    [
        (move(10, 9), ()),
        (move(10, 8), ()),
        (move(10, 7.75), (S.BELOW_FORMULA,)),
        (move(8, 6.5), (S.BELOW_FORMULA,)),
        (move(8, 6.25), (S.BELOW_FORMULA, S.BELOW_ONE_DAY)),
        # What counts is the academy: another SENCO's hours may make up for it.
        (move(10, 4, academy_after=9 * HOUR, value_pence=0), (S.LARGE_MOVE,)),
        (move(10, 6, academy_after=8 * HOUR), ()),
        # An increase that stays short needs nobody: it is on the way there.
        (move(3, 5), ()),
        (move(3, 5, formula=None), ()),
        (move(10, 9, formula=None), (S.NO_EVIDENCE,)),
        (move(6, 5, formula=None), (S.NO_EVIDENCE, S.BELOW_ONE_DAY)),
        (move(6, 5, formula=4 * HOUR), (S.BELOW_ONE_DAY,)),
        # A post of an assistant is not what the formula asks for.
        (move(6, 5, counts=False), ()),
        (move(6, 5, counts=False, formula=None), ()),
        # Nor does it ask anything of an academy without the duty; one working day is little there.
        (move(8, 7, duty=False), ()),
        (move(8, 7, duty=False, formula=None), ()),
        (move(8, 6, duty=False, formula=None), (S.BELOW_ONE_DAY,)),
        (move(5, 10), ()),
        (move(5, 10 + 1 / 60), (S.LARGE_MOVE,)),
        (move(20, 15), ()),
        (move(20, 15 - 1 / 60), (S.LARGE_MOVE,)),
        (move(5, 6, value_pence=1_000_000), ()),
        (move(5, 6, value_pence=1_000_001), (S.COSTLY,)),
        (move(20, 18, value_pence=-1_000_000), ()),
        (move(20, 18, value_pence=-1_000_001), (S.COSTLY,)),
        (move(5, 6, value_pence=None), (S.VALUE_UNKNOWN,)),
        (move(5, 11, value_pence=None), (S.LARGE_MOVE, S.VALUE_UNKNOWN)),
        # No reduction on its first day, but later than what was decided for then.
        (move(5, 6, later=((10 * HOUR, 6 * HOUR),), academy_after=6 * HOUR),
         (S.BELOW_FORMULA, S.BELOW_ONE_DAY)),
        (move(5, 6, later=((HOUR // 2, 6 * HOUR),)), (S.LARGE_MOVE,)),
    ],
)  # fmt: skip
def test_why_the_trust_confirms(of: Move, why: tuple[Second, ...]) -> None:
    assert second_approval(of, RULES) == why


def test_one_off_hours_are_no_reduction_and_move_by_their_share_of_a_week() -> None:
    thirty = move(
        10, 30, kind=Kind.ONE_OFF, ends_on=FIRST + timedelta(days=41), academy_after=10 * HOUR
    )
    assert (thirty.is_reduction, thirty.weekly) == (False, 5 * HOUR)
    assert second_approval(thirty, RULES) == ()
    more = move(10, 30 + 1 / 60, kind=Kind.ONE_OFF, ends_on=thirty.ends_on, academy_after=10 * HOUR)
    assert second_approval(more, RULES) == (S.LARGE_MOVE,)
    few = move(10, 2, kind=Kind.ONE_OFF, ends_on=FIRST, academy_after=3 * HOUR)
    assert (few.is_reduction, second_approval(few, RULES)) == (False, ())


@pytest.mark.parametrize(("days", "many"), [(0, 1), (6, 1), (7, 2), (13, 2), (14, 3), (-5, 1)])
def test_weeks_that_days_touch_on(days: int, many: int) -> None:
    assert weeks(FIRST, FIRST + timedelta(days=days)) == many


def test_a_single_day_is_a_week() -> None:
    assert weeks(FIRST, None) == 1


def test_thresholds_are_the_trusts() -> None:
    strict = ChangeRules(large_move_minutes=0, costly_pence=0)
    assert second_approval(move(10, 11), strict) == (S.LARGE_MOVE, S.COSTLY)
    assert second_approval(move(5, 30), ChangeRules(large_move_minutes=1950)) == ()


def grant(now: float = 5, proposed: float = 8, days: int = 42, **more: Any) -> Move:
    """An increase for so many days."""
    known: dict[str, Any] = {"kind": Kind.TEMPORARY, "ends_on": FIRST + timedelta(days=days - 1)}
    return move(now, proposed, **{**known, **more})


@pytest.mark.parametrize(
    ("of", "until", "said"),
    [
        (grant(), None, ""),
        (grant(proposed=8 + 1 / 60), None, "more than the 3 hours"),
        (grant(days=43), None, "longer than the 42 days"),
        (grant(proposed=5), None, "only a temporary increase"),
        (grant(proposed=4), None, "only a temporary increase"),
        (grant(kind=Kind.PERMANENT, ends_on=None), None, "only a temporary increase"),
        (grant(kind=Kind.ONE_OFF), None, "only a temporary increase"),
        (grant(ends_on=None), None, "only a temporary increase"),
        # It must be an increase on every day, and within the limit on every day.
        (grant(later=((10 * HOUR, 8 * HOUR),)), None, "only a temporary increase"),
        (grant(later=((4 * HOUR, 8 * HOUR),)), None, "more than the 3 hours"),
        (grant(later=((7 * HOUR, 8 * HOUR),)), None, ""),
        (grant(), FIRST - timedelta(days=1), "only just ended"),
        (grant(), FIRST - timedelta(days=42), "only just ended"),
        (grant(), FIRST - timedelta(days=43), ""),
        (grant(), FIRST + timedelta(days=10), "still runs"),
    ],
)
def test_what_a_headteacher_grants_alone(of: Move, until: date | None, said: str) -> None:
    why = grant_problem(of, RULES, until)
    assert said in why
    assert bool(why) == bool(said)
    assert why.endswith(".") or not why


def test_the_sentence_names_the_trusts_own_limits() -> None:
    rules = ChangeRules(head_most_minutes=90, head_most_days=7)
    assert "1.5 hours a week" in grant_problem(grant(), rules, None)
    assert "7 days" in grant_problem(grant(proposed=6), rules, None)


def test_the_defaults_are_the_contracts() -> None:
    assert ChangeRules() == ChangeRules(5 * HOUR, 10_000_00, 3 * HOUR, 6 * 7, None)
    assert ChangeRules().validate() == ()


@pytest.mark.parametrize(
    ("field", "least", "most"),
    [
        ("large_move_minutes", 0, 1950),
        ("costly_pence", 0, 10_000_000),
        ("head_most_minutes", 0, 1950),
        ("head_most_days", 0, 366),
        ("on_cost_tenths", 0, 1000),
    ],
)
def test_limits_of_the_thresholds(field: str, least: int, most: int) -> None:
    for value in (least, most):
        assert ChangeRules(**{field: value}).validate() == ()
    for value in (least - 1, most + 1):
        ((named, said),) = ChangeRules(**{field: value}).validate()
        assert named == field
        assert said.endswith(".")


RULES_OF_ALL_KINDS = st.builds(
    ChangeRules, st.integers(0, 1950), st.integers(0, 10_000_000), st.integers(0, 1950),
    st.integers(0, 366), st.none() | st.integers(0, 1000),
)  # fmt: skip


@given(RULES_OF_ALL_KINDS)
def test_rules_are_read_as_they_were_stored(rules: ChangeRules) -> None:
    assert ChangeRules.from_json(rules.to_json()) == rules


def test_a_setting_that_is_not_stored_takes_its_default_and_an_unknown_one_is_passed_over() -> None:
    assert ChangeRules.from_json({"costly_pence": 5, "of_another_year": 1}) == ChangeRules(
        costly_pence=5
    )


minutes = st.integers(0, 1950)


@given(minutes, minutes, st.none() | minutes, minutes, st.none() | st.integers(-(9**7), 9**7))
def test_no_increase_is_ever_asked_about_the_formula(
    now: int, proposed: int, formula: int | None, after: int, value: int | None
) -> None:
    of = Move(
        Kind.PERMANENT, now, proposed, FIRST, None, after, formula, 390, counts=True,
        value_pence=value,
    )  # fmt: skip
    found = set(second_approval(of, RULES))
    if proposed >= now:
        assert found <= {S.LARGE_MOVE, *OF_COST}
    elif formula is None or after < formula or after < 390:
        assert found - {S.LARGE_MOVE, *OF_COST}
    assert (value is None) == (S.VALUE_UNKNOWN in found)
