"""What a check of a job description says in sentences, and what is otherwise than before."""

from datetime import date

import pytest

from trust_inclusion.domain.charter import Reply
from trust_inclusion.domain.duties import KEY_TASKS
from trust_inclusion.domain.duty_list import DUTIES
from trust_inclusion.domain.job_description import Findings
from trust_inclusion.domain.job_description_words import SOURCES, compared, condition, summary

NOTHING = Findings((), (), ())


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (NOTHING, "It names all eight key tasks and no excluded duty. No term is out of date."),
        (
            Findings(("X03",), ("K1",), ("LEA",)),
            (
                "It names 7 of the eight key tasks and 1 excluded duty that needs time of its own. "
                "1 term is out of date."
            ),
        ),
        (
            Findings(("X03", "X05"), tuple(KEY_TASKS), ("LEA", "PLASC")),
            (
                "It names 0 of the eight key tasks and 2 excluded duties that need time of their "
                "own. 2 terms are out of date."
            ),
        ),
    ],
)
def test_a_check_in_a_sentence(found: Findings, said: str) -> None:
    assert summary(found) == said


def test_c09_is_met_by_a_whole_and_agreed_description_only() -> None:
    assert condition(NOTHING, date(2026, 9, 1)).reply is Reply.YES
    assert condition(NOTHING, None).reply is Reply.PARTLY
    # An excluded duty is told by its own rule, not by C09.
    assert condition(Findings(("X03",), (), ()), date(2026, 9, 1)).reply is Reply.YES
    assert condition(Findings((), ("K1",), ()), date(2026, 9, 1)).reply is Reply.PARTLY


def test_what_is_otherwise_than_before() -> None:
    before = Findings(("X03", "X05"), ("K1", "K2"), ("LEA",))
    after = Findings(("X05", "X10"), ("K2", "K3"), ("PLASC",))
    assert compared(before, after) == [
        "Key tasks named now: K1 Day-to-day operation of the SEN policy.",
        "Key tasks no longer named: K3 Managing the SEN team.",
        "Excluded duties new in it: X10 Routine administration.",
        "Excluded duties no longer in it: X03 Group or support teaching of pupils with SEN.",
        "Terms out of date that are new: PLASC.",
        "Terms put right: LEA.",
    ]
    assert compared(before, before) == []


def test_every_duty_has_a_source_in_words() -> None:
    assert {code.partition("-")[0] for code in DUTIES} == set(SOURCES)
