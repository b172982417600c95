"""The career pathway's tracks and stages, by number and by name, and as a trust edits them."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain.pathway import (
    DEFAULT,
    STAGES,
    Need,
    Stage,
    Stages,
    Track,
    by_code,
    furthest,
    next_code,
    of_track,
    place_of,
    problems,
    stage_of,
)


def test_stages_are_numbered_from_one_without_gaps() -> None:
    for track in Track:
        assert list(STAGES[track]) == list(range(1, len(STAGES[track]) + 1))
    assert [len(STAGES[track]) for track in Track] == [7, 8, 8]


def test_no_two_stages_of_a_track_have_one_name() -> None:
    for track in Track:
        names = {name.casefold() for name in STAGES[track].values()}
        assert len(names) == len(STAGES[track])


def test_every_stage_is_found_by_number_and_by_name() -> None:
    for track in Track:
        for number, name in STAGES[track].items():
            for text in (str(number), f" {number} ", name, name.upper(), f"  {name.lower()}\t"):
                assert stage_of(track, text) == number


@pytest.mark.parametrize("text", ["", " ", "0", "-1", "9", "1.0", "²", "١", "SENCO in", "9" * 5000])
def test_what_is_no_stage_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a stage: give a number from 1 to 7 or its name"):
        stage_of(Track.SCHOOL, text)


def changed(at: int, /, **told: Any) -> Stages:
    """The default stages with one school stage changed."""
    return tuple(
        replace(stage, **told) if (stage.track, stage.code) == (Track.SCHOOL, at) else stage
        for stage in DEFAULT
    )


def without(*codes: int) -> Stages:
    """The default stages without some of the school's."""
    return tuple(
        stage for stage in DEFAULT if stage.track is not Track.SCHOOL or stage.code not in codes
    )


def said(after: Stages, in_use: dict[tuple[Track, int], int] | None = None) -> list[str]:
    """What is wrong with a trust's new stages."""
    return [sentence for _where, sentence in problems(DEFAULT, after, in_use or {})]


def test_the_default_stages_can_be_kept() -> None:
    """The rulebook's section 4: three columns, the same rows in each."""
    assert said(DEFAULT) == []
    assert STAGES[Track.SCHOOL][5] == "SENCO on the senior leadership team"


def test_a_stage_in_use_is_not_removed() -> None:
    one, many = {(Track.SCHOOL, 5): 1}, {(Track.SCHOOL, 5): 3}
    refused = "“SENCO on the senior leadership team” cannot be removed"
    assert said(without(5), one) == [
        f"{refused}: 1 person is on it. Move that person to another stage first."
    ]
    assert said(without(5), many) == [
        f"{refused}: 3 people are on it. Move them to another stage first."
    ]
    assert said(without(5), {(Track.TRUST, 5): 3, (Track.SCHOOL, 5): 0}) == []
    assert said(changed(5, name="Assistant head (inclusion)"), many) == []


def test_what_is_wrong_is_told_of_its_stage() -> None:
    ((where, _sentence),) = problems(DEFAULT, changed(4, name=" "), {})
    assert where == (Track.SCHOOL, 4)


@pytest.mark.parametrize(
    ("after", "sentence"),
    [
        (changed(4, name=" "), "Enter the name of the stage."),
        (changed(4, name="x" * 81), "Keep the name to 80 characters."),
        (changed(4, name=" 12 "), "A number alone is not a name"),
        (changed(4, name="head TEACHER "), "“Head teacher” stands twice on this track."),
        (changed(4, code=3), "“SENCO, qualified” needs a code of its own."),
        (changed(4, code=0), "“SENCO, qualified” needs a code of its own."),
        (without(*range(1, 8)), "In a school: keep at least one stage."),
        (
            DEFAULT + tuple(Stage(Track.SCHOOL, n, f"Stage {n}") for n in range(8, 22)),
            "In a school: keep to 20 stages.",
        ),
    ],
    ids=["blank", "long", "number", "doubled", "code doubled", "code nought", "none", "many"],
)
def test_stages_that_cannot_be_kept(after: Stages, sentence: str) -> None:
    (found,) = said(after)
    assert found.startswith(sentence)


def test_one_name_may_stand_on_two_tracks() -> None:
    assert said(changed(2, name="Lead or hub SENCO")) == []


def test_a_moved_stage_keeps_its_code_and_its_people() -> None:
    school = of_track(DEFAULT, Track.SCHOOL)
    moved = (*school[:4], school[5], school[4], school[6])
    assert [place_of(moved, Track.SCHOOL, code) for code in (5, 6, 7)] == [6, 5, 7]
    assert stage_of(Track.SCHOOL, "6", moved) == 5
    assert stage_of(Track.SCHOOL, "deputy head or head of inclusion", moved) == 6
    assert said((*moved, *DEFAULT[7:]), {(Track.SCHOOL, 5): 9}) == []
    assert furthest(moved, Track.SCHOOL, [5, 6, None, 99]) == 5
    assert furthest(DEFAULT, Track.SCHOOL, [5, 6]) == 6
    assert furthest(DEFAULT, Track.SCHOOL, [None]) is None


def test_a_stage_is_found_by_its_code_on_its_own_track() -> None:
    found = by_code(DEFAULT, Track.TRUST, 8)
    assert found
    assert found.name == "Deputy CEO or CEO"
    assert by_code(DEFAULT, Track.SCHOOL, 8) is by_code(DEFAULT, Track.SCHOOL, None) is None
    assert place_of(DEFAULT, Track.SCHOOL, 8) is None


def test_a_new_stage_takes_no_code_that_a_person_ever_stood_on() -> None:
    assert next_code(DEFAULT, Track.SCHOOL) == 8
    assert next_code(DEFAULT, Track.SCHOOL, [11, 2]) == 12
    assert next_code((), Track.SCHOOL) == 1


def test_stages_are_stored_and_read_again() -> None:
    stored = json.loads(json.dumps([stage.to_json() for stage in DEFAULT]))
    assert tuple(Stage.from_json(one) for one in stored) == DEFAULT
    older = {"track": "trust", "code": 3, "name": "Ours", "needs": ["mentor", "gone"]}
    assert Stage.from_json(older) == Stage(Track.TRUST, 3, "Ours", (Need.MENTOR,))


@given(st.permutations(of_track(DEFAULT, Track.TRUST)))
def test_in_any_order_each_stage_is_found_by_its_place_and_its_name(order: list[Stage]) -> None:
    for place, stage in enumerate(order, 1):
        assert stage_of(Track.TRUST, str(place), order) == stage.code
        assert stage_of(Track.TRUST, stage.name, order) == stage.code
        assert place_of(order, Track.TRUST, stage.code) == place
