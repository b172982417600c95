"""Where things are: finds a thing, and asks whether the actor may act there."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, or_, select, true
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.exc import StaleDataError

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Place, Reach
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.posts import Appointment, Post

LARGEST_NUMBER = 2**31 - 1
"""What an integer column holds; addresses may carry anything."""


class NotThere(Exception):
    """There is no such thing. The message is safe to show."""


class Changed(Exception):
    """Somebody else saved first. The message is safe to show."""


_ACADEMY = select(Academy).where(Academy.urn == bindparam("urn")).options(joinedload(Academy.hub))


def academy(actor: Actor, action: Action, urn: int) -> Academy:
    """The academy with this URN, for `action`. Raises NotThere or Refused."""
    known = urn <= LARGEST_NUMBER
    found = db.session.scalar(_ACADEMY, {"urn": urn}) if known else None
    if found is None:
        raise NotThere(f"No academy with URN {urn} is known to this trust.")
    access.require(actor, action, of(found))
    return found


def of(found: Academy) -> Place:
    """Where an academy is, for the table of access."""
    return Place(academy_id=found.id, hub_id=found.hub_id)


def on(academy_id: int | None, hub_id: int | None, left_on: date | None, day: date) -> Place:
    """Where an academy is on `day`: once it has left the trust, in nobody's hub any more.

    Then, as where there is none, it is for who acts in the whole trust.
    """
    gone = left_on is not None and left_on <= day
    return Place() if gone else Place(academy_id, hub_id)


def within(reach: Reach, academy_id: Any, hub_id: Any) -> ColumnElement[bool]:
    """The academies of a reach, as a condition on two columns."""
    if reach.everything:
        return true()
    return or_(academy_id.in_(reach.academies), hub_id.in_(reach.hubs))


def in_post(reach: Reach, person_id: Any, day: date) -> ColumnElement[bool]:
    """That a person holds a post within a reach, on `day` or later, as a condition on a column.

    A post without an academy lies within the whole trust only.
    """
    return (
        select(Appointment.id)
        .join(Post, Post.id == Appointment.post_id)
        .outerjoin(Academy, Academy.id == Post.academy_id)
        .where(
            Appointment.person_id == person_id,
            or_(Appointment.ended_on.is_(None), Appointment.ended_on >= day),
            or_(Academy.left_on.is_(None), Academy.left_on > day),
            within(reach, Academy.id, Academy.hub_id),
        )
        .exists()
    )


def flush() -> None:
    """Send what is pending to the database. Raises Changed when somebody else's came first."""
    try:
        db.session.flush()
    except (IntegrityError, StaleDataError):
        raise Changed("Somebody saved a change at the same moment.") from None


def same_version(stored: int, seen: int) -> None:
    """Refuse to overwrite what somebody else saved after it was shown. Raises Changed."""
    if stored != seen:
        raise Changed("Somebody saved a change while you were typing.")
