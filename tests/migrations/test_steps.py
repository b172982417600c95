"""Migrations up, down, and with rows in every table; what they build is what the models say."""

from datetime import date, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import downgrade, upgrade

from trust_inclusion.db import db

pytestmark = pytest.mark.usefixtures("app")

Rows = dict[str, list[dict[str, Any]]]


def test_the_migrations_are_numbered_without_gaps(app: Flask) -> None:
    assert revisions(app) == [f"{n:04}" for n in range(1, len(revisions(app)) + 1)]


def test_they_build_what_the_models_say() -> None:
    upgrade()
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_the_way_down_leaves_nothing() -> None:
    upgrade()
    downgrade(revision="base")
    assert sa.inspect(db.engine).get_table_names() == ["alembic_version"]
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect() as connection:
            asked = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace"
            assert connection.scalars(sa.text(asked)).all() == []


def test_rows_survive_every_step_up(app: Flask) -> None:
    there: Rows = {}
    for revision in revisions(app):
        upgrade(revision=revision)
        assert_kept(there, rows())
        add_a_row_to_every_table(int(revision))
        there = rows()
    assert len(there["accounts"]) == len(revisions(app))
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def test_rows_of_earlier_tables_survive_every_step_down(app: Flask) -> None:
    upgrade()
    add_a_row_to_every_table(1)
    for revision in reversed(revisions(app)[:-1]):
        there = rows()
        downgrade(revision=revision)
        left = rows()
        assert_kept(left, there)
        assert left["accounts"]


def revisions(app: Flask) -> list[str]:
    """The migrations, first to last."""
    scripts = ScriptDirectory(app.extensions["migrate"].directory)
    return [script.revision for script in scripts.walk_revisions()][::-1]


def assert_kept(fewer: Rows, more: Rows) -> None:
    """Every row of `fewer` stands in `more`, where it may have more columns."""
    for table, kept in fewer.items():
        for row in kept:
            assert any(row.items() <= other.items() for other in more[table]), (table, row)


def rows() -> Rows:
    """All rows of all tables as they now are, JSON as text so that rows can be compared."""
    with db.engine.connect() as connection:
        return {
            table.name: [
                {k: str(v) if isinstance(v, dict) else v for k, v in row.items()}
                for row in connection.execute(table.select()).mappings()
            ]
            for table in tables()
        }


def add_a_row_to_every_table(number: int) -> None:
    """Fill every column; keys and the columns that point at them hold `number`."""
    with db.engine.begin() as connection:
        for table in tables():
            connection.execute(
                table.insert().values({c.name: value(c, number) for c in table.columns})
            )


def tables() -> list[sa.Table]:
    """The database's own tables as they now are, parents first."""
    reflected = sa.MetaData()
    reflected.reflect(db.engine)
    return [table for table in reflected.sorted_tables if table.name != "alembic_version"]


def value(column: sa.Column[Any], number: int) -> Any:  # noqa: PLR0911
    """Something of the column's type, different for each number."""
    if f"{column}" == "changes.state":
        return "approved"  # one of those that the database lets in
    match column.type:
        case sa.Boolean():
            return True
        case sa.Integer():
            return number
        case sa.DateTime():
            return datetime(2026, 9, number, 12, 30)  # noqa: DTZ001 stored without a zone, as UTC
        case sa.Date():
            return date(2026, 9, number)
        case sa.JSON():
            return {"number": number}
        case sa.String():
            return str(number)
        case other:
            raise NotImplementedError(f"{column}: {other}")
