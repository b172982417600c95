"""Reviews of an academy and the actions agreed at them."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response
from wtforms import FieldList, FormField
from wtforms import Form as PlainForm

from trust_inclusion.db import transaction
from trust_inclusion.domain.access import Action
from trust_inclusion.models.academies import Academy
from trust_inclusion.services import places, reviews
from trust_inclusion.services.reviews import Agreed, NewReview
from trust_inclusion.web import forms
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page, see_other
from trust_inclusion.web.layout import now, today

bp = Blueprint("reviews", __name__)
ACTIONS = 3


class ActionForm(PlainForm):
    """One action; blank altogether is no action."""

    what = forms.TextField("What")
    owner = forms.ChoiceField("Who", coerce=str, validate_choice=True)
    due_on = forms.DayField("By when")

    def validate(self, extra_validators: Any = None) -> bool:
        """All three or none."""
        good = super().validate(extra_validators)
        if not (self.what.data or self.owner.data or self.due_on.data):
            return good
        for field, sentence in (
            (self.what, "Say what is to be done."),
            (self.owner, "Choose who does it."),
            (self.due_on, "Enter by when."),
        ):
            if not field.data and not field.errors:
                field.errors = [sentence]
                good = False
        return good


class ActionRows(FieldList):
    """The rows of the page, whatever numbers a form brings."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        return iter(range(ACTIONS))


class ReviewForm(forms.Form):
    reviewed_on = forms.DayField(
        "Date of the review",
        [
            forms.needed("Enter the date of the review"),
            forms.not_after(today, "The review must be today or in the past."),
        ],
    )
    note = forms.AreaField(
        "Note",
        [forms.needed("Write what the review found")],
        description="Read by the director, trust leaders, HR and the head teacher.",
    )
    actions = ActionRows(FormField(ActionForm), min_entries=ACTIONS, max_entries=ACTIONS)

    def review(self) -> NewReview:
        """What was typed, as plain values."""
        agreed = [
            Agreed(entry.what.data, int(entry.owner.data), entry.due_on.data)
            for entry in self.actions
            if entry.what.data
        ]
        return NewReview(self.reviewed_on.day, self.note.data or "", agreed)

    @property
    def problems(self) -> list[tuple[str, str]]:
        """The actions' own problems after the review's."""
        own = [
            (field.id, str(field.errors[0]))
            for field in (self.reviewed_on, self.note)
            if field.errors
        ]
        return own + [
            (field.id, str(field.errors[0]))
            for entry in self.actions
            for field in entry.form
            if field.errors
        ]


@bp.route("/academies/<int:urn>/reviews/add", methods=["GET", "POST"])
@allow(Action.REVIEW_ACADEMY)
def add(urn: int) -> Response:
    """Record a review, with up to three actions."""
    academy = places.academy(actor(), Action.REVIEW_ACADEMY, urn)
    form = _form(academy)
    if form.validate_on_submit():
        with transaction():
            reviews.add(actor(), urn, form.review(), today=today(), now=now())
        flash("The review is recorded.", "success")
        return see_other("academies.show", urn=urn)
    status = 422 if form.is_submitted() else 200
    return page("reviews/add.html", form=form, academy=academy, status=status)


def _form(academy: Academy) -> ReviewForm:
    form = ReviewForm(reviewed_on=today())
    possible = reviews.possible_owners(academy, today())
    owners = [("", "Nobody yet"), *((str(number), name) for number, name in possible)]
    for entry in form.actions:
        entry.form.owner.choices = owners
    return form


@bp.post("/reviews/actions/<int:action_id>/done")
@allow(Action.SEE_HOME)
def finish(action_id: int) -> Response:
    """Mark an action done; back to where it was marked."""
    with transaction():
        urn = reviews.finish(actor(), action_id, today=today(), now=now())
    flash("The action is marked as done.", "success")
    if request.form.get("from") == "home":
        return see_other("home.show")
    return see_other("academies.show", urn=urn)
