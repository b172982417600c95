"""The demo's changes of hours: every state, kind, mark and reason is there, for whom it matters."""

from collections import Counter
from datetime import date, timedelta

from sqlalchemy import func, select

from tests.demo.trusts import actor, moment
from trust_inclusion.db import db
from trust_inclusion.demo.changes import AGREED, WANTED
from trust_inclusion.domain.calendar import london_day
from trust_inclusion.domain.change_rules import Second
from trust_inclusion.domain.changes import CLOSED, OPEN, Case, Kind, State, Step
from trust_inclusion.domain.deputies import State as Deputising
from trust_inclusion.domain.frozen import Figures, Value
from trust_inclusion.domain.posts import AllocationKind
from trust_inclusion.domain.working_days import working_days_between
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.changes import Change, ChangeComment, ChangeDraft, ChangeStep
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.notices import OutgoingMail
from trust_inclusion.models.posts import Allocation
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import change_rules, deputies
from trust_inclusion.services.changes import reading, telling, together, waiting
from trust_inclusion.services.changes.board import Board
from trust_inclusion.services.changes.finding import When


def changes(*states: State) -> list[Change]:
    return list(db.session.scalars(select(Change).where(Change.state.in_(states))))


def only(at: str, state: State) -> Change:
    """The one change in a state at the academy whose name begins like this."""
    here = select(Change).join(Academy, Academy.id == Change.academy_id)
    named = here.where(Academy.name.startswith(at), Change.state == state.value)
    return db.session.scalars(named).one()


def waiting_for(key: str, day: date) -> dict[int, Change]:
    ids = waiting.ids(actor(key, day), day, revision=None)
    return {one: db.session.get_one(Change, one) for one in ids}


def may(key: str, one: Change, day: date) -> set[Step]:
    return set(reading.show(actor(key, day), one.id, day).may)


def case(one: Change, day: date) -> Case:
    return Board([one], day).case(one)


def test_two_years_with_every_state_and_kind(day: date) -> None:
    counts = Counter(one.state for one in changes(*OPEN, *CLOSED))
    assert set(counts) == {state.value for state in State if state is not State.DRAFT}
    decided = changes(*CLOSED)
    assert 55 <= len(decided) <= 75
    closed = [one.closed_at.date() for one in decided if one.closed_at]
    assert len(closed) == len(decided)
    assert max(closed) <= day
    assert min(closed) < day - timedelta(days=640)
    for kind in Kind:
        assert sum(1 for one in changes(State.APPROVED) if one.kind == kind) >= 5


def test_what_was_approved_is_what_the_posts_have(day: date) -> None:
    """No hours but the first of a post came about without a decision."""
    given = db.session.scalars(
        select(Allocation).where(Allocation.kind != AllocationKind.OPENING.value)
    ).all()
    made = {one.allocation_id: one for one in changes(State.APPROVED)}
    assert {one.id for one in given} == set(made)
    for one in given:
        change = made[one.id]
        assert (one.minutes, one.starts_on, one.ends_on, one.kind, one.recorded_at) == (
            change.minutes_proposed, change.effective_on, change.until, change.kind,
            change.closed_at,
        )  # fmt: skip


def test_hours_that_run_that_are_over_and_that_will_begin(day: date) -> None:
    approved = changes(State.APPROVED)
    temporary = [one for one in approved if one.kind == Kind.TEMPORARY and one.until]
    assert any(one.until and one.until < day for one in temporary)
    assert any(one.until and one.effective_on <= day <= one.until for one in temporary)
    assert any(one.kind == Kind.PERMANENT and one.effective_on > day for one in approved)
    late = [one for one in approved if one.late_reason]
    assert late
    assert all(one.proposed_at and one.effective_on < london_day(one.proposed_at) for one in late)


def test_every_reason_for_a_second_approval_was_found(day: date) -> None:
    found: set[Second] = set()
    for one in changes(*OPEN, *CLOSED):
        assert one.frozen is not None
        assert one.frozen_pay is not None
        found |= {*Figures.from_json(one.frozen).second, *Value.from_json(one.frozen_pay).second}
    assert found == set(Second)
    costs = [one for one in changes(*OPEN, *CLOSED) if one.frozen_pay]
    assert {Value.from_json(one.frozen_pay or {}).on_cost_tenths for one in costs} >= {284}


def test_each_step_was_taken_by_somebody_and_everything_said_is_vouched_for(day: date) -> None:
    taken = set(db.session.scalars(select(ChangeStep.step)))
    assert taken == {*(step.value for step in Step), "lapse"}
    at = db.session.scalars(select(ChangeStep.happened_at).order_by(ChangeStep.id)).all()
    assert list(at) == sorted(at)
    assert max(at) <= moment(day)
    said = db.session.scalar(select(func.count(ChangeComment.step_id)))
    vouched = select(func.count(ChangeStep.id)).where(ChangeStep.comment_digest.is_not(None))
    assert said == db.session.scalar(vouched)
    logged = select(func.count(AuditEvent.id)).where(AuditEvent.subject == "change")
    assert db.session.scalar(logged) == db.session.scalar(select(func.count(ChangeStep.id)))


def test_figures_are_those_that_were_known_then(day: date) -> None:
    """Nothing that was counted in January is in a decision before it was published."""
    frozen = [(one.proposed_at, Figures.from_json(one.frozen)) for one in changes(*OPEN, *CLOSED)
              if one.frozen and one.proposed_at]  # fmt: skip
    counted = [(at, figures) for at, figures in frozen if figures.evidence.counts_on]
    assert len(counted) > 50
    for at, figures in counted:
        on = figures.evidence.counts_on
        assert on is not None
        assert on + timedelta(days=62) <= at.date()


def test_the_director_decides_and_is_told_what_is_late(day: date) -> None:
    mine = waiting_for("director", day)
    ready = only("Curlew Lane", State.ENDORSED)
    assert ready.id in mine
    assert ready.reduction
    assert Step.APPROVE in may("director", ready, day)
    assert case(ready, day).view_given
    assert case(ready, day).seen_by_hr
    linked = [one for one in mine.values() if one.bundle_id]
    assert len(linked) == 2
    assert len({one.academy_id for one in linked}) == 1
    passed = [one for one in mine.values() if case(one, day).out_of_date]
    assert len(passed) == 1
    assert Step.APPROVE not in may("director", passed[0], day)
    assert any(one.unsupported for one in mine.values())
    waits = [
        working_days_between(london_day(one.waiting_since), day)
        for one in changes(State.PROPOSED, State.ENDORSED)
    ]
    assert any(5 < days <= 10 for days in waits)
    assert any(days > 10 for days in waits)


def test_trust_leaders_confirm_and_decide_what_the_director_may_not(day: date) -> None:
    to_confirm = only("Chalkdown", State.AWAITING_TRUST)
    own = only("Sedgemere", State.ENDORSED)
    no_head = only("Dunmere", State.ENDORSED)
    for key in ("chief_executive", "trustee"):
        mine = waiting_for(key, day)
        assert {to_confirm.id, own.id} <= set(mine)
        assert Step.CONFIRM in may(key, to_confirm, day)
        assert Step.APPROVE in may(key, own, day)
    assert Step.APPROVE not in may("director", own, day)
    assert Step.APPROVE not in may("director", no_head, day)
    assert reading.show(actor("trustee", day), to_confirm.id, day).attachment
    decided = db.session.scalars(
        select(ChangeStep).where(ChangeStep.step == Step.APPROVE.value,
                                 ChangeStep.capacity == "trust_leader")
    ).all()  # fmt: skip
    director = actor("director", day).account_id
    proposers = {db.session.get_one(Change, one.change_id).proposed_by_id for one in decided}
    assert director in proposers


def test_the_head_endorses_and_has_granted(day: date) -> None:
    (waits,) = waiting_for("head", day).values()
    assert waits.academy.name.startswith("Otterstone")
    assert {Step.ENDORSE, Step.RETURN} <= may("head", waits, day)
    head = actor("head", day).account_id
    own = [one for one in changes(State.APPROVED)
           if one.decided_by_id == head == one.proposed_by_id]  # fmt: skip
    assert len(own) >= 2


def test_hr_marks_and_the_senco_is_asked_for_a_view(day: date) -> None:
    reduced = only("Oxlip", State.ENDORSED)
    assert reduced.id in waiting_for("hr", day)
    assert Step.MARK_SEEN in may("hr", reduced, day)
    assert may("hr_and_senco", reduced, day) >= {Step.GIVE_VIEW}
    assert Step.MARK_SEEN not in may("hr_and_senco", reduced, day)
    assert Step.APPROVE not in may("director", reduced, day)


def test_the_senco_has_a_draft_and_a_change_that_came_back(day: date) -> None:
    senco = actor("senco", day)
    (draft,) = waiting.drafts(senco)
    assert draft.academy.startswith("Harrowmere Infant")
    assert db.session.scalar(select(func.count()).select_from(ChangeDraft)) == 1
    assert waiting.drafts(actor("director", day)) == []
    (returned,) = waiting_for("senco", day).values()
    assert returned.state == State.RETURNED
    assert Step.RESUBMIT in may("senco", returned, day)
    theirs = [one for one in changes(State.APPROVED) if one.person_id == senco.person_id]
    linked = [one for one in theirs if one.bundle_id]
    assert len({one.academy_id for one in linked}) == 2
    assert len({one.decided_at for one in linked}) == 1


def test_deputies_decided_decide_and_will(day: date) -> None:
    director = actor("director", day)
    named = {one.state: one for one in deputies.listed(director, day)}
    assert set(named) == {Deputising.ACTING, Deputising.OVER, Deputising.UPCOMING}
    assert named[Deputising.ACTING].deputy == "Imran Sethwell"
    behalf = [one for one in changes(*CLOSED) if one.decided_for_id == director.account_id]
    told = {
        (event.by, event.on_behalf_of)
        for one in behalf
        for event in reading.show(director, one.id, day).story
        if event.step == Step.APPROVE
    }
    assert told == {("Imran Sethwell", "Marianne Oduya"), ("Delyth Ransome", "Marianne Oduya")}
    mine = waiting_for("deputy", day)
    assert only("Curlew Lane", State.ENDORSED).id in mine
    # What she asked for or endorsed is not for him either.
    assert only("Sedgemere", State.ENDORSED).id not in mine
    assert only("Dunmere", State.ENDORSED).id not in mine


def test_thresholds_hold_and_others_wait(day: date) -> None:
    found = change_rules.thresholds(actor("chief_executive", day))
    assert found.current == AGREED
    assert found.waiting is not None
    assert found.waiting.rules == WANTED
    assert AGREED.on_cost_tenths


def test_the_mail_of_every_step_has_gone(day: date) -> None:
    letters = db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.notice == telling.NOTICE)
    ).all()
    assert len(letters) > 200
    assert all(one.sent_at and one.made_at <= one.sent_at <= moment(day) for one in letters)
    assert all(telling.said(one.content).subject for one in letters)


def test_the_list_shows_what_is_open(day: date) -> None:
    columns = Standing.__table__.c
    shown = select(columns.open_change).where(columns.valid_from <= day, columns.valid_to > day)
    found = Counter(db.session.scalars(shown))
    assert {state.value for state in OPEN} <= set(found)


def test_several_can_be_approved_at_once(day: date) -> None:
    director = actor("director", day)
    offered = waiting.of(director, day, revision=None).approvable
    assert len(offered) >= 2
    for one in offered:
        change = db.session.get_one(Change, one)
        together.approve(director, one, When(day, moment(day), change.version))
        assert change.state == State.APPROVED
