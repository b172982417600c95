"""Academies from GIAS: who is in the trust, who left, and what is refused."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from tests import factories, files
from tests.factories import NOW, TODAY
from trust_inclusion.adapters.tables import WrongFile
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Actor, Refused
from trust_inclusion.models.academies import Academy, Predecessor
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import settings
from trust_inclusion.services.imports import CannotImport, Preview, academies

pytestmark = pytest.mark.usefixtures("session")
LIST_DAY = date(2026, 8, 6)
NAME = "edubasealldata20260806.csv"


def planned(content: bytes, *, trust: str | None = files.TRUST, **given: Any) -> Preview[Any]:
    file = academies.read(
        given.pop("actor", OPERATOR),
        content,
        file_name=given.pop("file_name", NAME),
        trust_uid=trust,
        links=given.pop("links", None),
        today=TODAY,
    )
    return academies.preview(OPERATOR, file)


def taken(content: bytes, *, leave_out_errors: bool = False, **given: Any) -> Preview[Any]:
    with transaction():
        found = planned(content, **given)
        academies.apply(OPERATOR, found, leave_out_errors=leave_out_errors, now=NOW)
    return found


def academy(urn: int = 139975) -> Academy:
    return db.session.scalars(select(Academy).where(Academy.urn == urn)).one()


def notices(found: Preview[Any]) -> str:
    return " ".join(notice.message for notice in found.notices)


def test_the_trust_is_picked_by_its_uid_and_remembered_with_its_name_as_people_write_it() -> None:
    found = taken(
        files.group_links(
            {},
            {"Linked UID": "2150", "Group Type": "School sponsor"},
            {"URN": "140001", "EstablishmentName": "Elsewhere", "Linked UID": "77"},
        )
    )
    assert found.counts() == {"new": 1, "changed": 0, "unchanged": 0, "left_out": 0}
    row = academy()
    assert (row.name, row.type_code, row.phase, row.status, row.la_name) == (
        "Northgate School",
        "34",
        "2",
        "1",
        "Bradford",
    )
    assert row.joined_on == date(2015, 9, 1)
    kept = settings.current()
    assert (kept.trust_uid, kept.trust_name) == ("3252", "Northgate Learning Trust")
    assert planned(files.group_links({}), trust=None).changes == []


def test_a_name_that_the_trust_chose_for_itself_stays() -> None:
    with transaction():
        settings.name_trust("Northgate Schools Together")
    taken(files.group_links({}))
    assert settings.current().trust_name == "Northgate Schools Together"


def test_a_preview_writes_nothing() -> None:
    found = planned(files.establishments({}))
    assert found.new == 1
    assert db.session.scalar(select(func.count()).select_from(Academy)) == 0
    assert db.session.scalar(select(func.count()).select_from(AuditEvent)) == 0


def test_the_same_file_twice_changes_nothing_the_second_time() -> None:
    content = files.establishments({}, {"URN": "139976", "EstablishmentName": "Southgate"})
    assert taken(content).new == 2
    before = academy().version
    again = taken(content)
    assert (again.changes, again.unchanged) == ([], 2)
    assert academy().version == before


def test_a_change_is_shown_before_and_after_and_reaches_the_list() -> None:
    taken(files.establishments({}))
    found = taken(
        files.establishments(
            {"EstablishmentName": "Northgate Academy", "TypeOfEstablishment (code)": "44"}
        )
    )
    cells = {cell.column: (cell.before, cell.after) for cell in found.changes[0].cells}
    assert cells == {
        "name": ("Northgate School", "Northgate Academy"),
        "type_code": ("Academy converter", "Academy special converter"),
    }
    standing = db.session.scalars(select(Standing)).one()
    assert (standing.name, standing.duty) == ("Northgate Academy", False)
    events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
    told = events[-2].after
    assert told == {"urn": 139975, "type_code": "44", "name_changed": True}


def test_an_academy_that_the_list_no_longer_has_is_flagged_and_never_deleted() -> None:
    taken(files.establishments({}, {"URN": "139976", "EstablishmentName": "Southgate"}))
    found = taken(
        files.establishments(
            {},
            {
                "URN": "139976",
                "EstablishmentName": "Southgate",
                "Trusts (code)": "88",
                "Trusts (name)": "HARBOUR TRUST",
            },
        )
    )
    assert academy(139976).left_on == LIST_DAY
    assert "is now in trust 88 Harbour Trust: flagged as left from 6 August 2026" in notices(found)
    assert academy().left_on is None
    periods = select(Standing.valid_to).join(Academy, Academy.id == Standing.academy_id)
    assert db.session.scalars(periods.where(Academy.urn == 139976)).all() == [LIST_DAY]


def test_a_closed_academy_left_on_its_close_date_though_it_has_no_trust_any_more() -> None:
    taken(files.establishments({}, {"URN": "139976"}))
    taken(
        files.establishments(
            {},
            {
                "URN": "139976",
                "EstablishmentStatus (code)": "2",
                "CloseDate": "31-08-2025",
                "Trusts (code)": "",
                "TrustSchoolFlag (code)": "0",
            },
        )
    )
    row = academy(139976)
    assert (row.left_on, row.closed_on, row.status) == (date(2025, 8, 31), date(2025, 8, 31), "2")


def test_one_that_is_proposed_to_close_is_still_open() -> None:
    taken(files.establishments({"EstablishmentStatus (code)": "3"}))
    assert (academy().status, academy().left_on) == ("3", None)


def test_an_academy_back_in_the_list_no_longer_counts_as_left() -> None:
    both = files.establishments({}, {"URN": "139976"})
    taken(both)
    taken(files.establishments({}))
    assert academy(139976).left_on == LIST_DAY
    found = taken(both, file_name="edubasealldata20261101.csv")
    assert academy(139976).left_on is None
    assert "in the list again" in notices(found)


def test_an_older_list_neither_brings_back_nor_flags() -> None:
    taken(files.group_links({}, {"URN": "139976", "Joined date": "01-09-2024"}))
    taken(files.establishments({"URN": "139976"}))
    assert academy().left_on == LIST_DAY
    found = taken(files.group_links({}), file_name="grouplinks20190601.csv")
    assert academy().left_on == LIST_DAY
    assert academy(139976).left_on is None
    assert "joined after this list was made" in notices(found)


def test_an_academy_new_in_a_later_list_joined_then_unless_the_file_says_when() -> None:
    taken(files.establishments({}))
    assert academy().joined_on is None
    taken(files.establishments({}, {"URN": "139976"}))
    assert academy(139976).joined_on == LIST_DAY
    taken(files.group_links({}, {"URN": "139976", "Joined date": "01-04-2026"}))
    assert academy(139976).joined_on == date(2026, 4, 1)
    assert academy().joined_on == date(2015, 9, 1)


def test_an_academy_that_is_only_proposed_waits_for_its_opening_day() -> None:
    proposed = {"URN": "139976", "EstablishmentStatus (code)": "4", "OpenDate": ""}
    found = taken(files.establishments({}, proposed))
    assert (found.new, found.left_out) == (1, 1)
    taken(files.establishments({}, {**proposed, "OpenDate": "01-09-2027"}))
    assert academy(139976).joined_on == date(2027, 9, 1)


def test_a_bad_cell_is_told_by_line_and_column_and_nothing_is_saved() -> None:
    content = files.establishments({}, {"URN": "139976", "TypeOfEstablishment (code)": "99"})
    with pytest.raises(CannotImport, match="1 row is in error"):
        taken(content)
    assert db.session.scalar(select(func.count()).select_from(Academy)) == 0
    found = taken(content, leave_out_errors=True)
    problem = found.problems[0]
    assert (problem.line, problem.column) == (3, "TypeOfEstablishment (code)")
    assert "99" in problem.message
    assert (found.new, found.left_out) == (1, 1)


def test_an_academy_whose_row_is_in_error_is_not_taken_for_a_leaver() -> None:
    taken(files.establishments({}, {"URN": "139976"}))
    bad = files.establishments({}, {"URN": "139976", "PhaseOfEducation (code)": "x"})
    taken(bad, leave_out_errors=True)
    assert academy(139976).left_on is None


def test_two_rows_that_differ_about_one_academy_are_a_problem() -> None:
    found = planned(files.establishments({}, {"EstablishmentName": "Southgate"}))
    assert [(one.line, one.column) for one in found.problems] == [(3, "URN")]


def test_without_a_uid_the_largest_trusts_in_the_file_are_named() -> None:
    content = files.establishments({}, {"URN": "139976"}, {"URN": "1", "Trusts (code)": "88"})
    with pytest.raises(CannotImport, match=r"3252 +2 academies +NORTHGATE(?s:.)+88 +1 academy"):
        planned(content, trust=None)


def test_another_trust_than_the_remembered_one_is_refused() -> None:
    taken(files.establishments({}))
    with pytest.raises(CannotImport, match="is for trust 3252, Northgate Learning Trust"):
        planned(files.establishments({"Trusts (code)": "88"}), trust="88")


def test_a_file_without_the_trust_is_refused_and_flags_nobody() -> None:
    taken(files.establishments({}))
    with pytest.raises(WrongFile, match="no trust with UID “3252” in this file"):
        planned(files.establishments({"Trusts (code)": "88"}), trust=None)


def test_predecessors_are_kept_but_not_schools_it_was_split_from() -> None:
    told = files.links(
        {},
        {"LinkURN": "107387", "LinkName": "Lower", "LinkType": "Predecessor - merged"},
        {"LinkURN": "107388", "LinkName": "Big", "LinkType": "Predecessor - Split School"},
        {"LinkURN": "150000", "LinkName": "New", "LinkType": "Successor"},
        {"URN": "1", "LinkURN": "2", "LinkName": "Others"},
    )
    found = taken(files.establishments({}), links=told)
    cells = {cell.column: cell.after for cell in found.changes[0].cells}
    assert cells["predecessors"] == "107386 Old Northgate; 107387 Lower"
    stored = db.session.scalars(select(Predecessor.urn).order_by(Predecessor.urn)).all()
    assert stored == [107386, 107387]
    assert taken(files.establishments({}), links=told).changes == []


@pytest.mark.parametrize("role", ["director", "trust_leader", "headteacher", "senco", "governor"])
def test_only_those_who_may_import_academies_do(role: str) -> None:
    with transaction():
        here = [factories.academy()] if role in {"headteacher", "governor"} else []
        actor: Actor = factories.actor(role, academies=here)
    with pytest.raises(Refused):
        planned(files.establishments({}), actor=actor)
