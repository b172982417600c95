"""What heads and SENCOs told of posts: answers to conditions, excluded duties, and checks of job
descriptions."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain.charter import Answer, Reply, Side
from trust_inclusion.domain.charter_record import JobDescription
from trust_inclusion.domain.duties import Held
from trust_inclusion.models.charter import CharterAnswer, DescriptionCheck, PostDuty
from trust_inclusion.models.posts import Post


@dataclass(frozen=True, slots=True)
class Told:
    """What was told of one post, in the order in which it counts: by day, then as it came in."""

    answers: list[Answer] = field(default_factory=list[Answer])
    duties: list[tuple[date, int, Held]] = field(default_factory=list[tuple[date, int, Held]])
    descriptions: list[tuple[date, int, JobDescription]] = field(
        default_factory=list[tuple[date, int, JobDescription]]
    )


NOTHING = Told()

_A, _D, _C = CharterAnswer.__table__.c, PostDuty.__table__.c, DescriptionCheck.__table__.c
_ANSWERS = (
    select(_A.post_id, _A.id, _A.code, _A.side, _A.reply, _A.answered_on, _A.evidence)
    .join(Post, Post.id == _A.post_id)
    .order_by(_A.answered_on, _A.id)
)
_DUTIES = (
    select(_D.post_id, _D.id, _D.code, _D.held, _D.minutes, _D.told_on)
    .join(Post, Post.id == _D.post_id)
    .order_by(_D.told_on, _D.id)
)
_CHECKS = (
    select(_C.post_id, _C.id, _C.checked_on, _C.agreed_on, _C.found)
    .join(Post, Post.id == _C.post_id)
    .order_by(_C.checked_on, _C.id)
)


def told_of(which: ColumnElement[bool]) -> dict[int, Told]:
    """What was told of these posts, by post. Three queries."""
    found: dict[int, Told] = defaultdict(Told)
    for row in db.session.execute(_ANSWERS.where(which)):
        answer = Answer(
            row.code, Side(row.side), Reply(row.reply), row.answered_on, row.evidence, row.id
        )
        found[row.post_id].answers.append(answer)
    for row in db.session.execute(_DUTIES.where(which)):
        found[row.post_id].duties.append((row.told_on, row.id, _held(row)))
    for row in db.session.execute(_CHECKS.where(which)):
        check = JobDescription(
            row.agreed_on, len(row.found["missing_tasks"]), len(row.found["old_terms"])
        )
        found[row.post_id].descriptions.append((row.checked_on, row.id, check))
    return found


def _held(row: AnyRow) -> Held:
    """Minutes only of a duty that is held."""
    return Held(row.code, row.held, row.minutes if row.held else None)
