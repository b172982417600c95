"""Which days a deputy may be named for, and how a naming stands on a day."""

from datetime import date, timedelta

import pytest

from trust_inclusion.domain.deputies import Spell, State, ended, problems, state

TODAY = date(2026, 11, 21)
ALWAYS = [Spell(None, None)]
DAY = timedelta(days=1)


def said(first: date, last: date, in_role=ALWAYS, others=()) -> list[tuple[str, str]]:
    return problems(first, last, TODAY, "Jo Hart", in_role, others)


@pytest.mark.parametrize(
    ("first", "last", "field", "words"),
    [
        (TODAY - DAY, TODAY, "first_on", "today or later"),
        (date(2027, 11, 22), date(2027, 12, 1), "first_on", "within the coming year"),
        (TODAY, TODAY - DAY, "last_on", "before the first"),
        (TODAY, date(2027, 11, 21), "last_on", "a year at most"),
    ],
)
def test_days_that_cannot_be(first: date, last: date, field: str, words: str) -> None:
    ((found, sentence),) = said(first, last)
    assert found == field
    assert words in sentence


def test_one_day_and_a_whole_year_can_be() -> None:
    assert said(TODAY, TODAY) == []
    assert said(TODAY, date(2027, 11, 20)) == []
    assert said(date(2027, 11, 21), date(2028, 11, 20)) == []


def test_only_while_the_director_is_one_on_every_day() -> None:
    until = [Spell(None, date(2026, 12, 31))]
    assert said(TODAY, date(2026, 12, 31), until) == []
    assert said(TODAY, date(2027, 1, 1), until) == [
        ("last_on", "Jo Hart is not the director on all of these days.")
    ]
    assert said(TODAY, TODAY, [Spell(TODAY + DAY, None)]) != []


def test_a_director_has_one_deputy_at_a_time() -> None:
    other = [Spell(date(2026, 12, 1), date(2026, 12, 10))]
    assert said(TODAY, date(2026, 11, 30), others=other) == []
    assert said(date(2026, 12, 11), date(2026, 12, 20), others=other) == []
    for first, last in ((TODAY, date(2026, 12, 1)), (date(2026, 12, 10), date(2026, 12, 20))):
        ((field, sentence),) = said(first, last, others=other)
        assert field == "first_on"
        assert "has a deputy from 1 December 2026 to 10 December 2026 already" in sentence


def test_what_was_called_off_takes_no_days() -> None:
    off = [Spell(date(2026, 12, 1), date(2026, 11, 20))]
    assert said(TODAY, date(2026, 12, 31), others=off) == []


def test_how_it_stands() -> None:
    def on(first: date, last: date, *, in_effect: bool = True) -> State:
        return state(first, last, TODAY, in_effect=in_effect)

    assert on(TODAY, TODAY) is State.ACTING
    assert on(TODAY, TODAY, in_effect=False) is State.WITHOUT_EFFECT
    assert on(TODAY + DAY, TODAY + DAY) is State.UPCOMING
    assert on(TODAY - DAY, TODAY - DAY) is State.OVER
    assert on(TODAY - DAY, ended(TODAY)) is State.OVER
    assert on(TODAY, ended(TODAY)) is State.CALLED_OFF
    assert on(TODAY + DAY, ended(TODAY)) is State.CALLED_OFF
