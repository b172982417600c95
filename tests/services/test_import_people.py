"""Who a row of the posts template means: nobody stands twice, and contradictions are told."""

import pytest

from tests import factories
from tests.posts_files import ANN, CARA, cells, count, notices, only, planned, taken, told
from trust_inclusion.db import db, transaction
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment

pytestmark = pytest.mark.usefixtures("two_academies")


def test_the_trn_comes_before_the_email_address() -> None:
    taken(ANN)
    found = taken({**ANN, "person_name": "Ann Marsh", "email": "ann.marsh@school.example"})
    assert set(cells(found)) == {"person_name", "email"}
    assert count(Person) == 1
    renamed = planned({**ANN, "person_name": "Bob Ray", "email": ""})
    assert "TRN 1234567 is Ann Marsh's: this renames them to Bob Ray" in notices(renamed)


def test_the_email_address_names_a_person_and_brings_the_trn() -> None:
    taken({**ANN, "trn": ""})
    found = taken({**ANN, "email": "Ann.Lee@School.Example"})
    assert cells(found) == {"trn": ("", "1234567")}


def test_with_neither_the_same_name_in_the_same_post_is_the_same_person() -> None:
    nameless = {**ANN, "trn": "", "email": ""}
    taken(nameless)
    assert taken({**nameless, "person_name": "ann  lee", "qts": "yes"}).new == 0
    assert taken({**nameless, "person_name": "ann lee", "email": ANN["email"]}).new == 0
    assert (count(Person), only(Person).email) == (1, ANN["email"])


def test_the_same_name_at_two_academies_without_either_is_two_people_and_is_said() -> None:
    nameless = {**ANN, "trn": "", "email": ""}
    found = taken(nameless, {**nameless, "urn": "139976"})
    assert count(Person) == 2
    assert "taken for two people" in notices(found)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({**ANN, "email": "cara@school.example"}, "email"),
        ({**ANN, "trn": "7654320"}, "trn"),
        ({**ANN, "trn": "", "person_name": "Dev Shah"}, "email"),
        ({**ANN, "trn": "", "email": "other@school.example"}, "email"),
        ({**ANN, "trn": "7654320", "email": ""}, "trn"),
        (
            {**ANN, "trn": "7654320", "email": "new@school.example", "person_name": ""},
            "person_name",
        ),
    ],
    ids=[
        "the TRN and the address are two people's",
        "the address is somebody's with another TRN",
        "the address is somebody's of another name",
        "the name is known in the post with another address",
        "the name is known in the post with another TRN",
        "nobody is known by them, and no name",
    ],
)
def test_a_contradictory_match_is_a_problem(row: dict[str, str], column: str) -> None:
    taken(ANN, {**CARA, "trn": "7654321"})
    assert told(row) == [(2, column)]


def test_two_rows_that_mean_one_person_but_say_otherwise_are_a_problem() -> None:
    assert told(ANN, {**ANN, "urn": "139976", "person_name": "Anna Lee"}) == [(3, "person_name")]
    assert told({**ANN, "qts": "yes"}, {**ANN, "urn": "139976", "qts": "no"}) == [(3, "qts")]
    by_trn, by_email = {**ANN, "email": ""}, {**CARA, "trn": "", "person_name": "Ann Lee"}
    both = {**ANN, "post_title": "Deputy SENCO", "email": "cara@school.example"}
    assert told(by_trn, by_email, both) == [(4, "email")]


def test_nobody_stands_twice_in_one_post() -> None:
    assert told(ANN, ANN) == [(3, "person_name")]
    overlapping = {**ANN, "role_started_on": "2024-09-01"}
    assert told(ANN, overlapping) == [(3, "role_started_on")]


def test_somebody_who_came_back_has_two_appointments() -> None:
    first = {**ANN, "role_started_on": "2018-09-01", "role_ended_on": "2021-08-31"}
    found = taken({**first, "hours_per_week": ""}, ANN)
    assert (found.new, count(Person), count(Appointment)) == (2, 1, 2)
    assert taken({**first, "hours_per_week": ""}, ANN).unchanged == 2


def test_an_account_with_the_same_address_opens_the_persons_record() -> None:
    with transaction():
        account_id = factories.account("senco", email=ANN["email"]).id
    found = taken(ANN)
    assert "will open this person's record" in notices(found)
    assert db.session.get_one(Account, account_id).person_id == only(Person).id
