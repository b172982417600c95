"""The pages of pay tables: read by whoever sees pay, brought in by HR, and what a new year does."""

import io
import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests import files
from tests.client import Client, Queries
from tests.web.conftest import Trust
from trust_inclusion.db import db, transaction
from trust_inclusion.domain import templates
from trust_inclusion.domain.access import Role
from trust_inclusion.domain.allowances import Allowance
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.pay import PayPoint, PayRange
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment
from trust_inclusion.services import pay_tables, settings

PATH = "/pay/tables"
ROLL = f"{PATH}/roll-forward"
UPLOAD = f"{PATH}/upload"
SAVE = f"{UPLOAD}/save"
SEN = f"{PATH}/ranges/2026-27/sen"
REST = "Rest of England"
ROW = {
    "academic_year": "2026/27", "area": REST, "scale": "Leadership", "point": "L7",
    "annual_salary_gbp": "£62,113", "basis": "own", "source": "Our spine",
}  # fmt: skip
RANGE = {"least": "2,900", "most": "£5,700", "source": "Pay policy", "version": "0"}


@pytest.fixture
def paid(trust: Trust) -> Trust:
    """The trust with points that the built-in tables have: Olive M3 at 0.5, Carl U2, Nora L7."""
    with trust.app.app_context():
        with make.saved():
            for name, point, scale, fraction in (
                ("Olive Own", "M3", "Main", 5_000), ("Carl Colleague", "U2", "Upper", None),
                ("Nora Next", "L7", "Leadership", 10_000),
            ):  # fmt: skip
                held = select(Appointment).join(Person).where(Person.name == name)
                appointment = db.session.scalars(held).one()
                make.paid(appointment, point, scale, since=date(2025, 9, 1), fraction=fraction)
        db.session.remove()
    return trust


def csv(*rows: dict[str, str]) -> bytes:
    return files.made(templates.PAY, [{**ROW, **row} for row in rows])


def sent(client: Client, content: bytes, name: str = "spine.csv", status: int = 200) -> str:
    """The page that answers a file."""
    upload = {"file": (io.BytesIO(content), name)}
    return client.post(UPLOAD, upload, status, content_type="multipart/form-data").text


def carried(html: str) -> dict[str, str]:
    """What the preview's form sends on."""
    unescape = {"&#34;": '"', "&#39;": "'", "&gt;": ">", "&lt;": "<", "&amp;": "&"}
    found: dict[str, str] = {}
    for name in ("rows", "name", "seen"):
        value = re.search(rf'name="{name}" value="([^"]*)"', html)
        assert value, name
        text = value[1]
        for mark, sign in unescape.items():
            text = text.replace(mark, sign)
        found[name] = text
    return found


def own(app: Flask) -> dict[str, int]:
    """The trust's own points in pounds."""
    with app.app_context():
        rows = db.session.scalars(select(PayPoint).order_by(PayPoint.key)).all()
        found = {row.point: row.pence // 100 for row in rows}
        db.session.remove()
    return found


def own_ranges(app: Flask) -> list[tuple[int, int]]:
    with app.app_context():
        rows = [(one.least_pence, one.most_pence) for one in db.session.scalars(select(PayRange))]
        db.session.remove()
    return rows


def test_the_tables_of_a_year_and_area(trust: Trust) -> None:
    html = trust.client("director").get(PATH)
    assert f"2026/27, {REST}: 18 points." in html
    assert "Some figures of this year are provisional." in html
    assert "Provisional</strong>" in html
    assert "By an award that is not in the final document of pay yet." in html
    assert "L2 to L42: only from the trust’s own spine" in html
    assert "HR brings it in." in html
    assert "Northern Ireland, SEN allowance, 2020 to 2022: £2,062–£4,075" in html
    assert f'href="{UPLOAD}"' not in html
    html = trust.client("senco").get(f"{PATH}?year=2021-22&area=Inner+London")
    assert "2021/22, Inner London" in html
    assert "32,157" in html
    assert "provisional." not in html
    fragment = trust.client("headteacher").fragment(f"{PATH}?year=2025/26&area=Fringe")
    assert fragment.lstrip().startswith("<title>Pay tables 2025/26")


@pytest.mark.parametrize("asked", ["year=2099/00", "year=%00", "area=%3Cb%3E", "year=a&year=b"])
def test_what_means_nothing_shows_the_usual_tables(trust: Trust, asked: str) -> None:
    assert f"2026/27, {REST}" in trust.client("hr").get(f"{PATH}?{asked}")


def test_a_spine_from_the_file_to_the_tables(paid: Trust) -> None:
    hr = paid.client("hr")
    before = hr.get(ROLL)
    assert "No pay table has L7" in before
    html = sent(
        hr, csv({}, {"point": "L8", "annual_salary_gbp": "63 600", "basis": "", "source": ""})
    )
    assert "2 new rows, 0 changed, 0 unchanged; 0 rows in error. Nothing is saved yet." in html
    assert "L2 to L6 are missing between L1 and L7" in html
    # What the table would do, before it is saved.
    assert "What 2026/27 then does to each post" in html
    assert "No earlier table has this point." in html
    assert own(paid.app) == {}
    saved = hr.post(SAVE, carried(html))
    assert saved.location == f"{PATH}?year=2026/27&area=Rest+of+England"
    html = hr.get(saved.location)
    assert "Saved: 2 new rows and 0 changed, 2026/27." in html
    assert "2 of the trust’s own" in html
    assert "L2 to L6, L9 to L42: only from" in html
    assert own(paid.app) == {"L7": 62_113, "L8": 63_600}
    assert "62,113" in paid.client("director").get(ROLL)


def test_the_same_file_again_says_that_it_changes_nothing(trust: Trust) -> None:
    hr = trust.client("hr")
    hr.post(SAVE, carried(sent(hr, csv({}))))
    html = sent(hr, csv({}))
    assert "This file changes nothing: the tables say all of it already." in html
    assert ">Save " not in html
    hr.post(SAVE, carried(html))
    assert "There was nothing to change" in hr.get(PATH)


def test_bad_cells_stand_by_line_and_column_until_their_rows_are_left_out(trust: Trust) -> None:
    hr = trust.client("hr")
    html = sent(hr, csv({}, {"point": "L8", "annual_salary_gbp": "63600.50", "area": "Wales"}))
    assert '<th scope="row">Line 3</th><td data-label="Column">annual_salary_gbp</td>' in html
    assert "has pence: a full-time salary is in whole pounds." in html
    assert "“Wales” is not a pay area" in html
    held = carried(html)
    html = hr.post(SAVE, held, 422).text
    assert "Nothing was saved: 1 row is in error." in html
    assert "Line 3" in html
    assert own(trust.app) == {}
    hr.post(SAVE, {**carried(html), "leave_out": "yes"})
    assert "1 row in error left out." in hr.get(PATH)
    assert own(trust.app) == {"L7": 62_113}


def test_who_comes_second_looks_again_and_loses_nothing(trust: Trust) -> None:
    first, second = trust.client("hr"), trust.client("hr")
    mine, theirs = csv({}, {"point": "L8"}), csv({"annual_salary_gbp": "61000"})
    held = carried(sent(second, mine))
    first.post(SAVE, carried(sent(first, theirs)))
    html = second.post(SAVE, held, 409).text
    assert "Somebody changed the trust’s pay tables while you were looking." in html
    assert "1 new row, 1 changed" in html
    assert "61,000" in html
    assert own(trust.app) == {"L7": 61_000}
    second.post(SAVE, carried(html))
    assert own(trust.app) == {"L7": 62_113, "L8": 62_113}


def test_the_effect_is_a_file_too(paid: Trust) -> None:
    hr = paid.client("hr")
    html = sent(hr, csv({"scale": "Main", "point": "M3", "annual_salary_gbp": "39000"}))
    answer = hr.post(f"{UPLOAD}/effect.csv", carried(html), 200)
    assert answer.headers["Content-Disposition"].endswith('"pay-preview-2026-27.csv"')
    olive = next(line for line in answer.text.splitlines() if "Olive Own" in line)
    assert ",M3,37101,2025/26,39000,1899,own,0.5,18550.50,19500,949.50," in olive
    hr.post(f"{UPLOAD}/effect.pdf", carried(html), 404)
    assert own(paid.app) == {}


def test_a_table_that_takes_away_is_told(paid: Trust) -> None:
    html = sent(
        paid.client("hr"), csv({"scale": "Main", "point": "M3", "annual_salary_gbp": "30000"})
    )
    assert "1 has less" in html
    assert "Less than before: look at the table’s figure." in html
    assert "M3 at £30,000 is less than M2 at £36,042" in html


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty"),
        (b"a,b\n1,2\n", "does not look like the pay template"),
        (b"\x89PNG\r\n\x1a\n", "This is an image"),
        (b"\x00" * 100, "This file"),
        (b"PK\x03\x04" + b"x" * 100, "damaged"),
        (files.made(templates.PAY, [ROW] * 20_001), "more than 20,000 rows"),
        (files.made(templates.PAY, [{**ROW, "source": "s" * 199}] * 4_000), "Bring it in parts"),
    ],
)
def test_what_is_no_table_is_refused_beside_the_box(
    trust: Trust, content: bytes, said: str
) -> None:
    assert said in sent(trust.client("hr"), content, status=422)
    assert own(trust.app) == {}


def test_no_file_at_all_and_one_too_large(trust: Trust) -> None:
    hr = trust.client("hr")
    assert "Choose the file" in hr.post(UPLOAD, {}, 422).text
    sent(hr, b"x" * (5 * 1024 * 1024), status=413)


@pytest.mark.parametrize(
    "more",
    [
        {"rows": ""},
        {"rows": "nonsense"},
        {"rows": "\x00"},
        {"rows": '=1+1,<b>\n"'},
        {"rows": "x" * 400_001},
        {"rows": "line,academic_year,area,scale,point,annual_salary_gbp\n" + ("é," * 60_000)},
    ],
)
def test_rows_that_did_not_come_begin_again(trust: Trust, more: dict[str, str]) -> None:
    hr = trust.client("hr")
    held = carried(sent(hr, csv({})))
    html = hr.post(SAVE, {**held, **more}, 422).text
    assert 'type="file"' in html
    hr.post(f"{UPLOAD}/effect.csv", {**held, **more}, 422)
    assert own(trust.app) == {}


def test_a_page_that_was_tampered_with_saves_what_is_right_only(trust: Trust) -> None:
    hr = trust.client("hr")
    held = carried(sent(hr, csv({})))
    hr.post(SAVE, {**held, "seen": "guessed"}, 409)
    hr.post(SAVE, {**held, "name": "n" * 10_000}, 422)
    html = hr.post(SAVE, {**held, "rows": held["rows"].replace("£62,113", "£3")}, 422).text
    assert "£10,000 to £300,000" in html
    assert own(trust.app) == {}


def test_text_that_looks_like_markup_or_a_formula_stays_text(trust: Trust) -> None:
    hr = trust.client("hr")
    nasty = "=HYPERLINK(\"x\") <script>alert(1)</script> & 'q'"
    html = sent(hr, csv({"source": nasty}), name="<img src=x>.csv")
    assert "<script>alert" not in html
    assert "<img" not in html
    hr.post(SAVE, carried(html))
    assert "&lt;script&gt;alert(1)" in hr.get(PATH)
    body = hr.raw(f"{PATH}/template.csv?year=2026/27").data.decode("utf-8-sig")
    assert "\"'=HYPERLINK" in body


def test_own_rows_are_taken_back(trust: Trust) -> None:
    hr = trust.client("hr")
    hr.post(SAVE, carried(sent(hr, csv({}, {"scale": "Main", "point": "M6"}))))
    html = hr.get(PATH)
    seen = re.search(r'name="seen" value="(\w+)"', html)
    assert seen
    asked = {"year": "2026/27", "area": REST, "scale": "Leadership", "seen": seen[1]}
    hr.post(f"{PATH}/take-back", asked)
    assert "1 row of the trust’s own taken back." in hr.get(PATH)
    assert own(trust.app) == {"M6": 62_113}
    hr.post(f"{PATH}/take-back", asked, 404)
    hr.post(f"{PATH}/take-back", {**asked, "scale": "Main"}, 409)
    hr.post(f"{PATH}/take-back", {"year": "x" * 10_000, "area": "\x00"}, 404)


def test_a_range_of_the_trusts_own(trust: Trust) -> None:
    hr = trust.client("hr")
    assert "£2,885–£5,690 a year" in hr.get(SEN)
    hr.post(SEN, RANGE)
    html = hr.get(PATH)
    assert "The range is saved." in html
    assert "2,900–5,700" in html
    hr.post(SEN, {**RANGE, "version": "1"})
    assert "Nothing differs." in hr.get(PATH)
    hr.post(SEN, {**RANGE, "least": "3000", "version": "1"})
    assert own_ranges(trust.app) == [(300_000, 570_000)]
    assert 'value="3,000"' in hr.get(SEN)
    hr.post(f"{SEN}/remove", {"version": "1"}, 409)
    hr.post(f"{SEN}/remove", {"version": "2"})
    assert "2,885–5,690" in hr.get(PATH)
    assert own_ranges(trust.app) == []
    hr.post(f"{SEN}/remove", {"version": "0"}, 404)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"least": ""}, "Enter an amount in pounds a year"),
        ({"least": "-1"}, "is not an amount in pounds"),
        ({"most": "2000"}, "The most is less than the least."),
        ({"most": "100001"}, "Enter an amount up to £100,000."),
        ({"most": "1e9"}, "is not an amount in pounds"),
        ({"source": ""}, "Say where this range is from"),
        ({"source": "s" * 10_000}, "200 characters or fewer"),
    ],
)
def test_a_range_that_cannot_be_keeps_what_was_typed(
    trust: Trust, told: dict[str, str], said: str
) -> None:
    html = trust.client("hr").post(SEN, {**RANGE, **told}, 422).text
    assert said in html
    for name, typed in {**RANGE, **told}.items():
        if typed and name != "version" and len(typed) < 100:
            assert f'value="{typed}"' in html, name
    assert own_ranges(trust.app) == []


def test_two_at_one_range(trust: Trust) -> None:
    first, second = trust.client("hr"), trust.client("hr")
    first.post(SEN, RANGE)
    html = second.post(SEN, {**RANGE, "least": "2500"}, 422).text
    assert "Somebody saved £2,900 to £5,700 while you were typing." in html
    assert 'value="2500"' in html
    version = re.search(r'name="version"[^>]*value="(\d+)"', html)
    assert version
    first.post(f"{SEN}/remove", {"version": version[1]})
    html = second.post(SEN, {**RANGE, "version": version[1]}, 422).text
    assert "Somebody took the trust’s own range back" in html


@pytest.mark.parametrize(
    "path", ["2026-27/tlr", "2026-28/sen", f"{2**40}/sen", "%00/sen", "2040-41/sen"]
)
def test_no_such_range(trust: Trust, path: str) -> None:
    trust.client("hr").get(f"{PATH}/ranges/{path}", 404)


def test_what_a_new_year_does_is_told_to_each_reader_of_theirs_only(paid: Trust) -> None:
    everybody = {"Olive Own", "Carl Colleague", "Nora Next", "Hal Helper"}
    for who, sees in (
        ("director", everybody), ("hr", everybody), ("executive", everybody),
        ("headteacher", everybody - {"Nora Next"}), ("head and trustee", everybody - {"Nora Next"}),
        ("director of a hub", everybody - {"Nora Next"}), ("senco", {"Olive Own"}),
        ("senco and governor", {"Nora Next"}), ("head of what left", set[str]()),
    ):  # fmt: skip
        client = paid.client(who)
        pages = client.get(ROLL) + client.raw(f"{ROLL}.csv").text
        # Whoever is signed in stands in the page's head by their account's name, not these.
        assert {name for name in everybody if name in pages} == sees, who
        assert "Lena Left" not in pages, who
    for who in ("trustee", "governor", "admin", "deputy"):
        paid.client(who).get(ROLL, 403)
        paid.client(who).get(PATH, 403)
        assert paid.client(who).raw(f"{ROLL}.csv").status_code == 403


def test_the_page_of_a_new_year(paid: Trust) -> None:
    html = paid.client("hr").get(ROLL)
    assert "2 of 4 posts have more in 2026/27; 2 cannot be worked out." in html
    assert "In all +£3,023 a year at full time, +£649.50 at the parts" in html
    assert "+1,299" in html
    assert "Figures of 2026/27 are provisional" in html
    html = paid.client("hr").get(f"{ROLL}?year=2025/26")
    assert "37,101" in html
    assert "are provisional" not in html
    for asked in ("page=99", f"page={2**40}", "page=-1", "page=x", "year=soon"):
        assert "Olive Own" in paid.client("hr").get(f"{ROLL}?{asked}")


def test_pages_of_fifty_with_the_sums_of_all(paid: Trust) -> None:
    with paid.app.app_context():
        with make.saved():
            for number in range(60):
                make.paid(make.senco(make.academy(f"School {number:02}"), f"Teacher {number:02}"))
        db.session.remove()
    director = paid.client("director")
    html = director.get(ROLL)
    assert "1 to 50 of 64 posts" in html
    assert "Teacher 59" not in html
    later = director.fragment(f"{ROLL}?page=2")
    assert "Teacher 59" in later
    assert "All 62 posts" in html
    assert "All 62 posts" in later
    assert len(director.raw(f"{ROLL}.csv").text.splitlines()) == 65


def test_the_pages_cost_the_same_however_much_there_is(paid: Trust) -> None:
    director = paid.client("director")

    def costs() -> list[int]:
        found: list[int] = []
        for path in (PATH, ROLL):
            director.get(path)
            with paid.app.app_context(), Queries() as ran:
                director.get(path)
            found.append(len(ran))
        return found

    before = costs()
    with paid.app.app_context():
        with make.saved():
            for number in range(2, 43):
                make.own_point(f"L{number}", 50_000 + 1_000 * number)
                make.paid(make.senco(make.academy()), f"L{number}", "Leadership")
        db.session.remove()
    assert costs() == before
    # Who is signed in, what waits for them, and of the second page the posts.
    assert before[0] <= 3
    assert before[1] == before[0] + 1


def test_the_template_of_a_year_to_come(trust: Trust) -> None:
    senco = trust.client("senco")
    body = senco.raw(f"{PATH}/template.csv?year=2027/28&area=Fringe").data.decode("utf-8-sig")
    header, *rows = body.splitlines()
    assert header == ",".join(templates.PAY)
    assert "2027/28,Fringe,Leadership,L20,,," in rows
    assert "2027/28,Fringe,Main,M1,,," in rows
    assert senco.raw(f"{PATH}/template.xlsx?year=2027/28").status_code == 200
    for asked in ("year=soon", "year=2027/28&area=Wales", "", "year=%00"):
        assert senco.raw(f"{PATH}/template.csv?{asked}").status_code == 404
    assert senco.raw(f"{PATH}/template.pdf?year=2027/28").status_code == 404


def test_hr_of_a_hub_only_brings_nothing_in(trust: Trust) -> None:
    with trust.app.app_context():
        with transaction():
            account = make.account(Role.HR, hubs=[make.hub("East")])
        client = Client(trust.app).sign_in(account)
        db.session.remove()
    client.get(UPLOAD, 403)
    client.get(SEN, 403)
    client.post(SAVE, {"rows": csv({}).decode()}, 403)
    assert f'href="{UPLOAD}"' not in client.get(PATH)


def test_the_log_holds_counts_and_codes_only(trust: Trust) -> None:
    hr = trust.client("hr")
    hr.post(SAVE, carried(sent(hr, csv({}))))
    hr.post(SEN, RANGE)
    with trust.app.app_context():
        events = db.session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc()).limit(2))
        found: list[Any] = [(one.action, one.after) for one in events]
        db.session.remove()
    assert found == [
        ("pay_range_entered", {"year": "2026/27", "allowance": "sen"}),
        ("import_pay", {"new": 1, "changed": 0, "unchanged": 0, "left_out": 0,
                        "years": ["2026/27"]}),
    ]  # fmt: skip


def test_a_table_brought_in_holds_in_every_process_at_once(trust: Trust) -> None:
    hr, director = trust.client("hr"), trust.client("director")
    assert "5,700" not in director.get(PATH)
    hr.post(SEN, RANGE)
    assert "5,700" in director.get(PATH)
    with trust.app.app_context():
        revision = settings.current().revision
        assert pay_tables.ranges(revision).of("2026/27", Allowance.SEN)
        db.session.remove()


def test_the_pages_on_pay_lead_to_each_other(trust: Trust) -> None:
    html = trust.client("headteacher").get(PATH)
    for href in ("/pay/", PATH, ROLL):
        assert f'href="{href}"' in html
    assert f'href="{PATH}" aria-current="page"' in html
    assert f'href="{ROLL}" aria-current="page"' in trust.client("headteacher").get(ROLL)
