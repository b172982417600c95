"""Conditions in the browser: answering them, reading them, and who reads how much."""

import csv
import io
import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.client import Client
from tests.web.conftest import Trust
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Role
from trust_inclusion.domain.charter_conditions import CONDITIONS
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.charter import CharterAnswer
from trust_inclusion.models.posts import Post
from trust_inclusion.services import standing

PAY = ("C07", "C08", "C15", "C35")
TODAY = {"answered_on": ["21", "11", "2026"]}
HUGE = 2**40


@pytest.fixture
def post(trust: Trust) -> int:
    """The id of Olive's post at Ash."""
    with trust.app.app_context():
        found = db.session.scalars(
            select(Post.id).join(Academy).where(Academy.urn == trust.own, Post.title == "SENCO 0")
        ).one()
        db.session.remove()
    return found


def path(trust: Trust, post: int, code: str = "") -> str:
    return f"/charter/{trust.own}/{post}/{f'{code}/answer' if code else 'answers'}"


def said(
    code: str = "C16", reply: str = "yes", evidence: str = "", seen: int = 0
) -> dict[str, Any]:
    return {f"reply_{code}": reply, f"evidence_{code}": evidence, f"seen_{code}": str(seen)}


def stored(app: Flask) -> list[tuple[str, str, str, str]]:
    with app.app_context():
        rows = db.session.scalars(select(CharterAnswer).order_by(CharterAnswer.id)).all()
        found = [(row.code, row.side, row.reply, row.evidence) for row in rows]
        db.session.remove()
    return found


def seen(html: str, code: str) -> int:
    """The number of the answer that a form shows."""
    found = re.search(rf'name="seen_{code}"[^>]*value="(\d+)"', html)
    assert found
    return int(found[1])


def second_head(trust: Trust) -> Client:
    with trust.app.app_context():
        with transaction():
            academy = db.session.scalars(select(Academy).where(Academy.urn == trust.own)).one()
            account = make.account(Role.HEADTEACHER, academies=[academy])
        client = Client(trust.app).sign_in(account)
        db.session.remove()
    return client


def row_of(html: str, code: str) -> str:
    """The row of a condition in the tables of an academy's page, the first post's."""
    return html.partition("<h3")[2].partition(f"<b>{code}</b>")[2].partition("</tr>")[0]


def test_from_two_answers_to_the_difference_that_everybody_sees(trust: Trust, post: int) -> None:
    head, senco, director = (trust.client(who) for who in ("headteacher", "senco", "director"))
    told = {**TODAY, **said("C16", "yes", "The office, every day"), **said("C17", "yes")}
    assert head.post(path(trust, post), told).location == f"/charter/{trust.own}"
    assert "2 answers are saved." in head.get(f"/charter/{trust.own}")
    html = senco.get(path(trust, post, "C16"))
    assert "Head teacher: yes, on 21 November 2026. “The office, every day”" in html
    senco.post(path(trust, post, "C16"), {**TODAY, **said("C16", "no", "Nobody came")})
    for reader in (head, senco, director):
        html = reader.get(f"/charter/{trust.own}")
        row = row_of(html, "C16")
        assert "Not met" in row
        assert "Differ" in row
        for words in ("The office, every day", "Nobody came", "A no counts until both"):
            assert words in row
    assert "head and SENCO differ at 1" in director.get("/charter/")
    history = director.get(f"/charter/{trust.own}/{post}/C16")
    assert history.index("Nobody came") < history.index("The office, every day")


def test_the_form_of_all_saves_what_was_changed(trust: Trust, post: int) -> None:
    head = trust.client("headteacher")
    head.post(path(trust, post), {**TODAY, **said("C16"), **said("C17", "no", "None")})
    html = head.get(path(trust, post))
    same = {
        **TODAY, **said("C16", seen=seen(html, "C16")),
        **said("C17", "no", "None", seen(html, "C17")), **said("C18", "", "  "),
    }  # fmt: skip
    head.post(path(trust, post), same)
    assert "Nothing differs, so nothing was saved." in head.get(f"/charter/{trust.own}")
    head.post(path(trust, post), {**same, **said("C17", "partly", "One", seen(html, "C17"))})
    assert [row[0] for row in stored(trust.app)] == ["C16", "C17", "C17"]


def test_the_form_of_all_is_answered_in_pieces(trust: Trust, post: int) -> None:
    """What is not answered comes first, piece by piece; what is answered is folded away."""
    head = trust.client("headteacher")
    html = head.get(path(trust, post))
    heads = re.findall(r'<h2[^>]*id="part-\d+">([^<]+)', html)
    assert heads[:3] == ["Law", "Statutory guidance", "Good practice: pay and job description"]
    assert 'href="#part-3"' in html
    assert html.count('name="go_on"') == len(heads) - 1
    assert 'id="answered"' not in html
    on = head.post(path(trust, post), {**TODAY, **said("C16"), "go_on": "1"})
    assert on.location == path(trust, post)
    html = head.get(path(trust, post))
    assert "1 answer is saved." in html
    open_ones, _, folded = html.partition('<details class="govuk-details" id="answered"')
    assert 'name="reply_C16"' not in open_ones
    assert 'name="reply_C16"' in folded
    assert folded.startswith(">")
    # A mistake in what is folded away opens it; the summary names the condition, in page order.
    told = {**TODAY, **said("C16", "", "x", seen(html, "C16")), **said("C17", "", "Room 4")}
    html = head.post(path(trust, post), told, 422).text
    assert re.search(r'id="answered"\s+open', html)
    summary = html.partition("There is a problem")[2].partition("</ul>")[0]
    assert re.findall(r">(C\d\d): Choose yes", summary) == ["C17", "C16"]
    assert "Room 4</textarea>" in html


def test_once_all_is_answered_the_form_shows_it(trust: Trust, post: int) -> None:
    head = trust.client("headteacher")
    codes = re.findall(r'name="seen_(C\d\d)"', head.get(path(trust, post)))
    told = {key: value for code in codes for key, value in said(code).items()}
    address = f"/charter/{trust.own}"

    def of_post() -> str:
        return head.get(address).partition("<section")[2].partition("</section>")[0]

    assert f"({len(codes)} not answered yet)" in of_post()
    head.post(path(trust, post), {**TODAY, **told})
    html = head.get(path(trust, post))
    assert "Everything is answered" in html
    assert re.search(r'id="answered"\s+open', html)
    assert "not answered yet" not in of_post()
    assert "Change your answers" in of_post()


def test_what_the_record_answers_is_not_asked(trust: Trust, post: int) -> None:
    head = trust.client("headteacher")
    html = head.get(path(trust, post))
    for code in ("C01", "C02", "C03", "C12", "C13", "C36"):
        assert f'name="reply_{code}"' not in html
    refused = head.get(path(trust, post, "C12"), 403)
    assert "C12 is answered from the record, so nobody types it. 16.0 hours" in refused
    told = {**TODAY, **said("C12", "yes"), **said("C16")}
    landed = head.get(head.post(path(trust, post), told).location)
    assert [row[0] for row in stored(trust.app)] == ["C16"]
    assert "1 answer is saved." in landed
    assert "C12 is not asked here any more, so nothing was saved of it." in landed


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (said(reply="", evidence="Seen"), "Choose yes, partly, no or not known."),
        (said(reply="perhaps"), "Choose yes, partly, no or not known."),
        (said(reply="not_applicable"), "Choose yes, partly, no or not known."),
        (said(evidence="x" * 501), "must be 500 characters or fewer; it is 501."),
        (said(evidence="x" * 10_000), "must be 500 characters or fewer"),
        ({**said(), "answered_on": ["22", "11", "2026"]}, "cannot be later than today"),
        ({**said(), "answered_on": ["1", "1", "1999"]}, "must be 21 November 2024 or later"),
        ({**said(), "answered_on": ["", "", ""]}, "Enter the day of the answer"),
        ({**said(), "answered_on": ["31", "2", "2026"]}, "31"),
        ({**said(), "answered_on": ["x"]}, "needs a day, a month and a year"),
    ],
)
def test_what_cannot_be_is_refused_and_kept_as_typed(
    trust: Trust, post: int, told: dict[str, Any], sentence: str
) -> None:
    head = trust.client("headteacher")
    for where in (path(trust, post), path(trust, post, "C16")):
        html = head.post(where, {**TODAY, **told}, 422).text
        assert sentence in html
        assert str(told["evidence_C16"])[:400] in html
    assert stored(trust.app) == []


def test_two_heads_answer_one_condition(trust: Trust, post: int) -> None:
    head, other = trust.client("headteacher"), second_head(trust)
    where = path(trust, post)
    html = head.get(where)
    assert seen(html, "C16") == 0
    other.post(where, {**TODAY, **said("C16", "no", "Nobody in the office")})
    mine = {**TODAY, **said("C16", "yes", "The office"), **said("C17", "yes", "Room 4")}
    html = head.post(where, mine, 409).text
    assert "Somebody else answered as Head teacher while you were typing." in html
    assert "Saved meanwhile: Head teacher: no, on 21 November 2026. “Nobody in the office”" in html
    assert "The office</textarea>" in html
    assert "Room 4</textarea>" in html
    assert len(stored(trust.app)) == 1
    again = {**mine, **said("C16", "yes", "The office", seen(html, "C16"))}
    head.post(where, again)
    assert [row[3] for row in stored(trust.app)] == ["Nobody in the office", "The office", "Room 4"]


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30, str(HUGE), "²"])
def test_a_strange_number_of_what_was_shown(trust: Trust, post: int, number: str) -> None:
    head, other = trust.client("headteacher"), second_head(trust)
    other.post(path(trust, post), {**TODAY, **said("C16", "no")})
    told = {**TODAY, **said("C16", "yes"), "seen_C16": number}
    head.post(path(trust, post), told, 409)


def test_hostile_forms_and_addresses(trust: Trust, post: int) -> None:
    head = trust.client("headteacher")
    where = path(trust, post)
    head.post(where, {}, 422)
    head.post(where, {**TODAY, "reply_C16": ["yes", "no"], "evidence_C16": ["\x00a\x00", "b"]})
    assert stored(trust.app) == [("C16", "head", "yes", "a")]
    head.post(where, {**TODAY, **said("C17", "yes", "<script>alert(1)</script>")})
    html = head.get(f"/charter/{trust.own}")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert" in html
    for asked in (f"/charter/{HUGE}", f"/charter/{trust.own}/{HUGE}/answers",
                  f"/charter/{trust.own}/{HUGE}/C16", f"/charter/{trust.own}/{post}/C99",
                  f"/charter/{trust.own}/{post}/c16/answer", f"/charter/{trust.own}/{post}/%00",
                  f"/charter/{trust.own}/{post}/C99/answer", "/charter/condition/C99"):  # fmt: skip
        head.get(asked, 404)
    for query in ("as_at=x", "as_at=0001-01-01", "as_at=9999-12-31", "page=99999", "page=-1",
                  "sort=-x", "condition=C99", "state=x", "duty=X99", "hub=x", "hub=999999999",
                  "kind=x", "q=%00%25_", "show=x", "as_at=2019-09-01", "as_at=2031-01-01",
                  ):  # fmt: skip
        for page in ("/charter/", "/charter/changed", "/charter/condition/C16",
                     f"/charter/{trust.own}"):  # fmt: skip
            head.get(f"{page}?{query}")


def test_a_governor_reads_replies_only(trust: Trust, post: int) -> None:
    head, senco = trust.client("headteacher"), trust.client("senco")
    head.post(path(trust, post), {**TODAY, **said("C16", "yes", "Evidence of the head")})
    senco.post(path(trust, post), {**TODAY, **said("C16", "no", "Evidence of hers")})
    governor = trust.client("governor")
    read = (f"/charter/{trust.own}", "/charter/", "/charter/condition/C16", "/charter/changed")
    pages = [governor.get(one) for one in read]
    for html in pages:
        for word in ("Evidence of", "iffer", "≠", "From the record", "/answer", "History",
                     "SENCO agree", *PAY):  # fmt: skip
            assert word not in html, word
    assert "Not met" in pages[0]
    for asked in ("/charter/?state=differ", "/charter/?condition=C07",
                  "/charter/conditions.csv?condition=C35", "/charter/condition/C15",
                  "/charter/conditions.csv?condition=C35&state=any",
                  f"/charter/{trust.own}/{post}/C16", path(trust, post)):  # fmt: skip
        governor.get(asked, 403)
    header = governor.raw("/charter/conditions.csv").text.lstrip("\ufeff").split("\r\n")[0]
    assert header == "urn,academy,post,code,condition,type,result"


def test_conditions_of_pay_by_role(trust: Trust) -> None:
    for who, sees in (
        ("director", True), ("executive", True), ("hr", True), ("headteacher", True),
        ("trustee", False), ("governor", False), ("senco and governor", False),
    ):  # fmt: skip
        client = trust.client(who)
        html = client.get(f"/charter/{trust.own}") + client.get("/charter/")
        file = client.raw("/charter/conditions.csv").text
        for code in PAY:
            assert (code in html) is sees, (who, code)
            # Nora Next reads what her own post tells of pay, and Ash's not.
            ash = "".join(line for line in file.splitlines() if line.startswith(str(trust.own)))
            assert (f",{code}," in ash) is sees, (who, code)


def test_a_senco_sees_pay_of_the_own_post_on_the_page_alone(trust: Trust) -> None:
    olive = trust.client("senco")
    html = olive.get(f"/charter/{trust.own}")
    own, _, colleague = html.partition("Carl Colleague</h2>")
    assert "<b>C07</b>" in own
    assert "<b>C07</b>" not in colleague
    assert "C07" not in olive.get("/charter/")
    olive.get("/charter/condition/C07", 403)


def rows(html: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/charter/\d+">([^<]+)</a>', html)


def test_the_table_says_its_answer_first_and_each_cell_in_words(trust: Trust, post: int) -> None:
    trust.client("headteacher").post(path(trust, post), {**TODAY, **said("C16", "no")})
    director = trust.client("director")
    html = director.get("/charter/")
    assert rows(html) == ["Ash", "Birch"]
    answer = "2 of 2 academies do not meet a condition of law; 1 does not meet one of statutory"
    assert f'class="app-answer">{answer}' in html
    heads = re.findall(r'<th scope="col"[^>]*><a href="/charter/condition/(C\d\d)"', html)
    assert sorted(heads) == list(CONDITIONS)
    assert heads[:8] == ["C01", "C02", "C03", "C04", "C05", "C06", "C10", "C16"]
    (ash,) = re.findall(r">Ash</a></th>.*?</tr>", html)
    cells = re.findall(r'<td class="[^"]*"><span aria-hidden="true">(.)</span>'
                       r'<span class="govuk-visually-hidden">([^<]+)</span>', ash)  # fmt: skip
    assert len(cells) == len(CONDITIONS)
    assert cells[heads.index("C16")] == ("✕", "Not met")
    assert cells[heads.index("C17")] == ("?", "Not known")
    assert cells[heads.index("C36")] == ("–", "Not asked")
    for heading, many in (("Law", 5), ("Statutory guidance", 3), ("Good practice", 28)):
        assert f'scope="colgroup" colspan="{many}">{heading}' in html
    # What a phone shows in the place of the cells, in the order of the columns.
    short = re.search(r'<td class="short">([^<]+)</td>', ash)
    assert short
    assert re.match(r"\d+ not met\. Law: C\d\d.*\. Statutory guidance: C16\. Good ", short[1])
    fragment = director.fragment("/charter/?state=not_met&condition=C16")
    assert rows(fragment) == ["Ash"]


def test_the_other_table_shows_the_excluded_duties(trust: Trust) -> None:
    html = trust.client("director").get("/charter/?show=duties")
    assert "Excluded duties</h1>" in html
    assert rows(html) == ["Ash", "Birch"]
    assert 'href="/charter/?duty=X03&amp;show=duties"' in html
    assert "Group or support teaching of pupils with SEN" in html


def test_one_condition_with_its_source_and_counts(trust: Trust, post: int) -> None:
    trust.client("headteacher").post(path(trust, post), {**TODAY, **said("C16", "no")})
    director = trust.client("director")
    html = director.get("/charter/condition/C16")
    assert CONDITIONS["C16"].sentence in html
    assert CONDITIONS["C16"].source in html
    assert "1 of 2 academies does not meet it; of 1 it is not known." in html
    assert rows(html) == ["Ash", "Birch"]
    assert 'href="/charter/conditions.csv?condition=C16&amp;state=any"' in html
    assert rows(director.get("/charter/condition/C16?state=no")) == ["Ash"]
    assert rows(director.get("/charter/condition/C16?state=yes")) == []
    file = director.raw("/charter/conditions.csv?condition=C16&state=any").text.lstrip("\ufeff")
    told = list(csv.DictReader(io.StringIO(file)))
    assert [(row["academy"], row["result"], row["from_record"]) for row in told] == [
        ("Ash", "no", "no"), ("Ash", "not_known", "no"), ("Birch", "not_known", "no"),
    ]  # fmt: skip
    assert told[0]["answered_on"] == "2026-11-21"


def test_what_changed_since_last_term(trust: Trust) -> None:
    director = trust.client("director")
    assert "Nothing counts otherwise than on 31 August 2026" in director.get("/charter/changed")
    with trust.app.app_context():
        with transaction():
            held = db.session.scalars(
                select(Post).join(Academy).where(Academy.urn == trust.other)
            ).one()
            make.charter_answer(held, "C16", "no", on=date(2026, 6, 1))
            make.charter_answer(held, "C16", "yes")
            assert held.academy_id
            standing.rebuild([held.academy_id])
        db.session.remove()
    for page in ("/charter/changed", f"/charter/{trust.other}"):
        html = director.get(page)
        assert "Better" in html.partition("<b>C16</b>")[2].partition("</tr>")[0]
    assert "1 condition better, at 1 academy." in director.get("/charter/changed")
    assert "C16</b>" not in director.get("/charter/changed?q=ash")
    before = row_of(director.get(f"/charter/{trust.other}?as_at=2026-07-01"), "C16")
    assert "Not met" in before
    assert "/answer" not in before


def test_an_academy_that_left_is_shown_as_on_its_last_day(trust: Trust) -> None:
    html = trust.client("director").get(f"/charter/{trust.left}")
    assert "left the trust on 1 September 2026" in html
    assert "Lena Left" in html
    assert "/answers" not in html


def test_the_file_as_a_spreadsheet_neutralises_what_would_run(trust: Trust, post: int) -> None:
    told = {**TODAY, **said("C16", "yes", "=1+1")}
    trust.client("senco").post(path(trust, post), told)
    director = trust.client("director")
    assert "SENCO: =1+1" in director.raw("/charter/conditions.csv").text
    assert director.raw("/charter/conditions.xlsx").data[:2] == b"PK"
