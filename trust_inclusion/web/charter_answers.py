"""Answering conditions: one, or all that are open to whoever asks, for the head or the SENCO."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response
from wtforms import Field
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue]

from trust_inclusion.db import transaction
from trust_inclusion.domain import charter_words
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.charter import LONGEST_EVIDENCE, REPLIES, Answer
from trust_inclusion.domain.charter_conditions import CONDITIONS, PARTS, Condition, Kind, of_kind
from trust_inclusion.services.charter import answering
from trust_inclusion.services.charter.answering import (
    NotPossible,
    Overtaken,
    Question,
    Sheet,
    Told,
)
from trust_inclusion.services.charter.finding import NO_ACADEMY
from trust_inclusion.web import forms
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page, see_other
from trust_inclusion.web.layout import now, today

bp = Blueprint("charter_answers", __name__, url_prefix="/charter")

METHODS = ["GET", "POST"]
GO_ON = "go_on"
"""The button that saves and stays."""
GOOD = charter_words.KINDS[Kind.GOOD]
CHOICES = [SelectChoice(reply.value, charter_words.REPLIES[reply]) for reply in REPLIES]

MEANWHILE = (
    "Somebody else answered as {} while you were typing. What they said stands beside yours. Save "
    "again to put yours after theirs."
)


class Section(NamedTuple):
    """Some conditions under a heading of the form."""

    heading: str
    questions: list[Question]

    @property
    def many(self) -> int:
        return len(self.questions)


class AnswersForm(forms.Form):
    """Answers to some conditions, all of one day; each condition adds its fields."""

    answered_on = forms.DayField(
        "Day of the answer",
        [
            forms.needed("Enter the day of the answer"),
            forms.not_after(today, "The day of an answer cannot be later than today."),
        ],
        description="Today, unless you write down what you saw before.",
    )

    def parts(self, code: str) -> tuple[Field, Field, Field]:
        """The fields of a condition: reply, evidence, and the number of what was shown."""
        return self[f"reply_{code}"], self[f"evidence_{code}"], self[f"seen_{code}"]

    def told(self, sheet: Sheet) -> list[Told]:
        """What was typed, of a form that was checked."""
        found: list[Told] = []
        for question in sheet.questions:
            code = question.condition.code
            reply, evidence, seen = (field.data for field in self.parts(code))
            found.append(Told(code, reply or "", evidence or "", self.answered_on.day, seen))
        return found


def _form(questions: Iterable[Question]) -> AnswersForm:
    """The form of these conditions in their order, beginning with what this side said last."""
    fields: dict[str, Any] = {}
    start: dict[str, Any] = {"answered_on": today()}
    for question in questions:
        code = question.condition.code
        fields |= _fields(question)
        start[f"seen_{code}"] = question.seen
        if question.mine is not None:
            start[f"reply_{code}"] = question.mine.reply.value
            start[f"evidence_{code}"] = question.mine.evidence
    return type("ConditionsForm", (AnswersForm,), fields)(data=start)


def _fields(question: Question) -> dict[str, Any]:
    """The fields of a condition. A reply is judged by the use-case, so that none may be given."""
    code = question.condition.code
    return {
        f"reply_{code}": forms.PickField(
            charter_words.heading(code), choices=CHOICES, validate_choice=False
        ),
        f"evidence_{code}": forms.AreaField(f"Evidence for {code}", longest=LONGEST_EVIDENCE),
        f"seen_{code}": forms.VersionField(default=0),
    }


@bp.route("/trust-wide/<int:post_id>/answers", methods=METHODS, defaults={"urn": NO_ACADEMY})
@bp.route("/<int:urn>/<int:post_id>/answers", methods=METHODS)
@allow(Action.ANSWER_CHARTER)
def every(urn: int, post_id: int) -> Response:
    """Answer all the conditions of a post that the record leaves open."""
    sheet = answering.sheet(actor(), urn, post_id, today=today())
    return _answered(sheet, again=False)


@bp.route("/trust-wide/<int:post_id>/<code>/answer", methods=METHODS, defaults={"urn": NO_ACADEMY})
@bp.route("/<int:urn>/<int:post_id>/<code>/answer", methods=METHODS)
@allow(Action.ANSWER_CHARTER)
def one(urn: int, post_id: int, code: str) -> Response:
    """Answer one condition of a post, or say again that it is so."""
    sheet = answering.sheet(actor(), urn, post_id, code=code, today=today())
    return _answered(sheet, again=True)


def _answered(sheet: Sheet, *, again: bool) -> Response:
    new, done = _sections(sheet)
    form, status = _form(one for section in (*new, *done) for one in section.questions), 200
    if form.validate_on_submit():
        try:
            with transaction():
                saved = answering.answer(
                    actor(), sheet.academy.urn, sheet.post_id, form.told(sheet),
                    again=again, today=today(), now=now(),
                )  # fmt: skip
        except NotPossible as impossible:
            _say(form, impossible.problems)
        except Overtaken as overtaken:
            _show_theirs(form, sheet, overtaken.theirs)
            status = 409
        else:
            flash(*_saved(len(saved)))
            if closed := _closed(sheet):
                flash(*closed)
            return _on(sheet) if GO_ON in request.form else _back(sheet)
    if form.problems and status == 200:
        status = 422
    return page(
        "charter/answer.html",
        form=form,
        sheet=sheet,
        new=new,
        done=done,
        alone=again,
        go_on=GO_ON,
        said=_said,
        side=charter_words.SIDES[sheet.side],
        longest=LONGEST_EVIDENCE,
        status=status,
    )


def _back(sheet: Sheet) -> Response:
    return see_other("charter.show", urn=sheet.academy.urn)


def _on(sheet: Sheet) -> Response:
    """The same form again: what was saved has moved out of the way."""
    return see_other("charter_answers.every", urn=sheet.academy.urn, post_id=sheet.post_id)


def _saved(many: int) -> tuple[str, str]:
    if not many:
        return "Nothing differs, so nothing was saved.", "note"
    said = "1 answer is saved." if many == 1 else f"{many} answers are saved."
    return said, "success"


def _closed(sheet: Sheet) -> tuple[str, str] | None:
    """What to say of answers sent to conditions that were closed while somebody typed."""
    asked = {question.condition.code for question in sheet.questions}
    sent = [code for code in CONDITIONS if code not in asked and request.form.get(f"reply_{code}")]
    if not sent:
        return None
    are, it = ("is", "it") if len(sent) == 1 else ("are", "them")
    codes = ", ".join(sent)
    return f"{codes} {are} not asked here any more, so nothing was saved of {it}.", "note"


def _sections(sheet: Sheet) -> tuple[list[Section], list[Section]]:
    """What this side has not answered yet, in pieces; and what it has, by kind."""
    new = [one for one in sheet.questions if one.mine is None]
    done = [one for one in sheet.questions if one.mine is not None]
    parts = [
        *((charter_words.KINDS[kind], of_kind(kind)) for kind in (Kind.LAW, Kind.STATUTORY)),
        *((f"{GOOD}: {said}", [CONDITIONS[code] for code in codes])
          for said, codes in PARTS.items()),
    ]  # fmt: skip
    kinds = [(said, of_kind(kind)) for kind, said in charter_words.KINDS.items()]
    return _filled(new, parts), _filled(done, kinds)


def _filled(
    questions: Iterable[Question], parts: Iterable[tuple[str, Iterable[Condition]]]
) -> list[Section]:
    """The parts that hold some of these questions, with them."""
    by_code = {one.condition.code: one for one in questions}
    found = [
        Section(said, [by_code[one.code] for one in conditions if one.code in by_code])
        for said, conditions in parts
    ]
    return [one for one in found if one.questions]


def _said(answer: Answer) -> str:
    """An answer in a line: "SENCO: partly, on 3 October 2026. “In the timetable.”" """
    told = charter_words.said(answer)
    return f"{told} “{answer.evidence}”" if answer.evidence else told


def _say(form: AnswersForm, problems: list[tuple[str, str, str]]) -> None:
    """The reasons beside their fields; of a condition that is asked no longer on top."""
    for code, name, sentence in problems:
        field = form.answered_on if name == "answered_on" else form[f"{name}_{code}"]
        of_which = sentence if code in sentence or name == "answered_on" else f"{code}: {sentence}"
        field.errors = [*field.errors, of_which]


def _show_theirs(form: AnswersForm, sheet: Sheet, theirs: Mapping[str, Answer]) -> None:
    """Somebody of the same side was faster: theirs beside what was typed, which stays."""
    side = charter_words.SIDES[sheet.side]
    form.form_errors = [MEANWHILE.format(side)]
    for code, answer in theirs.items():
        reply, _, seen = form.parts(code)
        reply.description = f"Saved meanwhile: {_said(answer)}"
        seen.data = answer.number
