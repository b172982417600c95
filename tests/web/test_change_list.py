"""The lists of changes through the front door: tabs, filters, grants, approving several at once."""

import csv
import io
import re
from html import unescape

import pytest
from flask import Flask

from tests import factories as make
from tests import listed_changes
from tests.client import Client, Queries, Who
from tests.listed_changes import Listed, when
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.changes import Step
from trust_inclusion.models.changes import Change
from trust_inclusion.models.posts import Allocation
from trust_inclusion.services import settings
from trust_inclusion.services.changes import proposing

PATH = "/changes/"
FIRST = {"mine": 13, "fragment": 14, "decided": 12}
"""Statements when nothing is kept: who asks; what waits (six); the tab's rows, what is open, how
many are decided; the rows in words, whether there are drafts; for the page the hubs, and for a
search the names of academies and people."""
AGAIN = {"mine": 4, "fragment": 3, "decided": 3}


@pytest.fixture
def listed(app: Flask) -> Listed:
    """A trust with a change in every state that lists tell apart."""
    with app.app_context():
        made = listed_changes.with_changes()
        db.session.remove()
    return made


def client(app: Flask, made: Listed, who: str = "director") -> Client:
    return Client(app).sign_in(Who(made.accounts[who], made.emails[who]))


def ids(html: str) -> list[int]:
    """The changes of the rows, in order."""
    return [int(one) for one in re.findall(r'<th scope="row"><a href="/changes/(\d+)">', html)]


def names(made: Listed, html: str) -> list[str]:
    known = {change_id: name for name, change_id in made.changes.items()}
    return [known[one] for one in ids(html)]


def tabs(html: str) -> list[tuple[str, str, int]]:
    """(address, label, count) of each tab."""
    found = re.findall(
        r'<a class="app-nav__link" href="([^"]+)"[^>]*>([A-Z][a-z ]+?) '
        r'<span class="app-count">(\d+)</span></a>',
        html,
    )
    return [(unescape(href), label, int(number)) for href, label, number in found]


def saved(answer: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.removeprefix("\N{BYTE ORDER MARK}"))))


def test_tabs_are_links_with_counts(app: Flask, listed: Listed) -> None:
    director = client(app, listed)
    html = director.get(PATH)
    assert tabs(html) == [
        ("/changes/", "For you", 1), ("?tab=open", "Open", 4), ("?tab=decided", "Decided", 4),
    ]  # fmt: skip
    assert names(listed, html) == ["endorsed"]
    assert 'href="/changes/" aria-current="page">Changes</a>' in html
    # A search goes with the reader from tab to tab; what belongs to one tab does not.
    html = director.get(f"{PATH}?tab=open&q=ash&state=proposed&waiting=5")
    assert tabs(html) == [
        ("?q=ash", "For you", 0), ("?tab=open&q=ash", "Open", 2),
        ("?tab=decided&q=ash", "Decided", 0),
    ]  # fmt: skip
    assert names(listed, html) == ["proposed"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("tab=open", ["proposed", "reduction", "to confirm", "endorsed"]),
        ("tab=open&state=endorsed&sort=academy", ["reduction", "endorsed"]),
        ("tab=open&state=approved", ["proposed", "reduction", "to confirm", "endorsed"]),
        ("tab=open&waiting=10", ["proposed"]),
        ("tab=open&waiting=7", ["proposed", "reduction", "to confirm", "endorsed"]),
        ("tab=open&mark=reduction", ["reduction"]),
        ("tab=open&academy=100003", ["to confirm"]),
        ("tab=open&sort=-value", ["to confirm", "proposed", "endorsed", "reduction"]),
        ("tab=decided", ["granted", "withdrawn", "rejected", "approved"]),
        ("tab=decided&from=2026-10-12&to=12/10/2026", ["rejected"]),
        ("tab=decided&from=soon&to=2026-02-30", ["granted", "withdrawn", "rejected", "approved"]),
        ("tab=decided&to=9999-12-31&kind=temporary", ["granted"]),
        ("tab=decided&state=rejected", ["rejected"]),
        ("tab=decided&q=bea", ["rejected", "approved"]),
        ("tab=x&hub=x&kind=x&mark=x&state=x&waiting=x&sort=x&page=x&academy=x", ["endorsed"]),
        ("q=x%00y", []),
        ("page=9", ["endorsed"]),
    ],
)
def test_page_fragment_and_file_say_the_same(
    app: Flask, listed: Listed, asked: str, found: list[str]
) -> None:
    director = client(app, listed)
    html, part = director.get(f"{PATH}?{asked}"), director.fragment(f"{PATH}?{asked}")
    assert names(listed, html) == found
    start = part.index('<div id="changes"')
    assert re.sub(r"[0-9a-zA-Z_.-]{60,}", "", part[start:].strip()) in re.sub(
        r"[0-9a-zA-Z_.-]{60,}", "", html
    )
    link = re.search(r'id="download-csv" href="([^"]+)"', html)
    assert link
    rows = saved(director.raw(unescape(link[1])).text)
    assert [int(row["id"]) for row in rows] == ids(html)


def test_governor_and_administrator_see_nothing(app: Flask, listed: Listed) -> None:
    for who in ("governor", "admin"):
        for path in (PATH, "/changes/changes.csv", "/academies/100001/changes"):
            client(app, listed, who).get(path, 403)
        assert 'href="/changes/' not in client(app, listed, who).get("/")


def test_the_annual_value_follows_the_grant(app: Flask, listed: Listed) -> None:
    for who, sees in {
        "director": True, "leader": True, "hr": True, "head": True, "senco": True,
        "trustee": False, "deputy": False,
    }.items():  # fmt: skip
        reader = client(app, listed, who)
        html = reader.get(f"{PATH}?tab=open")
        assert ("Annual value" in html) == ("£" in html) == sees, who
        reader.get(f"{PATH}?tab=open&sort=value", 200 if sees else 403)
        reader.fragment(f"{PATH}?tab=open&sort=-value", 200 if sees else 403)
        answer = reader.raw("/changes/changes.csv?tab=open")
        assert ("annual_value_gbp" in answer.text) == sees
        for kind in ("csv", "xlsx"):
            answer = reader.raw(f"/changes/changes.{kind}?tab=open&sort=value")
            assert answer.status_code == (200 if sees else 403)


def test_drafts_are_listed_for_their_author_with_a_link_to_go_on(
    app: Flask, listed: Listed
) -> None:
    with app.app_context():
        with transaction():
            proposing.keep_draft(
                listed.actor("head"), listed.posts["ash"], {"reason": "Secret plan"}, when()
            )
        db.session.remove()
    link = f'href="/changes/propose/{listed.posts["ash"]}"'
    assert link in client(app, listed, "head").get(PATH)
    for who in ("director", "leader", "hr", "senco", "deputy", "head of Cedar"):
        for tab in ("", "?tab=open", "?tab=decided"):
            html = client(app, listed, who).get(PATH + tab)
            assert link not in html
            assert "Secret plan" not in html


def versions(html: str) -> dict[int, str]:
    """What the boxes of a page send, by change."""
    found = re.findall(r'name="change" value="((\d+)\.\d+)"', html)
    return {int(change_id): value for value, change_id in found}


def test_several_are_approved_each_on_its_own(app: Flask, listed: Listed) -> None:
    director, other = client(app, listed), client(app, listed, "other director")
    head = client(app, listed, "head")
    with app.app_context():
        listed.take("proposed", "head", Step.ENDORSE)
        db.session.remove()
    html = director.get(PATH)
    boxes = versions(html)
    assert set(boxes) == {listed.changes["endorsed"], listed.changes["proposed"]}
    assert versions(head.get(PATH)) == {}
    # One of the two is approved by somebody else first.
    other.post("/changes/approve", {"change": boxes[listed.changes["proposed"]]})
    answer = director.post("/changes/approve", {"change": list(boxes.values())}, 409).text
    assert "1 change approved; 1 change not" in answer
    assert "<b>Ash</b>: Otto Director approved it at 12.00pm, before you." in answer
    assert tabs(answer)[0] == ("/changes/", "For you", 0)
    with app.app_context():
        given = db.session.query(Allocation).filter(Allocation.kind == "permanent").count()
        assert given == 3
        db.session.remove()
    # Sent twice it is approved once, and the answer says so.
    again = director.post("/changes/approve", {"change": boxes[listed.changes["endorsed"]]})
    assert again.location == "/changes/"
    assert "1 change approved." in director.get(PATH)
    with app.app_context():
        assert db.session.query(Allocation).filter(Allocation.kind == "permanent").count() == given
        db.session.remove()


def test_what_now_needs_a_second_approval_is_left_with_the_reason(
    app: Flask, listed: Listed
) -> None:
    director = client(app, listed)
    sent = versions(director.get(PATH))[listed.changes["endorsed"]]
    with app.app_context():
        with make.saved():
            # The pay point is taken off the tables meanwhile, so the value is not known any more.
            change = db.session.get_one(Change, listed.changes["endorsed"])
            for held in change.post.appointments:
                for pay in held.pay:
                    pay.area = "Elsewhere"
        db.session.remove()
    answer = director.post("/changes/approve", {"change": sent, "view": "?q=beech"}, 409).text
    assert "Nothing approved; 1 change not" in answer
    assert "It now needs a second approval (its annual value cannot be worked out)" in answer
    assert names(listed, answer) == ["endorsed"]
    assert 'value="beech"' in answer
    deputy = client(app, listed, "deputy").post("/changes/approve", {"change": sent}, 409).text
    assert "for a reason that speaks of cost" in deputy
    with app.app_context():
        assert db.session.get_one(Change, listed.changes["endorsed"]).state == "endorsed"
        db.session.remove()


def test_nonsense_is_survived_and_nothing_ticked_says_so(app: Flask, listed: Listed) -> None:
    director = client(app, listed)
    director.post("/changes/approve", {"view": "?tab=open&q=x"})
    assert "Tick the changes to approve first." in director.get(f"{PATH}?tab=open")
    for value in ("", "x", "1", "1.x", "-1.2", "1.1.1", "999999999999.1"):
        director.post("/changes/approve", {"change": value, "view": "//elsewhere.example"})
    answer = director.post("/changes/approve", {"change": "999999.1"}, 409).text
    assert "There is no such change." in answer
    # Somebody else's to decide: refused one by one, and nothing of what they may not see is told.
    for who, said in (("hr", "<b>Beech</b>: "), ("senco", "There is no such change.")):
        sent = f"{listed.changes['endorsed']}.1"
        answer = client(app, listed, who).post("/changes/approve", {"change": sent}, 409).text
        assert said in answer, who
    assert "Beech" not in answer


def test_figures_stand_above_what_was_decided(app: Flask, listed: Listed) -> None:
    html = client(app, listed).get(f"{PATH}?tab=decided")
    found = re.findall(r"<dt>([^<]+)</dt><dd>(\S+?)(?: <small>([^<]+)</small>)?</dd>", html)
    assert found == [
        ("Median to a decision", "4", "working days"), ("Approved", "2", "1 granted alone"),
        ("Rejected", "1", ""), ("Withdrawn", "1", ""), ("Lapsed", "0", ""),
    ]  # fmt: skip
    assert "Median" not in client(app, listed).get(f"{PATH}?tab=decided&q=nowhere")


@pytest.mark.parametrize(
    ("who", "urn", "found"),
    [
        ("director", 100002, ["endorsed", "rejected", "approved"]),
        ("deputy", 100001, ["reduction", "proposed"]),
        ("senco", 100001, ["proposed"]),
        ("head", 100003, None),
        ("senco", 100002, None),
        ("director of North", 100003, None),
    ],
)
def test_an_academys_hours_over_time(
    app: Flask, listed: Listed, who: str, urn: int, found: list[str] | None
) -> None:
    path = f"/academies/{urn}/changes"
    if found is None:
        client(app, listed, who).get(path, 403)
        return
    html = client(app, listed, who).get(path)
    assert names(listed, html) == found
    marks = re.findall(r'<circle [^>]*fill="([^"]+)"', html)
    assert marks == (["#fff", "currentColor"] if urn == 100002 else [])
    assert (f'href="/academies/{urn}"' in html) == (who != "deputy")
    if urn == 100002:
        assert 'aria-label="Allocated hours went from 5.0 to 6.0, with 2 decisions.' in html


def test_the_academys_page_leads_there_and_shows_what_is_to_come(
    app: Flask, listed: Listed
) -> None:
    with app.app_context():
        listed.take("endorsed", "director", Step.APPROVE)
        db.session.remove()
    html = client(app, listed).get("/academies/100002")
    assert 'href="/academies/100002/changes">Hours over time and decisions</a>' in html
    assert "From 31 Dec 2026" in html
    assert "/changes" not in client(app, listed, "governor").get("/academies/100001")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("change=any", ["Ash", "Beech", "Cédar"]),
        ("change=none", []),
        ("change=endorsed", ["Ash", "Beech"]),
        ("change=awaiting_trust", ["Cédar"]),
        ("change=approved", ["Ash", "Beech", "Cédar"]),
        ("sort=change", ["Cédar", "Ash", "Beech"]),
    ],
)
def test_the_academies_list_has_the_open_change(
    app: Flask, listed: Listed, asked: str, found: list[str]
) -> None:
    director = client(app, listed)
    html = director.get(f"/academies/?{asked}")
    rows = re.findall(r'<th scope="row"><a href="/academies/\d+">([^<]*)</a>', html)
    assert rows == found
    states = [row["open_change"] for row in saved(director.raw("/academies/academies.csv").text)]
    assert states == ["endorsed", "endorsed", "awaiting_trust"]
    assert "To confirm</strong></td></tr>" in director.get("/academies/?q=cedar")
    assert "change=" not in client(app, listed, "governor").get("/academies/")


def statements(app: Flask, reader: Client, *paths: tuple[str, bool]) -> list[int]:
    found = []
    with app.app_context():
        for path, fragment in paths:
            with Queries() as asked:
                reader.fragment(path) if fragment else reader.get(path)
            found.append(len(asked))
    return found


@pytest.mark.parametrize("many", [0, 60])
def test_a_view_asks_the_database_as_often_however_many_rows(app: Flask, many: int) -> None:
    with app.app_context():
        made = listed_changes.with_changes()
        with make.saved():
            for number in range(many):
                held = make.senco(make.academy(f"More {number:02}"), hours=5)
                made.posts[f"more {number}"] = held.post_id
        for number in range(many):
            made.propose(f"more {number}", "director", f"more {number}", 6)
        db.session.remove()
    reader = client(app, made, "other director")
    mine, part, decided = (PATH, False), (f"{PATH}?q=e", True), (f"{PATH}?tab=decided", False)
    first = {}
    for name, one in (("mine", mine), ("fragment", part), ("decided", decided)):
        with app.app_context(), transaction():
            settings.name_trust("Larch Trust")
        (first[name],) = statements(app, reader, one)
    assert first == FIRST
    statements(app, reader, mine, part, decided)
    again = dict(zip(FIRST, statements(app, reader, mine, part, decided), strict=True))
    assert again == AGAIN
    html = reader.get(PATH)
    assert len(ids(html)) == min(many + 1, 50)
    assert ("1 to 50 of 61 changes" in html) == bool(many)
    if many:
        second = reader.get(f"{PATH}?page=2")
        assert len(set(ids(html)) | set(ids(second))) == many + 1
        csv_ids = [int(row["id"]) for row in saved(reader.raw("/changes/changes.csv").text)]
        assert csv_ids == [*ids(html), *ids(second)]
    with app.app_context(), Queries() as academy:
        reader.get("/academies/100001/changes")
    assert len(academy) == 4, academy.statements
