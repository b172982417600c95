"""Who may be a SENCO at all (regulation 49(2) and (3); rulebook 1.3 and 1.5)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from tests.domain.clock_facts import appointments, teachers
from trust_inclusion.domain import law
from trust_inclusion.domain.eligibility import (
    Appointment,
    Caution,
    Eligibility,
    Induction,
    Reason,
    Teacher,
    judge,
)
from trust_inclusion.domain.law import Found

TEACHER = Teacher(qts=True, para_8a=False, induction=Induction.YES)
HERE = Appointment(duty=True, started_on=date(2026, 9, 1), teaches_here=True)


def test_a_qualified_teacher_who_teaches_here_is_eligible():
    answer = judge(TEACHER, HERE)
    assert (answer.code, answer.reasons) == (Eligibility.ELIGIBLE, ())
    assert [step.found for step in answer.working] == [Found.REQUIREMENTS_MET]


@pytest.mark.parametrize(
    ("teacher", "here", "reason", "source"),
    [
        ({"qts": False}, {}, Reason.NO_QTS, law.REG_49_2A),
        ({"para_8a": True}, {}, Reason.PARA_8A_ONLY, law.REG_49_2A),
        ({"induction": Induction.NO}, {}, Reason.INDUCTION_NOT_COMPLETED, law.REG_49_2B),
        ({}, {"teaches_here": False}, Reason.NOT_TEACHING_HERE, law.REG_49_2C),
    ],
)
def test_each_requirement_alone(teacher, here, reason, source):
    answer = judge(replace(TEACHER, **teacher), replace(HERE, **here))
    assert (answer.code, answer.reasons) == (Eligibility.INELIGIBLE, (reason,))
    assert [(step.of, step.source) for step in answer.working] == [(reason, source)]


def test_every_reason_is_told_and_hides_what_is_not_stated():
    nobody = Teacher(qts=False, para_8a=True, induction=Induction.NO)
    away = replace(HERE, teaches_here=False)
    assert judge(nobody, away).reasons == tuple(Reason)
    partly = judge(Teacher(qts=False), replace(HERE, teaches_here=None))
    assert (partly.code, partly.reasons) == (Eligibility.INELIGIBLE, (Reason.NO_QTS,))


@pytest.mark.parametrize(
    ("teacher", "here"),
    [({"qts": None}, {}), ({"induction": None}, {}), ({}, {"teaches_here": None})],
)
def test_what_is_not_stated_is_neither_yes_nor_no(teacher, here):
    answer = judge(replace(TEACHER, **teacher), replace(HERE, **here))
    assert (answer.code, answer.reasons) == (Eligibility.NOT_KNOWN, ())
    assert [step.found for step in answer.working] == [Found.REQUIREMENT_NOT_STATED]


def test_paragraph_8a_not_stated_is_no():
    assert judge(replace(TEACHER, para_8a=None), HERE).code is Eligibility.ELIGIBLE


def test_induction_that_is_not_required_need_not_be_completed():
    teacher = replace(TEACHER, induction=Induction.NOT_REQUIRED)
    assert judge(teacher, HERE).code is Eligibility.ELIGIBLE


def test_a_head_is_eligible_without_the_rest():
    head = replace(HERE, is_head=True, teaches_here=False)
    answer = judge(Teacher(qts=False, para_8a=True, induction=Induction.NO), head)
    assert (answer.code, answer.reasons) == (Eligibility.ELIGIBLE, ())
    assert answer.working[0].source == law.REG_49_3


def test_an_executive_senco_who_does_not_teach_here_is_not_eligible():
    assert judge(TEACHER, replace(HERE, teaches_here=False)).code is Eligibility.INELIGIBLE


@given(teachers, appointments)
def test_without_the_duty_nothing_is_asked(teacher, appointment):
    answer = judge(teacher, replace(appointment, duty=False))
    assert (answer.code, answer.reasons) == (Eligibility.NOT_IN_SCOPE, ())
    assert answer.cautions == ()


@pytest.mark.parametrize(
    ("here", "cautions"),
    [
        ({"shared": True, "is_head": True}, (Caution.SHARED_BY_HEAD,)),
        ({"shared": True, "heads_another": True}, (Caution.SHARED_BY_HEAD,)),
        ({"shared": True, "class_commitment": True}, (Caution.SHARED_WITH_CLASS,)),
        ({"shared": True, "is_head": True, "class_commitment": True}, tuple(Caution)),
        ({"is_head": True, "class_commitment": True}, ()),
        ({"shared": True}, ()),
    ],
)
def test_the_code_advises_only_on_a_shared_senco(here, cautions):
    assert judge(TEACHER, replace(HERE, **here)).cautions == cautions


@given(teachers, appointments)
def test_advice_never_changes_the_answer_and_only_reasons_disqualify(teacher, appointment):
    answer = judge(teacher, appointment)
    plain = judge(teacher, replace(appointment, shared=False))
    assert answer.code is plain.code
    assert bool(answer.reasons) == (answer.code is Eligibility.INELIGIBLE)
    assert answer.working
