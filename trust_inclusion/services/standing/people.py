"""What is known of people beside their appointments: since when they are SENCOs, and a mentor."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, select

from trust_inclusion.db import db
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.domain.service import Spell, first_day
from trust_inclusion.models.pathway import PathwayPlan
from trust_inclusion.models.people import ServiceSpell
from trust_inclusion.models.posts import Appointment, Post


@dataclass(frozen=True, slots=True)
class Known:
    """`senco_since`: the earliest known day of service as a SENCO anywhere, at any kind of school;
    `since_unsure`: some of it has no known start. `mentor`: None without a pathway's record."""

    senco_since: date | None = None
    since_unsure: bool = False
    mentor: bool | None = None


UNKNOWN = Known()


def known_of(which: ColumnElement[bool]) -> dict[int, Known]:
    """What is known of everybody who holds or held one of these posts, by person. Three queries."""
    people = select(Appointment.person_id).join(Post, Post.id == Appointment.post_id).where(which)
    mentors = {
        person_id: mentor_id is not None
        for person_id, mentor_id in db.session.execute(
            select(PathwayPlan.person_id, PathwayPlan.mentor_id).where(
                PathwayPlan.person_id.in_(people)
            )
        )
    }
    service: dict[int, list[Spell]] = {}
    for person_id, started_on, ended_on in _service(people):
        service.setdefault(person_id, []).append(Spell(started_on, ended_on))
    return {
        person_id: Known(
            first_day(service.get(person_id, ())),
            any(spell.started_on is None for spell in service.get(person_id, ())),
            mentors.get(person_id),
        )
        for person_id in {*service, *mentors}
    }


def _service(
    people: Select[int],
) -> Iterator[tuple[int, date | None, date | None]]:
    """Service in the trust's own posts, then what was told of earlier service."""
    yield from db.session.execute(
        select(Appointment.person_id, Appointment.started_on, Appointment.ended_on)
        .join(Post, Post.id == Appointment.post_id)
        .where(
            Post.kind == PostKind.SENCO.value,
            Appointment.designated.is_(True),
            Appointment.person_id.in_(people),
        )
    )
    yield from db.session.execute(
        select(ServiceSpell.person_id, ServiceSpell.started_on, ServiceSpell.ended_on).where(
            ServiceSpell.person_id.in_(people)
        )
    )
