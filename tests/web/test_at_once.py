"""Two people at the same instant, in two processes: one wins, the other loses nothing typed."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.client import Client
from tests.conftest import build_app
from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.models.academies import Academy, Evidence, Hub, ReviewAction
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.services import audit

MANY = 4


@pytest.fixture
def browsers(trust: Trust, database_url: str) -> Iterator[list[Client]]:
    """Browsers of one director, each at a process of its own."""
    apps = [build_app(database_url) for _ in range(MANY)]
    yield [Client(app).sign_in(trust.accounts["director"]) for app in apps]
    for app in apps:
        with app.app_context():
            db.engine.dispose()


def at_once(
    browsers: list[Client], path: str | list[str], form: Callable[[int], Mapping[str, object]]
) -> list[TestResponse]:
    """The answers to forms that everybody sends at the same instant, to one path or each to its
    own."""
    start = Barrier(len(browsers))
    paths = [path] * len(browsers) if isinstance(path, str) else path

    def send(number: int) -> TestResponse:
        browser = browsers[number]
        filled = {**form(number), **browser.token()}
        start.wait()
        return browser.open(paths[number], method="POST", data=filled)

    with ThreadPoolExecutor(len(browsers)) as pool:
        return list(pool.map(send, range(len(browsers))))


def test_one_of_many_corrections_is_saved_and_nobody_loses_words(
    trust: Trust, browsers: list[Client]
) -> None:
    day = {"census_date": ["2", "3", "2026"], "sen_support": "7", "ehcp": "1"}
    path = f"/academies/{trust.own}/evidence"
    first = at_once(browsers, f"{path}/add", lambda n: {**day, "source": f"Typed by {n}"})
    assert_one_won(first)
    second = at_once(
        browsers, f"{path}/2026-03-02", lambda n: {**day, "version": "1", "source": f"Again by {n}"}
    )
    assert_one_won(second)
    won = next(n for n, answer in enumerate(second) if answer.status_code == 303)
    with trust.app.app_context():
        row = db.session.scalars(select(Evidence).where(Evidence.sen_support == 7)).one()
        assert (row.source, row.version) == (f"Again by {won}", 2)
        lines = select(func.count()).where(AuditEvent.action == "evidence_entered")
        assert db.session.scalar(lines) == 2
        assert audit.first_break() is None


def assert_one_won(answers: list[TestResponse]) -> None:
    """Fail unless one was led on and the others got their form back with what they typed."""
    assert sorted(answer.status_code for answer in answers) == [303, *[422] * (MANY - 1)]
    for number, answer in enumerate(answers):
        if answer.status_code == 422:
            assert f"by {number}" in answer.text


def test_a_new_hub_is_made_once(trust: Trust, browsers: list[Client]) -> None:
    at_once(browsers, f"/academies/{trust.own}/hub", lambda _: {"hub": "West", "version": "1"})
    urns = [trust.own, trust.other, trust.own, trust.other]
    for browser, urn in zip(browsers, urns, strict=True):
        assert "West" in browser.get(f"/academies/{urn}/hub")
    with trust.app.app_context():
        assert db.session.scalar(select(func.count()).where(Hub.name == "West")) == 1
        academy = db.session.scalars(select(Academy).where(Academy.urn == trust.own)).one()
        assert (academy.version, academy.hub.name if academy.hub else "") == (2, "West")


def test_an_action_is_finished_once(trust: Trust, browsers: list[Client]) -> None:
    path = f"/reviews/actions/{trust.action_id}/done"
    answers = at_once(browsers, path, lambda _: {})
    assert {answer.status_code for answer in answers} == {303}
    with trust.app.app_context():
        assert db.session.scalars(select(ReviewAction)).one().done_on is not None
        lines = select(func.count()).where(AuditEvent.action == "review_action_done")
        assert db.session.scalar(lines) == 1


def test_a_review_sent_many_times_at_once_is_one(trust: Trust, browsers: list[Client]) -> None:
    rows = {f"actions-{n}-{name}": "" for n in range(3) for name in ("what", "owner", "due_on")}
    form = {"reviewed_on": ["20", "11", "2026"], "note": "Seen once.", **rows}
    answers = at_once(browsers, f"/academies/{trust.other}/reviews/add", lambda _: form)
    assert {answer.status_code for answer in answers} == {303}
    assert browsers[0].get(f"/academies/{trust.other}").count("Seen once.") == 1
