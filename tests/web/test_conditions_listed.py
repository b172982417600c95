"""Conditions not met in the list, in files, on home and on an academy's page: who reads which
number, and that nothing of pay can be worked out of it."""

import csv
import io
import re

import pytest
from flask import Flask

from tests import factories as make
from tests.client import Client, Queries, Who
from tests.web.conftest import Trust
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Role
from trust_inclusion.domain.charter import Reply
from trust_inclusion.domain.pathway import DEFAULT, Stage, Track
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.charter import CharterAnswer, PostDuty
from trust_inclusion.models.people import Qualification
from trust_inclusion.models.posts import Appointment, AppointmentPay, Post
from trust_inclusion.services import settings, standing
from trust_inclusion.web import rows as rows_in_words


@pytest.fixture
def trust(trust: Trust) -> Trust:
    """The trust with everybody qualified in time: only what tells of pay is not met."""
    with trust.app.app_context(), transaction():
        for course in db.session.query(Qualification):
            course.course = "NPQSENCO"
        standing.rebuild_all()
    return trust


def answered(held: Appointment, code: str, reply: Reply, side: str = "senco") -> None:
    """One side's answer to a condition of a post, today."""
    db.session.add(
        CharterAnswer(
            post_id=held.post_id, code=code, side=side, reply=reply.value, evidence="",
            answered_on=make.TODAY, answered_at=make.NOW,
        )
    )  # fmt: skip


def numbers(client: Client, asked: str = "") -> dict[str, str]:
    """The number of each academy listed, the same on the page and in the file."""
    html = client.get(f"/academies/?{asked}")
    # A file keeps the number where the page says that nothing is known.
    shown = dict(
        re.findall(
            r'<a href="/academies/\d+">([^<]*)</a>.*?<td class="num unmet">(.*?)</td>',
            html.replace(str(rows_in_words.NOTHING_KNOWN), "0"),
        )
    )
    saved = client.raw(f"/academies/academies.csv?{asked}").text.removeprefix("\N{BYTE ORDER MARK}")
    rows = list(csv.DictReader(io.StringIO(saved)))
    assert {row["academy"]: row["conditions_not_met"] for row in rows} == shown
    return shown


ASH, ASH_BESIDE_PAY = {"Ash": "1"}, {"Ash": "0"}
"""Both SENCOs of Ash and the one of Birch have neither a TLR nor leadership pay: C07."""


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("director", {"Ash": "1", "Birch": "1"}),
        ("executive", {"Ash": "1", "Birch": "1"}),
        ("hr", {"Ash": "1", "Birch": "1"}),
        ("trustee", {"Ash": "0", "Birch": "0"}),
        ("head and trustee", {"Ash": "1", "Birch": "0"}),
        ("headteacher", ASH),
        ("director of a hub", ASH),
        ("governor", ASH_BESIDE_PAY),
        ("senco", ASH_BESIDE_PAY),
        ("senco and governor", {"Ash": "0", "Birch": "0"}),
    ],
)
def test_each_reads_the_number_that_their_grants_give(
    trust: Trust, name: str, found: dict[str, str]
) -> None:
    client = trust.client(name)
    assert numbers(client) == found
    with_some = [academy for academy, many in found.items() if many != "0"]
    assert list(numbers(client, "unmet=1")) == with_some
    assert list(numbers(client, "unmet=none")) == [one for one in found if one not in with_some]
    in_order = sorted(found, key=lambda academy: (found[academy], academy))
    assert list(numbers(client, "sort=unmet")) == in_order


PLACES = (
    "/", "/academies/", "/academies/?sort=unmet", "/academies/?sort=-unmet", "/academies/?unmet=1",
    "/academies/?unmet=none", "/academies/academies.csv", "/academies/academies.csv?sort=-unmet",
)  # fmt: skip


@pytest.mark.parametrize("name", ["trustee", "governor", "senco and governor", "head and trustee"])
def test_a_payment_elsewhere_changes_nothing_for_those_without_pay(trust: Trust, name: str) -> None:
    """C07, C08 and C35 of an academy whose pay the reader may not see leave no trace."""
    client = trust.client(name)
    # Where somebody reads of pay at Ash and of none at Birch, Birch is looked at.
    at = "Birch" if name == "head and trustee" else "Ash"
    urn = trust.other if at == "Birch" else trust.own
    places = (*PLACES, f"/academies/{urn}")

    def seen() -> list[str]:
        texts = [client.raw(place).text for place in places]
        return [re.sub(r"csrf_token[^>]*>|X-CSRFToken[^}]*}", "", text) for text in texts]

    before = seen()
    with trust.app.app_context(), transaction():
        academy = db.session.query(Academy).filter_by(urn=urn).one()
        here = db.session.query(Appointment).join(Post).filter(Post.academy_id == academy.id)
        for held in here.filter(Appointment.designated):
            point = held.pay[-1].point
            held.pay.append(
                AppointmentPay(
                    starts_on=make.TODAY, area="England", scale="Main", point=point, tlr="TLR2",
                    top_point=point, sen_allowance_pence=250_000,
                )
            )  # fmt: skip
        standing.rebuild([academy.id])
    director = trust.client("director")
    # Now C07 and C08 are met, and C35 is not: there is no point above.
    assert numbers(director)[at] == "1"
    assert seen() == before


def test_a_number_moves_with_the_answers(trust: Trust) -> None:
    client = trust.client("governor")
    with trust.app.app_context(), transaction():
        held = db.session.query(Appointment).filter_by(person_id=trust.people["Olive Own"]).one()
        answered(held, "C17", Reply.PARTLY)
        answered(held, "C18", Reply.NO)
        answered(held, "C18", Reply.YES, side="head")
        answered(held, "C16", Reply.NOT_KNOWN)
        answered(held, "C08", Reply.NO)
        standing.rebuild([held.post.academy_id or 0])
    assert numbers(client) == {"Ash": "2"}
    assert numbers(trust.client("headteacher")) == {"Ash": "4"}


def told(trust: Trust, name: str, path: str) -> str:
    """What a page tells of conditions, with its link; blank where nothing."""
    html = trust.client(name).get(path)
    found = re.search(r'([^>]*)<a class="govuk-link[^"]*" href="/charter/\d+">', html)
    return found[1].strip() if found else ""


def test_an_academys_page_tells_them_in_a_line(trust: Trust) -> None:
    with trust.app.app_context(), transaction():
        held = db.session.query(Appointment).filter_by(person_id=trust.people["Olive Own"]).one()
        answered(held, "C17", Reply.PARTLY)
        answered(held, "C17", Reply.YES, side="head")
        for number, code in enumerate(("X02", "X05")):
            db.session.add(
                PostDuty(
                    post_id=held.post_id, code=code, held=True, minutes=60 * number,
                    told_on=make.TODAY, told_at=make.NOW,
                )
            )  # fmt: skip
        standing.rebuild([held.post.academy_id or 0])
    path = f"/academies/{trust.own}"
    line = told(trust, "director", path)
    assert line.startswith("2 conditions not met, 1 of them partly; ")
    assert line.endswith("head and SENCO differ on 1. Held without own time: 1 excluded duty.")
    governor = told(trust, "governor", path)
    assert governor.startswith("1 condition not met, 1 of them partly; ")
    assert "differ" not in governor
    assert governor.endswith("Held without own time: 1 excluded duty.")
    # The same line stands on the home of those with a few academies.
    assert told(trust, "governor", "/") == governor
    assert told(trust, "headteacher", "/") == line
    assert told(trust, "senco", "/").startswith("1 condition not met")


def test_stages_are_told_by_name_where_they_are_granted(trust: Trust) -> None:
    page = trust.client("director").get(f"/academies/{trust.own}")
    assert "In a school: SENCO in the three-year window; In a trust: School SENCO with" in page
    assert "In a school" not in trust.client("governor").get(f"/academies/{trust.own}")
    own = trust.client("senco").get(f"/academies/{trust.own}")
    assert own.count("In a school: ") == 1


def test_home_counts_academies_with_conditions_not_met(trust: Trust) -> None:
    home = trust.client("director").get("/")
    assert "No academy is known to miss a condition of law" in home
    assert 'href="/academies/?unmet=1">2 academies</a>' in home
    assert "conditions of any kind" not in trust.client("trustee").get("/")
    with trust.app.app_context(), transaction():
        held = db.session.query(Appointment).filter_by(person_id=trust.people["Nora Next"]).one()
        answered(held, "C04", Reply.NO)
        standing.rebuild([held.post.academy_id or 0])
    home = trust.client("trustee").get("/")
    assert 'href="/charter/?kind=law&amp;state=not_met">1 academy</a>' in home
    assert 'href="/academies/?unmet=1">1 academy</a>' in home


def in_order(client: Client, asked: str) -> list[str]:
    """The stages of the academies as they are listed."""
    html = client.get(f"/academies/?{asked}")
    return re.findall(r'<td class="stage"><span>([^<]*)</span></td>', html)


def test_a_stages_place_is_the_trusts_to_set(app: Flask) -> None:
    """A code stays with its stage for ever: order and files go by the place it has now."""
    with app.app_context():
        with make.saved():
            settings.name_trust("Larch Trust")
            for number, code in enumerate((3, 5, 9)):
                person = make.person(stages=(code, None, None))
                make.senco(make.academy(f"Academy {number}"), person=person)
            ash = make.academy("Two")
            make.senco(ash, person=make.person(stages=(5, None, None)))
            make.senco(ash, person=make.person(stages=(9, None, None)), title="Second")
            others = [one for one in DEFAULT if one.track is not Track.SCHOOL]
            mine = (
                Stage(Track.SCHOOL, 9, "Begins <here>"),
                Stage(Track.SCHOOL, 5, "Then this"),
                Stage(Track.SCHOOL, 3, "At last"),
            )
            settings.set_pathway_stages((*mine, *others))
            director = make.account(Role.DIRECTOR)
        who = Who(director.id, director.email)
        db.session.remove()
    client = Client(app).sign_in(who)
    named = ["Begins &lt;here&gt;", "Then this", "Then this", "At last"]
    assert in_order(client, "sort=stage") == named
    assert in_order(client, "sort=-stage") == [named[3], named[1], named[2], named[0]]
    assert in_order(client, "stage=5") == ["Then this", "Then this"]
    assert '<option value="9" selected>Begins &lt;here&gt;</option>' in client.get(
        "/academies/?stage=9"
    )
    saved = client.raw("/academies/academies.csv?sort=stage").text
    assert [row["school_stage"] for row in csv.DictReader(io.StringIO(saved[1:]))] == [
        "1", "2", "2", "3",
    ]  # fmt: skip


def test_what_is_filtered_and_sorted_costs_as_much_as_any_view(trust: Trust) -> None:
    client = trust.client("director")
    with trust.app.app_context():
        for asked in ("unmet=5&sort=-unmet", "stage=3&pay=M3&sort=pay", "sort=stage"):
            client.get(f"/academies/?{asked}")
            with Queries() as again:
                client.get(f"/academies/?{asked}")
            assert len(again) == 3


def test_where_nothing_is_known_the_page_says_so_and_the_file_keeps_the_number(
    trust: Trust,
) -> None:
    """At a school without the duty and with nobody in post the record answers nothing."""
    with trust.app.app_context(), make.saved():
        post_id = make.post(make.academy("Yew", type_code="44")).id

    def told(code: str) -> None:
        with trust.app.app_context(), make.saved():
            make.charter_answer(db.session.get_one(Post, post_id), code, "yes")

    def nothing_known(name: str) -> int:
        return trust.client(name).get("/academies/").count(str(rows_in_words.NOTHING_KNOWN))

    for name in ("director", "trustee"):
        assert numbers(trust.client(name))["Yew"] == "0"
        assert nothing_known(name) == 1
    # A reader without pay does not learn that anything of pay is known.
    told("C07")
    assert (nothing_known("director"), nothing_known("trustee")) == (0, 1)
    told("C16")
    assert (nothing_known("director"), nothing_known("trustee")) == (0, 0)
