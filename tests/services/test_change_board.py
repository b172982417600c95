"""Who somebody is to a change: four eyes through successors, deputies and linked changes."""

from typing import Any

import pytest
from sqlalchemy.orm import Session, scoped_session

from tests import factories as make
from tests.changing import DAY, SOON, Changing, noon
from tests.factories import TODAY
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Refused, Role
from trust_inclusion.domain.changes import Capacity, Kind, State, Step, steps_for
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.changes import Change
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment
from trust_inclusion.services.changes import finding, proposing
from trust_inclusion.services.changes.board import Board, waits_for
from trust_inclusion.services.changes.finding import When
from trust_inclusion.services.changes.freezing import Wanted
from trust_inclusion.services.changes.proposing import Proposal


@pytest.fixture
def oak(session: "scoped_session[Session]") -> Changing:
    """Oak with its people."""
    return Changing()


def may(at: Changing, who: str, change_id: int, today: Any = TODAY) -> set[Step]:
    """The steps somebody may take."""
    change, board = _board(change_id, today)
    return set(steps_for(board.case(change), board.taker(at.actor(who, today), change)))


def waits(at: Changing, who: str, change_id: int, today: Any = TODAY) -> bool:
    """Whether a change waits for somebody."""
    change, board = _board(change_id, today)
    return waits_for(board.case(change), board.taker(at.actor(who, today), change))


def _board(change_id: int, today: Any) -> tuple[Change, Board]:
    change = db.session.get_one(Change, change_id)
    return change, Board(finding.bundle(change), today)


DECIDE = {Step.APPROVE, Step.RETURN, Step.REJECT}


def test_whoever_resubmits_for_a_director_who_left_does_not_decide_it(oak) -> None:
    oak.add("second director", Role.DIRECTOR)
    one = oak.propose("director")
    oak.take("head", one, Step.RETURN)
    assert Step.RESUBMIT not in may(oak, "second director", one)
    oak.end_role("director")
    assert waits(oak, "second director", one)
    oak.resubmit("second director", one, 540)
    change = db.session.get_one(Change, one)
    assert change.proposed_by_id == oak.accounts["second director"]
    oak.take("head", one, Step.ENDORSE)
    assert not may(oak, "second director", one) & DECIDE
    # Nor does the first, should they come back.
    with make.saved():
        make.grant(db.session.get_one(Account, oak.accounts["director"]), Role.DIRECTOR)
    assert not may(oak, "director", one) & DECIDE
    assert may(oak, "leader", one) >= DECIDE


def test_what_a_senco_asked_for_is_not_held_up_when_the_post_is_vacant(oak) -> None:
    one = oak.propose("senco")
    oak.take("head", one, Step.RETURN)
    assert Step.RESUBMIT not in may(oak, "head", one)
    with make.saved():
        db.session.get_one(Appointment, oak.sam.id).ended_on = TODAY
    tomorrow = TODAY + DAY
    assert may(oak, "senco", one, tomorrow) == set()
    assert may(oak, "head", one, tomorrow) == {Step.RESUBMIT, Step.WITHDRAW}
    assert may(oak, "director", one, tomorrow) == set()
    oak.end_role("head")
    assert may(oak, "director", one, tomorrow) == {Step.RESUBMIT, Step.WITHDRAW}
    oak.resubmit("director", one, 540, tomorrow)
    change = db.session.get_one(Change, one)
    assert (change.proposed_as, change.person_id) == (Capacity.DIRECTOR, None)


def test_a_successor_of_the_senco_takes_over_what_was_proposed(oak) -> None:
    one = oak.propose("senco")
    oak.take("head", one, Step.RETURN)
    with make.saved():
        leaving = db.session.get_one(Appointment, oak.sam.id)
        leaving.ended_on = TODAY
        coming = make.appointment(leaving.post, make.person("Nia Fox"), since=TODAY + DAY)
        oak.add_senco("nia", coming)
    tomorrow = TODAY + DAY
    assert may(oak, "nia", one, tomorrow) == {Step.RESUBMIT, Step.WITHDRAW}
    assert may(oak, "head", one, tomorrow) == set()
    oak.resubmit("nia", one, 240, tomorrow)
    change = db.session.get_one(Change, one)
    assert change.person_id == coming.person_id
    assert change.view_given_at is not None, "it is their own wish"


@pytest.mark.parametrize("how", ["proposed", "resubmitted", "own", "head there", "works there"])
def test_a_deputy_may_not_do_what_their_director_may_not(oak, how: str) -> None:
    oak.add("deputy", Role.GOVERNOR, academies=[oak.oak])
    oak.name_deputy("leader", "deputy", last=TODAY + 30 * DAY)
    with make.saved():
        director = db.session.get_one(Account, oak.accounts["director"])
        here = db.session.get_one(Academy, oak.oak.id)
        if how == "own":
            director.person_id = oak.sam.person_id
        if how == "works there":
            director.person_id = make.senco(here, hours=1, title="Second").person_id
        if how == "head there":
            make.grant(director, Role.HEADTEACHER, academies=[here])
    one = oak.propose("director" if how in ("proposed", "resubmitted") else "senco")
    if how == "resubmitted":
        oak.take("head", one, Step.RETURN)
        oak.resubmit("director", one)
    oak.take("head", one, Step.ENDORSE)
    assert may(oak, "director", one) & DECIDE == set()
    assert may(oak, "deputy", one) == set()
    assert may(oak, "leader", one) >= DECIDE
    with pytest.raises(Refused, match="Whom you act for may not decide it"):
        oak.take("deputy", one, Step.APPROVE)


def test_a_deputy_decides_for_a_director_who_may_and_only_on_their_days(oak) -> None:
    oak.add("deputy", Role.GOVERNOR, academies=[oak.oak])
    oak.name_deputy("leader", "deputy", last=TODAY + 3 * DAY)
    one = oak.propose("senco")
    oak.take("head", one, Step.ENDORSE)
    assert may(oak, "deputy", one, TODAY + 4 * DAY) == set()
    assert may(oak, "leader", one) == set()
    oak.take("deputy", one, Step.APPROVE, TODAY + 3 * DAY)
    change = db.session.get_one(Change, one)
    assert change.decided_for_id == oak.accounts["director"]


def linked(at: Changing, who: str, posts: list[int]) -> list[int]:
    """Propose linked changes; their ids."""
    asked = [Proposal(post, Wanted(Kind.PERMANENT, 480, SOON), "Both") for post in posts]
    with transaction():
        first = proposing.propose(at.actor(who), asked, When(TODAY, noon(TODAY)))
        return sorted(one.id for one in finding.bundle(first))


def elm_of(at: Changing) -> int:
    """Elm, where Sam has a post too; the post's id."""
    elm = at.academy("Elm")
    with make.saved():
        here = make.senco(elm, hours=5, person=db.session.get_one(Person, at.sam.person_id))
    at.add("elm head", Role.HEADTEACHER, academies=[elm])
    return here.post_id


def test_each_head_endorses_their_own_of_linked_changes(oak) -> None:
    here, there = linked(oak, "senco", [oak.post_id, elm_of(oak)])
    assert Step.ENDORSE in may(oak, "head", here)
    assert may(oak, "head", there) == set()
    oak.take("head", here, Step.ENDORSE)
    assert not waits(oak, "director", here)
    oak.take("elm head", there, Step.ENDORSE)
    assert waits(oak, "director", here)
    assert waits(oak, "director", there)


def test_where_a_head_holds_the_other_post_they_endorse_neither(oak) -> None:
    """The director does it in their place, or nobody could."""
    elm = oak.academy("Elm")
    with make.saved():
        person = make.person("Hedda Head")
        there = make.senco(elm, hours=5, person=person)
        db.session.get_one(Account, oak.accounts["head"]).person_id = person.id
    oak.add("elm head", Role.HEADTEACHER, academies=[elm])
    here, _ = linked(oak, "director", [oak.post_id, there.post_id])
    assert may(oak, "head", here) == set()
    oak.add("second director", Role.DIRECTOR)
    assert Step.ENDORSE in may(oak, "second director", here)


def test_a_head_who_holds_one_of_two_posts_proposes_both_like_anybody(oak) -> None:
    with make.saved():
        person = make.person("Hedda Head")
        own = make.senco(oak.oak, hours=5, person=person, title="Head and SENCO")
        db.session.get_one(Account, oak.accounts["head"]).person_id = person.id
    assert [oak.state(one) for one in linked(oak, "head", [oak.post_id, own.post_id])] == [
        State.PROPOSED, State.PROPOSED,
    ]  # fmt: skip


def test_whoever_works_at_one_of_two_academies_decides_neither(oak) -> None:
    elm = elm_of(oak)
    oak.add("wide", Role.DIRECTOR)
    with make.saved():
        person = make.senco(oak.oak, hours=1, title="Third SENCO").person
        db.session.get_one(Account, oak.accounts["wide"]).person_id = person.id
    here, there = linked(oak, "senco", [oak.post_id, elm])
    oak.take("head", here, Step.ENDORSE)
    oak.take("elm head", there, Step.ENDORSE)
    assert may(oak, "wide", there) == set()
    assert may(oak, "director", there) >= DECIDE


def test_one_whose_academy_left_does_not_hold_up_the_other(oak) -> None:
    here, there = linked(oak, "senco", [oak.post_id, elm_of(oak)])
    oak.take("head", here, Step.ENDORSE)
    with make.saved():
        db.session.get_one(Academy, db.session.get_one(Change, there).academy_id).left_on = TODAY
    assert may(oak, "elm head", there) == set()
    oak.take("director", here, Step.REJECT)
    assert (oak.state(here), oak.state(there)) == (State.REJECTED, State.PROPOSED)


def test_a_reduction_waits_for_the_senco_until_they_said_something(oak) -> None:
    one = oak.propose("head", 240)
    assert waits(oak, "senco", one)
    assert waits(oak, "hr", one)
    assert not waits(oak, "director", one)
    oak.take("senco", one, Step.GIVE_VIEW)
    assert not waits(oak, "senco", one)
    # They may add to it all the same.
    assert Step.GIVE_VIEW in may(oak, "senco", one)
    oak.take("hr", one, Step.MARK_SEEN)
    assert not waits(oak, "hr", one)
    assert waits(oak, "director", one)


def test_what_is_out_of_date_waits_for_whoever_sends_it_back(oak) -> None:
    one = oak.propose("senco")
    oak.take("head", one, Step.ENDORSE)
    passed = SOON + DAY
    assert may(oak, "director", one, passed) == {Step.RETURN, Step.REJECT}
    assert waits(oak, "director", one, passed)
    assert waits(oak, "director", one, SOON)
    assert Step.APPROVE in may(oak, "director", one, SOON)


def test_a_proposer_passes_on_after_ten_working_days_or_two_returns(oak) -> None:
    one = oak.propose("senco")
    # Proposed on a Saturday: the tenth working day is a Friday.
    tenth = TODAY + 13 * DAY
    assert Step.PASS_ON not in may(oak, "senco", one, tenth - DAY)
    assert Step.PASS_ON in may(oak, "senco", one, tenth)
    for number in (1, 2):
        oak.take("head", one, Step.RETURN)
        oak.resubmit("senco", one)
        assert (Step.PASS_ON in may(oak, "senco", one)) == (number == 2)
    oak.take("senco", one, Step.PASS_ON)
    change = db.session.get_one(Change, one)
    assert (change.state, change.unsupported) == (State.ENDORSED, True)


def test_a_head_passes_on_unsupported_and_whoever_endorsed_it_in_their_place_does_not_decide(
    oak,
) -> None:
    one = oak.propose("senco")
    oak.take("head", one, Step.PASS_ON)
    assert db.session.get_one(Change, one).unsupported
    oak.take("senco", one, Step.WITHDRAW)
    oak.end_role("head")
    two = oak.propose("senco", 540)
    oak.take("director", two, Step.ENDORSE)
    assert may(oak, "director", two) & DECIDE == set()
    assert may(oak, "leader", two) >= DECIDE


def test_an_account_that_was_closed_takes_no_step(oak) -> None:
    one = oak.propose("senco")
    oak.disable("head")
    assert Step.ENDORSE in may(oak, "director", one)
    oak.disable("director")
    oak.disable("senco")
    assert may(oak, "leader", one) == set()
