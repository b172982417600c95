"""The academies list, its downloads, and one academy's page."""

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response

from trust_inclusion.db import transaction
from trust_inclusion.domain import access, words
from trust_inclusion.domain.access import Action
from trust_inclusion.services import academies as academies_service
from trust_inclusion.services import briefs, exports, hubs, places
from trust_inclusion.services.briefs import Brief
from trust_inclusion.services.places import Changed
from trust_inclusion.web import brief as in_words
from trust_inclusion.web import forms, listing
from trust_inclusion.web.guard import actor, allow, trust_settings
from trust_inclusion.web.hypermedia import (
    arguments_before,
    download,
    page,
    see_other,
    shown_at,
    wants_fragment,
)
from trust_inclusion.web.layout import now, today

ALL = ("", "All")
PHASES = (ALL, *words.PHASES.items())
QUALIFICATIONS = (ALL, *listing.QUALIFICATIONS.items())
CHANGES = (ALL, *listing.CHANGES.items())
UNMET = (ALL, *listing.UNMET.items())
GAPS = (ALL, *((code, tag.word + tag.rest) for code, tag in words.GAP_TAGS.items()))

bp = Blueprint("academies", __name__, url_prefix="/academies")


@bp.get("/")
@allow(Action.SEE_ACADEMY)
def index() -> Response:
    """The list: search, filters, order and page are all in the address."""
    wanted = listing.asked(request.args.to_dict(), today())
    shown = listing.read(actor(), wanted, revision=trust_settings().revision)
    fragment = wants_fragment()
    drawn = page(
        "academies/index.html",
        part="academies/_list.html",
        listing=shown,
        fragment=fragment,
        hubs=() if fragment else _hub_choices(),
        phase_choices=PHASES,
        gap_choices=GAPS,
        qualification_choices=QUALIFICATIONS,
        change_choices=CHANGES,
        stage_choices=(ALL, *shown.stages, (listing.NO_STAGE, "Not recorded")),
        unmet_choices=UNMET,
    )
    # Each pause in typing is a request, but not a step that "back" should stop at.
    typing = wanted.goes_on_typing(listing.asked(arguments_before(), today()))
    return shown_at(drawn, shown.address, in_place=typing)


def _hub_choices() -> tuple[tuple[int | str, str], ...]:
    """The reader's hubs to choose from; nothing where there is none."""
    found = hubs.of_reader(actor())
    return (ALL, *found) if found else ()


@bp.get("/academies.<extension>")
@allow(Action.SEE_ACADEMY)
def export(extension: str) -> Response:
    """Every row of the present filters and order, with the columns the reader may see."""
    wanted = listing.asked(request.args.to_dict(), today())
    table = exports.academies(actor(), wanted.filters, wanted.sort, wanted.day)
    return download(table, f"academies-{wanted.day.isoformat()}", extension)


@bp.get("/<int:urn>")
@allow(Action.SEE_ACADEMY)
def show(urn: int) -> Response:
    """One academy: the formula's working, evidence, posts, hours and reviews."""
    who, day = actor(), today()
    week = trust_settings().week
    brief = briefs.academy(who, urn, day, week)
    stages = academies_service.stages(trust_settings().revision)
    return page(
        "academies/show.html",
        my_account=who.account_id,
        may=_may(brief),
        proposes_for=_proposes_for(brief),
        stages_of=lambda codes: in_words.stages_of(codes, stages),
        **in_words.everything(brief, week, day),
    )


def _may(brief: Brief) -> dict[str, bool]:
    """What this reader may do from the academy's page."""
    asked = (Action.SEE_EVIDENCE, Action.EDIT_EVIDENCE, Action.REVIEW_ACADEMY, Action.SET_HUB,
             Action.SEE_LAWFUL)  # fmt: skip
    place = places.of(brief.academy)
    found = {action.value: access.may(actor(), action, place) for action in asked}
    return {**found, "see_changes": access.may_anywhere(actor(), Action.SEE_CHANGES)}


def _proposes_for(brief: Brief) -> set[int]:
    """The posts for which this reader may propose hours: all here, or the one they hold."""
    reach = access.reach(actor(), Action.PROPOSE_CHANGE)
    if brief.standing is None:
        return set()
    if reach.covers(places.of(brief.academy)):
        return {post.id for post in brief.posts}
    return {
        post.id
        for post in brief.posts
        if any(one.in_force and one.person_id == reach.person_id for one in post.holders)
    }


class HubForm(forms.Form):
    hub = forms.TextField(
        "Hub", longest=80, description="An existing hub or a new one. Leave empty for none."
    )
    version = forms.VersionField()


@bp.route("/<int:urn>/hub", methods=["GET", "POST"])
@allow(Action.SET_HUB)
def hub(urn: int) -> Response:
    """Put the academy into a hub."""
    academy = places.academy(actor(), Action.SET_HUB, urn)
    form = HubForm(hub=academy.hub.name if academy.hub else "", version=academy.version)
    known = [name for _, name in hubs.of_reader(actor())]
    if form.validate_on_submit():
        try:
            with transaction():
                hubs.set_for(
                    actor(), urn, form.hub.data or "", version=form.version.data, now=now()
                )
        except Changed as changed:
            now_in = places.academy(actor(), Action.SET_HUB, urn)
            held = f"in {now_in.hub.name}" if now_in.hub else "in no hub"
            form.hub.errors = [f"{changed} The academy is {held}. Save again to change that."]
            form.version.data = now_in.version
        else:
            flash("The hub is saved.", "success")
            return see_other("academies.show", urn=urn)
    status = 422 if form.errors else 200
    return page("academies/hub.html", form=form, academy=academy, known=known, status=status)
