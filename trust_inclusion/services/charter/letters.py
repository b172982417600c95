"""How academies stand with each condition, as SQL over the letters of their standing.

What a reader may not see is blank in every expression: one serves showing, filtering, sorting and
counting, so that none tells more than another. The letters: domain/charter_letters.py.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_

from trust_inclusion.domain import access, charter_letters
from trust_inclusion.domain.access import Action, Actor, Reach, Refused
from trust_inclusion.domain.charter import Reply
from trust_inclusion.domain.charter_conditions import CONDITIONS
from trust_inclusion.domain.charter_letters import DUTY_PLACES, PLACES
from trust_inclusion.domain.duties import EXCLUDED
from trust_inclusion.models.standing import Standing
from trust_inclusion.services.places import within

NOTHING_SAID = "k" * len(CONDITIONS)
NO_DUTY_SAID = "k" * len(EXCLUDED)
"""What stands where no letters are worked out yet: nothing is known."""
HIDDEN = " "
"""Stands for what a reader may not see."""
NOT_MET = "nNpP"

_OF_REPLY = {
    reply.value: f"{letter}{letter.upper()}"
    for reply, letter in charter_letters.REPLY_LETTERS.items()
}
STATES = {
    "not_met": NOT_MET,
    **_OF_REPLY,
    "differ": "".join(letter[1] for letter in _OF_REPLY.values()),
}
"""What a condition may be asked for, with its letters; `differ` needs the grant for answers."""

DIFFER = "differ"
DEPARTURE = "d"

_S = Standing.__table__.c
_WHERE = (_S.academy_id, _S.hub_id)
CONDITIONS_OF = func.coalesce(_S.conditions, NOTHING_SAID)
DUTIES_OF = func.coalesce(_S.duties, NO_DUTY_SAID)


def pays(actor: Actor) -> Reach:
    """Where the reader sees the conditions that tell of pay: whole academies only."""
    return access.reach(actor, Action.SEE_PAY)


def answers(actor: Actor) -> Reach:
    """Where the reader sees what head and SENCO answered, and so whether they differ."""
    return access.reach(actor, Action.SEE_CHARTER_ANSWERS)


def codes(actor: Actor, kind: str = "") -> list[str]:
    """The conditions that have a column for this reader, of one kind or of all."""
    shown = charter_letters.codes(pay=pays(actor).any_academy)
    return [code for code in shown if not kind or CONDITIONS[code].kind == kind]


def letter(actor: Actor, code: str) -> ColumnElement[Any]:
    """A condition's letter, blank beyond the reader's grant. Raises Refused without it."""
    found = func.substr(CONDITIONS_OF, PLACES[code] + 1, 1)
    if not CONDITIONS[code].tells_pay:
        return found
    reach = pays(actor)
    if not reach.any_academy:
        raise Refused("You do not have access to this condition.")
    if reach.everything:
        return found
    return case((within(reach, *_WHERE), found), else_=HIDDEN)


def duty_letter(code: str) -> ColumnElement[Any]:
    """An excluded duty's letter."""
    return func.substr(DUTIES_OF, DUTY_PLACES[code] + 1, 1)


def stands(actor: Actor, asked: Sequence[str], state: str) -> ColumnElement[bool]:
    """Where one of these conditions stands so. Raises Refused for what the reader may not see."""
    found = or_(*(letter(actor, code).in_([*STATES[state]]) for code in asked))
    if state != DIFFER:
        return found
    reach = answers(actor)
    if not reach.any_academy:
        raise Refused("You do not have access to the answers.")
    return and_(found, within(reach, *_WHERE))


def departs(asked: Iterable[str]) -> ColumnElement[bool]:
    """Where one of these excluded duties is held without time of its own."""
    return or_(*(duty_letter(code) == DEPARTURE for code in asked))


def not_met(actor: Actor, kind: str = "") -> ColumnElement[Any]:
    """How many conditions, of a kind or of all, are not met of those the reader may see."""
    if kind:
        ones = [
            case((letter(actor, code).in_([*NOT_MET]), 1), else_=0) for code in codes(actor, kind)
        ]
        return sum(ones[1:], start=ones[0])
    reach = pays(actor)
    whole, beside = _S.conditions_not_met, _S.conditions_not_met_beside_pay
    if reach.everything:
        return func.coalesce(whole, 0)
    if not reach.any_academy:
        return func.coalesce(beside, 0)
    return func.coalesce(case((within(reach, *_WHERE), whole), else_=beside), 0)


def masked(letters: str, *, pay: bool, differ: bool) -> str:
    """The letters that a reader may see: HIDDEN in the place of the others."""
    told = letters if differ else letters.lower()
    if pay:
        return told
    return "".join(
        HIDDEN if CONDITIONS[code].tells_pay else told[place] for code, place in PLACES.items()
    )


def reply_of(shown: str, code: str) -> Reply | None:
    """What counts for a condition in letters as shown; None where the reader may not see it."""
    return None if shown[PLACES[code]] == HIDDEN else charter_letters.reply(shown, code)[0]


def differs(shown: str, code: str) -> bool:
    """Whether head and SENCO differ on a condition, in letters as shown."""
    return shown[PLACES[code]].isupper()


def require(actor: Actor, code: str) -> None:
    """Refuse a condition that the reader sees at no academy. Raises Refused."""
    if code not in codes(actor):
        raise Refused("You do not have access to this condition.")
