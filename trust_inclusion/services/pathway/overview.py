"""Everybody on the pathway: by stage, narrowed and counted, and as a list of one stage."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import and_, func, select

from trust_inclusion.db import AnyRow, AnySelect, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Place
from trust_inclusion.domain.pathway import Stage, Stages, Track, of_track
from trust_inclusion.domain.pathway_steps import Aspiration, Readiness
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.pathway import PathwayPlace, PathwayPlan
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services import kept
from trust_inclusion.services.pathway import narrowing
from trust_inclusion.services.pathway.finding import BY_CHOICE, SEES_ASPIRATIONS, lasts
from trust_inclusion.services.pathway.narrowing import Filters
from trust_inclusion.services.pathway.stages import COLUMNS

PAGE_LENGTH = 50
NAMED = 5
"""So many people of a stage are named in its lane; the rest are one link away."""
NONE = 0
"""In a view the code of nobody's stage: none is recorded."""

_P, _C = Person.__table__.c, Academy.__table__.c


@dataclass(frozen=True, slots=True)
class View:
    """Who stands where: everybody's ids by name, and the same by track and code; how many are ready
    when, of those whose plans the reader may know."""

    everyone: Sequence[int] = ()
    lanes: Mapping[Track, Mapping[int, Sequence[int]]] = field(
        default_factory=dict[Track, Mapping[int, Sequence[int]]]
    )
    ready: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def total(self) -> int:
        return len(self.everyone)

    def on(self, track: Track, code: int) -> Sequence[int]:
        """The people on a stage, by name; of `NONE` those on no stage of the track."""
        return self.lanes.get(track, {}).get(code, ())


@dataclass(frozen=True, slots=True)
class Listed:
    """A person on the pathway. What the reader may not know is None."""

    id: int
    name: str
    posts: tuple[tuple[str, str, int | None], ...]
    """(title, academy, URN)."""
    stages: Mapping[Track, Stage | None]
    since: Mapping[Track, date | None]
    sees_plan: bool = False
    aspiration: Aspiration | None = None
    readiness: Readiness | None = None
    next_step: str = ""
    next_step_on: date | None = None
    told_on: date | None = None


def sees_aspirations(actor: Actor) -> bool:
    """Whether the reader may know other people's aspirations, by a role or by their choice."""
    return any(
        access.reach_as(actor, role, Action.SEE_ASPIRATION).any_academy for role in SEES_ASPIRATIONS
    )


def sees_others(actor: Actor) -> bool:
    """Whether the reader sees more people than themself."""
    return access.reach(actor, Action.SEE_PATHWAY).any_academy


def view(actor: Actor, filters: Filters, day: date, *, revision: int | None) -> View:
    """Who of the reader's people stands where on `day`; kept until `revision` rises."""
    key = ("pathway", actor.holdings, actor.person_id, filters, day)
    return kept.until_changed(revision, key, lambda: _view(actor, filters, day))


def _view(actor: Actor, filters: Filters, day: date) -> View:
    statement = narrowing.people(actor, filters, day, _P.id, *COLUMNS.values())
    rows = db.session.execute(
        statement.group_by(_P.id, _P.sort_name).order_by(_P.sort_name, _P.id)
    ).all()
    lanes: dict[Track, dict[int, array[int]]] = {}
    for number, track in enumerate(Track, 1):
        lane: dict[int, array[int]] = defaultdict(lambda: array("i"))
        for row in rows:
            lane[row[number] or NONE].append(row[0])
        lanes[track] = dict(lane)
    ready = _ready(actor, filters, day) if sees_aspirations(actor) else {}
    return View(array("i", [row[0] for row in rows]), lanes, ready)


def _ready(actor: Actor, filters: Filters, day: date) -> dict[str, int]:
    """How many are ready when, as agreed with them; of those whose plans the reader may know."""
    plan = PathwayPlan.__table__.c
    people = narrowing.people(actor, filters, day, _P.id).distinct()
    agreed = and_(
        plan.agreed_on.is_not(None), plan.readiness.is_not(None), narrowing.visible(actor, day)
    )
    joined = people.join(PathwayPlan.__table__, plan.person_id == _P.id)
    each = joined.add_columns(plan.readiness.label("readiness")).where(agreed).subquery()
    rows = db.session.execute(select(each.c.readiness, func.count()).group_by(each.c.readiness))
    return {row[0]: row[1] for row in rows}


def agrees_any(actor: Actor) -> bool:
    """Whether the reader agrees plans, and so sees which of them wait."""
    return access.reach(actor, Action.AGREE_ASPIRATION).any_academy


def to_agree(actor: Actor, day: date) -> int:
    """How many plans wait for the actor: of people in post within reach."""
    if not agrees_any(actor):
        return 0
    people = narrowing.people(actor, Filters(to_agree=True), day, _P.id).distinct()
    return db.session.scalar(select(func.count()).select_from(people.subquery())) or 0


def first_to_agree(actor: Actor, day: date, many: int) -> list[tuple[int, str]]:
    """The first of them, (id, name), by name."""
    people = narrowing.people(actor, Filters(to_agree=True), day, _P.id, _P.name, _P.sort_name)
    rows = db.session.execute(people.distinct().order_by(_P.sort_name, _P.id).limit(many))
    return [(row.id, row.name) for row in rows]


def page(actor: Actor, ids: Sequence[int], stages: Stages, day: date) -> list[Listed]:
    """The people of these ids, in their order, each as this reader may see them."""
    if not ids:
        return []
    held: dict[int, list[AnyRow]] = defaultdict(list)
    for row in db.session.execute(_posts(actor, ids, day)):
        held[row.person_id].append(row)
    plans = _plans(ids, day) if _may_see_any_plan(actor) else {}
    since = _since(ids)
    return [_listed(actor, held[one], plans.get(one), since, stages) for one in ids if one in held]


def names(ids: Iterable[int]) -> dict[int, str]:
    """What people are called, by id; for lanes, whose readers were let through. One query."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = db.session.execute(select(_P.id, _P.name).where(_P.id.in_(wanted)))
    return {row.id: row.name for row in rows}


def _may_see_any_plan(actor: Actor) -> bool:
    return actor.person_id is not None or sees_aspirations(actor)


def _posts(actor: Actor, ids: Sequence[int], day: date) -> AnySelect:
    columns = (
        _P.id.label("person_id"), _P.name, Post.title, _C.name.label("academy"), _C.urn,
        _C.id.label("academy_id"), _C.hub_id, *COLUMNS.values(),
    )  # fmt: skip
    statement = narrowing.people(actor, Filters(), day, *columns).where(_P.id.in_(ids))
    return statement.order_by(_C.sort_name.asc().nulls_first(), Post.title, Appointment.id)


def _plans(ids: Sequence[int], day: date) -> dict[int, AnyRow]:
    plan = PathwayPlan.__table__.c
    mentored = lasts(plan, day).label("mentored")
    rows = db.session.execute(select(*plan, mentored).where(plan.person_id.in_(ids)))
    return {row.person_id: row for row in rows}


def _since(ids: Sequence[int]) -> dict[tuple[int, str], AnyRow]:
    """The latest place of each person on each track."""
    place = PathwayPlace.__table__.c
    latest = (
        select(func.max(place.id))
        .where(place.person_id.in_(ids))
        .group_by(place.person_id, place.track)
    )
    rows = db.session.execute(
        select(place.person_id, place.track, place.code, place.since).where(place.id.in_(latest))
    )
    return {(row.person_id, row.track): row for row in rows}


def _listed(
    actor: Actor,
    held: list[AnyRow],
    plan: AnyRow | None,
    since: Mapping[tuple[int, str], AnyRow],
    stages: Stages,
) -> Listed:
    first = held[0]
    codes: dict[Track, int | None] = {
        track: getattr(first, column.name) for track, column in COLUMNS.items()
    }
    reached: dict[Track, date | None] = {}
    for track, code in codes.items():
        place = since.get((first.person_id, track.value))
        reached[track] = place.since if place is not None and place.code == code else None
    found = Listed(
        id=first.person_id,
        name=first.name,
        posts=tuple((row.title, row.academy or "", row.urn) for row in held),
        stages={
            track: next((one for one in of_track(stages, track) if one.code == code), None)
            for track, code in codes.items()
        },
        since=reached,
    )
    if plan is None or not may_know(actor, held, plan):
        return found
    return _with_plan(found, plan)


def _with_plan(found: Listed, plan: AnyRow) -> Listed:
    agreed = plan.agreed_on is not None
    return replace(
        found,
        sees_plan=True,
        aspiration=Aspiration(plan.aspiration) if plan.aspiration else None,
        readiness=Readiness(plan.readiness) if agreed and plan.readiness else None,
        next_step=plan.next_step if agreed else "",
        next_step_on=plan.next_step_on if agreed else None,
        told_on=plan.told_on,
    )


def may_know(actor: Actor, held: Iterable[AnyRow], plan: AnyRow) -> bool:
    """Whether the reader may know a person's plan, by the posts through which they see them."""
    if actor.person_id is not None:
        if plan.person_id == actor.person_id:
            return True
        if plan.mentor_id == actor.person_id and plan.mentor_sees and plan.mentored:
            return True
    spots = [Place(row.academy_id, row.hub_id) for row in held]
    return any(
        access.reach_as(actor, role, Action.SEE_ASPIRATION).covers(spot)
        for role in SEES_ASPIRATIONS
        if role is not BY_CHOICE or plan.head_sees
        for spot in spots
    )
