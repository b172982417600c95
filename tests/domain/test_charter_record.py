"""Which conditions the record answers, each with its reason and its source (rulebook section 5)."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain.charter import Reply
from trust_inclusion.domain.charter_conditions import CONDITIONS
from trust_inclusion.domain.charter_record import Facts, JobDescription, prompts, recorded
from trust_inclusion.domain.eligibility import Eligibility
from trust_inclusion.domain.qualification_facts import Status

POST = Facts(duty=True, designated=True)
YES, PARTLY, NO = Reply.YES, Reply.PARTLY, Reply.NO
NOT_KNOWN, NOT_APPLICABLE = Reply.NOT_KNOWN, Reply.NOT_APPLICABLE


def said(code: str, **facts: object) -> Reply | None:
    found = recorded(replace(POST, **facts)).get(code)
    return found.reply if found else None


def test_of_a_bare_record_only_the_designation_is_answered() -> None:
    found = recorded(POST)
    assert {code: one.reply for code, one in found.items()} == {
        "C01": YES,
        "C36": NOT_APPLICABLE,
    }
    assert prompts(POST) == {}


def test_a_vacant_post() -> None:
    """Section 67(2): nobody is designated; of nobody the rest is not asked, and no time is had."""
    found = recorded(replace(POST, designated=False))
    assert found["C01"].reply is NO
    assert {found[code].reply for code in ("C02", "C03")} == {NOT_APPLICABLE}
    assert {found[code].reply for code in ("C10", "C11", "C12", "C13", "C14")} == {NO}
    assert "C04" not in found


def test_where_the_duty_does_not_reach() -> None:
    """Section 67(1): special schools and alternative provision are not asked what law asks."""
    found = recorded(replace(POST, duty=False, allocated_minutes=600))
    for code in ("C01", "C02", "C03", "C04", "C05", "C12"):
        assert found[code].reply is NOT_APPLICABLE
    assert found["C13"].reply is YES
    nobody = recorded(replace(POST, duty=False, designated=False))
    assert {one.reply for one in nobody.values()} == {NOT_APPLICABLE}


def test_a_trust_wide_post_is_asked_of_its_standing_and_not_of_a_schools_law_and_hours() -> None:
    """ASCL, paragraph 10; section 67 speaks of a member of staff at the school."""
    facts = replace(POST, trust_wide=True, designated=False, allocated_minutes=1950)
    found = recorded(facts)
    assert "C36" not in found
    for code in ("C01", "C02", "C03", "C04", "C05", "C12", "C13", "C33"):
        assert found[code].reply is NOT_APPLICABLE


@pytest.mark.parametrize(
    ("code", "reply"),
    [
        (Eligibility.ELIGIBLE, YES),
        (Eligibility.INELIGIBLE, NO),
        (Eligibility.NOT_KNOWN, NOT_KNOWN),
        (Eligibility.NOT_IN_SCOPE, NOT_APPLICABLE),
    ],
)
def test_c02_follows_eligibility(code: Eligibility, reply: Reply) -> None:
    """Regulation 49(2) and (3)."""
    assert said("C02", eligibility=code) is reply


@pytest.mark.parametrize(
    ("status", "reply"),
    [
        (Status.MET, YES),
        (Status.ON_TRACK, YES),
        (Status.IN_WINDOW, YES),
        (Status.EXEMPT, YES),
        (Status.EXEMPT_PRE_2009, YES),
        (Status.EXEMPT_BY_RULING, YES),
        (Status.AT_RISK, PARTLY),
        (Status.DUE_SOON, PARTLY),
        (Status.OVERDUE, NO),
        (Status.CANNOT_FINISH, NO),
        (Status.EXEMPT_ON_WORDING, NOT_KNOWN),
        (Status.EXEMPT_REVIEW_2009, NOT_KNOWN),
        (Status.NOT_KNOWN, NOT_KNOWN),
        (Status.NOT_IN_SCOPE, NOT_APPLICABLE),
    ],
)
def test_c03_follows_qualification(status: Status, reply: Reply) -> None:
    """Regulation 49(4), by the answers of rulebook 1.5; what needs a ruling is never met."""
    assert said("C03", qualification=status) is reply


def test_every_status_has_its_answer() -> None:
    assert all(said("C03", qualification=status) for status in Status)
    assert all(said("C02", eligibility=code) for code in Eligibility)


@pytest.mark.parametrize(
    ("facts", "reply"),
    [
        ({"on_leadership_team": True}, YES),
        ({"is_head": True}, YES),
        ({"is_deputy_head": True}, YES),
        ({"on_leadership_team": False}, None),
        ({}, None),
    ],
)
def test_c06_the_leadership_team(facts: dict[str, bool], reply: Reply | None) -> None:
    """SEND Code, chapter 6; a remit to influence strategy instead is for people to say."""
    assert said("C06", **facts) is reply


def test_c06_prompts_for_a_remit() -> None:
    assert "remit" in prompts(replace(POST, on_leadership_team=False))["C06"]


@pytest.mark.parametrize(
    ("facts", "c07", "c08", "c15"),
    [
        ({"tlr": True, "leadership_scale": False}, YES, None, NOT_APPLICABLE),
        ({"tlr": False, "leadership_scale": False}, NO, None, NOT_APPLICABLE),
        ({"tlr": False}, None, None, None),
        ({"leadership_scale": False}, None, None, NOT_APPLICABLE),
        ({"leadership_scale": True}, YES, NOT_APPLICABLE, None),
        ({"leadership_scale": True, "sen_allowance": True}, YES, NOT_APPLICABLE, None),
        ({"sen_allowance": True}, None, YES, None),
        ({"sen_allowance": False}, None, None, None),
    ],
)
def test_pay(
    facts: dict[str, bool], c07: Reply | None, c08: Reply | None, c15: Reply | None
) -> None:
    """SENCO Charter; the allowance is for classroom teachers (The Key, rulebook 3.4); an allowance
    not paid may still have been considered, so nobody's answer is taken away."""
    assert (said("C07", **facts), said("C08", **facts), said("C15", **facts)) == (c07, c08, c15)


@pytest.mark.parametrize(("room", "reply"), [(True, YES), (False, NO), (None, None)])
def test_c35_room_to_rise(room: bool | None, reply: Reply | None) -> None:
    """ASCL, question iii."""
    assert said("C35", room_to_rise=room) is reply


@pytest.mark.parametrize(
    ("held", "asked", "c12", "c13"),
    [
        (300, 300, YES, NO),
        (299, 300, NO, NO),
        (390, 300, YES, YES),
        (389, 300, YES, NO),
        (390, 391, NO, YES),
        (390, None, NOT_KNOWN, YES),
        (None, 300, None, None),
    ],
)
def test_time_against_the_formula_and_one_day(
    held: int | None, asked: int | None, c12: Reply | None, c13: Reply | None
) -> None:
    """Annex A's minimum; ASCL, paragraph 6: one working day of 6.5 hours. Missing evidence is
    never taken as 0."""
    facts = {"allocated_minutes": held, "formula_minutes": asked}
    assert (said("C12", **facts), said("C13", **facts)) == (c12, c13)


def test_the_reason_gives_the_sum_and_says_where_it_is_a_range() -> None:
    facts = replace(POST, allocated_minutes=300, formula_minutes=360, formula_is_range=True)
    found = recorded(facts)
    assert found["C12"].reason == (
        "5.0 hours a week are recorded; at the lower end of its range the formula asks for 6.0."
    )
    assert found["C13"].reason == "5.0 hours a week are recorded; one working day is 6.5."
    whole = recorded(replace(facts, formula_is_range=False))["C12"].reason
    assert whole == "5.0 hours a week are recorded; the formula asks for 6.0."


def test_no_hours_at_all() -> None:
    found = recorded(replace(POST, allocated_minutes=0, formula_minutes=0, leadership_scale=True))
    assert {found[code].reply for code in ("C10", "C11", "C13", "C14", "C15")} == {NO}
    assert found["C12"].reply is YES
    assert said("C10", allocated_minutes=60) is None


@pytest.mark.parametrize(("scale", "reply"), [(True, NO), (False, NOT_APPLICABLE), (None, None)])
def test_c15_without_hours_is_asked_of_the_leadership_scale_only(
    scale: bool | None, reply: Reply | None
) -> None:
    """ASCL, question i. Where the scale is not known a no would tell it."""
    assert said("C15", allocated_minutes=0, leadership_scale=scale) is reply


@pytest.mark.parametrize(
    ("first_year", "mentor", "reply"),
    [
        (True, False, NO),
        (True, True, None),
        (True, None, None),
        (False, None, NOT_APPLICABLE),
        (None, False, None),
    ],
)
def test_c26_a_new_senco(first_year: bool | None, mentor: bool | None, reply: Reply | None) -> None:
    """A county's tip 3 and the Charter's induction: a mentor is one of four things."""
    assert said("C26", in_first_year=first_year, mentor=mentor) is reply


def test_c26_prompts_for_the_rest_when_there_is_a_mentor() -> None:
    assert "mentor is recorded" in prompts(replace(POST, in_first_year=True, mentor=True))["C26"]
    assert "C26" not in prompts(replace(POST, in_first_year=None, mentor=True))


@pytest.mark.parametrize(
    ("head", "deputy", "reply"),
    [
        (False, False, NOT_APPLICABLE),
        (True, False, None),
        (False, True, None),
        (None, False, None),
    ],
)
def test_c33_a_head_or_deputy_who_is_senco(
    head: bool | None, deputy: bool, reply: Reply | None
) -> None:
    """SENCO Charter: to be considered very carefully; only people know who does the work."""
    assert said("C33", is_head=head, is_deputy_head=deputy) is reply
    told = prompts(replace(POST, is_head=head, is_deputy_head=deputy))
    assert ("C33" in told) is bool(head or deputy)


@pytest.mark.parametrize(
    ("check", "reply", "words"),
    [
        (JobDescription(date(2026, 9, 1), 0, 0), YES, "all eight key tasks"),
        (JobDescription(date(2026, 9, 1), 2, 0), PARTLY, "2 key tasks not found"),
        (JobDescription(date(2026, 9, 1), 0, 1), PARTLY, "1 term out of date"),
        (JobDescription(None, 0, 0), PARTLY, "no day on which it was agreed"),
    ],
)
def test_c09_the_job_description(check: JobDescription, reply: Reply, words: str) -> None:
    """SENCO Charter: a job description names the eight key tasks."""
    found = recorded(replace(POST, job_description=check))["C09"]
    assert found.reply is reply
    assert words in found.reason


maybe = st.none() | st.booleans()


@given(
    st.builds(
        Facts,
        duty=st.booleans(),
        designated=st.booleans(),
        trust_wide=st.booleans(),
        eligibility=st.none() | st.sampled_from(Eligibility),
        qualification=st.none() | st.sampled_from(Status),
        is_head=maybe,
        is_deputy_head=maybe,
        on_leadership_team=maybe,
        tlr=maybe,
        leadership_scale=maybe,
        sen_allowance=maybe,
        room_to_rise=maybe,
        allocated_minutes=st.none() | st.integers(0, 1950),
        formula_minutes=st.none() | st.integers(0, 3000),
        in_first_year=maybe,
        mentor=maybe,
    )
)
def test_whatever_is_on_record_each_answer_is_a_condition_with_a_sentence(facts: Facts) -> None:
    found = recorded(facts)
    assert found.keys() <= CONDITIONS.keys()
    assert all(one.reason.endswith(".") and "£" not in one.reason for one in found.values())
    assert not (found.keys() & prompts(facts).keys())
