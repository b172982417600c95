"""The log: a chain that shows every change of it, written by one writer at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import DBAPIError

from tests import factories as make
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Role
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.services import audit

pytestmark = pytest.mark.usefixtures("session")


def written(many: int = 5) -> list[int]:
    """So many lines of the log, by id."""
    with transaction():
        for number in range(many):
            audit.record(
                make.actor(Role.DIRECTOR), "evidence_entered", "evidence", number,
                now=make.NOW, academy_id=7, before={"roll": number}, after={"roll": None, "b": [1]},
            )  # fmt: skip
    return list(db.session.scalars(sa.select(AuditEvent.id).order_by(AuditEvent.id)))


def without_safeguards(statement: str, **values: object) -> None:
    """Change the log as somebody would who may do anything to the database."""
    drop = {
        "sqlite": ["DROP TRIGGER audit_events_refuse_update",
                   "DROP TRIGGER audit_events_refuse_delete"],
        "postgresql": ["ALTER TABLE audit_events DISABLE TRIGGER USER"],
    }[db.engine.dialect.name]  # fmt: skip
    db.session.rollback()
    with db.engine.begin() as connection:
        for step in drop:
            connection.execute(sa.text(step))
        done = connection.execute(sa.text(statement), values)
        assert done.rowcount == 1
    db.session.expire_all()


def test_a_whole_chain_has_no_break() -> None:
    assert audit.first_break() is None
    ids = written()
    assert audit.first_break() is None
    events = db.session.scalars(sa.select(AuditEvent).order_by(AuditEvent.id)).all()
    assert events[0].previous_digest == audit.START
    assert [event.previous_digest for event in events[1:]] == [e.digest for e in events[:-1]]
    assert len({event.digest for event in events}) == len(ids) == 5


@pytest.mark.parametrize(
    "change",
    [
        "happened_at = '2026-11-21 12:00:00.000001'",
        "account_id = 99",
        "action = 'evidence_removed'",
        "subject = 'evidences'",
        "subject_id = NULL",
        "academy_id = 8",
        "before = '{\"roll\": 3}'",
        "after = NULL",
        "previous_digest = digest",
        "digest = 'x'",
    ],
)
def test_a_changed_line_shows(change: str) -> None:
    third = written()[2]
    statement = f"UPDATE audit_events SET {change} WHERE id = :id"  # noqa: S608 written above
    without_safeguards(statement, id=third)
    assert audit.first_break() == third


@pytest.mark.parametrize("which", [0, 2])
def test_a_removed_line_shows(which: int) -> None:
    ids = written()
    without_safeguards("DELETE FROM audit_events WHERE id = :id", id=ids[which])
    assert audit.first_break() == ids[which + 1]


def test_a_line_put_between_shows() -> None:
    third = written()[2]
    event = {"happened_at": make.NOW, "action": "x", "subject": "y", "digest": "1" * 64}
    last = db.session.scalars(sa.select(AuditEvent.digest).where(AuditEvent.id == third)).one()
    with transaction():
        db.session.execute(sa.insert(AuditEvent).values(previous_digest=last, **event))
    assert audit.first_break() is not None


@pytest.mark.parametrize("statement", ["UPDATE audit_events SET action = 'x'",
                                       "DELETE FROM audit_events"])  # fmt: skip
def test_the_database_refuses_to_change_the_log(statement: str) -> None:
    written(1)

    def change() -> None:
        with transaction():
            db.session.execute(sa.text(statement))

    with pytest.raises(DBAPIError, match="append-only"):
        change()
    assert audit.first_break() is None


def test_a_failed_act_leaves_no_line() -> None:
    def fail() -> None:
        with transaction():
            audit.record(OPERATOR, "hub_set", "academy", 1, now=make.NOW)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert db.session.scalars(sa.select(AuditEvent)).all() == []
    assert len(written(1)) == 1


def test_the_command_line_is_nobodys_account() -> None:
    with transaction():
        audit.record(OPERATOR, "imported", "academies", None, now=make.NOW)
    event = db.session.scalars(sa.select(AuditEvent)).one()
    assert (event.account_id, event.before, event.after) == (None, None, None)
    assert event.happened_at == make.NOW


def test_many_writers_at_once_make_one_chain(app: Flask) -> None:
    def write(number: int) -> None:
        for _ in range(5):
            with app.app_context(), transaction():
                moment = datetime.now(UTC)
                audit.record(OPERATOR, "hub_set", "academy", number, now=moment, after={"n": 1})

    db.session.remove()
    with ThreadPoolExecutor(max_workers=4) as pool:
        list(pool.map(write, range(4)))
    assert audit.first_break() is None
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEvent)) == 20


def test_only_what_differs_is_told() -> None:
    was, became = audit.changed({"a": 1, "b": 2, "gone": 3}, {"a": 1, "b": 5, "new": 6})
    assert was == {"b": 2, "gone": 3, "new": None}
    assert became == {"b": 5, "gone": None, "new": 6}
    assert audit.changed({"a": 1}, {"a": 1}) == ({}, {})
