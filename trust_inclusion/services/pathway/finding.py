"""Finds the person whose pathway it is, and asks what the actor may see and do there.

On their own record anyone is only a SENCO: a director, HR or head acts on others' alone.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import GRANTS, Action, Actor, Place, Reach, Refused, Role
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.pathway import PathwayPlan
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services import places, standing

BY_CHOICE = Role.HEADTEACHER
"""The role that sees an aspiration only where its subject says so."""
SEES_ASPIRATIONS = tuple(
    role for role in Role if (role, Action.SEE_ASPIRATION) in GRANTS and role is not Role.SENCO
)
"""The roles that see other people's."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A person, and the academies where they hold a post, or will."""

    person: Person
    own: bool
    where: tuple[Place, ...]

    def within(self, reach: Reach) -> bool:
        """Whether a reach comes as far as this person, as their subject or by a post."""
        if reach.everything or reach.person_id == self.person.id:
            return True
        return any(reach.covers(place) for place in self.where)


def subject(actor: Actor, person_id: int, today: date) -> Subject:
    """The person, for anybody who may see where they stand. Raises NotThere or Refused."""
    person = db.session.get(Person, person_id) if person_id <= places.LARGEST_NUMBER else None
    if person is None:
        raise places.NotThere("There is no such person.")
    own = actor.person_id is not None and actor.person_id == person_id
    found = Subject(person, own, tuple(_places(person_id, today)))
    if not found.within(access.reach(actor, Action.SEE_PATHWAY)):
        raise Refused("You do not have access to do this.")
    return found


def acts(actor: Actor, action: Action, found: Subject) -> bool:
    """Whether the actor may do this with the person's pathway."""
    if found.own:
        reach = access.reach_as(actor, Role.SENCO, action)
        return reach.person_id == found.person.id
    return found.within(access.reach(actor, action))


def to_act(actor: Actor, action: Action, person_id: int, today: date) -> Subject:
    """The person, for an act. Raises NotThere or Refused."""
    found = subject(actor, person_id, today)
    if not acts(actor, action, found):
        raise Refused(
            "Somebody else keeps this on your own record."
            if found.own
            else "You do not have access to do this."
        )
    return found


def names_mentor(actor: Actor, found: Subject) -> bool:
    """The person themself, and whoever keeps their stages."""
    return acts(actor, Action.TELL_ASPIRATION if found.own else Action.EDIT_STAGE, found)


def sees_facts(actor: Actor, found: Subject) -> bool:
    """Mentor, evidence and needs beside the stages: the person, director, HR and head."""
    if found.own:
        return True
    return any(
        found.within(access.reach_as(actor, role, Action.SEE_ASPIRATION))
        for role in SEES_ASPIRATIONS
    )


def sees_plan(actor: Actor, found: Subject, plan: PathwayPlan | None, *, mentored: bool) -> bool:
    """Aspiration, own words, next step and readiness; head and mentor by the person's choice.

    `mentored`: the mentoring lasts (see `lasts`).
    """
    if found.own:
        return True
    if plan is not None and mentored and is_mentor(actor, plan) and plan.mentor_sees:
        return True
    by_choice = plan is not None and plan.head_sees
    return any(
        found.within(access.reach_as(actor, role, Action.SEE_ASPIRATION))
        for role in SEES_ASPIRATIONS
        if role is not BY_CHOICE or by_choice
    )


def agrees_as(actor: Actor, found: Subject, plan: PathwayPlan | None) -> Role | None:
    """As what the actor may agree the plan: director, or head where the person lets them see."""
    if found.own or plan is None or plan.told_on is None:
        return None
    for role in Role:
        reach = access.reach_as(actor, role, Action.AGREE_ASPIRATION)
        if found.within(reach) and (role is not BY_CHOICE or plan.head_sees):
            return role
    return None


def is_mentor(actor: Actor, plan: PathwayPlan) -> bool:
    """Whether the actor is the person's mentor."""
    return actor.person_id is not None and plan.mentor_id == actor.person_id


def lasts(plan: Any, day: date) -> ColumnElement[bool]:
    """That somebody is mentored, as a condition on a plan: they and their mentor both hold a post
    of the trust on `day` or later. Who has left reads nothing more, and counts for nobody."""
    anywhere = Reach(everything=True)
    return and_(
        places.in_post(anywhere, plan.mentor_id, day),
        places.in_post(anywhere, plan.person_id, day),
    )


def rebuild(person_id: int) -> None:
    """Work out anew what follows from this person's facts, in the caller's transaction."""
    held = (
        select(Post.academy_id)
        .join(Appointment, Appointment.post_id == Post.id)
        .where(Appointment.person_id == person_id, Post.academy_id.is_not(None))
        .distinct()
    )
    standing.rebuild(number for number in db.session.scalars(held) if number is not None)


def _places(person_id: int, today: date) -> list[Place]:
    rows = db.session.execute(
        select(Academy.id, Academy.hub_id)
        .join(Post, Post.academy_id == Academy.id)
        .join(Appointment, Appointment.post_id == Post.id)
        .where(
            Appointment.person_id == person_id,
            or_(Appointment.ended_on.is_(None), Appointment.ended_on >= today),
            or_(Academy.left_on.is_(None), Academy.left_on > today),
        )
        .distinct()
    )
    return [Place(row.id, row.hub_id) for row in rows]
