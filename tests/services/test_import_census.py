"""Census figures: whose, of which day, what is missing, and whose figures stay."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests import factories, files
from tests.factories import NOW, TODAY
from trust_inclusion.adapters.tables import WrongFile
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Refused
from trust_inclusion.domain.evidence import Origin
from trust_inclusion.models.academies import Academy, Evidence, Predecessor
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.standing import Standing
from trust_inclusion.services.imports import CannotImport, Preview, census

pytestmark = pytest.mark.usefixtures("session")
NAME = "2025-2026_england_census.csv"
JANUARY = date(2026, 1, 15)


@pytest.fixture
def northgate(session: Any) -> int:
    """The id of an academy in the trust without evidence."""
    with factories.saved():
        return factories.academy("Northgate", urn=139975).id


def planned(content: bytes, **given: Any) -> Preview[Any]:
    file = census.read(
        given.pop("actor", OPERATOR),
        content,
        file_name=given.pop("file_name", NAME),
        census_date=given.pop("census_date", None),
        links=given.pop("links", None),
        today=TODAY,
    )
    return census.preview(OPERATOR, file)


def taken(content: bytes, *, leave_out_errors: bool = False, **given: Any) -> Preview[Any]:
    with transaction():
        found = planned(content, **given)
        census.apply(OPERATOR, found, leave_out_errors=leave_out_errors, now=NOW)
    return found


def stored() -> Evidence:
    query = select(Evidence).where(Evidence.origin == Origin.CENSUS.value)
    return db.session.scalars(query).one()


def notices(found: Preview[Any]) -> str:
    return " ".join(notice.message for notice in found.notices)


def test_only_the_trusts_rows_are_taken_and_the_day_follows_from_the_name(northgate: int) -> None:
    found = taken(files.census({}, {"URN": "100000"}, {"URN": "NAT"}))
    assert found.counts() == {"new": 1, "changed": 0, "unchanged": 0, "left_out": 0}
    row = stored()
    assert (row.academy_id, row.census_date) == (northgate, JANUARY)
    assert (row.roll, row.sen_support, row.ehcp) == (420, 60, 12)
    assert NAME in row.source
    standing = select(Standing.pupil_points).where(Standing.valid_from == JANUARY)
    assert db.session.scalar(standing) == 60 + 12 * 5


@pytest.mark.usefixtures("northgate")
def test_the_same_file_twice_changes_nothing_the_second_time() -> None:
    taken(files.census({}))
    version = stored().version
    again = taken(files.census({}), file_name=f"copy of {NAME}")
    assert (again.changes, again.unchanged, stored().version) == ([], 1, version)


@pytest.mark.usefixtures("northgate")
def test_missing_figures_stay_missing() -> None:
    taken(files.census({"TSENELK": "z", "TSENELSE": "0"}))
    assert (stored().roll, stored().sen_support, stored().ehcp) == (420, None, 0)


@pytest.mark.usefixtures("northgate")
def test_a_row_without_any_figure_is_said_and_stored_nowhere() -> None:
    found = taken(files.census({"NOR": "0", "TSENELK": "NA", "TSENELSE": "NA"}))
    assert "has a row without figures" in notices(found)
    assert db.session.scalars(select(Evidence)).all() == []


def test_what_the_trust_said_stays_and_both_are_shown(northgate: int) -> None:
    with factories.saved():
        factories.evidence_for(
            db.session.get_one(Academy, northgate),
            census_date=JANUARY,
            origin=Origin.ENTERED,
            roll=420,
            sen_support=63,
        )
    found = taken(files.census({"TSENELSE": "NA"}))
    assert "entered here says sen_support 63 (census 60), ehcp 12 (census blank)" in notices(found)
    assert "roll" not in notices(found)
    entered = select(Evidence.sen_support).where(Evidence.origin == Origin.ENTERED.value)
    assert db.session.scalar(entered) == 63
    assert stored().sen_support == 60


@pytest.mark.usefixtures("northgate")
def test_a_corrected_census_is_shown_before_and_after() -> None:
    taken(files.census({}))
    found = taken(files.census({"NOR": "421"}))
    assert [(c.column, c.before, c.after) for c in found.changes[0].cells] == [
        ("roll", "420", "421")
    ]
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "census_imported")
    ).all()[-1]
    assert (event.before or {})["roll"] == 420
    assert (event.after or {})["roll"] == 421


@pytest.mark.usefixtures("northgate")
def test_a_converted_academy_says_so_and_takes_its_predecessors_figures_with_the_links() -> None:
    content = files.census({"URN": "107386", "NOR": "399"})
    without = planned(content)
    assert "139975 Northgate has no row in this census" in notices(without)
    assert "--links" in notices(without)
    assert without.changes == []
    found = taken(content, links=files.links({}))
    assert "the figures of 107386 Old Northgate are taken" in notices(found)
    assert (stored().roll, stored().source_urns) == (399, "107386")
    assert "107386 Old Northgate" in stored().source


def test_stored_predecessors_serve_as_well_and_several_are_added_together(northgate: int) -> None:
    with transaction():
        for urn, name in ((107386, "Infants"), (107387, "Juniors"), (107388, "Nursery")):
            db.session.add(Predecessor(academy_id=northgate, urn=urn, name=name))
    found = taken(
        files.census(
            {"URN": "107386", "NOR": "180", "TSENELK": "20", "TSENELSE": "2"},
            {"URN": "107387", "NOR": "240", "TSENELK": "z", "TSENELSE": "5"},
        )
    )
    row = stored()
    assert (row.roll, row.sen_support, row.ehcp) == (420, None, 7)
    assert row.source_urns == "107386, 107387"
    assert "added together; 107388 Nursery has none" in notices(found)


@pytest.mark.usefixtures("northgate")
def test_its_own_row_replaces_its_predecessors() -> None:
    taken(files.census({"URN": "107386", "NOR": "399"}), links=files.links({}))
    found = taken(files.census({}), links=files.links({}))
    cells = [(cell.column, cell.before, cell.after) for cell in found.changes[0].cells]
    assert cells == [("roll", "399", "420"), ("taken from", "107386", "its own row")]
    assert stored().source_urns is None


@pytest.mark.usefixtures("northgate")
def test_a_bad_figure_is_told_and_its_academy_left_alone() -> None:
    content = files.census({"NOR": "many"}, {"URN": "107386"})
    with pytest.raises(CannotImport, match="1 row is in error"):
        taken(content, links=files.links({}))
    found = taken(content, links=files.links({}), leave_out_errors=True)
    assert [(one.line, one.column) for one in found.problems] == [(2, "NOR")]
    assert db.session.scalars(select(Evidence)).all() == []


def test_an_academy_that_had_left_by_then_is_not_asked_for() -> None:
    with factories.saved():
        factories.academy(urn=139975, left_on=JANUARY)
        factories.academy(urn=139976, left_on=date(2026, 1, 16))
    found = taken(files.census({}, {"URN": "139976"}))
    assert [change.what.split()[0] for change in found.changes] == ["139976"]


@pytest.mark.usefixtures("northgate")
def test_the_day_must_be_known_and_past() -> None:
    with pytest.raises(CannotImport, match="--census-date"):
        planned(files.census({}), file_name="england_census.csv")
    with pytest.raises(CannotImport, match="in the future"):
        planned(files.census({}), census_date=date(2027, 1, 21))
    told = taken(files.census({}), file_name="x.csv", census_date=date(2025, 1, 16))
    assert told.plan.census_date == date(2025, 1, 16)


def test_without_academies_there_is_nothing_to_take() -> None:
    with pytest.raises(CannotImport, match="import the academies first"):
        planned(files.census({}))


@pytest.mark.usefixtures("northgate")
def test_another_file_is_refused() -> None:
    with pytest.raises(WrongFile, match="census"):
        planned(files.establishments({}))


@pytest.mark.usefixtures("northgate")
def test_a_governor_may_not() -> None:
    with transaction():
        actor = factories.actor("trust_leader")
    with pytest.raises(Refused):
        planned(files.census({}), actor=actor)
