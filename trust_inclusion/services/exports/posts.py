"""Posts and the people in them as the posts template: what this writes, the import reads back."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from trust_inclusion.db import db
from trust_inclusion.domain import access, templates
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.pathway import Stages, Track, place_of
from trust_inclusion.domain.posts import AllocationKind, Hours, hours_on
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.people import Person, Qualification, ServiceSpell
from trust_inclusion.models.posts import Appointment, AppointmentPay, Post
from trust_inclusion.services import settings
from trust_inclusion.services.exports.table import Cell, Table, hours, pounds

Cells = dict[str, Cell]


def posts(actor: Actor, day: date) -> Table:
    """A row for each appointment that is not over on `day`, and for each post without one.

    Where a template's row has room for one course, absence or pay, the latest is given; the import
    leaves the others alone. Needs the whole trust. Raises Refused.
    """
    access.require(actor, Action.EXPORT_POSTS, access.TRUST)
    held = selectinload(Post.appointments)
    person = held.joinedload(Appointment.person, innerjoin=True)
    found = db.session.scalars(
        select(Post)
        .outerjoin(Post.academy)
        .where(or_(Post.academy_id.is_(None), Academy.left_on.is_(None), Academy.left_on > day))
        .order_by(Academy.name.is_(None), Academy.name, Academy.urn, Post.kind.desc(), Post.title)
        .order_by(Post.id)
        .options(
            joinedload(Post.academy),
            selectinload(Post.allocations),
            held.selectinload(Appointment.absences),
            held.selectinload(Appointment.pay),
            person.selectinload(Person.service_spells),
            person.selectinload(Person.qualifications),
        )
    )
    stages = settings.pathway_stages()
    rows = (row for post in found for row in _rows(post, stages, day))
    return Table(templates.POSTS, rows)


def _rows(post: Post, stages: Stages, day: date) -> Iterator[tuple[Cell, ...]]:
    of_post = _of_post(post, day)
    present = [one for one in post.appointments if one.ended_on is None or one.ended_on >= day]
    for appointment in present:
        yield _in_order({**of_post, **_of_appointment(appointment, stages, day)})
    if not present:
        yield _in_order(of_post)


def _in_order(cells: Cells) -> tuple[Cell, ...]:
    return tuple(cells.get(column) for column in templates.POSTS)


def _of_post(post: Post, day: date) -> Cells:
    allocations = (
        Hours(one.id, one.minutes, one.starts_on, one.ends_on, AllocationKind(one.kind))
        for one in post.allocations
    )
    given = hours_on(allocations, day)
    return {
        "urn": post.academy.urn if post.academy else None,
        "post_kind": post.kind,
        "post_title": post.title,
        "hours_per_week": hours(given.minutes) if given else None,
    }


def _of_appointment(appointment: Appointment, stages: Stages, day: date) -> Cells:
    absence = appointment.absences[-1] if appointment.absences else None
    return {
        **_of_person(appointment.person, stages),
        "role_started_on": appointment.started_on,
        "role_ended_on": appointment.ended_on,
        "basis": appointment.basis,
        "designated": appointment.designated,
        "absent_from": absence.starts_on if absence else None,
        "absent_to": absence.ends_on if absence else None,
        "is_head": appointment.is_head,
        "teaches_here": appointment.teaches_here,
        "on_slt": appointment.on_slt,
        **_of_pay(appointment.pay, day),
    }


def _of_person(person: Person, stages: Stages) -> Cells:
    """A stage is given as its place in the track today, which the import reads."""
    return {
        "person_name": person.name,
        "email": person.email,
        "trn": person.trn,
        "qts": person.qts,
        "para_8a": person.para_8a,
        "induction_completed": person.induction_completed,
        "earlier_relevant_service": _spells(person.service_spells),
        **_of_course(person.qualifications),
        "school_stage": place_of(stages, Track.SCHOOL, person.school_stage),
        "trust_stage": place_of(stages, Track.TRUST, person.trust_stage),
        "qualification_stage": place_of(stages, Track.QUALIFICATION, person.qualification_stage),
    }


def _spells(spells: list[ServiceSpell]) -> str:
    return ";".join(f"{spell.started_on}/{spell.ended_on or ''}" for spell in spells)


def _of_course(courses: list[Qualification]) -> Cells:
    if not courses:
        return {}
    course = max(courses, key=lambda one: (one.passed_on or date.min, one.id))
    return {
        "course": course.course,
        "course_provider": course.provider,
        "course_started_on": course.started_on,
        "course_expected_on": course.expected_on,
        "passed_on": course.passed_on,
        "evidence_checked_on": course.checked_on,
    }


def _of_pay(pay: list[AppointmentPay], day: date) -> Cells:
    """What holds on the day, else the first that will."""
    in_order = sorted(pay, key=lambda one: (one.starts_on, one.id))
    begun = [one for one in in_order if one.starts_on <= day]
    given = begun[-1] if begun else next(iter(in_order), None)
    if given is None:
        return {}
    return {
        "pay_area": given.area,
        "pay_scale": given.scale,
        "pay_point": given.point,
        "tlr": given.tlr,
        "tlr_gbp": pounds(given.tlr_pence),
        "sen_allowance_gbp": pounds(given.sen_allowance_pence),
    }
