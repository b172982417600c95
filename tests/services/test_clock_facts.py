"""What a stored record means in law: whose service counts where, and what an entry is taken for."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests import factories as make
from trust_inclusion.db import db
from trust_inclusion.domain.posts import Basis
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.clocks import Clock
from trust_inclusion.models.people import Person, ServiceSpell
from trust_inclusion.services import standing

SPECIAL = "44"
FIRST = date(2025, 9, 1)
YEARS_AGO = (date(2019, 9, 1), date(2022, 8, 31))

pytestmark = pytest.mark.usefixtures("session")


def on(person: Person, day: date = make.TODAY) -> dict[str, Clock]:
    """What holds of a person on a day, by academy."""
    found = db.session.scalars(
        select(Clock).where(
            Clock.person_id == person.id, Clock.valid_from <= day, Clock.valid_to > day
        )
    )
    return {one.academy: one for one in found}


def the_one(person: Person, day: date = make.TODAY) -> Clock:
    """The same where they hold one post."""
    (found,) = on(person, day).values()
    return found


def begun(since: date = FIRST, academy: Academy | None = None, **held: Any) -> Person:
    """A new SENCO of a mainstream academy."""
    return make.senco(academy or make.academy(), since=since, **held).person


def test_a_person_at_three_academies_has_one_clock() -> None:
    starts = {"Ash": FIRST, "Birch": date(2026, 1, 5), "Elm": date(2025, 3, 3)}
    with make.saved():
        person = make.person()
        for name, since in starts.items():
            make.senco(make.academy(name), person=person, since=since)
    held = on(person)
    assert {name: one.role_started_on for name, one in held.items()} == starts
    assert {one.deadline for one in held.values()} == {date(2028, 3, 3)}


def test_only_service_at_relevant_schools_counts() -> None:
    with make.saved():
        here, there = begun(), begun()
        for person, relevant in ((here, True), (there, False)):
            spell = ServiceSpell(started_on=YEARS_AGO[0], ended_on=YEARS_AGO[1], relevant=relevant)
            person.service_spells.append(spell)
    assert (the_one(here).status, the_one(there).status) == ("exempt_on_wording", "cannot_finish")


def test_the_trusts_own_posts_count_where_they_are_mainstream_and_designated() -> None:
    with make.saved():
        people = {name: make.person() for name in ("mainstream", "special", "not named")}
        for name, person in people.items():
            place = make.academy(type_code=SPECIAL if name == "special" else "34")
            make.senco(
                place, person=person, since=YEARS_AGO[0], until=YEARS_AGO[1],
                basis=Basis.ACTING, designated=name != "not named",
            )  # fmt: skip
            begun(person=person)
    statuses = {name: the_one(person).status for name, person in people.items()}
    assert statuses == {
        "mainstream": "exempt_on_wording",
        "special": "cannot_finish",
        "not named": "cannot_finish",
    }


def test_absence_stops_no_clock_and_cover_has_one_of_its_own() -> None:
    with make.saved():
        place = make.academy()
        away = begun(academy=place, absent=(date(2025, 10, 1), None))
        cover = begun(date(2026, 10, 1), place, basis=Basis.COVER, title="Cover")
    assert (the_one(away).deadline, the_one(away).absent) == (date(2028, 9, 1), True)
    assert the_one(cover).deadline == date(2029, 10, 1)


@pytest.mark.parametrize(
    ("course", "outcome", "status"),
    [
        ("NPQSENCO", "enrolled", "met"),  # a file gives the day and no outcome
        (" npqsenco ", "retake", "met"),
        ("NPQSENCO", "failed", "cannot_finish"),
        ("NPQSENCO", "voided", "cannot_finish"),
        ("NPQSL", "passed", "cannot_finish"),
    ],
)
def test_what_a_stored_course_is_taken_for(course: str, outcome: str, status: str) -> None:
    with make.saved():
        person = begun()
        make.qualification(person, course, passed_on=date(2026, 7, 1)).outcome = outcome
    assert the_one(person).status == status


@pytest.mark.parametrize(("basis", "after"), [("qts", "eligible"), ("qtls", "not_known")])
def test_qtls_counts_until_it_is_to_be_looked_at_again(basis: str, after: str) -> None:
    with make.saved():
        person = begun()
        person.qts_basis, person.qtls_recheck_on = basis, date(2027, 3, 31)
    assert the_one(person, date(2027, 3, 31)).eligibility == "eligible"
    assert the_one(person, date(2027, 4, 1)).eligibility == after


def test_what_changes_at_one_academy_is_worked_out_at_the_other() -> None:
    with make.saved():
        person = make.person()
        first = make.senco(make.academy("Ash"), person=person, since=FIRST)
        make.senco(make.academy("Birch"), person=person, since=date(2026, 1, 5))
    assert on(person)["Birch"].deadline == date(2028, 9, 1)
    first.started_on = date(2025, 3, 3)
    standing.rebuild([first.post.academy_id or 0])
    assert on(person)["Birch"].deadline == date(2028, 3, 3)
