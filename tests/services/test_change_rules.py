"""Thresholds: proposed by a director, confirmed by somebody else; what was frozen stays."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.changing import Changing
from tests.factories import NOW
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Refused, Role
from trust_inclusion.domain.change_rules import ChangeRules, RulesState, Second
from trust_inclusion.domain.changes import State, Step
from trust_inclusion.domain.frozen import Figures, Value
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.changes import Change
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.services import change_rules, settings
from trust_inclusion.services.places import Changed, NotThere

OTHER = ChangeRules(120, 500_000, 60, 14, 435)


@pytest.fixture
def oak(session: Any) -> Changing:
    return Changing()


def propose(
    oak: Changing, rules: ChangeRules = OTHER, version: int | None = None, who: str = "director"
) -> RulesState | None:
    with transaction():
        seen = _version(oak) if version is None else version
        return change_rules.propose(oak.actor(who), rules, version=seen, now=NOW)


def _version(oak: Changing) -> int:
    return change_rules.thresholds(oak.actor("hr")).version


def decide(oak: Changing, who: str, *, confirms: bool = True, row_id: int | None = None) -> None:
    with transaction():
        waiting = change_rules.thresholds(oak.actor("hr")).waiting
        one = row_id or (waiting.id if waiting else 0)
        change_rules.decide(oak.actor(who), one, confirms=confirms, now=NOW)


def test_the_old_ones_hold_until_somebody_confirms(oak: Changing) -> None:
    assert propose(oak) is RulesState.WAITING
    assert settings.change_rules() == ChangeRules()
    decide(oak, "leader")
    assert settings.change_rules() == OTHER
    (one,) = change_rules.thresholds(oak.actor("hr")).history
    assert (one.proposed_by, one.decided_by, one.state) == ("Director", "Leader", "in_force")


def test_refused_ones_never_hold(oak: Changing) -> None:
    propose(oak)
    decide(oak, "leader", confirms=False)
    found = change_rules.thresholds(oak.actor("director"))
    assert (found.current, found.waiting) == (ChangeRules(), None)
    assert [one.state for one in found.history] == [RulesState.REFUSED]


def test_nobody_confirms_their_own(oak: Changing) -> None:
    oak.add("both", Role.DIRECTOR)
    with make.saved():
        make.grant(db.session.get_one(Account, oak.accounts["both"]), Role.TRUST_LEADER)
    propose(oak, who="both")
    with pytest.raises(Refused, match="You proposed them"):
        decide(oak, "both")
    for who in ("director", "hr", "head"):
        with pytest.raises(Refused):
            decide(oak, who)
    assert settings.change_rules() == ChangeRules()


@pytest.mark.parametrize("who", ["leader", "hr", "head", "senco"])
def test_only_a_director_proposes(oak: Changing, who: str) -> None:
    with pytest.raises(Refused):
        propose(oak, who=who)


def test_another_proposal_replaces_the_one_that_waits(oak: Changing) -> None:
    propose(oak)
    first = change_rules.thresholds(oak.actor("hr")).waiting
    assert first
    later = replace(OTHER, head_most_days=7)
    propose(oak, later)
    with pytest.raises(Changed):
        decide(oak, "leader", row_id=first.id)
    decide(oak, "leader")
    assert settings.change_rules() == later


def test_to_propose_what_holds_takes_back_what_waits(oak: Changing) -> None:
    assert propose(oak, ChangeRules()) is None
    propose(oak)
    assert propose(oak, OTHER) is None
    assert propose(oak, ChangeRules()) is RulesState.REPLACED
    assert change_rules.thresholds(oak.actor("hr")).waiting is None


def test_nobody_overwrites_what_they_did_not_see(oak: Changing) -> None:
    seen = _version(oak)
    propose(oak)
    with pytest.raises(Changed):
        propose(oak, replace(OTHER, head_most_days=7), version=seen)
    seen = _version(oak)
    decide(oak, "leader")
    with pytest.raises(Changed):
        propose(oak, replace(OTHER, head_most_days=7), version=seen)


def test_twice_is_once(oak: Changing) -> None:
    propose(oak)
    waiting = change_rules.thresholds(oak.actor("hr")).waiting
    assert waiting
    decide(oak, "leader")
    with pytest.raises(Changed):
        decide(oak, "leader", confirms=False, row_id=waiting.id)
    with pytest.raises(NotThere):
        decide(oak, "leader", row_id=999)
    assert settings.change_rules() == OTHER


def test_what_cannot_be_used_is_refused(oak: Changing) -> None:
    with pytest.raises(ValueError, match="cannot be used"):
        propose(oak, replace(OTHER, large_move_minutes=-1))


def test_the_log_has_the_figures(oak: Changing) -> None:
    propose(oak)
    decide(oak, "leader")
    lines = db.session.scalars(
        select(AuditEvent).where(AuditEvent.subject == "change_rules").order_by(AuditEvent.id)
    ).all()
    assert [line.action for line in lines] == ["change_rules_proposed", "change_rules_confirmed"]
    for line in lines:
        assert (line.before, line.after) == (ChangeRules().to_json(), OTHER.to_json())


def test_what_was_frozen_stays_and_what_comes_after_is_judged_anew(oak: Changing) -> None:
    one = oak.propose("head")
    frozen = dict(db.session.get_one(Change, one).frozen or {})
    paid = dict(db.session.get_one(Change, one).frozen_pay or {})
    assert Second.LARGE_MOVE not in Figures.from_json(frozen).second
    propose(oak)
    decide(oak, "leader")
    change = db.session.get_one(Change, one)
    assert (change.frozen, change.frozen_pay) == (frozen, paid)
    # Three hours are more than the two that the director now decides alone.
    oak.take("director", one, Step.APPROVE)
    change = db.session.get_one(Change, one)
    assert change.state == State.AWAITING_TRUST
    assert (change.frozen, change.frozen_pay) == (frozen, paid)
    assert Second.LARGE_MOVE in Figures.from_json(change.frozen_at_approval or {}).second
    assert Value.from_json(paid).on_cost_tenths is None
