"""What waits for whom: one place counts, for the header and for home, and nothing twice."""

from typing import Any

import pytest
from sqlalchemy import select

from tests import clock_rows
from tests import factories as make
from tests.client import Queries
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import Role
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment
from trust_inclusion.models.records import Claim, Ruling
from trust_inclusion.services import accounts, confirmations, settings, sign_ins, waiting
from trust_inclusion.services.sign_ins import SignedIn
from trust_inclusion.services.waiting import Counts

pytestmark = pytest.mark.usefixtures("session")


class House:
    """Ash in the hub North and Birch without a hub, each with a SENCO."""

    def __init__(self) -> None:
        with make.saved():
            settings.name_trust("Larch Trust")
            self.north = make.hub("North")
            self.ash = make.academy("Ash", hub=self.north)
            self.birch = make.academy("Birch")
            self.olive, self.nora = make.person("Olive"), make.person("Nora")
            for academy, person in ((self.ash, self.olive), (self.birch, self.nora)):
                make.senco(academy, person=person)

    def account(self, role: Role, **more: Any) -> Account:
        """Somebody who holds a role."""
        with make.saved():
            return make.account(role, **more)


@pytest.fixture
def house() -> House:
    """A trust in which nothing waits but that two SENCOs confirm their record."""
    return House()


def reader(account: Account) -> SignedIn:
    """The account as a request finds it."""
    with transaction():
        secret = accounts.begin(account.id, account.email, now=make.NOW, hours=1)
    found = sign_ins.signed_in(secret, now=make.NOW, today=make.TODAY)
    assert found
    return found


def counted(account: Account) -> Counts:
    """What waits for the account; home lists exactly as much."""
    found = reader(account)
    counts = waiting.counts(found, make.TODAY)
    assert sum(one.count for one in waiting.listed(found, make.TODAY)) == counts.total
    return counts


def claim(person: Person, state: str = "pending") -> None:
    """A change that a person told of their record."""
    with make.saved():
        made = Claim(person_id=person.id, about="teacher", proposed={}, state=state)
        made.made_at = make.NOW
        db.session.add(made)


def proposed(person: Person, by: Account | None = None, state: str = "proposed") -> None:
    """A ruling on a person."""
    with make.saved():
        made = Ruling(person_id=person.id, kind="accept", reasons="Why", state=state)
        made.proposed_by_id, made.proposed_at = by.id if by else None, make.NOW
        db.session.add(made)


def test_claims_wait_for_who_checks_them_within_reach_and_not_for_their_own(house: House) -> None:
    hr, of_north = house.account(Role.HR), house.account(Role.HR, hubs=[house.north])
    herself = house.account(Role.HR, person=house.nora)
    others = [house.account(role) for role in (Role.DIRECTOR, Role.TRUST_LEADER, Role.ADMIN)]
    for person in (house.olive, house.nora, house.nora):
        claim(person)
    claim(house.nora, "refused")
    claim(house.olive, "withdrawn")
    assert counted(hr) == Counts(claims=3)
    assert counted(of_north) == Counts(claims=1)
    assert counted(herself) == Counts(claims=1)
    assert [counted(one) for one in others] == [Counts()] * 3
    said = waiting.listed(reader(hr), make.TODAY)
    assert [(one.sentence, one.href) for one in said] == [
        ("3 changes to check on 2 people’s records", "/people/?waiting=yes")
    ]


def test_a_claim_of_who_left_waits_for_nobody(house: House) -> None:
    hr = house.account(Role.HR)
    claim(house.olive)
    with make.saved():
        held = db.session.scalars(
            select(Appointment).where(Appointment.person_id == house.olive.id)
        ).one()
        held.ended_on = make.TODAY.replace(day=20)
    assert counted(hr) == Counts()


def test_rulings_wait_for_who_decides_but_not_their_proposer_or_subject(house: House) -> None:
    director = house.account(Role.DIRECTOR)
    proposer, herself = (
        house.account(Role.DIRECTOR),
        house.account(Role.DIRECTOR, person=house.nora),
    )
    of_north = house.account(Role.TRUST_LEADER, hubs=[house.north])
    hr = house.account(Role.HR)
    proposed(house.nora, by=proposer)
    proposed(house.olive)
    proposed(house.olive, state="accepted")
    assert counted(director) == Counts(rulings=2)
    assert counted(proposer) == Counts(rulings=1)
    assert counted(herself) == Counts(rulings=1)
    assert counted(of_north) == Counts(rulings=1)
    assert counted(hr) == Counts()
    assert [(one.sentence, one.href) for one in waiting.listed(reader(proposer), make.TODAY)] == [
        ("The ruling on Olive to decide", f"/people/{house.olive.id}#rulings")
    ]


def test_a_senco_is_asked_to_confirm_until_they_did(house: House) -> None:
    account = house.account(Role.SENCO, person=house.olive)
    only_head = house.account(Role.HEADTEACHER, academies=[house.ash], person=house.nora)
    with make.saved():
        away = make.account(Role.SENCO, person=make.person())
    assert counted(account) == Counts(confirmation=1)
    assert counted(only_head) == Counts(), "no SENCO by role"
    assert counted(away) == Counts(), "no SENCO by post"
    actor = reader(account).actor
    with transaction():
        confirmations.confirm(actor, today=make.TODAY, now=make.NOW)
    assert counted(account) == Counts()


def test_who_left_is_not_asked(house: House) -> None:
    account = house.account(Role.SENCO, person=house.olive)
    held = db.session.scalars(select(Appointment).filter_by(person_id=house.olive.id)).one()
    ash = db.session.get_one(Academy, house.ash.id)
    row = clock_rows.row(ash, held)
    with transaction():
        db.session.get_one(Academy, row["academy_id"]).left_on = make.TODAY
    clock_rows.stand(row)
    assert counted(account) == Counts()


def test_actions_wait_for_their_owner_and_kinds_add_up(house: House) -> None:
    director = house.account(Role.DIRECTOR)
    with make.saved():
        make.review(
            house.ash, actions=[("Do", director, make.TODAY), ("Ask", director, make.TODAY)]
        )
    proposed(house.olive)
    found = counted(director)
    assert (found, found.total) == (Counts(rulings=1, actions=2), 3)


def test_a_page_asks_nothing_more_where_nothing_waits_and_once_where_something_does(
    house: House,
) -> None:
    hr, director = house.account(Role.HR), house.account(Role.DIRECTOR)

    def asked(account: Account) -> list[int]:
        found = reader(account)
        many: list[int] = []
        for _ in range(2):
            with Queries() as queries:
                waiting.counts(found, make.TODAY)
            many.append(len(queries))
        return many

    assert (asked(hr), asked(director)) == ([0, 0], [0, 0])
    claim(house.olive)
    proposed(house.olive)
    assert (asked(hr), asked(director)) == ([1, 0], [1, 0])
