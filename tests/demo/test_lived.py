"""The demo trust keeps time as lived: weeks of every kind, totals in steps, and ledgers."""

from collections import Counter
from datetime import date

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import diary
from trust_inclusion.domain.access import TRUST, Action, Actor, Holding, Role, may
from trust_inclusion.domain.diary_totals import STEP, from_json
from trust_inclusion.models.lived import CoverEntry, DiaryTotals, SampleWeek
from trust_inclusion.services.cover import owed
from trust_inclusion.services.cover.owed import Wanted
from trust_inclusion.services.diaries import finding, reading


def test_weeks_of_every_kind(day: date) -> None:
    weeks = db.session.scalars(select(SampleWeek)).all()
    assert Counter(week.shared for week in weeks) == {"totals": 21, "named": 4, "no": 4}
    assert all(week.week_of.weekday() == 0 and week.week_of <= day for week in weeks)
    diaries = [finding.diary_of(week) for week in weeks]
    assert not any(diary.problems(one, day) for one in diaries)
    assert sum(bool(diary.note(one)) for one in diaries) == 1


def test_totals_came_in_steps(day: date) -> None:
    first, second = (from_json(sums) for sums in db.session.scalars(select(DiaryTotals.sums)))
    assert (first.whole.diaries, first.by) == (STEP, "")
    assert second.whole.diaries > 2 * STEP
    assert second.groups
    hr = Actor("HR", holdings=(Holding(Role.HR, everything=True),))
    assert may(hr, Action.SEE_DIARY_TOTALS, TRUST)
    drawn = reading.totals(hr, day)
    assert drawn is not None
    assert drawn.whole == second.whole


def test_ledgers_of_every_state(day: date) -> None:
    hr = Actor("HR", holdings=(Holding(Role.HR, everything=True),))
    for balance in (owed.OWED, owed.EVEN, owed.NONE):
        assert owed.every(hr, Wanted(balance=balance), day)
    entries = db.session.scalars(select(CoverEntry)).all()
    assert sum(entry.struck_at is not None for entry in entries) == 1
    assert all(entry.on_day.weekday() < 5 and entry.on_day <= day for entry in entries)
