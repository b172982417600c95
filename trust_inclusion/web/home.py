"""Home: what waits for the reader, and the trust's headline figures."""

from flask import Blueprint, Response

from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action
from trust_inclusion.services import briefs, reviews
from trust_inclusion.web.brief import standing_now
from trust_inclusion.web.guard import actor, allow, trust_settings
from trust_inclusion.web.hypermedia import page
from trust_inclusion.web.layout import today
from trust_inclusion.web.rows import GAP_TAGS

bp = Blueprint("home", __name__)
MOST_NAMED = 5
"""Up to so many academies are told one by one instead of counted."""


@bp.get("/")
@allow(Action.SEE_HOME)
def show() -> Response:
    """What waits for you, and how the academies within your reach stand."""
    who, day = actor(), today()
    sees_academies = access.reach(who, Action.SEE_ACADEMY).any_academy
    mine = briefs.few(who, day, MOST_NAMED)
    figures = None
    if sees_academies and not mine:
        figures = briefs.figures(who, day, revision=trust_settings().revision)
    return page(
        "home/show.html",
        mine=[(row, GAP_TAGS[row.gap_status], standing_now(row)) for row in mine],
        figures=figures,
        sees_academies=sees_academies,
        actions=reviews.waiting_for(who),
        to_do=briefs.to_do(who, day),
    )
