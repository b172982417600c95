"""Whatever people do to changes, in whatever order: the books agree, and four eyes have seen it."""

import random
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from tests import factories as make
from tests.changing import DAY, Changing, noon
from tests.factories import TODAY
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Refused, Role
from trust_inclusion.domain.changes import OPEN, Kind, State, Step, steps_for
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.changes import Change, ChangeComment, ChangeStep
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.posts import Allocation, AppointmentPay
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import audit, places, settings, standing
from trust_inclusion.services.changes import finding, proposing, steps
from trust_inclusion.services.changes.board import Board
from trust_inclusion.services.changes.finding import NotPossible, When
from trust_inclusion.services.changes.freezing import Wanted
from trust_inclusion.services.changes.proposing import Proposal

SECRET = "Sam is to have an operation"
REFUSALS = (Refused, NotPossible, places.Changed, places.NotThere)
LIKELY = {Step.APPROVE: 9, Step.CONFIRM: 9, Step.ENDORSE: 4, Step.MARK_SEEN: 6, Step.GIVE_VIEW: 3}
STEPS = [step for step in Step if step is not Step.WITHDRAW]


class Town(Changing):
    """Oak and Elm share Sam; Oak has a second SENCO; there are two of everybody above."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self.chance = chance
        self.today = TODAY
        elm = self.academy("Elm")
        with make.saved():
            here = make.senco(elm, hours=4, person=self.sam.person)
            kit = make.senco(self.oak, "Kit Lane", hours=6, title="SENCO (infants)")
            for one in (self.sam, here, kit):
                db.session.add(
                    AppointmentPay(
                        appointment_id=one.id, starts_on=date(2023, 9, 1), scale="Main",
                        area="Rest of England", point="M6",
                    )
                )  # fmt: skip
            self.posts = [self.post_id, here.post_id, kit.post_id]
        self.add_senco("kit", kit)
        self.add("elm head", Role.HEADTEACHER, academies=[elm])
        self.add("director two", Role.DIRECTOR)
        self.add("leader two", Role.TRUST_LEADER)
        self.add("head and director", Role.DIRECTOR)
        with make.saved():
            make.grant(self.account("head and director"), Role.HEADTEACHER, academies=[elm])
        self.add("deputy", Role.TRUST_LEADER)
        self.name_deputy("director", "deputy", last=TODAY + 200 * DAY)

    def account(self, name: str) -> Account:
        """An account's row."""
        return db.session.get_one(Account, self.accounts[name])

    def act(self) -> str:
        """Somebody tries something. Gives what, blank when it was refused."""
        who = self.chance.choice(list(self.accounts))
        tries = [self._propose, self._propose, self._grant, self._resubmit, *[self._take] * 2]
        tries += [self._take_what_can_be] * 8
        try:
            with transaction():
                return self.chance.choice(tries)(who)
        except REFUSALS:
            return ""

    def _when(self, change: Change | None = None) -> When:
        stale = self.chance.random() < 0.05
        return When(self.today, noon(self.today), change.version - stale if change else 0)

    def _wanted(self) -> Wanted:
        kind = self.chance.choice(list(Kind))
        first = self.today + timedelta(days=self.chance.choice((-20, 10, 30, 60, 90, 400)))
        days = self.chance.choice((0, 10, 41, 90))
        minutes = self.chance.choice((0, 180, 300, 360, 390, 438, 480, 540, 900))
        return Wanted(kind, minutes, first, None if kind is Kind.PERMANENT else first + days * DAY)

    def _asked(self, post_id: int) -> Proposal:
        late = self.chance.choice(("", "Late"))
        return Proposal(post_id, self._wanted(), SECRET, cost_note=SECRET, late_reason=late)

    def _propose(self, who: str) -> str:
        many = self.chance.choice((1, 1, 2))
        asked = [self._asked(post_id) for post_id in self.chance.sample(self.posts, many)]
        proposing.propose(self.actor(who, self.today), asked, self._when())
        return "linked" if many == 2 else "propose"

    def _grant(self, who: str) -> str:
        first = self.today + self.chance.choice((0, 20)) * DAY
        wanted = Wanted(Kind.TEMPORARY, self.chance.choice((420, 480)), first, first + 20 * DAY)
        asked = Proposal(self.chance.choice(self.posts), wanted, SECRET)
        proposing.grant(self.actor(who, self.today), asked, self._when())
        return "grant"

    def _open(self) -> Change:
        ids = db.session.scalars(select(Change.id).where(Change.state.in_(OPEN))).all()
        if not ids:
            raise places.NotThere
        return db.session.get_one(Change, self.chance.choice(ids))

    def _resubmit(self, who: str, of: Change | None = None) -> str:
        change = of or self._open()
        asked = self._asked(change.post_id)
        proposing.resubmit(self.actor(who, self.today), change.id, asked, self._when(change))
        return "resubmit"

    def _take_what_can_be(self, _: str) -> str:
        change = self._open()
        board = Board(finding.bundle(change), self.today)
        case = board.case(change)
        found = [
            (who, step)
            for who in self.accounts
            for step in steps_for(case, board.taker(self.actor(who, self.today), change))
            if step is not Step.WITHDRAW or self.chance.random() < 0.05
        ]
        found = found or [("head", Step.ENDORSE)]
        weights = [LIKELY.get(step, 1) for _, step in found]
        chosen, step = self.chance.choices(found, weights)[0]
        if step is Step.RESUBMIT:
            return self._resubmit(chosen, change)
        steps.take(self.actor(chosen, self.today), change.id, step, SECRET, self._when(change))
        return step.value

    def _take(self, who: str) -> str:
        change, step = self._open(), self.chance.choice(STEPS)
        steps.take(self.actor(who, self.today), change.id, step, SECRET, self._when(change))
        return step.value


@pytest.mark.parametrize("seed", range(4))
def test_the_books_agree_whatever_people_do(session: "scoped_session[Session]", seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - not a secret
    town = Town(chance)
    done: dict[str, int] = defaultdict(int)
    for number in range(200):
        done[town.act()] += 1
        if chance.random() < 0.1:
            town.today += chance.choice((1, 1, 4, 15)) * DAY
        if number % 20 == 0:
            assert stored() == worked_out()
    assert stored() == worked_out()
    assert done["approve"] >= 1, done
    assert done["endorse"] >= 1, done
    _one_open_each()
    _allocations_are_the_approved_changes()
    _stories_lead_to_where_changes_stand()
    _four_eyes(town)
    _nothing_of_anybody_in_the_chain()
    with transaction():
        for comment in db.session.scalars(select(ChangeComment)):
            comment.words, comment.redacted_at = None, make.NOW
    assert audit.first_break() is None


def stored() -> dict[Any, Any]:
    """The timelines as they are in the database."""
    table = Standing.__table__
    rows = db.session.execute(select(*table.c)).mappings()
    return {(row["academy_id"], row["valid_from"]): dict(row) for row in rows}


def worked_out() -> dict[Any, Any]:
    """The timelines as the rules make them of the facts."""
    ids = db.session.scalars(select(Academy.id)).all()
    columns = Standing.__table__.columns.keys()
    return {
        (row["academy_id"], row["valid_from"]): {name: row.get(name) for name in columns}
        for row in standing.worked_out(ids, settings.rules())
    }


def _one_open_each() -> None:
    many = select(func.count()).where(Change.state.in_(OPEN)).group_by(Change.post_id)
    assert set(db.session.scalars(many)) <= {1}


def _allocations_are_the_approved_changes() -> None:
    approved = db.session.scalars(select(Change).where(Change.state == State.APPROVED)).all()
    written = db.session.scalars(
        select(Allocation).where(Allocation.kind != "opening").order_by(Allocation.id)
    ).all()
    assert sorted(one.allocation_id or 0 for one in approved) == [one.id for one in written]
    by_id = {one.id: one for one in written}
    for change in approved:
        one = by_id[change.allocation_id or 0]
        told = (one.post_id, one.minutes, one.starts_on, one.ends_on, one.kind)
        assert told == (
            change.post_id, change.minutes_proposed, change.effective_on, change.until, change.kind,
        )  # fmt: skip
        assert change.frozen
        assert change.frozen_at_approval
        assert change.closed_at


def _stories_lead_to_where_changes_stand() -> None:
    for change in db.session.scalars(select(Change)):
        story = db.session.scalars(
            select(ChangeStep).where(ChangeStep.change_id == change.id).order_by(ChangeStep.id)
        ).all()
        assert story[0].step in (Step.PROPOSE, Step.GRANT)
        assert story[-1].state == change.state
        assert all(one.capacity for one in story)
        kinds = [one.step for one in story]
        assert kinds.count(Step.CONFIRM) <= 1
        logged = db.session.scalar(
            select(func.count()).where(
                AuditEvent.subject == "change", AuditEvent.subject_id == change.id
            )
        )
        assert logged == len(story)


def _four_eyes(town: Town) -> None:
    """Nobody decided what they, or whom they act for, asked for or backed, or where they work."""
    director = town.accounts["director"]
    works = {
        town.accounts["head"]: {town.oak.id},
        town.accounts["kit"]: {town.oak.id},
        town.accounts["elm head"]: set(db.session.scalars(select(Academy.id))) - {town.oak.id},
        town.accounts["head and director"]: set(db.session.scalars(select(Academy.id)))
        - {town.oak.id},
    }
    for change in db.session.scalars(select(Change)):
        asked: set[int | None] = set()
        backed: set[int | None] = set()
        approved: int | None = None
        for one in db.session.scalars(
            select(ChangeStep).where(ChangeStep.change_id == change.id).order_by(ChangeStep.id)
        ):
            if one.step in (Step.PROPOSE, Step.RESUBMIT):
                asked.add(one.account_id)
                backed = set()
            if one.step in (Step.ENDORSE, Step.PASS_ON):
                assert one.capacity == "proposer" or one.account_id not in asked
                backed.add(one.account_id)
            if one.step in (Step.APPROVE, Step.CONFIRM, Step.REJECT):
                assert not {one.account_id, one.for_account_id} & (asked | backed)
                assert change.academy_id not in works.get(one.account_id or 0, set())
                assert (one.capacity == "deputy") == (one.for_account_id == director)
            if one.step == Step.CONFIRM:
                assert one.account_id != approved
            approved = one.account_id if one.step == Step.APPROVE else approved


def _nothing_of_anybody_in_the_chain() -> None:
    """Steps and log hold codes, ids and figures; names and words are beside them."""
    kept = [str(row) for row in db.session.execute(select(*ChangeStep.__table__.c)).all()]
    rows = db.session.execute(
        select(*AuditEvent.__table__.c).where(AuditEvent.subject == "change")
    ).all()
    kept += [str(row) for row in rows]
    assert kept
    for told in kept:
        for word in (SECRET, "operation", "Sam", "Reed", "Kit", "Late"):
            assert word not in told
    assert any(one == SECRET for one in db.session.scalars(select(ChangeComment.words)))
    assert audit.first_break() is None
