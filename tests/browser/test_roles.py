"""What each role finds and does not find, and what signing out leaves behind: nothing."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.visits import Visits

OTTERSTONE = "/academies/900001"
JUNIOR = "/academies/900011"
GRANTED = ("Qualification", "Pay", "Pathway stage")


def columns(page: Page) -> list[str]:
    """The headers of the list that need a grant."""
    page.goto("/academies/")
    found = page.get_by_role("columnheader").get_by_role("link").all_inner_texts()
    return [name for name in found if name in GRANTED]


@pytest.mark.parametrize(
    ("who", "granted", "rows"),
    [
        ("director", GRANTED, 24),
        ("trustee", ("Qualification", "Pathway stage"), 24),
        ("hr", GRANTED, 24),
        ("head", GRANTED, 2),
        ("senco", (), 2),
        ("governor", (), 1),
    ],
)
def test_the_list_has_the_rows_and_columns_of_the_role(
    gallery: Visits, who: str, granted: tuple[str, ...], rows: int
) -> None:
    page = gallery.usual_window(who)
    assert columns(page) == list(granted)
    expect(page.locator("#academies tbody tr")).to_have_count(rows)
    expect(page.get_by_label("Qualification")).to_have_count(1 if granted else 0)


def test_a_governor_reads_who_and_how_long_and_no_more(gallery: Visits) -> None:
    page = gallery.usual_window("governor")
    page.goto(OTTERSTONE)
    main = page.get_by_role("main")
    expect(main).to_contain_text("Hannah Tollivant has 6.5 hours a week.")
    expect(main).not_to_contain_text(re.compile(r"Pay:|NPQ|NASENCO|recorded\)"))
    for name in ("Evidence", "Record a review", "Set the hub"):
        expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
    expect(page.get_by_role("heading", name="Reviews")).to_have_count(0)


def test_a_trustee_reads_qualifications_and_no_pay(gallery: Visits) -> None:
    page = gallery.usual_window("trustee")
    page.goto(JUNIOR)
    expect(page.get_by_role("main")).to_contain_text("NPQSENCO, on course since")
    expect(page.get_by_role("main")).not_to_contain_text("Pay:")
    page.goto("/academies/?sort=pay")
    expect(page.get_by_role("heading", level=1)).to_have_text("You may not see this")


def test_a_senco_reads_their_own_record(gallery: Visits) -> None:
    page = gallery.usual_window("senco")
    page.goto(JUNIOR)
    expect(page.get_by_role("main")).to_contain_text("Pay: Upper, U1")
    page.goto(OTTERSTONE)
    expect(page.get_by_role("heading", level=1)).to_have_text("You may not see this")


def test_an_administrator_and_a_deputy_reach_no_academy(gallery: Visits) -> None:
    for who in ("admin", "deputy"):
        page = gallery.usual_window(who)
        page.goto("/")
        expect(page.get_by_role("link", name="Academies")).to_have_count(0)
        page.goto("/academies/")
        expect(page.get_by_role("heading", level=1)).to_have_text("You may not see this")


def test_one_click_enters_the_demo_and_leads_on(visits: Visits) -> None:
    page = visits.window()
    page.goto(f"{OTTERSTONE}#reviews")
    expect(page).to_have_title(re.compile("^Sign in"))
    page.get_by_role("button", name="Dominic Achebe").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Otterstone Primary Academy")
    expect(page.locator("header")).to_contain_text("Dominic Achebe Head teacher")


def test_after_signing_out_going_back_shows_nothing(visits: Visits) -> None:
    page = visits.window("hr")
    page.goto("/academies/")
    page.goto(JUNIOR)
    expect(page.get_by_role("main")).to_contain_text("Pay:")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
    for _ in range(2):
        page.go_back()
        expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")
        expect(page.locator("body")).not_to_contain_text("Priya Wainscott has")
