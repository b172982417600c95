"""The pathway's pages: what each role reads, and what a head without the choice never does."""

import csv
import io
import re
from typing import Any

import pytest

from tests import factories as make
from tests.client import Client, Queries
from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.people import Person

PAGES = ("/pathway/", "/pathway/people", "/pathway/succession", "/pathway/leaving")
SECRET = ("Wishes for wings", "Lead a meeting", "Stay in the role and go deeper</")


@pytest.fixture
def plans(trust: Trust) -> None:
    """Olive (Ash) told what she wants, to director and HR alone; Carl shares his with his head."""
    with trust.app.app_context(), make.saved():
        olive, carl, nora = (
            db.session.get_one(Person, trust.people[name])
            for name in ("Olive Own", "Carl Colleague", "Nora Next")
        )
        make.plan(olive, "deepen", words="Wishes for wings", would_move=True, agreed="now",
                  mentor=nora, mentor_sees=True)  # fmt: skip
        make.plan(carl, "step_up", words="Carl wants more", head_sees=True, mentor=nora)


def words(html: str) -> str:
    """What a page says, without the filter's own choices."""
    return re.sub(r"<option[^>]*>[^<]*(?:</option>)?", "", html)


def test_the_answer_comes_first_and_people_stand_by_stage(trust: Trust) -> None:
    html = trust.client("director").get("/pathway/")
    assert "4 people in posts. At" in html
    assert html.index("app-answer") < html.index("app-lane")
    assert f'href="/people/{trust.people["Olive Own"]}#pathway">Olive Own' in html
    assert "a proposal of this product" in html
    assert "SEND consultancy and training" in html
    part = trust.client("director").fragment("/pathway/?track=school&q=olive")
    assert "<html" not in part
    assert "In a trust</h2>" not in part
    assert "1 person in posts" in part


def test_a_list_of_one_stage_and_its_file(trust: Trust) -> None:
    director = trust.client("director")
    html = director.get("/pathway/people?stage=school-5")
    assert "In a school: SENCO on the senior leadership team: 1 person." in html
    assert "Carl Colleague" in html
    assert "Olive Own" not in html
    assert "Hal Helper" in director.get("/pathway/people?stage=school-0")
    file = director.raw("/pathway/people.csv?stage=school-5")
    (row,) = csv.DictReader(io.StringIO(file.text.lstrip("\ufeff")))
    assert (row["person"], row["school_stage"], row["urns"]) == (
        "Carl Colleague",
        "5",
        str(trust.own),
    )


@pytest.mark.parametrize("path", PAGES)
def test_nonsense_narrows_nothing(trust: Trust, path: str) -> None:
    director = trust.client("director")
    for query in (
        "page=999999999999&hub=x&phase=moon&track=%00&aspiration=all&stage=school-x",
        "stage=school-999999999&q=%00%27%22%25&plan=maybe&show=fat&page=-1",
        f"q={'x' * 10_000}&hub={2**40}", "stage=moon-1&stage=school-4&page=77",
    ):  # fmt: skip
        director.get(f"{path}?{query}")
        director.fragment(f"{path}?{query}")
    plain = director.get(path)
    html = director.get(f"{path}?hub=x&phase=moon&track=%00&aspiration=all&stage=moon-1&plan=maybe")
    names = ("Olive Own", "Carl Colleague", "Nora Next")
    assert any(name in plain for name in names)
    assert [name in html for name in names] == [name in plain for name in names]


@pytest.mark.usefixtures("plans")
def test_a_head_without_the_choice_reads_nothing_of_what_was_told(trust: Trust) -> None:
    head, olive = trust.client("headteacher"), f"/people/{trust.people['Olive Own']}"
    for path in (*PAGES, olive, "/", "/pathway/people?aspiration=deepen", "/pathway/people.csv",
                 "/pathway/people?plan=to_agree"):  # fmt: skip
        page = words(head.raw(path).text)
        for secret in SECRET:
            assert secret not in page, (path, secret)
        if path != olive:
            assert "ready for the next step" not in page
    assert "Nobody matches" in head.get("/pathway/people?aspiration=deepen")
    assert "Nobody matches" in head.get("/pathway/?aspiration=deepen")
    assert "What they want" not in head.get(olive)
    assert head.raw(f"{olive}/pathway/agree").status_code == 403
    carl = f"/people/{trust.people['Carl Colleague']}"
    assert "Carl wants more" in head.get(carl)
    assert "Carl Colleague" in head.get("/pathway/people?aspiration=step_up")
    assert "The pathway of Carl Colleague to agree" in head.get("/")
    assert "pathway of Olive" not in head.get("/")


@pytest.mark.usefixtures("plans")
def test_trust_leaders_see_stages_and_governors_nothing(trust: Trust) -> None:
    for name in ("trustee", "executive"):
        leader = trust.client(name)
        for path in (*PAGES, f"/people/{trust.people['Olive Own']}", "/pathway/people.csv"):
            page = leader.raw(path).text
            for secret in (*SECRET, "Carl wants", "Would like", "aspiration", "Mentor,"):
                assert secret not in page, (path, secret)
        assert "Olive Own" in leader.get("/pathway/?aspiration=step_up"), "narrows nothing"
        assert "NPQSENCO" in leader.get(f"/people/{trust.people['Olive Own']}")
    for name in ("governor", "admin", "deputy"):
        for path in PAGES:
            trust.client(name).get(path, 403)
        assert 'href="/pathway/"' not in trust.client(name).get("/")


@pytest.mark.usefixtures("plans")
def test_a_senco_sees_their_own_tracks_and_whom_they_mentor(trust: Trust) -> None:
    senco = trust.client("senco")
    html = senco.get("/pathway/")
    assert "Wishes for wings" in html
    assert html.count("You are here") == 3
    assert "What it asks" in html
    for other in ("Carl", "Hal Helper", "People you mentor"):
        assert other not in html
    assert "Nora Next" in html, "their mentor"
    for path in (
        "/pathway/people",
        "/pathway/succession",
        "/pathway/leaving",
        "/pathway/people.csv",
    ):
        senco.get(path, 403)
    mentor = trust.client("senco and governor").get("/pathway/")
    assert "People you mentor" in mentor
    assert "Wishes for wings" in mentor
    assert "Carl Colleague" in mentor
    assert "Carl wants more" not in mentor
    assert "Has not chosen to share" in mentor
    trust.client("senco and governor").get(f"/people/{trust.people['Olive Own']}", 403)


@pytest.mark.usefixtures("plans")
def test_a_mentor_of_any_role_reads_what_is_shared_with_them(trust: Trust) -> None:
    """Home leads there: a deputy or governor has no other page of the pathway."""
    for name in ("deputy", "governor", "admin"):
        with trust.app.app_context(), make.saved():
            account = db.session.get_one(Account, trust.accounts[name].id)
            account.person_id = trust.people["Nora Next"]
        mentor = trust.client(name)
        assert 'href="/pathway/mentees">People you mentor' in mentor.get("/")
        page = mentor.get("/pathway/mentees")
        assert "2 people name you as their mentor." in page
        assert "Wishes for wings" in page
        assert "Carl wants more" not in page
        assert "Has not chosen to share" in page
        mentor.get("/pathway/", 403)
        mentor.get(f"/people/{trust.people['Olive Own']}", 403)
    for name in ("senco", "director", "trustee"):
        assert "People you mentor" not in trust.client(name).get("/")
        page = trust.client(name).get("/pathway/mentees")
        assert "Who names you as their mentor will stand here" in page
        assert "Wishes for wings" not in page


def test_reasons_to_leave_are_a_plain_list_and_pay_needs_its_grant(trust: Trust) -> None:
    html = trust.client("director").get("/pathway/leaving")
    assert html.index("Ash") < html.index("Birch")
    assert "Not on the senior leadership team." in html
    assert "No additional pay for the role." in html
    assert "No additional pay for the role." in trust.client("executive").get("/pathway/leaving")
    assert "No additional pay" not in trust.client("trustee").get("/pathway/leaving")
    assert "Birch" not in trust.client("headteacher").get("/pathway/leaving")
    assert "Nothing" not in re.sub("<[^>]+>", "", html), "nobody without a reason here"


def test_succession_says_who_and_what_is_still_to_settle(trust: Trust) -> None:
    with trust.app.app_context(), make.saved():
        hal = db.session.query(Person).filter_by(name="Hal Helper").one()
        hal.induction_completed = None
    director = trust.client("director")
    html = director.get("/pathway/succession")
    assert "Hal Helper" in html
    assert "Induction not recorded" in html
    assert "Thin" in html
    thin = director.get("/pathway/succession?show=thin")
    assert "Ash" in thin
    assert director.get("/pathway/succession?q=birch").count("<tr>") == 2


def test_pages_of_fifty_and_twenty_five(trust: Trust) -> None:
    with trust.app.app_context(), make.saved():
        for number in range(60):
            make.senco(make.academy(f"Zed {number:02}"), f"Zed {number:02}")
    director = trust.client("director")
    assert "1 to 50 of 64 people" in director.get("/pathway/people")
    assert "51 to 64 of 64 people" in director.get("/pathway/people?page=2")
    assert "26 to 50 of 62 academies" in director.get("/pathway/succession?page=2")
    assert "51 to 62 of 62 academies" in director.get("/pathway/leaving?page=9")
    lanes = director.get("/pathway/")
    assert "Not recorded for 61 people" in lanes
    assert "and 56 others" in lanes


def test_each_page_asks_as_much_for_many_as_for_few(trust: Trust) -> None:
    director = trust.client("director")

    def asked() -> dict[str, int]:
        found: dict[str, int] = {}
        with trust.app.app_context():
            for path in (*PAGES, "/pathway/people?stage=school-3", "/settings/pathway"):
                director.get(path)
                with Queries() as queries:
                    director.get(path)
                found[path] = len(queries)
        return found

    few = asked()
    with trust.app.app_context(), make.saved():
        for number in range(30):
            make.senco(make.academy(f"Zed {number:02}"), f"Zed {number:02}", pay_point="M3")
    assert asked() == few
    assert few["/pathway/"] <= 5, few


def settled(client: Client) -> int:
    """The count in the header."""
    found = re.search(
        r'<span class="app-count">(\d+)</span><span class="app-who__words">', client.get("/")
    )
    return int(found[1]) if found else 0


def test_what_is_told_waits_until_it_is_agreed(trust: Trust) -> None:
    director, senco, head = (trust.client(name) for name in ("director", "senco", "headteacher"))
    olive = f"/people/{trust.people['Olive Own']}"
    before = settled(director), settled(head)
    told: dict[str, Any] = {"aspiration": "deepen", "words": "Mine", "head_sees": "no",
                            "mentor_sees": "no", "would_move": "", "version": "0"}  # fmt: skip
    senco.post(f"{olive}/pathway/aspiration", told)
    assert (settled(director), settled(head)) == (before[0] + 1, before[1])
    home = director.get("/")
    assert f'href="{olive}#pathway">The pathway of Olive Own to agree' in home
    assert "deeper" not in home
    senco.post(f"{olive}/pathway/aspiration", {**told, "head_sees": "yes", "version": "1"})
    assert settled(head) == before[1] + 1
    agreed = {"next_step": "Write a guide.", "next_step_on": ["1", "4", "2027"],
              "readiness": "later", "version": "2"}  # fmt: skip
    director.post(f"{olive}/pathway/agree", agreed)
    assert (settled(director), settled(head)) == before


def test_many_that_wait_are_one_line_with_their_list(trust: Trust) -> None:
    with trust.app.app_context(), make.saved():
        for number in range(7):
            person = make.person(f"Zed {number}")
            make.senco(make.academy(), person=person)
            make.plan(person)
    director = trust.client("director")
    home = director.get("/")
    assert 'href="/pathway/people?plan=to_agree">7 pathways to agree' in home
    assert "7 people" in director.get("/pathway/people?plan=to_agree")
    assert "4 people" not in trust.client("hr").get("/")
