"""Conditions in words and signs: the cells of the table, and the lines of an academy's page."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from trust_inclusion.domain import charter_words, words
from trust_inclusion.domain.charter import Reply
from trust_inclusion.domain.charter_conditions import CONDITIONS, Condition, Kind
from trust_inclusion.domain.charter_letters import (
    DUTY_PLACES,
    HOLDING_LETTERS,
    PLACES,
    REPLY_LETTERS,
)
from trust_inclusion.domain.charter_words import Sign
from trust_inclusion.domain.duties import EXCLUDED, Holding
from trust_inclusion.services.charter import letters
from trust_inclusion.services.charter.heat import Counts, Row
from trust_inclusion.web.rows import escaped, tag

_REPLIES = {letter: reply for reply, letter in REPLY_LETTERS.items()}
_HOLDINGS = {letter: holding for holding, letter in HOLDING_LETTERS.items()}
_CELL = Markup(
    '<td class="{}"><span aria-hidden="true">{}</span>'
    '<span class="govuk-visually-hidden">{}</span></td>'
)
_HIDDEN = Markup('<td class="hidden">{}</td>').format("")


class HeatRow(NamedTuple):
    """An academy as the table draws it: every value is safe to draw as it is."""

    urn: int
    name: str
    cells: str
    not_met: int
    short: str
    """What a phone shows in the place of the cells."""


class Column(NamedTuple):
    """A column of the table, and its line in the list below: how many stand how."""

    code: str
    sentence: str
    href: str
    not_met: int
    not_known: int
    differ: int | None


def by_kind(codes: Iterable[str]) -> list[str]:
    """The conditions in the order of the columns: law, guidance, good practice."""
    kinds = tuple(Kind)
    return sorted(codes, key=lambda code: (kinds.index(CONDITIONS[code].kind), code))


@lru_cache(maxsize=128)
def _cell(letter: str, kind: Kind, *, first: bool) -> Markup:
    if letter == letters.HIDDEN:
        return _HIDDEN
    reply = _REPLIES[letter.lower()]
    sign = charter_words.sign(reply, kind)
    symbol, said, look = sign.symbol, sign.tag.word, letter.lower()
    if sign.tag.colour == "red":
        look += " law"
    if letter.isupper():
        symbol += charter_words.DIFFER.symbol
        said += ", head and SENCO differ"
    if first:
        look += " first"
    return _CELL.format(look, symbol, said)


@lru_cache(maxsize=16)
def _duty_cell(letter: str) -> Markup:
    sign = charter_words.HOLDINGS[_HOLDINGS[letter]]
    look = {"d": "n", "k": "k", "t": "y", "x": "x"}[letter]
    return _CELL.format(look, sign.symbol, sign.tag.word + sign.tag.rest)


def conditions(rows: Sequence[Row], codes: Sequence[str]) -> list[HeatRow]:
    """The rows of one page, a cell for each of these conditions, in their order."""
    kinds = [CONDITIONS[code].kind for code in codes]
    before = [None, *kinds]
    columns = [
        (PLACES[code], kind, kind is not then)
        for code, kind, then in zip(codes, kinds, before, strict=False)
    ]
    names = escaped(row.name for row in rows)
    found: list[HeatRow] = []
    for row, name in zip(rows, names, strict=True):
        shown = row.conditions
        cells = "".join(_cell(shown[at], kind, first=first) for at, kind, first in columns)
        missed = [code for code in codes if shown[PLACES[code]] in letters.NOT_MET]
        known = sum(shown[PLACES[code]] in "kK" for code in codes)
        found.append(HeatRow(row.urn, name, cells, len(missed), _short(missed, known)))
    return found


def _short(missed: Sequence[str], not_known: int) -> str:
    """ "3 not met. Law: C03, C04. Good practice: C17. 1 not known." """
    told = [f"{len(missed)} not met."]
    for kind, said in charter_words.KINDS.items():
        if of_kind := [code for code in missed if CONDITIONS[code].kind is kind]:
            told.append(f"{said}: {', '.join(of_kind)}.")
    if not_known:
        told.append(f"{not_known} not known.")
    return " ".join(told)


def duties(rows: Sequence[Row]) -> list[HeatRow]:
    """The same of the excluded duties: `not_met` counts those held without time of their own."""
    names = escaped(row.name for row in rows)
    found: list[HeatRow] = []
    for row, name in zip(rows, names, strict=True):
        cells = "".join(_duty_cell(row.duties[place]) for place in DUTY_PLACES.values())
        held = [code for code in EXCLUDED if row.duties[DUTY_PLACES[code]] == letters.DEPARTURE]
        known = row.duties.count(HOLDING_LETTERS[Holding.NOT_KNOWN])
        said = f"{len(held)} without time: {', '.join(held)}" if held else "0 without time"
        told = f"{said}. {known} not known." if known else f"{said}."
        found.append(HeatRow(row.urn, name, cells, len(held), told))
    return found


def columns(
    codes: Iterable[str], counts: Counts, hrefs: Mapping[str, str], *, differ: bool
) -> list[tuple[str, list[Column]]]:
    """The columns under their headings, law, guidance and good practice apart."""
    shown = set(codes)
    return [
        (
            charter_words.KINDS[kind],
            [
                _column(one, counts, hrefs[one.code], differ=differ)
                for one in CONDITIONS.values()
                if one.kind is kind and one.code in shown
            ],
        )
        for kind in Kind
        if any(CONDITIONS[code].kind is kind for code in shown)
    ]


def _column(one: Condition, counts: Counts, href: str, *, differ: bool) -> Column:
    replies = counts.replies[one.code]
    return Column(
        one.code,
        one.sentence,
        href,
        replies[Reply.NO] + replies[Reply.PARTLY],
        replies[Reply.NOT_KNOWN],
        counts.differing[one.code] if differ else None,
    )


def duty_columns(counts: Counts, hrefs: Mapping[str, str]) -> list[tuple[str, list[Column]]]:
    """The excluded duties as columns, under one heading."""
    return [
        (
            "Excluded duties",
            [
                Column(
                    code,
                    f"{name}.",
                    hrefs[code],
                    counts.holdings[code][Holding.DEPARTURE],
                    counts.holdings[code][Holding.NOT_KNOWN],
                    None,
                )
                for code, name in EXCLUDED.items()
            ],
        )
    ]


def drawn(sign: Sign) -> Markup:
    """A sign with its word, as pages draw it outside the table."""
    return Markup('<span class="app-sign" aria-hidden="true">{}</span> {}').format(
        sign.symbol, tag(sign.tag)
    )


@lru_cache(maxsize=32)
def reply_sign(reply: Reply, kind: Kind) -> Markup:
    """What counts for a condition, as a sign with its word."""
    return drawn(charter_words.sign(reply, kind))


DIFFER = drawn(charter_words.DIFFER)
FROM_RECORD = tag(charter_words.FROM_RECORD)
TURNS = {turn: drawn(sign) for turn, sign in charter_words.TURNS.items()}
HOLDINGS = {holding: drawn(sign) for holding, sign in charter_words.HOLDINGS.items()}
KEY = (
    *((charter_words.sign(reply, Kind.GOOD).symbol, charter_words.sign(reply, Kind.GOOD).tag.word)
      for reply in Reply),
    (charter_words.DIFFER.symbol, "Head and SENCO differ"),
)  # fmt: skip
"""What the symbols of the table mean."""
DUTY_KEY = tuple(
    (sign.symbol, sign.tag.word + sign.tag.rest) for sign in charter_words.HOLDINGS.values()
)


def counted(rows: int, first: int, total: int) -> str:
    """ "1 to 50 of 312 academies"."""
    return f"{first + 1} to {first + rows} of {words.count(total, 'academy', 'academies')}"
