"""Reviews of an academy, and the actions agreed at them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, or_, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Role
from trust_inclusion.models.academies import Academy, Review, ReviewAction
from trust_inclusion.models.accounts import Account, AccountGrant
from trust_inclusion.services import audit, places, standing

READERS = (Role.DIRECTOR, Role.TRUST_LEADER, Role.HR)


@dataclass(frozen=True, slots=True)
class Agreed:
    """An action agreed at a review."""

    what: str
    owner_id: int
    due_on: date


@dataclass(frozen=True, slots=True)
class NewReview:
    reviewed_on: date
    note: str
    actions: Sequence[Agreed] = ()


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review as the academy's page shows it; each action is a row of the query below."""

    reviewed_on: date
    reviewer: str | None
    note: str
    actions: list[AnyRow] = field(default_factory=list[Any])


# Plain columns: loading rows through the mapper costs more than the database does.
_review, _action, _account = Review.__table__, ReviewAction.__table__, Account.__table__
_REVIEWER = select(_account.c.name).where(_account.c.id == _review.c.reviewer_id).scalar_subquery()
_OWNER = select(_account.c.name).where(_account.c.id == _action.c.owner_id).scalar_subquery()
_REVIEWS = (
    select(
        _review.c.id,
        _review.c.reviewed_on,
        _review.c.note,
        _REVIEWER.label("reviewer"),
        _action.c.id.label("action_id"),
        _action.c.what,
        _action.c.due_on,
        _action.c.done_on,
        _action.c.owner_id,
        _OWNER.label("owner"),
    )
    .outerjoin(_action, _action.c.review_id == _review.c.id)
    .where(_review.c.academy_id == bindparam("academy_id"))
    .order_by(_review.c.reviewed_on.desc(), _review.c.id.desc(), _action.c.id)
)


def at(academy: Academy) -> list[Reviewed]:
    """The academy's reviews, latest first, each with its actions."""
    rows = db.session.execute(_REVIEWS, {"academy_id": academy.id})
    found: dict[int, Reviewed] = {}
    for row in rows:
        review = found.setdefault(row.id, Reviewed(row.reviewed_on, row.reviewer, row.note))
        if row.action_id is not None:
            review.actions.append(row)
    return list(found.values())


def possible_owners(academy: Academy, today: date) -> list[tuple[int, str]]:
    """Who may be given an action here: those who can read the review today, by name."""
    everywhere = AccountGrant.role.in_([role.value for role in READERS])
    here = or_(AccountGrant.everything, AccountGrant.academy_id == academy.id)
    if academy.hub_id is not None:
        here = or_(here, AccountGrant.hub_id == academy.hub_id)
    heads = AccountGrant.role == Role.HEADTEACHER.value
    rows = db.session.execute(
        select(Account.id, Account.name)
        .join(AccountGrant, AccountGrant.account_id == Account.id)
        .where(here, or_(everywhere, heads), Account.disabled.is_(False))
        .where(or_(AccountGrant.starts_on.is_(None), AccountGrant.starts_on <= today))
        .where(or_(AccountGrant.ends_on.is_(None), AccountGrant.ends_on >= today))
        .distinct()
        .order_by(Account.name)
    )
    return [(row.id, row.name) for row in rows]


def add(actor: Actor, urn: int, new: NewReview, *, today: date, now: datetime) -> None:
    """Record a review with its actions; the same one sent twice is one. NotThere or Refused."""
    academy = places.academy(actor, Action.REVIEW_ACADEMY, urn)
    allowed = {owner for owner, _ in possible_owners(academy, today)}
    if any(agreed.owner_id not in allowed for agreed in new.actions):
        raise places.NotThere("That person cannot be given an action at this academy.")
    if _recorded(actor, academy, new):
        return
    review = Review(
        academy_id=academy.id,
        reviewed_on=new.reviewed_on,
        reviewer_id=actor.account_id,
        note=new.note,
        recorded_at=now,
    )
    review.actions = [
        ReviewAction(what=agreed.what, owner_id=agreed.owner_id, due_on=agreed.due_on)
        for agreed in new.actions
    ]
    db.session.add(review)
    db.session.flush()
    audit.record(
        actor, "academy_reviewed", "review", review.id, now=now, academy_id=academy.id,
        after={"reviewed_on": new.reviewed_on.isoformat(), "actions": len(review.actions)},
    )  # fmt: skip
    standing.rebuild([academy.id])


def _recorded(actor: Actor, academy: Academy, new: NewReview) -> bool:
    """Whether the form was sent before, by a double click or a reload."""
    asked = select(Review.id).where(
        Review.academy_id == academy.id,
        Review.reviewer_id == actor.account_id,
        Review.reviewed_on == new.reviewed_on,
        Review.note == new.note,
    )
    return db.session.scalar(asked.limit(1)) is not None


def finish(actor: Actor, action_id: int, *, today: date, now: datetime) -> int:
    """Mark an action done: by its owner, or by whoever may review the academy. Gives the URN.

    Doing it twice changes nothing.
    """
    missing = places.NotThere("There is no such action.")
    if action_id > places.LARGEST_NUMBER:
        raise missing
    row = db.session.execute(
        select(ReviewAction, Academy)
        .join(Review, Review.id == ReviewAction.review_id)
        .join(Academy, Academy.id == Review.academy_id)
        .where(ReviewAction.id == action_id)
    ).one_or_none()
    if row is None:
        raise missing
    action, academy = row
    if action.owner_id != actor.account_id:
        access.require(actor, Action.REVIEW_ACADEMY, places.of(academy))
    if action.done_on is None:
        action.done_on = today
        db.session.flush()
        audit.record(
            actor, "review_action_done", "review_action", action.id, now=now,
            academy_id=academy.id, after={"done_on": today.isoformat()},
        )  # fmt: skip
    return academy.urn


def waiting_for(actor: Actor, most: int) -> Sequence[AnyRow]:
    """The actor's own open actions, the most urgent first, up to `most` of them."""
    return db.session.execute(
        select(ReviewAction.id, ReviewAction.what, ReviewAction.due_on, Academy.urn, Academy.name)
        .join(Review, Review.id == ReviewAction.review_id)
        .join(Academy, Academy.id == Review.academy_id)
        .where(ReviewAction.owner_id == actor.account_id, ReviewAction.done_on.is_(None))
        .order_by(ReviewAction.due_on, ReviewAction.id)
        .limit(most)
    ).all()
