"""Words, symbols and colours of the charter: nothing is told by colour alone."""

from datetime import date

import pytest

from trust_inclusion.domain import charter_words as words
from trust_inclusion.domain.charter import (
    Answer,
    Recorded,
    Reply,
    Side,
    Tally,
    Turn,
    result,
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


def test_a_cell_as_it_is_heard() -> None:
    yes = Answer("C16", Side.HEAD, Reply.YES, TODAY)
    no = Answer("C16", Side.SENCO, Reply.NO, date(2026, 9, 1))
    differ = result("C16", [yes, no], None, TODAY)
    assert words.cell(differ) == "C16: not met, head and SENCO differ"
    assert words.answered(differ) == [
        "Head teacher: yes, on 21 November 2026.",
        "SENCO: no, on 1 September 2026.",
    ]
    assert words.cell(result("C16", [yes], None, TODAY)) == "C16: met"
    recorded = result("C01", [], Recorded(Reply.YES, "On record."), TODAY)
    assert words.cell(recorded) == "C01: met, from the record"
    assert words.answered(recorded) == []
    assert words.answered(result("C16", [], None, TODAY)) == ["Nobody has answered yet."]
    assert words.heading("C01") == "C01 A named person is designated SENCO for this academy."


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
