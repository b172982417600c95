"""The DfE's check of teachers' records: files of TRNs to look up, and recording the answers."""

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response

from trust_inclusion.db import transaction
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.calendar import parse_date
from trust_inclusion.services import dfe_check
from trust_inclusion.services.dfe_check import Answered
from trust_inclusion.services.places import Changed
from trust_inclusion.services.records.editing import NotPossible, When
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import download, page, see_other
from trust_inclusion.web.layout import now, today

bp = Blueprint("dfe_check", __name__, url_prefix="/people/dfe-check")

CHANGED = "changed"
"""In place of a field: what was typed can be saved again beside what the records say now."""
LEFT = ("", "Not looked at")
BASES = (LEFT, ("qts", "QTS"), ("qtls", "QTS via QTLS"), ("none", "No QTS"))
INDUCTIONS = (LEFT, ("yes", "Completed"), ("no", "Not completed"), ("not_required", "Not required"))


@bp.route("/", methods=["GET", "POST"])
@allow(Action.CHECK_RECORD)
def show() -> Response:
    """Who to look up, and what the DfE's record shows of them."""
    who, day = actor(), today()
    everyone = dfe_check.people(who, day)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        answers, problems = _read([row.id for row in everyone])
        if not answers and not problems:
            problems = [("", "Choose what the DfE’s record shows of at least one person.")]
        if not problems and not (problems := _save(answers)):
            return see_other("dfe_check.show")
        everyone = dfe_check.people(who, day)
    return page(
        "dfe_check/show.html",
        people=everyone,
        changed=CHANGED in dict(problems),
        files=dfe_check.files(who, day),
        bases=BASES,
        inductions=INDUCTIONS,
        typed=request.form.get,
        problems=problems,
        status=422 if problems else 200,
    )


@bp.get("/trns-<int:number>.csv")
@allow(Action.CHECK_RECORD)
def trns(number: int) -> Response:
    """One file of the bulk look-up."""
    return download(dfe_check.file(actor(), number, today()), f"trns-{number}", "csv")


def _read(ids: list[int]) -> tuple[list[Answered], list[tuple[str, str]]]:
    """What was chosen for each person shown, and what cannot be read."""
    answers: list[Answered] = []
    problems: list[tuple[str, str]] = []
    for number in ids:
        basis = _one_of(f"basis-{number}", BASES)
        induction = _one_of(f"induction-{number}", INDUCTIONS)
        typed, passed_on = request.form.get(f"npq-{number}", "").strip(), None
        if typed:
            try:
                passed_on = parse_date(typed)
            except ValueError as error:
                problems.append((f"npq-{number}", str(error)))
        if basis or induction or passed_on:
            version = request.form.get(f"version-{number}", "")
            seen = int(version) if version.isascii() and version.isdigit() else 0
            answers.append(Answered(number, seen, basis, induction, passed_on))
    return answers, problems


def _one_of(name: str, choices: tuple[tuple[str, str], ...]) -> str | None:
    chosen = request.form.get(name, "")
    return chosen if chosen and chosen in dict(choices) else None


def _save(answers: list[Answered]) -> list[tuple[str, str]]:
    """Save all of them, or none: the problems say why."""
    try:
        with transaction():
            many = dfe_check.record(actor(), answers, When(today(), now(), 0))
    except NotPossible as impossible:
        return impossible.problems
    except Changed as changed:
        return [(CHANGED, f"{changed} Look at it again, then save once more.")]
    flash(f"Recorded and marked as checked today: {many}.", "success")
    return []
