"""What may be asked for in a proposal, and the sentence where it may not."""

from datetime import date, timedelta
from typing import Any

import pytest

from trust_inclusion.domain.changes import Kind
from trust_inclusion.domain.proposals import problems

TODAY = date(2026, 11, 21)
ONE = timedelta(days=1)
WEEK = 1950
P, T, O = Kind.PERMANENT, Kind.TEMPORARY, Kind.ONE_OFF  # noqa: E741


def asked(kind: Kind = P, minutes: int = 480, **more: Any) -> list[tuple[str, str]]:
    """What is wrong with hours asked for from tomorrow, where the post has 5."""
    until = more.pop("until", None if kind is P else TODAY + 30 * ONE)
    known: dict[str, Any] = {"now": 300, "effective_on": TODAY + ONE, "late_reason": ""}
    known.update(more)
    return problems(kind=kind, minutes=minutes, until=until, today=TODAY, week=WEEK, **known)


@pytest.mark.parametrize(
    "fine",
    [
        asked(),
        asked(T),
        asked(O),
        asked(minutes=0),
        asked(minutes=WEEK),
        asked(minutes=438),
        asked(minutes=300, now=None),
        asked(O, minutes=400 * 60),
        asked(O, minutes=300),
        asked(effective_on=TODAY),
        asked(effective_on=date(2029, 11, 21)),
        asked(effective_on=TODAY - ONE, late_reason="Agreed by telephone"),
        asked(effective_on=TODAY - 366 * ONE, late_reason="Found in the file"),
        asked(T, effective_on=TODAY, until=TODAY),
        asked(T, effective_on=TODAY, until=date(2029, 11, 21)),
        asked(T, effective_on=TODAY - ONE, until=TODAY, late_reason="Ill"),
    ],
)
def test_what_can_be_asked_for(fine: list[tuple[str, str]]) -> None:
    assert fine == []


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        (asked(minutes=-1), "amount", "less than 0"),
        (asked(minutes=WEEK + 1), "amount", "full-time week of 32.5 hours"),
        (asked(minutes=3600), "amount", "full-time week"),
        (asked(minutes=300), "amount", "on that day already"),
        (asked(T, minutes=300), "amount", "on that day already"),
        (asked(O, minutes=0), "amount", "more than 0"),
        (asked(O, minutes=400 * 60 + 1), "amount", "at most 400 hours"),
        (asked(effective_on=date(2029, 11, 22)), "effective_on", "coming 3 years"),
        (asked(effective_on=date(2126, 1, 1)), "effective_on", "coming 3 years"),
        (asked(effective_on=date(2008, 9, 1), late_reason="x"), "effective_on", "a year ago"),
        (asked(effective_on=TODAY - 367 * ONE, late_reason="x"), "effective_on", "a year ago"),
        (asked(effective_on=TODAY - ONE), "late_reason", "Say why"),
        (asked(effective_on=TODAY - ONE, late_reason=" \n"), "late_reason", "Say why"),
        (asked(until=TODAY + ONE), "until", "has no last day"),
        (asked(T, until=None), "until", "Enter the last day"),
        (asked(O, until=None), "until", "Enter the last day"),
        (asked(T, until=TODAY), "until", "before the first"),
        (asked(T, effective_on=TODAY - 9 * ONE, until=TODAY - ONE, late_reason="x"), "until",
         "has passed"),
        (asked(T, until=date(2029, 11, 23)), "until", "within 3 years of the first"),
        (asked(T, until=date(2126, 1, 1)), "until", "within 3 years of the first"),
    ],
)  # fmt: skip
def test_what_cannot(wrong: list[tuple[str, str]], field: str, said: str) -> None:
    ((named, sentence),) = wrong
    assert named == field
    assert said in sentence
    assert sentence.endswith(".")


def test_everything_wrong_is_told_at_once() -> None:
    fields = [field for field, _ in asked(T, minutes=-5, effective_on=date(2008, 1, 1), until=None)]
    assert fields == ["amount", "effective_on", "until"]
