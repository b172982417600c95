"""The stages of the pathway through the front door: every button without a script, nothing lost."""

import re
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.client import Client
from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.domain.pathway import DEFAULT, Stages, Track, of_track
from trust_inclusion.services import settings

PATH = "/settings/pathway"
SCHOOL = f"{PATH}/school"
NAMES = [stage.name for stage in of_track(DEFAULT, Track.SCHOOL)]


def in_force(app: Flask) -> Stages:
    with app.app_context():
        found = settings.pathway_stages()
        db.session.remove()
    return found


def filled(html: str) -> dict[str, Any]:
    """The form as a browser would send it."""
    inputs = r'<input[^>]* name="((?:name|code)-\d+|mark)"[^>]*value="([^"]*)"'
    found: dict[str, Any] = dict(re.findall(inputs, html))
    for name, value in re.findall(
        r'name="((?:needs|deepens)-\d+)" type="checkbox" value="(\w+)" checked', html
    ):
        found.setdefault(name, []).append(value)
    return found


def names(html: str) -> list[str]:
    return re.findall(r'name="name-\d+" value="([^"]*)"', html)


def press(client: Client, form: dict[str, Any], do: str, status: int = 200) -> str:
    return client.post(SCHOOL, {**form, "do": do}, status).text


@pytest.fixture
def director(trust: Trust) -> Client:
    return trust.client("director")


def test_the_page_says_that_it_is_a_proposal_and_who_is_where(trust: Trust) -> None:
    for name in ("director", "hr", "admin"):
        html = trust.client(name).get(PATH)
        assert "a proposal of this product" in html
        assert html.count("As proposed") == 3
        assert "counts as progress" in html
        assert (f'href="{SCHOOL}"' in html) == (name != "hr")
        assert f'href="{PATH}"' in trust.client(name).get("/settings/pathway"), "in the settings"


def test_buttons_redraw_what_was_typed_and_only_saving_saves(
    trust: Trust, director: Client
) -> None:
    form = filled(director.get(SCHOOL))
    form["name-0"] = "Teacher <b>first</b>"
    html = press(director, form, "down-0")
    assert names(html)[:2] == [NAMES[1], "Teacher &lt;b&gt;first&lt;/b&gt;"]
    assert "Not saved yet" in html
    html = press(director, {**filled(html), "name-1": "Teacher first"}, "up-1")
    html = press(director, filled(html), "remove-1")
    html = press(director, filled(html), "add")
    assert names(html)[0] == "Teacher first"
    assert names(html)[-1] == ""
    assert in_force(trust.app) == DEFAULT
    form = {
        **filled(html),
        "name-6": "Executive head",
        "needs-6": ["npqh", "npqel"],
        "deepens-6": "yes",
    }
    assert director.post(SCHOOL, {**form, "do": "save"}).location == PATH
    found = of_track(in_force(trust.app), Track.SCHOOL)
    assert [stage.code for stage in found] == [1, 3, 4, 5, 6, 7, 8]
    assert (found[0].name, found[6].name, found[6].deepens) == (
        "Teacher first",
        "Executive head",
        True,
    )
    assert [need.value for need in found[6].needs] == ["npqh", "npqel"]
    assert "The trust’s own" in director.get(PATH)
    assert "Teacher first" in director.get("/pathway/")
    assert "a proposal of this product" not in director.get("/pathway/"), "it is the trust's own"
    back = press(director, filled(director.get(SCHOOL)), "proposal")
    assert names(back) == NAMES
    director.post(SCHOOL, {**filled(back), "do": "save"})
    assert in_force(trust.app) == DEFAULT


def test_enter_in_a_box_saves(director: Client) -> None:
    html = director.get(SCHOOL)
    first = html[html.index('action="/settings/pathway/school"') :]
    assert re.search(r"<button[^>]*>", first)[0].count('value="save"') == 1  # type: ignore[index]


def test_a_stage_in_use_stays_with_its_count_beside_it(trust: Trust, director: Client) -> None:
    form = filled(director.get(SCHOOL))
    form["name-0"] = "Renamed"
    html = press(director, form, "remove-2", 422)
    assert "This stage cannot be removed: 1 person is on it." in html
    assert "Renamed" in names(html)
    # Sent without it, as if somebody came to stand there meanwhile.
    typed = {"mark": form["mark"], "code-0": "1", "name-0": "Renamed"}
    html = director.post(SCHOOL, typed, 422).text
    assert "1 person is on it" in html
    assert NAMES[2] in names(html)
    assert "Renamed" in names(html)
    assert in_force(trust.app) == DEFAULT


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"name-1": ""}, "Enter the name of the stage"),
        ({"name-1": "  \x00 "}, "Enter the name of the stage"),
        ({"name-1": "x" * 10_000}, "Keep the name to 80 characters"),
        ({"name-1": "2026"}, "A number alone is not a name"),
        ({"name-1": "HEAD   teacher"}, "stands twice"),
    ],
)
def test_a_name_that_cannot_be_is_told_beside_it(
    trust: Trust, director: Client, typed: dict[str, str], said: str
) -> None:
    html = press(director, {**filled(director.get(SCHOOL)), **typed}, "save", 422)
    assert said in html
    assert 'aria-describedby="name-' in html
    assert in_force(trust.app) == DEFAULT


@pytest.mark.parametrize(
    "form",
    [
        {"do": "up-999"}, {"do": "remove-x"}, {"do": "down--1"}, {"do": "\x00"}, {"do": "add" * 99},
        {"do": "up-0"}, {"do": "remove-99999999999999"},
        {"do": "up-0", "code-0": str(2**60), "name-0": "A b", "needs-0": ["moon", "qts"]},
        {"do": "down-0", "code-0": ["1", "1"], "name-0": ["One", "Two"]},
    ],
)  # fmt: skip
def test_nonsense_redraws_the_form(trust: Trust, director: Client, form: dict[str, Any]) -> None:
    director.post(SCHOOL, form, 200)
    assert in_force(trust.app) == DEFAULT


def test_more_stages_than_a_track_has_are_refused(trust: Trust, director: Client) -> None:
    form = filled(director.get(SCHOOL))
    for place in range(7, 20):
        form |= {f"code-{place}": "0", f"name-{place}": f"Stage number {place}"}
    assert "A track has 20 stages at most" in press(director, form, "add", 422)
    form |= {"code-20": "0", "name-20": "One too many"}
    html = press(director, form, "save", 422)
    assert "keep to 20 stages" in html
    assert "One too many" in names(html)
    assert in_force(trust.app) == DEFAULT


def test_who_saves_second_reads_what_holds_and_loses_nothing(
    trust: Trust, director: Client
) -> None:
    form = filled(director.get(SCHOOL))
    admin = trust.client("admin")
    admin.post(SCHOOL, {**filled(admin.get(SCHOOL)), "name-0": "By the admin", "do": "save"})
    html = press(director, {**form, "name-0": "By the director"}, "save", 422)
    assert "Somebody saved other stages of this track" in html
    assert "In force now: By the admin;" in html
    assert names(html)[0] == "By the director"
    again: TestResponse = director.post(SCHOOL, {**filled(html), "do": "save"})
    assert again.location == PATH
    assert of_track(in_force(trust.app), Track.SCHOOL)[0].name == "By the director"


def test_names_of_the_trust_are_shown_as_text(trust: Trust, director: Client) -> None:
    form = filled(director.get(SCHOOL))
    director.post(SCHOOL, {**form, "name-2": '<script>alert("x")</script>', "do": "save"})
    for path in (PATH, "/pathway/", "/pathway/people", f"/people/{trust.people['Olive Own']}"):
        html = director.get(path)
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html
