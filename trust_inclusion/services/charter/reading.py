"""An academy's own page of conditions: each SENCO post, what counts and why, and what changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import access, charter, charter_posts
from trust_inclusion.domain.access import Action, Actor, Refused
from trust_inclusion.domain.charter import Answer, Change, Reply, Result, Side, Tally
from trust_inclusion.domain.charter_conditions import CONDITIONS, Condition, Kind
from trust_inclusion.domain.duties import Judged
from trust_inclusion.domain.standing import PostFacts
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.charter import CharterAnswer
from trust_inclusion.services.charter import finding
from trust_inclusion.services.charter.finding import Here, Sight, Where


@dataclass(frozen=True, slots=True)
class Behind:
    """What stands behind a reply: why it counts, and what head and SENCO said.

    `senco_before`: the SENCO's answer is of somebody who has left the post since.
    """

    why: str
    from_record: bool
    head: Answer | None
    senco: Answer | None
    differ: bool
    senco_before: bool

    def by(self, side: Side | None) -> Answer | None:
        """What a side said; of a SENCO, of those who hold the post now."""
        if side is Side.HEAD:
            return self.head
        return None if self.senco_before else self.senco


@dataclass(frozen=True, slots=True)
class Line:
    """A condition and what counts for it. `behind` is None for who sees replies only."""

    condition: Condition
    reply: Reply
    behind: Behind | None
    open: bool
    """Whether this reader may answer it now."""


@dataclass(frozen=True, slots=True)
class PostShown:
    """A post with its conditions by kind. `id` is None where nobody has made the post yet."""

    id: int | None
    title: str
    holders: tuple[str, ...]
    lines: Mapping[Kind, Sequence[Line]]
    tally: Tally
    changes: Sequence[Change]
    duties: Sequence[Judged]
    answers_as: Side | None

    @property
    def open(self) -> int:
        """How many conditions this reader may answer now."""
        return sum(line.open for lines in self.lines.values() for line in lines)

    @property
    def unanswered(self) -> int:
        """How many of these they, or whoever was head before, have not answered yet."""
        return sum(self._asks(line) for lines in self.lines.values() for line in lines)

    def _asks(self, line: Line) -> bool:
        return line.open and not (line.behind and line.behind.by(self.answers_as))


@dataclass(frozen=True, slots=True)
class Page:
    """An academy on a day: the one asked for, or the nearest on which it is in the trust."""

    academy: Where
    day: date
    term_ended: date
    posts: Sequence[PostShown]
    sees_answers: bool


def academy(actor: Actor, urn: int, day: date, *, today: date) -> Page:
    """What the academy's page shows this reader of `day`. Raises NotThere or Refused."""
    here = finding.academy(actor, Action.SEE_CHARTER, urn, day)
    ended = charter.last_term_ended(here.day)
    posts = [_post(actor, here, post, ended, today) for post in here.posts()]
    # Who comes as far as a trust-wide post reads all of it.
    sees = here.facts is None or access.may(actor, Action.SEE_CHARTER_ANSWERS, here.place)
    return Page(here.academy, here.day, ended, posts, sees)


def _post(actor: Actor, here: Here, post: PostFacts | None, ended: date, today: date) -> PostShown:
    holders = finding.in_post(post, here.day)
    sight = finding.sight(actor, here.place, holders)
    post = finding.told_to(actor, here, post) if post else None
    found = here.results(post)
    side = finding.side(actor, here.place, holders) if post and here.day == today else None
    came = _came(post, here)
    lines = [_line(found[code], sight, side, came) for code in sight.codes()]
    return PostShown(
        id=post.id if post else None,
        title=here.titles.get(post.id or 0, "") if post else "",
        holders=tuple(one.name for one in holders),
        lines={kind: [one for one in lines if one.condition.kind is kind] for kind in Kind},
        tally=_tally(found, sight),
        changes=_changes(actor, here, post, ended),
        duties=list(charter_posts.holdings_of(post, here.day).values())
        if post and here.facts
        else [],
        answers_as=side,
    )


def _came(post: PostFacts | None, here: Here) -> date:
    """When those who hold the post on the day shown came: what a SENCO said earlier, somebody
    else said. A date that never comes while nobody holds it."""
    held = finding.in_post(post, here.day)
    if post is None or not held:
        return date.max
    return min(finding.began(post, one.person_id, here.day) for one in held)


def _line(result: Result, sight: Sight, side: Side | None, came: date) -> Line:
    behind = None
    if sight.answers:
        behind = Behind(
            why=sight.reason(result),
            from_record=result.from_record,
            head=result.head,
            senco=result.senco,
            differ=result.differ and not result.from_record,
            senco_before=result.senco is not None and result.senco.answered_on < came,
        )
    asked = side is not None and not result.from_record
    return Line(CONDITIONS[result.code], result.reply, behind, asked)


def _tally(found: Mapping[str, Result], sight: Sight) -> Tally:
    counts = charter.tally(found[code] for code in sight.codes())
    return counts if sight.answers else replace(counts, differ=0)


def _changes(actor: Actor, here: Here, post: PostFacts | None, ended: date) -> list[Change]:
    """What counts otherwise than when the last term ended, where the academy was here then.

    Only what the reader may see of both days: somebody else may have held the post then.
    """
    joined = here.academy.joined_on
    if joined is not None and ended < joined:
        return []
    held = [finding.in_post(post, day) for day in (ended, here.day)]
    then, since = (set(finding.sight(actor, here.place, one).codes()) for one in held)
    before, now = here.results(post, ended), here.results(post)
    return [one for one in charter.changed(before, now) if one.code in then & since]


@dataclass(frozen=True, slots=True)
class Past:
    """An answer of the history: of which side and by whom, and when it came in.

    `name`: of the account; None where the command line or nobody known gave it.
    """

    side: Side
    name: str | None
    reply: Reply
    evidence: str
    answered_on: date
    answered_at: datetime
    counts: bool
    """Whether it is the one that stands for its side."""


@dataclass(frozen=True, slots=True)
class History:
    """A condition of a post with everything that was ever said of it, the latest first."""

    academy: Where
    post_id: int
    title: str
    line: Line
    past: Sequence[Past]


def history(actor: Actor, urn: int, post_id: int, code: str, *, today: date) -> History:
    """Who answered a condition what, by side. Raises NotThere or Refused.

    A SENCO who reads only their own pay reads of a condition that tells of it what was said since
    they came.
    """
    finding.condition(code)
    here = finding.academy(actor, Action.SEE_CHARTER_ANSWERS, urn, today)
    post = here.post(post_id)
    holders = finding.in_post(post, here.day)
    sight = finding.sight(actor, here.place, holders)
    if code not in sight.codes():
        raise Refused("You do not have access to this condition.")
    side = finding.side(actor, here.place, holders) if here.day == today else None
    told = finding.told_to(actor, here, post)
    result = here.results(told)[code]
    standing = {one.number for one in (result.head, result.senco) if one is not None}
    return History(
        here.academy,
        post_id,
        here.titles[post_id],
        _line(result, sight, side if post in here.posts() else None, _came(post, here)),
        _past([one.number for one in told.answers if one.code == code], standing),
    )


def _past(numbers: Sequence[int], standing: set[int]) -> list[Past]:
    rows = db.session.execute(
        select(CharterAnswer, Account.name)
        .outerjoin(Account, Account.id == CharterAnswer.account_id)
        .where(CharterAnswer.id.in_(numbers))
        .order_by(CharterAnswer.id.desc())
    )
    return [
        Past(
            Side(row.side),
            name,
            Reply(row.reply),
            row.evidence,
            row.answered_on,
            row.answered_at,
            row.id in standing,
        )
        for row, name in rows
    ]
