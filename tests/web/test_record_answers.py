"""The record tells what the law says of each appointment, with the working and its sources."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import TimeMachineFixture

from tests import factories as make
from tests.client import Client
from trust_inclusion.db import db
from trust_inclusion.domain.access import Role
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment

STARTED = date(2025, 9, 1)


@pytest.fixture
def shared(app: Flask, session: object) -> tuple[Flask, int, dict[str, int]]:
    """A SENCO of two academies, and accounts of those who may ask."""
    with make.saved():
        ash, birch = make.academy("Ash"), make.academy("Birch")
        person = make.person("Asha Rahman")
        for academy in (ash, birch):
            make.senco(academy, person=person, hours=6, since=STARTED)
        accounts = {
            "hr": make.account(Role.HR),
            "head": make.account(Role.HEADTEACHER, academies=[ash]),
            "senco": make.account(Role.SENCO, person=person),
        }
        return app, person.id, {name: one.id for name, one in accounts.items()}


def as_(app: Flask, account_id: int) -> Client:
    return Client(app).sign_in(db.session.get_one(Account, account_id))


def test_each_appointment_has_its_answer_and_its_working(
    shared: tuple[Flask, int, dict[str, int]],
) -> None:
    app, person_id, accounts = shared
    page = as_(app, accounts["hr"]).get(f"/people/{person_id}")
    assert "In law, at Ash" in page
    assert "In law, at Birch" in page
    assert "1 September 2028" in page, "three years after the first of them"
    assert "reg 49(4)" in page or "regulation 49(4)" in page
    assert "How this is worked out" in page


def test_an_answer_says_until_when_it_holds_and_what_the_code_advises(
    shared: tuple[Flask, int, dict[str, int]],
) -> None:
    app, person_id, accounts = shared
    with make.saved():
        held = db.session.scalars(
            select(Appointment).where(Appointment.person_id == person_id)
        ).all()
        held[0].is_head = True
    page = as_(app, accounts["hr"]).get(f"/people/{person_id}")
    assert "If nothing changes on record, this holds until 1 September 2028." in page
    assert page.count("The Code advises against a shared SENCO who is head") == 2
    with make.saved():
        held[1].ended_on = date(2026, 11, 20)
    page = as_(app, accounts["hr"]).get(f"/people/{person_id}")
    assert "The Code advises" not in page, "no longer shared"


def test_hr_the_director_and_the_person_see_when_the_record_was_confirmed(
    shared: tuple[Flask, int, dict[str, int]], clock: TimeMachineFixture
) -> None:
    app, person_id, accounts = shared
    with make.saved():
        director = make.account(Role.DIRECTOR).id
    senco = as_(app, accounts["senco"])
    assert "Not yet confirmed in 2026/27." in senco.get(f"/people/{person_id}")
    assert "My record is right" in senco.get(f"/people/{person_id}")
    senco.post("/record/confirm")
    for account_id in (accounts["senco"], accounts["hr"], director):
        page = as_(app, account_id).get(f"/people/{person_id}")
        assert "Confirmed on 21 November 2026." in page
        assert "My record is right" not in page
    head = as_(app, accounts["head"])
    assert "21 November 2026." not in head.get(f"/people/{person_id}")
    clock.move_to("2027-09-01T12:00:00+00:00")
    page = as_(app, accounts["hr"]).get(f"/people/{person_id}")
    assert "Not yet confirmed in 2027/28, last on 21 November 2026." in page


def test_a_head_sees_the_answer_of_the_own_academy_only(
    shared: tuple[Flask, int, dict[str, int]],
) -> None:
    app, person_id, accounts = shared
    page = as_(app, accounts["head"]).get(f"/people/{person_id}")
    assert "In law, at Ash" in page
    assert "In law, at Birch" not in page


@pytest.mark.parametrize(("last", "status"), [(make.TODAY, 200), (date(2026, 11, 20), 403)])
def test_a_head_reads_the_record_to_the_last_day_of_the_post(
    shared: tuple[Flask, int, dict[str, int]], last: date, status: int
) -> None:
    app, person_id, accounts = shared
    with make.saved():
        posts = select(Appointment).where(Appointment.person_id == person_id)
        for held in db.session.scalars(posts):
            held.ended_on = last
    assert as_(app, accounts["head"]).raw(f"/people/{person_id}").status_code == status


def test_a_senco_sees_their_own(shared: tuple[Flask, int, dict[str, int]]) -> None:
    app, person_id, accounts = shared
    assert "In law, at Birch" in as_(app, accounts["senco"]).get(f"/people/{person_id}")


def test_a_post_that_is_over_is_not_judged(app: Flask, session: object) -> None:
    with make.saved():
        held = make.senco(make.academy("Ash"), hours=6, since=STARTED)
        held.ended_on = date(2026, 1, 1)
        person: Person = held.person
        account = make.account(Role.HR)
        number = person.id
    assert "In law, at" not in as_(app, account.id).get(f"/people/{number}")
