"""The pathway in words: every code once, and staying is never shown as being stuck."""

from trust_inclusion.domain.pathway import TRACK_WORDS, Need, Track
from trust_inclusion.domain.pathway_steps import Aspiration, Progress, Readiness
from trust_inclusion.domain.pathway_words import (
    ASPIRATIONS,
    DESTINATIONS,
    NEEDS,
    PROGRESS,
    PROPOSAL,
    READINESS,
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
