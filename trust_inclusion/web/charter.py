"""An academy's own page of conditions, and the history of one."""

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

from trust_inclusion.domain import charter_words
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.charter_conditions import CONDITIONS, Kind
from trust_inclusion.domain.duties import EXCLUDED
from trust_inclusion.services.charter import reading
from trust_inclusion.services.charter.finding import NO_ACADEMY
from trust_inclusion.services.charter.reading import PostShown
from trust_inclusion.web import charter_rows
from trust_inclusion.web.charter_asked import as_at
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page
from trust_inclusion.web.layout import today

bp = Blueprint("charter", __name__, url_prefix="/charter")


def in_words() -> dict[str, Any]:
    """What the templates of conditions say them with."""
    return {
        "sign": charter_rows.reply_sign,
        "kinds": charter_words.KINDS,
        "replies": charter_words.REPLIES,
        "sides": charter_words.SIDES,
        "from_record": charter_rows.FROM_RECORD,
        "differ": charter_rows.DIFFER,
    }


@bp.get("/trust-wide", defaults={"urn": NO_ACADEMY})
@bp.get("/<int:urn>")
@allow(Action.SEE_CHARTER)
def show(urn: int) -> Response:
    """Each SENCO post of an academy, or of the trust: its conditions by kind, and what changed."""
    day = as_at(request.args, today())
    found = reading.academy(actor(), urn, day, today=today())
    return page(
        "charter/show.html",
        found=found,
        asked_day=day,
        posts=[(post, _summary(post)) for post in found.posts],
        order=tuple(Kind),
        turns=charter_rows.TURNS,
        holdings=charter_rows.HOLDINGS,
        duties=EXCLUDED,
        conditions=CONDITIONS,
        **in_words(),
    )


def _summary(post: PostShown) -> str:
    return charter_words.summary(post.tally)


@bp.get("/trust-wide/<int:post_id>/<code>", defaults={"urn": NO_ACADEMY})
@bp.get("/<int:urn>/<int:post_id>/<code>")
@allow(Action.SEE_CHARTER_ANSWERS)
def history(urn: int, post_id: int, code: str) -> Response:
    """What was ever said of one condition of a post, the latest first."""
    found = reading.history(actor(), urn, post_id, code, today=today())
    return page("charter/history.html", found=found, **in_words())
