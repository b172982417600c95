"""Finds an academy's SENCO posts with what their conditions follow from, and what one may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import access, charter_posts
from trust_inclusion.domain.academies import duty_applies
from trust_inclusion.domain.access import Action, Actor, Place, Role
from trust_inclusion.domain.charter import Result, Side
from trust_inclusion.domain.charter_conditions import CONDITIONS, Condition
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.domain.standing import AcademyFacts, Holder, PostFacts, Rules
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.posts import Post
from trust_inclusion.services import places, settings, standing
from trust_inclusion.services.places import NotThere

NO_POST = "There is no such SENCO post at this academy."
ABOUT_LAW = frozenset({"C02", "C03"})
"""What the record says of these tells how the law sees the person: see SEE_QUALIFICATION."""


@dataclass(frozen=True, slots=True)
class Here:
    """An academy with what its conditions follow from.

    `day` is the day asked for, or the nearest on which the academy is in the trust.
    """

    academy: Academy
    facts: AcademyFacts
    rules: Rules
    titles: Mapping[int, str]
    day: date

    @property
    def place(self) -> Place:
        """Where it is, for the table of access."""
        return places.of(self.academy)

    @property
    def in_trust(self) -> bool:
        """Whether the academy is in the trust on the day shown."""
        joined, left = self.academy.joined_on, self.academy.left_on
        return (joined is None or joined <= self.day) and (left is None or self.day < left)

    def posts(self, day: date | None = None) -> list[PostFacts | None]:
        """The posts that count on `day` or the day shown.

        None stands for a post that the law asks for and nobody has made; where it asks for none
        and there is none, nothing counts.
        """
        found = charter_posts.sencos(self.facts, day or self.day)
        return [*found] or ([None] if duty_applies(self.facts.type_code) else [])

    def post(self, post_id: int) -> PostFacts:
        """A SENCO post of the academy, be it one that counts no longer. Raises NotThere."""
        for one in self.facts.posts:
            if one.id == post_id and one.kind is PostKind.SENCO:
                return one
        raise NotThere(NO_POST)

    def prompts(self, post: PostFacts) -> dict[str, str]:
        """What the record can tell those who answer, where it cannot answer itself."""
        return charter_posts.prompts_of(self.facts, post, self.rules, self.day)

    def results(self, post: PostFacts | None, day: date | None = None) -> dict[str, Result]:
        """What counts for every condition of a post, on `day` or the day shown."""
        return charter_posts.results_of(self.facts, post, self.rules, day or self.day)


def academy(actor: Actor, action: Action, urn: int, day: date) -> Here:
    """The academy for `action`, as it stands on `day`. Raises NotThere or Refused."""
    found = places.academy(actor, action, urn)
    facts = standing.facts_of([found.id])[found.id]
    titles = db.session.execute(select(Post.id, Post.title).where(Post.academy_id == found.id))
    shown = _in_trust(found, day)
    return Here(found, facts, settings.rules(), {one.id: one.title for one in titles}, shown)


def _in_trust(academy: Academy, day: date) -> date:
    """The last day of an academy that left, the first of one that has still to join."""
    if academy.left_on is not None and day >= academy.left_on:
        return academy.left_on - timedelta(days=1)
    return max(day, academy.joined_on) if academy.joined_on is not None else day


def condition(code: str) -> Condition:
    """The condition of this code. Raises NotThere."""
    found = CONDITIONS.get(code)
    if found is None:
        raise NotThere("There is no such condition: they run from C01 to C36.")
    return found


def in_post(post: PostFacts | None, day: date) -> list[Holder]:
    """Whose post it is on the day: the designated holders."""
    return post.designated_on(day) if post is not None else []


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a post's conditions a reader may see beside the replies.

    `answers`: who answered what, and why it counts. `pay`: the conditions that tell of pay.
    `qualification`: what the record says of how the law sees the person.
    """

    answers: bool
    pay: bool
    qualification: bool

    def codes(self) -> list[str]:
        """The conditions shown, in the order of the rulebook."""
        return [code for code, one in CONDITIONS.items() if self.pay or not one.tells_pay]

    def reason(self, result: Result) -> str:
        """Why a result counts, as far as this reader may know."""
        if result.from_record and result.code in ABOUT_LAW and not self.qualification:
            return ""
        return result.why


def sight(actor: Actor, place: Place, holders: Iterable[Holder]) -> Sight:
    """What this reader sees of a post at a place, which these hold on the day shown.

    Somebody who reads only their own pay reads it of a post that nobody holds beside them.
    """
    people = {one.person_id for one in holders}
    return Sight(
        answers=access.may(actor, Action.SEE_CHARTER_ANSWERS, place),
        pay=_reaches(actor, Action.SEE_PAY, place, people),
        qualification=_reaches(actor, Action.SEE_QUALIFICATION, place, people),
    )


def _reaches(actor: Actor, action: Action, place: Place, people: set[int | None]) -> bool:
    reach = access.reach(actor, action)
    own = reach.person_id
    return reach.covers(place) or (own is not None and people == {own})


def side(actor: Actor, place: Place, holders: Iterable[Holder]) -> Side | None:
    """For which side the actor answers a post's conditions; None where for neither.

    Who holds the post answers as its SENCO, also when they are the head: head is then nobody but
    another.
    """
    reach = access.reach(actor, Action.ANSWER_CHARTER)
    heads = access.reach_as(actor, Role.HEADTEACHER, Action.ANSWER_CHARTER).covers(place)
    own = actor.person_id
    if own is not None and any(one.person_id == own for one in holders):
        return Side.SENCO if heads or reach.person_id == own else None
    return Side.HEAD if heads else None
