"""Pay tables: looking up, the trust's own rows, and a new year's effect on one person."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.pay_rows import REST, TABLE, row
from trust_inclusion.domain.pay_tables import (
    Basis,
    PayTable,
    Place,
    area_of,
    basis_of,
    named,
    point_named,
    point_order,
    roll_forward,
    year_after,
    year_days,
    year_of,
)

M6 = Place(REST, "Main", "M6")
L5, L6 = (Place(REST, "Leadership", point) for point in ("L5", "L6"))


@pytest.mark.parametrize("text", ["2026/27", " 2026-27 ", "2026/2027", "2026-2027"])
def test_a_year_as_people_write_it(text: str) -> None:
    assert year_of(text) == "2026/27"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026/28", "2026/26", "2026/2127", "26/27", "²026/27"]
)
def test_what_is_no_academic_year(text: str) -> None:
    with pytest.raises(ValueError, match="is not an academic year such as 2026/27"):
        year_of(text)


def test_the_century_turns() -> None:
    assert (year_of("2099/00"), year_after("2025/26")) == ("2099/00", "2026/27")


def test_the_pay_year_is_september_to_august() -> None:
    """School Teachers' Pay and Conditions Document 2025, as the rulebook's 3.4 has it."""
    assert year_days("2026/27") == (date(2026, 9, 1), date(2027, 8, 31))
    pence = {day: found.pence for day in (date(2026, 8, 31), date(2026, 9, 1))
             if (found := TABLE.in_force(day, M6))}  # fmt: skip
    assert pence == {date(2026, 8, 31): 4_500_000, date(2026, 9, 1): 4_700_000}


def test_areas_and_scales_by_their_usual_names() -> None:
    assert (area_of(" inner  london "), area_of("London Fringe")) == ("Inner London", "Fringe")
    assert (named("UPS"), named("mpr"), named("Our own spine")) == (
        "Upper",
        "Main",
        "Our own spine",
    )
    with pytest.raises(ValueError, match="“Wales” is not a pay area: Inner London, Outer London"):
        area_of("Wales")
    with pytest.raises(ValueError, match="is not a pay area"):
        area_of("Main")


def test_a_basis_left_empty_is_the_trusts_own() -> None:
    assert (basis_of(""), basis_of("Provisional ")) == (Basis.OWN, Basis.PROVISIONAL)
    with pytest.raises(ValueError, match="“guess” is not a basis"):
        basis_of("guess")


def test_points_stand_from_the_lowest() -> None:
    rows = [row(point, 40_000, scale="Leadership") for point in ("L10", "L9", "L2", "L43", "L1")]
    found = [one.point for one in PayTable(rows).scale("2026/27", REST, "Leadership")]
    assert found == ["L1", "L2", "L9", "L10", "L43"]
    assert sorted(["MAX", "MIN"], key=point_order) == ["MIN", "MAX"]
    groups = ["Group 4 MIN", "Group 1 MAX", "Group 1 MIN"]
    assert sorted(groups, key=point_order) == ["Group 1 MIN", "Group 1 MAX", "Group 4 MIN"]


def test_scales_stand_from_the_lowest() -> None:
    found = [one.scale for one in TABLE.rows if one.year == "2026/27"]
    assert list(dict.fromkeys(found)) == [
        "Unqualified", "Main", "Upper", "Leading practitioner", "Leadership",
    ]  # fmt: skip
    assert TABLE.years == ("2025/26", "2026/27")


def test_looking_up_does_not_mind_case_spaces_and_other_names() -> None:
    assert TABLE.salary("2026/27", Place("rest of england", "MPS", " m6 ")) == row("M6", 47_000)
    for point in ("M 6", "m06", "M  006"):
        assert TABLE.salary("2026/27", Place(REST, "Main", point)) == row("M6", 47_000)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (" l 08 ", "l8"), ("UQ01", "UQ1"), ("LP 10", "LP10"), ("M6", "M6"), ("L40", "L40"),
        # No such points: they stay as they are.
        ("L0", "L0"), ("M6a", "M6a"), ("Group 1  MIN", "Group 1 MIN"), ("MAX", "MAX"), ("7", "7"),
        ("Grade 01", "Grade 01"), ("L108", "L108"), ("", ""),
    ],
)  # fmt: skip
def test_a_point_as_payrolls_write_it(text: str, found: str) -> None:
    assert point_named(text) == found


def test_a_year_without_the_point_has_no_salary_of_its_own() -> None:
    assert TABLE.salary("2026/27", L5) is None
    assert TABLE.in_force(date(2026, 11, 21), L5) == row(
        "L5", 58_000, year="2025/26", scale="Leadership"
    )


def test_a_later_years_table_says_nothing_of_an_earlier_day() -> None:
    assert TABLE.in_force(date(2025, 8, 31), M6) is None
    assert TABLE.in_force(date(2026, 8, 31), L6) is None


def test_the_trusts_rows_take_the_place_of_the_built_in_ones() -> None:
    own = [row("M6", 48_500, basis="own"), row("L7", 61_000, scale="Leadership", basis="own")]
    both = TABLE.over(own)
    found = both.salary("2026/27", M6)
    assert found
    assert (found.pence, found.basis) == (4_850_000, "own")
    assert both.salary("2026/27", Place(REST, "Leadership", "L7")) == own[1]
    assert both.salary("2025/26", M6) == row("M6", 45_000, year="2025/26")
    assert TABLE.salary("2026/27", M6) == row("M6", 47_000)  # The built-in one is as it was.
    assert len(both.rows) == len(TABLE.rows) + 1


def test_a_new_year_is_the_same_point_in_it() -> None:
    moved = roll_forward(TABLE, M6, "2026/27")
    assert moved.before
    assert moved.after
    assert (moved.before.year, moved.after.year, moved.rise_pence) == (
        "2025/26", "2026/27", 200_000,
    )  # fmt: skip
    assert not moved.unchanged


def test_a_year_that_lacks_the_point_leaves_the_salary_as_it_is() -> None:
    moved = roll_forward(TABLE, L5, "2026/27")
    assert moved.after == moved.before == row("L5", 58_000, year="2025/26", scale="Leadership")
    assert moved.rise_pence == 0
    assert moved.unchanged == (
        "The table of 2026/27 lacks L5 (Leadership, Rest of England): the salary of 2025/26 stands."
    )


def test_a_point_first_seen_in_the_new_year_has_no_salary_before() -> None:
    moved = roll_forward(TABLE, L6, "2026/27")
    assert (moved.before, moved.after) == (None, row("L6", 60_000, scale="Leadership"))
    assert (moved.rise_pence, moved.unchanged) == (0, "")


def test_a_point_of_no_table() -> None:
    moved = roll_forward(TABLE, Place(REST, "Leadership", "L99"), "2026/27")
    assert (moved.before, moved.after) == (None, None)
    assert moved.unchanged == "No pay table has L99 (Leadership, Rest of England)."


@given(
    st.dictionaries(st.sampled_from([f"L{n}" for n in range(1, 12)]), st.integers(40_000, 90_000)),
    st.dictionaries(st.sampled_from([f"L{n}" for n in range(1, 12)]), st.integers(40_000, 90_000)),
    st.integers(1, 11),
)
def test_a_new_year_never_loses_a_salary(
    old: dict[str, int], new: dict[str, int], point: int
) -> None:
    rows = [row(p, n, scale="Leadership", year="2025/26") for p, n in old.items()]
    rows += [row(p, n, scale="Leadership") for p, n in new.items()]
    moved = roll_forward(PayTable(rows), Place(REST, "Leadership", f"L{point}"), "2026/27")
    assert (moved.after is None) == (f"L{point}" not in old | new)
    if moved.after:
        assert moved.after.pence == (old | new)[f"L{point}"] * 100
    assert bool(moved.unchanged) == (f"L{point}" not in new)
