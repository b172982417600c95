"""What a process keeps of lists is never older than the data, and never somebody else's."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import TimeMachineFixture

from tests import factories as make
from tests.client import Client
from tests.conftest import build_app
from tests.web.conftest import Trust
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.policy import Benchmark, Policy
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.settings import FormulaPolicyRow
from trust_inclusion.services import kept, standing

LIST = "/academies/"


def listed(client: Client, asked: str = "") -> list[str]:
    """The academies of a view, in order."""
    return re.findall(r'<th scope="row"><a href="/academies/\d+">([^<]*)', client.get(LIST + asked))


def headline(client: Client) -> list[str]:
    """The headline figures of home."""
    return re.findall(r"<dd>(\S+)", client.get("/"))


@pytest.fixture
def other(trust: Trust, database_url: str) -> Iterator[Client]:
    """The director's browser at another process on the same database."""
    app = build_app(database_url)
    yield Client(app).sign_in(trust.accounts["director"])
    with app.app_context():
        db.engine.dispose()


def evidence(**more: str) -> dict[str, object]:
    """Figures for a later census, which ask for more hours."""
    figures = {"sen_support": "200", "sen_support_with_specialist": "100", "ehcp": "30"}
    return {"census_date": ["1", "9", "2026"], "source": "Recount", **figures, **more}


def test_a_change_shows_at_once_in_every_process(trust: Trust, other: Client) -> None:
    here = trust.client("director")
    for client in (here, other):
        assert listed(client, "?gap=short") == []
        assert listed(client, "?reviewed=no") == ["Birch"]
    figures = headline(here)
    here.post(f"{LIST}{trust.own}/evidence/add", evidence())
    for client in (here, other):
        assert listed(client, "?gap=short") == ["Ash"]
        assert headline(client) != figures
    other.post(f"{LIST}{trust.other}/reviews/add", {
        "reviewed_on": ["2", "9", "2026"], "note": "Seen.",
        **{f"actions-{n}-{name}": "" for n in range(3) for name in ("what", "owner")},
    })  # fmt: skip
    for client in (here, other):
        assert listed(client, "?reviewed=no") == []


def test_an_academy_that_changes_hub_changes_hands_at_once(trust: Trust) -> None:
    of_north = trust.client("director of a hub")
    assert listed(of_north) == ["Ash"]
    hr = trust.client("hr")
    hr.post(f"{LIST}{trust.other}/hub", {"hub": "North", "version": "1"})
    assert listed(of_north) == ["Ash", "Birch"]
    hr.post(f"{LIST}{trust.own}/hub", {"hub": "", "version": "1"})
    assert listed(of_north) == ["Birch"]


def test_a_policy_shows_at_once(trust: Trust, app: Flask) -> None:
    client = trust.client("director")
    meets = listed(client, "?gap=meets")
    with app.app_context(), transaction():
        policy = Policy("Ours", make.JOINED, benchmark=Benchmark.ONE_DAY, points_per_hour=10)
        db.session.add(
            FormulaPolicyRow(valid_from=make.JOINED, policy=policy.to_json(), recorded_at=make.NOW)
        )
        standing.rebuild_all()
    assert listed(client, "?gap=meets") != meets


def test_two_readers_never_share_what_differs(trust: Trust) -> None:
    """The wide reader first, so that there is something to be shared by mistake."""
    for asked in ("", "?sort=pay", "?q=a"):
        wide = trust.client("director")
        assert sorted(listed(wide, asked)) == ["Ash", "Birch"]
        assert listed(trust.client("headteacher"), asked) == ["Ash"]
        assert listed(trust.client("director of a hub"), asked) == ["Ash"]
        both = trust.client("head and trustee")
        assert listed(both, asked) == ["Ash", "Birch"]
        assert "L7" not in both.get(LIST + asked)
    trust.client("trustee").get(f"{LIST}?sort=pay", 403)
    trust.client("governor").get(f"{LIST}?sort=pay", 403)


def test_the_day_turns_in_what_is_kept(trust: Trust, app: Flask, clock: TimeMachineFixture) -> None:
    with app.app_context(), transaction():
        leaving = db.session.scalars(select(Academy).where(Academy.urn == trust.other)).one()
        leaving.left_on = make.TODAY.replace(day=22)
        standing.rebuild([leaving.id])
    client = trust.client("director")
    assert listed(client) == ["Ash", "Birch"]
    clock.move_to("2026-11-22T00:00:00+00:00")
    assert listed(trust.client("director")) == ["Ash"]


def test_only_so_many_answers_are_kept(app: Flask) -> None:
    asked: list[int] = []

    def ask(number: int) -> int:
        asked.append(number)
        return number

    with app.app_context():
        for number in (*range(kept.MOST + 1), 1, 0):
            assert kept.until_changed(1, number, lambda number=number: ask(number)) == number
        assert asked == [*range(kept.MOST + 1), 0]
        assert kept.until_changed(2, 1, lambda: ask(-1)) == -1
        assert kept.until_changed(None, 1, lambda: ask(-2)) == -2


def test_threads_do_not_trip_over_each_other(app: Flask) -> None:
    def look(start: int) -> int:
        with app.app_context():
            for number in range(start, start + 3000):
                key = number % (kept.MOST + 40)
                assert kept.until_changed(1, key, lambda key=key: key) == key
        return start

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(look, range(8))) == list(range(8))


def test_a_failure_is_not_kept(app: Flask) -> None:
    def fail() -> int:
        raise LookupError

    with app.app_context():
        for _ in range(2):
            with pytest.raises(LookupError):
                kept.until_changed(1, "a", fail)
        assert kept.until_changed(1, "a", lambda: 5) == 5
