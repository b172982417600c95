"""Conditions as a file: each post of the table's academies, the reader's grants applied."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from trust_inclusion.db import db
from trust_inclusion.domain import access, charter_words
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.charter import Answer, Result
from trust_inclusion.domain.charter_conditions import CONDITIONS
from trust_inclusion.domain.standing import PostFacts
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.posts import Post
from trust_inclusion.services import settings, standing
from trust_inclusion.services.charter import finding, heat, letters
from trust_inclusion.services.charter.finding import Here, Sight
from trust_inclusion.services.charter.heat import Filters, Sort
from trust_inclusion.services.exports.table import Cell, Table

BATCH = 200
"""Academies read at once: their facts take a fixed number of queries."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A condition of a post. `post` is None where the law asks for one and there is none; `urn`
    and `academy` are None of a trust-wide post."""

    urn: int | None
    academy: str | None
    post: str | None
    result: Result
    sight: Sight


def _reply(answer: Answer | None) -> Cell:
    return answer.reply.value if answer else None


def _evidence(line: _Line) -> Cell:
    """What the record says, else what head and SENCO wrote, each with whose it is."""
    if line.result.from_record:
        return line.sight.reason(line.result) or None
    said = [
        f"{charter_words.SIDES[one.side]}: {one.evidence}"
        for one in (line.result.head, line.result.senco)
        if one is not None and one.evidence
    ]
    return "; ".join(said) or None


_CELLS: dict[str, Callable[[_Line], Cell]] = {
    "urn": lambda line: line.urn,
    "academy": lambda line: line.academy,
    "post": lambda line: line.post,
    "code": lambda line: line.result.code,
    "condition": lambda line: CONDITIONS[line.result.code].sentence,
    "type": lambda line: CONDITIONS[line.result.code].kind.value,
    "head_answer": lambda line: _reply(line.result.head),
    "senco_answer": lambda line: _reply(line.result.senco),
    "result": lambda line: line.result.reply.value,
    "from_record": lambda line: line.result.from_record,
    "evidence": _evidence,
    "answered_on": lambda line: line.result.answered_on,
}
COLUMNS = tuple(_CELLS)
BEHIND = frozenset({"head_answer", "senco_answer", "from_record", "evidence", "answered_on"})
"""What only those see who may know who answered what, and why it counts."""


def conditions(actor: Actor, filters: Filters, sort: Sort, day: date) -> Table:
    """Every condition of the posts of the academies that the filters leave, on `day`.

    In the order of the table; a filter on a condition or a kind leaves that condition or kind.
    Where no filter asks for some academies only, the trust-wide posts come after them. A
    column that is not granted is absent, a cell beyond the reader's reach is blank, and conditions
    that tell of pay are left out where it does not reach. Raises Refused for such a filter.
    """
    columns = [name for name in COLUMNS if name not in BEHIND or letters.answers(actor).any_academy]
    academies = heat.selected(actor, filters, sort, day)
    wanted = [filters.condition] if filters.condition else None
    rows = (
        tuple(
            None if name in BEHIND and not line.sight.answers else _CELLS[name](line)
            for name in columns
        )
        for line in _every(actor, academies, filters, day)
        if (wanted is None or line.result.code in wanted)
        and (not filters.kind or CONDITIONS[line.result.code].kind == filters.kind)
    )
    return Table(tuple(columns), rows)


def _every(
    actor: Actor, academies: Sequence[tuple[int, int, str]], filters: Filters, day: date
) -> Iterator[_Line]:
    for first in range(0, len(academies), BATCH):
        yield from _lines(actor, academies[first : first + BATCH], day)
    if not filters.narrow and access.may(actor, Action.SEE_CHARTER, access.TRUST):
        here = finding.academy(actor, Action.SEE_CHARTER, finding.NO_ACADEMY, day)
        for post in here.posts():
            yield from _of_post(actor, here, post)


def _lines(actor: Actor, academies: Sequence[tuple[int, int, str]], day: date) -> Iterator[_Line]:
    """The lines of one batch."""
    ids = [academy_id for academy_id, _, _ in academies]
    facts, rules = standing.facts_of(ids), settings.rules()
    rows = {
        one.id: one
        for one in db.session.scalars(
            select(Academy).where(Academy.id.in_(ids)).options(joinedload(Academy.hub))
        )
    }
    titles = db.session.execute(select(Post.id, Post.title).where(Post.academy_id.in_(ids)))
    of_post = {one.id: one.title for one in titles}
    for academy_id in ids:
        here = Here(finding.where(rows[academy_id]), facts[academy_id], rules, of_post, day)
        for post in here.posts():
            yield from _of_post(actor, here, post)


def _of_post(actor: Actor, here: Here, post: PostFacts | None) -> Iterator[_Line]:
    sight = finding.sight(actor, here.place, finding.in_post(post, here.day))
    title = here.titles[post.id] if post and post.id is not None else None
    found = here.results(post and finding.told_to(actor, here, post))
    of = (here.academy.urn, here.academy.name) if here.facts else (None, None)
    for code in sight.codes():
        yield _Line(*of, title, found[code], sight)
