"""The engine, the session, column types, and the one visible commit."""

from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    Connection,
    Date,
    DateTime,
    Dialect,
    Engine,
    Integer,
    MetaData,
    Row,
    Select,
    String,
    event,
    func,
    select,
)
from sqlalchemy.orm import DeclarativeBase, registry
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcInstant(TypeDecorator[datetime]):
    """An instant: aware in Python, UTC in the database."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; an instant without a time zone is a mistake and is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant back as UTC."""
        return None if value is None else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The declarative base of every row."""

    registry = registry(
        type_annotation_map={
            str: String(200),
            datetime: UtcInstant(),
            date: Date(),
            int: Integer(),
            dict[str, Any]: JSON(none_as_null=True),
        }
    )
    metadata = MetaData(naming_convention=NAMES)


BigId = BigInteger().with_variant(Integer(), "sqlite")
"""Keys of tables that grow with every act; SQLite numbers rows only in INTEGER columns."""

AnyRow = Row[*tuple[Any, ...]]
"""A row of a query, whatever its columns."""

AnySelect = Select[*tuple[Any, ...]]

db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

_WRITERS = 7_301_110
"""Key of the advisory lock for which PostgreSQL's writers queue."""

_writing: ContextVar[bool] = ContextVar("writing", default=False)


def start(app: Flask) -> None:
    """Bind the database to `app` and set up SQLite's connections."""
    db.init_app(app)
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        _prepare_sqlite(engine)


def _prepare_sqlite(engine: Engine) -> None:
    """WAL, foreign keys, and transactions that begin when we say (not the driver)."""

    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            "foreign_keys=ON",
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "busy_timeout=10000",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # A read that turns into a write in one DEFERRED transaction fails at once when another
        # wrote between, whatever the busy timeout; so writers take their place in the queue first.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


@contextmanager
def transaction() -> Generator[None]:
    """The only place that commits: all of the block is saved, or nothing.

    Ends the read transaction of the request first, so what the block loads is what holds now.
    Writers take turns on both databases: SQLite's wait for BEGIN IMMEDIATE, PostgreSQL's for a
    lock. So nothing that a use-case read, such as the facts behind a timeline, changes under it.
    """
    if _writing.get():
        raise RuntimeError("a transaction is already open")
    db.session.rollback()
    token = _writing.set(True)
    try:
        if db.session.connection().dialect.name == "postgresql":
            db.session.execute(select(func.pg_advisory_xact_lock(_WRITERS)))
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)
