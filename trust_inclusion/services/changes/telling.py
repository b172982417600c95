"""Who is told of a step: whoever it waits for next, the SENCO, and whoever proposed it.

Mail names neither people nor reasons nor hours, since these can tell of health and pay: it says
that something waits or was decided, and gives the link.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from trust_inclusion.domain.access import Actor, Role
from trust_inclusion.domain.changes import CLOSED, State, Step
from trust_inclusion.models.changes import Change
from trust_inclusion.services import notices, reachable
from trust_inclusion.services.changes.board import Board, waits_for
from trust_inclusion.services.changes.finding import When
from trust_inclusion.services.reachable import Reachable

NOTICE = "change"
WAITS, MOVED = "waits", "moved"
_ABOVE = (Role.TRUST_LEADER, Role.HR)


def tell(actor: Actor, moved: Sequence[Change], step: Step | str, when: When) -> None:
    """Put the mail of a step into the outbox; nobody is told what they did themselves."""
    board = Board(moved, when.today)
    above = reachable.holding(_ABOVE, (), when.today)
    told: set[int | None] = {actor.account_id}
    for change in moved:
        for one in next_for(board, change, above):
            _put(one, change, WAITS, step, told, when)
        for one in _concerned(board, change, when.today):
            _put(one, change, MOVED, step, told, when)


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


def _with_both(one: Reachable, other: Reachable) -> Reachable:
    """An account found twice, with the roles of both."""
    held = tuple(dict.fromkeys((*one.actor.holdings, *other.actor.holdings)))
    who = Actor(one.actor.name, one.actor.account_id, one.actor.person_id, held)
    return Reachable(who, one.email)


def _concerned(board: Board, change: Change, today: date) -> list[Reachable]:
    """The SENCO whose hours they are, and at the end whoever proposed it."""
    found = board.sencos_of(change)
    if change.state in {*CLOSED, State.RETURNED}:
        proposer = reachable.account(change.proposed_by_id, today)
        found = [*found, *([proposer] if proposer else [])]
    return found


def _put(
    one: Reachable, change: Change, what: str, step: Step | str, told: set[int | None], when: When
) -> None:
    who = one.actor.account_id
    if who in told or not notices.is_address(one.email):
        return
    told.add(who)
    content = {"change_id": change.id, "what": what, "step": str(step)}
    notices.put(NOTICE, one.email, content, now=when.now)
