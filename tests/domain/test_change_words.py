"""Every code of changes has its words."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum

import pytest

from trust_inclusion.domain import change_words as said
from trust_inclusion.domain import changes
from trust_inclusion.domain.change_rules import Second
from trust_inclusion.domain.changes import Capacity, Kind, State, Step

DAY = date(2027, 1, 4)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (said.STATE_TAGS, State),
        (said.KINDS, Kind),
        (said.STEP_LABELS, Step),
        (said.STEP_TOLD, Step),
        (said.AS_WHOM, Capacity),
        (said.SECOND, Second),
        (changes.CAPACITY_WORDS, Capacity),
        (changes.STATE_WORDS, (None, *State)),
        (changes.STEP_DONE, Step),
    ],
)
def test_every_code_has_words(
    words: Mapping[StrEnum | None, object], codes: Iterable[StrEnum | None]
) -> None:
    assert set(words) == set(codes)
    shown = [str(getattr(one, "word", one)) for one in words.values()]
    assert all(shown)
    assert len(set(shown)) == len(shown), "two codes of one name cannot be told apart"


@pytest.mark.parametrize("step", [*Step, said.LAPSE])
def test_every_step_is_told_in_a_sentence(step: str) -> None:
    for capacity in (None, *Capacity):
        for state in State:
            told = said.told("Ana Reyes", step, capacity, None, state)
            assert told.endswith(".")
            assert told.startswith("Ana Reyes ") == (step != said.LAPSE)
    noon = datetime(2027, 1, 4, 12, 5, tzinfo=UTC)
    assert said.happened_meanwhile("Ana Reyes", step, noon, DAY).endswith(".")


def test_sentences_of_the_story() -> None:
    assert said.told("Ana", "endorse", "headteacher", None, "endorsed") == (
        "Ana endorsed it as head teacher."
    )
    assert said.told("Ana", "approve", "deputy", "Jo", "approved") == (
        "Ana for Jo approved it as deputy."
    )
    assert "confirms it next" in said.told("Ana", "approve", "director", None, "awaiting_trust")
    assert said.told(None, "withdraw", None, None, "withdrawn").startswith("Somebody whose name")


@pytest.mark.parametrize(
    ("at", "hour"),
    [
        (datetime(2027, 1, 4, 0, 5, tzinfo=UTC), "12.05am"),
        (datetime(2027, 1, 4, 12, 0, tzinfo=UTC), "12.00pm"),
        (datetime(2027, 1, 4, 23, 59, tzinfo=UTC), "11.59pm"),
    ],
)
def test_who_was_first_and_when(at: datetime, hour: str) -> None:
    assert said.happened_meanwhile("Ana", "approve", at, DAY) == (
        f"Ana approved it at {hour}, before you."
    )


def test_summer_time_and_another_day_are_said() -> None:
    at = datetime(2026, 7, 1, 8, 30, tzinfo=UTC)
    assert said.happened_meanwhile(None, "return", at, DAY) == (
        "Somebody returned it at 9.30am on 1 July 2026, before you."
    )


def test_amounts_and_dates() -> None:
    assert said.amount("permanent", 750) == "12.5 hours a week"
    assert said.amount("one_off", 1200) == "20.0 hours in all"
    assert said.dates("temporary", DAY, date(2027, 3, 31)) == (
        "from 4 January 2027 to 31 March 2027"
    )
    assert said.dates("permanent", DAY, None) == "from 4 January 2027"


def test_the_course_of_hours_is_told_where_they_turn_again() -> None:
    assert said.course([]) == said.course([(DAY, 480)]) == ""
    assert said.course([(DAY, 480), (date(2027, 4, 1), 360), (date(2027, 9, 1), 0)]) == (
        "With it the post has 8.0 hours a week from 4 January 2027, then 6.0 from 1 April 2027, "
        "then 0.0 from 1 September 2027."
    )
