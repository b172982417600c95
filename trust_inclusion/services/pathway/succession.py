"""Who could step up as SENCO, academy by academy, and where nobody could.

Who works at an academy counts there. Who said that another academy is welcome counts at those of
their own hub, for readers who may know that they said so.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import and_, false, or_, select

from trust_inclusion.db import AnyRow, AnySelect, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Place, Reach
from trust_inclusion.domain.names import searchable
from trust_inclusion.domain.pathway import Stages, Track
from trust_inclusion.domain.pathway_steps import Readiness
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.domain.succession import Candidate, Succession, preparing_stages, succession
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.pathway import PathwayPlan
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import kept, settings
from trust_inclusion.services.pathway import facts
from trust_inclusion.services.pathway.finding import BY_CHOICE, SEES_ASPIRATIONS
from trust_inclusion.services.pathway.narrowing import MOST_WORDS, Filters
from trust_inclusion.services.places import within

PAGE_LENGTH = 25
THIN = "thin"
NOWHERE = -1
"""No academy's id: somebody looked at apart from where they work."""
_S, _P, _L = Standing.__table__.c, Person.__table__.c, PathwayPlan.__table__.c


@dataclass(frozen=True, slots=True)
class Bench:
    """The academies to show, by name; of `every` one that the filters leave `thin` are thin."""

    ids: Sequence[int]
    thin: int
    every: int


@dataclass(frozen=True, slots=True)
class Row:
    """An academy with who could step up there."""

    urn: int
    name: str
    sencos: str
    found: Succession


@dataclass(frozen=True, slots=True)
class _Academy:
    id: int
    hub_id: int | None
    phase: str
    sort_name: str
    thin: bool


def bench(
    actor: Actor, filters: Filters, day: date, *, revision: int | None, only: str = ""
) -> Bench:
    """The reader's academies on `day`, with those that are thin counted; `only` THIN: these alone.

    What hangs on the whole trust is worked out once until `revision` rises.
    """
    movers = movers_known(actor)
    every = kept.until_changed(
        revision, ("pathway bench", movers, day), lambda: _every(movers, day)
    )
    reach = access.reach(actor, Action.SEE_PATHWAY)
    words = searchable(filters.words).split()[:MOST_WORDS]
    here = [
        one
        for one in every
        if reach.covers(Place(one.id, one.hub_id))
        and (filters.hub_id is None or one.hub_id == filters.hub_id)
        and (not filters.phase or one.phase == filters.phase)
        and all(word in one.sort_name for word in words)
    ]
    shown = [one.id for one in here if one.thin or only != THIN]
    return Bench(shown, sum(one.thin for one in here), len(here))


def page(actor: Actor, ids: Sequence[int], day: date) -> list[Row]:
    """Who could step up at at most PAGE_LENGTH academies, in the order of `ids`."""
    if not ids:
        return []
    stages = settings.pathway_stages()
    on_day = (_S.valid_from <= day, _S.valid_to > day)
    rows = {
        row.academy_id: row
        for row in db.session.execute(
            select(_S.academy_id, _S.urn, _S.name, _S.sencos, _S.hub_id).where(
                _S.academy_id.in_(ids), *on_day
            )
        )
    }
    by_academy = _candidates(actor, list(rows.values()), stages, day)
    return [
        Row(rows[one].urn, rows[one].name, rows[one].sencos, succession(by_academy[one]))
        for one in ids
        if one in rows
    ]


def movers_known(actor: Actor) -> Reach:
    """The academies of whose people the reader may know that they would move."""
    found = access.NOWHERE
    for role in SEES_ASPIRATIONS:
        if role is not BY_CHOICE:
            found = found | access.reach_as(actor, role, Action.SEE_ASPIRATION)
    return found


def _every(movers: Reach, day: date) -> tuple[_Academy, ...]:
    """Every academy with a SENCO or the duty to have one, and whether it is thin."""
    stages = settings.pathway_stages()
    academies = db.session.execute(
        select(_S.academy_id, _S.hub_id, _S.phase, _S.sort_name)
        .where(_S.valid_from <= day, _S.valid_to > day, or_(_S.duty, _S.sencos != ""))
        .order_by(_S.sort_name, _S.academy_id)
    ).all()
    people = _by_person(db.session.execute(_workers(day)))
    moving = _by_person(db.session.execute(_moving(movers, day)))
    awards = facts.award_rows()
    prepares = preparing_stages(stages)
    known: dict[int, bool] = {}

    def able(person_id: int) -> bool:
        """Hangs on the academy only by whether they are its SENCO already."""
        if person_id not in known:
            known[person_id] = _could(people[person_id], awards, prepares, day)
        return known[person_id]

    at: dict[int, list[int]] = defaultdict(list)
    for person_id, theirs in people.items():
        for academy_id in {row.academy_id for row in theirs}:
            at[academy_id].append(person_id)
    in_hub: dict[int | None, list[int]] = defaultdict(list)
    for person_id, theirs in moving.items():
        for hub_id in {row.hub_id for row in theirs} if able(person_id) else ():
            in_hub[hub_id].append(person_id)

    def is_thin(academy_id: int, hub_id: int | None) -> bool:
        here = at[academy_id]
        if any(not _is_senco(people[one], academy_id) and able(one) for one in here):
            return False
        return all(one in here for one in in_hub.get(hub_id, ()))

    return tuple(
        _Academy(row.academy_id, row.hub_id, row.phase, row.sort_name,
                 is_thin(row.academy_id, row.hub_id))
        for row in academies
    )  # fmt: skip


def _could(
    theirs: list[AnyRow],
    awards: dict[int, list[AnyRow]],
    prepares: frozenset[tuple[Track, int]],
    day: date,
) -> bool:
    """Whether a person could step up where they are not the SENCO already."""
    one = replace(_candidate(theirs, NOWHERE, awards, prepares, day), would_move=True)
    return bool(succession([one]).could)


def _is_senco(theirs: list[AnyRow], academy_id: int) -> bool:
    senco = PostKind.SENCO.value
    return any(
        row.academy_id == academy_id and row.designated and row.kind == senco for row in theirs
    )


def _candidates(
    actor: Actor, academies: list[AnyRow], stages: Stages, day: date
) -> dict[int, list[Candidate]]:
    ids = [row.academy_id for row in academies]
    hubs = {row.hub_id for row in academies if row.hub_id is not None}
    people = _by_person(db.session.execute(_workers(day).where(Post.academy_id.in_(ids))))
    in_hubs = _moving(movers_known(actor), day).where(Academy.hub_id.in_(hubs))
    moving = _by_person(db.session.execute(in_hubs))
    awards = facts.award_rows({*people, *moving})
    prepares = preparing_stages(stages)
    by_academy = _gathered(academies, people, moving)
    return {
        one: [
            _candidate(theirs, one, awards, prepares, day, actor=actor)
            for theirs in by_academy[one]
        ]
        for one in ids
    }


def _gathered(
    academies: Iterable[AnyRow],
    people: dict[int, list[AnyRow]],
    moving: dict[int, list[AnyRow]],
) -> dict[int, list[list[AnyRow]]]:
    """The posts of each person who is considered at an academy, by the academy."""
    found: dict[int, list[list[AnyRow]]] = defaultdict(list)
    in_hub: dict[int, list[list[AnyRow]]] = defaultdict(list)
    at: dict[int, set[int]] = defaultdict(set)
    for person_id, theirs in people.items():
        for academy_id in {row.academy_id for row in theirs}:
            found[academy_id].append(theirs)
            at[academy_id].add(person_id)
    for theirs in moving.values():
        for hub_id in {row.hub_id for row in theirs}:
            in_hub[hub_id].append(theirs)
    for row in academies:
        for theirs in in_hub.get(row.hub_id, ()):
            if theirs[0].id not in at[row.academy_id]:
                found[row.academy_id].append(theirs)
    return found


_COLUMNS: tuple[Any, ...] = (
    _P.id, _P.name, _P.qts, _P.para_8a, _P.qts_basis, _P.qtls_recheck_on, _P.induction_completed,
    _P.school_stage, _P.trust_stage, Post.kind, Appointment.designated, Post.academy_id,
    Academy.hub_id, _L.readiness, _L.agreed_on, _L.head_sees,
)  # fmt: skip


def _workers(day: date) -> AnySelect:
    """Everybody in a post at an academy on `day`, a row for each post."""
    return (
        select(*_COLUMNS)
        .select_from(Person.__table__)
        .join(Appointment, Appointment.person_id == _P.id)
        .join(Post, Post.id == Appointment.post_id)
        .join(Academy, Academy.id == Post.academy_id)
        .outerjoin(PathwayPlan.__table__, _L.person_id == _P.id)
        .where(*facts.in_force(day))
    )


def _moving(movers: Reach, day: date) -> AnySelect:
    """Of them those who would move to another academy, as far as that may be known."""
    may = within(movers, Academy.id, Academy.hub_id) if movers.any_academy else false()
    return _workers(day).where(_L.would_move.is_(True), and_(may, Academy.hub_id.is_not(None)))


def _by_person(rows: Iterable[AnyRow]) -> dict[int, list[AnyRow]]:
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        found[row.id].append(row)
    return found


def _candidate(
    theirs: list[AnyRow],
    academy_id: int,
    awards: dict[int, list[AnyRow]],
    prepares: frozenset[tuple[Track, int]],
    day: date,
    *,
    actor: Actor | None = None,
) -> Candidate:
    """A person as they concern an academy; readiness only with a reader who may know it."""
    first = theirs[0]
    here = [row for row in theirs if row.academy_id == academy_id]
    courses = facts.courses_of(awards.get(first.id, ()), day)
    stands = {(Track.SCHOOL, first.school_stage), (Track.TRUST, first.trust_stage)}
    return Candidate(
        person_id=first.id,
        name=first.name,
        here=bool(here),
        is_senco=_is_senco(theirs, academy_id),
        would_move=not here,
        qts=facts.teacher(first, day),
        induction=facts.inducted(first),
        preparing=bool(stands & prepares)
        or any(row.kind == PostKind.ASSISTANT.value for row in theirs),
        award_held=courses.award_held,
        award_begun=courses.award_begun,
        readiness=_readiness(actor, theirs) if actor else None,
    )


def _readiness(actor: Actor, theirs: list[AnyRow]) -> Readiness | None:
    first = theirs[0]
    if first.agreed_on is None or not first.readiness:
        return None
    known = any(
        access.reach_as(actor, role, Action.SEE_ASPIRATION).covers(
            Place(row.academy_id, row.hub_id, row.id)
        )
        for role in SEES_ASPIRATIONS
        if role is not BY_CHOICE or first.head_sees
        for row in theirs
    )
    return Readiness(first.readiness) if known else None
