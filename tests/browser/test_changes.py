"""A change of hours from proposal to decision, as each of those concerned works on it."""

import re
from datetime import date

from playwright.sync_api import Locator, Page, expect

from tests.browser.visits import Visits

INFANT, OTTERSTONE = "Harrowmere Infant Academy", "Otterstone Primary Academy"
NEW_YEAR = date(2027, 1, 1)


def type_day(form: Page, legend: str, day: date) -> None:
    """A day into the three boxes under a heading."""
    boxes = form.get_by_role("group", name=legend)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(label, exact=True).fill(str(value))


def said(page: Page) -> Locator:
    """What the page says has happened."""
    return page.locator(".govuk-notification-banner")


def step(page: Page, label: str) -> Locator:
    """The form of a step, unfolded."""
    folded = page.locator("summary", has_text=label)
    if folded.count() and not page.get_by_role("button", name=label, exact=True).is_visible():
        folded.click()
    button = page.get_by_role("button", name=label, exact=True)
    return page.locator("#change form", has=button)


def take(page: Page, label: str, comment: str = "") -> None:
    """Take a step on the page of a change, and wait until it is done."""
    form = step(page, label)
    if comment:
        form.get_by_role("textbox").fill(comment)
    form.get_by_role("button", name=label, exact=True).click()
    expect(said(page)).to_contain_text("Done")


def hours_on(page: Page, academy: str, day: date) -> Locator:
    """An academy's row in the list as it stands on a day."""
    page.goto(f"/academies/?q={academy}&as_at={day.isoformat()}")
    return page.locator("#academies tbody tr", has_text=academy)


def story(page: Page) -> Locator:
    return page.locator(".app-history")


def propose(senco: Page, hours: str, why: str) -> None:
    """Fill in the form that stands open and send it off."""
    senco.get_by_label("How many", exact=True).fill(hours)
    senco.get_by_label("Counted in", exact=True).select_option("hours")
    type_day(senco, "First day", NEW_YEAR)
    senco.get_by_label("Reason", exact=True).fill(why)
    senco.get_by_role("button", name="Propose", exact=True).click()


def test_from_the_senco_to_the_list_of_academies(visits: Visits) -> None:
    visits.move_head("head", INFANT)
    senco, head, director, leader = (
        visits.window(who) for who in ("senco", "head", "director", "chief_executive")
    )
    # What she began to write is still there; as she types she sees what it means.
    senco.goto("/academies/900010")
    senco.get_by_role("link", name="Propose a change of hours").click()
    expect(senco.get_by_label("Reason", exact=True)).to_have_value(re.compile("^A whole day"))
    meaning = senco.locator("#meaning")
    expect(meaning).to_contain_text("As it stands")
    senco.evaluate("window.notReloaded = true")
    senco.get_by_label("Counted in", exact=True).select_option("hours")
    senco.get_by_label("How many", exact=True).fill("8.5")
    type_day(senco, "First day", NEW_YEAR)
    expect(meaning).to_contain_text("+4.5")
    expect(meaning).to_contain_text("and then a trust leader")
    senco.get_by_label("How many", exact=True).fill("4")
    expect(meaning).to_contain_text("0.0 h")
    assert senco.evaluate("window.notReloaded")
    senco.get_by_role("button", name="Save as draft").click()
    expect(said(senco)).to_contain_text("Only you can see it")
    expect(senco.get_by_label("How many", exact=True)).to_have_value("4")
    propose(senco, "8.5", "A whole day and two hours at the infant academy.")
    expect(said(senco)).to_contain_text("Proposed.")
    address = senco.url

    # The head who came meanwhile endorses it.
    head.goto("/changes/")
    head.get_by_role("row", name=INFANT).get_by_role("link").click()
    expect(head).to_have_url(address)
    take(head, "Endorse", "The nursery needs it.")
    expect(head.get_by_role("heading", level=1)).to_contain_text("Endorsed")

    director.goto("/changes/")
    director.get_by_role("row", name=INFANT).get_by_role("link").click()
    expect(step(director, "Approve")).to_contain_text("A trust leader then confirms it")
    take(director, "Approve")
    expect(director.locator("#change")).to_contain_text("Waits for a trust leader")
    expect(hours_on(director, INFANT, NEW_YEAR)).to_contain_text("3.3")

    leader.goto("/changes/")
    leader.get_by_role("row", name=INFANT).get_by_role("link").click()
    take(leader, "Confirm")
    expect(leader.get_by_role("heading", level=1)).to_contain_text("Approved")
    for one in ("Priya Wainscott proposed it as SENCO", "“The nursery needs it.”",
                "Gareth Pemberlow confirmed it"):  # fmt: skip
        expect(story(leader)).to_contain_text(one)
    expect(hours_on(leader, INFANT, date(2026, 12, 31))).to_contain_text("3.3")
    expect(hours_on(leader, INFANT, NEW_YEAR)).to_contain_text("8.5")


def test_returned_sent_again_rejected_and_another_withdrawn(visits: Visits) -> None:
    visits.move_head("head", "Harrowmere Junior Academy")
    senco, head, director = (visits.window(who) for who in ("senco", "head", "director"))
    # What came back says why, and is sent again with other hours.
    senco.goto("/changes/")
    senco.get_by_role("row", name="Harrowmere Junior").get_by_role("link").click()
    expect(story(senco)).to_contain_text("“Which half day would it be")
    address = senco.url
    # Without a script: what is typed would ask what it means while the form is sent already.
    plain = visits.window("senco", java_script_enabled=False)
    plain.goto(address)
    plain.get_by_role("button", name="Change it and send it again").click()
    plain.get_by_label("How many", exact=True).fill("8")
    plain.get_by_label("Reason", exact=True).fill("An hour and a half more, on Fridays.")
    plain.get_by_role("button", name="Send it again").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("from 6.5 to 8.0 hours")

    # A step that needs a reason does not go without one, and nothing is lost.
    head.goto(address)
    form = step(head, "Return")
    form.get_by_role("button", name="Return").click()
    expect(head.locator(".govuk-error-summary")).to_contain_text("Say why")
    expect(head).to_have_title(re.compile("^Error: "))
    take(head, "Endorse")

    director.goto(address)
    take(director, "Reject", "Not before the new counts.")
    expect(director.get_by_role("heading", level=1)).to_contain_text("Rejected")
    senco.reload()
    expect(story(senco)).to_contain_text("“Not before the new counts.”")
    expect(senco.locator("#steps")).to_have_count(0)

    senco.goto(visits.proposal(INFANT))
    propose(senco, "5", "Two mornings.")
    take(senco, "Withdraw", "I thought again.")
    expect(senco.get_by_role("heading", level=1)).to_contain_text("Withdrawn")
    senco.goto("/changes/?tab=decided")
    expect(senco.locator("#changes tbody tr").first).to_contain_text("Withdrawn")


def test_a_deputy_decides_and_two_windows_make_one_decision(visits: Visits) -> None:
    address = visits.change("Penhallow", "endorsed")
    deputy, director = visits.window("deputy"), visits.window("director")
    director.goto(address)
    step(director, "Reject").get_by_role("textbox").fill("Wait for the reviews.")
    deputy.goto("/changes/")
    deputy.get_by_role("row", name="Penhallow").get_by_role("link").click()
    take(deputy, "Approve")
    expect(story(deputy)).to_contain_text("Imran Sethwell for Marianne Oduya approved it as deputy")

    step(director, "Reject").get_by_role("button", name="Reject").click()
    told = said(director)
    expect(told).to_contain_text("Not done")
    expect(told).to_contain_text("Imran Sethwell approved it at")
    expect(director.get_by_label("What you wrote, to take along")).to_have_value(
        "Wait for the reviews."
    )
    expect(director.get_by_role("heading", level=1)).to_contain_text("Approved")
    director.goto("/changes/?tab=decided")
    row = director.locator("#changes tbody tr").first
    expect(row).to_contain_text("Penhallow")
    expect(row).to_contain_text("Imran Sethwell")


def test_several_are_approved_at_once(visits: Visits) -> None:
    director = visits.window("director")
    director.goto("/changes/")
    mine = director.locator("#changes tbody tr")
    expect(mine).to_have_count(7)
    for academy in ("Penhallow", "Saltmarsh Bay"):
        director.get_by_label(f"Approve {academy}").check()
    expect(director.get_by_role("checkbox")).to_have_count(2)
    director.get_by_role("button", name="Approve what is ticked").click()
    expect(said(director)).to_contain_text("2 changes approved.")
    expect(mine).to_have_count(5)


def test_without_a_script(visits: Visits) -> None:
    senco, director = (
        visits.window(who, java_script_enabled=False) for who in ("senco", "director")
    )
    senco.goto(visits.proposal(INFANT))
    senco.get_by_label("How many", exact=True).fill("0.77")
    senco.get_by_role("button", name="Show what it means").click()
    expect(senco.locator("#meaning")).to_contain_text("+1.0 h")
    expect(senco.get_by_label("How many", exact=True)).to_have_value("0.77")
    senco.get_by_role("button", name="Propose", exact=True).click()
    expect(said(senco)).to_contain_text("Proposed.")
    director.goto(visits.change("Saltmarsh Bay", "endorsed"))
    step(director, "Approve").get_by_role("button").click()
    expect(said(director)).to_contain_text("You approved it.")
    expect(director.get_by_role("heading", level=1)).to_contain_text("Approved")


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(80):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no focus on {wanted}")


def test_keys_alone_endorse(visits: Visits) -> None:
    head = visits.window("head")
    head.goto("/changes/")
    head.locator("[data-govuk-skip-link-init]").wait_for(state="attached")
    tab_to(head, head.get_by_role("row", name=OTTERSTONE).get_by_role("link"))
    head.keyboard.press("Enter")
    heading = head.get_by_role("heading", level=1)
    expect(heading).to_contain_text("Proposed")
    tab_to(head, head.get_by_role("link", name="What you can do"))
    head.keyboard.press("Enter")
    tab_to(head, step(head, "Endorse").get_by_role("textbox"))
    head.keyboard.type("Her afternoons are free.")
    tab_to(head, head.get_by_role("button", name="Endorse", exact=True))
    head.keyboard.press("Enter")
    expect(said(head)).to_be_focused()
    expect(heading).to_contain_text("Endorsed")
    expect(story(head)).to_contain_text("“Her afternoons are free.”")
