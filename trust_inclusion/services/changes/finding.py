"""Finds a post or a change, asks whether the actor may know of it, and writes its story."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Place, Reach, Refused
from trust_inclusion.domain.changes import OPEN, Capacity
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.changes import Change, ChangeComment, ChangeStep
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services import audit, places
from trust_inclusion.services.changes.board import Board

NO_CHANGE = "There is no such change."


class NotPossible(Exception):
    """What was typed cannot be; `problems` are (field, sentence)."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__(" ".join(sentence for _, sentence in problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class When:
    """The day and instant of an act, and the version of the change that was seen (0: none)."""

    today: date
    now: datetime
    version: int = 0


def visible(reach: Reach, today: date, actor: Actor) -> ColumnElement[bool]:
    """The changes of a reach, as a condition: places, and of a person's own post their own."""
    if reach.everything:
        return Change.id.is_not(None)
    where: list[ColumnElement[bool]] = []
    if reach.any_academy:
        where.append(places.within(reach, Change.academy_id, _hub()))
    if reach.person_id is not None:
        own = select(Appointment.post_id).where(
            Appointment.person_id == reach.person_id,
            or_(Appointment.started_on.is_(None), Appointment.started_on <= today),
            or_(Appointment.ended_on.is_(None), Appointment.ended_on >= today),
        )
        where.append(Change.person_id == reach.person_id)
        # A predecessor's closed changes stay theirs; what is open concerns who holds the post now.
        where.append(and_(Change.post_id.in_(own), Change.state.in_(OPEN)))
        where.append(Change.proposed_by_id == actor.account_id)
    return or_(false(), *where)


def _hub() -> Any:
    # Lists join academies too: the subquery's own must stay its own.
    own = select(Academy.hub_id).where(Academy.id == Change.academy_id)
    return own.correlate(Change).scalar_subquery()


def change(actor: Actor, change_id: int, today: date) -> Change:
    """The change, for who may read it. Raises NotThere, whether it is there or not theirs."""
    reach = access.reach(actor, Action.SEE_CHANGES)
    if change_id > places.LARGEST_NUMBER:
        raise places.NotThere(NO_CHANGE)
    found = db.session.scalar(
        select(Change).where(Change.id == change_id, visible(reach, today, actor))
    )
    if found is None:
        raise places.NotThere(NO_CHANGE)
    return found


def bundle(found: Change) -> list[Change]:
    """The change and those decided together with it, itself first."""
    if found.bundle_id is None:
        return [found]
    others = db.session.scalars(
        select(Change)
        .where(Change.bundle_id == found.bundle_id, Change.id != found.id)
        .order_by(Change.id)
    )
    return [found, *others]


def post(actor: Actor, post_id: int, today: date) -> Post:
    """A post of an academy in the trust for which the actor may propose. NotThere or Refused."""
    found = db.session.get(Post, post_id) if post_id <= places.LARGEST_NUMBER else None
    if found is None or found.academy is None:
        raise places.NotThere("There is no such post.")
    if capacity(actor, found, today) is None:
        raise Refused("You cannot propose a change for this post.")
    if found.academy.left_on is not None and found.academy.left_on <= today:
        raise Refused("The academy has left the trust: its hours are not changed any more.")
    return found


def capacity(actor: Actor, found: Post, today: date) -> Capacity | None:
    """In what way the actor would propose a change for this post; None where they may not."""
    board = Board([unsaved(found)], today)
    for one in (Capacity.HEADTEACHER, Capacity.HOLDER, Capacity.DIRECTOR):
        if board.in_role(actor, one, unsaved(found)):
            return one
    return None


def unsaved(found: Post, person_id: int | None = None) -> Change:
    """A change of this post that nobody saved, to ask the board about."""
    return Change(
        academy_id=found.academy_id, post_id=found.id, person_id=person_id, state="draft",
        returns=0, reduction=False, late_reason="", effective_on=date.max,
    )  # fmt: skip


def open_for(post_id: int) -> Change | None:
    """The change of this post that is on its way, if there is one."""
    return db.session.scalar(
        select(Change).where(Change.post_id == post_id, Change.state.in_(OPEN))
    )


def may_see_pay(actor: Actor, found: Change, hub_id: int | None) -> bool:
    """Whether pay, the annual value and what speaks of cost may be shown to the actor."""
    place = Place(found.academy_id, hub_id, found.person_id)
    return access.may(actor, Action.SEE_PAY, place)


def wrote(
    actor: Actor,
    found: Change,
    step: str,
    *,
    now: datetime,
    capacity: Capacity | None = None,
    for_account_id: int | None = None,
    comment: str = "",
    figures: Mapping[str, Any] | None = None,
) -> None:
    """Add a step to the change's story and to the log; the log holds a digest of the comment."""
    db.session.flush()
    digest = hashlib.sha256(comment.encode()).hexdigest() if comment else None
    row = ChangeStep(
        change_id=found.id,
        happened_at=now,
        account_id=actor.account_id,
        for_account_id=for_account_id,
        capacity=capacity.value if capacity else None,
        step=step,
        state=found.state,
        figures=dict(figures) if figures else None,
        comment_digest=digest,
    )
    db.session.add(row)
    db.session.flush()
    if comment:
        db.session.add(ChangeComment(step_id=row.id, change_id=found.id, words=comment))
    told = {
        "step": step,
        "state": found.state,
        "post_id": found.post_id,
        "as": row.capacity,
        "for_account_id": for_account_id,
        "comment_digest": digest,
        **(figures or {}),
    }
    audit.record(
        actor, f"change_{step}", "change", found.id, now=now, academy_id=found.academy_id,
        after={name: value for name, value in told.items() if value is not None},
    )  # fmt: skip
