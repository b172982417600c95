"""What every command needs: the app without its pages' secret, a database that is set up, today."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import make_url

from trust_inclusion import config, create_app, folder
from trust_inclusion.db import db
from trust_inclusion.domain.calendar import london_day

INIT = "Run: trust-inclusion init"


class Stop(Exception):
    """The command cannot go on. The message is for the person at the terminal."""


def now() -> datetime:
    """This instant."""
    return datetime.now(UTC)


def today() -> date:
    """The date in London."""
    return london_day(now())


@contextmanager
def opened() -> Generator[Flask]:
    """The app on the installation's database, which must be set up. Raises Stop."""
    _check_is_there()
    with built(OFFLINE=True) as app:
        check_is_set_up()
        yield app


@contextmanager
def built(**settings: Any) -> Generator[Flask]:
    """The app with these settings, and its connections closed afterwards."""
    app = create_app(settings)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def make_home() -> Path:
    """The instance folder, made where it is not there; nobody else may look into it."""
    home = config.home()
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Stop(f"The folder {home} cannot be made: {error.strerror}.") from error
    return home


def check_is_set_up() -> None:
    """Refuse a database that the numbered migrations have not brought to this version."""
    wanted = ScriptDirectory(str(folder("migrations"))).get_heads()
    with db.engine.connect() as connection:
        stands = MigrationContext.configure(connection).get_current_heads()
    if not stands:
        raise Stop(f"The database is not set up. {INIT}")
    if set(stands) != set(wanted):
        raise Stop(f"The database is of another version of this program. {INIT}")


def _check_is_there() -> None:
    """Asking SQLite whether a file is set up would make an empty one."""
    url = make_url(config.database_url())
    if url.drivername.startswith("sqlite") and not Path(url.database or "").is_file():
        raise Stop(f"There is no database yet. {INIT}")
