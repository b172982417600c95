"""One row of the posts template as values: every cell read, and each bad one told."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from trust_inclusion.adapters.tables import CellProblem, Row, shortened
from trust_inclusion.domain import templates
from trust_inclusion.domain.calendar import parse_date
from trust_inclusion.domain.hours import FullWeek, parse_hours
from trust_inclusion.domain.pathway import Stages, Track, stage_of
from trust_inclusion.domain.posts import Basis, PostKind
from trust_inclusion.services.imports.cells import Cells, urn

MOST_ALLOWANCE_PENCE = 100_000_00
_EMAIL = re.compile(r"[^@\s,;<>()]+@[^@\s,;<>()]+\.[^@\s,;<>().]+")
_KNOWN_COURSES = {"nasenco": "NASENCO", "npqsenco": "NPQSENCO"}
OF_A_PERSON = templates.POSTS[templates.POSTS.index("person_name") :]
"""Columns that say something only where somebody holds the post; of these not the hours."""

Values = dict[str, Any]
Spells = tuple[tuple[date, date | None], ...]


@dataclass(slots=True)
class PostRow:
    """What a row says. The dictionaries hold what was filled in, by column of ours."""

    cells: Cells
    line: int
    urn: int | None
    kind: PostKind
    title: str
    minutes: int | None
    vacant: bool
    person: Values = field(default_factory=dict[str, Any])
    appointment: Values = field(default_factory=dict[str, Any])
    absence: tuple[date | None, date | None] = (None, None)
    course: Values = field(default_factory=dict[str, Any])
    pay: Values = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class Trust:
    """What the trust has set that a row is read by."""

    week: FullWeek
    stages: Stages


def read(row: Row, problems: list[CellProblem], trust: Trust, today: date) -> PostRow | None:
    """The row's values, or None where a cell is wrong; each wrong cell is added to `problems`."""
    cells = Cells(row, problems, today)
    kind = PostKind(cells.choice("post_kind", [kind.value for kind in PostKind]) or "senco")
    found = PostRow(
        cells=cells,
        line=row.line,
        urn=_urn(cells, kind),
        kind=kind,
        title=cells.text("post_title", 120) or "",
        minutes=cells.parsed("hours_per_week", lambda text: parse_hours(text, trust.week)),
        vacant=cells.blank("person_name", "email", "trn"),
    )
    if not found.title:
        cells.bad("post_title", "This is blank and is needed.")
    if found.vacant:
        _check_vacant(cells)
    else:
        found.person = _filled(_person(cells, trust.stages, today))
        found.appointment = _filled(_appointment(cells))
        found.absence = (cells.day("absent_from"), cells.day("absent_to"))
        found.course = _filled(_course(cells, today))
        found.pay = _filled(_pay(cells))
    return None if cells.failed else found


def _filled(values: Values) -> Values:
    return {name: value for name, value in values.items() if value is not None}


def _urn(cells: Cells, kind: PostKind) -> int | None:
    number = cells.parsed("urn", urn)
    if kind is PostKind.TRUST_WIDE and not cells.blank("urn"):
        cells.bad("urn", "A trust-wide post is at no academy: leave the URN blank.")
    elif kind is not PostKind.TRUST_WIDE and cells.blank("urn"):
        cells.bad("urn", "This is blank; only a post of the kind trust_wide has no URN.")
    return number


def _check_vacant(cells: Cells) -> None:
    for column in OF_A_PERSON:
        if column not in {"hours_per_week", "designated"} and not cells.blank(column):
            cells.bad(column, "The row names nobody: fill in person_name, or leave this blank.")
            return


def _person(cells: Cells, stages: Stages, today: date) -> Values:
    induction = cells.choice("induction_completed", ["yes", "no", "not_required"])
    return {
        "name": cells.text("person_name"),
        "email": cells.parsed("email", _email),
        "trn": cells.parsed("trn", _trn),
        "qts": cells.yes_no("qts"),
        "para_8a": cells.yes_no("para_8a"),
        "induction_completed": induction.replace("_", " ") if induction else None,
        "spells": cells.parsed("earlier_relevant_service", lambda text: _spells(text, today)),
        **{
            f"{track.value}_stage": cells.parsed(
                f"{track.value}_stage", lambda text, track=track: stage_of(track, text, stages)
            )
            for track in Track
        },
    }


def _appointment(cells: Cells) -> Values:
    designated = cells.yes_no("designated")
    return {
        "started_on": cells.day("role_started_on"),
        "ended_on": cells.day("role_ended_on"),
        "basis": cells.choice("basis", [basis.value for basis in Basis]),
        "designated": True if cells.blank("designated") else designated,
        "is_head": cells.yes_no("is_head"),
        "teaches_here": cells.yes_no("teaches_here"),
        "on_slt": cells.yes_no("on_slt"),
    }


def _course(cells: Cells, today: date) -> Values:
    course = cells.text("course", 80)
    return {
        "course": _KNOWN_COURSES.get(course.casefold(), course) if course else None,
        "provider": cells.text("course_provider"),
        "started_on": cells.day("course_started_on"),
        "expected_on": cells.day("course_expected_on"),
        "passed_on": cells.day("passed_on", not_after=today),
        "checked_on": cells.day("evidence_checked_on", not_after=today),
    }


def _pay(cells: Cells) -> Values:
    return {
        "area": cells.text("pay_area", 40),
        "scale": cells.text("pay_scale", 40),
        "point": cells.text("pay_point", 20),
        "tlr": cells.text("tlr", 20),
        "tlr_pence": cells.pounds("tlr_gbp", MOST_ALLOWANCE_PENCE),
        "sen_allowance_pence": cells.pounds("sen_allowance_gbp", MOST_ALLOWANCE_PENCE),
    }


def _email(text: str) -> str:
    """An address as it is stored and compared."""
    if not _EMAIL.fullmatch(text) or len(text) > 200:
        raise ValueError(f"{shortened(text)} is not an e-mail address.")
    return text.casefold()


def _trn(text: str) -> str:
    """Seven digits. Older papers write them with a slash or after RP."""
    digits = re.sub(r"[\s/-]|^RP", "", text.upper())
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 7 or len(digits) < 4:
        raise ValueError(f"{shortened(text)} is not a TRN, which has 7 digits.")
    if len(digits) < 7:
        raise ValueError(
            f"{shortened(text)} has {len(digits)} digits and a TRN has 7. A spreadsheet drops "
            f"noughts at the front: if it is {digits.zfill(7)}, make the column text and write so."
        )
    return digits


def _spells(text: str, today: date) -> Spells:
    """Spells of service from "2015-09-01/2018-08-31;2019-01-01/"; an open end is still running."""
    found: list[tuple[date, date | None]] = []
    for part in filter(None, (piece.strip() for piece in text.split(";"))):
        start, slash, end = part.partition("/")
        if not slash:
            raise ValueError(
                f"{shortened(part)} is not a spell of service such as 2015-09-01/2018-08-31."
            )
        first, last = parse_date(start), parse_date(end) if end.strip() else None
        if last is not None and last < first:
            raise ValueError(f"The spell {part} ends before it starts.")
        if first > today:
            raise ValueError(f"The spell {part} is not earlier service: it starts in the future.")
        found.append((first, last))
    return tuple(sorted(found, key=lambda spell: spell[0]))
