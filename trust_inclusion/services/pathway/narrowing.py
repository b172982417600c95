"""Which people of the pathway a reader asks for, and may: conditions for lists and counts."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from trust_inclusion.db import AnySelect
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.names import searchable
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.pathway import PathwayPlan
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.models.standing import Standing
from trust_inclusion.services.pathway import facts
from trust_inclusion.services.pathway.finding import BY_CHOICE, SEES_ASPIRATIONS, lasts
from trust_inclusion.services.places import within

MOST_WORDS = 8
_P, _C = Person.__table__.c, Academy.__table__.c
_WHERE = (_C.id, _C.hub_id)


@dataclass(frozen=True, slots=True)
class Filters:
    """What the page is narrowed to; None or "" is no narrowing."""

    words: str = ""
    hub_id: int | None = None
    phase: str = ""
    track: str = ""
    aspiration: str = ""
    """Only of those whose aspiration the reader may know."""
    to_agree: bool = False
    """Only those whose plan the reader may agree, and nobody has."""

    @property
    def count(self) -> int:
        """How many filters are on, the search not counted."""
        chosen = (self.hub_id, self.phase, self.track, self.aspiration, self.to_agree)
        return sum(1 for one in chosen if one)


def people(actor: Actor, filters: Filters, day: date, *columns: Any) -> AnySelect:
    """The people in post on `day` within the reader's reach, a row for each of their posts."""
    joined = Person.__table__.join(Appointment.__table__, Appointment.person_id == _P.id)
    joined = joined.join(Post.__table__, Post.id == Appointment.post_id)
    joined = joined.outerjoin(Academy.__table__, _C.id == Post.academy_id)
    statement = select(*columns).select_from(joined)
    statement = statement.where(*facts.in_force(day), _reached(actor))
    for word in searchable(filters.words).split()[:MOST_WORDS]:
        name = _P.sort_name.contains(word, autoescape=True)
        statement = statement.where(or_(name, _C.sort_name.contains(word, autoescape=True)))
    if filters.hub_id is not None:
        statement = statement.where(_C.hub_id == filters.hub_id)
    if filters.phase:
        of_phase = select(Standing.academy_id).where(
            Standing.valid_from <= day, Standing.valid_to > day, Standing.phase == filters.phase
        )
        statement = statement.where(_C.id.in_(of_phase))
    if filters.aspiration:
        plan = PathwayPlan.__table__.alias("wanted")
        wanted = and_(plan.c.person_id == _P.id, plan.c.aspiration == filters.aspiration)
        statement = statement.join(plan, and_(wanted, visible(actor, day, plan.c)))
    if filters.to_agree:
        plan = PathwayPlan.__table__.alias("to_agree")
        statement = statement.join(plan, and_(plan.c.person_id == _P.id, _waits(actor, plan.c)))
    return statement


def _waits(actor: Actor, plan: Any) -> ColumnElement[bool]:
    """That a plan waits for the reader, as director or head, never on their own record."""
    found: list[ColumnElement[bool]] = []
    for role in actor.roles:
        here = within(access.reach_as(actor, role, Action.AGREE_ASPIRATION), *_WHERE)
        found.append(and_(here, plan.head_sees.is_(True)) if role is BY_CHOICE else here)
    own = actor.person_id if actor.person_id is not None else -1
    waits = and_(plan.told_on.is_not(None), plan.agreed_on.is_(None), plan.person_id != own)
    return and_(waits, or_(false(), *found))


def _reached(actor: Actor) -> ColumnElement[bool]:
    reach = access.reach(actor, Action.SEE_PATHWAY)
    if reach.everything or reach.person_id is None:
        return within(reach, *_WHERE)
    return or_(within(reach, *_WHERE), _P.id == reach.person_id)


def visible(actor: Actor, day: date, plan: Any = None) -> ColumnElement[bool]:
    """That the reader may know a person's plan on `day`, as a condition on a row of one of their
    posts."""
    plan = PathwayPlan.__table__.c if plan is None else plan
    own = actor.person_id if actor.person_id is not None else -1
    found: list[ColumnElement[bool]] = [
        _P.id == own,
        and_(plan.mentor_id == own, plan.mentor_sees.is_(True), lasts(plan, day)),
    ]
    for role in SEES_ASPIRATIONS:
        here = within(access.reach_as(actor, role, Action.SEE_ASPIRATION), *_WHERE)
        found.append(and_(here, plan.head_sees.is_(True)) if role is BY_CHOICE else here)
    return or_(*found)
