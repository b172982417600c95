"""Home: what waits for the reader, and the trust's headline figures."""

from flask import Blueprint, Response

from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action
from trust_inclusion.services import briefs, reviews
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page
from trust_inclusion.web.layout import today

bp = Blueprint("home", __name__)


@bp.get("/")
@allow(Action.SEE_HOME)
def show() -> Response:
    """What waits for you, and how the academies within your reach stand."""
    who, day = actor(), today()
    sees_academies = access.reach(who, Action.SEE_ACADEMY).any_academy
    return page(
        "home/show.html",
        figures=briefs.figures(who, day) if sees_academies else None,
        actions=reviews.waiting_for(who),
        to_do=briefs.to_do(who, day),
    )
