"""The command line: what it does, what it refuses and with which exit status."""

import contextlib
import io
import re
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from http.client import HTTPConnection
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update
from time_machine import TimeMachineFixture

from tests import factories as make
from tests import files, listed_changes
from tests.conftest import started
from tests.factories import NOW
from trust_inclusion import cli
from trust_inclusion.db import db, transaction
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import settings


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An instance folder of this test's own, not there yet, and nothing set beside it."""
    for name in ("DATABASE_URL", "SECRET_KEY", "PORT", "HOST", "PUBLIC_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TRUST_INCLUSION_HOME", str(tmp_path / "instance"))
    return tmp_path / "instance"


@pytest.fixture
def here(bare: Path, monkeypatch: pytest.MonkeyPatch, database_url: str) -> str:
    """The URL of a database that is set up, as the environment tells it."""
    assert not bare.exists()
    monkeypatch.setenv("DATABASE_URL", database_url)
    return database_url


@pytest.fixture
def app(here: str) -> Iterator[Flask]:
    """The app on the same database, to look at what a command left."""
    for app in started(here):
        with app.app_context():
            yield app


def run(*arguments: object) -> int:
    """The exit status of one command."""
    return cli.main([str(argument) for argument in arguments])


def file(folder: Path, content: bytes, name: str = "edubasealldata20260806.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_trust_begins_with_four_commands(
    bare: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    schools = file(tmp_path, files.group_links({}), "grouplinks20260801.csv")
    pupils = file(tmp_path, files.census({}), "2025-2026_england_census.csv")
    assert run("init", "--trust-name", "Northgate Together") == 0
    assert "Next: trust-inclusion import academies" in capsys.readouterr().out
    assert stat.S_IMODE(bare.stat().st_mode) == 0o700
    assert run("import", "academies", schools, "--trust", "3252", "--commit") == 0
    assert run("import", "census", pupils, "--commit") == 0
    out = tmp_path / "academies.csv"
    assert run("export", "academies", "--format", "csv", "--output", out) == 0
    assert "1 row written" in capsys.readouterr().out
    assert out.read_text("utf-8-sig").splitlines()[1].startswith("139975,Northgate School,Primary")
    assert run("init") == 0
    assert "Next:" not in capsys.readouterr().out
    assert run("import", "census", pupils, "--commit") == 0
    assert "There was nothing to change." in capsys.readouterr().out


def test_init_works_out_what_an_earlier_version_did_not_know(app: Flask) -> None:
    with make.saved():
        settings.name_trust("Northgate Together")
        make.senco(make.academy("Ash"), "Ann Lee", pay_point="M3")
    before = db.session.scalars(select(Standing.conditions).order_by(Standing.valid_from)).all()
    with transaction():
        nothing = {"conditions": None, "duties": None, "conditions_not_met": None}
        db.session.execute(update(Standing).values(**nothing))
    db.session.remove()
    assert run("init") == 0
    found = select(Standing.conditions).order_by(Standing.valid_from)
    assert db.session.scalars(found).all() == before
    assert None not in before
    assert None not in db.session.scalars(select(Standing.conditions_not_met)).all()


def test_changes_are_exported_as_they_stood_on_a_day(
    app: Flask,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    time_machine: TimeMachineFixture,
) -> None:
    time_machine.move_to(NOW)
    listed_changes.with_changes()
    out = tmp_path / "changes.csv"
    assert run("export", "changes", "--output", out) == 0
    assert "8 rows written" in capsys.readouterr().out
    header, first, *_ = out.read_text("utf-8-sig").splitlines()
    assert header.startswith("id,urn,academy,post,person,kind,state,unsupported,hours_now,")
    assert first.startswith("1,100002,Beech,SENCO,Bea Beech,permanent,approved,no,5.0,6.0,")
    assert run("export", "changes", "--output", out, "--as-at", "2026-09-02") == 0
    (_, only) = out.read_text("utf-8-sig").splitlines()
    assert only.startswith("1,100002,Beech,SENCO,Bea Beech,permanent,endorsed,no,5.0,6.0,")
    book = tmp_path / "changes.xlsx"
    assert run("export", "changes", "--format", "xlsx", "--output", book) == 0


def test_conditions_are_exported_as_they_stood_on_a_day(
    app: Flask,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    time_machine: TimeMachineFixture,
) -> None:
    time_machine.move_to(NOW)
    with make.saved():
        held = make.senco(make.academy("Ash", urn=100_001))
        make.charter_answer(held.post, "C16", "no", on=date(2026, 9, 1), evidence="Seen")
        make.charter_answer(held.post, "C16", "yes", on=date(2026, 11, 1))
    out = tmp_path / "conditions.csv"
    assert run("export", "conditions", "--output", out) == 0
    assert "36 rows written" in capsys.readouterr().out
    header, *rows = out.read_text("utf-8-sig").splitlines()
    assert header == (
        "urn,academy,post,code,condition,type,head_answer,senco_answer,result,from_record,"
        "evidence,answered_on"
    )
    assert rows[15].endswith(",stat,yes,,yes,no,,2026-11-01")
    assert rows[6].startswith("100001,Ash,SENCO,C07,")
    assert run("export", "conditions", "--output", out, "--as-at", "2026-10-01") == 0
    rows = out.read_text("utf-8-sig").splitlines()
    assert rows[16].endswith(",stat,no,,no,no,Head teacher: Seen,2026-09-01")
    book = tmp_path / "conditions.xlsx"
    assert run("export", "conditions", "--format", "xlsx", "--output", book) == 0


def test_nothing_is_there_before_init(bare: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in (
        ["import", "academies", "x.csv"],
        ["export", "posts", "--output", "x.csv"],
        ["serve"],
        ["create-account", "a@b.example", "--name", "A", "--role", "hr", "--trust-wide"],
    ):
        assert run(*command) == 1
        assert capsys.readouterr().err == "There is no database yet. Run: trust-inclusion init\n"
    assert not bare.exists()


def test_a_database_without_tables_is_not_served(
    bare: Path,
    empty_database_url: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert not bare.exists()
    if empty_database_url.startswith("sqlite:///"):
        Path(empty_database_url.removeprefix("sqlite:///")).touch()
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    assert run("serve") == 1
    assert "not set up. Run: trust-inclusion init" in capsys.readouterr().err


def test_a_preview_writes_nothing_and_fits_the_terminal(
    app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.config["TESTING"]
    rows = [
        {"URN": str(140_000 + n), "EstablishmentName": f"School {n} {'of Saint Bede ' * 5}"}
        for n in range(45)
    ]
    assert (
        run("import", "academies", file(tmp_path, files.establishments(*rows)), "--trust", 3252)
        == 0
    )
    out = capsys.readouterr().out
    assert "line 2     140000 School 0" in out
    assert len(re.findall(r"\(new\)", out)) == 40
    assert "... and 5 rows more" in out
    assert "45 new, 0 changed, 0 unchanged, 0 left out" in out
    assert "Nothing was saved: this is a preview. Add --commit to save." in out
    assert max(map(len, out.splitlines())) <= 80
    assert db.session.scalar(select(func.count()).select_from(Academy)) == 0


def test_rows_in_error_are_told_and_stop_everything_unless_left_out(
    app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert app.config["TESTING"]
    bad = {"URN": "140000", "TypeOfEstablishment (code)": "99"}
    path = file(tmp_path, files.establishments({}, bad))
    command = ("import", "academies", path, "--trust", "3252")
    assert run(*command) == 1
    told = capsys.readouterr()
    assert "line 3     TypeOfEstablishment (code): “99”" in told.out
    assert "1 row in error" in told.err
    assert run(*command, "--commit") == 1
    assert "Nothing was saved: 1 row is in error" in capsys.readouterr().err
    assert db.session.scalar(select(func.count()).select_from(Academy)) == 0
    assert run(*command, "--commit", "--leave-out-errors") == 0
    db.session.rollback()
    assert db.session.scalars(select(Academy.urn)).all() == [139975]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (["import", "academies", "nowhere.csv"], "nowhere.csv cannot be opened"),
        (["import", "posts", __file__], "posts template"),
        (["export", "evidence", "--output", "/nowhere/x.csv"], "cannot be written"),
    ],
)
def test_a_refusal_is_a_sentence_and_status_1(
    command: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*command) == 1
    told = capsys.readouterr()
    assert reason in told.err
    assert "Traceback" not in told.err


@pytest.mark.parametrize(
    "command",
    [
        [],
        ["import"],
        ["import", "pupils", "x.csv"],
        ["import", "census", "x.csv", "--census-date", "January"],
        ["export", "academies"],
        ["export", "academies", "--output", "x", "--format", "pdf"],
        ["create-account", "a@b.example", "--name", "A", "--role", "operator"],
        ["serve", "--port", "0"],
    ],
)
def test_wrong_use_is_status_2(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run(*command)
    assert stopped.value.code == 2
    assert "usage: trust-inclusion" in capsys.readouterr().err


def test_a_database_out_of_reach_is_a_sentence_without_its_password(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not bare.exists()
    monkeypatch.setenv("DATABASE_URL", "postgresql://app:s3cret@127.0.0.1:1/trust")
    assert run("export", "posts", "--output", "x.csv") == 1
    told = capsys.readouterr().err
    assert told.startswith("The database cannot be used.")
    assert "s3cret" not in told
    monkeypatch.setenv("DATABASE_URL", "the one in the cellar")
    assert run("export", "posts", "--output", "x.csv") == 1
    assert "not the address of a database" in capsys.readouterr().err


def test_posts_out_and_in_again_change_nothing(
    here: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert here
    schools = file(tmp_path, files.group_links({}))
    row = {"urn": "139975", "post_title": "SENCO", "person_name": "Ann Lee", "trn": "0123456"}
    people = file(tmp_path, files.posts({**row, "hours_per_week": "7.5"}), "posts.csv")
    assert run("import", "academies", schools, "--trust", "3252", "--commit") == 0
    assert run("import", "posts", people, "--commit") == 0
    for kind in ("csv", "xlsx"):
        out = tmp_path / f"out.{kind}"
        assert run("export", "posts", "--format", kind, "--output", out) == 0
        assert stat.S_IMODE(out.stat().st_mode) == 0o600
        capsys.readouterr()
        assert run("import", "posts", out) == 0
        assert "0 new, 0 changed, 1 unchanged, 0 left out" in capsys.readouterr().out


# Accounts

HR = ("create-account", "Hana@Trust.example", "--name", "Hana Ruiz", "--role", "hr")


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_an_account_is_made_with_a_password_from_standard_input(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(monkeypatch, "four quiet otters swim\n")
    assert run(*HR, "--trust-wide", "--password-stdin") == 0
    assert "hana@trust.example may now sign in" in capsys.readouterr().out
    account = db.session.scalars(select(Account)).one()
    assert [(grant.role, grant.everything) for grant in account.grants] == [("hr", True)]
    assert app.extensions["hasher"].verify(account.password_hash, "four quiet otters swim")
    typed(monkeypatch, "four quiet otters swim\n")
    assert run(*HR, "--trust-wide", "--password-stdin") == 1
    assert "exists already" in capsys.readouterr().err


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("arguments", "text", "reason"),
    [
        (["--trust-wide", "--password-stdin"], "short\n", "at least 12 characters"),
        (["--password-stdin"], "four quiet otters swim\n", "Say where the role is held"),
        (["--urn", "1", "--password-stdin"], "four quiet otters swim\n", "No academy with URN 1"),
        (["--trust-wide"], "four quiet otters swim\n", "use --password-stdin"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    arguments: list[str],
    text: str,
    reason: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    typed(monkeypatch, text)
    assert run(*HR, *arguments) == 1
    assert reason in capsys.readouterr().err


# Serving


@pytest.mark.usefixtures("here")
def test_nothing_is_served_without_a_secret(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert run("serve", "--port", port) == 1
    assert "SECRET_KEY is missing" in capsys.readouterr().err


def test_a_busy_port_is_a_sentence(
    bare: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        assert run("demo") == 1
    assert f"Port {port} of 127.0.0.1 cannot be used" in capsys.readouterr().err
    assert (bare / "demo.sqlite").is_file()


@pytest.mark.usefixtures("bare")
def test_the_demo_is_built_and_served_and_stops_when_told(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "trust_inclusion", "demo", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served:
        try:
            page = fetched(port, served)
        finally:
            served.terminate()
        said = served.communicate()[0]
    assert "Larkfield Learning Trust" in page
    assert f"http://127.0.0.1:{port}" in said
    assert served.returncode == 0
    secret = tmp_path / "instance" / "demo-secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def fetched(port: int, served: subprocess.Popen[str]) -> str:
    """The sign-in page, as soon as the program that serves it is ready."""
    while served.poll() is None:
        with contextlib.closing(HTTPConnection("127.0.0.1", port)) as connection:
            try:
                connection.request("GET", "/sign-in")
                return connection.getresponse().read().decode()
            except ConnectionError:
                time.sleep(0.1)
    pytest.fail(f"the program stopped by itself with {served.returncode}")
