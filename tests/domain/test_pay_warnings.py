"""Every rule of pay that can be checked, each with its source (the rulebook's section 3.4)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.pay_rows import RANGES, REST, TABLE
from trust_inclusion.domain import pay_warnings
from trust_inclusion.domain.allowances import Allowance, Held
from trust_inclusion.domain.pay_facts import Code, Paid, Severity

DAY = date(2026, 11, 21)
TLR1, TLR2, TLR3 = (Held(one) for one in (Allowance.TLR1, Allowance.TLR2, Allowance.TLR3))
PLAIN = Paid(area=REST, scale="Main", point="M6", tlrs=(Held(Allowance.TLR2, 400_000),))
LEADER = Paid(area=REST, scale="Leadership", point="L6")


def codes(paid: Paid, day: date = DAY) -> list[Code]:
    """What is found of one appointment."""
    return [one.code for one in pay_warnings.warnings(paid, day, TABLE, RANGES)]


def test_a_tlr2_within_its_range_gives_no_cause_to_look() -> None:
    assert codes(PLAIN) == []


def test_leadership_pay_gives_no_cause_to_look() -> None:
    assert codes(LEADER) == []


@pytest.mark.parametrize("held", [TLR1, TLR2, TLR3, Held(Allowance.TLR, 5)])
@pytest.mark.parametrize("scale", ["Leadership", "headteacher range", "Leadership group"])
def test_leadership_pay_with_a_tlr(scale: str, held: Held) -> None:
    """The Key, SENCOs: additional payments. "Classroom teacher" excludes the leadership group."""
    found = pay_warnings.leadership_with_tlr(replace(LEADER, scale=scale, tlrs=(held,)))
    assert found
    assert (found.code, found.severity) == (Code.LEADERSHIP_WITH_TLR, Severity.CHECK)
    assert found.sentence == (
        f"{held.allowance} on leadership pay: a TLR is for classroom teachers."
    )
    assert found.source.startswith("The Key, SENCOs: additional payments")
    assert pay_warnings.leadership_with_tlr(LEADER) is None
    assert pay_warnings.leadership_with_tlr(PLAIN) is None


def test_leadership_pay_with_a_sen_allowance() -> None:
    """The Key, SENCOs: additional payments."""
    found = pay_warnings.leadership_with_sen(replace(LEADER, sen_pence=300_000))
    assert found
    assert (found.code, found.severity) == (Code.LEADERSHIP_WITH_SEN, Severity.CHECK)
    assert found.source.startswith("The Key, SENCOs: additional payments")
    assert pay_warnings.leadership_with_sen(replace(LEADER, sen_pence=0)) is None
    assert pay_warnings.leadership_with_sen(replace(PLAIN, sen_pence=300_000)) is None


def test_a_tlr_and_a_sen_allowance_may_be_held_together() -> None:
    """The Key, TLRs: SEN allowance entitlement; NUT SENCO Charter."""
    assert codes(replace(PLAIN, sen_pence=300_000)) == []


def test_tlr1_with_tlr2() -> None:
    """Tes, TLR payments: not together; a TLR3 can sit with either."""
    found = pay_warnings.tlr1_with_tlr2(replace(PLAIN, tlrs=(TLR2, TLR1)))
    assert found
    assert (found.code, found.severity) == (Code.TLR1_WITH_TLR2, Severity.CHECK)
    assert found.source.startswith("Tes, TLR payments")
    for fine in [(TLR1, TLR3), (TLR2, TLR3), (TLR1,), ()]:
        assert pay_warnings.tlr1_with_tlr2(replace(PLAIN, tlrs=fine)) is None


def test_tlr1_without_staff_to_manage() -> None:
    """Tes, TLR payments: TLR1 also needs line management of a significant number."""
    alone = replace(PLAIN, tlrs=(TLR1,), manages_staff=False)
    found = pay_warnings.tlr1_without_staff(alone)
    assert found
    assert (found.code, found.severity) == (Code.TLR1_WITHOUT_STAFF, Severity.CHECK)
    assert found.source.startswith("Tes, TLR payments")
    assert pay_warnings.tlr1_without_staff(replace(alone, manages_staff=True)) is None
    assert pay_warnings.tlr1_without_staff(replace(alone, tlrs=(TLR2, TLR3))) is None
    not_told = pay_warnings.tlr1_without_staff(replace(alone, manages_staff=None))
    assert not_told
    assert not_told.severity is Severity.NOTE


def test_a_tlr_of_which_nobody_said_which() -> None:
    """Tes, TLR payments: the three differ in their ranges and rules."""
    assert codes(replace(PLAIN, tlrs=(Held(Allowance.TLR, 400_000),))) == [Code.TLR_NOT_NAMED]


@pytest.mark.parametrize(
    ("allowance", "pounds", "side"),
    [
        (Allowance.TLR1, 9_999, "below"), (Allowance.TLR1, 10_000, ""),
        (Allowance.TLR1, 18_000, ""), (Allowance.TLR1, 18_001, "above"),
        (Allowance.TLR2, 3_599, "below"), (Allowance.TLR2, 9_001, "above"),
        (Allowance.TLR3, 699, "below"), (Allowance.TLR3, 3_600, ""),
    ],
)  # fmt: skip
def test_a_tlr_outside_the_years_range(allowance: Allowance, pounds: int, side: str) -> None:
    """School Teachers' Pay and Conditions Document: least and most of each academic year."""
    paid = replace(PLAIN, tlrs=(Held(allowance, pounds * 100),), manages_staff=True)
    found = pay_warnings.outside_range(paid, "2026/27", RANGES)
    assert len(found) == bool(side)
    for one in found:
        assert (one.code, one.severity) == (Code.OUTSIDE_RANGE, Severity.CHECK)
        assert f"{allowance} of £{pounds:,} is {side} the range of 2026/27" in one.sentence
        assert one.source.startswith("School Teachers' Pay and Conditions Document")


def test_a_sen_allowance_outside_the_range_of_its_year() -> None:
    """School Teachers' Pay and Conditions Document: the range is that of the day's year."""
    paid = replace(PLAIN, sen_pence=275_000)
    (found,) = pay_warnings.outside_range(paid, "2026/27", RANGES)
    assert found.sentence == (
        "SEN allowance of £2,750 is below the range of 2026/27, £2,900 to £5,700."
    )
    assert pay_warnings.outside_range(paid, "2025/26", RANGES) == []


def test_a_year_without_a_range_calls_nothing_wrong() -> None:
    assert pay_warnings.outside_range(replace(PLAIN, sen_pence=1), "2020/21", RANGES) == []


def test_a_part_timers_low_amount_may_be_the_share() -> None:
    """The Key, TLR payments for part-time teachers: a TLR3 is never paid by share."""
    half = replace(PLAIN, fraction=5_000, tlrs=(Held(Allowance.TLR2, 200_000),))
    (found,) = pay_warnings.outside_range(half, "2026/27", RANGES)
    assert found.sentence.endswith("For somebody part-time enter the full value.")
    third = replace(half, tlrs=(Held(Allowance.TLR3, 100),))
    (found,) = pay_warnings.outside_range(third, "2026/27", RANGES)
    assert "part-time" not in found.sentence


def test_the_share_of_a_responsibility_may_lie_below_the_range_of_the_whole() -> None:
    """wslaw.co.uk, changes to TLR payments: a part-timer with half the responsibility is paid half
    of it; The Key: a TLR3 is never paid by share. The SEN allowance follows no responsibility."""
    tlrs = (Held(Allowance.TLR2, 200_000),)
    shared = replace(PLAIN, fraction=6_000, by_responsibility=True, tlrs=tlrs)
    assert codes(shared) == []
    for other in (
        replace(shared, by_responsibility=False), replace(shared, fraction=10_000),
        replace(shared, tlrs=(Held(Allowance.TLR2, 900_100),)),
        replace(shared, tlrs=(Held(Allowance.TLR3, 60_000),)),
        replace(shared, sen_pence=150_000),
    ):  # fmt: skip
        assert Code.OUTSIDE_RANGE in codes(other)


def test_a_part_timers_tlr_from_september_2026() -> None:
    """wslaw.co.uk, changes to TLR payments from 1 September 2026; optional in the year before."""
    half = replace(PLAIN, fraction=9_999, by_responsibility=False)
    found = pay_warnings.part_time_tlr(half, date(2026, 9, 1))
    assert found
    assert (found.code, found.severity) == (Code.PART_TIME_TLR, Severity.CHECK)
    assert "1 September 2026" in found.source
    assert pay_warnings.part_time_tlr(half, date(2026, 8, 31)) is None
    assert pay_warnings.part_time_tlr(replace(half, by_responsibility=True), DAY) is None
    for full in (None, 10_000):
        assert pay_warnings.part_time_tlr(replace(half, fraction=full), DAY) is None
    for none in ((), (TLR3,)):
        assert pay_warnings.part_time_tlr(replace(half, tlrs=none), DAY) is None
    not_told = pay_warnings.part_time_tlr(replace(half, by_responsibility=None), DAY)
    assert not_told
    assert not_told.severity is Severity.NOTE


def test_a_sen_allowance_for_the_award_itself() -> None:
    """New arrangements for SEN allowances: the SENCO award is not among the qualifications."""
    paid = replace(PLAIN, sen_pence=300_000, sen_for_award=True)
    assert codes(paid) == [Code.SEN_FOR_AWARD]
    assert codes(replace(paid, sen_pence=None)) == []


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ({"area": ""}, "The area is not recorded"),
        ({"area": " ", "point": ""}, "The area and the point are not recorded"),
        ({"area": "", "scale": "", "point": ""}, "The pay point is not recorded"),
    ],
)
def test_a_point_needs_scale_point_and_area(missing: dict[str, str], said: str) -> None:
    """The pay tables: a point needs its academic year and area."""
    paid = replace(PLAIN, **missing)
    found = pay_warnings.point_not_stated(paid)
    assert found
    assert found.sentence == f"{said}: the salary cannot be worked out."
    assert Code.YEAR_LACKS_POINT not in codes(paid)
    assert pay_warnings.point_not_stated(PLAIN) is None


def test_a_point_that_the_year_lacks() -> None:
    """The pay tables: leadership points between the ends come only from the trust's own spine."""
    lacking = pay_warnings.year_lacks_point(replace(LEADER, point="L5"), DAY, TABLE)
    assert lacking
    assert (lacking.code, lacking.severity) == (Code.YEAR_LACKS_POINT, Severity.NOTE)
    assert lacking.sentence == (
        "The tables of 2026/27 lack L5 (Leadership, Rest of England): the salary of 2025/26 stands."
    )
    never = pay_warnings.year_lacks_point(replace(LEADER, point="L7"), DAY, TABLE)
    assert never
    assert never.severity is Severity.CHECK
    assert never.sentence.startswith("No pay table has L7")
    assert pay_warnings.year_lacks_point(LEADER, DAY, TABLE) is None


@pytest.mark.parametrize("scale", ["Main", "UPS", "unqualified"])
def test_no_additional_pay_at_all(scale: str) -> None:
    """The Key: no payment is specific to SENCOs. NUT SENCO Charter: a TLR or leadership pay."""
    bare = replace(PLAIN, scale=scale, tlrs=())
    found = pay_warnings.no_additional_pay(bare)
    assert found
    assert (found.code, found.severity) == (Code.NO_ADDITIONAL_PAY, Severity.NOTE)
    assert "The Key" in found.source
    assert "NUT SENCO Charter" in found.source
    assert "ASCL, survey of 2020" in found.source  # For “most do”.
    assert pay_warnings.no_additional_pay(replace(bare, tlrs=(TLR3,))) is None
    assert pay_warnings.no_additional_pay(replace(bare, sen_pence=290_000)) is None
    assert pay_warnings.no_additional_pay(replace(bare, sen_pence=0)) is not None
    for other in ("", "Leadership", "Leading practitioner", "Our own spine"):
        assert pay_warnings.no_additional_pay(replace(bare, scale=other)) is None


@pytest.mark.parametrize(
    ("scale", "point", "top", "at_top"),
    [
        ("Upper", "U3", "", True),
        ("Upper", "U1", "", False),
        ("UPS", "u3", "", True),
        ("Main", "M6", "", False),  # The upper range follows.
        ("Main", "M6", "M6", True),  # Unless the post ends there.
        ("Unqualified", "UQ6", "", False),
        ("Leadership", "L43", "", True),
        ("Leadership", "L6", "", False),
        ("Leadership", "L10", "L10", True),
        ("Leadership", "L11", "L10", True),
        ("Leadership", "L9", "L10", False),
        ("Upper", "U3", "L10", False),  # A range that leads on to leadership pay.
        ("Leading practitioner", "LP1", "", False),  # Its only point this year.
        ("Our own spine", "S4", "", False),
    ],
)
def test_top_of_the_range_with_nowhere_to_rise(
    scale: str, point: str, top: str, at_top: bool
) -> None:
    """ASCL, Annex Two, question iii: does the range leave room to rise, as in L6 to L10?"""
    paid = Paid(area=REST, scale=scale, point=point, top=top)
    found = pay_warnings.top_of_range(paid, DAY, TABLE)
    assert (found is not None) == at_top
    if found:
        assert (found.code, found.severity) == (Code.TOP_OF_RANGE, Severity.NOTE)
        assert found.source.startswith("ASCL, Annex Two")


def test_two_appointments_at_once_with_different_pay() -> None:
    """The record of pay: one person, two rates for the same work on the same day."""
    one = Paid(REST, "Upper", "U3", (Held(Allowance.TLR2, 400_000),), post="Ash Academy")
    two = Paid(REST, "Main", "M6", post="Beech School")
    found = pay_warnings.different_pay([one, two], DAY)
    assert found
    assert (found.code, found.severity) == (Code.DIFFERENT_PAY, Severity.CHECK)
    assert found.sentence == (
        "Paid differently at 2 posts at once (Ash Academy: U3, Rest of England, with TLR2 of "
        "£4,000; Beech School: M6, Rest of England). Check which is right."
    )
    assert found.source == "The record of pay"


def test_two_appointments_that_agree_or_are_not_at_once() -> None:
    one = Paid(REST, "Main", "M6", started_on=date(2024, 9, 1))
    same = Paid("rest of england", "MPS", " m6", sen_pence=0)
    assert pay_warnings.different_pay([one, same], DAY) is None
    over = replace(one, point="M1", ended_on=date(2026, 11, 20))
    later = replace(one, point="M1", started_on=date(2026, 11, 22))
    assert pay_warnings.different_pay([one, over, later], DAY) is None
    assert pay_warnings.different_pay([one, over], date(2026, 11, 20)) is not None
    assert pay_warnings.different_pay([one, replace(one, sen_pence=290_000)], DAY) is not None
    assert pay_warnings.different_pay([], DAY) is None


_PAID = st.builds(
    Paid,
    area=st.sampled_from(["", REST]),
    scale=st.sampled_from(["", "Main", "Upper", "Leadership", "Ours"]),
    point=st.sampled_from(["", "M6", "U3", "L5", "L43", "?"]),
    tlrs=st.lists(
        st.builds(Held, st.sampled_from(list(Allowance)), st.none() | st.integers(0, 2_000_000)),
        max_size=3,
    ).map(tuple),
    sen_pence=st.none() | st.integers(0, 600_000),
    fraction=st.none() | st.integers(1, 10_000),
    top=st.sampled_from(["", "L10", "M6"]),
    manages_staff=st.none() | st.booleans(),
    by_responsibility=st.none() | st.booleans(),
    sen_for_award=st.booleans(),
)


@given(_PAID, st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_whatever_is_recorded_the_warnings_are_whole_and_in_order(paid: Paid, day: date) -> None:
    found = pay_warnings.warnings(paid, day, TABLE, RANGES)
    order = list(Code)
    places = [order.index(one.code) for one in found]
    assert places == sorted(places)
    for one in found:
        assert one.sentence.endswith(".")
        assert one.source
