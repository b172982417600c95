"""Pay as HR keeps it and as those who may see it read it, on a laptop and on a phone."""

import re
from datetime import date

import pytest
from playwright.sync_api import FilePayload, Locator, Page, ViewportSize, expect

from tests.browser.visits import LAPTOP, PHONE, Visits

PRIYA, KWAME = "Priya Wainscott", "Kwame Hollins"
INFANT, JUNIOR = "Harrowmere Infant Academy", "Harrowmere Junior Academy"
NOVEMBER = date(2026, 11, 1)
COLUMNS = "academic_year,area,scale,point,annual_salary_gbp,basis,source"
ROW = "2027/28,{area},{scale},{point},{salary},own,Our table for 2027"


def said(page: Page) -> Locator:
    """What the page says has happened."""
    return page.locator(".govuk-notification-banner")


def type_day(form: Page, legend: str, day: date) -> None:
    """A day into the three boxes under a heading."""
    boxes = form.get_by_role("group", name=legend)
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        boxes.get_by_label(label, exact=True).fill(str(value))


def beside(page: Page, label: str) -> Locator:
    """The box with this label and what is said beside it."""
    box = page.get_by_label(label, exact=True)
    return page.locator(".govuk-form-group", has=box).last


def fits(page: Page, screen: ViewportSize) -> None:
    """The page does not scroll sideways."""
    assert page.evaluate("document.documentElement.scrollWidth") <= screen["width"]


def keep(page: Page, screen: ViewportSize) -> None:
    """HR adds pay from November at Harrowmere Infant: first with slips, then as it is."""
    page.get_by_role("link", name=f"Add pay from a day at {INFANT}").click()
    heading = f"Pay from a day on: SENCO, {INFANT}"
    expect(page.get_by_role("heading", name=heading)).to_be_visible()
    # What was paid before is where it begins.
    expect(page.get_by_label("Point", exact=True)).to_have_value("U1")
    type_day(page, "Paid like this from", NOVEMBER)
    typed = {
        "Point": "U9",
        "Part of full time": "140%",
        "TLR": "TLR2",
        "Amount of the TLR (£ a year)": "three thousand",
        "SEN allowance (£ a year)": "£2,900",
        "Notes": "As agreed in October.",
    }
    for label, text in typed.items():
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Save", exact=True).click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(2)
    expect(page).to_have_title(re.compile("^Error: "))
    expect(beside(page, "Part of full time")).to_contain_text("is not a part of full time")
    expect(beside(page, "Amount of the TLR (£ a year)")).to_contain_text("is not an amount")
    for label, text in typed.items():
        if label != "SEN allowance (£ a year)":
            expect(page.get_by_label(label, exact=True)).to_have_value(text)
    expect(page.get_by_label("SEN allowance (£ a year)", exact=True)).to_have_value(
        re.compile("^£?2,900$")
    )
    fits(page, screen)
    summary.get_by_role("link", name=re.compile("three thousand")).click()
    expect(page.get_by_label("Amount of the TLR (£ a year)", exact=True)).to_be_focused()
    page.get_by_label("Amount of the TLR (£ a year)", exact=True).fill("£3,000")
    page.get_by_label("Part of full time", exact=True).fill("40%")
    page.get_by_role("button", name="Save", exact=True).click()


@pytest.mark.parametrize("screen", [LAPTOP, PHONE])
def test_hr_keeps_pay_and_the_senco_compares_it_with_leadership_pay(
    visits: Visits, screen: ViewportSize
) -> None:
    hr, senco = (visits.window(who, viewport=screen) for who in ("hr", "senco"))
    hr.goto(visits.record(PRIYA))
    keep(hr, screen)
    told = said(hr)
    expect(told).to_contain_text("The pay is saved.")
    expect(told).to_contain_text("The pay tables of this year lack this point.")
    pay = hr.locator("#pay")
    for words in (
        "U9, Rest of England, since 1 November 2026",
        "No pay table has U9",
        "£3,000 a year",
        "As agreed in October.",
    ):
        expect(pay).to_contain_text(words)
    below = pay.get_by_role("listitem").filter(has_text="TLR2 of £3,000 is below")
    expect(below).to_contain_text(re.compile("Check|Note"))
    fits(hr, screen)

    hr.get_by_role("link", name=f"Correct the pay at {INFANT}").click()
    hr.get_by_label("Point", exact=True).fill("U2")
    hr.get_by_label("Amount of the TLR (£ a year)", exact=True).fill("£3,700")
    hr.get_by_role("button", name="Save", exact=True).click()
    expect(said(hr)).to_contain_text("The pay is saved.")
    expect(pay).to_contain_text("Upper, U2, Rest of England, since 1 November 2026")
    expect(below).to_have_count(0)

    senco.goto("/pay/")
    senco.locator("#pay-list tbody tr", has_text=INFANT).get_by_role("link").first.click()
    expect(senco.get_by_role("heading", level=1)).to_have_text(PRIYA)
    pay = senco.locator("#pay")
    expect(pay).to_contain_text("Upper, U2, Rest of England, since 1 November 2026")
    expect(pay).to_contain_text("£3,700 a year")
    # Nobody keeps their own.
    expect(pay.get_by_role("link", name=re.compile("^(Correct|Add pay|Change)"))).to_have_count(0)
    expect(pay.get_by_role("button", name=re.compile("^Remove"))).to_have_count(0)
    form = pay.locator("form", has=senco.get_by_role("button", name=re.compile(INFANT)))
    form.get_by_label("Compare with leadership pay at").select_option("L6")
    form.get_by_role("button").click()
    expect(senco.get_by_role("heading", level=1)).to_have_text("Compared with leadership pay")
    expect(senco.locator(".app-answer")).to_contain_text(re.compile(r"^L6 would pay £[\d,.]+ a"))
    working = senco.get_by_role("table")
    expect(working).to_contain_text("at 0.4 of full time")
    for line in ("Salary on leadership pay", "Salary now", "TLR given up", "SEN allowance given"):
        expect(working.get_by_role("row", name=re.compile(f"^{line}"))).to_have_count(1)
    fits(senco, screen)


@pytest.mark.parametrize("screen", [LAPTOP, PHONE])
def test_the_trustee_without_pay_meets_no_sign_of_it(gallery: Visits, screen: ViewportSize) -> None:
    page = gallery.window("trustee", viewport=screen)
    # Somebody on leadership pay with a SEN allowance, and somebody with two TLRs.
    records = [gallery.record(name) for name in (KWAME, "Helen Vasquez-Tarn", PRIYA)]
    pages = ("/", "/academies/", "/academies/900021", "/charter/", "/charter/900019", "/people/",
             "/pathway/", "/pathway/people", "/pathway/leaving", "/charter/changed")  # fmt: skip
    for path in (*pages, *records):
        answer = page.goto(path)
        assert answer
        assert answer.status == 200
        expect(page.locator('a[href^="/pay"], a[href*="/pay/"]')).to_have_count(0)
        expect(page.locator('[name="warning"], [value="pay_point"], #pay')).to_have_count(0)
        # One condition is of work handed on without pay, in general: it tells of nobody's.
        seen = page.locator("main").inner_text().replace("without pay or title", "")
        for sign in ("TLR", "SEN allowance", "salary", "Salary", "eadership pay", "C07", "C35"):
            assert sign not in seen, (path, sign)
        assert not re.search(r"\bpa(y|id)\b", seen, re.IGNORECASE), path
        html = page.content()
        for sign in ("pay_point", "full_time", "TLR", "Pay point"):
            assert sign not in html, (path, sign)
    if screen is PHONE:
        page.get_by_text("Menu").click()
    menu = page.get_by_role("navigation", name="Main")
    expect(menu.get_by_role("link", name="Charter")).to_be_visible()
    expect(menu.get_by_role("link", name="Pay")).to_have_count(0)
    for path in ("/pay/", "/pay/tables", "/pay/tables/roll-forward", "/pay/posts.csv",
                 "/charter/condition/C07", "/academies/?sort=pay",
                 "/academies/academies.csv?sort=-pay"):  # fmt: skip
        answer = page.context.request.get(path)
        assert answer.status == 403, path
        assert "£" not in answer.text()


def spine(*rows: tuple[str, str, str], area: str = "Rest of England") -> FilePayload:
    """A pay table of 2027/28 as a file: scale, point and salary of each row; `area` of the last."""
    areas = [*("Rest of England" for _ in rows[1:]), area]
    lines = [
        ROW.format(area=where, scale=scale, point=point, salary=salary)
        for where, (scale, point, salary) in zip(areas, rows, strict=True)
    ]
    text = "\r\n".join((COLUMNS, *lines, ""))
    return FilePayload(name="spine.csv", mimeType="text/csv", buffer=text.encode())


GOOD = (("Main", "M6", "48500"), ("Upper", "U1", '"£50,800"'), ("Upper", "U3", "54 600"))
BAD = (("Main", "M5", "about 45000"), ("Upper", "U2", "52700"))
MENDED = (("Main", "M5", "45000"), ("Upper", "U2", "52700"))


def look_at(page: Page, file: FilePayload) -> None:
    """Send a file from the page of pay tables on."""
    page.get_by_label("The file", exact=True).set_input_files(file)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the file would change")


def bring_in(page: Page) -> None:
    """A table with two bad cells, mended, looked at and saved."""
    page.goto("/pay/tables")
    page.get_by_role("link", name="Bring a table in").click()
    look_at(page, spine(*GOOD, *BAD, area="Midlands"))
    expect(page.locator(".app-answer")).to_contain_text("2 rows in error. Nothing is saved yet.")
    wrong = page.get_by_role("table", name="Every bad cell by line and column")
    rows = wrong.locator("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text(re.compile("Line 5.*annual_salary_gbp.*about 45000"))
    expect(rows.nth(1)).to_contain_text(re.compile("Line 6.*area.*Midlands"))
    # Saved as it is it would leave rows out without a word: that is asked.
    page.get_by_role("button", name="Save 3 rows").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    expect(rows).to_have_count(2)
    page.get_by_role("link", name="Choose another file").first.click()
    look_at(page, spine(*GOOD, *MENDED))
    expect(page.locator(".app-answer")).to_contain_text("5 new rows")
    expect(page.locator(".app-answer")).to_contain_text("0 rows in error")
    expect(page.get_by_role("heading", name="What 2027/28 then does to each post")).to_be_visible()
    effect = page.locator("tr", has_text=KWAME)
    expect(effect).to_contain_text("50,800")
    expect(effect).to_contain_text("+1,666")
    page.get_by_role("button", name="Save 5 rows").click()
    expect(said(page)).to_contain_text("Saved: 5 new rows and 0 changed, 2027/28.")
    expect(page).to_have_url(re.compile("year=2027/28"))
    expect(page.get_by_role("row", name=re.compile("^U1 50,800"))).to_be_visible()


@pytest.mark.parametrize("screen", [LAPTOP, PHONE])
def test_hr_mends_a_pay_table_looks_at_the_new_year_and_saves_it(
    visits: Visits, screen: ViewportSize
) -> None:
    hr = visits.window("hr", viewport=screen)
    bring_in(hr)
    fits(hr, screen)
    hr.get_by_role("link", name="New year", exact=True).click()
    hr.get_by_role("combobox", name="Academic year").select_option("2027/28")
    expect(hr.locator(".app-answer")).to_contain_text("2027/28")
    fits(hr, screen)
    # Whoever sees pay reads what HR brought in, and has nothing to bring in.
    director = visits.window("director", viewport=screen)
    director.goto("/pay/tables?year=2027/28")
    expect(director.get_by_role("row", name=re.compile("^U1 50,800"))).to_be_visible()
    expect(director.get_by_role("link", name="Bring a table in")).to_have_count(0)


def test_a_pay_table_without_a_script(visits: Visits) -> None:
    bring_in(visits.window("hr", java_script_enabled=False))


def test_the_list_is_narrowed_and_sorted(gallery: Visits) -> None:
    page = gallery.window("hr")
    page.goto("/pay/")
    rows = page.locator("#pay-list tbody tr")
    expect(rows).to_have_count(32)
    page.get_by_label("What is found").select_option("TLR1 with TLR2")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(KWAME)
    expect(page).to_have_url(re.compile(r"\?warning="))
    page.get_by_role("link", name="Clear", exact=True).click()
    page.get_by_role("link", name=re.compile("^Salary")).click()
    expect(page).to_have_url(re.compile("sort="))
    with page.expect_download() as started:
        page.get_by_role("link", name="Download CSV").click()
    text = started.value.path().read_bytes().decode("utf-8-sig")
    assert len(text.splitlines()) == 33
