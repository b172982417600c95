"""Proposing a change of hours: the form, what it would mean, drafts, and granting it alone."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, flash, request
from werkzeug.wrappers import Response as AnyResponse

from trust_inclusion.db import transaction
from trust_inclusion.domain.access import Action, Refused
from trust_inclusion.models.changes import Change
from trust_inclusion.models.records import EvidenceFile
from trust_inclusion.services.changes import attachments, offering, proposing
from trust_inclusion.services.changes.finding import NotPossible, When
from trust_inclusion.services.changes.offering import Meaning, Offer
from trust_inclusion.services.changes.proposing import Attach
from trust_inclusion.services.places import Changed
from trust_inclusion.web import change_forms, change_meaning, uploads
from trust_inclusion.web.change_forms import ProposalForm
from trust_inclusion.web.change_meaning import InWords
from trust_inclusion.web.guard import actor, allow, takes_files, trust_settings
from trust_inclusion.web.hypermedia import page, see_other, wants_fragment
from trust_inclusion.web.layout import now, today

bp = Blueprint("proposals", __name__, url_prefix="/changes/propose/<int:post_id>")
Save = Callable[[Attach], Change]
DRAFTED = "Saved as a draft. Only you can see it, and nothing is proposed yet."


@bp.route("", methods=["GET", "POST"])
@allow(Action.PROPOSE_CHANGE)
@takes_files(uploads.ROOM)
def propose(post_id: int) -> AnyResponse:
    """The form of a proposal, with the reader's draft in it; or send it off."""
    offer = offering.offer(actor(), post_id, today())
    if request.method == "GET":
        draft = proposing.draft(actor(), post_id, today())
        form = ProposalForm(change_forms.of_draft(draft) if draft else None)
        return drawn(offer, form.bind(offer, trust_settings().week), drafted=bool(draft))
    form = ProposalForm().bind(offer, trust_settings().week)

    def send(attach: Attach) -> Change:
        return proposing.propose(actor(), form.proposals(), when(), attach)

    change = saved(form, send) if form.validate_on_submit() else None
    if change is None:
        return drawn(offer, form)
    flash("Proposed. Whoever takes the next step is told.", "success")
    return see_other("changes.show", change_id=change.id)


@bp.post("/grant")
@allow(Action.PROPOSE_CHANGE)
@takes_files(uploads.ROOM)
def grant(post_id: int) -> AnyResponse:
    """A headteacher's own short increase: in force without anybody else's decision."""
    offer = offering.offer(actor(), post_id, today())
    form = ProposalForm().bind(offer, trust_settings().week)

    def give(attach: Attach) -> Change:
        first, *others = form.proposals()
        if others:
            raise Refused("Two posts at once are decided together: propose them.")
        return proposing.grant(actor(), first, when(), attach)

    change = saved(form, give) if form.validate_on_submit() else None
    if change is None:
        return drawn(offer, form)
    flash("Granted. The director and the SENCO are told.", "success")
    return see_other("changes.show", change_id=change.id)


@bp.route("/preview", methods=["GET", "POST"])
@allow(Action.PROPOSE_CHANGE)
@takes_files(uploads.ROOM)
def preview(post_id: int) -> AnyResponse:
    """What the hours typed would mean; nothing is saved."""
    if request.method == "GET":
        return see_other("proposals.propose", post_id=post_id)
    offer = offering.offer(actor(), post_id, today())
    form = ProposalForm().bind(offer, trust_settings().week)
    return previewed(
        offer, form, lambda: offering.meaning(actor(), form.proposals(), today()), drawn
    )


@bp.post("/draft")
@allow(Action.PROPOSE_CHANGE)
@takes_files(uploads.ROOM)
def keep_draft(post_id: int) -> AnyResponse:
    """Keep what was typed, as typed, for its author alone."""
    typed = change_forms.typed(request.form)
    if change_forms.too_long(typed):
        offer = offering.offer(actor(), post_id, today())
        form = ProposalForm().bind(offer, trust_settings().week)
        form.say("reason", change_forms.TOO_LONG)
        return drawn(offer, form)
    with transaction():
        proposing.keep_draft(actor(), post_id, typed, when())
    flash(DRAFTED, "success")
    return see_other("proposals.propose", post_id=post_id)


@bp.post("/draft/drop")
@allow(Action.PROPOSE_CHANGE)
def drop_draft(post_id: int) -> AnyResponse:
    """Throw one's own draft away."""
    with transaction():
        proposing.drop_draft(actor(), post_id)
    flash("The draft is thrown away.", "success")
    return see_other("proposals.propose", post_id=post_id)


def when(version: int = 0) -> When:
    """The moment of this request, and the version that was on the page."""
    return When(today(), now(), version)


def saved(form: ProposalForm, save: Save) -> Change | None:
    """The change that was saved; None when it was not, with the reasons on the form."""
    try:
        return _with_attachment(form, save)
    except NotPossible as impossible:
        for name, sentence in impossible.problems:
            form.say(name, sentence)
    except uploads.REFUSALS as refused:
        form.say("attachment", f"{refused}")
    except (Refused, Changed) as refused:
        form.say("", f"{refused}")
    return None


def _with_attachment(form: ProposalForm, save: Save) -> Change:
    upload = form.attachment.data
    if not upload:
        with transaction():
            return save(lambda: None)
    used: list[EvidenceFile] = []
    with uploads.keeping(upload) as one:

        def attach() -> EvidenceFile:
            used.append(attachments.add(actor(), one, now=now()))
            return used[-1]

        with transaction():
            change = save(attach)
    if not used:
        uploads.store().remove(one.key)  # the same form, sent twice
    return change


Drawn = Callable[..., Response]


def previewed(
    offer: Offer, form: ProposalForm, mean: Callable[[], Meaning], draw: Drawn
) -> AnyResponse:
    """What it would mean: beside the form for htmx, else the page with the form as typed."""
    found: InWords | None = None
    form.sends = False
    if form.validate_on_submit():
        try:
            found = change_meaning.meaning(mean(), form.week)
        except NotPossible as impossible:
            for name, sentence in impossible.problems:
                form.say(name, sentence)
    if not wants_fragment():
        return draw(offer, form, found=found)
    found = found or _so_far(offer, form)
    return page("changes/_meaning.html", meaning=found, offer=offer)


def _so_far(offer: Offer, form: ProposalForm) -> InWords:
    """What holds today, and for htmx what is missing to say more."""
    missing = [sentence for _, sentence in form.problems] if wants_fragment() else []
    return change_meaning.so_far(offering.as_it_stands(offer, today()), form.week, missing)


def drawn(offer: Offer, form: ProposalForm, **more: Any) -> Response:
    """The page of the form; `found` is what it would mean, `drafted` whether a draft was kept."""
    context: dict[str, Any] = {"found": None, "drafted": False, "again": None, **more}
    found = context.pop("found") or _so_far(offer, form)
    return page(
        "changes/propose.html",
        offer=offer,
        form=form,
        meaning=found,
        status=422 if form.errors else 200,
        **context,
    )
