"""Reviews of an academy, and the actions agreed at them."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
from sqlalchemy import func, select
from time_machine import TimeMachineFixture

from tests import factories as make
from tests.client import Client
from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.models.academies import Academy, Review, ReviewAction
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.log import AuditEvent

DAY = ("20", "11", "2026")
DUE = ("1", "12", "2026")


def form(*actions: tuple[str, str, tuple[str, ...]], **more: object) -> dict[str, object]:
    """A review as its page sends it: three rows for actions, the last ones empty."""
    filled = [*actions, *[("", "", ("", "", ""))] * 3][:3]
    sent: dict[str, object] = {"reviewed_on": list(DAY), "note": "The timetable was kept."}
    for number, (what, owner, due) in enumerate(filled):
        sent[f"actions-{number}-what"] = what
        sent[f"actions-{number}-owner"] = owner
        sent[f"actions-{number}-due_on"] = list(due)
    return {**sent, **more}


def counted(trust: Trust) -> tuple[int, int, int]:
    """How many reviews, actions and lines of the log about reviews there are."""
    with trust.app.app_context():
        lines = select(func.count()).where(AuditEvent.action == "academy_reviewed")
        found = [
            db.session.scalar(asked) or 0
            for asked in (
                select(func.count()).select_from(Review),
                select(func.count()).select_from(ReviewAction),
                lines,
            )
        ]
    return (found[0], found[1], found[2])


def owner(trust: Trust, name: str) -> str:
    """An account as the choice of owners sends it."""
    return str(trust.accounts[name].id)


def waiting(client: Client) -> int:
    """The count in the header of a page."""
    found = re.search(r'<span class="app-count">(\d+)<span[^>]*> waiting for you', client.get("/"))
    return int(found[1]) if found else 0


@pytest.mark.parametrize("many", [0, 1, 3])
def test_a_review_is_recorded_with_its_actions(trust: Trust, many: int) -> None:
    director = trust.client("director")
    agreed = [(f"Action {n}", owner(trust, "headteacher"), DUE) for n in range(many)]
    path = f"/academies/{trust.own}"
    assert director.post(f"{path}/reviews/add", form(*agreed)).location == path
    html = director.get(path)
    assert "The timetable was kept." in html
    assert "20 November 2026</time>" in html
    assert len(re.findall(r">Action \d: ", html)) == many
    assert counted(trust) == (2, 1 + many, 1)
    listed = director.get("/academies/?reviewed=no")
    assert "Ash" not in listed
    assert "Birch" in listed


def test_rows_that_the_page_does_not_have_are_not_read(trust: Trust) -> None:
    more = {f"actions-{number}-what": "x" for number in ("3", "²", "-1", "9" * 30, "x", "")}
    trust.client("director").post(f"/academies/{trust.own}/reviews/add", form(**more))
    assert counted(trust) == (2, 1, 1)


def test_a_form_sent_twice_is_one_review(trust: Trust) -> None:
    director = trust.client("director")
    path = f"/academies/{trust.own}/reviews/add"
    agreed = ("Call", owner(trust, "headteacher"), DUE)
    for _ in range(2):
        director.post(path, form(agreed))
    assert counted(trust) == (2, 2, 1)
    director.post(path, form(agreed, note="Another look the same day."))
    trust.client("executive").post(path, form(agreed))
    assert counted(trust) == (4, 4, 3)


@pytest.mark.parametrize(
    ("change", "boxes"),
    [
        ({"reviewed_on": ["22", "11", "2026"]}, ["reviewed_on"]),
        ({"reviewed_on": ["31", "2", "2026"]}, ["reviewed_on"]),
        ({"reviewed_on": []}, ["reviewed_on"]),
        ({"note": " "}, ["note"]),
        ({"note": "x" * 4001}, ["note"]),
        ({"reviewed_on": ["", "", ""], "note": ""}, ["reviewed_on", "note"]),
        ({"actions-0-what": "Call"}, ["actions-0-owner", "actions-0-due_on"]),
        ({"actions-1-owner": "head"}, ["actions-1-what", "actions-1-due_on"]),
        ({"actions-2-due_on": list(DUE)}, ["actions-2-what", "actions-2-owner"]),
        ({"actions-0-what": "Call", "actions-0-owner": "head"}, ["actions-0-due_on"]),
        ({"actions-0-what": "Call", "actions-0-owner": "head", "actions-0-due_on": ["1", "12"]},
         ["actions-0-due_on"]),
        ({"actions-0-what": "x" * 201, "actions-0-owner": "head", "actions-0-due_on": list(DUE)},
         ["actions-0-what"]),
        ({"actions-0-what": "Call", "actions-0-owner": "999999", "actions-0-due_on": list(DUE)},
         ["actions-0-owner"]),
    ],
)  # fmt: skip
def test_a_review_that_cannot_be_recorded(
    trust: Trust, change: dict[str, object], boxes: list[str]
) -> None:
    director = trust.client("director")
    head = owner(trust, "headteacher")
    sent = form(**{name: head if value == "head" else value for name, value in change.items()})
    html = director.post(f"/academies/{trust.own}/reviews/add", sent, 422).text
    assert re.findall(r'<li><a href="#([^"]+)">', html) == boxes
    if "note" not in change:
        assert "The timetable was kept." in html
    if change.get("actions-0-owner") == "head":
        assert f'<option value="{head}" selected' in html
    assert counted(trust) == (1, 1, 0)


def test_only_those_who_can_read_the_review_can_be_given_an_action(trust: Trust) -> None:
    with trust.app.app_context():
        with make.saved():
            director = db.session.get_one(Account, trust.accounts["director of a hub"].id)
            director.disabled = True
        db.session.remove()
    html = trust.client("director").get(f"/academies/{trust.other}/reviews/add")
    names = {str(who.id): name for name, who in trust.accounts.items()}
    first = html.partition('id="actions-0-owner"')[2].partition("</select>")[0]
    offered = {names.get(value, value) for value in re.findall(r'<option value="([^"]*)"', first)}
    assert offered == {"", "director", "trustee", "executive", "hr", "head and trustee"}
    html = trust.client("director").get(f"/academies/{trust.own}/reviews/add")
    first = html.partition('id="actions-0-owner"')[2].partition("</select>")[0]
    offered = {names.get(value, value) for value in re.findall(r'<option value="([^"]*)"', first)}
    assert offered == {"", "director", "trustee", "executive", "hr", "head and trustee",
                       "headteacher"}  # fmt: skip


def test_an_owner_out_of_reach_is_refused(trust: Trust) -> None:
    director = trust.client("director")
    for name in ("governor", "senco", "admin", "headteacher", "director no longer"):
        sent = form(("Call", owner(trust, name), DUE))
        director.post(f"/academies/{trust.other}/reviews/add", sent, 422)
    assert counted(trust) == (1, 1, 0)


def test_an_action_waits_for_its_owner_until_it_is_done(trust: Trust) -> None:
    head = trust.client("headteacher")
    assert waiting(head) == 1
    home = head.get("/")
    assert "Move the phone" in home
    assert "1 Dec 2026, in 10 days" in home
    assert "Overdue" not in home.partition("Deadlines that come first")[0]
    for other in ("director", "hr", "governor"):
        assert "Move the phone" not in trust.client(other).get("/")
    done = head.post(f"/reviews/actions/{trust.action_id}/done", {"from": "home"})
    assert done.location == "/"
    assert waiting(head) == 0
    assert "Nothing waits for you." in head.get("/")
    assert "Done 21 Nov 2026" in head.get(f"/academies/{trust.own}")


def test_an_action_becomes_overdue_the_day_after(trust: Trust, clock: TimeMachineFixture) -> None:
    for day, overdue in (("2026-12-01", False), ("2026-12-02", True)):
        clock.move_to(f"{day}T12:00:00+00:00")
        head = trust.client("headteacher")
        for path in ("/", f"/academies/{trust.own}"):
            assert ('tag--orange">Overdue' in head.get(path)) == overdue


def test_an_action_is_done_once(trust: Trust, clock: TimeMachineFixture) -> None:
    path = f"/reviews/actions/{trust.action_id}/done"
    head = trust.client("headteacher")
    for day in ("2026-11-21", "2026-11-22"):
        clock.move_to(f"{day}T12:00:00+00:00")
        head = trust.client("headteacher")
        assert head.post(path).location == f"/academies/{trust.own}"
    with trust.app.app_context():
        assert db.session.scalars(select(ReviewAction.done_on)).one() == date(2026, 11, 21)
        asked = select(func.count()).where(AuditEvent.action == "review_action_done")
        assert db.session.scalar(asked) == 1


def test_a_stranger_cannot_finish_an_action(trust: Trust) -> None:
    for name in ("hr", "governor", "senco", "admin", "deputy", "head of what left"):
        client = trust.client(name)
        client.post(f"/reviews/actions/{trust.action_id}/done", status=403)
    for number in (0, 999_999, 99_999_999_999_999_999_999):
        trust.client("director").post(f"/reviews/actions/{number}/done", status=404)
    assert waiting(trust.client("headteacher")) == 1


def test_htmx_is_led_on_after_a_form(trust: Trust) -> None:
    head = trust.client("headteacher")
    path = f"/reviews/actions/{trust.action_id}/done"
    answer = head.post(path, status=204, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == f"/academies/{trust.own}"


def test_words_are_shown_as_text_in_their_lines(trust: Trust) -> None:
    director = trust.client("director")
    agreed = ("<i>Call</i>", owner(trust, "headteacher"), DUE)
    note = "One\r\n\r\n<script>alert(1)</script>"
    director.post(f"/academies/{trust.own}/reviews/add", form(agreed, note=note))
    html = director.get(f"/academies/{trust.own}")
    assert "One\n\n&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "&lt;i&gt;Call&lt;/i&gt;" in html
    assert "&lt;i&gt;Call&lt;/i&gt;" in trust.client("headteacher").get("/")


def test_the_hub_of_an_academy(trust: Trust) -> None:
    director = trust.client("director")
    path = f"/academies/{trust.own}/hub"

    def version() -> str:
        found = re.search(r'name="version"[^>]* value="(\d+)"', director.get(path))
        assert found
        return found[1]

    for typed, shown in (("  Étoile ", "Étoile"), ("étoile", "Étoile"), ("SOUTH", "South"),
                         ("", "No hub"), ("<b>", "<b>")):  # fmt: skip
        director.post(path, {"hub": typed, "version": version()})
        caption = re.search(r'govuk-caption-l">([^<]+)<', director.get(f"/academies/{trust.own}"))
        assert caption
        assert f" {shown} " in unescape(caption[1])
    first = version()
    other = trust.client("hr")
    other.post(path, {"hub": "West", "version": first})
    html = director.post(path, {"hub": "East", "version": first}, 422).text
    assert "The academy is in West. Save again to change that." in unescape(html)
    assert 'value="East"' in html
    director.post(path, {"hub": "x" * 81, "version": version()}, 422)
    with trust.app.app_context():
        hub = db.session.scalars(select(Academy).where(Academy.urn == trust.own)).one().hub
        assert hub
        assert hub.name == "West"


def test_a_hub_decides_who_reaches_an_academy(trust: Trust) -> None:
    of_north = trust.client("director of a hub")
    of_north.get(f"/academies/{trust.other}", 403)
    director = trust.client("director")
    form = {"hub": "North", "version": "1"}
    director.post(f"/academies/{trust.other}/hub", form)
    of_north.get(f"/academies/{trust.other}")
    assert "Birch" in of_north.get("/academies/")


def test_home_lists_the_actions_due_first_and_counts_the_rest(trust: Trust) -> None:
    with trust.app.app_context(), make.saved():
        academy = db.session.scalars(select(Academy).where(Academy.urn == trust.own)).one()
        owner = db.session.get_one(Account, trust.accounts["governor"].id)
        make.review(
            academy,
            actions=[(f"Task {n:03}", owner, date(2027, 1, 1) + timedelta(n)) for n in range(22)],
        )
    home = trust.client("governor").get("/")
    assert re.findall(r'<th scope="row">Task (\d+)', home) == [f"{n:03}" for n in range(20)]
    assert "2 more actions are due later" in home
    assert '<span class="app-count">22</span>' in home
