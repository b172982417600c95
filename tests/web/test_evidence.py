"""Adding and correcting an academy's evidence on its page."""

import re
from datetime import date
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import factories as make
from tests.client import Client, Who
from trust_inclusion.db import db
from trust_inclusion.domain.access import Role
from trust_inclusion.domain.evidence import Origin
from trust_inclusion.models.academies import Academy, Evidence
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.services import settings

URN = 100_001
PATH = f"/academies/{URN}"
DAY = {"census_date": ["15", "1", "2026"]}
FIGURES = {
    "roll": "420",
    "sen_support": "60",
    "sen_support_with_specialist": "20",
    "ehcp": "12",
    "notional_sen_budget": "£120,000",
    "budget_year": "2025-26",
    "turnover": "10%",
    "turnover_source": "Joiners and leavers",
    "source": "January return",
}
FORM: dict[str, str | list[str]] = {**DAY, **FIGURES}


@pytest.fixture
def somebody(app: Flask) -> Who:
    """A director of one academy without evidence."""
    with app.app_context():
        with make.saved():
            settings.name_trust("Larch Trust")
            academy = make.academy("Ash", urn=URN)
            make.senco(academy, hours=8)
            make.senco(make.academy("Birch"), hours=8)
            account = make.account(Role.DIRECTOR)
        found = Who(account.id, account.email)
        db.session.remove()
    return found


@pytest.fixture
def director(app: Flask, somebody: Who) -> Client:
    """The director's browser."""
    return Client(app).sign_in(somebody)


def given(app: Flask, **more: object) -> None:
    """Evidence from another source than the page."""
    with app.app_context():
        with make.saved():
            academy = db.session.scalars(select(Academy).where(Academy.urn == URN)).one()
            make.evidence_for(academy, **more)  # type: ignore[arg-type]
        db.session.remove()


def stored(app: Flask) -> list[Evidence]:
    """Every row of evidence."""
    with app.app_context():
        rows = list(db.session.scalars(select(Evidence).order_by(Evidence.id)))
        db.session.expunge_all()
    return rows


def events(app: Flask) -> int:
    """How many lines of the log are about evidence."""
    with app.app_context():
        asked = select(func.count()).where(AuditEvent.action == "evidence_entered")
        return db.session.scalar(asked) or 0


def answer(director: Client) -> str:
    """The first sentence of the academy's page."""
    found = re.search(r'<p class="app-answer">([^<]+)</p>', director.get(PATH))
    assert found
    return unescape(found[1])


def version(html: str) -> dict[str, str]:
    """The version that a form carries."""
    found = re.search(r'name="version"[^>]* value="(\d+)"', html)
    assert found
    return {"version": found[1]}


def value(html: str, name: str) -> str:
    """What a box of the form holds."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', html)
    assert found, name
    held = re.search(r' value="([^"]*)"', found[0])
    return unescape(held[1]) if held else ""


def test_figures_entered_are_worked_with_at_once(director: Client) -> None:
    assert "cannot be worked out yet" in answer(director)
    assert director.post(f"{PATH}/evidence/add", FORM).location == PATH
    html = director.get(PATH)
    assert "The figures are saved." in html
    assert "320 ÷ 40" in html
    assert "The formula asks for 8.0, so that is met." in answer(director)
    assert "Pupils counted on 15 January 2026: January return." in html
    assert "Budget for 2025-26: January return." in html
    assert "Turnover as at 15 January 2026: Joiners and leavers." in html
    assert "Meets" in director.get("/academies/?gap=meets")


def test_the_strongest_source_counts_figure_by_figure(director: Client, app: Flask) -> None:
    given(app, origin=Origin.CENSUS, roll=400, sen_support=40, sen_support_with_specialist=None,
          ehcp=10, budget_pounds=None, turnover_tenths=None, source="DfE")  # fmt: skip
    given(app, origin=Origin.EVIDENCE_FILE, roll=None, sen_support=50, ehcp=None,
          sen_support_with_specialist=10, budget_pounds=80_000, source="Return")  # fmt: skip
    entered = {"sen_support": "60", "source": "Recount"}
    edit = f"{PATH}/evidence/2026-01-15"
    html = director.get(edit)
    assert "Published census: 40; Trust’s file: 50. Leave empty to use it." in html
    director.post(edit, {**entered, **version(html)})
    # 80 for the budget, 50 + 10 x 5 + 10 x 5 for the pupils: the correction, the file, the census.
    assert "230 ÷ 40" in director.get(PATH)
    page = director.get(f"{PATH}/evidence")
    bold = re.findall(r'<b class="app-counts">(\d+)</b>', page)
    assert bold == ["60", "10", "400", "10"]
    for shown in ("Published census", "Trust’s file", "Entered here", "40", "50", "£80,000"):
        assert shown in page


def test_a_correction_stays_when_the_file_comes_again(director: Client, app: Flask) -> None:
    given(app)
    html = director.get(f"{PATH}/evidence/2026-01-15")
    director.post(f"{PATH}/evidence/2026-01-15", {"ehcp": "22", "source": "x", **version(html)})
    assert "370 ÷ 40" in director.get(PATH)
    given(app, census_date=date(2025, 1, 16), ehcp=100)
    assert "370 ÷ 40" in director.get(PATH)
    assert [row.ehcp for row in stored(app)] == [12, 22, 100]


def test_the_second_of_two_people_sees_what_the_first_saved_and_keeps_theirs(
    director: Client, app: Flask, somebody: Who
) -> None:
    director.post(f"{PATH}/evidence/add", FORM)
    edit = f"{PATH}/evidence/2026-01-15"
    other = Client(app).sign_in(somebody)
    mine, theirs = director.get(edit), other.get(edit)
    other.post(edit, {**FIGURES, "roll": "431", "turnover": "", "turnover_source": "",
                      **version(theirs)})  # fmt: skip
    typed = {**FIGURES, "ehcp": "13", "source": "My recount", **version(mine)}
    html = director.post(edit, typed, 422).text
    assert "Somebody else saved figures for this date while you were typing." in html
    assert (value(html, "ehcp"), value(html, "source")) == ("13", "My recount")
    told = re.findall(r"They saved: [^.<]+\.", html)
    assert told == ["They saved: 431.", "They saved: 12.", "They saved: nothing.",
                    "They saved: nothing.", "They saved: January return."]  # fmt: skip
    assert [(row.roll, row.ehcp) for row in stored(app)] == [(431, 12)]
    director.post(edit, {**typed, "roll": "431", **version(html)})
    assert [(row.roll, row.ehcp, row.source) for row in stored(app)] == [(431, 13, "My recount")]
    assert events(app) == 3


def test_adding_for_a_date_that_was_entered_already_overwrites_nothing(
    director: Client, app: Flask
) -> None:
    director.post(f"{PATH}/evidence/add", FORM)
    html = director.post(f"{PATH}/evidence/add", {**FORM, "roll": "500"}, 422).text
    assert "Figures for this date were entered already." in html
    assert value(html, "roll") == "500"
    assert [row.roll for row in stored(app)] == [420]
    # A form sent twice by a double click is the same thing.
    assert events(app) == 1


@pytest.mark.parametrize("seen", ["", "0", "-1", "1.0", "²", "x", "9" * 5000])
def test_a_version_that_is_none_overwrites_nothing(director: Client, app: Flask, seen: str) -> None:
    director.post(f"{PATH}/evidence/add", FORM)
    typed = {**FIGURES, "roll": "500", "version": seen}
    director.post(f"{PATH}/evidence/2026-01-15", typed, 422)
    assert [row.roll for row in stored(app)] == [420]


def test_the_log_tells_figures_and_that_words_changed(director: Client, app: Flask) -> None:
    director.post(f"{PATH}/evidence/add", FORM)
    edit = f"{PATH}/evidence/2026-01-15"
    for changed in ({"ehcp": "13"}, {"source": "Mrs Smith told me"}, {}):
        typed = {**FIGURES, **changed, **version(director.get(edit))}
        director.post(edit, typed)
    with app.app_context():
        rows = db.session.scalars(
            select(AuditEvent)
            .where(AuditEvent.action == "evidence_entered")
            .order_by(AuditEvent.id)
        ).all()
        assert [(row.before, row.after) for row in rows[1:]] == [
            ({"ehcp": 12}, {"ehcp": 13}),
            ({"ehcp": 13}, {"ehcp": 12, "reworded": ["source"]}),
            ({}, {"reworded": ["source"]}),
        ]
