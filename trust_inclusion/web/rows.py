"""The rows of the academies list as ready words and drawings.

What costs on a list is work per cell. So the figures' words and drawings are kept by figure, the
free text of a page is escaped in one go, and the template draws the rows as they are.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from trust_inclusion.db import AnyRow
from trust_inclusion.domain import change_words, words
from trust_inclusion.domain import qualification_words as status_words
from trust_inclusion.domain.academies import expected_by_code
from trust_inclusion.domain.qualification import Status

READ = (
    "urn", "name", "phase", "sencos", "acting", "absent", "allocated_minutes", "formula_minutes",
    "formula_high_minutes", "gap_minutes", "gap_status", "pay_point", "school_stage",
    "qualification_status", "deadline", "conditions_not_met", "conditions_known", "open_change",
)  # fmt: skip
"""The columns of a row, in the order in which `in_words` unpacks them after the academy's id."""

BY_GRANT = ("qualification", "pay_point", "school_stage", "conditions_not_met", "open_change")
"""Of these, what a reader may not see is never read: it arrives as None."""

DATED = frozenset({Status.OVERDUE, Status.AT_RISK, Status.DUE_SOON})
"""What a list says with its date; the others' stand in the list of deadlines."""
BAR_WIDTH = 100
MISSES = ("short", "vacant")
NOBODY = "Nobody in post"
NOTHING_KNOWN = Markup(
    '<span aria-hidden="true">{}</span><span class="govuk-visually-hidden">not known</span>'
).format(words.DASH)


def tag(one: words.Tag) -> Markup:
    """A tag as pages draw it, with what only readers of screens hear."""
    hidden = Markup('<span class="govuk-visually-hidden">{}</span>').format(one.rest)
    return Markup('<strong class="govuk-tag govuk-tag--{}">{}{}</strong>').format(
        one.colour, one.word, hidden if one.rest else ""
    )


STATUS_TAGS = {code.value: tag(one) for code, one in status_words.STATUS_TAGS.items()}
CHANGE_TAGS = {state.value: tag(one) for state, one in change_words.STATE_TAGS.items()}
GAP_TAGS = {code: tag(one) for code, one in words.GAP_TAGS.items()}
ACTING, ABSENT, NO_TAG = tag(words.ACTING), tag(words.ABSENT), Markup("")
EXPECTED = tag(words.EXPECTED_BY_CODE)


@lru_cache(maxsize=512)
def options(choices: tuple[tuple[str | int, str], ...], chosen: str | int) -> Markup:
    """The options of a select, the `chosen` one marked. Kept, as the same few are always drawn."""
    drawn = (
        _OPTION.format(value, _SELECTED if value == chosen else "", label)
        for value, label in choices
    )
    return Markup("").join(drawn)


_OPTION = Markup('<option value="{}"{}>{}</option>')
_SELECTED = Markup(" selected")


@lru_cache(maxsize=4096)
def bar(scale: int, have: int, mark: int | None, high: int | None, *, short: bool) -> Markup:
    """Allocated minutes against the formula's, drawn on the table's one scale (minutes).

    `mark` is the formula (the lower end of a range up to `high`), None when it cannot be worked
    out. `short` draws what is missing. The words stand beside it, so readers of screens skip it.
    """

    start, top, end = (
        None if minutes is None else minutes * BAR_WIDTH // scale for minutes in (have, mark, high)
    )
    band = _BAND.format(top, end) if top is not None and end is not None else ""
    missing = _MISS.format(start, top) if mark is not None and short and mark > have else ""
    line = _MARK.format(top) if top is not None else ""
    return _BAR.format(band, _HAVE.format(start), missing, line)


# Drawn BAR_WIDTH wide.
_BAR = Markup(
    '<svg class="app-bar" width="100" height="14" viewBox="0 0 100 14" aria-hidden="true">'
    "{}{}{}{}</svg>"
)
_BAND = Markup('<path class="band" d="M{} 7H{}"/>')
_HAVE = Markup('<path class="have" d="M0 7H{}"/>')
_MISS = Markup('<path class="miss" d="M{} 7H{}"/>')
_MARK = Markup('<path class="mark" d="M{} 0V14"/>')


@lru_cache(maxsize=4096)
def qualified(status: str | None, deadline: date | None) -> Markup:
    """The tag of a qualification status with its deadline; nothing where another tag says it."""
    if status is None or status not in STATUS_TAGS or status == Status.NOT_IN_SCOPE:
        return NO_TAG
    by = _BY.format(words.short_date(deadline)) if deadline else NO_TAG
    return STATUS_TAGS[status] + by


_BY = Markup(' <span class="nowrap quiet">{}</span>')


class ListRow(NamedTuple):
    """One academy in words, in the order in which the template unpacks them.

    Every value is safe to draw as it is: the template escapes nothing in its rows.
    """

    urn: int
    name: str
    phase: str
    sencos: str
    senco_tag: str
    allocated: str
    formula: str
    gap: str
    gap_spoken: str
    bar: str
    tag: str
    qualification: str
    pay_point: str
    stage: str
    unmet: int | str
    open_change: str


def in_words(rows: Sequence[AnyRow], stages: Mapping[str, str]) -> list[ListRow]:
    """The rows of one page, their bars on one scale. `stages`: their names by their codes."""
    scale = max((max(row[7], row[8] or 0, row[9] or 0) for row in rows), default=0) or 60
    texts = escaped(text for row in rows for text in (row[2], row[4] or NOBODY, row[12] or ""))
    named = dict(zip(stages, escaped(stages.values()), strict=True))
    found: list[ListRow] = []
    for number, row in enumerate(rows):
        _, urn, _, phase, held, acting, absent, allocated, formula, high, gap, status, *rest = row
        _, stage, qualification, deadline, unmet, known_of, change = rest
        name, sencos, pay_point = texts[number * 3 : number * 3 + 3]
        known = formula is not None
        found.append(
            ListRow(
                urn,
                name,
                words.PHASES[phase],
                sencos,
                _beside(phase, held, acting, absent),
                words.hours(allocated),
                words.hours_range(formula, high) if known else "",
                words.gap(gap) if known else "",
                words.gap_in_words(gap),
                bar(scale, allocated, formula, high, short=status in MISSES),
                GAP_TAGS[status],
                qualified(qualification, deadline if qualification in DATED else None),
                pay_point,
                named.get(str(stage), ""),
                "" if unmet is None else unmet if known_of else NOTHING_KNOWN,
                CHANGE_TAGS[change] if change else NO_TAG,
            )
        )
    return found


def _beside(phase: str, held: str, acting: object, absent: object) -> Markup:
    """The tag beside the SENCO's name, or where nobody is and the Code expects somebody."""
    if not held:
        return EXPECTED if expected_by_code(phase) else NO_TAG
    return ACTING if acting else ABSENT if absent else NO_TAG


def escaped(texts: Iterable[str]) -> list[str]:
    """Each text made safe for a page. One call for all of them costs what one text would."""
    parted = [text.replace(PARTING, "") for text in texts]
    return str(escape(PARTING.join(parted))).split(PARTING) if parted else []


PARTING = "\x00"
"""Stands between texts while they are escaped; no page may carry it anyway."""
