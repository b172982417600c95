"""The trust's own figures: ranges, what needs what, and what a blank or an equal figure does."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests import factories, files
from tests.factories import CENSUS, NOW, TODAY
from trust_inclusion.adapters.tables import WrongFile
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Refused
from trust_inclusion.domain.evidence import Origin
from trust_inclusion.models.academies import Academy, Evidence
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.standing import Standing
from trust_inclusion.services.imports import CannotImport, Preview, evidence

pytestmark = pytest.mark.usefixtures("session")
ROW = {
    "urn": "139975",
    "census_date": "2026-01-15",
    "roll": "420",
    "sen_support": "60",
    "sen_support_with_specialist": "20",
    "ehcp": "12",
    "notional_sen_budget_gbp": "£120,000",
    "budget_year": "2025-26",
    "turnover_percent": "34%",
    "turnover_source": "Joiners and leavers of our own register",
    "source": "Trust return",
}


@pytest.fixture
def northgate(session: Any) -> int:
    """The id of an academy in the trust without evidence."""
    with factories.saved():
        return factories.academy("Northgate", urn=139975).id


def planned(content: bytes, actor: Any = OPERATOR) -> Preview[Any]:
    file = evidence.read(actor, content, file_name="figures.csv")
    return evidence.preview(OPERATOR, file, today=TODAY)


def taken(content: bytes, *, leave_out_errors: bool = False) -> Preview[Any]:
    with transaction():
        found = planned(content)
        evidence.apply(OPERATOR, found, leave_out_errors=leave_out_errors, now=NOW)
    return found


def stored() -> Evidence:
    query = select(Evidence).where(Evidence.origin == Origin.EVIDENCE_FILE.value)
    return db.session.scalars(query).one()


def known(academy_id: int, origin: Origin, **figures: Any) -> None:
    """Figures that another source says of the same day."""
    nothing: dict[str, Any] = dict.fromkeys(
        ["roll", "sen_support", "sen_support_with_specialist", "ehcp", "budget_pounds",
         "turnover_tenths"]
    )  # fmt: skip
    with factories.saved():
        academy = db.session.get_one(Academy, academy_id)
        factories.evidence_for(academy, census_date=CENSUS, origin=origin, **nothing | figures)


def told(content: bytes) -> list[tuple[int, str]]:
    return [(problem.line, problem.column) for problem in planned(content).problems]


@pytest.mark.usefixtures("northgate")
def test_a_row_of_figures_is_kept_in_exact_units_and_reaches_the_formula() -> None:
    assert taken(files.evidence(ROW)).new == 1
    row = stored()
    assert (row.notional_sen_budget_pence, row.turnover_tenths) == (120_000_00, 340)
    assert (row.budget_year, row.source) == ("2025-26", "Trust return")
    minutes = select(Standing.formula_minutes).where(Standing.valid_from == CENSUS)
    # 120 + 40 + 100 + 60 = 320 points: 8 hours, and 2 for a turnover above 30 %.
    assert db.session.scalar(minutes) == 10 * 60


@pytest.mark.usefixtures("northgate")
def test_the_same_file_twice_changes_nothing_the_second_time() -> None:
    taken(files.evidence(ROW))
    version = stored().version
    again = taken(files.evidence(ROW))
    assert (again.changes, again.unchanged, stored().version) == ([], 1, version)


@pytest.mark.usefixtures("northgate")
def test_a_blank_leaves_the_stored_value_alone() -> None:
    taken(files.evidence(ROW))
    found = taken(files.evidence({"urn": "139975", "census_date": "15/01/2026", "ehcp": "13"}))
    assert [(c.column, c.before, c.after) for c in found.changes[0].cells] == [("ehcp", "12", "13")]
    assert (stored().roll, stored().ehcp, stored().source) == (420, 13, "Trust return")


@pytest.mark.parametrize(
    ("column", "bad"),
    [
        ("urn", "999999"),
        ("urn", ""),
        ("urn", "Northgate"),
        ("census_date", "2026-11-22"),
        ("census_date", "15.1.2026"),
        ("census_date", ""),
        ("roll", "-1"),
        ("roll", "20001"),
        ("roll", "about 400"),
        ("ehcp", "12.5"),
        ("sen_support_with_specialist", "61"),
        ("notional_sen_budget_gbp", "120k"),
        ("notional_sen_budget_gbp", "60000000"),
        ("budget_year", ""),
        ("budget_year", "the financial year 2025-26"),
        ("turnover_percent", "20.04"),
        ("turnover_percent", "201"),
        ("turnover_source", ""),
    ],
)
@pytest.mark.usefixtures("northgate")
def test_a_bad_cell_is_told_by_line_and_column(column: str, bad: str) -> None:
    assert told(files.evidence({**ROW, column: bad})) == [(2, column)]


@pytest.mark.usefixtures("northgate")
def test_nothing_is_saved_while_a_row_is_in_error_unless_it_is_left_out() -> None:
    with factories.saved():
        factories.academy("Southgate", urn=139976)
    content = files.evidence(ROW, {**ROW, "urn": "139976", "roll": "?"})
    with pytest.raises(CannotImport, match="1 row is in error"):
        taken(content)
    assert db.session.scalars(select(Evidence)).all() == []
    assert taken(content, leave_out_errors=True).counts() == {
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "left_out": 1,
    }


@pytest.mark.usefixtures("northgate")
def test_one_academy_twice_at_a_date_is_a_problem_of_the_second_row() -> None:
    assert told(files.evidence(ROW, ROW)) == [(3, "urn")]


def test_figures_are_held_against_the_census_of_the_same_day(northgate: int) -> None:
    known(northgate, Origin.CENSUS, roll=70, sen_support=60, ehcp=12)
    assert told(files.evidence({**ROW, "roll": "", "ehcp": ""})) == [(2, "roll")]
    split = {"urn": "139975", "census_date": "2026-01-15", "sen_support_with_specialist": "61"}
    assert (2, "sen_support_with_specialist") in told(files.evidence(split))


def test_a_figure_that_counts_already_changes_nothing_whoever_said_it(northgate: int) -> None:
    known(northgate, Origin.CENSUS, roll=420, sen_support=60, ehcp=12)
    row = {**ROW, "sen_support_with_specialist": "", "notional_sen_budget_gbp": ""}
    row |= {"budget_year": "", "turnover_percent": "", "turnover_source": ""}
    assert planned(files.evidence(row)).unchanged == 1
    taken(files.evidence({**row, "sen_support_with_specialist": "20"}))
    assert (stored().roll, stored().sen_support_with_specialist) == (None, 20)


def test_an_entered_figure_stays_and_is_said(northgate: int) -> None:
    known(northgate, Origin.ENTERED, ehcp=14)
    found = taken(files.evidence(ROW))
    assert "ehcp 14 was entered on the page. It stays, and counts." in found.notices[-1].message
    assert stored().ehcp == 12


@pytest.mark.usefixtures("northgate")
def test_a_template_that_was_not_filled_in_changes_nothing() -> None:
    found = taken(files.evidence({"urn": "139975"}, {"urn": "139975", "census_date": "2026-01-15"}))
    assert found.counts() == {"new": 0, "changed": 0, "unchanged": 2, "left_out": 0}


@pytest.mark.usefixtures("northgate")
def test_without_a_source_the_file_is_the_source() -> None:
    taken(files.evidence({**ROW, "source": ""}))
    assert stored().source == "File figures.csv"


@pytest.mark.usefixtures("northgate")
def test_the_log_has_figures_and_no_free_text() -> None:
    taken(files.evidence(ROW))
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "evidence_imported")
    ).one()
    assert (event.after or {})["notional_sen_budget_pence"] == 120_000_00
    assert "register" not in str(event.after)
    assert "Trust return" not in str(event.after)


@pytest.mark.usefixtures("northgate")
def test_a_wrong_file_is_refused_with_what_it_seems_to_be() -> None:
    with pytest.raises(WrongFile, match=r"census_date(?s:.)+looks like a GIAS file"):
        planned(files.establishments({}))
    with pytest.raises(WrongFile, match="no rows"):
        planned(files.evidence())


@pytest.mark.usefixtures("northgate")
def test_columns_that_are_not_read_are_named() -> None:
    found = planned(files.made([*ROW, "Notes"], [{**ROW, "Notes": "x"}]))
    assert found.notices[0].message == "These columns are not read: Notes."


def test_a_headteacher_may_not_import(northgate: int) -> None:
    with transaction():
        here = [db.session.get_one(Academy, northgate)]
        actor = factories.actor("headteacher", academies=here)
    with pytest.raises(Refused):
        planned(files.evidence(ROW), actor)


@pytest.mark.usefixtures("northgate")
def test_another_day_is_another_row() -> None:
    taken(files.evidence(ROW, {**ROW, "census_date": "16-01-2025", "roll": "401"}))
    days = db.session.scalars(select(Evidence.census_date).order_by(Evidence.census_date)).all()
    assert days == [date(2025, 1, 16), CENSUS]
