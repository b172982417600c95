"""Approving several changes at once: each is a decision, an event and a transaction of its own."""

from datetime import date

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import access, change_words
from trust_inclusion.domain.access import Action, Actor, Place, Refused
from trust_inclusion.domain.change_rules import Second
from trust_inclusion.domain.changes import State, Step
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.changes import Change
from trust_inclusion.services.changes import finding, steps
from trust_inclusion.services.changes.finding import When
from trust_inclusion.services.places import Changed

LINKED = "It is linked with another change: decide them together on its page."


def approve(actor: Actor, change_id: int, when: When) -> None:
    """Approve one of several, in the caller's transaction, when nobody else need confirm it.

    What needs a second approval as things stand today is refused, with the reason: whoever ticks a
    box among others has not been told of it. Sent twice it is approved once. Raises Refused,
    Changed, NotThere, NotPossible.
    """
    change = finding.change(actor, change_id, when.today)
    if change.bundle_id is not None:
        raise Refused(LINKED)
    try:
        steps.take(actor, change_id, Step.APPROVE, "", when)
    except Changed:
        if _approved_by(actor, change):
            return
        raise
    if change.state == State.AWAITING_TRUST:
        raise Refused(_needs_second(actor, change))


def named(actor: Actor, change_ids: list[int], today: date) -> dict[int, str]:
    """The academy of each of these changes that the actor may see."""
    reach = access.reach(actor, Action.SEE_CHANGES)
    rows = db.session.execute(
        select(Change.id, Academy.name)
        .join(Academy, Academy.id == Change.academy_id)
        .where(Change.id.in_(change_ids), finding.visible(reach, today, actor))
    )
    return {row.id: row.name for row in rows}


def _approved_by(actor: Actor, change: Change) -> bool:
    """Whether the actor approved it already, as when the same form comes twice."""
    mine = change.decided_by_id is not None and change.decided_by_id == actor.account_id
    return mine and change.state == State.APPROVED


def _needs_second(actor: Actor, change: Change) -> str:
    hub_id = db.session.scalar(select(Academy.hub_id).where(Academy.id == change.academy_id))
    place = Place(change.academy_id, hub_id, change.person_id)
    reasons = [change_words.SECOND[Second(one)] for one in _stored(change.frozen_at_approval)]
    if cost := [Second(one) for one in _stored(change.frozen_pay_at_approval)]:
        if access.may(actor, Action.SEE_PAY, place):
            reasons += [change_words.SECOND[one] for one in cost]
        else:
            reasons.append(change_words.SECOND_HIDDEN)
    said = "; ".join(reasons)
    return f"It now needs a second approval ({said}). Decide it on its page."


def _stored(frozen: dict[str, list[str]] | None) -> list[str]:
    return frozen["second"] if frozen else []
