"""The pathway across the trust: who is counted for whom, succession, and reasons to leave."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import Queries
from trust_inclusion.db import db
from trust_inclusion.domain.access import Actor, Role
from trust_inclusion.domain.pathway import Track
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.charter import PostDuty
from trust_inclusion.models.pathway import PathwayPlan
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment
from trust_inclusion.services import exports, settings
from trust_inclusion.services.pathway import facts, leaving, overview, plans, succession
from trust_inclusion.services.pathway.narrowing import Filters
from trust_inclusion.services.pathway.overview import NONE

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def trust() -> Any:
    """Ash (with an assistant) and Elm in the hub North, Birch in South, Gone left the trust."""
    with make.saved():
        settings.name_trust("Larch Trust")
        north, south = make.hub("North"), make.hub("South")
        ash, elm = make.academy("Ash", hub=north), make.academy("Elm", hub=north)
        birch = make.academy("Birch", hub=south, phase="4")
        gone = make.academy("Gone", left_on=make.TODAY)
        people: dict[str, Person] = {}
        for academy, name, stage in (
            (ash, "Olive", 4), (elm, "Ella", 3), (birch, "Bea", 4), (gone, "Gus", 4),
        ):  # fmt: skip
            people[name] = make.person(name, stages=(stage, None, stage))
            make.senco(academy, person=people[name], since=date(2026, 3, 1))
        people["Hal"] = make.person("Hal", stages=(2, 2, 1))
        assistant = make.post(ash, kind=PostKind.ASSISTANT, title="Assistant")
        make.appointment(assistant, people["Hal"], designated=False)
        people["Tim"] = make.person("Tim")
        lead = make.post(None, kind=PostKind.TRUST_WIDE, title="Lead")
        make.appointment(lead, people["Tim"], designated=False)
    return SimpleNamespace(
        north=north, south=south, ash=ash, elm=elm, birch=birch, people=people,
        director=make.actor(Role.DIRECTOR), hr=make.actor(Role.HR),
        leader=make.actor(Role.TRUST_LEADER), head=make.actor(Role.HEADTEACHER, academies=[ash]),
        of_north=make.actor(Role.DIRECTOR, hubs=[north]),
        senco=make.actor(Role.SENCO, person=people["Olive"]),
    )  # fmt: skip


def view(actor: Actor, **asked: Any) -> overview.View:
    return overview.view(actor, Filters(**asked), make.TODAY, revision=None)


def names(actor: Actor, **asked: Any) -> list[str]:
    ids = view(actor, **asked).everyone
    return [one.name for one in overview.page(actor, ids, settings.pathway_stages(), make.TODAY)]


def test_everybody_in_post_within_reach_stands_on_three_lanes(trust: Any) -> None:
    found = view(trust.director)
    assert found.total == 5
    people = trust.people
    assert list(found.on(Track.SCHOOL, 4)) == [people["Bea"].id, people["Olive"].id]
    assert list(found.on(Track.TRUST, 2)) == [people["Hal"].id]
    assert list(found.on(Track.SCHOOL, NONE)) == [people["Tim"].id]
    assert names(trust.of_north) == ["Ella", "Hal", "Olive"]
    assert names(trust.head) == ["Hal", "Olive"]
    assert names(trust.senco) == ["Olive"]
    assert names(make.actor(Role.GOVERNOR, academies=[trust.ash])) == []


def test_filters_narrow_to_hub_phase_and_words(trust: Any) -> None:
    assert names(trust.director, hub_id=trust.south.id) == ["Bea"]
    assert names(trust.director, phase="secondary") == ["Bea"]
    assert names(trust.director, words="ÉLM") == ["Ella"]
    assert names(trust.director, words="bea birch") == ["Bea"]
    assert names(trust.head, words="birch") == []


def test_an_aspiration_is_found_and_counted_only_for_who_may_know_it(trust: Any) -> None:
    with make.saved():
        make.plan(trust.people["Olive"], "deepen", words="Stay", agreed="now")
        make.plan(trust.people["Hal"], "deepen", head_sees=True, agreed="now")
    assert names(trust.director, aspiration="deepen") == ["Hal", "Olive"]
    assert names(trust.hr, aspiration="deepen") == ["Hal", "Olive"]
    assert names(trust.head, aspiration="deepen") == ["Hal"]
    assert names(trust.leader, aspiration="deepen") == []
    assert names(trust.senco, aspiration="deepen") == ["Olive"]
    assert view(trust.director).ready == {"now": 2}
    assert view(trust.head).ready == {"now": 1}
    assert view(trust.leader).ready == {}
    shown = {
        one.name: one.next_step
        for one in overview.page(
            trust.head, view(trust.head).everyone, settings.pathway_stages(), make.TODAY
        )
    }
    assert shown == {"Hal": "Lead a meeting.", "Olive": ""}


def test_a_head_who_mentors_counts_and_reads_it_by_choice_alone(trust: Any) -> None:
    """In the list, its filter, the count of who is ready and the order of who could step up."""
    with make.saved():
        mentor = make.person("Mona")
        guides = make.appointment(
            make.post(None, kind=PostKind.TRUST_WIDE, title="Guide"), mentor, designated=False
        )
        make.plan(trust.people["Olive"], "deepen", mentor=mentor, agreed="now")
        make.plan(trust.people["Hal"], "deepen", mentor=mentor, mentor_sees=True, agreed="now")
    head = make.actor(Role.HEADTEACHER, academies=[trust.ash], person=mentor)
    assert names(head, aspiration="deepen") == ["Hal"]
    assert view(head).ready == {"now": 1}
    listed = overview.page(head, view(head).everyone, settings.pathway_stages(), make.TODAY)
    assert {one.name: one.aspiration for one in listed} == {"Hal": "deepen", "Olive": None}
    assert names(head, to_agree=True) == []
    with make.saved():
        guides.ended_on = make.TODAY - timedelta(days=1)
    assert names(head, aspiration="deepen") == [], "no mentor any more"
    assert view(head).ready == {}
    listed = overview.page(head, view(head).everyone, settings.pathway_stages(), make.TODAY)
    assert {one.aspiration for one in listed} == {None}


def test_what_was_agreed_is_counted_and_shown_only_while_it_is(trust: Any) -> None:
    """A plan that was told anew keeps the former next step for nobody to read or count."""
    with make.saved():
        plan = make.plan(trust.people["Olive"], agreed="now")
        plan.agreed_on = plan.agreed_as = None
    assert view(trust.director).ready == {}
    listed = overview.page(
        trust.director, view(trust.director).everyone, settings.pathway_stages(), make.TODAY
    )
    (olive,) = (one for one in listed if one.name == "Olive")
    assert (olive.readiness, olive.next_step, olive.next_step_on) == (None, "", None)
    told = plans.plan_of(db.session.get_one(PathwayPlan, olive.id))
    assert (told.readiness, told.next_step, told.next_step_on) == (None, "", None)


def test_the_pathway_holds_on_the_last_day_of_a_post(trust: Any) -> None:
    day = make.TODAY
    with make.saved():
        (held,) = db.session.scalars(
            select(Appointment).where(Appointment.person_id == trust.people["Ella"].id)
        )
        held.ended_on = day
    assert "Ella" in names(trust.director)
    found = overview.view(trust.director, Filters(), day + timedelta(days=1), revision=None)
    assert trust.people["Ella"].id not in found.everyone


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"qts": True}, True),
        ({"qts": True, "para_8a": True}, False),
        ({"qts": True, "qts_basis": "qtls", "qtls_recheck_on": make.TODAY}, True),
        ({"qts": True, "qts_basis": "qtls", "qtls_recheck_on": date(2026, 11, 20)}, None),
        ({"qts": True, "qts_basis": "qts", "qtls_recheck_on": date(2026, 11, 20)}, True),
        ({"qts": None}, None),
    ],
)
def test_teacher_status_as_a_senco_needs_it(told: dict[str, Any], said: bool | None) -> None:
    nothing = {"qts": None, "para_8a": None, "qts_basis": None, "qtls_recheck_on": None}
    assert facts.teacher(SimpleNamespace(**{**nothing, **told}), make.TODAY) is said


def test_a_course_typed_with_a_space_counts_for_who_could_step_up(trust: Any) -> None:
    with make.saved():
        hal = db.session.get_one(Person, trust.people["Hal"].id)
        make.qualification(hal, "NPQ SENCO", passed_on=make.TODAY)
    (row,) = facts.award_rows(select(Person.id))[hal.id]
    assert facts.courses_of([row], make.TODAY).award_held


def test_a_file_of_people_has_the_columns_and_cells_of_its_reader(trust: Any) -> None:
    with make.saved():
        make.plan(trust.people["Olive"], "deepen", agreed="later")
        make.plan(trust.people["Hal"], "step_up", head_sees=True)

    def rows(actor: Actor) -> dict[str, dict[str, Any]]:
        table = exports.people_by_stage(actor, view(actor).everyone, make.TODAY)
        found = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
        return {str(row["person"]): row for row in found}

    leader = rows(trust.leader)
    assert not {"aspiration", "readiness", "next_step"} & leader["Olive"].keys()
    assert leader["Olive"]["school_stage_name"] == "SENCO, qualified"
    assert (leader["Hal"]["posts"], leader["Tim"]["urns"]) == ("Assistant, Ash", None)
    head = rows(trust.head)
    assert (head["Olive"]["aspiration"], head["Hal"]["aspiration"]) == (None, "step_up")
    assert head["Olive"]["readiness"] is None
    assert rows(trust.hr)["Olive"]["readiness"] == "later"


def test_what_waits_to_be_agreed_waits_for_director_and_chosen_head(trust: Any) -> None:
    with make.saved():
        make.plan(trust.people["Olive"])
        make.plan(trust.people["Hal"], head_sees=True)
        make.plan(trust.people["Bea"], agreed="now")
        make.plan(trust.people["Gus"])
    olive = trust.people["Olive"]
    for actor, many in (
        (trust.director, 2), (trust.of_north, 2), (trust.head, 1), (trust.hr, 0),
        (trust.leader, 0), (trust.senco, 0), (make.actor(Role.DIRECTOR, person=olive), 1),
        (make.actor(Role.DIRECTOR, hubs=[trust.south]), 0),
    ):  # fmt: skip
        assert overview.to_agree(actor, make.TODAY) == many, actor
        assert len(names(actor, to_agree=True)) == many
    first = overview.first_to_agree(trust.director, make.TODAY, 1)
    assert [name for _, name in first] == ["Hal"]


def bench(actor: Actor, **more: Any) -> succession.Bench:
    return succession.bench(actor, Filters(), make.TODAY, revision=None, **more)


def rows(actor: Actor) -> dict[str, Any]:
    found = succession.page(actor, bench(actor).ids, make.TODAY)
    return {row.name: row.found for row in found}


def test_nobody_to_step_up_is_thin(trust: Any) -> None:
    found = rows(trust.director)
    assert [one.candidate.name for one in found["Ash"].could] == ["Hal"]
    assert {name: one.is_thin for name, one in found.items()} == {
        "Ash": False, "Birch": True, "Elm": True,
    }  # fmt: skip
    assert (bench(trust.director).thin, bench(trust.director).every) == (2, 3)
    assert len(bench(trust.director, only=succession.THIN).ids) == 2
    assert (bench(trust.head).thin, bench(trust.head).every) == (0, 1)
    with make.saved():
        db.session.get_one(Person, trust.people["Hal"].id).induction_completed = None
    found = rows(trust.director)
    assert found["Ash"].is_thin
    assert found["Ash"].not_yet[0].unsettled == ("Induction not recorded",)
    assert bench(trust.director).thin == 3


def test_who_would_move_counts_in_their_own_hub_for_who_may_know(trust: Any) -> None:
    with make.saved():
        make.plan(trust.people["Hal"], would_move=True, head_sees=True, agreed="now")
        make.plan(trust.people["Bea"], would_move=True)
    found = rows(trust.director)
    (named,) = found["Elm"].could
    assert (named.candidate.name, named.candidate.readiness) == ("Hal", "now")
    assert named.facts[0] == "Would move from another academy"
    assert bench(trust.director).thin == 1
    for actor in (trust.leader, make.actor(Role.HEADTEACHER, academies=[trust.elm])):
        assert rows(actor)["Elm"].is_thin, "would move is part of what a person told"
    leader = rows(trust.leader)["Ash"].could[0].candidate
    assert leader.readiness is None
    assert rows(trust.head)["Ash"].could[0].candidate.readiness == "now"
    south = make.actor(Role.DIRECTOR, hubs=[trust.south])
    assert [*rows(south)] == ["Birch"]


def test_thin_counts_what_the_pages_say(trust: Any) -> None:
    with make.saved():
        make.plan(trust.people["Hal"], would_move=True)
        bea = db.session.get_one(Person, trust.people["Bea"].id)
        make.qualification(bea, "NASENCO", passed_on=date(2015, 1, 1), started_on=None)
        make.appointment(make.post(trust.elm, title="Second"), bea, designated=False)
    for actor in (trust.director, trust.leader, trust.of_north, trust.head):
        assert bench(actor).thin == sum(one.is_thin for one in rows(actor).values())


def test_who_prepares_at_one_academy_could_step_up_at_their_other(trust: Any) -> None:
    """Also where the page shows one of the two alone."""
    with make.saved():
        ann = make.person("Ann")
        make.appointment(make.post(trust.elm, title="Helps out"), ann, designated=False)
        assists = make.post(trust.birch, kind=PostKind.ASSISTANT, title="Assistant")
        make.appointment(assists, ann, designated=False)
    head = make.actor(Role.HEADTEACHER, academies=[trust.elm])
    (row,) = rows(head).values()
    assert [one.facts for one in row.could] == [("Works here", "Prepares for the role")]
    assert bench(head).thin == 0


def test_who_is_senco_at_one_academy_could_step_up_at_the_other_they_work_at(trust: Any) -> None:
    with make.saved():
        bea = db.session.get_one(Person, trust.people["Bea"].id)
        bea.school_stage = 2
        make.appointment(make.post(trust.elm, title="Second"), bea, designated=False)
    found = rows(trust.director)
    assert [one.candidate.name for one in found["Elm"].could] == ["Bea"]
    assert found["Birch"].is_thin, "its own SENCO is no successor"
    assert bench(trust.director).thin == 1


def reasons(actor: Actor) -> dict[str, list[str]]:
    ids = leaving.academies(actor, Filters(), make.TODAY, revision=None)
    found = leaving.page(actor, ids, make.TODAY)
    return {row.person: [one.reason.value for one in row.stated] for row in found}


def test_reasons_are_stated_by_academy_and_pay_only_to_who_may_see_it(trust: Any) -> None:
    with make.saved():
        make.evidence_for(trust.ash, ehcp=40)
        olive = db.session.get_one(Person, trust.people["Olive"].id)
        post = make.post(trust.ash, title="Second SENCO")
        make.appointment(post, olive, pay_point="M3", since=date(2020, 1, 1))
        for held in (None, True):
            db.session.add(
                PostDuty(post_id=post.id, code="X05", held=held, told_on=make.TODAY,
                         told_at=make.NOW)
            )  # fmt: skip
        make.plan(trust.people["Ella"], None, mentor=olive)
    ids = leaving.academies(trust.director, Filters(), make.TODAY, revision=None)
    found = leaving.page(trust.director, ids, make.TODAY)
    assert [row.academy for row in found] == ["Ash", "Ash", "Birch", "Elm"]
    second = next(row for row in found if row.title == "Second SENCO")
    assert [one.reason.value for one in second.stated] == [
        "short_of_time", "no_additional_pay", "not_on_leadership_team", "excluded_duties",
    ]  # fmt: skip
    for_leader = [
        one.reason.value
        for row in leaving.page(trust.leader, ids, make.TODAY)
        for one in row.stated
    ]
    assert "no_additional_pay" not in for_leader
    with_pay = make.actor(Role.TRUST_LEADER, with_pay=True)
    assert "no_additional_pay" in str(leaving.page(with_pay, ids, make.TODAY))
    assert "no_mentor" in reasons(trust.director)["Bea"]
    assert "no_mentor" not in reasons(trust.director)["Ella"]
    with make.saved():
        for held in db.session.scalars(
            select(Appointment).where(Appointment.person_id == olive.id)
        ):
            held.ended_on = make.TODAY - timedelta(days=1)
    assert "no_mentor" in reasons(trust.director)["Ella"], "the mentor left"
    with make.saved():
        for held in db.session.scalars(
            select(Appointment).where(Appointment.person_id == olive.id)
        ):
            held.ended_on = None
    assert [*reasons(trust.head)] == ["Olive"]
    assert reasons(trust.senco) == {}


def test_each_page_costs_as_much_for_many_academies_as_for_few(trust: Any) -> None:
    def asked() -> list[int]:
        db.session.expire_all()
        many: list[int] = []
        for ask in (
            lambda: names(trust.director),
            lambda: view(trust.director, aspiration="deepen", hub_id=1, phase="primary"),
            lambda: rows(trust.director),
            lambda: reasons(trust.director),
            lambda: overview.to_agree(trust.director, make.TODAY),
        ):
            with Queries() as queries:
                ask()
            many.append(len(queries))
        return many

    few = asked()
    with make.saved():
        for number in range(30):
            academy = make.academy(f"More {number:02}", hub=trust.north)
            make.senco(academy, f"Zed {number:02}", pay_point="M3")
            make.plan(make.person(f"Yan {number}"), would_move=True)
    assert asked() == few


def test_what_is_kept_is_right_until_the_revision_rises(trust: Any) -> None:
    first = overview.view(trust.director, Filters(), make.TODAY, revision=7)
    with Queries() as queries:
        again = overview.view(trust.director, Filters(), make.TODAY, revision=7)
        succession.bench(trust.director, Filters(), make.TODAY, revision=7)
        before = len(queries)
        succession.bench(trust.hr, Filters(words="ash"), make.TODAY, revision=7)
    assert again is first
    assert len(queries) == before, "worked out once for all who know the same of people"
