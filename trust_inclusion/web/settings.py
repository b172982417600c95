"""The trust's settings: what the qualification clock reckons with."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue]

from trust_inclusion.db import transaction
from trust_inclusion.domain import access, words
from trust_inclusion.domain.access import TRUST, Action
from trust_inclusion.domain.qualification import ClockRule, Rules
from trust_inclusion.services import qualification_rules
from trust_inclusion.services.places import Changed
from trust_inclusion.web import forms
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page, see_other
from trust_inclusion.web.layout import now, settings_pages, today

bp = Blueprint("settings", __name__, url_prefix="/settings")

CLOCK_RULES = (
    (ClockRule.FIRST_OF_UNBROKEN_RUN.value, "From the first of an unbroken run of service"),
    (ClockRule.THIS_APPOINTMENT.value, "From this appointment"),
)
_SEEN = tuple(Rules().to_json())


def _months(label: str, hint: str) -> forms.FigureField:
    return forms.FigureField(label, forms.read_count(999), str, description=hint)


class RulesForm(forms.Form):
    """The qualification settings; limits are the rule's own."""

    npq_months = _months(
        "Months from an NPQ’s start to its outcome",
        "The DfE says 18 months of study and up to 4 to the outcome: 22.",
    )
    nasenco_months = _months("Months from a NASENCO’s start to its outcome", "Usually 14.")
    next_cohort = forms.DayField(
        "Next NPQ start",
        [forms.needed("Enter the day of the next NPQ start")],
        description="The first day of the next course that can still be joined, such as 1 2 2027.",
    )
    due_soon_days = forms.FigureField(
        "Days before a deadline from which it is due soon", forms.read_count(9999), str,
        description="Usually 182, half a year.",
    )  # fmt: skip
    clock_rule = forms.ChoiceField(
        "From when the three years run",
        choices=[SelectChoice(value, said) for value, said in CLOCK_RULES],
        description="The law speaks of becoming “a SENCO”: moving school does not begin anew.",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then what the rule itself says of them."""
        if not super().validate(extra_validators):
            return False
        for field, unit in (
            (self.npq_months, "months"),
            (self.nasenco_months, "months"),
            (self.due_soon_days, "days"),
        ):
            if field.data is None:
                field.errors = [f"Enter the number of {unit}"]
        if self.errors:
            return False
        for name, sentence in self.rules().validate():
            self[name].errors = [*self[name].errors, sentence]
        return not self.errors

    def rules(self) -> Rules:
        """What was typed, of a form that was checked."""
        return Rules(
            npq_months=self.npq_months.data or 0,
            nasenco_months=self.nasenco_months.data or 0,
            next_cohort=self.next_cohort.day,
            due_soon_days=self.due_soon_days.data or 0,
            clock_rule=ClockRule(self.clock_rule.data),
        )


@bp.get("/qualification")
@allow(Action.SEE_QUALIFICATION_SETTINGS)
def qualification() -> Response:
    """The settings in force, to read or to change."""
    return _shown(qualification_rules.current(actor()), None)


@bp.post("/qualification")
@allow(Action.EDIT_QUALIFICATION_SETTINGS)
def save_qualification() -> Response:
    """Other settings, from now on."""
    rules = qualification_rules.current(actor())
    form = RulesForm()
    if form.validate_on_submit():
        try:
            with transaction():
                qualification_rules.change(actor(), form.rules(), seen=_seen(), now=now())
        except Changed as changed:
            rules = qualification_rules.current(actor())
            form.form_errors = [f"{changed} {_in_words(rules)} Save again to put yours in force."]
        else:
            flash("The settings are saved, and every deadline is worked out anew.", "success")
            return see_other("settings.qualification")
    return _shown(rules, form)


def _seen() -> Rules:
    """The settings that the form was drawn with; the defaults when it does not say."""
    sent = {name: request.form.get(f"seen_{name}", "") for name in _SEEN}
    try:
        return Rules.from_json(
            {name: int(text) if text.isdigit() else text for name, text in sent.items()}
        )
    except ValueError:
        return Rules()


def _in_words(rules: Rules) -> str:
    return (
        f"Now in force: NPQ {rules.npq_months} months, NASENCO {rules.nasenco_months} months, next "
        f"NPQ start {words.long_date(rules.next_cohort)}, due soon {rules.due_soon_days} days, "
        f"{dict(CLOCK_RULES)[rules.clock_rule.value].lower()}."
    )


def _shown(rules: Rules, form: RulesForm | None) -> Response:
    may_edit = access.may(actor(), Action.EDIT_QUALIFICATION_SETTINGS, TRUST)
    drawn = form or RulesForm(
        formdata=None,
        npq_months=rules.npq_months,
        nasenco_months=rules.nasenco_months,
        next_cohort=rules.next_cohort,
        due_soon_days=rules.due_soon_days,
        clock_rule=rules.clock_rule.value,
    )
    if form is None:
        drawn.next_cohort.raw_data = _three_parts(rules.next_cohort)
    return page(
        "settings/qualification.html",
        form=drawn,
        rules=rules,
        seen=rules.to_json(),
        clock_rules=dict(CLOCK_RULES),
        may_edit=may_edit,
        cohort_passed=today() > rules.next_cohort,
        pages=settings_pages(actor()),
        status=422 if drawn.errors else 200,
    )


def _three_parts(day: date) -> list[str]:
    return [str(day.day), str(day.month), str(day.year)]
