"""Totals of shared weeks: no difference of anything a reader may know tells one SENCO's week.

Source: docs/decisions/0020. The attack tried here is every subtraction of figures ever shown.
"""

import itertools
import json
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain import diary_totals
from trust_inclusion.domain.diary import Diary, Pressure
from trust_inclusion.domain.diary_totals import (
    OTHER_EXCLUDED,
    STEP,
    Shared,
    Totals,
    draw_up,
    from_json,
    latest,
    to_json,
)
from trust_inclusion.domain.survey import FEWEST

MONDAY = date(2026, 11, 16)


def week(
    author: int, minutes: int = 60, *, hidden: bool = True, fresh: bool = True, hub: str = "1",
    phase: str = "primary", allocated: int | None = 30, week_of: date = MONDAY,
) -> Shared:  # fmt: skip
    return Shared(
        Diary(author, week_of, {"pupils": minutes}, frozenset({Pressure.TRANSITION})),
        allocated, hidden, fresh, hub, phase, number=author,
    )  # fmt: skip


def drawn(weeks: list[Shared], *, hidden_before: bool = False) -> Totals:
    found = draw_up(weeks, hidden_before=hidden_before)
    assert found is not None
    return found


def test_a_step_leaves_five_beside_the_reader() -> None:
    assert STEP == FEWEST + 1
    assert draw_up([week(n) for n in range(STEP - 1)], hidden_before=False) is None
    found = drawn([week(n) for n in range(STEP)])
    assert (found.whole.diaries, found.whole.minutes, found.hidden) == (6, 360, 6)
    assert (found.whole.beyond, found.whole.beyond_known) == (180, 6)


@pytest.mark.parametrize("named", range(8))
def test_weeks_by_name_never_make_up_for_hidden_ones(named: int) -> None:
    shown = [week(100 + n, hidden=False) for n in range(named)]
    for hidden in range(1, STEP):
        mixed = [*shown, *(week(n) for n in range(hidden))]
        assert draw_up(mixed, hidden_before=False) is None
    assert drawn([*shown, *(week(n) for n in range(STEP))]).whole.diaries == named + STEP


def test_weeks_all_by_name_make_a_step_as_long_as_none_was_hidden() -> None:
    named = [week(n, hidden=False) for n in range(STEP)]
    assert drawn(named).hidden == 0
    assert draw_up(named[:-1], hidden_before=False) is None
    # With a hidden one in earlier totals, these by name could be taken away from theirs.
    assert draw_up(named, hidden_before=True) is None


def test_weeks_that_were_counted_do_not_make_a_step() -> None:
    counted = [week(n, fresh=False) for n in range(20)]
    few = [week(100 + n) for n in range(STEP - 1)]
    assert draw_up([*counted, *few], hidden_before=True) is None
    assert drawn([*counted, *few, week(200)], hidden_before=True).whole.diaries == 26


def test_the_latest_week_of_each_author_counts_once() -> None:
    before = week(0, 600, fresh=False, week_of=MONDAY - timedelta(weeks=3))
    weeks = [week(n) for n in range(STEP)]
    assert drawn([before, *weeks]).whole.minutes == drawn([*weeks, before]).whole.minutes == 360
    assert {one.number for one in latest([before, *weeks])} == set(range(STEP))
    again = [week(0, week_of=MONDAY - timedelta(weeks=n)) for n in range(10)]
    assert draw_up(again, hidden_before=False) is None


def test_hours_beyond_need_a_step_of_their_own() -> None:
    weeks = [week(n, allocated=None if n == 0 else 30) for n in range(STEP)]
    assert (drawn(weeks).whole.beyond, drawn(weeks).whole.beyond_known) == (0, 0)
    more = [*weeks, week(50)]
    assert (drawn(more).whole.beyond, drawn(more).whole.beyond_known) == (180, 6)
    old = [week(60 + n, fresh=False) for n in range(9)]
    assert drawn([*weeks, *old]).whole.beyond_known == 0


def test_groups_need_a_step_each_and_so_does_what_is_left() -> None:
    north = [week(n, hub="1") for n in range(STEP)]
    south = [week(20 + n, hub="2") for n in range(STEP)]
    found = drawn([*north, *south])
    assert (found.by, {g: s.diaries for g, s in found.groups.items()}) == ("hub", {"1": 6, "2": 6})
    assert drawn([*north, *south[:-1]]).by == ""  # the total less North would leave five
    one_by_name = week(40, hub="2", hidden=False)
    assert drawn([*north, one_by_name]).by == ""
    assert drawn([*north, week(41, hub="2", fresh=False)]).by == ""
    west = [week(60 + n, hub="3") for n in range(2)]
    assert set(drawn([*north, *south, *west]).groups) == {"2"}
    assert drawn(north).by == ""  # one group is the total


def test_by_hub_or_by_phase_and_never_both() -> None:
    """Two ways of dividing the same weeks could be crossed: of two sixes that share five, the
    difference is of two SENCOs."""
    weeks = [
        week(n, hub=str(n % 4), phase="primary" if n < STEP else "secondary") for n in range(12)
    ]
    assert drawn(weeks).by == "phase"
    both = [week(n, hub=str(n // 6), phase="primary" if n % 2 else "secondary") for n in range(12)]
    assert drawn(both).by == "hub"


def test_a_duty_that_few_have_is_not_told_apart() -> None:
    weeks = [
        Shared(Diary(n, MONDAY, {"pupils": 600, **one}), 30, hidden=True, fresh=True)
        for n, one in enumerate(
            [{"X04": 60}, {"X02": 45}, {"X03": 30}, *({"X10": 15} for _ in range(5))]
        )
    ]
    shares = {one.code: one.minutes for one in drawn(weeks).whole.shares}
    assert shares == {"pupils": 4800, OTHER_EXCLUDED: 210}
    more = [*weeks, *(
        Shared(Diary(50 + n, MONDAY, {"pupils": 60, "X01": 15}), 30, hidden=True, fresh=True)
        for n in range(3)
    )]  # fmt: skip
    shares = {one.code: one.minutes for one in drawn(more).whole.shares}
    assert shares == {"pupils": 4980, "X10": 75, OTHER_EXCLUDED: 180}
    assert sum(one.tenths for one in drawn(more).whole.shares) == 1000


def holding(author: int, minutes: dict[str, int], hub: str = "1") -> Shared:
    diary = Diary(author, MONDAY, {"pupils": 600, **minutes})
    return Shared(diary, 30, hidden=True, fresh=True, hub=hub, number=author)


@pytest.mark.parametrize("holders", range(8))
def test_excluded_hours_of_fewer_than_five_are_left_out_altogether(holders: int) -> None:
    """Who holds an excluded duty stands in the charter's table: the hours of a few are theirs."""
    weeks = [holding(n, {"X01": 60, "cover": 30} if n < holders else {}) for n in range(8)]
    whole = drawn(weeks).whole
    rest = 8 * 600 + holders * 30
    if holders < FEWEST:
        assert whole.excluded is None
        assert (whole.minutes, whole.inside, whole.cover) == (rest, 4800, holders * 30)
        assert {one.code for one in whole.shares} <= {"pupils", "cover"}
        assert sum(one.tenths for one in whole.shares) == 1000
    else:
        assert (whole.excluded, whole.minutes) == (holders * 60, rest + holders * 60)


def test_one_who_holds_several_duties_is_one() -> None:
    few = [holding(n, dict.fromkeys(("X01", "X02", "X03"), 60)) for n in range(2)]
    many = [holding(10 + n, {"X10": 15}) for n in range(5)]
    shares = {one.code: one.minutes for one in drawn([*few, *many]).whole.shares}
    assert shares == {"pupils": 4200, OTHER_EXCLUDED: 435}  # not X10 75, which would leave two


def test_by_group_excluded_hours_need_five_in_each_and_in_what_is_left() -> None:
    def of(hub: str, held: int) -> list[Shared]:
        return [
            holding(int(hub) * 20 + n, {"X01": 60} if n < held else {}, hub) for n in range(STEP)
        ]

    assert [one.excluded for one in drawn([*of("1", 6), *of("2", 5)]).groups.values()] == [360, 300]
    found = drawn([*of("1", 6), *of("2", 1)])
    assert found.whole.excluded == 420
    assert [one.excluded for one in found.groups.values()] == [None, None]
    assert [one.minutes for one in found.groups.values()] == [3600, 3600]
    # Two sixes that are shown, and three beside a third in what is left.
    left = [holding(90 + n, {"X01": 60} if n < 1 else {}, str(3 + n % 2)) for n in range(8)]
    assert [one.excluded for one in drawn([*of("1", 6), *of("2", 6), *left]).groups.values()] == [
        None, None
    ]  # fmt: skip


def test_totals_are_read_back_as_they_were_stored() -> None:
    found = drawn([week(n, hub=str(n // 6)) for n in range(12)])
    assert from_json(json.loads(json.dumps(to_json(found)))) == found


steps = st.lists(
    st.lists(
        st.tuples(
            st.integers(0, 25), st.sampled_from(["share", "name", "take back"]),
            st.integers(1, 9),
        ),
        max_size=25,
    ),
    min_size=1,
    max_size=5,
)  # fmt: skip


@given(steps)
def test_no_combination_of_what_was_ever_shown_leaves_fewer_than_a_step(
    rounds: list[list[tuple[int, str, int]]],
) -> None:
    """Authors share, share anew and take back; after each round totals may be drawn up. Over all
    of them, trust and groups, no sum or difference may be of one to five hidden weeks alone."""
    held: dict[int, Shared] = {}
    counted: set[int] = set()
    numbers = itertools.count(1)
    shown: list[frozenset[int]] = []
    hidden_of: dict[int, bool] = {}
    before = False
    for acts in rounds:
        for author, act, hub in acts:
            if act == "take back":
                held.pop(author, None)
            else:
                number = next(numbers)
                hidden_of[number] = act == "share"
                one = week(author, hidden=act == "share", hub=str(hub % 3), phase=str(hub % 2))
                held[author] = Shared(one.diary, 30, one.hidden, True, one.hub, one.phase, number)
        weeks = [
            Shared(
                w.diary, w.allocated, w.hidden, w.number not in counted, w.hub, w.phase, w.number
            )
            for w in held.values()
        ]
        totals = draw_up(weeks, hidden_before=before)
        if totals is None:
            continue
        members = latest(weeks)
        shown.append(frozenset(one.number for one in members))
        for group in totals.groups:
            here = (one.number for one in members if getattr(one, totals.by) == group)
            shown.append(frozenset(here))
        counted |= {one.number for one in members}
        before = before or totals.hidden > 0
    secret = sorted(number for number in hidden_of if hidden_of[number] and number in counted)
    assert not any(_found_out(shown, secret, few) for few in _suspects(shown, secret))


def _suspects(shown: list[frozenset[int]], secret: list[int]) -> list[list[int]]:
    """Sets of one to five hidden weeks that figures might be narrowed to: what stands in some of
    them and not in others alike, alone and two together."""
    alike: dict[tuple[bool, ...], list[int]] = {}
    for number in secret:
        alike.setdefault(tuple(number in one for one in shown), []).append(number)
    small = [together for together in alike.values() if len(together) < STEP]
    pairs = [one + two for one, two in itertools.combinations(small, 2) if len(one + two) < STEP]
    return [*small, *pairs]


def _found_out(shown: list[frozenset[int]], secret: list[int], few: list[int]) -> bool:
    """Whether some combination of the figures shown is of these weeks alone: then the rank of the
    rest is lower than that of all."""
    rest = [number for number in secret if number not in few]
    whole = _rank([[Fraction(n in one) for n in secret] for one in shown])
    return _rank([[Fraction(n in one) for n in rest] for one in shown]) < whole


def _rank(rows: list[list[Fraction]]) -> int:
    rank = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((n for n in range(rank, len(rows)) if rows[n][column]), None)
        if pivot is None:
            continue
        rows[rank], rows[pivot] = rows[pivot], rows[rank]
        for n in range(rank + 1, len(rows)):
            factor = rows[n][column] / rows[rank][column]
            if factor:
                rows[n] = [a - factor * b for a, b in zip(rows[n], rows[rank], strict=True)]
        rank += 1
    return rank


def test_the_attack_finds_what_a_careless_total_tells() -> None:
    six = frozenset(range(6))
    assert _found_out([six, six | {9}], list(range(10)), [9])
    assert not _found_out([six, six | set(range(10, 16))], [*range(6), *range(10, 16)], [10])
    assert len(six) == diary_totals.STEP
