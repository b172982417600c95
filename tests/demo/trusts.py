"""The demo trust built once for a day, and the accounts of it as they are signed in."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from flask import Flask
from sqlalchemy import select

from tests.conftest import build_app
from tests.databases import Databases
from trust_inclusion import demo
from trust_inclusion.db import db
from trust_inclusion.domain.access import Actor
from trust_inclusion.models.accounts import Account
from trust_inclusion.services import sign_ins

DAYS = (date(2026, 11, 21), date(2027, 9, 1), date(2028, 2, 29))


class Built(NamedTuple):
    """Where a built trust lies: copy its database, never open it; its files are only read."""

    url: str
    folder: Path


class DemoTrusts:
    """Each day's demo trust, built when it is first asked for."""

    def __init__(self, databases: Databases, migrated: str, folder: Path) -> None:
        self._databases, self._migrated, self._folder = databases, migrated, folder
        self._built: dict[date, Built] = {}

    def on(self, day: date) -> Built:
        """The trust as built on a day at `moment`."""
        if day not in self._built:
            found = Built(self._databases.copy(self._migrated), self._folder / day.isoformat())
            found.folder.mkdir()
            app = build_app(found.url, EVIDENCE_DIR=str(found.folder))
            with app.app_context():
                demo.build(day, moment(day))
                db.engine.dispose()
            self._built[day] = found
        return self._built[day]

    def copied(self, day: date) -> Flask:
        """An app on a copy of the day's trust; `forget` it at the end."""
        built = self.on(day)
        url = self._databases.copy(built.url)
        return build_app(url, EVIDENCE_DIR=str(built.folder))

    def forget(self, app: Flask) -> None:
        """Do away with what `copied` gave."""
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        self._databases.drop(app.config["SQLALCHEMY_DATABASE_URI"])

    def close(self) -> None:
        """Do away with every trust built."""
        for built in self._built.values():
            self._databases.drop(built.url)


def moment(day: date) -> datetime:
    """The instant at which the demo of a day is built."""
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=UTC)


def actor(key: str, day: date) -> Actor:
    """The account of the demo with this key, as it is signed in."""
    told = next(one for one in demo.ACCOUNTS if one.key == key)
    account = db.session.scalars(select(Account).where(Account.email == told.email)).one()
    found = sign_ins.actor_of(account.id, today=day)
    assert found is not None
    return found
