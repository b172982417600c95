"""The ten excluded duties of each SENCO post: what holds, and telling it anew.

Every statement stays as a row of its own; the last one of a duty counts. Whoever comes second
reads what the first said before theirs is saved.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access, charter_posts, duties
from trust_inclusion.domain.access import Action, Actor, Role
from trust_inclusion.domain.duties import EXCLUDED, Held, Judged
from trust_inclusion.domain.hours import FullWeek
from trust_inclusion.domain.standing import PostFacts
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.charter import PostDuty
from trust_inclusion.services import audit, places, settings, standing
from trust_inclusion.services.duties import finding
from trust_inclusion.services.duties.finding import Here, Tellers
from trust_inclusion.services.places import Changed


@dataclass(frozen=True, slots=True)
class Duty:
    """An excluded duty of a post. `held` is what was told last; its minutes only for who may see
    what was told."""

    held: Held
    judged: Judged


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the history: on which day, as what, and what was told."""

    told_on: date
    role: Role | None
    held: Held


@dataclass(frozen=True, slots=True)
class PostDuties:
    """A SENCO post with its excluded duties, in minutes a week.

    `own_minutes`: of all excluded duties together; None for who sees only whether they are held,
    as is `history`.
    """

    id: int
    title: str
    holders: tuple[str, ...]
    minutes: int
    own_minutes: int | None
    duties: Sequence[Duty]
    history: Sequence[Said] | None
    may_edit: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The academy's SENCO posts with the excluded duties, beside its hours and the formula's."""

    academy: Academy
    measured: charter_posts.Measured
    posts: Sequence[PostDuties]
    may_check: bool
    """Whether the reader may read checks of job descriptions."""
    may_check_unbound: bool
    """Whether they may check one that belongs to no post yet."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The ten duties of a post to be told. `seen`: the number of the latest row shown, 0 none."""

    academy: Academy
    post_id: int
    title: str
    duties: Mapping[str, Held]
    seen: int


class NotPossible(Exception):
    """Duties cannot be kept as typed. `problems` are (code, field, sentence)."""

    def __init__(self, problems: list[tuple[str, str, str]]) -> None:
        super().__init__("; ".join(sentence for _, _, sentence in problems))
        self.problems = problems


class Overtaken(Changed):
    """Somebody told of these duties meanwhile: `theirs` by code. `mine`: the codes of what the
    second had changed of what was shown."""

    def __init__(self, theirs: Mapping[str, Held], mine: Iterable[str]) -> None:
        super().__init__("Somebody else saved duties of this post while you were typing.")
        self.theirs, self.mine = theirs, frozenset(mine)


def at(actor: Actor, urn: int, today: date) -> Shown:
    """The excluded duties of the academy's SENCO posts that count. Raises NotThere or Refused."""
    here = finding.academy(actor, Action.SEE_CHARTER, urn, today)
    told = access.may(actor, Action.SEE_CHARTER_ANSWERS, places.of(here.academy))
    posts = charter_posts.sencos(here.facts, here.day)
    rows = _rows([post.id for post in posts if post.id is not None])
    by = finding.tellers(row.account_id for some in rows.values() for row in some) if told else None
    shown = [_shown(actor, here, post, rows.get(post.id or 0, []), by) for post in posts]
    measured = charter_posts.measured(here.facts, settings.rules(), here.day)
    unbound = access.may_anywhere(actor, Action.EDIT_DUTIES)
    return Shown(here.academy, measured, shown, told, unbound)


def _shown(
    actor: Actor, here: Here, post: PostFacts, rows: Sequence[AnyRow], by: Tellers | None
) -> PostDuties:
    """Without `by` nothing of who told what, and when."""
    judged = charter_posts.holdings_of(post, here.day)
    stated = _latest(row for row in rows if row.told_on <= here.day)
    number = post.id or 0
    return PostDuties(
        id=number,
        title=here.titles[number],
        holders=tuple(one.name for one in post.designated_on(here.day)),
        minutes=post.minutes_on(here.day),
        own_minutes=duties.own_minutes(stated.values()) if by else None,
        duties=[
            Duty(one if by else Held(one.code, one.held), judged[one.code])
            for one in stated.values()
        ],
        history=[
            Said(row.told_on, by.role(here, post, row.account_id, row.told_on), _held(row))
            for row in reversed(rows)
        ]
        if by
        else None,
        may_edit=here.may_edit(post, actor),
    )


def sheet(actor: Actor, urn: int, post_id: int, today: date) -> Sheet:
    """What was told of a post so far, to tell it anew. Raises NotThere or Refused."""
    here, post = finding.to_edit(actor, urn, post_id, today)
    rows = _rows([post_id]).get(post_id, [])
    return Sheet(
        here.academy, post_id, here.titles[post.id or 0], _latest(rows), _last_number(rows)
    )


def tell(
    actor: Actor,
    urn: int,
    post_id: int,
    told: Iterable[Held],
    *,
    seen: int,
    today: date,
    now: datetime,
) -> list[str]:
    """Save what differs of these duties from what was shown, all or nothing; gives their codes.

    Hours of a duty that is not held are none. Raises NotThere, Refused, NotPossible, or Overtaken
    where somebody told of the post after row `seen`.
    """
    here, _ = finding.to_edit(actor, urn, post_id, today)
    new = list(told)
    if problems := _problems(new, settings.current().week):
        raise NotPossible(problems)
    rows = _rows([post_id]).get(post_id, [])
    before = _latest([row for row in rows if row.id <= seen])
    new = [one for one in map(_plain, new) if one != _plain(before[one.code])]
    if not new:
        return []
    if _last_number(rows) != seen:
        later = {row.code: _held(row) for row in rows if row.id > seen}
        raise Overtaken(later, [one.code for one in new])
    for one in new:
        db.session.add(
            PostDuty(
                post_id=post_id, code=one.code, held=one.held, minutes=one.minutes,
                told_on=today, told_at=now, account_id=actor.account_id,
            )
        )  # fmt: skip
    places.flush()
    audit.record(
        actor, "duties_told", "post", post_id, now=now, academy_id=here.academy.id,
        before={one.code: _figures(before[one.code]) for one in new},
        after={one.code: _figures(one) for one in new},
    )  # fmt: skip
    standing.rebuild([here.academy.id])
    return [one.code for one in new]


def _problems(told: Sequence[Held], week: FullWeek) -> list[tuple[str, str, str]]:
    found = [
        (one.code, field, sentence)
        for one in told
        for field, sentence in duties.problems(one, week.week_minutes)
    ]
    codes = [one.code for one in told]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    return found + [(code, "code", "This duty is told twice.") for code in twice]


def _plain(duty: Held) -> Held:
    """Minutes only of what is held."""
    return Held(duty.code, duty.held, duty.minutes if duty.held else None)


def _figures(duty: Held) -> dict[str, Any]:
    return {"held": duty.held, "minutes": duty.minutes}


_D = PostDuty.__table__.c
_ROWS = select(_D.id, _D.post_id, _D.code, _D.held, _D.minutes, _D.told_on, _D.account_id).order_by(
    _D.told_on, _D.id
)


def _rows(post_ids: Iterable[int]) -> dict[int, list[AnyRow]]:
    """Everything told of these posts, the latest last. One query."""
    found: dict[int, list[AnyRow]] = {}
    for row in db.session.execute(_ROWS.where(_D.post_id.in_(list(post_ids)))):
        found.setdefault(row.post_id, []).append(row)
    return found


def _held(row: AnyRow) -> Held:
    return Held(row.code, row.held, row.minutes)


def _latest(rows: Iterable[AnyRow]) -> dict[str, Held]:
    """What was told last of each of the ten."""
    found = {code: Held(code, None) for code in EXCLUDED}
    found.update((row.code, _held(row)) for row in rows)
    return found


def _last_number(rows: Iterable[AnyRow]) -> int:
    return max((row.id for row in rows), default=0)
