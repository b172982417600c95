"""The five questions: answered once a school year, kept apart from the person, told as totals."""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Place, Refused
from trust_inclusion.domain.calendar import academic_year_start
from trust_inclusion.domain.survey import FEWEST, QUESTIONS, accepted
from trust_inclusion.models.records import SurveyAnswer, SurveyTaken, SurveyTotal
from trust_inclusion.services import places


class NothingAnswered(Exception):
    """No question was answered. The message is safe to show."""


def taken(actor: Actor, day: date) -> bool:
    """Whether the actor answered this school year's questions."""
    key = (actor.person_id, academic_year_start(day))
    return actor.person_id is not None and db.session.get(SurveyTaken, key) is not None


def answer(actor: Actor, answers: dict[str, str], *, today: date) -> bool:
    """Keep the answers without the person; False when they had answered before.

    Raises Refused or NothingAnswered. Nothing goes into the log: its order would tell whose they
    are; for the same reason their ids are drawn by lot.
    """
    if actor.person_id is None:
        raise Refused("These questions are for SENCOs.")
    access.require(actor, Action.ANSWER_SURVEY, Place(person_id=actor.person_id))
    given = accepted(answers)
    if not given:
        raise NothingAnswered("Answer at least one question.")
    if taken(actor, today):
        return False
    year = academic_year_start(today)
    db.session.add(SurveyTaken(person_id=actor.person_id, year_start=year))
    number = secrets.randbelow(places.LARGEST_NUMBER) + 1
    db.session.add(SurveyAnswer(id=number, year_start=year, **given))
    places.flush()
    bring_up_to_date(year)
    return True


@dataclass(frozen=True, slots=True)
class Total:
    """One question's answers in the whole trust; `counts` is None when too few answered."""

    question: str
    counts: list[tuple[str, int]] | None


def totals(actor: Actor, day: date) -> list[Total]:
    """The trust's totals for the school year of `day`, each of five answers or more.

    As they stood when the last five came: see `bring_up_to_date`.

    Raises Refused.
    """
    access.require(actor, Action.SEE_SURVEY, access.TRUST)
    return [_total(code, academic_year_start(day)) for code in QUESTIONS]


def bring_up_to_date(year: date) -> None:
    """Show each question's answers anew once five or more came since it was last shown.

    Totals that rose by one would tell what the last person said to whoever saw the ones before.
    `year` is the first day of a school year.
    """
    for code in QUESTIONS:
        _bring_up_to_date(code, year)


def _bring_up_to_date(code: str, year: date) -> None:
    column = getattr(SurveyAnswer, code)
    rows = db.session.execute(
        select(column, func.count())
        .where(SurveyAnswer.year_start == year, column.is_not(None))
        .group_by(column)
    ).all()
    shown = _shown(code, year)
    if sum(count for _, count in rows) - sum(shown.values()) < FEWEST:
        return
    for answered, count in rows:
        db.session.merge(SurveyTotal(year_start=year, question=code, answer=answered, count=count))
    db.session.flush()


def _shown(code: str, year: date) -> dict[str, int]:
    rows = db.session.execute(
        select(SurveyTotal.answer, SurveyTotal.count).where(
            SurveyTotal.year_start == year, SurveyTotal.question == code
        )
    )
    return {row.answer: row[1] for row in rows}


def _total(code: str, year: date) -> Total:
    question, possible = QUESTIONS[code]
    shown = _shown(code, year)
    if not shown:
        return Total(question, None)
    return Total(question, [(word, shown.get(one, 0)) for one, word in possible.items()])
