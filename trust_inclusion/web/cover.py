"""The ledger of a post: cover taken from SENCO time, time given back, and what is still owed."""

from typing import Any

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue]

from trust_inclusion.db import transaction
from trust_inclusion.domain import cover_ledger, diary, diary_words
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.calendar import london_day, parse_date
from trust_inclusion.domain.cover_ledger import Entry, Way
from trust_inclusion.services.cover import ledger
from trust_inclusion.services.cover.finding import NotPossible
from trust_inclusion.services.diaries import finding
from trust_inclusion.services.places import Changed
from trust_inclusion.web import forms
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page, see_other
from trust_inclusion.web.layout import now, today

bp = Blueprint("cover", __name__, url_prefix="/time/cover/<int:post_id>")

MEANWHILE = (
    "The ledger changed while you were typing: look at it below. Yours is not recorded yet; "
    "record it again if it is not there."
)


class EntryForm(forms.Form):
    """One entry. What it may be is the rule's to say."""

    way = forms.PickField(
        "What happened",
        [forms.needed("Say whether time was taken for cover or given back")],
        choices=[SelectChoice(way.value, said) for way, said in diary_words.WAYS.items()],
        validate_choice=False,
    )
    on = forms.DayField("The date", [forms.needed("Enter the date")])
    minutes = forms.FigureField(
        "Hours",
        diary.parse_entry,
        diary.written,
        [forms.needed("Enter the hours")],
        description="Such as 1.5, 1:30 or 90 min.",
    )
    version = forms.VersionField("Version")

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field; a way must be one of the two."""
        good = super().validate(extra_validators)
        if self.way.data and self.way.data not in set(Way):
            self.way.errors = ["Say whether time was taken for cover or given back"]
            return False
        return good

    def entry(self) -> Entry:
        """What was typed, of a form that was checked."""
        return Entry(self.on.day, Way(self.way.data), self.minutes.data or 0)


@bp.route("", methods=["GET", "POST"])
@allow(Action.SEE_COVER)
def show(post_id: int) -> Response:
    """The ledger; the SENCO and the head teacher add an entry to it."""
    if request.method == "GET":
        found = ledger.page(actor(), post_id, today())
        return _drawn(found, EntryForm(data={**_offered(post_id), "version": found.version}))
    form = EntryForm()
    if not form.validate():
        return _drawn(ledger.to_keep(actor(), post_id, today()), form, status=422)
    try:
        with transaction():
            ledger.add(
                actor(), post_id, form.entry(), version=form.version.data, today=today(), now=now()
            )
    except NotPossible as impossible:
        for name, sentence in impossible.problems:
            form[name].errors = [sentence]
        return _drawn(ledger.page(actor(), post_id, today()), form, status=422)
    except Changed:
        found = ledger.page(actor(), post_id, today())
        form.version.data = found.version
        form.form_errors = [MEANWHILE]
        return _drawn(found, form, status=409)
    flash("Recorded in the ledger.", "success")
    return see_other("cover.show", post_id=post_id)


def _offered(post_id: int) -> dict[str, Any]:
    """What the reader's own sample week offers for the ledger. The address names the week and no
    figure of it, since addresses are logged."""
    try:
        week_of = parse_date(request.args.get("week", ""))
    except ValueError:
        return {}
    cover = finding.own_cover(actor(), post_id, week_of, today())
    return {"way": Way.TAKEN.value, "on": cover[0], "minutes": cover[1]} if cover else {}


@bp.route("/<int:entry_id>/strike", methods=["GET", "POST"])
@allow(Action.KEEP_COVER)
def strike(post_id: int, entry_id: int) -> Response:
    """Strike out an entry made by mistake."""
    if request.method == "GET":
        return see_other("cover.show", post_id=post_id)
    try:
        with transaction():
            ledger.strike(actor(), post_id, entry_id, today=today(), now=now())
    except NotPossible as impossible:
        found = ledger.page(actor(), post_id, today())
        form = EntryForm(formdata=None, data={"version": found.version})
        form.form_errors = [sentence for _, sentence in impossible.problems]
        return _drawn(found, form, status=422)
    flash("The entry is struck out and no longer counts.", "success")
    return see_other("cover.show", post_id=post_id)


def _drawn(found: ledger.Page, form: EntryForm, *, status: int = 200) -> Response:
    return page(
        "time/ledger.html",
        found=found,
        form=form,
        sentence=cover_ledger.sentence(found.ledger),
        ways=diary_words.WAYS,
        struck=diary_words.STRUCK,
        london_day=london_day,
        status=status,
    )
