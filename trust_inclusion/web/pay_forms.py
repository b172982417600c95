"""The form of an appointment's pay: what is typed, turned into plain values."""

from __future__ import annotations

from datetime import date
from typing import Any

from trust_inclusion.domain import pay_words, words
from trust_inclusion.domain.allowances import amount_problem
from trust_inclusion.domain.money import parse_pounds
from trust_inclusion.domain.pay import parse_fraction
from trust_inclusion.domain.pay_tables import AREAS, SCALES
from trust_inclusion.models.posts import AppointmentPay
from trust_inclusion.services.pay.editing import COLUMNS, LONGEST_NOTES, Entry
from trust_inclusion.web import forms
from trust_inclusion.web.record_forms import OTHER, YES_NO, RecordForm, choices

_TRUTHS = ("manages_staff", "by_responsibility", "sen_for_award")
_TRUE = {"yes": True, "no": False}


def _amount(text: str) -> int:
    """Pence a year: "£4,000"; nothing below nought. Raises ValueError in plain words."""
    if text.startswith(("-", words.MINUS)):
        raise ValueError(amount_problem(-1))
    pence = parse_pounds(text)
    if said := amount_problem(pence):
        raise ValueError(said)
    return pence


def _amount_field(label: str, hint: str = "") -> forms.FigureField:
    return forms.FigureField(label, _amount, words.plain_pounds, description=hint)


class PayForm(RecordForm):
    brief = frozenset(
        {"point", "top_point", "fraction", "tlr", "tlr_pence", "second_tlr", "second_tlr_pence",
         "sen_allowance_pence"}
    )  # fmt: skip
    starts_on = forms.DayField("Paid like this from", [forms.needed("Enter the first day")])
    area = forms.ChoiceField("Pay area")
    scale = forms.ChoiceField(
        "Scale",
        choices=choices(("", "Not stated"), *((one, one) for one in SCALES),
                        (OTHER, "Another, named below")),
    )  # fmt: skip
    scale_named = forms.TextField(
        "Its name", longest=40, description="Only for a scale of the trust’s own."
    )
    point = forms.TextField("Point", longest=20, description="Such as M6, U3 or L10.")
    top_point = forms.TextField(
        "Highest point of the post’s own range",
        longest=20,
        description="Such as L10 of L6 to L10. Leave empty where the post has no range of its own.",
    )
    fraction = forms.FigureField(
        "Part of full time",
        parse_fraction,
        pay_words.part,
        description="Such as 0.6 or 60%. Leave empty where it is not known.",
    )
    tlr = forms.TextField(
        "TLR", longest=20, description="Such as TLR2 or TLR2b. Leave empty where there is none."
    )
    tlr_pence = _amount_field(
        "Amount of the TLR (£ a year)", "The full value, also for somebody part-time."
    )
    second_tlr = forms.TextField(
        "Second TLR", longest=20, description="Such as a TLR3 for a project, beside the first."
    )
    second_tlr_pence = _amount_field("Amount of the second TLR (£ a year)")
    by_responsibility = forms.ChoiceField(
        "Does the TLR of somebody part-time follow their share of the responsibility?",
        choices=YES_NO,
        description="Then the amount above is that share itself.",
    )
    manages_staff = forms.ChoiceField(
        "Manages a significant number of staff",
        choices=YES_NO,
        description="Not stated: as the post says how many it manages.",
    )
    sen_allowance_pence = _amount_field(
        "SEN allowance (£ a year)", "The full value. Leave empty where there is none."
    )
    sen_for_award = forms.ChoiceField(
        "Is the SEN allowance given for the SENCO award itself?", choices=YES_NO
    )
    notes = forms.AreaField(
        "Notes",
        longest=LONGEST_NOTES,
        description="Seen by everybody who may see this pay, the person too.",
    )

    @classmethod
    def of(cls, row: AppointmentPay) -> PayForm:
        """The form filled with what is recorded."""
        return cls._filled(row, starts_on=row.starts_on, notes=row.notes, version=row.version)

    @classmethod
    def new(cls, latest: AppointmentPay | None, first: date | None) -> PayForm:
        """For pay from a day on: beginning with what was paid last, as mostly one thing changes;
        without any with the appointment's first day."""
        if latest is None:
            return cls._with_areas(cls(starts_on=first), None)
        return cls._filled(latest, starts_on=None, notes="", version=0)

    @classmethod
    def _filled(cls, row: AppointmentPay, **more: object) -> PayForm:
        told = {name: getattr(row, name) for name in COLUMNS}
        told.update({name: _yes_no(told[name]) for name in _TRUTHS})
        if row.scale and row.scale not in SCALES:
            told.update({"scale": OTHER, "scale_named": row.scale})
        return cls._with_areas(cls(**{**told, **more}), row.area)

    @staticmethod
    def _with_areas(form: PayForm, recorded: str | None) -> PayForm:
        """The pay areas; and beside them what a file called it, to be put right."""
        found = [("", "Not stated"), *((one, one) for one in AREAS)]
        if recorded and recorded not in AREAS:
            found.append((recorded, f"{recorded} (as recorded: not a pay area)"))
        form.area.choices = choices(*found)
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field; and a scale of one's own needs both the choice and its name."""
        good = super().validate(extra_validators)
        if self.scale.data == OTHER and not self.scale_named.data:
            self.say("scale_named", "Name the scale.")
            return False
        if not self.scale.data and self.scale_named.data:
            self.say("scale", "Choose “Another, named below” for this name, or take the name away.")
            return False
        return good

    def entry(self) -> Entry:
        """What was typed, as plain values."""
        told = {name: self[name].data for name in COLUMNS}
        told.update({name: _TRUE.get(told[name] or "") for name in _TRUTHS})
        told["starts_on"] = self.starts_on.day
        if self.scale.data == OTHER:
            told["scale"] = self.scale_named.data
        return Entry(**told)


def _yes_no(told: bool | None) -> str:
    return "" if told is None else "yes" if told else "no"
