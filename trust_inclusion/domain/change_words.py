"""Words, colours and sentences of changes: one place for pages, exports and mail."""

from collections.abc import Sequence
from datetime import date, datetime

from trust_inclusion.domain import words
from trust_inclusion.domain.calendar import LONDON
from trust_inclusion.domain.change_rules import Second
from trust_inclusion.domain.changes import Capacity, Kind, State, Step
from trust_inclusion.domain.words import Tag

LAPSE = "lapse"
"""The step that nobody takes: the academy left the trust."""

STATE_TAGS = {
    State.DRAFT: Tag("Draft", "grey"),
    State.PROPOSED: Tag("Proposed", "blue"),
    State.ENDORSED: Tag("Endorsed", "blue"),
    State.RETURNED: Tag("Returned", "orange"),
    State.AWAITING_TRUST: Tag("To confirm", "orange"),
    State.APPROVED: Tag("Approved", "green"),
    State.REJECTED: Tag("Rejected", "red"),
    State.WITHDRAWN: Tag("Withdrawn", "grey"),
    State.LAPSED: Tag("Lapsed", "grey"),
}
UNSUPPORTED = Tag("Unsupported", "orange")
REDUCTION = Tag("Reduction", "orange")

KINDS = {
    Kind.PERMANENT: "Permanent",
    Kind.TEMPORARY: "Temporary",
    Kind.ONE_OFF: "One-off hours",
}

STEP_LABELS = {
    Step.PROPOSE: "Propose",
    Step.GRANT: "Grant it now",
    Step.ENDORSE: "Endorse",
    Step.PASS_ON: "Pass on unsupported",
    Step.RETURN: "Return",
    Step.REJECT: "Reject",
    Step.APPROVE: "Approve",
    Step.CONFIRM: "Confirm",
    Step.RESUBMIT: "Resubmit",
    Step.WITHDRAW: "Withdraw",
    Step.GIVE_VIEW: "Give your view",
    Step.MARK_SEEN: "Mark as seen",
}
STEP_TOLD = {
    Step.PROPOSE: "proposed it",
    Step.GRANT: "granted it",
    Step.ENDORSE: "endorsed it",
    Step.PASS_ON: "passed it on unsupported",
    Step.RETURN: "returned it",
    Step.REJECT: "rejected it",
    Step.APPROVE: "approved it",
    Step.CONFIRM: "confirmed it",
    Step.RESUBMIT: "resubmitted it",
    Step.WITHDRAW: "withdrew it",
    Step.GIVE_VIEW: "gave their view",
    Step.MARK_SEEN: "marked it as seen",
}
AS_WHOM = {
    Capacity.HOLDER: "as SENCO",
    Capacity.HEADTEACHER: "as head teacher",
    Capacity.DIRECTOR: "as Director of Inclusion",
    Capacity.DEPUTY: "as deputy",
    Capacity.TRUST_LEADER: "as trust leader",
    Capacity.HR: "for HR",
    Capacity.PROPOSER: "as proposer",
}
SECOND = {
    Second.BELOW_FORMULA: "it reduces time to below the formula’s minimum",
    Second.BELOW_ONE_DAY: "it reduces time to below one working day",
    Second.NO_EVIDENCE: "it reduces time where the evidence for the formula is missing",
    Second.LARGE_MOVE: "it moves by more hours a week than the director decides alone",
    Second.COSTLY: "its annual value is above what the director decides alone",
    Second.VALUE_UNKNOWN: "its annual value cannot be worked out",
}
SECOND_HIDDEN = "for a reason that speaks of cost"
"""Instead of the reasons of cost, to who may not see pay."""


def told(
    name: str | None, step: str, capacity: str | None, for_name: str | None, state: str
) -> str:
    """A step as a sentence of the history: "Ana Reyes for Jo Hart endorsed it as head teacher."."""
    if step == LAPSE:
        return "It lapsed: the academy left the trust."
    who = name or "Somebody whose name is no longer kept"
    if for_name:
        who = f"{who} for {for_name}"
    as_whom = f" {AS_WHOM[Capacity(capacity)]}" if capacity else ""
    sentence = f"{who} {STEP_TOLD[Step(step)]}{as_whom}"
    if step == Step.APPROVE and state == State.AWAITING_TRUST:
        return f"{sentence}; a trust leader confirms it next."
    return f"{sentence}."


def happened_meanwhile(name: str | None, step: str, at: datetime, today: date) -> str:
    """What somebody else did first, for who comes second."""
    if step == LAPSE:
        return "It lapsed: the academy left the trust."
    local = at.astimezone(LONDON)
    hour = f"{local.hour % 12 or 12}.{local.minute:02d}{'pm' if local.hour > 11 else 'am'}"
    day = "" if local.date() == today else f" on {words.long_date(local.date())}"
    return f"{name or 'Somebody'} {STEP_TOLD[Step(step)]} at {hour}{day}, before you."


def amount(kind: str, minutes: int) -> str:
    """Hours of a change: "12.5 hours a week", "20.0 hours in all"."""
    return f"{words.hours(minutes)} hours {'in all' if kind == Kind.ONE_OFF else 'a week'}"


def course(turns: Sequence[tuple[date, int]]) -> str:
    """The post's hours with a change, where they turn again after its first day: "With it the
    post has 8.0 hours a week from 1 January 2027, then 6.0 from 1 April 2027." Else blank."""
    if len(turns) < 2:
        return ""
    (first, minutes), *later = turns
    told = [f"{words.hours(minutes)} hours a week from {words.long_date(first)}"]
    told += [f"{words.hours(minutes)} from {words.long_date(day)}" for day, minutes in later]
    return f"With it the post has {', then '.join(told)}."


def dates(kind: str, effective_on: date, until: date | None) -> str:
    """ "from 1 January 2027", "from 1 January to 31 March 2027", with both years."""
    if until is None or kind == Kind.PERMANENT:
        return f"from {words.long_date(effective_on)}"
    return f"from {words.long_date(effective_on)} to {words.long_date(until)}"
