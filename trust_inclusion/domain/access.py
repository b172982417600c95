"""Who may do what, and how far: one table, one sentence per row.

A role is held with a scope (the whole trust, hubs or named academies). The table says what a role
may do and how wide at most; the scope of the holding narrows it. Roles never lend their width to
each other: the reach of an action is the union of what each held role gives *for that action*.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from trust_inclusion.domain.grants import GRANTS, NEEDS_PAY_GRANT, Action, Extent, Role

__all__ = [
    "GRANTS",
    "NEEDS_PAY_GRANT",
    "NOWHERE",
    "OPERATOR",
    "TRUST",
    "Action",
    "Actor",
    "Extent",
    "Holding",
    "Place",
    "Reach",
    "Refused",
    "Role",
    "may",
    "may_anywhere",
    "reach",
    "reach_as",
    "require",
    "scope_problem",
]


class Refused(Exception):
    """The actor may not do this here. The message is safe to show."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happens: an academy (with its hub), a person's record, or the whole trust."""

    academy_id: int | None = None
    hub_id: int | None = None
    person_id: int | None = None


TRUST = Place()


@dataclass(frozen=True, slots=True)
class Reach:
    """How far an actor may go with one action."""

    everything: bool = False
    hubs: frozenset[int] = frozenset()
    academies: frozenset[int] = frozenset()
    person_id: int | None = None

    @property
    def any_academy(self) -> bool:
        """Whether at least one academy (not merely an own record) is within reach."""
        return self.everything or bool(self.hubs) or bool(self.academies)

    def covers(self, place: Place) -> bool:
        """Whether `place` lies within; the whole trust only when everything does."""
        if self.everything:
            return True
        if place.academy_id is not None and place.academy_id in self.academies:
            return True
        if place.hub_id is not None and place.hub_id in self.hubs:
            return True
        return place.person_id is not None and place.person_id == self.person_id

    def __or__(self, other: "Reach") -> "Reach":
        return Reach(
            self.everything or other.everything,
            self.hubs | other.hubs,
            self.academies | other.academies,
            self.person_id if self.person_id is not None else other.person_id,
        )


NOWHERE = Reach()


@dataclass(frozen=True, slots=True)
class Holding:
    """One role as an account holds it, and where."""

    role: Role
    everything: bool = False
    hubs: frozenset[int] = frozenset()
    academies: frozenset[int] = frozenset()
    with_pay: bool = False
    acts_for: int | None = None
    """A deputy's: the account of the director for whom they decide."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: plain values worked out at sign-in, never a database row."""

    name: str
    account_id: int | None = None
    person_id: int | None = None
    holdings: tuple[Holding, ...] = ()
    known: dict[Action, Reach] = field(
        default_factory=dict[Action, Reach], compare=False, repr=False
    )
    """Reaches already worked out for this actor."""

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles held, each once, in the order of the table."""
        held = {holding.role for holding in self.holdings}
        return tuple(role for role in Role if role in held)


OPERATOR = Actor("Operator", holdings=(Holding(Role.OPERATOR, everything=True),))


def _reach_of(actor: Actor, holding: Holding, action: Action) -> Reach:
    extent = GRANTS.get((holding.role, action))
    if extent is None or ((holding.role, action) in NEEDS_PAY_GRANT and not holding.with_pay):
        return NOWHERE
    if extent is Extent.RECORD:
        return Reach(person_id=actor.person_id)
    if extent is Extent.EVERYWHERE:
        return Reach(bool(holding.everything or holding.hubs or holding.academies))
    everything = holding.everything and extent is Extent.TRUST
    return Reach(everything, holding.hubs, holding.academies)


def reach(actor: Actor, action: Action) -> Reach:
    """How far `actor` may go with `action`: the union over the roles held, each for itself."""
    found = actor.known.get(action)
    if found is None:
        found = NOWHERE
        for holding in actor.holdings:
            found = found | _reach_of(actor, holding, action)
        actor.known[action] = found
    return found


def reach_as(actor: Actor, role: Role, action: Action) -> Reach:
    """How far `actor` may go with `action` by one role alone, whatever else they are."""
    found = NOWHERE
    for holding in actor.holdings:
        if holding.role is role:
            found = found | _reach_of(actor, holding, action)
    return found


def may(actor: Actor, action: Action, place: Place) -> bool:
    """Whether `actor` may do `action` at `place`."""
    return reach(actor, action).covers(place)


def may_anywhere(actor: Actor, action: Action) -> bool:
    """Whether some role of the actor has the action at all: what a door asks."""
    return any(
        (holding.role, action) in GRANTS
        and ((holding.role, action) not in NEEDS_PAY_GRANT or holding.with_pay)
        for holding in actor.holdings
    )


def require(actor: Actor, action: Action, place: Place) -> None:
    """Refuse unless `actor` may do `action` at `place`. Raises Refused."""
    if not may(actor, action, place):
        raise Refused("You do not have access to do this.")


def scope_problem(role: Role, everything: bool, places: Iterable[int]) -> str | None:
    """Why `role` cannot be held like this, in a sentence; None when it can."""
    some = any(True for _ in places)
    if role in (Role.HEADTEACHER, Role.GOVERNOR) and (everything or not some):
        return "This role is held at named academies: name at least one."
    if role is Role.OPERATOR:
        return "The operator is whoever runs the command line, never an account."
    if role is Role.SENCO and (everything or some):
        return "A SENCO's academies follow from their appointments: name none."
    if role not in (Role.HEADTEACHER, Role.GOVERNOR, Role.SENCO) and not everything and not some:
        return "Say where the role is held: the whole trust, a hub or academies."
    return None
