"""A record at the same instant: a claim is settled once, a ruling decided once, a yes said once."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories as make
from tests.client import Client
from tests.conftest import build_app
from tests.web.conftest import Trust
from tests.web.test_at_once import MANY, at_once
from tests.web.test_records import TEACHER, compared, stored, tell
from tests.web.test_rulings import ACCEPT
from trust_inclusion.db import db
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.people import Person, ServiceSpell
from trust_inclusion.models.records import Claim, Confirmation, Ruling, SurveyAnswer

Browsers = Callable[[str], list[Client]]


@pytest.fixture
def browsers(trust: Trust, database_url: str) -> Iterator[Browsers]:
    """Browsers of one account, each at a process of its own."""
    apps: list[Flask] = []

    def make_them(name: str) -> list[Client]:
        made = [build_app(database_url) for _ in range(MANY)]
        apps.extend(made)
        return [Client(app).sign_in(trust.accounts[name]) for app in made]

    yield make_them
    for app in apps:
        with app.app_context():
            db.engine.dispose()


def logged(trust: Trust, action: str) -> int:
    """How often the log tells of an act."""
    with trust.app.app_context():
        lines = select(func.count()).where(AuditEvent.action == action)
        return db.session.scalar(lines) or 0


def many(trust: Trust, row: Any) -> int:
    with trust.app.app_context():
        return db.session.scalar(select(func.count()).select_from(row)) or 0


def test_a_claim_is_accepted_once(trust: Trust, browsers: Browsers) -> None:
    olive = f"/people/{trust.people['Olive Own']}"
    tell(trust.client("senco"), f"{olive}/teacher", **TEACHER)
    claim = stored(trust, Claim)
    sent = compared(trust.client("hr"), olive, claim)
    answers = at_once(browsers("hr"), f"{olive}/claims/{claim.id}/accept", lambda _: sent)
    assert sorted(one.status_code for one in answers) == [303, *[409] * (MANY - 1)]
    assert logged(trust, "claim_accepted") == 1
    assert stored(trust, Claim).state == "accepted"


def test_a_claim_accepted_and_refused_at_once_is_settled_one_way(
    trust: Trust, browsers: Browsers
) -> None:
    olive = f"/people/{trust.people['Olive Own']}"
    tell(trust.client("senco"), f"{olive}/teacher", **TEACHER)
    claim = stored(trust, Claim)
    sent = compared(trust.client("hr"), olive, claim) | {"reason": "No."}
    acts = ["accept", "refuse"] * (MANY // 2)
    answers = at_once(
        browsers("hr"),
        [f"{olive}/claims/{claim.id}/{act}" for act in acts],
        lambda _: sent,
    )
    assert sorted(one.status_code for one in answers) == [303, *[409] * (MANY - 1)]
    won = next(act for act, one in zip(acts, answers, strict=True) if one.status_code == 303)
    said = {"accept": "accepted", "refuse": "refused"}[won]
    assert stored(trust, Claim).state == said
    became = stored(trust, Person, name="Olive Own").qts_basis
    assert became == ("qtls" if said == "accepted" else None)


def test_a_ruling_is_decided_once(trust: Trust, browsers: Browsers) -> None:
    olive = f"/people/{trust.people['Olive Own']}"
    with trust.app.app_context():
        with make.saved():
            person = db.session.get_one(Person, trust.people["Olive Own"])
            for course in person.qualifications:
                course.outcome, course.passed_on = "failed", None
            person.service_spells.append(
                ServiceSpell(started_on=date(2014, 9, 1), ended_on=date(2018, 8, 31))
            )
        db.session.remove()
    tell(trust.client("hr"), f"{olive}/rulings/add", **ACCEPT)
    ruling = stored(trust, Ruling)
    acts = ["accept", "refuse"] * (MANY // 2)
    answers = at_once(
        browsers("director"),
        [f"{olive}/rulings/{ruling.id}/{act}" for act in acts],
        lambda _: {"version": ruling.version},
    )
    assert sorted(one.status_code for one in answers) == [303, *[409] * (MANY - 1)]
    assert logged(trust, "ruling_accepted") + logged(trust, "ruling_refused") == 1


def test_a_record_is_confirmed_and_the_questions_are_answered_once(
    trust: Trust, browsers: Browsers
) -> None:
    said = at_once(browsers("senco"), "/record/confirm", lambda _: {})
    asked = at_once(browsers("senco"), "/survey/", lambda _: {"enough_time": "no"})
    assert {one.status_code for one in (*said, *asked)} == {303}
    assert (many(trust, Confirmation), many(trust, SurveyAnswer)) == (1, 1)
    assert logged(trust, "record_confirmed") == 1
