"""From a proposal to hours in force, as the people who take the steps."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.factories import NOW, TODAY
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Refused, Role
from trust_inclusion.domain.changes import Kind, State, Step
from trust_inclusion.domain.frozen import Figures, Value
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.changes import Change, ChangeStep
from trust_inclusion.models.notices import OutgoingMail
from trust_inclusion.models.posts import Allocation
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import sign_ins
from trust_inclusion.services.changes import proposing, steps
from trust_inclusion.services.changes.finding import NotPossible, When
from trust_inclusion.services.changes.freezing import Wanted
from trust_inclusion.services.changes.proposing import Proposal
from trust_inclusion.services.places import Changed

SOON = TODAY + timedelta(days=30)


@pytest.fixture
def trust(session) -> dict[str, int]:
    with make.saved():
        academy = make.academy(urn=100001)
        make.evidence_for(academy)
        senco = make.senco(academy, hours=5, pay_point="M6")
        make.account(Role.SENCO, name="Sam Senco", person=senco.person)
        return {
            "senco": db.session.query(Account).filter_by(name="Sam Senco").one().id,
            "head": make.account(Role.HEADTEACHER, academies=[academy]).id,
            "director": make.account(Role.DIRECTOR).id,
            "leader": make.account(Role.TRUST_LEADER, with_pay=True).id,
            "hr": make.account(Role.HR).id,
            "post": senco.post_id,
        }


def actor(trust, who):
    found = sign_ins.actor_of(trust[who], today=TODAY)
    assert found is not None
    return found


def proposal(trust, minutes=480, **more):
    wanted = Wanted(Kind.PERMANENT, minutes, more.pop("on", SOON), more.pop("until", None))
    if "kind" in more:
        wanted = replace(wanted, kind=more.pop("kind"))
    return Proposal(trust["post"], wanted, "More pupils", **more)


def when(version=0):
    return When(TODAY, NOW, version)


def propose(trust, who, **more):
    with transaction():
        return proposing.propose(actor(trust, who), [proposal(trust, **more)], when()).id


def take(trust, who, change_id, step, comment="", version=None):
    with transaction():
        change = db.session.get_one(Change, change_id)
        seen = change.version if version is None else version
        steps.take(actor(trust, who), change_id, step, comment, when(seen))


def state(change_id):
    return db.session.get_one(Change, change_id).state


def test_from_the_senco_to_hours_in_force(trust) -> None:
    one = propose(trust, "senco", minutes=540)
    assert state(one) == State.PROPOSED
    take(trust, "head", one, Step.ENDORSE)
    take(trust, "director", one, Step.APPROVE)
    change = db.session.get_one(Change, one)
    # The pay point of the factory is not in an area's table, so the value is unknown.
    assert change.state == State.AWAITING_TRUST
    take(trust, "leader", one, Step.CONFIRM)
    change = db.session.get_one(Change, one)
    assert change.state == State.APPROVED
    assert change.frozen is not None
    assert change.frozen_pay is not None
    given = db.session.get_one(Allocation, change.allocation_id)
    assert (given.minutes, given.starts_on, given.kind) == (540, SOON, "permanent")
    rows = {row.valid_from: row for row in db.session.query(Standing)}
    assert rows[SOON].allocated_minutes == 540
    before = max(day for day in rows if day < SOON)
    assert rows[before].allocated_minutes == 300
    assert {row.open_change for row in rows.values()} == {None}
    assert Figures.from_json(change.frozen or {}).formula_minutes == 480
    assert Value.from_json(change.frozen_pay or {}).pence is None
    told = [row.step for row in db.session.query(ChangeStep).order_by(ChangeStep.id)]
    assert told == ["propose", "endorse", "approve", "confirm"]
    assert db.session.query(OutgoingMail).count() > 0


def test_what_is_open_shows_in_the_standing(trust) -> None:
    one = propose(trust, "senco")
    assert {row.open_change for row in db.session.query(Standing)} == {"proposed"}
    take(trust, "senco", one, Step.WITHDRAW, "Not now")
    assert {row.open_change for row in db.session.query(Standing)} == {None}


def test_a_heads_own_proposal_is_endorsed_at_once(trust) -> None:
    assert state(propose(trust, "head")) == State.ENDORSED


def test_nobody_decides_what_they_proposed(trust) -> None:
    one = propose(trust, "director")
    take(trust, "head", one, Step.ENDORSE)
    with pytest.raises(Refused, match="You proposed or endorsed it"):
        take(trust, "director", one, Step.APPROVE)
    take(trust, "leader", one, Step.APPROVE)
    assert state(one) == State.AWAITING_TRUST
    with pytest.raises(Refused, match="You approved it"):
        take(trust, "leader", one, Step.CONFIRM)


def test_a_reduction_waits_for_hr_and_the_senco(trust) -> None:
    one = propose(trust, "head", minutes=240)
    with pytest.raises(Refused, match="HR marks it"):
        take(trust, "director", one, Step.APPROVE)
    take(trust, "hr", one, Step.MARK_SEEN)
    with pytest.raises(Refused, match="waits for the SENCO"):
        take(trust, "director", one, Step.APPROVE)
    take(trust, "senco", one, Step.GIVE_VIEW, "It cannot be done in four hours.")
    take(trust, "director", one, Step.APPROVE)
    assert state(one) == State.AWAITING_TRUST


def test_who_comes_second_reads_who_did_what(trust) -> None:
    one = propose(trust, "senco")
    take(trust, "head", one, Step.ENDORSE)
    with pytest.raises(Changed, match=r"Account .* endorsed it at 12.00pm, before you"):
        take(trust, "head", one, Step.RETURN, "Not yet", version=1)


def test_a_post_has_one_open_change(trust) -> None:
    one = propose(trust, "senco")
    assert propose(trust, "senco") == one
    with pytest.raises(NotPossible, match="on its way already"):
        propose(trust, "head")


def test_a_head_grants_a_short_increase_alone(trust) -> None:
    asked = proposal(
        trust, minutes=420, kind=Kind.TEMPORARY, on=TODAY, until=TODAY + timedelta(days=41)
    )
    with transaction():
        granted = proposing.grant(actor(trust, "head"), asked, when())
        assert granted.state == State.APPROVED
    rows = {row.valid_from: row for row in db.session.query(Standing)}
    assert rows[TODAY].allocated_minutes == 420
    assert rows[TODAY + timedelta(days=42)].allocated_minutes == 300
    longer = proposal(
        trust, minutes=420, kind=Kind.TEMPORARY, on=date(2027, 9, 1), until=date(2027, 12, 1)
    )
    with pytest.raises(Refused, match="longer than the 42 days"), transaction():
        proposing.grant(actor(trust, "head"), longer, when())
