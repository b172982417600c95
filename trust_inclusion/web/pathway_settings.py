"""The stages of the career pathway as the trust sets them, track by track.

Every button of the form sends all that was typed: up, down, remove and add draw it anew, and only
saving saves.
"""

from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, flash, request
from werkzeug.wrappers import Response

from trust_inclusion.db import transaction
from trust_inclusion.domain import access, pathway_words, words
from trust_inclusion.domain.access import TRUST, Action
from trust_inclusion.domain.pathway import (
    DEFAULT,
    LONGEST_NAME,
    MOST_STAGES,
    TRACK_WORDS,
    Need,
    Stage,
    Track,
    of_track,
)
from trust_inclusion.services.pathway import stages
from trust_inclusion.services.pathway.stages import NEW, NotPossible, Setting
from trust_inclusion.services.places import LARGEST_NUMBER, Changed
from trust_inclusion.web import layout
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page, see_other
from trust_inclusion.web.layout import now

bp = Blueprint("pathway_settings", __name__, url_prefix="/settings/pathway")
MOST_ROWS = 2 * MOST_STAGES
"""So many stages are read of a form; more than the rule allows, so that it can say so."""
NEEDS = tuple((need.value, said) for need, said in pathway_words.NEEDS.items())


@dataclass(frozen=True, slots=True)
class Row:
    """A stage as it stands in the form, with what is wrong with it."""

    code: int
    name: str
    needs: tuple[Need, ...] = ()
    deepens: bool = False
    problem: str = ""
    people: int = 0
    """How many people are on it."""


@bp.get("")
@allow(Action.SEE_PATHWAY_SETTINGS)
def show() -> Response:
    """The three tracks with their stages, and how many people are on each."""
    setting = stages.current(actor())
    return page(
        "settings/pathway.html",
        tracks=[(track, said, setting.of(track)) for track, said in TRACK_WORDS.items()],
        setting=setting,
        asks=pathway_words.asks,
        proposal=pathway_words.PROPOSAL,
        may_edit=access.may(actor(), Action.EDIT_PATHWAY_SETTINGS, TRUST),
        pages=layout.settings_pages(actor()),
    )


@bp.route("/<track>", methods=["GET", "POST"])
@allow(Action.EDIT_PATHWAY_SETTINGS)
def edit(track: str) -> Response:
    """One track: its stages renamed, moved, added, removed, and what each asks."""
    access.require(actor(), Action.EDIT_PATHWAY_SETTINGS, TRUST)
    if track not in set(Track):
        abort(404)
    which = Track(track)
    setting = stages.current(actor())
    if request.method == "GET":
        return _drawn(which, setting, _rows_of(setting.of(which)))
    rows, asked = _typed(), request.form.get("do", "save")
    if asked != "save":
        return _moved(which, setting, rows, asked)
    return _saved(which, setting, rows)


def _saved(track: Track, setting: Setting, rows: list[Row]) -> Response:
    wanted = tuple(Stage(track, row.code, row.name, row.needs, row.deepens) for row in rows)
    try:
        with transaction():
            differs = stages.save(actor(), track, wanted, seen=_seen(), now=now())
    except NotPossible as impossible:
        return _refused(track, setting, rows, impossible)
    except Changed as changed:
        setting = stages.current(actor())
        in_force = "; ".join(stage.name for stage in setting.of(track))
        said = f"{changed} In force now: {in_force}. Save again to put yours in their place."
        return _drawn(track, setting, rows, [said], mark=setting.mark(track))
    flash("The stages are saved." if differs else "Nothing differs, so nothing was saved.",
          "success" if differs else "note")  # fmt: skip
    return see_other("pathway_settings.show")


def _refused(track: Track, setting: Setting, rows: list[Row], why: NotPossible) -> Response:
    """What was typed, each problem beside its stage; one with people on it stands there again."""
    of_all = [sentence for place, sentence in why.problems if place is None]
    for place, sentence in why.problems:
        if place is not None and not rows[place].problem:
            rows[place] = replace(rows[place], problem=sentence)
    before = setting.of(track)
    for stage, sentence in why.removed:
        back = replace(_row(stage), problem=sentence)
        rows.insert(min(before.index(stage), len(rows)) if stage in before else len(rows), back)
    return _drawn(track, setting, rows, of_all)


def _moved(track: Track, setting: Setting, rows: list[Row], asked: str) -> Response:
    """The form after one of its buttons. A button that means nothing changes nothing."""
    do, _, text = asked.partition("-")
    place = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else -1
    if do == "proposal":
        return _drawn(track, setting, _rows_of(of_track(DEFAULT, track)), unsaved=True)
    if do == "add":
        if len(rows) >= MOST_STAGES:
            full = f"A track has {MOST_STAGES} stages at most: remove one first."
            return _drawn(track, setting, rows, [full])
        return _drawn(track, setting, [*rows, Row(NEW, "")], unsaved=True)
    if not 0 <= place < len(rows):
        return _drawn(track, setting, rows, unsaved=True)
    if do == "remove":
        return _without(track, setting, rows, place)
    other = {"up": place - 1, "down": place + 1}.get(do, place)
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    return _drawn(track, setting, rows, unsaved=True)


def _without(track: Track, setting: Setting, rows: list[Row], place: int) -> Response:
    """The form without a stage, unless people are on it."""
    row = rows[place]
    many = setting.in_use.get((track, row.code), 0)
    if many:
        who = words.count(many, "person is", "people are")
        rows[place] = replace(
            row, problem=f"This stage cannot be removed: {who} on it. Move them first."
        )
        return _drawn(track, setting, rows)
    return _drawn(track, setting, rows[:place] + rows[place + 1 :], unsaved=True)


def _drawn(
    track: Track,
    setting: Setting,
    rows: list[Row],
    problems: list[str] | None = None,
    *,
    unsaved: bool = False,
    mark: str | None = None,
) -> Response:
    """The form as it stands; 422 where something in it is wrong."""
    shown = [replace(row, people=setting.in_use.get((track, row.code), 0)) for row in rows]
    wrong = [("", said) for said in problems or ()]
    wrong += [(f"name-{place}", row.problem) for place, row in enumerate(shown) if row.problem]
    typed = _seen() if request.method == "POST" else ""
    return page(
        "settings/pathway_track.html",
        status=422 if wrong else 200,
        track=track,
        heading=TRACK_WORDS[track],
        rows=shown,
        problems=wrong,
        unsaved=unsaved,
        mark=mark or typed or setting.mark(track),
        proposed=_same(rows, of_track(DEFAULT, track)),
        proposal=pathway_words.PROPOSAL,
        needs=NEEDS,
        asks=pathway_words.asks,
        longest=LONGEST_NAME,
        full=len(rows) >= MOST_STAGES,
    )


def _same(rows: list[Row], proposed: Any) -> bool:
    return [replace(row, problem="", people=0) for row in rows] == _rows_of(proposed)


def _rows_of(of: Any) -> list[Row]:
    return [_row(stage) for stage in of]


def _row(stage: Stage) -> Row:
    return Row(stage.code, stage.name, stage.needs, stage.deepens)


def _seen() -> str:
    return request.form.get("mark", "")[:40]


def _typed() -> list[Row]:
    """The stages as they came, in their order; what cannot be read of one is left out."""
    found: list[Row] = []
    for place in range(MOST_ROWS):
        name = request.form.get(f"name-{place}")
        if name is None:
            break
        code = request.form.get(f"code-{place}", "")
        known = code.isascii() and code.isdigit() and len(code) < 11
        ticked = set(request.form.getlist(f"needs-{place}"))
        found.append(
            Row(
                int(code) if known and int(code) <= LARGEST_NUMBER else NEW,
                " ".join(name.replace("\x00", "").split()),
                tuple(need for need in Need if need.value in ticked),
                request.form.get(f"deepens-{place}") == "yes",
            )
        )
    return found
