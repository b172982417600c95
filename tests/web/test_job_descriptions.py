"""Checking job descriptions on their pages: live, kept, compared, and whatever is pasted."""

import logging
import re
from html import unescape
from typing import Any

import pytest

from tests.client import Queries
from tests.web.conftest import Trust
from tests.web.test_duties import path as duties_path
from tests.web.test_duties import words
from trust_inclusion.db import db
from trust_inclusion.domain.duty_list import DUTIES
from trust_inclusion.models.charter import DescriptionCheck

FREE = "/charter/job-description"
S1 = [code for code in DUTIES if code.startswith("S1")]
FORM: dict[str, Any] = {"text": "", "new_post": "no"}
OLD = "Keeps the register at School Action.\nCovers lessons for absent colleagues.\nSmiles at all."


def path(trust: Trust, title: str = "SENCO 0") -> str:
    return duties_path(trust, title).replace("/duties/", "/job-description/")


def stored(trust: Trust) -> list[DescriptionCheck]:
    with trust.app.app_context():
        rows = db.session.query(DescriptionCheck).order_by(DescriptionCheck.id).all()
        db.session.expunge_all()
        db.session.remove()
    return rows


def named(html: str) -> set[str]:
    """The excluded duties that a result says need time of their own."""
    return set(re.findall(r"<b>(X\d\d)</b>[^<]* <strong[^>]*>Own time needed", html))


@pytest.mark.parametrize("how", ["ticked", "pasted"])
def test_the_secondary_academys_duties_give_the_conflicts_of_the_rulebook(
    trust: Trust, how: str
) -> None:
    """Rulebook 5, a conflict between the sources: looked-after pupils and the safeguarding lead
    (X02), intervention groups and class support (X03), EAL (X04)."""
    pasted = "\r\n".join(f"• {DUTIES[code].words}" for code in S1)
    form = {"ticked": S1} if how == "ticked" else {"text": pasted}
    head = trust.client("headteacher")
    for at in (path(trust), FREE):
        html = head.post(at, {**FORM, **form}, 200).text
        assert named(html) == {"X02", "X03", "X04"}
        said = words(html)
        assert "It names all eight key tasks and 3 excluded duties that need time" in said
        assert "No term is out of date." in said
        assert "Not found" not in html
        if how == "pasted":
            assert "Line 31 • Is responsible for looked-after pupils" in said
            assert "<b>English as an additional language</b>" in html
            assert "Lines that could not be placed" not in html
        else:
            assert html.count("checked") >= len(S1)
    assert stored(trust) == []


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("Is responsible for looked-after pupils and works with the safeguarding lead", "X02"),
        ("Gives practical day-to-day support in the classroom to identified pupils", "X03"),
        ("Leads intervention groups and evaluates them", "X03"),
        ("Develops and monitors strategies for pupils with English as an additional language",
         "X04"),
    ],
)  # fmt: skip
def test_each_conflict_by_its_own_line(trust: Trust, line: str, place: str) -> None:
    html = trust.client("headteacher").post(FREE, {**FORM, "text": line}, 200).text
    assert named(html) == {place}


def test_a_check_is_looked_at_then_kept_and_answers_c09(trust: Trust) -> None:
    senco = trust.client("senco")
    form = {**FORM, "text": OLD, "agreed_on": ["1", "9", "2026"]}
    html = senco.post(path(trust), form, 200).text
    said = words(html)
    assert "It names 0 of the eight key tasks" in said
    assert "1 excluded duty that needs time of its own. 1 term is out of date." in said
    assert "Say SEN support." in said
    assert "Line 1 Keeps the register at School Action" in said
    assert "Line 3 Smiles at all." in said
    assert "Condition C09 by this: Partly" in said
    assert unescape(html).count(OLD.splitlines()[2]) == 2  # found, and still in the box
    assert stored(trust) == []
    answer = senco.post(f"{path(trust)}/keep", form)
    (kept,) = stored(trust)
    assert answer.location == f"{path(trust)}/checks/{kept.id}"
    assert (kept.words, kept.ticked, kept.new_post) == (OLD, {"codes": []}, False)
    assert kept.found["excluded"] == ["X05"]
    html = senco.get(answer.location)
    assert "The check is kept, and answers condition C09." in html
    assert "1 September 2026" in html
    assert "Kept by SENCO" in words(html)
    assert "The check of 21 November 2026: it names" in words(senco.get(path(trust)))
    assert "From the record" in senco.get(f"/charter/{trust.own}")


def test_found_duties_lead_to_the_form_with_them_held(trust: Trust) -> None:
    senco = trust.client("senco")
    html = senco.post(path(trust), {**FORM, "ticked": S1}, 200).text
    link = f"{duties_path(trust)}?found=X02&found=X03&found=X04"
    assert f'href="{link}"' in unescape(html)
    assert senco.get(link).count("Not saved yet.") == 3
    assert "Enter these" not in senco.post(FREE, {**FORM, "ticked": S1}, 200).text


def test_what_htmx_gets_is_the_result_alone(trust: Trust) -> None:
    senco = trust.client("senco")
    token = senco.token()
    for at in (path(trust), FREE):
        for form, said in (({**FORM, "text": OLD}, "School Action"), (FORM, "Tick the duties")):
            answer = senco.open(
                at, method="POST", data={**form, **token}, headers={"HX-Request": "true"}
            )
            assert answer.status_code == 200
            assert said in answer.text
            assert "<html" not in answer.text
            assert f'hx-post="{at}"' in answer.text
    assert stored(trust) == []


def test_checks_are_compared(trust: Trust) -> None:
    senco = trust.client("senco")
    tasks = [code for code in DUTIES if "S4-01" <= code <= "S4-08"]
    for form in ({"text": OLD}, {"ticked": tasks}, {"ticked": [*tasks, "S4-18"]}):
        senco.post(f"{path(trust)}/keep", {**FORM, **form})
    one, two, three = (f"{path(trust)}/checks/{row.id}" for row in stored(trust))
    assert "Since the check" not in senco.get(one)
    said = words(senco.get(two))
    assert "Key tasks named now: K1 Day-to-day operation of the SEN policy;" in said
    assert "Excluded duties no longer in it: X05 Covering classes." in said
    assert "Terms put right: School Action." in said
    assert "Excluded duties new in it: X10 Routine administration." in words(senco.get(three))
    assert "no longer in it: X05" in words(senco.get(f"{three}?beside={stored(trust)[0].id}"))
    for wrong in ("?beside=999", f"?beside={2**40}", "?beside=-1"):
        senco.get(f"{three}{wrong}", 404)
    assert "K1" not in senco.get(f"{three}?beside=x").partition("Since")[2][:200]
    senco.get(f"{path(trust)}/checks/{2**40}", 404)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({}, "Tick the duties of the job description, or paste its text."),
        ({"text": " \t\r\n \xa0 "}, "Tick the duties of the job description"),
        ({"text": "x" * 50_001}, "50,000 characters or fewer; it is 50,001"),
        ({"ticked": ["S4-01", "S9-99"]}, "not in the list: tick them again"),
        ({"ticked": ["S" * 9_000]}, "not in the list: tick them again"),
        ({"text": "Covers", "new_post": ""}, "Say whom it is for."),
        ({"text": "Covers", "new_post": "maybe"}, "Say whom it is for."),
        ({"text": "Covers", "agreed_on": ["22", "11", "2026"]}, "today or in the past"),
        ({"text": "Covers", "agreed_on": ["1", "1", "1901"]}, "September 1994 or later"),
        ({"text": "Covers", "agreed_on": ["31", "2", "2026"]}, "is not a day in the calendar"),
        ({"text": "Covers", "agreed_on": ["1"]}, "needs a day, a month and a year"),
    ],
)
def test_what_cannot_be_checked_is_said_and_kept(
    trust: Trust, told: dict[str, Any], said: str
) -> None:
    senco = trust.client("senco")
    for at in (path(trust), f"{path(trust)}/keep"):
        html = unescape(senco.post(at, {**FORM, **told}, 422).text)
        assert said in html
        if (text := told.get("text", "").strip()) and len(text) < 100:
            assert f">\n{text}" in html or f">{text}" in html or f"\r\n{text}" in html
    assert stored(trust) == []


def test_fifty_thousand_characters_and_lines_are_shown_in_part(trust: Trust) -> None:
    senco = trust.client("senco")
    html = senco.post(path(trust), {**FORM, "text": "Cover class\r\n" * 4_000}, 200).text
    assert "And 3,975 more lines." in html
    long = "Cover " + "a-" * 24_000
    html = senco.post(path(trust), {**FORM, "text": long}, 200).text
    assert len(html) < 150_000
    senco.post(f"{path(trust)}/keep", {**FORM, "text": "y" * 50_000})
    assert len(stored(trust)[0].words) == 50_000


def test_what_is_pasted_is_shown_as_text_and_never_as_markup(trust: Trust) -> None:
    senco = trust.client("senco")
    hostile = (
        "<script>alert(1)</script> covers classes\r\n<img src=x onerror=y> {{ 7*7 }}\x00\r\n"
        "</textarea><b>EAL</b> & “quotes”"
    )
    form = {**FORM, "text": hostile, "ticked": ["S4-18", "S4-18", "S4-18"]}
    html = senco.post(path(trust), form, 200).text
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    assert "</textarea><b>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <b>covers classes</b>" in html
    assert named(html) == {"X04", "X05", "X10"}
    answer = senco.post(f"{path(trust)}/keep", form)
    (kept,) = stored(trust)
    assert kept.ticked == {"codes": ["S4-18"]}
    assert "\x00" not in kept.words
    assert "\r" not in kept.words
    assert "<img src=x" not in senco.get(answer.location)


def test_nothing_pasted_is_logged_or_put_into_an_address(
    trust: Trust, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    senco = trust.client("senco")
    form = {**FORM, "text": "Covers zebracorn lessons for absent staff"}
    html = senco.post(path(trust), form, 200).text
    senco.post(path(trust), {**form, "new_post": ""}, 422)
    answer = senco.post(f"{path(trust)}/keep", form)
    assert "zebracorn" not in answer.location
    assert not [one for one in re.findall(r'(?:href|action|hx-\w+)="([^"]*)"', html)
                if "zebracorn" in one]  # fmt: skip
    assert "zebracorn" not in caplog.text


def test_who_reads_and_who_checks(trust: Trust) -> None:
    trust.client("senco").post(f"{path(trust)}/keep", {**FORM, "text": OLD})
    kept = f"{path(trust)}/checks/{stored(trust)[0].id}"
    for who, reads, checks in (
        ("director", True, True), ("hr", True, True), ("headteacher", True, True),
        ("director of a hub", True, True), ("trustee", True, False), ("executive", True, False),
        ("governor", False, False), ("admin", False, False), ("deputy", False, False),
        ("senco and governor", False, False), ("senco of what left", False, False),
    ):  # fmt: skip
        client = trust.client(who)
        for at in (path(trust), kept):
            html = client.get(at, 200 if reads else 403)
        if reads:
            assert ('id="description"' in client.get(path(trust))) == checks, who
            assert ("Enter these excluded duties" in html) == checks, who
        client.post(path(trust), {**FORM, "text": OLD}, 200 if checks else 403)
        if not checks:
            client.post(f"{path(trust)}/keep", {**FORM, "text": OLD}, 403)
    senco = trust.client("senco")
    other = path(trust, "SENCO 1")
    assert 'id="description"' not in senco.get(other)
    senco.post(other, {**FORM, "text": OLD}, 403)
    senco.post(f"{other}/keep", {**FORM, "text": OLD}, 403)
    assert len(stored(trust)) == 1


def test_the_charters_page_leads_to_the_check_for_no_post_yet(trust: Trust) -> None:
    link = f'href="{FREE}"'
    for who, checks in (
        ("director", True), ("hr", True), ("headteacher", True), ("senco", True),
        ("trustee", False), ("governor", False),
    ):  # fmt: skip
        client = trust.client(who)
        for at in ("/charter/", f"/charter/{trust.own}/duties"):
            assert (link in client.get(at)) == checks, (who, at)
        client.get(FREE, 200 if checks else 403)


def test_the_queries_of_the_pages_do_not_grow(trust: Trust) -> None:
    senco, head = trust.client("senco"), trust.client("headteacher")
    senco.post(f"{path(trust)}/keep", {**FORM, "text": OLD})

    def counted(at: str) -> int:
        with trust.app.app_context(), Queries() as queries:
            head.get(at)
        return len(queries)

    kept = f"{path(trust)}/checks/{stored(trust)[0].id}"
    at = path(trust)
    before = counted(at), counted(kept)
    for code in ("S4-09", "S4-10", "S4-11"):
        head.post(f"{at}/keep", {**FORM, "ticked": [code]})
    assert (counted(at), counted(kept)) == before
    assert max(before) < 40


def test_each_duty_can_be_ticked_under_its_source(trust: Trust) -> None:
    """Each duty stands once in the form, under the words of its source."""
    html = unescape(trust.client("headteacher").get(FREE))
    for source, count in (
        ("National job profile", 15), ("A secondary academy’s job description", 33),
        ("NUT SENCO Charter", 18),
    ):  # fmt: skip
        assert f"{source}: {count} duties" in html
    assert html.count('name="ticked"') == len(DUTIES)
    for duty in DUTIES.values():
        assert html.count(f">{duty.words}<") == 1
