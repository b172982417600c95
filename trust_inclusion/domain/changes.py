"""A change of SENCO time on its way to a decision: the steps, who may take them, and why not.

The states and steps are the trust's own, agreed in the product's contract ("An allocation
change"). What is not in the table is refused; every refusal says why in a sentence.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from trust_inclusion.domain.change_facts import (
    CLOSED,
    OPEN,
    PATIENCE,
    RETURNS,
    Allowed,
    Capacity,
    Case,
    Kind,
    Refusal,
    State,
    Step,
    Taker,
)

__all__ = [
    "CAPACITY_WORDS",
    "CLOSED",
    "DECIDES",
    "OPEN",
    "PATIENCE",
    "RETURNS",
    "STATE_WORDS",
    "STEP_DONE",
    "TABLE",
    "TOGETHER",
    "Allowed",
    "Capacity",
    "Case",
    "Condition",
    "Kind",
    "Refusal",
    "Row",
    "State",
    "Step",
    "Taker",
    "held_up",
    "may",
    "needs_comment",
    "not_from",
    "proposed_to",
    "steps_for",
    "take",
]

Condition = Callable[[Case, Taker], str | None]
"""Why the step cannot be taken; None when it can."""


def _not_own(_: Case, taker: Taker) -> str | None:
    return "Nobody endorses or decides on what is their own." if taker.own else None


def _endorser(case: Case, taker: Taker) -> str | None:
    if taker.proposed:
        return "You proposed it: somebody else endorses it."
    return _not_own(case, taker)


def _in_place_of_head(case: Case, taker: Taker) -> str | None:
    if case.has_head:
        return "The headteacher of the academy does this."
    return _endorser(case, taker)


def _patient(case: Case, _: Taker) -> str | None:
    if case.working_days >= PATIENCE or case.returns >= RETURNS:
        return None
    return (
        f"You can pass it on yourself once it has waited {PATIENCE} working days, "
        "or was returned twice."
    )


def _judge(_: Case, taker: Taker) -> str | None:
    """Four eyes: nobody decides what they asked for, backed, or stand to gain or lose by."""
    if taker.own:
        return "Nobody endorses or decides on what is their own."
    if taker.proposed or taker.endorsed:
        return "You proposed or endorsed it: somebody else decides."
    if taker.works_there:
        return "You hold a post or the headship at this academy: somebody else decides."
    return None


def _deputy(case: Case, taker: Taker) -> str | None:
    if taker.acts_for_involved:
        return (
            "Whom you act for may not decide it: they proposed or endorsed it, it is their own, or "
            "they hold a post or the headship at this academy."
        )
    return _judge(case, taker)


def _instead_of_director(case: Case, taker: Taker) -> str | None:
    if case.director_may:
        return "The Director of Inclusion or their deputy decides this."
    return _judge(case, taker)


def _confirmer(case: Case, taker: Taker) -> str | None:
    if taker.approved:
        return "You approved it: another trust leader confirms it."
    return _judge(case, taker)


def _hr(case: Case, taker: Taker) -> str | None:
    if not case.reduction:
        return "Only a reduction needs HR’s mark."
    if case.seen_by_hr:
        return "HR has marked it as seen already."
    return "Nobody marks what is their own." if taker.own else None


def _viewer(case: Case, _: Taker) -> str | None:
    return None if case.reduction else "Only a reduction asks for the SENCO’s view."


def _granter(case: Case, taker: Taker) -> str | None:
    if taker.own:
        return "You hold this post: propose the change, and the director decides."
    return case.grant_problem or None


def _always(_: Case, __: Taker) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `to` None: the state stays as it is."""

    step: Step
    at: tuple[State | None, ...]
    by: Capacity
    to: State | None
    when: Condition = _always
    comment: bool = False


S, C = State, Capacity

TABLE: tuple[Row, ...] = (
    # A headteacher's own backing counts at once, unless the hours are their own.
    Row(Step.PROPOSE, (None, S.DRAFT), C.HEADTEACHER, S.ENDORSED, _endorser, comment=True),
    Row(Step.PROPOSE, (None, S.DRAFT), C.HOLDER, S.PROPOSED, comment=True),
    Row(Step.PROPOSE, (None, S.DRAFT), C.DIRECTOR, S.PROPOSED, comment=True),
    # A headteacher of the academy who holds the post proposes like anybody else.
    Row(Step.PROPOSE, (None, S.DRAFT), C.HEADTEACHER, S.PROPOSED, comment=True),
    Row(Step.GRANT, (None, S.DRAFT), C.HEADTEACHER, S.APPROVED, _granter, comment=True),
    Row(Step.ENDORSE, (S.PROPOSED,), C.HEADTEACHER, S.ENDORSED, _endorser),
    Row(Step.ENDORSE, (S.PROPOSED,), C.DIRECTOR, S.ENDORSED, _in_place_of_head),
    Row(Step.PASS_ON, (S.PROPOSED,), C.HEADTEACHER, S.ENDORSED, _endorser, comment=True),
    Row(Step.PASS_ON, (S.PROPOSED,), C.DIRECTOR, S.ENDORSED, _in_place_of_head, comment=True),
    Row(Step.PASS_ON, (S.PROPOSED,), C.PROPOSER, S.ENDORSED, _patient, comment=True),
    Row(Step.RETURN, (S.PROPOSED,), C.HEADTEACHER, S.RETURNED, _endorser, comment=True),
    Row(Step.RETURN, (S.PROPOSED,), C.DIRECTOR, S.RETURNED, _in_place_of_head, comment=True),
    *(
        Row(step, (S.ENDORSED,), by, to, when, comment)
        for step, to, comment in (
            (Step.APPROVE, S.APPROVED, False),
            (Step.RETURN, S.RETURNED, True),
            (Step.REJECT, S.REJECTED, True),
        )
        for by, when in (
            (C.DIRECTOR, _judge),
            (C.DEPUTY, _deputy),
            (C.TRUST_LEADER, _instead_of_director),
        )
    ),
    Row(Step.CONFIRM, (S.AWAITING_TRUST,), C.TRUST_LEADER, S.APPROVED, _confirmer),
    Row(Step.RETURN, (S.AWAITING_TRUST,), C.TRUST_LEADER, S.RETURNED, _confirmer, comment=True),
    Row(Step.REJECT, (S.AWAITING_TRUST,), C.TRUST_LEADER, S.REJECTED, _confirmer, comment=True),
    # The same way as when it was first proposed: see `proposed_to`.
    Row(Step.RESUBMIT, (S.RETURNED,), C.PROPOSER, S.PROPOSED, comment=True),
    Row(Step.WITHDRAW, OPEN, C.PROPOSER, S.WITHDRAWN, comment=True),
    Row(Step.GIVE_VIEW, (S.PROPOSED, S.ENDORSED), C.HOLDER, None, _viewer, comment=True),
    Row(Step.MARK_SEEN, (S.PROPOSED, S.ENDORSED), C.HR, None, _hr),
)

_IN_ORDER = tuple(dict.fromkeys(row.step for row in TABLE))
_FROM = {
    (step, state): [row for row in TABLE if row.step is step and state in row.at]
    for step, state in {(row.step, state) for row in TABLE for state in row.at}
}

DECIDES = frozenset({Step.APPROVE, Step.CONFIRM})
"""Steps after which hours may take effect."""
TOGETHER = DECIDES | {Step.REJECT}
"""Decisions: linked changes are decided together, so none before all have come as far."""


def take(step: Step, case: Case, taker: Taker) -> Allowed | Refusal:
    """Whether `taker` may take `step`: in which capacity and to which state, or why not."""
    rows = _FROM.get((step, case.state))
    if rows is None:
        return Refusal(not_from(step, case.state))
    if case.left:
        return Refusal("The academy has left the trust: its changes are closed.")
    theirs = [row for row in rows if row.by in taker.capacities]
    if not theirs:
        return Refusal(f"This is not yours to do: {_whose(rows)}.")
    refused: str | None = None
    for row in theirs:
        why = row.when(case, taker) or _unready(step, case)
        if why is None:
            return Allowed(row.by, _to(row, case, taker))
        refused = refused or why
    return Refusal(refused or "")


def steps_for(case: Case, taker: Taker) -> list[Step]:
    """The steps that `taker` may take, in the order of the table, each once."""
    return [step for step in _IN_ORDER if may(step, case, taker)]


def may(step: Step, case: Case, taker: Taker) -> bool:
    """Whether `taker` may take `step`."""
    return (step, case.state) in _FROM and isinstance(take(step, case, taker), Allowed)


def needs_comment(step: Step) -> bool:
    """Whether the step is refused without a comment."""
    return any(row.comment for row in TABLE if row.step is step)


def not_from(step: Step, state: State | None) -> str:
    """Why a step cannot be taken in a state at all."""
    if state in CLOSED:
        return "This change is closed: a new one can be proposed."
    return f"A change that is {STATE_WORDS[state]} cannot be {STEP_DONE[step]}."


def _to(row: Row, case: Case, taker: Taker) -> State:
    if row.step is Step.APPROVE and case.needs_second:
        return State.AWAITING_TRUST
    if row.step is Step.RESUBMIT:
        return proposed_to(taker)
    return row.to or case.state or State.DRAFT


def proposed_to(taker: Taker) -> State:
    """Where a (re)submitted proposal stands: endorsed at once only by a headteacher whose own it
    is not."""
    proposer = take(Step.PROPOSE, Case(None), Taker(taker.capacities, own=taker.own))
    return proposer.to if isinstance(proposer, Allowed) else State.PROPOSED


def _unready(step: Step, case: Case) -> str | None:
    """What must come first before hours are decided."""
    if step in TOGETHER and not case.others_as_far:
        return "It is decided together with the change it is linked with, which is not so far yet."
    if step not in DECIDES:
        return None
    if why := held_up(case):
        return why
    if not case.others_ready:
        return "It is decided together with the change it is linked with, which is held up."
    return None


def held_up(case: Case) -> str | None:
    """Why a change that waits to be approved or confirmed cannot be yet, whoever asks."""
    if case.out_of_date:
        return "Its first day passed while it waited: return it, to be renewed with another day."
    if case.became_reduction:
        return (
            "Hours decided meanwhile make it a reduction: return it, to be proposed as what it is."
        )
    if case.reduction and case.state is State.ENDORSED:
        return _reduction_unready(case)
    return None


def _reduction_unready(case: Case) -> str | None:
    if not case.seen_by_hr:
        return "It is a reduction: HR marks it as seen first."
    if case.held and not case.view_given and case.working_days < PATIENCE:
        return (
            f"It is a reduction: it waits for the SENCO’s view, or until {PATIENCE} working days "
            "have passed without one."
        )
    return None


def _whose(rows: Sequence[Row]) -> str:
    names = list(dict.fromkeys(CAPACITY_WORDS[row.by] for row in rows))
    if len(names) == 1:
        return f"it is for {names[0]}"
    return f"it is for {', '.join(names[:-1])} or {names[-1]}"


CAPACITY_WORDS = {
    Capacity.HOLDER: "the SENCO of the post",
    Capacity.HEADTEACHER: "the headteacher of the academy",
    Capacity.DIRECTOR: "the Director of Inclusion",
    Capacity.DEPUTY: "the director’s deputy",
    Capacity.TRUST_LEADER: "a trust leader",
    Capacity.HR: "HR",
    Capacity.PROPOSER: "who proposed it",
}
STATE_WORDS: dict[State | None, str] = {
    None: "not saved",
    State.DRAFT: "a draft",
    State.PROPOSED: "proposed",
    State.ENDORSED: "endorsed",
    State.RETURNED: "returned",
    State.AWAITING_TRUST: "waiting for the trust’s confirmation",
    State.APPROVED: "approved",
    State.REJECTED: "rejected",
    State.WITHDRAWN: "withdrawn",
    State.LAPSED: "lapsed",
}
STEP_DONE = {
    Step.PROPOSE: "proposed",
    Step.GRANT: "granted",
    Step.ENDORSE: "endorsed",
    Step.PASS_ON: "passed on",
    Step.RETURN: "returned",
    Step.REJECT: "rejected",
    Step.APPROVE: "approved",
    Step.CONFIRM: "confirmed",
    Step.RESUBMIT: "resubmitted",
    Step.WITHDRAW: "withdrawn",
    Step.GIVE_VIEW: "given a view",
    Step.MARK_SEEN: "marked as seen",
}
