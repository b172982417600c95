"""Databases for the tests: one is migrated for each worker, and every test gets a copy of it.

A copy, because the log's triggers refuse to be cleaned; migrated, because that is what runs.
"""

import itertools
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from sqlalchemy import URL, Engine, create_engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

LOCAL_SERVERS = (
    "postgresql+psycopg:///postgres?host=/var/run/postgresql",
    "postgresql+psycopg://postgres@/postgres?host=/var/run/postgresql",
    "postgresql+psycopg://postgres@127.0.0.1:5432/postgres",
)


class Databases(Protocol):
    """Where databases for tests come from."""

    def empty(self) -> str:
        """The URL of a new database without tables."""
        ...

    def copy(self, url: str) -> str:
        """The URL of a new database with the tables and rows of `url`, which nobody has open."""
        ...

    def drop(self, url: str) -> None:
        """Do away with a database from here."""
        ...

    def close(self) -> None:
        """Wait until every dropped database is gone."""
        ...


class SqliteFiles:
    """Databases as files in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._paths: Iterator[Path] = (folder / f"{n}.sqlite" for n in itertools.count())

    def empty(self) -> str:
        return f"sqlite:///{next(self._paths)}"

    def copy(self, url: str) -> str:
        copied = self.empty()
        shutil.copyfile(_path(url), _path(copied))
        return copied

    def drop(self, url: str) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(_path(url) + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        pass


class PostgresServer:
    """Databases on the server of `url`, whose account may create them."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        self._engine = _engine(self._url)
        # Removing a database's files can take the disk longer than the test that used them.
        self._background = ThreadPoolExecutor(max_workers=1)
        self._drops: list[Future[None]] = []
        self._names = (f"trust_inclusion_test_{os.getpid()}_{n}" for n in itertools.count())

    def empty(self) -> str:
        return self._create("template0")

    def copy(self, url: str) -> str:
        return self._create(str(make_url(url).database))

    def drop(self, url: str) -> None:
        name = make_url(url).database
        drop = self._background.submit(self._execute, f'DROP DATABASE "{name}" WITH (FORCE)')
        self._drops.append(drop)

    def close(self) -> None:
        self._background.shutdown()
        for drop in self._drops:
            drop.result()

    def _create(self, template: str) -> str:
        name = next(self._names)
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _execute(self, statement: str) -> None:
        with self._engine.connect() as connection:
            connection.execute(text(statement))


def server() -> str | None:
    """The URL of a PostgreSQL server that lets us create databases: TEST_DATABASE_URL, or local."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        return given
    return next((url for url in LOCAL_SERVERS if _may_create(url)), None)


def _may_create(url: str) -> bool:
    asked = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    try:
        with _engine(make_url(url)).connect() as connection:
            return bool(connection.scalar(text(asked)))
    except OperationalError:
        return False


def _engine(url: URL) -> Engine:
    return create_engine(
        url.update_query_dict({"connect_timeout": "3"}),
        isolation_level="AUTOCOMMIT",
        poolclass=NullPool,
    )


def _path(url: str) -> str:
    return str(make_url(url).database)
