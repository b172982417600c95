"""The academies list on a phone, and where no script runs."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.visits import PHONE, Visits


@pytest.fixture
def phone(gallery: Visits) -> Page:
    """The list before a director on a phone."""
    page = gallery.window("director", viewport=PHONE, has_touch=True, is_mobile=True)
    page.goto("/academies/")
    return page


@pytest.fixture
def plain(gallery: Visits) -> Page:
    """The list before a director whose browser runs no scripts."""
    page = gallery.window("director", java_script_enabled=False)
    page.goto("/academies/")
    return page


def names(page: Page) -> Locator:
    """The academies in the order shown."""
    return page.locator("#academies tbody th")


def test_filters_fold_behind_one_button_with_their_number(phone: Page) -> None:
    phase = phone.get_by_label("Phase")
    button = phone.locator("summary", has_text="Filters")
    expect(phase).to_be_hidden()
    expect(button).to_have_text("Filters")
    button.tap()
    expect(phase).to_be_visible()
    phase.select_option("Primary")
    expect(button).to_have_text("Filters 1 in use")
    phone.get_by_label("Time", exact=True).select_option("Short")
    expect(button).to_have_text("Filters 2 in use")
    expect(phone.locator("#academies tbody tr")).to_have_count(4)
    expect(phase).to_be_visible()


def test_a_phone_sorts_with_one_choice(phone: Page) -> None:
    order = phone.get_by_label("Sort by")
    expect(order).to_have_value("academy")
    order.focus()
    order.select_option("Gap, shortest of time first")
    expect(phone).to_have_url(re.compile(r"/academies/\?sort=gap$"))
    expect(names(phone).first).to_have_text("Fernhollow School")
    expect(order).to_have_value("gap")
    expect(order).to_be_focused()
    # A filter keeps the order.
    phone.get_by_role("searchbox").fill("academy")
    expect(phone).to_have_url(re.compile(r"/academies/\?q=academy&sort=gap$"))


def test_an_academy_is_a_few_lines_that_open_it(phone: Page) -> None:
    row = phone.locator("#academies tbody tr", has_text="Otterstone")
    expect(row).to_contain_text("Hannah Tollivant")
    expect(row.locator(".app-bar")).to_be_visible()
    box = row.bounding_box()
    assert box
    assert box["height"] < 110
    row.get_by_role("link").tap()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Otterstone Primary Academy")


def test_the_menu_folds_on_a_phone(phone: Page) -> None:
    expect(phone.get_by_role("button", name="Sign out")).to_be_hidden()
    phone.locator("summary", has_text="Menu").tap()
    expect(phone.get_by_role("button", name="Sign out")).to_be_visible()
    phone.get_by_role("navigation", name="Main").get_by_role("link", name="Home").tap()
    expect(phone.get_by_role("heading", level=1)).to_have_text("What waits for you")


def test_search_and_filters_without_a_script(plain: Page) -> None:
    expect(names(plain)).to_have_count(24)
    plain.get_by_role("searchbox").fill("saltmarsh")
    plain.get_by_label("Phase").select_option("Secondary")
    plain.get_by_role("button", name="Apply").click()
    expect(names(plain)).to_have_text(["Saltmarsh Bay Academy"])
    expect(plain.get_by_role("searchbox")).to_have_value("saltmarsh")
    expect(plain).to_have_title(re.compile("^1 academy – Academies"))
    plain.get_by_role("link", name="Clear").click()
    expect(names(plain)).to_have_count(24)


def test_the_order_without_a_script(plain: Page) -> None:
    plain.get_by_role("link", name="Academy", exact=True).click()
    expect(names(plain).first).to_have_text("Wrenfield Hill Primary School")
    plain.get_by_label("Phase").select_option("Secondary")
    plain.get_by_role("button", name="Apply").click()
    expect(names(plain).first).to_have_text("Winterbeck School")
    expect(names(plain)).to_have_count(7)


def test_a_phone_without_a_script(gallery: Visits) -> None:
    page = gallery.window(
        "director", viewport=PHONE, has_touch=True, is_mobile=True, java_script_enabled=False
    )
    page.goto("/academies/")
    page.locator("summary", has_text="Filters").tap()
    page.get_by_label("Sort by").select_option("Academy, Z to A")
    page.get_by_label("Time", exact=True).select_option("Vacant")
    page.get_by_role("button", name="Apply").tap()
    expect(names(page)).to_have_text(["Rushymere Primary Academy", "Fernhollow School"])
    page.locator("summary", has_text="Menu").tap()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_what_needs_a_script_is_not_offered_without_one(plain: Page) -> None:
    expect(plain.get_by_role("button", name="Print")).to_be_hidden()
