"""The DfE's "Check a teacher's record": TRNs to look up in bulk, and what it answered, recorded.

The bulk look-up takes 100 people a file, in two columns, `TRN` and `Date of birth`. Dates of birth
are added by HR on the way there and are never stored here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import or_, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.courses import Outcome
from trust_inclusion.domain.law import NPQ_FIRST_DAY
from trust_inclusion.domain.records import CourseFacts, TeacherFacts, next_qtls_check
from trust_inclusion.domain.words import long_date
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services.exports import Table
from trust_inclusion.services.places import Changed
from trust_inclusion.services.records import applying, editing, finding
from trust_inclusion.services.records.editing import NotPossible, When

A_FILE = 100
"""People in one file of the DfE's bulk look-up."""
COLUMNS = ("TRN", "Date of birth")
NPQ = "NPQSENCO"


@dataclass(frozen=True, slots=True)
class Answered:
    """What the DfE's record shows of one person; None is not looked at.

    `basis` is `qts` or `qtls`, or `none` for nobody qualified. `induction` is yes, no or
    not_required. `version` is that of the record as it was shown.
    """

    person_id: int
    version: int
    basis: str | None = None
    induction: str | None = None
    npq_passed_on: date | None = None


def people(actor: Actor, today: date) -> Sequence[AnyRow]:
    """SENCOs in post today or later, by name, with TRN and when their record was last checked.

    One's own record is left out: nobody checks their own. Raises Refused.
    """
    for action in (Action.CHECK_RECORD, Action.SEE_TRN):
        access.require(actor, action, access.TRUST)
    in_post = (
        select(Appointment.person_id)
        .join(Post, Post.id == Appointment.post_id)
        .join(Academy, Academy.id == Post.academy_id)
        .where(
            Post.kind == "senco",
            or_(Appointment.ended_on.is_(None), Appointment.ended_on >= today),
            or_(Academy.left_on.is_(None), Academy.left_on > today),
        )
    )
    query = select(
        Person.id, Person.name, Person.trn, Person.version, Person.qts, Person.qts_basis,
        Person.induction_completed, Person.teacher_checked_on,
    ).where(Person.id.in_(in_post))  # fmt: skip
    if actor.person_id is not None:
        query = query.where(Person.id != actor.person_id)
    return db.session.execute(query.order_by(Person.name, Person.id)).all()


def files(actor: Actor, today: date) -> int:
    """How many files of A_FILE people the look-up needs."""
    return -(-sum(1 for row in people(actor, today) if row.trn) // A_FILE)


def file(actor: Actor, number: int, today: date) -> Table:
    """File `number` (from 1): TRNs, with a blank date of birth for HR to fill in."""
    trns = [row.trn for row in people(actor, today) if row.trn]
    part = trns[(number - 1) * A_FILE : number * A_FILE]
    return Table(COLUMNS, ((trn, None) for trn in part))


def record(actor: Actor, answers: Sequence[Answered], when: When) -> int:
    """Record what the DfE's record shows of these people, checked today; gives how many.

    Each is written as HR's own edit of that record would be. Raises Refused, NotThere, Changed
    when a record was changed meanwhile, NotPossible; then nothing is saved by the caller.
    """
    for answer in answers:
        person = finding.to_check(actor, answer.person_id, when.today)
        try:
            _record(actor, person, answer, when)
        except NotPossible as impossible:
            said = [(f"npq-{person.id}", f"{person.name}: {s}") for _, s in impossible.problems]
            raise NotPossible(said) from None
        except Changed:
            raise Changed(f"{person.name}’s record was changed meanwhile.") from None
    return len(answers)


def _record(actor: Actor, person: Person, answer: Answered, when: When) -> None:
    seen = replace(when, version=answer.version)
    if answer.npq_passed_on is not None:
        _record_npq(actor, person, answer.npq_passed_on, seen)
        seen = replace(seen, version=person.version)
    if answer.basis is not None or answer.induction is not None:
        _record_teacher(actor, person, answer, seen)


def _record_teacher(actor: Actor, person: Person, answer: Answered, seen: When) -> None:
    facts = applying.stored(person)
    if not isinstance(facts, TeacherFacts):
        raise TypeError("a person on a record is told as a teacher")
    if answer.basis is not None:
        qualified = answer.basis != "none"
        again = next_qtls_check(answer.basis, facts.qtls_recheck_on, seen.today)
        facts = replace(
            facts,
            qts=qualified,
            qts_basis=answer.basis if qualified else None,
            qtls_recheck_on=again,
        )
    if answer.induction is not None:
        facts = replace(facts, induction_completed=answer.induction)
    editing.tell_teacher(actor, person.id, facts, seen)


def _record_npq(actor: Actor, person: Person, passed_on: date, seen: When) -> None:
    if problem := _why_not(passed_on, seen.today):
        raise NotPossible([("passed_on", problem)])
    course = _course_passed(person)
    facts = CourseFacts(NPQ) if course is None else _stored(course)
    passed = replace(facts, outcome=Outcome.PASSED.value, passed_on=passed_on)
    editing.tell_course(actor, person.id, course.id if course else None, passed, seen)


def _why_not(passed_on: date, today: date) -> str:
    """Why this day cannot stand on the DfE's record; "" when it can."""
    if passed_on > today:
        return "the DfE’s record shows no award of the future."
    if passed_on < NPQ_FIRST_DAY:
        return f"there was no NPQ for SENCOs before {long_date(NPQ_FIRST_DAY)}."
    return ""


def _course_passed(person: Person) -> Qualification | None:
    """The course that a pass is of: one passed already, whose day is then put right, else the
    one that runs. A failed or broken-off course is history, and stays."""
    of_npq = [one for one in person.qualifications if one.course.strip().upper() == NPQ]
    ranks = {Outcome.PASSED: 0, Outcome.ENROLLED: 1, Outcome.RETAKE: 1}
    open_ones = [one for one in of_npq if _stored(one).outcome in ranks]
    return min(open_ones, key=lambda one: ranks[Outcome(_stored(one).outcome)], default=None)


def _stored(course: Qualification) -> CourseFacts:
    facts = applying.stored(course)
    if not isinstance(facts, CourseFacts):
        raise TypeError("a course on a record is told as a course")
    return facts
