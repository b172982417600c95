"""Proposing a change: drafts, what it would mean, sending it off, granting alone, resubmitting."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from trust_inclusion.db import db
from trust_inclusion.domain import change_rules
from trust_inclusion.domain import changes as rules_of_changes
from trust_inclusion.domain.access import Actor, Refused
from trust_inclusion.domain.changes import (
    Allowed,
    Capacity,
    Case,
    Refusal,
    State,
    Step,
)
from trust_inclusion.models.changes import Change, ChangeDraft
from trust_inclusion.models.posts import Post
from trust_inclusion.models.records import EvidenceFile
from trust_inclusion.services import places
from trust_inclusion.services.changes import asking, effect, finding, freezing, steps, telling
from trust_inclusion.services.changes.asking import Proposal
from trust_inclusion.services.changes.board import Board
from trust_inclusion.services.changes.finding import NotPossible, When
from trust_inclusion.services.changes.freezing import Preview

Attach = Callable[[], EvidenceFile | None]


def preview(actor: Actor, asked: Sequence[Proposal], today: date) -> list[Preview]:
    """What each of some proposals made together would mean. Saves nothing.

    Raises NotPossible for hours or dates that cannot be, NotThere or Refused.
    """
    return _previews(_posts(actor, asked, today), asked, today)


def _posts(actor: Actor, asked: Sequence[Proposal], today: date) -> list[Post]:
    return [finding.post(actor, one.post_id, today) for one in asked]


def _previews(posts: list[Post], asked: Sequence[Proposal], today: date) -> list[Preview]:
    if found := asking.impossible(asked, today):
        raise NotPossible(found)
    return [
        freezing.preview(
            post,
            one.wanted,
            today,
            {other.post_id: other.wanted for other in asked if other.post_id != one.post_id},
            person_id=asking.holder(post, today),
        )
        for post, one in zip(posts, asked, strict=True)
    ]


def propose(
    actor: Actor, asked: Sequence[Proposal], when: When, attach: Attach = lambda: None
) -> Change:
    """Send a proposal off; several are linked and decided together. Gives the first change.

    The same proposal sent twice is one. Raises NotPossible, NotThere or Refused.
    """
    posts = _posts(actor, asked, when.today)
    if before := asking.sent_before(actor, asked):
        return before
    previews = _previews(posts, asked, when.today)
    asking.check(asked)
    made = [_new(actor, post, one, when) for post, one in zip(posts, asked, strict=True)]
    board = Board(made, when.today, together=True)
    every = [_allowed(Step.PROPOSE, actor, board, change, Case(None)) for change in made]
    attachment_id = _attached(attach())
    for change, shown, allowed in zip(made, previews, every, strict=True):
        change.attachment_id = attachment_id
        change.proposed_as = allowed.capacity.value
        _proposed(actor, change, allowed, shown, when)
        db.session.add(change)
        places.flush()
    if len(made) > 1:
        for change in made:
            change.bundle_id = made[0].id
    for change, shown in zip(made, previews, strict=True):
        _story(actor, change, Step.PROPOSE, shown, when)
    _drop_drafts(actor, asked)
    effect.show([change.academy_id for change in made])
    telling.tell(actor, made, Step.PROPOSE, when)
    return made[0]


def grant(actor: Actor, asked: Proposal, when: When, attach: Attach = lambda: None) -> Change:
    """A headteacher's own short temporary increase: in force without anybody else's decision.

    Within the trust's limit of hours and days, recorded and told. NotPossible, NotThere, Refused.
    """
    (post,) = _posts(actor, [asked], when.today)
    if before := asking.sent_before(actor, [asked], State.APPROVED):
        return before
    (shown,) = _previews([post], [asked], when.today)
    if found := asking.about_words(asked, "Say why: the director and the SENCO are told."):
        raise NotPossible(found)
    why = change_rules.grant_problem(shown.move, freezing.rules(), asking.granted_until(post.id))
    change = _new(actor, post, asked, when)
    board = Board([change], when.today)
    allowed = _allowed(Step.GRANT, actor, board, change, Case(None, grant_problem=why))
    change.proposed_as = allowed.capacity.value
    change.state = allowed.to.value
    change.decided_by_id, change.decided_at = actor.account_id, when.now
    change.attachment_id = _attached(attach())
    _freeze(change, shown)
    db.session.add(change)
    places.flush()
    effect.in_force(change, shown, when)
    _story(actor, change, Step.GRANT, shown, when, allowed.capacity)
    _drop_drafts(actor, [asked])
    effect.show([change.academy_id], hours=True)
    telling.tell(actor, [change], Step.GRANT, when)
    return change


def resubmit(
    actor: Actor, change_id: int, asked: Proposal, when: When, attach: Attach = lambda: None
) -> Change:
    """Send a returned change again, with other hours or dates if wanted.

    It needs endorsing, HR's mark and the SENCO's view anew; who resubmits it is its proposer from
    then on. NotPossible, Changed, NotThere or Refused.
    """
    change = finding.change(actor, change_id, when.today)
    effect.same_version(change, when)
    linked = finding.bundle(change)
    board = Board(linked, when.today)
    taker = board.taker(actor, change)
    taken = rules_of_changes.take(Step.RESUBMIT, board.case(change), taker)
    if isinstance(taken, Refusal):
        raise Refused(taken.why)
    asked = replace(asked, post_id=change.post_id)
    if found := asking.impossible([asked], when.today):
        raise NotPossible(found)
    asking.check([asked], change.id)
    others = {one.post_id: steps.wanted(one) for one in board.open_linked(change)[1:]}
    change.person_id = asking.holder(change.post, when.today)
    shown = freezing.preview(
        change.post, asked.wanted, when.today, others, person_id=change.person_id
    )
    for name, value in _columns(asked, when.today).items():
        setattr(change, name, value)
    standing_in = board.proposer_as(actor, change)
    change.proposed_as = standing_in.value if standing_in else change.proposed_as
    change.proposed_by_id = actor.account_id
    change.attachment_id = _attached(attach()) or change.attachment_id
    _proposed(actor, change, taken, shown, when)
    places.flush()
    _story(actor, change, Step.RESUBMIT, shown, when, taken.capacity)
    effect.show([change.academy_id])
    telling.tell(actor, [change], Step.RESUBMIT, when)
    return change


def draft(actor: Actor, post_id: int, today: date) -> dict[str, Any]:
    """What the actor typed and kept for this post, by field; empty when nothing."""
    finding.post(actor, post_id, today)
    row = db.session.get(ChangeDraft, (actor.account_id, post_id))
    return dict(row.typed) if row else {}


def keep_draft(actor: Actor, post_id: int, typed: dict[str, Any], when: When) -> None:
    """Keep what was typed, for its author alone; nothing of it is checked yet."""
    finding.post(actor, post_id, when.today)
    row = db.session.get(ChangeDraft, (actor.account_id, post_id))
    if row is None:
        row = ChangeDraft(account_id=actor.account_id, post_id=post_id)
        db.session.add(row)
    row.typed, row.saved_at = typed, when.now
    db.session.flush()


def drop_draft(actor: Actor, post_id: int) -> None:
    """Throw the actor's own draft away; doing it twice changes nothing."""
    row = db.session.get(ChangeDraft, (actor.account_id, post_id))
    if row is not None:
        db.session.delete(row)
        db.session.flush()


def _attached(file: EvidenceFile | None) -> int | None:
    return file.id if file else None


def _columns(asked: Proposal, today: date) -> dict[str, Any]:
    # A reason for a day that has passed marks a change, so it is kept only where one has.
    late = asked.wanted.effective_on < today
    noted = {} if asked.cost_note is None else {"cost_note": asked.cost_note}
    return {
        **noted,
        "kind": asked.wanted.kind.value,
        "minutes_proposed": asked.wanted.minutes,
        "effective_on": asked.wanted.effective_on,
        "until": asked.wanted.until,
        "reason": asked.reason,
        "late_reason": asked.late_reason.strip() if late else "",
    }


def _new(actor: Actor, post: Post, asked: Proposal, when: When) -> Change:
    return Change(
        academy_id=post.academy_id,
        post_id=post.id,
        person_id=asking.holder(post, when.today),
        unsupported=False,
        returns=0,
        proposed_by_id=actor.account_id,
        created_at=when.now,
        waiting_since=when.now,
        reduction=False,
        **{"cost_note": ""} | _columns(asked, when.today),
    )


def _allowed(step: Step, actor: Actor, board: Board, change: Change, case: Case) -> Allowed:
    # Who proposes it has not proposed it before: the table asks of a change that is there.
    taker = replace(board.taker(actor, change), proposed=False)
    taken = rules_of_changes.take(step, case, taker)
    if isinstance(taken, Refusal):
        raise Refused(taken.why)
    return taken


def _proposed(actor: Actor, change: Change, allowed: Allowed, shown: Preview, when: When) -> None:
    """What a proposal, new or again, sets anew."""
    change.state = allowed.to.value
    change.proposed_at = change.waiting_since = when.now
    change.unsupported = False
    change.view_given_at = change.seen_by_hr_at = None
    endorsed = allowed.to is State.ENDORSED
    change.endorsed_by_id = actor.account_id if endorsed else None
    change.endorsed_at = when.now if endorsed else None
    _freeze(change, shown)
    theirs = actor.person_id is not None and actor.person_id == change.person_id
    if change.reduction and (change.proposed_as == Capacity.HOLDER or theirs):
        # Whose hours they are asked for it: their view is the reason.
        change.view_given_at = when.now


def _freeze(change: Change, shown: Preview) -> None:
    change.minutes_now = shown.figures.now
    change.reduction = shown.move.is_reduction
    change.gap_before = shown.figures.gap(shown.figures.before)
    change.gap_after = shown.figures.gap(shown.figures.after)
    change.formula_minutes = shown.figures.formula_minutes
    change.annual_value_pence = shown.value.pence
    change.frozen = shown.figures.to_json()
    change.frozen_pay = shown.value.to_json()


def _story(
    actor: Actor,
    change: Change,
    step: Step,
    shown: Preview,
    when: When,
    capacity: Capacity | None = None,
) -> None:
    figures = {
        "minutes_now": shown.figures.now,
        "minutes_proposed": change.minutes_proposed,
        "kind": change.kind,
        "effective_on": change.effective_on.isoformat(),
        "until": change.until.isoformat() if change.until else None,
    }
    finding.wrote(
        actor,
        change,
        step.value,
        now=when.now,
        capacity=capacity or Capacity(change.proposed_as or ""),
        comment=change.reason,
        figures=figures,
    )


def _drop_drafts(actor: Actor, asked: Sequence[Proposal]) -> None:
    for one in asked:
        drop_draft(actor, one.post_id)
