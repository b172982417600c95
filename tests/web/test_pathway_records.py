"""A person's pathway on their record: kept in forms that lose nothing, told, agreed, mentored."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from tests.client import Client
from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.models.pathway import PathwayPlace, PathwayPlan
from trust_inclusion.models.people import Person

TOLD: dict[str, Any] = {
    "aspiration": "step_up", "words": "More, please", "would_move": "yes", "head_sees": "no",
    "mentor_sees": "no",
}  # fmt: skip
STAGE: dict[str, Any] = {"stage": "4", "since": ["1", "9", "2026"], "evidence": "Passed it."}
AGREED: dict[str, Any] = {
    "next_step": "Shadow a lead.", "next_step_on": ["1", "4", "2027"], "readiness": "now",
}  # fmt: skip


@pytest.fixture
def olive(trust: Trust) -> str:
    return f"/people/{trust.people['Olive Own']}"


def version(page: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert found
    return found[1]


def send(client: Client, path: str, told: dict[str, Any], status: int = 303) -> str:
    """Open a form, fill it in and send it."""
    return client.post(path, {"version": version(client.get(path)), **told}, status).text


def plan(trust: Trust) -> PathwayPlan | None:
    with trust.app.app_context():
        found = db.session.get(PathwayPlan, trust.people["Olive Own"])
        db.session.expunge_all()
        return found


def test_a_stage_with_its_day_and_evidence(trust: Trust, olive: str) -> None:
    head = trust.client("headteacher")
    send(head, f"{olive}/pathway/stage/school", STAGE)
    page = head.get(olive)
    assert "Stage 4 of 7, since 1 September 2026" in page
    assert "Passed it." in page
    assert "Stages so far" in page
    send(head, f"{olive}/pathway/stage/school", {**STAGE, "stage": "none"})
    with trust.app.app_context():
        assert db.session.get_one(Person, trust.people["Olive Own"]).school_stage is None
        codes = [row.code for row in db.session.query(PathwayPlace).order_by(PathwayPlace.id)]
        assert codes == [4, None]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"stage": ""}, "Choose the stage"),
        ({"stage": "99"}, "The trust has no such stage any more: choose another."),
        ({"stage": str(2**40)}, "The trust has no such stage any more"),
        ({"stage": "x"}, "The trust has no such stage any more"),
        ({"since": ["", "", ""]}, "Enter since when"),
        ({"since": ["31", "2", "2026"]}, "not a day in the calendar"),
        ({"since": ["1", "12", "2026"]}, "today or earlier"),
        ({"since": ["1"]}, "needs a day"),
        ({"evidence": "  "}, "Say what shows it"),
        ({"evidence": "x" * 10_000}, "2,000 characters or fewer"),
    ],
)
def test_a_stage_that_cannot_be(trust: Trust, olive: str, told: dict[str, Any], said: str) -> None:
    html = send(trust.client("hr"), f"{olive}/pathway/stage/school", {**STAGE, **told}, 422)
    assert said in html
    if "evidence" not in told:
        assert "Passed it." in html
    with trust.app.app_context():
        assert db.session.query(PathwayPlace).count() == 0


def test_telling_agreeing_and_taking_back(trust: Trust, olive: str) -> None:
    senco, director = trust.client("senco"), trust.client("director")
    send(senco, f"{olive}/pathway/aspiration", TOLD)
    assert "To agree" in senco.get(olive)
    form = director.get(f"{olive}/pathway/agree")
    assert "They told: Step up. “More, please”" in form
    send(director, f"{olive}/pathway/agree", AGREED)
    page = senco.get("/pathway/")
    assert "Your next step is agreed, by 1 April 2027" in page
    assert "taken back" in senco.get(f"{olive}/pathway/aspiration"), "said before"
    send(senco, f"{olive}/pathway/aspiration", {**TOLD, "head_sees": "yes"})
    page = senco.get(olive)
    assert "The pathway is saved." in page
    assert "waits to be agreed" not in page, "whom it is shown to takes no agreement back"
    send(senco, f"{olive}/pathway/aspiration", {**TOLD, "aspiration": "beyond"})
    assert "What was agreed before is taken back" in senco.get(olive)
    assert "Shadow a lead." not in senco.get(olive)
    form = director.get(f"{olive}/pathway/agree")
    assert "They told: Go beyond the pathway." in form
    assert "Shadow a lead." not in form, "it was about another wish"
    assert " checked" not in form


def test_what_cannot_be_told_keeps_what_was_typed(trust: Trust, olive: str) -> None:
    senco, director = trust.client("senco"), trust.client("director")
    path = f"{olive}/pathway/aspiration"
    for told, said in (
        ({"aspiration": ""}, "Choose one"), ({"aspiration": "fly"}, "Choose one"),
        ({"words": "y" * 10_000}, "2,000 characters"), ({"would_move": "maybe"}, "Not a valid"),
    ):  # fmt: skip
        html = send(senco, path, {**TOLD, **told}, 422)
        assert said in html
        assert ("y" * 10_000 if "words" in told else "More, please") in html
    send(senco, path, {**TOLD, "words": "Nul\x00 here"})
    found = plan(trust)
    assert found
    assert found.words == "Nul here"
    html = send(
        director, f"{olive}/pathway/agree", {**AGREED, "next_step_on": ["1", "4", "2020"]}, 422
    )
    assert "today or later" in html
    assert "Shadow a lead." in html


def test_who_is_second_reads_what_it_says_now(trust: Trust, olive: str) -> None:
    senco, director = trust.client("senco"), trust.client("director")
    path = f"{olive}/pathway/aspiration"
    send(senco, path, TOLD)
    stale = version(senco.get(path))
    send(director, f"{olive}/pathway/agree", AGREED)
    html = senco.post(path, {**TOLD, "words": "Second", "version": stale}, 422).text
    assert "Somebody else changed this" in html
    assert "It now says: More, please." in html
    assert ">Second</textarea>" in html.replace("\r", "").replace("\n", "")
    senco.post(path, {**TOLD, "words": "Second", "version": version(html)})
    found = plan(trust)
    assert found
    assert (found.words, found.agreed_on) == ("Second", None)
    for bad in ("", "x", "-1", "9" * 30):
        senco.post(path, {**TOLD, "words": "Third", "version": bad}, 422)


def test_an_agreement_after_the_wish_changed_reads_the_wish_of_now(
    trust: Trust, olive: str
) -> None:
    """What was taken back meanwhile is not what it says now, and a second save counts."""
    senco, director = trust.client("senco"), trust.client("director")
    send(senco, f"{olive}/pathway/aspiration", TOLD)
    send(director, f"{olive}/pathway/agree", AGREED)
    stale = version(director.get(f"{olive}/pathway/agree"))
    send(senco, f"{olive}/pathway/aspiration", {**TOLD, "aspiration": "deepen", "words": "Stay"})
    again = {**AGREED, "next_step": "Lead a hub.", "version": stale}
    html = director.post(f"{olive}/pathway/agree", again, 422).text
    assert "They told: Stay in the role and go deeper. “Stay”" in html
    assert "It now says: nothing." in html
    assert "Shadow a lead." not in html
    assert "Lead a hub." in html
    found = plan(trust)
    assert found
    assert found.agreed_on is None
    director.post(f"{olive}/pathway/agree", {**again, "version": version(html)})
    found = plan(trust)
    assert found
    assert (found.next_step, found.agreed_as) == ("Lead a hub.", "director")


def test_a_head_let_in_later_reads_no_step_that_was_agreed_before(trust: Trust, olive: str) -> None:
    senco = trust.client("senco")
    send(senco, f"{olive}/pathway/aspiration", TOLD)
    send(trust.client("director"), f"{olive}/pathway/agree", AGREED)
    send(senco, f"{olive}/pathway/aspiration", {**TOLD, "words": "Else", "head_sees": "yes"})
    head = trust.client("headteacher")
    for page in (olive, f"{olive}/pathway/agree", "/pathway/people", "/pathway/people.csv"):
        assert "Shadow a lead." not in head.raw(page).text


def test_two_at_once_one_wins(trust: Trust, olive: str) -> None:
    path, start = f"{olive}/pathway/aspiration", Barrier(2)
    browsers = [trust.client("senco") for _ in range(2)]

    def press(number: int) -> int:
        form = {**TOLD, "words": f"By {number}", "version": "0", **browsers[number].token()}
        start.wait()
        return browsers[number].open(path, method="POST", data=form).status_code

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(press, range(2))) == [303, 422]


def test_the_mentor_is_named_and_sees_only_what_is_shared(trust: Trust, olive: str) -> None:
    senco, director = trust.client("senco"), trust.client("director")
    path = f"{olive}/pathway/mentor"
    for who, said in (("Olive Own", "own mentor"), ("Nobody", "Nobody in a post"),
                      ("x" * 10_000, "200 characters")):  # fmt: skip
        html = send(senco, path, {"mentor": who}, 422)
        assert said in html
    send(director, path, {"mentor": "nora next"})
    assert "Nora Next" in senco.get(olive)
    assert "Nora Next" in trust.client("headteacher").get(olive)
    assert "Nora Next" not in trust.client("trustee").get(olive)
    send(senco, path, {"mentor": ""})
    assert "none recorded" in senco.get(olive)


def test_forms_of_a_head_do_not_betray_that_something_was_told(trust: Trust, olive: str) -> None:
    """Neither by a version nor by a conflict: the page before and after is the same."""
    head, senco = trust.client("headteacher"), trust.client("senco")

    def seen() -> list[str]:
        pages = [head.get(f"{olive}{path}") for path in
                 ("", "/pathway/mentor", "/pathway/beyond", "/pathway/stage/school")]  # fmt: skip
        return [re.sub(r'value="[^"]{40,}"|datetime="[^"]*"', "", page) for page in pages]

    before = seen()
    told = {"mentor": "nora next", "version": version(head.get(f"{olive}/pathway/mentor"))}
    send(senco, f"{olive}/pathway/aspiration", TOLD)
    send(trust.client("director"), f"{olive}/pathway/agree", AGREED)
    assert seen() == before
    head.post(f"{olive}/pathway/mentor", told)
    assert (
        "Somebody else changed this"
        in head.post(f"{olive}/pathway/mentor", {**told, "mentor": ""}, 422).text
    )


def test_work_beyond_the_post(trust: Trust, olive: str) -> None:
    hr, path = trust.client("hr"), f"{olive}/pathway/beyond"
    for typed in ("201", "-1", "1.5", "many"):
        told = {"mentors_others": "yes", "schools_supported": typed, "executive": ""}
        assert f'value="{typed}"' in send(hr, path, told, 422)
    send(hr, path, {"mentors_others": "yes", "schools_supported": "2", "executive": "no"})
    page = hr.get(olive)
    assert "Schools supported</dt><dd>2" in page


def test_htmx_swaps_the_part_and_gets_the_record_back(trust: Trust, olive: str) -> None:
    senco = trust.client("senco")
    path = f"{olive}/pathway/aspiration"
    part = senco.fragment(path)
    assert 'id="pathway"' in part
    assert "<html" not in part
    form = {**TOLD, "version": "0", **senco.token()}
    answer = senco.open(path, method="POST", data=form, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (200, "#record")
    assert "Thank you. What you told is saved" in answer.text
    wrong = {**form, "aspiration": "", "version": "1"}
    answer = senco.open(path, method="POST", data=wrong, headers={"HX-Request": "true"})
    assert (answer.status_code, "<html" in answer.text) == (422, False)


def test_a_stage_of_ones_own_is_kept_by_others(trust: Trust) -> None:
    nora = f"/people/{trust.people['Nora Next']}"
    trust.client("senco and governor").get(f"{nora}/pathway/stage/school", 403)
    assert f"{nora}/pathway/stage/school" not in trust.client("senco and governor").get(nora)
    assert f"{nora}/pathway/aspiration" not in trust.client("hr").get(nora)
