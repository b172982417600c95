"""A review of an academy, and what follows for the person who is given an action."""

from playwright.sync_api import expect

from tests.browser.visits import Visits

CURLEW = "/academies/900002"


def test_an_action_waits_for_the_head_until_it_is_done(visits: Visits) -> None:
    head = visits.window("head")
    head.goto("/")
    expect(head.get_by_role("link", name="4 waiting for you")).to_be_visible()

    director = visits.window("director")
    director.goto(CURLEW)
    director.get_by_role("link", name="Record a review").click()
    expect(director.get_by_label("Day").first).to_have_value("21")
    director.get_by_label("Note").fill("Time is protected.\nOne thing is left.")
    action = director.get_by_role("group", name="Action 1")
    action.get_by_label("What", exact=True).fill("Send the timetable")
    action.get_by_label("Who").select_option("Dominic Achebe")
    for label, value in (("Day", "4"), ("Month", "12"), ("Year", "2026")):
        action.get_by_label(label).fill(value)
    director.get_by_role("button", name="Record the review").click()
    expect(director.get_by_role("alert").filter(has_text="The review is recorded.")).to_be_visible()
    review = director.locator(".app-history > li").first
    expect(review).to_contain_text("Marianne Oduya")
    expect(review).to_contain_text("Send the timetable: Dominic Achebe, by 4 December 2026")

    head.reload()
    expect(head.get_by_role("link", name="5 waiting for you")).to_be_visible()
    row = head.get_by_role("row", name="Send the timetable")
    expect(row).to_contain_text("4 Dec 2026, in 13 days")
    row.get_by_role("button", name="Mark as done").click()
    expect(head.get_by_role("alert").filter(has_text="marked as done")).to_be_visible()
    expect(head.get_by_role("link", name="4 waiting for you")).to_be_visible()
    expect(head.get_by_role("row", name="Send the timetable")).to_have_count(0)

    director.reload()
    expect(director.locator(".app-history > li").first).to_contain_text("Done 21 Nov 2026")


def test_an_unfinished_action_is_refused_beside_its_fields(visits: Visits) -> None:
    page = visits.window("director")
    page.goto(f"{CURLEW}/reviews/add")
    page.get_by_label("Note").fill("A note that is kept.")
    second = page.get_by_role("group", name="Action 2")
    second.get_by_label("What", exact=True).fill("Something")
    page.get_by_role("button", name="Record the review").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Choose who does it.").click()
    expect(second.get_by_label("Who")).to_be_focused()
    summary.get_by_role("link", name="Enter by when.").click()
    expect(second.get_by_label("Day")).to_be_focused()
    expect(page.get_by_label("Note")).to_have_value("A note that is kept.")
    expect(second.get_by_label("What", exact=True)).to_have_value("Something")
