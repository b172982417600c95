"""Words, symbols and colours of conditions, excluded duties and job descriptions.

Each sign is a symbol and a word as well as a colour, so that nothing is told by colour alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from trust_inclusion.domain.charter import Answer, Reply, Side, Tally, Turn
from trust_inclusion.domain.charter_conditions import CONDITIONS, Kind
from trust_inclusion.domain.duties import Holding
from trust_inclusion.domain.words import Tag, count, long_date


@dataclass(frozen=True, slots=True)
class Sign:
    """A symbol of one character for a heat table's cell, and the tag that says it in a word."""

    symbol: str
    tag: Tag


KINDS = {
    Kind.LAW: "Law",
    Kind.STATUTORY: "Statutory guidance",
    Kind.GOOD: "Good practice",
}

SIDES = {Side.HEAD: "Head teacher", Side.SENCO: "SENCO"}

REPLIES = {
    Reply.YES: "Yes",
    Reply.PARTLY: "Partly",
    Reply.NO: "No",
    Reply.NOT_KNOWN: "Not known",
    Reply.NOT_APPLICABLE: "Not asked here",
}

SYMBOLS = {
    Reply.YES: "✓",
    Reply.PARTLY: "◐",
    Reply.NO: "✕",
    Reply.NOT_KNOWN: "?",
    Reply.NOT_APPLICABLE: "–",
}

_WORDS = {
    Reply.YES: "Met",
    Reply.PARTLY: "Partly met",
    Reply.NO: "Not met",
    Reply.NOT_KNOWN: "Not known",
    Reply.NOT_APPLICABLE: "Not asked",
}

_COLOURS = {
    Reply.YES: "green",
    Reply.PARTLY: "orange",
    Reply.NO: "orange",
    Reply.NOT_KNOWN: "grey",
    Reply.NOT_APPLICABLE: "grey",
}


def sign(reply: Reply, kind: Kind) -> Sign:
    """How a result stands in a cell. Red is for law only: good practice not met is orange."""
    red = reply is Reply.NO and kind is Kind.LAW
    return Sign(SYMBOLS[reply], Tag(_WORDS[reply], "red" if red else _COLOURS[reply]))


STATES = {
    "not_met": "Not met",
    "not_known": "Not known",
    "differ": "Head and SENCO differ",
}
"""What lists may be narrowed to; not met counts partly met too."""

DIFFER = Sign("≠", Tag("Differ", "blue", ": the head and the SENCO"))
FROM_RECORD = Tag("From the record", "grey")

TURNS = {
    Turn.BETTER: Sign("↑", Tag("Better", "green")),
    Turn.WORSE: Sign("↓", Tag("Worse", "orange")),
    Turn.OTHER: Sign("→", Tag("Changed", "grey")),
}

HOLDINGS = {
    Holding.NOT_HELD: Sign("–", Tag("Not held", "green")),
    Holding.OWN_TIME: Sign("✓", Tag("Own time", "green", " recorded for it")),
    Holding.DEPARTURE: Sign("✕", Tag("Departure", "orange", " from the charter")),
    Holding.NOT_KNOWN: Sign("?", Tag("Not known", "grey")),
}


def said(one: Answer) -> str:
    """One side's answer in a sentence: "SENCO: partly, on 3 October 2026." """
    return f"{SIDES[one.side]}: {REPLIES[one.reply].lower()}, on {long_date(one.answered_on)}."


def summary(counts: Tally) -> str:
    """The line for lists and pages: what is not met first."""
    if not counts.not_met:
        said = (
            "Every condition that was answered is met" if counts.yes else "No condition is met yet"
        )
    else:
        said = f"{count(counts.not_met, 'condition')} not met"
        if counts.partly:
            said += f", {counts.partly:,} of them partly"
    if counts.not_known:
        said += f"; {counts.not_known:,} not known"
    if counts.differ:
        said += f"; head and SENCO differ on {counts.differ:,}"
    return f"{said}."


_MISSES = {
    Kind.LAW: "a condition of law",
    Kind.STATUTORY: "one of statutory guidance",
    Kind.GOOD: "one of good practice",
}


def answer(total: int, not_met: Mapping[Kind, int], departures: int, differ: int) -> str:
    """The sentence above the table: how many of `total` academies do not meet what, law first.

    `not_met` holds the kinds that are shown; what is not known is not counted as not met.
    """
    if not total:
        return "There is no academy to show."
    if total == 1:
        return _answer_of_one(not_met, departures, differ)
    parts: list[str] = []
    for kind, many in not_met.items():
        told = _MISSES[kind] if parts else _MISSES[kind].replace("one of", "a condition of")
        do = "does not meet" if many == 1 else "do not meet"
        if not parts:
            parts.append(f"{many:,} of {count(total, 'academy', 'academies')} {do} {told}")
        else:
            parts.append(f"{many:,} {do} {told}")
    if departures:
        holds = "holds" if departures == 1 else "hold"
        parts.append(f"{departures:,} {holds} an excluded duty without time for it")
    if differ:
        parts.append(f"head and SENCO differ at {differ:,}")
    return f"{'; '.join(parts)}."


def _answer_of_one(not_met: Mapping[Kind, int], departures: int, differ: int) -> str:
    """The same of a table with one academy: who reads it knows which."""
    missed = [kind for kind, many in not_met.items() if many]
    named = [_MISSES[kind] for kind in missed or not_met]
    named[0] = named[0].replace("one of", "a condition of")
    misses = "misses" if missed else "is not known to miss"
    link = " and " if missed else " or "
    told = link.join(part for part in (", ".join(named[:-1]), named[-1]) if part)
    parts = [f"This academy {misses} {told}"]
    if departures:
        parts.append("it holds an excluded duty without time for it")
    if differ:
        parts.append("head and SENCO differ")
    return f"{'; '.join(parts)}."


_OF_ONE = {
    Reply.YES: "This academy meets it",
    Reply.PARTLY: "This academy meets it only partly",
    Reply.NO: "This academy does not meet it",
    Reply.NOT_KNOWN: "Of this academy it is not known",
    Reply.NOT_APPLICABLE: "It is not asked of this academy",
}


def of_condition(total: int, replies: Mapping[Reply, int], differ: int) -> str:
    """The sentence above the academies of one condition."""
    if total == 1:
        told = next(words for reply, words in _OF_ONE.items() if replies[reply])
        return f"{told}; head and SENCO differ." if differ else f"{told}."
    asked = total - replies[Reply.NOT_APPLICABLE]
    missing = replies[Reply.NO] + replies[Reply.PARTLY]
    do = "does not meet it" if missing == 1 else "do not meet it"
    said = f"{missing:,} of {count(asked, 'academy', 'academies')} {do}"
    if replies[Reply.PARTLY]:
        said += f", {replies[Reply.PARTLY]:,} of them partly"
    if replies[Reply.NOT_KNOWN]:
        said += f"; of {replies[Reply.NOT_KNOWN]:,} it is not known"
    if differ:
        said += f"; head and SENCO differ at {differ:,}"
    return f"{said}."


def since(academies: int, turns: Mapping[Turn, int], ended: date) -> str:
    """The sentence above what changed since a term ended."""
    day = long_date(ended)
    if not academies:
        return f"Nothing counts otherwise than on {day}, when the last term ended."
    told = [
        f"{count(turns[turn], 'condition')} {word}"
        for turn, word in (
            (Turn.BETTER, "better"),
            (Turn.WORSE, "worse"),
            (Turn.OTHER, "changed otherwise"),
        )
        if turns.get(turn)
    ]
    where = count(academies, "academy", "academies")
    return f"Since {day}, when the last term ended: {', '.join(told)}, at {where}."


def heading(code: str) -> str:
    """A condition with its code, as in a table's row. KeyError for no such condition."""
    return f"{code} {CONDITIONS[code].sentence}"
