"""Which open changes wait for somebody: asked of the table of steps, kept until something moves.

Every step, and every change of a post, a person or an account, raises the trust's revision, so what
is kept under it is right (see kept.py). Nothing of the question is written again in SQL.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import defer

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain import changes as rules
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.changes import OPEN, Allowed, Case, State, Step, Taker
from trust_inclusion.models.changes import Change, ChangeDraft
from trust_inclusion.models.posts import Post
from trust_inclusion.services import kept
from trust_inclusion.services.changes import finding
from trust_inclusion.services.changes.board import Board, waits_for


@dataclass(frozen=True, slots=True)
class Waiting:
    """Ids of the changes that wait for a reader; of these the ones they may approve in passing.

    Approved in passing, several at once, is what needs no second approval as it was proposed and
    is linked with nothing. It is asked again when they are approved (see together.py).
    """

    ids: frozenset[int] = frozenset()
    approvable: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Draft:
    """What the reader began to propose: for which post of which academy."""

    post_id: int
    academy: str
    post: str


def of(actor: Actor, today: date, *, revision: int | None) -> Waiting:
    """What waits for the actor, kept until `revision` rises."""
    if not access.may_anywhere(actor, Action.SEE_CHANGES):
        return Waiting()
    key = ("changes that wait", actor.account_id, actor.person_id, actor.holdings, today)
    return kept.until_changed(revision, key, lambda: _of(actor, today))


def ids(actor: Actor, today: date, *, revision: int | None) -> frozenset[int]:
    """The open changes that wait for the actor."""
    return of(actor, today, revision=revision).ids


def count(actor: Actor, today: date, *, revision: int | None) -> int:
    """How many changes wait for the actor: the figure of the header and of home."""
    return len(ids(actor, today, revision=revision))


def drafts(actor: Actor) -> list[Draft]:
    """The actor's own drafts, the latest first. Nobody else's, whatever the role."""
    rows = db.session.scalars(
        select(ChangeDraft)
        .where(ChangeDraft.account_id == actor.account_id)
        .order_by(ChangeDraft.saved_at.desc(), ChangeDraft.post_id)
    ).all()
    if not rows:
        return []
    wanted = [row.post_id for row in rows]
    posts = {post.id: post for post in db.session.scalars(select(Post).where(Post.id.in_(wanted)))}
    return [
        Draft(one, post.academy.name if post.academy else "", post.title)
        for one in wanted
        if (post := posts.get(one)) is not None
    ]


# The board and the table of steps ask nothing of frozen figures and reasons, which are long.
_WITHOUT_LONG_ONES = [
    defer(column)
    for column in (
        Change.frozen, Change.frozen_pay, Change.frozen_at_approval, Change.frozen_pay_at_approval,
        Change.reason, Change.cost_note, Change.annual_value_pence,
    )
]  # fmt: skip


def _of(actor: Actor, today: date) -> Waiting:
    reach = access.reach(actor, Action.SEE_CHANGES)
    is_open = Change.state.in_(OPEN)
    found = db.session.scalars(
        select(Change)
        .where(is_open, finding.visible(reach, today, actor))
        .options(*_WITHOUT_LONG_ONES)
    ).all()
    if not found:
        return Waiting()
    board = Board([*found, *_linked_elsewhere(found)], today)
    mine: set[int] = set()
    to_approve: set[int] = set()
    for change in found:
        case, taker = board.case(change), board.taker(actor, change)
        if waits_for(case, taker):
            mine.add(change.id)
            if change.bundle_id is None and _may_approve(case, taker):
                to_approve.add(change.id)
    simple = to_approve - _needing_second() if to_approve else to_approve
    return Waiting(frozenset(mine), frozenset(simple))


def _linked_elsewhere(found: Sequence[Change]) -> Sequence[Change]:
    """The changes decided together with these that the reader may not see, or that are closed."""
    bundles = {one.bundle_id for one in found if one.bundle_id is not None}
    if not bundles:
        return ()
    known = [one.id for one in found if one.bundle_id is not None]
    return db.session.scalars(
        select(Change)
        .where(Change.bundle_id.in_(bundles), Change.id.not_in(known))
        .options(*_WITHOUT_LONG_ONES)
    ).all()


def _may_approve(case: Case, taker: Taker) -> bool:
    return isinstance(rules.take(Step.APPROVE, case, taker), Allowed)


def _needing_second() -> set[int]:
    """The endorsed changes for which a reason for a second approval was found at the proposal.

    Only whether there is one is read, so that it serves those too who may not know of cost.
    """
    reasons = (Change.frozen["second"].as_string(), Change.frozen_pay["second"].as_string())
    unlike_none = or_(*(func.coalesce(one, "") != "[]" for one in reasons))
    endorsed = Change.state == State.ENDORSED.value
    return set(db.session.scalars(select(Change.id).where(endorsed, unlike_none)))
