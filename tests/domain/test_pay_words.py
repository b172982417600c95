"""Pay in words: every code has its word once, and other nations are labels only."""

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
)


def test_every_code_has_its_words() -> None:
    assert set(WARNINGS) == set(Code)
    assert len(set(WARNINGS.values())) == len(Code)
    assert set(BASES) == set(BASIS_HINTS) == set(Basis)
    assert set(SEVERITIES) == set(Severity)
    assert set(MOVE_LINES) == set(Item)


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
