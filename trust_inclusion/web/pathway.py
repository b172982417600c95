"""The career pathway across the trust, and for a SENCO their own."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, request

from trust_inclusion.domain import pathway_words
from trust_inclusion.domain.access import Action, Refused
from trust_inclusion.domain.pathway import DEFAULT, TRACK_WORDS, Stages, Track, by_code, of_track
from trust_inclusion.services import exports, hubs, settings
from trust_inclusion.services.pathway import leaving, overview, people, plans, succession
from trust_inclusion.services.pathway.overview import NAMED, NONE, PAGE_LENGTH, View
from trust_inclusion.services.pathway.succession import THIN
from trust_inclusion.web import pathway_asked as asking
from trust_inclusion.web.guard import actor, allow, trust_settings
from trust_inclusion.web.hypermedia import download, page, shown_at, wants_fragment
from trust_inclusion.web.layout import today
from trust_inclusion.web.pathway_asked import PATH, Asked, Paged

bp = Blueprint("pathway", __name__, url_prefix="/pathway")


@dataclass(frozen=True, slots=True)
class LaneStage:
    """A stage as a lane draws it: how many are on it, the first of them by name, `width` its bar
    in hundredths of the fullest stage of all lanes."""

    code: int
    name: str
    many: int
    people: tuple[tuple[int, str], ...]
    width: int
    deepens: bool


@bp.get("/")
@allow(Action.SEE_PATHWAY)
def index() -> Response:
    """People by stage on three lanes; for a SENCO their own pathway and nobody else's."""
    who, day = actor(), today()
    if not overview.sees_others(who):
        return _own()
    asked = asking.asked(PATH, request.args, who)
    revision = trust_settings().revision
    view = overview.view(who, asked.filters, day, revision=revision)
    bench = succession.bench(who, asked.filters, day, revision=revision)
    stages = settings.pathway_stages()
    drawn = page(
        "pathway/index.html",
        part="pathway/_lanes.html",
        asked=asked,
        answer=pathway_words.answer(view.total, bench.thin, bench.every, view.ready),
        total=view.total,
        lanes=_lanes(view, stages, asked.filters.track),
        mentees=() if wants_fragment() else plans.mentees(who, day),
        own_id=people.own_id(who),
        destinations=pathway_words.DESTINATIONS,
        proposal=_proposal(stages),
        **_around(),
    )
    return shown_at(drawn, asked.query(), in_place=True)


@bp.get("/people")
@allow(Action.SEE_PATHWAY)
def everybody() -> Response:
    """The people of one stage, or of all, as a list."""
    _of_others()
    asked = asking.asked(f"{PATH}people", request.args, actor())
    paged = Paged(asked, _ids(asked), PAGE_LENGTH)
    stages = settings.pathway_stages()
    drawn = page(
        "pathway/people.html",
        part="pathway/_people.html",
        asked=asked,
        paged=paged,
        rows=overview.page(actor(), paged.shown, stages, today()),
        heading=_heading(asked, stages),
        stages=_stage_choices(stages),
        **_around(),
    )
    return shown_at(drawn, paged.href(paged.number) or asked.path, in_place=True)


@bp.get("/people.<extension>")
@allow(Action.SEE_PATHWAY)
def export(extension: str) -> Response:
    """Every row of the list's present filters."""
    _of_others()
    asked = asking.asked(f"{PATH}people", request.args, actor())
    table = exports.people_by_stage(actor(), _ids(asked), today())
    return download(table, f"pathway-{today().isoformat()}", extension)


@bp.get("/succession")
@allow(Action.SEE_PATHWAY)
def stepping_up() -> Response:
    """Who could step up as SENCO, academy by academy."""
    _of_others()
    asked = asking.asked(f"{PATH}succession", request.args, actor())
    who, day, revision = actor(), today(), trust_settings().revision
    only = THIN if asked.thin else ""
    bench = succession.bench(who, asked.filters, day, revision=revision, only=only)
    paged = Paged(asked, bench.ids, succession.PAGE_LENGTH)
    drawn = page(
        "pathway/succession.html",
        part="pathway/_succession.html",
        asked=asked,
        paged=paged,
        rows=succession.page(who, paged.shown, day),
        answer=pathway_words.thin(bench.thin, bench.every),
        knows_movers=succession.movers_known(who).any_academy,
        thin=pathway_words.SUCCESSION_THIN,
        readiness=pathway_words.READINESS,
        stepping_up=asking.STEPPING_UP,
        **_around(),
    )
    return shown_at(drawn, paged.href(paged.number) or asked.path, in_place=True)


@bp.get("/leaving")
@allow(Action.SEE_LEAVING)
def reasons() -> Response:
    """Why a SENCO might leave, as the record states it: by academy, never counted or ordered."""
    asked = asking.asked(f"{PATH}leaving", request.args, actor())
    who, day = actor(), today()
    ids = leaving.academies(who, asked.filters, day, revision=trust_settings().revision)
    paged = Paged(asked, ids, leaving.PAGE_LENGTH)
    drawn = page(
        "pathway/leaving.html",
        part="pathway/_leaving.html",
        asked=asked,
        paged=paged,
        rows=leaving.page(who, paged.shown, day),
        **_around(),
    )
    return shown_at(drawn, paged.href(paged.number) or asked.path, in_place=True)


@bp.get("/mentees")
@allow(Action.SEE_HOME)
def mentees() -> Response:
    """The people whom the reader mentors, whatever their role: what each of them shares."""
    found = plans.mentees(actor(), today())
    return page("pathway/mentees.html", mentees=found, pathway_words=pathway_words)


def _own() -> Response:
    """A SENCO's own three tracks, their plan, and whom they mentor."""
    own_id = people.own_id(actor())
    return page(
        "pathway/own.html",
        pathway=people.show(actor(), own_id, today()) if own_id is not None else None,
        mentees=plans.mentees(actor(), today()),
        pathway_words=pathway_words,
        track_words=TRACK_WORDS,
        destinations=pathway_words.DESTINATIONS,
        proposal=_proposal(settings.pathway_stages()),
    )


def _proposal(stages: Stages) -> str:
    """That the stages are this product's proposal, while the trust has set no others."""
    return pathway_words.PROPOSAL if stages == DEFAULT else ""


def _of_others() -> None:
    """Refuse who sees their own pathway only. Raises Refused."""
    if not overview.sees_others(actor()):
        raise Refused("You do not have access to this page.")


def _ids(asked: Asked) -> Any:
    view = overview.view(actor(), asked.filters, today(), revision=trust_settings().revision)
    return view.everyone if asked.stage is None else view.on(*asked.stage)


def _around() -> dict[str, Any]:
    """What every page of the pathway needs: the filters it offers, and the words."""
    fragment = wants_fragment()
    sees_plans = overview.sees_aspirations(actor())
    own_hubs = () if fragment else hubs.of_reader(actor(), Action.SEE_PATHWAY)
    return {
        "fragment": fragment,
        "hubs": (asking.ALL, *own_hubs),
        "phases": asking.PHASES,
        "tracks": asking.TRACKS,
        "aspirations": asking.ASPIRATIONS if sees_plans else (),
        "plans": asking.PLANS if overview.agrees_any(actor()) else (),
        "sees_plans": sees_plans,
        "pathway_words": pathway_words,
        "track_words": TRACK_WORDS,
    }


def _lanes(view: View, stages: Stages, only: str) -> list[tuple[Track, list[LaneStage]]]:
    """The lanes with the first names of each stage: one query for all of them."""
    shown = [track for track in Track if only in ("", track.value)]
    codes = {track: [*(one.code for one in of_track(stages, track)), NONE] for track in shown}
    on = {(track, code): view.on(track, code) for track in shown for code in codes[track]}
    names = overview.names(one for ids in on.values() for one in ids[:NAMED])
    most = max((len(ids) for ids in on.values()), default=0) or 1
    return [
        (
            track,
            [
                LaneStage(
                    code=code,
                    name=stage.name if stage else "Not recorded",
                    many=len(ids := on[track, code]),
                    people=tuple((one, names[one]) for one in ids[:NAMED] if one in names),
                    width=-(-100 * len(ids) // most),
                    deepens=bool(stage and stage.deepens),
                )
                for stage, code in zip((*of_track(stages, track), None), codes[track], strict=True)
            ],
        )
        for track in shown
    ]


def _heading(asked: Asked, stages: Stages) -> str:
    """Whom the list shows, in words."""
    if asked.stage is None:
        return "Everybody on the pathway"
    track, code = asked.stage
    if code == NONE:
        return f"{TRACK_WORDS[track]}: not recorded"
    stage = by_code(stages, track, code)
    return f"{TRACK_WORDS[track]}: {stage.name if stage else 'no such stage'}"


def _stage_choices(stages: Stages) -> list[tuple[str, list[tuple[str, str]]]]:
    """The stages of each track, as (track, (value, words)), those on none last."""
    return [
        (
            said,
            [
                *(
                    (asking.stage_text(track, one.code), f"{place}. {one.name}")
                    for place, one in enumerate(of_track(stages, track), 1)
                ),
                (asking.stage_text(track, NONE), "Not recorded"),
            ],
        )
        for track, said in TRACK_WORDS.items()
    ]
