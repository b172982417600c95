"""A director's deputies: named for a period, ended early, and who was one when."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access
from trust_inclusion.domain import deputies as rules
from trust_inclusion.domain.access import Action, Actor, Place, Refused, Role
from trust_inclusion.domain.deputies import Spell, State
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account, AccountGrant
from trust_inclusion.services import audit, places, settings

NOT_THERE = "There is no such deputy."


class NotNamed(Exception):
    """The deputy cannot be named like this; `problems` are (field, sentence)."""

    def __init__(self, problems: Sequence[tuple[str, str]]) -> None:
        super().__init__(" ".join(sentence for _, sentence in problems))
        self.problems = list(problems)


@dataclass(frozen=True, slots=True)
class Director:
    """Somebody who is or will be a director, and their grants of it."""

    id: int
    name: str
    grants: Sequence[AccountGrant]

    @property
    def spells(self) -> list[Spell]:
        """When they are a director."""
        return [Spell(grant.starts_on, grant.ends_on) for grant in self.grants]


@dataclass(frozen=True, slots=True)
class Deputyship:
    """That somebody is deputy for a director between two days; `id` is its first grant's."""

    id: int
    deputy: str
    director: str
    director_id: int
    first_on: date
    last_on: date
    state: State

    @property
    def can_be_ended(self) -> bool:
        """Whether it still runs or has still to begin."""
        return self.state in (State.ACTING, State.WITHOUT_EFFECT, State.UPCOMING)


@dataclass(frozen=True, slots=True)
class Naming:
    """Whom somebody names, for whom and for which days."""

    director_id: int
    deputy_id: int
    first_on: date
    last_on: date


def directors(actor: Actor, today: date) -> list[Director]:
    """For whom the actor may name a deputy: a director for themself, a trust leader for any."""
    found: dict[int, list[AccountGrant]] = defaultdict(list)
    names: dict[int, str] = {}
    rows = db.session.execute(
        select(Account.id, Account.name, AccountGrant)
        .join(AccountGrant, AccountGrant.account_id == Account.id)
        .where(
            Account.disabled.is_(False),
            AccountGrant.role == Role.DIRECTOR.value,
            AccountGrant.ends_on.is_(None) | (AccountGrant.ends_on >= today),
        )
        .order_by(Account.name, Account.id, AccountGrant.id)
    )
    for account_id, name, grant in rows:
        names[account_id] = name
        found[account_id].append(grant)
    hubs = _hubs(grant for grants in found.values() for grant in grants)
    return [
        Director(account_id, names[account_id], grants)
        for account_id, grants in found.items()
        if _may_name(actor, account_id, grants, hubs)
    ]


def possible(today: date) -> Sequence[AnyRow]:
    """Who may be chosen, as (id, name, email): the accounts with a role today that may sign in."""
    holds = (
        select(AccountGrant.id)
        .where(
            AccountGrant.account_id == Account.id,
            AccountGrant.starts_on.is_(None) | (AccountGrant.starts_on <= today),
            AccountGrant.ends_on.is_(None) | (AccountGrant.ends_on >= today),
        )
        .exists()
    )
    return db.session.execute(
        select(Account.id, Account.name, Account.email)
        .where(Account.disabled.is_(False), holds)
        .order_by(Account.name, Account.id)
    ).all()


def listed(actor: Actor, today: date) -> list[Deputyship]:
    """The deputies of whom the actor may know: acting, then to come (the next first), then past."""
    knows = _known(actor, today)
    found = [one for one in _stored(today) if knows(one.director_id)]
    return sorted(found, key=_place_in_list)


def name(actor: Actor, asked: Naming, *, today: date, now: datetime) -> None:
    """Name a deputy for a director, between two days. Raises NotNamed or Refused."""
    director = next((one for one in directors(actor, today) if one.id == asked.director_id), None)
    if director is None:
        raise Refused("You cannot name a deputy for this person.")
    if found := _problems(actor, asked, director, today):
        raise NotNamed(found)
    for grant in director.grants:
        if Spell(grant.starts_on, grant.ends_on).covers(asked.first_on, asked.last_on):
            db.session.add(
                AccountGrant(
                    account_id=asked.deputy_id,
                    role=Role.DEPUTY.value,
                    everything=grant.everything,
                    hub_id=grant.hub_id,
                    academy_id=grant.academy_id,
                    with_pay=False,
                    starts_on=asked.first_on,
                    ends_on=asked.last_on,
                    for_account_id=director.id,
                )
            )
    after = {
        "for_account_id": director.id,
        "starts_on": asked.first_on.isoformat(),
        "ends_on": asked.last_on.isoformat(),
    }
    audit.record(actor, "deputy_named", "account", asked.deputy_id, now=now, after=after)
    settings.raise_revision()


def end(actor: Actor, grant_id: int, *, today: date, now: datetime) -> bool:
    """End it at once, or call it off before it begins; False where it was over already.

    Raises NotThere, whether there is none or it is not the actor's to end.
    """
    known = grant_id <= places.LARGEST_NUMBER
    first = db.session.get(AccountGrant, grant_id) if known else None
    if first is None or first.for_account_id is None or first.role != Role.DEPUTY:
        raise places.NotThere(NOT_THERE)
    if not _known(actor, today)(first.for_account_id):
        raise places.NotThere(NOT_THERE)
    if first.ends_on is not None and first.ends_on < today:
        return False
    before = first.ends_on
    for grant in _together(first):
        grant.ends_on = rules.ended(today)
    audit.record(
        actor, "deputy_ended", "account", first.account_id, now=now,
        before={"ends_on": before.isoformat() if before else None},
        after={
            "for_account_id": first.for_account_id,
            "ends_on": rules.ended(today).isoformat(),
        },
    )  # fmt: skip
    settings.raise_revision()
    return True


def _place_in_list(one: Deputyship) -> tuple[int, int, int]:
    day = one.first_on.toordinal()
    return list(State).index(one.state), day if one.state is State.UPCOMING else -day, one.id


def _known(actor: Actor, today: date) -> Callable[[int], bool]:
    """Whose deputies the actor sees and may end: also of a director who is one no longer."""
    everything = access.reach_as(actor, Role.TRUST_LEADER, Action.NAME_DEPUTY).everything
    theirs = {one.id for one in directors(actor, today)} | {actor.account_id}
    return lambda director_id: everything or director_id in theirs


def _problems(
    actor: Actor, asked: Naming, director: Director, today: date
) -> list[tuple[str, str]]:
    if asked.deputy_id == director.id:
        return [("deputy", "Nobody is their own deputy: choose somebody else.")]
    if asked.deputy_id == actor.account_id:
        return [("deputy", "Nobody names themself: the director or another trust leader does.")]
    if asked.deputy_id not in {row.id for row in possible(today)}:
        return [("deputy", "Choose somebody who may sign in.")]
    others = [
        Spell(one.first_on, one.last_on) for one in _stored(today) if one.director_id == director.id
    ]
    return rules.problems(
        asked.first_on, asked.last_on, today, director.name, director.spells, others
    )


def _may_name(
    actor: Actor, director_id: int, grants: Iterable[AccountGrant], hubs: dict[int, int | None]
) -> bool:
    """One's own as a director; anybody's as a trust leader who reaches wherever they do."""
    if director_id == actor.account_id and Role.DIRECTOR in actor.roles:
        return True
    reach = access.reach_as(actor, Role.TRUST_LEADER, Action.NAME_DEPUTY)
    return all(
        reach.covers(Place(grant.academy_id, grant.hub_id or hubs.get(grant.academy_id or 0)))
        for grant in grants
    )


def _hubs(grants: Iterable[AccountGrant]) -> dict[int, int | None]:
    wanted = {grant.academy_id for grant in grants if grant.academy_id is not None}
    if not wanted:
        return {}
    rows = db.session.execute(select(Academy.id, Academy.hub_id).where(Academy.id.in_(wanted)))
    return {row.id: row.hub_id for row in rows}


def _stored(today: date) -> list[Deputyship]:
    """Every naming of a deputy, each once whatever the number of its places."""
    deputy, director = aliased(Account), aliased(Account)
    in_role = aliased(AccountGrant)
    is_director = (
        select(in_role.id)
        .where(
            in_role.account_id == director.id,
            in_role.role == Role.DIRECTOR.value,
            in_role.starts_on.is_(None) | (in_role.starts_on <= today),
            in_role.ends_on.is_(None) | (in_role.ends_on >= today),
        )
        .exists()
    )
    rows = db.session.execute(
        select(
            *(AccountGrant.id, AccountGrant.account_id, AccountGrant.for_account_id),
            *(AccountGrant.starts_on, AccountGrant.ends_on),
            deputy.name.label("deputy"),
            director.name.label("director"),
            deputy.disabled.label("deputy_closed"),
            director.disabled.label("director_closed"),
            is_director.label("is_director"),
        )
        .join(deputy, deputy.id == AccountGrant.account_id)
        .join(director, director.id == AccountGrant.for_account_id)
        .where(
            AccountGrant.role == Role.DEPUTY.value,
            AccountGrant.starts_on.is_not(None),
            AccountGrant.ends_on.is_not(None),
        )
        .order_by(AccountGrant.id)
    )
    found: dict[tuple[int, int, date, date], Deputyship] = {}
    for row in rows:
        key = (row.account_id, row.for_account_id, row.starts_on, row.ends_on)
        found.setdefault(key, _deputyship(row, today))
    return list(found.values())


def _deputyship(row: AnyRow, today: date) -> Deputyship:
    in_effect = bool(row.is_director) and not row.deputy_closed and not row.director_closed
    return Deputyship(
        id=row.id,
        deputy=row.deputy,
        director=row.director,
        director_id=row.for_account_id,
        first_on=row.starts_on,
        last_on=row.ends_on,
        state=rules.state(row.starts_on, row.ends_on, today, in_effect=in_effect),
    )


def _together(first: AccountGrant) -> Sequence[AccountGrant]:
    """The grants of one naming: one for each place where the director is one."""
    return db.session.scalars(
        select(AccountGrant).where(
            AccountGrant.role == Role.DEPUTY.value,
            AccountGrant.account_id == first.account_id,
            AccountGrant.for_account_id == first.for_account_id,
            AccountGrant.starts_on == first.starts_on,
            AccountGrant.ends_on == first.ends_on,
        )
    ).all()
