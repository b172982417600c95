"""Each rule of pay is told in a sentence, with the source that its warnings name."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.pay_rows import RANGES, REST, TABLE
from trust_inclusion.domain import pay_warnings
from trust_inclusion.domain.allowances import Allowance, Held
from trust_inclusion.domain.pay_facts import Code, Paid
from trust_inclusion.domain.pay_rules import RULES
from trust_inclusion.domain.pay_words import WARNINGS

DAY = date(2026, 11, 21)
MAIN = Paid(area=REST, scale="Main", point="M6")
LEADER = Paid(area=REST, scale="Leadership", point="L6")
TLR1, TLR2 = Held(Allowance.TLR1, 1_200_000), Held(Allowance.TLR2, 400_000)
SHOWN_BY = {
    Code.LEADERSHIP_WITH_TLR: replace(LEADER, tlrs=(TLR2,)),
    Code.LEADERSHIP_WITH_SEN: replace(LEADER, sen_pence=300_000),
    Code.TLR1_WITH_TLR2: replace(MAIN, tlrs=(TLR1, TLR2), manages_staff=True),
    Code.TLR1_WITHOUT_STAFF: replace(MAIN, tlrs=(TLR1,), manages_staff=False),
    Code.TLR_NOT_NAMED: replace(MAIN, tlrs=(Held(Allowance.TLR, 400_000),)),
    Code.OUTSIDE_RANGE: replace(MAIN, tlrs=(Held(Allowance.TLR2, 100),)),
    Code.PART_TIME_TLR: replace(MAIN, tlrs=(TLR2,), fraction=6_000),
    Code.SEN_FOR_AWARD: replace(MAIN, sen_pence=300_000, sen_for_award=True),
    Code.POINT_NOT_STATED: replace(MAIN, point="", tlrs=(TLR2,)),
    Code.YEAR_LACKS_POINT: replace(LEADER, point="L7"),
    Code.NO_ADDITIONAL_PAY: MAIN,
    Code.TOP_OF_RANGE: replace(LEADER, point="L43"),
}
"""For each rule of one appointment's pay somebody of whom it says something, and nothing else."""


@pytest.mark.parametrize("code", list(Code))
def test_every_rule_has_a_sentence_a_source_and_a_short_name(code: Code) -> None:
    assert RULES[code].sentence.endswith(".")
    assert RULES[code].sources
    assert WARNINGS[code]


@pytest.mark.parametrize("code", list(SHOWN_BY))
def test_a_rule_alone_finds_its_case_and_names_the_source_of_the_list(code: Code) -> None:
    """The product's rulebook, section 3.4."""
    (found,) = pay_warnings.warnings(SHOWN_BY[code], DAY, TABLE, RANGES)
    assert found.code is code
    assert found.source == "; ".join(RULES[code].sources)


def test_different_pay_names_the_source_of_the_list() -> None:
    found = pay_warnings.different_pay([MAIN, LEADER], DAY)
    assert found
    assert found.source == "; ".join(RULES[Code.DIFFERENT_PAY].sources)
    assert {*SHOWN_BY, Code.DIFFERENT_PAY} == set(Code)
