"""What a record may say: what cannot be is refused, what is unusual is said and kept."""

from datetime import date

import pytest

from trust_inclusion.domain import records
from trust_inclusion.domain.records import CourseFacts, SpellFacts, TeacherFacts

TODAY = date(2026, 11, 21)
TOMORROW = date(2026, 11, 22)


def fields(problems: records.Problems) -> list[str]:
    """Which fields have a problem."""
    return [name for name, _ in problems]


@pytest.mark.parametrize(
    ("spell", "wrong"),
    [
        (SpellFacts(date(2020, 9, 1), date(2022, 8, 31)), []),
        (SpellFacts(TODAY, TODAY), []),
        (SpellFacts(date(2024, 2, 29)), []),
        (SpellFacts(TOMORROW), ["started_on"]),
        (SpellFacts(date(1949, 12, 31)), ["started_on"]),
        (SpellFacts(date(2022, 9, 1), date(2022, 8, 31)), ["ended_on"]),
        (SpellFacts(date(2022, 9, 1), TOMORROW), ["ended_on"]),
    ],
)
def test_service(spell: SpellFacts, wrong: list[str]) -> None:
    assert fields(records.spell_problems(spell, TODAY)) == wrong


@pytest.mark.parametrize(
    ("course", "wrong"),
    [
        (CourseFacts("NPQSENCO", started_on=date(2027, 2, 1)), []),
        (CourseFacts("NPQSENCO", outcome="passed", passed_on=TODAY), []),
        (CourseFacts("NPQSENCO", outcome="passed", passed_on=TOMORROW), []),
        (CourseFacts("NPQSENCO", outcome="passed", passed_on=date(2027, 11, 22)), ["passed_on"]),
        (CourseFacts("NPQSENCO", outcome="passed"), ["passed_on"]),
        (CourseFacts("NPQSENCO", outcome="failed", passed_on=TODAY), ["passed_on"]),
        (CourseFacts("NPQSENCO", started_on=date(9999, 1, 1)), ["started_on"]),
        (CourseFacts("NPQSENCO", started_on=TODAY, expected_on=date(2026, 1, 1)), ["expected_on"]),
        (
            CourseFacts("MA", None, TODAY, None, "passed", date(2026, 1, 1)),
            ["passed_on"],
        ),
    ],
)
def test_courses(course: CourseFacts, wrong: list[str]) -> None:
    assert fields(records.course_problems(course, TODAY)) == wrong


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        (TeacherFacts(), []),
        (TeacherFacts(True, "qtls", False, "yes", date(2027, 9, 1)), []),
        (TeacherFacts(True, "qts", False, "yes", date(2027, 9, 1)), ["qtls_recheck_on"]),
        (TeacherFacts(True, "qtls", False, "yes", date(2027, 11, 21)), []),
        (TeacherFacts(True, "qtls", False, "yes", date(2027, 11, 22)), ["qtls_recheck_on"]),
        (TeacherFacts(True, "qtls"), ["qtls_recheck_on"]),
        (TeacherFacts(False, "qtls", None, None, date(2027, 9, 1)), ["qts_basis"]),
        (TeacherFacts(True, "qtls", None, None, date(2040, 1, 1)), ["qtls_recheck_on"]),
    ],
)
def test_teacher_status(told: TeacherFacts, wrong: list[str]) -> None:
    assert fields(records.teacher_problems(told, TODAY)) == wrong


@pytest.mark.parametrize(
    ("basis", "known", "next_one"),
    [
        ("qts", None, None),
        ("qts", date(2027, 1, 1), None),
        ("qtls", None, date(2027, 11, 21)),
        ("qtls", TODAY, date(2027, 11, 21)),
        ("qtls", TOMORROW, TOMORROW),
    ],
)
def test_qtls_is_looked_at_again_within_a_year(
    basis: str, known: date | None, next_one: date | None
) -> None:
    assert records.next_qtls_check(basis, known, TODAY) == next_one


def test_what_is_unusual_is_said() -> None:
    passed = CourseFacts("NPQSENCO", outcome="passed", passed_on=TOMORROW)
    assert len(records.course_remarks(passed, True, TODAY)) == 1
    assert len(records.course_remarks(passed, None, TODAY)) == 2
    spell = SpellFacts(date(2020, 1, 1), date(2020, 12, 31))
    touching = SpellFacts(date(2020, 12, 31))
    assert records.spell_remarks(spell, [touching])
    assert not records.spell_remarks(spell, [SpellFacts(date(2021, 1, 1))])
