"""What the clock of each designated appointment follows from: facts of the law, from the rows."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from sqlalchemy import select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain.academies import duty_applies
from trust_inclusion.domain.clocks import Record
from trust_inclusion.domain.posts import PostKind, holds_on
from trust_inclusion.domain.qualification import Appointment as Held
from trust_inclusion.domain.qualification import (
    Award,
    Course,
    Facts,
    Induction,
    Outcome,
    Ruling,
    RulingKind,
    Spell,
    Teacher,
)
from trust_inclusion.domain.standing import BEGINNING, FOREVER
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.models.records import Claim
from trust_inclusion.models.records import Ruling as RulingRow

WAITING = "pending"
"""The state of a claim that HR has still to check."""
ACCEPTED = "accepted"
BY_QTLS = "qtls"
_AWARDS = {"NASENCO": Award.NASENCO, "NPQSENCO": Award.NPQSENCO}

SENCOS = (
    select(Appointment)
    .join(Post, Post.id == Appointment.post_id)
    .where(Post.kind == PostKind.SENCO.value, Appointment.designated.is_(True))
    .order_by(Appointment.id)
    .execution_options(populate_existing=True)
)


_HELD = (
    select(
        Appointment.id,
        Appointment.person_id,
        Appointment.started_on,
        Appointment.ended_on,
        Appointment.is_head,
        Post.academy_id,
        Academy.type_code,
    )
    .join(Post, Post.id == Appointment.post_id)
    .outerjoin(Academy, Academy.id == Post.academy_id)
    .where(Post.kind == PostKind.SENCO.value, Appointment.designated.is_(True))
    .order_by(Appointment.id)
)
"""The same as plain rows: reading them as objects would make the ones just read with all their
people and absences forget these."""


def of_appointments(held: list[Appointment], day: date | None = None) -> dict[int, Record]:
    """What the clock of each of these designated appointments follows from, by its id.

    Shared is an appointment with another beside it on `day`; without one, at any time.
    """
    people = {one.person_id for one in held}
    all_of: dict[int, list[AnyRow]] = defaultdict(list)
    for row in db.session.execute(_HELD.where(Appointment.person_id.in_(people))):
        all_of[row.person_id].append(row)
    rulings, claims = _rulings(people), _claims(people)
    return {
        one.id: Record(
            facts=_facts(one, all_of[one.person_id], day),
            ended_on=one.ended_on,
            absences=tuple((absence.starts_on, absence.ends_on) for absence in one.absences),
            qts_until=_qts_until(one.person),
            rulings=tuple(rulings[one.person_id]),
            to_check=one.person_id in claims,
        )
        for one in held
    }


def _facts(one: Appointment, all_of_person: list[AnyRow], day: date | None) -> Facts:
    person, academy = one.person, one.post.academy
    others = [other for other in all_of_person if other.id != one.id]
    at_others = [
        other
        for other in others
        if other.academy_id != one.post.academy_id
        and (
            _overlap(one, other) if day is None else holds_on(other.started_on, other.ended_on, day)
        )
    ]
    return Facts(
        teacher=_teacher(person),
        appointment=Held(
            duty=academy is not None and duty_applies(academy.type_code),
            started_on=one.started_on,
            is_head=bool(one.is_head),
            teaches_here=one.teaches_here,
            shared=bool(at_others),
            heads_another=any(other.is_head for other in at_others),
        ),
        service=tuple(_service(person, others)),
        service_confirmed=person.service_confirmed_on is not None,
        courses=tuple(_course(row) for row in person.qualifications),
    )


def _teacher(person: Person) -> Teacher:
    induction = person.induction_completed
    return Teacher(
        qts=person.qts,
        para_8a=person.para_8a,
        induction=Induction(induction.replace(" ", "_")) if induction else None,
    )


def _qts_until(person: Person) -> date | None:
    """Status by QTLS counts only while the membership behind it is live."""
    return person.qtls_recheck_on if person.qts and person.qts_basis == BY_QTLS else None


def _service(person: Person, others: list[AnyRow]) -> Iterator[Spell]:
    """Service as SENCO at relevant schools: what was told, and the trust's own appointments."""
    for spell in person.service_spells:
        if spell.relevant:
            yield Spell(spell.started_on, spell.ended_on)
    for other in others:
        if other.type_code is not None and duty_applies(other.type_code):
            yield Spell(other.started_on, other.ended_on)


def dates(one: Appointment) -> tuple[date | None, date | None]:
    return one.started_on, one.ended_on


def _overlap(one: Appointment, other: AnyRow) -> bool:
    first = max(one.started_on or BEGINNING, other.started_on or BEGINNING)
    return first <= min(one.ended_on or FOREVER, other.ended_on or FOREVER)


def _course(row: Qualification) -> Course:
    """A day of passing on an enrolment is a pass: files tell no more than that."""
    outcome = Outcome(row.outcome)
    if row.passed_on is not None and outcome in (Outcome.ENROLLED, Outcome.RETAKE):
        outcome = Outcome.PASSED
    return Course(
        award=_AWARDS.get(row.course.strip().upper(), Award.OTHER),
        started_on=row.started_on,
        expected_on=row.expected_on,
        outcome=outcome,
        outcome_on=row.passed_on if outcome is Outcome.PASSED else None,
        checked_on=row.checked_on,
    )


def _rulings(people: set[int]) -> dict[int, list[Ruling]]:
    query = (
        select(RulingRow)
        .where(RulingRow.person_id.in_(people), RulingRow.state == ACCEPTED)
        .order_by(RulingRow.decided_on, RulingRow.id)
        .execution_options(populate_existing=True)
    )
    found: dict[int, list[Ruling]] = defaultdict(list)
    for row in db.session.scalars(query):
        kind = RulingKind(row.kind)
        ruling = Ruling(kind, row.must_qualify_by, row.review_on, row.decided_on)
        found[row.person_id].append(ruling)
    return found


def _claims(people: set[int]) -> set[int]:
    """Of these, who told something that HR has still to check."""
    query = select(Claim.person_id).where(Claim.person_id.in_(people), Claim.state == WAITING)
    return set(db.session.scalars(query))
