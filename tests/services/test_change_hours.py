"""What a change means beside hours decided before, what is frozen of it, and when it is refused."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from tests import factories as make
from tests.changing import DAY, SOON, Changing, noon
from tests.factories import TODAY
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Refused, Role
from trust_inclusion.domain.change_rules import Second
from trust_inclusion.domain.changes import Kind, State, Step
from trust_inclusion.domain.frozen import Figures, Value
from trust_inclusion.domain.policy import Policy, Rounding
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.changes import Change, ChangeStep
from trust_inclusion.models.posts import Allocation, AppointmentPay, Post
from trust_inclusion.models.settings import FormulaPolicyRow
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import standing
from trust_inclusion.services.changes import proposing, steps
from trust_inclusion.services.changes.board import Board
from trust_inclusion.services.changes.finding import NotPossible, When
from trust_inclusion.services.changes.freezing import Preview, Wanted
from trust_inclusion.services.changes.proposing import Proposal

P, T, ONE_OFF = Kind.PERMANENT, Kind.TEMPORARY, Kind.ONE_OFF
S = Second


@pytest.fixture
def oak(session: "scoped_session[Session]") -> Changing:
    """Oak, where Sam has five hours and is paid M6 of the Rest of England."""
    made = Changing()
    with make.saved():
        paid(made.sam.id, "M6")
    return made


def paid(appointment_id: int, point: str | None, **more: Any) -> None:
    """Record pay from long ago."""
    db.session.add(
        AppointmentPay(
            appointment_id=appointment_id, starts_on=date(2023, 9, 1), area="Rest of England",
            scale="Main", point=point, **more,
        )
    )  # fmt: skip


def asked(
    at: Changing, kind: Kind, hours: float, first: date = SOON, until: date | None = None,
    post_id: int | None = None, **more: Any,
) -> Proposal:  # fmt: skip
    """A proposal in hours."""
    wanted = Wanted(kind, round(hours * 60), first, until)
    return Proposal(post_id or at.post_id, wanted, more.pop("reason", "More pupils"), **more)


def shown(at: Changing, *of: Proposal, who: str = "director") -> list[Preview]:
    """What proposals would mean."""
    return proposing.preview(at.actor(who), of, TODAY)


def approved(at: Changing, *of: Proposal, today: date = TODAY) -> Change:
    """Proposed by the director, endorsed by the head, and brought through by trust leaders."""
    with transaction():
        first = proposing.propose(at.actor("director", today), of, When(today, noon(today)))
        ids = [one.id for one in db.session.scalars(select(Change).order_by(Change.id.desc()))]
    ids = ids[: len(of)]
    for one in ids:
        at.take("head", one, Step.ENDORSE, today)
        if db.session.get_one(Change, one).reduction:
            at.take("hr", one, Step.MARK_SEEN, today)
            at.take("senco", one, Step.GIVE_VIEW, today)
    at.take("leader", first.id, Step.APPROVE, today)
    if at.state(first.id) == State.AWAITING_TRUST:
        if "second leader" not in at.accounts:
            at.add("second leader", Role.TRUST_LEADER)
        at.take("second leader", first.id, Step.CONFIRM, today)
    return db.session.get_one(Change, first.id)


def hours_from(academy_id: int) -> dict[date, float]:
    """The allocated hours of the stored timeline by the day on which they change."""
    rows = db.session.scalars(
        select(Standing).where(Standing.academy_id == academy_id).order_by(Standing.valid_from)
    )
    found: dict[date, float] = {}
    for row in rows:
        hours = row.allocated_minutes / 60
        if not found or list(found.values())[-1] != hours:
            found[row.valid_from] = hours
    return {day: hours for day, hours in found.items() if day >= TODAY}


def test_a_temporary_change_returns_by_itself_and_a_later_one_takes_its_place(oak) -> None:
    end = SOON + 60 * DAY
    approved(oak, asked(oak, T, 8, SOON, end))
    assert hours_from(oak.oak.id) == {SOON: 8, end + DAY: 5}
    # Lasting hours that begin meanwhile, decided afterwards, take its place.
    inside = SOON + 30 * DAY
    approved(oak, asked(oak, P, 9, inside))
    assert hours_from(oak.oak.id) == {SOON: 8, inside: 9}


def test_a_temporary_change_hides_what_was_decided_for_meanwhile(oak) -> None:
    inside, end = SOON + 30 * DAY, SOON + 60 * DAY
    approved(oak, asked(oak, P, 6, inside))
    of = asked(oak, T, 8, SOON, end)
    (preview,) = shown(oak, of)
    # It is said before it is decided.
    assert preview.course == ((SOON, 480), (end + DAY, 360))
    approved(oak, of)
    assert hours_from(oak.oak.id) == {SOON: 8, end + DAY: 6}


def test_what_lessens_hours_decided_before_is_a_reduction(oak) -> None:
    inside, end = SOON + 30 * DAY, SOON + 60 * DAY
    approved(oak, asked(oak, P, 9, inside))
    (preview,) = shown(oak, asked(oak, T, 6, SOON, end))
    assert preview.move.is_reduction
    assert preview.figures.now == 300
    assert preview.second == (S.BELOW_FORMULA, S.BELOW_ONE_DAY)
    # A head does not grant it alone, though on its first day it is an increase.
    of = asked(oak, T, 6, inside - 10 * DAY, inside + 10 * DAY)
    with pytest.raises(Refused, match="only a temporary increase"), transaction():
        proposing.grant(oak.actor("head"), of, When(TODAY, noon(TODAY)))


def test_under_temporary_hours_the_lasting_ones_count_for_a_lasting_change(oak) -> None:
    approved(oak, asked(oak, P, 12, SOON))
    approved(oak, asked(oak, T, 6, SOON + 10 * DAY, SOON + 20 * DAY))
    # From 6 to 9 in the middle of it, but from 12 to 9 for good.
    (preview,) = shown(oak, asked(oak, P, 9, SOON + 15 * DAY))
    assert (preview.figures.now, preview.move.is_reduction) == (360, True)
    # To the hours of that day, which lasting are others, is a change too.
    assert shown(oak, asked(oak, P, 6, SOON + 15 * DAY))[0].move.weekly == -360
    with pytest.raises(NotPossible, match="already"):
        shown(oak, asked(oak, T, 6, SOON + 12 * DAY, SOON + 14 * DAY))


def test_one_off_hours_are_never_hours_a_week(oak) -> None:
    end = SOON + 13 * DAY
    of = asked(oak, ONE_OFF, 20, SOON, end)
    (preview,) = shown(oak, of)
    assert (preview.figures.before, preview.figures.after) == (300, 300)
    assert not preview.move.is_reduction
    assert preview.course == ((SOON, 300),)
    change = approved(oak, of)
    given = db.session.get_one(Allocation, change.allocation_id)
    assert (given.minutes, given.kind, given.ends_on) == (1200, "one_off", end)
    assert hours_from(oak.oak.id) == {}


def test_grants_do_not_follow_each_other_and_one_sent_twice_is_one(oak) -> None:
    def grant(first: date, last: date, hours: float = 7) -> int:
        with transaction():
            of = asked(oak, T, hours, first, last)
            return proposing.grant(oak.actor("head"), of, When(TODAY, noon(TODAY))).id

    end = TODAY + 41 * DAY
    one = grant(TODAY, end)
    assert grant(TODAY, end) == one
    assert db.session.query(Allocation).filter_by(kind="temporary").count() == 1
    for first in (end + DAY, end + 42 * DAY):
        with pytest.raises(Refused, match="only just ended"):
            grant(first, first + 5 * DAY)
    grant(end + 43 * DAY, end + 50 * DAY)
    long = asked(oak, T, 7, SOON + 300 * DAY, SOON + 310 * DAY, reason="x" * 100_000)
    with pytest.raises(NotPossible, match=r"at most 4,000 characters"), transaction():
        proposing.grant(oak.actor("head"), long, When(TODAY, noon(TODAY)))


@pytest.mark.parametrize("field", ["reason", "cost_note", "late_reason"])
def test_what_is_typed_has_its_length(oak, field: str) -> None:
    typed: dict[str, Any] = {"late_reason": "Ill", field: "x" * 4001}
    of = asked(oak, P, 7, TODAY - DAY, **typed)
    with pytest.raises(NotPossible) as refused, transaction():
        proposing.propose(oak.actor("senco"), [of], When(TODAY, noon(TODAY)))
    assert [name for name, _ in refused.value.problems] == [field]


def test_a_day_that_has_passed_is_marked_and_one_that_passed_meanwhile_is_renewed(oak) -> None:
    late = approved(oak, asked(oak, P, 7, TODAY - 3 * DAY, late_reason="Agreed by telephone"))
    assert (late.state, late.late_reason) == (State.APPROVED, "Agreed by telephone")
    with transaction():
        of = asked(oak, P, 8, SOON, late_reason="Typed for nothing")
        one = proposing.propose(oak.actor("senco"), [of], When(TODAY, noon(TODAY))).id
    assert db.session.get_one(Change, one).late_reason == ""
    oak.take("head", one, Step.ENDORSE)
    passed = SOON + DAY
    with pytest.raises(Refused, match="Its first day passed"):
        oak.take("director", one, Step.APPROVE, passed)
    oak.take("director", one, Step.RETURN, passed)
    with pytest.raises(NotPossible, match="begins on a day that has passed"):
        oak.resubmit("senco", one, today=passed)
    with transaction():
        version = db.session.get_one(Change, one).version
        renewed = asked(oak, P, 8, passed)
        proposing.resubmit(oak.actor("senco", passed), one, renewed,
                           When(passed, noon(passed), version))  # fmt: skip
    assert oak.state(one) == State.PROPOSED


def test_a_last_day_that_passed_while_it_waited_is_renewed_too(oak) -> None:
    last = TODAY + 2 * DAY
    with transaction():
        of = asked(oak, T, 7, TODAY - DAY, last, late_reason="Ill")
        one = proposing.propose(oak.actor("head"), [of], When(TODAY, noon(TODAY))).id
    with pytest.raises(Refused, match="passed while it waited"):
        oak.take("director", one, Step.APPROVE, last + DAY)


def test_what_became_a_reduction_meanwhile_is_proposed_again(oak) -> None:
    first = SOON
    with transaction():
        one = proposing.propose(
            oak.actor("head"), [asked(oak, P, 7, first)], When(TODAY, noon(TODAY))
        ).id
        granted = asked(oak, T, 8, first - 10 * DAY, first + 10 * DAY)
        proposing.grant(oak.actor("head"), granted, When(TODAY, noon(TODAY)))
    with pytest.raises(Refused, match="make it a reduction"):
        oak.take("director", one, Step.APPROVE)
    oak.take("director", one, Step.RETURN)
    oak.resubmit("head", one, 7 * 60)
    assert db.session.get_one(Change, one).reduction


def test_two_sencos_at_one_academy_are_decided_together(oak) -> None:
    with make.saved():
        other = make.senco(oak.oak, "Kit Lane", hours=4, title="SENCO (infants)")
        paid(other.id, "M6")
    oak.add_senco("kit", other)
    less = asked(oak, P, 3)
    more = asked(oak, P, 6, post_id=other.post_id)
    alone = shown(oak, less)[0]
    assert (alone.figures.before, alone.figures.after) == (9 * 60, 7 * 60)
    assert S.BELOW_FORMULA in alone.second
    both = shown(oak, less, more)
    assert [one.figures.after for one in both] == [9 * 60, 9 * 60]
    assert both[0].second == ()
    # Not so on the days before the other's begin.
    later = asked(oak, P, 6, SOON + DAY, post_id=other.post_id)
    assert S.BELOW_FORMULA in shown(oak, less, later)[0].second
    change = approved(oak, less, more)
    assert (change.state, hours_from(oak.oak.id)) == (State.APPROVED, {})
    assert [one.minutes for one in db.session.query(Allocation).filter_by(kind="permanent")] == [
        3 * 60, 6 * 60,
    ]  # fmt: skip


def test_one_of_two_that_needs_the_trust_keeps_both_waiting(oak) -> None:
    elm = oak.academy("Elm")
    with make.saved():
        there = make.senco(elm, hours=5, person=oak.sam.person)
        paid(there.id, "M6")
    oak.add("elm head", Role.HEADTEACHER, academies=[elm])
    elm_post, oak_post = there.post_id, oak.post_id
    with transaction():
        of = [asked(oak, P, 6), asked(oak, P, 10.5, post_id=elm_post)]
        first = proposing.propose(oak.actor("senco"), of, When(TODAY, noon(TODAY)))
        ids = [first.id, first.id + 1]
    oak.take("head", ids[0], Step.ENDORSE)
    for step in (Step.APPROVE, Step.REJECT):
        with pytest.raises(Refused, match="not so far yet"):
            oak.take("director", ids[0], step)
    oak.take("elm head", ids[1], Step.ENDORSE)
    oak.take("director", ids[0], Step.APPROVE)
    assert {oak.state(one) for one in ids} == {State.AWAITING_TRUST}
    oak.take("leader", ids[1], Step.CONFIRM)
    given = db.session.query(Allocation).filter_by(kind="permanent")
    assert {row.post_id: row.minutes for row in given} == {oak_post: 360, elm_post: 630}


def test_linked_changes_of_which_one_waits_for_hr_are_held_up(oak) -> None:
    with make.saved():
        other = make.senco(oak.oak, "Kit Lane", hours=4, title="SENCO (infants)")
    other_post = other.post_id
    with transaction():
        of = [asked(oak, P, 6), asked(oak, P, 3, post_id=other_post)]
        first = proposing.propose(oak.actor("head"), of, When(TODAY, noon(TODAY))).id
    with pytest.raises(Refused, match="held up"):
        oak.take("director", first, Step.APPROVE)


def test_the_same_pair_sent_twice_is_one_and_one_alone_is_not_the_pair(oak) -> None:
    with make.saved():
        other = make.senco(oak.oak, "Kit Lane", hours=4, title="SENCO (infants)")
    of = [asked(oak, P, 6), asked(oak, P, 5, post_id=other.post_id)]
    now = When(TODAY, noon(TODAY))
    with transaction():
        first = proposing.propose(oak.actor("head"), of, now).id
        assert proposing.propose(oak.actor("head"), of, now).id == first
    assert db.session.query(Change).count() == 2
    oak.take("head", first, Step.WITHDRAW)
    with transaction():
        proposing.propose(oak.actor("head"), of[:1], now)
    with pytest.raises(NotPossible, match="on its way already"), transaction():
        proposing.propose(oak.actor("head"), of, now)


def test_evidence_missing_and_the_lower_end_of_a_range(oak) -> None:
    bare = make.academy
    with make.saved():
        ash = bare("Ash")
        there = make.senco(ash, hours=9)
        paid(there.id, "M6")
    post_id, appointment_id = there.post_id, ash.id
    (preview,) = shown(oak, asked(oak, P, 8, post_id=post_id))
    assert preview.second == (S.NO_EVIDENCE,)
    assert preview.figures.formula_minutes is None
    assert shown(oak, asked(oak, P, 10, post_id=post_id))[0].second == ()
    with make.saved():
        # 120 + 60 + 60: 6 hours if all SEN support counts once, 12 if all counts five times.
        make.evidence_for(db.session.get_one(type(ash), appointment_id),
                          sen_support_with_specialist=None)  # fmt: skip
    (at_least,) = shown(oak, asked(oak, P, 6.5, post_id=post_id))
    assert at_least.figures.outcome.is_range
    assert (at_least.figures.formula_minutes, at_least.second) == (360, ())


def test_the_formula_asks_nothing_of_an_academy_without_the_duty(oak) -> None:
    with make.saved():
        special = make.academy("Yew", type_code="44")
        there = make.senco(special, hours=10)
        paid(there.id, "M6")
    post_id = there.post_id
    assert shown(oak, asked(oak, P, 8, post_id=post_id))[0].second == ()
    assert shown(oak, asked(oak, P, 6, post_id=post_id))[0].second == (S.BELOW_ONE_DAY,)


def test_who_is_not_designated_does_not_count_and_a_vacant_post_does(oak) -> None:
    with make.saved():
        aside = make.senco(oak.oak, hours=6, title="Second SENCO", designated=False)
        paid(aside.id, "M6")
        vacant = make.post(oak.oak, title="Third SENCO", hours=4)
        helper = make.post(oak.oak, kind=PostKind.ASSISTANT, title="Assistant", hours=10)
    aside_id, vacant_id, helper_id = aside.post_id, vacant.id, helper.id
    (beside,) = shown(oak, asked(oak, P, 1, post_id=aside_id))
    assert (beside.figures.before, beside.figures.after, beside.second) == (300, 300, ())
    (empty,) = shown(oak, asked(oak, P, 3, post_id=vacant_id))
    assert (empty.figures.before, empty.figures.after) == (540, 480)
    assert empty.value.why_not == "Nobody holds the post."
    assert empty.second == (S.VALUE_UNKNOWN,)
    assert shown(oak, asked(oak, P, 9, post_id=helper_id))[0].second == (S.VALUE_UNKNOWN,)


def test_pay_that_cannot_be_used_is_said_and_what_stands_beside_it_stays(oak) -> None:
    of = asked(oak, P, 6)
    salary = shown(oak, of)[0].value.salary
    assert salary is not None
    assert salary.point == "M6"
    for point, said in ((None, "not recorded"), ("M99", "No pay table has the point M99")):
        with make.saved():
            db.session.query(AppointmentPay).delete()
            paid(oak.sam.id, point, tlr_pence=339_100, sen_allowance_pence=267_900)
        value = shown(oak, of)[0].value
        assert (value.pence, value.tlr_pence, value.sen_allowance_pence) == (None, 339_100, 267_900)
        assert said in value.why_not
        assert value.second == (S.VALUE_UNKNOWN,)
    with make.saved():
        db.session.query(AppointmentPay).delete()
    assert "not recorded" in shown(oak, of)[0].value.why_not


def test_of_a_year_without_a_table_the_latest_before_it_is_used_and_named(oak) -> None:
    far = asked(oak, P, 6, date(2029, 9, 1))
    for of in (far, asked(oak, P, 6, TODAY)):
        salary = shown(oak, of)[0].value.salary
        assert salary is not None
        assert salary.year == "2026/27"


def test_nobody_elses_pay_is_reckoned_with(oak) -> None:
    """A SENCO sees the value of their own hours: never what a successor is paid."""
    with make.saved():
        oak.sam.ended_on = SOON - DAY
        db.session.add(oak.sam)
        later = make.appointment(db.session.get_one(Post, oak.post_id), make.person(), since=SOON)
        paid(later.id, "M1")
    value = shown(oak, asked(oak, P, 6), who="senco")[0].value
    assert value == Value(None, "Somebody else holds the post on the first day.",
                          second=(S.VALUE_UNKNOWN,))  # fmt: skip
    one = oak.propose("head", 360)
    change, later = db.session.get_one(Change, one), SOON + DAY
    today = steps.previews_of(Board([change], later), [change], later)[one]
    assert today.value.pence is None


def test_a_post_that_became_vacant_meanwhile_needs_no_view_and_the_trust_confirms(oak) -> None:
    one = oak.propose("head", 240)
    oak.take("hr", one, Step.MARK_SEEN)
    gone = TODAY + DAY
    with make.saved():
        oak.sam.ended_on = TODAY
        db.session.add(oak.sam)
    oak.take("director", one, Step.APPROVE, gone)
    change: Any = db.session.get_one(Change, one)
    assert change.state == State.AWAITING_TRUST
    assert Value.from_json(change.frozen_pay).pence is not None
    at_approval = Value.from_json(change.frozen_pay_at_approval)
    assert at_approval.why_not == "Nobody holds the post."


def test_what_was_frozen_stays(oak) -> None:
    with transaction():
        of = asked(oak, P, 10.5, cost_note="From the inclusion budget")
        one = proposing.propose(oak.actor("senco"), [of], When(TODAY, noon(TODAY))).id
    oak.take("head", one, Step.ENDORSE)
    proposed = dict(_row(one).frozen)
    proposed_pay = dict(_row(one).frozen_pay)
    _everything_changes()
    oak.take("director", one, Step.APPROVE)
    at_approval = dict(_row(one).frozen_at_approval)
    assert at_approval != proposed
    assert Figures.from_json(at_approval).policy.name == "Ours"
    pay_at_approval = dict(_row(one).frozen_pay_at_approval)
    assert pay_at_approval != proposed_pay
    with make.saved():
        db.session.query(AppointmentPay).delete()
        make.evidence_for(oak.oak, census_date=date(2026, 11, 1), ehcp=50)
    oak.take("leader", one, Step.CONFIRM)
    change = _row(one)
    assert (change.frozen, change.frozen_pay) == (proposed, proposed_pay)
    assert (change.frozen_at_approval, change.frozen_pay_at_approval) == (
        at_approval,
        pay_at_approval,
    )
    assert (change.minutes_now, change.gap_before, change.gap_after) == (300, -180, 150)
    assert Figures.from_json(change.frozen).policy.name == "NUT SENCO Charter, Annex A"
    assert Figures.from_json(change.frozen).second == (S.LARGE_MOVE,)


def _row(change_id: int) -> Any:
    return db.session.get_one(Change, change_id)


def _everything_changes() -> None:
    with make.saved():
        policy = Policy("Ours", date(2020, 1, 1), rounding=Rounding.UP, points_per_hour=20)
        db.session.add(
            FormulaPolicyRow(
                valid_from=policy.valid_from, policy=policy.to_json(), recorded_at=make.NOW
            )
        )
        row = db.session.query(AppointmentPay).one()
        row.point = "M1"


def test_a_return_takes_the_approval_back_with_what_was_frozen_at_it(oak) -> None:
    one = oak.propose("senco", 10 * 60 + 30)
    oak.take("head", one, Step.ENDORSE)
    oak.take("director", one, Step.APPROVE)
    oak.take("leader", one, Step.RETURN)
    change = db.session.get_one(Change, one)
    assert (change.state, change.frozen_at_approval, change.decided_by_id) == (
        State.RETURNED, None, None,
    )  # fmt: skip
    told = db.session.query(ChangeStep).filter_by(change_id=one, step="approve").one()
    assert told.account_id == oak.accounts["director"]


def test_what_an_approval_put_in_force_is_in_its_story(oak) -> None:
    change = approved(oak, asked(oak, T, 7, SOON, SOON + 9 * DAY))
    last = db.session.query(ChangeStep).order_by(ChangeStep.id.desc()).first()
    assert last is not None
    assert last.figures == {
        "allocation_id": change.allocation_id, "minutes": 420, "kind": "temporary",
        "effective_on": SOON.isoformat(), "until": (SOON + 9 * DAY).isoformat(),
    }  # fmt: skip


def test_an_open_change_shows_without_working_the_standing_out_anew(oak) -> None:
    one = oak.propose("senco")
    rows = list(db.session.scalars(select(Standing)))
    assert {row.open_change for row in rows} == {"proposed"}
    with transaction():
        standing.rebuild([oak.oak.id])
    assert {row.open_change for row in db.session.scalars(select(Standing))} == {"proposed"}
    oak.take("head", one, Step.RETURN)
    assert {row.open_change for row in db.session.scalars(select(Standing))} == {"returned"}
