"""A SENCO's sample week: its sums, its limits, and when several may be shown together.

Sources: NUT SENCO Charter (eleven headings, excluded duties, pressure points), rulebook section 5;
totals from five authors as in the survey.
"""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain.diary import (
    ACTIVITIES,
    COVER,
    LONG_WEEK,
    MOST_MINUTES,
    PRESSURES,
    Diary,
    Pressure,
    groups_shown,
    mondays,
    note,
    parse_entry,
    problems,
    shares,
    together,
    work_out,
    written,
)
from trust_inclusion.domain.duties import EXCLUDED, HEADINGS
from trust_inclusion.domain.survey import FEWEST

MONDAY = date(2026, 11, 16)
TODAY = date(2026, 11, 21)


def diary(author: int = 1, week_of: date = MONDAY, **minutes: int) -> Diary:
    return Diary(author, week_of, minutes)


def test_the_diary_has_the_headings_the_excluded_duties_and_cover() -> None:
    assert (len(HEADINGS), len(EXCLUDED), len(ACTIVITIES)) == (11, 10, 22)
    assert list(ACTIVITIES) == [*HEADINGS, *EXCLUDED, COVER]
    assert list(PRESSURES) == list(Pressure)
    assert len(PRESSURES) == 11


def test_a_week_is_the_sum_of_its_lines() -> None:
    week = work_out(diary(pupils=300, plans=240, X03=120, X10=60, cover=90), 480, own_minutes=100)
    assert (week.total, week.inside, week.excluded, week.cover) == (810, 540, 180, 90)
    assert (week.beyond, week.excluded_beyond) == (60, 80)
    assert [(one.code, one.minutes) for one in week.shares] == [
        ("pupils", 300), ("plans", 240), ("X03", 120), ("X10", 60), ("cover", 90),
    ]  # fmt: skip
    assert [one.tenths for one in week.shares] == [371, 296, 148, 74, 111]


def test_hours_within_the_allocation_are_not_beyond_it() -> None:
    assert work_out(diary(pupils=300), 300).beyond == 0
    assert work_out(diary(pupils=300), 0).beyond == 300
    assert work_out(diary(pupils=300), None).beyond is None
    assert work_out(diary(X03=60), 0, own_minutes=60).excluded_beyond == 0


@given(st.dictionaries(st.sampled_from(sorted(ACTIVITIES)), st.integers(0, 3000), min_size=1))
def test_shares_add_up(minutes: dict[str, int]) -> None:
    found = shares(minutes)
    total = sum(minutes.values())
    assert sum(one.minutes for one in found) == total
    assert sum(one.tenths for one in found) == (1000 if total else 0)
    assert all(abs(one.tenths * total - one.minutes * 1000) < total for one in found)


@pytest.mark.parametrize(
    ("one", "field", "words"),
    [
        (diary(pupils=90 * 60), "minutes", "90.0 hours is more than a sample week can hold (80.0)"),
        (diary(pupils=40 * 60, plans=40 * 60 + 1), "minutes", "more than a sample week"),
        (diary(), "minutes", "at least one heading"),
        (diary(pupils=0), "minutes", "at least one heading"),
        (diary(pupils=-60), "pupils", "cannot be less than 0"),
        (diary(X11=60), "X11", "not one of the diary’s headings"),
        (diary(week_of=date(2026, 11, 17), pupils=60), "week_of", "begins on a Monday"),
        (diary(week_of=date(2026, 11, 23), pupils=60), "week_of", "not begun yet"),
    ],
)
def test_a_week_that_cannot_be(one: Diary, field: str, words: str) -> None:
    ((found, sentence),) = problems(one, TODAY)
    assert found == field
    assert words in sentence


def test_a_long_week_is_kept_with_a_sentence() -> None:
    """Working Time Regulations 1998, regulation 4: 48 hours on average."""
    most = diary(pupils=MOST_MINUTES)
    assert problems(most, TODAY) == []
    assert "80.0 hours is above 48.0" in note(most)
    assert note(diary(pupils=LONG_WEEK)) == ""
    assert problems(diary(week_of=MONDAY, pupils=1), MONDAY) == []


@pytest.mark.parametrize(
    ("text", "minutes"), [("", 0), ("  ", 0), ("0", 0), ("1.5", 90), (".25", 15)]
)
def test_hours_as_typed(text: str, minutes: int) -> None:
    assert parse_entry(text) == minutes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("an hour", "is not a time. Write hours such as 1.5, or 1:30, or 90 min"),
        ("½", "“½” is not a time"),
        ("x" * 30, "“xxxxxxxxxxxxxxxxxxx…” is not a time"),
        ("-1", "is less than 0"),
        ("1,000", "Use a point"),
        ("1:5", "is not a time"),
        ("1h75", "more than 59 minutes"),
    ],
)
def test_hours_that_cannot_be_read(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_entry(text)


def five(allocated: int | None = 60) -> list[tuple[Diary, int | None]]:
    return [(diary(author, pupils=120, cover=30), allocated) for author in range(FEWEST)]


def test_fewer_than_five_authors_are_never_shown_together() -> None:
    assert together(five()[:4]) is None
    again = [(diary(0, pupils=60), 60) for _ in range(10)]
    assert together([*five()[:4], *again]) is None
    assert together([]) is None


def test_five_are_shown_as_sums() -> None:
    found = together(five())
    assert found is not None
    assert (found.diaries, found.minutes, found.inside, found.cover) == (5, 750, 600, 150)
    assert (found.excluded, found.beyond, found.beyond_known) == (0, 300, 5)
    assert [(one.code, one.minutes, one.tenths) for one in found.shares] == [
        ("pupils", 600, 800),
        ("cover", 150, 200),
    ]


def test_the_latest_week_of_each_author_counts() -> None:
    earlier = diary(0, date(2026, 11, 9), plans=600)
    for order in ([(earlier, 60), *five()], [*five(), (earlier, 60)]):
        found = together(order)
        assert found is not None
        assert found.minutes == 750


def test_of_one_week_at_two_posts_the_one_given_later_counts() -> None:
    found = together([*five(), (diary(0, plans=600), 60)])
    assert found is not None
    assert found.minutes == 750 - 150 + 600


def test_hours_beyond_need_five_known_allocations() -> None:
    found = together([*five()[:4], (diary(9, pupils=120), None)])
    assert found is not None
    assert (found.beyond, found.beyond_known) == (0, 0)


def test_pressure_points_are_counted_the_most_marked_first() -> None:
    marked = [
        (Diary(n, MONDAY, {"pupils": 60}, frozenset({Pressure.TRIBUNALS})), 60) for n in range(2)
    ]
    found = together(
        [
            *marked,
            *[
                (Diary(n, MONDAY, {"pupils": 60}, frozenset({Pressure.TRANSITION})), 60)
                for n in range(2, 5)
            ],
        ]
    )
    assert found is not None
    assert found.pressures == ((Pressure.TRANSITION, 3), (Pressure.TRIBUNALS, 2))


@pytest.mark.parametrize(
    ("authors", "shown"),
    [
        ({"north": 5}, {"north"}),
        ({"north": 4}, set()),
        ({"north": 5, "south": 5}, {"north", "south"}),
        ({"north": 6, "south": 3}, set()),
        ({"north": 6, "south": 7, "west": 3}, {"south"}),
        ({"north": 6, "south": 7, "west": 3, "east": 2}, {"north", "south"}),
        ({"north": 6, "south": 0}, {"north"}),
        ({}, set()),
    ],
)
def test_no_group_is_found_by_taking_others_from_the_total(
    authors: dict[str, int], shown: set[str]
) -> None:
    assert groups_shown(authors) == shown


@given(st.dictionaries(st.text("abc", max_size=2), st.integers(0, 12), max_size=6))
def test_what_is_left_over_is_nobody_or_five(authors: dict[str, int]) -> None:
    shown = groups_shown(authors)
    left = sum(n for group, n in authors.items() if group not in shown)
    assert all(authors[group] >= FEWEST for group in shown)
    assert not shown or left == 0 or left >= FEWEST


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1:30", 90), ("1h30", 90), ("1 h 30 min", 90), ("2 hours 5 minutes", 125), ("0:05", 5),
        ("90 min", 90), ("90m", 90), ("45 minutes", 45), ("2h", 120), ("1.5 hours", 90),
        (" 1 hr ", 60), ("1,5", 90), ("0,25 h", 15), ("1: 30", 90), ("1h5", 65),
    ],
)  # fmt: skip
def test_hours_as_people_type_them(text: str, minutes: int) -> None:
    assert parse_entry(text) == minutes


@pytest.mark.parametrize("text", ["1:60", "1:", ":30", "1:30:00", "99999 min", "1.5:30", "h"])
def test_what_only_looks_like_a_clock(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_entry(text)


@given(st.integers(0, MOST_MINUTES))
def test_minutes_are_read_back_as_they_are_written(minutes: int) -> None:
    assert parse_entry(written(minutes)) == minutes


def test_the_weeks_that_a_diary_may_be_kept_of() -> None:
    found = mondays(TODAY)
    assert found[0] == MONDAY
    assert found[-1] == date(2026, 9, 21)
    assert len(found) == 9
    assert mondays(MONDAY)[0] == MONDAY


def test_a_draft_may_be_empty() -> None:
    assert problems(diary(), TODAY, whole=False) == []
    assert problems(diary(pupils=90 * 60), TODAY, whole=False)
