"""Reminders: what is due by a day, put into the outbox once each, to whom it concerns."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import access, reminder_words
from trust_inclusion.domain.access import Action, Actor, Role
from trust_inclusion.domain.reminders import Kind
from trust_inclusion.models.accounts import Account, AccountGrant
from trust_inclusion.models.notices import Reminder
from trust_inclusion.models.settings import TrustSettings
from trust_inclusion.services import audit, confirmations, notices, places, sign_ins
from trust_inclusion.services.reminders import due, letters
from trust_inclusion.services.reminders.due import Reminding
from trust_inclusion.services.reminders.letters import DIGEST, TO_SENCO, Link, lines, links

__all__ = [
    "DIGEST", "TO_SENCO", "Link", "Mail", "Plan", "Reminding", "lines", "links", "plan", "put_out",
]  # fmt: skip

_DIGEST_ROLES = (Role.HR, Role.DIRECTOR)


@dataclass(frozen=True, slots=True)
class Mail:
    """A letter that would go out: its notice, address and content."""

    notice: str
    to_email: str
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run puts out. `unreachable` are people whose record has no usable e-mail address."""

    reminders: Sequence[Reminding]
    mail: Sequence[Mail]
    unreachable: Sequence[str]


def plan(actor: Actor, day: date) -> Plan:
    """What a run on `day` would put out; nothing is saved."""
    access.require(actor, Action.SEND_MAIL, access.TRUST)
    waiting = due.waiting(day)
    to_sencos, unreachable = _to_sencos(waiting)
    return Plan(waiting, [*to_sencos, *_digests(waiting, day)], unreachable)


def put_out(actor: Actor, day: date, *, now: datetime) -> Plan:
    """Put what is due by `day` into the outbox, each reminder once however often this runs.

    Raises Changed when another run put one of them out meanwhile; then nothing is to be saved.
    """
    # Two runs at once take turns here, so that the second finds what the first put out.
    db.session.execute(select(TrustSettings.id).where(TrustSettings.id == 1).with_for_update())
    found = plan(actor, day)
    for key in sorted({reminding.key for reminding in found.reminders}):
        kind, academy_id, appointment_id, person_id, due_on = key
        db.session.add(
            Reminder(
                kind=kind,
                academy_id=academy_id,
                appointment_id=appointment_id,
                person_id=person_id,
                due_on=due_on,
                reminded_at=now,
            )
        )
    places.flush()
    for mail in found.mail:
        notices.put(mail.notice, mail.to_email, mail.content, now=now)
    if found.reminders:
        figures = {"reminders": len(found.reminders), "mail": len(found.mail)}
        audit.record(actor, "reminders_put_out", "trust", None, now=now, after=figures)
    return found


def _to_sencos(waiting: Iterable[Reminding]) -> tuple[list[Mail], list[str]]:
    """One letter to each person who is not absent, whatever the number of their academies."""
    by_person: dict[int, list[Reminding]] = defaultdict(list)
    for reminding in waiting:
        if reminding.place.person_id is not None and not reminding.absent:
            by_person[reminding.place.person_id].append(reminding)
    mail: list[Mail] = []
    unreachable: list[str] = []
    for theirs in by_person.values():
        email = theirs[0].email
        if email is not None and notices.is_address(email):
            mail.append(Mail(TO_SENCO, email, letters.content(theirs)))
        else:
            unreachable.append(theirs[0].person or "")
    return mail, unreachable


def _digests(waiting: Sequence[Reminding], day: date) -> list[Mail]:
    """One letter to each of HR and the directors, of the academies they answer for."""
    told = [
        one for one in waiting if one.due.kind in reminder_words.IN_DIGEST and not one.in_digest
    ]
    if not told:
        return []
    accounts = db.session.execute(
        select(Account.id, Account.email)
        .where(
            Account.disabled.is_(False),
            select(AccountGrant.id)
            .where(
                AccountGrant.account_id == Account.id,
                AccountGrant.role.in_([role.value for role in _DIGEST_ROLES]),
            )
            .exists(),
        )
        .order_by(Account.id)
    ).all()
    mail: list[Mail] = []
    for account_id, email in accounts:
        content = _digest(told, account_id, day)
        if content["items"] and notices.is_address(email):
            mail.append(Mail(DIGEST, email, content))
    return mail


def _digest(told: Iterable[Reminding], account_id: int, day: date) -> dict[str, Any]:
    """By the roles that work the deadlines only; one's own record has its own letter."""
    who = sign_ins.actor_of(account_id, today=day)
    if who is None:
        return letters.content([])
    held = tuple(holding for holding in who.holdings if holding.role in _DIGEST_ROLES)
    reader = Actor(who.name, account_id, None, held)
    reach = access.reach(reader, Action.SEE_QUALIFICATION)
    theirs = [
        one
        for one in told
        if one.due.kind is not Kind.UNCONFIRMED
        and reach.covers(one.place)
        and (who.person_id is None or one.place.person_id != who.person_id)
    ]
    counts = [one for one in told if one.due.kind is Kind.UNCONFIRMED]
    unconfirmed = _unconfirmed(reader, day) if counts and held else 0
    return letters.content(theirs + counts if unconfirmed else theirs, unconfirmed)


def _unconfirmed(reader: Actor, day: date) -> int:
    return len({row.person_id for row in confirmations.missing(reader, day)})
