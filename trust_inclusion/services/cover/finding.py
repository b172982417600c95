"""Finds a post with its ledger for those who may know of it, and whose time an entry is of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Place
from trust_inclusion.domain.posts import holds_on
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services import places
from trust_inclusion.services.places import LARGEST_NUMBER, NotThere


class NotPossible(Exception):
    """What was asked cannot be. `problems` are (field, sentence), safe to show."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(sentence for _, sentence in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Here:
    """A post at an academy of the trust, with all its appointments, the designated ones first."""

    actor: Actor
    post: Post
    academy: Academy
    appointments: Sequence[Appointment]
    today: date

    def may(self, action: Action) -> bool:
        """Whether the actor may, be it as somebody who holds or held the post."""
        return access.may(self.actor, action, self._place)

    def require(self, action: Action) -> None:
        """Raises Refused."""
        access.require(self.actor, action, self._place)

    @property
    def _place(self) -> Place:
        begun = (one.started_on is None or one.started_on <= self.today for one in self._own)
        own = self.actor.person_id if any(begun) else None
        return Place(self.academy.id, self.academy.hub_id, own)

    @property
    def _own(self) -> list[Appointment]:
        person_id = self.actor.person_id
        if person_id is None:
            return []
        return [one for one in self.appointments if one.person_id == person_id]

    def _beside(self, action: Action) -> bool:
        """Whether the actor may by more than holding the post."""
        return access.may(self.actor, action, places.of(self.academy))

    @property
    def only_of(self) -> int | None:
        """Whose entries alone the actor reads: their own, at a post that they no longer hold."""
        if self._beside(Action.SEE_COVER) or any(_holds(one, self.today) for one in self._own):
            return None
        return self.actor.person_id

    def holders_on(self, day: date) -> list[int]:
        """The people who held the post on a day, the designated first."""
        return [one.person_id for one in self.appointments if _holds(one, day)]

    def holder(self, day: date) -> int:
        """Whose time it is: the holder on that day; a SENCO's only own. Raises NotPossible."""
        holding = self.holders_on(day)
        if self.actor.person_id is not None and self.actor.person_id in holding:
            return self.actor.person_id
        if day > self.today:
            raise NotPossible([("on", "Enter a day that has come: today or earlier.")])
        if not self._beside(Action.KEEP_COVER):
            raise NotPossible([("on", "You did not hold this post on that day.")])
        if not holding:
            raise NotPossible([("on", "Nobody held this post on that day.")])
        return holding[0]


def here(actor: Actor, action: Action, post_id: int, today: date) -> Here:
    """The post for `action`. Raises NotThere or Refused."""
    row = db.session.execute(
        select(Post, Academy)
        .join(Academy, Academy.id == Post.academy_id)
        .where(
            Post.id == min(post_id, LARGEST_NUMBER),
            or_(Academy.left_on.is_(None), Academy.left_on > today),
        )
    ).one_or_none()
    if row is None:
        raise NotThere("There is no such post at an academy of this trust.")
    post, academy = row
    appointments = db.session.scalars(
        select(Appointment)
        .where(Appointment.post_id == post.id)
        .order_by(Appointment.designated.desc(), Appointment.started_on, Appointment.id)
    ).all()
    found = Here(actor, post, academy, appointments, today)
    found.require(action)
    return found


def _holds(appointment: Appointment, day: date) -> bool:
    return holds_on(appointment.started_on, appointment.ended_on, day)
