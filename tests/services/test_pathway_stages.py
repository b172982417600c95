"""The stages of a track as the trust sets them: who may, what is refused, and what follows."""

from dataclasses import replace

import pytest

from tests import factories as make
from tests.posts_files import ANN, cells, notices, taken
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Actor, Refused, Role
from trust_inclusion.domain.pathway import DEFAULT, Need, Stage, Stages, Track, of_track
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.pathway import PathwayPlace
from trust_inclusion.models.people import Person
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import exports, settings
from trust_inclusion.services.pathway import stages
from trust_inclusion.services.pathway.stages import NEW, NotPossible
from trust_inclusion.services.places import Changed, NotThere

pytestmark = pytest.mark.usefixtures("session")
SCHOOL = of_track(DEFAULT, Track.SCHOOL)


@pytest.fixture
def director() -> Actor:
    """A director of a trust with a SENCO on the third stage and one on the fifth."""
    with make.saved():
        settings.name_trust("Larch Trust")
        ash = make.academy("Ash")
        for number, name in ((3, "Ann"), (5, "Ben")):
            make.senco(ash, person=make.person(name, stages=(number, None, None)), title=name)
    return make.actor(Role.DIRECTOR)


def save(actor: Actor, wanted: Stages, seen: str | None = None) -> bool:
    """Save the school track as the page would send it."""
    mark = seen or stages.current(make.actor(Role.HR)).mark(Track.SCHOOL)
    with transaction():
        return stages.save(actor, Track.SCHOOL, wanted, seen=mark, now=make.NOW)


def test_without_a_word_the_proposal_holds_and_counts_who_is_on_it(director: Actor) -> None:
    found = stages.current(director)
    assert found.stages == DEFAULT
    assert all(found.is_proposed(track) for track in Track)
    assert [found.people_on(stage) for stage in SCHOOL] == [0, 0, 1, 0, 1, 0, 0]


def test_stages_are_renamed_moved_added_and_removed(director: Actor) -> None:
    added = Stage(Track.SCHOOL, NEW, "Lead practitioner", (Need.QTS,), deepens=True)
    third = replace(SCHOOL[2], name="New SENCO")
    assert save(director, (SCHOOL[4], third, added, *SCHOOL[5:]))
    found = of_track(settings.pathway_stages(), Track.SCHOOL)
    assert [stage.code for stage in found] == [5, 3, 8, 6, 7]
    assert found[1].name == "New SENCO"
    assert found[2] == replace(added, code=8)
    assert of_track(settings.pathway_stages(), Track.TRUST) == of_track(DEFAULT, Track.TRUST)
    assert not save(director, found), "nothing differs"


def test_the_furthest_of_several_sencos_follows_the_order(director: Actor) -> None:
    def furthest() -> int | None:
        db.session.expire_all()
        today = Standing.valid_from <= make.TODAY, Standing.valid_to > make.TODAY
        return db.session.query(Standing).filter(*today).one().school_stage

    assert furthest() == 5
    save(director, (SCHOOL[4], SCHOOL[2]))
    assert furthest() == 3


def test_a_stage_with_people_on_it_is_not_removed_and_nothing_is_lost(director: Actor) -> None:
    with pytest.raises(NotPossible) as refused:
        save(director, (SCHOOL[0], replace(SCHOOL[2], name="Renamed too")))
    ((stage, sentence),) = refused.value.removed
    assert (stage, "1 person is on it" in sentence) == (SCHOOL[4], True)
    assert refused.value.problems == []
    assert settings.pathway_stages() == DEFAULT


def test_a_code_that_somebody_ever_stood_on_is_not_given_anew(director: Actor) -> None:
    ann = db.session.query(Person).filter_by(name="Ann").one()
    with make.saved():
        db.session.add(
            PathwayPlace(
                person_id=ann.id, track="school", code=30, since=make.SINCE, evidence="x",
                recorded_at=make.NOW,
            )
        )  # fmt: skip
    save(director, (*SCHOOL, Stage(Track.SCHOOL, NEW, "Another"), Stage(Track.SCHOOL, 99, "More")))
    found = of_track(settings.pathway_stages(), Track.SCHOOL)
    assert [stage.code for stage in found[-2:]] == [31, 32], "an unknown code is a new stage"


@pytest.mark.parametrize(
    ("wanted", "place", "said"),
    [
        ((*SCHOOL, Stage(Track.SCHOOL, NEW, "  ")), 7, "Enter the name"),
        ((*SCHOOL, Stage(Track.SCHOOL, NEW, "head TEACHER")), 7, "stands twice"),
        ((*SCHOOL, Stage(Track.SCHOOL, NEW, "12")), 7, "A number alone"),
        ((*SCHOOL, Stage(Track.SCHOOL, NEW, "x" * 81)), 7, "80 characters"),
        ((*SCHOOL, SCHOOL[0]), 7, "stands twice"),
        ((*SCHOOL, *(Stage(Track.SCHOOL, NEW, f"S{n} x") for n in range(14))), None, "20 stages"),
        ((), None, "keep at least one"),
    ],
)
def test_what_cannot_be_is_told_beside_the_stage(
    director: Actor, wanted: Stages, place: int | None, said: str
) -> None:
    with pytest.raises(NotPossible) as refused:
        save(director, wanted)
    problems = [sentence for at, sentence in refused.value.problems if at == place]
    assert said in " ".join(problems)
    assert settings.pathway_stages() == DEFAULT


def test_who_saves_after_somebody_else_is_told(director: Actor) -> None:
    seen = stages.current(director).mark(Track.SCHOOL)
    save(director, (replace(SCHOOL[0], name="First"), *SCHOOL[1:]), seen)
    with pytest.raises(Changed):
        save(make.actor(Role.ADMIN), (*SCHOOL, Stage(Track.SCHOOL, NEW, "Mine")), seen)
    mark = stages.current(director).mark(Track.TRUST)
    other = of_track(DEFAULT, Track.TRUST)
    with transaction():
        assert stages.save(director, Track.TRUST, other[1:], seen=mark, now=make.NOW), "its own"


def test_director_and_admin_set_them_and_hr_reads_them(director: Actor) -> None:
    hub = make.hub("West")
    for actor in (make.actor(Role.HR), make.actor(Role.DIRECTOR, hubs=[hub])):
        with pytest.raises(Refused):
            save(actor, SCHOOL[1:])
    for role in (Role.TRUST_LEADER, Role.DEPUTY):
        with pytest.raises(Refused):
            stages.current(make.actor(role))
    assert stages.current(make.actor(Role.HR)).stages == DEFAULT
    assert save(make.actor(Role.ADMIN), SCHOOL[1:])


def test_the_log_holds_codes_and_no_name(director: Actor) -> None:
    save(director, (replace(SCHOOL[0], name="Our own word"), *SCHOOL[1:]))
    event = db.session.query(AuditEvent).filter_by(action="pathway_stages_set").one()
    assert event.after is not None
    assert event.after["renamed"] == [1]
    assert "Our own word" not in str(event.after)


def test_before_the_trust_has_a_name_nothing_can_be_set() -> None:
    with pytest.raises(NotThere):
        save(make.actor(Role.DIRECTOR), SCHOOL[1:])


def test_a_file_of_posts_reads_back_what_it_wrote_after_stages_were_moved(director: Actor) -> None:
    save(director, (SCHOOL[4], SCHOOL[2], SCHOOL[0]))
    table = exports.posts(make.actor(Role.HR), make.TODAY)
    rows = [
        {name: _written(cell) for name, cell in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]
    assert [(row["person_name"], row["school_stage"]) for row in rows] == [
        ("Ann", "2"),
        ("Ben", "1"),
    ]
    found = taken(*rows)
    assert found.counts() == {"new": 0, "changed": 0, "unchanged": 2, "left_out": 0}
    moved = taken({**rows[0], "school_stage": "3"})
    assert cells(moved) == {
        "school_stage": ("2 SENCO in the three-year window", "3 Class teacher with SEND interest")
    }
    ann = db.session.query(Person).filter_by(name="Ann").one()
    assert ann.school_stage == 1
    place = db.session.query(PathwayPlace).one()
    assert (place.person_id, place.code, place.since) == (ann.id, 1, make.TODAY)


def _written(cell: object) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return "" if cell is None else str(cell)


@pytest.mark.usefixtures("two_academies")
def test_nobody_brings_in_their_own_stage() -> None:
    taken(ANN)
    ann = db.session.query(Person).one()
    hr = make.actor(Role.HR, person=ann)
    found = taken({**ANN, "school_stage": "4"}, actor=hr)
    assert "Stages are left out: this is your own record." in notices(found)
    assert db.session.query(Person).one().school_stage is None
