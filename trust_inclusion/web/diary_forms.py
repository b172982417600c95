"""The form of a sample week: time under each heading, as typed, and the pressure points."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from wtforms import Field
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue]

from trust_inclusion.domain import diary, diary_words
from trust_inclusion.domain.diary import ACTIVITIES, COVER, PRESSURES, Diary, Pressure
from trust_inclusion.domain.diary_words import SHARINGS, Sharing
from trust_inclusion.domain.duties import EXCLUDED, HEADINGS
from trust_inclusion.models.lived import SampleWeek
from trust_inclusion.web import forms


class PressuresField(Field):
    """Pressure points ticked; what is none is left out."""

    data: frozenset[Pressure]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take those that there are."""
        self.data = frozenset(point for point in Pressure if point in {*map(str, valuelist)})


class DiaryForm(forms.Form):
    """A field for each activity under its code, the pressure points, and the version seen."""

    pressures = PressuresField("Pressure points", default=frozenset())
    version = forms.VersionField("Version")

    def entry(self, week_of: date) -> Diary:
        """What was typed, of a form that was checked; what could not be read counts as none."""
        minutes = {code: self[code].data or 0 for code in ACTIVITIES}
        return Diary(0, week_of, minutes, self.pressures.data)

    def fields(self, codes: Iterable[str]) -> list[Any]:
        """The fields of some activities."""
        return [self[code] for code in codes]

    def say(self, problems: Iterable[tuple[str, str]]) -> None:
        """Put what the rules say beside the field it is about, else above the form."""
        for name, sentence in problems:
            if name in ACTIVITIES:
                self[name].errors = [*self[name].errors, sentence]
            else:
                self.form_errors = [*self.form_errors, sentence]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """With the heading before what is wrong under it: several may be wrong in the same way."""
        names = {self[code].id: diary_words.activity(code) for code in ACTIVITIES}
        return [
            (id_, f"{names[id_]}: {sentence}" if id_ in names else sentence)
            for id_, sentence in super().problems
        ]

    @property
    def unreadable(self) -> int:
        """How many figures could not be read: for the sums that run along."""
        return sum(bool(self[code].errors) for code in ACTIVITIES)


def _hint(code: str) -> str:
    return HEADINGS[code].includes if code in HEADINGS else ""


for _code in ACTIVITIES:
    setattr(
        DiaryForm,
        _code,
        forms.FigureField(
            diary_words.activity(_code),
            diary.parse_entry,
            diary.written,
            description=_hint(_code),
        ),
    )

GROUPS = (tuple(HEADINGS), tuple(EXCLUDED), (COVER,))
"""The codes of the three parts of the form."""
POINTS = tuple((point.value, said) for point, said in PRESSURES.items())


def of_row(row: SampleWeek | None) -> dict[str, Any]:
    """What a form begins with."""
    if row is None:
        return {}
    pressures = frozenset(Pressure(point) for point in row.entered["pressures"])
    return {**row.entered["minutes"], "pressures": pressures, "version": row.version}


class ShareForm(forms.Form):
    """Who may read the week."""

    shared = forms.PickField(
        "Who may see this week?",
        [forms.needed("Choose who may see this week")],
        choices=[SelectChoice(sharing.value, label) for sharing, (label, _) in SHARINGS.items()],
        validate_choice=False,
    )
    version = forms.VersionField("Version")

    def sharing(self) -> Sharing | None:
        """What was chosen; None where it is none of the choices."""
        return Sharing(self.shared.data) if self.shared.data in set(Sharing) else None
