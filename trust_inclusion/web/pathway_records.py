"""Editing a person's pathway in place: each form is a page, and for htmx a part of the record."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort
from werkzeug.wrappers import Response

from trust_inclusion.db import transaction
from trust_inclusion.domain import pathway_words, words
from trust_inclusion.domain.access import Action, Refused
from trust_inclusion.domain.pathway import TRACK_WORDS, Track, by_code, of_track
from trust_inclusion.models.pathway import PathwayPlan
from trust_inclusion.services import settings
from trust_inclusion.services.pathway import editing, finding, plans
from trust_inclusion.services.pathway.editing import NotPossible, When
from trust_inclusion.services.pathway.finding import Subject
from trust_inclusion.services.places import Changed
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page
from trust_inclusion.web.layout import now, today
from trust_inclusion.web.pathway_forms import (
    AgreementForm,
    AspirationForm,
    BeyondForm,
    MentorForm,
    StageForm,
)
from trust_inclusion.web.record_forms import RecordForm
from trust_inclusion.web.records import answered

bp = Blueprint("pathway_records", __name__, url_prefix="/people/<int:person_id>/pathway")
SAVED = "The pathway is saved."
TAKEN_BACK = "The pathway is saved. What was agreed before is taken back and can be agreed anew."
TOLD = "Thank you. What you told is saved, and waits to be agreed."
AGREED = "The next step is agreed."
_MEANWHILE = (
    "Somebody else changed this while you were typing. What it says now stands beside each box. "
    "Correct yours where you need to, then save again."
)


@dataclass(frozen=True, slots=True)
class Editing:
    """One form: whose it is, what stands there now and how it is saved.

    `save` gives what is said once it is done.
    """

    subject: Subject
    form: RecordForm
    heading: str
    says: Callable[[], dict[str, str]]
    version: Callable[[], int]
    save: Callable[[When], str]
    note: str = ""
    button: str = "Save"


@bp.route("/stage/<track>", methods=["GET", "POST"])
@allow(Action.EDIT_STAGE)
def stage(person_id: int, track: str) -> Response:
    """Where the person stands on one track, since when, and what shows it."""
    if track not in set(Track):
        abort(404)
    which = Track(track)
    found = finding.to_act(actor(), Action.EDIT_STAGE, person_id, today())
    person, stages = found.person, settings.pathway_stages()
    column = f"{track}_stage"
    form = StageForm.of(of_track(stages, which), getattr(person, column), person.version)

    def save(when: When) -> str:
        with transaction():
            editing.set_stage(actor(), person_id, which, form.reached(), when)
        return SAVED

    def says() -> dict[str, str]:
        now_at = by_code(settings.pathway_stages(), which, getattr(person, column))
        return {"stage": now_at.name if now_at else "not on this track"}

    heading = f"Stage {TRACK_WORDS[which][0].lower()}{TRACK_WORDS[which][1:]}"
    return _answer(Editing(found, form, heading, says, lambda: person.version, save))


@bp.route("/aspiration", methods=["GET", "POST"])
@allow(Action.TELL_ASPIRATION)
def aspiration(person_id: int) -> Response:
    """What the person wants, in their own words, and who may know."""
    found = finding.to_act(actor(), Action.TELL_ASPIRATION, person_id, today())
    row = editing.stored(person_id)
    form = AspirationForm.of(row, _version(row))

    def save(when: When) -> str:
        with transaction():
            taken_back = editing.tell(actor(), person_id, form.aspired(), when)
        if taken_back:
            return TAKEN_BACK
        told = editing.stored(person_id)
        return TOLD if told is not None and told.agreed_on is None else SAVED

    def says() -> dict[str, str]:
        told = editing.stored(person_id)
        return pathway_words.told(told) if told is not None else {}

    note = "You, the director and HR read this; nobody else unless you say so below."
    if row is not None and row.agreed_on is not None:
        note += (
            f" A next step was agreed on {words.long_date(row.agreed_on)}. If you change what you "
            "want, your words or whether you would move, that agreement is taken back."
        )
    edit = Editing(found, form, "What you would like next", says, _stored(person_id), save, note)
    return _answer(edit)


@bp.route("/agree", methods=["GET", "POST"])
@allow(Action.AGREE_ASPIRATION)
def agree(person_id: int) -> Response:
    """The next step, by when, and readiness, as agreed with the person."""
    found = finding.subject(actor(), person_id, today())
    row = editing.stored(person_id)
    if finding.agrees_as(actor(), found, row) is None:
        raise Refused("You do not have access to do this.")
    form = AgreementForm.of(plans.plan_of(row), _version(row))

    def save(when: When) -> str:
        with transaction():
            editing.agree(actor(), person_id, form.agreed(), when)
        return AGREED

    def says() -> dict[str, str]:
        return pathway_words.agreed(plans.plan_of(editing.stored(person_id)))

    note = pathway_words.asked(row) if row is not None else ""
    edit = Editing(
        found, form, "Agree the next step", says, _stored(person_id), save, note, "Agree it"
    )
    return _answer(edit)


@bp.route("/mentor", methods=["GET", "POST"])
@allow(Action.SEE_PATHWAY)
def mentor(person_id: int) -> Response:
    """The person's mentor: named by themself, the director, HR or the head."""
    found = finding.subject(actor(), person_id, today())
    if not finding.names_mentor(actor(), found):
        raise Refused("You do not have access to do this.")
    row = editing.stored(person_id)
    form = MentorForm(mentor=editing.mentor_of(person_id), version=editing.mentor_mark(row))

    def save(when: When) -> str:
        with transaction():
            editing.name_mentor(actor(), person_id, form.mentor.data or "", when)
        return SAVED

    def says() -> dict[str, str]:
        return {"mentor": editing.mentor_of(person_id) or "no mentor"}

    note = "A new mentor sees what the person wants only once the person says so."

    def mark() -> int:
        return editing.mentor_mark(editing.stored(person_id))

    return _answer(Editing(found, form, "Mentor", says, mark, save, note))


@bp.route("/beyond", methods=["GET", "POST"])
@allow(Action.EDIT_STAGE)
def beyond(person_id: int) -> Response:
    """What the person does beyond their own post."""
    found = finding.to_act(actor(), Action.EDIT_STAGE, person_id, today())
    row = editing.stored(person_id)
    form = BeyondForm.of(row, editing.beyond_mark(row))

    def save(when: When) -> str:
        with transaction():
            editing.set_beyond(actor(), person_id, form.beyond(), when)
        return SAVED

    def says() -> dict[str, str]:
        told = editing.stored(person_id)
        return pathway_words.beyond(told) if told is not None else {}

    def mark() -> int:
        return editing.beyond_mark(editing.stored(person_id))

    return _answer(Editing(found, form, "Work beyond their own post", says, mark, save))


def _version(row: PathwayPlan | None) -> int:
    return row.version if row is not None else 0


def _stored(person_id: int) -> Callable[[], int]:
    """The version that is stored once somebody else was faster."""
    return lambda: _version(editing.stored(person_id))


def _answer(edit: Editing) -> Response:
    """The form, or what became of it."""
    form = edit.form
    if form.validate_on_submit():
        try:
            said = edit.save(When(today(), now(), form.version.data))
        except NotPossible as impossible:
            for name, sentence in impossible.problems:
                form.say(name, sentence)
        except Changed:
            _show_what_it_says_now(edit)
        else:
            return answered(edit.subject.person.id, said)
    return page(
        "pathway/edit.html",
        part="pathway/_form.html",
        status=422 if form.errors else 200,
        edit=edit,
        person=edit.subject.person,
    )


def _show_what_it_says_now(edit: Editing) -> None:
    """Somebody was faster: what they left beside what was typed, which a second save replaces."""
    form: Any = edit.form
    form.form_errors = [_MEANWHILE]
    form.version.data = edit.version()
    for name, value in edit.says().items():
        if name in form:
            form[name].description = f"It now says: {value or 'nothing'}."
