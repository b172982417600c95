"""Rows of the posts template: every column, what a blank leaves alone, and what is refused."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import factories, files
from tests.factories import SINCE, TODAY
from tests.posts_files import ANN, CARA, FULL, cells, count, only, planned, taken, told
from trust_inclusion.adapters.tables import WrongFile
from trust_inclusion.db import db
from trust_inclusion.domain.access import OPERATOR, Refused
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.posts import Absence, Allocation, Appointment, AppointmentPay, Post
from trust_inclusion.models.standing import Standing
from trust_inclusion.services.imports import CannotImport, posts

pytestmark = pytest.mark.usefixtures("two_academies")


def test_a_row_brings_person_post_appointment_and_opening_hours_into_the_list() -> None:
    found = taken(ANN)
    assert found.counts() == {"new": 1, "changed": 0, "unchanged": 0, "left_out": 0}
    person, post, held = only(Person), only(Post), only(Appointment)
    assert (person.name, person.email, person.trn) == (
        "Ann Lee",
        "ann.lee@school.example",
        "1234567",
    )
    assert (post.kind, post.title, post.academy.urn) == ("senco", "SENCO", 139975)
    assert (held.designated, held.basis, held.started_on) == (True, "permanent", SINCE)
    hours = only(Allocation)
    assert (hours.minutes, hours.kind, hours.starts_on) == (450, "opening", SINCE)
    standing = db.session.scalars(
        select(Standing).where(Standing.urn == 139975, Standing.valid_from == SINCE)
    ).one()
    assert (standing.sencos, standing.allocated_minutes, standing.vacant) == ("Ann Lee", 450, False)


def test_every_column_has_its_place() -> None:
    taken(FULL)
    held, person = only(Appointment), only(Person)
    assert (held.ended_on, held.basis, held.designated) == (date(2028, 8, 31), "acting", False)
    assert (held.is_head, held.teaches_here, held.on_slt) == (True, False, True)
    assert (person.qts, person.para_8a, person.induction_completed) == (True, False, "not required")
    spells = [(spell.started_on, spell.ended_on) for spell in person.service_spells]
    assert spells == [(date(2015, 9, 1), date(2018, 8, 31)), (date(2019, 1, 1), None)]
    assert (person.school_stage, person.trust_stage, person.qualification_stage) == (4, 3, 4)
    absence, course, pay = only(Absence), only(Qualification), only(AppointmentPay)
    assert (absence.starts_on, absence.ends_on) == (date(2026, 10, 1), date(2027, 3, 31))
    assert (course.course, course.provider) == ("NPQSENCO", "Larkfield Hub")
    assert (course.passed_on, course.checked_on) == (date(2026, 4, 30), date(2026, 5, 5))
    assert (pay.starts_on, pay.area, pay.scale, pay.point) == (
        SINCE,
        "Rest of England",
        "Main",
        "M6",
    )
    assert (pay.tlr, pay.tlr_pence, pay.sen_allowance_pence) == ("TLR2", 352_750, 278_700)


def test_the_same_file_twice_changes_nothing_the_second_time() -> None:
    taken(FULL)
    again = taken(FULL)
    assert (again.changes, again.unchanged) == ([], 1)
    tables = (Person, Post, Appointment, Absence, Qualification, AppointmentPay, Allocation)
    assert [count(table) for table in tables] == [1] * 7


def test_a_blank_leaves_the_stored_value_alone_but_for_kind_and_designated() -> None:
    taken({**FULL, "post_kind": "assistant"})
    key = ("urn", "post_title", "person_name", "trn")
    found = taken({column: FULL[column] for column in key})
    assert cells(found) == {"post_kind": ("assistant", "senco"), "designated": ("no", "yes")}
    assert only(Person).qts is True


def test_a_change_is_shown_cell_by_cell_before_anything_is_saved() -> None:
    taken(FULL)
    found = planned({**FULL, "role_started_on": "2023-10-01", "email": "a.lee@school.example"})
    assert cells(found) == {
        "role_started_on": ("2023-09-01", "2023-10-01"),
        "email": ("ann.lee@school.example", "a.lee@school.example"),
    }
    assert only(Appointment).started_on == SINCE


def test_one_person_in_two_academies_is_two_rows_and_one_person() -> None:
    found = taken(ANN, {**ANN, "urn": "139976", "email": "", "hours_per_week": "5"})
    assert (found.new, count(Person), count(Appointment)) == (2, 1, 2)
    sencos = db.session.scalars(select(Standing.sencos).where(Standing.valid_from == SINCE)).all()
    assert sencos == ["Ann Lee", "Ann Lee"]


def test_several_designated_sencos_share_a_post_or_have_their_own() -> None:
    bob = {**ANN, "person_name": "Bob Ray", "email": "bob@school.example", "trn": ""}
    own = {**bob, "post_title": "SENCO (Mon to Wed)", "hours_per_week": "3"}
    taken(ANN, bob, own)
    query = select(Standing).where(Standing.urn == 139975, Standing.valid_from == SINCE)
    standing = db.session.scalars(query).one()
    assert standing.allocated_minutes == 450 + 180
    assert "Ann Lee" in standing.sencos
    assert "Bob Ray" in standing.sencos


def test_a_vacant_post_is_a_row_that_names_nobody() -> None:
    vacant = {"urn": "139975", "post_title": "SENCO", "hours_per_week": "6"}
    assert taken(vacant).new == 1
    assert (count(Post), count(Person), only(Allocation).starts_on) == (1, 0, TODAY)
    assert taken(vacant).unchanged == 1
    assert told({**vacant, "role_started_on": "2026-09-01"}) == [(2, "role_started_on")]


def test_a_trust_wide_post_is_at_no_academy() -> None:
    lead = {**ANN, "urn": "", "post_kind": "trust-wide", "post_title": "SEND lead"}
    taken(lead)
    assert (only(Post).academy_id, only(Post).kind) == (None, "trust_wide")
    assert taken(lead).unchanged == 1
    assert told({**lead, "urn": "139975"}) == [(2, "urn")]
    assert told({**lead, "post_kind": ""}) == [(2, "urn")]


@pytest.mark.parametrize(
    ("column", "bad"),
    [
        ("urn", "999999"),
        ("post_kind", "caretaker"),
        ("post_title", ""),
        ("email", "ann.lee"),
        ("trn", "123456"),
        ("trn", "12345678"),
        ("role_started_on", "01.09.2023"),
        ("role_started_on", "0203-09-01"),
        ("role_ended_on", "2023-08-31"),
        ("basis", "forever"),
        ("designated", "maybe"),
        ("absent_from", "2023-08-31"),
        ("absent_to", "2026-09-30"),
        ("is_head", "1"),
        ("induction_completed", "nearly"),
        ("earlier_relevant_service", "2015 to 2018"),
        ("earlier_relevant_service", "2018-09-01/2015-08-31"),
        ("course_expected_on", "2024-09-30"),
        ("passed_on", "2024-09-30"),
        ("passed_on", "2026-11-22"),
        ("evidence_checked_on", "2026-11-22"),
        ("evidence_checked_on", "2026-04-29"),
        ("hours_per_week", "33"),
        ("hours_per_week", "-1"),
        ("tlr_gbp", "2,87"),
        ("pay_point", "a point of more than twenty"),
        ("school_stage", "9"),
        ("qualification_stage", "Doctor"),
    ],
)
def test_a_bad_cell_is_told_by_line_and_column(column: str, bad: str) -> None:
    assert told({**FULL, column: bad}) == [(2, column)]


def test_a_trn_that_lost_its_nought_is_explained() -> None:
    message = planned({**ANN, "trn": "123456"}).problems[0].message
    assert "drops noughts at the front: if it is 0123456" in message


def test_an_academy_that_left_takes_no_more_posts() -> None:
    with factories.saved():
        factories.academy(urn=139977, left_on=TODAY)
    assert told({**ANN, "urn": "139977"}) == [(2, "urn")]


def test_nothing_is_saved_while_a_row_is_in_error_unless_it_is_left_out() -> None:
    rows = (ANN, {**CARA, "trn": "12"})
    with pytest.raises(CannotImport, match="1 row is in error"):
        taken(*rows)
    assert (count(Person), count(AuditEvent)) == (0, 0)
    found = taken(*rows, leave_out_errors=True)
    assert (found.new, found.left_out, count(Person)) == (1, 1, 1)


def test_the_log_has_neither_names_nor_addresses_nor_reference_numbers() -> None:
    taken(FULL)
    events = db.session.scalars(select(AuditEvent)).all()
    assert {event.subject for event in events} >= {"person", "post", "appointment", "pay"}
    everything = " ".join(str((event.before, event.after)) for event in events)
    for private in ("Ann", "ann.lee", "1234567", "Larkfield", "SENCO"):
        assert private not in everything


def test_a_wrong_file_is_refused_with_what_is_missing_and_what_it_seems_to_be() -> None:
    with pytest.raises(WrongFile, match=r"“post_title” or “person_name”(?s:.)+like a GIAS file"):
        posts.read(OPERATOR, files.establishments({}))


def test_only_hr_and_the_operator_import_posts() -> None:
    for role in ("director", "trust_leader", "admin", "senco"):
        with pytest.raises(Refused):
            posts.read(factories.actor(role), files.posts(ANN))
