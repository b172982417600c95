"""A record's history in sentences, and evidence that was looked at too early."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from time_machine import TimeMachineFixture

from tests import factories as make
from tests.web.conftest import Trust
from tests.web.test_records import COURSE, TEACHER, day, stored, tell, version
from trust_inclusion.db import db
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.records import Claim


@pytest.fixture
def olive(trust: Trust, tmp_path: Path) -> str:
    """Where Olive Own's record is."""
    trust.app.config["EVIDENCE_DIR"] = str(tmp_path / "evidence")
    return f"/people/{trust.people['Olive Own']}"


def test_the_history_names_what_it_is_about(trust: Trust, olive: str) -> None:
    hr = trust.client("hr")
    tell(hr, f"{olive}/qualifications/add", **{**COURSE, "course": "NPQSL"}, provider="Elm")
    course = stored(trust, Qualification, course="NPQSL")
    path = f"{olive}/qualifications/{course.id}"
    tell(hr, path, **{**COURSE, "course": "NPQSL"}, provider="Oak")
    voided = {**COURSE, "course": "NPQSL", "outcome": "voided", **day("passed_on", None)}
    tell(hr, path, **voided, provider="Oak")
    page = hr.get(f"{olive}")
    history = page[page.index('id="history"') :]
    assert history.count("recorded the NPQSL.") == 3
    assert re.search(r"Provider: changed", history)
    assert re.search(r"Outcome: Passed .*Voided", history)


def test_all_is_checked_once_the_service_is_confirmed_too(trust: Trust, olive: str) -> None:
    hr = trust.client("hr")
    with trust.app.app_context():
        with make.saved():
            for course in db.session.scalars(select(Qualification)):
                course.checked_on = make.TODAY
        db.session.remove()
    hr.post(f"{olive}/teacher/check", {"version": version(hr.get(olive))})
    assert "Not everything here is checked by HR yet." in hr.get(olive)
    hr.post(f"{olive}/service/check", {"version": version(hr.get(olive))})
    assert "Everything the law depends on is checked." in hr.get(olive)


def test_who_tells_again_goes_on_from_what_they_told(trust: Trust, olive: str) -> None:
    senco = trust.client("senco")
    tell(senco, f"{olive}/teacher", **TEACHER)
    form = senco.get(f"{olive}/teacher")
    assert '<option value="qtls" selected>' in form
    assert '<option value="qtls" selected>' not in trust.client("hr").get(f"{olive}/teacher")
    as_recorded: dict[str, Any] = {
        "qts": "yes", "qts_basis": "", **day("qtls_recheck_on", None), "para_8a": "no",
        "induction_completed": "yes",
    }  # fmt: skip
    page = senco.post(f"{olive}/teacher", {**as_recorded, "version": version(form)})
    assert page.status_code == 303
    assert stored(trust, Claim).state == "withdrawn", "what stands was told again"
    assert "To be checked" not in senco.get(olive)


def test_a_check_of_qtls_holds_for_a_year(trust: Trust, olive: str) -> None:
    hr = trust.client("hr")
    past = {**TEACHER, **day("qtls_recheck_on", date(2026, 11, 1))}
    tell(hr, f"{olive}/teacher", **past)
    hr.post(f"{olive}/teacher/check", {"version": version(hr.get(olive))})
    assert stored(trust, Person, name="Olive Own").qtls_recheck_on == date(2027, 11, 21)
    assert "QTLS membership to check again: 1 November 2026 → 21 November 2027" in hr.get(olive)


def test_a_reason_that_is_too_long_is_kept_as_typed(trust: Trust, olive: str) -> None:
    tell(trust.client("senco"), f"{olive}/teacher", **TEACHER)
    claim, hr = stored(trust, Claim), trust.client("hr")
    sent = {"version": claim.version, "reason": "x" * 501}
    page = hr.post(f"{olive}/claims/{claim.id}/refuse", sent, 422).text
    assert "must be 500 characters or fewer; it is 501" in page
    assert f'value="{"x" * 501}"' in page
    assert stored(trust, Claim).state == "pending"


def test_evidence_seen_before_the_outcome_is_to_be_seen_again(
    trust: Trust, clock: TimeMachineFixture
) -> None:
    record = f"/people/{trust.people['Nora Next']}"
    tell(trust.client("hr"), f"{record}/qualifications/add",
         **{**COURSE, **day("passed_on", date(2026, 11, 22))})  # fmt: skip
    course = stored(trust, Qualification, course="NPQSENCO", passed_on=date(2026, 11, 22))
    check = f"{record}/qualifications/{course.id}/check"
    assert check not in trust.client("hr").get(record), "it is not out yet"
    clock.move_to(datetime(2026, 11, 22, 9, tzinfo=UTC))
    hr = trust.client("hr")
    page = hr.get(record)
    assert check in page
    hr.post(check, {"version": version(page)})
    assert check not in hr.get(record)
