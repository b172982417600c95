"""The base form and the trust's field types: each turns what people type into plain values.

A field keeps what was typed, and says what is wrong with it in a sentence beside it.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import (
    GovDateInput,
    GovFileInput,
    GovPasswordInput,
    GovRadioInput,
    GovSelect,
    GovTextArea,
    GovTextInput,
)
from wtforms import (
    Field,
    FileField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import StopValidation
from wtforms.widgets import HiddenInput

from trust_inclusion.domain import money
from trust_inclusion.domain.calendar import parse_date

Check = Callable[[Any, Any], None]


class Form(FlaskForm):
    """A form whose CSRF token stays out of its error summary, which names fields."""

    @property
    def problems(self) -> list[tuple[str, str]]:
        """(id of the field, sentence), in the order of the page; first what is of no one field."""
        return [("", str(sentence)) for sentence in self.form_errors] + [
            (field.id, str(field.errors[0]))
            for name, field in self._fields.items()
            if field.errors and name != "csrf_token"
        ]


def needed(sentence: str) -> Check:
    """The field must be filled in; `sentence` says so. What cannot be read keeps its own reason."""

    def check(_form: Any, field: Any) -> None:
        if not field.data:
            raise StopValidation("" if field.errors else sentence)

    return check


def at_most(longest: int) -> Check:
    """At most so many characters, said with how many there are."""

    def check(_form: Any, field: Any) -> None:
        if field.data and len(field.data) > longest:
            raise ValidationError(
                f"{field.label.text} must be {longest:,} characters or fewer; "
                f"it is {len(field.data):,}."
            )

    return check


def not_after(last: Callable[[], date], sentence: str) -> Check:
    """A day up to and including `last()`."""

    def check(_form: Any, field: Any) -> None:
        if field.data and field.data > last():
            raise ValidationError(sentence)

    return check


def not_before(first: date, sentence: str) -> Check:
    """A day from `first` on."""

    def check(_form: Any, field: Any) -> None:
        if field.data and field.data < first:
            raise ValidationError(sentence)

    return check


def _trimmed(text: str | None) -> str:
    """Without outer space and without characters that a database refuses."""
    return (text or "").replace("\x00", "").strip()


class TextField(StringField):
    """One line of text, trimmed."""

    widget = GovTextInput()

    def __init__(self, label: str, validators: Iterable[Any] = (), **more: Any) -> None:
        super().__init__(label, [*validators, at_most(more.pop("longest", 200))], **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the text without outer space."""
        self.data = _trimmed(valuelist[0]) if valuelist else self.data


class AreaField(TextAreaField):
    """Several lines of text, trimmed."""

    widget = GovTextArea()

    def __init__(self, label: str, validators: Iterable[Any] = (), **more: Any) -> None:
        super().__init__(label, [*validators, at_most(more.pop("longest", 4000))], **more)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the text without outer space, its lines ended alike."""
        if valuelist:
            self.data = _trimmed(valuelist[0]).replace("\r\n", "\n")


class SecretField(PasswordField):
    widget = GovPasswordInput()


class UploadField(FileField):
    """A file to send; the form that holds it must be multipart."""

    widget = GovFileInput()


class ChoiceField(SelectField):
    widget = GovSelect()


class _Radios(GovRadioInput):
    """The kit's radio buttons, without the empty hint that it draws."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> Any:
        params = super().map_gov_params(field, **kwargs)
        if not field.description:
            params.pop("hint", None)
        return params


class PickField(RadioField):
    """One of a few, all in view."""

    widget = _Radios()


class VersionField(Field):
    """The version of the row that the person saw: 0 when there was none or it does not come."""

    widget = HiddenInput()

    def _value(self) -> str:
        return str(self.data or 0)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take only what can be a version."""
        text = str(valuelist[0]) if valuelist else ""
        self.data = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class FigureField(Field):
    """A figure typed as text, such as a count, pounds or a percentage; blank is None."""

    widget = GovTextInput()

    def __init__(
        self,
        label: str,
        read: Callable[[str], int],
        write: Callable[[int], str],
        validators: Iterable[Any] = (),
        **more: Any,
    ) -> None:
        self.read, self.write = read, write
        self.typed: str | None = None
        super().__init__(label, [*validators], **more)

    def _value(self) -> str:
        if self.typed is not None:
            return self.typed
        return "" if self.data is None else self.write(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the figure; what cannot be read stays as typed, with the reason."""
        if not valuelist:
            return
        self.typed = str(valuelist[0])
        text = _trimmed(self.typed)
        self.data = self.read(text) if text else None


class _DayInput(GovDateInput):
    """The kit's three boxes; the error summary's link must find the first of them."""

    def map_gov_params(self, field: Any, **kwargs: Any) -> Any:
        raw = field.raw_data
        field.raw_data = field.three_parts() if raw is not None else None
        params = super().map_gov_params(field, **kwargs)
        field.raw_data = raw
        params["id"] = f"{field.id}-group"
        first, *others = params["items"]
        first["id"] = field.id
        for item in (first, *others):
            item.setdefault("attributes", {})["inputmode"] = "numeric"
            # The kit's wrapper builds item names itself; all three parts share the field's.
            item["name"] = field.name
        return params


class DayField(Field):
    """A day in three boxes (day, month, year); blank is None."""

    widget = _DayInput()

    def _value(self) -> str:
        return ""

    @property
    def day(self) -> date:
        """The day, of a field that was checked. Raises ValueError without one."""
        if self.data is None:
            raise ValueError(f"{self.label.text} has no day")
        return self.data

    def three_parts(self) -> list[str]:
        """Exactly what was typed in the three boxes, however many arrived."""
        parts = [str(part) for part in (self.raw_data or [])][:3]
        return [*parts, "", "", ""][:3]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day. Raises ValueError in plain words."""
        parts = [_trimmed(str(part)) for part in valuelist]
        self.data = None
        if not any(parts):
            return
        if len(parts) != 3 or not all(parts):
            raise ValueError(f"{self.label.text} needs a day, a month and a year.")
        day, month, year = parts
        if not all(part.isascii() and part.isdigit() for part in parts) or len(year) != 4:
            raise ValueError("Enter a date in numbers, such as 27 3 2026.")
        self.data = parse_date(f"{year}-{month.zfill(2)}-{day.zfill(2)}")


_COUNT = re.compile(r"[0-9]{1,9}|[0-9]{1,3}(?:,[0-9]{3}){1,2}")


def read_count(most: int) -> Callable[[str], int]:
    """A reader of whole numbers from 0 to `most`; thousands may have commas."""

    def read(text: str) -> int:
        if not _COUNT.fullmatch(text):
            raise ValueError("Enter a whole number, such as 48.")
        count = int(text.replace(",", ""))
        if count > most:
            raise ValueError(f"Enter a number up to {most:,}.")
        return count

    return read


def read_pounds(most_pence: int) -> Callable[[str], int]:
    """A reader of pounds into pence: "£180,000" or "67755.50"."""

    def read(text: str) -> int:
        pence = money.parse_pounds(text)
        if pence > most_pence:
            raise ValueError(f"Enter an amount up to £{most_pence // 100:,}.")
        return pence

    return read


def read_percent(most_tenths: int) -> Callable[[str], int]:
    """A reader of a percentage into tenths of a percent: "34", "20.1%"."""

    def read(text: str) -> int:
        tenths = money.parse_percent(text)
        if tenths > most_tenths:
            raise ValueError(f"Enter a percentage up to {most_tenths // 10}.")
        return tenths

    return read
