"""An academy's letters of conditions and duties, day after day, worked out once where nothing that
they follow from has changed.

It says what domain/charter_letters.py says of domain/charter_posts.py's results, without drawing
up a reason for each of them: a trust's timelines ask this for every academy and every period.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from trust_inclusion.domain import charter, charter_letters
from trust_inclusion.domain.academies import duty_applies
from trust_inclusion.domain.charter import Reply
from trust_inclusion.domain.charter_conditions import CONDITIONS
from trust_inclusion.domain.charter_letters import PLACES, REPLY_LETTERS, letter_of
from trust_inclusion.domain.charter_posts import (
    Measured,
    OnDay,
    every_facts,
    holdings_of,
    together,
)
from trust_inclusion.domain.charter_record import Facts
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.domain.standing_facts import AcademyFacts, Holder, PostFacts, Rules

NOT_ANSWERED = REPLY_LETTERS[Reply.NOT_KNOWN] * len(CONDITIONS)
NOTHING_TOLD = charter_letters.of_duties(())
Held = Sequence[tuple[PostFacts, list[Holder]]]
"""SENCO posts with their designated holders."""
Posts = Sequence[tuple[PostFacts | None, list[Holder]]]
"""The same, also vacant ones, and None for an academy of the duty that has no post."""


@dataclass(frozen=True, slots=True)
class Letters:
    """What an academy shows on a day; the second count leaves out conditions that tell of pay."""

    conditions: str
    duties: str
    not_met: int
    not_met_beside_pay: int


class LettersOf:
    """The letters of one academy, of any of its days."""

    def __init__(self, academy: AcademyFacts, rules: Rules) -> None:
        self._academy, self._rules = academy, rules
        posts: Posts = [(post, []) for post in academy.posts if post.kind is PostKind.SENCO]
        self._vacant = posts or ([(None, [])] if duty_applies(academy.type_code) else [])
        self._known: dict[object, Letters] = {}

    def on(self, day: date, held: Held, hours: Measured) -> Letters | None:
        """The letters of `day`, on which these posts are `held`; None where nobody is asked for a
        SENCO and there is no post."""
        posts: Posts = held or self._vacant
        if not posts:
            return None
        of = OnDay(self._rules, day, hours)
        every = [every_facts(self._academy, post, holders, of) for post, holders in posts]
        key = tuple(
            (post and post.id, _told_by(post, day), facts)
            for (post, _), facts in zip(posts, every, strict=True)
        )
        if key not in self._known:
            self._known[key] = _letters([post for post, _ in posts], every, day)
        return self._known[key]


def _told_by(post: PostFacts | None, day: date) -> tuple[int, int]:
    """How much was told of a post by `day`: what was told before stays."""
    if post is None:
        return 0, 0
    return (
        sum(one.answered_on <= day for one in post.answers),
        sum(told_on <= day for told_on, _, _ in post.duties),
    )


def _letters(
    posts: Sequence[PostFacts | None], every: Sequence[Sequence[Facts]], day: date
) -> Letters:
    conditions = charter_letters.most_careful(
        [_conditions(post, facts, day) for post, facts in zip(posts, every, strict=True)]
    )
    return Letters(
        conditions,
        _duties([post for post in posts if post is not None], day),
        charter_letters.not_met(conditions, pay=True),
        charter_letters.not_met(conditions, pay=False),
    )


def _conditions(post: PostFacts | None, every: Sequence[Facts], day: date) -> str:
    """The letters of one post: what the record answers, then what people do."""
    found = list(NOT_ANSWERED)
    recorded = together(every)
    for code, said in recorded.items():
        found[PLACES[code]] = REPLY_LETTERS[said.reply]
    given: dict[str, list[charter.Answer]] = defaultdict(list)
    for answer in post.answers if post else ():
        if answer.code not in recorded:
            given[answer.code].append(answer)
    for code, answers in given.items():
        found[PLACES[code]] = letter_of(charter.result(code, answers, None, day))
    return "".join(found)


def _duties(posts: Sequence[PostFacts], day: date) -> str:
    if not any(post.duties for post in posts):
        return NOTHING_TOLD
    return charter_letters.of_duties(
        [{code: one.holding for code, one in holdings_of(post, day).items()} for post in posts]
    )
