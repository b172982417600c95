"""A move to leadership pay, net of the TLR and the SEN allowance that a leader cannot keep."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.pay_rows import REST, TABLE
from trust_inclusion.domain.allowances import Allowance, Held
from trust_inclusion.domain.pay_facts import Paid
from trust_inclusion.domain.pay_moves import Item, to_leadership
from trust_inclusion.domain.pay_tables import Place

DAY = date(2026, 11, 21)
L6 = Place(REST, "Leadership", "L6")
PAID = Paid(REST, "Upper", "U3", (Held(Allowance.TLR2, 400_000),), 300_000)


def test_the_tlr_and_the_sen_allowance_are_taken_off() -> None:
    """The Key, SENCOs: additional payments. £60,000 − £53,000 − £4,000 − £3,000."""
    move = to_leadership(PAID, L6, DAY, TABLE)
    assert [(line.item, line.of, line.pence) for line in move.lines] == [
        (Item.SALARY_THEN, "L6", 6_000_000),
        (Item.SALARY_NOW, "U3", -5_300_000),
        (Item.TLR_LOST, "TLR2", -400_000),
        (Item.SEN_LOST, "SEN allowance", -300_000),
    ]
    assert (move.rise_pence, move.net_pence, move.why_not) == (700_000, 0, "")


def test_figures_of_two_years_are_said_to_be_so() -> None:
    """A leadership point that the year lacks stands at an older figure (rulebook, 3.2)."""
    move = to_leadership(PAID, Place(REST, "Leadership", "L5"), DAY, TABLE)
    assert (move.rise_pence, move.remark) == (
        500_000,
        "L5 is of 2025/26 and U3 of 2026/27: not the same year.",
    )
    assert to_leadership(PAID, L6, DAY, TABLE).remark == ""


def test_a_rise_may_be_a_loss() -> None:
    move = to_leadership(replace(PAID, tlrs=(Held(Allowance.TLR1, 1_200_000),)), L6, DAY, TABLE)
    assert (move.rise_pence, move.net_pence) == (700_000, -800_000)


def test_part_time_all_but_a_tlr3_is_by_share() -> None:
    """The Key, TLR payments for part-time teachers: a TLR3 is never pro-rated."""
    held = (Held(Allowance.TLR2, 400_000), Held(Allowance.TLR3, 100_000))
    half = replace(PAID, tlrs=held, fraction=5_000)
    assert [line.pence for line in to_leadership(half, L6, DAY, TABLE).lines] == [
        3_000_000, -2_650_000, -200_000, -100_000, -150_000,
    ]  # fmt: skip
    shared = replace(half, by_responsibility=True)
    assert [line.pence for line in to_leadership(shared, L6, DAY, TABLE).lines][2] == -400_000


def test_without_its_facts_the_comparison_says_what_is_missing() -> None:
    def why(paid: Paid = PAID, to: Place = L6) -> str:
        move = to_leadership(paid, to, DAY, TABLE)
        assert (move.lines, move.net_pence, move.rise_pence) == ((), None, None)
        return move.why_not

    assert why(to=Place(REST, "Upper", "U3")) == "U3 is not a point of leadership pay."
    assert why(to=Place(REST, "Leadership", "L7")) == (
        "No pay table has L7 (Leadership, Rest of England)."
    )
    assert why(replace(PAID, point="U2")) == "No pay table has U2 (Upper, Rest of England)."
    assert why(replace(PAID, area="")) == "The pay point of today is not recorded in full."
    assert why(replace(PAID, scale="Leadership", point="L1")) == (
        "This person is on leadership pay already."
    )
    assert why(replace(PAID, tlrs=(Held(Allowance.TLR2),))) == (
        "The amount of the TLR is not recorded."
    )


@given(
    st.lists(st.integers(0, 2_000_000), max_size=3),
    st.none() | st.integers(0, 600_000),
    st.none() | st.integers(1, 10_000),
)
def test_the_lines_add_up_and_never_promise_more_than_the_rise(
    tlrs: list[int], sen: int | None, fraction: int | None
) -> None:
    held = tuple(Held(Allowance.TLR2, pence) for pence in tlrs)
    paid = replace(PAID, tlrs=held, sen_pence=sen, fraction=fraction)
    move = to_leadership(paid, L6, DAY, TABLE)
    assert move.net_pence == sum(line.pence for line in move.lines)
    assert move.net_pence is not None
    assert move.rise_pence is not None
    assert move.net_pence <= move.rise_pence
