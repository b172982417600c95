"""Accounts: how they are made, the pause after failures, and the work a wrong password costs."""

from datetime import timedelta
from typing import Literal

import pytest
from argon2 import PasswordHasher, extract_parameters
from sqlalchemy import func, select

from tests import factories as make
from trust_inclusion.db import db, transaction
from trust_inclusion.domain.access import OPERATOR, Refused, Role
from trust_inclusion.models.accounts import Account, AccountGrant, FailedSignIn, SignIn
from trust_inclusion.services import accounts, sign_ins
from trust_inclusion.services.accounts import GrantOf, NewAccount, NotCreated

pytestmark = pytest.mark.usefixtures("session")
TRUST_WIDE = (GrantOf(Role.DIRECTOR, everything=True),)


class CountingHasher(PasswordHasher):
    """The real hasher, which notes what it was made to check."""

    def __init__(self) -> None:
        super().__init__(time_cost=1, memory_cost=8, parallelism=1)
        self.checked: list[str | bytes] = []

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002
        """Check, and note against what."""
        self.checked.append(hash)
        return super().verify(hash, password)


def created(email: str = "new@trust.example", **more: object) -> Account:
    """An account made by the operator."""
    wanted = {"name": "Nell New", "password_hash": "x", "grants": TRUST_WIDE, **more}
    with transaction():
        return accounts.create(OPERATOR, NewAccount(email, **wanted), now=make.NOW)  # type: ignore[arg-type]


def test_an_account_belongs_to_the_person_of_its_address() -> None:
    with transaction():
        person = make.person("Nell", email="nell@school.example")
    account = created("  Nell@School.Example ")
    assert (account.email, account.person_id) == ("nell@school.example", person.id)
    assert created("other@school.example").person_id is None


@pytest.mark.parametrize(
    ("email", "more", "said"),
    [
        ("", {}, "is not an e-mail address"),
        ("nobody", {}, "is not an e-mail address"),
        ("x" * 200 + "@a.b", {}, "is not an e-mail address"),
        ("THERE@trust.example", {}, "An account for there@trust.example exists already."),
        ("a@b.c", {"grants": (GrantOf(Role.HEADTEACHER),)}, "name at least one"),
        ("a@b.c", {"grants": (GrantOf(Role.HEADTEACHER, everything=True),)}, "name at least one"),
        ("a@b.c", {"grants": (GrantOf(Role.SENCO, urns=(100_001,)),)}, "name none"),
        ("a@b.c", {"grants": (GrantOf(Role.HR),)}, "Say where the role is held"),
        ("a@b.c", {"grants": (GrantOf(Role.OPERATOR, everything=True),)}, "never an account"),
        ("a@b.c", {"grants": (GrantOf(Role.GOVERNOR, urns=(1,)),)}, "No academy with URN 1 is"),
    ],
)
def test_an_account_that_cannot_be(email: str, more: dict[str, object], said: str) -> None:
    created("there@trust.example")
    with pytest.raises(NotCreated, match=said):
        created(email, **more)
    assert db.session.scalar(select(func.count()).select_from(Account)) == 1


def test_only_an_admin_or_the_operator_makes_accounts() -> None:
    new = NewAccount("a@b.c", "A", "x", TRUST_WIDE)
    for role in Role:
        if role not in (Role.ADMIN, Role.OPERATOR, Role.HEADTEACHER, Role.GOVERNOR):
            with pytest.raises(Refused):
                accounts.create(make.actor(role), new, now=make.NOW)


def test_a_role_is_held_at_each_academy_named() -> None:
    with transaction():
        urns = [make.academy().urn for _ in range(2)]
    created(grants=(GrantOf(Role.HEADTEACHER, urns=urns), GrantOf(Role.SENCO)))
    rows = db.session.scalars(select(AccountGrant).order_by(AccountGrant.id)).all()
    assert [(row.role, row.everything, row.academy_id is None) for row in rows] == [
        ("headteacher", False, False), ("headteacher", False, False), ("senco", False, True),
    ]  # fmt: skip


def test_an_unknown_address_costs_the_same_work_as_a_known_one() -> None:
    hasher = CountingHasher()
    known = created("known@trust.example", password_hash=hasher.hash("right"))
    created("none@trust.example", password_hash=None)
    off = created("off@trust.example", password_hash=hasher.hash("right"))
    with transaction():
        off.disabled = True
    for email, password, found in (
        ("known@trust.example", "right", known.id),
        ("known@trust.example", "wrong", None),
        ("unknown@trust.example", "right", None),
        ("none@trust.example", "right", None),
        ("off@trust.example", "right", None),
    ):
        hasher.checked.clear()
        assert accounts.with_password(email, password, hasher) == found, email
        assert len(hasher.checked) == 1
        checked = hasher.checked[0]
        assert isinstance(checked, str)
        assert extract_parameters(checked) == extract_parameters(hasher.hash("x"))


def failed(email: str, address: str, times: int) -> None:
    """So many failures now."""
    for _ in range(times):
        with transaction():
            accounts.failed(email, address, now=make.NOW)


def test_the_pause_is_by_address_of_mail_and_of_network() -> None:
    failed("a@b.c", "10.0.0.1", 4)
    assert not accounts.locked("a@b.c", "10.0.0.1", now=make.NOW)
    failed(" A@B.C ", "10.0.0.2", 1)
    assert accounts.locked("a@b.c", "10.0.0.9", now=make.NOW)
    assert not accounts.locked("other@b.c", "10.0.0.1", now=make.NOW)
    later = make.NOW + accounts.LOCK
    assert accounts.locked("a@b.c", "10.0.0.9", now=later - timedelta(seconds=1))
    assert not accounts.locked("a@b.c", "10.0.0.9", now=later)


def test_failures_that_no_longer_count_are_swept_and_hold_no_address_of_mail() -> None:
    failed("a@b.c", "10.0.0.1", 3)
    with transaction():
        accounts.failed("d@e.f", "10.0.0.1", now=make.NOW + accounts.LOCK)
    rows = db.session.scalars(select(FailedSignIn)).all()
    assert len(rows) == 1
    assert "d@e.f" not in rows[0].email_digest


def test_a_sign_in_is_kept_by_digest_and_swept_when_it_has_ended() -> None:
    account = created()
    secrets = []
    for hours in (0, 2, 4):
        moment = make.NOW + timedelta(hours=hours)
        with transaction():
            secrets.append(accounts.begin(account.id, account.email, now=moment, hours=3))
    rows = db.session.scalars(select(SignIn)).all()
    assert len(rows) == 2
    assert not {row.id for row in rows} & set(secrets)
    now = make.NOW + timedelta(hours=4)
    found = [sign_ins.signed_in(secret, now=now, today=make.TODAY) for secret in secrets]
    assert [one.actor.account_id if one else None for one in found] == [
        None, account.id, account.id,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("password", "email", "good"),
    [
        ("quietly seven otters", "jo@trust.example", True),
        ("jolly green giants", "jo@trust.example", True),
        ("my JOSEPHINE and me", "josephine@trust.example", False),
        ("eleven char", "jo@trust.example", False),
        ("abababababab", "jo@trust.example", False),
        ("x" * 201, "jo@trust.example", False),
        ("é🙂ñøåßþðæœłž", "jo@trust.example", True),
    ],
)
def test_passwords(password: str, email: str, *, good: bool) -> None:
    assert (accounts.password_problem(password, email) is None) == good
