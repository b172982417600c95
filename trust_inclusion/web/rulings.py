"""Rulings on a person whom the words of the law leave open: proposed by one, decided by another."""

from flask import Blueprint
from werkzeug.wrappers import Response
from wtforms.validators import Optional

from trust_inclusion.db import transaction
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.qualification_facts import RulingKind
from trust_inclusion.services.records import files, rulings
from trust_inclusion.services.records.editing import When
from trust_inclusion.services.records.rulings import Proposal
from trust_inclusion.web import forms, uploads
from trust_inclusion.web.guard import actor, allow, takes_files
from trust_inclusion.web.layout import today
from trust_inclusion.web.record_forms import RecordForm, choices
from trust_inclusion.web.records import Editing, answer, answered, seen

bp = Blueprint("rulings", __name__, url_prefix="/people/<int:person_id>/rulings")


class RulingForm(RecordForm):
    kind = forms.ChoiceField(
        "The ruling",
        choices=choices(
            ("accept", "Accept: the earlier service is enough"),
            ("must_qualify", "Must qualify by a day"),
        ),
    )
    must_qualify_by = forms.DayField(
        "Must qualify by", description="Only where the person must qualify."
    )
    review_on = forms.DayField("Review on", description="After this day the ruling is due again.")
    reasons = forms.AreaField(
        "Reasons",
        [forms.needed("Say why: whoever decides reads it.")],
        description="Read by the director, trust leaders and HR; not by the person.",
    )
    certificate = forms.UploadField(
        "Advice", [Optional()], description="A PDF, PNG or JPEG of up to 10 MB, read by the same."
    )

    def proposal(self) -> Proposal:
        """What was typed, as plain values."""
        return Proposal(
            RulingKind(self.kind.data),
            self.must_qualify_by.data,
            self.review_on.data,
            self.reasons.data or "",
        )


@bp.route("/add", methods=["GET", "POST"])
@allow(Action.PROPOSE_RULING)
@takes_files(uploads.ROOM)
def add(person_id: int) -> Response:
    """Propose a ruling, with its reasons and advice."""
    person = rulings.to_propose(actor(), person_id, today())
    form = RulingForm(version=person.version)

    def save(when: When) -> None:
        upload = form.certificate.data
        if not upload:
            with transaction():
                return rulings.propose(actor(), person_id, form.proposal(), when)
        with uploads.keeping(upload) as one, transaction():
            return rulings.propose(
                actor(), person_id, form.proposal(), when,
                lambda: files.add(actor(), person_id, one, now=when.now, action="advice_added"),
            )  # fmt: skip

    return answer(Editing(person, form, "Propose a ruling", "rulings", dict, save))


@bp.post("/<int:ruling_id>/accept")
@allow(Action.DECIDE_RULING)
def accept(person_id: int, ruling_id: int) -> Response:
    """The ruling holds from today."""
    with transaction():
        rulings.decide(actor(), person_id, ruling_id, seen(), accepts=True)
    return answered(person_id, "The ruling is accepted and holds from today.")


@bp.post("/<int:ruling_id>/refuse")
@allow(Action.DECIDE_RULING)
def refuse(person_id: int, ruling_id: int) -> Response:
    """What was proposed does not hold."""
    with transaction():
        rulings.decide(actor(), person_id, ruling_id, seen(), accepts=False)
    return answered(person_id, "The proposed ruling is refused.")
