"""The career pathway's tracks and stages, by number and by name."""

import pytest

from trust_inclusion.domain.pathway import STAGES, Track, stage_of


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
