"""Deputies: who names whom, for which days, and what acting for somebody never allows."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.changing import DAY, Changing, noon
from tests.factories import TODAY
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Refused, Role
from trust_inclusion.domain.changes import State, Step
from trust_inclusion.domain.deputies import State as Standing
from trust_inclusion.models.accounts import AccountGrant
from trust_inclusion.models.changes import Change, ChangeStep
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.services import deputies, settings
from trust_inclusion.services.deputies import NotNamed
from trust_inclusion.services.places import NotThere

LAST = TODAY + 9 * DAY


@pytest.fixture
def oak(session: Any) -> Changing:
    found = Changing()
    found.add("dee", Role.GOVERNOR, academies=[found.academy("Elsewhere")])
    return found


def end(oak: Changing, by: str, grant_id: int | None = None) -> bool:
    one = (
        grant_id
        or db.session.scalars(
            select(AccountGrant.id).where(AccountGrant.role == Role.DEPUTY.value)
        ).first()
    )
    with transaction():
        return deputies.end(oak.actor(by), one or 0, today=TODAY, now=noon(TODAY))


def listed(oak: Changing, by: str, today=TODAY) -> list[tuple[str, str, Standing]]:
    rows = deputies.listed(oak.actor(by, today), today)
    return [(row.deputy, row.director, row.state) for row in rows]


def problem(oak: Changing, *named: Any, **more: Any) -> str:
    with pytest.raises(NotNamed) as refused:
        oak.name_deputy(*named, **more)
    ((_, sentence),) = refused.value.problems
    return sentence


def test_a_deputy_has_what_their_director_has_and_for_whom(oak: Changing) -> None:
    revision = settings.current().revision
    oak.name_deputy("director", "dee")
    row = db.session.scalars(
        select(AccountGrant).where(AccountGrant.role == Role.DEPUTY.value)
    ).one()
    assert (row.everything, row.hub_id, row.with_pay) == (True, None, False)
    assert (row.starts_on, row.ends_on) == (TODAY, LAST)
    assert row.for_account_id == oak.accounts["director"]
    (held,) = [one for one in oak.actor("dee").holdings if one.role is Role.DEPUTY]
    assert held.acts_for == oak.accounts["director"]
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "deputy_named")).one()
    assert event.after == {
        "for_account_id": oak.accounts["director"],
        "starts_on": TODAY.isoformat(),
        "ends_on": LAST.isoformat(),
    }
    assert (settings.current().revision or 0) > (revision or 0)


def test_a_director_of_hubs_gives_those_hubs(oak: Changing) -> None:
    with make.saved():
        hubs = [make.hub("North"), make.hub("South")]
    oak.add("hubs", Role.DIRECTOR, hubs=hubs)
    oak.name_deputy("hubs", "dee", "hubs")
    rows = db.session.scalars(select(AccountGrant).where(AccountGrant.for_account_id.is_not(None)))
    assert {(row.hub_id, row.everything) for row in rows} == {(one.id, False) for one in hubs}
    assert len(listed(oak, "hubs")) == 1
    assert end(oak, "hubs")
    assert Role.DEPUTY not in oak.actor("dee").roles


def test_who_may_name_for_whom(oak: Changing) -> None:
    oak.add("other", Role.DIRECTOR)
    with pytest.raises(Refused):
        oak.name_deputy("other", "dee", "director")
    for who in ("head", "hr", "senco", "dee"):
        with pytest.raises(Refused):
            oak.name_deputy(who, "dee", "director")
    oak.name_deputy("leader", "dee", "director")
    oak.name_deputy("other", "dee", "other")
    assert len(listed(oak, "leader")) == 2
    assert listed(oak, "other") == [("Dee", "Other", Standing.ACTING)]


def test_a_trust_leader_of_a_hub_does_not_name_for_the_whole_trust(oak: Changing) -> None:
    with make.saved():
        north = make.hub("North")
    oak.add("north", Role.TRUST_LEADER, hubs=[north])
    oak.add("its director", Role.DIRECTOR, hubs=[north])
    with pytest.raises(Refused):
        oak.name_deputy("north", "dee", "director")
    oak.name_deputy("north", "dee", "its director")
    assert [row[1] for row in listed(oak, "north")] == ["Its Director"]


def test_whom_nobody_can_name(oak: Changing) -> None:
    assert "their own deputy" in problem(oak, "director", "director")
    assert "names themself" in problem(oak, "leader", "leader")
    oak.add("gone", Role.GOVERNOR, academies=[oak.oak])
    oak.disable("gone")
    assert "may sign in" in problem(oak, "director", "gone")
    oak.add("no more", Role.HR, ends_on=TODAY - DAY)
    assert "may sign in" in problem(oak, "director", "no more")


def test_one_at_a_time_and_only_while_they_are_the_director(oak: Changing) -> None:
    oak.name_deputy("director", "dee")
    assert "has a deputy from" in problem(oak, "leader", "hr", first=LAST, last=LAST)
    oak.name_deputy("director", "hr", first=LAST + DAY, last=LAST + DAY)
    oak.end_role("director", TODAY + 20 * DAY)
    said = problem(oak, "leader", "hr", first=TODAY + 15 * DAY, last=TODAY + 21 * DAY)
    assert "is not the director on all of these days" in said


def test_a_director_who_is_no_longer_one_has_no_deputy(oak: Changing) -> None:
    oak.disable("director")
    with pytest.raises(Refused):
        oak.name_deputy("leader", "dee")


def test_ended_at_once_called_off_and_over(oak: Changing) -> None:
    oak.name_deputy("director", "dee", first=TODAY, last=TODAY)
    assert listed(oak, "director", TODAY + DAY) == [("Dee", "Director", Standing.OVER)]
    assert end(oak, "director")
    assert Role.DEPUTY not in oak.actor("dee").roles
    assert listed(oak, "director") == [("Dee", "Director", Standing.CALLED_OFF)]
    assert not end(oak, "director")
    oak.name_deputy("director", "hr", first=TODAY, last=LAST)
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "deputy_ended")).one()
    assert event.before == {"ends_on": TODAY.isoformat()}


def test_nobody_ends_what_is_not_theirs(oak: Changing) -> None:
    oak.name_deputy("director", "dee")
    oak.add("other", Role.DIRECTOR)
    for who in ("other", "dee", "hr"):
        with pytest.raises(NotThere):
            end(oak, who)
    head = db.session.scalars(
        select(AccountGrant.id).where(AccountGrant.role == Role.HEADTEACHER.value)
    ).first()
    for grant_id in (head, 2**40):
        with pytest.raises(NotThere):
            end(oak, "leader", grant_id)
    assert end(oak, "leader")


def test_a_deputy_decides_and_the_story_says_for_whom(oak: Changing) -> None:
    one = oak.propose("senco")
    oak.take("head", one, Step.ENDORSE)
    oak.name_deputy("director", "dee")
    oak.take("dee", one, Step.APPROVE)
    step = db.session.query(ChangeStep).order_by(ChangeStep.id.desc()).first()
    assert step is not None
    assert (step.capacity, step.for_account_id) == ("deputy", oak.accounts["director"])
    assert db.session.get_one(Change, one).decided_for_id == oak.accounts["director"]


def test_power_begins_and_ends_by_itself(oak: Changing) -> None:
    oak.name_deputy("director", "dee", first=TODAY + DAY)
    one = oak.propose("senco")
    oak.take("head", one, Step.ENDORSE)
    for day in (TODAY, LAST + DAY):
        with pytest.raises(NotThere):
            oak.take("dee", one, Step.REJECT, today=day)
    oak.take("dee", one, Step.REJECT, today=LAST)
    assert oak.state(one) == State.REJECTED


@pytest.mark.parametrize("how", ["disabled", "role ended"])
def test_power_ends_with_the_directors(oak: Changing, how: str) -> None:
    oak.name_deputy("director", "dee")
    one = oak.propose("senco")
    oak.take("head", one, Step.ENDORSE)
    if how == "disabled":
        oak.disable("director")
    else:
        oak.end_role("director")
    assert Role.DEPUTY not in oak.actor("dee").roles
    with pytest.raises(NotThere):
        oak.take("dee", one, Step.APPROVE)
    assert listed(oak, "leader") == [("Dee", "Director", Standing.WITHOUT_EFFECT)]
    oak.take("leader", one, Step.REJECT)


def test_no_deputy_decides_what_they_endorsed_or_for_their_own_academy(oak: Changing) -> None:
    oak.name_deputy("director", "head")
    one = oak.propose("senco")
    oak.take("head", one, Step.ENDORSE)
    with pytest.raises(Refused, match="You proposed or endorsed it"):
        oak.take("head", one, Step.APPROVE)
    # A second head of the same academy endorsed nothing, and still decides nothing there.
    oak.add("second head", Role.HEADTEACHER, academies=[oak.oak])
    end(oak, "director")
    oak.name_deputy("director", "second head")
    with pytest.raises(Refused, match="hold a post or the headship"):
        oak.take("second head", one, Step.APPROVE)
    oak.take("director", one, Step.APPROVE)


def test_no_deputy_decides_what_they_proposed(oak: Changing) -> None:
    one = oak.propose("head")
    oak.name_deputy("director", "head")
    with pytest.raises(Refused, match="You proposed or endorsed it"):
        oak.take("head", one, Step.APPROVE)


def test_no_deputy_decides_on_their_own_hours_or_a_colleagues(oak: Changing) -> None:
    one = oak.propose("head")
    oak.name_deputy("director", "senco")
    with pytest.raises(Refused, match="their own"):
        oak.take("senco", one, Step.APPROVE)
    with make.saved():
        colleague = make.senco(oak.oak, "Cal Colleague", title="SENCO, upper school")
        oak.add_senco("colleague", colleague)
    end(oak, "director")
    oak.name_deputy("director", "colleague")
    with pytest.raises(Refused, match="hold a post or the headship"):
        oak.take("colleague", one, Step.APPROVE)


@pytest.mark.parametrize("part", ["proposed", "endorsed"])
def test_no_deputy_decides_what_their_director_asked_for(oak: Changing, part: str) -> None:
    oak.name_deputy("director", "dee")
    if part == "proposed":
        one = oak.propose("director")
        oak.take("head", one, Step.ENDORSE)
    else:
        oak.end_role("head")
        one = oak.propose("senco")
        oak.take("director", one, Step.ENDORSE)
    with pytest.raises(Refused, match="Whom you act for may not decide"):
        oak.take("dee", one, Step.APPROVE)
    oak.take("leader", one, Step.APPROVE)


def test_a_deputy_of_two_directors_decides_for_the_one_who_may(oak: Changing) -> None:
    oak.add("other", Role.DIRECTOR)
    oak.name_deputy("director", "dee")
    oak.name_deputy("other", "dee", "other")
    one = oak.propose("director")
    oak.take("head", one, Step.ENDORSE)
    oak.take("dee", one, Step.REJECT)
    assert db.session.get_one(Change, one).decided_for_id == oak.accounts["other"]


def test_the_next_one_stands_before_the_later_and_the_last_before_the_earlier(
    oak: Changing,
) -> None:
    for weeks in (5, 3, 1):
        first = TODAY + weeks * 7 * DAY
        oak.name_deputy("director", "dee", first=first, last=first)

    def days(today: date) -> list[date]:
        return [one.first_on for one in deputies.listed(oak.actor("leader", today), today)]

    coming = [TODAY + weeks * 7 * DAY for weeks in (1, 3, 5)]
    assert days(TODAY) == coming
    assert days(TODAY + 60 * DAY) == coming[::-1]


def test_a_year_from_now_at_most(oak: Changing) -> None:
    assert "within the coming year" in problem(
        oak, "director", "dee", first=TODAY + timedelta(400), last=TODAY + timedelta(401)
    )
