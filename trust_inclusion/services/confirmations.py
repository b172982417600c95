"""Still right? Once a school year each SENCO confirms their own record."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import aliased

from trust_inclusion.db import AnySelect, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Place, Refused
from trust_inclusion.domain.calendar import academic_year_start
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.people import Person
from trust_inclusion.models.records import Confirmation
from trust_inclusion.services import audit, kept, places, settings

# A name of its own: the statement of the sign-in, which asks this too, has academies already.
_here = aliased(Academy)


def asked(person_id: Any, day: Any, year: Any) -> ColumnElement[bool]:
    """That somebody is a SENCO on a day and has not confirmed their record for its school year.

    `year` is the 1 September that began it; each may be a column or a parameter.
    """
    mine = _sencos(day).where(Clock.person_id == person_id)
    return and_(mine.exists(), ~_done(person_id, year))


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
    # How many have not is kept by every process.
    settings.raise_revision()
    return True


def confirmed_on(person_id: int, day: date) -> date | None:
    """When the person confirmed their record for the school year of `day`."""
    return db.session.scalar(
        select(Confirmation.confirmed_on).where(
            Confirmation.person_id == person_id,
            Confirmation.year_start == academic_year_start(day),
        )
    )


@dataclass(frozen=True, slots=True)
class Missing:
    """A SENCO who has not confirmed their record this school year, and where they are in post."""

    person_id: int
    name: str
    confirmed_on: date | None
    """When they did last, in an earlier year."""
    academies: list[tuple[int, str]]
    """(URN, name) of each within the reader's reach."""


def missing(actor: Actor, day: date) -> list[Missing]:
    """SENCOs within reach who have not confirmed their record this school year, by name.

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
    rows = db.session.execute(
        _missing(actor, day)
        .join(Person, Person.id == Clock.person_id)
        .with_only_columns(
            Person.id, Person.name, Clock.urn, Clock.academy, last.label("confirmed_on")
        )
        .order_by(Person.sort_name, Person.id, Clock.sort_name)
    )
    found: dict[int, Missing] = {}
    for row in rows:
        new = Missing(row.id, row.name, row.confirmed_on, [])
        found.setdefault(row.id, new).academies.append((row.urn, row.academy))
    return list(found.values())


def missing_count(actor: Actor, day: date, *, revision: int | None) -> int | None:
    """How many people within reach have not; None for those whom it does not concern.

    Kept until `revision` rises (see kept.py).
    """
    if not access.reach(actor, Action.SEE_CONFIRMATIONS).any_academy:
        return None
    people = _missing(actor, day).with_only_columns(func.count(Clock.person_id.distinct()))
    key = ("unconfirmed", actor.holdings, day)
    return kept.until_changed(revision, key, lambda: db.session.scalar(people) or 0)


def _may(actor: Actor) -> bool:
    own = Place(person_id=actor.person_id)
    return actor.person_id is not None and access.may(actor, Action.CONFIRM_RECORD, own)


def _sencos(day: Any) -> AnySelect:
    """The SENCO of each post in force on `day`, at academies of the trust."""
    return (
        select(Clock.person_id)
        .join(_here, _here.id == Clock.academy_id)
        .where(
            Clock.person_id.is_not(None),
            Clock.valid_from <= day,
            Clock.valid_to > day,
            or_(_here.left_on.is_(None), _here.left_on > day),
        )
    )


def _missing(actor: Actor, day: date) -> AnySelect:
    reach = access.reach(actor, Action.SEE_CONFIRMATIONS)
    return _sencos(day).where(
        places.within(reach, Clock.academy_id, Clock.hub_id),
        ~_done(Clock.person_id, academic_year_start(day)),
    )


def _done(person_id: Any, year: Any) -> ColumnElement[bool]:
    return (
        select(Confirmation.id)
        .where(Confirmation.person_id == person_id, Confirmation.year_start == year)
        .exists()
    )
