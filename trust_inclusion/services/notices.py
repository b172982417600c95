"""The outbox: messages to be delivered after the commit, drawn only then.

A message is a kind, an address and frozen codes, ids and dates: never names, pay or reasons. It is
sent at least once: a run takes a message in a transaction of its own before it sends it, so that
two runs never send the same one, and a run that stops half-way leaves it to a later run.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.models.notices import OutgoingMail

BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
"""How long to wait after the first, second ... failure; the last one again from then on."""
GIVE_UP_AFTER = timedelta(days=3)
HELD_FOR = timedelta(minutes=30)
"""A message taken and neither sent nor failed for so long was left by a run that stopped."""
MOST_SHOWN = 20
_ADDRESS = re.compile(r"[!-?A-~]+@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?")
_NOT_IN_ADDRESS = frozenset('<>()[]\\,;:"')


class NotAnAddress(Exception):
    """Mail cannot go there. The message is safe to show."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that this run, and no other, is to send."""

    id: int
    notice: str
    to_email: str
    content: dict[str, Any]


def is_address(email: str | None) -> bool:
    """Whether mail can be sent to `email`: one plain ASCII address, nothing beside it."""
    return (
        email is not None
        and len(email) <= 200
        and _ADDRESS.fullmatch(email) is not None
        and not _NOT_IN_ADDRESS & set(email)
    )


def put(notice: str, to_email: str, content: Mapping[str, Any], *, now: datetime) -> None:
    """Put a message into the outbox, in the caller's transaction. Raises NotAnAddress.

    `content` holds codes, ids and dates as text; `notice` names the folder of its templates.
    """
    if not is_address(to_email):
        raise NotAnAddress("That is not an e-mail address.")
    db.session.add(
        OutgoingMail(
            notice=notice,
            to_email=to_email,
            content=dict(content),
            made_at=now,
            not_before=now,
            attempts=0,
        )
    )
    db.session.flush()


def take(actor: Actor, *, due_by: datetime, now: datetime) -> Taken | None:
    """Take the message that has waited longest, in a transaction of its own; None when none is due.

    It counts as tried, and nobody else takes it for HELD_FOR. `due_by` is when the run began, so
    that a long run does not meet again what it failed to send.
    """
    access.require(actor, Action.SEND_MAIL, access.TRUST)
    row = db.session.scalar(
        select(OutgoingMail)
        .where(
            OutgoingMail.sent_at.is_(None),
            OutgoingMail.given_up_at.is_(None),
            OutgoingMail.not_before <= due_by,
        )
        .order_by(OutgoingMail.not_before, OutgoingMail.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if row is None:
        return None
    row.attempts += 1
    row.not_before = now + HELD_FOR
    db.session.flush()
    return Taken(row.id, row.notice, row.to_email, dict(row.content))


def sent(actor: Actor, message_id: int, *, now: datetime) -> None:
    """Note that a message went out."""
    access.require(actor, Action.SEND_MAIL, access.TRUST)
    row = db.session.get_one(OutgoingMail, message_id)
    row.sent_at, row.last_error = now, None


def failed(actor: Actor, message_id: int, error: str, *, now: datetime) -> None:
    """Note a failure by its code and when to try again, or that it is given up.

    Given up at a failure three days or more after the first one. Time before any try does not
    count, so that mail outlives a command that did not run.
    """
    access.require(actor, Action.SEND_MAIL, access.TRUST)
    row = db.session.get_one(OutgoingMail, message_id)
    row.last_error = error[:200]
    row.not_before = now + BACK_OFF[min(row.attempts, len(BACK_OFF)) - 1]
    if row.first_failed_at is None:
        row.first_failed_at = now
    if now - row.first_failed_at >= GIVE_UP_AFTER:
        row.given_up_at = now


@dataclass(frozen=True, slots=True)
class Failures:
    """Mail that a server did not take yet (`trying`) or at all (`given_up`), the latest first."""

    trying: int
    given_up: int
    latest: Sequence[OutgoingMail]


def failures(actor: Actor, *, now: datetime) -> Failures:
    """What could not be delivered: still tried, or given up within the last thirty days."""
    access.require(actor, Action.SEE_MAIL, access.TRUST)
    rows = db.session.scalars(
        select(OutgoingMail)
        .where(
            OutgoingMail.sent_at.is_(None),
            OutgoingMail.last_error.is_not(None),
            OutgoingMail.given_up_at.is_(None)
            | (OutgoingMail.given_up_at > now - timedelta(days=30)),
        )
        .order_by(OutgoingMail.made_at.desc(), OutgoingMail.id.desc())
    ).all()
    given_up = sum(1 for row in rows if row.given_up_at is not None)
    return Failures(len(rows) - given_up, given_up, rows[:MOST_SHOWN])
