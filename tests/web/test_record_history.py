"""A record's history in sentences, and evidence that was looked at too early."""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from time_machine import TimeMachineFixture

from tests.web.conftest import Trust
from tests.web.test_records import COURSE, day, stored, tell, version
from trust_inclusion.models.people import Qualification


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
