"""The trust's thresholds for changes of hours: read, proposed by one person, decided by another."""

from typing import Any

from flask import Blueprint, flash, request
from werkzeug.wrappers import Response
from wtforms.validators import StopValidation

from trust_inclusion.db import transaction
from trust_inclusion.domain import access, change_rule_words, words
from trust_inclusion.domain.access import TRUST, Action
from trust_inclusion.domain.change_rules import ChangeRules, RulesState
from trust_inclusion.domain.hours import parse_hours
from trust_inclusion.services import change_rules
from trust_inclusion.services.change_rules import Thresholds
from trust_inclusion.services.places import Changed
from trust_inclusion.web import forms, layout
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page, see_other
from trust_inclusion.web.layout import now

bp = Blueprint("change_settings", __name__, url_prefix="/settings/changes")
LABELS = change_rule_words.LABELS


def _filled(sentence: str) -> forms.Check:
    """Something must be typed; 0 is something."""

    def check(_form: Any, field: Any) -> None:
        if field.data is None and not field.errors:
            raise StopValidation(sentence)

    return check


def _hours(name: str, hint: str) -> forms.FigureField:
    return forms.FigureField(
        LABELS[name],
        parse_hours,
        change_rule_words.hours,
        [_filled("Enter the hours a week")],
        description=hint,
    )


class ThresholdsForm(forms.Form):
    """The thresholds, under the names that the rule gives them; limits are the rule's own."""

    large_move_minutes = _hours(
        "large_move_minutes", "A change by more than this is confirmed by a trust leader."
    )
    costly_pence = forms.FigureField(
        LABELS["costly_pence"],
        forms.read_pounds(10**11),
        words.plain_pounds,
        [_filled("Enter the amount in pounds")],
        description="So is one whose own annual value is above this, or cannot be worked out.",
    )
    head_most_minutes = _hours(
        "head_most_minutes", "A head teacher grants a temporary increase of up to this alone."
    )
    head_most_days = forms.FigureField(
        LABELS["head_most_days"],
        forms.read_count(9999),
        str,
        [_filled("Enter the number of days")],
        description="Counted with the first and the last: 42 is six weeks.",
    )
    on_cost_tenths = forms.FigureField(
        LABELS["on_cost_tenths"],
        forms.read_percent(9999),
        change_rule_words.plain_percent,
        description="The employer’s pension and National Insurance, in percent of salary, such as "
        "43.5. Left empty, an annual value is “salary only”.",
    )
    version = forms.VersionField("Version")

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then what the rule itself says of them."""
        if not super().validate(extra_validators):
            return False
        for name, sentence in self.rules().validate():
            self[name].errors = [*self[name].errors, sentence]
        return not self.errors

    def rules(self) -> ChangeRules:
        """What was typed, of a form that was checked."""
        return ChangeRules(
            large_move_minutes=self.large_move_minutes.data or 0,
            costly_pence=self.costly_pence.data or 0,
            head_most_minutes=self.head_most_minutes.data or 0,
            head_most_days=self.head_most_days.data or 0,
            on_cost_tenths=self.on_cost_tenths.data,
        )


@bp.get("")
@allow(Action.SEE_CHANGE_RULES)
def show() -> Response:
    """The thresholds in force, what waits for a trust leader, and who set what when."""
    found = change_rules.thresholds(actor())
    return page(
        "settings/changes.html",
        found=found,
        facts=change_rule_words.facts,
        sentence=change_rule_words.sentence,
        differs=change_rule_words.differences,
        tags=change_rule_words.TAGS,
        may_propose=access.may(actor(), Action.PROPOSE_CHANGE_RULES, TRUST),
        may_confirm=access.may(actor(), Action.CONFIRM_CHANGE_RULES, TRUST),
        pages=layout.settings_pages(actor()),
    )


@bp.route("/propose", methods=["GET", "POST"])
@allow(Action.PROPOSE_CHANGE_RULES)
def propose() -> Response:
    """Propose other thresholds."""
    access.require(actor(), Action.PROPOSE_CHANGE_RULES, TRUST)
    found = change_rules.thresholds(actor())
    form = _form(found)
    if form.validate_on_submit():
        try:
            with transaction():
                done = change_rules.propose(
                    actor(), form.rules(), version=form.version.data, now=now()
                )
        except Changed as changed:
            found = change_rules.thresholds(actor())
            form.version.data = found.version
            form.form_errors = [f"{changed} {_in_words(found)} Send yours again to propose them."]
        else:
            flash(SAID[done], "success" if done else "note")
            return see_other("change_settings.show")
    status = 422 if form.is_submitted() else 200
    return page("settings/changes_propose.html", form=form, found=found, status=status)


SAID = {
    RulesState.WAITING: "The thresholds are proposed. They hold once a trust leader confirms them.",
    RulesState.REPLACED: "What was proposed is taken back. The thresholds in force stay.",
    None: "Nothing differs, so nothing was proposed.",
}


@bp.post("/<int:row_id>/confirm")
@allow(Action.CONFIRM_CHANGE_RULES)
def confirm(row_id: int) -> Response:
    """Put proposed thresholds in force, from now on."""
    with transaction():
        change_rules.decide(actor(), row_id, confirms=True, now=now())
    flash("The thresholds are confirmed and hold from now on.", "success")
    return see_other("change_settings.show")


@bp.post("/<int:row_id>/refuse")
@allow(Action.CONFIRM_CHANGE_RULES)
def refuse(row_id: int) -> Response:
    """What was proposed does not come into force."""
    with transaction():
        change_rules.decide(actor(), row_id, confirms=False, now=now())
    flash("The proposed thresholds are refused. Those in force stay.", "success")
    return see_other("change_settings.show")


def _form(found: Thresholds) -> ThresholdsForm:
    if request.method == "POST":
        return ThresholdsForm()
    start = found.waiting.rules if found.waiting else found.current
    return ThresholdsForm(data={**start.to_json(), "version": found.version})


def _in_words(found: Thresholds) -> str:
    in_force = change_rule_words.sentence(found.current)
    if found.waiting is None:
        return f"In force: {in_force}."
    return f"In force: {in_force}. Waiting: {change_rule_words.sentence(found.waiting.rules)}."
