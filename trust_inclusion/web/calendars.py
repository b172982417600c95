"""The calendar: a secret link for the reader's own programs, and the feed behind it."""

from flask import Blueprint, Response, abort, current_app, flash, request, session
from werkzeug.wrappers import Response as AnyResponse

from trust_inclusion.adapters import ical
from trust_inclusion.db import transaction
from trust_inclusion.domain import reminder_words
from trust_inclusion.domain.access import Action
from trust_inclusion.services import calendars, settings, sign_ins
from trust_inclusion.web.guard import actor, allow, public
from trust_inclusion.web.hypermedia import page, see_other
from trust_inclusion.web.layout import now, today

bp = Blueprint("calendars", __name__)
_ONCE = "calendar_secret"


@bp.get("/account/calendar")
@allow(Action.SEE_QUALIFICATION)
def show() -> Response:
    """Whether there is a link; the link itself once, just after it was made."""
    secret = session.pop(_ONCE, None)
    home = current_app.config["PUBLIC_URL"] or request.url_root.rstrip("/")
    return page(
        "account/calendar.html",
        link=f"{home}/calendar/{secret}.ics" if secret else None,
        made_at=calendars.made_at(actor()),
    )


@bp.post("/account/calendar")
@allow(Action.SEE_QUALIFICATION)
def make() -> AnyResponse:
    """Make a link; one made before opens nothing any more."""
    with transaction():
        secret = calendars.make(actor(), now=now())
    session[_ONCE] = secret
    return see_other("calendars.show")


@bp.post("/account/calendar/end")
@allow(Action.SEE_QUALIFICATION)
def end() -> AnyResponse:
    """Close the link."""
    with transaction():
        calendars.end(actor(), now=now())
    flash("The calendar link opens nothing any more.", "success")
    return see_other("calendars.show")


@bp.get("/calendar/<secret>.ics")
@public
def feed(secret: str) -> Response:
    """The dates that whoever holds this link may see today; 404 for any link that is not one."""
    account_id = calendars.account_of(secret)
    who = None if account_id is None else sign_ins.actor_of(account_id, today=today())
    if who is None:
        abort(404)
    held = settings.current()
    url = current_app.config["PUBLIC_URL"]
    events = [
        ical.AllDay(
            f"appointment-{one.key}@trust-inclusion",
            one.day,
            reminder_words.in_calendar(one.kind, one.academy, one.initials),
        )
        for one in calendars.entries(who, today())
    ]
    body = ical.feed(
        events,
        name=f"SENCO dates, {held.trust_name}",
        url=f"{url}/" if url else "",
        revision=held.revision or 0,
        now=now(),
    )
    return Response(body, mimetype="text/calendar")
