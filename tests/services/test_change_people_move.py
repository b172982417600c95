"""What waits belongs to the role at the academy: who leaves, is replaced or loses it."""

from datetime import date
from typing import Any

import pytest

from tests import factories as make
from tests.changing import DAY, Changing
from tests.factories import TODAY
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Refused, Role
from trust_inclusion.domain.changes import State, Step
from trust_inclusion.models.changes import Change
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.services import standing
from trust_inclusion.services.places import NotThere


@pytest.fixture
def oak(session: Any) -> Changing:
    return Changing()


def succeed(oak: Changing, last: date = TODAY - DAY) -> None:
    """Sam leaves the post and Nia takes it on."""
    with transaction():
        db.session.get_one(Appointment, oak.sam.id).ended_on = last
        post = db.session.get_one(Post, oak.post_id)
        appointment = make.appointment(post, make.person("Nia Next"), since=last + DAY)
        oak.add_senco("nia", appointment)
        standing.rebuild([post.academy_id or 0])


def test_a_new_head_endorses_and_the_old_one_cannot(oak: Changing) -> None:
    one = oak.propose("senco")
    oak.end_role("head")
    oak.add("new head", Role.HEADTEACHER, academies=[oak.oak])
    with pytest.raises(NotThere):
        oak.take("head", one, Step.ENDORSE)
    oak.take("new head", one, Step.ENDORSE)
    assert oak.state(one) == State.ENDORSED


def test_a_new_head_does_not_decide_as_deputy_what_the_old_one_endorsed(oak: Changing) -> None:
    one = oak.propose("senco")
    oak.take("head", one, Step.ENDORSE)
    oak.end_role("head")
    oak.add("new head", Role.HEADTEACHER, academies=[oak.oak])
    oak.name_deputy("director", "new head")
    with pytest.raises(Refused, match="hold a post or the headship"):
        oak.take("new head", one, Step.APPROVE)


def test_without_a_head_the_director_endorses_and_a_trust_leader_decides(oak: Changing) -> None:
    oak.end_role("head")
    one = oak.propose("senco")
    oak.take("director", one, Step.ENDORSE)
    with pytest.raises(Refused, match="You proposed or endorsed it"):
        oak.take("director", one, Step.APPROVE)
    oak.take("leader", one, Step.APPROVE)
    assert oak.state(one) == State.AWAITING_TRUST
    with pytest.raises(Refused, match="another trust leader"):
        oak.take("leader", one, Step.CONFIRM)
    oak.add("chair", Role.TRUST_LEADER)
    oak.take("chair", one, Step.CONFIRM)
    assert oak.state(one) == State.APPROVED


def test_a_trust_leader_does_not_decide_while_a_director_may(oak: Changing) -> None:
    one = oak.propose("head")
    with pytest.raises(Refused, match="Director of Inclusion or their deputy decides"):
        oak.take("leader", one, Step.APPROVE)


@pytest.mark.parametrize("how", ["disabled", "role ended"])
def test_without_a_director_a_trust_leader_decides(oak: Changing, how: str) -> None:
    one = oak.propose("head")
    if how == "disabled":
        oak.disable("director")
    else:
        oak.end_role("director")
    with pytest.raises((NotThere, Refused)):
        oak.take("director", one, Step.APPROVE)
    oak.take("leader", one, Step.APPROVE)
    assert oak.state(one) == State.AWAITING_TRUST


def test_a_deputys_period_ends_while_a_change_waits(oak: Changing) -> None:
    oak.add("dee", Role.GOVERNOR, academies=[oak.academy("Elsewhere")])
    oak.name_deputy("director", "dee", last=TODAY + DAY)
    one = oak.propose("head")
    after = TODAY + 2 * DAY
    with pytest.raises(NotThere):
        oak.take("dee", one, Step.APPROVE, today=after)
    oak.take("director", one, Step.APPROVE, today=after)
    assert db.session.get_one(Change, one).decided_for_id is None


def test_the_new_senco_may_withdraw_what_the_last_one_asked_for(oak: Changing) -> None:
    one = oak.propose("senco")
    succeed(oak)
    with pytest.raises(Refused, match="not yours"):
        oak.take("senco", one, Step.WITHDRAW)
    oak.take("nia", one, Step.WITHDRAW)
    assert oak.state(one) == State.WITHDRAWN


def test_the_new_senco_may_resubmit_when_the_last_ones_account_is_closed(oak: Changing) -> None:
    one = oak.propose("senco")
    oak.take("head", one, Step.RETURN)
    oak.disable("senco")
    succeed(oak)
    oak.resubmit("nia", one, 540)
    assert oak.state(one) == State.PROPOSED
    oak.take("head", one, Step.ENDORSE)
    assert oak.state(one) == State.ENDORSED


def test_a_colleague_does_not_withdraw_while_the_proposer_is_there(oak: Changing) -> None:
    oak.add("second head", Role.HEADTEACHER, academies=[oak.oak])
    one = oak.propose("head")
    with pytest.raises(Refused, match="not yours"):
        oak.take("second head", one, Step.WITHDRAW)
    oak.take("head", one, Step.WITHDRAW)


@pytest.mark.parametrize("how", ["disabled", "role ended"])
def test_another_head_takes_over_from_a_head_who_proposed(oak: Changing, how: str) -> None:
    oak.add("second head", Role.HEADTEACHER, academies=[oak.oak])
    one = oak.propose("head")
    oak.take("director", one, Step.RETURN)
    if how == "disabled":
        oak.disable("head")
    else:
        oak.end_role("head")
    with pytest.raises((NotThere, Refused)):
        oak.take("head", one, Step.WITHDRAW)
    oak.resubmit("second head", one, 540)
    assert oak.state(one) == State.ENDORSED


@pytest.mark.parametrize("how", ["disabled", "role ended"])
def test_another_director_takes_over_from_a_director_who_proposed(oak: Changing, how: str) -> None:
    oak.add("other", Role.DIRECTOR)
    one = oak.propose("director")
    if how == "disabled":
        oak.disable("director")
    else:
        oak.end_role("director")
    oak.take("other", one, Step.WITHDRAW)
    assert oak.state(one) == State.WITHDRAWN


def test_a_head_of_another_academy_takes_over_nothing(oak: Changing) -> None:
    oak.add("head elsewhere", Role.HEADTEACHER, academies=[oak.academy("Elsewhere")])
    one = oak.propose("head")
    oak.disable("head")
    with pytest.raises(NotThere):
        oak.take("head elsewhere", one, Step.WITHDRAW)
