"""The settings of the qualification clock: who changes them, and what a change does at once."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from time_machine import TimeMachineFixture

from tests import factories as make
from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.standing import Standing

PATH = "/settings/qualification"
DEFAULTS = {
    "npq_months": "22", "nasenco_months": "14", "next_cohort": ["1", "2", "2027"],
    "due_soon_days": "182", "clock_rule": "first_of_unbroken_run",
}  # fmt: skip
SEEN = {
    "seen_npq_months": "22", "seen_nasenco_months": "14", "seen_next_cohort": "2027-02-01",
    "seen_due_soon_days": "182", "seen_clock_rule": "first_of_unbroken_run",
}  # fmt: skip


def statuses(app: Flask) -> set[str]:
    """Of the clocks and of the list on the day of the tests."""
    with app.app_context():
        day = make.TODAY
        clocks = select(Clock.status).where(Clock.valid_from <= day, Clock.valid_to > day)
        listed = select(Standing.qualification_status).where(
            Standing.valid_from <= day, Standing.valid_to > day
        )
        found = {*db.session.scalars(clocks)}
        assert found >= {*db.session.scalars(listed)}
        db.session.remove()
    return found


@pytest.fixture
def enrolling(trust: Trust) -> Trust:
    """With a SENCO who can still enrol in time."""
    with trust.app.app_context():
        with make.saved():
            make.senco(make.academy("Elder"), "Ella Enrol", since=date(2026, 9, 1))
        db.session.remove()
    return trust


def test_a_change_refreshes_every_standing_and_is_logged(enrolling: Trust) -> None:
    admin = enrolling.client("admin")
    assert 'value="22"' in admin.get(PATH)
    assert "in_window" in statuses(enrolling.app)
    done = admin.post(PATH, {**DEFAULTS, **SEEN, "next_cohort": ["1", "2", "2028"]})
    assert done.location == PATH
    assert "in_window" not in statuses(enrolling.app)
    assert "cannot_finish" in statuses(enrolling.app)
    assert "1 February 2028" in enrolling.client("hr").get(PATH)
    with enrolling.app.app_context():
        event = db.session.scalars(
            select(AuditEvent).where(AuditEvent.action == "qualification_rules_set")
        ).one()
        assert event.before
        assert event.after
        told = event.before["next_cohort"], event.after["next_cohort"]
        assert told == ("2027-02-01", "2028-02-01")
        db.session.remove()


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"npq_months": "0"}, "must be between 1 and 60"),
        ({"npq_months": "x"}, "Enter a whole number"),
        ({"nasenco_months": ""}, "Enter the number of months"),
        ({"next_cohort": ["31", "2", "2027"]}, "There is a problem"),
        ({"next_cohort": ["1", "2", "2020"]}, "between 1 September 2024 and 1 January 2100"),
        ({"due_soon_days": ""}, "Enter the number of days"),
        ({"due_soon_days": "2000"}, "must be between 0 and 1,095"),
        ({"clock_rule": "never"}, "There is a problem"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_box(
    trust: Trust, told: dict[str, object], said: str
) -> None:
    admin = trust.client("admin")
    assert said in admin.post(PATH, {**DEFAULTS, **SEEN, **told}, 422).text
    assert 'value="22"' in admin.get(PATH)


def test_nobody_overwrites_what_they_did_not_see(trust: Trust) -> None:
    first, second = trust.client("admin"), trust.client("admin")
    first.post(PATH, {**DEFAULTS, **SEEN, "due_soon_days": "90"})
    late = second.post(PATH, {**DEFAULTS, **SEEN, "npq_months": "20"}, 422).text
    assert "due soon 90 days" in late
    assert 'value="20"' in late
    second.post(PATH, {**DEFAULTS, **SEEN, "npq_months": "20", "seen_due_soon_days": "90"})
    assert 'value="20"' in first.get(PATH)


def test_a_start_that_is_over_is_warned_of(trust: Trust, clock: TimeMachineFixture) -> None:
    assert "is over" not in trust.client("hr").get(PATH)
    clock.move_to("2027-02-02T12:00:00+00:00")
    for name in ("hr", "admin"):
        html = trust.client(name).get(PATH)
        assert "The next NPQ start set here, 1 February 2027, is over." in html
