"""Pay in words: every code has its word once, and other nations are labels only."""

import pytest

from trust_inclusion.domain.pay import parse_fraction
from trust_inclusion.domain.pay_facts import Code, Severity
from trust_inclusion.domain.pay_moves import Item
from trust_inclusion.domain.pay_tables import Basis
from trust_inclusion.domain.pay_words import (
    BASES,
    BASIS_HINTS,
    MOVE_LINES,
    OTHER_NATIONS,
    SEVERITIES,
    WARNINGS,
    basis,
    part,
)


def test_every_code_has_its_words() -> None:
    assert set(WARNINGS) == set(Code)
    assert len(set(WARNINGS.values())) == len(Code)
    assert set(BASES) == set(BASIS_HINTS) == set(Basis)
    assert set(SEVERITIES) == set(Severity)
    assert set(MOVE_LINES) == set(Item)


@pytest.mark.parametrize(
    ("fraction", "said"), [(10_000, "1"), (6_000, "0.6"), (6_250, "0.625"), (1, "0.0001")]
)
def test_a_part_of_full_time_is_written_as_it_is_typed(fraction: int, said: str) -> None:
    assert part(fraction) == said
    assert parse_fraction(said) == fraction
    assert part(None) == ""


def test_a_basis_in_a_line_of_text() -> None:
    assert [basis(one.value) for one in Basis] == [
        "published", "derived", "provisional", "the trust’s own",
    ]  # fmt: skip
    assert basis("another") == "another"


def test_no_warning_of_pay_is_red_since_no_law_is_broken() -> None:
    assert {tag.colour for tag in SEVERITIES.values()} == {"orange", "blue"}


def test_other_nations_are_labelled_with_nation_and_years() -> None:
    """Prospects, job profile of the SENCO (figures of 2020 to 2022)."""
    assert [one.label for one in OTHER_NATIONS] == [
        "Northern Ireland, main and upper scales, 2020 to 2022: £23,663–£40,288",
        "Northern Ireland, SEN allowance, 2020 to 2022: £2,062–£4,075",
        (
            "Scotland, principal teacher, 2020 to 2022: £45,150–£58,269 "
            "(with allowances for remote schools beside it)"
        ),
    ]
    assert {one.source for one in OTHER_NATIONS} == {"Prospects, job profile of the SENCO"}
