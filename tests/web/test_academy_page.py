"""One academy's page: the first sentence, the working, and posts, in every state they can be in."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from tests import factories as make
from tests.client import Client
from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.domain.access import Role
from trust_inclusion.domain.policy import Benchmark, Policy, Rounding
from trust_inclusion.domain.posts import AllocationKind, Basis, PostKind
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.settings import FormulaPolicyRow
from trust_inclusion.services import settings

TODAY = make.TODAY
TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
Case = tuple[Callable[[Academy], object], str, list[str], list[str]]


def with_evidence(**more: object) -> Callable[[Academy], None]:
    """A SENCO with 8 hours, and evidence."""

    def build(academy: Academy) -> None:
        make.evidence_for(academy, **more)  # type: ignore[arg-type]
        make.senco(academy, "Ann")

    return build


def two_sencos(academy: Academy) -> None:
    make.evidence_for(academy)
    make.senco(academy, "Ann", hours=3)
    make.senco(academy, "Bob", hours=4.5, title="SENCO, early years")


def vacancy(academy: Academy) -> None:
    make.evidence_for(academy)
    held = make.senco(academy, "Ann", until=YESTERDAY)
    make.appointment(held.post, make.person("Bob"), since=TOMORROW)


def absence(academy: Academy) -> None:
    make.evidence_for(academy)
    held = make.senco(academy, "Ann", absent=(YESTERDAY, TOMORROW))
    make.appointment(held.post, make.person("Bob"), since=YESTERDAY, basis=Basis.COVER)


def temporary(academy: Academy) -> None:
    make.evidence_for(academy)
    held = make.senco(academy, "Ann", hours=5)
    make.allocation(held.post, 9, YESTERDAY, TOMORROW, kind=AllocationKind.TEMPORARY)
    make.allocation(held.post, 6, date(2027, 1, 4))
    make.allocation(held.post, 20, TODAY, kind=AllocationKind.ONE_OFF)


def assistant(academy: Academy) -> None:
    make.senco(academy, "Ann", designated=False)
    helper = make.post(academy, kind=PostKind.ASSISTANT, title="Deputy", hours=4, line_manages=3)
    make.appointment(helper, make.person("Hal"), is_head=True)


NEEDS = (
    "it needs the number of pupils at SEN support, the number of pupils with EHC plans and the "
    "notional SEN budget."
)
IN_FORCE = '<strong class="govuk-tag govuk-tag--green">In force'
NOT_YET = "The formula cannot be worked out yet."
CASES: dict[str, Case] = {
    "meets": (with_evidence(), "Ann has 8.0 hours a week. The formula asks for 8.0, so that is",
              ["Meets", "320 ÷ 40 = 8.000, complete hours only", "20 × 5", "40 × 1", "12 × 5",
               "Notional SEN budget £120,000", "not over the lowest band"],
              ["Add what is missing"]),
    "no evidence": (make.senco, NOT_YET, ["No evidence", NEEDS, "/evidence/add"], ["÷"]),
    "no budget": (with_evidence(budget_pounds=None), NOT_YET,
                  ["it needs the notional SEN budget.", "Known so far: 200 points for pupils.",
                   "/evidence/2026-01-15"], ["÷"]),
    "budget of nought": (with_evidence(budget_pounds=0), "asks for 5.0: 3.0 hours more.",
                         ["Notional SEN budget £0", "200 ÷ 40 = 5.000"], ["needs"]),
    "no turnover": (with_evidence(turnover_tenths=None), "so that is met.",
                    ["not known, so nothing is added"], []),
    "much turnover": (with_evidence(turnover_tenths=341), "asks for 10.0, so 2.0 hours are missing",
                      ["Pupil turnover 34.1%", "over 30%", "Short"], []),
    "a range": (with_evidence(sen_support_with_specialist=None), "at least 6.0: 2.0 hours more.",
                ["comes to 6.0–12.0 hours", "At least, with all SEN support at the lower weight",
                 "At most, with all SEN support at the higher weight", "240 ÷ 40 = 6.000",
                 "480 ÷ 40 = 12.000", "compared with the lower end"], []),
    "a predecessor": (with_evidence(source_urns="139974"), "so that is met.",
                      ["Trust return (from URN 139974)."], []),
    "a huge one": (with_evidence(roll=None, sen_support=2000, sen_support_with_specialist=0),
                   "hours are missing.", ["more than one full-time week of 32.5 hours."], []),
    "two SENCOs": (two_sencos, "Ann and Bob have 7.5 hours a week.",
                   ["SENCO, early years", "<b>Bob</b>"], []),
    "vacancy": (vacancy, "Nobody is in post as SENCO. The formula asks for 8.0, so 8.0 hours are",
                ["8.0 h a week set aside", "Starts 22 Nov 2026", "<b>Bob</b>", 'tag--red">Vacant',
                 "Ann</a>, 1 Sep 2023 to 20 Nov 2026"], ["<b>Ann</b>"]),
    "absence": (absence, "Ann and Bob have 8.0 hours a week.",
                ["Absent from 20 November 2026 to 22 November 2026", ">Cover<"], []),
    "temporary": (temporary, "Ann has 9.0 hours a week. The formula asks for 8.0: 1.0 hours more.",
                  [f"Temporary {IN_FORCE}", "22 Nov 2026", "From 4 Jan 2027", "One-off hours"],
                  [f"Permanent {IN_FORCE}", f"Opening {IN_FORCE}"]),
    "assistant": (assistant, "Nobody is in post as SENCO.",
                  ["Not designated", "Assistant or deputy SENCO, 4.0 h a week, line-manages 3",
                   "also head teacher"], []),
    "special": (make.senco, "The legal duty to name a SENCO does not reach this kind of school.",
                ["Not applicable"], []),
    "left": (with_evidence(), "Left the trust on 1 September 2026. Its history stays here.",
             ["<b>Ann</b>"], ["Benchmarks", "Gap to the formula"]),
    "to come": (with_evidence(), "Joins the trust on 1 January 2027.", ["<b>Ann</b>"],
                ["Benchmarks"]),
}  # fmt: skip
MADE = {"special": {"type_code": "44", "phase": "0"}, "left": {"left_on": date(2026, 9, 1)},
        "to come": {"joined_on": date(2027, 1, 1)}}  # fmt: skip


@pytest.fixture
def director(app: Flask) -> Client:
    """A director of one academy for each case."""
    with app.app_context():
        with make.saved():
            settings.name_trust("Larch Trust")
            for number, (name, (build, *_)) in enumerate(CASES.items()):
                made = MADE.get(name, {})
                build(make.academy(name, urn=100_001 + number, **made))  # type: ignore[arg-type]
            account = make.account(Role.DIRECTOR)
        client = Client(app).sign_in(account)
        db.session.remove()
    return client


def test_every_state_of_an_academy(director: Client) -> None:
    for number, (name, (_, sentence, shown, hidden)) in enumerate(CASES.items()):
        html = director.get(f"/academies/{100_001 + number}")
        answer = re.search(r'<p class="app-answer">([^<]+)</p>', html)
        assert answer
        assert sentence in unescape(answer[1]), name
        plain = unescape(html)
        assert [text for text in shown if text not in plain] == [], name
        assert [text for text in hidden if text in plain] == [], name


def test_the_figures_of_page_and_list_are_the_same(director: Client) -> None:
    listed = director.get("/academies/")
    for number, name in enumerate(CASES):
        row = listed.partition(f'/academies/{100_001 + number}">')[2].partition("</tr>")[0]
        if name in MADE and name != "special":
            assert row == ""
            continue
        page = director.get(f"/academies/{100_001 + number}")
        facts = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", page))
        assert f'allocated">{facts["Allocated"].removesuffix(" h")}<' in row
        asked = facts["Formula"].removesuffix(" h").removeprefix("–")
        assert f'formula">{asked}<' in row


@pytest.mark.parametrize(
    ("policy", "shown"),
    [
        (Policy("Ours", date(2026, 9, 1), rounding=Rounding.QUARTER_HOURS, points_per_hour=37),
         ["320 ÷ 37 = 8.649, to the nearest quarter of an hour", ">8.8<",
          "Ours, in force since 1 September 2026"]),
        (Policy("Prices", date(2026, 9, 1), deflator_tenths=200, deflator_reason="CPI"),
         ["£100,000 after a 20% rise in prices", "300 ÷ 40 = 7.500", ">7.0<"]),
        (Policy("Day", date(2026, 9, 1), benchmark=Benchmark.ONE_DAY),
         ["one working day a week", "+1.5 h"]),
        (Policy("Later", date(2026, 12, 1), points_per_hour=10),
         ["NUT SENCO Charter, Annex A", "320 ÷ 40 = 8.000"]),
    ],
)  # fmt: skip
def test_the_working_follows_the_trusts_policy(
    app: Flask, policy: Policy, shown: list[str]
) -> None:
    with app.app_context():
        with make.saved():
            with_evidence()(make.academy("Ash", urn=100_001))
            row = FormulaPolicyRow(policy=policy.to_json(), recorded_at=make.NOW)
            row.valid_from = policy.valid_from
            db.session.add(row)
            account = make.account(Role.DIRECTOR)
        client = Client(app).sign_in(account)
        db.session.remove()
    html = unescape(client.get("/academies/100001"))
    assert [text for text in shown if text not in html] == []


def test_a_name_leads_to_the_record_for_whom_it_opens(trust: Trust) -> None:
    """Every link opens, and every name without one is refused."""
    path = f"/academies/{trust.own}"
    olive, carl = (f"/people/{trust.people[name]}" for name in ("Olive Own", "Carl Colleague"))
    for name, opened in (
        ("director", (olive, carl)), ("trustee", (olive, carl)), ("hr", (olive, carl)),
        ("headteacher", (olive, carl)), ("senco", (olive,)), ("governor", ()),
        ("director of a hub", (olive, carl)),
    ):  # fmt: skip
        client = trust.client(name)
        page = client.get(path)
        for record in (olive, carl):
            assert (f'href="{record}"' in page) == (record in opened), name
            client.get(record, 200 if record in opened else 403)


def test_no_link_leads_to_a_record_that_a_place_no_longer_opens(trust: Trust) -> None:
    """The head of an academy does not open whoever left it; HR of the whole trust does."""
    with trust.app.app_context(), make.saved():
        academy = db.session.scalars(select(Academy).filter_by(urn=trust.own)).one()
        left = make.senco(academy, "Lou Gone", title="Fourth", until=YESTERDAY).person_id
    for name, opened in (("hr", True), ("headteacher", False), ("director of a hub", False)):
        client = trust.client(name)
        page = client.get(f"/academies/{trust.own}")
        assert "Lou Gone" in page
        assert (f'href="/people/{left}"' in page) is opened, name
        client.get(f"/people/{left}", 200 if opened else 403)
    client = trust.client("director of a hub")
    assert f'href="/people/{trust.people["Lena Left"]}"' not in client.get(
        f"/academies/{trust.left}"
    )
