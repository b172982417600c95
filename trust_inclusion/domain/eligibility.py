"""Whether a person may be the SENCO at all: the first of the two answers.

Source: SEND Regulations 2014, regulation 49(2) and (3); rulebook 1.5. A person who may not be the
SENCO still has a running clock, so this answer never touches the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trust_inclusion.domain.law import (
    REG_49_2,
    REG_49_2A,
    REG_49_2B,
    REG_49_2C,
    REG_49_3,
    SECTION_67,
    Found,
    Step,
)


class Eligibility(StrEnum):
    NOT_KNOWN = "not_known"
    NOT_IN_SCOPE = "not_in_scope"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"


class Reason(StrEnum):
    """Why a person may not be the SENCO, in the order of the regulation."""

    NO_QTS = "no_qts"
    PARA_8A_ONLY = "para_8a_only"
    INDUCTION_NOT_COMPLETED = "induction_not_completed"
    NOT_TEACHING_HERE = "not_teaching_here"


class Caution(StrEnum):
    """What the SEND Code of Practice advises against; never changes the answer."""

    SHARED_BY_HEAD = "shared_by_head"
    SHARED_WITH_CLASS = "shared_with_class"


class Induction(StrEnum):
    """Statutory induction; `not_required` for those qualified by 7 May 1999 and other exemptions
    (SI 2012/1115)."""

    YES = "yes"
    NO = "no"
    NOT_REQUIRED = "not_required"


SOURCES = {
    Reason.NO_QTS: REG_49_2A,
    Reason.PARA_8A_ONLY: REG_49_2A,
    Reason.INDUCTION_NOT_COMPLETED: REG_49_2B,
    Reason.NOT_TEACHING_HERE: REG_49_2C,
}


@dataclass(frozen=True, slots=True)
class Teacher:
    """What is known of a person as a teacher; None is not stated.

    `qts`: qualified teacher status on any basis (by QTLS only while the membership behind it is
    live). `para_8a`: qualified only under paragraph 8A of Schedule 2 to the 2003 Qualifications
    Regulations; not stated is taken as no, which is so for all but a few teachers.
    """

    qts: bool | None = None
    para_8a: bool | None = None
    induction: Induction | None = None


@dataclass(frozen=True, slots=True)
class Appointment:
    """One designated appointment to a SENCO post at an academy.

    `duty`: whether s.67 asks the academy for a SENCO. `is_head`: head or acting head there.
    `teaches_here`: employed there as a teacher, with a class or without. `shared`: the person is
    SENCO at another school too; `heads_another`: and head of that one; `class_commitment`: with a
    significant class of their own.
    """

    duty: bool
    started_on: date | None
    is_head: bool = False
    teaches_here: bool | None = None
    shared: bool = False
    heads_another: bool = False
    class_commitment: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The code, every reason against, what the Code advises against, and the working."""

    code: Eligibility
    reasons: tuple[Reason, ...]
    cautions: tuple[Caution, ...]
    working: tuple[Step, ...]


def judge(teacher: Teacher, appointment: Appointment) -> Answer:
    """Whether the person may hold this appointment. What is not stated is neither yes nor no."""
    if not appointment.duty:
        return Answer(Eligibility.NOT_IN_SCOPE, (), (), (Step(Found.NO_DUTY, (), SECTION_67),))
    cautions = _cautions(appointment)
    if appointment.is_head:
        head = Step(Found.HEAD_TEACHER, (), REG_49_3)
        return Answer(Eligibility.ELIGIBLE, (), cautions, (head,))
    met = _requirements(teacher, appointment)
    against = tuple(reason for reason, holds in met.items() if holds is False)
    if against:
        code, steps = Eligibility.INELIGIBLE, _steps(Found.REQUIREMENT_NOT_MET, against)
    elif open_ones := tuple(reason for reason, holds in met.items() if holds is None):
        code, steps = Eligibility.NOT_KNOWN, _steps(Found.REQUIREMENT_NOT_STATED, open_ones)
    else:
        code, steps = Eligibility.ELIGIBLE, (Step(Found.REQUIREMENTS_MET, (), REG_49_2),)
    return Answer(code, against, cautions, steps)


def _requirements(teacher: Teacher, appointment: Appointment) -> dict[Reason, bool | None]:
    """Each requirement under the reason that speaks against it; None where not stated."""
    induction = None if teacher.induction is None else teacher.induction is not Induction.NO
    return {
        Reason.NO_QTS: teacher.qts,
        Reason.PARA_8A_ONLY: not teacher.para_8a,
        Reason.INDUCTION_NOT_COMPLETED: induction,
        Reason.NOT_TEACHING_HERE: appointment.teaches_here,
    }


def _steps(found: Found, reasons: tuple[Reason, ...]) -> tuple[Step, ...]:
    return tuple(Step(found, (), SOURCES[reason], of=reason.value) for reason in reasons)


def _cautions(appointment: Appointment) -> tuple[Caution, ...]:
    """Both pieces of advice are about a SENCO shared by schools (SEND Code, chapter 6)."""
    if not appointment.shared:
        return ()
    found = (
        (Caution.SHARED_BY_HEAD, appointment.is_head or appointment.heads_another),
        (Caution.SHARED_WITH_CLASS, appointment.class_commitment),
    )
    return tuple(caution for caution, holds in found if holds)
