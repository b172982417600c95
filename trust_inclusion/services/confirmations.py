"""Still right? Once a school year each SENCO confirms their own record."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import and_, func, or_, select

from trust_inclusion.db import AnyRow, AnySelect, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Place, Refused
from trust_inclusion.domain.calendar import academic_year_start
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.people import Person
from trust_inclusion.models.records import Confirmation
from trust_inclusion.services import audit, places


def asked(actor: Actor, day: date) -> bool:
    """Whether the actor is a SENCO today whose record waits to be confirmed for this year."""
    if not _may(actor):
        return False
    mine = _sencos(day).where(Clock.person_id == actor.person_id)
    return (
        db.session.scalar(mine.with_only_columns(Clock.person_id).limit(1)) is not None
        and confirmed_on(actor.person_id or 0, day) is None
    )


def confirm(actor: Actor, *, today: date, now: datetime) -> bool:
    """Say that the actor's own record is right for this school year; False when it was said before.

    Raises Refused.
    """
    if not _may(actor) or actor.person_id is None:
        raise Refused("Only a SENCO confirms a record, and only their own.")
    if confirmed_on(actor.person_id, today) is not None:
        return False
    year = academic_year_start(today)
    db.session.add(Confirmation(person_id=actor.person_id, year_start=year, confirmed_on=today))
    places.flush()
    after = {"year_start": year.isoformat()}
    audit.record(actor, "record_confirmed", "person", actor.person_id, now=now, after=after)
    return True


def confirmed_on(person_id: int, day: date) -> date | None:
    """When the person confirmed their record for the school year of `day`."""
    return db.session.scalar(
        select(Confirmation.confirmed_on).where(
            Confirmation.person_id == person_id,
            Confirmation.year_start == academic_year_start(day),
        )
    )


def missing(actor: Actor, day: date) -> Sequence[AnyRow]:
    """SENCOs within reach who have not confirmed their record this school year.

    One row (person_id, name, urn, academy, confirmed_on: the last time, if any) for each post.
    Raises Refused.
    """
    reach = access.reach(actor, Action.SEE_CONFIRMATIONS)
    if not reach.any_academy:
        raise Refused("You do not have access to this list.")
    last = (
        select(func.max(Confirmation.confirmed_on))
        .where(Confirmation.person_id == Clock.person_id)
        .scalar_subquery()
    )
    return db.session.execute(
        _missing(actor, day)
        .with_only_columns(
            Person.id.label("person_id"),
            Person.name,
            Clock.urn,
            Clock.academy,
            last.label("confirmed_on"),
        )
        .order_by(Clock.sort_name, Person.name)
    ).all()


def missing_count(actor: Actor, day: date) -> int | None:
    """How many people within reach have not; None for those whom it does not concern."""
    if not access.reach(actor, Action.SEE_CONFIRMATIONS).any_academy:
        return None
    people = _missing(actor, day).with_only_columns(func.count(Person.id.distinct()))
    return db.session.scalar(people) or 0


def _may(actor: Actor) -> bool:
    own = Place(person_id=actor.person_id)
    return actor.person_id is not None and access.may(actor, Action.CONFIRM_RECORD, own)


def _sencos(day: date) -> AnySelect:
    """The SENCO of each post in force on `day`, at academies of the trust."""
    return (
        select(Clock.person_id)
        .join(Academy, Academy.id == Clock.academy_id)
        .join(Person, Person.id == Clock.person_id)
        .where(
            Clock.valid_from <= day,
            Clock.valid_to > day,
            or_(Academy.left_on.is_(None), Academy.left_on > day),
        )
    )


def _missing(actor: Actor, day: date) -> AnySelect:
    reach = access.reach(actor, Action.SEE_CONFIRMATIONS)
    done = and_(
        Confirmation.person_id == Clock.person_id,
        Confirmation.year_start == academic_year_start(day),
    )
    return _sencos(day).where(
        places.within(reach, Clock.academy_id, Clock.hub_id),
        ~select(Confirmation.id).where(done).exists(),
    )
