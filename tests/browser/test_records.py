"""A record as its subject, HR and the director work on it: told, checked, refused and ruled on."""

import re
from datetime import date
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.browser.visits import Visits
from tests.certificate_files import PNG

PRIYA, BETHAN, ROBERT = "Priya Wainscott", "Bethan Okonjo", "Robert Inchbald"
HARROWMERE = "Harrowmere Junior Academy"


def type_day(form: Page | Locator, legend: str, day: date) -> None:
    """A day into the three boxes under a heading."""
    boxes = form.get_by_role("group", name=legend)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(label, exact=True).fill(str(value))


def tell_award(page: Page, certificate: Path | None) -> None:
    """Fill in the form of the NPQ: passed on 2 November 2026."""
    page.get_by_role("link", name="Change or add a certificate of NPQSENCO").click()
    expect(page.get_by_role("heading", name="Correct a qualification")).to_be_visible()
    page.get_by_label("Outcome", exact=True).select_option("Passed")
    type_day(page, "Outcome expected on", date(2026, 11, 2))
    type_day(page, "Day of the award", date(2026, 11, 2))
    if certificate is not None:
        page.get_by_label("Certificate", exact=True).set_input_files(certificate)
    page.get_by_role("button", name="Send to HR").click()
    expect(page.get_by_role("main")).to_contain_text("waits for HR’s check")


def waiting(page: Page, about: str) -> Locator:
    """What waits on the record under this heading."""
    return page.locator("section", has=page.get_by_role("heading", name=f"{about} To be checked"))


def listed(page: Page, academy: str, asked: str = "") -> Locator:
    """The rows of an academy in the list of deadlines."""
    page.goto(f"/deadlines/{asked}")
    return page.locator("#deadlines tbody tr", has_text=academy)


def said(page: Page) -> Locator:
    """What the page says has happened."""
    return page.locator(".govuk-notification-banner")


def test_an_award_is_told_checked_and_reaches_every_list(visits: Visits, tmp_path: Path) -> None:
    certificate = tmp_path / "npq.png"
    certificate.write_bytes(PNG)
    senco, hr = visits.window("senco"), visits.window("hr")
    senco.goto("/")
    senco.get_by_role("link", name="your record", exact=True).click()
    tell_award(senco, certificate)
    expect(senco).to_have_url(re.compile(visits.record(PRIYA) + "$"))
    told = waiting(senco, "Qualification")
    outcome = told.get_by_role("row", name="Outcome Enrolled Passed")
    expect(outcome.get_by_role("cell")).to_have_text(["Enrolled", "Passed"])
    expect(senco.get_by_role("button", name="Accept")).to_have_count(0)
    expect(senco.locator("#qualifications")).to_contain_text("Enrolled")

    row = listed(hr, HARROWMERE)
    expect(row).to_contain_text("On course")
    expect(row).to_contain_text("HR needs to check what was told of the record.")
    row.get_by_role("link", name=PRIYA).click()
    told = waiting(hr, "Qualification")
    with hr.expect_popup() as opened:
        told.get_by_role("link", name="Open the certificate").click()
    opened.value.wait_for_load_state()
    answer = hr.context.request.get(opened.value.url)
    assert (answer.headers["content-type"], answer.body()) == ("image/png", PNG)
    # The record stays open beside it.
    told.get_by_role("button", name="Accept").click()
    expect(said(hr)).to_contain_text("Accepted.")
    expect(waiting(hr, "Qualification")).to_have_count(0)

    expect(listed(hr, HARROWMERE)).to_contain_text("Qualified")
    expect(listed(hr, HARROWMERE, "?group=met")).to_have_count(1)
    hr.goto("/academies/?q=harrowmere+junior")
    expect(hr.locator("#academies tbody tr")).to_contain_text("Qualified")
    senco.reload()
    expect(senco.locator("#qualifications")).to_contain_text("Passed 2 November 2026")
    expect(senco.locator("#history")).to_contain_text("accepted it")


def test_hr_who_is_a_senco_is_checked_by_another(visits: Visits) -> None:
    record = visits.record(BETHAN)
    own, hr = visits.window("hr_and_senco"), visits.window("hr")
    own.goto(record)
    expect(waiting(own, "Qualification")).to_be_visible()
    for name in ("Accept", "Refuse", "I have checked", "I have seen", "This is all of it"):
        expect(own.get_by_role("button", name=name)).to_have_count(0)
    own.goto(f"{record}/rulings/add")
    expect(own.get_by_role("heading", level=1)).to_have_text("You may not see this")
    # Of a colleague she checks as HR.
    own.goto(visits.record("Aoife Lindell"))
    expect(own.get_by_role("button", name="Accept")).to_be_visible()

    hr.goto(record)
    hr.get_by_role("button", name="Refuse").click()
    expect(hr.locator(".govuk-error-summary")).to_contain_text("Say why")
    hr.get_by_label("Or refuse it, and say why").fill("The certificate is of another course.")
    hr.get_by_role("button", name="Refuse").click()
    expect(said(hr)).to_contain_text("Refused.")
    own.goto(record)
    expect(waiting(own, "Qualification")).to_have_count(0)
    expect(own.locator("#history")).to_contain_text("The certificate is of another course.")
    expect(own.locator("#qualifications")).not_to_contain_text("Advanced SENCO award")


def propose(hr: Page, record: str) -> None:
    """HR proposes to accept the earlier service until 1 September 2027."""
    hr.goto(record)
    hr.locator("#rulings").get_by_role("link", name="Propose").click()
    hr.get_by_label("The ruling").select_option("Accept: the earlier service is enough")
    type_day(hr, "Review on", date(2027, 9, 1))
    hr.get_by_label("Reasons").fill("Seventeen years in this post.")
    hr.get_by_role("button", name="Save").click()
    expect(hr.locator("#rulings")).to_contain_text("Proposed")
    expect(hr.get_by_role("button", name="Accept the ruling")).to_have_count(0)


def test_a_ruling_takes_two(visits: Visits) -> None:
    record = visits.record(ROBERT)
    hr, director = visits.window("hr"), visits.window("director")
    propose(hr, record)
    row = listed(director, "Saltmarsh Bay", "?group=ruling_needed")
    expect(row).to_contain_text("Ruling needed")
    row.get_by_role("link", name=ROBERT).click()
    expect(director.locator("#rulings")).to_contain_text("Seventeen years in this post.")
    director.get_by_role("button", name="Accept the ruling").click()
    expect(director.locator("#rulings")).to_contain_text("In force")
    row = listed(hr, "Saltmarsh Bay", "?group=met")
    expect(row).to_contain_text("Exempt by ruling")
    expect(row).to_contain_text("1 September 2027")


def test_all_of_it_without_a_script(visits: Visits) -> None:
    senco, hr, director = (
        visits.window(who, java_script_enabled=False) for who in ("senco", "hr", "director")
    )
    record = visits.record(PRIYA)
    senco.goto(record)
    tell_award(senco, None)
    hr.goto(record)
    waiting(hr, "Qualification").get_by_role("button", name="Accept").click()
    expect(said(hr)).to_contain_text("Accepted.")
    expect(listed(hr, HARROWMERE)).to_contain_text("Qualified")
    propose(hr, visits.record(ROBERT))
    director.goto(visits.record(ROBERT))
    director.get_by_role("button", name="Accept the ruling").click()
    expect(director.locator("#rulings")).to_contain_text("In force")
    senco.goto("/")
    senco.get_by_role("button", name="My record is right").click()
    senco.goto("/")
    expect(senco.get_by_role("button", name="My record is right")).to_have_count(0)


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does."""
    for _ in range(80):
        if wanted.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"no focus on {wanted}")


def test_keys_alone_tell_a_change(visits: Visits) -> None:
    page = visits.window("senco")
    page.goto(visits.record(PRIYA))
    page.locator("[data-govuk-skip-link-init]").wait_for(state="attached")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Add service as SENCO"))
    page.keyboard.press("Enter")
    school = page.get_by_label("School", exact=True)
    expect(school).to_be_visible()
    tab_to(page, school)
    page.keyboard.type("Barrowfield School")
    for legend, day in (
        ("First day as SENCO", date(2020, 9, 1)),
        ("Last day as SENCO", date(2021, 7, 20)),
    ):
        group = page.get_by_role("group", name=legend)
        for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            tab_to(page, group.get_by_label(label, exact=True))
            page.keyboard.type(str(value))
    tab_to(page, page.get_by_role("button", name="Send to HR"))
    page.keyboard.press("Enter")
    expect(said(page)).to_be_focused()
    told = waiting(page, "Service as SENCO")
    expect(told).to_contain_text("Barrowfield School")
    expect(told).to_contain_text("20 July 2021")
