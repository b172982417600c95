"""The form of the trust's own range of an allowance in a year."""

from typing import Any

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response
from wtforms.validators import StopValidation

from trust_inclusion.db import transaction
from trust_inclusion.domain import words
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.allowances import Range
from trust_inclusion.domain.pay_tables import Basis
from trust_inclusion.services.pay import own_ranges
from trust_inclusion.services.pay.own_ranges import MOST_PENCE, NotPossible, Told
from trust_inclusion.services.places import Changed
from trust_inclusion.web import forms
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page, see_other
from trust_inclusion.web.layout import now

bp = Blueprint("pay_ranges", __name__, url_prefix="/pay/tables/ranges/<year>/<code>")


def _amount(label: str) -> forms.FigureField:
    def check(_form: Any, field: Any) -> None:
        if field.data is None and not field.errors:
            raise StopValidation("Enter an amount in pounds a year")

    return forms.FigureField(label, forms.read_pounds(MOST_PENCE), words.plain_pounds, [check])


class RangeForm(forms.Form):
    """The least and the most of an allowance, at full value."""

    least = _amount("The least")
    most = _amount("The most")
    source = forms.TextField(
        "Where it is from",
        [forms.needed("Say where this range is from")],
        description="Such as: the trust’s pay policy, September 2026.",
    )
    version = forms.VersionField()


@bp.route("", methods=["GET", "POST"])
@allow(Action.EDIT_PAY_TABLES)
def edit(year: str, code: str) -> Response:
    """Enter the trust's own range, or correct it."""
    told = own_ranges.told(actor(), year, code)
    form = RangeForm() if request.method == "POST" else RangeForm(data=_stored(told))
    if form.validate_on_submit() and (saved := _saved(told, form)) is not None:
        flash(*(("The range is saved.", "success") if saved else ("Nothing differs.", "note")))
        return see_other("pay_tables.index", year=told.year)
    status = 422 if form.errors or form.form_errors else 200
    return page("pay/range.html", form=form, told=told, status=status)


@bp.post("/remove")
@allow(Action.EDIT_PAY_TABLES)
def remove(year: str, code: str) -> Response:
    """Take the trust's own range back."""
    told = own_ranges.told(actor(), year, code)
    form = RangeForm()
    with transaction():
        own_ranges.remove(actor(), year, code, version=form.version.data, now=now())
    flash("The trust’s own range is taken back. The one before it holds again.", "success")
    return see_other("pay_tables.index", year=told.year)


def _stored(told: Told) -> dict[str, Any]:
    if told.holds is None:
        return {"version": told.version}
    return {
        "least": told.holds.least,
        "most": told.holds.most,
        "source": told.holds.source if told.version else "",
        "version": told.version,
    }


def _saved(told: Told, form: RangeForm) -> bool | None:
    """Whether it was saved (False: nothing differs); None with the reasons on the form."""
    entry = Range(
        told.year,
        told.allowance,
        form.least.data or 0,
        form.most.data or 0,
        Basis.OWN.value,
        form.source.data or "",
    )
    try:
        with transaction():
            return own_ranges.enter(actor(), entry, version=form.version.data, now=now())
    except NotPossible as impossible:
        for name, sentence in impossible.problems:
            form[name].errors = [*form[name].errors, sentence]
    except Changed:
        again = own_ranges.told(actor(), told.year, own_ranges.CODES[told.allowance])
        form.version.data = again.version
        form.form_errors = [_theirs(again)]
    return None


def _theirs(again: Told) -> str:
    if not again.version or again.holds is None:
        held = "took the trust’s own range back"
    else:
        least, most = words.pounds(again.holds.least), words.pounds(again.holds.most)
        held = f"saved {least} to {most}"
    return f"Somebody {held} while you were typing. Send yours again to save it."
