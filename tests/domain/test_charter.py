"""Conditions, answers by head and SENCO, what counts when they differ, and what changed.

Source: rulebook section 5, C01 to C36; issue "Pay, career pathway, and the charter's conditions".
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain.charter import (
    LONGEST_EVIDENCE,
    REPLIES,
    Answer,
    Recorded,
    Reply,
    Side,
    Turn,
    changed,
    last_term_ended,
    latest,
    problems,
    result,
    results,
    tally,
    worst,
)
from trust_inclusion.domain.charter_conditions import CONDITIONS, PARTS, Kind, of_kind

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)
BEFORE = TODAY - 90 * DAY


def head(reply: Reply, on: date = TODAY, number: int = 0, code: str = "C16") -> Answer:
    return Answer(code, Side.HEAD, reply, on, "Timetable", number)


def senco(reply: Reply, on: date = TODAY, number: int = 0, code: str = "C16") -> Answer:
    return Answer(code, Side.SENCO, reply, on, "Own diary", number)


def test_there_are_thirty_six_conditions_each_with_a_sentence_and_a_source() -> None:
    assert list(CONDITIONS) == [f"C{n:02}" for n in range(1, 37)]
    sentences = [one.sentence for one in CONDITIONS.values()]
    assert len(set(sentences)) == 36
    assert all(one[0].isupper() and one.endswith(".") for one in sentences)
    assert all(one.source for one in CONDITIONS.values())


def test_law_guidance_and_good_practice_are_kept_apart() -> None:
    """The types of rulebook section 5."""
    assert [one.code for one in of_kind(Kind.LAW)] == ["C01", "C02", "C03", "C04", "C05"]
    assert [one.code for one in of_kind(Kind.STATUTORY)] == ["C06", "C10", "C16"]
    assert len(of_kind(Kind.GOOD)) == 28


def test_each_condition_of_good_practice_lies_in_one_part_of_the_form() -> None:
    parts = [code for codes in PARTS.values() for code in codes]
    assert sorted(parts) == [one.code for one in of_kind(Kind.GOOD)]


def test_conditions_on_pay_follow_the_grants_for_pay() -> None:
    """C15 is asked of the leadership scale only, so that being asked it tells the scale."""
    told = [one.code for one in CONDITIONS.values() if one.tells_pay]
    assert told == ["C07", "C08", "C15", "C35"]


def test_nobody_has_answered() -> None:
    found = result("C16", [], None, TODAY)
    assert (found.reply, found.why) == (Reply.NOT_KNOWN, "Nobody has answered yet.")
    assert (found.differ, found.answered_on) == (False, None)


@pytest.mark.parametrize("reply", REPLIES)
def test_one_side_alone_counts_and_says_so(reply: Reply) -> None:
    assert result("C16", [head(reply)], None, TODAY).reply is reply
    found = result("C16", [senco(reply)], None, TODAY)
    assert (found.reply, found.why) == (reply, "Only the holder of the post has answered.")
    assert not found.differ


@pytest.mark.parametrize(
    ("one", "other", "counts"),
    [
        (Reply.YES, Reply.PARTLY, Reply.PARTLY),
        (Reply.YES, Reply.NO, Reply.NO),
        (Reply.YES, Reply.NOT_KNOWN, Reply.NOT_KNOWN),
        (Reply.PARTLY, Reply.NO, Reply.NO),
        (Reply.PARTLY, Reply.NOT_KNOWN, Reply.PARTLY),
        (Reply.NO, Reply.NOT_KNOWN, Reply.NO),
    ],
)
def test_when_they_differ_the_more_careful_counts(one: Reply, other: Reply, counts: Reply) -> None:
    for answers in ([head(one), senco(other)], [head(other), senco(one)]):
        found = result("C16", answers, None, TODAY)
        assert found.differ
        assert found.reply is counts
        assert found.why.startswith("The head and the SENCO differ. ")
        assert found.head is answers[0]
        assert found.senco is answers[1]


@pytest.mark.parametrize("reply", REPLIES)
def test_when_they_agree(reply: Reply) -> None:
    found = result("C16", [head(reply, BEFORE), senco(reply)], None, TODAY)
    assert (found.reply, found.why) == (reply, "The head and the SENCO agree.")
    assert (found.differ, found.answered_on) == (False, TODAY)


def test_the_record_counts_and_older_answers_stay_to_be_seen() -> None:
    recorded = Recorded(Reply.NO, "Nobody is designated as SENCO here.")
    found = result("C01", [head(Reply.YES, code="C01")], recorded, TODAY)
    assert (found.reply, found.why, found.from_record) == (Reply.NO, recorded.reason, True)
    assert found.head is not None
    assert found.answered_on is None


def test_two_people_answering_for_one_side_the_later_stands() -> None:
    """Two heads, or two windows: nothing is lost, and the order in which they came decides."""
    answers = [head(Reply.YES, number=2), head(Reply.NO, number=1), head(Reply.NO, BEFORE, 3)]
    for some in (answers, answers[::-1]):
        stands = latest(some, "C16", Side.HEAD, TODAY)
        assert stands is answers[0]
    assert latest(answers, "C16", Side.SENCO, TODAY) is None
    assert latest(answers, "C17", Side.HEAD, TODAY) is None


def test_as_at_a_day_later_answers_are_left_out() -> None:
    answers = [head(Reply.NO, BEFORE), head(Reply.YES, TODAY)]
    assert result("C16", answers, None, TODAY - DAY).reply is Reply.NO
    assert result("C16", answers, None, TODAY).reply is Reply.YES
    assert result("C16", answers, None, BEFORE - DAY).reply is Reply.NOT_KNOWN


def test_a_condition_that_is_not_one() -> None:
    with pytest.raises(KeyError):
        result("C37", [], None, TODAY)


@pytest.mark.parametrize(
    ("code", "reply", "evidence", "on", "field", "words"),
    [
        ("C37", "yes", "", TODAY, "code", "from C01 to C36"),
        ("C16", "maybe", "", TODAY, "reply", "yes, partly, no or not known"),
        ("C16", "", "", TODAY, "reply", "yes, partly, no or not known"),
        ("C16", "not_applicable", "", TODAY, "reply", "yes, partly, no or not known"),
        ("C16", "yes", "x" * (LONGEST_EVIDENCE + 1), TODAY, "evidence", "500 characters"),
        ("C16", "yes", "", TODAY + DAY, "answered_on", "later than today"),
    ],
)
def test_answers_that_cannot_be_kept(
    code: str, reply: str, evidence: str, on: date, field: str, words: str
) -> None:
    ((found, sentence),) = problems(code, reply, evidence, on, TODAY)
    assert found == field
    assert words in sentence


def test_answers_that_can_be_kept() -> None:
    for reply in REPLIES:
        assert problems("C16", reply.value, "x" * LONGEST_EVIDENCE, TODAY, TODAY) == []


def test_not_met_counts_no_and_partly_and_not_known_stands_apart() -> None:
    answers = [
        head(Reply.NO, code="C16"),
        head(Reply.PARTLY, code="C17"),
        head(Reply.YES, code="C18"),
        senco(Reply.NO, code="C18"),
    ]
    recorded = {"C36": Recorded(Reply.NOT_APPLICABLE, "Asked of trust-wide posts only.")}
    counts = tally(results(answers, recorded, TODAY).values())
    assert (counts.no, counts.partly, counts.not_met) == (2, 1, 3)
    assert (counts.yes, counts.not_known, counts.not_applicable, counts.differ) == (0, 32, 1, 1)
    settled = {"C18": Recorded(Reply.YES, "What the record answers is no longer in dispute.")}
    assert tally(results(answers, settled, TODAY).values()).differ == 0


@given(st.lists(st.sampled_from(Reply)))
def test_an_academy_with_several_posts_shows_the_most_careful(replies: list[Reply]) -> None:
    found = worst(replies)
    assert found in replies or found is Reply.NOT_APPLICABLE
    for careful in (Reply.NO, Reply.PARTLY, Reply.NOT_KNOWN, Reply.YES):
        if careful in replies:
            assert found is careful
            break


def test_what_changed_since_a_day() -> None:
    answers = [
        head(Reply.NO, BEFORE, code="C16"),
        head(Reply.YES, TODAY, code="C16"),
        head(Reply.YES, BEFORE, code="C17"),
        head(Reply.PARTLY, TODAY, code="C17"),
        head(Reply.YES, TODAY, code="C18"),
        head(Reply.YES, BEFORE, code="C19"),
        senco(Reply.YES, TODAY, code="C19"),
    ]
    before, now = results(answers, {}, BEFORE), results(answers, {}, TODAY)
    assert [(one.code, one.before, one.now, one.turn) for one in changed(before, now)] == [
        ("C16", Reply.NO, Reply.YES, Turn.BETTER),
        ("C17", Reply.YES, Reply.PARTLY, Turn.WORSE),
        ("C18", Reply.NOT_KNOWN, Reply.YES, Turn.OTHER),
    ]
    assert changed(now, now) == []
    assert changed({}, now) == []


def test_what_the_record_says_changes_too() -> None:
    before = results([], {"C01": Recorded(Reply.NO, "a")}, BEFORE)
    now = results([], {"C01": Recorded(Reply.YES, "b")}, TODAY)
    assert [(one.code, one.turn) for one in changed(before, now)] == [("C01", Turn.BETTER)]


def test_what_is_known_no_longer_or_no_longer_asked_is_neither_better_nor_worse() -> None:
    before = results([], {"C01": Recorded(Reply.NO, "a"), "C02": Recorded(Reply.YES, "b")}, BEFORE)
    now = results([], {"C01": Recorded(Reply.NOT_APPLICABLE, "c")}, TODAY)
    assert [(one.code, one.now, one.turn) for one in changed(before, now)] == [
        ("C01", Reply.NOT_APPLICABLE, Turn.OTHER), ("C02", Reply.NOT_KNOWN, Turn.OTHER),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "ended"),
    [
        (date(2026, 1, 1), date(2025, 12, 31)),
        (date(2026, 4, 30), date(2025, 12, 31)),
        (date(2026, 5, 1), date(2026, 4, 30)),
        (date(2026, 8, 31), date(2026, 4, 30)),
        (date(2026, 9, 1), date(2026, 8, 31)),
        (date(2026, 12, 31), date(2026, 8, 31)),
    ],
)
def test_terms_end_as_in_teachers_conditions_of_service(day: date, ended: date) -> None:
    assert last_term_ended(day) == ended
