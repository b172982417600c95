"""A person's record through the front door: told by its subject, checked by HR, seen by few."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.certificate_files import PDF, PNG
from tests.client import Client, Who
from tests.web.conftest import Trust
from trust_inclusion import config
from trust_inclusion.db import db
from trust_inclusion.domain.access import Role
from trust_inclusion.models.log import AuditEvent
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.records import Claim, EvidenceFile


@pytest.fixture(autouse=True)
def evidence(trust: Trust, tmp_path: Path) -> Path:
    """Certificates of a test lie in its own folder."""
    folder = tmp_path / "evidence"
    trust.app.config["EVIDENCE_DIR"] = str(folder)
    return folder


@pytest.fixture
def olive(trust: Trust) -> str:
    """Where Olive Own's record is."""
    return f"/people/{trust.people['Olive Own']}"


def version(page: str) -> str:
    """The version that a form of this page carries."""
    found = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert found
    return found[1]


def day(name: str, when: date | None) -> dict[str, list[str]]:
    """A day in the three boxes of a field."""
    return {name: [str(when.day), str(when.month), str(when.year)] if when else ["", "", ""]}


def tell(client: Client, path: str, status: int = 303, /, **told: Any) -> str:
    """Open a form of the record, fill it in and send it."""
    seen = version(client.get(path))
    return client.post(path, {"version": seen, **told}, status).text


def compared(client: Client, path: str, claim: Any) -> dict[str, Any]:
    """What the form that accepts a claim carries."""
    found = re.search(r'name="record" value="(\d+)"', client.get(path))
    assert found
    return {"version": claim.version, "record": found[1]}


TEACHER: dict[str, Any] = {
    "qts": "yes",
    "qts_basis": "qtls",
    **day("qtls_recheck_on", date(2027, 9, 1)),
    "para_8a": "no",
    "induction_completed": "not_required",
}
COURSE: dict[str, Any] = {
    "course": "NPQSENCO",
    "outcome": "passed",
    **day("passed_on", date(2026, 6, 1)),
}


def stored(trust: Trust, row: Any, **where: Any) -> Any:
    """The only row of a kind that matches."""
    with trust.app.app_context():
        found = db.session.scalars(select(row).filter_by(**where)).one()
        db.session.expunge_all()
        return found


def test_what_a_senco_tells_waits_and_hr_accepts_it(trust: Trust, olive: str) -> None:
    senco, hr = trust.client("senco"), trust.client("hr")
    tell(senco, f"{olive}/teacher", **TEACHER)
    person = stored(trust, Person, name="Olive Own")
    assert (person.qts_basis, person.induction_completed) == (None, "yes")
    for reader in (senco, hr):
        page = reader.get(olive)
        assert "To be checked" in page
        assert 'data-label="In force">completed<' in page
        assert 'data-label="As told"><b>not required</b>' in page
    claim = stored(trust, Claim, state="pending")
    assert f"claims/{claim.id}/accept" not in senco.get(olive)
    hr.post(f"{olive}/claims/{claim.id}/accept", compared(hr, olive, claim))
    person = stored(trust, Person, name="Olive Own")
    assert (person.qts_basis, person.induction_completed) == ("qtls", "not_required")
    assert person.teacher_checked_on == make.TODAY
    page = hr.get(olive)
    assert "accepted it" in page
    assert "completed → not required" in page
    hr.post(f"{olive}/claims/{claim.id}/accept", compared(hr, olive, claim), 409)


def test_hr_refuses_with_a_reason_that_only_the_person_and_hr_read(
    trust: Trust, olive: str
) -> None:
    senco, hr = trust.client("senco"), trust.client("hr")
    tell(senco, f"{olive}/qualifications/add", **COURSE)
    claim = stored(trust, Claim, state="pending")
    refuse = f"{olive}/claims/{claim.id}/refuse"
    page = hr.post(refuse, {"version": claim.version, "reason": " "}, 422).text
    assert "Say why" in page
    hr.post(refuse, {"version": claim.version, "reason": "The <b>name</b> differs"})
    assert "The &lt;b&gt;name&lt;/b&gt; differs" in senco.get(olive)
    assert "differs" in hr.get(olive)
    assert "differs" not in trust.client("headteacher").get(olive)
    with trust.app.app_context():
        assert len(db.session.scalars(select(Qualification)).all()) == 4


def test_hr_edits_at_once_and_it_counts_as_checked(trust: Trust, olive: str) -> None:
    hr = trust.client("hr")
    tell(hr, f"{olive}/service/add", **day("started_on", date(2010, 9, 1)),
         **day("ended_on", date(2012, 8, 31)), school="Elm", relevant="yes")  # fmt: skip
    tell(hr, f"{olive}/qualifications/add", **COURSE)
    page = hr.get(olive)
    assert "1 Sep 2010" in page
    assert "Elm" in page
    assert page.count("Checked 21 Nov 2026") == 1
    tell(hr, f"{olive}/contact", name="Olive Own", email="OLIVE@ash.example", telephone="01234")
    assert "olive@ash.example" in hr.get(olive)


def test_nobody_checks_their_own(trust: Trust) -> None:
    with trust.app.app_context(), make.saved():
        person = db.session.get_one(Person, trust.people["Carl Colleague"])
        account = make.account(Role.HR, person=person)
        make.grant(account, Role.SENCO)
        both = (account.id, account.email)
    own, me = f"/people/{trust.people['Carl Colleague']}", Client(trust.app).sign_in(Who(*both))
    page = me.get(own)
    assert "I have checked" not in page
    assert "I have seen the evidence" not in page
    tell(me, f"{own}/teacher", **TEACHER)
    claim = stored(trust, Claim, state="pending")
    for act in (f"claims/{claim.id}/accept", f"claims/{claim.id}/refuse", "teacher/check",
                "service/check", "qualifications/2/check"):  # fmt: skip
        answer = me.post(f"{own}/{act}", {"version": 1, "reason": "x"}, 403).text
        assert "Nobody checks their own record" in answer
    assert stored(trust, Person, name="Carl Colleague").teacher_checked_on is None
    other = f"/people/{trust.people['Olive Own']}"
    assert "I have checked this today" in me.get(other)


def test_a_check_is_recorded_with_who_and_when(trust: Trust, olive: str) -> None:
    hr = trust.client("hr")
    course = stored(trust, Qualification, person_id=trust.people["Olive Own"])
    seen = version(hr.get(olive))
    hr.post(f"{olive}/qualifications/{course.id}/check", {"version": seen})
    hr.post(f"{olive}/qualifications/{course.id}/check", {"version": seen}, 409)
    assert stored(trust, Qualification, id=course.id).checked_on == make.TODAY
    event = stored(trust, AuditEvent, action="record_checked")
    assert event.account_id == trust.accounts["hr"].id
    assert event.after["checked_on"] == "2026-11-21"


def test_the_log_holds_no_names_and_no_free_text(trust: Trust, olive: str) -> None:
    hr = trust.client("hr")
    tell(hr, f"{olive}/contact", name="Olive Verysecret", email="very@secret.example")
    tell(hr, f"{olive}/qualifications/add", **COURSE | {"course": "other", "named": "Secretcraft",
                                                       "provider": "Secret College"})  # fmt: skip
    tell(hr, f"{olive}/service/add", **day("started_on", date(2010, 9, 1)), school="Secret School",
         relevant="no", **day("ended_on", None))  # fmt: skip
    with trust.app.app_context():
        events = db.session.scalars(select(AuditEvent)).all()
        kept = " ".join(f"{event.before} {event.after}" for event in events)
    assert "ecret" not in kept


def test_pay_trn_and_certificates_are_for_few(trust: Trust, olive: str) -> None:
    tell(trust.client("hr"), f"{olive}/qualifications/add", **COURSE,
         certificate=(io.BytesIO(PDF), "c.pdf"))  # fmt: skip
    file = stored(trust, EvidenceFile)
    pay = {"director", "executive", "hr", "headteacher", "senco", "director of a hub",
           "head and trustee"}  # fmt: skip
    for name in (*pay, "trustee"):
        page = trust.client(name).get(olive)
        assert ("M3" in page) == (name in pay), name
        assert ("7700000" in page) == (name in {"hr", "senco"}), name
        assert ("Open the certificate" in page) == (name in {"hr", "senco"}), name
        answer = trust.client(name).raw(f"{olive}/files/{file.id}")
        assert answer.status_code == (200 if name in {"hr", "senco"} else 403), name
    for name in ("senco and governor", "governor", "admin", "deputy", "senco of what left"):
        for path in (olive, f"{olive}/files/{file.id}"):
            assert trust.client(name).raw(path).status_code == 403, name
    nora = f"/people/{trust.people['Nora Next']}"
    assert trust.client("hr").raw(f"{nora}/files/{file.id}").status_code == 404


def test_a_certificate_is_served_strictly(trust: Trust, olive: str, evidence: Path) -> None:
    hr = trust.client("hr")
    tell(hr, f"{olive}/qualifications/add", **COURSE,
         certificate=(io.BytesIO(PNG), "../..\\evil\"<é>.html"))  # fmt: skip
    file = stored(trust, EvidenceFile)
    assert [one.name for one in evidence.iterdir()] == [file.key]
    answer = hr.raw(f"{olive}/files/{file.id}")
    assert answer.data == PNG
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in ";".join(answer.headers.getlist("Content-Security-Policy"))
    assert answer.headers["Cache-Control"] == "no-store"
    assert "/" not in answer.headers["Content-Disposition"].replace("''", "")
    (evidence / file.key).unlink()
    assert hr.raw(f"{olive}/files/{file.id}").status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty"),
        (b"<html><script>alert(1)</script>", "not a PDF or a picture"),
        (PDF.ljust(10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_what_is_no_certificate_is_refused_beside_the_field(
    trust: Trust, olive: str, evidence: Path, content: bytes, said: str
) -> None:
    sent: dict[str, Any] = {**COURSE, "certificate": (io.BytesIO(content), "c.pdf")}
    page = tell(trust.client("senco"), f"{olive}/qualifications/add", 422, **sent)
    assert said in page
    assert not evidence.exists()


def test_a_larger_request_is_let_through_to_a_certificate_only(trust: Trust, olive: str) -> None:
    senco, big = trust.client("senco"), b"x" * (3 * 1024 * 1024)
    sent: dict[str, Any] = {"certificate": (io.BytesIO(big), "c.pdf")}
    assert senco.post(f"{olive}/contact", sent, 413)
    sent = {"certificate": (io.BytesIO(big), "c.pdf"), **COURSE}
    tell(senco, f"{olive}/qualifications/add", 422, **sent)
    stranger, sent = Client(trust.app), {"certificate": (io.BytesIO(big), "c.pdf")}
    stranger.post(f"{olive}/qualifications/add", sent, 413)


def test_a_file_is_forgotten_when_saving_fails(trust: Trust, olive: str, evidence: Path) -> None:
    senco = trust.client("senco")
    sent = {**COURSE, "version": 99, "certificate": (io.BytesIO(PDF), "c.pdf")}
    page = senco.post(f"{olive}/qualifications/add", sent, 422).text
    assert "Somebody else changed this record" in page
    assert list(evidence.iterdir()) == []


def test_the_second_of_two_sees_what_the_first_left(trust: Trust, olive: str) -> None:
    hr, senco = trust.client("hr"), trust.client("senco")
    seen = version(senco.get(f"{olive}/contact"))
    tell(hr, f"{olive}/contact", name="Olive Owen", email="o@ash.example")
    mine = {"version": seen, "name": "Olive Mine", "email": "o@ash.example"}
    page = senco.post(f"{olive}/contact", mine, 422).text
    assert "The record now says: Olive Owen." in page
    assert 'value="Olive Mine"' in page
    senco.post(f"{olive}/contact", {**mine, "version": version(page)})
    assert stored(trust, Person, id=trust.people["Olive Own"]).name == "Olive Mine"


def test_a_trn_on_record_is_changed_by_hr_only_and_once(trust: Trust, olive: str) -> None:
    told: dict[str, Any] = {"name": "Olive Own", "email": "", "telephone": "", "trn": "1234567"}
    assert "changed by HR" in tell(trust.client("senco"), f"{olive}/contact", 422, **told)
    tell(trust.client("hr"), f"{olive}/contact", **told)
    assert stored(trust, Person, name="Olive Own").trn == "1234567"
    taken: dict[str, Any] = {**told, "trn": "7700001"}
    assert "Somebody else" in tell(trust.client("hr"), f"{olive}/contact", 422, **taken)
    assert "seven digits" in tell(
        trust.client("hr"), f"{olive}/contact", 422, **{**told, "trn": "12"}
    )


def test_a_part_is_edited_in_place(trust: Trust, olive: str) -> None:
    senco = trust.client("senco")
    part = senco.fragment(f"{olive}/teacher")
    assert part.lstrip().startswith("<title>")
    assert 'id="teacher"' in part
    htmx = {"HX-Request": "true"}
    sent = {**TEACHER, "version": version(part), **senco.token()}
    answer = senco.open(f"{olive}/teacher", method="POST", data=sent, headers=htmx)
    assert answer.status_code == 200
    assert answer.headers["HX-Retarget"] == "#record"
    assert "waits for HR" in answer.text
    assert "<html" not in answer.text
    wrong = {**sent, "qts_basis": "qts"}
    refused = senco.open(f"{olive}/teacher", method="POST", data=wrong, headers=htmx)
    assert refused.status_code == 422
    assert 'id="teacher"' in refused.text
    assert "HX-Retarget" not in refused.headers


def test_a_claim_is_taken_back_by_who_told_it(trust: Trust, olive: str) -> None:
    senco = trust.client("senco")
    tell(senco, f"{olive}/teacher", **TEACHER)
    tell(senco, f"{olive}/teacher", **{**TEACHER, "induction_completed": "no"})
    with trust.app.app_context():
        states = db.session.scalars(select(Claim.state).order_by(Claim.id)).all()
    assert states == ["replaced", "pending"]
    claim = stored(trust, Claim, state="pending")
    trust.client("hr").post(f"{olive}/claims/{claim.id}/withdraw", {"version": claim.version}, 403)
    senco.post(f"{olive}/claims/{claim.id}/withdraw", {"version": claim.version})
    assert "To be checked" not in senco.get(olive)


def test_service_is_removed_by_hr_and_claimed_away_by_the_person(trust: Trust, olive: str) -> None:
    hr, senco = trust.client("hr"), trust.client("senco")
    spell: dict[str, Any] = {
        **day("started_on", date(2010, 9, 1)),
        **day("ended_on", None),
        "relevant": "yes",
    }
    tell(hr, f"{olive}/service/add", **spell)
    with trust.app.app_context():
        number = db.session.get_one(Person, trust.people["Olive Own"]).service_spells[0].id
    senco.post(f"{olive}/service/{number}/remove", {"version": version(senco.get(olive))})
    assert "should come off the record" in hr.get(olive)
    claim = stored(trust, Claim, state="pending")
    hr.post(f"{olive}/claims/{claim.id}/accept", compared(hr, olive, claim))
    assert "None stated." in hr.get(olive)
    senco.get(f"{olive}/service/{number}", 404)


def test_what_was_typed_is_never_markup(trust: Trust, olive: str) -> None:
    hr, evil = trust.client("hr"), "<script>alert(1)</script>\x00"
    tell(hr, f"{olive}/contact", name=evil, email="", telephone=evil[:30])
    tell(hr, f"{olive}/qualifications/add", **COURSE | {"course": "other", "named": evil,
                                                       "provider": evil})  # fmt: skip
    for path in (olive, "/people/", f"{olive}/contact", "/people/?q=%3Cscript%3E"):
        assert "<script>alert" not in hr.get(path)


def test_bad_dates_are_said_beside_their_field(trust: Trust, olive: str) -> None:
    senco = trust.client("senco")
    page = tell(senco, f"{olive}/service/add", 422, relevant="yes",
                **day("started_on", date(2026, 12, 1)), **day("ended_on", None))  # fmt: skip
    assert "began today or earlier" in page
    page = tell(senco, f"{olive}/service/add", 422, relevant="yes", started_on=["31", "2", "2020"])
    assert "is not a day in the calendar" in page
    page = tell(senco, f"{olive}/qualifications/add", 422, course="NPQSENCO", outcome="passed")
    assert "the law asks by when" in page
    page = tell(senco, f"{olive}/qualifications/add", 422, course="Nonsense", outcome="passed")
    assert "govuk-error-summary" in page


def test_a_claim_is_accepted_only_beside_what_was_compared(trust: Trust, olive: str) -> None:
    hr = trust.client("hr")
    tell(trust.client("senco"), f"{olive}/teacher", **TEACHER)
    claim = stored(trust, Claim, state="pending")
    sent = compared(hr, olive, claim)
    tell(hr, f"{olive}/teacher", **{**TEACHER, "induction_completed": "no"})
    hr.post(f"{olive}/claims/{claim.id}/accept", sent, 409)
    assert stored(trust, Person, name="Olive Own").induction_completed == "no"


def test_without_the_scanner_no_file_is_taken(trust: Trust, olive: str, evidence: Path) -> None:
    trust.app.config["CLAMAV_SOCKET"] = "127.0.0.1:1"
    sent: dict[str, Any] = {**COURSE, "certificate": (io.BytesIO(PDF), "c.pdf")}
    page = tell(trust.client("senco"), f"{olive}/qualifications/add", 422, **sent)
    assert "The virus scanner does not answer" in page
    assert not evidence.exists()


def test_an_award_of_tomorrow_is_kept_and_flagged(trust: Trust) -> None:
    helper = f"/people/{trust.people['Nora Next']}"
    hr = trust.client("hr")
    award = {**COURSE, **day("passed_on", date(2026, 11, 22))}
    tell(hr, f"{helper}/qualifications/add", **award)
    page = hr.get(helper)
    assert "The award is dated in the future" in page
    assert "In the future" in page


def test_settings_of_the_evidence() -> None:
    kept = config.from_environment({"EVIDENCE_DIR": "/srv/kept", "CLAMAV_SOCKET": "/run/clamd"})
    assert (kept["EVIDENCE_DIR"], kept["CLAMAV_SOCKET"]) == ("/srv/kept", "/run/clamd")
    usual = config.from_environment({"TRUST_INCLUSION_HOME": "/srv/home"})
    assert (usual["EVIDENCE_DIR"], usual["CLAMAV_SOCKET"]) == ("/srv/home/evidence", "")
    with pytest.raises(config.UnsafeSettings, match="CLAMAV_SOCKET"):
        config.from_environment({"CLAMAV_SOCKET": "clamd"})
