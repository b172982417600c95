"""Who a sign-in belongs to: the roles and the reach that hold today, in one statement."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.client import Queries
from trust_inclusion.db import transaction
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Place, Role
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.people import Person
from trust_inclusion.services import accounts, settings, sign_ins
from trust_inclusion.services.sign_ins import SignedIn

pytestmark = pytest.mark.usefixtures("session")
TODAY, DAY = make.TODAY, timedelta(days=1)


def signed_in(account: Account, today: date = TODAY) -> SignedIn:
    """The account as a request finds it."""
    with transaction():
        secret = accounts.begin(account.id, account.email, now=make.NOW, hours=12)
    found = sign_ins.signed_in(secret, now=make.NOW, today=today)
    assert found
    return found


def reaches(actor: Actor, academy: Academy, action: Action = Action.SEE_ACADEMY) -> bool:
    """Whether an academy is within reach."""
    return access.may(actor, action, Place(academy.id, academy.hub_id))


APPOINTED: dict[str, tuple[Callable[[Academy, Person], object], bool]] = {
    "now": (lambda a, p: make.senco(a, person=p), True),
    "until today": (lambda a, p: make.senco(a, person=p, until=TODAY), True),
    "until yesterday": (lambda a, p: make.senco(a, person=p, until=TODAY - DAY), False),
    "from today": (lambda a, p: make.senco(a, person=p, since=TODAY), True),
    "from tomorrow": (lambda a, p: make.senco(a, person=p, since=TODAY + DAY), False),
    "absent": (lambda a, p: make.senco(a, person=p, absent=(TODAY, None)), True),
    "undesignated": (lambda a, p: make.senco(a, person=p, designated=False), True),
    "assistant": (lambda a, p: make.appointment(make.post(a, kind=PostKind.ASSISTANT), p), True),
    "somebody else": (lambda a, _: make.senco(a), False),
}


@pytest.mark.parametrize(("appoint", "reached"), APPOINTED.values(), ids=APPOINTED)
def test_a_sencos_academies_follow_from_their_appointments(
    appoint: Callable[[Academy, Person], object], *, reached: bool
) -> None:
    with make.saved():
        academy, other, person = make.academy(), make.academy(), make.person()
        appoint(academy, person)
        account = make.account(Role.SENCO, person=person)
    actor = signed_in(account).actor
    assert reaches(actor, academy) == reached
    assert not reaches(actor, other)
    assert access.may(actor, Action.SEE_PAY, Place(person_id=person.id))
    assert not reaches(actor, academy, Action.SEE_PAY)


def test_a_senco_of_two_academies_reaches_both() -> None:
    with make.saved():
        academies, person = [make.academy(), make.academy()], make.person()
        for academy in academies:
            make.senco(academy, person=person)
        account = make.account(Role.SENCO, person=person)
    actor = signed_in(account).actor
    assert all(reaches(actor, academy) for academy in academies)
    assert len(actor.holdings) == 1


def test_an_appointment_gives_no_other_role_a_place() -> None:
    """A governor who works elsewhere as SENCO, without that role on the account."""
    with make.saved():
        governed, worked, person = make.academy(), make.academy(), make.person()
        make.senco(worked, person=person)
        account = make.account(Role.GOVERNOR, person=person, academies=[governed])
    actor = signed_in(account).actor
    assert reaches(actor, governed)
    assert not reaches(actor, worked)
    assert not access.may(actor, Action.SEE_PAY, Place(person_id=person.id))


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "held"),
    [
        (None, None, True),
        (TODAY, TODAY, True),
        (TODAY + DAY, None, False),
        (None, TODAY - DAY, False),
        (TODAY - DAY, TODAY + DAY, True),
    ],
)
def test_a_role_is_held_on_both_its_days(
    starts_on: date | None, ends_on: date | None, *, held: bool
) -> None:
    with make.saved():
        account = make.account(Role.DIRECTOR, starts_on=starts_on, ends_on=ends_on)
    assert signed_in(account).actor.roles == ((Role.DIRECTOR,) if held else ())


@pytest.mark.parametrize(("left_on", "reached"), [(TODAY, False), (TODAY + DAY, True)])
def test_access_through_an_academy_ends_with_its_leaving(left_on: date, *, reached: bool) -> None:
    with make.saved():
        academy, person = make.academy(left_on=left_on), make.person()
        make.senco(academy, person=person)
        found = [
            make.account(Role.HEADTEACHER, academies=[academy]),
            make.account(Role.GOVERNOR, academies=[academy]),
            make.account(Role.DIRECTOR, academies=[academy]),
            make.account(Role.SENCO, person=person),
        ]
        wide = make.account(Role.DIRECTOR)
    assert [reaches(signed_in(one).actor, academy) for one in found] == [reached] * 4
    assert reaches(signed_in(wide).actor, academy)


def test_roles_keep_their_own_places_and_grants() -> None:
    with make.saved():
        north, south = make.hub("North"), make.hub("South")
        a, b, c = make.academy(hub=north), make.academy(hub=south), make.academy()
        account = make.account(Role.TRUST_LEADER)
        make.grant(account, Role.HEADTEACHER, academies=[a, b])
        make.grant(account, Role.HR, hubs=[south])
    actor = signed_in(account).actor
    assert actor.roles == (Role.TRUST_LEADER, Role.HR, Role.HEADTEACHER)
    assert [reaches(actor, one) for one in (a, b, c)] == [True, True, True]
    assert [reaches(actor, one, Action.SEE_PAY) for one in (a, b, c)] == [True, True, False]
    assert [reaches(actor, one, Action.SET_HUB) for one in (a, b, c)] == [False, True, False]
    assert [reaches(actor, one, Action.REVIEW_ACADEMY) for one in (a, b, c)] == [True] * 3


def test_pay_is_granted_with_one_holding_and_not_another() -> None:
    with make.saved():
        a, b = make.academy(), make.academy()
        account = make.account(Role.TRUST_LEADER, academies=[a], with_pay=True)
        make.grant(account, Role.TRUST_LEADER, academies=[b])
    actor = signed_in(account).actor
    assert [reaches(actor, one) for one in (a, b)] == [True, True]
    assert [reaches(actor, one, Action.SEE_PAY) for one in (a, b)] == [True, False]


def test_everything_about_a_reader_comes_in_one_statement() -> None:
    with make.saved():
        settings.name_trust("Larch Trust", "3252")
        academies = [make.academy() for _ in range(20)]
        account = make.account(Role.HEADTEACHER, academies=academies)
        for academy in academies:
            make.review(academy, actions=[("Call", account, TODAY)])
    with transaction():
        secret = accounts.begin(account.id, account.email, now=make.NOW, hours=12)
    with Queries() as asked:
        found = sign_ins.signed_in(secret, now=make.NOW, today=TODAY)
    assert len(asked) == 1
    assert found
    assert found.actions == 20
    assert (found.settings.trust_name, found.settings.trust_uid) == ("Larch Trust", "3252")
    assert len(found.actor.holdings[0].academies) == 20


def test_a_wrong_or_ended_secret_is_nobodys() -> None:
    with make.saved():
        account = make.account(Role.DIRECTOR)
    with transaction():
        secret = accounts.begin(account.id, account.email, now=make.NOW, hours=1)
    for text, moment in ((secret + "x", make.NOW), ("", make.NOW), ("\x00", make.NOW),
                         (secret, make.NOW + timedelta(hours=1))):  # fmt: skip
        assert sign_ins.signed_in(text, now=moment, today=TODAY) is None
    with transaction():
        account.disabled = True
    assert sign_ins.signed_in(secret, now=make.NOW, today=TODAY) is None
