"""Other ways of reading: on paper, very large, in few colours, without motion, with keys alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import ZOOMED, Visits

OTTERSTONE = "/academies/900001"
A4 = {"format": "A4", "prefer_css_page_size": True}


def sheets(page: Page) -> int:
    """How many sheets of A4 the page takes."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(**A4)))


@pytest.mark.parametrize("urn", [900_001, 900_002, 900_011, 900_013, 900_019])
def test_an_academys_brief_is_one_sheet(gallery: Visits, urn: int) -> None:
    page = gallery.usual_window("director")
    page.goto(f"/academies/{urn}")
    assert sheets(page) == 1


def test_the_list_prints_as_a_table_with_its_date(gallery: Visits) -> None:
    page = gallery.window("director")
    page.goto("/academies/?phase=primary")
    assert sheets(page) <= 2
    page.emulate_media(media="print")
    expect(page.locator(".app-paper")).to_contain_text("Larkfield Learning Trust")
    expect(page.locator(".app-paper")).to_contain_text("As at 21 November 2026 at ")
    expect(page.locator("#academies tbody tr").first).to_be_visible()
    for gone in (
        page.get_by_role("navigation", name="Main"),
        page.get_by_role("searchbox"),
        page.get_by_role("button", name="Sign out"),
        page.get_by_role("link", name="Download CSV"),
    ):
        expect(gone).to_be_hidden()
    heads = page.locator("#academies thead").evaluate("head => getComputedStyle(head).display")
    assert heads == "table-header-group"


def test_at_four_times_the_size(visits: Visits) -> None:
    page = visits.window("head", viewport=ZOOMED)
    page.goto("/academies/")
    page.locator("summary", has_text="Filters").click()
    page.get_by_label("Time", exact=True).select_option("Short")
    row = page.locator("#academies tbody tr")
    expect(row).to_have_count(1)
    row.get_by_role("link").click()
    page.get_by_role("link", name="Evidence").click()
    page.get_by_role("link", name="Correct the figures of 15 January 2026").click()
    page.get_by_label("Pupils with an EHC plan").fill("15")
    page.get_by_label("Where these figures come from").fill("EHC plans on file")
    page.get_by_role("button", name="Save the figures").click()
    expect(page.get_by_role("row", name="Pupils with an EHC plan")).to_contain_text("15 × 5")
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= ZOOMED["width"]


def test_in_forced_colours_the_drawing_still_tells(gallery: Visits) -> None:
    page = gallery.window("director", forced_colors="active")
    page.goto("/academies/?q=otterstone")
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    strokes = page.locator("#academies .app-bar").evaluate(
        "bar => ['.have', '.miss', '.mark'].map(kind => {"
        " const style = getComputedStyle(bar.querySelector(kind));"
        " return [style.stroke, style.strokeDasharray].join() })"
    )
    assert len(set(strokes)) == 3
    page.goto(OTTERSTONE)
    expect(page.get_by_role("img", name="Allocated hours went from")).to_be_visible()


def test_nothing_moves_where_motion_is_not_wanted(gallery: Visits) -> None:
    for wanted, animation in (("reduce", "none"), ("no-preference", "app-changed")):
        page = gallery.window("director", reduced_motion=wanted)
        page.goto("/academies/")
        page.get_by_label("Phase").select_option("Secondary")
        changed = page.locator("#academies.app-changed")
        expect(changed.locator("tbody tr")).to_have_count(7)
        expect(changed).to_have_css("animation-name", animation)


def test_keys_alone_reach_everything(gallery: Visits) -> None:
    page = gallery.window("director")
    page.goto("/academies/")
    page.locator("[data-govuk-skip-link-init]").wait_for(state="attached")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Download CSV")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("otterstone")
    expect(page.locator("#academies tbody tr")).to_have_count(1)
    link = page.get_by_role("link", name="Otterstone Primary Academy")
    for _ in range(40):
        page.keyboard.press("Tab")
        if link.evaluate("link => link === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Otterstone Primary Academy")
