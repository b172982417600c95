"""A table that a trust brings: gaps, doubles, and what it changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.pay_rows import row
from trust_inclusion.domain.pay import Salary
from trust_inclusion.domain.pay_uploads import Merged, merge, problems, remarks, salary_of

SPINE = [row(f"L{number}", 50_000 + 1_000 * number, scale="Leadership") for number in range(1, 8)]


def test_a_whole_spine_gives_no_cause_to_speak() -> None:
    assert problems(SPINE) == []
    assert remarks(SPINE) == []


def test_a_gap_is_told_and_the_table_is_taken() -> None:
    gaps = [one for one in SPINE if one.point not in {"L2", "L4", "L5"}]
    where = "Leadership, Rest of England, 2026/27"
    stay = "Who stands there keeps the salary of before."
    assert [found.message for found in remarks(gaps)] == [
        f"{where}: L2 is missing between L1 and L3. {stay}",
        f"{where}: L4 to L5 are missing between L3 and L6. {stay}",
    ]
    assert len(merge([], gaps).rows) == 4


def test_one_point_with_two_salaries_is_refused_with_both_lines() -> None:
    doubled = [*SPINE, row(" l3", 53_500, scale="leadership")]
    (found,) = problems(doubled)
    assert found.line == 9
    twice = "stands twice: £53,000 in line 4 and £53,500 in line 9. Leave one of them."
    assert found.message.endswith(twice)
    with pytest.raises(ValueError, match="stands twice"):
        merge([], doubled)


def test_a_row_merely_repeated_counts_once() -> None:
    assert problems([*SPINE, SPINE[0]]) == []
    assert len(merge([], [*SPINE, SPINE[0]]).rows) == 7


def test_a_problem_is_told_with_the_lines_of_a_file_that_has_blank_ones() -> None:
    rows = [row("L3", 53_000), row("M1", 4_000), row("L3", 53_500)]
    low, twice = problems(rows, [4, 9, 12])
    assert (low.line, twice.line) == (9, 12)
    assert "£53,000 in line 4 and £53,500 in line 12" in twice.message


@pytest.mark.parametrize(
    "typed",
    ["34069", "£34,069", "34,069", "34 069", "£ 34 069", "34\u00a0069", "34069.00", " 34069 "],
)
def test_a_salary_as_people_write_it(typed: str) -> None:
    assert salary_of(typed) == 3_406_900


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("34,068.70", "has pence: a full-time salary is in whole pounds"),
        ("34.069", "is not a salary in whole pounds"),
        ("34k", "is not a salary in whole pounds"),
        ("-34069", "is not a salary in whole pounds"),
        ("3 40 69", "is not a salary in whole pounds"),
        ("=1+1", "is not a salary in whole pounds"),
        ("٣٤٠٦٩", "is not a salary in whole pounds"),
        ("9" * 10_000, "is not a salary in whole pounds"),
        ("", "is not a salary in whole pounds"),
    ],
)
def test_what_is_not_a_salary(typed: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as refused:
        salary_of(typed)
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize("pounds", [-40_000, 0, 4_000, 300_001])
def test_a_salary_that_cannot_be(pounds: int) -> None:
    (found,) = problems([row("M1", pounds)])
    assert found.line == 2
    assert "is not a full-time salary from £10,000 to £300,000 a year." in found.message


def test_a_step_that_goes_down_is_told() -> None:
    falling = [row("M1", 34_000), row("M2", 33_000)]
    assert [found.message for found in remarks(falling)] == [
        "Main, Rest of England, 2026/27: M2 at £33,000 is less than M1 at £34,000."
    ]


def test_two_groups_of_heads_overlap_without_a_remark() -> None:
    groups = [
        row("Group 1 MIN", 58_000, scale="Headteacher group"),
        row("Group 1 MAX", 77_000, scale="Headteacher group"),
        row("Group 2 MIN", 61_000, scale="Headteacher group"),
    ]
    assert remarks(groups) == []
    upside_down = [row("MIN", 70_000), row("MAX", 60_000)]
    assert ["MAX at £60,000 is less" in found.message for found in remarks(upside_down)] == [True]


def test_years_areas_and_scales_have_no_gap_between_them() -> None:
    rows = [row("M1", 34_000), row("M3", 38_000, area="Fringe"), row("M5", 42_000, year="2025/26")]
    assert remarks(rows) == []


def test_an_upload_replaces_what_it_states_and_leaves_the_rest() -> None:
    held = [row("M1", 34_000), row("M2", 36_000), row("M3", 38_000)]
    new = [row("M2", 36_500), row("M3", 38_000), row("M4", 41_000)]
    found = merge(held, new)
    assert [(one.point, one.pence // 100) for one in found.rows] == [
        ("M1", 34_000), ("M2", 36_500), ("M3", 38_000), ("M4", 41_000),
    ]  # fmt: skip
    assert found.added == (new[2],)
    assert found.changed == ((held[1], new[0]),)
    assert found.same == 1


def test_a_provisional_figure_that_is_published_counts_as_changed() -> None:
    found = merge([row("M1", 34_000, basis="provisional")], [row("M1", 34_000)])
    assert len(found.changed) == 1
    assert found.rows[0].basis == "published"


_ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from(["M1", "M2", "m2 ", "M3"]),
        st.integers(20_000, 60_000),
        year=st.sampled_from(["2025/26", "2026/27"]),
    )
)


@given(_ROWS, _ROWS)
def test_a_table_brought_twice_changes_nothing_the_second_time(
    held: list[Salary], upload: list[Salary]
) -> None:
    if problems(held) or problems(upload):
        return
    once = merge(held, upload)
    again = merge(once.rows, upload)
    stated = {(one.year, one.point.strip().upper()) for one in upload}
    assert again == Merged(once.rows, (), (), len(stated))
