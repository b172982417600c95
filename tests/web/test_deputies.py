"""The pages of deputies: named by form, listed, ended; and the header says for whom."""

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import TimeMachineFixture

from tests.changing import Changing
from tests.client import Client, Queries, Who
from tests.web.conftest import Trust
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Role
from trust_inclusion.domain.changes import Step
from trust_inclusion.models.accounts import Account, AccountGrant

PATH = "/deputies/"
FIRST, LAST = ["21", "11", "2026"], ["30", "11", "2026"]


def names(trust: Trust) -> dict[str, str]:
    with trust.app.app_context():
        found = {name: db.session.get_one(Account, who.id).name
                 for name, who in trust.accounts.items()}  # fmt: skip
        db.session.remove()
    return found


def form(trust: Trust, who: str = "governor", **more: Any) -> dict[str, Any]:
    return {
        "deputy": str(trust.accounts[who].id), "first_on": FIRST, "last_on": LAST, **more,
    }  # fmt: skip


def for_director(trust: Trust) -> dict[str, str]:
    return {"director": str(trust.accounts["director"].id)}


def named(app: Flask) -> list[tuple[int, date | None, date | None]]:
    with app.app_context():
        rows = db.session.scalars(
            select(AccountGrant).where(AccountGrant.for_account_id.is_not(None))
        ).all()
        found = [(row.account_id, row.starts_on, row.ends_on) for row in rows]
        db.session.remove()
    return found


def test_a_director_names_one_and_the_header_says_for_whom(trust: Trust) -> None:
    director = trust.client("director")
    assert "Nobody is a deputy today." in director.get(PATH)
    assert 'name="director"' not in director.get(f"{PATH}add")
    assert director.post(f"{PATH}add", form(trust)).location == PATH
    called = names(trust)
    html = director.get(PATH)
    assert "The deputy is named." in html
    assert f"{called['governor']} decides for you until 30 November 2026." in html
    assert f"Deputy for {called['director']}" in trust.client("governor").get("/")


def test_the_name_costs_no_query(trust: Trust) -> None:
    """Of the page that a deputy and anybody else may open."""

    def statements(client: Client) -> int:
        client.get("/account/password")
        with trust.app.app_context(), Queries() as asked:
            client.get("/account/password")
        return len(asked)

    before = statements(trust.client("governor"))
    trust.client("director").post(f"{PATH}add", form(trust))
    assert statements(trust.client("governor")) == before


def test_a_trust_leader_chooses_the_director(trust: Trust) -> None:
    leader = trust.client("executive")
    assert 'name="director"' in leader.get(f"{PATH}add")
    page = leader.post(f"{PATH}add", form(trust, director=""), 422).text
    assert "Choose the director" in page
    leader.post(f"{PATH}add", {**form(trust), **for_director(trust)})
    assert named(trust.app) == [
        (trust.accounts["governor"].id, date(2026, 11, 21), date(2026, 11, 30))
    ]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"deputy": ""}, "Choose who decides"),
        ({"first_on": ["", "", ""]}, "Enter the first day"),
        ({"last_on": ["", "", ""]}, "Enter the last day"),
        ({"first_on": ["20", "11", "2026"]}, "today or later"),
        ({"last_on": ["20", "11", "2026"]}, "before the first"),
        ({"last_on": ["21", "11", "2027"]}, "a year at most"),
        ({"first_on": ["21", "11", "2126"], "last_on": ["22", "11", "2126"]}, "coming year"),
        ({"last_on": ["31", "11", "2026"]}, "There is a problem"),
        ({"first_on": ["x", "11", "2026"]}, "in numbers"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_box(
    trust: Trust, told: dict[str, Any], said: str
) -> None:
    director = trust.client("director")
    page = director.post(f"{PATH}add", form(trust, **told), 422).text
    assert said in page
    if "deputy" not in told:
        assert f'value="{trust.accounts["governor"].id}" selected' in page
    assert named(trust.app) == []


def test_not_oneself_nor_the_director_nor_whom_the_form_does_not_offer(trust: Trust) -> None:
    leader = trust.client("executive")
    own = leader.post(f"{PATH}add", {**form(trust, "director"), **for_director(trust)}, 422).text
    assert "Nobody is their own deputy" in own
    for who in ("executive", "director no longer"):
        leader.post(f"{PATH}add", {**form(trust, who), **for_director(trust)}, 422)
    for nonsense in ("999999", "x", "-1", str(2**70)):
        leader.post(f"{PATH}add", {**form(trust), **for_director(trust), "deputy": nonsense}, 422)
        leader.post(f"{PATH}add", {**form(trust), "director": nonsense}, 422)
    assert named(trust.app) == []


def test_overlapping_days_are_told_with_what_was_typed_kept(trust: Trust) -> None:
    director = trust.client("director")
    director.post(f"{PATH}add", form(trust))
    page = director.post(f"{PATH}add", form(trust, "hr", first_on=LAST), 422).text
    assert "has a deputy from 21 November 2026 to 30 November 2026 already" in page
    assert 'value="30"' in page


def test_the_same_form_twice_names_once(trust: Trust) -> None:
    director = trust.client("director")
    director.post(f"{PATH}add", form(trust))
    director.post(f"{PATH}add", form(trust), 422)
    assert len(named(trust.app)) == 1


def test_ended_at_once_and_twice_is_once(trust: Trust) -> None:
    director = trust.client("director")
    director.post(f"{PATH}add", form(trust))
    grant_id = grant(trust)
    assert "End now" in director.get(PATH)
    director.post(f"{PATH}{grant_id}/end")
    html = director.get(PATH)
    assert "decides no more" in html
    assert "Called off" in html
    assert "End now" not in html
    assert "Deputy for" not in trust.client("governor").get("/")
    director.post(f"{PATH}{grant_id}/end")
    assert "It was over already." in director.get(PATH)


def test_it_ends_by_itself(trust: Trust, clock: TimeMachineFixture) -> None:
    trust.client("director").post(f"{PATH}add", form(trust))
    clock.move_to("2026-11-30T23:30:00+00:00")
    assert "Deputy for" in trust.client("governor").get("/")
    clock.move_to("2026-12-01T00:30:00+00:00")
    assert "Deputy for" not in trust.client("governor").get("/")
    assert "Over" in trust.client("director").get(PATH)


def test_the_page_of_a_change_says_who_decided_for_whom(app: Flask) -> None:
    with app.app_context():
        oak = Changing()
        oak.add("dee", Role.GOVERNOR, academies=[oak.academy("Elsewhere")])
        oak.name_deputy("director", "dee")
        one = oak.propose("head")
        oak.take("dee", one, Step.REJECT)
        hr = Who(oak.accounts["hr"], "hr@trust.example")
        db.session.remove()
    assert "Dee for Director rejected it as deputy." in Client(app).sign_in(hr).get(
        f"/changes/{one}"
    )


def test_somebody_elses_is_not_there(trust: Trust) -> None:
    trust.client("director").post(f"{PATH}add", form(trust))
    other = trust.client("director of a hub")
    other.post(f"{PATH}{grant(trust)}/end", status=404)
    assert names(trust)["governor"] not in other.get(PATH)
    assert len(named(trust.app)) == 1


def test_without_a_director_nobody_is_named(trust: Trust) -> None:
    with trust.app.app_context():
        with transaction():
            for row in db.session.query(AccountGrant).filter_by(role=Role.DIRECTOR.value):
                row.ends_on = date(2026, 11, 20)
        db.session.remove()
    leader = trust.client("executive")
    assert "no deputy can be named" in leader.get(PATH)
    assert "nobody to name a deputy for" in leader.get(f"{PATH}add")
    assert "nobody to name a deputy for" in leader.post(f"{PATH}add", form(trust), 200).text
    assert named(trust.app) == []


def grant(trust: Trust) -> int:
    with trust.app.app_context():
        found = db.session.scalar(
            select(AccountGrant.id).where(AccountGrant.for_account_id.is_not(None))
        )
        db.session.remove()
    return found or 0


def test_namesakes_are_told_apart(trust: Trust) -> None:
    with trust.app.app_context():
        with transaction():
            for name in ("hr", "governor"):
                db.session.get_one(Account, trust.accounts[name].id).name = "Jo Hart"
        db.session.remove()
    html = trust.client("director").get(f"{PATH}add")
    for name in ("hr", "governor"):
        assert f"Jo Hart ({_email(trust.accounts[name])})" in html


def _email(who: Who) -> str:
    return who.email
