"""`remind` and `deliver-mail` as cron runs them, against a real mail server."""

import re
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests import clock_rows
from tests import factories as make
from tests.conftest import build_app, started
from tests.smtp import Box, Certified, free_port, parts, served
from trust_inclusion import cli
from trust_inclusion.adapters.mail import Postman, Server
from trust_inclusion.cli.mail import deliver
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Role
from trust_inclusion.models.notices import OutgoingMail, Reminder
from trust_inclusion.models.people import Person
from trust_inclusion.services import notices, settings

NOW = make.NOW
MAIL = {"PUBLIC_URL": "https://inclusion.trust.example", "MAIL_FROM": "inclusion@trust.example"}
NO_STARTTLS = {"SMTP_STARTTLS": "no"}


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str) -> str:
    """The database and the mail settings as the environment tells them."""
    monkeypatch.setenv("TRUST_INCLUSION_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", database_url)
    for name in ("SMTP_USER", "SMTP_PASSWORD", "SMTP_TLS", "SMTP_STARTTLS", "SMTP_HOST"):
        monkeypatch.delenv(name, raising=False)
    for name, value in MAIL.items():
        monkeypatch.setenv(name, value)
    return database_url


@pytest.fixture
def app(here: str) -> Iterator[Flask]:
    """The app on the same database, with a deadline in a month."""
    for app in started(here):
        app.config.update(MAIL)
        with app.app_context():
            _fill()
            yield app


def _fill() -> None:
    with make.saved():
        settings.name_trust("Larch & Sons Trust")
        ash = make.academy("Ash")
        olive = make.senco(ash, person=make.person("Olive Own", email="olive@school.example"))
        make.account(Role.HR, email="hr@trust.example")
    clock_rows.stand(clock_rows.row(ash, olive, deadline=date(2026, 12, 21)))


def run(*arguments: object) -> int:
    return cli.main([str(argument) for argument in arguments])


def letters(count: int, now: datetime = NOW) -> None:
    """So many letters in the outbox, to a0, a1 ..."""
    with transaction():
        for number in range(count):
            notices.put("reminder", f"a{number}@a.example", {"items": []}, now=now)


def unsent() -> int:
    waits = select(func.count()).select_from(OutgoingMail).where(OutgoingMail.sent_at.is_(None))
    return db.session.scalar(waits) or 0


def test_from_a_deadline_to_the_letter(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("remind", "--as-at", "2026-11-21") == 0
    shown = capsys.readouterr().out
    assert "Ash, Olive Own: deadline 21 Dec 2026" in shown
    assert "The trust: records to confirm" in shown
    assert "3 reminders, 1 letter to SENCOs, 1 digest to HR" in shown
    assert "Nothing was put out: this is a preview." in shown
    assert db.session.scalar(select(func.count()).select_from(Reminder)) == 0
    db.session.rollback()
    for said in ("Put out.", "There was nothing to put out."):
        assert run("remind", "--as-at", "2026-11-21", "--commit") == 0
        assert said in capsys.readouterr().out
    with served() as box:
        monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("SMTP_PORT", str(box.port))
        assert run("deliver-mail") == 0
        assert capsys.readouterr().out == "2 messages sent.\n"
        assert run("deliver-mail") == 0
    assert box.addresses == ["olive@school.example", "hr@trust.example"]
    first, digest = box.letters
    assert first["Subject"] == "A date for your SENCO record: Larch & Sons Trust"
    assert digest["Subject"] == "SENCO deadlines: 2 reminders, Larch & Sons Trust"
    record = f"/people/{db.session.scalars(select(Person.id)).one()}"
    paths = (["/", record], ["/deadlines/", "/confirmations/"])
    for letter, led_to in zip(box.letters, paths, strict=True):
        plain, html = parts(letter)
        assert re.findall(r"https://inclusion.trust.example(/\S*)", plain) == led_to
        assert re.findall(r'href="https://inclusion.trust.example(/[^"]*)"', html) == led_to
        assert "21 December 2026" in " ".join(plain.split())
        for never in ("Olive", "£"):
            assert never not in plain + html
    assert "Larch &amp; Sons Trust" in parts(first)[1]


def test_a_server_that_is_down_for_a_day_loses_nothing(app: Flask) -> None:
    letters(3)
    port, now = free_port(), NOW
    tried = 0
    while now < NOW + timedelta(days=1):
        with Postman(Server("127.0.0.1", port)) as postman:
            tried += deliver(app, postman, lambda at=now: at).failed
        now += timedelta(minutes=30)
    assert unsent() == 3
    assert tried > 3
    with served(port=port) as box:
        while now < NOW + timedelta(days=2):
            with Postman(Server("127.0.0.1", port)) as postman:
                deliver(app, postman, lambda at=now: at)
            now += timedelta(minutes=30)
    assert sorted(box.addresses) == ["a0@a.example", "a1@a.example", "a2@a.example"]
    assert unsent() == 0


def test_one_letter_s_failure_does_not_stop_the_others(app: Flask) -> None:
    with transaction():
        notices.put("no_such_notice", "drawn@a.example", {"items": []}, now=NOW)
    letters(3)
    box = Box()
    box.refuse = {"a1@a.example"}
    with served(box), Postman(Server("127.0.0.1", box.port)) as postman:
        done = deliver(app, postman, lambda: NOW)
    assert (done.sent, done.failed) == (2, 2)
    assert box.addresses == ["a0@a.example", "a2@a.example"]
    errors = db.session.scalars(
        select(OutgoingMail.last_error).where(OutgoingMail.sent_at.is_(None))
    )
    assert set(errors) == {"refused_550", "cannot_be_drawn"}


def test_two_runs_at_once_send_each_letter_once(app: Flask, here: str) -> None:
    letters(20)
    db.session.remove()
    box = Box()
    failures: list[BaseException] = []

    def one_run() -> None:
        try:
            own = build_app(here, **MAIL)
            with own.app_context(), Postman(Server("127.0.0.1", box.port)) as postman:
                deliver(own, postman, lambda: NOW)
                db.session.remove()
                db.engine.dispose()
        except BaseException as error:
            failures.append(error)

    with served(box):
        runs = [threading.Thread(target=one_run) for _ in range(2)]
        for one in runs:
            one.start()
        for one in runs:
            one.join()
    assert failures == []
    assert sorted(box.addresses) == sorted(f"a{number}@a.example" for number in range(20))


@pytest.mark.parametrize(
    ("settings_of", "said"),
    [
        ({}, "SMTP_HOST is not set"),
        ({"SMTP_HOST": "127.0.0.1", "PUBLIC_URL": ""}, "PUBLIC_URL is not set"),
        ({"SMTP_HOST": "mail.example", "MAIL_FROM": "x\nBcc: y@z.example"}, "MAIL_FROM"),
        ({"SMTP_HOST": "mail.example", "SMTP_USER": "u"}, "go together"),
        (
            {"SMTP_HOST": "a.example", "SMTP_USER": "u", "SMTP_PASSWORD": "p"} | NO_STARTTLS,
            "unencrypted",
        ),
        ({"SMTP_TLS": "yes", "SMTP_STARTTLS": "yes"}, "not both"),
        ({"SMTP_TLS": "perhaps"}, "yes or no"),
    ],
)  # fmt: skip
def test_what_is_not_set_is_said(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    settings_of: dict[str, str],
    said: str,
) -> None:
    for name, value in settings_of.items():
        monkeypatch.setenv(name, value)
    assert run("deliver-mail") == 1
    assert said in capsys.readouterr().err


def test_an_encrypted_server_takes_mail_only_where_its_certificate_is_trusted(
    app: Flask,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    letters(2, datetime.now(UTC) - timedelta(minutes=1))
    certified = Certified()
    monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("SMTP_STARTTLS", "yes")
    with served(starttls=certified.of_server) as box:
        monkeypatch.setenv("SMTP_PORT", str(box.port))
        assert run("deliver-mail") == 1
        assert "2 messages not sent." in capsys.readouterr().err
        db.session.rollback()
        kept = db.session.scalars(select(OutgoingMail)).all()
        assert [(row.sent_at, row.last_error) for row in kept] == [(None, "not_trusted")] * 2
        with transaction():
            for row in db.session.scalars(select(OutgoingMail)):
                row.not_before = row.made_at  # as if the time to wait had passed
        # Python asks the system's store of authorities, which this names for one process.
        monkeypatch.setenv("SSL_CERT_FILE", str(certified.write(tmp_path / "authority.pem")))
        assert run("deliver-mail") == 0
    assert box.addresses == ["a0@a.example", "a1@a.example"]
    assert unsent() == 0


def test_a_failed_run_says_so(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    letters(1)
    monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("SMTP_PORT", str(free_port()))
    assert run("deliver-mail") == 1
    assert capsys.readouterr().err == "1 message not sent.\n"
