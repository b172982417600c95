"""What somebody is paid, and what else few may read, reaches nobody without the grant: whatever
they ask, role by role.

Everybody is paid at marks that occur nowhere else. Each role asks at every door of the table of
doors, so that a new view is asked by itself, and at addresses that search, sort and filter by pay.
"""

import io
import json
import re
import zipfile
from datetime import date
from typing import Any, NamedTuple

import pytest
from flask import url_for
from sqlalchemy import select
from werkzeug.test import TestResponse

from tests import factories as make
from tests import files
from tests.client import TOKEN, Client
from tests.factories import NOW, TODAY
from tests.web import changing, told_to_few
from tests.web.conftest import Trust
from tests.web.test_doors import ALL, DOORS, ROLELESS, Door
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.notices import OutgoingMail, Reminder
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, AppointmentPay
from trust_inclusion.services.imports import posts
from trust_inclusion.services.pay import editing
from trust_inclusion.services.pay.editing import Entry, When

REST = "Rest of England"
SINCE = date(2024, 9, 1)


class Marked(NamedTuple):
    """What a person is paid: nothing of it stands anywhere else, nor in a published table."""

    point: str
    tlr_pounds: int
    sen_pounds: int
    notes: str

    @property
    def marks(self) -> tuple[str, ...]:
        """As pages and files may write it."""
        amounts = (self.tlr_pounds, self.sen_pounds)
        written = [
            text for one in amounts for text in (f"{one:,}", f"{one}00", f"£{one}", f">{one}<")
        ]
        return (self.point, self.notes, *written)


PAID = {
    "Olive Own": Marked("L57", 7_651, 5_431, "Zircon"),
    "Carl Colleague": Marked("L59", 7_652, 5_432, "Zinnia"),
    "Hal Helper": Marked("L71", 7_653, 5_433, "Zephyr"),
    "Nora Next": Marked("L63", 7_654, 5_434, "Zodiac"),
    "Lena Left": Marked("L69", 7_655, 5_435, "Zither"),
}
OF_TABLES = ("61,237", "6123700", "61237")
"""The salary at Olive's point in the trust's own table, which names nobody."""
AT_ASH = {"Olive Own", "Carl Colleague", "Hal Helper"}
SEES = {
    "director": set(PAID),
    "executive": set(PAID),
    "hr": set(PAID),
    "headteacher": AT_ASH,
    "head and trustee": AT_ASH,
    "director of a hub": AT_ASH | {"Lena Left"},
    "senco": {"Olive Own"},
    "senco and governor": {"Nora Next"},
    "senco of what left": {"Lena Left"},
    "head of what left": set[str](),
    "hr and senco": set(PAID),
    "head and governor": AT_ASH,
    "deputy and head": {"Nora Next"},
}
"""Whose pay a role sees; the others see nobody's, and no pay table either."""
ASKED = [
    *(
        f"{path}?{query}"
        for path in ("/academies/", "/academies/academies.csv", "/people/", "/changes/", "/pay/",
                     "/pay/posts.csv", "/charter/", "/pathway/")
        for query in ("q=L57", "sort=pay", "sort=-value", "as_at=2025-11-01")
    ),
    "/pay/?warning=different_pay", "/pay/?scale=Leadership", "/pay/posts.xlsx?sort=-salary",
    "/changes/changes.csv?tab=decided", "/deadlines/?q=L57", "/time/?q=L57",
    "/pay/tables?year=2026/27", "/pay/nothing", "/people/L57", "/academies/L57",
    *(f"{path}?q={word}" for path in ("/people/", "/pathway/people", "/deadlines/", "/academies/")
      for word in ("7700001", "Wolfram", "Quartz")),
]  # fmt: skip


@pytest.fixture
def marked(trust: Trust) -> Trust:
    """The trust with everybody paid at their marks, as HR typed it, and a file read in."""
    with trust.app.app_context():
        for row in db.session.scalars(select(AppointmentPay)).all():
            with transaction():
                db.session.delete(row)
        with make.saved():
            make.own_point("L57", 61_237, scale="Leadership")
            trust.accounts.update(told_to_few.told())
        for name, one in PAID.items():
            for held in _held(name):
                entry = Entry(
                    SINCE, REST, "Leadership", one.point, "TLR2", one.tlr_pounds * 100,
                    sen_allowance_pence=one.sen_pounds * 100, fraction=3_700, notes=one.notes,
                )  # fmt: skip
                with transaction():
                    editing.add(make.actor("hr"), held.person_id, held.id, entry, When(TODAY, NOW))
        _read_in(trust)
        db.session.remove()
    changing.proposed(trust)
    return trust


def _held(name: str) -> list[Appointment]:
    query = select(Appointment).join(Person, Person.id == Appointment.person_id)
    return list(db.session.scalars(query.where(Person.name == name)))


def _read_in(trust: Trust) -> None:
    """A file that changes Carl's allowance: imports write rows and the log too."""
    person = db.session.get_one(Person, trust.people["Carl Colleague"])
    title = _held(person.name)[0].post.title
    row = {
        "urn": str(trust.own), "post_title": title, "person_name": person.name,
        "email": person.email or "", "trn": person.trn or "",
        "sen_allowance_gbp": str(PAID[person.name].sen_pounds), "tlr_gbp": "7652.50",
    }  # fmt: skip
    with transaction():
        found = posts.preview(OPERATOR, posts.read(OPERATOR, files.posts(row)), today=TODAY)
        assert not found.problems
        posts.apply(OPERATOR, found, now=NOW)


def hidden_from(name: str) -> list[str]:
    """The marks that may reach a role nowhere."""
    seen = SEES.get(name, set[str]())
    marks = {mark for who, one in PAID.items() if who not in seen for mark in one.marks}
    marks |= told_to_few.hidden_from(name)
    if name in SEES:
        # The point stands in the pay tables, which whoever sees any pay may read.
        return sorted(marks - {PAID["Olive Own"].point})
    return sorted({*marks, *OF_TABLES})


def _texts(response: TestResponse) -> str:
    """All that an answer says: its text or the sheets of a workbook, and where it leads."""
    body = response.data
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            sheets = [one for one in book.namelist() if one.startswith(("xl/shared", "xl/works"))]
            text = " ".join(book.read(one).decode("utf-8", "replace") for one in sheets)
        # A cell's own place is written like a point of pay.
        text = re.sub(r'\b(?:r|ref|sqref|topLeftCell|activeCell)="[^"]*"', "", text)
    else:
        text = TOKEN.sub("", body.decode("utf-8", "replace"))
    told = [value for key, value in response.headers if key.lower() != "set-cookie"]
    return "\n".join((text, *told))


def _found(text: str, marks: list[str]) -> list[str]:
    return [
        mark for mark in marks if re.search(rf"(?<![0-9A-Za-z]){re.escape(mark)}(?![0-9])", text)
    ]


def _ids(trust: Trust) -> dict[str, dict[str, int]]:
    """What addresses are made of, by the person it belongs to."""
    found: dict[str, dict[str, int]] = {
        name: {} for name in ("person_id", "appointment_id", "pay_id", "post_id")
    }
    with trust.app.app_context():
        for who in PAID:
            held = _held(who)[0]
            found["person_id"][who], found["post_id"][who] = held.person_id, held.post_id
            found["appointment_id"][who], found["pay_id"][who] = held.id, held.pay[0].id
        db.session.remove()
    return found


def _addresses(trust: Trust, ids: dict[str, dict[str, int]], door: Door) -> list[str]:
    """The addresses of a door, for each person and academy that it may be about."""
    about = [name for name in ids if name in door.values]
    shared: dict[str, Any] = {"action_id": trust.action_id, "change_id": 1}
    found: list[str] = []
    with trust.app.test_request_context():
        for who in PAID if about else ("",):
            for urn in (trust.own, trust.other, trust.left) if "urn" in door.values else (0,):
                values = {**door.values, **{name: ids[name][who] for name in about}}
                values |= {name: one for name, one in shared.items() if name in values}
                found.append(url_for(door.endpoint, **{**values, **({"urn": urn} if urn else {})}))
    return found


def _walk(trust: Trust, client: Client) -> list[tuple[str, str, str]]:
    """Every answer that this client gets: (method, address, all it says)."""
    token, ids = client.token(), _ids(trust)
    found: list[tuple[str, str, str]] = []
    for method in ("GET", "POST"):
        for door in DOORS:
            if door.method != method or door.endpoint in ("auth.sign_out", "auth.sign_in"):
                continue
            data = token if method == "POST" else None
            for path in _addresses(trust, ids, door):
                answer = client.open(path, method=method, data=data)
                found.append((method, path, _texts(answer)))
                if "Set-Cookie" in answer.headers:
                    with client.flask.session_transaction() as session:
                        found.append(("cookie", path, json.dumps(dict(session))))
    for path in ASKED:
        found.append(("GET", path, _texts(client.raw(path))))
        if path.endswith("sort=pay"):
            part = client.raw(path, headers={"HX-Request": "true"})
            found.append(("GET part", path, _texts(part)))
    return found


@pytest.mark.parametrize("name", [*ALL, *ROLELESS, *told_to_few.SEVERAL_ROLES])
def test_no_door_tells_what_the_grant_does_not_reach(
    marked: Trust, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    marks = hidden_from(name)
    told = [
        (method, path, found)
        for method, path, text in _walk(marked, marked.client(name))
        # What somebody searches for stands in their own search box.
        if (found := [mark for mark in _found(text, marks) if f"q={mark}" not in path])
    ]
    assert told == []
    everything = {mark for one in PAID.values() for mark in one.marks} | set(told_to_few.SEES)
    assert _found(caplog.text, sorted(everything)) == []


def test_what_is_told_to_few_is_told_to_them(marked: Trust) -> None:
    people, hr, director = marked.people, marked.client("hr"), marked.client("director")
    olive, carl, nora = (people[one] for one in ("Olive Own", "Carl Colleague", "Nora Next"))
    assert _found(hr.get(f"/people/{olive}"), ["7700000", "Wolfram", "Wisteria"]) == [
        "7700000", "Wolfram", "Wisteria",
    ]  # fmt: skip
    assert _found(director.get(f"/people/{carl}"), ["7700001", "Quartz"]) == ["7700001", "Quartz"]
    head = marked.client("deputy and head")
    assert _found(head.get(f"/people/{nora}"), ["Yarrow", "Yucca"]) == ["Yarrow", "Yucca"]
    mentor = marked.client("senco and governor").get("/pathway/")
    assert _found(mentor, ["Wolfram", "Wisteria"]) == ["Wolfram", "Wisteria"]


def test_the_page_of_an_academy_that_left_tells_pay_to_who_sees_the_whole_trust(
    marked: Trust,
) -> None:
    path, marks = f"/academies/{marked.left}", list(PAID["Lena Left"].marks)
    for name, seen in (("hr", True), ("executive", True), ("director of a hub", False)):
        page = marked.client(name).get(path)
        assert "Cedar" in page
        assert bool(_found(page, marks)) is seen, name


def test_the_marks_are_told_to_who_may_see_them(marked: Trust) -> None:
    hr = marked.client("hr")
    for name, one in PAID.items():
        page = _texts(hr.raw(f"/people/{marked.people.get(name) or _id_of(marked, name)}"))
        assert _found(page, [one.point, one.notes]) == [one.point, one.notes]
    listed = _texts(hr.raw("/pay/"))
    assert _found(listed, ["L57", "61,237", "7,651"]) == ["L57", "61,237", "7,651"]
    assert _found(_texts(hr.raw("/pay/posts.xlsx")), ["L57", "61237"]) == ["L57", "61237"]
    assert _found(_texts(hr.raw("/academies/?sort=pay")), ["L57"]) == ["L57"]


def _id_of(trust: Trust, name: str) -> int:
    with trust.app.app_context():
        found = db.session.scalars(select(Person.id).where(Person.name == name)).one()
        db.session.remove()
    return found


def test_pay_does_not_decide_an_order_or_a_search_that_others_ask_for(marked: Trust) -> None:
    for name in ("trustee", "governor", "senco and governor"):
        client = marked.client(name)
        for path in ("/academies/", "/people/"):
            if client.raw(path).status_code == 403:
                continue
            plain = re.findall(r'<tr><th scope="row">.*?</th>', client.get(path))
            for query in ("sort=pay", "sort=-pay"):
                answer = client.raw(f"{path}?{query}")
                sorted_by = re.findall(r'<tr><th scope="row">.*?</th>', answer.text)
                assert answer.status_code == 403 or sorted_by == plain, (name, path, query)
            assert client.raw(f"{path}?q=L57").text.count('<tr><th scope="row">') == 0


def test_the_record_has_no_hint_of_pay_for_who_may_not_see_it(marked: Trust) -> None:
    page = marked.client("trustee").get(f"/people/{marked.people['Olive Own']}")
    assert not re.search(r"\bpay\b|salary|TLR", page, re.IGNORECASE)


def test_log_and_mail_hold_no_figure_of_anybody_s_pay(marked: Trust) -> None:
    marks = sorted({mark for one in PAID.values() for mark in one.marks})
    with marked.app.app_context():
        events = db.session.scalars(select(AuditEvent)).all()
        assert {"pay_recorded", "pay_imported"} <= {event.action for event in events}
        rows = [json.dumps([event.before, event.after]) for event in events]
        rows += [json.dumps(mail.content) for mail in db.session.scalars(select(OutgoingMail))]
        rows += [f"{one.kind}" for one in db.session.scalars(select(Reminder))]
        db.session.remove()
    digits = [f"{one.tlr_pounds * 100}" for one in PAID.values()]
    for row in rows:
        assert _found(row, [*marks, *digits, "3700", "765250"]) == [], row


@pytest.mark.parametrize("name", ["trustee", "headteacher", "senco", "director"])
def test_a_calendar_holds_no_pay(marked: Trust, name: str) -> None:
    client = marked.client(name)
    client.post("/account/calendar")
    link = re.search(r"/calendar/[^\"<]+\.ics", client.get("/account/calendar"))
    assert link
    feed = Client(marked.app).raw(link[0])
    assert feed.status_code == 200
    marks = sorted({*(mark for one in PAID.values() for mark in one.marks), *OF_TABLES})
    assert _found(feed.text, marks) == []
