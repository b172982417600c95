"""Finds a person, and asks whether the actor may act on their record."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Place, Refused
from trust_inclusion.domain.records import RulingState
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.models.records import Ruling
from trust_inclusion.services import places, standing

OWN_CHECK = "Nobody checks their own record: another HR officer does."


def person(actor: Actor, action: Action, person_id: int, today: date) -> Person:
    """The person, for `action`. Raises NotThere or Refused."""
    found = db.session.get(Person, person_id) if person_id <= places.LARGEST_NUMBER else None
    if found is None:
        raise places.NotThere("There is no such person.")
    if not may(actor, action, person_id, today):
        raise Refused("You do not have access to do this.")
    return found


def may(actor: Actor, action: Action, person_id: int, today: date) -> bool:
    """Whether the actor may do this with the record, as its subject or where it is in post."""
    if access.may(actor, action, Place(person_id=person_id)):
        return True
    reach = access.reach(actor, action)
    if reach.everything or not reach.any_academy:
        return reach.everything
    return any(reach.covers(place) for place in _places(person_id, today))


def own(actor: Actor, person_id: int) -> bool:
    """Whether the record is the actor's own, on which anyone is only its subject."""
    return actor.person_id is not None and actor.person_id == person_id


def to_check(actor: Actor, person_id: int, today: date) -> Person:
    """The person whose record the actor checks. Raises Refused, on one's own above all."""
    found = person(actor, Action.CHECK_RECORD, person_id, today)
    if own(actor, person_id):
        raise Refused(OWN_CHECK)
    return found


def checks(actor: Actor, person_id: int, today: date) -> bool:
    """Whether what the actor says of this record counts at once."""
    return may(actor, Action.CHECK_RECORD, person_id, today) and not own(actor, person_id)


def while_ruling(actor: Actor, person_id: int, today: date) -> bool:
    """Whether the actor sees TRN and certificates because a ruling on the person waits."""
    return may(actor, Action.SEE_WHILE_RULING, person_id, today) and ruling_waits(person_id)


def ruling_waits(person_id: int) -> bool:
    """Whether a ruling on the person is proposed and not decided."""
    waiting = select(Ruling.id).where(
        Ruling.person_id == person_id, Ruling.state == RulingState.PROPOSED.value
    )
    return db.session.scalar(waiting.limit(1)) is not None


def rebuild(person_ids: Iterable[int]) -> None:
    """Work out anew what follows from these people's facts, in the caller's transaction."""
    held = (
        select(Post.academy_id)
        .join(Appointment, Appointment.post_id == Post.id)
        .where(Appointment.person_id.in_(list(person_ids)), Post.academy_id.is_not(None))
        .distinct()
    )
    standing.rebuild(number for number in db.session.scalars(held) if number is not None)


def _places(person_id: int, today: date) -> list[Place]:
    """The academies where the person holds a post, or will."""
    rows = db.session.execute(
        select(Academy.id, Academy.hub_id)
        .join(Post, Post.academy_id == Academy.id)
        .join(Appointment, Appointment.post_id == Post.id)
        .where(Appointment.person_id == person_id)
        .where(or_(Appointment.ended_on.is_(None), Appointment.ended_on >= today))
        .where(or_(Academy.left_on.is_(None), Academy.left_on > today))
        .distinct()
    )
    return [Place(row.id, row.hub_id) for row in rows]
