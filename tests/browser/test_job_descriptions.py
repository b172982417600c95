"""A SENCO checks the job description on a phone, keeps the check and enters what it found."""

import re

from playwright.sync_api import Page, expect

from tests.browser.visits import PHONE, Visits

JUNIOR = "/charter/900011"
TEXT = """Oversees the day-to-day operation of the SEN policy.
Covers classes for absent colleagues.
Keeps the register of pupils at School Action.
Arranges the flowers."""


def on_the_phone(visits: Visits) -> Page:
    page = visits.window("senco", viewport=PHONE)
    page.goto(f"{JUNIOR}/duties")
    page.get_by_role("link", name="Job description of SENCO").click()
    return page


def fits(page: Page) -> None:
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= PHONE["width"], f"scrolls sideways: {wide}"


def test_a_senco_pastes_keeps_and_enters_on_a_phone(visits: Visits) -> None:
    page = on_the_phone(visits)
    page.get_by_label("The text of the job description").fill(TEXT)
    # What is found comes by itself while one types; nothing is kept by that.
    result = page.locator("#result")
    expect(result.get_by_role("status")).to_contain_text("1 excluded duty that needs time")
    expect(result).to_contain_text("Say SEN support.")
    expect(result).to_contain_text("Arranges the flowers.")
    expect(result.locator("b", has_text="Covers classes")).to_be_visible()
    fits(page)
    page.get_by_role("button", name="Check it").click()
    expect(result.get_by_role("heading", name="What the check finds")).to_be_in_viewport()
    expect(page.get_by_label("The text of the job description")).to_have_value(TEXT)
    page.get_by_label("The SENCO in post").check()
    page.get_by_role("button", name="Keep this check").click()

    expect(page.get_by_role("alert").filter(has_text="The check is kept")).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Job description check of")
    expect(page.locator("main")).to_contain_text("Key tasks named now: K1")
    fits(page)
    page.get_by_role("link", name="Enter these excluded duties").click()

    covering = page.get_by_role("group", name="X05 Covering classes")
    expect(covering.get_by_label("Held", exact=True)).to_be_checked()
    page.get_by_label("Own time for X05").fill("3")
    page.get_by_label("X05 counted in").select_option("periods")
    page.get_by_text("Periods: how long").click()
    page.get_by_label("Length of a period in minutes").fill("50")
    fits(page)
    page.get_by_role("button", name="Save the duties").click()
    expect(page.get_by_role("alert").filter(has_text="1 duty is saved.")).to_be_focused()
    row = page.get_by_role("row", name=re.compile("X05 Covering classes"))
    expect(row).to_contain_text("3.3")
    expect(row).to_contain_text("Own time")
    fits(page)


def test_without_a_script_the_result_stands_below_the_form(visits: Visits) -> None:
    page = visits.window("head", java_script_enabled=False)
    page.goto("/charter/job-description")
    page.get_by_role("button", name="Check it").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_contain_text("Tick the duties of the job description")
    page.get_by_text("NUT SENCO Charter: 18 duties").click()
    page.get_by_label("Covers classes").check()
    page.get_by_role("button", name="Check it").click()
    expect(page.locator("#result")).to_contain_text("1 excluded duty that needs time of its own")
    expect(page.get_by_label("Covers classes")).to_be_checked()
    expect(page.get_by_role("button", name="Keep this check")).to_have_count(0)


def test_of_two_who_tell_the_duties_the_second_is_told(visits: Visits) -> None:
    senco, director = visits.window("senco"), visits.window("director")
    for page in (senco, director):
        page.goto(f"{JUNIOR}/duties")
        page.get_by_role("link", name="Change the duties of SENCO").click()
    senco.get_by_label("Own time for X03").fill("2")
    senco.get_by_role("button", name="Save the duties").click()
    expect(senco.get_by_role("heading", level=1)).to_have_text("Excluded duties")

    director.get_by_role("group", name="X05").get_by_label("Held", exact=True).check()
    director.get_by_role("button", name="Save the duties").click()
    expect(director.locator(".govuk-error-summary")).to_contain_text("Somebody else saved duties")
    expect(director.get_by_label("Own time for X03")).to_have_value("2")
    expect(director.locator("main")).to_contain_text("They saved: held, 2.0 hours a week.")
    director.get_by_role("button", name="Save the duties").click()
    expect(director.get_by_role("alert").filter(has_text="1 duty is saved.")).to_be_visible()
