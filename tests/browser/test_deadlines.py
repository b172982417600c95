"""The deadlines as they are read: by role, as a file, in a calendar; what is asked each year."""

import csv
import io
import re

from playwright.sync_api import Page, expect

from tests.browser.visits import Visits
from trust_inclusion.domain.qualification_words import STATUS_TAGS

OTTERSTONE = "/academies/900001"
NOT_YOURS = "You may not see this"


def academies(page: Page) -> list[str]:
    """The academies of the rows, in order."""
    return page.locator("#deadlines table").first.locator("tbody th").all_inner_texts()


def saved(page: Page) -> list[dict[str, str]]:
    """The rows of the CSV behind the link on the page."""
    with page.expect_download() as started:
        page.get_by_role("link", name="Download CSV").click()
    content = started.value.path().read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_the_file_has_the_rows_of_the_page(gallery: Visits) -> None:
    page = gallery.window("hr")
    page.goto("/deadlines/")
    rows = saved(page)
    assert [row["academy"] for row in rows] == academies(page)
    assert len(rows) == 27
    page.get_by_label("What to do").select_option("On course")
    expect(page).to_have_url(re.compile("group=on_course"))
    page.get_by_role("searchbox").fill("harrowmere")
    expect(page.locator("#deadlines tbody tr")).to_have_count(2)
    rows = saved(page)
    assert [row["academy"] for row in rows] == academies(page)
    assert {(row["person"], row["status"], row["due_soon"]) for row in rows} == {
        ("Priya Wainscott", "on_track", "yes")
    }
    page.goto("/deadlines/?q=penhallow&as_at=2026-09-01")
    assert [row["status"] for row in saved(page)] == ["cannot_finish", "exempt_by_ruling"]


def test_a_head_sees_their_own_academies(gallery: Visits) -> None:
    page = gallery.usual_window("head")
    page.goto("/deadlines/")
    assert set(academies(page)) == {"Otterstone Primary Academy", "Curlew Lane Primary School"}
    expect(page.get_by_role("heading", name="Appointed, still to begin")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text("Lanternhouse")
    page.goto("/deadlines/?q=penhallow")
    expect(page.locator("main")).not_to_contain_text("Kwame Hollins")
    page.goto(gallery.record("Hannah Tollivant"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Hannah Tollivant")
    for path in (gallery.record("Kwame Hollins"), "/academies/900017", "/people/dfe-check/",
                 "/settings/qualification", "/survey/totals"):  # fmt: skip
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text(NOT_YOURS)


def test_a_governor_learns_lawful_or_not_and_nothing_else(gallery: Visits) -> None:
    page = gallery.usual_window("governor")
    page.goto(OTTERSTONE)
    expect(page.locator("main")).to_contain_text("Lawfully in post today: yes")
    for name in ("Deadlines", "People"):
        expect(page.get_by_role("link", name=name, exact=True)).to_have_count(0)
    html = page.content()
    # Words of the law's answers, the deadline, the course and its dates. "Not applicable" and
    # "Short" belong to the hours.
    told = {tag.word for tag in STATUS_TAGS.values()} - {"Not applicable"}
    for word in (*told, "NPQ", "NASENCO", "eadline", "2028", "2027", "Not eligible", "induction",
                 "TRN", "ruling"):  # fmt: skip
        assert word not in html, word
    hannah = gallery.record("Hannah Tollivant")
    for path in ("/deadlines/", "/deadlines/deadlines.csv", "/people/", hannah,
                 "/account/calendar", "/confirmations/", "/survey/totals"):  # fmt: skip
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text(NOT_YOURS)


def test_a_senco_confirms_in_one_step_and_answers(visits: Visits) -> None:
    senco, director = visits.window("senco"), visits.window("director")
    director.goto("/confirmations/")
    expect(director.locator("main")).to_contain_text("Priya Wainscott")
    director.goto("/survey/totals")
    time = director.get_by_role("row", name="Do you have enough time for the role?")
    said = re.search(r"No: (\d+)", time.inner_text())
    assert said
    senco.goto("/")
    senco.get_by_role("button", name="My record is right").click()
    senco.goto("/")
    expect(senco.get_by_role("button", name="My record is right")).to_have_count(0)
    senco.get_by_role("link", name="Five questions about your role").click()
    senco.get_by_role("group", name="Do you have enough time").get_by_label("No").check()
    senco.get_by_role("button", name="Send the answers").click()
    senco.goto("/survey/")
    expect(senco.locator("main")).to_contain_text("You have answered for 2026/27")
    director.reload()
    # What one person says does not show in the totals: they rise by five answers.
    expect(time).to_contain_text(f"No: {said[1]}")
    director.goto("/confirmations/")
    expect(director.locator("main")).not_to_contain_text("Priya Wainscott")


def test_a_calendar_link_is_made_fetched_and_reset(visits: Visits) -> None:
    page, program = visits.window("hr"), visits.window().context.request

    def make(button: str) -> str:
        page.get_by_role("button", name=button).click()
        return page.get_by_label("Your link, shown this once").input_value()

    page.goto("/")
    page.get_by_role("link", name="Dates in your own calendar").click()
    first = make("Make a link")
    answer = program.get(first)
    assert answer.status == 200
    assert answer.headers["content-type"].startswith("text/calendar")
    text = answer.text()
    assert text.startswith("BEGIN:VCALENDAR")
    assert "Wainscott" not in text
    assert "PW" in re.sub(r"[.\r\n ]", "", text)
    second = make("Make a new link")
    assert program.get(first).status == 404
    assert program.get(second).status == 200
    page.get_by_role("button", name="Close the link").click()
    expect(page.get_by_role("button", name="Make a link")).to_be_visible()
    assert program.get(second).status == 404
