"""`import pay`: a preview unless told to save, with the exit statuses of every import."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

import trust_inclusion
from tests import files
from tests.conftest import started
from trust_inclusion import cli
from trust_inclusion.db import db
from trust_inclusion.domain import templates
from trust_inclusion.models.pay import PayPoint

REFERENCE = Path(trust_inclusion.__file__).parent / "reference" / "pay_points.csv"
ROW = {
    "academic_year": "2026/27", "area": "Rest of England", "scale": "Leadership", "point": "L2",
    "annual_salary_gbp": "£54,926",
}  # fmt: skip


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, database_url: str) -> Iterator[Flask]:
    """The app on the database that the environment tells the commands of."""
    monkeypatch.setenv("TRUST_INCLUSION_HOME", str(tmp_path / "instance"))
    monkeypatch.setenv("DATABASE_URL", database_url)
    for app in started(database_url):
        with app.app_context():
            yield app


def run(*arguments: object) -> int:
    return cli.main(["import", "pay", *(str(argument) for argument in arguments)])


def file(folder: Path, *rows: dict[str, str]) -> Path:
    path = folder / "spine.csv"
    path.write_bytes(files.made(templates.PAY, [{**ROW, **row} for row in rows]))
    return path


def held() -> int | None:
    db.session.rollback()
    return db.session.scalar(select(func.count(PayPoint.id)))


def test_a_preview_saves_nothing_until_it_is_told_to(
    app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spine = file(tmp_path, {}, {"point": "L4", "annual_salary_gbp": "57 705"})
    assert run(spine) == 0
    out = capsys.readouterr().out
    assert "L2, Leadership, Rest of England, 2026/27 (new)" in out
    assert "annual_salary_gbp £54,926; basis own; source File spine.csv" in out
    assert "L3 is missing between L2 and L4." in out
    assert "2 new, 0 changed, 0 unchanged, 0 left out" in out
    assert "this is a preview" in out
    assert held() == 0
    assert run(spine, "--commit") == 0
    assert capsys.readouterr().out.endswith("Saved.\n")
    assert held() == 2
    assert run(spine, "--commit") == 0
    assert capsys.readouterr().out.endswith("There was nothing to change.\n")


def test_rows_in_error_are_refused_or_left_out(
    app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spine = file(tmp_path, {}, {"point": "L3", "annual_salary_gbp": "56298.40"})
    assert run(spine) == 1
    printed = capsys.readouterr()
    assert "line 3     annual_salary_gbp: “56298.40” has pence" in printed.out
    assert "1 row in error" in printed.err
    assert run(spine, "--commit") == 1
    assert "Nothing was saved: 1 row is in error." in capsys.readouterr().err.replace("\n", " ")
    assert held() == 0
    assert run(spine, "--commit", "--leave-out-errors") == 0
    assert held() == 1


def test_the_built_in_table_brought_in_changes_nothing(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(REFERENCE, "--commit") == 0
    assert "0 new, 0 changed, 500 unchanged, 0 left out" in capsys.readouterr().out
    assert held() == 0


def test_what_is_no_pay_table_is_refused(
    app: Flask, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.csv"
    other.write_bytes(files.evidence({"urn": "1", "census_date": "2026-01-15"}))
    assert run(other) == 1
    assert "It looks like the evidence template" in capsys.readouterr().err.replace("\n", " ")
    assert run(tmp_path / "none.csv") == 1
    with pytest.raises(SystemExit) as wrong_use:
        run()
    assert wrong_use.value.code == 2
