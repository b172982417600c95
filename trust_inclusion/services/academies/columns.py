"""The columns of the academies list as each reader may see them, also for sorting and filtering."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import case, func, or_

from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Refused
from trust_inclusion.domain.charter import Reply
from trust_inclusion.domain.charter_letters import REPLY_LETTERS
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import standing
from trust_inclusion.services.places import within

_S = Standing.__table__.c

SORTS: dict[str, Any] = {
    "academy": _S.sort_name,
    "phase": _S.phase,
    "hub": _S.hub_name,
    "senco": _S.sencos,
    "allocated": _S.allocated_minutes,
    "formula": _S.formula_minutes,
    "gap": _S.gap_minutes,
    "qualification": _S.qualification,
    "pay": _S.pay_point,
    "stage": _S.school_stage,
    "unmet": _S.conditions_not_met,
    "change": _S.open_change,
}
"""Columns a list may be sorted by. Those of `GRANTED` need the reader's grant."""

GRANTED: dict[str, Action] = {
    "qualification": Action.SEE_QUALIFICATION,
    "qualification_status": Action.SEE_QUALIFICATION,
    "deadline": Action.SEE_QUALIFICATION,
    "pay_point": Action.SEE_PAY,
    "pay": Action.SEE_PAY,
    "school_stage": Action.SEE_PATHWAY,
    "trust_stage": Action.SEE_PATHWAY,
    "qualification_stage": Action.SEE_PATHWAY,
    "stage": Action.SEE_PATHWAY,
    "conditions_not_met": Action.SEE_CHARTER,
    "conditions_known": Action.SEE_CHARTER,
    "unmet": Action.SEE_CHARTER,
    "last_reviewed_on": Action.SEE_REVIEWS,
    "open_change": Action.SEE_CHANGES,
    "change": Action.SEE_CHANGES,
}
WHERE = (_S.academy_id, _S.hub_id)
NULLABLE = {"hub", "formula", "gap", "pay", "stage", "qualification", "senco", "change",
             "unmet"}  # fmt: skip
TEXT = {"hub", "pay", "qualification", "senco"}
"""Of these, blank is nothing too."""


def granted(actor: Actor, column: str) -> bool:
    """Whether the reader may see this column of the list for at least one academy."""
    action = GRANTED.get(column)
    return action is None or access.reach(actor, action).any_academy


def column(actor: Actor, name: str) -> Any:
    """A column of the list as this reader may see it: blank where their grant does not reach.

    The same expression serves showing, sorting and filtering, so that none tells more than
    another. Raises Refused without the grant.
    """
    if name in _BESIDE_PAY:
        attribute = _BESIDE_PAY[name](actor)
    else:
        attribute = SORTS[name] if name in SORTS else _S[name]
    action = GRANTED.get(name)
    if action is None:
        return attribute
    reach = access.reach(actor, action)
    if not reach.any_academy:
        raise Refused("You do not have access to this column.")
    if reach == access.reach(actor, Action.SEE_ACADEMY):
        return attribute
    return case((within(reach, *WHERE), attribute), else_=None)


def _unmet(actor: Actor) -> Any:
    """How many conditions are not met, of those this reader may see."""
    return _beside_pay(actor, _S.conditions_not_met, _S.conditions_not_met_beside_pay)


def _known(actor: Actor) -> Any:
    """Whether anything is known to be met or not, of what this reader may see: without it "0 not
    met" would say too much."""
    shown = _beside_pay(actor, _S.conditions, standing.beside_pay(_S.conditions))
    return or_(_unmet(actor) > 0, func.lower(shown).contains(REPLY_LETTERS[Reply.YES]))


_BESIDE_PAY: dict[str, Callable[[Actor], Any]] = {
    "conditions_not_met": _unmet,
    "unmet": _unmet,
    "conditions_known": _known,
}


def _beside_pay(actor: Actor, whole: Any, beside: Any) -> Any:
    """`whole` where this reader may see pay; `beside` leaves out the conditions that tell of it."""
    pay = access.reach(actor, Action.SEE_PAY)
    if pay.everything:
        return whole
    if not pay.any_academy:
        return beside
    return case((within(pay, *WHERE), whole), else_=beside)
