"""The trust that web tests look at: every role, two academies and one that left."""

from dataclasses import dataclass
from datetime import date

import pytest
from flask import Flask
from time_machine import TimeMachineFixture

from tests import factories as make
from tests.client import Client, Who
from trust_inclusion.db import db
from trust_inclusion.domain.access import Role
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.academies import Academy, Hub
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.people import Person
from trust_inclusion.services import settings

LEFT_ON = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def clock(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    """Tests of the web begin at one instant, and move it where they are about time."""
    time_machine.move_to(make.NOW)
    return time_machine


@dataclass(frozen=True, slots=True)
class Trust:
    """The trust in plain values: whom to sign in, and where to look."""

    app: Flask
    accounts: dict[str, Who]
    own: int
    """URN of Ash, in the hub North: the academy of the roles held at one academy."""
    other: int
    """URN of Birch, in the hub South."""
    left: int
    """URN of Cedar, in the hub North until it left the trust."""
    action_id: int
    """An action at Ash, given to its head teacher."""
    people: dict[str, int]
    """Ids of Olive Own and Carl Colleague (Ash), Nora Next (Birch) and Lena Left (Cedar)."""

    def client(self, name: str) -> Client:
        """A browser in which the account of this name is signed in."""
        return Client(self.app).sign_in(self.accounts[name])


@pytest.fixture
def trust(app: Flask) -> Trust:
    """A trust in which every role is held by somebody."""
    with app.app_context():
        with make.saved():
            settings.name_trust("Larch Trust")
            own, other, left, north, people = _academies()
            accounts = _accounts(own, left, north, people)
            review = make.review(
                own,
                reviewer=accounts["director"],
                note="Ash was seen on a quiet day.",
                actions=[("Move the phone", accounts["headteacher"], date(2026, 12, 1))],
            )
        ids = {name: person.id for name, person in people.items()}
        found = {name: Who(account.id, account.email) for name, account in accounts.items()}
        made = Trust(app, found, own.urn, other.urn, left.urn, review.actions[0].id, ids)
        db.session.remove()
    return made


def _academies() -> tuple[Academy, Academy, Academy, Hub, dict[str, Person]]:
    north, south = make.hub("North"), make.hub("South")
    own = make.academy("Ash", hub=north)
    other = make.academy("Birch", hub=south, phase="4")
    left = make.academy("Cedar", hub=north, left_on=LEFT_ON)
    people: dict[str, Person] = {}
    for academy, name, point, course, stage in (
        (own, "Olive Own", "M3", "NPQSENCO", 3),
        (own, "Carl Colleague", "U2", "NASENCO", 5),
        (other, "Nora Next", "L7", "NASENCO", 6),
        (left, "Lena Left", "M6", "NASENCO", 4),
    ):
        person = make.person(name, trn=f"77{len(people):05}", stages=(stage, stage, stage))
        make.qualification(person, course, passed_on=date(2025, 7, 4))
        make.senco(academy, person=person, title=f"SENCO {len(people)}", pay_point=point)
        people[name] = person
    helper = make.person("Hal Helper")
    post = make.post(own, kind=PostKind.ASSISTANT, title="Assistant SENCO", hours=3)
    make.appointment(post, helper, designated=False, pay_point="M1")
    for academy in (own, other, left):
        make.evidence_for(academy)
    return own, other, left, north, people


def _accounts(
    own: Academy, left: Academy, north: Hub, people: dict[str, Person]
) -> dict[str, Account]:
    made = {
        "director": make.account(Role.DIRECTOR),
        "trustee": make.account(Role.TRUST_LEADER),
        "executive": make.account(Role.TRUST_LEADER, with_pay=True),
        "hr": make.account(Role.HR),
        "headteacher": make.account(Role.HEADTEACHER, academies=[own]),
        "senco": make.account(Role.SENCO, person=people["Olive Own"]),
        "governor": make.account(Role.GOVERNOR, academies=[own]),
        "admin": make.account(Role.ADMIN),
        "deputy": make.account(Role.DEPUTY),
        "director of a hub": make.account(Role.DIRECTOR, hubs=[north]),
        "head and trustee": make.account(Role.HEADTEACHER, academies=[own]),
        "senco and governor": make.account(Role.SENCO, person=people["Nora Next"]),
        "head of what left": make.account(Role.HEADTEACHER, academies=[left]),
        "senco of what left": make.account(Role.SENCO, person=people["Lena Left"]),
        "director no longer": make.account(Role.DIRECTOR, ends_on=date(2026, 11, 20)),
        "director not yet": make.account(Role.DIRECTOR, starts_on=date(2026, 11, 22)),
    }
    make.grant(made["head and trustee"], Role.TRUST_LEADER)
    make.grant(made["senco and governor"], Role.GOVERNOR, academies=[own])
    return made
