"""Finding agreed phrases in pasted text, so that every finding can show the words it was found by.

A phrase is written as plain words. A word matches itself, its plural and its possessive, whatever
the capitals; a word all in capitals (LAC, TA) only in capitals, so that it is not met in others.
`a/b` is either word; `advis*` is any word that so begins; `..` is up to four words between, never
across a full stop or a semicolon; a hyphen may be written, left out or a space. `{pupil}`, `{sen}`
and `{ta}` stand for what schools call them. Nothing is matched inside a longer word.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

_PUPIL = r"(?:pupil|student|learner|child|children|young\s+people|young\s+person)"
_MACROS = {
    "{pupil}": rf"(?i:{_PUPIL}(?:['’]s|s['’]?)?)",
    "{sen}": r"(?:(?:SEND?|[Ss]en)(?:['’]s)?|(?i:special\s+(?:educational\s+)?needs?"
    r"(?:\s+(?:and|&|and/or|or)\s+disabilit(?:y|ies))?))",
    "{ta}": r"(?:TAs?|LSAs?|(?i:(?:teaching|learning\s+support|support|classroom)\s+assistants?"
    r"|support\s+staff))",
}
_HYPHEN = r"(?:[-‐‑–]|\s+)?"
_BETWEEN = r"(?:\s|[-‐‑–,/&(])+"
# Possessive, so that no text makes it try the same words in ever new ways.
_GAP = r"(?:[^\w.;:!?\n]++\w[\w'’‐‑-]*+){0,4}?[^\w.;:!?\n]++"
_NOT = re.compile(r"\b(not|no|never|nor|without|except|excluding)\b(?!\s+only)", re.IGNORECASE)
_CLAUSE = re.compile(r"[.;:!?]|,\s+(?:but|and)\b", re.IGNORECASE)
_SENTENCE = re.compile(r"(?<=[.;:!?])\s")
_WRAPPED = 60
"""Characters from which a line that the next one goes on from is taken as wrapped, however wide
the text is; a shorter one where the next line's first word had no room in the text's own width."""
_LONGEST_LINE = 400
"""Characters from which a line is read sentence by sentence: no phrase crosses their end."""
_LONGEST_PIECE = 1_000
"""Characters after which even a sentence is cut, at a space where it has one."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of pasted text with its number, from 1; wrapped lines are joined to the first."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Match:
    """Where a phrase stands in a line. `doubt` is a word such as "not" before it, if any."""

    code: str
    words: str
    start: int
    end: int
    doubt: str = ""

    def overlaps(self, other: "Match") -> bool:
        """Whether the two share any letter."""
        return self.start < other.end and other.start < self.end


def lines_of(text: str) -> list[Line]:
    """The lines with something in them; a full line goes on in one that begins small.

    A paragraph without breaks is given sentence by sentence, each with the paragraph's number.
    """
    return [Line(line.number, piece) for line in _joined(text) for piece in _pieces(line.text)]


def _joined(text: str) -> list[Line]:
    found: list[Line] = []
    raws = [raw.expandtabs().rstrip() for raw in text.splitlines()]
    width = max(map(len, raws), default=0)
    before = ""
    for number, raw in enumerate(raws, start=1):
        line = " ".join(raw.split())
        if line[:1].islower() and _full(before, line.split()[0], width):
            found[-1] = Line(found[-1].number, f"{found[-1].text} {line}")
        elif line:
            found.append(Line(number, line))
        before = raw
    return found


def _full(raw: str, word: str, width: int) -> bool:
    """Whether a line goes on in one that begins with `word`: it is long, or had no room for it."""
    if not raw or raw[-1] in ".;:!?":
        return False
    return len(raw) >= _WRAPPED or len(raw) + 1 + len(word) > width


def _pieces(line: str) -> Iterator[str]:
    if len(line) < _LONGEST_LINE:
        yield line
        return
    for sentence in _SENTENCE.split(line):
        rest = sentence
        while len(rest) > _LONGEST_PIECE:
            cut = rest.rfind(" ", 0, _LONGEST_PIECE)
            cut = _LONGEST_PIECE if cut <= 0 else cut
            yield rest[:cut]
            rest = rest[cut:].strip()
        if rest:
            yield rest


@lru_cache(maxsize=1024)
def pattern(phrase: str) -> re.Pattern[str]:
    """The phrase as an expression; see the top of this module for how phrases are written."""
    parts = phrase.split()
    built = ""
    for place, part in enumerate(parts):
        if part == "..":
            continue
        if place:
            built += _GAP if parts[place - 1] == ".." else _BETWEEN
        built += _MACROS.get(part) or _word(part)
    return re.compile(rf"(?<!\w){built}(?!\w)")


def _word(part: str) -> str:
    return "(?:" + "|".join(_one(word) for word in part.split("/")) + ")"


def _one(word: str) -> str:
    stem = word.removesuffix("*")
    written = _HYPHEN.join(re.escape(piece) for piece in stem.split("-"))
    if word != stem:
        return rf"(?i:{written}\w*)"
    if stem.isupper():
        return rf"{written}(?:['’]?s)?"
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        return rf"(?i:{written[:-1]}(?:y(?:['’]s)?|ies['’]?))"
    return rf"(?i:{written}(?:['’]s|s['’]?|es['’]?)?)"


def matches(line: str, phrases: Iterable[tuple[str, str]]) -> list[Match]:
    """Every place where one of the (code, phrase) stands in the line, in the order of the line."""
    found = [
        Match(code, one[0], one.start(), one.end(), _doubt(line, one.start()))
        for code, phrase in phrases
        for one in pattern(phrase).finditer(line)
    ]
    return sorted(found, key=lambda one: (one.start, -one.end, one.code))


def longest(found: Iterable[Match]) -> list[Match]:
    """Of matches that overlap only the longest, in the order of the line."""
    kept: list[Match] = []
    for one in sorted(found, key=lambda one: (one.start - one.end, one.start, one.code)):
        if not any(one.overlaps(other) for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)


def _doubt(line: str, start: int) -> str:
    """A word of denial before the match in its clause: then a person has to read the line."""
    clause = _CLAUSE.split(line[:start])[-1]
    said = _NOT.search(clause)
    return said[1].lower() if said else ""
