"""The tables that come with the product: whole, in order, and with a basis for every figure."""

from datetime import date

import pytest

from tests import factories as make
from tests.client import Queries
from trust_inclusion.db import db, transaction
from trust_inclusion.domain import pay_sources
from trust_inclusion.domain.allowances import Allowance, range_problem
from trust_inclusion.domain.pay_tables import (
    AREAS,
    SCALES,
    Basis,
    Place,
    area_of,
    basis_of,
    roll_forward,
    year_of,
)
from trust_inclusion.domain.pay_uploads import problems, remarks
from trust_inclusion.services import pay_tables

REST = "Rest of England"
YEARS = ("2021/22", "2022/23", "2023/24", "2024/25", "2025/26", "2026/27")


def test_every_figure_has_a_year_an_area_a_scale_a_basis_and_a_source() -> None:
    table = pay_tables.built_in()
    assert table.years == YEARS
    assert len(table.rows) == 500
    assert problems(table.rows) == []
    for row in table.rows:
        assert (year_of(row.year), area_of(row.area)) == (row.year, row.area)
        assert row.scale in SCALES
        assert basis_of(row.basis) is not Basis.OWN
        assert row.source


def test_no_step_of_the_built_in_tables_goes_down() -> None:
    said = [found.message for found in remarks(pay_tables.built_in().rows)]
    assert not [message for message in said if "is less than" in message]
    assert any("L2 to L5 are missing between L1 and L6" in message for message in said)


@pytest.mark.parametrize(
    ("day", "scale", "point", "pounds"),
    [
        (date(2021, 9, 1), "Main", "M1", 25_714),
        (date(2025, 8, 31), "Upper", "U3", 49_084),
        (date(2025, 9, 1), "Upper", "U3", 51_048),
        (date(2026, 8, 31), "Leadership", "L6", 58_569),
        (date(2026, 11, 21), "Main", "M6", 46_940),
        (date(2026, 11, 21), "Leadership", "L6", 58_569),  # 2026/27 has no L6.
    ],
)
def test_figures_of_the_rulebook(
    session: object, day: date, scale: str, point: str, pounds: int
) -> None:
    """The rulebook's section 3.2, Rest of England."""
    found = pay_tables.salary(day, REST, scale, point)
    assert found
    assert found.pence == pounds * 100


def test_nobodys_salary_goes_down_in_a_new_year() -> None:
    table = pay_tables.built_in()
    for row in table.rows:
        for year in YEARS[YEARS.index(row.year) + 1 :]:
            moved = roll_forward(table, Place(row.area, row.scale, row.point), year)
            assert moved.rise_pence >= 0, (row, year)


def test_the_ranges_of_every_year() -> None:
    """The rulebook's section 3.2: TLRs and the SEN allowance, whole of England."""
    ranges = pay_tables.built_in_ranges()
    named = set(Allowance) - {Allowance.TLR}
    assert {(one.year, one.allowance) for one in ranges.rows} == {
        (year, one) for year in YEARS for one in named
    }
    assert not [one for one in ranges.rows if range_problem(one)]
    sen, tlr1 = (ranges.of("2025/26", one) for one in (Allowance.SEN, Allowance.TLR1))
    assert sen
    assert tlr1
    assert (sen.least, sen.most, tlr1.least, tlr1.most) == (278_700, 549_700, 1_017_400, 1_721_600)


def test_all_four_areas_are_there_in_every_year() -> None:
    rows = pay_tables.built_in().rows
    assert {(row.year, row.area) for row in rows} == {(y, a) for y in YEARS for a in AREAS}


def test_the_trusts_own_rows_stand_over_the_built_in(session: object) -> None:
    day = date(2026, 11, 21)
    assert pay_tables.table() is pay_tables.built_in()
    make.own_point("L8", 63_000)
    make.own_point("M6", 48_000)
    make.own_range(Allowance.SEN, 3_000, 6_000)
    held = pay_tables.held()
    assert [row.point for row in held.own] == ["L8", "M6"]
    assert held.changed_at == make.NOW
    for point, pounds in (("L8", 63_000), ("M6", 48_000), ("M5", 43_529)):
        scale = "Leadership" if point == "L8" else "Main"
        for found in (
            held.table.salary("2026/27", Place(REST, scale, point)),
            pay_tables.salary(day, REST, scale, point),
        ):
            assert found
            assert found.pence == pounds * 100
    sen = pay_tables.ranges().of("2026/27", Allowance.SEN)
    assert sen
    assert (sen.least, sen.most, sen.basis) == (300_000, 600_000, Basis.OWN)
    last_year = pay_tables.salary(date(2026, 8, 31), REST, "Leadership", "L8")
    assert last_year is None


def test_an_own_row_of_an_earlier_year_does_not_outdo_a_later_table(session: object) -> None:
    make.own_point("M6", 50_000, year="2025/26")
    found = pay_tables.salary(date(2026, 11, 21), "rest of england", "MPS", " m6 ")
    assert found
    assert (found.year, found.pence) == ("2026/27", 4_694_000)
    earlier = pay_tables.salary(date(2026, 8, 31), REST, "Main", "M6")
    assert earlier
    assert earlier.pence == 5_000_000


def test_unchanged_tables_cost_no_query(session: object) -> None:
    with transaction():
        make.own_point("L8", 63_000)
    first = pay_tables.held(7)
    with Queries() as ran:
        assert pay_tables.held(7) is first
        assert pay_tables.table(7) is first.table
    assert len(ran) == 0
    with transaction():
        make.own_point("L9", 64_000)
    assert len(pay_tables.held(8).own) == 2
    with Queries() as ran:
        pay_tables.salary(date(2026, 11, 21), REST, "Main", "M6")
    assert len(ran) == 1
    db.session.rollback()


def test_no_source_that_comes_with_the_product_is_in_short_form() -> None:
    sources = {row.source for row in pay_tables.built_in().rows}
    sources |= {row.source for row in pay_tables.built_in_ranges().rows}
    told = {pay_sources.in_words(source) for source in sources}
    assert len(told) == len(sources)
    for short in ("ceil(", "secondary", ".php", "inverse"):
        assert not [one for one in told if short in one]
