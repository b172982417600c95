"""HR's check of what people tell, and the certificates it looks at."""

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from trust_inclusion.db import transaction
from trust_inclusion.domain.access import Action
from trust_inclusion.services.records import checking, editing, files
from trust_inclusion.services.records.editing import NotPossible
from trust_inclusion.web import people, uploads
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import swapped_into
from trust_inclusion.web.layout import today
from trust_inclusion.web.records import answered, seen, version_sent

bp = Blueprint("checks", __name__, url_prefix="/people/<int:person_id>")
CHECKED = "Checked today, by you."


@bp.post("/claims/<int:claim_id>/accept")
@allow(Action.CHECK_RECORD)
def accept(person_id: int, claim_id: int) -> AnyResponse:
    """What was told becomes what the record says."""
    with transaction():
        checking.accept(
            actor(), person_id, claim_id, seen(), beside=version_sent("record")
        )  # fmt: skip
    return answered(person_id, "Accepted. The record says so from now on, checked today.")


@bp.post("/claims/<int:claim_id>/refuse")
@allow(Action.CHECK_RECORD)
def refuse(person_id: int, claim_id: int) -> AnyResponse:
    """The record stays as it was; the person reads why."""
    reason = request.form.get("reason", "").replace("\x00", "")
    try:
        with transaction():
            checking.refuse(actor(), person_id, claim_id, reason, seen())
    except NotPossible as impossible:
        field = f"reason-{claim_id}"
        problems = [(field, sentence) for _, sentence in impossible.problems]
        drawn = people.drawn(person_id, problems=problems, typed={field: reason}, status=422)
        return swapped_into(drawn, "#record")
    return answered(person_id, "Refused. The person reads your reason on their record.")


@bp.post("/claims/<int:claim_id>/withdraw")
@allow(Action.EDIT_RECORD)
def withdraw(person_id: int, claim_id: int) -> AnyResponse:
    """Take back what was told before it is checked."""
    with transaction():
        editing.withdraw(actor(), person_id, claim_id, seen())
    return answered(person_id, "Taken back. The record stays as it was.")


@bp.post("/teacher/check")
@allow(Action.CHECK_RECORD)
def teacher(person_id: int) -> AnyResponse:
    """HR has seen that the teacher status is as recorded."""
    with transaction():
        checking.check_teacher(actor(), person_id, seen())
    return answered(person_id, CHECKED)


@bp.post("/service/check")
@allow(Action.CHECK_RECORD)
def service(person_id: int) -> AnyResponse:
    """HR confirms that the service on record is all there is."""
    with transaction():
        checking.confirm_service(actor(), person_id, seen())
    return answered(person_id, CHECKED)


@bp.post("/qualifications/<int:course_id>/check")
@allow(Action.CHECK_RECORD)
def course(person_id: int, course_id: int) -> AnyResponse:
    """HR has seen the evidence of a course."""
    with transaction():
        checking.check_course(actor(), person_id, course_id, seen())
    return answered(person_id, CHECKED)


@bp.get("/files/<int:file_id>")
@allow(Action.SEE_RECORD)
def file(person_id: int, file_id: int) -> AnyResponse:
    """A certificate, as what its content was found to be and never as a page."""
    return uploads.shown(files.find(actor(), person_id, file_id, today()))
