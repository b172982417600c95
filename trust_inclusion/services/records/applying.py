"""Writes what is told of a record to its rows, and says it to the log in codes and figures."""

from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.calendar import parse_date
from trust_inclusion.domain.courses import Outcome
from trust_inclusion.domain.records import (
    KNOWN_COURSES,
    About,
    CourseFacts,
    SpellFacts,
    TeacherFacts,
)
from trust_inclusion.models.people import Person, Qualification, ServiceSpell
from trust_inclusion.services import audit, places

Facts = TeacherFacts | SpellFacts | CourseFacts
GONE = "removed"
"""In place of facts: the spell was never served."""
FREE_TEXT = frozenset({"school", "provider"})
TYPES: dict[About, type[TeacherFacts] | type[SpellFacts] | type[CourseFacts]] = {
    About.TEACHER: TeacherFacts,
    About.SERVICE: SpellFacts,
    About.QUALIFICATION: CourseFacts,
}


def told(facts: Facts) -> dict[str, Any]:
    """Facts as a claim keeps them."""
    return {name: _plain(value) for name, value in asdict(facts).items()}


def facts_of(about: About, proposed: dict[str, Any]) -> Facts:
    """What a claim tells, read back."""
    known = TYPES[about]
    return known(
        **{
            one.name: _day(one.name, proposed[one.name])
            for one in fields(known)
            if one.name in proposed
        }
    )


def stored(row: Person | ServiceSpell | Qualification) -> Facts:
    """What the record says now. A file of the trust gives a day of award and no outcome."""
    if isinstance(row, Person):
        return TeacherFacts(**_named(row, TeacherFacts))
    if isinstance(row, ServiceSpell):
        return SpellFacts(**_named(row, SpellFacts))
    facts = _named(row, CourseFacts)
    if facts["passed_on"] is not None and facts["outcome"] == Outcome.ENROLLED:
        facts["outcome"] = Outcome.PASSED.value
    return CourseFacts(**facts)


def _named(row: Any, known: type[Any]) -> dict[str, Any]:
    return {one.name: getattr(row, one.name) for one in fields(known)}


def row_of(person: Person, about: About, about_id: int | None) -> Any:
    """The row that is told about; None for a new one. Raises NotThere."""
    if about is About.TEACHER:
        return person
    if about_id is None:
        return None
    rows = person.service_spells if about is About.SERVICE else person.qualifications
    found = next((row for row in rows if row.id == about_id), None)
    if found is None:
        raise places.NotThere("That is no longer on the record.")
    return found


def apply(
    actor: Actor,
    person: Person,
    about: About,
    about_id: int | None,
    proposed: dict[str, Any],
    *,
    today: date,
    now: datetime,
) -> None:
    """Make the record say what was told, checked today by this actor."""
    row = row_of(person, about, about_id)
    if proposed.get(GONE):
        _remove(actor, person, row, now)
        return
    facts = facts_of(about, proposed)
    before = _loggable(stored(row)) if row is not None else {}
    wording = _wording(row)
    row = row if row is not None else _new(person, about)
    for name, value in asdict(facts).items():
        setattr(row, name, value)
    if "file_id" in proposed:
        row.file_id = proposed["file_id"]
    _mark_checked(person, row, about, today)
    touch(person)
    places.flush()
    was, became = audit.changed(before, _loggable(facts))
    if reworded := sorted(name for name, text in _wording(row).items() if wording[name] != text):
        became["reworded"] = reworded
    log(actor, person, f"record_{about.value}", {"about_id": about_id, **was},
        {"about_id": row.id, **became}, now)  # fmt: skip


def touch(person: Person) -> None:
    """Give the record a new version: whoever has it open sees that it changed."""
    flag_modified(person, "name")


def log(
    actor: Actor,
    person: Person,
    action: str,
    before: dict[str, Any],
    after: dict[str, Any],
    now: datetime,
) -> None:
    """One line of the record's history: ids, codes and figures only."""
    audit.record(actor, action, "person", person.id, now=now, before=before, after=after)


def award_code(course: str) -> str:
    """A course as the log names it: one the sources name, or `other`."""
    return course if course in KNOWN_COURSES else "other"


def _new(person: Person, about: About) -> Any:
    if about is About.SERVICE:
        spell = ServiceSpell()
        person.service_spells.append(spell)
        return spell
    course = Qualification()
    person.qualifications.append(course)
    return course


def _remove(actor: Actor, person: Person, row: ServiceSpell, now: datetime) -> None:
    before = {"about_id": row.id, **_loggable(stored(row))}
    person.service_spells.remove(row)
    touch(person)
    places.flush()
    log(actor, person, "record_service_removed", before, {}, now)


def _mark_checked(person: Person, row: Any, about: About, today: date) -> None:
    if about is About.TEACHER:
        person.teacher_checked_on = today
    elif about is About.QUALIFICATION:
        row.checked_on = today


def _loggable(facts: Facts) -> dict[str, Any]:
    figures = {name: _plain(v) for name, v in asdict(facts).items() if name not in FREE_TEXT}
    if "course" in figures:
        figures["course"] = award_code(figures["course"])
    return figures


def _wording(row: Any) -> dict[str, str | None]:
    names = (*FREE_TEXT, "course")
    return {name: getattr(row, name, None) for name in names}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _day(name: str, value: Any) -> Any:
    return parse_date(value) if name.endswith("_on") and isinstance(value, str) else value
