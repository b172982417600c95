"""Runs the migrations on the app's own database, each in a transaction of its own."""

from alembic import context
from alembic.operations.ops import MigrationScript
from alembic.script import ScriptDirectory

from trust_inclusion import models
from trust_inclusion.db import db

assert models.__all__  # loading the rows is what makes `db.metadata` know the tables


def number(_context: object, _revision: object, directives: list[MigrationScript]) -> None:
    """Give a new migration the number after the last one."""
    last = ScriptDirectory.from_config(context.config).get_current_head() or "0"
    directives[0].rev_id = f"{int(last) + 1:04}"


def migrate() -> None:
    """Take the database from where it stands to the revision asked for."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # SQLite changes a table by copying it and dropping the old one, which with foreign
            # keys on would count as deleting its rows; and this can be said only outside a
            # transaction, so the connection is thrown away at the end.
            connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
        try:
            context.configure(
                connection=connection,
                target_metadata=db.metadata,
                compare_type=True,
                render_as_batch=True,
                process_revision_directives=number,
                transactional_ddl=True,
                transaction_per_migration=True,
            )
            with context.begin_transaction():
                context.run_migrations()
        finally:
            connection.invalidate()


migrate()
