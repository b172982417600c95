"""Two runs of one command at the same moment, as two processes with connections of their own."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Connection, create_engine, func, select, text

from tests import clock_rows, smtp
from tests import factories as make
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Role
from trust_inclusion.models.notices import OutgoingMail, Reminder
from trust_inclusion.services import notices, settings

DAY = "2026-11-21"


@pytest.fixture
def environ(app: Flask, database_url: str, tmp_path: Path) -> dict[str, str]:
    """What a process needs to act on this test's database."""
    mail = {"MAIL_FROM": "inclusion@trust.example", "PUBLIC_URL": "https://inclusion.example"}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept, **mail, "DATABASE_URL": database_url, "TRUST_INCLUSION_HOME": str(tmp_path)
    }  # fmt: skip


@pytest.fixture
def deadlines(app: Flask) -> Iterator[None]:
    """Twelve academies whose SENCOs have a deadline in a month; HR is told."""
    with app.app_context():
        rows = []
        with make.saved():
            settings.name_trust("Larch Trust")
            make.account(Role.HR, email="hr@trust.example")
            for number in range(12):
                academy = make.academy(f"Academy {number}")
                held = make.senco(academy, person=make.person(email=f"s{number}@school.example"))
                rows.append(clock_rows.row(academy, held, deadline=date(2026, 12, 21)))
        clock_rows.stand(*rows)
        db.session.remove()
        yield


def begun(environ: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    """One run of a command, on its way."""
    command = [sys.executable, "-m", "trust_inclusion", *arguments]
    return subprocess.Popen(
        command, env=environ, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def ended(*runs: subprocess.Popen[str]) -> list[tuple[int, str, str]]:
    """The exit status of each run and what it said."""
    said = [(one.communicate(timeout=120), one.returncode) for one in runs]
    assert not any("Traceback" in err for (_, err), _ in said), said
    return [(status, out, err) for (out, err), status in said]


def reminders_put() -> tuple[int, int]:
    """How many reminders are kept, and how many letters wait."""
    db.session.rollback()
    counts = [
        db.session.scalar(select(func.count()).select_from(one)) or 0
        for one in (Reminder, OutgoingMail)
    ]
    return counts[0], counts[1]


def test_two_runs_of_remind_put_each_out_once(
    app: Flask, deadlines: None, environ: dict[str, str]
) -> None:
    found = ended(*(begun(environ, "remind", "--as-at", DAY, "--commit") for _ in range(2)))
    assert [status for status, _, _ in found] == [0, 0]
    outs = [out for _, out, _ in found]
    assert sum("Put out." in out for out in outs) == 1
    assert sum("There was nothing to put out." in out for out in outs) == 1
    # Twelve deadlines, twelve records to confirm and HR's count of them; twelve letters, a digest.
    assert reminders_put() == (25, 13)


def test_a_reminder_that_another_put_out_meanwhile_is_refused_in_a_sentence(
    app: Flask, deadlines: None, environ: dict[str, str], database_url: str
) -> None:
    """Whoever writes without queueing meets the constraint: nothing of the loser's run stays."""
    row = db.session.scalars(select(clock_rows.Clock)).first()
    assert row
    put = {"a": row.academy_id, "b": row.appointment_id, "p": row.person_id}
    db.session.remove()
    engine = create_engine(database_url)
    with engine.connect() as other:
        other.execute(
            text(
                "INSERT INTO reminders (kind, academy_id, appointment_id, person_id, due_on, "
                "reminded_at) VALUES ('deadline', :a, :b, :p, '2026-11-21', '2026-11-21 06:00')"
            ),
            put,
        )
        run = begun(environ, "remind", "--as-at", DAY, "--commit")
        _wait_until_it_waits(other)
        other.commit()
        [(status, out, err)] = ended(run)
    engine.dispose()
    if engine.dialect.name == "sqlite":  # where all writers queue, it sees what the other put out
        assert (status, "Put out." in out) == (0, True)
        assert reminders_put() == (25, 13)
    else:
        assert status == 1
        assert "Another run put out the same" in err
        assert reminders_put() == (1, 0)


def _wait_until_it_waits(other: Connection) -> None:
    if other.dialect.name == "sqlite":
        time.sleep(1)
        return
    waiting = text(
        "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid IN "
        "(SELECT pid FROM pg_stat_activity WHERE datname = current_database())"
    )
    for _ in range(600):
        if other.scalar(waiting):
            return
        time.sleep(0.1)
    raise AssertionError("the run does not wait for the other")


def test_runs_of_deliver_mail_send_each_letter_once(app: Flask, environ: dict[str, str]) -> None:
    with app.app_context():
        long_ago = datetime.now(UTC) - timedelta(minutes=1)
        with transaction():
            for number in range(30):
                address = f"a{number}@school.example"
                notices.put("reminder", address, {"items": []}, now=long_ago)
        db.session.remove()
        with smtp.served() as box:
            server = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": f"{box.port}"}
            found = ended(*(begun({**environ, **server}, "deliver-mail") for _ in range(2)))
        assert [status for status, _, _ in found] == [0, 0]
        assert sum(int(out.split()[0]) for _, out, _ in found) == 30
        assert sorted(box.addresses) == sorted(f"a{number}@school.example" for number in range(30))
        left = select(func.count()).select_from(OutgoingMail).where(OutgoingMail.sent_at.is_(None))
        assert db.session.scalar(left) == 0
