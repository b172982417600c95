"""Rulings: proposed by HR, decided by another, never by its subject; reasons for few."""

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from time_machine import TimeMachineFixture

from tests import factories as make
from tests.certificate_files import PDF
from tests.client import Client, Who
from tests.web.conftest import Trust
from tests.web.test_records import COURSE, day, stored, tell, version
from trust_inclusion.db import db
from trust_inclusion.domain.access import Role
from trust_inclusion.models.academies import Academy, Hub
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.people import Person, ServiceSpell
from trust_inclusion.models.records import EvidenceFile, Ruling

ACCEPT: dict[str, Any] = {
    "kind": "accept",
    **day("must_qualify_by", None),
    **day("review_on", date(2028, 9, 1)),
    "reasons": "Her solicitor says so.",
}


@pytest.fixture
def people(trust: Trust, tmp_path: Path) -> dict[str, Who]:
    """Wanda at Ash, whom the words leave open: herself as SENCO, as HR and as director too."""
    trust.app.config["EVIDENCE_DIR"] = str(tmp_path / "evidence")
    with trust.app.app_context():
        with make.saved():
            academy = db.session.scalars(select(Academy).filter_by(urn=trust.own)).one()
            person = make.person("Wanda Wording")
            person.service_spells.append(
                ServiceSpell(started_on=date(2014, 9, 1), ended_on=date(2018, 8, 31))
            )
            make.senco(academy, person=person, title="Third SENCO")
            herself = make.account(Role.SENCO, person=person)
            both = make.account(Role.HR, person=person)
            make.grant(both, Role.DIRECTOR)
            two = make.account(Role.HR)
            make.grant(two, Role.DIRECTOR)
        found = {"herself": herself, "hr herself": both, "hr and director": two}
        who = {name: Who(account.id, account.email) for name, account in found.items()}
        trust.people["Wanda"] = person.id
        db.session.remove()
    return who


def status(trust: Trust) -> str:
    """How the law stands to her today."""
    with trust.app.app_context():
        return db.session.scalars(
            select(Clock.status).where(
                Clock.person_id == trust.people["Wanda"],
                Clock.valid_from <= make.TODAY,
                Clock.valid_to > make.TODAY,
            )
        ).one()


def test_a_ruling_takes_two(trust: Trust, people: dict[str, Who]) -> None:
    record, hr = f"/people/{trust.people['Wanda']}", trust.client("hr")
    assert status(trust) == "exempt_on_wording"
    tell(hr, f"{record}/rulings/add", **ACCEPT, certificate=(io.BytesIO(PDF), "advice.pdf"))
    ruling, file = stored(trust, Ruling), stored(trust, EvidenceFile)
    readers = ("director", "trustee", "executive", "hr", "director of a hub")
    for name in readers:
        assert "solicitor" in trust.client(name).get(record), name
        assert trust.client(name).raw(f"{record}/files/{file.id}").status_code == 200, name
    for name in ("headteacher",):
        page = trust.client(name).get(record)
        assert "solicitor" not in page
        assert "Proposed" not in page
        assert trust.client(name).raw(f"{record}/files/{file.id}").status_code == 403
    for name in ("herself", "hr herself"):
        me = Client(trust.app).sign_in(people[name])
        assert "solicitor" not in me.get(record)
        assert "advice" not in me.get(record)
        assert me.raw(f"{record}/files/{file.id}").status_code == 403
        me.post(f"{record}/rulings/{ruling.id}/accept", {"version": ruling.version}, 403)
        me.get(f"{record}/rulings/add", 403)
    hr.post(f"{record}/rulings/{ruling.id}/accept", {"version": ruling.version}, 403)
    director = trust.client("director")
    director.post(f"{record}/rulings/{ruling.id}/accept", {"version": 99}, 409)
    director.post(f"{record}/rulings/{ruling.id}/accept", {"version": ruling.version})
    assert status(trust) == "exempt_by_ruling"
    for reader in (trust.client("headteacher"), Client(trust.app).sign_in(people["herself"])):
        page = reader.get(record)
        assert "Review on 1 September 2028" in page
        assert "solicitor" not in page


def test_who_proposed_does_not_decide(trust: Trust, people: dict[str, Who]) -> None:
    record = f"/people/{trust.people['Wanda']}"
    two = Client(trust.app).sign_in(people["hr and director"])
    tell(two, f"{record}/rulings/add", **ACCEPT)
    ruling = stored(trust, Ruling)
    assert "Accept the ruling" not in two.get(record)
    page = two.post(f"{record}/rulings/{ruling.id}/accept", {"version": ruling.version}, 403).text
    assert "takes two people" in page
    seen = version(trust.client("hr").get(f"{record}/rulings/add"))
    again = trust.client("hr").post(f"{record}/rulings/add", {**ACCEPT, "version": seen}, 422).text
    assert "Error" in again
    trust.client("trustee").post(
        f"{record}/rulings/{ruling.id}/refuse", {"version": ruling.version}
    )
    assert status(trust) == "exempt_on_wording"


def test_one_person_with_two_accounts_is_not_two_people(
    trust: Trust, people: dict[str, Who]
) -> None:
    record = f"/people/{trust.people['Wanda']}"
    with trust.app.app_context():
        with make.saved():
            person = make.person("Hal Both")
            made = [make.account(role, person=person) for role in (Role.HR, Role.DIRECTOR)]
        first, second = (Who(account.id, account.email) for account in made)
        db.session.remove()
    tell(Client(trust.app).sign_in(first), f"{record}/rulings/add", **ACCEPT)
    ruling, director = stored(trust, Ruling), Client(trust.app).sign_in(second)
    assert "Accept the ruling" not in director.get(record)
    accept = f"{record}/rulings/{ruling.id}/accept"
    assert "takes two people" in director.post(accept, {"version": ruling.version}, 403).text
    assert status(trust) == "exempt_on_wording"


@pytest.mark.parametrize("kind", ["accept", "must_qualify"])
def test_a_ruling_whose_review_is_over_is_tagged_in_the_list(
    trust: Trust, people: dict[str, Who], kind: str
) -> None:
    record = f"/people/{trust.people['Wanda']}"
    by = day("must_qualify_by", date(2030, 1, 31) if kind == "must_qualify" else None)
    tell(trust.client("hr"), f"{record}/rulings/add", **{**ACCEPT, **by, "kind": kind})
    ruling, director = stored(trust, Ruling), trust.client("director")
    director.post(f"{record}/rulings/{ruling.id}/accept", {"version": ruling.version})
    assert "Review due" not in director.get("/deadlines/?q=wanda&as_at=2028-09-01")
    page = director.get("/deadlines/?q=wanda&as_at=2028-09-02")
    assert "Review due" in page
    assert "ruling is due for review: HR proposes a new one." in page


def test_a_second_proposal_is_told_that_one_waits(trust: Trust, people: dict[str, Who]) -> None:
    record, hr = f"/people/{trust.people['Wanda']}", trust.client("hr")
    tell(hr, f"{record}/rulings/add", **ACCEPT)
    again = tell(hr, f"{record}/rulings/add", 422, **ACCEPT)
    assert "A proposed ruling already waits for a decision" in again
    assert "Her solicitor says so." in again


def test_a_day_that_passed_while_it_waited_is_not_accepted(
    trust: Trust, people: dict[str, Who], clock: TimeMachineFixture
) -> None:
    record = f"/people/{trust.people['Wanda']}"
    tell(trust.client("hr"), f"{record}/rulings/add", **ACCEPT)
    ruling = stored(trust, Ruling)
    clock.move_to(datetime(2028, 9, 2, 9, tzinfo=UTC))
    director, sent = trust.client("director"), {"version": ruling.version}
    page = director.post(f"{record}/rulings/{ruling.id}/accept", sent, 409).text
    assert "The day in this proposal has passed" in page
    director.post(f"{record}/rulings/{ruling.id}/refuse", sent)
    assert stored(trust, Ruling).state == "refused"


def test_the_director_sees_trn_and_certificates_only_while_ruling(
    trust: Trust, people: dict[str, Who]
) -> None:
    record, hr = f"/people/{trust.people['Wanda']}", trust.client("hr")
    with trust.app.app_context():
        with make.saved():
            db.session.get_one(Person, trust.people["Wanda"]).trn = "4455667"
            south = db.session.scalars(select(Hub).filter_by(name="South")).one()
            wide = make.account(Role.DIRECTOR, hubs=[south])
            make.grant(wide, Role.TRUST_LEADER)
        elsewhere = Who(wide.id, wide.email)
        db.session.remove()
    tell(hr, f"{record}/qualifications/add", **{**COURSE, "course": "MA"},
         certificate=(io.BytesIO(PDF), "c.pdf"))  # fmt: skip
    path = f"{record}/files/{stored(trust, EvidenceFile).id}"

    def seers() -> set[str]:
        found: set[str] = set()
        for name in ("director", "trustee", "executive", "headteacher", "director of a hub", "x"):
            client = Client(trust.app).sign_in(elsewhere) if name == "x" else trust.client(name)
            page, status = client.get(record), client.raw(path).status_code
            assert ("4455667" in page, "Open the certificate" in page) == (status == 200,) * 2
            found |= {name} if status == 200 else set()
        return found

    assert seers() == set()
    tell(hr, f"{record}/rulings/add", **ACCEPT)
    assert seers() == {"director", "director of a hub"}
    ruling = stored(trust, Ruling)
    trust.client("executive").post(
        f"{record}/rulings/{ruling.id}/accept", {"version": ruling.version}
    )
    assert seers() == set()


def test_what_cannot_be_ruled_is_said(trust: Trust, people: dict[str, Who]) -> None:
    record, hr = f"/people/{trust.people['Wanda']}", trust.client("hr")
    for wrong, said in (
        ({"reasons": " "}, "Say why"),
        (day("review_on", None), "coming five years"),
        (day("review_on", make.TODAY), "coming five years"),
        (day("must_qualify_by", date(2028, 1, 1)), "must qualify"),
        ({"kind": "must_qualify"}, "coming five years"),
    ):
        assert said in tell(hr, f"{record}/rulings/add", 422, **{**ACCEPT, **wrong})
    olive = f"/people/{trust.people['Olive Own']}"
    assert "no ruling is due" in tell(hr, f"{olive}/rulings/add", 422, **ACCEPT)
    told = {**ACCEPT, "kind": "must_qualify", **day("must_qualify_by", date(2028, 1, 31))}
    tell(hr, f"{record}/rulings/add", **told)
    ruling = stored(trust, Ruling)
    trust.client("director").post(
        f"{record}/rulings/{ruling.id}/accept", {"version": ruling.version}
    )
    assert status(trust) != "exempt_on_wording"
    with trust.app.app_context():
        deadlines = db.session.scalars(
            select(Clock.deadline).where(Clock.person_id == trust.people["Wanda"])
        ).all()
    assert date(2028, 1, 31) in deadlines
