"""`check` as whoever looks after the server runs it: what works, what does not, and why."""

from collections.abc import Callable
from pathlib import Path

import pytest
from time_machine import TimeMachineFixture

from tests import clamd, smtp
from tests import factories as make
from tests.conftest import started
from tests.object_store import ObjectStore
from trust_inclusion import cli
from trust_inclusion.services import settings

Say = Callable[[], tuple[int, str, str]]


@pytest.fixture
def check(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    database_url: str,
    capsys: pytest.CaptureFixture[str],
    time_machine: TimeMachineFixture,
) -> Say:
    """Runs it on a database that is set up, with nothing else set; its status and what it said.

    On a day before the next start of the NPQ that the settings begin with.
    """
    time_machine.move_to(make.NOW)
    monkeypatch.setenv("TRUST_INCLUSION_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DATABASE_URL", database_url)
    for name in ("SMTP_HOST", "CLAMAV_SOCKET", "EVIDENCE_STORE", "EVIDENCE_DIR", "PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)

    def run() -> tuple[int, str, str]:
        status = cli.main(["check"])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_an_installation_with_nothing_set_is_healthy(check: Say, tmp_path: Path) -> None:
    status, out, err = check()
    assert (status, err) == (0, "")
    assert "Certificates: the folder of EVIDENCE_DIR keeps, gives back and removes." in out
    assert "Mail: not set (SMTP_HOST); reminders wait in the outbox." in out
    assert "not scanned" in out
    assert list((tmp_path / "home" / "evidence").iterdir()) == []


def test_everything_set_and_working(
    check: Say, monkeypatch: pytest.MonkeyPatch, object_store: ObjectStore
) -> None:
    object_store.empty()
    with smtp.served() as box, clamd.served() as scanner:
        for name, value in {
            **object_store.settings,
            "CLAMAV_SOCKET": scanner.address,
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": f"{box.port}",
            "MAIL_FROM": "inclusion@trust.example",
            "PUBLIC_URL": "https://inclusion.trust.example",
        }.items():
            monkeypatch.setenv(name, value)
        status, out, err = check()
    assert (status, err) == (0, "")
    assert "s3://certificates/evidence keeps, gives back and removes." in out
    assert "Virus scanner: answers." in out
    assert "Mail: the server takes us." in out
    assert (object_store.names(), box.letters) == ([], [])


def test_everything_set_and_nothing_working_is_all_told(
    check: Say, monkeypatch: pytest.MonkeyPatch, object_store: ObjectStore
) -> None:
    nobody = smtp.free_port()
    for name, value in {
        **object_store.settings,
        "AWS_SECRET_ACCESS_KEY": "not-the-secret",
        "CLAMAV_SOCKET": f"127.0.0.1:{nobody}",
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": f"{nobody}",
        "MAIL_FROM": "inclusion@trust.example",
        "PUBLIC_URL": "https://inclusion.trust.example",
    }.items():
        monkeypatch.setenv(name, value)
    status, _, err = check()
    assert status == 1
    assert "Certificates: The store of certificates refuses this" in err
    assert "Virus scanner: does not answer" in err
    assert "Mail: The mail server does not answer." in err
    monkeypatch.setenv("AWS_ENDPOINT_URL_S3", f"http://127.0.0.1:{nobody}")
    assert "Certificates: The store of certificates does not answer" in check()[2]


def test_a_next_start_that_has_passed_is_told(
    check: Say, database_url: str, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to(make.NOW.replace(year=2031))
    for app in started(database_url):
        with app.app_context(), make.saved():
            settings.name_trust("Larch Trust")
    status, _, err = check()
    assert status == 1
    assert "has passed: set the next one in the settings." in err


def test_a_malformed_setting_is_refused(check: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVIDENCE_STORE", "certificates")
    status, out, err = check()
    assert (status, out) == (1, "")
    assert "EVIDENCE_STORE must be s3://BUCKET" in err
