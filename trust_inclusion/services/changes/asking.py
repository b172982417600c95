"""What somebody asks for in a proposal: whether it can be, and whether it was sent before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from trust_inclusion.db import db
from trust_inclusion.domain import proposals
from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.changes import OPEN, State
from trust_inclusion.domain.posts import AllocationKind, Hours, holds_on, hours_on
from trust_inclusion.models.changes import Change
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services import settings
from trust_inclusion.services.changes import finding, freezing
from trust_inclusion.services.changes.finding import NotPossible
from trust_inclusion.services.changes.freezing import Wanted

OPEN_ALREADY = "A change for this post is on its way already: it is decided first."


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody asks for, for one post, and why."""

    post_id: int
    wanted: Wanted
    reason: str
    cost_note: str | None = ""
    """None leaves what was noted before: whoever may not read it does not blank it."""
    late_reason: str = ""


def hours_at_all_posts(post: Post, day: date, minutes: int) -> int | None:
    """Minutes a week that the one holder of this post would have over all posts with `minutes`
    at this one; None where nobody or more than one person holds it."""
    holding = _holders(post, day)
    if len(holding) != 1:
        return None
    held = db.session.scalars(
        select(Appointment).where(Appointment.person_id == holding[0].person_id)
    ).all()
    posts = {
        one.post_id: one.post
        for one in held
        if one.post_id != post.id and holds_on(one.started_on, one.ended_on, day)
    }
    return minutes + sum(weekly(other, day) for other in posts.values())


def weekly(post: Post, day: date) -> int:
    """Minutes a week of a post on a day."""
    found = hours_on(given(post), day)
    return found.minutes if found else 0


def given(post: Post) -> tuple[Hours, ...]:
    """A post's allocations, as the rules take them."""
    return tuple(
        Hours(a.id, a.minutes, a.starts_on, a.ends_on, AllocationKind(a.kind))
        for a in post.allocations
    )


def holder(post: Post, day: date) -> int | None:
    """The one person who holds a post; None where nobody or more than one does."""
    holding = {one.person_id for one in _holders(post, day)}
    return holding.pop() if len(holding) == 1 else None


def _holders(post: Post, day: date) -> list[Appointment]:
    return [one for one in post.appointments if holds_on(one.started_on, one.ended_on, day)]


def impossible(asked: Sequence[Proposal], today: date) -> list[tuple[str, str]]:
    """Problems by field; those of a second, linked proposal have names ending in `_2`."""
    week = settings.current().week.week_minutes
    found: list[tuple[str, str]] = []
    for number, one in enumerate(asked):
        post = db.session.get_one(Post, one.post_id)
        ending = f"_{number + 1}" if number else ""
        wanted = one.wanted
        moves = freezing.moves(given(post), wanted)
        told = proposals.problems(
            wanted.kind,
            wanted.minutes,
            None if moves else weekly(post, wanted.effective_on),
            wanted.effective_on,
            wanted.until,
            one.late_reason,
            today,
            week,
        )
        found += [
            (f"{field}{ending}" if field == "amount" else field, said) for field, said in told
        ]
    return list(dict.fromkeys(found))


def check(asked: Sequence[Proposal], own_id: int | None = None) -> None:
    """What only sending it off needs: a reason, and no other change of the post on its way."""
    said = [about_words(one, "Say why: whoever endorses and decides reads it.") for one in asked]
    found = list(dict.fromkeys(problem for problems in said for problem in problems))
    for number, one in enumerate(asked):
        other = finding.open_for(one.post_id)
        if other is not None and other.id != own_id:
            found.append(("linked" if number else "", OPEN_ALREADY))
    if len({one.post_id for one in asked}) < len(asked):
        found.append(("linked", "Choose another post than the first."))
    if found:
        raise NotPossible(found)


def about_words(asked: Proposal, no_reason: str) -> list[tuple[str, str]]:
    """What is wrong with the words, as (field, sentence)."""
    too_long = f"Use at most {proposals.LONGEST_REASON:,} characters."
    fields = ("reason", "cost_note", "late_reason")
    long = [one for one in fields if len(getattr(asked, one) or "") > proposals.LONGEST_REASON]
    missing = [] if asked.reason.strip() else [("reason", no_reason)]
    return [*missing, *((field, too_long) for field in long)]


def sent_before(
    actor: Actor, asked: Sequence[Proposal], state: State | None = None
) -> Change | None:
    """The change that the same form, sent twice, made the first time: all of it, in one go."""
    made = [found for one in asked if (found := _made_before(actor, one, state)) is not None]
    if len(made) < len(asked):
        return None
    together = {one.id for one in finding.bundle(made[0])}
    return made[0] if together == {one.id for one in made} else None


def _made_before(actor: Actor, first: Proposal, state: State | None) -> Change | None:
    found = db.session.scalar(
        select(Change)
        .where(
            Change.post_id == first.post_id,
            Change.proposed_by_id == actor.account_id,
            Change.kind == first.wanted.kind.value,
            Change.minutes_proposed == first.wanted.minutes,
            Change.effective_on == first.wanted.effective_on,
            Change.reason == first.reason,
            Change.state == state.value if state else Change.state.in_(OPEN),
        )
        .order_by(Change.id.desc())
        .limit(1)
    )
    return found if found is not None and found.until == first.wanted.until else None


def granted_until(post_id: int) -> date | None:
    """The last day of the latest increase that a headteacher granted alone at this post."""
    return db.session.scalar(
        select(func.max(Change.until)).where(
            Change.post_id == post_id,
            Change.state == State.APPROVED.value,
            Change.decided_by_id == Change.proposed_by_id,
        )
    )
