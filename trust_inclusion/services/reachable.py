"""Who holds which role today, as the actors they are: for telling people, and for who may act."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, or_, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain.access import Actor, Holding, Role
from trust_inclusion.models.accounts import Account, AccountGrant


@dataclass(frozen=True, slots=True)
class Reachable:
    """An account that may sign in today, with the roles asked for and where to write to."""

    actor: Actor
    email: str


def holding(roles: Iterable[Role], academy_ids: Iterable[int], today: date) -> list[Reachable]:
    """Whoever holds one of `roles` today; headteachers only of these academies.

    One query, in the order of accounts.
    """
    wanted = set(roles)
    grants, heads = AccountGrant, Role.HEADTEACHER.value
    others = [role.value for role in wanted if role is not Role.HEADTEACHER]
    either = grants.role.in_(others)
    if Role.HEADTEACHER in wanted:
        either = or_(either, (grants.role == heads) & grants.academy_id.in_(set(academy_ids)))
    return [_reachable(theirs) for theirs in _rows(today, either)]


def sencos(person_ids: Iterable[int], today: date) -> list[Reachable]:
    """The accounts of these people that are held as a SENCO today. One query."""
    rows = _rows(today, AccountGrant.role == Role.SENCO.value, Account.person_id.in_(person_ids))
    return [_reachable(theirs) for theirs in rows]


def account(account_id: int | None, today: date) -> Reachable | None:
    """One account with all its roles of today; None where it may not sign in or holds none."""
    rows = _rows(today, Account.id == account_id)
    return _reachable(rows[0]) if rows else None


def _rows(today: date, *where: ColumnElement[bool]) -> list[list[AnyRow]]:
    grants = AccountGrant
    rows = db.session.execute(
        select(
            *(Account.id, Account.name, Account.email, Account.person_id, grants.role),
            *(grants.everything, grants.hub_id, grants.academy_id, grants.with_pay),
            grants.for_account_id,
        )
        .join(grants, grants.account_id == Account.id)
        .where(
            Account.disabled.is_(False),
            or_(grants.starts_on.is_(None), grants.starts_on <= today),
            or_(grants.ends_on.is_(None), grants.ends_on >= today),
            *where,
        )
        .order_by(Account.id, grants.id)
    )
    by_account: dict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        by_account[row.id].append(row)
    return list(by_account.values())


def _reachable(rows: list[AnyRow]) -> Reachable:
    first = rows[0]
    holdings = tuple(
        Holding(
            Role(row.role),
            row.everything,
            frozenset({row.hub_id} if row.hub_id is not None else ()),
            frozenset({row.academy_id} if row.academy_id is not None else ()),
            row.with_pay,
            row.for_account_id,
        )
        for row in rows
    )
    return Reachable(Actor(first.name, first.id, first.person_id, holdings), first.email)
