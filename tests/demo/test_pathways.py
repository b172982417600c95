"""The demo trust's pathway: every state of it can be seen, and what it shows holds together."""

from datetime import date

from sqlalchemy import select

from tests.demo.trusts import actor
from trust_inclusion.db import db
from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.leaving import Reason
from trust_inclusion.domain.pathway import Track
from trust_inclusion.domain.pathway_steps import Aspiration, Progress, Readiness
from trust_inclusion.models.pathway import PathwayPlace, PathwayPlan
from trust_inclusion.models.people import Person
from trust_inclusion.services.pathway import leaving, overview, people, plans, succession
from trust_inclusion.services.pathway.narrowing import Filters


def shown(who: Actor, day: date) -> list[people.Pathway]:
    view = overview.view(who, Filters(), day, revision=None)
    return [people.show(who, one, day) for one in view.everyone]


def test_every_kind_of_plan_can_be_seen(day: date) -> None:
    plans = list(db.session.scalars(select(PathwayPlan)))
    assert {one.aspiration for one in plans} - {None} == set(Aspiration)
    assert {one.readiness for one in plans if one.agreed_on} == set(Readiness)
    assert {one.agreed_as for one in plans} == {None, "director", "headteacher"}
    told = [one for one in plans if one.told_on]
    assert {(one.head_sees, one.agreed_on is None) for one in told} >= {(False, True), (True, True)}
    assert any(one.mentor_id and not one.mentor_sees for one in plans)
    assert any(one.mentor_sees for one in plans)
    assert any(one.next_step and one.agreed_on is None for one in plans), "taken back"
    assert all(one.told_on <= day for one in told if one.told_on)
    assert all(
        one.told_on <= one.agreed_on <= day < one.next_step_on
        for one in told
        if one.told_on and one.agreed_on and one.next_step_on
    )


def test_people_stand_on_the_stages_and_their_history_says_so(day: date) -> None:
    director = actor("director", day)
    view = overview.view(director, Filters(), day, revision=None)
    for track, least in ((Track.SCHOOL, 7), (Track.TRUST, 7), (Track.QUALIFICATION, 6)):
        assert len(view.lanes[track].keys() - {overview.NONE}) >= least
    for place in db.session.scalars(select(PathwayPlace).order_by(PathwayPlace.id)):
        assert place.since <= day
    found = shown(director, day)
    assert all(lane.since for one in found for lane in one.lanes if lane.stage)
    progress = {lane.progress for one in found for lane in one.lanes}
    assert progress >= {Progress.MOVED_ON, Progress.DEEPENING, Progress.IN_PLACE}
    assert any(one.work and one.work.mentees for one in found)


def test_succession_is_thick_here_and_thin_there(day: date) -> None:
    director = actor("director", day)
    bench = succession.bench(director, Filters(), day, revision=None)
    assert 0 < bench.thin < bench.every
    rows = succession.page(director, bench.ids, day)
    assert any(row.found.not_yet for row in rows)
    assert any(named.candidate.would_move for row in rows for named in row.found.could)


def test_each_reason_to_leave_is_stated_somewhere(day: date) -> None:
    director = actor("director", day)
    ids = leaving.academies(director, Filters(), day, revision=None)
    rows = leaving.page(director, ids, day)
    assert {one.reason for row in rows for one in row.stated} == set(Reason)


def test_something_waits_for_director_and_head(day: date) -> None:
    assert (
        overview.to_agree(actor("director", day), day)
        > overview.to_agree(actor("head", day), day)
        > 0
    )
    head = actor("head", day)
    told = {one.name: one.plan for one in shown(head, day)}
    assert told["Hannah Tollivant"] is not None
    assert told["Seun Brightwater"] is None
    senco = db.session.scalars(select(Person).where(Person.name == "Priya Wainscott")).one()
    mentees = plans.mentees(actor("senco", day), day)
    assert senco.id == actor("senco", day).person_id
    assert [(one.name, one.plan is not None) for one in mentees] == [
        ("Dorian Feltham", False), ("Isla Marchbank", True),
    ]  # fmt: skip
    (mentee,) = plans.mentees(actor("deputy", day), day)
    assert (mentee.name, mentee.plan is not None) == ("Hannah Tollivant", True)
