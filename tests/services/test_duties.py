"""Excluded duties of a post: told with their own time, read by whom they concern, kept as rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests import factories as make
from tests.factories import NOW, TODAY
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Actor, Refused, Role
from trust_inclusion.domain.duties import EXCLUDED, Held, Holding
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.charter import PostDuty
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.posts import Appointment
from trust_inclusion.models.standing import Standing
from trust_inclusion.services.duties import holdings
from trust_inclusion.services.duties.holdings import NotPossible, Overtaken, PostDuties
from trust_inclusion.services.places import NotThere


@dataclass(frozen=True, slots=True)
class Ash:
    """An academy with one SENCO post of 8 hours, and those who may tell of it."""

    academy: Academy
    held: Appointment
    director: Actor
    head: Actor
    senco: Actor
    governor: Actor

    @property
    def urn(self) -> int:
        return self.academy.urn

    @property
    def post_id(self) -> int:
        return self.held.post_id


@pytest.fixture
def ash(session: Any) -> Ash:
    with make.saved():
        academy = make.academy("Ash")
        make.evidence_for(academy)
        person = make.person("Olive Own")
        held = make.senco(academy, person=person)
        accounts = {
            Role.DIRECTOR: make.account(Role.DIRECTOR),
            Role.HEADTEACHER: make.account(Role.HEADTEACHER, academies=[academy]),
            Role.SENCO: make.account(Role.SENCO, person=person),
        }
    return Ash(
        academy,
        held,
        make.actor(Role.DIRECTOR, account=accounts[Role.DIRECTOR]),
        make.actor(Role.HEADTEACHER, account=accounts[Role.HEADTEACHER], academies=[academy]),
        make.actor(Role.SENCO, account=accounts[Role.SENCO], academies=[academy]),
        make.actor(Role.GOVERNOR, academies=[academy]),
    )


def tell(ash: Ash, who: Actor, told: Iterable[Held], *, seen: int | None = None,
         today: date = TODAY, post_id: int | None = None) -> list[str]:  # fmt: skip
    number = ash.post_id if post_id is None else post_id
    with transaction():
        last = _seen() if seen is None else seen
        return holdings.tell(who, ash.urn, number, told, seen=last, today=today, now=NOW)


def _seen() -> int:
    return db.session.scalar(select(func.max(PostDuty.id))) or 0


def shown(ash: Ash, who: Actor) -> PostDuties:
    (one,) = holdings.at(who, ash.urn, TODAY).posts
    return one


def test_what_was_told_holds_with_its_sign_and_the_sum_of_own_hours(ash: Ash) -> None:
    told = [Held("X03", True, 150), Held("X02", True), Held("X05", False), Held("X09", True, 0)]
    assert tell(ash, ash.head, told) == ["X03", "X02", "X05", "X09"]
    post = shown(ash, ash.senco)
    by = {one.held.code: one for one in post.duties}
    assert list(by) == list(EXCLUDED)
    assert by["X03"].judged.holding is Holding.OWN_TIME
    assert by["X02"].judged.holding is by["X09"].judged.holding is Holding.DEPARTURE
    assert "not a breach of law" in by["X02"].judged.reason
    assert by["X05"].judged.holding is Holding.NOT_HELD
    assert by["X01"].judged.holding is Holding.NOT_KNOWN
    assert (post.minutes, post.own_minutes) == (480, 150)
    found = holdings.at(ash.senco, ash.urn, TODAY)
    assert (found.measured.allocated, found.measured.formula) == (480, 480)


def test_only_what_changed_becomes_a_row_and_the_log_holds_codes_and_minutes(ash: Ash) -> None:
    tell(ash, ash.head, [Held("X03", True, 150), Held("X05", False)])
    again = [Held("X03", True, 180), Held("X05", False, None), Held("X01", None)]
    assert tell(ash, ash.senco, again) == ["X03"]
    assert tell(ash, ash.senco, again) == []
    assert tell(ash, ash.senco, [Held("X03", None)]) == ["X03"]
    rows = db.session.scalars(select(PostDuty).order_by(PostDuty.id)).all()
    assert [(row.code, row.held, row.minutes) for row in rows] == [
        ("X03", True, 150), ("X05", False, None), ("X03", True, 180), ("X03", None, None),
    ]  # fmt: skip
    assert {row.told_on for row in rows} == {TODAY}
    events = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "duties_told").order_by(AuditEvent.id)
    ).all()
    assert len(events) == 3
    assert events[1].before == {"X03": {"held": True, "minutes": 150}}
    assert events[1].after == {"X03": {"held": True, "minutes": 180}}
    assert events[1].subject_id == ash.post_id
    assert events[1].academy_id == ash.academy.id


def test_hours_without_the_duty_are_refused_and_all_of_the_form_with_them(ash: Ash) -> None:
    for wrong, said in (
        (Held("X03", False, 60), "not held"),
        (Held("X03", None, 60), "not held"),
        (Held("X03", True, -1), "less than 0"),
        (Held("X03", True, 1951), "full-time week"),
        (Held("X11", True, 60), "not in the list"),
    ):
        with pytest.raises(NotPossible, match=said):
            tell(ash, ash.head, [Held("X05", True), wrong])
    with pytest.raises(NotPossible, match="told twice"):
        tell(ash, ash.head, [Held("X05", True), Held("X05", False)])
    assert _seen() == 0


def test_of_two_the_second_reads_what_the_first_said(ash: Ash) -> None:
    tell(ash, ash.head, [Held("X03", True, 150), Held("X05", True)])
    seen = _seen()
    tell(ash, ash.head, [Held("X03", True, 180)])
    with pytest.raises(Overtaken) as overtaken:
        tell(ash, ash.senco, [Held("X03", True, 150), Held("X05", False)], seen=seen)
    assert overtaken.value.theirs == {"X03": Held("X03", True, 180)}
    assert overtaken.value.mine == {"X05"}
    # Who changes nothing overtakes nobody.
    assert tell(ash, ash.senco, [Held("X03", True, 150)], seen=seen) == []


def test_the_history_says_as_what_somebody_told_it(ash: Ash) -> None:
    with make.saved():
        hr = make.actor(Role.HR, account=make.account(Role.HR))
        later = make.account(Role.HR, starts_on=date(2027, 1, 1))
        make.grant(later, Role.DIRECTOR, hubs=[make.hub()])
        make.grant(later, Role.DIRECTOR, ends_on=TODAY - timedelta(days=1))
    stranger = make.actor(Role.HR, account=later)
    operator = Actor("Operator", holdings=hr.holdings)
    for at, who in enumerate((ash.director, ash.head, ash.senco, hr, stranger, operator)):
        tell(ash, who, [Held("X03", True, 60 + at)])
    history = shown(ash, ash.head).history
    assert history is not None
    assert [one.role for one in history] == [
        Role.OPERATOR, None, Role.HR, Role.SENCO, Role.HEADTEACHER, Role.DIRECTOR,
    ]  # fmt: skip
    assert history[0].held == Held("X03", True, 65)


def test_a_governor_sees_signs_and_no_hours_nor_who(ash: Ash) -> None:
    tell(ash, ash.head, [Held("X03", True, 150), Held("X02", True)])
    found = holdings.at(ash.governor, ash.urn, TODAY)
    (post,) = found.posts
    assert (post.own_minutes, post.history, post.may_edit) == (None, None, False)
    assert not found.may_check
    assert {one.held.minutes for one in post.duties} == {None}
    by = {one.held.code: one.judged.holding for one in post.duties}
    assert (by["X03"], by["X02"]) == (Holding.OWN_TIME, Holding.DEPARTURE)


def test_the_standing_brings_it_to_the_lists(ash: Ash) -> None:
    def letters() -> str | None:
        return db.session.scalar(
            select(Standing.duties).where(
                Standing.academy_id == ash.academy.id,
                Standing.valid_from <= TODAY,
                Standing.valid_to > TODAY,
            )
        )

    before = letters()
    tell(ash, ash.head, [Held("X03", True)])
    assert letters() != before


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OPERATOR])
def test_who_may_tell_and_read(ash: Ash, role: Role) -> None:
    named = [ash.academy] if role in (Role.HEADTEACHER, Role.GOVERNOR, Role.SENCO) else []
    person = ash.held.person if role is Role.SENCO else None
    actor = make.actor(role, academies=named, person=person)
    telling = {Role.DIRECTOR, Role.HR, Role.HEADTEACHER, Role.SENCO}
    if role in {*telling, Role.TRUST_LEADER, Role.GOVERNOR}:
        assert shown(ash, actor).may_edit == (role in telling)
    else:
        with pytest.raises(Refused):
            holdings.at(actor, ash.urn, TODAY)
    if role in telling:
        assert tell(ash, actor, [Held("X01", True)]) == ["X01"]
        assert holdings.sheet(actor, ash.urn, ash.post_id, TODAY).duties["X01"].held
    else:
        with pytest.raises(Refused):
            tell(ash, actor, [Held("X01", True)])
        with pytest.raises(Refused):
            holdings.sheet(actor, ash.urn, ash.post_id, TODAY)


def test_a_senco_tells_of_their_own_post_only(ash: Ash) -> None:
    with make.saved():
        colleague = make.senco(ash.academy, "Carl Colleague", title="SENCO, sixth form")
        former = make.senco(ash.academy, person=ash.held.person, title="SENCO, then",
                            until=TODAY - timedelta(days=1))  # fmt: skip
        helping = make.senco(ash.academy, person=ash.held.person, title="Aide", designated=False)
    for other in (colleague, former, helping):
        with pytest.raises(Refused):
            tell(ash, ash.senco, [Held("X01", True)], post_id=other.post_id)
    assert tell(ash, ash.head, [Held("X01", True)], post_id=colleague.post_id) == ["X01"]
    found = holdings.at(ash.senco, ash.urn, TODAY).posts
    assert [(one.title, one.may_edit) for one in found] == [
        ("SENCO", True), ("SENCO, sixth form", False),
    ]  # fmt: skip


def test_other_posts_are_not_there(ash: Ash) -> None:
    with make.saved():
        helper = make.post(ash.academy, kind=PostKind.ASSISTANT, title="Assistant SENCO")
        elsewhere = make.post(make.academy("Birch"))
    for number in (helper.id, elsewhere.id, 999_999, 2**40):
        with pytest.raises(NotThere):
            tell(ash, ash.director, [Held("X01", True)], post_id=number)


def test_an_academy_that_left_is_read_and_not_changed(ash: Ash) -> None:
    tell(ash, ash.director, [Held("X01", True)])
    with transaction():
        academy = db.session.get_one(Academy, ash.academy.id)
        academy.left_on = TODAY
    assert not shown(ash, ash.director).may_edit
    first = shown(ash, ash.director).duties[0]
    assert (first.held.held, first.judged.holding) == (None, Holding.NOT_KNOWN)
    with pytest.raises(Refused, match="not in the trust"):
        tell(ash, ash.director, [Held("X02", True)])


def test_a_vacant_post_counts_where_no_other_is_filled(ash: Ash) -> None:
    with make.saved():
        vacant = make.post(make.academy("Elm", urn=100_777), hours=5)
        make.post(ash.academy, title="SENCO, to come")
    (one,) = holdings.at(ash.director, 100_777, TODAY).posts
    assert (one.id, one.holders, one.minutes) == (vacant.id, (), 300)
    assert shown(ash, ash.director).holders == ("Olive Own",)
    assert one.title == "SENCO"
