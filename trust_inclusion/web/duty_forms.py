"""The form of the ten excluded duties: held or not, and time of its own in any of the ways in
which the trust counts it."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from wtforms import Field
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue]

from trust_inclusion.domain import duties, words
from trust_inclusion.domain.duties import EXCLUDED, Held
from trust_inclusion.domain.hours import (
    FullWeek,
    Unit,
    decimal_text,
    parse_amount,
    parse_periods,
)
from trust_inclusion.web import forms
from trust_inclusion.web.change_forms import UNITS, WEEKS

HELD = {"yes": True, "no": False, "": None}
_ANSWERS = {held: answer for answer, held in HELD.items()}
_CHOICES = (("yes", "Held"), ("no", "Not held"), ("", "Not stated"))


def _choices(*told: tuple[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in told]


class Line(NamedTuple):
    """The fields of one duty."""

    code: str
    name: str
    held: Field
    amount: Field
    unit: Field


class DutiesForm(forms.Form):
    """The ten duties of a post, each with three fields of its own: see `lines`."""

    period_minutes = forms.TextField(
        "Length of a period in minutes", longest=100, description="For time counted in periods."
    )
    weeks = forms.ChoiceField("The timetable runs over", choices=_choices(*WEEKS), default="1")
    seen = forms.VersionField(default=0)

    week: FullWeek
    told: list[Held]
    """What was typed, of a form that was checked."""

    def lines(self) -> list[Line]:
        """The ten duties in the charter's order."""
        return [
            Line(code, name, *(self[f"{code}_{part}"] for part in ("held", "amount", "unit")))
            for code, name in EXCLUDED.items()
        ]

    def show(self, stored: Mapping[str, Held], seen: int, found: Iterable[str] = ()) -> None:
        """What is on record; `found`: codes to be shown as held, which nobody has told yet."""
        self.seen.data = seen
        named = set(found)
        for line in self.lines():
            duty = stored[line.code]
            line.held.data = "yes" if line.code in named else _ANSWERS[duty.held]
            if duty.minutes is not None:
                line.amount.data = _plain(duty.minutes)
            if line.code in named and not duty.held:
                line.held.description = "Named in the job description. Not saved yet."

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then each duty, whose time takes several."""
        good = super().validate(extra_validators)
        for line in self.lines():
            for field in (line.held, line.unit):
                if field.errors:
                    field.errors = ["Choose one of the list."]
        if self.weeks.errors:
            self.weeks.errors = ["Choose one of the list."]
        self.told = []
        for line in self.lines():
            good = self._read(line) and good
        return good

    def _read(self, line: Line) -> bool:
        if line.held.errors or line.unit.errors or line.amount.errors:
            return False
        if self.weeks.errors and line.unit.data == Unit.PERIODS:
            return False  # it is said beside the timetable
        try:
            minutes = self._minutes(Unit(line.unit.data), line.amount.data or "")
        except ValueError as wrong:
            about_period = "length" in f"{wrong}" or "minutes long" in f"{wrong}"
            say(self.period_minutes if about_period else line.amount, f"{wrong}")
            return False
        duty = Held(line.code, HELD[line.held.data], minutes)
        for _field, sentence in duties.problems(duty, self.week.week_minutes):
            say(line.amount, sentence)
        self.told.append(duty)
        return not line.amount.errors

    def _minutes(self, unit: Unit, amount: str) -> int | None:
        if not amount:
            return None
        if unit is Unit.PERIODS:
            length = self.period_minutes.data or ""
            return parse_periods(amount, length, int(self.weeks.data), self.week)
        return parse_amount(amount, unit, self.week)

    def show_theirs(self, theirs: Mapping[str, Held], mine: Iterable[str], seen: int) -> None:
        """Somebody was faster: theirs beside what was typed, or in its place where nothing was."""
        self.seen.data = seen
        kept = set(mine)
        for line in self.lines():
            if line.code not in theirs:
                continue
            duty = theirs[line.code]
            if line.code not in kept:
                line.held.data, line.unit.data = _ANSWERS[duty.held], Unit.HOURS.value
                line.amount.data = "" if duty.minutes is None else _plain(duty.minutes)
            line.held.description = f"They saved: {in_words(duty)}."


def say(field: Field, sentence: str) -> None:
    """A problem beside its field, once."""
    if sentence not in field.errors:
        field.errors = [*field.errors, sentence]


def in_words(duty: Held) -> str:
    """What was told of a duty: "held, 2.0 hours a week"."""
    if duty.held is None:
        return "not stated"
    if not duty.held:
        return "not held"
    return f"held, {words.hours(duty.minutes)} hours a week" if duty.minutes else "held, no time"


def _plain(minutes: int) -> str:
    """Minutes as hours that read back as the same minutes."""
    text = decimal_text(Fraction(minutes, 60), 3)
    return text.rstrip("0").rstrip(".")


for _code in EXCLUDED:
    # The ten differ by their code only; the kit's fields belong to a class.
    setattr(
        DutiesForm,
        f"{_code}_held",
        forms.PickField(f"{_code} {EXCLUDED[_code]}", choices=_choices(*_CHOICES)),
    )
    setattr(DutiesForm, f"{_code}_amount", forms.TextField(f"Own time for {_code}", longest=100))
    setattr(
        DutiesForm,
        f"{_code}_unit",
        forms.ChoiceField(
            f"{_code} counted in", choices=_choices(*UNITS), default=Unit.HOURS.value
        ),
    )
