"""Conditions as they are answered and read: with the keyboard alone, on a laptop and on a phone."""

import csv
import io
import re

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.visits import LAPTOP, PHONE, Visits

JUNIOR = "/charter/900011"
JUNIOR_NAME = "Harrowmere Junior Academy"


def answer(page: Page, code: str, reply: str, evidence: str) -> None:
    """Answer a condition of Harrowmere Junior without a mouse."""
    page.goto(JUNIOR)
    page.get_by_role("link", name=re.compile(f"^(Answer|Change) {code}$")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Answer {code}")
    page.get_by_label("Year", exact=True).focus()
    page.keyboard.press("Tab")
    wanted = page.get_by_role("radio", name=reply, exact=True)
    page.keyboard.press("Space")
    for _ in range(4):
        if not wanted.is_checked():
            page.keyboard.press("ArrowDown")
    expect(wanted).to_be_checked()
    page.keyboard.press("Tab")
    expect(page.get_by_label(f"Evidence for {code}")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(evidence)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"{JUNIOR}$"))


@pytest.mark.parametrize("screen", [LAPTOP, PHONE])
def test_head_and_senco_differ_and_the_director_sees_it(
    visits: Visits, screen: ViewportSize
) -> None:
    visits.move_head("head", JUNIOR_NAME)
    head, senco, director = (
        visits.window(who, viewport=screen) for who in ("head", "senco", "director")
    )
    answer(head, "C21", "Yes", "On the desk since September.")
    expect(head.locator("body")).to_contain_text("1 answer is saved.")
    answer(senco, "C21", "No", "It is in the office.")
    director.goto(JUNIOR)
    history = director.get_by_role("link", name="History of C21")
    row = director.locator("tr", has=history)
    for words in ("Not met", "Differ", "On the desk since September.", "It is in the office."):
        expect(row).to_contain_text(words)
    history.click()
    expect(director.get_by_role("heading", level=1)).to_contain_text(
        "C21 The SENCO has a telephone"
    )
    expect(director.locator("main")).to_contain_text("It is in the office.")
    director.goto("/charter/?condition=C21&state=differ")
    expect(director.locator(".app-heat tbody tr")).to_have_count(1)
    expect(director.locator(".app-heat tbody th")).to_have_text(JUNIOR_NAME)
    wide = director.evaluate("document.documentElement.scrollWidth")
    assert wide <= screen["width"]


def test_the_table_is_read_and_narrowed(gallery: Visits) -> None:
    page = gallery.window("director")
    page.goto("/charter/")
    table = page.get_by_role("table", name="How each academy stands with each condition")
    expect(table.get_by_role("columnheader", name="Good practice")).to_be_visible()
    cell = table.get_by_role("row", name=re.compile("^Chalkdown")).get_by_role("cell").nth(3)
    expect(cell).to_contain_text("Not met")
    page.get_by_label("Kind", exact=True).select_option("Law")
    expect(page).to_have_url(re.compile("kind=law"))
    expect(table.get_by_role("columnheader", name="Good practice")).to_have_count(0)
    page.get_by_label("Stands", exact=True).select_option("Not met")
    expect(page).to_have_url(re.compile("state=not_met"))
    academies = table.locator("tbody th").all_inner_texts()
    with page.expect_download() as started:
        page.get_by_role("link", name="Download CSV").click()
    text = started.value.path().read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(dict.fromkeys(row["academy"] for row in rows)) == academies
    assert {row["type"] for row in rows} == {"law"}
    table.get_by_role("link", name=re.compile("^C04 ")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("C04 The published SEN")


def test_on_a_phone_an_academy_is_a_block_with_what_is_not_met(gallery: Visits) -> None:
    page = gallery.window("director", viewport=PHONE)
    page.goto("/charter/?q=chalkdown")
    row = page.locator(".app-heat tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_have_text(re.compile(r"Chalkdown Primary Academy.*\d+ not met\. Law: C03, C0\d"))
    for cell in row.locator("td.y").all()[:3]:
        expect(cell).to_be_hidden()


def test_a_column_says_what_it_stands_for_to_the_keyboard_and_the_mouse(gallery: Visits) -> None:
    """In the header, which stays in view, and covering nothing."""
    page = gallery.window("director")
    page.goto("/charter/")
    head = page.get_by_role("link", name=re.compile("^C17 "))
    says = head.first.locator(".says")
    row = page.get_by_role("link", name="Winterbeck School")
    row.scroll_into_view_if_needed()
    for show in (head.first.focus, head.first.hover):
        page.mouse.move(0, 0)
        page.get_by_role("searchbox").focus()
        row.scroll_into_view_if_needed()
        box = says.bounding_box()
        assert box is None or box["width"] <= 1
        show()
        box = says.bounding_box()
        assert box is not None
        assert box["width"] > 200
        assert 0 <= box["y"] < 60
        practice = page.get_by_role("columnheader", name="Good practice").bounding_box()
        assert practice is not None
        assert box["x"] > practice["x"] + 110  # beside the heading's words
    page.get_by_role("link", name="What the codes stand for").click()
    expect(page.locator("#meanings")).to_be_in_viewport()


def test_on_a_phone_the_conditions_are_answered_in_pieces(visits: Visits) -> None:
    page = visits.window("head", viewport=PHONE)
    page.goto("/charter/900001")
    page.get_by_role("link", name=re.compile("Answer the conditions")).click()
    form = page.url
    parts = page.get_by_role("navigation", name="Parts of this form").get_by_role("link")
    many = int(re.findall(r"\d+", page.locator("details#answered summary").inner_text())[0])
    parts.first.click()
    first = page.locator(".app-question").first
    code = first.get_attribute("id")
    first.get_by_role("radio", name="Partly").check()
    page.get_by_role("button", name=re.compile("^Save")).first.click()
    expect(page.locator("body")).to_contain_text("1 answer is saved.")
    page.goto(form)
    expect(page.locator("details#answered summary")).to_contain_text(f"({many + 1})")
    expect(page.locator(f"[id='{code}']")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_a_governor_sees_replies_and_no_more(gallery: Visits) -> None:
    page = gallery.usual_window("governor")
    page.goto("/charter/900001")
    expect(page.get_by_role("columnheader", name="Result").first).to_be_visible()
    html = page.content()
    for word in ("From the record", "Head teacher", "Differ", "C07", "C35", "website"):
        assert word not in html, word
