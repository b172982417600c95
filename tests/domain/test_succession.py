"""Who could step up at an academy, from plain facts; nobody is thin."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain.pathway import DEFAULT, Need, Stage, Track
from trust_inclusion.domain.pathway_steps import Readiness
from trust_inclusion.domain.succession import Candidate, preparing_stages, succession

DEPUTY = Candidate(1, "Ann Ash", here=True, qts=True, induction=True, preparing=True)


def test_an_assistant_with_teacher_status_and_induction_could() -> None:
    """SEND Regulations 2014, regulation 49(2): a teacher at the school, induction completed."""
    found = succession([DEPUTY])
    assert [one.facts for one in found.could] == [("Works here", "Prepares for the role")]
    assert not found.is_thin
    assert found.sentence == "1 person could step up."


def test_nobody_is_thin() -> None:
    found = succession([])
    assert found.is_thin
    assert found.sentence == "Thin: nobody could step up."


def test_the_senco_does_not_follow_themselves() -> None:
    assert succession([replace(DEPUTY, is_senco=True, award_held=True)]).could == ()


def test_a_teacher_who_neither_prepares_nor_studies_is_not_considered() -> None:
    assert succession([replace(DEPUTY, preparing=False)]).could == ()
    for told in ({"award_held": True}, {"award_begun": True}):
        assert len(succession([replace(DEPUTY, preparing=False, **told)]).could) == 1


def test_somebody_elsewhere_only_who_would_move() -> None:
    away = replace(DEPUTY, here=False, award_held=True, award_begun=True)
    assert succession([away]).is_thin
    (found,) = succession([replace(away, would_move=True)]).could
    assert found.facts == (
        "Would move from another academy", "Prepares for the role", "Holds the SENCO award",
    )  # fmt: skip


def test_what_is_to_be_settled_first_is_told() -> None:
    found = succession([replace(DEPUTY, qts=None, induction=False)])
    assert found.is_thin
    assert [one.unsettled for one in found.not_yet] == [
        ("Qualified teacher status not recorded", "Induction not completed")
    ]
    assert found.sentence == "Thin: nobody could step up yet; see what is to be settled."


def test_in_order_of_what_was_agreed_and_then_by_name() -> None:
    people = [
        replace(DEPUTY, person_id=2, name="zoe", readiness=None, award_held=True),
        replace(DEPUTY, person_id=3, name="Yan", readiness=Readiness.LATER),
        replace(DEPUTY, person_id=4, name="bo", readiness=Readiness.NOW),
        replace(DEPUTY, person_id=5, name="Abi", readiness=Readiness.NOW),
        replace(DEPUTY, person_id=6, name="Abi", readiness=Readiness.ONE_TO_TWO_YEARS),
    ]
    found = succession(people)
    assert [one.candidate.person_id for one in found.could] == [5, 4, 6, 3, 2]
    assert found.sentence == "5 people could step up."


_TOLD = st.none() | st.booleans()


@given(
    st.lists(
        st.builds(
            Candidate, st.integers(1, 50), st.text(max_size=5), here=st.booleans(),
            is_senco=st.booleans(), would_move=st.booleans(), qts=_TOLD, induction=_TOLD,
            preparing=st.booleans(), award_held=st.booleans(), award_begun=st.booleans(),
            readiness=st.none() | st.sampled_from(Readiness),
        ),
        unique_by=lambda one: one.person_id,
    )
)  # fmt: skip
def test_the_order_of_the_record_does_not_matter(people: list[Candidate]) -> None:
    found = succession(people)
    assert succession(reversed(people)) == found
    for one in found.could:
        assert one.candidate.qts
        assert one.candidate.induction
        assert not one.candidate.is_senco


def test_stages_before_the_first_senco_post_prepare_for_it() -> None:
    """The rulebook's section 4: aspiring, assistant and deputy SENCOs, by what their stage asks."""
    assert preparing_stages(DEFAULT) == {(Track.SCHOOL, 2), (Track.TRUST, 2)}
    able = (Need.QTS, Need.INDUCTION)
    moved = (
        Stage(Track.SCHOOL, 9, "Interested"),
        Stage(Track.SCHOOL, 4, "Deputy", (*able, Need.AWARD_BEGUN)),
        Stage(Track.SCHOOL, 2, "SENCO", (Need.SENCO_POST,)),
        Stage(Track.SCHOOL, 3, "Head", able),
        Stage(Track.TRUST, 1, "Without a SENCO's stage", able),
    )
    assert preparing_stages(moved) == {(Track.SCHOOL, 4)}
