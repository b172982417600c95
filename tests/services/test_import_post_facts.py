"""Hours, pay, courses and absences from the posts template."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import factories
from tests.factories import SINCE, TODAY
from tests.posts_files import ANN, cells, count, notices, only, planned, taken, told
from trust_inclusion.db import db, transaction
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.posts import Absence, Allocation, AppointmentPay

pytestmark = pytest.mark.usefixtures("two_academies")


def test_hours_of_a_post_that_has_some_would_be_a_proposal_and_are_not_saved() -> None:
    taken(ANN)
    found = taken({**ANN, "hours_per_week": "9"})
    assert (found.unchanged, only(Allocation).minutes) == (1, 450)
    assert "9.0 hours a week is not saved: the post has 7.5" in notices(found)
    assert "proposed on the academy's page, by its head teacher" in notices(found)


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


BESIDE = {
    "second_tlr": "TLR3", "second_tlr_pence": 180_000, "fraction": 6_000, "top_point": "M6",
    "manages_staff": True, "by_responsibility": False, "sen_for_award": True,
}  # fmt: skip
"""What the template has no column for."""


def kept_beside() -> AppointmentPay:
    """Ann's pay since her first day, with everything that no column of the file holds."""
    taken({**ANN, "pay_scale": "Main", "pay_point": "M5", "tlr": "TLR2", "tlr_gbp": "4000"})
    with transaction():
        row = only(AppointmentPay)
        for name, value in {**BESIDE, "notes": "Agreed for the project"}.items():
            setattr(row, name, value)
    return row


def test_a_file_leaves_alone_what_of_pay_it_has_no_column_for() -> None:
    row = kept_beside()
    with transaction():
        row.starts_on = TODAY
    taken({**ANN, "pay_point": "M6"})
    row = only(AppointmentPay)
    assert (row.point, row.notes) == ("M6", "Agreed for the project")
    assert {name: getattr(row, name) for name in BESIDE} == BESIDE
    assert row.tlr_pence == 400_000


def test_pay_that_a_file_begins_anew_carries_on_what_it_does_not_say() -> None:
    kept_beside()
    taken({**ANN, "pay_point": "M6"})
    new = db.session.scalars(select(AppointmentPay).where(AppointmentPay.starts_on == TODAY)).one()
    assert {name: getattr(new, name) for name in BESIDE} == BESIDE
    assert (new.tlr, new.tlr_pence, new.notes) == ("TLR2", 400_000, None)


def test_the_top_of_the_range_does_not_go_along_to_another_scale() -> None:
    kept_beside()
    taken({**ANN, "pay_scale": "Upper", "pay_point": "U1"})
    new = db.session.scalars(select(AppointmentPay).where(AppointmentPay.starts_on == TODAY)).one()
    assert (new.scale, new.top_point, new.fraction) == ("Upper", None, 6_000)


def test_what_was_exported_changes_nothing_when_it_is_read_back() -> None:
    kept_beside()
    exported = {"pay_scale": "Main", "pay_point": "M5", "tlr": "TLR2", "tlr_gbp": "4000"}
    assert taken({**ANN, **exported}).unchanged == 1
    assert {name: getattr(only(AppointmentPay), name) for name in BESIDE} == BESIDE


def test_the_log_of_an_import_holds_no_figure_of_pay() -> None:
    taken({**ANN, "pay_scale": "Main", "pay_point": "M5", "sen_allowance_gbp": "2999.50"})
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "pay_imported")).one()
    assert event.before == {}
    assert event.after == {
        "appointment_id": only(AppointmentPay).appointment_id,
        "starts_on": SINCE.isoformat(),
        "changed": ["point", "scale", "sen_allowance_pence", "starts_on"],
    }


def test_nobody_keeps_their_own_pay_by_a_file() -> None:
    taken({**ANN, "pay_scale": "Main", "pay_point": "M5"})
    with transaction():
        actor = factories.actor("hr", person=only(Person))
    found = taken({**ANN, "pay_point": "M6"}, actor=actor)
    assert notices(found) == "Pay is left out: this is your own record."
    assert only(AppointmentPay).point == "M5"
    assert notices(taken({**ANN, "pay_point": "M5"}, actor=actor)) == ""


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


def test_a_look_at_evidence_alone_is_not_before_the_pass_that_is_recorded() -> None:
    """It would be stored, and the file that the export writes would not read back."""
    taken({**ANN, "course": "NASENCO", "passed_on": "2020-07-01"})
    assert told({**ANN, "evidence_checked_on": "2020-06-30"}) == [(2, "evidence_checked_on")]
    taken({**ANN, "evidence_checked_on": "2020-07-01"})
    assert only(Qualification).checked_on == date(2020, 7, 1)


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


def test_a_day_of_passing_is_a_pass_and_a_course_without_one_goes_on() -> None:
    taken({**ANN, "course": "NPQSENCO", "course_started_on": "2025-09-01"})
    assert only(Qualification).outcome == "enrolled"
    found = taken({**ANN, "course": "NPQSENCO", "passed_on": "2026-10-01"})
    assert cells(found) == {"passed_on": ("", "2026-10-01")}
    assert only(Qualification).outcome == "passed"
    taken({**ANN, "course": "NPQSENCO", "course_provider": "Elm Hub"})
    assert only(Qualification).outcome == "passed"
    taken({**ANN, "course": "NASENCO", "passed_on": "2020-07-01"})
    outcomes = db.session.scalars(select(Qualification.outcome)).all()
    assert outcomes == ["passed", "passed"]


@pytest.mark.parametrize("outcome", ["voided", "failed", "withdrawn"])
def test_a_file_never_passes_what_is_over(outcome: str) -> None:
    course = {"course": "NPQSENCO", "course_started_on": "2025-09-01"}
    taken({**ANN, **course})
    with transaction():
        only(Qualification).outcome = outcome
    row = {**ANN, **course, "passed_on": "2026-10-01"}
    (problem,) = planned(row).problems
    assert (problem.line, problem.column) == (2, "passed_on")
    assert f"The record says of this course: {outcome}." in problem.message
    taken({**ANN, **course, "course_provider": "Elm Hub"})
    assert (only(Qualification).outcome, only(Qualification).provider) == (outcome, "Elm Hub")


def test_a_retake_that_is_passed_is_a_pass() -> None:
    taken({**ANN, "course": "NPQSENCO"})
    with transaction():
        only(Qualification).outcome = "retake"
    taken({**ANN, "course": "NPQSENCO", "passed_on": "2026-10-01"})
    assert only(Qualification).outcome == "passed"


def test_of_two_attempts_the_row_means_the_one_with_its_days() -> None:
    first = {"course": "NPQSENCO", "course_started_on": "2024-10-01"}
    taken({**ANN, **first})
    with transaction():
        voided = only(Qualification)
        voided.outcome = "voided"
        db.session.add(
            Qualification(
                person_id=voided.person_id, course="NPQSENCO", started_on=date(2025, 10, 1)
            )
        )
    passed = {**ANN, **first, "course_started_on": "2025-10-01", "passed_on": "2026-10-01"}
    taken(passed)
    assert taken(passed).unchanged == 1
    rows = db.session.execute(
        select(Qualification.started_on, Qualification.outcome).order_by(Qualification.id)
    ).all()
    assert [tuple(row) for row in rows] == [
        (date(2024, 10, 1), "voided"),
        (date(2025, 10, 1), "passed"),
    ]


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
