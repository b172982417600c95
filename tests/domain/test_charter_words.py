"""Words, symbols and colours of the charter: nothing is told by colour alone."""

from datetime import date

import pytest

from trust_inclusion.domain import charter_words as words
from trust_inclusion.domain.charter import (
    Answer,
    Reply,
    Side,
    Tally,
    Turn,
)
from trust_inclusion.domain.charter_conditions import Kind
from trust_inclusion.domain.duties import Holding

TODAY = date(2026, 11, 21)
COLOURS = {"red", "orange", "blue", "green", "grey"}


def test_every_reply_has_a_symbol_and_a_word_of_its_own() -> None:
    for kind in Kind:
        signs = [words.sign(reply, kind) for reply in Reply]
        assert len({one.symbol for one in signs}) == len(Reply)
        assert len({one.tag.word for one in signs}) == len(Reply)
        assert all(len(one.symbol) == 1 for one in signs)
        assert {one.tag.colour for one in signs} <= COLOURS


def test_red_is_for_law_broken_only() -> None:
    red = [
        (reply, kind)
        for reply in Reply
        for kind in Kind
        if words.sign(reply, kind).tag.colour == "red"
    ]
    assert red == [(Reply.NO, Kind.LAW)]


def test_every_code_has_its_words() -> None:
    assert set(words.KINDS) == set(Kind)
    assert set(words.SIDES) == set(Side)
    assert set(words.REPLIES) == set(Reply)
    assert set(words.TURNS) == set(Turn)
    assert set(words.HOLDINGS) == set(Holding)
    assert words.HOLDINGS[Holding.DEPARTURE].tag.colour == "orange"
    assert len({one.symbol for one in words.HOLDINGS.values()}) == len(Holding)


def test_an_answer_in_a_sentence() -> None:
    assert words.said(Answer("C16", Side.HEAD, Reply.NOT_KNOWN, TODAY)) == (
        "Head teacher: not known, on 21 November 2026."
    )
    assert words.heading("C01") == "C01 A named person is designated SENCO for this academy."


@pytest.mark.parametrize(
    ("total", "not_met", "departures", "differ", "said"),
    [
        (24, {Kind.LAW: 3, Kind.STATUTORY: 1, Kind.GOOD: 20}, 2, 4,
         ("3 of 24 academies do not meet a condition of law; 1 does not meet one of statutory "
         "guidance; 20 do not meet one of good practice; 2 hold an excluded duty without time for "
         "it; head and SENCO differ at 4.")),
        (1, {Kind.LAW: 1}, 1, 0,
         "This academy misses a condition of law; it holds an excluded duty without time for it."),
        (1, {Kind.LAW: 0, Kind.STATUTORY: 1, Kind.GOOD: 1}, 0, 1,
         ("This academy misses a condition of statutory guidance and one of good practice; head "
         "and SENCO differ.")),
        (1, {Kind.LAW: 0, Kind.STATUTORY: 0, Kind.GOOD: 0}, 0, 0,
         ("This academy is not known to miss a condition of law, one of statutory guidance or one "
         "of good practice.")),
        (2, {Kind.LAW: 1, Kind.STATUTORY: 0}, 1, 0,
         ("1 of 2 academies does not meet a condition of law; 0 do not meet one of statutory "
         "guidance; 1 holds an excluded duty without time for it.")),
        (2, {Kind.GOOD: 0}, 0, 0, "0 of 2 academies do not meet a condition of good practice."),
        (0, {Kind.LAW: 0}, 0, 0, "There is no academy to show."),
    ],
)  # fmt: skip
def test_the_sentence_above_the_table(
    total: int, not_met: dict[Kind, int], departures: int, differ: int, said: str
) -> None:
    assert words.answer(total, not_met, departures, differ) == said


def test_the_sentence_above_one_condition() -> None:
    counts = dict.fromkeys(Reply, 0)
    assert words.of_condition(0, counts, 0) == "0 of 0 academies do not meet it."
    counts |= {Reply.YES: 3, Reply.NO: 2, Reply.PARTLY: 1, Reply.NOT_KNOWN: 4,
               Reply.NOT_APPLICABLE: 5}  # fmt: skip
    assert words.of_condition(15, counts, 2) == (
        "3 of 10 academies do not meet it, 1 of them partly; of 4 it is not known; head and SENCO "
        "differ at 2."
    )


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (Reply.YES, "This academy meets it"),
        (Reply.PARTLY, "This academy meets it only partly"),
        (Reply.NO, "This academy does not meet it"),
        (Reply.NOT_KNOWN, "Of this academy it is not known"),
        (Reply.NOT_APPLICABLE, "It is not asked of this academy"),
    ],
)
def test_the_sentence_above_one_condition_of_one_academy(reply: Reply, said: str) -> None:
    counts = dict.fromkeys(Reply, 0) | {reply: 1}
    assert words.of_condition(1, counts, 0) == f"{said}."
    assert words.of_condition(1, counts, 1) == f"{said}; head and SENCO differ."


def test_the_sentence_above_what_changed() -> None:
    ended = date(2026, 8, 31)
    assert words.since(0, {}, ended) == (
        "Nothing counts otherwise than on 31 August 2026, when the last term ended."
    )
    assert words.since(3, {Turn.BETTER: 1, Turn.OTHER: 4}, ended) == (
        "Since 31 August 2026, when the last term ended: 1 condition better, 4 conditions changed "
        "otherwise, at 3 academies."
    )


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        (Tally(30, 2, 3, 1, 0, 1),
         "5 conditions not met, 2 of them partly; 1 not known; head and SENCO differ on 1."),
        (Tally(35, 0, 1, 0, 0, 0), "1 condition not met."),
        (Tally(34, 0, 0, 2, 0, 0), "Every condition that was answered is met; 2 not known."),
        (Tally(0, 0, 0, 36, 0, 0), "No condition is met yet; 36 not known."),
    ],
)  # fmt: skip
def test_the_line_for_lists(counts: Tally, said: str) -> None:
    assert words.summary(counts) == said
