"""One person's pathway as one reader may see it: where they stand, what they want, what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access, pathway_steps
from trust_inclusion.domain.access import Action, Actor, Refused
from trust_inclusion.domain.calendar import years_after
from trust_inclusion.domain.pathway import Stage, Stages, Track, by_code, of_track, place_of
from trust_inclusion.domain.pathway_steps import (
    Aspiration,
    Missing,
    Progress,
    Readiness,
    Record,
    Suggestion,
)
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.pathway import PathwayPlace
from trust_inclusion.services import settings
from trust_inclusion.services.pathway import facts, finding, plans
from trust_inclusion.services.pathway.finding import Subject
from trust_inclusion.services.pathway.plans import Plan, Stored


@dataclass(frozen=True, slots=True)
class Asked:
    """A stage of the map: what it asks that the record does not show; None for who may not know."""

    stage: Stage
    here: bool
    missing: tuple[Missing, ...] | None


@dataclass(frozen=True, slots=True)
class Lane:
    """One track. `place` of `of` stages; what is private is None or empty for the reader."""

    track: Track
    stage: Stage | None
    place: int | None
    of: int
    since: date | None
    evidence: str
    missing: tuple[Missing, ...]
    suggestion: Suggestion | None
    ready: Readiness | None
    """When the record alone would let the person be on the stage after this one."""
    progress: Progress
    stages: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class Stood:
    """A line of the history: a stage on a track since a day. `name` is empty for none."""

    track: Track
    name: str
    since: date
    evidence: str
    recorded_at: datetime
    recorded_by: str | None


@dataclass(frozen=True, slots=True)
class Work:
    """What a person does beyond their own post; `mentees` are those whom they mentor.

    `ended`: the mentor, or the person, holds no post of the trust any more.
    """

    mentor: str | None
    mentees: int
    mentors_others: bool | None
    schools_supported: int | None
    executive: bool | None
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Pathway:
    """A person's pathway and what this reader may do with it."""

    person_id: int
    name: str
    own: bool
    lanes: tuple[Lane, ...]
    plan: Plan | None
    """None for who may not see it; empty where nothing is told."""
    work: Work | None
    history: Sequence[Stood]
    unchecked: tuple[str, ...]
    edits: bool
    tells: bool
    agrees: bool
    names_mentor: bool


def show(actor: Actor, person_id: int, today: date) -> Pathway:
    """The pathway as this reader may see it. Raises NotThere or Refused."""
    found = finding.subject(actor, person_id, today)
    stored = plans.stored(person_id, today)
    row = stored.row
    sees_facts = finding.sees_facts(actor, found)
    sees_plan = finding.sees_plan(actor, found, row, mentored=stored.mentored)
    plan = plans.plan_of(row, stored.agreed_by) if sees_plan else None
    stages = settings.pathway_stages()
    history = _history(person_id, stages)
    mentees = facts.mentored_by(person_id, today)
    record, courses = facts.record_of(
        found.person, row, today, mentored=stored.mentored, mentees=mentees
    )
    wish = plan.aspiration if plan and plan.aspiration else Aspiration.NOT_SURE
    shown = _Shown(found, stages, record, wish, sees_facts=sees_facts, sees_plan=sees_plan)
    return Pathway(
        person_id=person_id,
        name=found.person.name,
        own=found.own,
        lanes=tuple(_lane(shown, track, history, today) for track in Track),
        plan=plan,
        work=_work(stored, mentees) if sees_facts else None,
        history=[one for _, one in history] if sees_facts else [],
        unchecked=courses.unchecked if sees_facts else (),
        edits=finding.acts(actor, Action.EDIT_STAGE, found),
        tells=finding.acts(actor, Action.TELL_ASPIRATION, found),
        agrees=finding.agrees_as(actor, found, row) is not None,
        names_mentor=finding.names_mentor(actor, found),
    )


def of_record(actor: Actor, person_id: int, today: date) -> Pathway | None:
    """The pathway as a part of the record; None for who sees the record and not this."""
    try:
        return show(actor, person_id, today)
    except Refused:
        return None


def own_id(actor: Actor) -> int | None:
    """The actor's own record, where they may see their own pathway."""
    return access.reach(actor, Action.SEE_PATHWAY).person_id


@dataclass(frozen=True, slots=True)
class _Shown:
    """What every lane is drawn from."""

    subject: Subject
    stages: Stages
    record: Record
    wish: Aspiration
    """Not sure where the reader may not know: then the suggestion tells nothing of it."""
    sees_facts: bool
    sees_plan: bool


History = list[tuple[int | None, Stood]]
"""The latest first, each with the code of its stage."""


def _lane(shown: _Shown, track: Track, history: History, today: date) -> Lane:
    code = getattr(shown.subject.person, f"{track.value}_stage")
    here = of_track(shown.stages, track)
    stage = by_code(here, track, code)
    stood = [(told, one) for told, one in history if one.track is track]
    latest = stood[0][1] if stood and stood[0][0] == code else None
    sees, record = shown.sees_facts, shown.record
    suggestion = pathway_steps.suggest(here, track, code, record, shown.wish) if sees else None
    return Lane(
        track=track,
        stage=stage,
        place=place_of(here, track, code),
        of=len(here),
        since=latest.since if latest else None,
        evidence=latest.evidence if latest and sees else "",
        missing=pathway_steps.missing(stage, record) if stage and sees else (),
        suggestion=suggestion,
        ready=_ready(shown, track, code) if shown.sees_plan and sees else None,
        progress=pathway_steps.progress(here, track, _a_year_ago(stood, today), code, shown.wish),
        stages=tuple(
            Asked(one, one is stage, pathway_steps.missing(one, record) if sees else None)
            for one in here
        ),
    )


def _ready(shown: _Shown, track: Track, code: int | None) -> Readiness | None:
    following = pathway_steps.next_stage(shown.stages, track, code)
    if following is None:
        return None
    return pathway_steps.readiness(pathway_steps.missing(following, shown.record))


def _a_year_ago(stood: History, today: date) -> int | None:
    """The stage a year before `today`; None for who had none on record then."""
    before = years_after(today, -1)
    by_day = sorted(enumerate(stood), key=lambda one: (one[1][1].since, -one[0]))
    reached = [code for _, (code, one) in by_day if one.since <= before]
    return reached[-1] if reached else None


def _work(stored: Stored, mentees: int) -> Work:
    row, mentor = stored.row, stored.mentor
    if row is None:
        return Work(None, mentees, None, None, None)
    beyond = (row.mentors_others, row.schools_supported, row.executive)
    return Work(mentor, mentees, *beyond, ended=mentor is not None and not stored.mentored)


def _history(person_id: int, stages: Stages) -> History:
    rows = db.session.execute(
        select(PathwayPlace, Account.name)
        .outerjoin(Account, Account.id == PathwayPlace.recorded_by_id)
        .where(PathwayPlace.person_id == person_id)
        .order_by(PathwayPlace.id.desc())
    )
    return [(row[0].code, _stood(row, stages)) for row in rows]


def _stood(row: AnyRow, stages: Stages) -> Stood:
    place: PathwayPlace = row[0]
    track = Track(place.track)
    stage = by_code(stages, track, place.code)
    gone = "" if place.code is None else "A stage that the trust has removed"
    return Stood(
        track,
        stage.name if stage else gone,
        place.since,
        place.evidence,
        place.recorded_at,
        row[1],
    )
