"""Who is told of a step: whoever it waits for next, the SENCO, and whoever proposed it.

Mail names neither people nor reasons nor hours, since these can tell of health and pay: it says
that something waits or was decided, and gives the link.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import change_letter_words
from trust_inclusion.domain.access import Actor, Role
from trust_inclusion.domain.change_letter_words import To
from trust_inclusion.domain.changes import CLOSED, State, Step
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.changes import Change
from trust_inclusion.services import notices, reachable
from trust_inclusion.services.changes import finding
from trust_inclusion.services.changes.board import Board, waits_for
from trust_inclusion.services.changes.finding import When
from trust_inclusion.services.reachable import Reachable

NOTICE = "change"
ABOVE = (Role.TRUST_LEADER, Role.HR)
"""Who may be next beside those whom a board knows: see `next_for`."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a letter says: its subject, the path of the page and what is done there."""

    subject: str
    path: str
    link: str


def tell(actor: Actor, moved: Sequence[Change], step: Step | str, when: When) -> None:
    """Put the mail of a step into the outbox; nobody is told what they did themselves.

    Each person has one letter, however many linked changes it moved: where one of them waits for
    them, that one.
    """
    everything = [one for change in moved for one in finding.bundle(change)]
    board = Board(list({one.id: one for one in everything}.values()), when.today)
    above = reachable.holding(ABOVE, (), when.today)
    told: set[int | None] = {actor.account_id}
    for change in moved:
        for one in next_for(board, change, above):
            _put(one, change, To.WAITS, step, told, when)
    for change in moved:
        for one in board.sencos_of(change):
            _put(one, change, To.OWN, step, told, when)
        for one in _proposer(change, when.today):
            _put(one, change, To.PROPOSER, step, told, when)


def next_for(board: Board, change: Change, above: Iterable[Reachable]) -> list[Reachable]:
    """Whose step is next: `above` are the trust leaders and HR of the trust."""
    if change.state in CLOSED:
        return []
    case = board.case(change)
    found = {one.actor.account_id: one for one in board.those_concerned(change)}
    for one in above:
        known = found.get(one.actor.account_id)
        found[one.actor.account_id] = _with_both(known, one) if known else one
    return [one for one in found.values() if waits_for(case, board.taker(one.actor, change))]


def said(content: Mapping[str, Any]) -> Said:
    """What a letter says, with the academy's name as it is now."""
    change_id, to = content["change_id"], content["what"]
    academy = db.session.scalar(
        select(Academy.name)
        .join(Change, Change.academy_id == Academy.id)
        .where(Change.id == change_id)
    )
    return Said(
        change_letter_words.subject(to, content["step"], content["state"], academy or ""),
        f"/changes/{change_id}",
        change_letter_words.next_step(to, content["state"]),
    )


def _with_both(one: Reachable, other: Reachable) -> Reachable:
    """An account found twice, with the roles of both."""
    held = tuple(dict.fromkeys((*one.actor.holdings, *other.actor.holdings)))
    who = Actor(one.actor.name, one.actor.account_id, one.actor.person_id, held)
    return Reachable(who, one.email)


def _proposer(change: Change, today: date) -> list[Reachable]:
    """Whoever proposed it, where it came back or to its end."""
    if change.state not in {*CLOSED, State.RETURNED}:
        return []
    found = reachable.account(change.proposed_by_id, today)
    return [found] if found else []


def _put(
    one: Reachable, change: Change, what: To, step: Step | str, told: set[int | None], when: When
) -> None:
    who = one.actor.account_id
    if who in told or not notices.is_address(one.email):
        return
    told.add(who)
    content = {
        "change_id": change.id,
        "what": what.value,
        "step": str(step),
        "state": change.state,
    }
    notices.put(NOTICE, one.email, content, now=when.now)
