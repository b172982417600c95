"""Finds an academy's SENCO posts with what their conditions follow from, and what one may see."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, select

from trust_inclusion.db import db
from trust_inclusion.domain import access, charter_posts
from trust_inclusion.domain.academies import duty_applies
from trust_inclusion.domain.access import Action, Actor, Place, Refused, Role
from trust_inclusion.domain.charter import Result, Side
from trust_inclusion.domain.charter_conditions import CONDITIONS, Condition
from trust_inclusion.domain.posts import ONE_DAY, PostKind, held_on, holds_on
from trust_inclusion.domain.standing import AcademyFacts, Holder, PostFacts, Rules
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.posts import Post
from trust_inclusion.services import places, settings, standing
from trust_inclusion.services.places import NotThere

NO_ACADEMY = 0
"""In the place of a URN: the trust-wide posts."""
NO_POST = "There is no such SENCO post at this academy."
ABOUT_LAW = frozenset({"C02", "C03"})
"""What the record says of these tells how the law sees the person: see SEE_QUALIFICATION."""

ABOUT_PAY = frozenset(code for code, one in CONDITIONS.items() if one.tells_pay)


@dataclass(frozen=True, slots=True)
class Where:
    """An academy as its conditions name it, or the trust-wide posts, which have none."""

    id: int | None
    urn: int
    name: str
    place: Place
    hub: str | None = None
    joined_on: date | None = None
    left_on: date | None = None

    @property
    def path(self) -> str:
        """Where its conditions are read."""
        return f"/charter/{self.urn}" if self.urn else "/charter/trust-wide"


TRUST_WIDE = Where(None, NO_ACADEMY, "Trust-wide posts", access.TRUST)


def where(found: Academy) -> Where:
    """An academy in plain values."""
    hub = found.hub.name if found.hub else None
    return Where(
        found.id, found.urn, found.name, places.of(found), hub, found.joined_on, found.left_on
    )


@dataclass(frozen=True, slots=True)
class Here:
    """An academy with what its conditions follow from, or without `facts` the trust-wide posts.

    `day` is the day asked for, or the nearest on which the academy is in the trust.
    """

    academy: Where
    facts: AcademyFacts | None
    rules: Rules
    titles: Mapping[int, str]
    day: date
    wide: tuple[PostFacts, ...] = ()

    @property
    def place(self) -> Place:
        """Where it is, for the table of access."""
        return self.academy.place

    def posts(self) -> list[PostFacts | None]:
        """The posts that count on the day shown.

        None stands for a post that the law asks for and nobody has made; where it asks for none
        and there is none, nothing counts.
        """
        if self.facts is None:
            return [*self.wide]
        found = charter_posts.sencos(self.facts, self.day)
        return [*found] or ([None] if duty_applies(self.facts.type_code) else [])

    def post(self, post_id: int) -> PostFacts:
        """A SENCO post of the academy, be it one that counts no longer. Raises NotThere."""
        known = self.facts.posts if self.facts else self.wide
        for one in known:
            if one.id == post_id and one.kind is not PostKind.ASSISTANT:
                return one
        raise NotThere(NO_POST)

    def prompts(self, post: PostFacts) -> dict[str, str]:
        """What the record can tell those who answer, where it cannot answer itself."""
        return charter_posts.prompts_of(self.facts, post, self.rules, self.day)

    def results(self, post: PostFacts | None, day: date | None = None) -> dict[str, Result]:
        """What counts for every condition of a post, on `day` or the day shown."""
        return charter_posts.results_of(self.facts, post, self.rules, day or self.day)


def academy(actor: Actor, action: Action, urn: int, day: date) -> Here:
    """The academy for `action`, as it stands on `day`; the trust-wide posts for NO_ACADEMY.

    Raises NotThere or Refused.
    """
    if urn == NO_ACADEMY:
        return _trust_wide(actor, action, day)
    found = places.academy(actor, action, urn)
    facts = standing.facts_of([found.id])[found.id]
    titles = _titles(Post.academy_id == found.id)
    return Here(where(found), facts, settings.rules(), titles, _in_trust(found, day))


def _trust_wide(actor: Actor, action: Action, day: date) -> Here:
    """Every trust-wide post for who reads the whole trust; else those that the actor holds."""
    posts = standing.trust_wide_posts()
    if not access.may(actor, action, access.TRUST):
        own = access.reach(actor, Action.ANSWER_CHARTER).person_id
        posts = tuple(
            post
            for post in posts
            if own is not None and any(one.person_id == own for one in in_post(post, day))
        )
        if not posts:
            raise Refused("You do not have access to do this.")
    titles = _titles(Post.kind == PostKind.TRUST_WIDE.value)
    return Here(TRUST_WIDE, None, settings.rules(), titles, day, posts)


def _titles(which: ColumnElement[bool]) -> dict[int, str]:
    rows = db.session.execute(select(Post.id, Post.title).where(which))
    return {row.id: row.title for row in rows}


def _in_trust(academy: Academy, day: date) -> date:
    """The last day of an academy that left, the first of one that has still to join."""
    if academy.left_on is not None and day >= academy.left_on:
        return academy.left_on - ONE_DAY
    return max(day, academy.joined_on) if academy.joined_on is not None else day


def condition(code: str) -> Condition:
    """The condition of this code. Raises NotThere."""
    found = CONDITIONS.get(code)
    if found is None:
        raise NotThere("There is no such condition: they run from C01 to C36.")
    return found


def in_post(post: PostFacts | None, day: date) -> list[Holder]:
    """Whose post it is on the day: the designated holders; of a trust-wide post, whoever holds
    it."""
    if post is None:
        return []
    if post.kind is PostKind.TRUST_WIDE:
        return held_on(post.holders, day)
    return post.designated_on(day)


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
        answers=access.may(actor, Action.SEE_CHARTER_ANSWERS, place)
        or (place == access.TRUST and _reaches(actor, Action.ANSWER_CHARTER, place, people)),
        pay=_reaches(actor, Action.SEE_PAY, place, people),
        qualification=_reaches(actor, Action.SEE_QUALIFICATION, place, people),
    )


def told_to(actor: Actor, here: Here, post: PostFacts) -> PostFacts:
    """The post with the answers that this reader may know of.

    Somebody who reads only their own pay reads of a condition that tells of it what was said since
    they came: before that it was said of whoever held the post then.
    """
    if sight(actor, here.place, ()).pay:
        return post
    since = began(post, actor.person_id, here.day)
    return replace(
        post,
        answers=tuple(
            one for one in post.answers if one.code not in ABOUT_PAY or one.answered_on >= since
        ),
    )


def began(post: PostFacts, person_id: int | None, day: date) -> date:
    """The first day of a person's unbroken time in a post that they hold on `day`; date.max
    without one.

    Where it is not known they came after whoever else is known to have left.
    """
    found, unbroken = date.max, day
    own = [one for one in post.holders if person_id is not None and one.person_id == person_id]
    for one in sorted(own, key=lambda spell: spell.started_on or date.min, reverse=True):
        if holds_on(one.started_on, one.ended_on, unbroken):
            found = one.started_on or _free_since(post, person_id, day)
            unbroken = max(found, date.min + ONE_DAY) - ONE_DAY
    return found


def _free_since(post: PostFacts, person_id: int | None, day: date) -> date:
    """The day after the last of all others left; the first of days where none is known to have."""
    others = [one.ended_on for one in post.holders if one.person_id != person_id]
    left = [last for last in others if last is not None and last < day]
    return max(left) + ONE_DAY if left else date.min


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
