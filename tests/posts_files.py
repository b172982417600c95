"""Files of posts taken in, and what tests look at afterwards."""

from typing import Any

from sqlalchemy import func, select

from tests import files
from tests.factories import NOW, TODAY
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Actor
from trust_inclusion.services.imports import Preview, posts

ANN = {
    "urn": "139975",
    "post_title": "SENCO",
    "person_name": "Ann Lee",
    "email": "ann.lee@school.example",
    "trn": "1234567",
    "role_started_on": "2023-09-01",
    "hours_per_week": "7.5",
}
CARA = {**ANN, "urn": "139976", "person_name": "Cara Moss", "email": "cara@school.example"}
FULL = {
    **ANN,
    "post_kind": "senco",
    "role_ended_on": "31/08/2028",
    "basis": "Acting",
    "designated": "no",
    "absent_from": "2026-10-01",
    "absent_to": "2027-03-31",
    "is_head": "yes",
    "teaches_here": "no",
    "on_slt": "YES",
    "qts": "yes",
    "para_8a": "no",
    "induction_completed": "not required",
    "earlier_relevant_service": "2015-09-01/2018-08-31;2019-01-01/",
    "course": "npqsenco",
    "course_provider": "Larkfield Hub",
    "course_started_on": "2024-10-01",
    "course_expected_on": "2026-03-31",
    "passed_on": "2026-04-30",
    "evidence_checked_on": "2026-05-05",
    "pay_area": "Rest of England",
    "pay_scale": "Main",
    "pay_point": "M6",
    "tlr": "TLR2",
    "tlr_gbp": "£3,527.50",
    "sen_allowance_gbp": "2787",
    "school_stage": "4",
    "trust_stage": "School SENCO with trust mentor",
    "qualification_stage": "4",
}


def planned(*rows: dict[str, str], actor: Actor = OPERATOR) -> Preview[Any]:
    return posts.preview(actor, posts.read(actor, files.posts(*rows)), today=TODAY)


def taken(
    *rows: dict[str, str], actor: Actor = OPERATOR, leave_out_errors: bool = False
) -> Preview[Any]:
    with transaction():
        found = planned(*rows, actor=actor)
        posts.apply(actor, found, leave_out_errors=leave_out_errors, now=NOW)
    return found


def told(*rows: dict[str, str]) -> list[tuple[int, str]]:
    return [(problem.line, problem.column) for problem in planned(*rows).problems]


def cells(found: Preview[Any]) -> dict[str, tuple[str, str]]:
    return {cell.column: (cell.before, cell.after) for cell in found.changes[0].cells}


def notices(found: Preview[Any]) -> str:
    return " ".join(notice.message for notice in found.notices)


def only(table: Any) -> Any:
    return db.session.scalars(select(table)).one()


def count(table: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0
