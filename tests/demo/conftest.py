"""The demo trust on some days, built once for all tests of a worker that look at it."""

from collections.abc import Iterator
from datetime import date

import pytest
from flask import Flask

from tests.databases import Databases
from tests.demo.trusts import DAYS, DemoTrusts
from trust_inclusion.db import db


@pytest.fixture(scope="session")
def demo_trusts(
    databases: Databases, migrated: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DemoTrusts]:
    """The demo trust on any day."""
    made = DemoTrusts(databases, migrated, tmp_path_factory.mktemp("certificates"))
    yield made
    made.close()


@pytest.fixture(scope="module", params=DAYS, ids=str)
def built(demo_trusts: DemoTrusts, request: pytest.FixtureRequest) -> Iterator[tuple[date, Flask]]:
    """A day, and the app on a copy of the trust that was built on it."""
    app = demo_trusts.copied(request.param)
    yield request.param, app
    demo_trusts.forget(app)


@pytest.fixture
def day(built: tuple[date, Flask]) -> Iterator[date]:
    """A day on which the demo trust was built, inside the context of its app."""
    with built[1].app_context():
        yield built[0]
        db.session.rollback()
