"""The excluded duties of an academy's SENCO posts: read, and told all ten at once."""

from collections import Counter
from typing import Any

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response

from trust_inclusion.db import transaction
from trust_inclusion.domain import words
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.duties import CHARTER_1, EXCLUDED, Holding
from trust_inclusion.services.duties import holdings
from trust_inclusion.services.duties.holdings import NotPossible, Overtaken, PostDuties, Sheet
from trust_inclusion.web import charter_rows, duty_forms
from trust_inclusion.web.duty_forms import DutiesForm
from trust_inclusion.web.guard import actor, allow, trust_settings
from trust_inclusion.web.hypermedia import page, see_other
from trust_inclusion.web.layout import now, today

bp = Blueprint("duties", __name__, url_prefix="/charter/<int:urn>/duties")
MEANWHILE = (
    "Somebody else saved duties of this post while you were typing. What they saved stands beside "
    "each duty. Correct yours where you need to, then save again."
)


@bp.get("")
@allow(Action.SEE_CHARTER)
def show(urn: int) -> Response:
    """Per SENCO post the ten excluded duties, their own hours, and the hours beside them."""
    found = holdings.at(actor(), urn, today())
    return page(
        "duties/show.html",
        found=found,
        posts=[(post, sentence(post)) for post in found.posts],
        names=EXCLUDED,
        signs=charter_rows.HOLDINGS,
        held=_held,
        said=duty_forms.in_words,
        roles=words.ROLES,
        source=CHARTER_1,
    )


@bp.route("/<int:post_id>", methods=["GET", "POST"])
@allow(Action.EDIT_DUTIES)
def edit(urn: int, post_id: int) -> Response:
    """Tell which of the ten a post holds, with their own time."""
    sheet = holdings.sheet(actor(), urn, post_id, today())
    form = DutiesForm()
    form.week = trust_settings().week
    if request.method == "GET":
        form.show(sheet.duties, sheet.seen, request.args.getlist("found")[: len(EXCLUDED)])
        return _drawn(sheet, form, 200)
    status = 422
    if form.validate_on_submit():
        try:
            return _saved(sheet, form)
        except NotPossible as impossible:
            for code, _field, told in impossible.problems:
                duty_forms.say(form[f"{code}_amount"], told)
        except Overtaken as overtaken:
            sheet = holdings.sheet(actor(), urn, post_id, today())
            form.show_theirs(overtaken.theirs, overtaken.mine, sheet.seen)
            form.form_errors, status = [MEANWHILE], 409
    return _drawn(sheet, form, status)


def _saved(sheet: Sheet, form: DutiesForm) -> Any:
    urn = sheet.academy.urn
    with transaction():
        codes = holdings.tell(
            actor(), urn, sheet.post_id, form.told, seen=form.seen.data, today=today(), now=now()
        )
    if codes:
        flash(f"{words.count(len(codes), 'duty is', 'duties are')} saved.", "success")
    else:
        flash("Nothing differs, so nothing was saved.", "note")
    return see_other("duties.show", urn=urn)


def _drawn(sheet: Sheet, form: DutiesForm, status: int) -> Response:
    return page("duties/edit.html", sheet=sheet, form=form, source=CHARTER_1, status=status)


def _held(held: bool | None) -> str:
    return "Not stated" if held is None else words.yes_no(held).capitalize()


def sentence(post: PostDuties) -> str:
    """How the post stands with the ten, the departures first."""
    counts = Counter(one.judged.holding for one in post.duties)
    late = counts[Holding.DEPARTURE]
    parts = [
        (late, f"held without time of {'its' if late == 1 else 'their'} own"),
        (counts[Holding.OWN_TIME], "with own time"),
        (counts[Holding.NOT_HELD], "not held"),
        (counts[Holding.NOT_KNOWN], "not stated"),
    ]
    said = [f"{number} {told}" for number, told in parts if number]
    return f"Of the ten duties: {', '.join(said)}."
