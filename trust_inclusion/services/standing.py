"""Keeps the timeline of every academy equal to what the rules say of its facts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import fields

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import selectinload

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import standing as rules_of_standing
from trust_inclusion.domain.academies import phase_group
from trust_inclusion.domain.changes import State
from trust_inclusion.domain.evidence import Origin, Row
from trust_inclusion.domain.names import searchable
from trust_inclusion.domain.posts import AllocationKind, Basis, Hours, PostKind
from trust_inclusion.domain.standing import AcademyFacts, Answer, Holder, PostFacts, Rules
from trust_inclusion.models.academies import Academy, Evidence, Review
from trust_inclusion.models.changes import Change
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import clocks, settings
from trust_inclusion.services.clocks import Timelines

BATCH = 200
_FURTHEST = (
    State.AWAITING_TRUST.value, State.ENDORSED.value, State.PROPOSED.value, State.RETURNED.value,
)  # fmt: skip
_ANSWERS = tuple(field.name for field in fields(Answer))


def rebuild(academy_ids: Iterable[int]) -> None:
    """Write the timelines of these academies anew, in the caller's transaction.

    And of every other academy at which their people hold or held a post: one person's service at
    one academy counts at the next.
    """
    db.session.flush()
    settings.raise_revision()
    rules = settings.rules()
    wanted = sorted(clocks.with_the_same_people(academy_ids))
    for start in range(0, len(wanted), BATCH):
        batch = wanted[start : start + BATCH]
        timelines = clocks.timelines(batch)
        clocks.write(batch, timelines)
        db.session.execute(delete(Standing).where(Standing.academy_id.in_(batch)))
        rows = list(_worked_out(batch, rules, timelines))
        if rows:
            # With its nulls every row has the same columns, so one statement serves the batch.
            write = insert(Standing).execution_options(render_nulls=True)
            db.session.execute(write, rows)


def show_open_changes(academy_ids: Iterable[int]) -> None:
    """Bring along how far the open changes of these academies have come, where nothing else did."""
    db.session.flush()
    settings.raise_revision()
    wanted = sorted(set(academy_ids))
    open_changes = _open_changes(wanted)
    for academy_id in wanted:
        db.session.execute(
            update(Standing)
            .where(Standing.academy_id == academy_id)
            .values(open_change=open_changes.get(academy_id)),
            execution_options={"synchronize_session": False},
        )


def rebuild_all() -> None:
    """Write every academy's timeline anew: after a change of settings or policy."""
    rebuild(db.session.scalars(select(Academy.id)).all())


def worked_out(academy_ids: Iterable[int], rules: Rules) -> Iterator[dict[str, object]]:
    """The rows that should be stored for these academies, worked out from the facts."""
    wanted = list(academy_ids)
    yield from _worked_out(wanted, rules, clocks.timelines(wanted))


def _worked_out(
    wanted: list[int], rules: Rules, timelines: Timelines
) -> Iterator[dict[str, object]]:
    facts = _facts_of(wanted, timelines)
    open_changes = _open_changes(wanted)
    academies = db.session.scalars(
        select(Academy).where(Academy.id.in_(wanted)).options(selectinload(Academy.hub))
    )
    for academy in academies:
        shared = {**_described(academy), "open_change": open_changes.get(academy.id)}
        for period in rules_of_standing.periods(facts[academy.id], rules):
            answer = {name: getattr(period.answer, name) for name in _ANSWERS}
            words = f"{shared['sort_name']} {academy.urn} {searchable(period.answer.sencos)}"
            yield {
                **shared,
                **answer,
                "valid_from": period.valid_from,
                "valid_to": period.valid_to,
                "search_words": words,
            }


def _open_changes(academy_ids: list[int]) -> dict[int, str]:
    """How far the open change of each academy has come; of several the furthest."""
    rows = db.session.execute(
        select(Change.academy_id, Change.state).where(
            Change.academy_id.in_(academy_ids), Change.state.in_(_FURTHEST)
        )
    ).all()
    furthest = sorted(rows, key=lambda row: _FURTHEST.index(row.state), reverse=True)
    return {row.academy_id: row.state for row in furthest}


def facts_of(academy_ids: list[int]) -> dict[int, AcademyFacts]:
    """Everything the standing of these academies follows from, in a fixed number of queries."""
    return _facts_of(academy_ids, clocks.timelines(academy_ids))


def hours_of(academy_ids: list[int]) -> dict[int, AcademyFacts]:
    """What hours and formula of these academies follow from: nothing of pay is read, nor what the
    law says of people."""
    return _facts_of(academy_ids, None)


def _facts_of(academy_ids: list[int], timelines: Timelines | None) -> dict[int, AcademyFacts]:
    """Without `timelines` nothing of pay is read."""
    posts = _posts(academy_ids, timelines)
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


def _described(academy: Academy) -> dict[str, object]:
    return {
        "academy_id": academy.id,
        "urn": academy.urn,
        "name": academy.name,
        "sort_name": searchable(academy.name),
        "phase": phase_group(academy.phase, academy.type_code),
        "type_code": academy.type_code,
        "hub_id": academy.hub_id,
        "hub_name": academy.hub.name if academy.hub else None,
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


def _posts(academy_ids: list[int], timelines: Timelines | None) -> dict[int, list[PostFacts]]:
    pay = [selectinload(Post.appointments).selectinload(Appointment.pay)]
    rows = db.session.scalars(
        select(Post)
        .where(Post.academy_id.in_(academy_ids))
        .order_by(Post.id)
        .options(
            selectinload(Post.allocations),
            selectinload(Post.appointments).selectinload(Appointment.absences),
            *(pay if timelines is not None else ()),
            selectinload(Post.appointments).joinedload(Appointment.person, innerjoin=True),
        )
        .execution_options(populate_existing=True)
    )
    found: dict[int, list[PostFacts]] = defaultdict(list)
    for post in rows:
        if post.academy_id is not None:
            hours = tuple(
                Hours(a.id, a.minutes, a.starts_on, a.ends_on, AllocationKind(a.kind))
                for a in post.allocations
            )
            holders = tuple(_holder(one, timelines) for one in post.appointments)
            found[post.academy_id].append(PostFacts(PostKind(post.kind), holders, hours, post.id))
    return found


def _holder(appointment: Appointment, timelines: Timelines | None) -> Holder:
    person = appointment.person
    clock, points = (), ()
    if timelines is not None:
        clock = timelines.of_appointment.get(appointment.id, ())
        points = tuple((pay.starts_on, pay.point) for pay in appointment.pay if pay.point)
    return Holder(
        name=person.name,
        started_on=appointment.started_on,
        ended_on=appointment.ended_on,
        basis=Basis(appointment.basis),
        designated=appointment.designated,
        absences=tuple((absence.starts_on, absence.ends_on) for absence in appointment.absences),
        clock=clock,
        pay_points=points,
        stages=(person.school_stage, person.trust_stage, person.qualification_stage),
        person_id=person.id,
    )
