"""The academies list as most people use it: with a script, by mouse and by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import factories as make
from tests.browser.visits import Visits

ALL = 24


@pytest.fixture
def shown(gallery: Visits) -> Page:
    """The list before a director, in a window that would tell of a reload."""
    page = gallery.window("director")
    page.goto("/academies/")
    mark(page)
    return page


@pytest.fixture
def crowded(visits: Visits) -> Page:
    """The list of a trust with three pages of academies."""
    with visits.app.app_context(), make.saved():
        for number in range(100):
            make.academy(f"Numbered {number:03}")
    page = visits.window("director")
    page.goto("/academies/")
    mark(page)
    return page


def mark(page: Page) -> None:
    """Leave something that a reload would take away."""
    page.evaluate("window.mark = 'left'")


def expect_same_page(page: Page) -> None:
    """Fail where the page was loaded anew."""
    assert page.evaluate("window.mark") == "left"


def rows(page: Page) -> Locator:
    """The rows of academies."""
    return page.locator("#academies tbody tr")


def header(page: Page, name: str) -> Locator:
    """A column's header cell."""
    return page.get_by_role("columnheader").filter(has=page.get_by_role("link", name=name))


def test_typing_narrows_the_list(shown: Page) -> None:
    expect(rows(shown)).to_have_count(ALL)
    shown.get_by_role("searchbox").press_sequentially("fernhollow")
    expect(rows(shown)).to_have_count(2)
    expect(shown).to_have_url(re.compile(r"/academies/\?q=fernhollow$"))
    expect(shown).to_have_title(re.compile("^2 academies – Academies"))
    expect(shown.locator(".app-above")).to_contain_text("2 academies.")
    expect(shown.get_by_role("status")).to_have_text("2 academies")
    for kind in ("csv", "xlsx"):
        link = shown.get_by_role("link", name=f"Download {kind.upper()}")
        expect(link).to_have_attribute("href", f"/academies/academies.{kind}?q=fernhollow")
    expect(shown.get_by_role("searchbox")).to_be_focused()
    expect_same_page(shown)


def test_typing_on_is_one_step_back(shown: Page) -> None:
    search = shown.get_by_role("searchbox")
    search.press_sequentially("salt")
    expect(rows(shown)).to_have_count(2)
    search.press_sequentially("marsh b")
    expect(rows(shown)).to_have_count(1)
    expect(shown).to_have_url(re.compile(r"\?q=saltmarsh\+b$"))
    shown.go_back()
    expect(shown).to_have_url(re.compile(r"/academies/$"))
    expect(rows(shown)).to_have_count(ALL)


def test_nothing_found_says_what_to_do(shown: Page) -> None:
    shown.get_by_role("searchbox").fill("atlantis")
    expect(shown.locator("#academies")).to_contain_text("No academy matches.")
    expect(shown.get_by_role("status")).to_have_text("0 academies")
    shown.get_by_role("link", name="Show all academies").click()
    expect(rows(shown)).to_have_count(ALL)
    expect(shown.get_by_role("searchbox")).to_have_value("")


def test_filters_narrow_together_and_are_cleared_at_once(shown: Page) -> None:
    shown.get_by_label("Phase").select_option("Primary")
    expect(rows(shown)).to_have_count(14)
    shown.get_by_label("Time", exact=True).select_option("Short")
    expect(rows(shown)).to_have_count(4)
    expect(shown).to_have_url(re.compile(r"/academies/\?phase=primary&gap=short$"))
    expect_same_page(shown)
    shown.get_by_role("link", name="Clear").click()
    expect(rows(shown)).to_have_count(ALL)
    expect(shown.get_by_label("Phase")).to_have_value("")


def test_a_header_sorts_by_keyboard_and_keeps_the_focus(shown: Page) -> None:
    gap = header(shown, "Gap")
    gap.get_by_role("link").focus()
    shown.keyboard.press("Enter")
    expect(gap).to_have_attribute("aria-sort", "ascending")
    expect(gap.get_by_role("link")).to_be_focused()
    expect(rows(shown).first).to_contain_text("Fernhollow School")
    shown.keyboard.press("Enter")
    expect(gap).to_have_attribute("aria-sort", "descending")
    expect(gap.get_by_role("link")).to_be_focused()
    expect(header(shown, "Academy")).not_to_have_attribute("aria-sort", re.compile(".*"))
    expect(shown).to_have_url(re.compile(r"\?sort=-gap$"))
    expect_same_page(shown)


def test_an_order_outlives_a_filter(shown: Page) -> None:
    header(shown, "Allocated").get_by_role("link").click()
    expect(header(shown, "Allocated")).to_have_attribute("aria-sort", "ascending")
    shown.get_by_label("Phase").select_option("Secondary")
    expect(rows(shown)).to_have_count(7)
    expect(header(shown, "Allocated")).to_have_attribute("aria-sort", "ascending")
    expect(shown).to_have_url(re.compile(r"\?phase=secondary&sort=allocated$"))


def test_back_restores_what_was_shown(shown: Page) -> None:
    shown.get_by_label("Phase").select_option("Secondary")
    expect(rows(shown)).to_have_count(7)
    header(shown, "Gap").get_by_role("link").click()
    expect(header(shown, "Gap")).to_have_attribute("aria-sort", "ascending")
    rows(shown).first.get_by_role("link").click()
    expect(shown.get_by_role("heading", level=1)).not_to_have_text("Academies")
    shown.go_back()
    expect(header(shown, "Gap")).to_have_attribute("aria-sort", "ascending")
    expect(rows(shown)).to_have_count(7)
    shown.go_back()
    expect(header(shown, "Academy")).to_have_attribute("aria-sort", "ascending")
    expect(rows(shown)).to_have_count(7)
    expect(shown.get_by_label("Phase")).to_have_value("secondary")
    shown.go_back()
    expect(rows(shown)).to_have_count(ALL)
    expect(shown.get_by_label("Phase")).to_have_value("")
    # And what came back works like the first time.
    shown.get_by_role("searchbox").fill("tidewell")
    expect(rows(shown)).to_have_count(1)


def test_a_shared_link_opens_the_same_view(gallery: Visits, shown: Page) -> None:
    shown.get_by_label("Phase").select_option("Primary")
    expect(rows(shown)).to_have_count(14)
    header(shown, "Formula").get_by_role("link").click()
    expect(header(shown, "Formula")).to_have_attribute("aria-sort", "ascending")
    other = gallery.window("trustee")
    other.goto(shown.url)
    expect(rows(other)).to_have_count(14)
    assert rows(other).get_by_role("rowheader").all_inner_texts() == (
        rows(shown).get_by_role("rowheader").all_inner_texts()
    )
    expect(header(other, "Formula")).to_have_attribute("aria-sort", "ascending")
    expect(other.get_by_label("Phase")).to_have_value("primary")


def test_pages(crowded: Page) -> None:
    expect(rows(crowded)).to_have_count(50)
    crowded.get_by_role("link", name="Next").click()
    expect(rows(crowded).first).to_contain_text("Numbered 038")
    expect(crowded).to_have_url(re.compile(r"/academies/\?page=2$"))
    expect(crowded.get_by_role("navigation", name="Pages")).to_contain_text("51 to 100 of 124")
    expect(crowded.locator("#academies")).to_be_focused()
    crowded.get_by_role("link", name="Page 3").click()
    expect(rows(crowded)).to_have_count(24)
    expect(crowded.get_by_role("link", name="Page 3")).to_have_attribute("aria-current", "page")
    expect(crowded.get_by_role("link", name="Next")).to_have_count(0)
    expect_same_page(crowded)
    crowded.get_by_role("searchbox").fill("tidewell")
    expect(rows(crowded)).to_have_count(1)
    crowded.go_back()
    expect(rows(crowded)).to_have_count(24)


def test_a_sign_in_that_ended_leads_to_signing_in(visits: Visits) -> None:
    page = visits.window("director")
    page.goto("/academies/")
    visits.end_every_sign_in()
    page.get_by_label("Phase").select_option("Primary")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    page.get_by_role("button", name="Marianne Oduya").click()
    expect(page.get_by_label("Phase")).to_have_value("primary")
    expect(rows(page)).to_have_count(14)


def test_a_server_that_does_not_answer_is_told(visits: Visits) -> None:
    page = visits.window("director")
    # Everything the page asks for is there before the line goes: its scripts come last.
    page.goto("/academies/", wait_until="networkidle")
    page.context.set_offline(True)
    page.get_by_label("Phase").select_option("Primary")
    expect(page.locator("#app-alert")).to_contain_text("No answer from the server")
    page.context.set_offline(False)
    page.get_by_label("Phase").select_option("Secondary")
    expect(rows(page)).to_have_count(7)
    expect(page.locator("#app-alert")).to_be_hidden()
    visits.forgive("ERR_INTERNET_DISCONNECTED", "htmx:sendError", "htmx:afterRequest")
