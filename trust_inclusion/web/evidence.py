"""The evidence of an academy: what every source says, and adding or correcting figures."""

from dataclasses import asdict
from datetime import date
from typing import Any

from flask import Blueprint, flash
from werkzeug.wrappers import Response
from wtforms import Field

from trust_inclusion.db import transaction
from trust_inclusion.domain import access, words
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.calendar import parse_date
from trust_inclusion.domain.evidence import (
    EARLIEST_CENSUS,
    FIGURES,
    MOST_BUDGET_PENCE,
    MOST_PUPILS,
    MOST_TURNOVER_TENTHS,
    Origin,
    Row,
)
from trust_inclusion.models.academies import Academy, Evidence
from trust_inclusion.services import evidence, places
from trust_inclusion.services.evidence import NotPossible
from trust_inclusion.services.places import Changed
from trust_inclusion.web import forms
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page, see_other
from trust_inclusion.web.layout import now, today

bp = Blueprint("evidence", __name__, url_prefix="/academies/<int:urn>/evidence")


def _count_field(label: str, hint: str = "") -> forms.FigureField:
    read = forms.read_count(MOST_PUPILS)
    return forms.FigureField(label, read, str, description=hint)


class EvidenceForm(forms.Form):
    """Figures for one census date. The figure's words: what it says is left to other sources."""

    census_date = forms.DayField(
        "Census date",
        [
            forms.needed("Enter the census date"),
            forms.not_after(today, "The census date must be today or in the past."),
            forms.not_before(EARLIEST_CENSUS, "The census date must be in 2000 or later."),
        ],
        description="The day the pupils were counted, such as 15 1 2026.",
    )
    roll = _count_field("Pupils on roll")
    sen_support = _count_field("Pupils at SEN support")
    sen_support_with_specialist = _count_field("Of these, with outside specialists involved")
    ehcp = _count_field("Pupils with an EHC plan")
    notional_sen_budget = forms.FigureField(
        "Notional SEN budget (£)", forms.read_pounds(MOST_BUDGET_PENCE), words.plain_pounds
    )
    budget_year = forms.TextField(
        "Year of the budget",
        longest=20,
        description="Such as 2026/27, or April 2026 to March.",
    )
    turnover = forms.FigureField(
        "Pupil turnover (%)", forms.read_percent(MOST_TURNOVER_TENTHS), words.plain_percent
    )
    turnover_source = forms.TextField(
        "How turnover was worked out",
        description="Such as: joiners and leavers outside the usual points, divided by roll.",
    )
    source = forms.TextField(
        "Where these figures come from",
        [forms.needed("Say where these figures come from")],
        description="Such as: January census return, or the authority’s funding statement.",
    )
    version = forms.VersionField(default=0)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then what they must say together."""
        good = super().validate(extra_validators)
        figures = [self[name].data for name in (*FIGURES[:4], "notional_sen_budget", "turnover")]
        if good and all(figure is None for figure in figures):
            return _say(self.sen_support, "Enter at least one figure.")
        if self.notional_sen_budget.data is not None and not self.budget_year.data:
            good = _say(self.budget_year, "Say which year the budget is for.")
        if self.turnover.data is not None and not self.turnover_source.data:
            good = _say(self.turnover_source, "Say how turnover was worked out.")
        return good

    def entry(self) -> Row:
        """What was typed, as plain values."""
        return Row(
            census_date=self.census_date.day,
            origin=Origin.ENTERED,
            source=self.source.data or "",
            notional_sen_budget_pence=self.notional_sen_budget.data,
            budget_year=self.budget_year.data or None,
            turnover_tenths=self.turnover.data,
            turnover_source=self.turnover_source.data or None,
            **{name: self[name].data for name in FIGURES[:4]},
        )


def _say(field: Field, sentence: str) -> bool:
    field.errors = [*field.errors, sentence]
    return False


_FIELD_OF = {
    "notional_sen_budget_pence": "notional_sen_budget",
    "turnover_tenths": "turnover",
}
_WRITTEN = {"notional_sen_budget_pence": words.pounds, "turnover_tenths": words.percent}


@bp.get("")
@allow(Action.SEE_EVIDENCE)
def index(urn: int) -> Response:
    """Counts, budget and turnover by census date, each source's figures beside the others'."""
    academy = places.academy(actor(), Action.SEE_EVIDENCE, urn)
    may_edit = access.may(actor(), Action.EDIT_EVIDENCE, places.of(academy))
    return page(
        "evidence/index.html",
        academy=academy,
        by_date=evidence.by_date(academy),
        may_edit=may_edit,
    )


@bp.route("/add", methods=["GET", "POST"])
@allow(Action.EDIT_EVIDENCE)
def add(urn: int) -> Response:
    """Add figures for a census date."""
    academy = places.academy(actor(), Action.EDIT_EVIDENCE, urn)
    return _entry_page(academy, EvidenceForm(), None)


@bp.route("/<day>", methods=["GET", "POST"])
@allow(Action.EDIT_EVIDENCE)
def edit(urn: int, day: str) -> Response:
    """Correct the figures of a census date."""
    try:
        census_date = parse_date(day)
    except ValueError as error:
        raise places.NotThere(str(error)) from None
    if not EARLIEST_CENSUS <= census_date <= today():
        raise places.NotThere("There can be no figures of that day.")
    academy, row = evidence.entered(actor(), urn, census_date)
    form = EvidenceForm(census_date=census_date, **_stored(row))
    form.census_date.data, form.census_date.process_errors = census_date, []
    return _entry_page(academy, form, census_date)


def _stored(row: Evidence | None) -> dict[str, Any]:
    if row is None:
        return {}
    names = (*FIGURES[:4], "budget_year", "turnover_source", "source", "version")
    return {
        "notional_sen_budget": row.notional_sen_budget_pence,
        "turnover": row.turnover_tenths,
        **{name: getattr(row, name) for name in names},
    }


def _entry_page(academy: Academy, form: EvidenceForm, census_date: date | None) -> Response:
    if census_date is not None:
        _say_what_others_say(form, academy, census_date)
    if form.validate_on_submit() and _saved(academy.urn, form, census_date):
        flash("The figures are saved.", "success")
        return see_other("academies.show", urn=academy.urn)
    status = 422 if form.errors else 200
    return page(
        "evidence/edit.html", form=form, academy=academy, census_date=census_date, status=status
    )


def _saved(urn: int, form: EvidenceForm, census_date: date | None) -> bool:
    """Whether the figures were saved; else the reasons stand beside the fields."""
    try:
        with transaction():
            evidence.enter(actor(), urn, form.entry(), version=form.version.data, now=now())
    except NotPossible as impossible:
        for name, sentence in impossible.problems:
            _say(form[_FIELD_OF.get(name, name)], sentence)
        return False
    except Changed:
        if census_date is not None:
            return _show_what_was_saved(form, urn, census_date)
        return _say(
            form.census_date,
            "Figures for this date were entered already. Open that date to see and correct them.",
        )
    return True


_MEANWHILE = (
    "Somebody else saved figures for this date while you were typing. What they saved stands "
    "beside each box that differs. Correct yours where you need to, then save again."
)


def _show_what_was_saved(form: EvidenceForm, urn: int, census_date: date) -> bool:
    """Somebody was faster: theirs beside what was typed, which a second save puts in its place."""
    form.form_errors = [_MEANWHILE]
    row = evidence.entered(actor(), urn, census_date)[1]
    form.version.data = row.version if row else 0
    for name, mine in asdict(form.entry()).items():
        theirs = getattr(row, name, None)
        if name != "census_date" and theirs != mine:
            shown = "nothing" if theirs is None else _WRITTEN.get(name, str)(theirs)
            form[_FIELD_OF.get(name, name)].description = f"They saved: {shown}."
    return False


def _say_what_others_say(form: EvidenceForm, academy: Academy, census_date: date) -> None:
    """Beside each field, what other sources state of it: left empty, that is what counts."""
    others = [
        row
        for row in evidence.rows_of(academy)
        if row.census_date == census_date and row.origin != Origin.ENTERED.value
    ]
    for figure in FIGURES:
        said = [
            f"{words.ORIGINS[row.origin]}: {_WRITTEN.get(figure, str)(getattr(row, figure))}"
            for row in others
            if getattr(row, figure) is not None
        ]
        if said:
            field = form[_FIELD_OF.get(figure, figure)]
            field.description = "; ".join(said) + ". Leave empty to use it."
