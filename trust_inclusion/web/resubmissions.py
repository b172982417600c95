"""Sending a returned change again, with other hours or dates if wanted."""

from typing import Any

from flask import Blueprint, Response, flash, request
from werkzeug.wrappers import Response as AnyResponse

from trust_inclusion.domain.access import Action
from trust_inclusion.models.changes import Change
from trust_inclusion.services.changes import offering, proposing
from trust_inclusion.services.changes.offering import Again, Offer
from trust_inclusion.services.changes.proposing import Attach
from trust_inclusion.web import change_forms, proposals, uploads
from trust_inclusion.web.change_forms import ProposalForm
from trust_inclusion.web.guard import actor, allow, takes_files, trust_settings
from trust_inclusion.web.hypermedia import see_other
from trust_inclusion.web.layout import today

bp = Blueprint("resubmissions", __name__, url_prefix="/changes/<int:change_id>/resubmit")


@bp.route("", methods=["GET", "POST"])
@allow(Action.SEE_CHANGES)
@takes_files(uploads.ROOM)
def resubmit(change_id: int) -> AnyResponse:
    """The form filled with the change; or send it again."""
    again, offer, form = _opened(change_id)

    def send(attach: Attach) -> Change:
        (asked,) = form.proposals()
        when = proposals.when(form.version.data)
        return proposing.resubmit(actor(), change_id, asked, when, attach)

    change = proposals.saved(form, send) if form.validate_on_submit() else None
    if change is None:
        return _drawn(again, offer, form)
    flash("Sent again. Whoever takes the next step is told.", "success")
    return see_other("changes.show", change_id=change.id)


@bp.route("/preview", methods=["GET", "POST"])
@allow(Action.SEE_CHANGES)
@takes_files(uploads.ROOM)
def preview(change_id: int) -> AnyResponse:
    """What the hours typed would mean; nothing is saved."""
    if request.method == "GET":
        return see_other("resubmissions.resubmit", change_id=change_id)
    again, offer, form = _opened(change_id)

    def draw(offer: Offer, form: ProposalForm, **more: Any) -> Response:
        return _drawn(again, offer, form, **more)

    def mean() -> offering.Meaning:
        return offering.meaning_again(actor(), change_id, form.proposals()[0], today())

    return proposals.previewed(offer, form, mean, draw)


def _opened(change_id: int) -> tuple[Again, Offer, ProposalForm]:
    found = offering.again(actor(), change_id, today())
    offer = offering.offer(actor(), found.change.post_id, today())
    form = ProposalForm(**change_forms.of_change(found.change, found.cost_note))
    return found, offer, form.bind(offer, trust_settings().week, alone=True)


def _drawn(again: Again, offer: Offer, form: ProposalForm, **more: Any) -> Response:
    return proposals.drawn(offer, form, again=again.change, **more)
