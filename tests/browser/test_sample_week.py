"""A SENCO keeps a sample week on a phone: by touch, by keyboard, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import LAPTOP, PHONE, Visits


def opened(page: Page) -> None:
    """From the landing page to the form of this week at Harrowmere Infant."""
    page.goto("/time/")
    expect(page.get_by_text("Never for appraisal").first).to_be_visible()
    page.get_by_label("Post", exact=True).select_option(label="Harrowmere Infant Academy: SENCO")
    page.get_by_role("button", name="Fill it in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("This week")


def total(page: Page, words: str) -> None:
    """The sums read so, in view above the keyboard."""
    running = page.get_by_role("status").filter(has_text="inside the role")
    expect(running).to_contain_text(words)
    expect(running).to_be_in_viewport()


def test_by_touch_on_a_phone(visits: Visits) -> None:
    page = visits.window("senco", viewport=PHONE, has_touch=True, is_mobile=True)
    opened(page)
    for heading, typed in (("Liaison about pupils", "2"), ("Plans and reviews", "1:30")):
        page.get_by_role("textbox", name=re.compile(f"^{heading}")).tap()
        page.keyboard.type(typed)
    total(page, "3.5 hours: 3.5 inside the role, 0.0 excluded duties, 0.0 cover.")
    page.locator("summary", has_text="Duties outside the role").tap()
    page.get_by_role("textbox", name=re.compile("^X10")).tap()
    page.keyboard.type("45 min")
    total(page, "0.8 excluded duties")
    page.get_by_role("textbox", name=re.compile("^Covering for an absent colleague")).fill("1")
    total(page, "5.3 hours")
    page.locator("summary", has_text="What pressed this week").tap()
    page.get_by_role("checkbox", name="Annual reviews").tap()
    page.get_by_role("button", name="Save as draft").tap()
    expect(page.get_by_text("Saved as a draft. Only you can see it.")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("Plans and reviews"))).to_contain_text("28.6%")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_label("Show this week to my head teacher and the director").check()
    page.get_by_role("button", name="Save this choice").tap()
    expect(page.get_by_text("your head teacher and the director can read it")).to_be_visible()
    page.get_by_role("link", name="Put them in the ledger").tap()
    expect(page.get_by_label("Taken for cover")).to_be_checked()
    expect(page.get_by_label("Hours", exact=True)).to_have_value("1")
    page.get_by_role("button", name="Record it").tap()
    expect(page.get_by_text(re.compile("1 h taken for cover.*1 h owed"))).to_be_visible()

    director = visits.window("director")
    director.goto("/time/shared/")
    row = director.get_by_role("row", name=re.compile("Priya Wainscott.*Infant"))
    row.get_by_role("link").click()
    expect(director.get_by_role("heading", level=1)).to_contain_text("Priya Wainscott")


def test_by_keyboard_alone(visits: Visits) -> None:
    page = visits.window("senco", viewport=PHONE)
    opened(page)
    page.get_by_role("textbox", name=re.compile("^Liaison about pupils")).focus()
    for typed in ("1.5", ".5", "2", "", "", "", "3"):
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    total(page, "7.0 hours: 7.0 inside the role")
    for _ in range(4):
        assert not hidden_by_sums(page)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/result$|/diary/"))


def hidden_by_sums(page: Page) -> bool:
    """Whether what has the focus lies wholly under the line of sums: WCAG 2.2, 2.4.11."""
    (top, bottom), (bar, end) = page.evaluate(
        """() => [document.activeElement, document.querySelector("#running")]
            .map((one) => one.getBoundingClientRect()).map((box) => [box.top, box.bottom])"""
    )
    return top >= bar and bottom <= end


@pytest.mark.parametrize("typed", ["x", "48.5", "90"])
def test_what_is_said_beside_the_sums_hides_nothing(visits: Visits, typed: str) -> None:
    page = visits.window("senco", viewport=PHONE)
    opened(page)
    said = {"x": "4 figures cannot be read", "48.5": "working time rules", "90": "can hold"}
    boxes = page.locator("#diary input.govuk-input")
    for place in range(4 if typed == "x" else 1):
        boxes.nth(place).fill(typed)
    expect(page.locator("#running")).to_contain_text(said[typed])
    boxes.first.focus()
    for _ in range(14):
        assert not hidden_by_sums(page)
        page.keyboard.press("Tab")


def test_ninety_hours_keep_what_was_typed(visits: Visits) -> None:
    page = visits.window("senco", viewport=PHONE)
    opened(page)
    page.get_by_role("textbox", name=re.compile("^Liaison about pupils")).fill("90")
    total(page, "90.0 hours is more than a sample week can hold")
    page.get_by_role("textbox", name=re.compile("^Transition")).fill("an hour")
    page.get_by_role("button", name="Save as draft").click()
    expect(page).to_have_title(re.compile("^Error: "))
    page.get_by_role("link", name=re.compile("“an hour” is not a time")).click()
    expect(page.get_by_role("textbox", name=re.compile("^Transition"))).to_be_focused()
    expect(page.get_by_role("textbox", name=re.compile("^Liaison about pupils"))).to_have_value(
        "90"
    )
    expect(page.get_by_role("textbox", name=re.compile("^Transition"))).to_have_value("an hour")


def test_without_javascript(visits: Visits) -> None:
    page = visits.window("senco", viewport=PHONE, java_script_enabled=False)
    opened(page)
    page.get_by_role("textbox", name=re.compile("^Liaison about pupils")).fill("2.5")
    page.locator("summary", has_text="Duties outside the role").click()
    page.get_by_role("textbox", name=re.compile("^X03")).fill("1")
    page.get_by_role("button", name="Work out").click()
    expect(page.get_by_text("3.5 hours: 2.5 inside the role, 1.0 excluded duties")).to_be_visible()
    expect(page.get_by_role("textbox", name=re.compile("^X03"))).to_be_visible()
    page.get_by_role("button", name="Save as draft").click()
    expect(page.get_by_text("Saved as a draft. Only you can see it.")).to_be_visible()
    page.get_by_role("link", name="Change it").click()
    expect(page.get_by_role("textbox", name=re.compile("^Liaison about pupils"))).to_have_value(
        "2.5"
    )


def test_balances_are_filtered_and_sorted(visits: Visits) -> None:
    page = visits.window("hr", viewport=LAPTOP)
    page.goto("/time/")
    page.get_by_label("Balance").select_option(label="Hours owed")
    expect(page.get_by_text(re.compile(r"^\d academies: \d academies owe"))).to_be_visible()
    page.get_by_role("link", name="Owed", exact=True).click()
    expect(page).to_have_url(re.compile("balance=owed.*sort=-owed"))
    expect(page.get_by_role("row").nth(1)).to_contain_text("Chalkdown")
