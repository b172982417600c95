"""The forms of a person's record: what is typed, turned into plain values."""

import re
from typing import Any, ClassVar

from wtforms import Field, ValidationError
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue]
from wtforms.validators import Optional

from trust_inclusion.domain import record_words
from trust_inclusion.domain.records import KNOWN_COURSES, CourseFacts, SpellFacts, TeacherFacts
from trust_inclusion.services.records.editing import Contact
from trust_inclusion.web import forms

OTHER = "other"


def choices(*told: tuple[str, str]) -> list[SelectChoice]:
    """What a select offers: (value, words)."""
    return [SelectChoice(value, label) for value, label in told]


YES_NO = choices(("", "Not stated"), ("yes", "Yes"), ("no", "No"))
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\".]+")
_TRN = re.compile(r"[0-9]{7}")


def _truth(text: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(text or "")


def _text(told: bool | None) -> str:
    return {True: "yes", False: "no"}.get(told, "") if told is not None else ""


def _is_email(_form: Any, field: Any) -> None:
    if field.data and not _EMAIL.fullmatch(field.data):
        raise ValidationError("Enter an e-mail address, such as name@school.example.")


def _is_trn(_form: Any, field: Any) -> None:
    if field.data and not _TRN.fullmatch(field.data):
        raise ValidationError("A teacher reference number is seven digits, such as 1234567.")


class RecordForm(forms.Form):
    """A form of a record: it knows which version of the record was on the page."""

    version = forms.VersionField(default=0)
    brief: ClassVar[frozenset[str]] = frozenset()
    """The fields whose boxes are as short as what is typed in them."""

    def say(self, name: str, sentence: str) -> None:
        """A problem beside its field."""
        field: Field = self._fields.get(name, self.version)
        field.errors = [*field.errors, sentence]

    @property
    def shown(self) -> list[Field]:
        """The fields a person fills in, in order."""
        hidden = ("csrf_token", "version")
        return [field for name, field in self._fields.items() if name not in hidden]


class ContactForm(RecordForm):
    name = forms.TextField("Name", [forms.needed("Enter the name")], longest=120)
    email = forms.TextField("Work e-mail", [_is_email])
    telephone = forms.TextField("Work telephone", longest=40)

    def contact(self) -> Contact:
        """What was typed, as plain values."""
        trn = self["trn"].data if "trn" in self else None
        return Contact(
            self.name.data or "",
            (self.email.data or "").casefold() or None,
            self.telephone.data or None,
            trn or None,
        )


class ContactFormWithTrn(ContactForm):
    trn = forms.TextField(
        "Teacher reference number (TRN)",
        [_is_trn],
        description="Seven digits. Seen by you and HR only.",
    )


class TeacherForm(RecordForm):
    qts = forms.ChoiceField("Qualified teacher status", choices=YES_NO)
    qts_basis = forms.ChoiceField(
        "Held by", choices=choices(("", "Not stated"), *record_words.BASES.items())
    )
    qtls_recheck_on = forms.DayField(
        "When to check the QTLS membership again",
        description="QTLS counts only while the membership of the Society is live.",
    )
    para_8a = forms.ChoiceField(
        "Qualified under paragraph 8A only",
        choices=YES_NO,
        description="A few teachers may teach in special schools and units only.",
    )
    induction_completed = forms.ChoiceField(
        "Statutory induction",
        choices=choices(
            ("", "Not stated"),
            ("yes", "Completed"),
            ("no", "Not completed"),
            ("not_required", "Not required"),
        ),
        description="Not required for those qualified by 7 May 1999, and by other exemptions.",
    )

    @classmethod
    def of(cls, facts: TeacherFacts, version: int) -> "TeacherForm":
        """The form filled with what the record says."""
        return cls(
            qts=_text(facts.qts),
            qts_basis=facts.qts_basis or "",
            qtls_recheck_on=facts.qtls_recheck_on,
            para_8a=_text(facts.para_8a),
            induction_completed=(facts.induction_completed or "").replace(" ", "_"),
            version=version,
        )

    def facts(self) -> TeacherFacts:
        """What was typed, as plain values."""
        return TeacherFacts(
            qts=_truth(self.qts.data),
            qts_basis=self.qts_basis.data or None,
            para_8a=_truth(self.para_8a.data),
            induction_completed=self.induction_completed.data or None,
            qtls_recheck_on=self.qtls_recheck_on.data,
        )


class SpellForm(RecordForm):
    school = forms.TextField("School")
    started_on = forms.DayField("First day as SENCO", [forms.needed("Enter the first day")])
    ended_on = forms.DayField("Last day as SENCO", description="Leave empty while it goes on.")
    relevant = forms.ChoiceField(
        "Is it a mainstream school or academy, or a maintained nursery, in England?",
        choices=choices(
            ("yes", "Yes: it counts in law"), ("no", "No: kept, but it does not count")
        ),
    )

    @classmethod
    def of(cls, facts: SpellFacts | None, version: int) -> "SpellForm":
        """The form filled with what the record says; empty for a new spell."""
        if facts is None:
            return cls(version=version)
        return cls(
            school=facts.school or "",
            started_on=facts.started_on,
            ended_on=facts.ended_on,
            relevant=_text(facts.relevant),
            version=version,
        )

    def facts(self) -> SpellFacts:
        """What was typed, as plain values."""
        return SpellFacts(
            self.started_on.day,
            self.ended_on.data,
            self.school.data or None,
            self.relevant.data != "no",
        )


class CourseForm(RecordForm):
    course = forms.ChoiceField(
        "Qualification",
        choices=choices(("", "Choose one"), *((one, one) for one in KNOWN_COURSES),
                 (OTHER, "Another, named below")),
        validators=[forms.needed("Choose the qualification")],
    )  # fmt: skip
    named = forms.TextField(
        "Its name", longest=80, description="Only for one that is not in the list above."
    )
    provider = forms.TextField(
        "Provider", description="For a NASENCO the university that awarded it."
    )
    started_on = forms.DayField("Start of the course")
    expected_on = forms.DayField("Outcome expected on")
    outcome = forms.ChoiceField("Outcome", choices=choices(*record_words.OUTCOMES.items()))
    passed_on = forms.DayField("Day of the award", description="For a pass only.")
    certificate = forms.UploadField(
        "Certificate",
        [Optional()],
        description="A PDF, PNG or JPEG of up to 10 MB. Seen by the person and HR.",
    )

    @classmethod
    def of(cls, facts: CourseFacts | None, version: int) -> "CourseForm":
        """The form filled with what the record says; empty for a new course."""
        if facts is None:
            return cls(version=version)
        by_name = {name.casefold(): name for name in KNOWN_COURSES}
        known = by_name.get(facts.course.casefold())
        return cls(
            course=known or OTHER,
            named="" if known else facts.course,
            provider=facts.provider or "",
            started_on=facts.started_on,
            expected_on=facts.expected_on,
            outcome=facts.outcome,
            passed_on=facts.passed_on,
            version=version,
        )

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field; and a qualification of one's own needs its name."""
        good = super().validate(extra_validators)
        if self.course.data == OTHER and not self.named.data:
            self.say("named", "Name the qualification.")
            return False
        return good

    def facts(self) -> CourseFacts:
        """What was typed, as plain values."""
        other = self.course.data == OTHER
        return CourseFacts(
            course=(self.named.data if other else self.course.data) or "",
            provider=self.provider.data or None,
            started_on=self.started_on.data,
            expected_on=self.expected_on.data,
            outcome=self.outcome.data,
            passed_on=self.passed_on.data,
        )
