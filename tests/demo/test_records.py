"""What the demo's people told, what HR and the director made of it, and the letters that went."""

from collections import Counter
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.demo.trusts import actor, moment
from trust_inclusion.adapters.certificates import kind_of
from trust_inclusion.db import db
from trust_inclusion.demo.posts import SENCOS
from trust_inclusion.domain.access import OPERATOR, Actor, Holding, Role
from trust_inclusion.domain.calendar import academic_year_start
from trust_inclusion.domain.clocks import NO_SENCO
from trust_inclusion.domain.qualification import Rules, Status
from trust_inclusion.domain.records import About, TeacherFacts
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.records import (
    Claim,
    Confirmation,
    EvidenceFile,
    Ruling,
    SurveyAnswer,
    SurveyTaken,
)
from trust_inclusion.services import (
    notices,
    reminders,
    settings,
    standing,
    surveys,
)
from trust_inclusion.services.records import applying, reading, rulings


def person(name: str) -> Person:
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def clocks_on(day: date) -> list[Clock]:
    query = select(Clock).where(Clock.valid_from <= day, Clock.valid_to > day)
    return list(db.session.scalars(query))


def test_every_status_code_can_be_seen(day: date) -> None:
    """*Due soon* as a status needs a trust that counts days longer than a course takes."""
    shown = {row.status for row in clocks_on(day)}
    settings.set_qualification_rules(
        Rules(next_cohort=settings.qualification_rules().next_cohort, due_soon_days=1095)
    )
    standing.rebuild_all()
    assert shown | {row.status for row in clocks_on(day)} == {*Status, NO_SENCO}
    assert Status.DUE_SOON not in shown


def test_those_in_post_are_known(day: date) -> None:
    names = {row.person for row in clocks_on(day) if row.person is not None}
    assert names == set(SENCOS)
    linked = select(Person.name).join(Account, Account.person_id == Person.id)
    assert names <= set(db.session.scalars(linked))


def test_one_change_of_each_kind_waits(day: date) -> None:
    waiting = db.session.scalars(select(Claim).where(Claim.state == "pending")).all()
    kinds = Counter((one.about, applying.GONE in one.proposed, "file_id" in one.proposed)
                    for one in waiting)  # fmt: skip
    assert kinds == {
        ("teacher", False, False): 1,
        ("service", False, False): 1,
        ("service", True, False): 1,
        ("qualification", False, True): 2,
    }
    assert {row.person_id for row in clocks_on(day) if row.to_check} == {
        one.person_id for one in waiting
    }
    hr = actor("hr", day)
    for one in waiting:
        record = reading.show(hr, one.person_id, day)
        assert record.checks
        assert [two.claim.id for two in record.waiting] == [one.id]
        assert bool(record.waiting[0].file) == ("file_id" in one.proposed)
    own = reading.show(actor("hr_and_senco", day), person("Bethan Okonjo").id, day)
    assert len(own.waiting) == 1
    assert not own.checks


def test_what_was_accepted_is_what_the_record_says(day: date) -> None:
    accepted = db.session.scalars(select(Claim).where(Claim.state == "accepted")).all()
    assert {one.about for one in accepted} == {"teacher", "qualification"}
    for one in accepted:
        subject = db.session.get_one(Person, one.person_id)
        facts = asdict(applying.facts_of(About(one.about), one.proposed))
        rows: list[Any] = [subject] if one.about == "teacher" else list(subject.qualifications)
        assert facts in [asdict(applying.stored(row)) for row in rows]
        said = " ".join(
            event.sentence for event in reading.show(actor("hr", day), subject.id, day).history
        )
        assert "and accepted it" in said
        assert "told something new" in said
    assert isinstance(applying.stored(person("Hannah Tollivant")), TeacherFacts)


def test_the_senco_of_the_demo_reads_why_hers_was_refused(day: date) -> None:
    mine = person("Priya Wainscott")
    record = reading.show(actor("senco", day), mine.id, day)
    refused = [event for event in record.history if event.reason]
    assert len(refused) == 1
    assert "another day" in (refused[0].reason or "")
    assert "NPQSL" not in {one.course for one in mine.qualifications}
    assert not record.waiting


def test_hr_can_open_every_certificate(built: tuple[date, Flask], day: date) -> None:
    folder = Path(built[1].config["EVIDENCE_DIR"])
    rows = db.session.scalars(select(EvidenceFile)).all()
    assert {row.kind for row in rows} == {"pdf", "png", "jpeg"}
    assert {row.key for row in rows} == {path.name for path in folder.iterdir()}
    for row in rows:
        content = (folder / row.key).read_bytes()
        assert kind_of(content) == row.kind
        assert len(content) == row.size < 20_000
    named = select(Qualification.file_id).where(Qualification.file_id.is_not(None))
    assert len(db.session.scalars(named).all()) == 2


def test_a_ruling_of_every_state(day: date) -> None:
    director = actor("director", day)
    seen = {
        (name, one.kind, one.state): one
        for name in {db.session.get_one(Person, row.person_id).name
                     for row in db.session.scalars(select(Ruling))}
        for one in rulings.of(director, person(name).id, day)
    }  # fmt: skip
    assert set(seen) == {
        ("Callum Adeyinka", "accept", "proposed"),
        ("Seun Brightwater", "accept", "refused"),
        ("Seun Brightwater", "accept", "accepted"),
        ("Isla Marchbank", "accept", "accepted"),
        ("Dorian Feltham", "must_qualify", "accepted"),
    }
    assert seen["Callum Adeyinka", "accept", "proposed"].decides
    assert seen["Seun Brightwater", "accept", "accepted"].advice_file_id
    assert all(one.reasons for one in seen.values())
    of = {row.person: row for row in clocks_on(day)}
    assert of["Callum Adeyinka"].status == "exempt_on_wording"
    assert not of["Callum Adeyinka"].review_due
    assert of["Seun Brightwater"].status == "exempt_by_ruling"
    assert (of["Isla Marchbank"].status, of["Isla Marchbank"].review_due) == (
        "exempt_on_wording", True,
    )  # fmt: skip
    by = seen["Dorian Feltham", "must_qualify", "accepted"].must_qualify_by
    assert (of["Dorian Feltham"].status, of["Dorian Feltham"].deadline) == ("on_track", by)


def test_most_confirmed_this_year_and_last(day: date) -> None:
    year = academic_year_start(day)
    rows = db.session.scalars(select(Confirmation)).all()
    assert {row.year_start for row in rows} == {year, year.replace(year=year.year - 1)}
    assert all(row.confirmed_on >= row.year_start for row in rows)
    this_year = sum(1 for row in rows if row.year_start == year)
    assert len(SENCOS) / 2 < this_year < len(SENCOS)
    done = {row.person_id for row in rows if row.year_start == year}
    assert person("Priya Wainscott").id not in done
    assert person("Bethan Okonjo").id in done


def test_answers_show_as_totals_and_stand_apart_from_people(day: date) -> None:
    totals = surveys.totals(actor("director", day), day)
    assert [one.counts is None for one in totals] == [False, False, False, False, True]
    assert {sum(count for _, count in one.counts or ()) for one in totals} == {9, 0}
    assert not surveys.taken(actor("senco", day), day)
    taken = Counter(db.session.scalars(select(SurveyTaken.year_start)))
    answers = db.session.scalars(select(SurveyAnswer)).all()
    assert taken == Counter(one.year_start for one in answers)
    ids = [one.id for one in answers]
    assert max(ids) - min(ids) > 10_000


def test_letters_went_and_one_did_not(day: date) -> None:
    plan = reminders.plan(OPERATOR, day)
    assert all(one.due.due_on > day - timedelta(days=7) for one in plan.reminders)
    assert reminders.plan(OPERATOR, day - timedelta(days=7)).reminders == []
    failures = notices.failures(actor("admin", day), now=moment(day))
    assert (failures.trying, failures.given_up) == (1, 0)
    assert failures.latest[0].last_error == "refused_550"
    lines = reminders.lines(failures.latest[0].notice, failures.latest[0].content)
    assert any("Penhallow" in line for line in lines)


def test_somebody_is_appointed_and_has_still_to_begin(day: date) -> None:
    rushymere = db.session.scalars(select(Academy).where(Academy.urn == 900_013)).one()
    here = [row for row in clocks_on(day) if row.academy_id == rushymere.id]
    assert [(row.status, row.person) for row in here] == [(NO_SENCO, None)]
    later = clocks_on(day + timedelta(days=250))
    assert "Ffion Delacourt" in {row.person for row in later if row.academy_id == rushymere.id}


def test_nobody_but_the_roles_may_see_the_totals(day: date) -> None:
    """The demo's accounts are no way round the grants."""
    nobody = Actor("", 1, None, (Holding(Role.SENCO),))
    with pytest.raises(Exception, match="access"):
        surveys.totals(nobody, day)
