"""The pathway as a SENCO, the head teacher and the director work on it, and its stages by keys."""

import re
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, ViewportSize, expect

from tests.browser.visits import LAPTOP, PHONE, Visits

PRIYA = "Priya Wainscott"
JUNIOR = "Harrowmere Junior Academy"
WISH = "I want to stay in my school and become very good at speech and language."
STEP = "Join the trust’s speech and language group."
MARCH = date(2027, 3, 12)
SCHOOL = "/settings/pathway/school"


def said(page: Page) -> Locator:
    """What the page says has happened."""
    return page.locator(".govuk-notification-banner")


def choose(page: Page, legend: str, answer: str) -> None:
    """One of the buttons under a heading."""
    page.get_by_role("group", name=legend).get_by_label(answer, exact=True).check()


def type_day(form: Page, legend: str, day: date) -> None:
    """A day into the three boxes under a heading."""
    boxes = form.get_by_role("group", name=legend)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(label, exact=True).fill(str(value))


def fits(page: Page, screen: ViewportSize) -> None:
    """The page does not scroll sideways."""
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]


def tell(senco: Page, *, share: bool) -> None:
    """From the menu on a SENCO tells what she would like, and who may know."""
    senco.goto("/pathway/")
    expect(senco.get_by_role("heading", level=1)).to_have_text("Your pathway")
    senco.get_by_role("link", name="Change what you told").click()
    expect(senco.get_by_role("heading", level=1)).to_have_text("What you would like next")
    expect(senco.get_by_role("main")).to_contain_text("that agreement is taken back")
    choose(senco, "What would you like next?", "Stay in the role and go deeper")
    senco.get_by_label("In your own words").fill(WISH)
    senco.get_by_label("Would you move to another academy of the trust?").select_option("No")
    choose(senco, "May your head teacher see this?", "Yes" if share else "No")
    choose(senco, "May your mentor see this?", "No")
    senco.get_by_role("button", name="Save").click()
    expect(said(senco)).to_contain_text("The pathway is saved.")
    expect(senco.locator("#pathway")).to_contain_text("To agree")
    expect(senco.locator("#pathway")).to_contain_text(WISH)


@pytest.mark.parametrize("screen", [LAPTOP, PHONE])
def test_a_wish_is_told_shared_agreed_and_read(visits: Visits, screen: ViewportSize) -> None:
    visits.move_head("head", JUNIOR)
    record = visits.record(PRIYA)
    senco = visits.window("senco", viewport=PHONE, has_touch=True, is_mobile=True)
    head, director, trustee = (
        visits.window(who, viewport=screen) for who in ("head", "director", "trustee")
    )
    # Not shared, the head knows where she stands and nothing of what she wants.
    tell(senco, share=False)
    fits(senco, PHONE)
    head.goto(record)
    expect(head.locator("#pathway")).to_contain_text("School SENCO who mentors others")
    expect(head.get_by_role("main")).not_to_contain_text(WISH)
    expect(head.get_by_role("link", name=re.compile("^Agree it|Change what is"))).to_have_count(0)

    # Shared, the head agrees the next step; first without saying by when.
    senco.get_by_role("link", name="Change what you would like next").tap()
    choose(senco, "May your head teacher see this?", "Yes")
    senco.get_by_role("button", name="Save").tap()
    expect(said(senco)).to_contain_text("saved")
    expect(senco.locator("#pathway")).to_contain_text("the director and HR, your head teacher")
    head.goto("/pathway/people?plan=to_agree&q=wainscott")
    row = head.locator("#people tbody tr")
    expect(row).to_contain_text("To agree")
    row.get_by_role("link").click()
    head.get_by_role("link", name="Agree it").click()
    expect(head.get_by_role("heading", name="Agree the next step")).to_be_visible()
    expect(head.get_by_role("main")).to_contain_text(WISH)
    head.get_by_label("Next step", exact=True).fill(STEP)
    for label in ("Day", "Month", "Year"):
        head.get_by_role("group", name="By when").get_by_label(label, exact=True).fill("")
    choose(head, "When are they ready?", "Later")
    head.get_by_role("button", name="Agree it").click()
    summary = head.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Enter by when")
    expect(head.get_by_label("Next step", exact=True)).to_have_value(STEP)
    expect(head.get_by_label("Later", exact=True)).to_be_checked()
    fits(head, screen)
    type_day(head, "By when", MARCH)
    head.get_by_role("button", name="Agree it").click()
    expect(head.locator("#pathway")).to_contain_text(STEP)
    expect(head.locator("#pathway")).to_contain_text("by Dominic Achebe")
    fits(head, screen)

    # The director reads it; a trustee and the head of another academy do not.
    director.goto("/pathway/people?aspiration=deepen")
    row = director.locator("#people tbody tr", has_text=PRIYA)
    expect(row).to_contain_text(STEP)
    expect(row).to_contain_text("by 12 Mar 2027")
    row.get_by_role("link").click()
    expect(director.locator("#pathway")).to_contain_text(WISH)
    fits(director, screen)
    for path in (record, "/pathway/people?q=wainscott"):
        trustee.goto(path)
        expect(trustee.get_by_role("main")).to_contain_text(PRIYA)
        for words in (WISH, STEP, "To agree", "go deeper"):
            expect(trustee.get_by_role("main")).not_to_contain_text(words)
    visits.move_head("deputy", JUNIOR)
    answer = head.goto(record)
    assert answer
    assert answer.status == 403
    expect(head.get_by_role("heading", level=1)).to_have_text("You may not see this")
    head.goto("/pathway/people?q=wainscott")
    expect(head.get_by_role("main")).not_to_contain_text(PRIYA)
    senco.reload()
    expect(senco.locator("#pathway")).to_contain_text("12 March 2027")


def test_a_wish_without_a_script(visits: Visits) -> None:
    senco = visits.window("senco", viewport=PHONE, java_script_enabled=False)
    tell(senco, share=True)
    director = visits.window("director", java_script_enabled=False)
    director.goto(visits.record(PRIYA))
    director.get_by_role("link", name="Agree it").click()
    expect(director.get_by_role("heading", level=1)).to_have_text("Agree the next step")
    director.get_by_label("Next step", exact=True).fill(STEP)
    type_day(director, "By when", MARCH)
    choose(director, "When are they ready?", "Now")
    director.get_by_role("button", name="Agree it").click()
    expect(director.locator("#pathway")).to_contain_text(STEP)


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(80):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no focus on {wanted}")


def press(page: Page, name: str) -> None:
    """A button reached and pressed by keys, and the page that it brings."""
    # What follows the colon is for screen readers only, and may be read after a pause.
    wanted = re.compile(f"^{re.escape(name).replace(':', ' ?:')}$")
    tab_to(page, page.get_by_role("button", name=wanted).last)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def stages(page: Page) -> list[str]:
    """The names of the stages in the form, in their order."""
    boxes = page.locator(".app-stages > li").get_by_role("textbox")
    return [box.input_value() for box in boxes.all()]


@pytest.mark.parametrize("screen", [LAPTOP, PHONE])
def test_keys_alone_set_the_stages(visits: Visits, screen: ViewportSize) -> None:
    page = visits.window("director", viewport=screen)
    page.goto("/settings/pathway")
    change = page.get_by_role("link", name="Change the stages in a school")
    tab_to(page, change)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    before = stages(page)

    # A stage with people on it stays, with the reason beside it.
    press(page, f"Remove: {before[1]}")
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("This stage cannot be removed: 3 people are on it.")
    assert stages(page) == before
    tab_to(page, summary.get_by_role("link"))
    page.keyboard.press("Enter")
    second = page.get_by_label("Stage 2", exact=True)
    expect(second).to_be_focused()
    expect(second).to_have_accessible_description(re.compile("Move them first"))

    # Renamed, one added and moved up; nothing holds before it is saved.
    page.keyboard.press("Control+A")
    page.keyboard.type("Assistant or deputy SENCO")
    press(page, "Add a stage")
    added = page.get_by_label(f"Stage {len(before) + 1}", exact=True)
    expect(added).to_be_in_viewport()
    tab_to(page, added)
    page.keyboard.type("Executive head")
    press(page, "Up: the new stage")
    wanted = [before[0], "Assistant or deputy SENCO", *before[2:-1], "Executive head", before[-1]]
    assert stages(page) == wanted
    expect(page.get_by_role("main")).to_contain_text("Not saved yet")
    fits(page, screen)
    press(page, "Save the stages")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pathway stages")
    expect(said(page)).to_contain_text("The stages are saved.")
    expect(page.locator("#school")).to_contain_text("The trust’s own")
    names = page.locator("#school tbody th").all_inner_texts()
    assert [name.partition(". ")[2] for name in names] == wanted

    # Nobody stands on the new one: it goes as easily.
    page.goto(SCHOOL)
    press(page, "Remove: Executive head")
    expect(page.get_by_role("main")).to_contain_text("Not saved yet")
    press(page, "Save the stages")
    expect(page.locator("#school")).not_to_contain_text("Executive head")
    fits(page, screen)
