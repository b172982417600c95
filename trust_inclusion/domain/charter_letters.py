"""An academy's conditions and duties as one letter each: what lists read, filter and count by.

The letters stand in the order of the rulebook, C01 to C36 and X01 to X10. A capital says that head
and SENCO differ. Of several SENCO posts the most careful answer counts.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from trust_inclusion.domain.charter import NOT_MET, Reply, Result, Tally, worst
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
_BESIDE_PAY = tuple(place for place, one in enumerate(CONDITIONS.values()) if not one.tells_pay)
_NOT_MET = tuple(REPLY_LETTERS[reply] for reply in NOT_MET)
NOT_MET_LETTERS = tuple(sorted((*_NOT_MET, *(letter.upper() for letter in _NOT_MET))))
"""Of a condition that is not met, or only partly; also where head and SENCO differ."""
DUTY_PLACES = {code: place for place, code in enumerate((*EXCLUDED,))}


def of_conditions(posts: Sequence[Mapping[str, Result]]) -> str:
    """The letters of an academy's posts; every one needs a result for every condition."""
    return most_careful(["".join(letter_of(found[code]) for code in CONDITIONS) for found in posts])


def letter_of(result: Result) -> str:
    """The letter of one post's condition."""
    letter = REPLY_LETTERS[result.reply]
    return letter.upper() if result.differ and not result.from_record else letter


def most_careful(posts: Sequence[str]) -> str:
    """The letters of several posts, from those of each."""
    return posts[0] if len(posts) == 1 else "".join(map(_most_careful, zip(*posts, strict=True)))


def _most_careful(letters: Sequence[str]) -> str:
    letter = REPLY_LETTERS[worst(_REPLIES[one.lower()] for one in letters)]
    return letter.upper() if any(one.isupper() for one in letters) else letter


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
    shown = letters if pay else "".join(letters[place] for place in _BESIDE_PAY)
    return sum(map(shown.lower().count, _NOT_MET))


def tally(letters: str, *, pay: bool) -> Tally:
    """How many conditions have each reply, of those the reader may see."""
    found = [reply(letters, code) for code in codes(pay=pay)]
    how_many = Counter(one for one, _ in found)
    return Tally(
        how_many[Reply.YES],
        how_many[Reply.PARTLY],
        how_many[Reply.NO],
        how_many[Reply.NOT_KNOWN],
        how_many[Reply.NOT_APPLICABLE],
        sum(differ for _, differ in found),
    )


def departures(letters: str) -> int:
    """How many excluded duties are held without time of their own."""
    return letters.count(HOLDING_LETTERS[Holding.DEPARTURE])


def masked(letters: str, shown: Iterable[str]) -> dict[str, tuple[Reply, bool]]:
    """What counts for each condition that may be shown, by code."""
    return {code: reply(letters, code) for code in shown}
