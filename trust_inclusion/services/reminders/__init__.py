"""Reminders: what is due by a day, put into the outbox once each, and what a letter says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access, reminder_words
from trust_inclusion.domain.access import Action, Actor, Place, Role
from trust_inclusion.domain.names import initials
from trust_inclusion.domain.reminders import Due, Kind, of_clock, of_person
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account, AccountGrant
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.notices import Reminder
from trust_inclusion.models.people import Person
from trust_inclusion.models.records import Confirmation
from trust_inclusion.models.settings import TrustSettings
from trust_inclusion.services import audit, notices, sign_ins

TO_SENCO = "reminder"
DIGEST = "digest"
_DIGEST_ROLES = (Role.HR, Role.DIRECTOR)
_OF_PERSON = frozenset({Kind.QTLS, Kind.CONFIRMATION})
Key = tuple[str, int, int, int, date]


@dataclass(frozen=True, slots=True)
class Reminding:
    """A reminder not put out yet, with whom and what it is about."""

    due: Due
    place: Place
    academy: str
    appointment_id: int
    person: str | None
    email: str | None

    @property
    def key(self) -> Key:
        """What makes it the same reminder: a person's own is of no one academy."""
        person_id = self.place.person_id or 0
        if self.due.kind in _OF_PERSON:
            return (self.due.kind.value, 0, 0, person_id, self.due.due_on)
        academy_id = self.place.academy_id or 0
        return (self.due.kind.value, academy_id, self.appointment_id, person_id, self.due.due_on)


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
    waiting = _not_put_out(_due(day))
    to_sencos, unreachable = _to_sencos(waiting)
    return Plan(waiting, [*to_sencos, *_digests(waiting, day)], unreachable)


def put_out(actor: Actor, day: date, *, now: datetime) -> Plan:
    """Put what is due by `day` into the outbox, each reminder once however often this runs."""
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
    for mail in found.mail:
        notices.put(mail.notice, mail.to_email, mail.content, now=now)
    if found.reminders:
        figures = {"reminders": len(found.reminders), "mail": len(found.mail)}
        audit.record(actor, "reminders_put_out", "trust", None, now=now, after=figures)
    return found


def lines(notice: str, content: Mapping[str, Any]) -> list[str]:
    """What a letter says, one sentence or two for each reminder, with names as they are now."""
    items: list[dict[str, Any]] = content["items"]
    academies = _names(Academy, [item["academy_id"] for item in items])
    people = _names(Person, [item["person_id"] for item in items])
    said: list[str] = []
    for item in items:
        kind, about = Kind(item["kind"]), date.fromisoformat(item["about"])
        academy = academies.get(item["academy_id"], "")
        if notice == TO_SENCO:
            said.append(reminder_words.to_senco(kind, academy, about))
        else:
            name = people.get(item["person_id"])
            who = initials(name) if name else ""
            said.append(reminder_words.in_digest(kind, academy, who, about))
    return list(dict.fromkeys(said))


def _names(model: type[Academy] | type[Person], ids: Iterable[int]) -> dict[int, str]:
    found = db.session.execute(select(model.id, model.name).where(model.id.in_(set(ids))))
    return {row.id: row.name for row in found}


def _due(day: date) -> list[Reminding]:
    """Everything due by `day`, put out already or not, in the order of academies."""
    confirmed = (
        select(Confirmation.person_id, func.max(Confirmation.year_start).label("year"))
        .group_by(Confirmation.person_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            *(Clock.academy_id, Clock.hub_id, Clock.academy, Clock.appointment_id),
            *(Clock.person_id, Clock.status, Clock.valid_from, Clock.deadline),
            *(Clock.latest_start, Clock.projected_outcome),
            *(Person.name, Person.email, Person.qtls_recheck_on, confirmed.c.year),
        )
        .join(Academy, Academy.id == Clock.academy_id)
        .outerjoin(Person, Person.id == Clock.person_id)
        .outerjoin(confirmed, confirmed.c.person_id == Clock.person_id)
        .where(
            Clock.valid_from <= day,
            Clock.valid_to > day,
            or_(Academy.left_on.is_(None), Academy.left_on > day),
        )
        .order_by(Clock.sort_name, Clock.academy_id, Clock.appointment_id)
    ).all()
    return [_reminding(row, due) for row in rows for due in _due_of(row, day)]


def _due_of(row: AnyRow, day: date) -> list[Due]:
    found = of_clock(
        row.status, row.valid_from, row.deadline, row.latest_start, row.projected_outcome, day
    )
    return found if row.person_id is None else found + of_person(row.qtls_recheck_on, row.year, day)


def _reminding(row: AnyRow, due: Due) -> Reminding:
    place = Place(row.academy_id, row.hub_id, row.person_id)
    return Reminding(due, place, row.academy, row.appointment_id, row.name, row.email)


def _not_put_out(found: list[Reminding]) -> list[Reminding]:
    days = {reminding.due.due_on for reminding in found}
    put = {
        tuple(row)
        for row in db.session.execute(
            select(
                Reminder.kind,
                Reminder.academy_id,
                Reminder.appointment_id,
                Reminder.person_id,
                Reminder.due_on,
            ).where(Reminder.due_on.in_(days))
        )
    }
    return [reminding for reminding in found if reminding.key not in put]


def _to_sencos(waiting: Iterable[Reminding]) -> tuple[list[Mail], list[str]]:
    """One letter to each person, whatever the number of their academies."""
    by_person: dict[int, list[Reminding]] = defaultdict(list)
    for reminding in waiting:
        if reminding.place.person_id is not None:
            by_person[reminding.place.person_id].append(reminding)
    mail: list[Mail] = []
    unreachable: list[str] = []
    for theirs in by_person.values():
        email = theirs[0].email
        if email is not None and notices.is_address(email):
            mail.append(Mail(TO_SENCO, email, _content(theirs)))
        else:
            unreachable.append(theirs[0].person or "")
    return mail, unreachable


def _digests(waiting: Sequence[Reminding], day: date) -> list[Mail]:
    """One letter to each of HR and the directors, of the academies they answer for."""
    told = [one for one in waiting if one.due.kind in reminder_words.IN_DIGEST]
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
        theirs = _within_reach(told, account_id, day)
        if theirs and notices.is_address(email):
            mail.append(Mail(DIGEST, email, _content(theirs)))
    return mail


def _within_reach(told: Iterable[Reminding], account_id: int, day: date) -> list[Reminding]:
    """By the roles that work the deadlines only; one's own record has its own letter."""
    who = sign_ins.actor_of(account_id, today=day)
    if who is None:
        return []
    held = tuple(holding for holding in who.holdings if holding.role in _DIGEST_ROLES)
    reach = access.reach(Actor(who.name, account_id, None, held), Action.SEE_QUALIFICATION)
    return [
        one
        for one in told
        if reach.covers(one.place)
        and (who.person_id is None or one.place.person_id != who.person_id)
    ]


def _content(found: Iterable[Reminding]) -> dict[str, Any]:
    """Frozen codes, ids and dates; a person's own reminder stands once."""
    items: dict[Key, dict[str, Any]] = {}
    for one in found:
        items.setdefault(
            one.key,
            {
                "kind": one.due.kind.value,
                "academy_id": one.place.academy_id,
                "person_id": one.place.person_id or 0,
                "about": one.due.about.isoformat(),
            },
        )
    return {"items": list(items.values())}
