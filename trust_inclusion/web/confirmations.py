"""Still right? A SENCO confirms their record in one step; HR and the director see who has not."""

from flask import Blueprint, Response, flash
from werkzeug.wrappers import Response as AnyResponse

from trust_inclusion.db import transaction
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.calendar import academic_year_label
from trust_inclusion.services import confirmations
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page, see_other
from trust_inclusion.web.layout import now, today

bp = Blueprint("confirmations", __name__)


@bp.post("/record/confirm")
@allow(Action.CONFIRM_RECORD)
def confirm() -> AnyResponse:
    """The reader's own record is right, for this school year."""
    with transaction():
        confirmations.confirm(actor(), today=today(), now=now())
    flash(f"Your record is confirmed for {academic_year_label(today())}. Thank you.", "success")
    return see_other("home.show")


@bp.get("/confirmations/")
@allow(Action.SEE_CONFIRMATIONS)
def index() -> Response:
    """Who has not confirmed their record this school year."""
    return page(
        "confirmations/index.html",
        rows=confirmations.missing(actor(), today()),
        year=academic_year_label(today()),
    )
