"""The academies list as a file: columns, codes, grants, order and filters of the page."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests import factories
from tests.factories import CENSUS, TODAY
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Actor, Refused
from trust_inclusion.domain.posts import Basis
from trust_inclusion.models.academies import Academy
from trust_inclusion.services import exports
from trust_inclusion.services.academies import Filters, Sort

COLUMNS = [
    "urn", "academy", "phase", "establishment_type", "statutory_duty", "hub", "senco", "vacant",
    "acting", "allocated_hours", "formula_hours", "formula_hours_exact", "formula_low_hours",
    "formula_high_hours", "budget_points", "pupil_points", "points", "mobility_hours", "gap_hours",
    "gap_status", "one_day_gap_hours", "qualification_status", "deadline", "pay_point",
    "school_stage", "trust_stage", "qualification_stage", "conditions_not_met", "open_change",
]  # fmt: skip
EVERYTHING, BY_NAME = Filters(), Sort()
OF_A_GRANT = {
    "qualification_status",
    "deadline",
    "pay_point",
    "school_stage",
    "trust_stage",
    "qualification_stage",
    "open_change",
}


@pytest.fixture
def ids(session: Any) -> list[int]:
    """Ash has a SENCO and evidence, Beech one acting and a range; Cedar is special, Dell empty."""
    with factories.saved():
        north = factories.hub("North")
        ash = factories.academy("Ash", urn=100001, hub=north)
        factories.evidence_for(ash, turnover_tenths=340)
        factories.senco(
            ash,
            "Ann Lee",
            hours=18.6,
            person=factories.person("Ann Lee", stages=(4, 3, 4)),
            pay_point="M6",
        )
        beech = factories.academy("Beech", urn=100002, phase="4", type_code="28")
        factories.evidence_for(
            beech, sen_support_with_specialist=None, budget_pounds=13_000, turnover_tenths=None
        )
        senco = factories.senco(beech, "Bob Ray", hours=100 / 60, basis=Basis.ACTING)
        factories.qualification(senco.person, passed_on=date(2025, 7, 1))
        cedar = factories.academy("Cedar", urn=100003, type_code="44", phase="0")
        dell = factories.academy("Dell", urn=100004)
    return [ash.id, beech.id, cedar.id, dell.id]


def exported(
    actor: Actor = OPERATOR, filters: Filters = EVERYTHING, sort: Sort = BY_NAME, day: date = TODAY
) -> list[dict[str, Any]]:
    table = exports.academies(actor, filters, sort, day)
    return [dict(zip(table.columns, row, strict=True)) for row in table.rows]


@pytest.mark.usefixtures("ids")
def test_the_columns_are_those_of_the_contract_in_its_order() -> None:
    assert list(exports.academies(OPERATOR, Filters(), Sort(), TODAY).columns) == COLUMNS


@pytest.mark.usefixtures("ids")
def test_a_row_has_the_words_codes_and_hours_of_the_contract() -> None:
    ash = exported()[0]
    assert ash == {
        "urn": 100001,
        "academy": "Ash",
        "phase": "Primary",
        "establishment_type": "Academy converter",
        "statutory_duty": True,
        "hub": "North",
        "senco": "Ann Lee",
        "vacant": False,
        "acting": False,
        "allocated_hours": Decimal("18.6"),
        "formula_hours": Decimal("10.0"),
        "formula_hours_exact": Decimal("10.000"),
        "formula_low_hours": Decimal("10.0"),
        "formula_high_hours": Decimal("10.0"),
        "budget_points": 120,
        "pupil_points": 200,
        "points": 320,
        "mobility_hours": Decimal("2.0"),
        "gap_hours": Decimal("8.6"),
        "gap_status": "above",
        "one_day_gap_hours": Decimal("12.1"),
        "qualification_status": "overdue",
        "deadline": date(2026, 9, 1),
        "pay_point": "M6",
        "school_stage": 4,
        "trust_stage": 3,
        "qualification_stage": 4,
        # Overdue by law, and neither a TLR nor leadership pay.
        "conditions_not_met": 2,
        "open_change": None,
    }


@pytest.mark.usefixtures("ids")
def test_a_range_is_compared_with_its_lower_end() -> None:
    beech = exported()[1]
    # 13 + 60 + 60 = 133 points at the least, 13 + 300 + 60 = 373 at the most.
    assert (beech["formula_hours"], beech["formula_high_hours"]) == (Decimal("3.0"), Decimal("9.0"))
    assert str(beech["formula_hours_exact"]) == "3.325"
    assert (beech["allocated_hours"], beech["gap_hours"]) == (Decimal("1.67"), Decimal("-1.33"))
    assert (beech["gap_status"], beech["acting"]) == ("short", True)
    assert (beech["qualification_status"], beech["mobility_hours"]) == ("met", Decimal("0.0"))


@pytest.mark.usefixtures("ids")
def test_what_is_not_known_is_blank_and_only_a_duty_makes_a_vacancy() -> None:
    _, _, cedar, dell = exported()
    assert (cedar["gap_status"], cedar["vacant"], cedar["phase"]) == (
        "not_applicable",
        False,
        "Special",
    )
    assert (dell["gap_status"], dell["vacant"], dell["allocated_hours"]) == (
        "vacant",
        True,
        Decimal("0.0"),
    )
    assert dell["formula_hours"] is None
    assert (cedar["qualification_status"], dell["qualification_status"]) == (
        "not_in_scope",
        "no_senco",
    )
    assert dell["formula_high_hours"] is None


@pytest.mark.usefixtures("ids")
def test_rows_and_order_are_those_of_the_page() -> None:
    urns = [row["urn"] for row in exported(sort=Sort("academy", descending=True))]
    assert urns == [100004, 100003, 100002, 100001]
    assert [row["urn"] for row in exported(filters=Filters(gap="short"))] == [100002]
    assert [row["urn"] for row in exported(filters=Filters(words="ann"))] == [100001]
    assert exported(day=CENSUS.replace(year=2019, month=1)) == []


def test_columns_that_are_not_granted_are_absent(ids: list[int]) -> None:
    with transaction():
        ash = db.session.get_one(Academy, ids[0])
        governor = factories.actor("governor", academies=[ash])
        trustee = factories.actor("trust_leader")
        executive = factories.actor("trust_leader", with_pay=True)
        head = factories.actor("headteacher", academies=[ash])
    assert set(COLUMNS) - set(exported(governor)[0]) == OF_A_GRANT
    assert set(COLUMNS) - set(exported(trustee)[0]) == {"pay_point"}
    assert set(exported(executive)[0]) == set(COLUMNS)
    assert [(row["urn"], row["pay_point"]) for row in exported(head)] == [(100001, "M6")]
    # Everybody here reads how many are not met; without pay, those that tell of it are not counted.
    assert (
        exported(governor)[0]["conditions_not_met"],
        exported(executive)[0]["conditions_not_met"],
    ) == (1, 2)
    with pytest.raises(Refused):
        exported(trustee, sort=Sort("pay"))
    with pytest.raises(Refused):
        exported(governor, filters=Filters(qualification="met"))
