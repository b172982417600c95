"""The answer above the list of deadlines."""

from datetime import date

import pytest

from trust_inclusion.domain.deadline_words import answer, starts

DAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("groups", "said"),
    [
        ({}, "As at 21 November 2026."),
        ({"not_in_scope": 3}, "As at 21 November 2026."),
        ({"met": 1}, "As at 21 November 2026, none of 1 post breaks the law."),
        (
            {"met": 4, "cannot_finish": 2, "not_in_scope": 1},
            "As at 21 November 2026, none of 6 posts breaks the law. 2 cannot finish in time.",
        ),
        (
            {"breach_now": 1, "met": 9},
            (
                "As at 21 November 2026, 1 of 10 posts breaks the law: 1 without a SENCO or past "
                "the deadline."
            ),
        ),
        (
            {"breach_now": 3, "not_eligible": 2, "cannot_finish": 1, "met": 1_000},
            (
                "As at 21 November 2026, 5 of 1,006 posts break the law: 3 without a SENCO or "
                "past the deadline, 2 with somebody who may not be the SENCO. 1 more cannot "
                "finish in time."
            ),
        ),
    ],
)
def test_how_many_break_the_law(groups: dict[str, int], said: str) -> None:
    assert answer(groups, DAY) == said


def test_who_has_still_to_begin() -> None:
    assert starts("Nia New", DAY) == "Nia New starts on 21 November 2026"
