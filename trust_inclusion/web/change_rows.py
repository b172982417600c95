"""The rows of the lists of changes as ready words; the template draws them as they are."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from trust_inclusion.db import AnyRow
from trust_inclusion.domain import change_words, words
from trust_inclusion.domain.calendar import london_day
from trust_inclusion.domain.changes import CLOSED, Kind
from trust_inclusion.services.changes import figures
from trust_inclusion.web.rows import CHANGE_TAGS, NO_TAG, escaped, tag

UNSUPPORTED, REDUCTION = tag(change_words.UNSUPPORTED), tag(change_words.REDUCTION)
NOBODY = "Nobody in post"
SOMEBODY = "Somebody whose name is no longer kept"


class ChangeRow(NamedTuple):
    """One change in words, in the order in which the template unpacks them.

    Every value is safe to draw as it is: the template escapes nothing in its rows.
    """

    id: int
    version: int
    academy: str
    person: str
    post: str
    kind: str
    hours: str
    effective: str
    state: str
    mark: str
    days: int
    """Working days: of what is open since it has waited, of what is closed since it was proposed
    first."""
    closed_on: str
    proposer: str
    decider: str
    value: str
    linked: bool
    proposed_on: str


def in_words(rows: Sequence[AnyRow], today: date) -> list[ChangeRow]:
    """The rows of one page."""
    texts = escaped(
        text
        for row in rows
        for text in (
            row.academy,
            row.person or NOBODY,
            row.post,
            row.proposer or SOMEBODY,
            row.decider or "",
        )
    )
    found: list[ChangeRow] = []
    for number, row in enumerate(rows):
        academy, person, post, proposer, decider = texts[number * 5 : number * 5 + 5]
        closed_on = london_day(row.closed_at) if row.closed_at else None
        since = row.created_at if closed_on else row.waiting_since
        found.append(
            ChangeRow(
                row.id,
                row.version,
                academy,
                person,
                post,
                change_words.KINDS[Kind(row.kind)],
                moved(row.kind, row.minutes_now, row.minutes_proposed),
                effective(row.effective_on, row.until),
                CHANGE_TAGS[row.state],
                UNSUPPORTED if row.unsupported else REDUCTION if row.reduction else NO_TAG,
                figures.between(london_day(since), closed_on or today),
                words.short_date(closed_on) if closed_on else "",
                proposer,
                decider if row.state in CLOSED else "",
                "" if row.value is None else words.pounds(row.value),
                row.bundle_id is not None,
                words.short_date(london_day(row.created_at)),
            )
        )
    return found


@lru_cache(maxsize=4096)
def moved(kind: str, now: int, proposed: int) -> Markup:
    """Hours now and proposed: "5.0 → 8.0"; of one-off hours their total."""
    if kind == Kind.ONE_OFF:
        return _IN_ALL.format(words.hours(proposed))
    return _MOVED.format(words.hours(now), words.hours(proposed))


_IN_ALL = Markup("{} in all")
_MOVED = Markup(
    '{} <span aria-hidden="true">→</span><span class="govuk-visually-hidden">to</span> {}'
)


@lru_cache(maxsize=4096)
def effective(first: date, last: date | None) -> Markup:
    """The first day, and the last of what ends by itself."""
    until = _UNTIL.format(words.short_date(last)) if last else ""
    return _FIRST.format(words.short_date(first), until)


_FIRST = Markup('<span class="nowrap">{}</span>{}')
_UNTIL = Markup('<br><span class="quiet nowrap">to {}</span>')
