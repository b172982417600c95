"""Every page, by everybody who may open it: usable with any means, on a laptop and on a phone."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Page, expect

from tests.browser.visits import LAPTOP, PHONE, ZOOMED, Visits

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}

OTTERSTONE = "/academies/900001"
PAGES = [
    # The academies of every kind, by the one who sees everything.
    ("director", "/"),
    ("director", "/academies/"),
    ("director", "/academies/?q=nowhere+to+be+found"),
    ("director", "/academies/?gap=short&post=absent&as_at=2026-10-01"),
    ("director", OTTERSTONE),
    ("director", "/academies/900004"),  # the formula is a range
    ("director", "/academies/900007"),  # no budget is known
    ("director", "/academies/900012"),  # nothing has been counted
    ("director", "/academies/900013"),  # vacant
    ("director", "/academies/900015"),  # two SENCOs, and two assistants
    ("director", "/academies/900019"),  # absent, with cover
    ("director", "/academies/900023"),  # the duty does not apply
    ("director", "/academies/900025"),  # left the trust
    ("director", "/academies/900026"),  # has still to join
    ("director", f"{OTTERSTONE}/evidence"),
    ("director", f"{OTTERSTONE}/evidence/add"),
    ("director", f"{OTTERSTONE}/evidence/2026-01-15"),
    ("director", f"{OTTERSTONE}/reviews/add"),
    ("director", f"{OTTERSTONE}/hub"),
    ("director", "/changes/"),
    ("director", "/changes/?tab=open"),
    ("director", "/changes/?tab=decided"),
    ("director", f"{OTTERSTONE}/changes"),
    ("director", "/account/password"),
    ("director", "/deputies/"),
    ("director", "/deputies/add"),
    ("director", "/settings/changes"),
    ("director", "/settings/changes/propose"),
    ("director", "/academies/1"),  # which is not there
    # What the others see of it.
    ("trustee", "/academies/"),
    ("hr", "/academies/900014"),
    ("head", "/"),
    ("head", OTTERSTONE),
    ("senco", "/"),
    ("senco", "/academies/"),
    ("senco", "/academies/900011"),
    ("governor", "/"),
    ("governor", "/academies/"),
    ("governor", OTTERSTONE),
    ("governor", f"{OTTERSTONE}/evidence"),
    ("admin", "/"),
    (None, "/sign-in"),
]


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_has_no_fault_and_fits_the_screen(
    gallery: Visits, who: str | None, path: str
) -> None:
    page = gallery.usual_window(who)
    page.goto(path)
    check(page)


def test_a_page_that_may_not_be_seen(gallery: Visits) -> None:
    page = gallery.usual_window("governor")
    page.goto(f"{OTTERSTONE}/hub")
    expect(page.get_by_role("heading", level=1)).to_have_text("You may not see this")
    check(page)


def test_forms_with_errors(gallery: Visits) -> None:
    page = gallery.usual_window("director")
    for path, button in (
        (f"{OTTERSTONE}/evidence/add", "Save the figures"),
        (f"{OTTERSTONE}/reviews/add", "Record the review"),
        ("/account/password", "Change password"),
    ):
        page.set_viewport_size(LAPTOP)
        page.goto(path)
        for area in page.get_by_label("What", exact=True).all()[:1]:
            area.fill("An action of nobody's")
        page.get_by_role("button", name=button).click()
        expect(page).to_have_title(re.compile("^Error: "))
        check(page)


def test_signing_in_with_errors(gallery: Visits) -> None:
    page = gallery.usual_window(None)
    page.goto("/sign-in")
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_title(re.compile("^Error: "))
    check(page)


def test_what_unfolds_on_a_phone(gallery: Visits) -> None:
    page = gallery.window("director", viewport=PHONE)
    page.goto("/academies/?phase=primary")
    page.get_by_text("Menu").click()
    page.get_by_text("Filters").click()
    expect(page.get_by_label("Phase")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    check(page)


def check(page: Page) -> None:
    """Fail where the page as it stands has a fault on some screen."""
    page.evaluate(AXE_SCRIPT)
    for screen in (LAPTOP, PHONE, ZOOMED):
        page.set_viewport_size(screen)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= screen["width"], f"scrolls sideways at {screen['width']} pixels"
        if screen is not ZOOMED:
            found = AxeResults(page.evaluate("options => axe.run(options)", OPTIONS))
            told = f"at {screen['width']} pixels: {found.generate_report()}"
            assert not found.violations_count, told
