"""Which evidence counts: the strongest source of a figure, the latest date of a group."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain.evidence import (
    FIGURES,
    STRENGTH,
    InForce,
    Origin,
    Row,
    contradictions,
    in_force,
    merged,
    strongest,
    together,
)

CENSUS, FILE, ENTERED = Origin.CENSUS, Origin.EVIDENCE_FILE, Origin.ENTERED
JAN_2025, JAN_2026 = date(2025, 1, 16), date(2026, 1, 15)
TODAY = date(2026, 11, 21)


def row(on: date = JAN_2026, origin: Origin = FILE, source: str = "Return", **told: Any) -> Row:
    """What one source says."""
    return Row(on, origin, source, **told)


def test_what_was_entered_beats_the_file_and_that_the_census() -> None:
    assert sorted(Origin, key=STRENGTH.__getitem__) == [CENSUS, FILE, ENTERED]
    rows = [row(origin=ENTERED, roll=3), row(origin=CENSUS, roll=1), row(origin=FILE, roll=2)]
    found = strongest(rows, "roll")
    assert found
    assert found.roll == 3


def test_each_figure_is_taken_from_its_own_strongest_source() -> None:
    rows = [
        row(origin=CENSUS, roll=400, sen_support=40, ehcp=10),
        row(origin=FILE, sen_support=50, sen_support_with_specialist=20, turnover_tenths=0),
        row(origin=ENTERED, sen_support=60),
    ]
    assert merged(rows) == {
        "roll": 400, "sen_support": 60, "sen_support_with_specialist": 20, "ehcp": 10,
        "notional_sen_budget_pence": None, "turnover_tenths": 0,
    }  # fmt: skip


def test_nought_is_a_figure() -> None:
    rows = [row(origin=CENSUS, ehcp=5), row(origin=ENTERED, ehcp=0)]
    assert merged(rows)["ehcp"] == 0


def test_nothing_is_known_of_nothing() -> None:
    assert in_force([], TODAY) == InForce()
    assert merged([]) == dict.fromkeys(FIGURES)
    assert together([])["source"] is None
    assert contradictions([]) == []


def test_a_new_census_carries_the_last_budget_and_turnover_on() -> None:
    rows = [
        row(JAN_2025, sen_support=50, ehcp=9, notional_sen_budget_pence=100, budget_year="2024-25",
            turnover_tenths=150, turnover_source="Moves"),
        row(JAN_2026, CENSUS, "DfE", roll=400, sen_support=60, ehcp=10),
    ]  # fmt: skip
    found = in_force(rows, TODAY)
    assert (found.counts_on, found.counts_source) == (JAN_2026, "DfE")
    assert (found.sen_support, found.ehcp, found.roll) == (60, 10, 400)
    assert (found.notional_sen_budget_pence, found.budget_on) == (100, JAN_2025)
    assert (found.budget_year, found.budget_source) == ("2024-25", "Return")
    assert (found.turnover_tenths, found.turnover_on) == (150, JAN_2025)
    assert found.turnover_source == "Moves"


def test_the_split_of_sen_support_is_not_carried_to_another_year() -> None:
    rows = [
        row(JAN_2025, sen_support=50, sen_support_with_specialist=20, ehcp=9),
        row(JAN_2026, sen_support=60, ehcp=10),
    ]
    assert in_force(rows, TODAY).sen_support_with_specialist is None
    assert in_force(rows, JAN_2025).sen_support_with_specialist == 20


def test_a_date_with_both_counts_comes_before_a_later_one_with_half() -> None:
    rows = [row(JAN_2025, sen_support=50, ehcp=9), row(JAN_2026, sen_support=60)]
    found = in_force(rows, TODAY)
    assert (found.counts_on, found.sen_support, found.ehcp) == (JAN_2025, 50, 9)


def test_half_is_told_where_no_date_has_both() -> None:
    rows = [row(JAN_2025, ehcp=9), row(JAN_2026, sen_support=60)]
    found = in_force(rows, TODAY)
    assert (found.counts_on, found.sen_support, found.ehcp) == (JAN_2026, 60, None)


def test_both_sources_of_the_counts_are_named() -> None:
    rows = [
        row(origin=CENSUS, source="DfE", sen_support=40, ehcp=10, source_urns="139974"),
        row(origin=ENTERED, source="Recount", sen_support=60),
    ]
    found = in_force(rows, TODAY)
    assert (found.counts_source, found.source_urns) == ("Recount; DfE", "139974")
    assert in_force(rows[:1], TODAY).counts_source == "DfE"


def test_a_split_that_is_more_than_the_corrected_count_is_not_used() -> None:
    rows = [
        row(origin=FILE, sen_support=60, sen_support_with_specialist=40, ehcp=10),
        row(origin=ENTERED, sen_support=30),
    ]
    assert in_force(rows, TODAY).sen_support_with_specialist is None


@pytest.mark.parametrize(("day", "known"), [(date(2026, 1, 14), False), (JAN_2026, True)])
def test_evidence_counts_from_its_census_date(day: date, *, known: bool) -> None:
    found = in_force([row(sen_support=1, ehcp=1)], day)
    assert (found.counts_on is not None) == known


@pytest.mark.parametrize(
    ("told", "figures"),
    [
        ({"sen_support": 20, "sen_support_with_specialist": 21}, ["sen_support_with_specialist"]),
        ({"sen_support": 20, "sen_support_with_specialist": 20}, []),
        ({"roll": 100, "sen_support": 80, "ehcp": 21}, ["roll"]),
        ({"roll": 100, "sen_support": 80, "ehcp": 20}, []),
        ({"roll": 0}, []),
        ({"roll": 0, "ehcp": 1}, ["roll"]),
        ({"sen_support": -1}, ["sen_support"]),
        ({"notional_sen_budget_pence": -1, "turnover_tenths": -1},
         ["notional_sen_budget", "turnover"]),
        ({"sen_support_with_specialist": 5}, []),
    ],
)  # fmt: skip
def test_contradictions(told: dict[str, Any], figures: list[str]) -> None:
    said = contradictions([Row(JAN_2026, FILE, "Return", **told)])
    assert [figure for figure, _ in said] == figures


def test_sources_contradict_each_other_only_by_what_counts() -> None:
    census = row(origin=CENSUS, roll=100, sen_support=99, ehcp=99)
    assert [figure for figure, _ in contradictions([census])] == ["roll"]
    assert contradictions([census, row(origin=ENTERED, roll=198)]) == []


def test_words_go_with_their_figure() -> None:
    rows = [
        row(origin=FILE, notional_sen_budget_pence=5, budget_year="2025-26", turnover_tenths=1,
            turnover_source="Moves"),
        row(origin=ENTERED, source="Recount", roll=9, budget_year="2031-32", turnover_source="x"),
    ]  # fmt: skip
    told = together(rows)
    assert (told["budget_year"], told["turnover_source"]) == ("2025-26", "Moves")
    assert told["source"] == "Recount"


counts = st.integers(0, 50) | st.none()
DAYS = [JAN_2025, JAN_2026, date(2027, 1, 21)]
told_rows = st.lists(
    st.builds(Row, st.sampled_from(DAYS), st.sampled_from(Origin), st.just("s"), counts, counts,
              counts, counts, counts, st.none(), counts),
    unique_by=lambda one: (one.census_date, one.origin),
)  # fmt: skip


@given(told_rows, st.sampled_from(DAYS))
def test_nothing_of_a_later_day_counts_and_the_order_is_nothing(rows: list[Row], day: date) -> None:
    found = in_force(rows, day)
    assert found == in_force(rows[::-1], day)
    assert found == in_force([one for one in rows if one.census_date <= day], day)


@given(told_rows, st.sampled_from(DAYS))
def test_pupils_of_one_sum_are_of_one_date_and_fit_together(rows: list[Row], day: date) -> None:
    found = in_force(rows, day)
    if found.counts_on:
        of_date = merged(one for one in rows if one.census_date == found.counts_on)
        assert (found.sen_support, found.ehcp) == (of_date["sen_support"], of_date["ehcp"])
    assert found.for_formula().validate() == ()
