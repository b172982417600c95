"""Conditions and duties as letters: what is written is what is read back, the worst post counts."""

from datetime import date

import pytest

from trust_inclusion.domain import charter_letters as letters
from trust_inclusion.domain.charter import Answer, Recorded, Reply, Result, Side, result
from trust_inclusion.domain.charter_conditions import CONDITIONS, Kind
from trust_inclusion.domain.duties import EXCLUDED, Holding

DAY = date(2026, 11, 21)


def results(**replies: Reply) -> dict[str, Result]:
    """A post: not known but for what is given, as the record says it."""
    return {
        code: result(code, (), Recorded(replies[code], "So it is."), DAY)
        if code in replies
        else result(code, (), None, DAY)
        for code in CONDITIONS
    }


@pytest.mark.parametrize("reply", list(Reply))
def test_what_is_written_is_read_back(reply: Reply) -> None:
    written = letters.of_conditions([results(C07=reply)])
    assert len(written) == 36
    assert letters.reply(written, "C07") == (reply, False)
    assert letters.reply(written, "C08") == (Reply.NOT_KNOWN, False)


def test_a_capital_says_that_head_and_senco_differ() -> None:
    differ = [
        Answer("C10", Side.HEAD, Reply.YES, DAY),
        Answer("C10", Side.SENCO, Reply.PARTLY, DAY),
    ]
    post = {**results(), "C10": result("C10", differ, None, DAY)}
    assert letters.reply(letters.of_conditions([post]), "C10") == (Reply.PARTLY, True)
    # What the record answers stands above what either said.
    said = Recorded(Reply.NO, "The record says it.")
    post["C10"] = result("C10", differ, said, DAY)
    assert letters.reply(letters.of_conditions([post]), "C10") == (Reply.NO, False)


def test_of_several_posts_one_where_they_differ_is_enough() -> None:
    differ = [
        Answer("C10", Side.HEAD, Reply.YES, DAY),
        Answer("C10", Side.SENCO, Reply.PARTLY, DAY),
    ]
    posts = [results(C10=Reply.NO), {**results(), "C10": result("C10", differ, None, DAY)}]
    for order in (posts, posts[::-1]):
        assert letters.reply(letters.of_conditions(order), "C10") == (Reply.NO, True)


def test_of_several_posts_the_most_careful_counts() -> None:
    written = letters.of_conditions([results(C06=Reply.YES), results(C06=Reply.PARTLY)])
    assert letters.reply(written, "C06") == (Reply.PARTLY, False)


def test_partly_is_not_met_and_not_known_is_not() -> None:
    written = letters.of_conditions(
        [results(C01=Reply.NO, C07=Reply.NO, C09=Reply.PARTLY, C10=Reply.YES)]
    )
    assert letters.not_met(written, pay=True) == 3
    assert letters.not_met(written, pay=False) == 2
    assert "C07" not in letters.codes(pay=False)
    assert set(letters.masked(written, letters.codes(pay=False))) == set(CONDITIONS) - {
        "C07",
        "C08",
        "C15",
        "C35",
    }


def test_duties() -> None:
    written = letters.of_duties(
        [
            dict.fromkeys(EXCLUDED, Holding.NOT_HELD),
            {"X02": Holding.DEPARTURE, "X03": Holding.OWN_TIME, "X04": Holding.NOT_HELD},
        ]
    )
    assert len(written) == 10
    assert letters.holding(written, "X02") is Holding.DEPARTURE
    assert letters.holding(written, "X03") is Holding.OWN_TIME
    assert letters.holding(written, "X04") is Holding.NOT_HELD
    assert letters.holding(written, "X05") is Holding.NOT_KNOWN
    assert set(letters.of_duties([])) == {"k"}


def test_the_letters_give_the_counts_of_a_line() -> None:
    differ = [
        Answer("C10", Side.HEAD, Reply.YES, DAY),
        Answer("C10", Side.SENCO, Reply.PARTLY, DAY),
    ]
    post = {
        **results(C01=Reply.YES, C07=Reply.NO, C17=Reply.PARTLY, C36=Reply.NOT_APPLICABLE),
        "C10": result("C10", differ, None, DAY),
    }
    written = letters.of_conditions([post])
    counts = letters.tally(written, pay=True)
    assert (counts.yes, counts.partly, counts.no, counts.not_applicable) == (1, 2, 1, 1)
    assert (counts.not_known, counts.differ, counts.not_met) == (31, 1, 3)
    assert letters.not_met(written, pay=True) == counts.not_met
    beside = letters.tally(written, pay=False)
    assert (beside.no, beside.not_known) == (0, 28)
    assert letters.not_met(written, pay=False) == beside.not_met == 2


def test_departures_are_counted() -> None:
    post = {"X02": Holding.DEPARTURE, "X05": Holding.OWN_TIME, "X09": Holding.DEPARTURE}
    assert letters.departures(letters.of_duties([post])) == 2
    assert letters.departures(letters.of_duties([])) == 0


def test_no_condition_of_law_tells_of_pay() -> None:
    """Home tells everybody who sees conditions at how many academies one of law is not met."""
    assert not any(one.tells_pay for one in CONDITIONS.values() if one.kind is Kind.LAW)
