"""Mail about changes in words: that something waits or was decided, at which academy; no more.

Never a name, a reason, hours or pay: these can tell of health and money, and mail travels.
"""

from enum import StrEnum

from trust_inclusion.domain import words
from trust_inclusion.domain.change_words import LAPSE
from trust_inclusion.domain.changes import CLOSED, State, Step


class To(StrEnum):
    """Why somebody is written to."""

    WAITS = "waits"
    """A step is theirs."""
    OWN = "moved"
    """The hours of their post are concerned."""
    PROPOSER = "proposer"
    """They proposed it, and it came back or to its end."""


_OWN = {
    Step.PROPOSE: "was proposed",
    Step.GRANT: "was granted",
    Step.ENDORSE: "was endorsed",
    Step.PASS_ON: "was passed on to be decided",
    Step.RETURN: "was returned to whoever proposed it",
    Step.REJECT: "was rejected",
    Step.APPROVE: "was approved",
    Step.CONFIRM: "was approved",
    Step.RESUBMIT: "was proposed again",
    Step.WITHDRAW: "was withdrawn",
    Step.GIVE_VIEW: "has the SENCO’s view",
    Step.MARK_SEEN: "was seen by HR",
}
_LAPSED = "lapsed, because the academy left the trust"
_TO_CONFIRM = "was approved, and waits for the trust’s confirmation"

DIGEST_DAYS = (5, 10)
"""After more working days than these somebody is reminded of what waits."""


def subject(to: str, step: str, state: str, academy: str) -> str:
    """ "A change of allocation at Oak waits for you"."""
    if to == To.WAITS:
        if step == Step.RETURN and state == State.RETURNED:
            return f"A change of allocation at {academy} was returned to you"
        return f"A change of allocation at {academy} waits for you"
    if to == To.PROPOSER:
        return f"The change of allocation at {academy} that you proposed {_done(step, state)}"
    return f"The hours of your post at {academy}: a change {_done(step, state)}"


def next_step(to: str, state: str) -> str:
    """What the link is for."""
    if to == To.WAITS:
        return "See it and take the next step"
    return "See what was decided" if state in CLOSED else "See where it stands"


def _done(step: str, state: str) -> str:
    if step == LAPSE:
        return _LAPSED
    if step == Step.APPROVE and state == State.AWAITING_TRUST:
        return _TO_CONFIRM
    return _OWN[Step(step)]


_WAITS_TO = {
    State.PROPOSED: "to be endorsed",
    State.ENDORSED: "to be decided",
    State.RETURNED: "to be renewed or withdrawn by whoever proposed it",
    State.AWAITING_TRUST: "to be confirmed",
}


def waited(academy: str, state: str, days: int, *, own: bool) -> str:
    """A line of the digest: "Oak: a change waits to be endorsed, for more than 5 working days."."""
    how = "for you" if own else _WAITS_TO[State(state)]
    return f"{academy}: a change waits {how}, for more than {days} working days."


def digest_subject(number: int) -> str:
    """ "2 changes of allocation have waited long"."""
    has = "has" if number == 1 else "have"
    return f"{words.count(number, 'change', 'changes')} of allocation {has} waited long"
