"""The qualification answers in words."""

from datetime import date

import pytest
from hypothesis import given

from tests.domain.clock_facts import TODAY, appointed, days, facts, nasenco, npq, passed, rules
from trust_inclusion.domain.qualification import (
    Caution,
    Eligibility,
    Reason,
    Rules,
    Ruling,
    RulingKind,
    Spell,
    Status,
    assess,
)
from trust_inclusion.domain.qualification_words import (
    CAUTIONS,
    ELIGIBILITY_TAGS,
    NOT_STATED,
    REASONS,
    STATUS_TAGS,
    next_step,
    sentence,
)

GREEN = {Status.MET, Status.EXEMPT, Status.EXEMPT_PRE_2009}
BROKEN = {Status.OVERDUE, Status.CANNOT_FINISH}


def test_every_code_has_its_word():
    assert set(STATUS_TAGS) == set(Status)
    assert set(ELIGIBILITY_TAGS) == set(Eligibility)
    assert set(REASONS) == set(NOT_STATED) == set(Reason)
    assert set(CAUTIONS) == set(Caution)


def test_colours_follow_the_law():
    assert {code for code, tag in STATUS_TAGS.items() if tag.colour == "green"} == GREEN
    assert {code for code, tag in STATUS_TAGS.items() if tag.colour == "red"} == BROKEN
    assert ELIGIBILITY_TAGS[Eligibility.NOT_KNOWN].colour == "orange"


@given(facts, rules, days)
def test_every_answer_can_be_told(given_facts, the_rules, today):
    answer = assess(given_facts, the_rules, today)
    told = [sentence(step) for step in (*answer.eligibility_working, *answer.working)]
    for text in (*told, next_step(answer)):
        assert text.endswith(".")
        assert "{" not in text
        assert "  " not in text
        assert "None" not in text


ELSEWHERE = [Spell(date(2019, 9, 1), date(2022, 8, 31))]


@pytest.mark.parametrize(
    ("some", "told"),
    [
        (appointed(date(2012, 9, 1)), "The award was needed by 1 September 2015: the trust does"),
        (appointed(date(2026, 9, 1)), "The trust needs to arrange an NPQ that begins by 1 Nov"),
        (
            appointed(date(2026, 9, 1), courses=[npq(date(2027, 2, 1))]),
            "A course is arranged from 1 February 2027, in time",
        ),
        (appointed(date(2024, 9, 1)), "plan for a qualified SENCO after 1 September 2027"),
        (
            appointed(date(2024, 9, 1), courses=[npq(date(2026, 11, 1))]),
            "The outcome is expected 366 days after the deadline",
        ),
        (appointed(date(2026, 9, 1), courses=[npq()]), "Record when the course began"),
        (appointed(date(2026, 9, 1), service=ELSEWHERE), "The trust needs to rule"),
        (
            appointed(
                date(2026, 9, 1),
                service=ELSEWHERE,
                ruling=Ruling(RulingKind.ACCEPT, review_on=date(2027, 9, 1)),
            ),
            "The trust needs to review its ruling by 1 September 2027.",
        ),
        (
            appointed(
                date(2026, 9, 1),
                service=ELSEWHERE,
                ruling=Ruling(RulingKind.MUST_QUALIFY, date(2029, 9, 1), date(2026, 10, 1)),
            ),
            "The trust's ruling is due for review: HR proposes a new one. The trust needs to",
        ),
        (appointed(date(2005, 9, 1)), "Nothing to do."),
        (appointed(date(2005, 9, 1), confirmed=False), "HR needs to confirm the recorded service"),
        (
            appointed(None, courses=[nasenco(date(2009, 10, 1), **passed(date(2010, 7, 1)))]),
            "HR needs to see the evidence",
        ),
        (appointed(None), "Record the day on which the appointment began"),
        (appointed(None, duty=False), "The law asks nothing here."),
    ],
)
def test_what_to_do_next_is_the_trusts_duty(some, told):
    text = next_step(assess(some, Rules(), TODAY))
    assert told in text
    assert "you" not in text.casefold().split()
