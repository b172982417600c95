"""What academies' standing follows from: from the rows to plain values, in a fixed number of
queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain.evidence import Origin, Row
from trust_inclusion.domain.posts import AllocationKind, Basis, Hours, PostKind
from trust_inclusion.domain.standing import AcademyFacts, Holder, PostFacts
from trust_inclusion.models.academies import Academy, Evidence, Review
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services import clocks, pay_tables
from trust_inclusion.services.clocks import Timelines
from trust_inclusion.services.standing.paid import Paying
from trust_inclusion.services.standing.people import UNKNOWN, Known, known_of
from trust_inclusion.services.standing.told import NOTHING, Told, told_of


@dataclass(frozen=True, slots=True)
class Beside:
    """What is read beside posts, people and hours: what the law says of people, what is known and
    was told of them and of their posts, and how pay is read."""

    timelines: Timelines = field(default_factory=Timelines)
    known: dict[int, Known] = field(default_factory=dict[int, Known])
    told: dict[int, Told] = field(default_factory=dict[int, Told])
    paying: Paying | None = None


def facts_of(academy_ids: Collection[int]) -> dict[int, AcademyFacts]:
    """Everything the standing of these academies follows from, in a fixed number of queries."""
    return whole(academy_ids, clocks.timelines(academy_ids))


def hours_of(academy_ids: Collection[int]) -> dict[int, AcademyFacts]:
    """What hours and formula of these academies follow from: nothing of pay is read, nor what the
    law says of people, nor what people say of their posts."""
    return _facts(academy_ids, Beside())


def whole(academy_ids: Collection[int], timelines: Timelines) -> dict[int, AcademyFacts]:
    """Everything, with what the law says of people worked out already."""
    return _facts(academy_ids, _beside(Post.academy_id.in_(academy_ids), timelines))


def trust_wide_posts() -> tuple[PostFacts, ...]:
    """Every trust-wide post with what its conditions follow from; it has no clock in law."""
    which = Post.kind == PostKind.TRUST_WIDE.value
    beside = _beside(which, Timelines())
    return tuple(_post(row, beside) for row in _rows(which, pay=True))


def _beside(which: ColumnElement[bool], timelines: Timelines) -> Beside:
    return Beside(timelines, known_of(which), told_of(which), Paying(pay_tables.table()))


def _facts(academy_ids: Collection[int], beside: Beside) -> dict[int, AcademyFacts]:
    posts: dict[int | None, list[PostFacts]] = defaultdict(list)
    for row in _rows(Post.academy_id.in_(academy_ids), pay=beside.paying is not None):
        posts[row.academy_id].append(_post(row, beside))
    evidence: dict[int, list[Row]] = defaultdict(list)
    for row in db.session.scalars(select(Evidence).where(Evidence.academy_id.in_(academy_ids))):
        evidence[row.academy_id].append(evidence_row(row))
    reviews: dict[int, list[Review]] = defaultdict(list)
    for review in db.session.scalars(select(Review).where(Review.academy_id.in_(academy_ids))):
        reviews[review.academy_id].append(review)
    return {
        academy.id: AcademyFacts(
            type_code=academy.type_code,
            joined_on=academy.joined_on,
            left_on=academy.left_on,
            evidence=tuple(evidence[academy.id]),
            posts=tuple(posts[academy.id]),
            reviewed_on=tuple(sorted({review.reviewed_on for review in reviews[academy.id]})),
        )
        for academy in db.session.scalars(select(Academy).where(Academy.id.in_(academy_ids)))
    }


def evidence_row(row: Evidence | AnyRow) -> Row:
    """A stored row of evidence as the rules take it."""
    return Row(
        census_date=row.census_date,
        origin=Origin(row.origin),
        source=row.source,
        roll=row.roll,
        sen_support=row.sen_support,
        sen_support_with_specialist=row.sen_support_with_specialist,
        ehcp=row.ehcp,
        notional_sen_budget_pence=row.notional_sen_budget_pence,
        budget_year=row.budget_year,
        turnover_tenths=row.turnover_tenths,
        turnover_source=row.turnover_source,
        source_urns=row.source_urns,
    )


def _rows(which: ColumnElement[bool], *, pay: bool) -> Iterable[Post]:
    paid = [selectinload(Post.appointments).selectinload(Appointment.pay)]
    return db.session.scalars(
        select(Post)
        .where(which)
        .order_by(Post.id)
        .options(
            selectinload(Post.allocations),
            selectinload(Post.appointments).selectinload(Appointment.absences),
            *(paid if pay else ()),
            selectinload(Post.appointments).joinedload(Appointment.person, innerjoin=True),
        )
        .execution_options(populate_existing=True)
    )


def _post(row: Post, beside: Beside) -> PostFacts:
    told = beside.told.get(row.id, NOTHING)
    return PostFacts(
        kind=PostKind(row.kind),
        holders=tuple(_holder(one, beside) for one in row.appointments),
        hours=tuple(
            Hours(a.id, a.minutes, a.starts_on, a.ends_on, AllocationKind(a.kind))
            for a in row.allocations
        ),
        id=row.id,
        answers=tuple(told.answers),
        duties=tuple(told.duties),
        descriptions=tuple(told.descriptions),
    )


def _holder(appointment: Appointment, beside: Beside) -> Holder:
    person = appointment.person
    known = beside.known.get(person.id, UNKNOWN)
    pay = appointment.pay if beside.paying is not None else []
    return Holder(
        name=person.name,
        started_on=appointment.started_on,
        ended_on=appointment.ended_on,
        basis=Basis(appointment.basis),
        designated=appointment.designated,
        absences=tuple((absence.starts_on, absence.ends_on) for absence in appointment.absences),
        clock=beside.timelines.of_appointment.get(appointment.id, ()),
        pay_points=tuple((one.starts_on, one.point) for one in pay if one.point),
        stages=(person.school_stage, person.trust_stage, person.qualification_stage),
        person_id=person.id,
        on_slt=appointment.on_slt,
        is_head=appointment.is_head,
        senco_since=known.senco_since,
        since_unsure=known.since_unsure,
        mentor=known.mentor,
        pays=beside.paying.facts_of(pay) if beside.paying is not None else (),
    )
