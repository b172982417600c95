"""One change: its page, and the steps to a decision."""

from typing import Any

from flask import Blueprint, Response, flash, request
from werkzeug.wrappers import Response as AnyResponse

from trust_inclusion.db import db, transaction
from trust_inclusion.domain import change_sentences, change_words
from trust_inclusion.domain.access import Action, Refused
from trust_inclusion.domain.changes import Step
from trust_inclusion.services.changes import attachments, reading, steps
from trust_inclusion.services.changes.finding import NotPossible, When
from trust_inclusion.services.places import Changed, NotThere
from trust_inclusion.web import change_page, uploads
from trust_inclusion.web.guard import actor, allow, trust_settings
from trust_inclusion.web.hypermedia import page, see_other, swapped_into, wants_fragment
from trust_inclusion.web.layout import now, today

bp = Blueprint("changes", __name__, url_prefix="/changes/<int:change_id>")
LONGEST_COMMENT_KEPT = 10_000
"""Of a comment that is far too long, as much as stands in its box again."""


@bp.get("")
@allow(Action.SEE_CHANGES)
def show(change_id: int) -> Response:
    """A change as it stands."""
    return drawn(change_id)


def drawn(change_id: int, **more: Any) -> Response:
    """The change's page. `said` is what happened, `told` what went wrong, `step` and `typed` the
    form that was sent, `problem` what is wrong with its comment."""
    context: dict[str, Any] = {
        "said": "", "told": "", "step": "", "typed": "", "problem": "", **more
    }  # fmt: skip
    shown = reading.show(actor(), change_id, today())
    return page(
        "changes/show.html",
        part="changes/_change.html",
        **change_page.everything(shown, trust_settings().week, today()),
        **context,
    )


@bp.post("/<step>")
@allow(Action.SEE_CHANGES)
def take(change_id: int, step: str) -> AnyResponse:
    """Take a step, with a comment where it needs one; the table of steps judges."""
    if step not in {one.value for one in Step}:
        raise NotThere("There is no such step.")
    comment = request.form.get("comment", "").replace("\x00", "").replace("\r\n", "\n").strip()
    when = When(today(), now(), _version())
    kept: dict[str, Any] = {"step": step, "typed": comment[:LONGEST_COMMENT_KEPT]}
    try:
        with transaction():
            steps.take(actor(), change_id, Step(step), comment, when)
    except NotPossible as impossible:
        return _again(change_id, 422, problem=impossible.problems[0][1], **kept)
    except Changed as changed:
        return _came_second(change_id, f"{changed}", kept)
    except Refused as refused:
        return _again(change_id, 403, told=f"{refused}", **kept)
    return _done(change_id, f"You {change_words.STEP_TOLD[Step(step)]}.".replace("their", "your"))


def _version() -> int:
    """The version that was on the page; 0, which no change has, when it cannot be one."""
    text = request.form.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _done(change_id: int, said: str, category: str = "success") -> AnyResponse:
    """The change after a step: in place for htmx, else the page anew."""
    if wants_fragment():
        return swapped_into(drawn(change_id, said=said), "#change")
    flash(said, category)
    return see_other("changes.show", change_id=change_id)


def _again(change_id: int, status: int, **more: Any) -> AnyResponse:
    """The page as it stands now, with what was typed and why nothing was done."""
    db.session.expunge_all()
    return swapped_into(drawn(change_id, status=status, **more), "#change")


def _came_second(change_id: int, told: str, kept: dict[str, Any]) -> AnyResponse:
    """Somebody was faster. If it was the same person with the same form, all is well."""
    db.session.expunge_all()
    last = reading.latest(change_id)
    if last and last.account_id == actor().account_id and last.step == kept["step"]:
        return _done(change_id, change_sentences.you_did(last.step, last.happened_at), "note")
    return _again(change_id, 409, told=told, **kept)


@bp.get("/attachment")
@allow(Action.SEE_CHANGES)
def attachment(change_id: int) -> Response:
    """What was attached to the proposal."""
    return uploads.shown(attachments.of(actor(), change_id, today()))
