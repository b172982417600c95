"""A person's pathway: who keeps what of it, who sees what, and what the stages ask for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import Queries
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Actor, Refused, Role
from trust_inclusion.domain.pathway import Track
from trust_inclusion.domain.pathway_steps import Aspiration, Progress, Readiness
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.pathway import PathwayPlace, PathwayPlan
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment
from trust_inclusion.services import settings
from trust_inclusion.services.pathway import editing, people, plans
from trust_inclusion.services.pathway.editing import (
    Agreed,
    Aspired,
    Beyond,
    NotPossible,
    Reached,
    When,
)
from trust_inclusion.services.places import Changed, NotThere

pytestmark = pytest.mark.usefixtures("session")
WISH = Aspired(Aspiration.STEP_UP, "I want more.", would_move=True)
STEP = Agreed("Shadow a lead.", date(2027, 4, 1), Readiness.ONE_TO_TWO_YEARS)
STAGE = Reached(4, date(2026, 9, 1), "NPQSENCO passed.")


@pytest.fixture
def house() -> Any:
    """Ash with Olive as SENCO, Birch with Nora; Tim leads trust-wide. Each role as an actor."""
    with make.saved():
        settings.name_trust("Larch Trust")
        ash, birch = make.academy("Ash"), make.academy("Birch")
        olive = make.person("Olive Own", stages=(3, 3, 3))
        nora, tim = make.person("Nora Next", stages=(4, None, 4)), make.person("Tim Wide")
        make.senco(ash, person=olive)
        make.senco(birch, person=nora)
        make.appointment(make.post(None, kind=PostKind.TRUST_WIDE, title="Lead"), tim)
        accounts = {role: make.account(role) for role in (Role.DIRECTOR, Role.HR)}
        head = make.account(Role.HEADTEACHER, academies=[ash])
    return SimpleNamespace(
        ash=ash, birch=birch, olive=olive, nora=nora, tim=tim,
        director=make.actor(Role.DIRECTOR, account=accounts[Role.DIRECTOR]),
        hr=make.actor(Role.HR, account=accounts[Role.HR]),
        leader=make.actor(Role.TRUST_LEADER),
        head=make.actor(Role.HEADTEACHER, account=head, academies=[ash]),
        other_head=make.actor(Role.HEADTEACHER, academies=[birch]),
        senco=make.actor(Role.SENCO, person=olive),
        colleague=make.actor(Role.SENCO, person=nora),
        governor=make.actor(Role.GOVERNOR, academies=[ash]),
    )  # fmt: skip


def when(version: int) -> When:
    return When(make.TODAY, make.NOW, version)


def stored(person: Person) -> PathwayPlan | None:
    db.session.expire_all()
    return db.session.get(PathwayPlan, person.id)


def plan_version(person: Person) -> int:
    row = stored(person)
    return row.version if row else 0


def tell(house: Any, told: Aspired = WISH) -> bool:
    with transaction():
        return editing.tell(house.senco, house.olive.id, told, when(plan_version(house.olive)))


def agree(house: Any, actor: Actor, told: Agreed = STEP) -> None:
    with transaction():
        editing.agree(actor, house.olive.id, told, when(plan_version(house.olive)))


def set_stage(actor: Actor, person: Person, told: Reached = STAGE) -> None:
    db.session.expire_all()
    version = db.session.get_one(Person, person.id).version
    with transaction():
        editing.set_stage(actor, person.id, Track.SCHOOL, told, when(version))


def shown(actor: Actor, person: Person) -> people.Pathway:
    db.session.expire_all()
    return people.show(actor, person.id, make.TODAY)


def test_a_stage_is_kept_with_its_day_and_what_shows_it(house: Any) -> None:
    for actor in (house.director, house.hr, house.head):
        set_stage(actor, house.olive)
    found = shown(house.senco, house.olive)
    lane = found.lanes[0]
    assert (lane.stage.code if lane.stage else 0, lane.place, lane.since) == (
        4,
        4,
        date(2026, 9, 1),
    )
    assert lane.evidence == "NPQSENCO passed."
    assert [one.since for one in found.history] == [date(2026, 9, 1)] * 3
    set_stage(house.hr, house.olive, Reached(None, date(2026, 11, 1), "Left the track."))
    assert shown(house.senco, house.olive).lanes[0].stage is None
    log = db.session.query(AuditEvent).filter_by(action="pathway_stage_set").all()
    assert log[-1].before == {"track": "school", "code": 4}
    assert "passed" not in str([event.after for event in log])


@pytest.mark.parametrize("who", ["senco", "colleague", "leader", "other_head", "governor"])
def test_who_does_not_keep_stages_is_refused(house: Any, who: str) -> None:
    with pytest.raises(Refused):
        set_stage(getattr(house, who), house.olive)


def test_on_their_own_record_nobody_is_more_than_a_senco(house: Any) -> None:
    for role in (Role.DIRECTOR, Role.HR):
        with pytest.raises(Refused):
            set_stage(make.actor(role, person=house.olive), house.olive)
    own_head = make.actor(Role.HEADTEACHER, person=house.olive, academies=[house.ash])
    with pytest.raises(Refused):
        set_stage(own_head, house.olive)
    tell(house, Aspired(Aspiration.BEYOND, head_sees=True))
    for own in (own_head, make.actor(Role.DIRECTOR, person=house.olive)):
        with pytest.raises(Refused):
            agree(house, own)
        with pytest.raises(Refused), transaction():
            editing.set_beyond(own, house.olive.id, Beyond(executive=True), when(1))


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (Reached(99, date(2026, 9, 1), "x"), "stage"),
        (Reached(4, date(2026, 11, 22), "x"), "since"),
        (Reached(4, date(1949, 1, 1), "x"), "since"),
        (Reached(4, date(2026, 9, 1), " "), "evidence"),
    ],
)
def test_a_stage_that_cannot_be_is_refused(house: Any, told: Reached, field: str) -> None:
    with pytest.raises(NotPossible) as refused:
        set_stage(house.hr, house.olive, told)
    assert [name for name, _ in refused.value.problems] == [field]
    assert db.session.query(PathwayPlace).count() == 0


def test_of_two_who_record_at_once_the_second_is_told(house: Any) -> None:
    version = db.session.get_one(Person, house.olive.id).version
    set_stage(house.hr, house.olive)
    with pytest.raises(Changed), transaction():
        editing.set_stage(house.director, house.olive.id, Track.TRUST, STAGE, when(version))
    tell(house)
    with pytest.raises(Changed), transaction():
        editing.tell(house.senco, house.olive.id, WISH, when(0))
    with pytest.raises(NotThere):
        people.show(house.hr, 2**40, make.TODAY)


def test_what_is_told_is_seen_by_the_person_director_and_hr_alone(house: Any) -> None:
    tell(house)
    for actor in (house.senco, house.director, house.hr):
        plan = shown(actor, house.olive).plan
        assert plan is not None
        assert (plan.aspiration, plan.words, plan.waits) == (WISH.aspiration, WISH.words, True)
    for actor in (house.head, house.leader):
        assert shown(actor, house.olive).plan is None
    for actor in (house.colleague, house.other_head, house.governor):
        with pytest.raises(Refused):
            shown(actor, house.olive)


def test_the_head_sees_it_by_the_persons_choice(house: Any) -> None:
    tell(house)
    with pytest.raises(Refused):
        agree(house, house.head)
    assert not tell(house, Aspired(WISH.aspiration, WISH.words, True, head_sees=True))
    assert shown(house.head, house.olive).plan
    agree(house, house.head)
    row = stored(house.olive)
    assert row is not None
    assert (row.agreed_as, row.agreed_on, row.readiness) == (
        "headteacher", make.TODAY, "one_to_two_years",
    )  # fmt: skip
    assert shown(house.leader, house.olive).plan is None
    tell(house, WISH)
    assert shown(house.head, house.olive).plan is None
    row = stored(house.olive)
    assert row is not None
    assert row.agreed_on, "whom it is shown to takes no agreement back"


def test_a_trust_leader_sees_the_stages_and_nothing_else(house: Any) -> None:
    set_stage(house.hr, house.olive)
    found = shown(house.leader, house.olive)
    assert found.lanes[0].stage
    assert (found.work, found.history, found.unchecked, found.lanes[0].evidence) == (
        None, [], (), "",
    )  # fmt: skip
    assert all(lane.suggestion is None and not lane.missing for lane in found.lanes)


def test_what_is_changed_takes_the_agreement_back(house: Any) -> None:
    tell(house)
    agree(house, house.director)
    assert tell(house, Aspired(Aspiration.DEEPEN))
    plan = shown(house.director, house.olive).plan
    assert plan is not None
    assert (plan.agreed_on, plan.next_step, plan.readiness, plan.waits) == (None, "", None, True)
    log = [event.after for event in db.session.query(AuditEvent).filter_by(action="pathway_told")]
    assert log[-1] == {"changed": ["aspiration", "words", "would_move"], "taken_back": True}
    assert "deepen" not in str(log)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        (Agreed(" ", date(2027, 4, 1), Readiness.NOW), "next_step"),
        (Agreed("x", date(2026, 11, 20), Readiness.NOW), "next_step_on"),
        (Agreed("x", date(2037, 1, 1), Readiness.NOW), "next_step_on"),
    ],
)
def test_an_agreement_that_cannot_be_is_refused(house: Any, told: Agreed, field: str) -> None:
    tell(house)
    with pytest.raises(NotPossible) as refused:
        agree(house, house.director, told)
    assert [name for name, _ in refused.value.problems] == [field]


def test_only_director_and_head_agree_and_only_what_was_told(house: Any) -> None:
    with pytest.raises(Refused):
        agree(house, house.director)
    tell(house, Aspired(Aspiration.STEP_UP, head_sees=True, mentor_sees=True))
    for actor in (house.hr, house.leader, house.senco, house.colleague, house.other_head):
        with pytest.raises(Refused):
            agree(house, actor)
    for actor in (house.hr, house.director, house.head, house.colleague):
        with pytest.raises(Refused), transaction():
            editing.tell(actor, house.olive.id, WISH, when(1))


def name_mentor(house: Any, actor: Actor, who: str) -> None:
    with transaction():
        mark = editing.mentor_mark(editing.stored(house.olive.id))
        editing.name_mentor(actor, house.olive.id, who, when(mark))


def test_a_mentor_is_somebody_on_record_and_never_oneself(house: Any) -> None:
    for who, said in (
        ("Olive Own", "own mentor"),
        ("Nobody Known", "Nobody in a post"),
        ("x@nowhere.example", "Nobody in a post"),
        ("N", "Nobody in a post"),
    ):
        with pytest.raises(NotPossible, match=said):
            name_mentor(house, house.senco, who)
    with make.saved():
        make.senco(house.birch, person=make.person("Nora Next"), title="Second")
    with pytest.raises(NotPossible, match="Two people"):
        name_mentor(house, house.senco, "Nora Next")
    for actor in (house.senco, house.director, house.hr, house.head):
        name_mentor(house, actor, "")
        name_mentor(house, actor, house.nora.email.upper())
        work = shown(house.senco, house.olive).work
        assert work is not None
        assert work.mentor == "Nora Next"
    for actor in (house.leader, house.colleague, house.governor):
        with pytest.raises(Refused):
            name_mentor(house, actor, "Tim Wide")


def test_a_mentor_reads_what_the_person_shares_with_them_and_no_other(house: Any) -> None:
    name_mentor(house, house.director, "Nora Next")
    tell(house, Aspired(Aspiration.DEEPEN, "Mine"))
    (mentee,) = plans.mentees(house.colleague, make.TODAY)
    assert (mentee.name, mentee.plan) == ("Olive Own", None)
    tell(house, Aspired(Aspiration.DEEPEN, "Mine", mentor_sees=True))
    (mentee,) = plans.mentees(house.colleague, make.TODAY)
    assert mentee.plan is not None
    assert mentee.plan.words == "Mine"
    assert plans.mentees(house.senco, make.TODAY) == []
    name_mentor(house, house.director, "Tim Wide")
    row = stored(house.olive)
    assert row is not None
    assert not row.mentor_sees, "with another mentor the person chooses anew"
    (mentee,) = plans.mentees(make.actor(Role.SENCO, person=house.tim), make.TODAY)
    assert mentee.plan is None


def test_who_leaves_mentors_nobody_and_is_mentored_by_nobody(house: Any) -> None:
    """The mentor's last day, the mentee's, and an academy's that leaves the trust."""
    tell(house, Aspired(Aspiration.DEEPEN, "Mine", mentor_sees=True))
    name_mentor(house, house.senco, "Nora Next")
    leader = make.actor(Role.TRUST_LEADER, person=house.nora)

    def reads() -> set[bool]:
        work = shown(house.hr, house.olive).work
        assert work is not None
        assert work.mentor == "Nora Next", "who it was stays to be seen"
        for_nora = shown(house.hr, house.nora).work
        assert for_nora is not None
        return {
            bool(plans.mentees(house.colleague, make.TODAY)),
            plans.mentors_anybody(house.colleague, make.TODAY),
            shown(leader, house.olive).plan is not None,
            not work.ended,
            for_nora.mentees == 1,
        }

    assert reads() == {True}
    for person, academy in ((house.nora, house.birch), (house.olive, house.ash)):
        held = db.session.scalars(
            select(Appointment).where(Appointment.person_id == person.id)
        ).one()
        with make.saved():
            held.ended_on = make.TODAY
        assert reads() == {True}, "the last day counts"
        with make.saved():
            held.ended_on = make.TODAY - timedelta(days=1)
        assert reads() == {False}
        with make.saved():
            held.ended_on = None
            db.session.get_one(Academy, academy.id).left_on = make.TODAY
        assert reads() == {False}
        with make.saved():
            db.session.get_one(Academy, academy.id).left_on = None
    with make.saved():
        held = db.session.scalars(
            select(Appointment).where(Appointment.person_id == house.nora.id)
        ).one()
        held.ended_on = make.TODAY - timedelta(days=1)
    name_mentor(house, house.senco, "")
    with pytest.raises(NotPossible, match="Nobody in a post"):
        name_mentor(house, house.senco, "Nora Next")


def test_a_head_or_leader_who_mentors_reads_it_as_mentor_by_choice_alone(house: Any) -> None:
    """Neither their role nor being the mentor opens it, also where they see the stages."""
    with make.saved():
        mentor = make.person("Mona Mentor")
        make.appointment(make.post(None, kind=PostKind.TRUST_WIDE, title="Guide"), mentor)
    name_mentor(house, house.senco, "Mona Mentor")
    head = make.actor(Role.HEADTEACHER, person=mentor, academies=[house.ash])
    leader = make.actor(Role.TRUST_LEADER, person=mentor)
    for told, seen in ((WISH, False), (replace(WISH, mentor_sees=True), True), (WISH, False)):
        tell(house, told)
        for actor in (head, leader):
            assert (shown(actor, house.olive).plan is not None) is seen
        with pytest.raises(Refused):
            agree(house, head)


def test_who_a_person_is_to_a_head_ends_with_the_last_day(house: Any) -> None:
    with make.saved():
        (held,) = db.session.scalars(
            select(Appointment).where(Appointment.person_id == house.olive.id)
        )
        held.ended_on = make.TODAY
    assert shown(house.head, house.olive)
    with make.saved():
        held.ended_on = make.TODAY - timedelta(days=1)
    with pytest.raises(Refused):
        shown(house.head, house.olive)
    with make.saved():
        held.ended_on = None
        db.session.get_one(Academy, house.ash.id).left_on = make.TODAY
    with pytest.raises(Refused):
        shown(house.head, house.olive)


def test_moving_is_part_of_the_wish_and_an_agreement_reaches_ten_years_at_most(house: Any) -> None:
    tell(house)
    agree(house, house.director, replace(STEP, next_step_on=date(2036, 11, 21)))
    with pytest.raises(NotPossible):
        agree(house, house.director, replace(STEP, next_step_on=date(2036, 11, 22)))
    assert tell(house, replace(WISH, would_move=False)), "the agreement is taken back"


def test_a_stage_may_be_reached_today(house: Any) -> None:
    set_stage(house.hr, house.olive, Reached(4, make.TODAY, "Passed today."))
    assert shown(house.hr, house.olive).lanes[0].since == make.TODAY


def test_what_others_name_as_mentor_was_not_in_the_persons_mind(house: Any) -> None:
    """Shared with whoever will be the mentor: one whom somebody else names is told nothing."""
    tell(house, replace(WISH, mentor_sees=True))
    name_mentor(house, house.director, "Nora Next")
    (mentee,) = plans.mentees(house.colleague, make.TODAY)
    assert mentee.plan is None
    name_mentor(house, house.director, "")
    tell(house, replace(WISH, mentor_sees=True))
    name_mentor(house, house.senco, "Nora Next")
    (mentee,) = plans.mentees(house.colleague, make.TODAY)
    assert mentee.plan is not None


def test_who_is_named_as_mentor_mentors_others(house: Any) -> None:
    name_mentor(house, house.senco, "Nora Next")
    work = shown(house.hr, house.nora).work
    assert work is not None
    assert work.mentees == 1
    found = {one.stage.code: one.missing for one in shown(house.hr, house.nora).lanes[1].stages}
    assert all("Mentor" not in one.sentence for one in found[4] or ())
    assert "Does not support two schools or more" not in str(found[5])
    with transaction():
        editing.set_beyond(house.hr, house.nora.id, Beyond(schools_supported=1), when(0))
    found = {one.stage.code: one.missing for one in shown(house.hr, house.nora).lanes[1].stages}
    assert "Does not support two schools or more" in str(found[5])
    with pytest.raises(NotPossible), transaction():
        editing.set_beyond(house.hr, house.nora.id, Beyond(schools_supported=201), when(18))


def test_the_record_says_what_a_stage_still_asks(house: Any) -> None:
    lane = shown(house.senco, house.olive).lanes[2]
    assert lane.suggestion is not None
    assert "NPQSENCO not begun" in lane.suggestion.sentence
    with make.saved():
        olive = db.session.get_one(Person, house.olive.id)
        make.qualification(olive, "NPQSENCO", passed_on=date(2026, 7, 1))
        make.qualification(olive, "npqlbc", passed_on=date(2026, 8, 1), checked_on=make.TODAY)
        make.qualification(olive, "NPQH", started_on=date(2026, 9, 1))
        make.qualification(olive, "NPQEL", started_on=date(2027, 9, 1))
    found = shown(house.senco, house.olive)
    assert found.unchecked == ("NPQSENCO",)
    lacks = {
        one.stage.code: [m.sentence for m in one.missing or ()] for one in found.lanes[2].stages
    }
    assert (lacks[5], lacks[6], lacks[7]) == (
        [], ["NPQH begun, not yet held"], ["NPQEL not yet held"],
    )  # fmt: skip
    assert found.lanes[0].suggestion
    assert "SENCO, qualified" in found.lanes[0].suggestion.sentence
    for_leader = shown(house.leader, house.olive)
    assert for_leader.unchecked == ()


def test_staying_and_going_deeper_is_progress_for_who_may_know(house: Any) -> None:
    with make.saved():
        nora = db.session.get_one(Person, house.nora.id)
        make.plan(nora, "deepen", words="Stay")
        make.qualification(nora, "NPQSENCO", passed_on=date(2026, 7, 1))
    own = make.actor(Role.SENCO, person=house.nora)
    assert shown(own, house.nora).lanes[0].progress is Progress.DEEPENING
    suggestion = shown(own, house.nora).lanes[0].suggestion
    assert suggestion is not None
    assert suggestion.sentence.startswith("Go deeper")
    for_head = shown(house.other_head, house.nora).lanes[0]
    assert for_head.progress is Progress.IN_PLACE
    assert for_head.suggestion is not None
    assert "deeper" not in for_head.suggestion.sentence
    assert for_head.ready is None


def test_moved_on_within_the_year(house: Any) -> None:
    set_stage(house.hr, house.olive, Reached(3, date(2024, 9, 1), "Post."))
    set_stage(house.hr, house.olive, Reached(4, date(2026, 9, 1), "Passed."))
    assert shown(house.senco, house.olive).lanes[0].progress is Progress.MOVED_ON


def test_a_plan_costs_a_fixed_number_of_queries(house: Any) -> None:
    def asked(person: Person, actor: Actor) -> int:
        db.session.expire_all()
        with Queries() as queries:
            people.show(actor, person.id, make.TODAY)
        return len(queries)

    few = asked(house.olive, house.director)
    for number in range(4):
        set_stage(house.hr, house.olive, Reached(number + 1, make.SINCE, "Again."))
    tell(house)
    assert asked(house.olive, house.director) == few


ACTS: dict[str, Callable[[Any, Actor], Any]] = {
    "set_stage": lambda house, who: set_stage(who, house.olive),
    "agree": agree,
    "name_mentor": lambda house, who: name_mentor(house, who, "Tim Wide"),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("who", ["governor", "colleague", "leader", "other_head"])
def test_who_reaches_no_such_thing_is_refused(house: Any, act: str, who: str) -> None:
    tell(house, Aspired(Aspiration.STEP_UP, head_sees=True))
    with pytest.raises(Refused):
        ACTS[act](house, getattr(house, who))
