"""The lists of changes: what waits for you, what is open, what was decided; and as files."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response

from trust_inclusion.db import transaction
from trust_inclusion.domain import words
from trust_inclusion.domain.access import Action, Refused
from trust_inclusion.services import exports, hubs
from trust_inclusion.services.changes import together, waiting
from trust_inclusion.services.changes.finding import When
from trust_inclusion.services.changes.narrowing import Tab
from trust_inclusion.services.places import Changed, NotThere
from trust_inclusion.web import change_asked, change_rows
from trust_inclusion.web.change_asked import Asked
from trust_inclusion.web.guard import actor, allow, trust_settings
from trust_inclusion.web.hypermedia import (
    arguments_before,
    download,
    go_to,
    page,
    shown_at,
    wants_fragment,
)
from trust_inclusion.web.layout import now, today

bp = Blueprint("change_list", __name__)

ALL = ("", "All")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of changes that were to be approved together."""

    approved: int
    left: list[tuple[str, str]]
    """(academy, why not)."""


@bp.get("/changes/")
@allow(Action.SEE_CHANGES)
def index() -> Response:
    """The lists: tab, search, filters, order and page are all in the address."""
    asked = change_asked.asked(request.args.to_dict())
    drawn, address = _drawn(asked)
    before = change_asked.asked(arguments_before().to_dict())
    return shown_at(drawn, address, in_place=asked.goes_on_typing(before))


def _drawn(asked: Asked, outcome: Outcome | None = None) -> tuple[Any, str]:
    """The page, or its fragment, and its address."""
    who, day = actor(), today()
    # What was kept before some were approved no longer holds after it.
    revision = None if outcome else trust_settings().revision
    shown = change_asked.read(who, asked, day, revision=revision)
    fragment = wants_fragment()
    drawn = page(
        "changes/index.html",
        part="changes/_list.html",
        status=409 if outcome else 200,
        listing=shown,
        rows=change_rows.in_words(shown.rows, day),
        drafts=waiting.drafts(who) if shown.asked.tab is Tab.MINE else [],
        outcome=outcome,
        fragment=fragment,
        hubs=() if fragment else (ALL, *hubs.of_reader(who, Action.SEE_CHANGES)),
        choices=change_asked.choices(shown.asked.tab),
    )
    return drawn, shown.address


@bp.get("/changes/changes.<extension>")
@allow(Action.SEE_CHANGES)
def export(extension: str) -> Response:
    """Every row of the present tab, filters and order, with what the reader may see."""
    asked, day = change_asked.asked(request.args.to_dict()), today()
    table = exports.changes(actor(), asked.tab, asked.filters, asked.sort, day)
    return download(table, f"changes-{day.isoformat()}", extension)


@bp.post("/changes/approve")
@allow(Action.SEE_CHANGES)
def approve() -> Response:
    """Approve several: each a decision of its own, so that one that fails undoes no other.

    Whose a decision is, the table of steps says of each change.
    """
    view = dict(parse_qsl(request.form.get("view", "").lstrip("?")))
    asked = change_asked.asked(view)
    chosen = change_asked.chosen(request.form.getlist("change"))
    if not chosen:
        flash("Tick the changes to approve first.", "error")
        return go_to(asked.address)
    outcome = _approve(chosen)
    if outcome.left:
        return _drawn(asked, outcome)[0]
    flash(f"{words.count(outcome.approved, 'change')} approved.", "success")
    return go_to(asked.address)


def _approve(chosen: dict[int, int]) -> Outcome:
    who, approved = actor(), 0
    left: dict[int, str] = {}
    for change_id, version in chosen.items():
        try:
            with transaction():
                together.approve(who, change_id, When(today(), now(), version))
        except (Refused, Changed, NotThere) as error:
            left[change_id] = str(error)
        else:
            approved += 1
    names = together.named(who, list(left), today()) if left else {}
    return Outcome(approved, [(names.get(one, f"Change {one}"), why) for one, why in left.items()])
