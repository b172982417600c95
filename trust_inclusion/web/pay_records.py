"""The pay of an appointment on a person's record: HR keeps it; who may see it compares it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from trust_inclusion.db import transaction
from trust_inclusion.domain import pay_words, words
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.pay_tables import LEADERSHIP_SCALES, Place
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, AppointmentPay
from trust_inclusion.services.pay import editing, reading
from trust_inclusion.services.pay.editing import NotPossible, When
from trust_inclusion.services.places import Changed, NotThere
from trust_inclusion.web import records
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page
from trust_inclusion.web.layout import now, today
from trust_inclusion.web.pay_forms import PayForm

bp = Blueprint("pay_records", __name__, url_prefix="/people/<int:person_id>/pay")
SAVED = "The pay is saved."
REMOVED = "The pay entered by mistake is off the record."
_MEANWHILE = (
    "Somebody else changed this pay while you were typing. What it says now stands beside each "
    "box that differs. Correct yours where you need to, then save again."
)
LONGEST_POINT = 60


@dataclass(frozen=True, slots=True)
class Editing:
    """The form of pay: of whom, what it says and how it is saved."""

    person: Person
    form: PayForm
    heading: str
    save: Callable[[When], tuple[str, ...]]
    row: AppointmentPay | None = None
    part: str = "pay"


@bp.route("/<int:appointment_id>/add", methods=["GET", "POST"])
@allow(Action.EDIT_PAY)
def add(person_id: int, appointment_id: int) -> Response:
    """Pay from a day on."""
    held, _ = editing.to_edit(actor(), person_id, appointment_id, today=today())
    latest = held.pay[-1] if held.pay else None
    form = PayForm.new(latest, held.started_on)

    def save(when: When) -> tuple[str, ...]:
        with transaction():
            return editing.add(actor(), person_id, appointment_id, form.entry(), when)

    return _answer(Editing(held.person, form, f"Pay from a day on: {_called(held)}", save))


@bp.route("/<int:appointment_id>/<int:pay_id>", methods=["GET", "POST"])
@allow(Action.EDIT_PAY)
def edit(person_id: int, appointment_id: int, pay_id: int) -> Response:
    """Correct what is recorded from a day on."""
    held, row = editing.to_edit(actor(), person_id, appointment_id, pay_id, today=today())
    if row is None:
        raise NotThere("There is no such pay.")
    form = PayForm.of(row)

    def save(when: When) -> tuple[str, ...]:
        with transaction():
            return editing.correct(actor(), person_id, appointment_id, pay_id, form.entry(), when)

    return _answer(Editing(held.person, form, f"Correct the pay: {_called(held)}", save, row))


@bp.post("/<int:appointment_id>/<int:pay_id>/remove")
@allow(Action.EDIT_PAY)
def remove(person_id: int, appointment_id: int, pay_id: int) -> Response:
    """Take off what was entered by mistake."""
    when = When(today(), now(), records.version_sent("version"))
    with transaction():
        editing.remove(actor(), person_id, appointment_id, pay_id, when)
    return records.answered(person_id, REMOVED)


@bp.get("/<int:appointment_id>/leadership")
@allow(Action.SEE_PAY)
def leadership(person_id: int, appointment_id: int) -> Response:
    """What a point of leadership pay would be worth, net of what a leader cannot keep."""
    scale, _, point = _asked(request.args.get("to", "")).rpartition(":")
    to = Place("", scale if scale in LEADERSHIP_SCALES else "Leadership", point)
    held, part, move = reading.compare(actor(), person_id, appointment_id, to, today())
    return page(
        "pay/leadership.html",
        held=held,
        shown=part,
        to=to,
        chosen=f"{to.scale}:{point}",
        move=move,
        pay_words=pay_words,
        person_id=person_id,
    )


def _asked(text: str) -> str:
    return text.replace("\x00", "").strip()[:LONGEST_POINT]


def _called(held: Appointment) -> str:
    academy = held.post.academy
    return f"{held.post.title}, {academy.name}" if academy else held.post.title


def _answer(one: Editing) -> Response:
    """The form, or what became of it."""
    form = one.form
    if form.validate_on_submit():
        try:
            remarks = one.save(When(today(), now(), form.version.data))
        except NotPossible as impossible:
            for name, sentence in impossible.problems:
                form.say(name, sentence)
        except Changed:
            _show_what_it_says_now(one)
        else:
            return records.answered(one.person.id, SAVED, remarks)
    return page(
        "people/edit.html",
        part="people/_form.html",
        status=422 if form.errors else 200,
        edit=one,
        waits=False,
    )


def _show_what_it_says_now(one: Editing) -> None:
    """Somebody was faster: what they left beside what was typed, which a second save replaces."""
    form, row = one.form, one.row
    form.form_errors = [_MEANWHILE]
    if row is None:
        return
    form.version.data = row.version
    mine = form.entry()
    for name in editing.COLUMNS:
        says = getattr(row, name)
        if says != getattr(mine, name):
            form[name].description = f"The record now says: {_in_words(name, says)}."


def _in_words(name: str, value: Any) -> str:
    if value is None or value == "":
        return "nothing"
    if name.endswith("_pence"):
        return words.pounds(value)
    if name == "fraction":
        return pay_words.part(value)
    if name == "starts_on":
        return words.long_date(value)
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else value
