"""Mail about changes: every step of every kind of reader has a subject; the digest's lines."""

import itertools

import pytest

from trust_inclusion.domain import change_letter_words as letter_words
from trust_inclusion.domain.change_letter_words import To
from trust_inclusion.domain.change_words import LAPSE
from trust_inclusion.domain.changes import OPEN, State, Step


def test_every_step_has_its_subject() -> None:
    states = [state for state in State if state is not State.DRAFT]
    for to, step, state in itertools.product(To, [*Step, LAPSE], states):
        said = letter_words.subject(to, step, state, "Oak")
        assert " at Oak" in said
        assert not said.endswith(".")
        assert letter_words.next_step(to, state)


@pytest.mark.parametrize(
    ("to", "step", "state", "said"),
    [
        (To.WAITS, Step.PROPOSE, State.PROPOSED, "A change of allocation at Oak waits for you"),
        (
            To.WAITS,
            Step.RETURN,
            State.RETURNED,
            "A change of allocation at Oak was returned to you",
        ),
        (
            To.OWN,
            Step.APPROVE,
            State.APPROVED,
            "The hours of your post at Oak: a change was approved",
        ),
        (
            To.PROPOSER,
            Step.CONFIRM,
            State.APPROVED,
            "The change of allocation at Oak that you proposed was approved",
        ),
    ],
)
def test_what_a_subject_says(to: To, step: Step, state: State, said: str) -> None:
    assert letter_words.subject(to, step, state, "Oak") == said


def test_approval_that_must_be_confirmed_is_not_told_as_the_end() -> None:
    said = letter_words.subject(To.OWN, Step.APPROVE, State.AWAITING_TRUST, "Oak")
    assert said.endswith("was approved, and waits for the trust’s confirmation")


def test_every_open_state_has_a_line_in_the_digest() -> None:
    lines = {letter_words.waited("Oak", state, 5, own=False) for state in OPEN}
    assert len(lines) == len(OPEN)
    own = "Oak: a change waits for you, for more than 10 working days."
    assert letter_words.waited("Oak", State.PROPOSED, 10, own=True) == own


def test_one_change_or_several() -> None:
    assert letter_words.digest_subject(1) == "1 change of allocation has waited long"
    assert letter_words.digest_subject(2) == "2 changes of allocation have waited long"
