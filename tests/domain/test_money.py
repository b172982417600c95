"""Pounds and percentages as people type them."""

import pytest

from trust_inclusion.domain.money import parse_percent, parse_pounds


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("67755", 67_755_00),
        ("£180,000", 180_000_00),
        ("180000.50", 180_000_50),
        ("180000.5", 180_000_50),
        ("£ 1,234,567.05", 1_234_567_05),
        ("0", 0),
    ],
)
def test_pounds_become_pence(typed: str, pence: int) -> None:
    assert parse_pounds(typed) == pence


@pytest.mark.parametrize("typed", ["", "-5", "180k", "1,80,000", "12.345", "£", "1e5", "１２"])
def test_what_is_not_an_amount_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match="such as 67755"):
        parse_pounds(typed)


@pytest.mark.parametrize(
    ("typed", "tenths"), [("34", 340), ("34%", 340), ("20.1", 201), ("20.10 %", 201), ("0", 0)]
)
def test_percentages_become_tenths(typed: str, tenths: int) -> None:
    assert parse_percent(typed) == tenths


@pytest.mark.parametrize("typed", ["20.04", "0.34"])
def test_a_finer_percentage_is_not_rounded_in_silence(typed: str) -> None:
    with pytest.raises(ValueError, match="more than one decimal"):
        parse_percent(typed)


@pytest.mark.parametrize("typed", ["", "-1", "a lot", "34%%", "1000"])
def test_what_is_not_a_percentage_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not a percentage"):
        parse_percent(typed)
