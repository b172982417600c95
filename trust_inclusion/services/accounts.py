"""Accounts, the roles they hold, and signing in."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, func, select

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Role
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account, AccountGrant, FailedSignIn, SignIn
from trust_inclusion.models.people import Person
from trust_inclusion.services import audit, settings

FAILURES_PER_EMAIL = 5
FAILURES_PER_ADDRESS = 50
LOCK = timedelta(minutes=15)
SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200
SHORTEST_MAILBOX = 4
"""From so many letters on, the name before the @ may not be part of the password."""


class NotCreated(Exception):
    """The account cannot be made like this. The message is safe to show."""


@dataclass(frozen=True, slots=True)
class GrantOf:
    """A role to be granted: trust-wide, or at academies by URN."""

    role: Role
    everything: bool = False
    urns: Sequence[int] = ()
    with_pay: bool = False


@dataclass(frozen=True, slots=True)
class NewAccount:
    email: str
    name: str
    password_hash: str
    grants: Sequence[GrantOf] = field(default=())


def create(actor: Actor, new: NewAccount, *, now: datetime) -> Account:
    """Make an account with its roles; linked to the person with the same e-mail, if any.

    Raises NotCreated when the e-mail is in use, an academy is unknown or a role cannot be held so.
    """
    access.require(actor, Action.CREATE_ACCOUNT, access.TRUST)
    email = normal_email(new.email)
    if "@" not in email or len(email) > 200:
        raise NotCreated(f"“{new.email}” is not an e-mail address.")
    if db.session.scalar(select(Account.id).where(Account.email == email)) is not None:
        raise NotCreated(f"An account for {email} exists already.")
    person_id = db.session.scalar(select(Person.id).where(Person.email == email))
    account = Account(
        email=email,
        name=new.name.strip() or email,
        password_hash=new.password_hash,
        person_id=person_id,
        disabled=False,
        created_at=now,
    )
    account.grants = [row for grant in new.grants for row in _grant_rows(grant)]
    db.session.add(account)
    db.session.flush()
    # What waits for whom is kept until the revision rises, and hangs on who holds which role.
    settings.raise_revision()
    roles = {"roles": sorted({grant.role.value for grant in new.grants}), "person_id": person_id}
    audit.record(actor, "account_created", "account", account.id, now=now, after=roles)
    return account


def _grant_rows(grant: GrantOf) -> list[AccountGrant]:
    problem = access.scope_problem(grant.role, grant.everything, grant.urns)
    if problem:
        raise NotCreated(problem)
    rows = [
        AccountGrant(
            role=grant.role.value,
            everything=grant.everything,
            academy_id=_academy_id(urn),
            with_pay=grant.with_pay,
        )
        for urn in grant.urns
    ]
    return rows or [
        AccountGrant(role=grant.role.value, everything=grant.everything, with_pay=grant.with_pay)
    ]


def _academy_id(urn: int) -> int:
    found = db.session.scalar(select(Academy.id).where(Academy.urn == urn))
    if found is None:
        raise NotCreated(f"No academy with URN {urn} is known: import the academies first.")
    return found


def id_of(email: str) -> int | None:
    """The account with this e-mail address that may sign in, if there is one."""
    return db.session.scalar(
        select(Account.id).where(Account.email == normal_email(email), Account.disabled.is_(False))
    )


def email_of(actor: Actor) -> str:
    """The e-mail address the actor signs in with."""
    return db.session.get_one(Account, actor.account_id).email


def normal_email(text: str) -> str:
    """An e-mail address as it is stored and compared."""
    return text.strip().casefold()


def password_problem(password: str, email: str) -> str | None:
    """Why a password is too weak, in a sentence; None when it will do."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Use at least {SHORTEST_PASSWORD} characters: three or four words are easy to keep."
    if len(password) > LONGEST_PASSWORD:
        return f"Use at most {LONGEST_PASSWORD} characters."
    mailbox = normal_email(email).split("@")[0]
    told = len(mailbox) >= SHORTEST_MAILBOX and mailbox in password.casefold()
    if len(set(password)) < 5 or told:
        return "Choose a password that is harder to guess."
    return None


def locked(email: str, address: str, *, now: datetime) -> bool:
    """Whether sign-in is paused after repeated failure, for this e-mail or from this address.

    Counted whether or not the account exists, so that nothing can be learned from it.
    """
    since = now - LOCK
    by_email = select(func.count()).where(
        FailedSignIn.email_digest == _digest(normal_email(email)), FailedSignIn.failed_at > since
    )
    by_address = select(func.count()).where(
        FailedSignIn.address == address, FailedSignIn.failed_at > since
    )
    emails, addresses = db.session.execute(
        select(by_email.scalar_subquery(), by_address.scalar_subquery())
    ).one()
    return emails >= FAILURES_PER_EMAIL or addresses >= FAILURES_PER_ADDRESS


def with_password(email: str, password: str, hasher: PasswordHasher) -> int | None:
    """The id of the account whose password this is, else None. Slow on purpose.

    An unknown e-mail costs the same work as a known one.
    """
    row = db.session.execute(
        select(Account.id, Account.password_hash, Account.disabled).where(
            Account.email == normal_email(email)
        )
    ).one_or_none()
    usable = row is not None and row.password_hash is not None and not row.disabled
    stored = row.password_hash if row is not None and usable else _nobody(hasher)
    try:
        hasher.verify(stored or "", password[:LONGEST_PASSWORD])
    except VerificationError:
        return None
    return row.id if row is not None and usable else None


_NOBODY: dict[tuple[int, int, int], str] = {}


def _nobody(hasher: PasswordHasher) -> str:
    """A hash that no password opens, made with the same cost settings as real ones."""
    cost = (hasher.time_cost, hasher.memory_cost, hasher.parallelism)
    if cost not in _NOBODY:
        _NOBODY[cost] = hasher.hash(secrets.token_urlsafe(32))
    return _NOBODY[cost]


def failed(email: str, address: str, *, now: datetime) -> None:
    """Note a refused attempt, and sweep those that no longer count."""
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.failed_at <= now - LOCK))
    digest = _digest(normal_email(email))
    db.session.add(FailedSignIn(email_digest=digest, address=address[:45], failed_at=now))
    db.session.flush()


def begin(account_id: int, email: str, *, now: datetime, hours: int) -> str:
    """Open a sign-in and give the secret for the browser's cookie; only its digest is kept."""
    db.session.execute(
        delete(FailedSignIn).where(FailedSignIn.email_digest == _digest(normal_email(email)))
    )
    db.session.execute(delete(SignIn).where(SignIn.ends_at <= now))
    secret = secrets.token_urlsafe(32)
    ends_at = now + timedelta(hours=hours)
    row = SignIn(id=_digest(secret), account_id=account_id, started_at=now, ends_at=ends_at)
    db.session.add(row)
    actor = Actor("", account_id=account_id)
    audit.record(actor, "signed_in", "account", account_id, now=now)
    return secret


def end(secret: str, *, now: datetime) -> None:
    """Close a sign-in: its cookie opens nothing any more."""
    row = db.session.get(SignIn, _digest(secret))
    if row is not None:
        db.session.delete(row)
        actor = Actor("", account_id=row.account_id)
        audit.record(actor, "signed_out", "account", row.account_id, now=now)


def change_password(actor: Actor, password_hash: str, keep: str, *, now: datetime) -> None:
    """Set the actor's own password and end every other sign-in of theirs."""
    account = db.session.get_one(Account, actor.account_id)
    account.password_hash = password_hash
    db.session.execute(
        delete(SignIn).where(SignIn.account_id == account.id, SignIn.id != _digest(keep))
    )
    audit.record(actor, "password_changed", "account", account.id, now=now)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
