"""The people who might step up as SENCO, read with every post that they hold.

Who holds nothing but designated SENCO posts and would not move, as far as may be known, might step
up nowhere and is not read: in most trusts that is nearly everybody.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from trust_inclusion.db import AnyRow, AnySelect, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Place, Reach
from trust_inclusion.domain.pathway import Track
from trust_inclusion.domain.pathway_steps import Readiness
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.domain.succession import Candidate, preparing_stages
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.pathway import PathwayPlan
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services import settings
from trust_inclusion.services.pathway import facts
from trust_inclusion.services.pathway.finding import BY_CHOICE, SEES_ASPIRATIONS
from trust_inclusion.services.places import within

_P, _L = Person.__table__.c, PathwayPlan.__table__.c


@dataclass(frozen=True, slots=True)
class Pool:
    """Whom to consider: by academy those who work there, by hub those who would move within it."""

    posts: Mapping[int, Sequence[AnyRow]]
    """Every post at an academy that each person holds, by the person's id."""
    at: Mapping[int, Sequence[int]]
    moving: Mapping[int | None, Sequence[int]]
    awards: Mapping[int, Sequence[AnyRow]]
    prepares: frozenset[tuple[Track, int]]
    day: date

    def near(self, academy_id: int, hub_id: int | None) -> list[int]:
        """Who works at an academy, then who would move there from another of its hub."""
        here = self.at.get(academy_id, ())
        return [*here, *(one for one in self.moving.get(hub_id, ()) if one not in here)]

    def is_senco(self, person_id: int, academy_id: int) -> bool:
        """Whether somebody is designated as SENCO of an academy."""
        return any(
            row.academy_id == academy_id and row.designated and row.kind == PostKind.SENCO.value
            for row in self.posts[person_id]
        )

    def candidate(
        self, person_id: int, academy_id: int | None, actor: Actor | None = None
    ) -> Candidate:
        """A person as they concern an academy, or None for any where they do not work.

        Readiness only with a reader who may know it.
        """
        theirs = self.posts[person_id]
        first = theirs[0]
        here = any(row.academy_id == academy_id for row in theirs)
        courses = facts.courses_of(self.awards.get(person_id, ()), self.day)
        stands = {(Track.SCHOOL, first.school_stage), (Track.TRUST, first.trust_stage)}
        return Candidate(
            person_id=person_id,
            name=first.name,
            here=here,
            is_senco=academy_id is not None and self.is_senco(person_id, academy_id),
            would_move=not here,
            qts=facts.teacher(first, self.day),
            induction=facts.inducted(first),
            preparing=bool(stands & self.prepares)
            or any(row.kind == PostKind.ASSISTANT.value for row in theirs),
            award_held=courses.award_held,
            award_begun=courses.award_begun,
            readiness=_readiness(actor, theirs) if actor else None,
        )


def pool(
    movers: Reach,
    day: date,
    *,
    academies: Iterable[int] | None = None,
    hubs: Iterable[int] = (),
) -> Pool:
    """Whom to consider on `day`: everywhere, or only for these `academies` and their `hubs`.

    `movers` are the academies of whose people it may be known that they would move.
    """
    anywhere = academies is None
    at = true() if academies is None else Post.academy_id.in_(academies)
    beside = true() if anywhere else Academy.hub_id.in_(hubs)
    considered = _considered(movers, day, at, beside)
    posts: dict[int, list[AnyRow]] = defaultdict(list)
    by_academy: dict[int, list[int]] = defaultdict(list)
    moving: dict[int | None, list[int]] = defaultdict(list)
    for row in db.session.execute(_posts(considered, day)):
        posts[row.id].append(row)
        if row.id not in by_academy[row.academy_id]:
            by_academy[row.academy_id].append(row.id)
        known = row.would_move and row.hub_id is not None
        if known and movers.covers(Place(row.academy_id, row.hub_id)):
            moving[row.hub_id].append(row.id)
    return Pool(
        posts=posts,
        at=by_academy,
        moving={hub_id: tuple(dict.fromkeys(ids)) for hub_id, ids in moving.items()},
        awards=facts.award_rows(considered if anywhere else _these(posts)),
        prepares=preparing_stages(settings.pathway_stages()),
        day=day,
    )


def _these(ids: Iterable[int]) -> Select[int]:
    """People who are known already, so that they need not be looked for a second time."""
    return select(_P.id).where(_P.id.in_(list(ids)))


def _considered(
    movers: Reach, day: date, at: ColumnElement[bool], beside: ColumnElement[bool]
) -> Select[int]:
    """The ids of who holds another post than its SENCO's, or would move."""
    not_senco = or_(Post.kind != PostKind.SENCO.value, Appointment.designated.is_(False))
    would = and_(_L.would_move.is_(True), within(movers, Academy.id, Academy.hub_id))
    return (
        select(Appointment.person_id)
        .join(Post, Post.id == Appointment.post_id)
        .join(Academy, Academy.id == Post.academy_id)
        .outerjoin(PathwayPlan.__table__, _L.person_id == Appointment.person_id)
        .where(*facts.in_force(day), or_(and_(not_senco, at), and_(would, beside)))
    )


_COLUMNS: tuple[Any, ...] = (
    _P.id, _P.name, _P.qts, _P.para_8a, _P.qts_basis, _P.qtls_recheck_on, _P.induction_completed,
    _P.school_stage, _P.trust_stage, Post.kind, Appointment.designated, Post.academy_id,
    Academy.hub_id, _L.would_move, _L.readiness, _L.agreed_on, _L.head_sees,
)  # fmt: skip


def _posts(considered: Select[int], day: date) -> AnySelect:
    return (
        select(*_COLUMNS)
        .select_from(Person.__table__)
        .join(Appointment, Appointment.person_id == _P.id)
        .join(Post, Post.id == Appointment.post_id)
        .join(Academy, Academy.id == Post.academy_id)
        .outerjoin(PathwayPlan.__table__, _L.person_id == _P.id)
        .where(_P.id.in_(considered), *facts.in_force(day))
    )


def _readiness(actor: Actor, theirs: Sequence[AnyRow]) -> Readiness | None:
    first = theirs[0]
    if first.agreed_on is None or not first.readiness:
        return None
    known = any(
        access.reach_as(actor, role, Action.SEE_ASPIRATION).covers(
            Place(row.academy_id, row.hub_id)
        )
        for role in SEES_ASPIRATIONS
        if role is not BY_CHOICE or first.head_sees
        for row in theirs
    )
    return Readiness(first.readiness) if known else None
