"""Certificates from the form to the store and back, in a bucket: with the row or not at all."""

import io
import re
from typing import Any

import pytest
from sqlalchemy import func, select

from tests import clamd
from tests.certificate_files import PAGE, PDF, PNG, POLYGLOT, png
from tests.clamd import EICAR
from tests.client import Client
from tests.object_store import BUCKET, ObjectStore
from tests.smtp import free_port
from tests.web.conftest import Trust
from trust_inclusion import config
from trust_inclusion.adapters.certificates import MAX_BYTES
from trust_inclusion.db import db
from trust_inclusion.models.people import Qualification
from trust_inclusion.models.records import Claim, EvidenceFile

AWARD: dict[str, Any] = {
    "course": "NPQSENCO",
    "outcome": "passed",
    "passed_on": ["1", "6", "2026"],
}
LATER: dict[str, Any] = {**AWARD, "outcome": "enrolled"}


@pytest.fixture
def there(trust: Trust, object_store: ObjectStore) -> ObjectStore:
    """The object store, empty, as the app's store."""
    object_store.empty()
    choose(trust, object_store.settings)
    return object_store


def choose(trust: Trust, environ: dict[str, str]) -> None:
    """Set the app's store as this environment does."""
    found = config.from_environment(environ)
    trust.app.config.update({k: v for k, v in found.items() if k.startswith(("EVIDENCE", "S3"))})


def sent(client: Client, record: str, status: int, **told: Any) -> str:
    """Send the form of a new qualification with a certificate."""
    path = f"{record}/qualifications/add"
    version = re.search(r'name="version"[^>]*value="(\d+)"', client.get(path))
    assert version
    certificate = (io.BytesIO(PDF), "award.pdf")
    data = {"version": version[1], **AWARD, "certificate": certificate, **told}
    return client.post(path, data, status).text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "This file is empty. Choose the file again"),
        (PDF.ljust(MAX_BYTES + 1), "This file is larger than 10 MB."),
        (PAGE, "This is not a PDF or a picture, whatever its name says."),
        (POLYGLOT, "This file is damaged or only partly copied."),
        (png(100_000, 100_000), "This picture is too large to open: 100,000 by 100,000 dots."),
        (PDF + EICAR, "The virus scanner found something in this file, so it was not taken."),
    ],
    ids=["empty", "too many bytes", "a page", "both at once", "too many dots", "a virus"],
)
def test_what_is_no_certificate_is_refused_beside_its_field(
    trust: Trust, olive: str, there: ObjectStore, content: bytes, said: str
) -> None:
    before = rows(trust)
    with clamd.served() as scanner:
        trust.app.config["CLAMAV_SOCKET"] = scanner.address
        wrong = (io.BytesIO(content), "certificate.pdf")
        page = sent(trust.client("senco"), olive, 422, certificate=wrong, provider="Kept")
    assert said in page
    assert 'id="certificate-error"' in page
    assert 'value="Kept"' in page
    assert (rows(trust), there.names()) == (before, [])


def test_a_scanned_certificate_says_so(trust: Trust, olive: str, there: ObjectStore) -> None:
    with clamd.served() as scanner:
        trust.app.config["CLAMAV_SOCKET"] = scanner.address
        sent(trust.client("senco"), olive, 303)
    assert scanner.read == [PDF]
    assert "scanned for viruses" in trust.client("hr").get(olive)


def test_a_certificate_comes_with_a_policy_of_its_own(
    trust: Trust, olive: str, there: ObjectStore
) -> None:
    for content, sandboxed in ((PDF, False), (PNG, True)):
        sent(trust.client("hr"), olive, 303, certificate=(io.BytesIO(content), "<b>.html"))
        with trust.app.app_context():
            number = db.session.scalars(select(func.max(EvidenceFile.id))).one()
        headers = trust.client("hr").raw(f"{olive}/files/{number}").headers
        (policy,) = headers.getlist("Content-Security-Policy")
        assert policy.startswith("default-src 'none'; frame-ancestors 'none'")
        assert "script" not in policy
        assert ("sandbox" in policy) == sandboxed
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Content-Type"] == ("image/png" if sandboxed else "application/pdf")


def rows(trust: Trust) -> list[int]:
    """How many files, claims and courses of Olive's there are."""
    olive = trust.people["Olive Own"]
    with trust.app.app_context():
        return [
            db.session.scalar(select(func.count()).where(one.person_id == olive)) or 0
            for one in (EvidenceFile, Claim, Qualification)
        ]


@pytest.fixture
def olive(trust: Trust) -> str:
    """Where Olive Own's record is."""
    return f"/people/{trust.people['Olive Own']}"


def test_a_certificate_lies_in_the_bucket_and_comes_through_our_door_only(
    trust: Trust, olive: str, there: ObjectStore
) -> None:
    sent(trust.client("senco"), olive, 303)
    with trust.app.app_context():
        file = db.session.scalars(select(EvidenceFile)).one()
    assert there.names() == [f"evidence/{file.key}"]
    answer = trust.client("hr").raw(f"{olive}/files/{file.id}")
    assert (answer.status_code, answer.data) == (200, PDF)
    assert trust.client("headteacher").raw(f"{olive}/files/{file.id}").status_code == 403
    for who in ("senco", "hr"):
        page = trust.client(who).get(olive)
        assert file.key not in page
        assert there.endpoint not in page
    there.empty()
    missing = trust.client("hr").get(f"{olive}/files/{file.id}", 404)
    assert "not where it was kept" in missing


def test_with_the_store_down_nothing_is_saved_and_the_person_is_told(
    trust: Trust, olive: str, there: ObjectStore
) -> None:
    sent(trust.client("hr"), olive, 303)
    before = rows(trust)
    down = {**there.settings, "AWS_ENDPOINT_URL_S3": f"http://127.0.0.1:{free_port()}"}
    choose(trust, down)
    page = sent(trust.client("senco"), olive, 422, provider="Typed with care")
    assert "does not answer. Try again in a few minutes." in page
    assert 'value="Typed with care"' in page
    assert rows(trust) == before
    with trust.app.app_context():
        number = db.session.scalars(select(EvidenceFile.id)).one()
    assert "does not answer" in trust.client("hr").get(f"{olive}/files/{number}", 503)


@pytest.mark.parametrize(
    "wrong",
    [{"AWS_SECRET_ACCESS_KEY": "not-the-secret"}, {"EVIDENCE_STORE": f"s3://{BUCKET}-of-others"}],
)
def test_with_a_wrong_key_nothing_is_saved(
    trust: Trust, olive: str, there: ObjectStore, wrong: dict[str, str]
) -> None:
    before = rows(trust)
    choose(trust, {**there.settings, **wrong})
    page = sent(trust.client("senco"), olive, 422)
    assert "tell the administrator" in page
    assert (rows(trust), there.names()) == (before, [])


def test_bytes_go_with_a_transaction_that_fails(
    trust: Trust, olive: str, there: ObjectStore
) -> None:
    before = rows(trust)
    page = sent(trust.client("senco"), olive, 422, version="99")
    assert "Somebody else changed this record" in page
    page = sent(trust.client("senco"), olive, 422, **LATER)
    assert "There is a problem" in page
    assert (rows(trust), there.names()) == (before, [])
