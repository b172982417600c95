"""Reasons why a SENCO might leave: stated facts of the post with their sources, never a score."""

from dataclasses import fields, replace
from datetime import date

import pytest

from trust_inclusion.domain.leaving import PostFacts, Reason, Stated, in_first_year, reasons

TODAY = date(2026, 11, 21)
HARD = PostFacts(
    gap_minutes=-150,
    additional_pay=False,
    on_leadership_team=False,
    started_on=date(2026, 9, 1),
    has_mentor=False,
    excluded=("X05", "X04"),
)


def test_all_that_is_stated_in_one_order() -> None:
    """The rulebook's sections 4 to 6: time, pay, leadership team, mentor, excluded duties."""
    found = reasons(HARD, TODAY)
    assert [one.reason for one in found] == list(Reason)
    assert [one.sentence for one in found] == [
        "Time is 2.5 hours short of the formula each week.",
        "No additional pay for the role.",
        "Not on the senior leadership team.",
        "In the first year without a mentor.",
        "Holds duties outside the role: English as an additional language; Covering classes.",
    ]
    assert all(one.source for one in found)


def test_a_reason_has_no_figure_to_add_up() -> None:
    assert {field.name for field in fields(Stated)} == {"reason", "sentence", "source"}


@pytest.mark.parametrize("gap", [None, 0, 60])
def test_enough_time_is_no_reason(gap: int | None) -> None:
    found = reasons(replace(HARD, gap_minutes=gap), TODAY)
    assert Reason.SHORT_OF_TIME not in {one.reason for one in found}


def test_what_is_not_recorded_is_no_reason() -> None:
    assert reasons(PostFacts(), TODAY) == ()
    good = PostFacts(0, True, True, date(2026, 9, 1), True)
    assert reasons(good, TODAY) == ()


def test_a_reader_without_pay_learns_nothing_of_it() -> None:
    found = reasons(replace(HARD, additional_pay=None), TODAY)
    assert not [one for one in found if "pay" in one.sentence]


@pytest.mark.parametrize(
    ("started", "first_year"),
    [
        (date(2025, 11, 22), True),
        (date(2025, 11, 21), False),
        (date(2026, 11, 21), True),
        (date(2026, 11, 22), False),
        (None, False),
    ],
)
def test_a_mentor_is_asked_for_in_the_first_year(started: date | None, first_year: bool) -> None:
    """County tips to heads, 3; NUT SENCO Charter, induction."""
    assert in_first_year(started, TODAY) is first_year
    for mentor in (None, False):
        post = PostFacts(started_on=started, has_mentor=mentor)
        assert [one.reason for one in reasons(post, TODAY)] == [Reason.NO_MENTOR] * first_year
    assert reasons(PostFacts(started_on=started, has_mentor=True), TODAY) == ()


def test_the_gap_is_rounded_as_every_other_page_rounds_it() -> None:
    """3.25 hours of 4 stand beside it as 3.3 of 4.0, so 0.7 are missing."""
    (short,) = reasons(PostFacts(gap_minutes=-45), TODAY)
    assert short.sentence == "Time is 0.7 hours short of the formula each week."
