"""Home: what waits for whom, the headline figures, and the frame around every page."""

import re
from datetime import date

import pytest
from flask import Flask

from tests import factories as make
from tests.client import Client, Queries
from tests.web.conftest import Trust
from trust_inclusion.db import db
from trust_inclusion.domain.access import Role
from trust_inclusion.services import settings


@pytest.fixture
def two(app: Flask) -> dict[str, Client]:
    """A director, and a head teacher of six academies, of a trust where much is amiss."""
    with app.app_context():
        with make.saved():
            settings.name_trust("Larch & <Trust>")
            ours = []
            for name, hours, told in (
                ("Short one", 6.0, True), ("Short two", 3.5, True), ("Met", 8.0, True),
                ("Vacant", None, True), ("Untold", 8.0, False), ("Special", 8.0, True),
            ):  # fmt: skip
                made = {"type_code": "44", "phase": "0"} if name == "Special" else {}
                academy = make.academy(name, **made)  # type: ignore[arg-type]
                if told:
                    make.evidence_for(academy)
                if hours:
                    make.senco(academy, hours=hours)
                ours.append(academy)
            make.review(ours[0], reviewed_on=date(2026, 9, 1))
            make.academy("Gone", left_on=date(2026, 11, 21))
            made_accounts = {
                "director": make.account(Role.DIRECTOR, name="Dora"),
                "head": make.account(Role.HEADTEACHER, name="Hetty", academies=ours),
                "governor": make.account(Role.GOVERNOR, name="Gus", academies=ours),
                "one": make.account(Role.HEADTEACHER, academies=ours[3:4]),
                "admin": make.account(Role.ADMIN),
            }
        found = {name: Client(app).sign_in(account) for name, account in made_accounts.items()}
        db.session.remove()
    return found


def figures(html: str) -> dict[str, str]:
    """The headline figures by their labels."""
    found = re.findall(r"<dt>([^<]+)</dt><dd>(\S+) <small>([^<]+)</small>", html)
    return {label: f"{number} {rest}" for label, number, rest in found}


def test_the_headline_figures_are_those_of_the_list(two: dict[str, Client]) -> None:
    expected = {
        "Give less time than the benchmark": "2 of 5",
        "Have nobody in post as SENCO": "1 of 5",
        "Hours missing in all": "6.5 h a week",
        "Lack the evidence to say": "1 of 5",
        "Not reviewed this school year": "5 of 6",
    }
    assert figures(two["director"].get("/")) == expected
    assert figures(two["head"].get("/")) == expected
    del expected["Not reviewed this school year"]
    assert figures(two["governor"].get("/")) == expected
    director = two["director"]
    for asked, many in (("gap=short", 2), ("gap=vacant", 1), ("gap=no_evidence", 1),
                        ("reviewed=no", 5), ("", 6)):  # fmt: skip
        assert f"<b>{many} academ" in director.get(f"/academies/?{asked}")


def test_what_somebody_can_mend_waits_for_them(two: dict[str, Client]) -> None:
    for name in ("director", "head"):
        html = two[name].get("/")
        assert re.search(r'Vacant</a></th><td data-label="SENCO">Nobody in post</td>', html)
        assert re.search(r'/evidence">Untold</a> lacks the evidence', html)
    for name in ("governor", "admin"):
        assert "Nothing waits for you." in two[name].get("/")


def test_a_head_of_one_academy_reads_of_it_in_a_sentence(two: dict[str, Client]) -> None:
    html = two["one"].get("/")
    assert "Your academy today" in html
    assert "The formula asks for 8.0, so 8.0 hours are missing." in html
    assert figures(html) == {}


def test_an_admin_is_told_what_their_account_is_for(two: dict[str, Client]) -> None:
    html = two["admin"].get("/")
    assert "Your role opens no academy’s page." in html
    assert 'href="/academies/"' not in html


def test_the_frame_names_the_trust_the_reader_and_their_roles(two: dict[str, Client]) -> None:
    html = two["director"].get("/academies/")
    assert "Larch &amp; &lt;Trust&gt;</a>" in html
    assert "<title>Academies – Larch &amp; &lt;Trust&gt;</title>" in html
    assert 'Dora <span class="app-who__role">Director of Inclusion</span>' in html
    assert 'href="/academies/" aria-current="page"' in html
    assert "Demonstration." not in html
    assert "21 November 2026 at 12." in html


def test_two_roles_are_both_named(trust: Trust) -> None:
    assert "Trust leader, Head teacher" in trust.client("head and trustee").get("/")


def test_a_trust_without_academies_is_told_what_to_do(app: Flask) -> None:
    with app.app_context():
        with make.saved():
            account = make.account(Role.DIRECTOR)
        client = Client(app).sign_in(account)
        db.session.remove()
    assert "The academies of the trust will be listed here" in client.get("/academies/")
    assert "Your trust</a>" in client.get("/")
    saved = client.raw("/academies/academies.csv").text.splitlines()
    assert len(saved) == 1
    assert client.raw("/academies/academies.xlsx").status_code == 200


def test_home_asks_the_database_a_fixed_number_of_times(two: dict[str, Client], app: Flask) -> None:
    with app.app_context():
        with Queries() as first:
            two["director"].get("/")
        with Queries() as again:
            two["director"].get("/")
    assert (len(first), len(again)) == (6, 3), first.statements


def test_the_deadlines_that_come_first_stand_on_home(trust: Trust) -> None:
    for name, told in (
        ("director", ["Olive Own", "Nora Next"]),
        ("headteacher", ["Olive Own"]),
        ("senco", ["Olive Own"]),
    ):
        html = trust.client(name).get("/")
        listed = html.partition("Deadlines that come first")[2].partition("</table>")[0]
        for person in ("Olive Own", "Nora Next"):
            assert (f">{person}<" in listed) == (person in told), (name, person)
    for name in ("governor", "admin", "deputy"):
        assert "Deadlines that come first" not in trust.client(name).get("/")


def test_a_deputy_reads_nothing_of_accounts_and_files(trust: Trust) -> None:
    assert "with the command line" in trust.client("admin").get("/")
    assert "with the command line" not in trust.client("deputy").get("/")


def test_stage_and_pay_point_are_told_in_a_line_as_far_as_granted(trust: Trust) -> None:
    stage, point = "In a school: SENCO in the three-year window", "Pay point: M3."
    head = trust.client("headteacher").get("/")
    assert "The furthest of these SENCOs: In a school: SENCO on the senior leadership team;" in head
    assert re.search(r"Pay point: (M3; U2|U2; M3)\.", head)
    governor = trust.client("governor").get("/")
    assert "In a school" not in governor
    assert "Pay point" not in governor
    # A SENCO reads it of themselves, not of the academy.
    own = trust.client("senco").get("/")
    assert own.count("In a school: ") == own.count("Pay point: ") == 1
    assert f"Where you stand yourself. {stage}" in own
    assert point in own


def test_home_counts_stages_and_pay_points_that_are_recorded(trust: Trust) -> None:
    told = "is recorded for the SENCO of 2 academies"
    director = trust.client("director").get("/")
    assert told in director
    assert 'href="/pay/">pay point</a> at 2 academies.' in director
    trustee = trust.client("trustee").get("/")
    assert told in trustee
    assert "pay point" not in trustee


def test_what_lacks_evidence_is_listed_however_many_posts_are_vacant(app: Flask) -> None:
    with app.app_context():
        with make.saved():
            account = make.account(Role.DIRECTOR)
            for number in range(11):
                make.evidence_for(make.academy(f"Vacant {number}"))
            make.senco(make.academy("Zennor"), hours=5)
        director = Client(app).sign_in(account)
        db.session.remove()
    home = director.get("/")
    assert re.search(r"Zennor</a> lacks the evidence that the formula needs", home)
