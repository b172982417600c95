"""A director's deputies: who decides changes for them, from when until when."""

from collections import Counter
from datetime import date

from flask import Blueprint, flash
from werkzeug.wrappers import Response

from trust_inclusion.db import transaction
from trust_inclusion.domain import deputies as rules
from trust_inclusion.domain.access import Action
from trust_inclusion.services import deputies
from trust_inclusion.services.deputies import Director, Naming, NotNamed
from trust_inclusion.web import forms, layout
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page, see_other
from trust_inclusion.web.layout import now, today

bp = Blueprint("deputies", __name__, url_prefix="/deputies")


class DeputyForm(forms.Form):
    """Who decides for whom; which days can be is the rule's own."""

    director = forms.ChoiceField("For whom", [forms.needed("Choose the director")], coerce=str)
    deputy = forms.ChoiceField(
        "Who decides",
        [forms.needed("Choose who decides")],
        coerce=str,
        description="Anybody who signs in here. As a deputy they see the changes, and no pay.",
    )
    first_on = forms.DayField("First day", [forms.needed("Enter the first day")])
    last_on = forms.DayField(
        "Last day",
        [forms.needed("Enter the last day")],
        description="It ends by itself at the end of this day. A year at most.",
    )

    def naming(self, found: list[Director]) -> Naming:
        """What was chosen, of a form that was checked."""
        director = self.director.data if self.director else found[0].id
        return Naming(int(director), int(self.deputy.data), self.first_on.day, self.last_on.day)


@bp.get("/")
@allow(Action.NAME_DEPUTY)
def index() -> Response:
    """Who is, will be and was a deputy."""
    return page(
        "deputies/index.html",
        rows=deputies.listed(actor(), today()),
        tags=rules.TAGS,
        directors=deputies.directors(actor(), today()),
        own_id=_own(),
        pages=layout.settings_pages(actor()),
    )


@bp.route("/add", methods=["GET", "POST"])
@allow(Action.NAME_DEPUTY)
def add() -> Response:
    """Name a deputy for a period."""
    found = deputies.directors(actor(), today())
    form = _form(found, today())
    if found and form.validate_on_submit():
        try:
            with transaction():
                deputies.name(actor(), form.naming(found), today=today(), now=now())
        except NotNamed as refused:
            for name, sentence in refused.problems:
                form[name].errors = [sentence]
        else:
            flash("The deputy is named.", "success")
            return see_other("deputies.index")
    status = 422 if form.errors else 200
    return page("deputies/add.html", form=form, directors=found, own_id=_own(), status=status)


@bp.post("/<int:grant_id>/end")
@allow(Action.NAME_DEPUTY)
def end(grant_id: int) -> Response:
    """End it at once."""
    with transaction():
        ended = deputies.end(actor(), grant_id, today=today(), now=now())
    if ended:
        flash("The deputy decides no more, from now on.", "success")
    else:
        flash("It was over already.", "note")
    return see_other("deputies.index")


def _own() -> int | None:
    return actor().account_id


def _form(found: list[Director], day: date) -> DeputyForm:
    form = DeputyForm()
    possible = [one for one in deputies.possible(day) if one.id != _own()]
    twice = Counter(one.name for one in possible)
    form.deputy.choices = [
        ("", "Choose"),
        *(
            (str(one.id), f"{one.name} ({one.email})" if twice[one.name] > 1 else one.name)
            for one in possible
        ),
    ]
    if len(found) > 1:
        form.director.choices = [("", "Choose"), *((str(one.id), one.name) for one in found)]
    else:
        del form.director
    return form
