"""What every kind of test may ask for: a database of its own, the app on it, and a session."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache

from tests.databases import Databases, PostgresServer, SqliteFiles

if TYPE_CHECKING:
    from flask import Flask
    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from tests.object_store import ObjectStore

# Modules of the app are imported where they are used: the tests of the domain run without it.

# Nothing here is judged by the clock; and a run that decides whether a change lands tries the
# same examples each time, while everybody else's keeps looking for new ones.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The server of TEST_DATABASE_URL where it is set, else SQLite files."""
    url = os.environ.get("TEST_DATABASE_URL")
    made = PostgresServer(url) if url else SqliteFiles(tmp_path_factory.mktemp("databases"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def migrated(databases: Databases) -> Iterator[str]:
    """The URL of the one migrated database; copy it, never open it."""
    from flask_migrate import upgrade

    from trust_inclusion.db import db

    url = databases.empty()
    app = build_app(url)
    with app.app_context():
        upgrade()
        db.engine.dispose()
    yield url
    databases.drop(url)


@pytest.fixture
def database_url(databases: Databases, migrated: str) -> Iterator[str]:
    """The URL of a migrated database of this test's own, without rows."""
    url = databases.copy(migrated)
    yield url
    databases.drop(url)


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    """The URL of a database of this test's own, without tables."""
    url = databases.empty()
    yield url
    databases.drop(url)


@pytest.fixture
def app(database_url: str) -> "Iterator[Flask]":
    """The app on a migrated database of this test's own."""
    yield from started(database_url)


@pytest.fixture
def session(app: "Flask") -> "Iterator[scoped_session[Session]]":
    """The database session, inside the app's context."""
    from trust_inclusion.db import db

    with app.app_context():
        yield db.session


@pytest.fixture(scope="session")
def object_store() -> "Iterator[ObjectStore]":
    """A real object store on this machine; `empty` it before use."""
    from tests.object_store import served

    with served() as store:
        yield store


def started(url: str) -> "Iterator[Flask]":
    """The app on the database of `url`, its connections closed at the end."""
    from trust_inclusion.db import db

    app = build_app(url)
    yield app
    with app.app_context():
        db.engine.dispose()


def build_app(url: str, **config: Any) -> "Flask":
    """The app as it is served, but with a known secret and password hashing that costs nothing."""
    from trust_inclusion import create_app

    app = create_app(
        {
            "TESTING": True,
            "SECRET_KEY": "only-the-tests-know-this-and-they-tell",
            "SQLALCHEMY_DATABASE_URI": url,
            "ARGON2": {"time_cost": 1, "memory_cost": 8, "parallelism": 1},
            **config,
        }
    )
    # Each test has an app of its own; compiling its templates would take most of the test's time.
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache()
    return app
