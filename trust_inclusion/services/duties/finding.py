"""Finds a SENCO post of an academy, and asks who may tell of its duties."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Place, Refused, Role
from trust_inclusion.domain.posts import PostKind, holds_on
from trust_inclusion.domain.standing import AcademyFacts, PostFacts
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account, AccountGrant
from trust_inclusion.models.posts import Post
from trust_inclusion.services import places, standing
from trust_inclusion.services.places import NotThere


@dataclass(frozen=True, slots=True)
class Here:
    """An academy with its posts. `day` is today, or the nearest day on which it is in the trust."""

    academy: Academy
    facts: AcademyFacts
    titles: Mapping[int, str]
    day: date
    in_trust: bool

    def post(self, post_id: int) -> PostFacts:
        """A SENCO post of the academy, be it one that counts no longer. Raises NotThere."""
        for one in self.facts.posts:
            if one.id == post_id and one.kind is PostKind.SENCO:
                return one
        raise NotThere("There is no such SENCO post at this academy.")

    def place(self, post: PostFacts, actor: Actor) -> Place:
        """Where a post is for the actor, who is its SENCO where they are its designated holder."""
        people = {one.person_id for one in post.designated_on(self.day)}
        own = actor.person_id if actor.person_id in people else None
        return Place(self.academy.id, self.academy.hub_id, own)

    def may_edit(self, post: PostFacts, actor: Actor) -> bool:
        """Whether the actor tells of the duties of this post, and checks its job description."""
        return self.in_trust and access.may(actor, Action.EDIT_DUTIES, self.place(post, actor))


def academy(actor: Actor, action: Action, urn: int, today: date) -> Here:
    """The academy with its posts, for `action`. Raises NotThere or Refused."""
    found = places.academy(actor, action, urn)
    facts = standing.facts_of([found.id])[found.id]
    titles = db.session.execute(select(Post.id, Post.title).where(Post.academy_id == found.id))
    day = _in_trust(found, today)
    return Here(found, facts, {one.id: one.title for one in titles}, day, day == today)


def to_edit(actor: Actor, urn: int, post_id: int, today: date) -> tuple[Here, PostFacts]:
    """A post whose duties the actor tells of. Raises NotThere or Refused."""
    here = academy(actor, Action.SEE_CHARTER, urn, today)
    post = here.post(post_id)
    access.require(actor, Action.EDIT_DUTIES, here.place(post, actor))
    if not here.in_trust:
        raise Refused("The academy is not in the trust: its duties are not changed.")
    return here, post


def _in_trust(found: Academy, day: date) -> date:
    """The last day of an academy that left, the first of one that has still to join."""
    if found.left_on is not None and day >= found.left_on:
        return found.left_on - timedelta(days=1)
    return max(day, found.joined_on) if found.joined_on is not None else day


_TELL = (Role.HEADTEACHER, Role.DIRECTOR, Role.HR)
"""Whose word it was, where an account has several roles: the one nearest to the post."""


_G = AccountGrant.__table__.c
_ACCOUNTS = select(
    Account.id, Account.person_id, _G.role, _G.everything, _G.academy_id, _G.hub_id,
    _G.starts_on, _G.ends_on,
).outerjoin(AccountGrant, AccountGrant.account_id == Account.id)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tellers:
    """The accounts that told something: of each its person, where it has one, and its roles."""

    people: Mapping[int, int]
    granted: Mapping[int, Sequence[AnyRow]]

    def role(self, here: Here, post: PostFacts, account_id: int | None, day: date) -> Role | None:
        """As what an account told something of a post on a day; None where that is not known.

        Whoever held the post on the day told it as its SENCO; without an account it was the
        operator.
        """
        if account_id is None:
            return Role.OPERATOR
        if self.people.get(account_id) in {one.person_id for one in post.designated_on(day)}:
            return Role.SENCO
        held = {
            Role(one.role)
            for one in self.granted.get(account_id, ())
            if holds_on(one.starts_on, one.ends_on, day) and _reaches(one, here.academy)
        }
        return next((role for role in _TELL if role in held), None)


def tellers(account_ids: Iterable[int | None]) -> Tellers:
    """These accounts with all they may tell as. One query."""
    numbers = {one for one in account_ids if one is not None}
    people: dict[int, int] = {}
    granted: dict[int, list[AnyRow]] = {}
    for row in db.session.execute(_ACCOUNTS.where(Account.id.in_(numbers))):
        if row.person_id is not None:
            people[row.id] = row.person_id
        if row.role is not None:
            granted.setdefault(row.id, []).append(row)
    return Tellers(people, granted)


def _reaches(grant: AnyRow, academy: Academy) -> bool:
    in_hub = grant.hub_id is not None and grant.hub_id == academy.hub_id
    return grant.everything or in_hub or grant.academy_id == academy.id
