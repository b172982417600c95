"""Every worked case of the law, from the posts file to the file of deadlines."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session, scoped_session

from tests import factories as make
from tests import files
from trust_inclusion.db import transaction
from trust_inclusion.domain.access import OPERATOR
from trust_inclusion.services import exports
from trust_inclusion.services.deadlines import Filters
from trust_inclusion.services.imports import posts

COLUMNS = (
    "urn", "academy", "person", "role_started_on", "eligibility", "eligibility_reasons", "status",
    "due_soon", "deadline", "latest_start", "days_left", "course", "course_started_on",
    "projected_outcome", "outcome_late", "evidence_checked_on",
)  # fmt: skip
CASES = list(
    csv.DictReader(
        (Path(__file__).parents[1] / "domain" / "qualification_cases.csv")
        .read_text("utf-8")
        .splitlines()
    )
)
TOLD = (
    "role_started_on", "is_head", "qts", "para_8a", "induction_completed", "teaches_here",
    "earlier_relevant_service", "course", "course_started_on", "course_expected_on", "passed_on",
)  # fmt: skip


@pytest.fixture
def exported(session: scoped_session[Session]) -> dict[int, dict[str, Any]]:
    """The rows of the file as at the day of the cases, by case."""
    with make.saved():
        for case in CASES:
            special = case["establishment"] == "special"
            make.academy(
                f"Case {case['case']}",
                urn=200_000 + int(case["case"]),
                type_code="44" if special else "34",
                phase="0" if special else "2",
            )
        make.academy("Nobody", urn=300_000)
    lines = [
        {
            "urn": str(200_000 + int(case["case"])),
            "post_title": "SENCO",
            "person_name": f"Person {case['case']}",
            "email": f"case{case['case']}@school.example",
            **{name: case[name] or "" for name in TOLD},
        }
        for case in CASES
    ]
    with transaction():
        found = posts.preview(OPERATOR, posts.read(OPERATOR, files.posts(*lines)), today=make.TODAY)
        assert found.problems == []
        posts.apply(OPERATOR, found, leave_out_errors=False, now=make.NOW)
    table = exports.deadlines(OPERATOR, Filters(), make.TODAY)
    assert table.columns == COLUMNS
    rows: list[dict[str, Any]] = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    return {row["urn"] - 200_000: row for row in rows}


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def test_each_case_comes_out_as_worked(exported: dict[int, dict[str, Any]]) -> None:
    assert len(CASES) == 23
    for case in CASES:
        row = exported[int(case["case"])]
        assert (
            row["eligibility"], row["status"], row["due_soon"], row["deadline"],
            row["latest_start"],
        ) == (
            case["expected_eligibility"], case["expected_status"],
            case["expected_due_soon"] == "yes", day(case["expected_deadline"]),
            day(case["expected_latest_start"]),
        ), case["situation"]  # fmt: skip
        assert row["days_left"] == (row["deadline"] and (row["deadline"] - make.TODAY).days)


def test_an_academy_without_anybody_is_the_first_row(exported: dict[int, dict[str, Any]]) -> None:
    row = exported[100_000]
    assert next(iter(exported)) == 100_000
    assert (row["status"], row["person"], row["eligibility"]) == ("no_senco", None, None)
    assert (row["deadline"], row["due_soon"], row["days_left"]) == (None, False, None)


def test_reasons_and_courses_are_told(exported: dict[int, dict[str, Any]]) -> None:
    assert exported[29]["eligibility_reasons"] == "no_qts"
    assert exported[31]["eligibility_reasons"] == "not_teaching_here"
    course = exported[20]
    assert (course["course"], course["course_started_on"], course["projected_outcome"]) == (
        "NPQSENCO", date(2026, 11, 1), date(2028, 9, 1),
    )  # fmt: skip
