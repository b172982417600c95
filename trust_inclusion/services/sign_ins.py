"""Who a browser's sign-in belongs to, with roles and reach: one query for every request."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, literal_column, or_, select

from trust_inclusion.db import AnyRow, UtcInstant, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Holding, Role
from trust_inclusion.domain.calendar import academic_year_start
from trust_inclusion.domain.changes import OPEN
from trust_inclusion.domain.hours import FullWeek
from trust_inclusion.models.academies import Academy, ReviewAction
from trust_inclusion.models.accounts import Account, AccountGrant, SignIn
from trust_inclusion.models.changes import Change
from trust_inclusion.models.pathway import PathwayPlan
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.models.records import Claim, Ruling
from trust_inclusion.models.settings import TrustSettings
from trust_inclusion.services import confirmations
from trust_inclusion.services.settings import UNNAMED, Settings


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a page needs of who asks for it: the actor, the trust's settings, what may wait."""

    actor: Actor
    settings: Settings
    actions: int = 0
    """Their own open actions from reviews."""
    to_confirm: bool = False
    """Whether they are a SENCO who has not confirmed their record this school year."""
    claims_wait: bool = False
    """Whether a change told of anybody's record waits for a check, so that asking is worth it."""
    rulings_wait: bool = False
    """Whether a ruling on anybody waits to be decided."""
    plans_wait: bool = False
    """Whether anybody told what they want and nobody has agreed it."""
    changes_open: bool = False
    """Whether any change of allocation is on its way."""
    directors: tuple[str, ...] = ()
    """The names of those for whom they are a deputy today."""


# Plain columns: this query runs with every request, and loading through the mapper costs more.
_A, _I, _G = Account.__table__, SignIn.__table__, AccountGrant.__table__
_T, _R = TrustSettings.__table__, ReviewAction.__table__
_M, _N, _X = Claim.__table__, Ruling.__table__, Change.__table__
_P, _O, _C = Appointment.__table__, Post.__table__, Academy.__table__
_F = _A.alias("acts_for")
_D, _W = _A.alias("director"), _G.alias("director_grant")

_TODAY = bindparam("today", type_=_G.c.starts_on.type)


def _between(start: Any, end: Any) -> ColumnElement[bool]:
    return and_(or_(start.is_(None), start <= _TODAY), or_(end.is_(None), end >= _TODAY))


_ACTIONS = (
    select(func.count(_R.c.id))
    .where(_R.c.owner_id == _A.c.id, _R.c.done_on.is_(None))
    .scalar_subquery()
)
_TO_CONFIRM = confirmations.asked(
    _A.c.person_id, _TODAY, bindparam("year", type_=_G.c.starts_on.type)
)
# The states are written into the statement, so that the indexes of the few that wait serve it.
_CLAIMS = select(_M.c.id).where(_M.c.state == literal_column("'pending'")).exists()
_CHANGES = (
    select(_X.c.id)
    .where(_X.c.state.in_([literal_column(f"'{state.value}'") for state in OPEN]))
    .exists()
)
_L = PathwayPlan.__table__
_PLANS = select(_L.c.person_id).where(_L.c.told_on.is_not(None), _L.c.agreed_on.is_(None)).exists()
_RULINGS = select(_N.c.id).where(_N.c.state == literal_column("'proposed'")).exists()
# A deputy's power ends with the role of the director whom they act for.
_IN_EFFECT = or_(
    _G.c.for_account_id.is_(None),
    select(_W.c.id)
    .join(_D, _D.c.id == _W.c.account_id)
    .where(
        _D.c.id == _G.c.for_account_id,
        _D.c.disabled.is_(False),
        _W.c.role == Role.DIRECTOR.value,
        _between(_W.c.starts_on, _W.c.ends_on),
    )
    .exists(),
)

# A SENCO's academies follow from the appointments in force; other roles name theirs. Either way
# an academy that left the trust gives no access.
_HELD = (
    select(
        _A.c.id,
        _A.c.name,
        _A.c.person_id,
        _T.c.trust_uid,
        _T.c.trust_name,
        _T.c.full_week_minutes,
        _T.c.day_minutes,
        _T.c.revision,
        _ACTIONS.label("actions"),
        _TO_CONFIRM.label("to_confirm"),
        _CLAIMS.label("claims_wait"),
        _RULINGS.label("rulings_wait"),
        _PLANS.label("plans_wait"),
        _CHANGES.label("changes_open"),
        _G.c.role,
        _G.c.everything,
        _G.c.hub_id,
        _G.c.with_pay,
        _G.c.for_account_id,
        _F.c.name.label("for_name"),
        _C.c.id.label("academy_id"),
    )
    .select_from(_A)
    .outerjoin(_T, _T.c.id == 1)
    .outerjoin(
        _G,
        and_(
            _G.c.account_id == _A.c.id,
            _between(_G.c.starts_on, _G.c.ends_on),
            _IN_EFFECT,
        ),
    )
    .outerjoin(_F, _F.c.id == _G.c.for_account_id)
    .outerjoin(
        _P,
        and_(
            _G.c.role == Role.SENCO.value,
            _P.c.person_id == _A.c.person_id,
            _between(_P.c.started_on, _P.c.ended_on),
        ),
    )
    .outerjoin(_O, _O.c.id == _P.c.post_id)
    .outerjoin(
        _C,
        and_(
            _C.c.id == func.coalesce(_G.c.academy_id, _O.c.academy_id),
            or_(
                _C.c.left_on.is_(None),
                _C.c.left_on > _TODAY,
            ),
        ),
    )
    .where(_A.c.disabled.is_(False))
)
_QUERY = _HELD.join(_I, _I.c.account_id == _A.c.id).where(
    _I.c.id == bindparam("digest"), _I.c.ends_at > bindparam("now", type_=UtcInstant())
)
_BY_ACCOUNT = _HELD.where(_A.c.id == bindparam("account_id"))


def actor_of(account_id: int, *, today: date) -> Actor | None:
    """Whoever signs in with this account, as they are today; None where it may not sign in."""
    rows = db.session.execute(_BY_ACCOUNT, {"account_id": account_id, **_days(today)}).all()
    return Actor(rows[0].name, account_id, rows[0].person_id, _holdings(rows)) if rows else None


def signed_in(secret: str, *, now: datetime, today: date) -> SignedIn | None:
    """Who holds this secret; None when the sign-in ended or the account was disabled."""
    digest = hashlib.sha256(secret.encode()).hexdigest()
    rows = db.session.execute(_QUERY, {"digest": digest, "now": now, **_days(today)}).all()
    if not rows:
        return None
    first = rows[0]
    actor = Actor(first.name, first.id, first.person_id, _holdings(rows))
    settings = Settings()
    if first.trust_name is not None:
        week = FullWeek(first.full_week_minutes, first.day_minutes)
        settings = Settings(first.trust_uid, first.trust_name or UNNAMED, week, first.revision)
    may_confirm = access.may_anywhere(actor, Action.CONFIRM_RECORD)
    directors = dict.fromkeys(row.for_name for row in rows if row.for_name is not None)
    return SignedIn(
        actor=actor,
        settings=settings,
        actions=first.actions,
        to_confirm=may_confirm and bool(first.to_confirm),
        claims_wait=bool(first.claims_wait),
        rulings_wait=bool(first.rulings_wait),
        plans_wait=bool(first.plans_wait),
        changes_open=bool(first.changes_open),
        directors=tuple(directors),
    )


def _days(today: date) -> dict[str, date]:
    return {"today": today, "year": academic_year_start(today)}


def _holdings(rows: Sequence[AnyRow]) -> tuple[Holding, ...]:
    """One holding for each role, its places gathered.

    Apart for "with pay" and for each director whom a deputy acts for.
    """
    places: dict[tuple[str, bool, int | None], list[AnyRow]] = defaultdict(list)
    for row in rows:
        if row.role is not None:
            places[row.role, row.with_pay, row.for_account_id].append(row)
    return tuple(
        Holding(
            Role(role),
            any(row.everything for row in held),
            frozenset(row.hub_id for row in held if row.hub_id is not None),
            frozenset(row.academy_id for row in held if row.academy_id is not None),
            with_pay,
            acts_for,
        )
        for (role, with_pay, acts_for), held in places.items()
    )
