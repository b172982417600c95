"""TLRs and the SEN allowance: as people write them, and their ranges by year."""

import pytest

from tests.domain.pay_rows import RANGES
from trust_inclusion.domain.allowances import (
    Allowance,
    Held,
    Range,
    amount_problem,
    range_problem,
    tlrs_held,
    tlrs_named,
)
from trust_inclusion.domain.money import parse_pounds

TLR1, TLR2, TLR3 = Allowance.TLR1, Allowance.TLR2, Allowance.TLR3


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TLR2", (TLR2,)),
        ("tlr 2b", (TLR2,)),
        ("TLR2(a)", (TLR2,)),
        ("TLR1 and TLR2", (TLR1, TLR2)),
        ("TLR 1 + 3", (TLR1, TLR3)),
        ("TLR2, TLR2", (TLR2,)),
        ("TLR 21", ()),
        ("TLR", ()),
        ("SEN 2", ()),
        ("", ()),
        (None, ()),
    ],
)
def test_tlrs_as_people_write_them(text: str | None, found: tuple[Allowance, ...]) -> None:
    assert tlrs_named(text) == found


def test_an_amount_belongs_to_the_one_tlr_that_is_named() -> None:
    assert tlrs_held("TLR2c", 400_000) == (Held(TLR2, 400_000),)
    assert tlrs_held("TLR1 and 3", 400_000) == (Held(TLR1), Held(TLR3))
    assert tlrs_held("TLR", 400_000) == tlrs_held(None, 400_000) == (Held(Allowance.TLR, 400_000),)
    assert tlrs_held("yes", None) == (Held(Allowance.TLR),)


@pytest.mark.parametrize("text", [None, "", " - ", " none", "n/a", "0"])
def test_no_tlr(text: str | None) -> None:
    assert tlrs_held(text, None) == tlrs_held(text, 0) == ()


def test_a_range_holds_for_its_own_year() -> None:
    found = RANGES.of("2025/26", Allowance.SEN)
    assert found
    assert (found.least, found.most) == (270_000, 540_000)
    assert RANGES.of("2025/26", TLR1) is None


def test_the_trusts_range_takes_the_place_of_the_built_in_one() -> None:
    own = Range("2026/27", TLR2, 400_000, 950_000, "own", "Our policy")
    assert RANGES.over([own]).of("2026/27", TLR2) == own
    assert len(RANGES.over([own]).rows) == len(RANGES.rows)


def test_a_negative_allowance_is_refused() -> None:
    assert amount_problem(-1) == (
        "An allowance cannot be less than nothing: leave it empty where there is none."
    )
    with pytest.raises(ValueError, match="“-500” is not an amount in pounds"):
        parse_pounds("-500")
    assert amount_problem(10_000_001) == "Enter an amount a year from £0 to £100,000."
    assert amount_problem(None) == amount_problem(0) == amount_problem(10_000_000) == ""


def test_a_range_the_wrong_way_round_is_refused() -> None:
    assert range_problem(Range("2026/27", TLR2, 2, 1, "own", "")) == (
        "The most is less than the least."
    )
    assert range_problem(Range("2026/27", TLR2, -2, 1, "own", "")).startswith("The least amount")
    for least in (0, 1):
        assert range_problem(Range("2026/27", TLR2, least, 1, "own", "")) == ""
