"""A digest of changes that have waited long, to whoever takes the next step and to the director.

More than five working days at one step, and once more after ten: each once, whenever the command
runs. A step begins the count anew, since somebody else is asked then. After a gap only the later
of the two is put out.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select

from trust_inclusion.db import db
from trust_inclusion.domain import access, change_letter_words
from trust_inclusion.domain.access import Action, Actor, Place, Role
from trust_inclusion.domain.calendar import london_day
from trust_inclusion.domain.change_letter_words import DIGEST_DAYS
from trust_inclusion.domain.changes import OPEN
from trust_inclusion.domain.working_days import working_days_between
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.changes import Change, ChangeReminder
from trust_inclusion.services import audit, notices, places, reachable
from trust_inclusion.services.changes import steps, telling
from trust_inclusion.services.changes.board import Board
from trust_inclusion.services.reachable import Reachable

NOTICE = "change_digest"


@dataclass(frozen=True, slots=True)
class Waited:
    """A change that has waited for more than `days` working days since `since`."""

    change: Change
    academy: str
    place: Place
    days: int
    since: date


@dataclass(frozen=True, slots=True)
class Mail:
    """A digest that would go out."""

    to_email: str
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a run puts out, and how many changes it closes where the academy has left."""

    waited: Sequence[Waited]
    mail: Sequence[Mail]
    lapsed: int


@dataclass(frozen=True, slots=True)
class Line:
    """What the digest says of one change, and the path of its page."""

    says: str
    path: str


def plan(actor: Actor, day: date, *, today: date) -> Plan:
    """What a run for `day` would put out, and on `today` close; nothing is saved."""
    access.require(actor, Action.SEND_MAIL, access.TRUST)
    waited = _not_put_out(_waited(day))
    return Plan(waited, _mail(waited, day), len(steps.where_left(min(day, today))))


def put_out(actor: Actor, day: date, *, today: date, now: datetime) -> Plan:
    """Close what lapsed by today, and put the digests of `day` into the outbox, each once.

    Nothing lapses ahead of its day, whatever `day` is asked for. Raises Changed when another run
    put one of them out meanwhile; then nothing is to be saved.
    """
    found = plan(actor, day, today=today)
    if found.lapsed:
        steps.lapse_where_left(actor, min(day, today), now)
    for one in found.waited:
        row = ChangeReminder(
            change_id=one.change.id,
            after_days=one.days,
            waits_since=one.since,
            reminded_at=now,
        )
        db.session.add(row)
    places.flush()
    for mail in found.mail:
        notices.put(NOTICE, mail.to_email, mail.content, now=now)
    if found.waited:
        figures = {"changes": len(found.waited), "mail": len(found.mail)}
        audit.record(actor, "change_digests_put_out", "trust", None, now=now, after=figures)
    return found


def lines(content: Mapping[str, Any]) -> list[Line]:
    """What a digest says, with the academies' names as they are now."""
    items: list[dict[str, Any]] = content["items"]
    rows = db.session.execute(
        select(Change.id, Academy.name)
        .join(Academy, Academy.id == Change.academy_id)
        .where(Change.id.in_([item["change_id"] for item in items]))
    )
    academies = {row.id: row.name for row in rows}
    return [
        Line(
            change_letter_words.waited(
                academies[item["change_id"]], item["state"], item["days"], own=item["own"]
            ),
            f"/changes/{item['change_id']}",
        )
        for item in items
    ]


def _waited(day: date) -> list[Waited]:
    """Every open change that has waited long by `day`, in the order of academies."""
    rows = db.session.execute(
        select(Change, Academy.name, Academy.hub_id)
        .join(Academy, Academy.id == Change.academy_id)
        .where(Change.state.in_(OPEN), or_(Academy.left_on.is_(None), Academy.left_on > day))
        .order_by(Academy.name, Change.id)
    )
    found: list[Waited] = []
    for change, name, hub_id in rows:
        since = london_day(change.waiting_since)
        waited = working_days_between(since, day)
        over = [days for days in DIGEST_DAYS if waited > days]
        if over:
            place = Place(change.academy_id, hub_id)
            found.append(Waited(change, name, place, max(over), since))
    return found


def _not_put_out(found: Sequence[Waited]) -> list[Waited]:
    rows = db.session.execute(
        select(
            ChangeReminder.change_id, ChangeReminder.after_days, ChangeReminder.waits_since
        ).where(ChangeReminder.change_id.in_([one.change.id for one in found]))
    )
    put = {(row[0], row[1], row[2]) for row in rows}
    return [one for one in found if (one.change.id, one.days, one.since) not in put]


def _mail(waited: Sequence[Waited], day: date) -> list[Mail]:
    """One digest to each person: what waits for them, and for a director all within reach."""
    if not waited:
        return []
    board = Board(_with_linked([one.change for one in waited]), day)
    above = reachable.holding(telling.ABOVE, (), day)
    directors = reachable.holding((Role.DIRECTOR,), (), day)
    people: dict[int | None, Reachable] = {}
    items: dict[int | None, list[dict[str, Any]]] = defaultdict(list)
    for one in waited:
        owners = telling.next_for(board, one.change, above)
        own = {owner.actor.account_id for owner in owners}
        reaching = [who for who in directors if _reaches(who.actor, one.place)]
        for who in {who.actor.account_id: who for who in (*reaching, *owners)}.values():
            account_id = who.actor.account_id
            people[account_id] = who
            items[account_id].append(
                {
                    "change_id": one.change.id,
                    "state": one.change.state,
                    "days": one.days,
                    "own": account_id in own,
                }
            )
    return [
        Mail(who.email, {"items": items[account_id]})
        for account_id, who in people.items()
        if notices.is_address(who.email)
    ]


def _reaches(director: Actor, place: Place) -> bool:
    return access.reach_as(director, Role.DIRECTOR, Action.SEE_CHANGES).covers(place)


def _with_linked(found: Sequence[Change]) -> list[Change]:
    """These changes and those they are decided together with."""
    bundles = {one.bundle_id for one in found if one.bundle_id is not None}
    linked = db.session.scalars(select(Change).where(Change.bundle_id.in_(bundles))).all()
    return list({one.id: one for one in (*found, *linked)}.values())
