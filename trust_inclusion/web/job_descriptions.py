"""Checking job descriptions: looked at while it is written, kept for a post, or for no post yet."""

from collections import defaultdict
from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, request
from werkzeug.wrappers import Response as AnyResponse
from wtforms import Field
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue]

from trust_inclusion.db import transaction
from trust_inclusion.domain import job_description, words
from trust_inclusion.domain import job_description_words as jd_words
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.duties import CHARTER_1, CHARTER_TASKS
from trust_inclusion.domain.duty_list import DUTIES, Duty
from trust_inclusion.domain.job_description import LONGEST_TEXT, Check
from trust_inclusion.services.duties import descriptions
from trust_inclusion.services.duties.descriptions import Desk, Draft
from trust_inclusion.web import description_rows, forms
from trust_inclusion.web.description_rows import Result
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page, see_other, wants_fragment
from trust_inclusion.web.layout import now, today

bp = Blueprint("job_descriptions", __name__, url_prefix="/charter")
POST = "/<int:urn>/job-description/<int:post_id>"
EARLIEST = date(1994, 9, 1)
"""Schools have SENCOs since the first SEN Code of Practice, of 1994."""


class TicksField(Field):
    """Codes of ticked boxes, each once, in the order in which they came."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the codes as they are: the rule says which there are."""
        self.data = tuple(dict.fromkeys(str(code)[:20] for code in valuelist))


class DescriptionForm(forms.Form):
    """A job description: ticked duties, pasted text, or both."""

    text = forms.AreaField(
        "The text of the job description",
        longest=LONGEST_TEXT,
        description=f"Paste it here, up to {LONGEST_TEXT:,} characters: one duty a line is best.",
    )
    ticked = TicksField("Duties", default=())
    new_post = forms.PickField(
        "Whom is it for?",
        choices=[
            SelectChoice("yes", "Somebody yet to come"),
            SelectChoice("no", "The SENCO in post"),
        ],
        description="Asking a newcomer for the NASENCO is out of date; for its holder it is not.",
    )
    agreed_on = forms.DayField(
        "The day it was agreed with the postholder",
        [
            forms.not_after(today, "The day it was agreed must be today or in the past."),
            forms.not_before(EARLIEST, "The day it was agreed must be in September 1994 or later."),
        ],
        description="If it was, such as 1 9 2026.",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field, then what the rule says of them together."""
        super().validate(extra_validators)
        if self.new_post.errors:
            self.new_post.errors = ["Say whom it is for."]
        if not self.text.errors:
            for name, sentence in job_description.problems(self.ticked.data, self.text.data or ""):
                self[name].errors = [*self[name].errors, sentence]
        return not self.errors

    def draft(self) -> Draft:
        """What was entered, of a form that was checked."""
        agreed_on = self.agreed_on.data if "agreed_on" in self else None
        new_post = self.new_post.data == "yes"
        return Draft(self.ticked.data, self.text.data or "", new_post, agreed_on)


def _by_source() -> dict[str, list[Duty]]:
    found: dict[str, list[Duty]] = defaultdict(list)
    for code, duty in DUTIES.items():
        found[jd_words.SOURCES[code.partition("-")[0]]].append(duty)
    return dict(found)


SOURCES = _by_source()


@bp.get(POST)
@allow(Action.SEE_CHARTER_ANSWERS)
def show(urn: int, post_id: int) -> Response:
    """The checks of a post's job description so far, and the form for another one."""
    desk = descriptions.desk(actor(), urn, post_id, today())
    return _desk_page(desk, DescriptionForm(new_post="no" if desk.holders else "yes"))


@bp.post(POST)
@allow(Action.EDIT_DUTIES)
def check(urn: int, post_id: int) -> Response:
    """What a check would find; nothing is saved."""
    desk = descriptions.desk(actor(), urn, post_id, today())
    form = DescriptionForm()
    found = None
    if form.validate():
        draft = form.draft()
        seen = descriptions.preview(actor(), urn, post_id, draft, today())
        found = _in_words(seen, draft, desk)
    if wants_fragment():
        return _fragment(form, found, desk)
    return _desk_page(desk, form, found)


@bp.post(f"{POST}/keep")
@allow(Action.EDIT_DUTIES)
def keep(urn: int, post_id: int) -> AnyResponse:
    """Keep a check, which answers the condition from the record."""
    desk = descriptions.desk(actor(), urn, post_id, today())
    form = DescriptionForm()
    if not form.validate():
        return _desk_page(desk, form)
    with transaction():
        number = descriptions.keep(actor(), urn, post_id, form.draft(), today=today(), now=now())
    flash("The check is kept, and answers condition C09.", "success")
    return see_other("job_descriptions.kept", urn=urn, post_id=post_id, check_id=number)


@bp.get(f"{POST}/checks/<int:check_id>")
@allow(Action.SEE_CHARTER_ANSWERS)
def kept(urn: int, post_id: int, check_id: int) -> Response:
    """One kept check, and what is otherwise than in another."""
    beside = request.args.get("beside", 0, int)
    found = descriptions.opened(actor(), urn, post_id, check_id, today(), beside=beside)
    other = found.other
    changed = jd_words.compared(other.found, found.kept.found) if other else []
    return page(
        "duties/kept.html",
        opened=found,
        desk=found.desk,
        found=_in_words(found.check, found.draft, found.desk),
        then=jd_words.summary(found.kept.found),
        changed=changed,
        duties=[DUTIES[code] for code in found.draft.ticked],
        sources=jd_words.SOURCES,
        missing=[],
        **_said(),
    )


@bp.route("/job-description", methods=["GET", "POST"])
@allow(Action.EDIT_DUTIES)
def unbound() -> Response:
    """A check that belongs to no post, such as before one is advertised; nothing is saved."""
    form = DescriptionForm(**({} if request.method == "POST" else {"new_post": "yes"}))
    del form["agreed_on"]
    found = None
    if request.method == "POST" and form.validate():
        found = _in_words(descriptions.unbound(actor(), form.draft()), form.draft(), None)
    if request.method == "POST" and wants_fragment():
        return _fragment(form, found, None)
    return _form_page("duties/check.html", form, found, desk=None)


def _in_words(found: Check, draft: Draft, desk: Desk | None) -> Result:
    return description_rows.result(found, draft.agreed_on, desk.holdings if desk else None)


def _desk_page(desk: Desk, form: DescriptionForm, found: Result | None = None) -> Response:
    history = [(one, description_rows.facts(one.found)) for one in desk.checks]
    last = jd_words.summary(desk.checks[0].found) if desk.checks else ""
    return _form_page("duties/description.html", form, found, desk=desk, history=history, last=last)


def _form_page(template: str, form: DescriptionForm, found: Result | None, **more: Any) -> Response:
    status = 422 if form.errors else 200
    return page(
        template, form=form, found=found, sources=SOURCES, missing=[], status=status,
        **_said(), **more,
    )  # fmt: skip


def _fragment(form: DescriptionForm, found: Result | None, desk: Desk | None) -> Response:
    """What is found, or what is missing to find it, while somebody types."""
    return page(
        "duties/_result.html", found=found, missing=form.problems, desk=desk, live=request.path,
        **_said(),
    )  # fmt: skip


def _said() -> dict[str, Any]:
    """What the templates say a check with."""
    return {
        "tags": jd_words,
        "roles": words.ROLES,
        "charter": CHARTER_1,
        "charter_tasks": CHARTER_TASKS,
    }
