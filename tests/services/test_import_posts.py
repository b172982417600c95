"""Posts and people: who is meant, what a blank leaves alone, and what a file may not do."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from tests import factories, files
from tests.factories import NOW, SINCE, TODAY
from trust_inclusion.adapters.tables import WrongFile
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Actor, Refused
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.posts import Absence, Allocation, Appointment, AppointmentPay, Post
from trust_inclusion.models.standing import Standing
from trust_inclusion.services.imports import CannotImport, Preview, posts

pytestmark = pytest.mark.usefixtures("academies")
ANN = {
    "urn": "139975",
    "post_title": "SENCO",
    "person_name": "Ann Lee",
    "email": "ann.lee@school.example",
    "trn": "1234567",
    "role_started_on": "2023-09-01",
    "hours_per_week": "7.5",
}


@pytest.fixture
def academies(session: Any) -> None:
    """Northgate and Southgate, in the trust, without posts."""
    with factories.saved():
        factories.academy("Northgate", urn=139975)
        factories.academy("Southgate", urn=139976)


def planned(*rows: dict[str, str], actor: Actor = OPERATOR) -> Preview[Any]:
    return posts.preview(actor, posts.read(actor, files.posts(*rows)), today=TODAY)


def taken(
    *rows: dict[str, str], actor: Actor = OPERATOR, leave_out_errors: bool = False
) -> Preview[Any]:
    with transaction():
        found = planned(*rows, actor=actor)
        posts.apply(actor, found, leave_out_errors=leave_out_errors, now=NOW)
    return found


def told(*rows: dict[str, str]) -> list[tuple[int, str]]:
    return [(problem.line, problem.column) for problem in planned(*rows).problems]


def cells(found: Preview[Any]) -> dict[str, tuple[str, str]]:
    return {cell.column: (cell.before, cell.after) for cell in found.changes[0].cells}


def notices(found: Preview[Any]) -> str:
    return " ".join(notice.message for notice in found.notices)


def only(table: Any) -> Any:
    return db.session.scalars(select(table)).one()


def count(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


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


FULL = {
    **ANN,
    "post_kind": "senco",
    "role_ended_on": "31/08/2028",
    "basis": "Acting",
    "designated": "no",
    "absent_from": "2026-10-01",
    "absent_to": "2027-03-31",
    "is_head": "yes",
    "teaches_here": "no",
    "on_slt": "YES",
    "qts": "yes",
    "para_8a": "no",
    "induction_completed": "not required",
    "earlier_relevant_service": "2015-09-01/2018-08-31;2019-01-01/",
    "course": "npqsenco",
    "course_provider": "Larkfield Hub",
    "course_started_on": "2024-10-01",
    "course_expected_on": "2026-03-31",
    "passed_on": "2026-04-30",
    "evidence_checked_on": "2026-05-05",
    "pay_area": "Rest of England",
    "pay_scale": "Main",
    "pay_point": "M6",
    "tlr": "TLR2",
    "tlr_gbp": "£3,527.50",
    "sen_allowance_gbp": "2787",
    "school_stage": "4",
    "trust_stage": "School SENCO with trust mentor",
    "qualification_stage": "4",
}


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


# Who is meant


def test_the_trn_comes_before_the_email_address() -> None:
    taken(ANN)
    found = taken({**ANN, "person_name": "Ann Marsh", "email": "ann.marsh@school.example"})
    assert set(cells(found)) == {"person_name", "email"}
    assert count(Person) == 1
    renamed = planned({**ANN, "person_name": "Bob Ray", "email": ""})
    assert "TRN 1234567 is Ann Marsh's: this renames them to Bob Ray" in notices(renamed)


def test_the_email_address_names_a_person_and_brings_the_trn() -> None:
    taken({**ANN, "trn": ""})
    found = taken({**ANN, "email": "Ann.Lee@School.Example"})
    assert cells(found) == {"trn": ("", "1234567")}


def test_with_neither_the_same_name_in_the_same_post_is_the_same_person() -> None:
    nameless = {**ANN, "trn": "", "email": ""}
    taken(nameless)
    assert taken({**nameless, "person_name": "ann  lee", "qts": "yes"}).new == 0
    assert taken({**nameless, "person_name": "ann lee", "email": ANN["email"]}).new == 0
    assert (count(Person), only(Person).email) == (1, ANN["email"])


def test_the_same_name_at_two_academies_without_either_is_two_people_and_is_said() -> None:
    nameless = {**ANN, "trn": "", "email": ""}
    found = taken(nameless, {**nameless, "urn": "139976"})
    assert count(Person) == 2
    assert "taken for two people" in notices(found)


CARA = {**ANN, "urn": "139976", "person_name": "Cara Moss", "email": "cara@school.example"}


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({**ANN, "email": "cara@school.example"}, "email"),
        ({**ANN, "trn": "7654320"}, "trn"),
        ({**ANN, "trn": "", "person_name": "Dev Shah"}, "email"),
        ({**ANN, "trn": "", "email": "other@school.example"}, "email"),
        ({**ANN, "trn": "7654320", "email": ""}, "trn"),
        (
            {**ANN, "trn": "7654320", "email": "new@school.example", "person_name": ""},
            "person_name",
        ),
    ],
    ids=[
        "the TRN and the address are two people's",
        "the address is somebody's with another TRN",
        "the address is somebody's of another name",
        "the name is known in the post with another address",
        "the name is known in the post with another TRN",
        "nobody is known by them, and no name",
    ],
)
def test_a_contradictory_match_is_a_problem(row: dict[str, str], column: str) -> None:
    taken(ANN, {**CARA, "trn": "7654321"})
    assert told(row) == [(2, column)]


def test_two_rows_that_mean_one_person_but_say_otherwise_are_a_problem() -> None:
    assert told(ANN, {**ANN, "urn": "139976", "person_name": "Anna Lee"}) == [(3, "person_name")]
    assert told({**ANN, "qts": "yes"}, {**ANN, "urn": "139976", "qts": "no"}) == [(3, "qts")]
    by_trn, by_email = {**ANN, "email": ""}, {**CARA, "trn": "", "person_name": "Ann Lee"}
    both = {**ANN, "post_title": "Deputy SENCO", "email": "cara@school.example"}
    assert told(by_trn, by_email, both) == [(4, "email")]


def test_nobody_stands_twice_in_one_post() -> None:
    assert told(ANN, ANN) == [(3, "person_name")]
    overlapping = {**ANN, "role_started_on": "2024-09-01"}
    assert told(ANN, overlapping) == [(3, "role_started_on")]


def test_somebody_who_came_back_has_two_appointments() -> None:
    first = {**ANN, "role_started_on": "2018-09-01", "role_ended_on": "2021-08-31"}
    found = taken({**first, "hours_per_week": ""}, ANN)
    assert (found.new, count(Person), count(Appointment)) == (2, 1, 2)
    assert taken({**first, "hours_per_week": ""}, ANN).unchanged == 2


def test_an_account_with_the_same_address_opens_the_persons_record() -> None:
    with transaction():
        account_id = factories.account("senco", email=ANN["email"]).id
    found = taken(ANN)
    assert "will open this person's record" in notices(found)
    assert db.session.get_one(Account, account_id).person_id == only(Person).id


# Hours, pay, courses, absences


def test_hours_of_a_post_that_has_some_would_be_a_proposal_and_are_not_saved() -> None:
    taken(ANN)
    found = taken({**ANN, "hours_per_week": "9"})
    assert (found.unchanged, only(Allocation).minutes) == (1, 450)
    assert "9.0 hours a week is not saved: the post has 7.5" in notices(found)
    assert "propose it on the academy's page" in notices(found)


def test_two_figures_for_one_post_in_a_file_are_a_problem() -> None:
    bob = {**ANN, "person_name": "Bob", "email": "bob@school.example", "trn": ""}
    assert told(ANN, {**bob, "hours_per_week": "5"}) == [(3, "hours_per_week")]


def test_hours_of_somebody_who_left_do_not_open_the_post() -> None:
    found = taken({**ANN, "role_ended_on": "2024-08-31"})
    assert count(Allocation) == 0
    assert "time in the post is over" in notices(found)


def test_pay_counts_from_the_first_day_and_a_later_difference_from_today() -> None:
    taken({**ANN, "pay_scale": "Main", "pay_point": "M5"})
    found = taken({**ANN, "pay_point": "M6"})
    assert cells(found) == {"pay_point": ("M5", "M6")}
    pay = db.session.scalars(select(AppointmentPay).order_by(AppointmentPay.starts_on)).all()
    assert [(one.starts_on, one.scale, one.point) for one in pay] == [
        (SINCE, "Main", "M5"),
        (TODAY, "Main", "M6"),
    ]
    taken({**ANN, "pay_point": "U1"})
    assert count(AppointmentPay) == 2
    assert taken({**ANN, "pay_point": "U1"}).unchanged == 1


def test_a_fact_of_law_that_changes_is_no_longer_checked() -> None:
    course = {"course": "NASENCO", "passed_on": "2020-07-01", "evidence_checked_on": "2020-09-01"}
    taken({**ANN, **course})
    assert only(Qualification).checked_on == date(2020, 9, 1)
    found = taken({**ANN, **course, "passed_on": "2020-07-02"})
    assert cells(found) == {
        "passed_on": ("2020-07-01", "2020-07-02"),
        "evidence_checked_on": ("2020-09-01", ""),
    }
    assert "not checked" in notices(found)
    assert only(Qualification).checked_on is None


def test_nobody_checks_their_own_evidence() -> None:
    taken(ANN)
    with transaction():
        actor = factories.actor("hr", person=only(Person))
        other = factories.actor("hr")
    row = {**ANN, "course": "NPQSENCO", "evidence_checked_on": "2026-09-01"}
    found = taken(row, actor=actor)
    assert "this is your own record" in notices(found)
    assert only(Qualification).checked_on is None
    taken(row, actor=other)
    assert only(Qualification).checked_on == date(2026, 9, 1)


def test_a_second_course_stands_beside_the_first() -> None:
    taken({**ANN, "course": "NASENCO", "passed_on": "2020-07-01"})
    taken({**ANN, "course": "NPQH", "course_started_on": "2026-09-01"})
    assert count(Qualification) == 2
    assert told({**ANN, "passed_on": "2026-10-01"}) == [(2, "course")]


def test_an_absence_is_corrected_where_its_days_meet_and_added_where_not() -> None:
    taken({**ANN, "absent_from": "2026-10-01"})
    taken({**ANN, "absent_from": "2026-10-05", "absent_to": "2026-10-30"})
    absence = only(Absence)
    assert (absence.starts_on, absence.ends_on) == (date(2026, 10, 5), date(2026, 10, 30))
    taken({**ANN, "absent_from": "2026-11-16"})
    assert count(Absence) == 2
    taken({**ANN, "absent_to": "2026-12-18"})
    ends = db.session.scalars(select(Absence.ends_on).order_by(Absence.starts_on)).all()
    assert ends == [date(2026, 10, 30), date(2026, 12, 18)]


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
