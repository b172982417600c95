"""Evidence that cannot be: what is said, where the reader is led, and that nothing is saved."""

import re
from collections.abc import Mapping
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories as make
from tests.client import Client
from trust_inclusion.db import db
from trust_inclusion.domain.access import Role
from trust_inclusion.domain.evidence import Origin
from trust_inclusion.models.academies import Evidence
from trust_inclusion.models.log import AuditEvent

PATH = "/academies/100001/evidence"
GOOD: dict[str, str | list[str]] = {
    "census_date": ["15", "1", "2026"],
    "roll": "420",
    "sen_support": "60",
    "sen_support_with_specialist": "20",
    "ehcp": "12",
    "notional_sen_budget": "120,000.50",
    "budget_year": "2025-26",
    "turnover": "10.5",
    "turnover_source": "Joiners and leavers",
    "source": "January return",
}
WHOLE = "Enter a whole number, such as 48."
UP_TO = "Enter a number up to 20,000."
POUNDS = "is not an amount in pounds such as 67755 or £67,755.50."
PERCENT = "is not a percentage such as 34 or 20.1."
NEEDS = "Census date needs a day, a month and a year."
NUMBERS = "Enter a date in numbers, such as 27 3 2026."

COUNTS = {
    "-1": WHOLE, "1e9": WHOLE, "7,5": WHOLE, "NaN": WHOLE, "7.5": WHOLE, "48.0": WHOLE,
    "<b>4</b>": WHOLE, "４８": WHOLE, "٤": WHOLE, "²": WHOLE, "1,2,3": WHOLE, "0x10": WHOLE,
    "4 8": WHOLE, "+4": WHOLE, "20001": UP_TO, "999999999": UP_TO, "9" * 100_000: WHOLE,
    "four": WHOLE, "--": WHOLE, "1_000": WHOLE, "£5": WHOLE,
}  # fmt: skip
AMOUNTS = {
    "-1": POUNDS, "1e9": POUNDS, "67,75": POUNDS, "67.755": POUNDS, "NaN": POUNDS, "inf": POUNDS,
    "<b>4</b>": POUNDS, "６７": POUNDS, "1,2,3": POUNDS, "67k": POUNDS, "$5": POUNDS,
    "50,000,001": "Enter an amount up to £50,000,000.", "9" * 100_000: POUNDS,
}  # fmt: skip
SHARES = {
    "-1": PERCENT, "7,5": PERCENT, "NaN": PERCENT, "<b>4</b>": PERCENT, "３４": PERCENT,
    "20.04": "has more than one decimal.", "200.1": "Enter a percentage up to 200.",
    "1e1": PERCENT, "34%%": PERCENT, "9" * 100_000: PERCENT,
}  # fmt: skip
DATES: list[tuple[list[str], str]] = [
    ([], "Enter the census date"),
    ([""], "Enter the census date"),
    (["", "", ""], "Enter the census date"),
    (["15"], NEEDS),
    (["15", "1"], NEEDS),
    (["15", "", "2026"], NEEDS),
    (["15", "1", "2026", "", ""], NEEDS),
    (["15", "1", "2026", "4", "5"], NEEDS),
    (["31", "2", "2026"], "“2026-02-31” is not a day in the calendar."),
    (["29", "2", "2025"], "“2025-02-29” is not a day in the calendar."),
    (["0", "1", "2026"], "is not a day in the calendar."),
    (["15", "13", "2026"], "is not a day in the calendar."),
    (["15", "1", "26"], NUMBERS),
    (["15", "Jan", "2026"], NUMBERS),
    (["-1", "1", "2026"], NUMBERS),
    (["１５", "1", "2026"], NUMBERS),
    (["015", "1", "2026"], "is not a date like"),
    (["22", "11", "2026"], "The census date must be today or in the past."),
    (["31", "12", "1999"], "The census date must be in 2000 or later."),
    (["1", "1", "0001"], "The census date must be in 2000 or later."),
    (["<b>", "1", "2026"], NUMBERS),
    (["9" * 9_000, "1", "2026"], "is not a date like"),
]

NOTHING = dict.fromkeys(
    ("roll", "sen_support", "sen_support_with_specialist", "ehcp", "notional_sen_budget",
     "turnover"), "",
)  # fmt: skip


@pytest.fixture
def director(app: Flask) -> Client:
    """A director of one academy, which has another source's count of SEN support."""
    with app.app_context():
        with make.saved():
            academy = make.academy("Ash", urn=100_001)
            make.evidence_for(
                academy, origin=Origin.CENSUS, roll=None, sen_support=30, ehcp=None,
                sen_support_with_specialist=None, budget_pounds=None, turnover_tenths=None,
            )  # fmt: skip
            account = make.account(Role.DIRECTOR)
        client = Client(app).sign_in(account)
        db.session.remove()
    return client


def refused(director: Client, change: Mapping[str, str | list[str]]) -> list[tuple[str, str]]:
    """What the summary says of a form with a change, as (box, sentence); nothing was saved."""
    form = {**GOOD, **change}
    html = director.post(f"{PATH}/add", form, 422).text
    for name, typed in change.items():
        if isinstance(typed, str) and len(typed) < 100 and typed and typed.isprintable():
            box = re.search(rf'<input[^>]*id="{name}"[^>]*>', html)
            assert box
            assert unescape(box[0].partition(' value="')[2].partition('"')[0]) == typed.strip()
    with director.app.app_context():
        rows = db.session.scalar(select(func.count()).select_from(Evidence))
        lines = select(func.count()).where(AuditEvent.action == "evidence_entered")
        assert (rows, db.session.scalar(lines)) == (1, 0)
    summary = html.partition("govuk-error-summary__list")[2].partition("</ul>")[0]
    found = re.findall(r'<a href="#([^"]+)">([^<]+)</a>', summary)
    for box, sentence in found:
        beside = re.search(rf'id="(?:{box}|{box}-group)-error"[^>]*>(.*?)</p>', html, re.DOTALL)
        assert beside, box
        assert sentence in beside[1]
    return [(box, unescape(sentence)) for box, sentence in found]


@pytest.mark.parametrize(
    ("names", "values"),
    [
        (("roll", "sen_support", "ehcp"), COUNTS),
        (("notional_sen_budget",), AMOUNTS),
        (("turnover",), SHARES),
    ],
)
def test_absurd_figures(director: Client, names: tuple[str, ...], values: dict[str, str]) -> None:
    for number, (typed, said) in enumerate(values.items()):
        name = names[number % len(names)]
        ((box, sentence),) = refused(director, {name: typed})
        assert box == name, typed[:20]
        assert said in sentence, typed[:20]
        assert len(sentence) < 150


def test_absurd_dates(director: Client) -> None:
    for parts, said in DATES:
        ((box, sentence),) = refused(director, {"census_date": parts})
        assert (box, said in sentence) == ("census_date", True), (parts, sentence)


def test_a_date_keeps_the_boxes_as_typed(director: Client) -> None:
    for parts in (["31", "2", "2026"], ["x", "y", "z"], ["15", "1"], ["1", "2", "3", "4", "5"]):
        html = director.post(f"{PATH}/add", {**GOOD, "census_date": parts}, 422).text
        held = [
            re.search(r'value="([^"]*)"', box)
            for box in re.findall(r'<input[^>]*name="census_date"[^>]*>', html)
        ]
        assert [found[1] if found else "" for found in held] == [*parts, "", ""][:3]


@pytest.mark.parametrize(
    ("change", "box", "said"),
    [
        ({"source": ""}, "source", "Say where these figures come from"),
        ({"source": " \x00 "}, "source", "Say where these figures come from"),
        ({"source": "x" * 201}, "source", "must be 200 characters or fewer; it is 201."),
        ({"source": "x" * 100_000}, "source", "it is 100,000."),
        ({"budget_year": ""}, "budget_year", "Say which year the budget is for."),
        ({"budget_year": "x" * 21}, "budget_year", "must be 20 characters or fewer"),
        ({"turnover_source": ""}, "turnover_source", "Say how turnover was worked out."),
        ({"sen_support_with_specialist": "61"}, "sen_support_with_specialist",
         "61 pupils with outside specialists is more than the 60 at SEN support"),
        ({"sen_support": "", "sen_support_with_specialist": "31"}, "sen_support_with_specialist",
         "31 pupils with outside specialists is more than the 30 at SEN support"),
        ({"roll": "71"}, "roll", "71 on roll is fewer than the 72 with SEN support or an EHC"),
        (NOTHING, "sen_support", "Enter at least one figure."),
    ],
)  # fmt: skip
def test_what_does_not_go_together(
    director: Client, change: dict[str, str], box: str, said: str
) -> None:
    ((found, sentence),) = refused(director, change)
    assert found == box
    assert said in sentence


def test_everything_wrong_is_told_at_once_in_the_order_of_the_page(director: Client) -> None:
    wrong = {"census_date": ["31", "2", "2026"], "roll": "x", "sen_support": "-1",
             "ehcp": "1e9", "notional_sen_budget": "x", "turnover": "x", "source": ""}  # fmt: skip
    assert [box for box, _ in refused(director, wrong)] == list(wrong)


def test_markup_in_words_is_shown_as_text(director: Client) -> None:
    director.post(f"{PATH}/add", {**GOOD, "source": "<script>alert(1)</script>",
                                  "turnover_source": "{{ 7*7 }}"})  # fmt: skip
    for path in ("/academies/100001", PATH, f"{PATH}/2026-01-15"):
        html = director.get(path)
        assert "&lt;script&gt;alert(1)" in html
        assert "<script>alert" not in html
        assert "{{ 7*7 }}" in html


def test_the_largest_figures_are_taken(director: Client) -> None:
    most = {
        "roll": "20,000",
        "sen_support": "10000",
        "sen_support_with_specialist": "10000",
        "ehcp": "10,000",
        "notional_sen_budget": "£50,000,000.00",
        "turnover": "200.0%",
    }
    director.post(f"{PATH}/add", {**GOOD, **most})
    html = director.get("/academies/100001")
    assert "This is more than one full-time week of 32.5 hours." in html
    assert "150,000 ÷ 40 = 3750.000" in html


@pytest.mark.parametrize(
    ("day", "status"),
    [("2026-01-15", 200), ("15-01-2026", 200), ("2026-11-22", 404), ("1999-12-31", 404),
     ("2026-02-30", 404), ("2026-1-5", 404), ("0001-01-01", 404), ("x" * 500, 404)],
)  # fmt: skip
def test_only_days_that_can_have_figures_can_be_corrected(
    director: Client, day: str, status: int
) -> None:
    director.get(f"{PATH}/{day}", status)


def test_the_date_of_a_correction_is_that_of_its_address(director: Client) -> None:
    for parts in (["16", "1", "2025"], ["31", "2", "2026"], ["1", "2", "3", "4", "5"]):
        change = {"census_date": parts, "roll": "x"}
        html = director.post(f"{PATH}/2026-01-15", {**GOOD, **change}, 422).text
        assert re.findall(r'<li><a href="#([a-z_]+)">', html) == ["roll"]
    director.post(
        f"{PATH}/2026-01-15", {**GOOD, "census_date": ["16", "1", "2025"], "version": "0"}
    )
    with director.app.app_context():
        days = set(db.session.scalars(select(Evidence.census_date)))
    assert [day.isoformat() for day in days] == ["2026-01-15"]
