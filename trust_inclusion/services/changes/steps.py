"""The steps of a change after it was proposed: endorse, return, decide, confirm, withdraw."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import access, proposals
from trust_inclusion.domain import changes as rules
from trust_inclusion.domain.access import Action, Actor, Refused
from trust_inclusion.domain.change_words import LAPSE
from trust_inclusion.domain.changes import (
    OPEN,
    Allowed,
    Capacity,
    Kind,
    Refusal,
    State,
    Step,
)
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.changes import Change
from trust_inclusion.services import places
from trust_inclusion.services.changes import effect, finding, freezing, telling
from trust_inclusion.services.changes.board import Board
from trust_inclusion.services.changes.finding import NotPossible, When
from trust_inclusion.services.changes.freezing import Preview, Wanted

TOGETHER = rules.TOGETHER | {Step.WITHDRAW}
"""Steps that linked changes take together; so is a return by whoever decides."""
BY_PROPOSAL = frozenset({Step.PROPOSE, Step.GRANT, Step.RESUBMIT})
"""Steps that bring hours with them: see proposing.py."""


def take(actor: Actor, change_id: int, step: Step, comment: str, when: When) -> Change:
    """Take a step that needs nothing but a comment. Gives the change.

    Raises NotPossible (a comment that is missing or too long), Refused with the reason, Changed
    with what somebody else did first, NotThere.
    """
    change = finding.change(actor, change_id, when.today)
    if step in BY_PROPOSAL:
        raise places.NotThere("There is no such step.")
    effect.same_version(change, when)
    board = Board(finding.bundle(change), when.today)
    _said(step, comment)
    moved = _moved(board, change, step)
    previews = previews_of(board, moved, when.today) if step in rules.DECIDES else {}
    allowed = _allowed(actor, board, change, step, previews)
    second = step is Step.APPROVE and any(one.second for one in previews.values())
    # All are asked before any is moved: whether one may be hangs on how far the others have come.
    may = [_each(actor, board, one, change, step, allowed, previews) for one in moved]
    behalf = [
        board.principal(actor, one) if each.capacity is Capacity.DEPUTY else None
        for one, each in zip(moved, may, strict=True)
    ]
    for one, each, for_account in zip(moved, may, behalf, strict=True):
        to = State.AWAITING_TRUST if second else each.to
        _apply(actor, one, step, Allowed(each.capacity, to), for_account, previews, when)
        finding.wrote(
            actor,
            one,
            step.value,
            now=when.now,
            capacity=each.capacity,
            for_account_id=for_account,
            comment=comment,
            figures=_given(one) if to is State.APPROVED else None,
        )
    places.flush()
    effect.show([one.academy_id for one in moved], hours=bool(previews))
    telling.tell(actor, moved, step, when)
    return change


def lapse_where_left(actor: Actor, today: date, now: datetime) -> int:
    """Close what is still on its way at academies that have left the trust. Gives how many.

    For the operator's daily run and after an import; running it twice changes nothing. The SENCO
    and whoever proposed it are told.
    """
    if not any(access.may(actor, one, access.TRUST) for one in _LAPSES):
        raise Refused("You do not have access to do this.")
    found = where_left(today)
    for change in found:
        change.state = State.LAPSED.value
        change.closed_at = change.waiting_since = now
        finding.wrote(actor, change, LAPSE, now=now)
    if found:
        effect.show([change.academy_id for change in found])
    for change in found:
        telling.tell(actor, [change], LAPSE, When(today, now))
    return len(found)


_LAPSES = (Action.SEND_MAIL, Action.IMPORT_ACADEMIES)
"""Whoever runs the daily reminders, or tells which academies are in the trust."""


def where_left(today: date) -> Sequence[Change]:
    """What is still on its way at academies that have left the trust by `today`."""
    return db.session.scalars(
        select(Change)
        .join(Academy, Academy.id == Change.academy_id)
        .where(Change.state.in_(OPEN), Academy.left_on <= today)
        .order_by(Change.id)
    ).all()


def _said(step: Step, comment: str) -> None:
    if rules.needs_comment(step) and not comment.strip():
        raise NotPossible([("comment", "Say why, in a sentence or two.")])
    if len(comment) > proposals.LONGEST_REASON:
        said = f"Use at most {proposals.LONGEST_REASON:,} characters; it has {len(comment):,}."
        raise NotPossible([("comment", said)])


def _allowed(
    actor: Actor, board: Board, change: Change, step: Step, previews: dict[int, Preview]
) -> Allowed:
    case = board.case(change)
    if change.id in previews and not change.reduction:
        case = replace(case, became_reduction=previews[change.id].move.is_reduction)
    taken = rules.take(step, case, board.taker(actor, change))
    if isinstance(taken, Refusal):
        raise Refused(taken.why)
    return taken


def _moved(board: Board, change: Change, step: Step) -> list[Change]:
    """The changes that this step moves."""
    linked = board.open_linked(change)
    if step in TOGETHER:
        return linked
    if step is Step.RETURN and change.state != State.PROPOSED:
        return [one for one in linked if one.state == change.state]
    return [change]


def _each(
    actor: Actor,
    board: Board,
    one: Change,
    asked: Change,
    step: Step,
    allowed: Allowed,
    previews: dict[int, Preview],
) -> Allowed:
    """Linked changes are each asked of the table; whoever may withdraw one withdraws all."""
    if one is asked or step is Step.WITHDRAW:
        return allowed
    return _allowed(actor, board, one, step, previews)


def _given(change: Change) -> dict[str, Any]:
    """What an approval put in force, for the log."""
    return {
        "allocation_id": change.allocation_id,
        "minutes": change.minutes_proposed,
        "kind": change.kind,
        "effective_on": change.effective_on.isoformat(),
        "until": change.until.isoformat() if change.until else None,
    }


def wanted(change: Change) -> Wanted:
    """The hours that a change asks for."""
    return Wanted(Kind(change.kind), change.minutes_proposed, change.effective_on, change.until)


def previews_of(
    board: Board, moved: Sequence[Change], today: date, *, with_value: bool = True
) -> dict[int, Preview]:
    """What some changes of a board would mean today, each beside those it is linked with."""
    return {
        one.id: freezing.preview(
            one.post,
            wanted(one),
            today,
            {other.post_id: wanted(other) for other in board.open_linked(one)[1:]},
            person_id=one.person_id,
            with_value=with_value,
        )
        for one in moved
    }


def _apply(
    actor: Actor,
    change: Change,
    step: Step,
    allowed: Allowed,
    for_account: int | None,
    previews: dict[int, Preview],
    when: When,
) -> None:
    """What a step sets on the change itself."""
    change.state = allowed.to.value
    match step:
        case Step.GIVE_VIEW:
            change.view_given_at = when.now
            return
        case Step.MARK_SEEN:
            change.seen_by_hr_at = when.now
            return
        case Step.ENDORSE | Step.PASS_ON:
            change.endorsed_by_id, change.endorsed_at = actor.account_id, when.now
            change.unsupported = step is Step.PASS_ON
        case Step.RETURN:
            change.returns += 1
            change.endorsed_by_id = change.endorsed_at = None
            change.decided_by_id = change.decided_for_id = change.decided_at = None
            change.frozen_at_approval = change.frozen_pay_at_approval = None
        case Step.APPROVE | Step.REJECT:
            _decided(actor, change, for_account, when)
        case Step.CONFIRM:
            change.confirmed_by_id, change.confirmed_at = actor.account_id, when.now
        case _:
            pass
    change.waiting_since = when.now
    if allowed.to is State.APPROVED:
        effect.in_force(change, previews[change.id], when)
    elif allowed.to is State.AWAITING_TRUST:
        effect.freeze_at_approval(change, previews[change.id])
    elif allowed.to in rules.CLOSED:
        change.closed_at = when.now


def _decided(actor: Actor, change: Change, for_account: int | None, when: When) -> None:
    if change.state == State.REJECTED and change.decided_by_id is not None:
        # A trust leader who rejects what was approved stands beside the approval, not over it.
        change.confirmed_by_id, change.confirmed_at = actor.account_id, when.now
        return
    change.decided_by_id, change.decided_at = actor.account_id, when.now
    change.decided_for_id = for_account
