"""`remind` and `deliver-mail` for changes of hours, as cron runs them, with a real mail server."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from time_machine import TimeMachineFixture

from tests.changing import Changing
from tests.conftest import started
from tests.factories import NOW, TODAY
from tests.smtp import Box, parts, served
from trust_inclusion import cli
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.changes import Step
from trust_inclusion.models.academies import Academy

SITE = "https://inclusion.trust.example"
SIXTH = "2026-11-30"


@pytest.fixture
def oak(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    database_url: str,
    time_machine: TimeMachineFixture,
) -> Iterator[Changing]:
    """Oak and its people, on the database that the environment names; it is noon of TODAY."""
    time_machine.move_to(NOW)
    monkeypatch.setenv("TRUST_INCLUSION_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("PUBLIC_URL", SITE)
    monkeypatch.setenv("MAIL_FROM", "inclusion@trust.example")
    for name in ("SMTP_USER", "SMTP_PASSWORD", "SMTP_TLS", "SMTP_STARTTLS", "SMTP_HOST"):
        monkeypatch.delenv(name, raising=False)
    for app in started(database_url):
        with app.app_context():
            yield Changing()


def delivered(monkeypatch: pytest.MonkeyPatch) -> Box:
    """What `deliver-mail` brings to the server."""
    db.session.rollback()
    with served() as box:
        monkeypatch.setenv("SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("SMTP_PORT", str(box.port))
        assert cli.main(["deliver-mail"]) == 0
    return box


def remind(*arguments: str) -> None:
    db.session.rollback()
    assert cli.main(["remind", *arguments]) == 0


def test_a_letter_says_where_and_links_and_nothing_else(
    oak: Changing, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = oak.propose("senco")
    oak.take("head", one, Step.RETURN, comment="She is ill, and £900 is too much")
    box = delivered(monkeypatch)
    assert box.addresses == ["head@trust.example", "senco@trust.example"]
    waits, returned = box.letters
    assert waits["Subject"] == "A change of allocation at Oak waits for you"
    assert returned["Subject"] == "A change of allocation at Oak was returned to you"
    for letter in box.letters:
        plain, html = parts(letter)
        assert f"{SITE}/changes/{one}" in plain.splitlines()
        assert f'href="{SITE}/changes/{one}"' in html
        assert max(len(line) for line in plain.splitlines()) < 80
        for never in ("Sam", "Reed", "ill", "£", "needs nobody", "8.0", "480"):
            assert never not in plain.replace("will", "") + html, never


def test_the_digest_is_shown_put_out_once_and_sent(
    oak: Changing, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one = oak.propose("senco")
    delivered(monkeypatch)
    capsys.readouterr()
    remind("--as-at", SIXTH)
    shown = capsys.readouterr().out
    assert "Oak: a change waits to be endorsed, for more than 5 working days" in shown
    assert "1 change of hours waiting long, 2 digests to whose step is next" in shown
    assert "Nothing was put out" in shown
    for times in ("1 change of hours", "0 changes of hours"):
        remind("--as-at", SIXTH, "--commit")
        assert times in capsys.readouterr().out
    box = delivered(monkeypatch)
    to_people = [(to, mail) for to, mail in zip(box.addresses, box.letters, strict=True)
                 if str(mail["Subject"]).startswith("1 change")]  # fmt: skip
    assert [to for to, _ in to_people] == ["director@trust.example", "head@trust.example"]
    for to, letter in to_people:
        assert letter["Subject"] == "1 change of allocation has waited long: Larch Trust"
        plain, html = parts(letter)
        assert f"{SITE}/changes/{one}" in plain
        assert f'href="{SITE}/changes/{one}"' in html
        says = "waits for you" if to.startswith("head") else "waits to be endorsed"
        assert says in " ".join(plain.split())
        for never in ("Sam", "Reed", "£", "needs nobody"):
            assert never not in plain + html


def test_the_daily_run_closes_what_is_open_where_an_academy_left(
    oak: Changing, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    one = oak.propose("head")
    delivered(monkeypatch)
    tomorrow, long_ago = TODAY + timedelta(days=1), date(2026, 11, 1)
    for left_on, state in ((tomorrow, "endorsed"), (long_ago, "lapsed")):
        with transaction():
            db.session.get_one(Academy, oak.oak.id).left_on = left_on
        capsys.readouterr()
        # A later day is asked for: what is due by then goes out, but nothing is closed ahead.
        remind("--as-at", f"{tomorrow + timedelta(days=30)}")
        to_close = "1 change of hours to close" in capsys.readouterr().out
        assert to_close == (state == "lapsed")
        remind("--as-at", f"{tomorrow + timedelta(days=30)}", "--commit")
        db.session.rollback()
        assert oak.state(one) == state
    assert "1 change of hours closed" in capsys.readouterr().out
    subjects = {str(one["Subject"]) for one in delivered(monkeypatch).letters}
    assert (
        "The hours of your post at Oak: a change lapsed, because the academy left the trust"
        in subjects
    )
