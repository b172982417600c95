"""What a page says of one academy, and what home says of the trust: composed from the nouns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import bindparam, case, func, null, or_, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access, charter_letters, evidence, formula
from trust_inclusion.domain.access import Action, Actor, Place
from trust_inclusion.domain.calendar import academic_year_start
from trust_inclusion.domain.charter import Tally
from trust_inclusion.domain.charter_conditions import Kind, of_kind
from trust_inclusion.domain.charter_letters import NOT_MET_LETTERS as NOT_MET
from trust_inclusion.domain.evidence import InForce
from trust_inclusion.domain.hours import FullWeek
from trust_inclusion.domain.policy import Policy
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.people import Person
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import academies, kept, places, posts, reviews, settings, standing
from trust_inclusion.services import evidence as evidence_service
from trust_inclusion.services.pay import people as pay_of
from trust_inclusion.services.posts import PostHere
from trust_inclusion.services.reviews import Reviewed


@dataclass(frozen=True, slots=True)
class Conditions:
    """How many of an academy's conditions have each reply, and how many excluded duties are held
    without time of their own."""

    counts: Tally
    departures: int


@dataclass(frozen=True, slots=True)
class Brief:
    """One academy on a day. `standing` is None before it joined and after it left."""

    academy: Academy
    standing: AnyRow | None
    policy: Policy
    evidence: InForce
    outcome: formula.Outcome
    posts: list[PostHere]
    reviews: list[Reviewed] | None
    timeline: Sequence[AnyRow]
    conditions: Conditions | None = None


def conditions_of(actor: Actor, place: Place, row: AnyRow | None) -> Conditions | None:
    """How an academy's conditions stand for this reader, from the letters of its standing.

    None where the reader may not know, and where nobody is asked for a SENCO.
    """
    if row is None or row.conditions is None:
        return None
    if not access.may(actor, Action.SEE_CHARTER, place):
        return None
    # A person's own pay opens no academy's conditions: others may hold a post there.
    here = replace(place, person_id=None)
    counts = charter_letters.tally(row.conditions, pay=access.may(actor, Action.SEE_PAY, here))
    if not access.may(actor, Action.SEE_CHARTER_ANSWERS, here):
        counts = replace(counts, differ=0)
    return Conditions(counts, charter_letters.departures(row.duties or ""))


def academy(actor: Actor, urn: int, day: date, week: FullWeek) -> Brief:
    """Everything the academy's page shows this reader. Raises NotThere or Refused."""
    found = places.academy(actor, Action.SEE_ACADEMY, urn)
    rules = settings.rules(week)
    policy = rules.policy_on(day)
    rows = evidence_service.rows_of(found)
    in_force = evidence.in_force((standing.evidence_row(row) for row in rows), day)
    timeline = _timeline(found)
    may_review = access.may(actor, Action.SEE_REVIEWS, places.of(found))
    today = next((p for p in timeline if p.valid_from <= day < p.valid_to), None)
    return Brief(
        academy=found,
        standing=today,
        policy=policy,
        evidence=in_force,
        outcome=formula.work_out(in_force.for_formula(), policy, rules.week.week_minutes),
        posts=posts.at(actor, found, day),
        reviews=reviews.at(found) if may_review else None,
        timeline=timeline,
        conditions=conditions_of(actor, places.of(found), today),
    )


# Written once and on plain columns, like every statement of a page that is opened all day.
_standing = Standing.__table__
_TIMELINE = (
    select(
        _standing.c.valid_from,
        _standing.c.valid_to,
        _standing.c.phase,
        _standing.c.duty,
        _standing.c.sencos,
        _standing.c.vacant,
        _standing.c.acting,
        _standing.c.absent,
        _standing.c.allocated_minutes,
        _standing.c.formula_minutes,
        _standing.c.formula_high_minutes,
        _standing.c.gap_minutes,
        _standing.c.one_day_gap_minutes,
        _standing.c.gap_status,
        _standing.c.lawful,
        _standing.c.last_reviewed_on,
        _standing.c.conditions,
        _standing.c.duties,
    )
    .where(_standing.c.academy_id == bindparam("academy_id"))
    .order_by(_standing.c.valid_from)
)


def _timeline(found: Academy) -> Sequence[AnyRow]:
    """The academy's periods, oldest first: hours only, nothing of people beyond their names."""
    return db.session.execute(_TIMELINE, {"academy_id": found.id}).all()


@dataclass(frozen=True, slots=True)
class Figures:
    """The headline figures of the academies within the reader's reach."""

    academies: int
    in_scope: int
    short: int
    vacant: int
    no_evidence: int
    short_minutes: int
    not_reviewed: int | None
    """None where the reader may not know of reviews."""
    law_not_met: int | None = None
    """Academies with a condition of law that is not met, or only partly."""
    not_met: int | None = None
    """Academies with any condition not met of those that this reader may see."""
    with_stage: int | None = None
    """Academies of whose SENCO a stage in a school is recorded."""
    with_pay: int | None = None
    """Academies of whose SENCO a pay point is recorded; None for a reader without pay."""


def figures(actor: Actor, day: date, *, revision: int | None) -> Figures:
    """The five headline figures on `day`, kept until `revision` rises (see kept.py).

    Academies without the s.67 duty count only as academies.
    """
    key = ("figures", actor.holdings, actor.person_id, day)
    return kept.until_changed(revision, key, lambda: _figures(actor, day))


def _figures(actor: Actor, day: date) -> Figures:
    reach = access.reach(actor, Action.SEE_ACADEMY)
    reviews_reach = access.reach(actor, Action.SEE_REVIEWS)
    status, gap = Standing.gap_status, Standing.gap_minutes
    where = (Standing.academy_id, Standing.hub_id)
    short = status == "short"
    unreviewed = Standing.last_reviewed_on.is_(None) | (
        Standing.last_reviewed_on < academic_year_start(day)
    )
    counted = {
        "academies": func.count(),
        "in_scope": _how_many(status != "not_applicable"),
        "short": _how_many(short),
        "vacant": _how_many(status == "vacant"),
        "no_evidence": _how_many(status == "no_evidence"),
        "short_minutes": func.coalesce(func.sum(case((short & (gap < 0), -gap), else_=0)), 0),
        "not_reviewed": _how_many(unreviewed & places.within(reviews_reach, *where)),
        **dict(_granted_figures(actor)),
    }
    statement = select(*(one.label(name) for name, one in counted.items()))
    row = db.session.execute(
        statement.where(academies.on_day(day), places.within(reach, *where))
    ).one()
    found = Figures(**{name: int(getattr(row, name)) for name in counted})
    return found if reviews_reach.any_academy else replace(found, not_reviewed=None)


def _how_many(condition: Any) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _granted_figures(actor: Actor) -> Iterator[tuple[str, Any]]:
    """What is counted of conditions, stages and pay, as far as this reader's grants reach."""
    reach = access.reach(actor, Action.SEE_CHARTER)
    if reach.any_academy:
        within = places.within(reach, Standing.academy_id, Standing.hub_id)
        yield "law_not_met", _how_many(_LAW_NOT_MET & within)
        yield "not_met", _how_many(academies.column(actor, "conditions_not_met") > 0)
    for name, column in (("with_stage", "school_stage"), ("with_pay", "pay_point")):
        if academies.granted(actor, column):
            yield name, _how_many(academies.column(actor, column).is_not(None))


_LAW_NOT_MET = or_(
    *(
        func.substr(Standing.conditions, charter_letters.PLACES[one.code] + 1, 1).in_(NOT_MET)
        for one in of_kind(Kind.LAW)
    )
)
"""No condition of law tells of pay."""


_CAREER = ("school_stage", "trust_stage", "qualification_stage", "pay_point")


def few(actor: Actor, day: date, most: int) -> Sequence[AnyRow]:
    """The academies within the reader's reach when they are named ones and at most `most`."""
    reach = access.reach(actor, Action.SEE_ACADEMY)
    if reach.everything or not reach.any_academy:
        return ()
    rows = db.session.execute(
        select(
            Standing.academy_id,
            Standing.hub_id,
            Standing.conditions,
            Standing.duties,
            Standing.urn,
            Standing.name,
            Standing.phase,
            Standing.duty,
            Standing.sencos,
            Standing.vacant,
            Standing.allocated_minutes,
            Standing.formula_minutes,
            Standing.formula_high_minutes,
            Standing.gap_minutes,
            Standing.gap_status,
            *(_shown(actor, name).label(name) for name in _CAREER),
        )
        .where(academies.on_day(day), places.within(reach, Standing.academy_id, Standing.hub_id))
        .order_by(Standing.sort_name)
        .limit(most + 1)
    ).all()
    return rows if len(rows) <= most else ()


def _shown(actor: Actor, name: str) -> Any:
    """A column of the list as this reader may see it: nothing in any row without the grant."""
    return academies.column(actor, name) if academies.granted(actor, name) else null()


@dataclass(frozen=True, slots=True)
class Own:
    """Where somebody stands themselves: their stage on each track, and the pay of each post."""

    stages: tuple[int | None, ...]
    points: tuple[str, ...]


def own(actor: Actor, day: date) -> Own | None:
    """What the actor reads of themselves in a line; None where they keep no record of their own."""
    if access.reach(actor, Action.SEE_PATHWAY).person_id is None:
        return None
    tracks = (Person.school_stage, Person.trust_stage, Person.qualification_stage)
    found = db.session.execute(select(*tracks).where(Person.id == actor.person_id)).one_or_none()
    return Own(tuple(found), pay_of.points(actor, day)) if found else None


@dataclass(frozen=True, slots=True)
class ToDo:
    """An academy whose evidence waits for somebody to add it."""

    urn: int
    name: str


def to_do(actor: Actor, day: date, most: int = 10) -> list[ToDo]:
    """Academies that lack evidence which this reader can add, by name.

    Vacancies stand among the deadlines, which everybody reads who may edit evidence.
    """
    reach = access.reach(actor, Action.EDIT_EVIDENCE)
    if not reach.any_academy:
        return []
    rows = db.session.execute(
        select(Standing.urn, Standing.name)
        .where(
            academies.on_day(day),
            places.within(reach, Standing.academy_id, Standing.hub_id),
            Standing.gap_status == "no_evidence",
        )
        .order_by(Standing.sort_name)
        .limit(most)
    )
    return [ToDo(*row) for row in rows]
