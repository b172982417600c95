"""Still right? The yearly confirmation, the five questions, and mail that did not arrive."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select
from time_machine import TimeMachineFixture

from tests import clock_rows
from tests import factories as make
from tests.web.conftest import Trust
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Refused, Role
from trust_inclusion.domain.survey import QUESTIONS
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment
from trust_inclusion.models.records import Confirmation, SurveyAnswer, SurveyTaken
from trust_inclusion.services import notices, surveys

ASKED = "Is your record still right?"


@pytest.fixture(autouse=True)
def sencos(trust: Trust) -> None:
    """Olive at Ash, Nora at Birch, and Lena at what left."""
    with trust.app.app_context():
        rows: list[dict[str, object]] = []
        for held in db.session.scalars(select(Appointment).join(Person)).all():
            academy = db.session.get(Academy, held.post.academy_id)
            if academy is not None and held.person.name in {"Olive Own", "Nora Next", "Lena Left"}:
                rows.append(clock_rows.row(academy, held))
        clock_rows.stand(*rows)
        db.session.remove()


def test_a_senco_confirms_in_one_step_once_a_year(trust: Trust, clock: TimeMachineFixture) -> None:
    client = trust.client("senco")
    assert ASKED in client.get("/")
    client.post("/record/confirm")
    assert ASKED not in client.get("/")
    client.post("/record/confirm")
    with trust.app.app_context():
        row = db.session.scalars(select(Confirmation)).one()
        assert (row.year_start, row.confirmed_on) == (date(2026, 9, 1), date(2026, 11, 21))
    clock.move_to(datetime(2027, 8, 31, 12, tzinfo=UTC))
    assert ASKED not in trust.client("senco").get("/")
    clock.move_to(datetime(2027, 9, 1, 12, tzinfo=UTC))
    assert ASKED in trust.client("senco").get("/")


def test_nobody_else_is_asked(trust: Trust) -> None:
    for name in ("hr", "director", "headteacher", "governor", "admin", "senco of what left"):
        assert ASKED not in trust.client(name).get("/"), name


def test_hr_and_the_director_see_who_has_not(trust: Trust) -> None:
    assert "2 SENCOs have not confirmed" in trust.client("hr").get("/")
    names = trust.client("hr").get("/confirmations/")
    assert "Olive Own" in names
    assert "Nora Next" in names
    assert "Lena Left" not in names
    north = trust.client("director of a hub")
    assert "1 SENCO has not confirmed" in north.get("/")
    assert "Nora Next" not in north.get("/confirmations/")
    trust.client("senco").post("/record/confirm")
    assert "Olive Own" not in trust.client("director").get("/confirmations/")
    trust.client("senco and governor").post("/record/confirm")
    assert "Every SENCO has confirmed" in trust.client("hr").get("/confirmations/")
    assert "not confirmed" not in trust.client("hr").get("/")


def test_the_answers_are_kept_apart_from_the_person(trust: Trust) -> None:
    client = trust.client("senco")
    assert "/survey/" in client.get("/")
    client.post("/survey/", {"enough_time": "no", "why_not": "nonsense", "other": "x"})
    assert "You have answered" in client.get("/survey/")
    assert 'href="/survey/"' not in client.get("/")
    client.post("/survey/", {"enough_time": "yes"})
    with trust.app.app_context():
        answer = db.session.scalars(select(SurveyAnswer)).one()
        assert (answer.enough_time, answer.why_not) == ("no", None)
        assert not {"person_id", "account_id"} & set(SurveyAnswer.__table__.columns.keys())
        assert db.session.scalar(select(func.count()).select_from(SurveyTaken)) == 1


def test_totals_are_shown_of_five_answers_and_not_of_four(trust: Trust) -> None:
    with trust.app.app_context():
        director = make.actor(Role.DIRECTOR)
        for number in range(5):
            with transaction():
                person = make.person()
                actor = make.actor(Role.SENCO, person=person)
                given = {"enough_time": "no" if number else "yes"}
                given |= {"enjoys_it": "yes"} if number else {}
                assert surveys.answer(actor, given, today=make.TODAY)
            shown = [one.counts for one in surveys.totals(director, make.TODAY)]
            enough = [("Yes", 1), ("Partly", 0), ("No", 4)] if number == 4 else None
            assert shown == [enough, None, None, None, None]
        last_year = surveys.totals(director, date(2026, 8, 31))
        assert [one.counts for one in last_year] == [None] * len(QUESTIONS)
        with pytest.raises(Refused):
            surveys.totals(make.actor(Role.HEADTEACHER, academies=[make.academy()]), make.TODAY)
        db.session.remove()
    page = trust.client("trustee").get("/survey/totals")
    assert "No: <b>4</b>" in page
    assert page.count("Fewer than 5 have answered.") == 4


def test_totals_rise_by_five_answers_so_that_none_tells_who_came_last(trust: Trust) -> None:
    with trust.app.app_context():
        director = make.actor(Role.DIRECTOR)
        shown: list[list[tuple[str, int]] | None] = []
        for number in range(10):
            with transaction():
                actor = make.actor(Role.SENCO, person=make.person())
                said = "no" if number == 5 else "yes"
                surveys.answer(actor, {"enough_time": said}, today=make.TODAY)
            shown.append(surveys.totals(director, make.TODAY)[0].counts)
        five = [("Yes", 5), ("Partly", 0), ("No", 0)]
        assert shown == [*[None] * 4, *[five] * 5, [("Yes", 9), ("Partly", 0), ("No", 1)]]


def test_the_administrator_sees_mail_that_did_not_arrive(trust: Trust) -> None:
    assert "Mail that did not arrive" not in trust.client("admin").get("/")
    with trust.app.app_context():
        with transaction():
            notices.put("reminder", "olive@school.example", {"items": []}, now=make.NOW)
        with transaction():
            taken = notices.take(OPERATOR, due_by=make.NOW, now=make.NOW)
            assert taken
            notices.failed(OPERATOR, taken.id, "refused_550", now=make.NOW)
        db.session.remove()
    page = trust.client("admin").get("/")
    assert "Mail that did not arrive" in page
    assert "olive@school.example" in page
    assert "The mail server refused it (reply 550)" in page
    for name in ("hr", "director", "senco"):
        assert "olive@school.example" not in trust.client(name).get("/")
