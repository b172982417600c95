"""The page of a proposal: for which post, what stands beside it, and what the hours would mean."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import change_rules, changes
from trust_inclusion.domain.access import Actor, Refused
from trust_inclusion.domain.changes import OPEN, Capacity, Case, Kind, Refusal, Step
from trust_inclusion.domain.frozen import Figures
from trust_inclusion.domain.posts import PostKind, holds_on
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.changes import Change
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services import places
from trust_inclusion.services.changes import finding, freezing, proposing, reading, steps
from trust_inclusion.services.changes.board import Board
from trust_inclusion.services.changes.freezing import Preview, Wanted
from trust_inclusion.services.changes.proposing import Proposal


@dataclass(frozen=True, slots=True)
class Offer:
    """A post for which somebody may propose a change."""

    post: Post
    academy: Academy
    holders: tuple[str, ...]
    """Who holds it today."""
    sees_pay: bool
    open_id: int | None
    """The change of this post that is on its way already."""
    others: list[AnyRow]
    """Posts that may be changed together with it: id, title, academy, person."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the hours of one post would mean. `total`: over all posts of its one holder."""

    title: str
    academy: str
    preview: Preview
    sees_pay: bool
    total: int | None


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a proposal would mean, for the eyes of who writes it.

    `why_no_grant`: why the headteacher who writes it cannot grant it alone; empty when they can,
    None where nobody would expect it.
    """

    parts: list[Part]
    why_no_grant: str | None


@dataclass(frozen=True, slots=True)
class Again:
    """A returned change that is to be sent again, as it stands; `cost_note` None: not to be
    read by this reader."""

    change: Change
    cost_note: str | None


def offer(actor: Actor, post_id: int, today: date) -> Offer:
    """The post and what stands beside its proposal. Raises NotThere or Refused."""
    post = finding.post(actor, post_id, today)
    academy = _academy(post)
    return Offer(
        post=post,
        academy=academy,
        holders=tuple(sorted({one.person.name for one in _holding(post, today)})),
        sees_pay=_sees_pay(actor, post, today),
        open_id=_open_of(post.id),
        others=_others(actor, post, today),
    )


def as_it_stands(offer: Offer, today: date) -> Figures:
    """The hours of the post and the formula as they are today."""
    asked = Wanted(Kind.PERMANENT, 0, today)
    return freezing.preview(offer.post, asked, today, with_value=False).figures


def meaning(actor: Actor, asked: Sequence[Proposal], today: date) -> Meaning:
    """What some proposals made together would mean. Saves nothing.

    Raises NotPossible for hours or dates that cannot be, NotThere or Refused.
    """
    previews = proposing.preview(actor, asked, today)
    parts = [_part(actor, one, shown, today) for one, shown in zip(asked, previews, strict=True)]
    alone = len(asked) == 1
    why = _why_no_grant(actor, asked[0], previews[0], today) if alone else None
    return Meaning(parts, why)


def meaning_again(actor: Actor, change_id: int, asked: Proposal, today: date) -> Meaning:
    """What sending a returned change again would mean, beside those it is linked with."""
    change = again(actor, change_id, today).change
    proposing.preview(actor, [asked], today)
    board = Board(_linked(change), today)
    others = {one.post_id: steps.wanted(one) for one in board.open_linked(change)[1:]}
    shown = freezing.preview(
        change.post, asked.wanted, today, others, person_id=_alone(change.post, today)
    )
    return Meaning([_part(actor, asked, shown, today)], None)


def again(actor: Actor, change_id: int, today: date) -> Again:
    """A change that the actor may send again. Raises NotThere or Refused."""
    shown = reading.found(actor, change_id, today)
    taken = changes.take(Step.RESUBMIT, *_asked_of(actor, shown, today))
    if isinstance(taken, Refusal):
        raise Refused(taken.why)
    note = None
    if finding.may_see_pay(actor, shown, shown.academy.hub_id):
        note = db.session.scalar(select(Change.cost_note).where(Change.id == shown.id))
    return Again(shown, note)


def _asked_of(actor: Actor, change: Change, today: date) -> tuple[Case, changes.Taker]:
    board = Board(_linked(change), today)
    return board.case(change), board.taker(actor, change)


def _linked(change: Change) -> list[Change]:
    """The change and those decided together with it, without what speaks of pay."""
    if change.bundle_id is None:
        return [change]
    others = db.session.scalars(
        select(Change)
        .where(Change.bundle_id == change.bundle_id, Change.id != change.id)
        .options(*reading.WITHOUT_PAY)
        .order_by(Change.id)
    )
    return [change, *others]


def _academy(post: Post) -> Academy:
    if post.academy is None:
        raise places.NotThere("There is no such post.")
    return post.academy


def _part(actor: Actor, asked: Proposal, shown: Preview, today: date) -> Part:
    post = db.session.get_one(Post, asked.post_id)
    total = None
    if asked.wanted.kind is not Kind.ONE_OFF:
        day = max(asked.wanted.effective_on, today)
        total = proposing.hours_at_all_posts(post, day, asked.wanted.minutes)
        if total == asked.wanted.minutes:
            total = None
    sees_pay = _sees_pay(actor, post, today)
    return Part(post.title, _academy(post).name, shown, sees_pay, total)


def _why_no_grant(actor: Actor, asked: Proposal, shown: Preview, today: date) -> str | None:
    """Why a headteacher cannot grant it alone; None for others, who would not expect to."""
    post = db.session.get_one(Post, asked.post_id)
    change = finding.unsaved(post, _alone(post, today))
    taker = Board([change], today).taker(actor, change)
    if Capacity.HEADTEACHER not in taker.capacities:
        return None
    until = proposing.granted_until(post.id)
    why = change_rules.grant_problem(shown.move, freezing.rules(), until)
    taken = changes.take(Step.GRANT, Case(None, grant_problem=why), taker)
    return taken.why if isinstance(taken, Refusal) else ""


def _sees_pay(actor: Actor, post: Post, today: date) -> bool:
    change = finding.unsaved(post, _alone(post, today))
    return finding.may_see_pay(actor, change, _academy(post).hub_id)


def _alone(post: Post, today: date) -> int | None:
    held = {one.person_id for one in _holding(post, today)}
    return held.pop() if len(held) == 1 else None


def _holding(post: Post, today: date) -> list[Appointment]:
    return [one for one in post.appointments if holds_on(one.started_on, one.ended_on, today)]


def _open_of(post_id: int) -> int | None:
    asked = select(Change.id).where(Change.post_id == post_id, Change.state.in_(OPEN))
    return db.session.scalar(asked)


def _others(actor: Actor, post: Post, today: date) -> list[AnyRow]:
    """The same person's other posts and the academy's other SENCO posts, where the actor may
    propose too."""
    people = {one.person_id for one in _holding(post, today)}
    in_force = and_(
        or_(Appointment.started_on.is_(None), Appointment.started_on <= today),
        or_(Appointment.ended_on.is_(None), Appointment.ended_on >= today),
    )
    held = select(Appointment.post_id).where(Appointment.person_id.in_(people), in_force)
    here = and_(Post.academy_id == post.academy_id, Post.kind == PostKind.SENCO.value)
    rows = db.session.execute(
        select(Post, Person.name.label("person"))
        .join(Post.academy)
        .outerjoin(Appointment, and_(Appointment.post_id == Post.id, in_force))
        .outerjoin(Person, Person.id == Appointment.person_id)
        .where(
            Post.id != post.id,
            or_(Post.id.in_(held), here),
            or_(Academy.left_on.is_(None), Academy.left_on > today),
        )
        .options(contains_eager(Post.academy))
        .order_by(Academy.name, Post.title, Post.id)
    ).all()
    made = {row.Post.id: finding.unsaved(row.Post) for row in rows}
    board = Board(list(made.values()), today)
    able = (Capacity.HEADTEACHER, Capacity.HOLDER, Capacity.DIRECTOR)
    may = {
        post_id
        for post_id, one in made.items()
        if any(board.in_role(actor, capacity, one) for capacity in able)
    }
    first = {row.Post.id: row for row in reversed(rows) if row.Post.id in may}
    return [first[post_id] for post_id in made if post_id in first]
