"""What becomes of a condition: who answered what, what counts when they differ, what changed.

The record is asked first (domain/charter_record.py); what it answers nobody types. The rest is
answered by the head and by the SENCO, each with evidence and a date. Rulebook section 5.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from trust_inclusion.domain.charter_conditions import CONDITIONS

LONGEST_EVIDENCE = 500
"""Characters: where something is written down, not the thing itself."""


class Reply(StrEnum):
    """What is said of a condition. `not_applicable` is said by the record only."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_KNOWN = "not_known"
    NOT_APPLICABLE = "not_applicable"


REPLIES = (Reply.YES, Reply.PARTLY, Reply.NO, Reply.NOT_KNOWN)
"""What a person may answer."""

_CAREFUL = (Reply.NO, Reply.PARTLY, Reply.NOT_KNOWN, Reply.YES)
"""The most careful first: a condition is met only when nobody who answered doubts it."""

NOT_MET = frozenset({Reply.NO, Reply.PARTLY})
"""What the lists count as not met: partly is not yet met. Not known is counted apart."""


class Side(StrEnum):
    """Who answers: the head of the academy, and the SENCO whose post it is."""

    HEAD = "head"
    SENCO = "senco"


@dataclass(frozen=True, slots=True)
class Answer:
    """One side's answer. `number` orders answers of one day: a later one has the higher number."""

    code: str
    side: Side
    reply: Reply
    answered_on: date
    evidence: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the record itself answers, and why, in a sentence without figures of pay or dates."""

    reply: Reply
    reason: str


@dataclass(frozen=True, slots=True)
class Result:
    """What counts for a condition, why, and both answers for showing side by side."""

    code: str
    reply: Reply
    why: str
    head: Answer | None = None
    senco: Answer | None = None
    from_record: bool = False

    @property
    def differ(self) -> bool:
        """Whether head and SENCO answered differently; both and the director see it."""
        return _differ(self.head, self.senco)

    @property
    def answered_on(self) -> date | None:
        """The day of the later of the two answers; None for one that the record gave."""
        if self.from_record:
            return None
        return max((one.answered_on for one in (self.head, self.senco) if one), default=None)


def problems(
    code: str, reply: str, evidence: str, answered_on: date, today: date
) -> list[tuple[str, str]]:
    """What is wrong with an answer as typed, as (field, sentence); empty when it can be kept."""
    found: list[tuple[str, str]] = []
    if code not in CONDITIONS:
        found.append(("code", "This condition is not in the list: choose one from C01 to C36."))
    if reply not in REPLIES:
        found.append(("reply", "Choose yes, partly, no or not known."))
    if len(evidence.strip()) > LONGEST_EVIDENCE:
        found.append(("evidence", f"Keep the evidence within {LONGEST_EVIDENCE} characters."))
    if answered_on > today:
        found.append(("answered_on", "The day of an answer cannot be later than today."))
    return found


def latest(answers: Iterable[Answer], code: str, side: Side, day: date) -> Answer | None:
    """The answer that stands for a side on `day`: the last one given, whoever gave it.

    Two heads, or two people at once, answer for one side: both stay in the history.
    """
    given = [
        one for one in answers if one.code == code and one.side is side and one.answered_on <= day
    ]
    return max(given, key=lambda one: (one.answered_on, one.number), default=None)


def result(code: str, answers: Iterable[Answer], recorded: Recorded | None, day: date) -> Result:
    """What counts for a condition on `day`, with its reason. KeyError for no such condition."""
    condition = CONDITIONS[code]
    kept = list(answers)
    head = latest(kept, condition.code, Side.HEAD, day)
    senco = latest(kept, condition.code, Side.SENCO, day)
    if recorded is not None:
        return Result(code, recorded.reply, recorded.reason, head, senco, from_record=True)
    reply, why = _weighed(head, senco)
    return Result(code, reply, why, head, senco)


def results(
    answers: Iterable[Answer], recorded: Mapping[str, Recorded], day: date
) -> dict[str, Result]:
    """Every condition's result on `day`, in the order of the rulebook."""
    kept = list(answers)
    return {code: result(code, kept, recorded.get(code), day) for code in CONDITIONS}


_COUNTS = {
    Reply.NO: "A no counts until both say otherwise, so that nobody’s no is lost.",
    Reply.PARTLY: "The more careful of the two counts: partly.",
    Reply.NOT_KNOWN: "It counts as met only when both can say so; until then it is not known.",
}


def _weighed(head: Answer | None, senco: Answer | None) -> tuple[Reply, str]:
    if head is None or senco is None:
        only = head or senco
        if only is None:
            return Reply.NOT_KNOWN, "Nobody has answered yet."
        return only.reply, f"Only the {_SAID[only.side]} has answered."
    if head.reply is senco.reply:
        return head.reply, "The head and the SENCO agree."
    counts = min(head.reply, senco.reply, key=_CAREFUL.index)
    return counts, f"The head and the SENCO differ. {_COUNTS[counts]}"


_SAID = {Side.HEAD: "head", Side.SENCO: "holder of the post"}
"""Of a trust-wide post there is no SENCO."""


def _differ(head: Answer | None, senco: Answer | None) -> bool:
    return head is not None and senco is not None and head.reply is not senco.reply


@dataclass(frozen=True, slots=True)
class Tally:
    """How many conditions have each reply; `not_met` is no and partly together."""

    yes: int
    partly: int
    no: int
    not_known: int
    not_applicable: int
    differ: int

    @property
    def not_met(self) -> int:
        return self.no + self.partly


def tally(found: Iterable[Result]) -> Tally:
    """Counts of the results given. Leave out those on pay where the reader may not see pay."""
    kept = list(found)
    by_reply = {reply: sum(one.reply is reply for one in kept) for reply in Reply}
    return Tally(
        by_reply[Reply.YES],
        by_reply[Reply.PARTLY],
        by_reply[Reply.NO],
        by_reply[Reply.NOT_KNOWN],
        by_reply[Reply.NOT_APPLICABLE],
        sum(one.differ and not one.from_record for one in kept),
    )


def worst(replies: Iterable[Reply]) -> Reply:
    """What an academy with several SENCO posts shows for a condition: the most careful reply."""
    asked = [reply for reply in replies if reply is not Reply.NOT_APPLICABLE]
    return min(asked, key=_CAREFUL.index, default=Reply.NOT_APPLICABLE)


class Turn(StrEnum):
    """Which way a condition went between two days."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Change:
    code: str
    before: Reply
    now: Reply
    turn: Turn


def changed(before: Mapping[str, Result], now: Mapping[str, Result]) -> list[Change]:
    """What counts otherwise than before, in the order of the rulebook.

    Better and worse are told only between yes, partly and no: learning what was not known, and
    coming under a condition or out of it, is neither.
    """
    return [
        Change(
            code, before[code].reply, now[code].reply, _turn(before[code].reply, now[code].reply)
        )
        for code in CONDITIONS
        if code in before and code in now and before[code].reply is not now[code].reply
    ]


_STEPS = {Reply.NO: 0, Reply.PARTLY: 1, Reply.YES: 2}


def _turn(before: Reply, now: Reply) -> Turn:
    if before not in _STEPS or now not in _STEPS:
        return Turn.OTHER
    return Turn.BETTER if _STEPS[now] > _STEPS[before] else Turn.WORSE


def last_term_ended(day: date) -> date:
    """The last day of the term before the one in which `day` lies.

    Terms of teachers' conditions of service (the Burgundy Book): autumn to 31 December, spring to
    30 April, summer to 31 August; so no holiday belongs to none.
    """
    if day.month <= 4:
        return date(day.year - 1, 12, 31)
    return date(day.year, 4, 30) if day.month <= 8 else date(day.year, 8, 31)
