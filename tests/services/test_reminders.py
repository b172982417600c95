"""Reminders put out: to whom, once each, whenever the command runs."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from tests import clock_rows
from tests import factories as make
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Refused, Role
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.notices import OutgoingMail, Reminder
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment
from trust_inclusion.models.records import Confirmation
from trust_inclusion.services import reminders, settings

TODAY, NOW = make.TODAY, make.NOW
YEAR = date(2026, 9, 1)
DEADLINE = date(2027, 2, 1)


class Trust:
    """Ash with Olive and Birch with Nora, both confirmed; HR, a director, and one of a hub."""

    def __init__(self) -> None:
        with make.saved():
            settings.name_trust("Larch Trust")
            north = make.hub("North")
            self.ash, self.birch = make.academy("Ash", hub=north), make.academy("Birch")
            self.olive = make.senco(self.ash, "Olive Own")
            self.nora = make.senco(self.birch, "Nora Next")
            make.account(Role.HR, email="hr@trust.example")
            make.account(Role.DIRECTOR, email="director@trust.example")
            make.account(Role.DIRECTOR, email="north@trust.example", hubs=[north])
            make.account(Role.TRUST_LEADER, email="chief@trust.example")
            make.account(Role.DIRECTOR, email="gone@trust.example", ends_on=date(2026, 11, 1))
            for one in (self.olive, self.nora):
                self.confirm(one.person)

    def confirm(self, person: Person) -> None:
        db.session.add(Confirmation(person_id=person.id, year_start=YEAR, confirmed_on=TODAY))

    def clock(self, academy: Academy, appointment: Appointment | None = None, **more: Any) -> None:
        clock_rows.stand(clock_rows.row(academy, appointment, **more))


@pytest.fixture
def trust(session: Any) -> Trust:
    return Trust()


def run(day: date = TODAY) -> reminders.Plan:
    with transaction():
        return reminders.put_out(OPERATOR, day, now=NOW)


def outbox() -> list[tuple[str, str]]:
    rows = db.session.execute(
        select(OutgoingMail.notice, OutgoingMail.to_email).order_by(OutgoingMail.id)
    )
    return [(row.notice, row.to_email) for row in rows]


def said() -> list[list[str]]:
    rows = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    return [reminders.lines(row.notice, row.content) for row in rows]


def put() -> int:
    return db.session.scalar(select(func.count()).select_from(Reminder)) or 0


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


def test_who_has_not_confirmed_is_asked_once_a_year_without_telling_hr(trust: Trust) -> None:
    with transaction():
        db.session.execute(delete(Confirmation))
    trust.clock(trust.ash, trust.olive)
    for offset in range(0, 60, 7):
        run(date(2026, 9, 1) + timedelta(days=offset))
    assert outbox() == [("reminder", trust.olive.person.email)]
    assert "school year 2026/27" in said()[0][0]


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
