"""Courses and awards on a person's record, as a row tells them."""

from collections.abc import Callable
from typing import Any

from trust_inclusion.domain import record_words
from trust_inclusion.domain.courses import Outcome
from trust_inclusion.services.imports.posts.drafts import Draft, PersonDraft
from trust_inclusion.services.imports.posts.rows import PostRow, Values

FACTS = ("course", "started_on", "expected_on", "passed_on")
"""What law depends on: a check of the evidence was of these."""
_OVER = frozenset({Outcome.FAILED, Outcome.VOIDED, Outcome.WITHDRAWN})
"""Outcomes that a day of passing contradicts."""


def _meant(course: Values, person: PersonDraft) -> Draft | None:
    """The recorded course that a row means: of its name, or the only one where it names none.

    Of several attempts at one course that with the row's days; else one that is not over.
    """
    name = course.get("course")
    if name is None:
        return person.courses[0] if len(person.courses) == 1 else None

    def likely(one: Draft) -> tuple[int, bool]:
        days = ("started_on", "passed_on")
        same_days = sum(1 for day in days if day in course and one.now.get(day) == course[day])
        return same_days, one.now.get("outcome") not in _OVER

    same = (one for one in person.courses if one.now["course"].casefold() == name.casefold())
    return max(same, key=likely, default=None)


def check(row: PostRow, person: PersonDraft | None) -> None:
    """Tell what cannot be: dates without a course, or in the wrong order, or told twice."""
    given = row.course
    found = _meant(given, person) if given and person else None
    if found is None and "course" not in given:
        if given.keys() - {"checked_on"}:
            row.cells.bad("course", "Say which course this is, such as NPQSENCO.")
        return
    values = {**(found.now if found else {}), **given}
    started_on, expected_on, passed_on = (
        values.get(name) for name in ("started_on", "expected_on", "passed_on")
    )
    if started_on and expected_on and expected_on < started_on:
        row.cells.bad("course_expected_on", f"The course ends before it starts, on {started_on}.")
    if started_on and passed_on and passed_on < started_on:
        row.cells.bad("passed_on", f"The course was passed before it started, on {started_on}.")
    _check_outcome(row, found)
    checked_on = given.get("checked_on")
    if checked_on and passed_on and checked_on < passed_on:
        row.cells.bad("evidence_checked_on", f"This is before the pass of {passed_on}.")
    _check_told(row, person, found)


def _check_outcome(row: PostRow, found: Draft | None) -> None:
    """A file never turns a course that is over into an award."""
    if found is None or not _passes(found, row.course):
        return
    outcome = found.now.get("outcome", "")
    if outcome in _OVER:
        said = record_words.OUTCOMES[outcome].lower()
        row.cells.bad(
            "passed_on",
            f"The record says of this course: {said}. Correct that on the person's record first, "
            "or leave this blank.",
        )


def _passes(found: Draft, given: Values) -> bool:
    """Whether a row has a day of passing that the record has not."""
    return "passed_on" in given and found.now.get("passed_on") != given["passed_on"]


def _check_told(row: PostRow, person: PersonDraft | None, found: Draft | None) -> None:
    """Two rows of one person may name two courses, but not tell one course in two ways."""
    if person is None or found is None:
        return
    for name, value in row.course.items():
        before = person.told.get(f"{found.now['course']}: {name}")
        if before is not None and before[0] != value:
            row.cells.bad("course", f"Line {before[1]} has other dates of the same course.")
            return


def take(
    row: PostRow, person: PersonDraft, given: Values, note: Callable[[PostRow, str], None]
) -> list[tuple[str, Any, Any]]:
    """Record what a row tells of a course; gives (column, before, after) of what differs.

    A fact that changes is no longer checked, unless the row has a new day of checking.
    """
    if not given:
        return []
    found = _meant(given, person)
    if found is None and "course" not in given:
        note(row, "evidence_checked_on is left out: it is kept with a course, and there is none.")
        return []
    if found is None:
        found = Draft()
        person.courses.append(found)
    before = dict(found.now)
    if _passes(found, given):
        found.now["outcome"] = Outcome.PASSED.value
    found.now.setdefault("outcome", Outcome.ENROLLED.value)
    found.now.update(given)
    facts_differ = any(found.now.get(name) != before.get(name) for name in FACTS)
    stored = before.get("checked_on")
    if facts_differ and stored is not None and found.now["checked_on"] == stored:
        found.now["checked_on"] = None
        note(row, f"{found.now['course']} counts as not checked: its dates differ from those seen.")
    for name, value in given.items():
        person.told.setdefault(f"{found.now['course']}: {name}", (value, row.line))
    return [
        (name, before.get(name), value)
        for name, value in found.now.items()
        # The outcome has no column of its own: it follows from the day of passing.
        if name != "outcome" and before.get(name) != value
    ]
