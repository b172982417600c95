"""Reminders of absent SENCOs and of records to confirm, and the pages that letters lead to."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from tests import clock_rows
from tests import factories as make
from tests.reminded import DEADLINE, TODAY, YEAR, Trust, outbox, put, run, said
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.calendar import months_after
from trust_inclusion.models.notices import OutgoingMail, Reminder
from trust_inclusion.models.records import Confirmation
from trust_inclusion.services import reminders


@pytest.fixture
def trust(session: Any) -> Trust:
    return Trust()


def sent_to(address: str | None) -> list[list[str]]:
    """What the letters to one address say."""
    return [lines for (_, to), lines in zip(outbox(), said(), strict=True) if to == address]


def led_to() -> dict[str, list[str]]:
    """The paths that the last letter to each address leads to."""
    rows = db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id)).all()
    return {row.to_email: [one.path for one in reminders.links(row.notice, row.content)]
            for row in rows}  # fmt: skip


def unconfirm(trust: Trust) -> None:
    with transaction():
        db.session.execute(delete(Confirmation))
    clock_rows.stand(
        clock_rows.row(trust.ash, trust.olive), clock_rows.row(trust.birch, trust.nora)
    )


# --- Absent ---------------------------------------------------------------------------------


def test_while_a_senco_is_absent_the_trust_is_told_and_they_are_not(trust: Trust) -> None:
    trust.clock(trust.ash, trust.olive, deadline=DEADLINE, absent=True)
    for offset in range(20):
        run(TODAY + timedelta(days=offset))
    assert sent_to(trust.olive.person.email) == []
    assert sent_to("hr@trust.example") == [
        ["Ash, O.O. (absent; no designated cover): the qualification is needed by 1 February 2027."]
    ]


def test_who_covers_is_told_with_it_and_has_letters_of_their_own(trust: Trust) -> None:
    with make.saved():
        cover = make.appointment(trust.olive.post, make.person("Cara Cover"))
        trust.confirm(cover.person)
    clock_rows.stand(
        clock_rows.row(trust.ash, trust.olive, deadline=DEADLINE, absent=True),
        clock_rows.row(trust.ash, cover, deadline=DEADLINE, basis="cover"),
    )
    run()
    hr = sent_to("hr@trust.example")[0]
    assert hr[0].startswith("Ash, O.O. (absent; C.C. covers): ")
    assert hr[1].startswith("Ash, C.C.: ")
    assert len(sent_to(cover.person.email)) == 1
    assert sent_to(trust.olive.person.email) == []


def test_back_the_senco_gets_their_copy_once_and_the_trust_no_second(trust: Trust) -> None:
    trust.clock(trust.ash, trust.olive, deadline=DEADLINE, absent=True)
    run()
    trust.clock(trust.ash, trust.olive, deadline=DEADLINE)
    for offset in (1, 2, 9):
        run(TODAY + timedelta(days=offset))
    (letter,) = sent_to(trust.olive.person.email)
    assert "by 1 February 2027" in letter[0]
    assert len(sent_to("hr@trust.example")) == 1
    kinds = db.session.scalars(select(Reminder.kind).order_by(Reminder.id)).all()
    assert kinds == ["deadline_absent", "deadline"]


def test_back_after_it_was_settled_nothing_is_left_to_say(trust: Trust) -> None:
    trust.clock(trust.ash, trust.olive, deadline=DEADLINE, absent=True)
    run()
    trust.clock(trust.ash, trust.olive, status="met", deadline=None)
    run(TODAY + timedelta(days=30))
    assert sent_to(trust.olive.person.email) == []


def test_who_was_written_to_before_an_absence_is_not_told_of_again(trust: Trust) -> None:
    trust.clock(trust.ash, trust.olive, deadline=DEADLINE)
    run()
    trust.clock(trust.ash, trust.olive, deadline=DEADLINE, absent=True)
    run(TODAY + timedelta(days=1))
    assert put() == 1
    assert len(sent_to("hr@trust.example")) == 1


def test_absent_from_one_academy_and_present_at_another(trust: Trust) -> None:
    with make.saved():
        second = make.senco(trust.birch, person=trust.olive.person, title="Second")
        trust.olive.person.qtls_recheck_on = TODAY
    clock_rows.stand(
        clock_rows.row(trust.ash, trust.olive, deadline=DEADLINE, absent=True),
        clock_rows.row(trust.birch, second, deadline=DEADLINE),
    )
    run()
    (letter,) = sent_to(trust.olive.person.email)
    assert "QTLS" in letter[0]
    assert "at Birch" in letter[1]
    assert len(letter) == 2


def test_an_absence_as_the_record_has_it_holds_the_letter(trust: Trust) -> None:
    """Through the timeline that the facts give, not a row made for the test."""
    with make.saved():
        away = (TODAY - timedelta(days=5), TODAY + timedelta(days=5))
        rose = make.senco(trust.birch, "Rose Away", since=date(2024, 2, 1), absent=away)
        trust.confirm(rose.person)
    run()
    assert sent_to(rose.person.email) == []
    assert any("R.A. (absent; " in line for line in sent_to("hr@trust.example")[0])
    run(TODAY + timedelta(days=6))
    assert len(sent_to(rose.person.email)) == 1


# --- Records to confirm ---------------------------------------------------------------------


def test_who_has_not_confirmed_is_asked_once_a_month_until_they_have(trust: Trust) -> None:
    unconfirm(trust)
    for offset in range(92):
        run(YEAR + timedelta(days=offset))
    letters = sent_to(trust.olive.person.email)
    assert len(letters) == 4  # 1 September, October, November and December
    assert "school year 2026/27" in letters[0][0]
    with transaction():
        trust.confirm(trust.olive.person)
    for months in range(3, 12):
        run(months_after(YEAR, months) + timedelta(days=1))
    assert len(sent_to(trust.olive.person.email)) == 4
    assert len(sent_to(trust.nora.person.email)) == 11


def test_hr_and_directors_hear_how_many_within_reach_from_october(trust: Trust) -> None:
    unconfirm(trust)
    for offset in range(30):
        run(YEAR + timedelta(days=offset))
    assert sent_to("hr@trust.example") == []
    for _ in range(2):
        run(date(2026, 10, 1))
    two = ["2 SENCOs have still to confirm their record for the school year 2026/27."]
    assert sent_to("hr@trust.example") == [two]
    assert sent_to("director@trust.example") == [two]
    (north,) = sent_to("north@trust.example")
    assert north[0].startswith("1 SENCO has still to confirm")
    assert sent_to("chief@trust.example") == []
    with transaction():
        trust.confirm(trust.olive.person)
    run(date(2026, 11, 2))
    assert len(sent_to("north@trust.example")) == 1
    assert sent_to("hr@trust.example")[1][0].startswith("1 SENCO has still to confirm")
    with transaction():
        trust.confirm(trust.nora.person)
    run(date(2026, 12, 1))
    assert len(sent_to("hr@trust.example")) == 2


def test_after_a_gap_the_count_comes_once(trust: Trust) -> None:
    unconfirm(trust)
    run(date(2027, 3, 20))
    run(date(2027, 3, 21))
    assert len(sent_to("hr@trust.example")) == 1
    kept = db.session.scalars(select(Reminder.due_on).where(Reminder.kind == "unconfirmed")).all()
    assert kept == [date(2027, 3, 1)]


# --- Where letters lead ---------------------------------------------------------------------


def test_letters_lead_to_where_it_is_done(trust: Trust) -> None:
    trust.clock(trust.ash, trust.olive, deadline=DEADLINE)
    run()
    record = f"/people/{trust.olive.person_id}"
    assert led_to()[trust.olive.person.email or ""] == [record]
    assert led_to()["hr@trust.example"] == ["/deadlines/"]
    trust.clock(trust.ash, trust.olive, status="overdue", deadline=TODAY)
    run(TODAY + timedelta(days=1))
    assert led_to()["hr@trust.example"] == ["/deadlines/?group=breach_now"]
    with transaction():
        db.session.execute(delete(Confirmation))
    run(date(2026, 12, 1))
    assert led_to()[trust.olive.person.email or ""] == ["/", record]
    assert led_to()["hr@trust.example"] == ["/deadlines/?group=breach_now", "/confirmations/"]
