"""What time costs a year."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain.pay import (
    annual_value,
    of_full_time,
    one_off_value,
    parse_fraction,
)

WEEK = 1950


@pytest.mark.parametrize(
    ("salary", "minutes", "tenths", "pence"),
    [
        (4_550_000, 390, None, 910_000),  # A day of £45,500 is a fifth of it.
        (4_550_000, 1950, None, 4_550_000),
        (4_550_000, -390, None, -910_000),
        (4_550_000, 390, 0, 910_000),
        (4_550_000, 390, 250, 1_137_500),
        (4_550_000, 390, 236, 1_124_760),
        (4_550_000, 0, 250, 0),
        (3_250_000, 1, None, 1_667),  # 1,666.67
        (1_950, 1, None, 1),
        (975, 1, None, 1),  # Half a penny goes up,
        (975, -1, None, 0),  # also below nothing.
        (974, 1, None, 0),
    ],
)
def test_annual_value(salary: int, minutes: int, tenths: int | None, pence: int) -> None:
    assert annual_value(salary, minutes, WEEK, tenths) == pence


def test_one_off_hours_are_their_share_of_a_year_of_195_days() -> None:
    assert one_off_value(4_550_000, 195 * 390, WEEK, None) == 4_550_000
    assert one_off_value(3_900_000, 1950, WEEK, None) == 100_000
    assert one_off_value(3_900_000, 1950, WEEK, 250) == 125_000


def test_another_full_week_makes_an_hour_dearer() -> None:
    assert annual_value(3_900_000, 60, 1500, None) > annual_value(3_900_000, 60, WEEK, None)


@given(st.integers(1, 20_000_000), st.integers(-1950, 1950), st.none() | st.integers(0, 1000))
def test_never_a_penny_off(salary: int, minutes: int, tenths: int | None) -> None:
    exact = salary * minutes * (1000 + (tenths or 0))
    found = annual_value(salary, minutes, WEEK, tenths) * WEEK * 1000
    assert -WEEK * 500 < found - exact <= WEEK * 500


@pytest.mark.parametrize(
    ("text", "found"),
    [("0.6", 6_000), (".6", 6_000), ("0.60000", 6_000), ("1", 10_000), ("1.0", 10_000),
     ("60%", 6_000), ("87.5 %", 8_750), ("100%", 10_000), (" 0.8462 ", 8_462)],
)  # fmt: skip
def test_a_part_of_full_time_as_people_write_it(text: str, found: int) -> None:
    assert parse_fraction(text) == found


@pytest.mark.parametrize(
    "text", ["", "0", ".", "0%", "1.1", "101%", "-0.5", "3/5", "0.84621", "60"]
)
def test_what_is_no_part_of_full_time(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a part of full time such as 0\.6 or 60%"):
        parse_fraction(text)


@given(st.integers(0, 30_000_000), st.integers(1, 10_000))
def test_a_part_is_never_a_penny_off(pence: int, fraction: int) -> None:
    exact = pence * fraction
    assert abs(of_full_time(pence, fraction) * 10_000 - exact) <= 5_000
    assert of_full_time(pence, 10_000) == pence
