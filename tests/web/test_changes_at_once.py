"""Many people at one change at the same instant: one decision, and everybody reads who took it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests import factories as make
from tests.client import Client, Who
from tests.conftest import build_app
from tests.web.changing import asked, paid, post_of, proposed, stored, take, version
from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.domain.access import Role
from trust_inclusion.domain.changes import OPEN, State
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.changes import Change, ChangeStep
from trust_inclusion.models.posts import Allocation
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import audit

PROCESSES = 4
DECIDERS = 50


@pytest.fixture
def apps(trust: Trust, database_url: str) -> Iterator[list[Flask]]:
    """The app as several processes serve it."""
    made = [build_app(database_url) for _ in range(PROCESSES)]
    yield made
    for app in made:
        with app.app_context():
            db.engine.dispose()


def people(trust: Trust, apps: Sequence[Flask], role: Role, many: int) -> list[Client]:
    """So many new people of a role, each at a browser; heads are of the trust's own academy."""
    with trust.app.app_context():
        with make.saved():
            own = db.session.scalars(select(Academy).where(Academy.urn == trust.own)).one()
            places = [own] if role is Role.HEADTEACHER else []
            names = [f"{role.value} number {n}" for n in range(many)]
            new = [make.account(role, name=name, academies=places) for name in names]
            found = [Who(one.id, one.email) for one in new]
        db.session.remove()
    return [Client(apps[n % len(apps)]).sign_in(who) for n, who in enumerate(found)]


def at_once(sent: Sequence[tuple[Client, str, dict[str, Any]]]) -> list[TestResponse]:
    """The answers to forms that everybody sends at the same instant."""
    start = Barrier(len(sent))
    filled = [(who, path, {**form, **who.token()}) for who, path, form in sent]

    def send(one: tuple[Client, str, dict[str, Any]]) -> TestResponse:
        browser, path, form = one
        start.wait()
        return browser.open(path, method="POST", data=form)

    with ThreadPoolExecutor(len(sent)) as pool:
        return list(pool.map(send, filled))


def told(trust: Trust, change_id: int) -> list[str]:
    """The steps of a change in order; the log and the books agree with them."""
    with trust.app.app_context(), ExitStack() as after:
        after.callback(db.session.remove)
        assert audit.first_break() is None
        many = select(func.count()).where(Change.state.in_(OPEN)).group_by(Change.post_id)
        assert set(db.session.scalars(many)) <= {1}
        steps = select(ChangeStep.step).where(ChangeStep.change_id == change_id)
        return list(db.session.scalars(steps.order_by(ChangeStep.id)))


def allocations(trust: Trust, post_id: int) -> int:
    """How many allocations a post has."""
    with trust.app.app_context(), ExitStack() as after:
        after.callback(db.session.remove)
        of_post = select(func.count()).where(Allocation.post_id == post_id)
        return db.session.scalar(of_post) or 0


def test_of_fifty_deciders_one_decides_and_all_read_who(trust: Trust, apps: list[Flask]) -> None:
    paid(trust, "Olive Own")
    change_id = proposed(trust)
    take(trust.client("headteacher"), change_id, "endorse")
    post_id = stored(trust, change_id).post_id
    before = allocations(trust, post_id)
    deciders = people(trust, apps, Role.DIRECTOR, DECIDERS)
    seen = version(deciders[0].get(f"/changes/{change_id}"))
    path = f"/changes/{change_id}/approve"
    answers = at_once(
        [
            (one, path, {"version": seen, "comment": f"Typed by number {n}."})
            for n, one in enumerate(deciders)
        ]
    )
    assert Counter(answer.status_code for answer in answers) == {303: 1, 409: DECIDERS - 1}
    won = next(n for n, answer in enumerate(answers) if answer.status_code == 303)
    for number, answer in enumerate(answers):
        if number != won:
            assert f"director number {won} approved it at 12.00pm, before you." in answer.text
    assert told(trust, change_id) == ["propose", "endorse", "approve"]
    assert allocations(trust, post_id) == before + 1
    change = stored(trust, change_id)
    assert (change.state, change.allocation_id is None) == (State.APPROVED, False)
    with trust.app.app_context():
        hours = select(Standing.allocated_minutes).where(
            Standing.academy_id == change.academy_id, Standing.valid_from == change.effective_on
        )
        assert db.session.scalar(hours) == 600 + 480, "hers and her colleague's"
        db.session.remove()


def test_who_came_second_keeps_the_comment(trust: Trust, apps: list[Flask]) -> None:
    paid(trust, "Olive Own")
    change_id = proposed(trust)
    take(trust.client("headteacher"), change_id, "endorse")
    few = people(trust, apps, Role.DIRECTOR, 6)
    seen = version(few[0].get(f"/changes/{change_id}"))
    answers = at_once(
        [
            (one, f"/changes/{change_id}/return", {"version": seen, "comment": f"Words of {n}."})
            for n, one in enumerate(few)
        ]
    )
    assert Counter(answer.status_code for answer in answers) == {303: 1, 409: 5}
    for number, answer in enumerate(answers):
        if answer.status_code == 409:
            assert "returned it at 12.00pm, before you." in answer.text
            assert f"Words of {number}." in answer.text
    assert told(trust, change_id) == ["propose", "endorse", "return"]


def test_approving_and_withdrawing_at_once_is_one_of_them(trust: Trust, apps: list[Flask]) -> None:
    paid(trust, "Olive Own")
    for _ in range(3):
        change_id = proposed(trust)
        take(trust.client("headteacher"), change_id, "endorse")
        post_id = stored(trust, change_id).post_id
        before = allocations(trust, post_id)
        proposer = Client(apps[0]).sign_in(trust.accounts["senco"])
        director = Client(apps[1]).sign_in(trust.accounts["director"])
        seen = version(director.get(f"/changes/{change_id}"))
        form = {"version": seen, "comment": "Now or never."}
        answers = at_once(
            [
                (proposer, f"/changes/{change_id}/withdraw", form),
                (director, f"/changes/{change_id}/approve", form),
            ]
        )
        assert sorted(answer.status_code for answer in answers) == [303, 409]
        last = told(trust, change_id)[-1]
        state = {"withdraw": State.WITHDRAWN, "approve": State.APPROVED}[last]
        assert stored(trust, change_id).state == state
        assert allocations(trust, post_id) == before + (last == "approve")
        if last == "approve":
            break


def test_of_two_heads_one_endorses(trust: Trust, apps: list[Flask]) -> None:
    change_id = proposed(trust)
    heads = people(trust, apps, Role.HEADTEACHER, 2)
    seen = version(heads[0].get(f"/changes/{change_id}"))
    path = f"/changes/{change_id}/endorse"
    answers = at_once([(head, path, {"version": seen, "comment": ""}) for head in heads])
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    loser = next(answer for answer in answers if answer.status_code == 409)
    assert "endorsed it at 12.00pm, before you." in loser.text
    assert told(trust, change_id) == ["propose", "endorse"]


def test_a_double_click_endorses_once_and_says_so(trust: Trust, apps: list[Flask]) -> None:
    change_id = proposed(trust)
    clicks = [Client(app).sign_in(trust.accounts["headteacher"]) for app in apps]
    seen = version(clicks[0].get(f"/changes/{change_id}"))
    path = f"/changes/{change_id}/endorse"
    answers = at_once([(one, path, {"version": seen, "comment": ""}) for one in clicks])
    assert {answer.status_code for answer in answers} == {303}
    assert told(trust, change_id) == ["propose", "endorse"]


def test_the_same_proposal_sent_many_times_is_one(trust: Trust, apps: list[Flask]) -> None:
    post_id = post_of(trust, "Olive Own")
    clicks = [Client(app).sign_in(trust.accounts["senco"]) for app in apps]
    path = f"/changes/propose/{post_id}"
    answers = at_once([(one, path, asked()) for one in clicks])
    assert {answer.status_code for answer in answers} == {303}
    (where,) = {answer.location for answer in answers}
    assert told(trust, int(where.rpartition("/")[2])) == ["propose"]


def test_of_proposals_of_different_hours_one_is_on_its_way(trust: Trust, apps: list[Flask]) -> None:
    post_id = post_of(trust, "Olive Own")
    clicks = [Client(app).sign_in(trust.accounts["senco"]) for app in apps]
    path = f"/changes/propose/{post_id}"
    answers = at_once([(one, path, asked(f"{n + 10}")) for n, one in enumerate(clicks)])
    assert Counter(answer.status_code for answer in answers) == {303: 1, 422: PROCESSES - 1}
    for number, answer in enumerate(answers):
        if answer.status_code == 422:
            assert "on its way already" in answer.text
            assert f'value="{number + 10}"' in answer.text
