"""A change of SENCO time: its states, kinds and steps, and the facts that a step hangs on.

Who may take which step, and why not, is the table in changes.py.
"""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    ENDORSED = "endorsed"
    RETURNED = "returned"
    AWAITING_TRUST = "awaiting_trust"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


OPEN = (State.PROPOSED, State.ENDORSED, State.RETURNED, State.AWAITING_TRUST)
"""On their way to a decision: a post has one such change at most."""
CLOSED = (State.APPROVED, State.REJECTED, State.WITHDRAWN, State.LAPSED)


class Kind(StrEnum):
    PERMANENT = "permanent"
    TEMPORARY = "temporary"
    """Hours a week until a last day; then what was in force returns by itself."""
    ONE_OFF = "one_off"
    """So many hours in all between two days, beside what the post has each week."""


class Step(StrEnum):
    PROPOSE = "propose"
    GRANT = "grant"
    ENDORSE = "endorse"
    PASS_ON = "pass_on"  # noqa: S105 - no password
    RETURN = "return"
    REJECT = "reject"
    APPROVE = "approve"
    CONFIRM = "confirm"
    RESUBMIT = "resubmit"
    WITHDRAW = "withdraw"
    GIVE_VIEW = "give_view"
    MARK_SEEN = "mark_seen"


class Capacity(StrEnum):
    """In what way somebody takes a step."""

    HOLDER = "holder"
    """As the SENCO of the post."""
    HEADTEACHER = "headteacher"
    DIRECTOR = "director"
    DEPUTY = "deputy"
    TRUST_LEADER = "trust_leader"
    HR = "hr"
    PROPOSER = "proposer"
    """Who proposed it; or, when they no longer can, whoever now holds the role they did it in."""


PATIENCE = 10
"""Working days after which a proposer may pass on what nobody endorsed, and after which a
reduction may be decided without the SENCO's view."""
RETURNS = 2
"""Returns after which a proposer may pass on what nobody endorsed."""


@dataclass(frozen=True, slots=True)
class Case:
    """What a step depends on, beside who takes it. `state` None: nothing was saved yet."""

    state: State | None
    reduction: bool = False
    held: bool = True
    """Whether somebody holds the post today."""
    view_given: bool = False
    seen_by_hr: bool = False
    working_days: int = 0
    """Since it was last proposed."""
    returns: int = 0
    has_head: bool = True
    """Whether a headteacher is there who may endorse it."""
    director_may: bool = True
    """Whether a director, or a deputy for one, is there who may decide it."""
    needs_second: bool = False
    out_of_date: bool = False
    """Its first day passed while it waited."""
    others_as_far: bool = True
    """Whether the changes it is linked with are in the same state."""
    others_ready: bool = True
    """Whether nothing of their own keeps the changes it is linked with from being approved."""
    became_reduction: bool = False
    """It was none when it was proposed, but hours decided meanwhile make it one."""
    left: bool = False
    """Whether the academy has left the trust."""
    grant_problem: str = ""
    """Why a headteacher cannot grant it alone; blank when it is within the limit."""


@dataclass(frozen=True, slots=True)
class Taker:
    """Who wants to take a step, as far as it matters."""

    capacities: frozenset[Capacity]
    own: bool = False
    """Holds the post, or one of a linked change: nobody decides on what is their own."""
    works_there: bool = False
    """Holds a post or the headship at the academy."""
    proposed: bool = False
    endorsed: bool = False
    approved: bool = False
    acts_for_involved: bool = False
    """Acts for somebody who may not decide it: who proposed or endorsed it, whose own it is, or
    who works there."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """The step may be taken, in this capacity, and leads to this state."""

    capacity: Capacity
    to: State


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, in a sentence that is safe to show."""

    why: str
