"""Which reminders are due by a day: each on its day, the latest of a kind, weekly once overdue."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trust_inclusion.domain import reminder_words
from trust_inclusion.domain.reminders import Due, Kind, of_clock, of_person, of_trust

DEADLINE = date(2027, 9, 1)
SINCE = date(2024, 9, 1)
days = st.dates(date(2024, 1, 1), date(2032, 1, 1))


def at(day, status="in_window", *, deadline=None, latest_start=None, outcome=None):
    return of_clock(status, SINCE, deadline, latest_start, outcome, day)


@pytest.mark.parametrize(
    ("day", "due_on"),
    [
        (date(2026, 8, 31), None),
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2027, 2, 28), date(2026, 9, 1)),
        (date(2027, 3, 1), date(2027, 3, 1)),
        (date(2027, 6, 1), date(2027, 6, 1)),
        (date(2027, 8, 1), date(2027, 8, 1)),
        (date(2027, 9, 1), date(2027, 8, 1)),
    ],
)
def test_before_a_deadline(day, due_on):
    found = at(day, deadline=DEADLINE)
    assert found == ([Due(Kind.DEADLINE, due_on, DEADLINE)] if due_on else [])


def test_a_deadline_at_the_end_of_february_is_reminded_of_on_days_that_exist():
    leap = date(2028, 2, 29)
    assert [due.due_on for due in at(date(2027, 2, 28), deadline=leap)] == [date(2027, 2, 28)]
    assert [due.due_on for due in at(date(2028, 1, 30), deadline=leap)] == [date(2028, 1, 29)]


@pytest.mark.parametrize(
    ("day", "due_on"),
    [
        (date(2026, 12, 2), None),
        (date(2026, 12, 3), date(2026, 12, 3)),
        (date(2027, 1, 17), date(2026, 12, 3)),
        (date(2027, 1, 18), date(2027, 1, 18)),
        (date(2027, 3, 1), date(2027, 1, 18)),
    ],
)
def test_before_the_latest_start(day, due_on):
    latest = date(2027, 2, 1)
    found = at(day, latest_start=latest)
    assert found == ([Due(Kind.LATEST_START, due_on, latest)] if due_on else [])


def test_on_the_day_the_outcome_is_expected():
    day = date(2027, 1, 31)
    assert at(day - timedelta(days=1), "on_track", outcome=day) == []
    assert at(day, "on_track", outcome=day) == [Due(Kind.OUTCOME, day, day)]


def test_every_week_once_overdue_and_no_longer_of_what_went_before():
    found = [
        at(DEADLINE + timedelta(days=n), "overdue", deadline=DEADLINE, latest_start=SINCE)
        for n in range(1, 16)
    ]
    first = date(2027, 9, 2)
    assert [one[0].due_on for one in found] == (
        [first] * 7 + [first + timedelta(days=7)] * 7 + [first + timedelta(days=14)]
    )
    assert {due.kind for one in found for due in one} == {Kind.OVERDUE}
    assert at(DEADLINE, "overdue", deadline=DEADLINE) == []


def test_every_week_while_nobody_is_senco():
    assert at(SINCE, "no_senco") == [Due(Kind.NO_SENCO, SINCE, SINCE)]
    later = SINCE + timedelta(days=20)
    assert at(later, "no_senco") == [Due(Kind.NO_SENCO, SINCE + timedelta(days=14), SINCE)]


@given(days, days, st.sampled_from(["in_window", "overdue", "on_track", "no_senco"]))
def test_run_every_day_or_after_any_gap_each_is_met_once(day, deadline, status):
    """A run today finds the last of those that daily runs until today would have found."""
    gap = [at(day - timedelta(days=n), status, deadline=deadline) for n in range(40)]
    for due in gap[0]:
        assert due.due_on <= day
        daily = {one.due_on for found in gap for one in found if one.kind is due.kind}
        assert max(daily) == due.due_on


@given(days)
def test_of_a_kind_there_is_one(day):
    found = at(day, "on_track", deadline=DEADLINE, latest_start=DEADLINE, outcome=DEADLINE)
    assert len({due.kind for due in found}) == len(found)


def test_qtls_is_checked_every_year_until_a_new_day_is_recorded():
    first = date(2024, 2, 29)
    assert of_person(first, date(2030, 9, 1), date(2024, 2, 28)) == []
    for day, due_on in (
        (first, first),
        (date(2025, 2, 27), first),
        (date(2025, 2, 28), date(2025, 2, 28)),
        (date(2026, 11, 21), date(2026, 2, 28)),
        (date(2028, 2, 29), date(2028, 2, 29)),
    ):
        assert of_person(first, date(2030, 9, 1), day) == [Due(Kind.QTLS, due_on, first)]


def test_the_record_is_to_be_confirmed_from_the_first_of_september_and_every_month():
    year, last = date(2026, 9, 1), date(2025, 9, 1)
    for day, due_on in (
        (year, year),
        (date(2026, 9, 30), year),
        (date(2026, 10, 1), date(2026, 10, 1)),
        (date(2026, 12, 31), date(2026, 12, 1)),
        (date(2027, 1, 1), date(2027, 1, 1)),
        (date(2027, 8, 31), date(2027, 7, 1)),
    ):
        asked = [Due(Kind.CONFIRMATION, due_on, year)]
        assert of_person(None, last, day) == of_person(None, None, day) == asked
        assert of_person(None, year, day) == []
    assert of_person(None, last, date(2026, 8, 31)) == []


@given(days)
def test_nobody_is_asked_to_confirm_more_often_than_once_a_month(day):
    asked = {of_person(None, None, day + timedelta(days=n))[0].due_on for n in range(28)}
    assert len(asked) <= 2
    assert {one.month for one in asked}.isdisjoint({8})


def test_the_trust_hears_how_many_have_not_confirmed_from_october():
    year = date(2026, 9, 1)
    for day in (date(2026, 9, 1), date(2026, 9, 30)):
        assert of_trust(day) == []
    for day, due_on in (
        (date(2026, 10, 1), date(2026, 10, 1)),
        (date(2027, 2, 28), date(2027, 2, 1)),
        (date(2027, 8, 31), date(2027, 7, 1)),
    ):
        assert of_trust(day) == [Due(Kind.UNCONFIRMED, due_on, year)]
    assert reminder_words.unconfirmed(1, year) == (
        "1 SENCO has still to confirm their record for the school year 2026/27."
    )
    assert reminder_words.unconfirmed(12, year).startswith("12 SENCOs have still to confirm")


def test_every_kind_has_its_words_and_none_blames():
    assert set(Kind) - {Kind.NO_SENCO, Kind.UNCONFIRMED} == reminder_words.TO_SENCO
    assert set(Kind) - {Kind.CONFIRMATION} == reminder_words.IN_DIGEST
    assert set(reminder_words.NAMES) == set(Kind)
    for kind in reminder_words.TO_SENCO:
        said = reminder_words.to_senco(kind, "Ash", DEADLINE)
        assert "1 September 2027" in said or "2027/28" in said
        assert "trust" in said.lower() or kind in {Kind.OUTCOME, Kind.CONFIRMATION}
        for blaming in ("you must", "you have failed", "you are in breach", "your duty"):
            assert blaming not in said.lower()
    assert reminder_words.in_digest(Kind.NO_SENCO, "Ash", "", SINCE).startswith("Ash: nobody")
    assert reminder_words.in_digest(Kind.OVERDUE, "Ash", "O.O.", SINCE).startswith("Ash, O.O.: ")
    since_ever = reminder_words.in_digest(Kind.NO_SENCO, "Ash", "", date.min)
    assert since_ever == "Ash: nobody is designated as SENCO. The duty is in breach."
