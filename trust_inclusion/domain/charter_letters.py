"""An academy's conditions and duties as one letter each: what lists read, filter and count by.

The letters stand in the order of the rulebook, C01 to C36 and X01 to X10. A capital says that head
and SENCO differ. Of several SENCO posts the most careful answer counts.
"""

from collections.abc import Iterable, Mapping, Sequence

from trust_inclusion.domain.charter import NOT_MET, Reply, Result, worst
from trust_inclusion.domain.charter_conditions import CONDITIONS
from trust_inclusion.domain.duties import EXCLUDED, Holding

REPLY_LETTERS = {
    Reply.YES: "y",
    Reply.PARTLY: "p",
    Reply.NO: "n",
    Reply.NOT_KNOWN: "k",
    Reply.NOT_APPLICABLE: "x",
}
HOLDING_LETTERS = {
    Holding.DEPARTURE: "d",
    Holding.NOT_KNOWN: "k",
    Holding.OWN_TIME: "t",
    Holding.NOT_HELD: "x",
}
"""The most careful first."""

_REPLIES = {letter: reply for reply, letter in REPLY_LETTERS.items()}
_HOLDINGS = {letter: holding for holding, letter in HOLDING_LETTERS.items()}
_CAREFUL = tuple(HOLDING_LETTERS)
PLACES = {code: place for place, code in enumerate((*CONDITIONS,))}
"""Where a condition's letter stands, from 0."""
DUTY_PLACES = {code: place for place, code in enumerate((*EXCLUDED,))}


def of_conditions(posts: Sequence[Mapping[str, Result]]) -> str:
    """The letters of an academy's posts; every one needs a result for every condition."""
    return "".join(_letter([found[code] for found in posts]) for code in CONDITIONS)


def _letter(results: Sequence[Result]) -> str:
    letter = REPLY_LETTERS[worst(one.reply for one in results)]
    return letter.upper() if any(one.differ and not one.from_record for one in results) else letter


def of_duties(posts: Sequence[Mapping[str, Holding]]) -> str:
    """The letters of the excluded duties; what a post says nothing of is not known."""
    return "".join(
        HOLDING_LETTERS[
            min(
                (found.get(code, Holding.NOT_KNOWN) for found in posts),
                key=_CAREFUL.index,
                default=Holding.NOT_KNOWN,
            )
        ]
        for code in EXCLUDED
    )


def reply(letters: str, code: str) -> tuple[Reply, bool]:
    """What counts for a condition, and whether head and SENCO differ."""
    letter = letters[PLACES[code]]
    return _REPLIES[letter.lower()], letter.isupper()


def holding(letters: str, code: str) -> Holding:
    """How an academy stands with an excluded duty."""
    return _HOLDINGS[letters[DUTY_PLACES[code]]]


def codes(*, pay: bool) -> tuple[str, ...]:
    """The conditions shown to a reader with or without pay."""
    return tuple(code for code, one in CONDITIONS.items() if pay or not one.tells_pay)


def not_met(letters: str, *, pay: bool) -> int:
    """How many conditions are not met or only partly, of those the reader may see."""
    return sum(reply(letters, code)[0] in NOT_MET for code in codes(pay=pay))


def masked(letters: str, shown: Iterable[str]) -> dict[str, tuple[Reply, bool]]:
    """What counts for each condition that may be shown, by code."""
    return {code: reply(letters, code) for code in shown}
