"""Hubs: which there are, and which an academy belongs to."""

from datetime import datetime

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.models.academies import Academy, Hub
from trust_inclusion.services import audit, places, standing
from trust_inclusion.services.places import within

_HUBS = select(Hub.__table__.c.id, Hub.__table__.c.name).order_by(Hub.__table__.c.name)


def of_reader(actor: Actor, action: Action = Action.SEE_ACADEMY) -> list[tuple[int, str]]:
    """The hubs of the academies within the reader's reach for `action`, by name."""
    reach = access.reach(actor, action)
    query = _HUBS
    if not reach.everything:
        mine = select(Academy.hub_id).where(within(reach, Academy.id, Academy.hub_id))
        query = query.where(Hub.id.in_(mine))
    return [(hub_id, name) for hub_id, name in db.session.execute(query)]


def set_for(actor: Actor, urn: int, name: str, *, version: int, now: datetime) -> None:
    """Put an academy into the hub of this name (made when new), or into none when blank.

    Raises Changed when somebody saved the academy after `version` was shown.
    """
    academy = places.academy(actor, Action.SET_HUB, urn)
    places.same_version(academy.version, version)
    before = academy.hub_id
    academy.hub = _hub_named(name.strip()) if name.strip() else None
    places.flush()
    audit.record(
        actor, "hub_set", "academy", academy.id, now=now, academy_id=academy.id,
        before={"hub_id": before}, after={"hub_id": academy.hub_id},
    )  # fmt: skip
    standing.rebuild([academy.id])


def _hub_named(name: str) -> Hub:
    # SQLite's lower() knows no letters beyond ASCII; a trust has a handful of hubs.
    hubs = db.session.scalars(select(Hub)).all()
    hub = next((hub for hub in hubs if hub.name.casefold() == name.casefold()), None)
    if hub is None:
        hub = Hub(name=name)
        db.session.add(hub)
    return hub
