"""What autogenerate does not see and a migration can lose: triggers, CHECKs and partial indexes."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from flask_migrate import upgrade
from sqlalchemy.exc import DBAPIError

from trust_inclusion.db import db
from trust_inclusion.models.changes import ChangeStep
from trust_inclusion.models.log import AuditEvent

pytestmark = pytest.mark.usefixtures("app")

TRIGGERS = {
    "sqlite": {
        "audit_events_refuse_update",
        "audit_events_refuse_delete",
        "audit_events_refuse_replace",
        "change_steps_refuse_update",
        "change_steps_refuse_delete",
        "change_steps_refuse_replace",
    },
    "postgresql": {
        "audit_events_refuse_update",
        "audit_events_refuse_delete",
        "audit_events_refuse_truncate",
        "change_steps_refuse_update",
        "change_steps_refuse_delete",
        "change_steps_refuse_truncate",
    },
}
CHECKS = {"ck_changes_state"}
PARTIAL_INDEXES = {
    "ix_changes_one_open",
    "ix_claims_pending",
    "ix_pathway_plans_to_agree",
    "ix_rulings_one_proposed",
}
LISTED = {
    "sqlite": {
        "triggers": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "partial indexes": "SELECT name FROM sqlite_master "
        "WHERE type = 'index' AND sql LIKE '% WHERE %'",
    },
    "postgresql": {
        "triggers": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
        "partial indexes": "SELECT indexrelid::regclass::text FROM pg_index WHERE indpred NOTNULL",
    },
}
REPLACE_BY_DIGEST = """
INSERT OR REPLACE INTO audit_events (happened_at, action, subject, previous_digest, digest)
SELECT happened_at, 'other', subject, previous_digest, digest FROM audit_events
"""
WAYS_TO_CHANGE_THE_LOG = {
    "sqlite": [
        "UPDATE audit_events SET action = 'other'",
        "DELETE FROM audit_events",
        "INSERT OR REPLACE INTO audit_events SELECT * FROM audit_events",
        REPLACE_BY_DIGEST,
    ],
    "postgresql": [
        "UPDATE audit_events SET action = 'other'",
        "DELETE FROM audit_events",
        "TRUNCATE audit_events",
    ],
}

REPLACE_A_STEP = """
INSERT OR REPLACE INTO change_steps (id, change_id, happened_at, step, state)
SELECT id, change_id, happened_at, 'reject', 'rejected' FROM change_steps
"""
WAYS_TO_CHANGE_A_STORY = {
    "sqlite": [
        "UPDATE change_steps SET account_id = 2",
        "UPDATE change_steps SET comment_digest = NULL",
        "DELETE FROM change_steps",
        REPLACE_A_STEP,
    ],
    "postgresql": [
        "UPDATE change_steps SET account_id = 2",
        "UPDATE change_steps SET comment_digest = NULL",
        "DELETE FROM change_steps",
        "TRUNCATE change_steps",
    ],
}


def test_every_safeguard_stands() -> None:
    upgrade()
    assert listed("triggers") == TRIGGERS[db.engine.dialect.name]
    assert listed("partial indexes") == PARTIAL_INDEXES
    inspector = sa.inspect(db.engine)
    checks = inspector.get_multi_check_constraints().values()
    assert {check["name"] for of_table in checks for check in of_table} == CHECKS


def test_the_log_refuses_every_change() -> None:
    upgrade()
    event = {
        "happened_at": datetime(2026, 9, 1, tzinfo=UTC),
        "action": "sign_in",
        "subject": "account",
        "previous_digest": "0" * 64,
        "digest": "1" * 64,
    }
    log = sa.select(AuditEvent.__table__)
    with db.engine.begin() as connection:
        connection.execute(sa.insert(AuditEvent).values(event))
        before = connection.execute(log).all()
    for statement in WAYS_TO_CHANGE_THE_LOG[db.engine.dialect.name]:
        with (
            pytest.raises(DBAPIError, match="audit_events is append-only"),
            db.engine.begin() as connection,
        ):
            connection.execute(sa.text(statement))
    with db.engine.connect() as connection:
        assert connection.execute(log).all() == before


def test_the_story_of_a_change_refuses_every_change() -> None:
    upgrade()
    step = {
        "change_id": 1,
        "happened_at": datetime(2026, 9, 1, tzinfo=UTC),
        "account_id": 1,
        "capacity": "director",
        "step": "approve",
        "state": "approved",
        "comment_digest": "0" * 64,
    }
    story = sa.select(ChangeStep.__table__)
    with db.engine.begin() as connection:
        connection.execute(sa.insert(ChangeStep).values(step))
        before = connection.execute(story).all()
    for statement in WAYS_TO_CHANGE_A_STORY[db.engine.dialect.name]:
        with (
            pytest.raises(DBAPIError, match="is append-only"),
            db.engine.begin() as connection,
        ):
            connection.execute(sa.text(statement))
    with db.engine.connect() as connection:
        assert connection.execute(story).all() == before


def listed(what: str) -> set[str | None]:
    """The names of the database's own triggers or partial indexes."""
    with db.engine.connect() as connection:
        return set(connection.scalars(sa.text(LISTED[db.engine.dialect.name][what])))
