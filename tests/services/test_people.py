"""The list of people as the database makes it: who is found, in which order, at what cost."""

from datetime import date
from typing import Any

import pytest

from tests import factories as make
from tests.client import Queries
from trust_inclusion.db import db
from trust_inclusion.domain.access import Actor, Role
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.people import Person
from trust_inclusion.models.records import Claim
from trust_inclusion.services import people, settings
from trust_inclusion.services.people import AWARD, TOLD, Listed, Wanted

pytestmark = pytest.mark.usefixtures("session")


def listed(actor: Actor, **wanted: Any) -> list[Listed]:
    """The first page as this reader gets it, nothing kept."""
    ids = people.view(actor, Wanted(**wanted), make.TODAY, revision=None)
    return people.page(actor, ids[: people.PAGE_LENGTH], make.TODAY)


def names(actor: Actor, **wanted: Any) -> list[str]:
    """Whom the list names, in order."""
    return [one.name for one in listed(actor, **wanted)]


def claim(person: Person) -> None:
    """A change told of a record."""
    made = Claim(person_id=person.id, about="teacher", proposed={}, state="pending")
    made.made_at = make.NOW
    db.session.add(made)


@pytest.fixture
def house() -> dict[str, Any]:
    """Ash and Birch, with six people in posts and one who left."""
    with make.saved():
        settings.name_trust("Larch Trust")
        ash, birch = make.academy("Ash"), make.academy("Bírch's")
        ann = make.person("Ann Lee")
        make.qualification(ann, "NASENCO", passed_on=date(2020, 7, 1), checked_on=make.TODAY)
        ben = make.person("Ann Lee Brown", email="ben@trust.example")
        make.qualification(ben, "npqsenco", passed_on=date(2018, 7, 1))
        eva = make.person("Éva Ó’Neill")
        make.qualification(eva, "NPQSENCO")
        zoe, hal, tim = make.person("Zoe"), make.person("hal"), make.person("Tim")
        for academy, person in ((ash, ann), (birch, ben), (birch, eva), (birch, zoe)):
            make.senco(academy, person=person, title=f"SENCO {person.name}")
        make.senco(ash, person=zoe, title="Second SENCO")
        assistant = make.post(ash, kind=PostKind.ASSISTANT, title="Assistant")
        make.appointment(assistant, hal, designated=False)
        make.appointment(make.post(None, kind=PostKind.TRUST_WIDE, title="Lead"), tim)
        make.senco(ash, "Lena Left", until=date(2026, 11, 20), title="Third")
        make.senco(make.academy("Gone", left_on=make.TODAY), "Gone")
        for person in (eva, eva, hal):
            claim(person)
    return {"ash": ash, "birch": birch, "ann": ann, "eva": eva, "hal": hal}


def test_names_sort_without_case_and_accents_and_the_shorter_first(house: dict[str, Any]) -> None:
    hr = make.actor(Role.HR)
    assert names(hr) == ["Ann Lee", "Ann Lee Brown", "Éva Ó’Neill", "hal", "Tim", "Zoe"]
    assert names(hr, descending=True) == names(hr)[::-1]


def test_search_finds_name_mail_and_academy_and_every_word_counts(house: dict[str, Any]) -> None:
    hr = make.actor(Role.HR)
    for asked, found in (
        ("oneill", ["Éva Ó’Neill"]),
        ("EVA o'neill", ["Éva Ó’Neill"]),
        ("ben@trust", ["Ann Lee Brown"]),
        ("birchs", ["Ann Lee Brown", "Éva Ó’Neill", "Zoe"]),
        ("birch ash", ["Zoe"]),
        ("ann birch", ["Ann Lee Brown"]),
        ("%", []),
        ("_", []),
        ("\\", []),
    ):
        assert names(hr, words=asked) == found, asked


def test_a_new_name_is_found_and_the_old_is_not(house: dict[str, Any]) -> None:
    hr = make.actor(Role.HR)
    with make.saved():
        db.session.get_one(Person, house["ann"].id).name = "Ánna Lee-Marsh"
        db.session.get_one(Academy, house["ash"].id).name = "Oak"
    assert names(hr, words="anna lee-marsh oak") == ["Ánna Lee-Marsh"]
    assert names(hr, words="ash") == []
    with make.saved():
        db.session.get_one(Person, house["ann"].id).email = None
    assert names(hr, words="school.example anna") == []


def test_filters(house: dict[str, Any]) -> None:
    hr = make.actor(Role.HR)
    assert names(hr, kind="other") == ["hal", "Tim"]
    assert names(hr, kind="senco") == ["Ann Lee", "Ann Lee Brown", "Éva Ó’Neill", "Zoe"]
    assert names(hr, waiting=TOLD) == ["Éva Ó’Neill", "hal"]
    assert names(hr, waiting=AWARD) == ["Ann Lee Brown"]
    assert names(hr, waiting=TOLD, kind="other", words="ash") == ["hal"]
    herself = make.actor(Role.HR, person=house["eva"])
    assert names(herself, waiting=TOLD) == ["hal"]
    assert {one.name: one.changes for one in listed(herself)}["Éva Ó’Neill"] == 0


def test_orders(house: dict[str, Any]) -> None:
    hr = make.actor(Role.HR)
    by_academy = ["Ann Lee", "hal", "Zoe", "Ann Lee Brown", "Éva Ó’Neill", "Tim"]
    assert names(hr, sort="academy") == by_academy
    assert names(hr, sort="academy", descending=True) == [
        "Ann Lee Brown", "Éva Ó’Neill", "Ann Lee", "hal", "Zoe", "Tim",
    ]  # fmt: skip
    assert [one.qualification for one in listed(hr, sort="qualification")] == [
        "npqsenco, Jul 2018", "NASENCO, Jul 2020", "NPQSENCO, enrolled", *["Not recorded"] * 3,
    ]  # fmt: skip
    most = listed(hr, sort="waiting", descending=True)
    assert [(one.name, one.changes, one.awards) for one in most[:3]] == [
        ("Éva Ó’Neill", 2, 0), ("Ann Lee Brown", 0, 1), ("hal", 1, 0),
    ]  # fmt: skip


def test_a_senco_sees_names_and_mail_elsewhere_and_their_own_record(house: dict[str, Any]) -> None:
    senco = make.actor(Role.SENCO, person=house["ann"])
    # Held somewhere, as one who is in post is: the directory reaches the whole trust then.
    holding = senco.holdings[0].__class__(Role.SENCO, academies=frozenset({house["ash"].id}))
    senco = Actor("Ann", 1, house["ann"].id, (holding,))
    found = {one.name: one for one in listed(senco)}
    assert sorted(found) == ["Ann Lee", "Ann Lee Brown", "Zoe", "Éva Ó’Neill"]
    assert found["Ann Lee"].opens
    assert found["Ann Lee"].posts == (("SENCO Ann Lee", "Ash", house["ash"].urn),)
    for name in ("Zoe", "Éva Ó’Neill"):
        one = found[name]
        assert (one.opens, one.posts, one.qualification, one.changes) == (False, (), "", 0)
        assert one.email
    assert names(senco, words="birchs") == []
    assert names(senco, words="ash") == ["Ann Lee"]


def test_a_head_sees_no_post_of_their_people_elsewhere(house: dict[str, Any]) -> None:
    head = make.actor(Role.HEADTEACHER, academies=[house["ash"]])
    found = {one.name: one for one in listed(head)}
    assert sorted(found) == ["Ann Lee", "Zoe", "hal"]
    assert [post[1] for post in found["Zoe"].posts] == ["Ash"]
    assert names(head, words="birchs") == []
    assert names(head, sort="qualification") == ["Ann Lee", "hal", "Zoe"]


def test_hr_of_one_academy_checks_there_only(house: dict[str, Any]) -> None:
    of_ash = make.actor(Role.HR, academies=[house["ash"]])
    assert names(of_ash, waiting=TOLD) == ["hal"]
    assert people.to_check(of_ash, make.TODAY) == (1, 1)
    assert people.to_check(make.actor(Role.HR), make.TODAY) == (3, 2)


@pytest.mark.parametrize("many", [1, 130])
def test_the_list_costs_as_much_however_many_there_are(many: int) -> None:
    with make.saved():
        settings.name_trust("Larch Trust")
        for number in range(many):
            academy = make.academy(f"Academy {number:03}")
            person = make.person(f"Person {number:03}")
            make.qualification(person, passed_on=date(2025, 7, 4))
            make.senco(academy, person=person)
            claim(person)
    hr, revision = make.actor(Role.HR), settings.current().revision
    for wanted, statements in (
        (Wanted(), [4, 3]),
        (Wanted(words="person academy", kind="senco", waiting=TOLD), [4, 3]),
        (Wanted(sort="qualification", descending=True), [4, 3]),
    ):
        asked: list[int] = []
        found: list[tuple[int, int]] = []
        for _ in range(2):
            with Queries() as queries:
                ids = people.view(hr, wanted, make.TODAY, revision=revision)
                shown = people.page(hr, ids[: people.PAGE_LENGTH], make.TODAY)
                found.append((len(ids), len(shown)))
            asked.append(len(queries))
        assert (asked, found) == (statements, [(many, min(many, 50))] * 2)
