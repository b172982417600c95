"""The DfE's bulk look-up: the files that go there, and recording what it answers."""

from datetime import date

import pytest
from flask import Flask

from tests import factories as make
from tests.client import Client
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Role
from trust_inclusion.models.people import Person
from trust_inclusion.services import settings

PATH = "/people/dfe-check/"


@pytest.fixture
def hr(app: Flask, session: object) -> Client:
    """An HR officer, who is a SENCO herself, of a trust with two others."""
    with transaction():
        settings.name_trust("Larkfield")
    with make.saved():
        for name, trn in (("Asha Rahman", "9900001"), ("Ben Hollis", "9900002")):
            known = make.person(name, trn=trn, qts=None, induction_completed=None)
            make.senco(make.academy(), person=known, hours=6)
        herself = make.person("Hanna Reed", trn="9900003")
        make.senco(make.academy(), person=herself, hours=6)
        account = make.account(Role.HR, person=herself)
    return Client(app).sign_in(account)


def named(name: str) -> Person:
    db.session.rollback()  # what others saved since is seen by a new transaction only
    return db.session.query(Person).filter_by(name=name).one()


def answers(**more: str) -> dict[str, str]:
    """A form that says nothing of anybody but what is given, as `field_Name`."""
    sent: dict[str, str] = {}
    for name in ("Asha Rahman", "Ben Hollis"):
        person = named(name)
        sent[f"version-{person.id}"] = str(person.version)
        for field in ("basis", "induction", "npq"):
            sent[f"{field}-{person.id}"] = more.get(f"{field}_{name.split()[0]}", "")
    return sent


def test_the_file_has_the_columns_of_the_look_up_and_no_birth_date(hr: Client) -> None:
    body = hr.raw(f"{PATH}trns-1.csv").data.decode("utf-8-sig").splitlines()
    assert body == ["TRN,Date of birth", "9900001,", "9900002,"], "one's own is not looked up"
    assert len(hr.raw(f"{PATH}trns-2.csv").data.decode("utf-8-sig").splitlines()) == 1


def test_answers_are_recorded_as_checked_today(hr: Client) -> None:
    more = {"basis_Asha": "qtls", "induction_Asha": "not_required", "npq_Ben": "04/07/2025"}
    hr.post(PATH, answers(**more))
    asha, ben = named("Asha Rahman"), named("Ben Hollis")
    assert (asha.qts, asha.qts_basis, asha.induction_completed) == (True, "qtls", "not_required")
    assert asha.teacher_checked_on is not None
    assert asha.qtls_recheck_on == date(2027, 11, 21), "looked at again every year"
    assert [(c.course, c.passed_on) for c in ben.qualifications] == [("NPQSENCO", date(2025, 7, 4))]
    assert ben.qualifications[0].checked_on is not None
    assert (ben.qts, ben.teacher_checked_on) == (None, None), "what was not looked at stays"


def test_no_qts_takes_the_basis_away(hr: Client) -> None:
    hr.post(PATH, answers(basis_Ben="none"))
    assert (named("Ben Hollis").qts, named("Ben Hollis").qts_basis) == (False, None)


def test_both_facts_of_one_person_at_once(hr: Client) -> None:
    hr.post(PATH, answers(basis_Ben="qts", induction_Ben="yes", npq_Ben="2025-07-04"))
    ben = named("Ben Hollis")
    assert (ben.qts, ben.induction_completed) == (True, "yes")
    assert ben.qualifications[0].passed_on == date(2025, 7, 4)


def test_a_pass_is_recorded_on_the_course_that_runs(hr: Client) -> None:
    with make.saved():
        known = named("Ben Hollis")
        make.qualification(known, started_on=date(2024, 10, 1)).outcome = "failed"
        make.qualification(known, "npqsenco", started_on=date(2025, 10, 1))
    hr.post(PATH, answers(npq_Ben="20/11/2026"))
    ben = named("Ben Hollis")
    assert [(c.outcome, c.started_on) for c in ben.qualifications] == [
        ("failed", date(2024, 10, 1)),
        ("passed", date(2025, 10, 1)),
    ]
    hr.post(PATH, answers(npq_Ben="19/11/2026"))
    assert [c.passed_on for c in named("Ben Hollis").qualifications] == [None, date(2026, 11, 19)]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("22/11/2026", "Ben Hollis: the DfE’s record shows no award of the future."),
        ("01/07/2015", "Ben Hollis: there was no NPQ for SENCOs before 1 September 2024."),
    ],
)
def test_a_day_that_cannot_be_on_the_dfes_record(hr: Client, typed: str, said: str) -> None:
    html = hr.post(PATH, answers(basis_Asha="qts", npq_Ben=typed), status=422).text
    assert said in html
    assert f'href="#npq-{named("Ben Hollis").id}"' in html
    assert (named("Asha Rahman").qts, named("Ben Hollis").qualifications) == (None, [])


def test_a_day_that_cannot_be_read_saves_nothing_and_is_kept(hr: Client) -> None:
    html = hr.post(PATH, answers(basis_Asha="qts", npq_Ben="31/02/2025"), status=422).text
    assert "is not a day in the calendar" in html
    assert 'value="31/02/2025"' in html
    assert named("Asha Rahman").qts is None


def test_nothing_chosen_is_said(hr: Client) -> None:
    assert "at least one person" in hr.post(PATH, answers(), status=422).text


def test_a_record_changed_meanwhile_is_not_overwritten(hr: Client) -> None:
    sent = answers(basis_Asha="qts", basis_Ben="qts")
    with transaction():
        named("Ben Hollis").telephone = "01234 567890"
    html = hr.post(PATH, sent, status=422).text
    assert "Ben Hollis’s record was changed meanwhile" in html
    assert named("Asha Rahman").qts is None, "all of them or none"
    ben = named("Ben Hollis")
    assert f'name="version-{ben.id}" value="{ben.version}"' in html, "looked at, it can be saved"
    hr.post(PATH, sent | {f"version-{ben.id}": str(ben.version)})
    assert named("Ben Hollis").qts is True


def test_ones_own_record_is_out_of_reach_even_when_sent(hr: Client) -> None:
    own = named("Hanna Reed")
    sent = answers(basis_Asha="qts") | {f"basis-{own.id}": "none", f"version-{own.id}": "1"}
    hr.post(PATH, sent)
    assert named("Hanna Reed").qts is True


def test_only_hr(app: Flask, session: object) -> None:
    for role in (Role.DIRECTOR, Role.TRUST_LEADER, Role.ADMIN):
        with make.saved():
            account = make.account(role)
        client = Client(app).sign_in(account)
        client.get(PATH, 403)
        assert client.raw(f"{PATH}trns-1.csv").status_code == 403


def test_a_file_holds_a_hundred_and_the_next_the_rest(hr: Client) -> None:
    with make.saved():
        place = make.academy()
        for number in range(101):
            made = make.person(f"Person {number:03}", trn=f"88{number:05}")
            make.senco(place, person=made, hours=None)
    assert "File 2 of 2" in hr.get(PATH)
    files = [hr.raw(f"{PATH}trns-{n}.csv").data.decode("utf-8-sig").split() for n in (1, 2)]
    rows = [[line for line in one if line[0].isdigit()] for one in files]
    assert [len(one) for one in rows] == [100, 3]
    assert len({*rows[0], *rows[1]}) == 103


def test_whoever_leaves_today_is_still_looked_up(hr: Client) -> None:
    with make.saved():
        for name, last in (("Last Day", make.TODAY), ("Day Before", date(2026, 11, 20))):
            make.senco(make.academy(), person=make.person(name), until=last)
    page = hr.get(PATH)
    assert "Last Day" in page
    assert "Day Before" not in page
