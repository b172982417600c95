"""Calendar links: an account's secret address, and the dates it may see behind it."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.names import initials
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.notices import CalendarLink
from trust_inclusion.services import audit, places

_KINDS = ("deadline", "latest_start", "projected_outcome")


@dataclass(frozen=True, slots=True)
class Entry:
    """A day in the calendar. `key` stays the same when the day moves."""

    key: str
    kind: str
    day: date
    academy: str
    initials: str


def made_at(actor: Actor) -> datetime | None:
    """When the actor's present link was made; None without one."""
    row = db.session.get(CalendarLink, actor.account_id)
    return None if row is None else row.made_at


def make(actor: Actor, *, now: datetime) -> str:
    """A new secret for the actor's calendar; the one before opens nothing any more.

    Only its digest is kept, so it can be shown this once.
    """
    secret = secrets.token_urlsafe(32)
    row = db.session.get(CalendarLink, actor.account_id)
    if row is None:
        row = CalendarLink(account_id=actor.account_id)
        db.session.add(row)
    row.digest, row.made_at = _digest(secret), now
    db.session.flush()
    audit.record(actor, "calendar_link_made", "account", actor.account_id, now=now)
    return secret


def end(actor: Actor, *, now: datetime) -> None:
    """Close the actor's link, if there is one."""
    row = db.session.get(CalendarLink, actor.account_id)
    if row is not None:
        db.session.delete(row)
        audit.record(actor, "calendar_link_ended", "account", actor.account_id, now=now)


def account_of(secret: str) -> int | None:
    """Whose link this is; None for one that was reset, or whose account may not sign in."""
    return db.session.scalar(
        select(Account.id)
        .join(CalendarLink, CalendarLink.account_id == Account.id)
        .where(CalendarLink.digest == _digest(secret), Account.disabled.is_(False))
    )


def entries(actor: Actor, day: date) -> list[Entry]:
    """Deadlines, latest starts and expected outcomes as they stand on `day`, within reach.

    Whoever sees the qualification of an academy sees its dates; a SENCO their own.
    """
    reach = access.reach(actor, Action.SEE_QUALIFICATION)
    rows = db.session.execute(
        select(
            Clock.appointment_id,
            Clock.academy,
            Clock.person,
            Clock.deadline,
            Clock.latest_start,
            Clock.projected_outcome,
        )
        .join(Academy, Academy.id == Clock.academy_id)
        .where(
            Clock.valid_from <= day,
            Clock.valid_to > day,
            Clock.person_id.is_not(None),
            or_(Academy.left_on.is_(None), Academy.left_on > day),
            or_(
                places.within(reach, Clock.academy_id, Clock.hub_id),
                Clock.person_id == reach.person_id,
            ),
        )
        .order_by(Clock.sort_name, Clock.appointment_id)
    ).all()
    found: Sequence[Entry] = [
        Entry(
            f"{row.appointment_id}-{kind.replace('_', '-')}",
            kind,
            getattr(row, kind),
            row.academy,
            initials(row.person or ""),
        )
        for row in rows
        for kind in _KINDS
        if getattr(row, kind) is not None
    ]
    return list(found)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
