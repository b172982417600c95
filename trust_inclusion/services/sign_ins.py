"""Who a browser's sign-in belongs to, with roles and reach: one query for every request."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from trust_inclusion.db import AnyRow, UtcInstant, db
from trust_inclusion.domain.access import Actor, Holding, Role
from trust_inclusion.domain.hours import FullWeek
from trust_inclusion.models.academies import Academy, ReviewAction
from trust_inclusion.models.accounts import Account, AccountGrant, SignIn
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.models.settings import TrustSettings
from trust_inclusion.services.settings import UNNAMED, Settings


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a page needs of who asks for it: the actor, the trust's settings, what waits."""

    actor: Actor
    settings: Settings
    waiting_count: int


def _between(start: Any, end: Any) -> ColumnElement[bool]:
    today = bindparam("today", type_=AccountGrant.starts_on.type)
    return and_(or_(start.is_(None), start <= today), or_(end.is_(None), end >= today))


_WAITING = (
    select(func.count(ReviewAction.id))
    .where(ReviewAction.owner_id == Account.id, ReviewAction.done_on.is_(None))
    .scalar_subquery()
)

# A SENCO's academies follow from the appointments in force; other roles name theirs. Either way
# an academy that left the trust gives no access.
_QUERY = (
    select(
        Account.id,
        Account.name,
        Account.person_id,
        TrustSettings.trust_uid,
        TrustSettings.trust_name,
        TrustSettings.full_week_minutes,
        TrustSettings.day_minutes,
        _WAITING.label("waiting"),
        AccountGrant.role,
        AccountGrant.everything,
        AccountGrant.hub_id,
        AccountGrant.with_pay,
        Academy.id.label("academy_id"),
    )
    .select_from(SignIn)
    .join(Account, and_(Account.id == SignIn.account_id, Account.disabled.is_(False)))
    .outerjoin(TrustSettings, TrustSettings.id == 1)
    .outerjoin(
        AccountGrant,
        and_(
            AccountGrant.account_id == Account.id,
            _between(AccountGrant.starts_on, AccountGrant.ends_on),
        ),
    )
    .outerjoin(
        Appointment,
        and_(
            AccountGrant.role == Role.SENCO.value,
            Appointment.person_id == Account.person_id,
            _between(Appointment.started_on, Appointment.ended_on),
        ),
    )
    .outerjoin(Post, Post.id == Appointment.post_id)
    .outerjoin(
        Academy,
        and_(
            Academy.id == func.coalesce(AccountGrant.academy_id, Post.academy_id),
            or_(
                Academy.left_on.is_(None),
                Academy.left_on > bindparam("today", type_=AccountGrant.starts_on.type),
            ),
        ),
    )
    .where(SignIn.id == bindparam("digest"), SignIn.ends_at > bindparam("now", type_=UtcInstant()))
)


def signed_in(secret: str, *, now: datetime, today: date) -> SignedIn | None:
    """Who holds this secret; None when the sign-in ended or the account was disabled."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    rows = db.session.execute(_QUERY, {"digest": digest, "now": now, "today": today}).all()
    if not rows:
        return None
    first = rows[0]
    actor = Actor(first.name, first.id, first.person_id, _holdings(rows))
    settings = Settings()
    if first.trust_name is not None:
        week = FullWeek(first.full_week_minutes, first.day_minutes)
        settings = Settings(first.trust_uid, first.trust_name or UNNAMED, week)
    return SignedIn(actor, settings, first.waiting)


def _holdings(rows: Sequence[AnyRow]) -> tuple[Holding, ...]:
    """One holding for each role (and "with pay" apart), its places gathered."""
    places: dict[tuple[str, bool], list[AnyRow]] = defaultdict(list)
    for row in rows:
        if row.role is not None:
            places[row.role, row.with_pay].append(row)
    return tuple(
        Holding(
            Role(role),
            any(row.everything for row in held),
            frozenset(row.hub_id for row in held if row.hub_id is not None),
            frozenset(row.academy_id for row in held if row.academy_id is not None),
            with_pay,
        )
        for (role, with_pay), held in places.items()
    )
