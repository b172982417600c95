"""Headings, excluded duties and key tasks, and the rule for excluded duties.

Source: NUT SENCO Charter, Part 1; rulebook section 5, the rule for X items.
"""

import pytest

from trust_inclusion.domain.duties import (
    EXCLUDED,
    HEADINGS,
    KEY_TASKS,
    STANDARD_WEEK,
    Held,
    Holding,
    judge,
    own_minutes,
    problems,
)


def test_there_are_eleven_headings_ten_excluded_duties_and_eight_key_tasks() -> None:
    assert len(HEADINGS) == 11
    assert list(EXCLUDED) == [f"X{n:02}" for n in range(1, 11)]
    assert list(KEY_TASKS) == [f"K{n}" for n in range(1, 9)]


@pytest.mark.parametrize(
    ("held", "minutes", "holding"),
    [
        (False, None, Holding.NOT_HELD),
        (False, 0, Holding.NOT_HELD),
        (True, 60, Holding.OWN_TIME),
        (True, 1, Holding.OWN_TIME),
        (True, 0, Holding.DEPARTURE),
        (True, None, Holding.DEPARTURE),
        (None, None, Holding.NOT_KNOWN),
    ],
)
def test_the_rule_for_excluded_duties(
    held: bool | None, minutes: int | None, holding: Holding
) -> None:
    assert judge(Held("X03", held, minutes)).holding is holding


def test_a_departure_is_from_the_charter_and_never_called_a_breach_of_law() -> None:
    assert judge(Held("X02", held=True)).reason == (
        "Child protection, looked-after pupils, or supporting the safeguarding lead: held without "
        "time of its own. A departure from the charter, not a breach of law."
    )
    assert "charter" not in judge(Held("X02", held=True, minutes=60)).reason


@pytest.mark.parametrize(
    ("duty", "field", "words"),
    [
        (Held("X11", held=True), "code", "from X01 to X10"),
        (Held("x03", held=True), "code", "from X01 to X10"),
        (Held("X03", held=True, minutes=-1), "minutes", "less than 0"),
        (Held("X03", held=False, minutes=60), "minutes", "a duty that is not held"),
        (Held("X03", held=None, minutes=60), "minutes", "a duty that is not held"),
    ],
)
def test_what_cannot_be_said_of_a_duty(duty: Held, field: str, words: str) -> None:
    ((found, sentence),) = problems(duty)
    assert found == field
    assert words in sentence
    with pytest.raises(ValueError, match=words):
        judge(duty)


def test_a_duty_has_no_more_time_than_the_trusts_full_week_when_it_is_told() -> None:
    """Once told it is judged, also where the full week was longer then or is longer here."""
    longest = Held("X03", held=True, minutes=STANDARD_WEEK)
    longer = Held("X03", held=True, minutes=STANDARD_WEEK + 1)
    assert problems(longest) == problems(longer, STANDARD_WEEK + 1) == []
    ((field, sentence),) = problems(longer)
    assert (field, "full-time week" in sentence) == ("minutes", True)
    assert judge(longer).holding is Holding.OWN_TIME


def test_the_time_of_excluded_duties_is_added_up() -> None:
    assert own_minutes([]) == 0
    held = [Held("X03", held=True, minutes=60), Held("X04", held=True), Held("X05", held=False)]
    assert own_minutes(held) == 60
    given_up = Held("X06", held=False, minutes=30)
    assert own_minutes([*held, given_up]) == 60
