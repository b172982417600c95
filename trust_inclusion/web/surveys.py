"""The five questions: a page to answer them, and the trust's totals."""

from flask import Blueprint, Response, flash, request
from werkzeug.wrappers import Response as AnyResponse

from trust_inclusion.db import transaction
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.calendar import academic_year_label
from trust_inclusion.domain.survey import FEWEST, QUESTIONS
from trust_inclusion.services import surveys
from trust_inclusion.services.surveys import NothingAnswered
from trust_inclusion.web.guard import actor, allow
from trust_inclusion.web.hypermedia import page, see_other
from trust_inclusion.web.layout import today

bp = Blueprint("surveys", __name__, url_prefix="/survey")


@bp.route("/", methods=["GET", "POST"])
@allow(Action.ANSWER_SURVEY)
def answer() -> AnyResponse:
    """Answer the questions, any or all of them, once a school year."""
    problem = ""
    if request.method == "POST":
        try:
            with transaction():
                surveys.answer(actor(), request.form.to_dict(), today=today())
        except NothingAnswered as error:
            problem = str(error)
        else:
            flash("Thank you: your answers are kept without your name.", "success")
            return see_other("home.show")
    return page(
        "surveys/answer.html",
        questions=QUESTIONS,
        year=academic_year_label(today()),
        taken=surveys.taken(actor(), today()),
        fewest=FEWEST,
        problem=problem,
        status=422 if problem else 200,
    )


@bp.get("/totals")
@allow(Action.SEE_SURVEY)
def totals() -> Response:
    """The trust's totals, where five or more answered."""
    return page(
        "surveys/totals.html",
        totals=surveys.totals(actor(), today()),
        year=academic_year_label(today()),
        fewest=FEWEST,
    )
