"""The digest of what has waited long: to whom, once at five and once at ten working days."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests import factories as make
from tests.changing import DAY, Changing, letters, noon
from tests.factories import TODAY
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Refused, Role
from trust_inclusion.domain.changes import Step
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.changes import Change, ChangeReminder
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.services import change_digests
from trust_inclusion.services.change_digests import Plan

# TODAY is a Saturday: Friday 27 November 2026 is the fifth working day after it.
FIFTH = date(2026, 11, 27)
SIXTH, TENTH, ELEVENTH = date(2026, 11, 30), date(2026, 12, 4), date(2026, 12, 7)
NOTICE = "change_digest"


@pytest.fixture
def oak(session: Any) -> Changing:
    return Changing()


def run(day: date) -> Plan:
    with transaction():
        return change_digests.put_out(OPERATOR, day, today=day, now=noon(day))


def put_out(day: date) -> dict[str, list[tuple[int, bool]]]:
    """To whom the run of a day writes: (days, whether it waits for them) of each change."""
    before = len(letters(NOTICE))
    run(day)
    found: dict[str, list[tuple[int, bool]]] = {}
    for name, content in letters(NOTICE)[before:]:
        assert name not in found, f"two digests for {name}"
        items: Any = content["items"]
        found[name] = [(item["days"], item["own"]) for item in items]
    return found


def rows() -> int:
    return db.session.scalar(select(func.count()).select_from(ChangeReminder)) or 0


def test_more_than_five_working_days_and_more_than_ten(oak: Changing) -> None:
    oak.propose("senco")
    both = {"head": True, "director": False}
    for offset in range(20):
        day = TODAY + offset * DAY
        found = put_out(day)
        if day in (SIXTH, ELEVENTH):
            days = 5 if day == SIXTH else 10
            assert found == {name: [(days, own)] for name, own in both.items()}
        else:
            assert found == {}, day
    assert rows() == 2


def test_after_a_gap_only_the_later_is_put_out(oak: Changing) -> None:
    oak.propose("senco")
    assert put_out(ELEVENTH + 7 * DAY) == {"head": [(10, True)], "director": [(10, False)]}
    assert put_out(ELEVENTH + 8 * DAY) == {}


def test_a_week_without_a_run_loses_none(oak: Changing) -> None:
    oak.propose("senco")
    assert put_out(TENTH) == {"head": [(5, True)], "director": [(5, False)]}
    assert put_out(TENTH + 7 * DAY) == {"head": [(10, True)], "director": [(10, False)]}


def test_whoever_is_next_after_a_step_is_asked_anew(oak: Changing) -> None:
    one = oak.propose("senco")
    run(SIXTH)
    oak.take("head", one, Step.ENDORSE, today=SIXTH)
    assert put_out(SIXTH + 7 * DAY) == {}
    assert put_out(SIXTH + 8 * DAY) == {"director": [(5, True)]}


def test_a_view_does_not_begin_the_count_anew(oak: Changing) -> None:
    one = oak.propose("head", 240)
    oak.take("senco", one, Step.GIVE_VIEW, today=FIFTH)
    assert put_out(SIXTH) == {"hr": [(5, True)], "director": [(5, False)]}


def test_without_a_director_there_the_trust_leader_is_asked(oak: Changing) -> None:
    oak.propose("head")
    oak.disable("director")
    assert put_out(SIXTH) == {"leader": [(5, True)]}


def test_a_director_of_a_hub_hears_of_the_hub_only(oak: Changing) -> None:
    with make.saved():
        north = make.hub("North")
        db.session.get_one(Academy, oak.oak.id).hub_id = north.id
        south = make.hub("South")
    oak.add("north", Role.DIRECTOR, hubs=[north])
    oak.add("south", Role.DIRECTOR, hubs=[south])
    oak.propose("senco")
    assert set(put_out(SIXTH)) == {"head", "director", "north"}


def test_one_digest_for_several_changes(oak: Changing) -> None:
    elm = oak.academy("Elm")
    with make.saved():
        other = make.senco(elm, "Ola Other", hours=4)
    oak.add("elm head", Role.HEADTEACHER, academies=[elm])
    oak.propose("director")
    oak.propose("director", posts=(other.post_id,))
    assert put_out(SIXTH) == {
        "head": [(5, True)],
        "elm.head": [(5, True)],
        "director": [(5, False), (5, False)],
    }
    to_director = dict(letters(NOTICE))["director"]
    assert [line.says for line in change_digests.lines(to_director)] == [
        "Elm: a change waits to be endorsed, for more than 5 working days.",
        "Oak: a change waits to be endorsed, for more than 5 working days.",
    ]


def test_linked_changes_wait_for_whoever_is_behind(oak: Changing) -> None:
    elm = oak.academy("Elm")
    with make.saved():
        second = make.senco(elm, person=oak.sam.person, hours=4)
    oak.add("elm head", Role.HEADTEACHER, academies=[elm])
    oak.propose("senco", posts=(oak.post_id, second.post_id))
    first, _ = db.session.query(Change).order_by(Change.id)
    oak.take("head", first.id, Step.ENDORSE)
    found = put_out(SIXTH)
    assert found["elm.head"] == [(5, True)]
    assert found["director"] == [(5, False), (5, False)]
    assert set(found) == {"elm.head", "director"}


def test_a_preview_saves_nothing(oak: Changing) -> None:
    oak.propose("senco")
    found = change_digests.plan(OPERATOR, SIXTH, today=SIXTH)
    assert (len(found.waited), len(found.mail), found.lapsed) == (1, 2, 0)
    assert (rows(), letters(NOTICE)) == (0, [])


def test_what_lapses_is_closed_on_its_day_and_never_ahead(oak: Changing) -> None:
    one = oak.propose("senco")
    leaves = TODAY + timedelta(days=5)
    with transaction():
        db.session.get_one(Academy, oak.oak.id).left_on = leaves
    with transaction():
        # Asked for a later day: what is due by then is put out, nothing is closed before its day.
        found = change_digests.put_out(OPERATOR, leaves, today=TODAY, now=noon(TODAY))
    assert (found.lapsed, oak.state(one)) == (0, "proposed")
    assert run(leaves - DAY).lapsed == 0
    assert change_digests.plan(OPERATOR, leaves, today=leaves).lapsed == 1
    assert run(leaves).lapsed == 1
    assert oak.state(one) == "lapsed"
    assert run(leaves).lapsed == 0
    assert put_out(ELEVENTH) == {}


def test_the_log_has_the_figures(oak: Changing) -> None:
    oak.propose("senco")
    run(SIXTH)
    event = db.session.scalars(
        select(AuditEvent).where(AuditEvent.action == "change_digests_put_out")
    ).one()
    assert event.after == {"changes": 1, "mail": 2}


def test_only_the_operator(oak: Changing) -> None:
    for who in ("director", "hr", "head"):
        with pytest.raises(Refused):
            change_digests.plan(oak.actor(who), TODAY, today=TODAY)
