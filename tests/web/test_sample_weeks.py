"""A SENCO's sample week in the browser's eyes: filled in, kept, shared; nobody else reaches it."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.client import Client, Queries, Who
from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.domain.diary import ACTIVITIES
from trust_inclusion.domain.diary_totals import STEP
from trust_inclusion.domain.diary_words import NEVER_FOR_APPRAISAL
from trust_inclusion.models.lived import SampleWeek
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.posts import Appointment
from trust_inclusion.services.diaries import drawing

WEEK = {
    "pupils": "3.25", "plans": "1:30", "X03": "90 min", "cover": "2", "pressures": "tribunals",
    "version": "0",
}  # fmt: skip
MARK = 1234
"""Minutes that stand nowhere else: who reads them, or their hours, has reached the week."""
MARKS = ("20.6", "20.57", "1234")


@pytest.fixture
def post_id(trust: Trust) -> int:
    """Olive's post at Ash."""
    with trust.app.app_context():
        here = Appointment.person_id == trust.people["Olive Own"]
        found = db.session.scalars(select(Appointment.post_id).where(here)).one()
        db.session.remove()
    return found


@pytest.fixture
def path(post_id: int) -> str:
    return f"/time/diary/{post_id}/2026-11-16"


def stored(app: Flask) -> list[tuple[str, dict[str, Any], int]]:
    with app.app_context():
        rows = db.session.scalars(select(SampleWeek).order_by(SampleWeek.id)).all()
        found = [(row.shared, row.entered, row.version) for row in rows]
        db.session.remove()
    return found


def version(html: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', html)
    assert found
    return found[1]


def test_a_week_from_the_landing_page_to_its_result(trust: Trust, path: str, post_id: int) -> None:
    senco = trust.client("senco")
    html = senco.get("/time/")
    assert "The weeks you keep will be listed here" in html
    assert NEVER_FOR_APPRAISAL in html
    address = f"/time/diary/open?post={post_id}&week=2026-11-16"
    assert senco.raw(address).location == path
    html = senco.get(path)
    assert NEVER_FOR_APPRAISAL in html
    assert all(f'name="{code}"' in html for code in ACTIVITIES)
    assert html.count('inputmode="decimal"') == 22
    assert html.count('type="checkbox"') == 11
    assert senco.post(path, WEEK).location == f"{path}/result"
    html = senco.get(f"{path}/result")
    assert NEVER_FOR_APPRAISAL in html
    for said in (
        "Only you", "Tribunals and appeals", "Within the 8.0 hours set aside",
        "Excluded duties took 1.5 hours against no time of their own.",
        f"/time/cover/{post_id}?week=2026-11-16#entry",
    ):  # fmt: skip
        assert said in html, said
    assert re.search(r"Plans and reviews.{0,120}1\.5.{0,60}18\.2%", html)
    assert stored(trust.app) == [
        ("no", {"minutes": {"pupils": 195, "plans": 90, "X03": 90, "cover": 120},
                "pressures": ["tribunals"]}, 1),
    ]  # fmt: skip
    html = senco.get(path)
    assert 'value="3.25"' in html
    assert re.search(r'value="tribunals" checked', html)
    assert "16 Nov 2026" in senco.get("/time/")


def test_the_sums_run_along_and_nothing_is_saved(trust: Trust, path: str) -> None:
    senco = trust.client("senco")

    def running(typed: dict[str, str]) -> str:
        answer = senco.open(
            f"{path}/preview", method="POST", data={**typed, **senco.token()},
            headers={"HX-Request": "true"},
        )  # fmt: skip
        assert answer.status_code == 200
        assert "<h1" not in answer.text
        return answer.text

    said = "8.3 hours: 4.8 inside the role, 1.5 excluded duties, 2.0 cover."
    assert said in running(WEEK)
    html = running({"pupils": "some"})
    assert "1 figure cannot be read and is left out." in html
    assert "50.0 hours is above 48.0" in running({"pupils": "50"})
    assert "90.0 hours is more than a sample week can hold" in running({"pupils": "90"})
    # Without JavaScript, by the button: the whole page with what was typed.
    html = senco.post(f"{path}/preview", WEEK, 200).text
    assert "8.3 hours: 4.8 inside the role" in html
    assert 'value="1:30"' in html
    assert stored(trust.app) == []
    assert senco.raw(f"{path}/preview").location == path


@pytest.mark.parametrize("where", ["", "/preview"])
def test_ninety_hours_are_refused_with_all_that_was_typed(
    trust: Trust, path: str, where: str
) -> None:
    html = trust.client("senco").post(f"{path}{where}", {**WEEK, "staff": "84"}, 422).text
    assert "92.3 hours is more than a sample week can hold (80.0)" in html
    for typed in ("3.25", "1:30", "90 min", "84"):
        assert f'value="{typed}"' in html
    assert re.search(r'value="tribunals" checked', html)
    assert stored(trust.app) == []


def test_more_than_48_hours_are_kept_and_noted(trust: Trust, path: str) -> None:
    senco = trust.client("senco")
    senco.post(path, {"pupils": "49", "version": "0"})
    assert "49.0 hours is above 48.0" in senco.get(f"{path}/result")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-1", "is less than 0"),
        ("NaN", "is not a time"),
        ("1e3", "is not a time"),
        ("1,000", "Use a point"),
        ("1:99", "more than 59 minutes"),
        ("<b>", "is not a time"),
        ("9" * 10_000, "is not a time"),
        ("١", "is not a time"),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_box(
    trust: Trust, path: str, typed: str, said: str
) -> None:
    senco = trust.client("senco")
    html = senco.post(path, {**WEEK, "transition": typed}, 422).text
    assert said in html
    assert 'id="transition-error"' in html
    assert "<b>" not in html.partition('id="transition"')[2].partition(">")[0]
    assert stored(trust.app) == []


def test_the_same_mistake_twice_is_told_under_each_heading(trust: Trust, path: str) -> None:
    typed = {**WEEK, "transition": "1:5", "X02": "1:5"}
    html = trust.client("senco").post(path, typed, 422).text
    for name in ("Transition", "X02 Child protection"):
        assert re.search(rf'<a href="#[^"]+">{name}[^<]*: “1:5” is not a time', html)
    assert "2 figures cannot be read and are left out." in html


def test_a_nul_is_left_out(trust: Trust, path: str) -> None:
    trust.client("senco").post(path, {**WEEK, "transition": "1\x001"})
    assert stored(trust.app)[0][1]["minutes"]["transition"] == 11 * 60


def test_odd_forms_are_no_trouble(trust: Trust, path: str) -> None:
    senco = trust.client("senco")
    for data in (
        {}, {"pupils": ["1", "2"]}, {"pressures": ["tribunals", "guess", "\x00"]},
        {"version": "-1"}, {"version": "9" * 40}, {"X11": "4", "author": "7", "shared": "named"},
    ):  # fmt: skip
        answer = senco.open(path, method="POST", data={**data, **senco.token()})
        assert answer.status_code in (303, 409), data
    assert all(shared == "no" for shared, _, _ in stored(trust.app))


@pytest.mark.parametrize(
    "day",
    ["2026-11-17", "2026-11-23", "2026-09-14", "soon", "2026-13-01", "0001-01-01", "9999-12-31",
     "%00", "2026-11-16T00"],
)  # fmt: skip
def test_weeks_that_are_none(trust: Trust, post_id: int, day: str) -> None:
    senco = trust.client("senco")
    for rest in ("", "/result"):
        senco.get(f"/time/diary/{post_id}/{day}{rest}", 404)
    senco.post(f"/time/diary/{post_id}/{day}", WEEK, 404)
    senco.post(f"/time/diary/{post_id}/{day}/share", {"shared": "named"}, 404)


def test_a_second_window_loses_nothing(trust: Trust, path: str) -> None:
    phone, laptop = trust.client("senco"), trust.client("senco")
    phone.post(path, WEEK)
    html = laptop.post(path, {**WEEK, "pupils": "5"}, 409).text
    assert "You saved this week in another window meanwhile" in html
    assert 'value="5"' in html
    laptop.post(path, {**WEEK, "pupils": "5", "version": version(html)})
    assert stored(trust.app)[0][1]["minutes"]["pupils"] == 300
    html = phone.post(f"{path}/share", {"shared": "named", "version": "1"}, 409).text
    assert "You changed this week in another window meanwhile" in html
    phone.post(f"{path}/share", {"shared": "named", "version": version(html)})
    html = laptop.post(path, {**WEEK, "version": "2"}, 409).text
    assert "take it back first" in html


def test_sharing_and_taking_back(trust: Trust, path: str) -> None:
    senco, head = trust.client("senco"), trust.client("headteacher")
    senco.post(path, WEEK)
    assert "Choose who may see this week" in senco.post(f"{path}/share", {}, 422).text
    senco.post(f"{path}/share", {"shared": "everybody", "version": "1"}, 422)
    senco.post(f"{path}/share", {"shared": "named", "version": "1"})
    assert senco.raw(path).location == f"{path}/result"
    html = head.get("/time/shared/")
    assert NEVER_FOR_APPRAISAL in html
    (week,) = re.findall(r'href="(/time/shared/\d+)"', html)
    html = head.get(week)
    assert NEVER_FOR_APPRAISAL in html
    assert "Olive Own: this week, from 16 November 2026" in html
    assert '<form method="post" action="/time/' not in html
    trust.client("director").get(week)
    senco.post(f"{path}/share", {"shared": "no", "version": version(senco.get(f"{path}/result"))})
    head.get(week, 404)
    senco.post(f"{path}/drop")
    assert stored(trust.app) == []
    senco.post(f"{path}/drop", status=404)


def test_an_empty_draft_is_kept_but_not_shared(trust: Trust, path: str) -> None:
    senco = trust.client("senco")
    senco.post(path, {"version": "0"})
    assert "No hours are entered yet" in senco.get(f"{path}/result")
    html = senco.post(f"{path}/share", {"shared": "totals", "version": "1"}, 422).text
    assert "at least one heading" in html


# --- Nobody but its author reaches a draft, nor a week that only totals hold ---------------------

EVERYBODY = (
    "director", "trustee", "executive", "hr", "headteacher", "governor", "admin", "deputy",
    "director of a hub", "head and trustee", "senco and governor", "head of what left",
    "senco of what left", "director no longer", "colleague",
)  # fmt: skip


@pytest.fixture
def kept(trust: Trust, post_id: int) -> dict[str, int]:
    """A draft of Olive's and a week of hers that only totals hold, both with the mark."""
    with trust.app.app_context():
        with make.saved():
            appointment = db.session.scalars(
                select(Appointment).where(Appointment.post_id == post_id)
            ).one()
            draft = make.sample_week(appointment, pupils=MARK, X04=MARK, pressures=["tribunals"])
            counted = make.sample_week(
                appointment, week_of=make.date(2026, 11, 9), shared="totals", plans=MARK
            )
            carl = db.session.get_one(make.Person, trust.people["Carl Colleague"])
            colleague = make.account("senco", person=carl)
        ids = {"draft": draft.id, "counted": counted.id, "post": post_id}
        trust.accounts["colleague"] = Who(colleague.id, colleague.email)
        db.session.remove()
    return ids


@pytest.mark.parametrize("who", EVERYBODY)
def test_nobody_but_its_author_reaches_it(
    trust: Trust, kept: dict[str, int], path: str, who: str
) -> None:
    client = trust.client(who)
    addresses = [
        "/", "/time/", "/time/shared/", "/time/totals", "/time/cover.csv", "/people/",
        f"/people/{trust.people['Olive Own']}", f"/academies/{trust.own}", "/academies/",
        "/academies/academies.csv", "/deadlines/deadlines.csv", "/time/?balance=owed&sort=-owed",
        f"/time/cover/{kept['post']}", *(f"/time/shared/{n}" for n in range(kept["counted"] + 3)),
        path, f"{path}/result", f"{path}/preview", f"{path}/share",
        path.replace("-16", "-09"), f"{path.replace('-16', '-09')}/result",
    ]  # fmt: skip
    for address in addresses:
        answer = client.raw(address, follow_redirects=True)
        assert answer.status_code in (200, 403, 404), address
        assert not any(mark in answer.text for mark in MARKS), address
        if address.startswith(("/time/diary", "/time/shared/1", "/time/shared/2")):
            assert answer.status_code in (403, 404), address
    for rest, data in (
        ("", WEEK), ("/preview", WEEK), ("/share", {"shared": "named", "version": "1"}),
        ("/drop", {}),
    ):  # fmt: skip
        answer = client.open(f"{path}{rest}", method="POST", data={**data, **client.token()})
        assert answer.status_code in (403, 404)
        assert not any(mark in answer.text for mark in MARKS)
    assert [shared for shared, _, _ in stored(trust.app)] == ["no", "totals"]


def test_its_author_reaches_it(trust: Trust, kept: dict[str, int], path: str) -> None:
    senco = trust.client("senco")
    assert "20.6" in senco.get(f"{path}/result")
    assert "41.1" in senco.get("/time/")
    for number in (kept["draft"], kept["counted"]):
        senco.get(f"/time/shared/{number}", 403)
    assert "In totals" in senco.get(f"{path.replace('-16', '-09')}/result")


def test_the_log_knows_no_hours(trust: Trust, path: str) -> None:
    senco = trust.client("senco")
    senco.post(path, {"pupils": "20.57", "version": "0"})
    senco.post(f"{path}/share", {"shared": "totals", "version": "1"})
    with trust.app.app_context():
        acts = select(AuditEvent).where(AuditEvent.action != "signed_in")
        events = db.session.scalars(acts).all()
        told = [(e.action, e.subject, e.before, e.after) for e in events]
        db.session.remove()
    assert told == [("sample_week_shared", "sample_week", {"shared": "no"}, {"shared": "totals"})]


# --- Totals ------------------------------------------------------------------------------------


def share_many(app: Flask, many: int, shared: str = "totals") -> None:
    with app.app_context():
        with make.saved():
            for _ in range(many):
                make.sample_week(make.senco(make.academy()), shared=shared, pupils=600, cover=60)
            db.session.flush()
            drawing.draw_up(today=make.TODAY, now=make.NOW)
        db.session.remove()


def test_totals_are_held_back_and_then_shown(trust: Trust) -> None:
    share_many(trust.app, STEP - 1)
    readers = [trust.client(name) for name in ("director", "trustee", "hr", "senco")]
    for client in readers:
        html = client.get("/time/totals")
        assert "There are no totals yet" in html
        assert "10.0" not in html
        assert NEVER_FOR_APPRAISAL in html
        assert "There are no totals yet" in client.get("/time/")
    share_many(trust.app, 1)
    for client in readers:
        html = client.get("/time/totals")
        assert "6 SENCOs shared a week" in html
        assert "66.0" in html
        assert "There are no totals of one academy" in html
        assert "Excluded duties are left out: too few" in html
        home = client.get("/time/")
        assert "11.0 hours on average, excluded duties left out; 9% of it went to cover." in home
    for name in ("headteacher", "governor", "admin", "deputy", "director of a hub"):
        trust.client(name).get("/time/totals", 403)


def test_the_list_of_weeks_by_name_has_pages_and_asks_as_often(trust: Trust) -> None:
    director = trust.client("director")

    def asked(address: str) -> int:
        with trust.app.app_context(), Queries() as queries:
            director.get(address)
        return len(queries)

    share_many(trust.app, 2, "named")
    few = asked("/time/shared/"), asked("/time/")
    assert "shared by name</a>" not in director.get("/time/")  # all are there
    share_many(trust.app, 60, "named")
    assert (asked("/time/shared/"), asked("/time/")) == few
    html = director.get("/time/shared/")
    assert "1 to 50 of 62 weeks" in html
    assert "All 62 weeks shared by name</a>" in director.get("/time/")
    assert "51 to 62 of 62 weeks" in director.get("/time/shared/?page=2")
    for odd in ("0", "-1", "99", "9" * 40, "two", "%00"):
        director.get(f"/time/shared/?page={odd}")


def test_a_senco_at_two_academies_chooses(trust: Trust) -> None:
    with trust.app.app_context():
        with make.saved():
            olive = db.session.get_one(make.Person, trust.people["Olive Own"])
            make.senco(make.academy("Elm"), person=olive)
        db.session.remove()
    html = trust.client("senco").get("/time/")
    assert "SENCO at Elm" in html
    assert "SENCO 0 at Ash" in html
    assert html.count('<option value="2026-') == 9
    client: Client = trust.client("senco")
    for query in ("", "?post=x&week=2026-11-16", f"?post={'9' * 30}&week=2026-11-16", "?week=no"):
        assert client.raw(f"/time/diary/open{query}", follow_redirects=True).status_code == 404
