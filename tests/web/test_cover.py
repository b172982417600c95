"""The cover ledger and what academies owe, as pages, fragments and files."""

import csv
import io
import re
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.client import Queries
from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.models.posts import Appointment

ENTRY = {"way": "taken", "on": ["20", "11", "2026"], "minutes": "1:30", "version": "0"}


@pytest.fixture
def path(trust: Trust) -> str:
    """The ledger of Olive's post at Ash."""
    with trust.app.app_context():
        here = Appointment.person_id == trust.people["Olive Own"]
        post_id = db.session.scalars(select(Appointment.post_id).where(here)).one()
        db.session.remove()
    return f"/time/cover/{post_id}"


def version(html: str) -> str:
    found = re.search(r'name="version"[^>]*value="(\d+)"', html)
    assert found
    return found[1]


def test_taken_given_back_and_struck_out(trust: Trust, path: str) -> None:
    senco, head = trust.client("senco"), trust.client("headteacher")
    assert "No cover is recorded." in senco.get(path)
    assert f'href="{path}"' in senco.get("/time/")
    senco.post(path, ENTRY)
    html = head.get(path)
    assert "1 h 30 min taken for cover, nothing given back: 1 h 30 min owed" in html
    assert "Still owed" in html
    head.post(path, {**ENTRY, "way": "given_back", "minutes": "30 min", "version": version(html)})
    html = senco.get(path)
    assert "1 h 30 min taken for cover, 30 min given back: 1 h owed" in html
    taken, back = sorted(map(int, re.findall(rf'action="{path}/(\d+)/strike"', html)))
    html = senco.post(f"{path}/{taken}/strike", status=422).text
    assert "strike out what was given back first" in html
    senco.post(f"{path}/{back}/strike")
    html = head.get(path)
    assert "1 h 30 min taken for cover, nothing given back: 1 h 30 min owed" in html
    assert "struck out by the SENCO on" in html
    assert senco.raw(f"{path}/{back}/strike").location == path
    assert "already" in head.post(f"{path}/{back}/strike", status=409).text
    head.post(f"{path}/{2**40}/strike", status=404)


def test_readers_read_and_have_no_form(trust: Trust, path: str) -> None:
    trust.client("senco").post(path, ENTRY)
    for name in ("director", "trustee", "hr", "director of a hub"):
        client = trust.client(name)
        html = client.get(path)
        assert "1 h 30 min owed" in html
        assert "Record it" not in html
        assert "/strike" not in html
        client.post(path, ENTRY, 403)
        client.post(path, {}, 403)
        client.post(f"{path}/1/strike", status=403)
    for name in ("governor", "admin", "deputy", "senco and governor", "head of what left"):
        trust.client(name).get(path, 403)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"way": ""}, "Say whether time was taken"),
        ({"way": "stolen"}, "Say whether time was taken"),
        ({"on": ["", "", ""]}, "Enter the date"),
        ({"on": ["31", "2", "2026"]}, "not a day in the calendar"),
        ({"on": ["22", "11", "2026"]}, "today or earlier"),
        ({"on": ["1", "1", "1900"]}, "You did not hold this post on that day"),
        ({"minutes": ""}, "Enter the hours"),
        ({"minutes": "0"}, "Enter the hours"),
        ({"minutes": "-1"}, "is less than 0"),
        ({"minutes": "11"}, "more than a school day"),
        ({"minutes": "9" * 5000}, "is not a time"),
        ({"way": "given_back"}, "Nothing was owed on 20 November 2026"),
    ],
)
def test_what_cannot_be(trust: Trust, path: str, told: dict[str, object], said: str) -> None:
    senco = trust.client("senco")
    html = senco.post(path, {**ENTRY, **told}, 422).text
    assert said in html
    assert 'value="2026"' in html or "on" in told
    assert "No cover is recorded." in senco.get(path)


def test_a_nul_is_left_out(trust: Trust, path: str) -> None:
    senco = trust.client("senco")
    senco.post(path, {**ENTRY, "minutes": "1\x00:30"})
    assert "1 h 30 min owed" in senco.get(path)


def test_an_entry_is_struck_out_on_the_day_it_was_in_london(trust: Trust, path: str) -> None:
    """Half past midnight in summer: the day before by the clock of the database."""
    with trust.app.app_context():
        here = Appointment.person_id == trust.people["Olive Own"]
        with make.saved():
            appointment = db.session.scalars(select(Appointment).where(here)).one()
            entry = make.cover(appointment, date(2026, 6, 29), struck=True)
            entry.struck_at = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
        db.session.remove()
    assert "1 Jul 2026" in trust.client("senco").get(path)


def test_two_at_once(trust: Trust, path: str) -> None:
    senco, head = trust.client("senco"), trust.client("headteacher")
    senco.post(path, ENTRY)
    html = head.post(path, {**ENTRY, "minutes": "2"}, 409).text
    assert "The ledger changed while you were typing" in html
    assert 'value="2"' in html
    assert "1 h 30 min owed" in html
    head.post(path, {**ENTRY, "minutes": "2", "version": version(html)})
    assert "3 h 30 min taken" in senco.get(path)


def test_a_sample_week_offers_its_cover(trust: Trust, path: str) -> None:
    """The address holds no figure of the week, which may be its author's alone; and by the same
    address nobody else is offered it."""
    senco, diary = trust.client("senco"), path.replace("/cover/", "/diary/")
    senco.post(f"{diary}/2026-11-16", {"cover": "1:35", "pupils": "2", "version": "0"})
    offered = f"{path}?week=2026-11-16"
    assert f'href="{offered}#entry"' in senco.get(f"{diary}/2026-11-16/result")
    html = senco.get(offered)
    assert 'value="1.58"' in html
    assert re.search(r'value="taken"[^>]*checked|checked[^>]*value="taken"', html)
    for name in ("headteacher", "director", "hr"):
        assert "1.58" not in trust.client(name).get(offered)
    for odd in ("2026-11-09", "soon", "9" * 50, "%00", "2026-11-17"):
        assert " checked" not in senco.get(f"{path}?week={odd}")


def test_an_academy_that_left_has_no_ledger(trust: Trust) -> None:
    with trust.app.app_context():
        here = Appointment.person_id == trust.people["Lena Left"]
        post_id = db.session.scalars(select(Appointment.post_id).where(here)).one()
        db.session.remove()
    for name in ("director", "hr", "head of what left", "senco of what left"):
        trust.client(name).get(f"/time/cover/{post_id}", 404)


# --- Balances by academy -------------------------------------------------------------------------


def fill(trust: Trust, many: int) -> None:
    with trust.app.app_context():
        with make.saved():
            for number in range(many):
                academy = make.academy(f"Elm {number:03}")
                make.cover(make.senco(academy), date(2026, 11, 20), 60 + number)
        db.session.remove()


def test_each_reader_has_the_academies_of_their_reach(trust: Trust, path: str) -> None:
    trust.client("senco").post(path, ENTRY)
    for name, there in (
        ("director", {"Ash", "Birch"}), ("trustee", {"Ash", "Birch"}), ("hr", {"Ash", "Birch"}),
        ("headteacher", {"Ash"}), ("director of a hub", {"Ash"}), ("senco", set[str]()),
        ("senco and governor", set[str]()), ("head of what left", set[str]()),
    ):  # fmt: skip
        client = trust.client(name)
        listed = set(
            re.findall(r'<th scope="row"><a href="/academies/\d+">(\w+)<', client.get("/time/"))
        )
        assert listed == there, name
        rows = csv.DictReader(io.StringIO(client.raw("/time/cover.csv").text.lstrip("\ufeff")))
        assert {row["academy"] for row in rows} == there, name


def test_pages_filters_and_the_file(trust: Trust) -> None:
    fill(trust, 60)
    hr = trust.client("hr")
    html = hr.get("/time/")
    assert "1 to 50 of 62 academies" in html
    assert "60 academies owe" in html
    html = hr.fragment("/time/?sort=-owed&page=2&balance=owed")
    assert "51 to 60 of 60 academies" in html
    assert "Elm 009" in html
    assert "<h1" not in html
    assert "/time/cover.csv?balance=owed&amp;sort=-owed" in html
    text = hr.raw("/time/cover.csv?balance=owed&sort=-owed&page=2").text
    rows = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert [row["academy"] for row in rows][:2] == ["Elm 059", "Elm 058"]
    assert rows[0]["owed_hours"] == "1.98"
    assert hr.raw("/time/cover.xlsx").data.startswith(b"PK")
    for odd in (
        "?q=%00", "?q=" + "x" * 5000, "?hub=" + "9" * 30, "?phase=x", "?balance=x", "?sort=pay",
        "?page=-1", "?page=999", "?page=1&page=2", "?sort=-",
    ):  # fmt: skip
        hr.get(f"/time/{odd}")
        hr.fragment(f"/time/{odd}")
    assert "Nothing matches" in hr.get("/time/?q=nowhere")


def test_the_page_asks_as_often_whatever_its_length(trust: Trust) -> None:
    def asked(name: str) -> int:
        client = trust.client(name)
        client.get("/time/")
        with trust.app.app_context(), Queries() as queries:
            client.get("/time/?sort=owed")
        return len(queries)

    names = ("director", "hr", "headteacher", "senco")
    fill(trust, 2)
    few = [asked(name) for name in names]
    fill(trust, 55)
    assert [asked(name) for name in names] == few
    assert max(few) <= 20
