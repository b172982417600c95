"""The qualification clock of every SENCO appointment: from what is stored, and into its timeline.

`standing` rebuilds it, because an academy's standing shows the worst of its SENCOs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import joinedload, selectinload

from trust_inclusion.db import db
from trust_inclusion.domain import clocks as rules_of_clocks
from trust_inclusion.domain.academies import duty_applies
from trust_inclusion.domain.clocks import NO_SENCO, Period, Record
from trust_inclusion.domain.names import searchable
from trust_inclusion.domain.posts import PostKind, holds_on
from trust_inclusion.domain.qualification import Appointment as Held
from trust_inclusion.domain.qualification import (
    Assessment,
    Award,
    Course,
    Facts,
    Induction,
    Outcome,
    Ruling,
    RulingKind,
    Spell,
    Teacher,
    answer_on,
)
from trust_inclusion.domain.standing import BEGINNING, FOREVER
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.models.records import Claim
from trust_inclusion.models.records import Ruling as RulingRow
from trust_inclusion.services import settings

IN_PARTS = 500
NOBODY = 0
"""The appointment of an academy without one."""
WAITING = "pending"
"""The state of a claim that HR has still to check."""
ACCEPTED = "accepted"
BY_QTLS = "qtls"
_AWARDS = {"NASENCO": Award.NASENCO, "NPQSENCO": Award.NPQSENCO}


@dataclass(frozen=True, slots=True)
class Timelines:
    """Periods by designated appointment, and those of academies without anybody, by academy."""

    appointments: dict[int, list[Appointment]] = field(
        default_factory=lambda: defaultdict[int, list[Appointment]](list)
    )
    """Designated appointments to SENCO posts, by academy."""
    of_appointment: dict[int, tuple[Period, ...]] = field(
        default_factory=dict[int, tuple[Period, ...]]
    )
    of_nobody: dict[int, tuple[Period, ...]] = field(default_factory=dict[int, tuple[Period, ...]])


def with_the_same_people(academy_ids: Iterable[int]) -> set[int]:
    """These academies and all others where somebody of theirs holds or held a post."""
    wanted = sorted(set(academy_ids))
    found = set(wanted)
    for start in range(0, len(wanted), IN_PARTS):
        here = (
            select(Appointment.person_id)
            .join(Post, Post.id == Appointment.post_id)
            .where(Post.academy_id.in_(wanted[start : start + IN_PARTS]))
        )
        elsewhere = (
            select(Post.academy_id)
            .join(Appointment, Appointment.post_id == Post.id)
            .where(Appointment.person_id.in_(here), Post.academy_id.is_not(None))
            .distinct()
        )
        found |= {one for one in db.session.scalars(elsewhere) if one is not None}
    return found


def timelines(academy_ids: Iterable[int]) -> Timelines:
    """What the rules say of these academies' SENCOs, in a fixed number of queries."""
    wanted = list(academy_ids)
    rules = settings.qualification_rules()
    found = Timelines()
    for one in _designated(wanted):
        found.appointments[one.post.academy_id or 0].append(one)
    held = [one for rows in found.appointments.values() for one in rows]
    records = of_appointments(held)
    for academy in db.session.scalars(select(Academy).where(Academy.id.in_(wanted))):
        first, end = academy.joined_on or BEGINNING, academy.left_on or FOREVER
        here = found.appointments[academy.id]
        for one in here:
            periods = rules_of_clocks.clock(records[one.id], rules, first, end)
            found.of_appointment[one.id] = tuple(periods)
        if duty_applies(academy.type_code) and first < end:
            spells = [(one.started_on, one.ended_on) for one in here]
            found.of_nobody[academy.id] = tuple(rules_of_clocks.nobody(spells, first, end))
    return found


def write(academy_ids: list[int], found: Timelines) -> None:
    """Put these timelines in the place of the stored ones, in the caller's transaction."""
    db.session.execute(delete(Clock).where(Clock.academy_id.in_(academy_ids)))
    rows = list(rows_of(academy_ids, found))
    if rows:
        db.session.execute(insert(Clock).execution_options(render_nulls=True), rows)


def rows_of(academy_ids: list[int], found: Timelines) -> Iterator[dict[str, object]]:
    """The rows that should be stored of these timelines."""
    for academy in db.session.scalars(select(Academy).where(Academy.id.in_(academy_ids))):
        for one in found.appointments[academy.id]:
            for period in found.of_appointment[one.id]:
                yield _row(academy, one, period)
        for period in found.of_nobody.get(academy.id, ()):
            yield _row(academy, None, period)


def _row(academy: Academy, held: Appointment | None, period: Period) -> dict[str, object]:
    answer = period.answer
    person = held.person if held else None
    course = answer.course if answer else None
    sort_name = searchable(academy.name)
    name = searchable(person.name) if person else ""
    checked = course.checked_on if course and answer and answer.evidence_checked else None
    return {
        "academy_id": academy.id,
        "appointment_id": held.id if held else NOBODY,
        "valid_from": period.valid_from,
        "valid_to": period.valid_to,
        "urn": academy.urn,
        "academy": academy.name,
        "sort_name": sort_name,
        "search_words": f"{sort_name} {academy.urn} {name}",
        "hub_id": academy.hub_id,
        "person_id": person.id if person else None,
        "person": person.name if person else None,
        "role_started_on": held.started_on if held else None,
        "basis": held.basis if held else None,
        "absent": period.absent,
        "eligibility": answer.eligibility.value if answer else "",
        "eligibility_reasons": ";".join(one.value for one in answer.reasons) if answer else "",
        "status": answer.status.value if answer else NO_SENCO,
        "group": rules_of_clocks.group_of(answer, to_check=period.to_check).value,
        "urgency": rules_of_clocks.urgency_of(answer, to_check=period.to_check),
        "due_soon": answer.due_soon if answer else False,
        "deadline": answer.deadline if answer else None,
        "latest_start": answer.latest_start if answer else None,
        "course": course.award.value.upper() if course else None,
        "course_started_on": course.started_on if course else None,
        "projected_outcome": answer.projected_outcome if answer else None,
        "outcome_late": answer.outcome_late if answer else False,
        "evidence_checked_on": checked,
        "service_not_confirmed": answer.service_not_confirmed if answer else False,
        "review_due": answer.review_due if answer else False,
        "to_check": period.to_check,
        "next_step": rules_of_clocks.to_do(period),
    }


_SENCOS = (
    select(Appointment)
    .join(Post, Post.id == Appointment.post_id)
    .where(Post.kind == PostKind.SENCO.value, Appointment.designated.is_(True))
    .order_by(Appointment.id)
    .execution_options(populate_existing=True)
)


def _designated(academy_ids: list[int]) -> list[Appointment]:
    return _whole(Post.academy_id.in_(academy_ids))


def _whole(which: ColumnElement[bool]) -> list[Appointment]:
    """Designated appointments with all that their clocks follow from on the person's side."""
    person = joinedload(Appointment.person, innerjoin=True)
    query = _SENCOS.where(which).options(
        joinedload(Appointment.post, innerjoin=True).joinedload(Post.academy),
        selectinload(Appointment.absences),
        person.selectinload(Person.service_spells),
        person.selectinload(Person.qualifications),
    )
    return list(db.session.scalars(query))


def of_person(person_id: int, day: date) -> list[tuple[Academy, Assessment]]:
    """What the rules say on `day`, with the working, of each of a person's SENCO appointments."""
    held = [
        (one, one.post.academy)
        for one in _whole(Appointment.person_id == person_id)
        if holds_on(one.started_on, one.ended_on, day)
    ]
    records = of_appointments([one for one, _ in held])
    rules = settings.qualification_rules()
    return [
        (academy, answer_on(records[one.id].facts_on(day), rules, day))
        for one, academy in held
        if academy is not None and (academy.left_on is None or academy.left_on > day)
    ]


def of_appointments(held: list[Appointment]) -> dict[int, Record]:
    """What the clock of each of these designated appointments follows from, by its id."""
    people = {one.person_id for one in held}
    all_of: dict[int, list[Appointment]] = defaultdict(list)
    elsewhere = _SENCOS.where(Appointment.person_id.in_(people)).options(
        joinedload(Appointment.post, innerjoin=True).joinedload(Post.academy)
    )
    for one in db.session.scalars(elsewhere):
        all_of[one.person_id].append(one)
    rulings, claims = _rulings(people), _claims(people)
    return {
        one.id: Record(
            facts=_facts(one, all_of[one.person_id]),
            ended_on=one.ended_on,
            absences=tuple((absence.starts_on, absence.ends_on) for absence in one.absences),
            qts_until=_qts_until(one.person),
            rulings=tuple(rulings[one.person_id]),
            to_check=one.person_id in claims,
        )
        for one in held
    }


def _facts(one: Appointment, all_of_person: list[Appointment]) -> Facts:
    person, academy = one.person, one.post.academy
    others = [other for other in all_of_person if other.id != one.id]
    at_others = [
        other
        for other in others
        if other.post.academy_id != one.post.academy_id and _overlap(one, other)
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


def _service(person: Person, others: list[Appointment]) -> Iterator[Spell]:
    """Service as SENCO at relevant schools: what was told, and the trust's own appointments."""
    for spell in person.service_spells:
        if spell.relevant:
            yield Spell(spell.started_on, spell.ended_on)
    for other in others:
        academy = other.post.academy
        if academy is not None and duty_applies(academy.type_code):
            yield Spell(other.started_on, other.ended_on)


def _overlap(one: Appointment, other: Appointment) -> bool:
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
