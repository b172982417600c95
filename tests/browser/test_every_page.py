"""Every page, by everybody who may open it: usable with any means, on a laptop and on a phone."""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import FilePayload, Page, expect

from tests.browser.visits import LAPTOP, PHONE, ZOOMED, Visits

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}

OTTERSTONE = "/academies/900001"
NOT_THERE = "/academies/1"
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
    ("director", "/account/password"),
    ("director", NOT_THERE),
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
    # Who is qualified in law, and by when.
    *(
        (who, "/deadlines/")
        for who in ("director", "chief_executive", "trustee", "hr", "head", "senco", "hr_and_senco")
    ),
    ("hr", "/deadlines/?group=cannot_finish"),
    ("hr", "/deadlines/?group=not_in_scope"),
    ("hr", "/deadlines/?q=nowhere+to+be+found"),
    ("director", "/deadlines/?q=harrowmere&as_at=2027-09-02"),
    # People and their records; in braces somebody's name, for the number of the record.
    *((who, "/people/") for who in ("director", "trustee", "hr", "head", "senco", "hr_and_senco")),
    ("hr", "/people/?waiting=yes&sort=-waiting"),
    ("senco", "/people/{Priya Wainscott}"),
    ("hr", "/people/{Priya Wainscott}"),  # one change refused, one accepted
    ("director", "/people/{Priya Wainscott}"),
    ("hr_and_senco", "/people/{Bethan Okonjo}"),  # own, with a change that waits
    ("hr_and_senco", "/people/{Noor Castleton}"),
    ("hr", "/people/{Aoife Lindell}"),  # a certificate to check
    ("hr", "/people/{Jamal Whitcombe}"),  # service to take off
    ("hr", "/people/{Tariq Olwen}"),
    ("hr", "/people/{Callum Adeyinka}"),  # a ruling that waits, not eligible
    ("director", "/people/{Callum Adeyinka}"),
    ("director", "/people/{Isla Marchbank}"),  # a ruling to be reviewed
    ("trustee", "/people/{Seun Brightwater}"),  # two rulings, one refused
    ("head", "/people/{Seun Brightwater}"),
    ("head", "/people/{Hannah Tollivant}"),
    ("hr", "/people/{Ffion Delacourt}"),  # has still to begin
    *(
        (who, f"/people/{{Priya Wainscott}}/{part}")
        for who in ("senco", "hr")
        for part in ("contact", "teacher", "service/add", "qualifications/add")
    ),
    ("hr", "/people/{Robert Inchbald}/rulings/add"),
    ("hr", "/people/dfe-check/"),
    ("hr_and_senco", "/people/dfe-check/"),
    # Once a year, in the calendar, and what all of it is reckoned with.
    *((who, "/confirmations/") for who in ("director", "hr", "hr_and_senco")),
    ("senco", "/survey/"),
    ("director", "/survey/totals"),
    ("hr", "/survey/totals"),
    *((who, "/account/calendar") for who in ("director", "hr", "head", "senco")),
    *((who, "/settings/qualification") for who in ("hr", "admin")),
    *((who, "/") for who in ("hr", "hr_and_senco", "chief_executive", "trustee", "deputy")),
    # Changes of hours: whose turn it is, and what was decided; in braces an academy and a state.
    *(
        (who, f"/changes/{tab}")
        for who in (
            "director",
            "chief_executive",
            "trustee",
            "hr",
            "head",
            "senco",
            "deputy",
            "hr_and_senco",
        )
        for tab in ("", "?tab=open", "?tab=decided")
    ),
    ("director", "/changes/?tab=decided&page=2"),
    ("director", "/changes/?q=nowhere+to+be+found"),
    ("director", "/changes/{Curlew endorsed}"),  # a reduction to be confirmed after
    ("director", "/changes/{Thornwick endorsed}"),  # two that are decided together
    ("director", "/changes/{Tidewell endorsed}"),  # its first day passed
    ("director", "/changes/{Saltmarsh Bay endorsed}"),  # unsupported
    ("director", "/changes/{Winterbeck approved}"),
    ("director", "/changes/{Hollowbank lapsed}"),
    ("chief_executive", "/changes/{Chalkdown awaiting_trust}"),
    ("trustee", "/changes/{Chalkdown awaiting_trust}"),  # without what it costs
    ("trustee", "/changes/{Sedgemere endorsed}"),
    ("hr", "/changes/{Oxlip endorsed}"),  # to be marked
    ("hr_and_senco", "/changes/{Oxlip endorsed}"),  # asked for her view
    ("head", "/changes/{Otterstone proposed}"),
    ("head", "/changes/{Otterstone rejected}"),
    ("senco", "/changes/{Harrowmere Junior returned}"),
    ("senco", "/changes/{Harrowmere Junior returned}/resubmit"),
    ("deputy", "/changes/{Marlstone approved}"),
    ("senco", "/changes/propose/{Harrowmere Infant}"),  # a draft
    ("senco", "/changes/propose/{Harrowmere Junior}"),  # another is on its way
    ("head", "/changes/propose/{Curlew}"),
    ("director", "/changes/propose/{Gosling}"),
    ("director", "/changes/propose/{Fernhollow School}"),  # nobody holds the post
    *((who, f"{OTTERSTONE}/changes") for who in ("director", "trustee", "hr", "head", "governor")),
    ("senco", "/academies/900011/changes"),
    ("director", "/academies/900012/changes"),  # nothing is decided yet
    ("director", "/academies/900023/changes"),  # without a formula
    # Time as lived: sample weeks, totals, and what is owed for cover.
    *((who, "/time/") for who in ("director", "trustee", "hr", "head", "senco", "hr_and_senco")),
    ("hr", "/time/?balance=owed&sort=-owed"),
    ("hr", "/time/?q=nowhere+to+be+found"),
    ("senco", "/time/diary/{Harrowmere Infant}/2026-11-16"),  # to be filled in
    ("senco", "/time/diary/{Harrowmere Junior}/2026-11-16"),  # a draft
    ("senco", "/time/diary/{Harrowmere Junior}/2026-11-16/result"),
    *((who, "/time/totals") for who in ("director", "hr", "senco")),
    *((who, "/time/shared/") for who in ("director", "head")),
    ("director", "/time/shared/{Ngozi Fairweather}"),  # above 48 hours
    ("head", "/time/shared/{Hannah Tollivant}"),
    ("head", "/time/cover/{Otterstone}"),  # an entry struck out
    ("senco", "/time/cover/{Harrowmere Junior}"),
    ("hr", "/time/cover/{Curlew}"),  # all given back, to read
    ("head", "/time/cover/{Curlew}"),
    *((who, "/deputies/") for who in ("director", "chief_executive")),
    ("director", "/deputies/add"),
    *((who, "/settings/changes") for who in ("director", "chief_executive", "trustee")),
    ("director", "/settings/changes/propose"),
    # Conditions of SENCO posts; in braces an academy, for the number of its post.
    *((who, "/charter/") for who in ("director", "trustee", "hr", "head", "senco", "governor")),
    ("director", "/charter/?show=duties"),
    ("director", "/charter/?kind=law&state=not_met"),
    ("director", "/charter/?q=nowhere+to+be+found"),
    ("director", "/charter/changed"),
    ("director", "/charter/trust-wide"),
    ("governor", "/charter/changed"),
    ("director", "/charter/condition/C04"),
    ("governor", "/charter/condition/C04"),
    ("trustee", "/charter/condition/C07"),
    *((who, "/charter/900001") for who in ("director", "trustee", "head", "governor")),
    ("senco", "/charter/900011"),
    ("director", "/charter/900013"),  # vacant
    ("director", "/charter/900015"),  # two SENCOs
    ("director", "/charter/900023"),  # the duty does not apply
    ("director", "/charter/900025"),  # left the trust
    ("director", "/charter/900011?as_at=2026-07-01"),
    ("head", "/charter/900001/{Otterstone}/answers"),
    ("senco", "/charter/900011/{Harrowmere Junior}/C16/answer"),
    ("head", "/charter/900001/{Otterstone}/C04"),
    # Excluded duties and job descriptions.
    *((who, "/charter/900001/duties") for who in ("director", "trustee", "head", "governor")),
    ("senco", "/charter/900011/duties"),
    ("director", "/charter/900015/duties"),  # two SENCOs, of one of whom nothing is told
    ("director", "/charter/900021/duties"),  # nobody holds the post
    ("director", "/charter/900025/duties"),  # left the trust
    ("head", "/charter/900001/duties/{Otterstone}"),
    ("senco", "/charter/900011/duties/{Harrowmere Junior}?found=X04&found=X05"),
    ("head", "/charter/900001/job-description/{Otterstone}"),
    ("trustee", "/charter/900001/job-description/{Otterstone}"),
    ("senco", "/charter/900010/job-description/{Harrowmere Infant}"),  # none is kept
    ("head", "/charter/900002/job-description/{Curlew}"),  # two are
    ("head", "/charter/job-description"),
    # Pay, for whoever sees any; in braces whose, for the numbers of the record and of the post.
    *(
        (who, f"/pay/{page}")
        for who in ("director", "chief_executive", "hr", "head", "senco", "hr_and_senco")
        for page in ("", "tables", "tables/roll-forward")
    ),
    *((who, "/pay/") for who in ("trustee", "governor", "admin", "deputy")),
    ("hr", "/pay/?severity=any&sort=-full_time"),
    ("hr", "/pay/?q=nowhere+to+be+found"),
    ("director", "/pay/tables?year=2021/22&area=Inner+London"),
    ("hr", "/pay/tables?year=2022/23"),  # the oldest with rows of the trust's own
    ("director", "/pay/tables/roll-forward?year=2025/26"),
    ("hr", "/pay/tables/upload"),
    ("hr", "/pay/tables/ranges/2026-27/sen"),
    ("hr", "/pay/tables/ranges/2026-27/tlr1"),
    *((who, "/people/{Kwame Hollins}") for who in ("chief_executive", "hr", "trustee")),
    ("hr", "/people/{Helen Vasquez-Tarn}"),  # on leadership pay, with an allowance
    ("hr", "/people/{Hannah Tollivant}/pay/{Otterstone}/add"),  # no pay is recorded
    ("hr", "/people/{Priya Wainscott}/pay/{Harrowmere Junior}/add"),
    *(
        (who, "/people/{Priya Wainscott}/pay/{Harrowmere Junior}/leadership?to=Leadership:L6")
        for who in ("director", "hr", "senco")
    ),
    ("hr", "/people/{Helen Vasquez-Tarn}/pay/{Thornwick}/leadership"),
    ("head", "/people/{Seun Brightwater}/pay/{Curlew}/leadership?to=Leadership:L12"),
    # The pathway, of everybody or of oneself.
    *(
        (who, f"/pathway/{page}")
        for who in ("director", "chief_executive", "trustee", "hr", "head")
        for page in ("", "people", "succession", "leaving")
    ),
    *((who, "/pathway/") for who in ("senco", "hr_and_senco", "governor", "admin", "deputy")),
    *((who, "/pathway/mentees") for who in ("senco", "deputy", "director")),
    ("director", "/pathway/?track=trust&phase=secondary"),
    ("director", "/pathway/?q=nowhere+to+be+found"),
    ("director", "/pathway/people?plan=to_agree"),
    ("director", "/pathway/people?q=nowhere+to+be+found"),
    ("director", "/pathway/succession?show=thin"),
    ("director", "/pathway/leaving?q=nowhere+to+be+found"),
    *((who, "/people/{Hannah Tollivant}") for who in ("director", "hr")),
    *(
        (who, f"/people/{{Hannah Tollivant}}/pathway/{form}")
        for who, forms in (
            ("head", ("stage/school", "agree", "mentor", "beyond")),
            ("director", ("stage/qualification", "agree", "mentor", "beyond")),
            ("hr", ("stage/trust", "mentor", "beyond")),
        )
        for form in forms
    ),
    ("senco", "/people/{Priya Wainscott}/pathway/aspiration"),  # agreed already
    ("hr_and_senco", "/people/{Bethan Okonjo}/pathway/aspiration"),
    ("senco", "/people/{Priya Wainscott}/pathway/mentor"),
    *((who, "/settings/pathway") for who in ("director", "hr", "admin")),
    *(
        (who, f"/settings/pathway/{track}")
        for who in ("director", "admin")
        for track in ("school", "trust", "qualification")
    ),
]


REFUSED: dict[tuple[str | None, str], int] = {
    ("director", NOT_THERE): 404,
    ("governor", f"{OTTERSTONE}/evidence"): 403,
    ("governor", f"{OTTERSTONE}/changes"): 403,
    ("trustee", "/charter/condition/C07"): 403,
    **{(who, "/pay/"): 403 for who in ("trustee", "governor", "admin", "deputy")},
    **{(who, "/pathway/"): 403 for who in ("governor", "admin", "deputy")},
}


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_has_no_fault_and_fits_the_screen(
    gallery: Visits, who: str | None, path: str
) -> None:
    page = gallery.usual_window(who)
    answer = page.goto(with_numbers(gallery, path))
    assert answer
    assert answer.status == REFUSED.get((who, path), 200)
    check(page)


def with_numbers(gallery: Visits, path: str) -> str:
    """The path with numbers in the place of a person's name, or an academy's and a state."""
    path = re.sub(
        r"/people/{(.+?)}/pay/{(.+?)}", lambda found: gallery.pay(found[1], found[2]), path
    )
    path = re.sub(r"/people/{(.+?)}", lambda found: gallery.record(found[1]), path)
    path = re.sub(r"/changes/propose/{(.+?)}", lambda found: gallery.proposal(found[1]), path)
    charter = r"(/charter/\d+/(?:duties/|job-description/)?){(.+?)}"
    path = re.sub(charter, lambda found: found[1] + gallery.post(found[2]), path)
    path = re.sub(r"/time/shared/{(.+?)}", lambda found: gallery.week(found[1]), path)
    path = re.sub(r"(/time/\w+/){(.+?)}", lambda found: found[1] + gallery.post(found[2]), path)
    return re.sub(r"/changes/{(.+) (\w+)}", lambda found: gallery.change(found[1], found[2]), path)


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


def test_conditions_with_errors(gallery: Visits) -> None:
    page = gallery.usual_window("head")
    page.goto(with_numbers(gallery, "/charter/900001/{Otterstone}/answers"))
    page.get_by_label("Year", exact=True).fill("1999")
    page.locator("details#answered summary").click()
    check(page)
    page.get_by_label("Evidence for C16").fill("x" * 501)
    page.get_by_role("button", name="Save the answers").click()
    expect(page).to_have_title(re.compile("^Error: "))
    check(page)


def test_checks_of_job_descriptions_as_found_and_with_errors(gallery: Visits) -> None:
    page = gallery.usual_window("head")
    page.goto(with_numbers(gallery, "/charter/900001/job-description/{Otterstone}"))
    page.get_by_role("button", name="Keep this check").click()
    expect(page).to_have_title(re.compile("^Error: "))
    check(page)
    for academy in ("900001/job-description/{Otterstone}", "900002/job-description/{Curlew}"):
        page.set_viewport_size(LAPTOP)
        page.goto(with_numbers(gallery, f"/charter/{academy}"))
        page.get_by_role("table").get_by_role("link").first.click()
        expect(page.get_by_role("heading", name="What the check finds")).to_be_visible()
        check(page)


def test_duties_with_errors(gallery: Visits) -> None:
    page = gallery.usual_window("head")
    page.goto(with_numbers(gallery, "/charter/900001/duties/{Otterstone}"))
    page.get_by_label("Own time for X01").fill("7:30")
    page.get_by_label("Own time for X05").fill("-1")
    page.get_by_label("X03 counted in").select_option("periods")
    page.get_by_role("button", name="Save the duties").click()
    expect(page).to_have_title(re.compile("^Error: "))
    check(page)


def test_stages_with_errors(gallery: Visits) -> None:
    page = gallery.usual_window("director")
    page.goto("/settings/pathway/school")
    page.get_by_label("Stage 2", exact=True).fill("")
    page.get_by_role("button", name="Save the stages").click()
    expect(page).to_have_title(re.compile("^Error: "))
    check(page)


def test_a_pay_table_looked_at_before_it_is_saved(gallery: Visits) -> None:
    page = gallery.usual_window("hr")
    page.goto("/pay/tables/upload")
    rows = (
        "2027/28,Rest of England,Main,M1,about 35,own\n2027/28,Rest of England,Main,M6,49000,own\n"
    )
    table = f"academic_year,area,scale,point,annual_salary_gbp,basis\n{rows}".encode()
    sent = FilePayload(name="spine.csv", mimeType="text/csv", buffer=table)
    page.get_by_label("The file", exact=True).set_input_files(sent)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="What 2027/28 then does to each post")).to_be_visible()
    check(page)


@pytest.mark.parametrize(
    ("who", "path", "button"),
    [
        ("senco", "/people/{Priya Wainscott}/qualifications/add", "Send to HR"),
        ("senco", "/people/{Priya Wainscott}/service/add", "Send to HR"),
        ("hr", "/people/{Robert Inchbald}/rulings/add", "Save"),
        ("hr", "/people/{Aoife Lindell}", "Refuse"),
        ("senco", "/survey/", "Send the answers"),
        ("hr", "/people/{Hannah Tollivant}/pay/{Otterstone}/add", "Save"),
        ("hr", "/pay/tables/upload", "Look at it"),
        ("head", "/people/{Hannah Tollivant}/pathway/stage/trust", "Save"),
        ("head", "/people/{Hannah Tollivant}/pathway/agree", "Agree it"),
    ],
)
def test_forms_of_a_record_with_errors(gallery: Visits, who: str, path: str, button: str) -> None:
    page = gallery.usual_window(who)
    page.goto(with_numbers(gallery, path))
    page.get_by_role("button", name=button).click()
    expect(page).to_have_title(re.compile("^Error: "))
    check(page)


def test_changes_with_errors(gallery: Visits) -> None:
    director, senco = gallery.usual_window("director"), gallery.usual_window("senco")
    asking = gallery.window("director")
    director.goto(gallery.change("Curlew", "endorsed"))
    director.locator("summary", has_text="Reject").click()
    director.get_by_role("button", name="Reject").click()
    asking.goto(gallery.proposal("Gosling"))
    asking.get_by_label("How many", exact=True).fill("-1")
    asking.get_by_role("button", name="Propose", exact=True).click()
    senco.goto(f"{gallery.change('Harrowmere Junior', 'returned')}/resubmit")
    senco.get_by_label("How many", exact=True).fill("a lot")
    senco.get_by_role("button", name="Send it again").click()
    for page in (director, asking, senco):
        expect(page).to_have_title(re.compile("^Error: "))
        check(page)


def test_settings_and_the_check_with_the_dfe_with_errors(gallery: Visits) -> None:
    admin, hr = gallery.usual_window("admin"), gallery.usual_window("hr")
    admin.goto("/settings/qualification")
    admin.get_by_label("Months from an NPQ").fill("many")
    admin.get_by_role("button", name="Save the settings").click()
    hr.goto("/people/dfe-check/")
    hr.get_by_label("Day on which Aoife Lindell passed NPQSENCO").fill("soon")
    hr.get_by_role("button", name="Record as checked today").click()
    for page in (admin, hr):
        expect(page).to_have_title(re.compile("^Error: "))
        check(page)


def test_a_record_edited_in_place(gallery: Visits) -> None:
    page = gallery.usual_window("senco")
    page.goto(gallery.record("Priya Wainscott"))
    page.get_by_role("link", name="Change or add a certificate of NPQSENCO").click()
    expect(page.get_by_role("button", name="Send to HR")).to_be_visible()
    page.get_by_role("link", name="Add service as SENCO").click()
    expect(page.get_by_role("button", name="Send to HR")).to_have_count(2)
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
    expect(page.locator("h1")).to_have_count(1)
    # What has just changed fades in: colours are judged when it is there.
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(AXE_SCRIPT)
    for screen in (LAPTOP, PHONE, ZOOMED):
        page.set_viewport_size(screen)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= screen["width"], f"scrolls sideways at {screen['width']} pixels"
        if screen is not ZOOMED:
            found = AxeResults(page.evaluate("options => axe.run(options)", OPTIONS))
            told = f"at {screen['width']} pixels: {found.generate_report()}"
            assert not found.violations_count, told
