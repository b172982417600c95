"""The thresholds for changes of hours: read, proposed, confirmed by another, with their history."""

import re
from typing import Any

import pytest
from flask import Flask

from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.domain.change_rules import ChangeRules
from trust_inclusion.services import settings

PATH = "/settings/changes"
FORM = f"{PATH}/propose"
OTHER = {
    "large_move_minutes": "7.5", "costly_pence": "£12,000.50", "head_most_minutes": "0",
    "head_most_days": "28", "on_cost_tenths": "43.5%", "version": "0",
}  # fmt: skip


def in_force(app: Flask) -> ChangeRules:
    with app.app_context():
        found = settings.change_rules()
        db.session.remove()
    return found


def waiting(html: str) -> str:
    """Where the proposal that waits is confirmed."""
    found = re.search(r'action="(/settings/changes/\d+)/confirm"', html)
    assert found, "nothing to confirm"
    return found[1]


def test_from_a_proposal_to_its_being_in_force(trust: Trust) -> None:
    director, leader = trust.client("director"), trust.client("trustee")
    assert "those in force came with the program" in director.get(PATH)
    assert "not set: salary only" in director.get(PATH)
    assert director.post(FORM, OTHER).location == PATH
    html = director.get(PATH)
    assert "hold once a trust leader confirms" in html
    assert "/confirm" not in html
    assert in_force(trust.app) == ChangeRules()
    leader.post(f"{waiting(leader.get(PATH))}/confirm")
    assert in_force(trust.app) == ChangeRules(450, 1_200_050, 0, 28, 435)
    html = trust.client("hr").get(PATH)
    assert "43.5% of salary" in html
    assert html.count("Confirmed") == 1


def test_a_refusal_leaves_the_old_ones(trust: Trust) -> None:
    trust.client("director").post(FORM, OTHER)
    leader = trust.client("executive")
    leader.post(f"{waiting(leader.get(PATH))}/refuse")
    html = leader.get(PATH)
    assert "Refused" in html
    assert "/confirm" not in html
    assert in_force(trust.app) == ChangeRules()


def test_the_form_begins_with_what_holds_or_waits(trust: Trust) -> None:
    director = trust.client("director")
    assert 'value="10,000"' in director.get(FORM)
    director.post(FORM, OTHER)
    html = director.get(FORM)
    assert 'value="12,000.50"' in html
    assert "take the place of those proposed by" in html


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"large_move_minutes": ""}, "Enter the hours a week"),
        ({"large_move_minutes": "-1"}, "is less than 0"),
        ({"large_move_minutes": "NaN"}, "is not a number of hours"),
        ({"large_move_minutes": "7,5"}, "Use a point, not a comma"),
        ({"large_move_minutes": "33"}, "more than a full-time week"),
        ({"head_most_minutes": "1e3"}, "is not a number of hours"),
        ({"costly_pence": ""}, "Enter the amount in pounds"),
        ({"costly_pence": "100001"}, "from £0 to £100,000"),
        ({"costly_pence": "-5"}, "is not an amount"),
        ({"head_most_days": ""}, "Enter the number of days"),
        ({"head_most_days": "367"}, "from 0 to 366"),
        ({"head_most_days": "6.5"}, "Enter a whole number"),
        ({"on_cost_tenths": "101"}, "between 0% and 100%"),
        ({"on_cost_tenths": "43.55"}, "more than one decimal"),
        ({"on_cost_tenths": "<b>"}, "is not a percentage"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_box(
    trust: Trust, told: dict[str, str], said: str
) -> None:
    director = trust.client("director")
    html = director.post(FORM, {**OTHER, **told}, 422).text
    assert said in html
    for name, typed in {**OTHER, **told}.items():
        if typed and "<" not in typed and name != "version":
            assert f'value="{typed}"' in html, name
    assert "came with the program" in director.get(PATH)


def test_empty_on_costs_are_salary_only(trust: Trust) -> None:
    director, leader = trust.client("director"), trust.client("trustee")
    director.post(FORM, {**OTHER, "on_cost_tenths": ""})
    leader.post(f"{waiting(leader.get(PATH))}/confirm")
    assert in_force(trust.app).on_cost_tenths is None


def test_a_stale_tab_reads_what_holds_and_loses_nothing(trust: Trust) -> None:
    director, other = trust.client("director"), trust.client("director")
    director.post(FORM, OTHER)
    html = other.post(FORM, {**OTHER, "head_most_days": "21"}, 422).text
    assert "Somebody proposed or decided" in html
    assert "Waiting: director 7.5 h" in html
    assert 'value="21"' in html
    version = re.search(r'name="version"[^>]*value="(\d+)"', html)
    assert version
    other.post(FORM, {**OTHER, "head_most_days": "21", "version": version[1]})
    assert "up to 21 days" in trust.client("trustee").get(PATH)


def test_who_comes_second_reads_that_it_was_decided(trust: Trust) -> None:
    trust.client("director").post(FORM, OTHER)
    first, second = trust.client("trustee"), trust.client("executive")
    path = waiting(first.get(PATH))
    first.post(f"{path}/refuse")
    assert "decided on these thresholds first" in second.post(f"{path}/confirm", status=409).text
    assert in_force(trust.app) == ChangeRules()


def test_nothing_new_proposes_nothing(trust: Trust) -> None:
    director = trust.client("director")
    same: dict[str, Any] = {
        "large_move_minutes": "5", "costly_pence": "10000", "head_most_minutes": "3",
        "head_most_days": "42", "on_cost_tenths": "", "version": "0",
    }  # fmt: skip
    director.post(FORM, same)
    html = director.get(PATH)
    assert "Nothing differs" in html
    assert "came with the program" in html
    director.post(FORM, OTHER)
    director.post(FORM, {**same, "version": "1"})
    assert "What was proposed is taken back." in director.get(PATH)


def test_the_settings_lead_to_what_each_may_open(trust: Trust) -> None:
    for who, there, not_there in (
        ("director", ["/settings/changes", "/deputies/"], ["/settings/qualification"]),
        ("hr", ["/settings/changes", "/settings/qualification"], ["/deputies/"]),
        ("admin", ["/settings/qualification"], ["/settings/changes", "/deputies/"]),
        ("headteacher", [], ["/settings/", "/deputies/"]),
    ):
        client = trust.client(who)
        html = client.get(there[0] if there else "/")
        for href in there:
            assert f'href="{href}"' in html, (who, href)
        for href in not_there:
            assert f'href="{href}' not in html, (who, href)
