"""Bringing the trust's own pay table in: the file, what it would change, and saving it.

The preview carries the file's rows on to the saving of them, where they are read and compared anew;
nothing of it is stored meanwhile.
"""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash
from werkzeug.wrappers import Response

from trust_inclusion.adapters.refusals import WrongFile
from trust_inclusion.db import transaction
from trust_inclusion.domain import access, pay_words, templates, words
from trust_inclusion.domain.access import TRUST, Action
from trust_inclusion.domain.pay import Salary
from trust_inclusion.domain.pay_tables import key, year_after
from trust_inclusion.services import pay_tables
from trust_inclusion.services.exports import pay_tables as files
from trust_inclusion.services.imports import CannotImport, Notice, Preview, pay
from trust_inclusion.services.imports.pay import File, Plan
from trust_inclusion.services.pay import rolling
from trust_inclusion.services.pay.rolling import Rolled, Totals
from trust_inclusion.services.places import Changed
from trust_inclusion.web import forms
from trust_inclusion.web.guard import actor, allow, takes_files, trust_settings
from trust_inclusion.web.hypermedia import download, page, see_other
from trust_inclusion.web.layout import now, today
from trust_inclusion.web.pay_tables import rolled_sentence

bp = Blueprint("pay_uploads", __name__, url_prefix="/pay/tables/upload")

ROOM = 4 * 1024 * 1024
_LOOK_AGAIN = "Below is what your file would change now: look again, then save it."
MOST_SHOWN = 200
"""Rows of each list of a preview; the counts and the files say all."""


class UploadForm(forms.Form):
    file = forms.UploadField(
        "The file",
        [forms.needed("Choose the file")],
        description="CSV or .xlsx, with the columns of the template.",
    )


class SavingForm(forms.Form):
    """What the preview carries on: the rows, the file's name, and what they were compared with."""

    rows = forms.AreaField("Rows", longest=pay.MOST_CARRIED)
    name = forms.TextField("File", longest=150)
    seen = forms.TextField("Seen", longest=64)
    leave_out = forms.TextField("Leave rows in error out", longest=3)


@dataclass(frozen=True, slots=True)
class Meaning:
    """A preview as the page draws it. `year` is the latest that changes, `rolled` what that does
    to each post."""

    file: File
    found: Preview[Plan]
    carried: str
    year: str
    rolled: list[Rolled]
    totals: Totals | None

    @property
    def seen(self) -> str:
        """What the trust's own rows were when this was compared with them."""
        return self.found.plan.compared.seen

    @property
    def sentence(self) -> str:
        """What the file would do, in a sentence."""
        found = self.found
        if not found.changes and not found.problems:
            return "This file changes nothing: the tables say all of it already."
        return (
            f"{words.count(found.new, 'new row')}, {found.changed:,} changed, "
            f"{found.unchanged:,} unchanged; "
            f"{words.count(found.left_out, 'row')} in error. Nothing is saved yet."
        )

    @property
    def changes(self) -> list[tuple[int, Salary | None, Salary]]:
        """The rows that change, by line: what holds now (None: a new row), and with the file."""
        plan, merged = self.found.plan, self.found.plan.compared.merged
        pairs = [*((None, after) for after in merged.added), *merged.changed]
        lined = [(plan.lines[key(after)], before, after) for before, after in pairs]
        return sorted(lined, key=lambda one: one[0])[:MOST_SHOWN]

    @property
    def notices(self) -> list[Notice]:
        return self.found.notices[:MOST_SHOWN]

    @property
    def problems(self) -> list[Any]:
        """Every bad cell, by line."""
        return sorted(self.found.problems, key=lambda one: one.line)[:MOST_SHOWN]

    @property
    def rows(self) -> list[Rolled]:
        return self.rolled[:MOST_SHOWN]

    @property
    def rolled_sentence(self) -> str:
        return rolled_sentence(self.year, self.totals) if self.totals else ""


@bp.route("", methods=["GET", "POST"])
@allow(Action.EDIT_PAY_TABLES)
@takes_files(ROOM)
def upload() -> Response:
    """Choose a file; then what it would change, cell by cell, and for each post."""
    access.require(actor(), Action.EDIT_PAY_TABLES, TRUST)
    form = UploadForm()
    if form.validate_on_submit():
        try:
            return _previewed(_sent(form.file.data))
        except WrongFile as wrong:
            form.file.errors = [str(wrong)]
    return _form(form)


@bp.get("/save")
@allow(Action.EDIT_PAY_TABLES)
def begin() -> Response:
    """A preview is not an address: begin with the file."""
    return see_other("pay_uploads.upload")


@bp.post("/save")
@allow(Action.EDIT_PAY_TABLES)
@takes_files(ROOM)
def save() -> Response:
    """Save what the preview showed."""
    form = SavingForm()
    try:
        file = _carried(form)
        try:
            found = _saved(file, form)
        except Changed as changed:
            return _previewed(file, f"{changed} {_LOOK_AGAIN}", 409)
        except CannotImport as refused:
            return _previewed(file, str(refused), 422)
    except WrongFile as wrong:
        return _begin_again(str(wrong))
    flash(_said(found), "success" if found.changes else "note")
    first = next(iter(found.plan.compared.writes), None)
    asked = {"year": found.plan.compared.years[-1], "area": first.area} if first else {}
    return see_other("pay_tables.index", **asked)


@bp.post("/effect.<extension>")
@allow(Action.EDIT_PAY_TABLES)
@takes_files(ROOM)
def effect(extension: str) -> Response:
    """What the rows of a preview would do to each post, as a file."""
    form = SavingForm()
    try:
        shown = _meaning(_carried(form))
    except WrongFile as wrong:
        return _begin_again(str(wrong))
    if not shown.year:
        return _begin_again("This file changes no pay, so there is nothing to write.")
    table = files.rolled(actor(), shown.found.plan.compared.table, shown.year, today())
    return download(table, f"pay-preview-{shown.year.replace('/', '-')}", extension)


def _sent(upload: Any) -> File:
    """The rows of the file that was sent. Raises WrongFile."""
    content = upload.stream.read(ROOM + 1)
    name = (upload.filename or "").replace("\x00", "").rpartition("/")[2][:150]
    return pay.read(actor(), content, file_name=name)


def _carried(form: SavingForm) -> File:
    """The rows that came back with the preview's form. Raises WrongFile."""
    if not form.validate_on_submit() or not form.rows.data:
        raise WrongFile("The rows of the preview did not come with it. Choose the file again.")
    return pay.read_carried(actor(), form.rows.data, file_name=form.name.data or "")


def _saved(file: File, form: SavingForm) -> Preview[Plan]:
    leave_out, seen = form.leave_out.data == "yes", form.seen.data or ""
    with transaction():
        found = pay.preview(actor(), file, today=today())
        pay.apply(actor(), found, leave_out_errors=leave_out, now=now(), seen=seen)
    return found


def _meaning(file: File) -> Meaning:
    found = pay.preview(actor(), file, today=today())
    compared = found.plan.compared
    year = compared.years[-1] if compared.years else ""
    rolled = rolling.rolled(actor(), compared.table, year, today()) if year else []
    totals = rolling.totals(rolled) if year else None
    return Meaning(file, found, pay.carried(file), year, rolled, totals)


def _previewed(file: File, said: str = "", status: int = 200) -> Response:
    shown = _meaning(file)
    return page(
        "pay/upload_preview.html", shown=shown, said=said, pay_words=pay_words, status=status
    )


def _begin_again(sentence: str) -> Response:
    form = UploadForm(formdata=None)
    form.file.errors = [sentence]
    return _form(form)


def _form(form: UploadForm) -> Response:
    table = pay_tables.table(trust_settings().revision)
    return page(
        "pay/upload.html",
        form=form,
        columns=templates.PAY,
        years=(table.years[-1], year_after(table.years[-1])),
        status=422 if form.errors else 200,
    )


def _said(found: Preview[Plan]) -> str:
    if not found.changes:
        return "There was nothing to change: the tables said all of it already."
    years = ", ".join(found.plan.compared.years)
    left = f" {words.count(found.left_out, 'row')} in error left out." if found.left_out else ""
    return (
        f"Saved: {words.count(found.new, 'new row')} and {found.changed:,} changed, {years}.{left}"
    )
