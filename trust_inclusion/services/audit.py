"""The log: one line for every act, chained so that a missing or altered line shows."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from trust_inclusion.db import db
from trust_inclusion.domain.access import Actor
from trust_inclusion.models.log import AuditEvent

START = "0" * 64
_CHAIN_LOCK = 7_301_109
"""Key of the advisory lock under which PostgreSQL writers take the end of the chain in turn."""


def record(
    actor: Actor,
    action: str,
    subject: str,
    subject_id: int | None,
    *,
    now: datetime,
    academy_id: int | None = None,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add one line to the log, in the caller's transaction.

    `before` and `after` hold ids, codes and figures only, never names or free text, so that the
    log outlives the erasure of a person.
    """
    session = db.session
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_CHAIN_LOCK)))
    session.flush()
    last = session.scalar(select(AuditEvent.digest).order_by(AuditEvent.id.desc()).limit(1))
    event = AuditEvent(
        happened_at=now,
        account_id=actor.account_id,
        action=action,
        subject=subject,
        subject_id=subject_id,
        academy_id=academy_id,
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        previous_digest=last or START,
    )
    event.digest = _digest(event)
    session.add(event)
    session.flush()


def first_break() -> int | None:
    """The id of the first event that does not continue the chain; None when it is whole."""
    previous = START
    for event in db.session.scalars(select(AuditEvent).order_by(AuditEvent.id)):
        if event.previous_digest != previous or event.digest != _digest(event):
            return event.id
        previous = event.digest
    return None


def changed(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Only what differs of two sets of figures, as the log keeps it."""
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    return {key: before.get(key) for key in keys}, {key: after.get(key) for key in keys}


def _digest(event: AuditEvent) -> str:
    content = [
        event.previous_digest,
        event.happened_at.isoformat(),
        event.account_id,
        event.action,
        event.subject,
        event.subject_id,
        event.academy_id,
        event.before,
        event.after,
    ]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()
