"""Evidence as a head teacher enters it: corrected, refused with reasons, and by two at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import Visits

CURLEW = "/academies/900002"
CENSUS = f"{CURLEW}/evidence/2026-01-15"
MONEY = "Year of the budget"


@pytest.fixture
def refused(visits: Visits) -> Page:
    """A form with several things wrong, sent by a head teacher."""
    page = visits.window("head")
    page.goto(f"{CURLEW}/evidence/add")
    page.get_by_label("Day").fill("15")
    page.get_by_label("Year", exact=True).fill("2025")
    page.get_by_label("Pupils on roll").fill("two hundred")
    page.get_by_label("Pupils with an EHC plan").fill("5")
    page.get_by_label("Notional SEN budget (£)").fill("71,900")
    page.get_by_role("button", name="Save the figures").click()
    return page


def test_a_head_corrects_a_count_and_sees_the_new_working(visits: Visits) -> None:
    page = visits.window("head")
    page.goto(CURLEW)
    expect(page.locator("#working")).to_have_text("How the formula comes to 3.0 hours")
    page.get_by_role("link", name="Evidence").click()
    page.get_by_role("link", name="Correct the figures of 15 January 2026").click()
    page.get_by_label("Pupils with an EHC plan").fill("8")
    page.get_by_label("Where these figures come from").fill("EHC plans on file")
    page.get_by_role("button", name="Save the figures").click()

    expect(page.get_by_role("alert").filter(has_text="The figures are saved.")).to_be_focused()
    expect(page.locator("#working")).to_have_text("How the formula comes to 4.0 hours")
    line = page.get_by_role("row", name="Pupils with an EHC plan")
    expect(line).to_contain_text("8 × 5")
    expect(line).to_contain_text("40")
    expect(page.get_by_role("row", name="Hours for points")).to_contain_text("164 ÷ 40 = 4.100")

    page.get_by_role("link", name="Evidence").click()
    table = page.get_by_role("table").first
    entered = table.get_by_role("row", name="Entered here")
    expect(entered).to_contain_text("EHC plans on file")
    expect(entered.locator("b")).to_have_text(["8"])
    file = table.get_by_role("row", name="Trust’s file")
    expect(file.locator("td[data-label='EHC plans']")).to_have_text("5")
    expect(file.locator("td[data-label='EHC plans'] b")).to_have_count(0)
    expect(file.locator("td[data-label='On roll'] b")).to_have_text("208")


def test_the_error_summary_takes_the_focus_and_leads_to_each_field(refused: Page) -> None:
    summary = refused.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(refused).to_have_title(re.compile("^Error: Add evidence"))
    for reason, label in (
        ("Census date needs a day, a month and a year.", "Day"),
        ("Enter a whole number, such as 48.", "Pupils on roll"),
        ("Say which year the budget is for.", MONEY),
        ("Say where these figures come from", "Where these figures come from"),
    ):
        summary.get_by_role("link", name=reason).click()
        expect(refused.get_by_label(label, exact=True)).to_be_focused()
        expect(refused.locator(".govuk-error-message", has_text=reason)).to_be_visible()


def test_what_was_typed_stays_and_goes_through_once_mended(refused: Page) -> None:
    expect(refused.get_by_label("Day")).to_have_value("15")
    expect(refused.get_by_label("Month")).to_have_value("")
    expect(refused.get_by_label("Year", exact=True)).to_have_value("2025")
    expect(refused.get_by_label("Pupils on roll")).to_have_value("two hundred")
    expect(refused.get_by_label("Pupils with an EHC plan")).to_have_value("5")
    expect(refused.get_by_label("Notional SEN budget (£)")).to_have_value("71,900")

    refused.get_by_label("Month").fill("5")
    refused.get_by_label("Pupils on roll").fill("200")
    refused.get_by_label(MONEY).fill("2025/26")
    refused.get_by_label("Where these figures come from").fill("May return")
    refused.get_by_role("button", name="Save the figures").click()
    expect(refused.get_by_role("alert").filter(has_text="The figures are saved.")).to_be_visible()
    refused.get_by_role("link", name="Evidence").click()
    expect(refused.get_by_role("heading", name="15 May 2025")).to_be_visible()


def test_of_two_at_one_date_the_second_is_told(visits: Visits) -> None:
    head, director = visits.window("head"), visits.window("director")
    for page in (head, director):
        page.goto(CENSUS)
    head.get_by_label("Pupils with an EHC plan").fill("8")
    head.get_by_label("Where these figures come from").fill("EHC plans on file")
    head.get_by_role("button", name="Save the figures").click()
    expect(head.get_by_role("heading", level=1)).to_contain_text("Curlew Lane")

    director.get_by_label("Pupils with an EHC plan").fill("9")
    director.get_by_label("Where these figures come from").fill("A visit")
    director.get_by_role("button", name="Save the figures").click()
    summary = director.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Somebody else saved figures for this date")
    expect(director.locator("main")).to_contain_text("They saved: 8.")
    expect(director.get_by_label("Pupils with an EHC plan")).to_have_value("9")
    expect(director.get_by_label("Where these figures come from")).to_have_value("A visit")

    director.get_by_role("button", name="Save the figures").click()
    expect(director.get_by_role("row", name="Pupils with an EHC plan")).to_contain_text("9 × 5")


def test_evidence_is_added_without_a_script(visits: Visits) -> None:
    page = visits.window("head", java_script_enabled=False)
    page.goto(f"{CURLEW}/evidence/add")
    page.get_by_role("button", name="Save the figures").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter the census date")
    for label, value in (("Day", "1"), ("Month", "10"), ("Year", "2026")):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Pupils at SEN support").fill("31")
    page.get_by_label("Where these figures come from").fill("SEN register")
    page.get_by_role("button", name="Save the figures").click()
    expect(page.locator(".govuk-notification-banner")).to_contain_text("The figures are saved.")
