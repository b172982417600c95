"""The pathway in words: every code once, and staying is never shown as being stuck."""

from datetime import date
from types import SimpleNamespace

from trust_inclusion.domain.pathway import TRACK_WORDS, Need, Track
from trust_inclusion.domain.pathway_steps import Aspiration, Progress, Readiness
from trust_inclusion.domain.pathway_words import (
    ASPIRATIONS,
    DESTINATIONS,
    NEEDS,
    PROGRESS,
    PROPOSAL,
    READINESS,
    agreed,
    answer,
    asked,
    asks,
    beyond,
    thin,
    told,
)


def test_every_code_has_its_words() -> None:
    assert set(ASPIRATIONS) == set(Aspiration)
    assert set(READINESS) == set(Readiness)
    assert set(PROGRESS) == set(Progress)
    assert set(NEEDS) == set(Need)
    assert set(TRACK_WORDS) == set(Track)


def test_going_deeper_is_as_green_as_moving_on() -> None:
    """The rulebook's section 4: "stay in role, go deeper" must show as progress."""
    assert PROGRESS[Progress.DEEPENING].colour == PROGRESS[Progress.MOVED_ON].colour == "green"
    assert not {tag.colour for tag in PROGRESS.values()} & {"red", "orange"}


def test_the_stages_are_labelled_a_proposal() -> None:
    assert "proposal" in PROPOSAL
    assert len(DESTINATIONS) == 5


def test_the_answer_counts_people_and_thin_academies() -> None:
    assert answer(1, 0, 1, {}) == (
        "1 person in posts. At every academy shown somebody could step up as SENCO."
    )
    assert answer(30, 8, 23, {"now": 2, "later": 5}) == (
        "30 people in posts. At 8 of 23 academies nobody could step up as SENCO. "
        "2 people are ready for the next step now."
    )
    assert thin(0, 0) == "No academy is shown."


def test_plans_in_words() -> None:
    plan = SimpleNamespace(
        aspiration="deepen", words="Mine", would_move=None, head_sees=True, mentor_sees=False,
        next_step="Read", next_step_on=date(2027, 4, 1), readiness="later",
        mentors_others=None, schools_supported=None, executive=False,
    )  # fmt: skip
    assert told(plan) == {
        "aspiration": "Stay in the role and go deeper", "words": "Mine", "would_move": "not stated",
        "head_sees": "yes", "mentor_sees": "no",
    }  # fmt: skip
    assert agreed(plan)["next_step_on"] == "1 April 2027"
    assert agreed(plan)["readiness"] == "Later"
    assert beyond(plan) == {
        "mentors_others": "not stated", "schools_supported": "not stated", "executive": "no",
    }  # fmt: skip
    assert asked(plan) == "They told: Stay in the role and go deeper. “Mine”"
    assert asks((Need.QTS, Need.NPQH)) == "Qualified teacher status; NPQH"
    assert asks(()) == "Nothing"
