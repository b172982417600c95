"""What the exports of posts and evidence wrote, the imports read back: nothing to change."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import factories
from tests.factories import CENSUS, TODAY
from trust_inclusion.adapters.tables import csv_bytes, xlsx_bytes
from trust_inclusion.db import transaction
from trust_inclusion.domain import templates
from trust_inclusion.domain.access import OPERATOR, Refused
from trust_inclusion.domain.evidence import Origin
from trust_inclusion.domain.posts import AllocationKind, Basis, PostKind
from trust_inclusion.services import exports
from trust_inclusion.services.exports import Table
from trust_inclusion.services.imports import evidence, posts

pytestmark = pytest.mark.usefixtures("trust")
FORMATS = [csv_bytes, xlsx_bytes]


@pytest.fixture
def trust(session: Any) -> None:
    """Academies, people and evidence with something in every column, and awkward text."""
    with factories.saved():
        ash = factories.academy("Ash", urn=100001)
        beech = factories.academy("Beech", urn=100002)
        factories.academy("Elm", urn=100005, left_on=TODAY)
        factories.academy("Dell", urn=100004)
        ann = factories.person("=Ann Lee", trn="0123456", stages=(4, 3, 4))
        factories.qualification(ann, "NASENCO", passed_on=date(2020, 7, 1), started_on=None)
        factories.qualification(ann, "NPQH")
        held = factories.senco(
            ash,
            person=ann,
            hours=100 / 60,
            absent=(date(2026, 10, 1), None),
            pay_point="M6",
            basis=Basis.INTERIM,
        )
        held.pay[0].tlr_pence = 352_750
        factories.senco(beech, person=ann, hours=None, since=date(2027, 1, 1))
        factories.appointment(held.post, factories.person("Old Hand"), until=date(2024, 8, 31))
        factories.allocation(
            held.post, 3, date(2026, 9, 1), date(2026, 12, 31), kind=AllocationKind.TEMPORARY
        )
        factories.post(beech, title="Assistant SENCO", kind=PostKind.ASSISTANT, hours=6.5)
        lead = factories.post(None, title="SEND lead", kind=PostKind.TRUST_WIDE)
        factories.appointment(lead, factories.person("+Cara"), since=None, designated=False)
        factories.evidence_for(ash, census_date=date(2025, 1, 16), origin=Origin.CENSUS)
        factories.evidence_for(ash, roll=None, budget_pounds=67_755, turnover_tenths=201)
        factories.evidence_for(
            ash, origin=Origin.ENTERED, roll=421, budget_pounds=None, turnover_tenths=None
        )
        factories.evidence_for(
            beech,
            origin=Origin.CENSUS,
            sen_support_with_specialist=None,
            budget_pounds=None,
            turnover_tenths=None,
        )


def rows(table: Table) -> list[dict[str, Any]]:
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


@pytest.mark.parametrize("write", FORMATS)
def test_posts_read_back_without_a_difference(write: Callable[..., bytes], tmp_path: Path) -> None:
    table = exports.posts(OPERATOR, TODAY)
    path = tmp_path / "posts"
    path.write_bytes(write(table.columns, table.rows))
    found = posts.preview(OPERATOR, posts.read(OPERATOR, path), today=TODAY)
    assert found.problems == []
    assert [(change.what, change.cells) for change in found.changes] == []
    assert found.unchanged == 4
    assert [n for n in found.notices if "not saved" in n.message] == []


EDITED = {
    "pay_area": "Inner London", "pay_scale": "Upper", "pay_point": "M5", "tlr": "TLR2",
    "tlr_gbp": "£3,600.50", "sen_allowance_gbp": "2,787", "school_stage": 5, "trust_stage": 4,
    "qualification_stage": 5,
}  # fmt: skip


@pytest.mark.parametrize("column", EDITED)
def test_a_cell_edited_in_an_exported_file_is_told_and_nothing_else(
    column: str, tmp_path: Path
) -> None:
    table = exports.posts(OPERATOR, TODAY)
    edited = [list(row) for row in table.rows]
    place = table.columns.index(column)
    edited[0][place] = EDITED[column]
    # Ann stands on line 3 too, and two lines may not say two things of one person.
    edited[1][place] = None
    path = tmp_path / "posts"
    path.write_bytes(csv_bytes(table.columns, edited))
    found = posts.preview(OPERATOR, posts.read(OPERATOR, path), today=TODAY)
    assert found.problems == []
    assert [(change.line, [cell.column for cell in change.cells]) for change in found.changes] == [
        (2, [column])
    ]
    assert found.unchanged == 3


def test_posts_have_the_templates_columns_and_only_appointments_that_are_not_over() -> None:
    table = exports.posts(OPERATOR, TODAY)
    assert table.columns == templates.POSTS
    found = [(row["urn"], row["post_title"], row["person_name"]) for row in rows(table)]
    assert found == [
        (100001, "SENCO", "=Ann Lee"),
        (100002, "SENCO", "=Ann Lee"),
        (100002, "Assistant SENCO", None),
        (None, "SEND lead", "+Cara"),
    ]


@pytest.mark.parametrize("write", FORMATS)
def test_evidence_reads_back_without_a_difference(write: Callable[..., bytes]) -> None:
    table = exports.evidence(OPERATOR, TODAY)
    content = write(table.columns, table.rows)
    file = evidence.read(OPERATOR, content, file_name="evidence")
    found = evidence.preview(OPERATOR, file, today=TODAY)
    assert (found.problems, found.changes, found.unchanged) == ([], [], 4)


def test_evidence_is_a_row_for_each_day_with_the_figures_that_count() -> None:
    table = exports.evidence(OPERATOR, TODAY)
    assert table.columns == templates.EVIDENCE
    found = rows(table)
    assert [(row["urn"], row["census_date"], row["roll"]) for row in found] == [
        (100001, CENSUS, 421),
        (100001, date(2025, 1, 16), 420),
        (100002, CENSUS, 420),
        (100004, CENSUS, None),
    ]
    assert found[0]["notional_sen_budget_gbp"] == 67_755
    assert str(found[0]["turnover_percent"]) == "20.1"
    assert [row["census_date"] for row in rows(exports.evidence(OPERATOR, date(2025, 6, 1)))] == [
        date(2025, 1, 16)
    ] * 4


def test_who_may_take_them_out() -> None:
    with transaction():
        director, hr = factories.actor("director"), factories.actor("hr")
        governor = factories.actor("governor", academies=[factories.academy()])
    assert list(exports.posts(hr, TODAY).rows)
    with pytest.raises(Refused):
        exports.posts(director, TODAY)
    with pytest.raises(Refused):
        exports.evidence(governor, TODAY)
