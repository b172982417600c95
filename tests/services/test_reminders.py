"""Reminders put out: to whom, once each, whenever the command runs."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests import clock_rows
from tests import factories as make
from tests.reminded import DEADLINE, TODAY, Trust, outbox, put, run, said
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Refused, Role
from trust_inclusion.models.notices import OutgoingMail, Reminder
from trust_inclusion.services import reminders


@pytest.fixture
def trust(session: Any) -> Trust:
    return Trust()


def test_to_the_senco_and_a_digest_to_those_who_answer_for_the_academy(trust: Trust) -> None:
    trust.clock(trust.ash, trust.olive, deadline=DEADLINE)
    run()
    assert outbox() == [
        ("reminder", trust.olive.person.email),
        ("digest", "hr@trust.example"),
        ("digest", "director@trust.example"),
        ("digest", "north@trust.example"),
    ]
    to_senco, digest, *_ = said()
    assert to_senco[0].startswith("The trust needs its SENCO at Ash to hold the qualification by 1")
    assert digest == ["Ash, O.O.: the qualification is needed by 1 February 2027."]


def test_a_hub_s_director_is_told_of_the_hub_only(trust: Trust) -> None:
    trust.clock(trust.birch, trust.nora, deadline=DEADLINE)
    run()
    assert "north@trust.example" not in [address for _, address in outbox()]


def test_a_preview_puts_nothing_out(trust: Trust) -> None:
    trust.clock(trust.ash, trust.olive, deadline=DEADLINE)
    plan = reminders.plan(OPERATOR, TODAY)
    assert (len(plan.reminders), len(plan.mail)) == (1, 4)
    assert (put(), outbox()) == (0, [])


def test_each_once_however_often_it_runs(trust: Trust) -> None:
    trust.clock(trust.ash, trust.olive, deadline=DEADLINE)
    for _ in range(3):
        run()
    assert (put(), len(outbox())) == (1, 4)


def test_a_year_run_daily_weekly_or_with_a_gap_loses_none(trust: Trust) -> None:
    """Every run finds the latest due; over a year of daily runs each of the four is met once."""
    trust.clock(trust.ash, trust.olive, deadline=DEADLINE)
    start = date(2026, 1, 1)
    for offset in range(0, 400, 5):
        run(start + timedelta(days=offset))
    days = db.session.scalars(
        select(Reminder.due_on).where(Reminder.kind == "deadline").order_by(Reminder.due_on)
    ).all()
    assert days == [date(2026, 2, 1), date(2026, 8, 1), date(2026, 11, 1), date(2027, 1, 1)]


def test_after_a_gap_only_the_latest_of_a_kind_goes_out(trust: Trust) -> None:
    trust.clock(trust.ash, trust.olive, status="overdue", deadline=date(2026, 10, 1))
    run(date(2026, 10, 2))
    run(date(2026, 11, 21))
    days = db.session.scalars(select(Reminder.due_on).order_by(Reminder.id)).all()
    assert days == [date(2026, 10, 2), date(2026, 11, 20)]


def test_a_deadline_that_moves_is_reminded_of_anew(trust: Trust) -> None:
    trust.clock(trust.ash, trust.olive, deadline=DEADLINE)
    run()
    trust.clock(trust.ash, trust.olive, deadline=date(2026, 12, 10))
    run()
    assert put() == 2


def test_nobody_in_post_is_told_to_hr_and_directors_every_week(trust: Trust) -> None:
    trust.clock(trust.birch, valid_from=date(2026, 11, 10))
    for offset in range(15):
        run(date(2026, 11, 10) + timedelta(days=offset))
    assert put() == 3
    assert {address for _, address in outbox()} == {"hr@trust.example", "director@trust.example"}
    assert said()[0] == [
        "Birch: nobody is designated as SENCO since 10 November 2026. The duty is in breach."
    ]


def test_two_academies_without_a_senco_since_the_same_day_are_both_told(trust: Trust) -> None:
    clock_rows.stand(clock_rows.row(trust.ash), clock_rows.row(trust.birch))
    run()
    assert put() == 2


def test_an_academy_that_left_is_nobodys_any_more(trust: Trust) -> None:
    with transaction():
        trust.ash.left_on = TODAY
    trust.clock(trust.ash, trust.olive, deadline=DEADLINE)
    assert run().reminders == []


def test_a_person_at_two_academies_has_one_letter(trust: Trust) -> None:
    with make.saved():
        second = make.senco(trust.birch, person=trust.olive.person, title="Second")
        trust.olive.person.qtls_recheck_on = TODAY
    clock_rows.stand(
        clock_rows.row(trust.ash, trust.olive, deadline=DEADLINE),
        clock_rows.row(trust.birch, second, deadline=DEADLINE),
    )
    run()
    assert outbox().count(("reminder", trust.olive.person.email or "")) == 1
    kinds = db.session.scalars(select(Reminder.kind).order_by(Reminder.kind)).all()
    assert kinds == ["deadline", "deadline", "qtls"]
    assert len(said()[0]) == 3


def test_a_record_without_a_usable_address_is_told_and_stops_nothing(trust: Trust) -> None:
    with transaction():
        trust.olive.person.email = "not an address"
    trust.clock(trust.ash, trust.olive, deadline=DEADLINE)
    plan = run()
    assert plan.unreachable == ["Olive Own"]
    assert {notice for notice, _ in outbox()} == {"digest"}


def test_hr_s_digest_leaves_out_her_own_record(trust: Trust) -> None:
    with make.saved():
        account = make.account(Role.HR, email="olive@trust.example", person=trust.olive.person)
        assert account.person_id
    trust.clock(trust.ash, trust.olive, deadline=DEADLINE)
    run()
    assert ("digest", "olive@trust.example") not in outbox()


def test_the_outbox_holds_codes_ids_and_dates_only(trust: Trust) -> None:
    trust.clock(trust.ash, trust.olive, deadline=DEADLINE)
    run()
    row = db.session.scalars(select(OutgoingMail)).first()
    assert row
    assert row.content == {
        "items": [
            {
                "kind": "deadline",
                "academy_id": trust.ash.id,
                "person_id": trust.olive.person_id,
                "about": "2027-02-01",
            }
        ]
    }


def test_only_the_operator_puts_reminders_out(trust: Trust) -> None:
    for role in (Role.HR, Role.DIRECTOR, Role.ADMIN):
        with pytest.raises(Refused):
            reminders.plan(make.actor(role), TODAY)
