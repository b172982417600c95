"""Timelines of the clocks: worked out, stored, and read for one person with the working."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import ColumnElement, delete, insert, select
from sqlalchemy.orm import joinedload, selectinload

from trust_inclusion.db import db
from trust_inclusion.domain import clocks as rules_of_clocks
from trust_inclusion.domain.academies import duty_applies
from trust_inclusion.domain.clocks import NO_SENCO, Period, Record
from trust_inclusion.domain.names import searchable
from trust_inclusion.domain.posts import holds_on
from trust_inclusion.domain.qualification import (
    Assessment,
    Rules,
    answer_on,
)
from trust_inclusion.domain.standing import BEGINNING, FOREVER
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services import settings
from trust_inclusion.services.clocks.facts import SENCOS, dates, of_appointments

IN_PARTS = 500
NOBODY = 0
"""The appointment of an academy without one."""


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


def _designated(academy_ids: list[int]) -> list[Appointment]:
    return _whole(Post.academy_id.in_(academy_ids))


def _whole(which: ColumnElement[bool]) -> list[Appointment]:
    """Designated appointments with all that their clocks follow from on the person's side."""
    person = joinedload(Appointment.person, innerjoin=True)
    query = SENCOS.where(which).options(
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
        if holds_on(*dates(one), day)
    ]
    records = of_appointments([one for one, _ in held], day)
    rules = settings.qualification_rules()
    return [
        (academy, _with_its_end(records[one.id], rules, day))
        for one, academy in held
        if academy is not None and (academy.left_on is None or academy.left_on > day)
    ]


def _with_its_end(record: Record, rules: Rules, day: date) -> Assessment:
    answer = answer_on(record.facts_on(day), rules, day)
    return replace(answer, valid_until=rules_of_clocks.valid_until(record, rules, day))
