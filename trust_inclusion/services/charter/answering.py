"""Answering conditions: the head and the SENCO of a post, each for their own side.

Every answer stays as a row of its own; the last of a side counts. What the record answers nobody
is asked. Of two people who answer for one side the second reads what the first said before theirs
is saved; the other side's answer stands beside and is no conflict.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import charter
from trust_inclusion.domain.access import Action, Actor, Refused
from trust_inclusion.domain.calendar import years_after
from trust_inclusion.domain.charter import Answer, Side
from trust_inclusion.domain.charter_conditions import CONDITIONS, Condition
from trust_inclusion.domain.standing import PostFacts
from trust_inclusion.domain.words import long_date
from trust_inclusion.models.charter import CharterAnswer
from trust_inclusion.services import audit, places, standing
from trust_inclusion.services.charter import cover, finding
from trust_inclusion.services.charter.finding import Here, Where
from trust_inclusion.services.places import Changed, NotThere

YEARS_BACK = 2
"""An answer is of a day in the last two years: what was so before that nobody can still show."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as typed. `seen`: the number of the side's latest answer that was shown, 0 none."""

    code: str
    reply: str
    evidence: str
    answered_on: date
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A condition to be answered: what this side and the other said last, and what to show.

    `before`: what the SENCO said who held the post before; it counts until somebody says more.
    """

    condition: Condition
    mine: Answer | None
    before: Answer | None
    theirs: Answer | None
    seen: int
    prompt: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The conditions of a post that somebody answers for a side, from `earliest` on."""

    academy: Where
    post_id: int
    title: str
    side: Side
    earliest: date
    questions: Sequence[Question]

    def question(self, code: str) -> Question:
        """One of them. Raises NotThere."""
        found = next((one for one in self.questions if one.condition.code == code), None)
        if found is None:
            raise NotThere("There is no such condition to answer here.")
        return found


class NotPossible(Exception):
    """Answers cannot be kept as typed. `problems` are (code, field, sentence)."""

    def __init__(self, problems: list[tuple[str, str, str]]) -> None:
        super().__init__("; ".join(sentence for _, _, sentence in problems))
        self.problems = problems


class Overtaken(Changed):
    """Somebody else answered for the same side meanwhile: `theirs` by code."""

    def __init__(self, theirs: Mapping[str, Answer]) -> None:
        super().__init__("Somebody else answered while you were typing.")
        self.theirs = theirs


def sheet(actor: Actor, urn: int, post_id: int, *, today: date, code: str = "") -> Sheet:
    """What the actor may answer of a post: all that is open to their side, or one condition.

    Raises NotThere, or Refused: for a condition that the record answers, with the reason.
    """
    here, post, side = _asked(actor, urn, post_id, today)
    codes = _open_to(actor, here, post)
    if code:
        _refuse_unless_open(actor, here, post, code, codes)
        codes = [code]
    prompts = {**here.prompts(post), cover.CODE: cover.prompt(post_id, today)}
    other = Side.SENCO if side is Side.HEAD else Side.HEAD
    began = _began(actor, here, post, side)

    def question(asked: str) -> Question:
        last = charter.latest(post.answers, asked, side, today)
        own = last is not None and last.answered_on >= began
        return Question(
            condition=CONDITIONS[asked],
            mine=last if own else None,
            before=None if own else last,
            theirs=charter.latest(post.answers, asked, other, today),
            seen=max((given.number for given in _of(post, asked, side)), default=0),
            prompt=prompts.get(asked, ""),
        )

    return Sheet(
        here.academy,
        post_id,
        here.titles[post_id],
        side,
        _earliest(here, began),
        [question(one) for one in codes],
    )


def answer(
    actor: Actor,
    urn: int,
    post_id: int,
    told: Iterable[Told],
    *,
    again: bool = False,
    today: date,
    now: datetime,
) -> list[str]:
    """Save what was changed of these answers, all or nothing; gives the codes saved.

    An answer that says what was shown is no change; with `again` it is one when its day differs.
    Raises NotThere, Refused, NotPossible, or Overtaken where somebody else of the same side
    answered after what was shown.
    """
    here, post, side = _asked(actor, urn, post_id, today)
    began = _began(actor, here, post, side)
    new = [one for one in told if _says_more(one, post, side, began, again=again)]
    if problems := _problems(actor, here, post, side, new):
        raise NotPossible(problems)
    if theirs := _overtaken(actor, new, post, side):
        raise Overtaken(theirs)
    for one in new:
        _keep(actor, here, post_id, side, one, now)
    if new:
        # No list tells of a trust-wide post, so nothing hangs on its answers.
        standing.rebuild([here.academy.id] if here.academy.id is not None else [])
    return [one.code for one in new]


def _asked(actor: Actor, urn: int, post_id: int, today: date) -> tuple[Here, PostFacts, Side]:
    """Where the actor answers, and for which side. Raises NotThere or Refused."""
    here = finding.academy(actor, Action.SEE_CHARTER, urn, today)
    post = here.post(post_id)
    side = finding.side(actor, here.place, finding.in_post(post, here.day))
    if side is None:
        raise Refused("The head teacher and the SENCO of the post answer its conditions.")
    if here.day != today:
        raise Refused("Conditions are answered while the academy is in the trust.")
    if post not in here.posts():
        raise Refused("Nobody is asked of this post: another one counts here.")
    return here, finding.told_to(actor, here, post), side


def _open_to(actor: Actor, here: Here, post: PostFacts) -> list[str]:
    """The conditions that the record leaves open, of those the actor may see."""
    found = here.results(post)
    seen = finding.sight(actor, here.place, finding.in_post(post, here.day)).codes()
    return [code for code in seen if not found[code].from_record]


def _refuse_unless_open(
    actor: Actor, here: Here, post: PostFacts, code: str, codes: Sequence[str]
) -> None:
    finding.condition(code)
    if code not in codes:
        raise Refused(_why_not(actor, here, post, code))


def _why_not(actor: Actor, here: Here, post: PostFacts, code: str) -> str:
    """Why a condition is not asked, telling nothing of what the actor may not see."""
    sight = finding.sight(actor, here.place, finding.in_post(post, here.day))
    if code not in CONDITIONS:
        return "This condition is not in the list: choose one from C01 to C36."
    if code not in sight.codes():
        return "You do not have access to this condition."
    reason = sight.reason(here.results(post)[code])
    return f"{code} is answered from the record, so nobody types it. {reason}".rstrip()


def _earliest(here: Here, began: date) -> date:
    """The first day of which an answer can be: within two years and the academy's time here, and
    a SENCO's own from their appointment on."""
    joined = here.academy.joined_on or date.min
    return max(years_after(here.day, -YEARS_BACK), joined, began)


def _began(actor: Actor, here: Here, post: PostFacts, side: Side) -> date:
    """The day from which a side's answers are the actor's own: of a SENCO, when they came. Heads
    answer for the academy, whoever was head before."""
    if side is Side.HEAD:
        return date.min
    return finding.began(post, actor.person_id, here.day)


def _of(post: PostFacts, code: str, side: Side) -> list[Answer]:
    return [one for one in post.answers if one.code == code and one.side is side]


def _says_more(told: Told, post: PostFacts, side: Side, began: date, *, again: bool) -> bool:
    """Whether an answer differs from what stood in the form when it was shown."""
    shown = [
        one
        for one in _of(post, told.code, side)
        if one.number <= told.seen and one.answered_on >= began
    ]
    before = charter.latest(shown, told.code, side, date.max)
    if before is None:
        return bool(told.reply or told.evidence)
    if (before.reply, before.evidence) != (told.reply, told.evidence):
        return True
    return again and before.answered_on != told.answered_on


def _problems(
    actor: Actor, here: Here, post: PostFacts, side: Side, new: Iterable[Told]
) -> list[tuple[str, str, str]]:
    """What is wrong with the answers, as (code, field, sentence)."""
    open_codes = _open_to(actor, here, post)
    earliest = _earliest(here, _began(actor, here, post, side))
    found: list[tuple[str, str, str]] = []
    for told in new:
        if told.code not in open_codes:
            found.append((told.code, "reply", _why_not(actor, here, post, told.code)))
            continue
        said = charter.problems(told.code, told.reply, told.evidence, told.answered_on, here.day)
        mine = charter.latest(post.answers, told.code, side, here.day)
        if told.answered_on < earliest:
            said.append(("answered_on", f"The day must be {long_date(earliest)} or later."))
        elif mine is not None and told.answered_on < mine.answered_on:
            said.append(("answered_on", _later_than(told.code, mine.answered_on)))
        found += [(told.code, field, sentence) for field, sentence in said]
    return found


def _later_than(code: str, day: date) -> str:
    return f"{code} was answered on {long_date(day)}: give that day or a later one."


def _overtaken(actor: Actor, new: Sequence[Told], post: PostFacts, side: Side) -> dict[str, Answer]:
    """What somebody else of the same side said after what was shown, by code."""
    since = {
        given.number: given
        for told in new
        for given in _of(post, told.code, side)
        if given.number > told.seen
    }
    if not since:
        return {}
    rows = CharterAnswer.__table__.c
    by = select(rows.id, rows.account_id).where(rows.id.in_(since)).order_by(rows.id)
    return {
        since[row.id].code: since[row.id]
        for row in db.session.execute(by)
        if row.account_id != actor.account_id
    }


def _keep(actor: Actor, here: Here, post_id: int, side: Side, told: Told, now: datetime) -> None:
    db.session.add(
        CharterAnswer(
            post_id=post_id,
            code=told.code,
            side=side.value,
            reply=told.reply,
            evidence=told.evidence,
            answered_on=told.answered_on,
            answered_at=now,
            account_id=actor.account_id,
        )
    )
    places.flush()
    audit.record(
        actor, "charter_answered", "post", post_id, now=now, academy_id=here.academy.id,
        after={"code": told.code, "side": side.value, "reply": told.reply},
    )  # fmt: skip
