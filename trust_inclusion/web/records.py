"""Editing a record in place: each form is a page of its own and, for htmx, a part of the record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response

from trust_inclusion.db import transaction
from trust_inclusion.domain import record_words
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.records import About
from trust_inclusion.models.people import Person
from trust_inclusion.services.places import Changed
from trust_inclusion.services.records import applying, editing, files, finding
from trust_inclusion.services.records.editing import NotPossible, Told, When
from trust_inclusion.web import people, uploads
from trust_inclusion.web.guard import actor, allow, takes_files
from trust_inclusion.web.hypermedia import page, see_other, swapped_into, wants_fragment
from trust_inclusion.web.layout import now, today
from trust_inclusion.web.record_forms import (
    ContactForm,
    ContactFormWithTrn,
    CourseForm,
    RecordForm,
    SpellForm,
    TeacherForm,
)

bp = Blueprint("records", __name__, url_prefix="/people/<int:person_id>")
SAVED = "The record is saved."
WAITS = "Thank you. What you told waits for HR’s check; until then what HR last checked counts."
_MEANWHILE = (
    "Somebody else changed this record while you were typing. What it says now stands beside each "
    "box that differs. Correct yours where you need to, then save again."
)


@dataclass(frozen=True, slots=True)
class Editing:
    """One form of a record: where it stands, what it says and how it is saved."""

    person: Person
    form: RecordForm
    heading: str
    part: str
    says: Callable[[], dict[str, Any]]
    save: Callable[[When], Told | None]


@bp.route("/contact", methods=["GET", "POST"])
@allow(Action.EDIT_RECORD)
def contact(person_id: int) -> Response:
    """Identity and contact: saved at once."""
    person = _person(person_id)
    with_trn = finding.may(actor(), Action.SEE_TRN, person_id, today())
    kind = ContactFormWithTrn if with_trn else ContactForm
    names = ("name", "email", "telephone", "version", *(("trn",) if with_trn else ()))
    form = kind(**{name: getattr(person, name) for name in names})

    def save(when: When) -> None:
        with transaction():
            editing.save_contact(actor(), person_id, form.contact(), when)

    def says() -> dict[str, Any]:
        return {name: getattr(person, name) for name in names if name != "version"}

    return answer(Editing(person, form, "Name and contact", "contact", says, save))


@bp.route("/teacher", methods=["GET", "POST"])
@allow(Action.EDIT_RECORD)
def teacher(person_id: int) -> Response:
    """Teacher status."""
    person = _person(person_id)
    form = TeacherForm.of(_to_edit(person, About.TEACHER, None), person.version)

    def save(when: When) -> Told:
        with transaction():
            return editing.tell_teacher(actor(), person_id, form.facts(), when)

    def says() -> dict[str, Any]:
        return applying.told(_facts(person, About.TEACHER, None))

    return answer(Editing(person, form, "Teacher status", "teacher", says, save))


@bp.route("/service/add", methods=["GET", "POST"])
@allow(Action.EDIT_RECORD)
def add_spell(person_id: int) -> Response:
    """Add a spell of service."""
    return _spell(person_id, None)


@bp.route("/service/<int:spell_id>", methods=["GET", "POST"])
@allow(Action.EDIT_RECORD)
def spell(person_id: int, spell_id: int) -> Response:
    """Correct a spell of service."""
    return _spell(person_id, spell_id)


def _spell(person_id: int, spell_id: int | None) -> Response:
    person = _person(person_id)
    form = SpellForm.of(_to_edit(person, About.SERVICE, spell_id), person.version)

    def save(when: When) -> Told:
        with transaction():
            return editing.tell_spell(actor(), person_id, spell_id, form.facts(), when)

    heading = "Correct service as SENCO" if spell_id is not None else "Add service as SENCO"
    says = _says(person, About.SERVICE, spell_id)
    return answer(Editing(person, form, heading, "service", says, save))


@bp.post("/service/<int:spell_id>/remove")
@allow(Action.EDIT_RECORD)
def remove_spell(person_id: int, spell_id: int) -> Response:
    """Say that a spell on record was never served."""
    with transaction():
        done = editing.remove_spell(actor(), person_id, spell_id, seen())
    return answered(person_id, WAITS if done.waits else SAVED)


@bp.route("/qualifications/add", methods=["GET", "POST"])
@allow(Action.EDIT_RECORD)
@takes_files(uploads.ROOM)
def add_course(person_id: int) -> Response:
    """Add a qualification, with its certificate."""
    return _course(person_id, None)


@bp.route("/qualifications/<int:course_id>", methods=["GET", "POST"])
@allow(Action.EDIT_RECORD)
@takes_files(uploads.ROOM)
def course(person_id: int, course_id: int) -> Response:
    """Correct a qualification, or add its certificate."""
    return _course(person_id, course_id)


def _course(person_id: int, course_id: int | None) -> Response:
    person = _person(person_id)
    form = CourseForm.of(_to_edit(person, About.QUALIFICATION, course_id), person.version)

    def save(when: When) -> Told:
        upload = form.certificate.data
        if not upload:
            with transaction():
                return editing.tell_course(actor(), person_id, course_id, form.facts(), when)
        with uploads.keeping(upload) as one, transaction():
            return editing.tell_course(
                actor(), person_id, course_id, form.facts(), when,
                lambda: files.add(actor(), person_id, one, now=when.now),
            )  # fmt: skip

    heading = "Correct a qualification" if course_id is not None else "Add a qualification"
    says = _says(person, About.QUALIFICATION, course_id)
    return answer(Editing(person, form, heading, "qualifications", says, save))


def seen() -> When:
    """The moment of this request and the version that was on the page it was sent from."""
    return When(today(), now(), version_sent("version"))


def version_sent(name: str) -> int:
    """A version that came with the request; 0, which nothing has, when it cannot be one."""
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def answered(person_id: int, said: str, remarks: tuple[str, ...] = ()) -> Response:
    """The record after an act: in place for htmx, else the page anew."""
    if wants_fragment():
        drawn = people.drawn(person_id, said=said, remarks=remarks)
        return swapped_into(drawn, "#record")
    flash(said, "success")
    for remark in remarks:
        flash(remark, "note")
    return see_other("people.show", person_id=person_id)


def _person(person_id: int) -> Person:
    return finding.person(actor(), Action.EDIT_RECORD, person_id, today())


def _facts(person: Person, about: About, about_id: int | None) -> Any:
    row = applying.row_of(person, about, about_id)
    return None if row is None else applying.stored(row)


def _to_edit(person: Person, about: About, about_id: int | None) -> Any:
    return editing.to_edit(actor(), person, about, about_id, today())


def _says(person: Person, about: About, about_id: int | None) -> Callable[[], dict[str, Any]]:
    def says() -> dict[str, Any]:
        facts = _facts(person, about, about_id)
        return {} if facts is None else applying.told(facts)

    return says


def answer(edit: Editing) -> Response:
    """The form, or what became of it."""
    form = edit.form
    if form.validate_on_submit():
        try:
            done = edit.save(When(today(), now(), form.version.data))
        except NotPossible as impossible:
            for name, sentence in impossible.problems:
                form.say(name, sentence)
        except uploads.REFUSALS as refused:
            form.say("certificate", f"{refused}")
        except Changed:
            _show_what_it_says_now(edit)
        else:
            waits = done is not None and done.waits
            remarks = done.remarks if done is not None else ()
            return answered(edit.person.id, WAITS if waits else SAVED, remarks)
    return page(
        "people/edit.html",
        part="people/_form.html",
        status=422 if form.errors else 200,
        edit=edit,
        waits=not finding.checks(actor(), edit.person.id, today()),
    )


def _show_what_it_says_now(edit: Editing) -> None:
    """Somebody was faster: what they left beside what was typed, which a second save replaces."""
    form, before = edit.form, dict(edit.form.data)
    form.form_errors = [_MEANWHILE]
    form.version.data = edit.person.version
    for name, value in edit.says().items():
        if name in form and name in before:
            form[name].description = f"The record now says: {record_words.value(name, value)}."
