"""A page that was drawn before midnight: it says of which day it is, and is judged by the next."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import TimeMachineFixture

from tests import factories as make
from tests.client import Client, Who
from trust_inclusion.db import db
from trust_inclusion.domain.access import Role
from trust_inclusion.models.people import Person
from trust_inclusion.models.records import Confirmation, Ruling
from trust_inclusion.services import settings

BEFORE = datetime(2026, 11, 21, 23, 58, tzinfo=UTC)
AFTER = datetime(2026, 11, 22, 0, 3, tzinfo=UTC)
FIRST, SECOND = date(2026, 11, 21), date(2026, 11, 22)


@pytest.fixture
def hr(app: Flask, clock: TimeMachineFixture) -> Client:
    """HR, signed in just before midnight, of a trust with one SENCO whose award is needed by FIRST
    and one to rule on."""
    clock.move_to(BEFORE)
    with app.app_context():
        with make.saved():
            settings.name_trust("Larch Trust")
            make.senco(make.academy("Ash"), "Dana Due", since=date(2023, 11, 21))
            make.senco(make.academy("Elm"), "Olive Open", since=date(2009, 9, 1))
            reader = make.account(Role.HR)
        client = Client(app).sign_in(reader)
        db.session.remove()
    return client


def person(app: Flask, name: str) -> Any:
    with app.app_context():
        return db.session.execute(
            select(Person.id, Person.version, Person.teacher_checked_on).where(Person.name == name)
        ).one()


def test_a_status_that_turned_at_midnight(
    app: Flask, hr: Client, clock: TimeMachineFixture
) -> None:
    dana = person(app, "Dana Due")
    page = hr.get("/deadlines/")
    assert "As at 21 November 2026, " in page
    assert "needed by 21 November 2026" not in page
    assert "Overdue" not in hr.get(f"/people/{dana.id}")
    clock.move_to(AFTER)
    # The fragment that a click on the old page asks for says of which day it is, too.
    fragment = hr.fragment("/deadlines/?group=breach_now")
    assert "As at 22 November 2026, " in fragment
    assert "The award was needed by 21 November 2026" in fragment
    hr.post(f"/people/{dana.id}/teacher/check", {"version": dana.version})
    assert "Overdue" in hr.get(f"/people/{dana.id}")
    assert person(app, "Dana Due").teacher_checked_on == SECOND


@pytest.mark.parametrize(
    ("minutes", "status", "kept"), [(1, 303, 1), (5, 422, 0)], ids=["before", "after"]
)
def test_a_form_is_judged_by_the_day_on_which_it_is_sent(
    app: Flask, hr: Client, clock: TimeMachineFixture, minutes: int, status: int, kept: int
) -> None:
    olive = person(app, "Olive Open")
    path = f"/people/{olive.id}/rulings/add"
    assert "Propose a ruling" in hr.get(path)
    # Never back: to a cookie signed a second later than now nobody is signed in.
    clock.move_to(BEFORE + timedelta(minutes=minutes), tick=False)
    told = {"version": olive.version, "kind": "accept", "reasons": "Seventeen years of service.",
            "review_on": [str(SECOND.day), str(SECOND.month), str(SECOND.year)]}  # fmt: skip
    answer = hr.post(path, told, status).text
    assert ("Enter a day in the coming five years." in answer) == (not kept)
    assert ("Seventeen years of service." in answer) == (not kept)
    with app.app_context():
        assert len(db.session.scalars(select(Ruling)).all()) == kept


def test_a_confirmation_sent_in_the_new_school_year_is_of_that_year(
    app: Flask, hr: Client, clock: TimeMachineFixture
) -> None:
    with app.app_context(), make.saved():
        dana = db.session.scalars(select(Person).where(Person.name == "Dana Due")).one()
        account = make.account(Role.SENCO, person=dana)
        who = Who(account.id, account.email)
    # 31 August at 11.58pm in London, and four minutes later.
    clock.move_to(datetime(2027, 8, 31, 22, 58, tzinfo=UTC))
    reader = Client(app).sign_in(who)
    assert "My record is right" in reader.get("/")
    clock.move_to(datetime(2027, 8, 31, 23, 2, tzinfo=UTC))
    reader.post("/record/confirm", {})
    with app.app_context():
        row = db.session.scalars(select(Confirmation)).one()
    assert (row.year_start, row.confirmed_on) == (date(2027, 9, 1), date(2027, 9, 1))
