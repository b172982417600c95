"""The forms of a person's pathway: what is typed, turned into plain values."""

from typing import Any

from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue]
from wtforms.validators import StopValidation

from trust_inclusion.domain import pathway_words
from trust_inclusion.domain.pathway import Stages
from trust_inclusion.domain.pathway_steps import Aspiration, Readiness
from trust_inclusion.services.pathway.editing import (
    MOST_SCHOOLS,
    MOST_WORDS,
    Agreed,
    Aspired,
    Beyond,
    Reached,
)
from trust_inclusion.services.pathway.plans import Plan
from trust_inclusion.web import forms
from trust_inclusion.web.record_forms import RecordForm

NOWHERE = "none"
"""In the list of stages: not on this track."""
NO_STAGE = 0
"""No stage's code."""


def _choices(*told: tuple[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in told]


YES_NO = (("yes", "Yes"), ("no", "No"))
MAYBE = _choices(("", "Not stated"), *YES_NO)


def _truth(text: str | None) -> bool | None:
    return {"yes": True, "no": False}.get(text or "")


def _text(told: bool | None) -> str:
    return "" if told is None else "yes" if told else "no"


def _picked(label: str, sentence: str, *told: tuple[str, str], **more: Any) -> forms.PickField:
    """Buttons of which one must be chosen; `sentence` says so."""
    known = dict(told)

    def check(_form: Any, field: Any) -> None:
        if field.data not in known:
            raise StopValidation(sentence)

    return forms.PickField(
        label, choices=_choices(*told), validators=[check], validate_choice=False, **more
    )


class StageForm(RecordForm):
    # A stage that was removed while the form was open is refused where it is saved, in words.
    stage = forms.ChoiceField(
        "Stage", validators=[forms.needed("Choose the stage")], validate_choice=False
    )
    since = forms.DayField("Since", [forms.needed("Enter since when")])
    evidence = forms.AreaField(
        "What shows it",
        [forms.needed("Say what shows it, such as a post, a course or a review.")],
        longest=MOST_WORDS,
        description="The person reads it too, and their head.",
    )

    @classmethod
    def of(cls, stages: Stages, code: int | None, version: int) -> "StageForm":
        """The form with the trust's stages, at the person's own."""
        form = cls(stage="" if code is None else str(code), version=version)
        numbered = ((str(one.code), f"{n}. {one.name}") for n, one in enumerate(stages, 1))
        form.stage.choices = _choices(("", "Choose one"), *numbered, (NOWHERE, "Not on this track"))
        return form

    def reached(self) -> Reached:
        """What was typed, of a form that was checked."""
        chosen = self.stage.data or NOWHERE
        known = chosen.isascii() and chosen.isdigit() and len(chosen) < 10
        code = None if chosen == NOWHERE else int(chosen) if known else NO_STAGE
        return Reached(code, self.since.day, self.evidence.data or "")


class AspirationForm(RecordForm):
    aspiration = _picked(
        "What would you like next?",
        "Choose one: “not sure yet” is an answer too.",
        *((one.value, said) for one, said in pathway_words.ASPIRATIONS.items()),
    )
    words = forms.AreaField(
        "In your own words", longest=MOST_WORDS, description="If you like. You can change it later."
    )
    would_move = forms.ChoiceField("Would you move to another academy of the trust?", choices=MAYBE)
    head_sees = _picked(
        "May your head teacher see this?", "Choose yes or no.", *YES_NO, default="no"
    )
    mentor_sees = _picked("May your mentor see this?", "Choose yes or no.", *YES_NO, default="no")

    @classmethod
    def of(cls, told: Any, version: int) -> "AspirationForm":
        """The form filled with what was told; `told` is None before anything was."""
        if told is None:
            return cls(version=version)
        return cls(
            aspiration=told.aspiration or "",
            words=told.words,
            would_move=_text(told.would_move),
            head_sees=_text(told.head_sees),
            mentor_sees=_text(told.mentor_sees),
            version=version,
        )

    def aspired(self) -> Aspired:
        """What was typed, of a form that was checked."""
        return Aspired(
            Aspiration(self.aspiration.data),
            self.words.data or "",
            _truth(self.would_move.data),
            self.head_sees.data == "yes",
            self.mentor_sees.data == "yes",
        )


class AgreementForm(RecordForm):
    next_step = forms.AreaField(
        "Next step", [forms.needed("Enter the next step")], longest=MOST_WORDS
    )
    next_step_on = forms.DayField("By when", [forms.needed("Enter by when")])
    readiness = _picked(
        "When are they ready?",
        "Choose when they are ready.",
        *((one.value, tag.word) for one, tag in pathway_words.READINESS.items()),
    )

    @classmethod
    def of(cls, plan: Plan, version: int) -> "AgreementForm":
        """The form filled with what is agreed; empty where it was taken back, since that was about
        another wish, and perhaps not for this reader."""
        return cls(
            next_step=plan.next_step,
            next_step_on=plan.next_step_on,
            readiness=plan.readiness or "",
            version=version,
        )

    def agreed(self) -> Agreed:
        """What was typed, of a form that was checked."""
        step = self.next_step.data or ""
        return Agreed(step, self.next_step_on.day, Readiness(self.readiness.data))


class MentorForm(RecordForm):
    mentor = forms.TextField(
        "Work e-mail or full name of the mentor",
        description="Somebody on record in this trust. Left empty, there is no mentor.",
    )


class BeyondForm(RecordForm):
    mentors_others = forms.ChoiceField("Mentors another SENCO", choices=MAYBE)
    schools_supported = forms.FigureField(
        "Schools supported beside their own",
        forms.read_count(MOST_SCHOOLS),
        str,
        description="Left empty, it is not stated.",
    )
    executive = forms.ChoiceField("In an executive post", choices=MAYBE)

    @classmethod
    def of(cls, told: Any, version: int) -> "BeyondForm":
        """The form filled with what is recorded; drawn alike whether there is a plan or none."""
        return cls(
            mentors_others=_text(told.mentors_others if told else None),
            schools_supported=told.schools_supported if told else None,
            executive=_text(told.executive if told else None),
            version=version,
        )

    def beyond(self) -> Beyond:
        """What was typed, of a form that was checked."""
        return Beyond(
            _truth(self.mentors_others.data),
            self.schools_supported.data,
            _truth(self.executive.data),
        )
