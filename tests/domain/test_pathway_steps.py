"""What the stages ask of the record, the next step, readiness, and progress."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain.pathway import DEFAULT, Need, Stage, Track, by_code, of_track
from trust_inclusion.domain.pathway_steps import (
    Aspiration,
    Missing,
    Progress,
    Readiness,
    Record,
    Step,
    missing,
    next_stage,
    progress,
    readiness,
    suggest,
)

SCHOOL, TRUST, STUDIES = Track.SCHOOL, Track.TRUST, Track.QUALIFICATION
SENCO = Record(
    qts=True, induction=True, senco_post=True, held=frozenset({"NASENCO"}),
    on_leadership_team=True, mentors_others=True, schools_supported=0,
)  # fmt: skip


def stage(track: Track, code: int) -> Stage:
    """A default stage."""
    found = by_code(DEFAULT, track, code)
    assert found
    return found


def lacks(track: Track, code: int, record: Record) -> list[str]:
    """The sentences of what a default stage asks and the record does not show."""
    return [one.sentence for one in missing(stage(track, code), record)]


def test_the_leadership_stage_asks_for_an_npq() -> None:
    """The rulebook's section 4, row 5: + NPQSL (or NPQLBC)."""
    assert lacks(SCHOOL, 5, SENCO) == ["NPQSL not yet held (NPQLBC counts too)"]
    for course in ("NPQSL", "npqsl ", "NPQLBC"):
        record = replace(SENCO, held=SENCO.held | {course})
        assert lacks(SCHOOL, 5, record) == []


def test_a_course_under_way_is_told_as_such() -> None:
    record = replace(SENCO, begun=frozenset({"NPQLBC"}))
    (found,) = missing(stage(SCHOOL, 5), record)
    assert (found.sentence, found.under_way) == ("NPQLBC begun, not yet held", True)


def test_either_award_makes_a_senco_qualified() -> None:
    """SEND Regulations 2014, regulation 49(7): NASENCO or the NPQ for SENCOs."""
    for award in ("NASENCO", "NPQSENCO"):
        assert lacks(STUDIES, 4, Record(held=frozenset({award}))) == []
    assert lacks(STUDIES, 4, Record()) == ["NPQSENCO not yet held"]


def test_who_is_exempt_in_law_is_qualified_for_the_post_but_has_no_award() -> None:
    """SEND Regulations 2014, regulation 49(4)."""
    record = Record(senco_post=True, exempt=True)
    assert lacks(SCHOOL, 4, record) == []
    assert lacks(STUDIES, 4, record) == ["NPQSENCO not yet held"]


def test_an_award_held_was_begun() -> None:
    assert lacks(STUDIES, 3, SENCO) == []
    begun = replace(SENCO, held=frozenset(), begun=frozenset({"NPQSENCO"}))
    assert lacks(STUDIES, 3, begun) == []
    assert lacks(STUDIES, 3, replace(SENCO, held=frozenset())) == ["NPQSENCO not begun"]


def test_no_is_told_apart_from_not_recorded() -> None:
    assert lacks(SCHOOL, 2, Record()) == [
        "Qualified teacher status not recorded", "Induction not recorded",
    ]  # fmt: skip
    assert lacks(SCHOOL, 2, Record(qts=False, induction=False)) == [
        "Qualified teacher status not held", "Induction not completed",
    ]  # fmt: skip
    assert [one.recorded for one in missing(stage(SCHOOL, 2), Record(qts=False))] == [True, False]


@pytest.mark.parametrize(
    ("supported", "said"),
    [(None, ["Support of two schools or more not recorded"]), (2, []), (3, []),
     (0, ["Does not support two schools or more"]), (1, ["Does not support two schools or more"])],
)  # fmt: skip
def test_a_lead_senco_supports_two_schools(supported: int | None, said: list[str]) -> None:
    """The rulebook's section 4, row 5: lead or hub SENCO, supports 2+ schools."""
    assert lacks(TRUST, 5, replace(SENCO, schools_supported=supported)) == said


def test_on_the_way_to_ceo_nothing_between_is_asked_for() -> None:
    """The rulebook's section 4: a CEO-track person may hold only NASENCO."""
    assert lacks(STUDIES, 7, SENCO) == ["NPQEL not yet held"]
    assert lacks(TRUST, 7, SENCO) == ["NPQEL not yet held"]


def test_every_need_has_its_sentence_told_or_not() -> None:
    every = Stage(SCHOOL, 99, "All", tuple(Need))
    for record in (Record(), Record(qts=False, induction=False, on_leadership_team=False,
                                    has_mentor=False, mentors_others=False, schools_supported=0,
                                    executive=False)):  # fmt: skip
        assert {one.need for one in missing(every, record)} == set(Need)
    whole = Record(
        True, True, True, False, frozenset({"NASENCO", "NPQSL", "NPQH", "NPQEL"}), frozenset(),
        True, True, True, 2, True,
    )  # fmt: skip
    assert missing(every, whole) == ()


def test_first_what_the_present_stage_asks() -> None:
    record = replace(SENCO, on_leadership_team=False)
    found = suggest(DEFAULT, SCHOOL, 5, record, Aspiration.STEP_UP)
    assert (found.step, found.towards) == (Step.COMPLETE, stage(SCHOOL, 5))
    assert found.sentence == (
        "Complete “SENCO on the senior leadership team”: not on the senior leadership team; "
        "NPQSL not yet held (NPQLBC counts too)."
    )


def test_then_what_the_next_stage_asks() -> None:
    found = suggest(DEFAULT, SCHOOL, 4, replace(SENCO, on_leadership_team=None))
    assert (found.step, found.towards) == (Step.PREPARE, stage(SCHOOL, 5))
    assert [one.need for one in found.missing] == [Need.ON_LEADERSHIP_TEAM, Need.NPQSL]


def test_who_has_all_that_the_next_stage_asks_talks_about_when() -> None:
    found = suggest(DEFAULT, SCHOOL, 4, replace(SENCO, held=SENCO.held | {"NPQSL"}))
    assert (found.step, found.towards) == (Step.MOVE_ON, stage(SCHOOL, 5))


def test_who_wants_to_stay_is_not_sent_upwards() -> None:
    """The rulebook's section 4: "stay in role, go deeper" (stages 4 and 5) is progress."""
    found = suggest(DEFAULT, SCHOOL, 4, SENCO, Aspiration.DEEPEN)
    assert (found.step, found.towards) == (Step.DEEPEN, stage(SCHOOL, 4))
    assert "an advanced SENCO award" in found.sentence
    assert "mentor another SENCO" not in found.sentence
    assert "mentor another SENCO" in suggest(
        DEFAULT, SCHOOL, 4, replace(SENCO, mentors_others=False), Aspiration.DEEPEN
    ).sentence  # fmt: skip
    earlier = suggest(DEFAULT, SCHOOL, 3, SENCO, Aspiration.DEEPEN)
    assert earlier.step is Step.MOVE_ON


def test_at_the_end_and_beyond() -> None:
    done = replace(SENCO, held=SENCO.held | {"NPQH"})
    assert suggest(DEFAULT, SCHOOL, 7, done).step is Step.BEYOND
    assert suggest(DEFAULT, SCHOOL, 4, SENCO, Aspiration.BEYOND).step is Step.BEYOND


@pytest.mark.parametrize("code", [None, 99])
def test_who_stands_nowhere_is_to_be_recorded_first(code: int | None) -> None:
    assert suggest(DEFAULT, SCHOOL, code, SENCO).step is Step.RECORD
    assert next_stage(DEFAULT, SCHOOL, code) == stage(SCHOOL, 1)


def test_the_next_stage_follows_the_trusts_order() -> None:
    here = of_track(DEFAULT, SCHOOL)
    moved = (*here[:4], here[5], here[4], here[6])
    assert next_stage(moved, SCHOOL, 4) == stage(SCHOOL, 6)
    assert next_stage(moved, SCHOOL, 7) is None


@pytest.mark.parametrize(
    ("lacking", "when"),
    [
        ([], Readiness.NOW),
        ([Need.ON_LEADERSHIP_TEAM], Readiness.ONE_TO_TWO_YEARS),
        ([Need.NPQSL], Readiness.ONE_TO_TWO_YEARS),
        ([Need.NPQSL, Need.ON_LEADERSHIP_TEAM], Readiness.ONE_TO_TWO_YEARS),
        ([Need.NPQSL, Need.NPQH], Readiness.LATER),
        ([Need.AWARD, Need.AWARD_BEGUN, Need.QUALIFIED], Readiness.ONE_TO_TWO_YEARS),
        ([Need.QTS], Readiness.LATER),
    ],
)
def test_readiness(lacking: list[Need], when: Readiness) -> None:
    """DfE, NPQ for SENCOs: 18 to 22 months from the start to the outcome."""
    assert readiness(Missing(need, "") for need in lacking) is when


def test_a_course_under_way_does_not_put_the_next_one_off() -> None:
    both = [Missing(Need.NPQSL, "", under_way=True), Missing(Need.NPQH, "")]
    assert readiness(both) is Readiness.ONE_TO_TWO_YEARS
    assert readiness([Missing(Need.QTS, "", recorded=False)]) is Readiness.ONE_TO_TWO_YEARS


@pytest.mark.parametrize(
    ("before", "now", "aspiration", "found"),
    [
        (3, 4, Aspiration.DEEPEN, Progress.MOVED_ON),
        (4, 4, Aspiration.DEEPEN, Progress.DEEPENING),
        (5, 5, Aspiration.DEEPEN, Progress.DEEPENING),
        (None, 4, Aspiration.DEEPEN, Progress.DEEPENING),
        (4, 4, Aspiration.STEP_UP, Progress.IN_PLACE),
        (3, 3, Aspiration.DEEPEN, Progress.IN_PLACE),
        (5, 3, Aspiration.STEP_UP, Progress.IN_PLACE),
        (99, 4, Aspiration.STEP_UP, Progress.IN_PLACE),
        (4, None, Aspiration.DEEPEN, Progress.NOT_RECORDED),
    ],
)
def test_progress(
    before: int | None, now: int | None, aspiration: Aspiration, found: Progress
) -> None:
    """The rulebook's section 4: staying to go deeper shows as progress, not as stuck."""
    assert progress(iter(DEFAULT), SCHOOL, before, now, aspiration) is found


_COURSES = st.sets(st.sampled_from(["NASENCO", "NPQSENCO", "NPQSL", "NPQH", "NPQEL", "MA"]))
_TOLD = st.none() | st.booleans()
_RECORDS = st.builds(
    Record, qts=_TOLD, induction=_TOLD, senco_post=st.booleans(), exempt=st.booleans(),
    held=_COURSES.map(frozenset), begun=_COURSES.map(frozenset), on_leadership_team=_TOLD,
    has_mentor=_TOLD, mentors_others=_TOLD, schools_supported=st.none() | st.integers(0, 9),
    executive=_TOLD,
)  # fmt: skip


@given(_RECORDS, st.sampled_from(Track), st.none() | st.integers(1, 9), st.sampled_from(Aspiration))
def test_there_is_always_a_next_step_in_words(
    record: Record, track: Track, code: int | None, aspiration: Aspiration
) -> None:
    found = suggest(DEFAULT, track, code, record, aspiration)
    assert found.sentence.endswith(".")
    assert bool(found.missing) == (found.step in {Step.COMPLETE, Step.PREPARE})
    if found.towards:
        assert found.missing in ((), missing(found.towards, record))
