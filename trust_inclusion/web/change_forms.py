"""The form of a proposal: hours as people say them, turned into plain values."""

from fractions import Fraction
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue]
from wtforms.validators import Optional

from trust_inclusion.domain import change_sentences
from trust_inclusion.domain.changes import Kind
from trust_inclusion.domain.hours import (
    FullWeek,
    Unit,
    decimal_text,
    parse_amount,
    parse_periods,
    parse_total,
)
from trust_inclusion.domain.proposals import LONGEST_REASON
from trust_inclusion.models.changes import Change
from trust_inclusion.services.changes.freezing import Wanted
from trust_inclusion.services.changes.offering import Offer
from trust_inclusion.services.changes.proposing import Proposal
from trust_inclusion.web import forms

KINDS = (
    (Kind.PERMANENT.value, "Permanent"),
    (Kind.TEMPORARY.value, "Temporary, until a last day"),
    (Kind.ONE_OFF.value, "One-off hours between two days"),
)
UNITS = (
    (Unit.HOURS.value, "hours"),
    (Unit.DAYS.value, "days"),
    (Unit.PERCENT.value, "% of full time"),
    (Unit.PERIODS.value, "periods on the timetable"),
)
WEEKS = (("1", "one week"), ("2", "two weeks"))
MOST_KEPT = 50_000
"""Characters of a draft: more than any proposal may have."""
TOO_LONG = "This is too long to be kept as a draft: shorten it first."
NOT_KEPT = frozenset({"csrf_token", "version", "attachment"})


def _choices(*told: tuple[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in told]


class ProposalForm(forms.Form):
    """What somebody asks for; `bind` tells it of which post and whom it is for."""

    kind = forms.PickField(
        "What kind of change", choices=_choices(*KINDS), default=Kind.PERMANENT.value
    )
    unit = forms.ChoiceField(
        "Counted in",
        choices=_choices(*UNITS),
        default=Unit.HOURS.value,
    )
    amount = forms.TextField(
        "How many", longest=100, description="A week; of one-off hours, in all."
    )
    period_minutes = forms.TextField("Length of a period in minutes", longest=100)
    weeks = forms.ChoiceField("The timetable runs over", choices=_choices(*WEEKS), default="1")
    effective_on = forms.DayField(
        "First day",
        [forms.needed("Enter the first day.")],
        description="Such as 1 1 2027. A day that has passed needs a reason.",
    )
    until = forms.DayField("Last day", description="For a temporary change and for one-off hours.")
    reason = forms.AreaField(
        "Reason",
        longest=LONGEST_REASON,
        description="Read by everybody who endorses, decides or confirms it, and by the SENCO.",
    )
    cost_note = forms.AreaField(
        "Cost and pay",
        longest=LONGEST_REASON,
        description="If there is more to say of it. Shown only to those who may see pay.",
    )
    late_reason = forms.AreaField(
        "Why it begins on a day that has passed",
        longest=LONGEST_REASON,
    )
    attachment = forms.UploadField(
        "Attachment",
        [Optional()],
        description="A PDF, PNG or JPEG of up to 10 MB, read by whoever reads the change.",
    )
    linked = forms.ChoiceField("Another post", choices=_choices(("", "None")), default="")
    unit_2 = forms.ChoiceField(
        "Its hours are counted in", choices=_choices(*UNITS), default=Unit.HOURS.value
    )
    amount_2 = forms.TextField("How many for it", longest=100)
    period_minutes_2 = forms.TextField("Length of its periods in minutes", longest=100)
    weeks_2 = forms.ChoiceField("Its timetable runs over", choices=_choices(*WEEKS), default="1")
    version = forms.VersionField(default=0)

    week: FullWeek
    post_id: int
    sends = True
    """Whether it is sent off: then the reason is needed, which a look at what it means is not."""
    minutes: dict[str, int]

    def bind(self, offer: Offer, week: FullWeek, *, alone: bool = False) -> "ProposalForm":
        """Offer what this reader may use: the cost note with the grant, another post if any."""
        self.week, self.post_id, self.minutes = week, offer.post.id, {}
        if not offer.sees_pay:
            del self["cost_note"]
        if alone or not offer.others:
            for name in ("linked", "unit_2", "amount_2", "period_minutes_2", "weeks_2"):
                del self[name]
        else:
            named = [(f"{row.Post.id}", _post_words(row)) for row in offer.others]
            self.linked.choices = _choices(("", "None"), *named)
        return self

    def say(self, name: str, sentence: str) -> None:
        """A problem beside its field; of no one field, above them all."""
        if name not in self:
            self.form_errors = [*self.form_errors, sentence]
            return
        field: Field = self[name]
        field.errors = [*field.errors, sentence]

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then the hours, which take several."""
        good = super().validate(extra_validators)
        if self.sends and not self.reason.data and not self.reason.errors:
            self.say("reason", "Say why: whoever endorses and decides reads it.")
            good = False
        for name in ("kind", "unit", "weeks", "linked", "unit_2", "weeks_2"):
            if name in self and self[name].errors:
                self[name].errors = ["Choose one of the list."]
        good = self._read("") and good
        return (not self._second or self._read("_2")) and good

    @property
    def _second(self) -> bool:
        return "linked" in self and bool(self.linked.data)

    def _read(self, ending: str) -> bool:
        """The hours of one post in minutes; else why not, beside the field that is wrong."""
        names = [f"{name}{ending}" for name in ("unit", "amount", "period_minutes", "weeks")]
        if any(self[name].errors for name in names) or self.kind.errors:
            return False
        unit, amount, length, weeks = (self[name].data or "" for name in names)
        try:
            self.minutes[ending] = self._minutes(Unit(unit), amount, length, int(weeks))
        except ValueError as wrong:
            self.say(names[_wrong_field(unit, f"{wrong}")], f"{wrong}")
            return False
        return True

    def _minutes(self, unit: Unit, amount: str, length: str, weeks: int) -> int:
        if self.kind.data == Kind.ONE_OFF:
            return parse_total(amount, unit, self.week)
        if unit is Unit.PERIODS:
            return parse_periods(amount, length, weeks, self.week)
        return parse_amount(amount, unit, self.week)

    def proposals(self) -> list[Proposal]:
        """What was typed, as plain values: of one post, or of two that are decided together."""
        posts = {"": self.post_id, **({"_2": int(self.linked.data)} if self._second else {})}
        note = (self.cost_note.data or "") if "cost_note" in self else None
        return [
            Proposal(
                post_id,
                Wanted(
                    Kind(self.kind.data), self.minutes[ending], self.effective_on.day,
                    self.until.data,
                ),
                self.reason.data or "",
                note if not ending or note is None else "",
                self.late_reason.data or "",
            )
            for ending, post_id in posts.items()
        ]  # fmt: skip


def _post_words(row: Any) -> str:
    return change_sentences.whose(row.person, row.Post.title, row.Post.academy.name)


def _wrong_field(unit: str, wrong: str) -> int:
    """Which of unit, amount and length of a period a message is about."""
    if wrong.startswith("Enter one-off hours in hours or days"):
        return 0
    return 2 if unit == Unit.PERIODS and ("length" in wrong or "minutes long" in wrong) else 1


def typed(form: MultiDict[str, str]) -> dict[str, list[str]]:
    """What stands in the boxes, as typed: what a draft keeps."""
    names = {name for name in vars(ProposalForm) if not name.startswith("_")} - NOT_KEPT
    return {
        name: [text.replace("\x00", "") for text in values]
        for name, values in form.lists()
        if name in names
    }


def too_long(draft: dict[str, list[str]]) -> bool:
    """Whether a draft is longer than any proposal may be."""
    return sum(len(text) for values in draft.values() for text in values) > MOST_KEPT


def of_draft(draft: dict[str, Any]) -> MultiDict[str, str]:
    """A kept draft as the form would have sent it."""
    return MultiDict([(name, text) for name, values in draft.items() for text in values])


def of_change(change: Change, cost_note: str | None) -> dict[str, Any]:
    """What a change says, as a form shows it."""
    exact = decimal_text(Fraction(change.minutes_proposed, 60), 3).rstrip("0").rstrip(".")
    return {
        "kind": change.kind,
        "unit": Unit.HOURS.value,
        "amount": exact,
        "effective_on": change.effective_on,
        "until": change.until,
        "reason": change.reason,
        "cost_note": cost_note or "",
        "late_reason": change.late_reason,
        "version": change.version,
    }
