"""Home: what waits for the reader, and the trust's headline figures."""

from datetime import date
from typing import Any

from flask import Blueprint, Response
from flask_login import current_user

from trust_inclusion.db import AnyRow
from trust_inclusion.domain import access, record_words
from trust_inclusion.domain.access import Action, Actor, Place
from trust_inclusion.domain.calendar import academic_year_label
from trust_inclusion.domain.pathway import Stages
from trust_inclusion.domain.reminder_words import mail_error
from trust_inclusion.services import (
    academies,
    briefs,
    confirmations,
    deadlines,
    notices,
    reviews,
    surveys,
    waiting,
)
from trust_inclusion.services.pathway import plans
from trust_inclusion.services.records import checking
from trust_inclusion.web.brief import career_now, conditions_now, standing_now
from trust_inclusion.web.deadlines import in_words
from trust_inclusion.web.guard import actor, allow, trust_settings
from trust_inclusion.web.hypermedia import page
from trust_inclusion.web.layout import now, today
from trust_inclusion.web.rows import GAP_TAGS

bp = Blueprint("home", __name__)
MOST_NAMED = 5
"""Up to so many academies are told one by one instead of counted."""
MOST_ACTIONS = 20
"""So many actions are listed, those due first; the next ones follow as these are done."""


@bp.get("/")
@allow(Action.SEE_HOME)
def show() -> Response:
    """What waits for you, and how the academies within your reach stand."""
    who, day = actor(), today()
    sees_academies = access.reach(who, Action.SEE_ACADEMY).any_academy
    open_actions = current_user.signed_in.actions
    found = waiting.listed(current_user.signed_in, day)
    mine = briefs.few(who, day, MOST_NAMED)
    figures = None
    if sees_academies and not mine:
        figures = briefs.figures(who, day, revision=trust_settings().revision)
    return page(
        "home/show.html",
        mine=[
            (row, GAP_TAGS[row.gap_status], standing_now(row), _conditions(who, row), _stands(row))
            for row in mine
        ],
        own=_own(who, day),
        figures=figures,
        sees_academies=sees_academies,
        sees_changes=access.may_anywhere(who, Action.SEE_CHANGES),
        waiting=found,
        actions=reviews.waiting_for(who, MOST_ACTIONS) if open_actions else (),
        more_actions=max(open_actions - MOST_ACTIONS, 0),
        to_do=briefs.to_do(who, day),
        urgent=_urgent(who, day),
        to_confirm=current_user.signed_in.to_confirm,
        **_asked(who, day),
    )


def _conditions(who: Actor, row: AnyRow) -> str:
    place = Place(row.academy_id, row.hub_id)
    return conditions_now(briefs.conditions_of(who, place, row))


def _stands(row: AnyRow) -> str:
    """The stages and pay points of an academy's SENCOs, as far as the reader may know them."""
    codes = (row.school_stage, row.trust_stage, row.qualification_stage)
    several = "; " in row.sencos and any(codes)
    told = career_now(codes, row.pay_point, _stages())
    return f"The furthest of these SENCOs: {told}" if several else told


def _own(who: Actor, day: date) -> str:
    """The reader's own stages and pay points; blank where nothing is recorded."""
    found = briefs.own(who, day)
    return career_now(found.stages, "; ".join(found.points), _stages()) if found else ""


def _stages() -> Stages:
    return academies.stages(trust_settings().revision)


def _urgent(who: Actor, day: date) -> list[dict[str, Any]]:
    """The deadlines that come first, of whom the reader may know them."""
    if not access.may_anywhere(who, Action.SEE_DEADLINES):
        return []
    revision = trust_settings().revision
    found = deadlines.most_urgent(who, day, MOST_NAMED, revision=revision)
    return [in_words(row, day, ()) for row in found]


def _asked(who: Actor, day: date) -> dict[str, Any]:
    """What is asked of a SENCO, and what HR, the director and the administrator look after."""
    senco = access.may_anywhere(who, Action.CONFIRM_RECORD)
    sees_mail = access.may(who, Action.SEE_MAIL, access.TRUST)
    return {
        "year": academic_year_label(day),
        "own_id": who.person_id,
        "mail_error": mail_error,
        "record_words": record_words,
        "refused": checking.refused_lately(who, now()),
        "to_answer": senco and who.person_id is not None and not surveys.taken(who, day),
        "unconfirmed": confirmations.missing_count(who, day, revision=trust_settings().revision),
        "mentors": plans.mentors_anybody(who, day),
        "sees_survey": access.may(who, Action.SEE_SURVEY, access.TRUST),
        "mail": notices.failures(who, now=now()) if sees_mail else None,
        "has_calendar": access.may_anywhere(who, Action.SEE_QUALIFICATION),
    }
