"""What the record holds that the stages ask about, from the rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import courses
from trust_inclusion.domain.courses import Award, Course, Outcome
from trust_inclusion.domain.pathway_steps import Record
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.domain.qualification import Rules, Status
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.pathway import PathwayPlan
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services.pathway import finding

AWARDS = {"NASENCO": Award.NASENCO, "NPQSENCO": Award.NPQSENCO}
_RUNNING = (Outcome.ENROLLED, Outcome.RETAKE)
_EXEMPT = (Status.EXEMPT.value, Status.EXEMPT_PRE_2009.value, Status.EXEMPT_BY_RULING.value)
_INDUCTED = {"yes": True, "not_required": True, "not required": True, "no": False}
_RULES = Rules()


@dataclass(frozen=True, slots=True)
class Courses:
    """Courses by name as they stand on a day. `unchecked` are held, but HR has not seen them."""

    held: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()
    unchecked: tuple[str, ...] = ()

    @property
    def award_held(self) -> bool:
        """NPQSENCO, or a NASENCO that counts."""
        return bool(self.held & AWARDS.keys())

    @property
    def award_begun(self) -> bool:
        return bool(self.begun & AWARDS.keys())


def courses_of(rows: Iterable[Qualification | AnyRow], day: date) -> Courses:
    """What of a person's courses is held and begun on `day`.

    A pass counts without HR's check, which is said beside it; a NASENCO begun too late for the law
    counts neither as held nor as begun.
    """
    held: set[str] = set()
    begun: set[str] = set()
    unchecked: list[str] = []
    for row in rows:
        name = "".join(row.course.split()).upper()
        course = _course(row, AWARDS.get(name, Award.OTHER))
        if _passed(course, day):
            held.add(name)
            if not courses.checked(course, day):
                unchecked.append(row.course)
        elif _runs(course, day):
            begun.add(name)
    return Courses(frozenset(held), frozenset(begun), tuple(dict.fromkeys(unchecked)))


def _course(row: Any, award: Award) -> Course:
    """A day of passing on an enrolment is a pass: files tell no more than that."""
    outcome = Outcome(row.outcome)
    if row.passed_on is not None and outcome in _RUNNING:
        outcome = Outcome.PASSED
    return Course(
        award=award,
        started_on=row.started_on,
        expected_on=row.expected_on,
        outcome=outcome,
        outcome_on=row.passed_on if outcome is Outcome.PASSED else None,
        checked_on=row.checked_on,
    )


def _passed(course: Course, day: date) -> bool:
    if course.award is not Award.OTHER:
        return courses.passed([course], day) is not None
    out = course.outcome_on
    return course.outcome is Outcome.PASSED and out is not None and out <= day


def _runs(course: Course, day: date) -> bool:
    if course.award is not Award.OTHER:
        return courses.under_way([course], None, _RULES, day) is not None
    out = course.outcome_on
    goes_on = course.outcome in _RUNNING or (out is not None and out > day)
    return goes_on and (course.started_on is None or course.started_on <= day)


_Q = Qualification.__table__.c


def award_rows(people: Select[int]) -> dict[int, list[AnyRow]]:
    """What is recorded of courses towards the SENCO award of these people, by id. One query."""
    query = select(
        _Q.person_id, _Q.course, _Q.outcome, _Q.started_on, _Q.expected_on, _Q.passed_on,
        _Q.checked_on,
    ).where(
        _Q.person_id.in_(people),
        func.replace(func.upper(_Q.course), " ", "").in_(sorted(AWARDS)),
    )  # fmt: skip
    rows: dict[int, list[AnyRow]] = defaultdict(list)
    for row in db.session.execute(query):
        rows[row.person_id].append(row)
    return rows


def teacher(person: Any, day: date) -> bool | None:
    """Qualified teacher status, as a SENCO needs it: not by paragraph 8A; QTLS while it is live."""
    if person.para_8a:
        return False
    again = person.qtls_recheck_on if person.qts_basis == "qtls" else None
    if person.qts and again is not None and again < day:
        return None
    return person.qts


def inducted(person: Any) -> bool | None:
    """Whether induction is over: completed, or not required."""
    return _INDUCTED.get(person.induction_completed or "")


def record_of(
    person: Person, plan: PathwayPlan | None, day: date, *, mentored: bool, mentees: int
) -> tuple[Record, Courses]:
    """What the stages ask about, as the record shows it on `day`.

    `mentored`: they have a mentor. Who has `mentees` mentors others, whatever is stated.
    """
    found = courses_of(person.qualifications, day)
    held = _appointments(person.id, day)
    on_team = [True if one.is_head else one.on_slt for one in held]
    mentors = True if mentees else (plan.mentors_others if plan else None)
    record = Record(
        qts=teacher(person, day),
        induction=inducted(person),
        senco_post=any(one.kind == PostKind.SENCO.value and one.designated for one in held),
        exempt=_is_exempt(person.id, day),
        held=found.held,
        begun=found.begun,
        on_leadership_team=_any_told(on_team),
        has_mentor=True if mentored else None,
        mentors_others=mentors,
        schools_supported=plan.schools_supported if plan else None,
        executive=plan.executive if plan else None,
    )
    return record, found


def mentored_by(person_id: int, day: date) -> int:
    """How many people this person mentors on `day`."""
    query = select(func.count()).where(
        PathwayPlan.mentor_id == person_id, finding.lasts(PathwayPlan, day)
    )
    return db.session.scalar(query) or 0


def in_force(day: date) -> tuple[Any, ...]:
    """Appointments that hold on `day`, at an academy of the trust or trust-wide: the academy must
    be joined from the outside."""
    return (
        or_(Appointment.started_on.is_(None), Appointment.started_on <= day),
        or_(Appointment.ended_on.is_(None), Appointment.ended_on >= day),
        or_(Academy.left_on.is_(None), Academy.left_on > day),
    )


def _appointments(person_id: int, day: date) -> list[AnyRow]:
    rows = db.session.execute(
        select(Post.kind, Appointment.designated, Appointment.is_head, Appointment.on_slt)
        .join(Post, Post.id == Appointment.post_id)
        .outerjoin(Academy, Academy.id == Post.academy_id)
        .where(Appointment.person_id == person_id, *in_force(day))
    )
    return list(rows)


def _is_exempt(person_id: int, day: date) -> bool:
    query = select(Clock.appointment_id).where(
        Clock.person_id == person_id,
        Clock.valid_from <= day,
        Clock.valid_to > day,
        Clock.status.in_(_EXEMPT),
    )
    return db.session.scalar(query.limit(1)) is not None


def _any_told(told: Iterable[bool | None]) -> bool | None:
    """Yes where one says so; no where one says no and none yes."""
    said = {one for one in told if one is not None}
    return True in said if said else None
