"""The academies list as a request asks for it, and its rows as ready words.

Rows are drawn in plain markup from these values: what costs on a list is work per cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from trust_inclusion.db import AnyRow
from trust_inclusion.domain import words
from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.calendar import parse_date
from trust_inclusion.domain.standing import BEGINNING
from trust_inclusion.services import academies
from trust_inclusion.services.academies import PAGE_LENGTH, SORTS, Counts, Filters, Sort

PATH = "/academies/"
BAR_WIDTH = 100
QUALIFICATIONS = {"recorded": "Recorded", "not_recorded": "Not recorded"}
POSTS = {"vacant": "Vacant", "acting": "Acting", "absent": "Absent"}
LONGEST_SEARCH = 100
MISSES = ("short", "vacant")

ALWAYS = (
    "urn", "name", "phase", "sencos", "vacant", "acting", "absent", "duty", "allocated_minutes",
    "formula_minutes", "formula_high_minutes", "gap_minutes", "one_day_gap_minutes", "gap_status",
)  # fmt: skip
BY_GRANT = ("qualification", "pay_point", "school_stage")
REVIEWED = "last_reviewed_on"
"""Not shown; a filter asks for it, of those who may know."""
GRANT_OF = {"qualification": "qualification", "pay": "pay_point", "stage": "school_stage"}
"""Orders that need a column the reader must be granted."""
SORT_CHOICES = (
    ("academy", "Academy"),
    ("-academy", "Academy, Z to A"),
    ("phase", "Phase"),
    ("-phase", "Phase, Z to A"),
    ("senco", "SENCO"),
    ("-senco", "SENCO, Z to A"),
    ("allocated", "Allocated, least first"),
    ("-allocated", "Allocated, most first"),
    ("formula", "Formula, least first"),
    ("-formula", "Formula, most first"),
    ("gap", "Gap, shortest of time first"),
    ("-gap", "Gap, most time first"),
    ("qualification", "Qualification"),
    ("-qualification", "Qualification, Z to A"),
    ("pay", "Pay"),
    ("-pay", "Pay, Z to A"),
    ("stage", "Stage, earliest first"),
    ("-stage", "Stage, furthest first"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: filters, order, page and day."""

    filters: Filters
    sort: Sort
    number: int
    day: date
    as_at: bool

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order and the page was asked for."""
        return self.filters != Filters() or self.as_at

    def goes_on_typing(self, before: "Asked") -> bool:
        """Whether only the words searched for differ, and there were some before."""
        typed = self.filters.words
        then = replace(before, filters=replace(before.filters, words=typed), number=self.number)
        return bool(typed and before.filters.words) and then == self

    def query(self, **other: Any) -> str:
        """The query string of this view with something changed; page 1 unless given."""
        filters, sort = self.filters, self.sort
        values = {
            "q": filters.words,
            "phase": filters.phase,
            "hub": filters.hub_id,
            "gap": filters.gap,
            "qualification": filters.qualification,
            "post": filters.post,
            "reviewed": "no" if filters.not_reviewed else "",
            "as_at": self.day.isoformat() if self.as_at else "",
            "sort": "" if sort == Sort() else sort_text(sort),
            **other,
        }
        kept = {name: value for name, value in values.items() if value not in ("", None)}
        return f"?{urlencode(kept)}" if kept else PATH


def sort_text(sort: Sort) -> str:
    """A sort as the address has it: "gap" or "-gap"."""
    return f"-{sort.column}" if sort.descending else sort.column


def asked(args: MultiDict[str, str], today: date) -> Asked:
    """Read the address; what means nothing narrows nothing."""
    sort = args.get("sort", "")
    column = sort.removeprefix("-")
    hub, number = args.get("hub", ""), args.get("page", "")
    day = _day(args.get("as_at", ""))
    filters = Filters(
        words=args.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH],
        phase=_one_of(args.get("phase", ""), words.PHASES),
        hub_id=_whole(hub),
        gap=_one_of(args.get("gap", ""), words.GAP_TAGS),
        qualification=_one_of(args.get("qualification", ""), QUALIFICATIONS),
        post=_one_of(args.get("post", ""), POSTS),
        not_reviewed=args.get("reviewed", "") == "no",
    )
    return Asked(
        filters,
        Sort(column, sort.startswith("-")) if column in SORTS else Sort(),
        max(_whole(number) or 1, 1),
        day or today,
        day is not None and day != today,
    )


def _one_of(text: str, known: Any) -> str:
    return text if text in known else ""


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _day(text: str) -> date | None:
    try:
        day = parse_date(text) if text else None
    except ValueError:
        return None
    return day if day and day >= BEGINNING else None


def _tag(tag: words.Tag) -> Markup:
    hidden = Markup('<span class="govuk-visually-hidden">{}</span>').format(tag.rest)
    return Markup('<strong class="govuk-tag govuk-tag--{}">{}{}</strong>').format(
        tag.colour, tag.word, hidden if tag.rest else ""
    )


GAP_TAGS = {code: _tag(tag) for code, tag in words.GAP_TAGS.items()}
ACTING, ABSENT, NO_TAG = _tag(words.ACTING), _tag(words.ABSENT), Markup("")


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


class ListRow(NamedTuple):
    """One academy in ready words and drawings, in the order in which the template unpacks them."""

    urn: int
    name: str
    phase: str
    sencos: str
    senco_tag: Markup
    allocated: str
    formula: str
    gap: str
    gap_spoken: str
    bar: Markup
    tag: Markup
    qualification: str
    pay_point: str
    stage: int | str


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list."""

    asked: Asked
    rows: list[ListRow]
    counts: Counts
    columns: frozenset[str]
    last_page: int

    @property
    def first(self) -> int:
        """Number of the first row shown, from 1; 0 when there is none."""
        return (self.asked.number - 1) * PAGE_LENGTH + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return self.first + len(self.rows) - 1 if self.rows else 0

    def sort_href(self, column: str) -> str:
        """Where a column's header leads: by it, or the other way round."""
        sort = self.asked.sort
        again = sort.column == column and not sort.descending
        return self.asked.query(sort=f"-{column}" if again else column)

    def order(self, column: str) -> str | None:
        """For `aria-sort`: how the list is sorted by this column, if it is."""
        sort = self.asked.sort
        if sort.column != column:
            return None
        return "descending" if sort.descending else "ascending"

    def page_href(self, number: int) -> str:
        """The address of a page."""
        return self.asked.query(page=number if number > 1 else "")

    @property
    def address(self) -> str:
        """This page's own, without what is left at its usual."""
        return PATH + self.page_href(self.asked.number).removeprefix(PATH)

    def page_links(self) -> list[tuple[str, str | None]]:
        """The pages around the current one as (number, address); gaps have no address."""
        current, before = self.asked.number, 0
        near = {1, self.last_page, *range(current - 2, current + 3)}
        found: list[tuple[str, str | None]] = []
        for number in sorted(n for n in near if 1 <= n <= self.last_page):
            if number > before + 1:
                found.append(("…", None))
            found.append((str(number), self.page_href(number)))
            before = number
        return found

    def sorts(self) -> list[tuple[str, str]]:
        """What a phone's "Sort by" offers: (as in the address, label)."""
        return [
            choice
            for choice in SORT_CHOICES
            if (grant := GRANT_OF.get(choice[0].removeprefix("-"))) is None or grant in self.columns
        ]

    @property
    def sort_text(self) -> str:
        """The present order, as in the address."""
        return sort_text(self.asked.sort)


def read(actor: Actor, wanted: Asked) -> Listing:
    """The page of the list that was asked for; the last one when it asks for a later."""
    asked = (*BY_GRANT, REVIEWED)
    granted = frozenset(name for name in asked if academies.granted(actor, name))
    counts = academies.counts(actor, wanted.filters, wanted.day)
    last_page = max(-(-counts.total // PAGE_LENGTH), 1)
    number = min(wanted.number, last_page)
    wanted = Asked(wanted.filters, wanted.sort, number, wanted.day, wanted.as_at)
    names = [*ALWAYS, *(name for name in BY_GRANT if name in granted)]
    rows = academies.page(actor, names, wanted.filters, wanted.sort, number=number, day=wanted.day)
    return Listing(wanted, _in_words(rows, granted), counts, granted, last_page)


def _in_words(rows: Sequence[AnyRow], granted: frozenset[str]) -> list[ListRow]:
    scale = max((_widest(row) for row in rows), default=60) or 60
    see_qualification = "qualification" in granted
    see_pay = "pay_point" in granted
    see_stage = "school_stage" in granted
    found: list[ListRow] = []
    for row in rows:
        allocated, formula, high = (
            row.allocated_minutes,
            row.formula_minutes,
            row.formula_high_minutes,
        )
        short = row.gap_status in MISSES
        found.append(
            ListRow(
                row.urn,
                row.name,
                words.PHASES[row.phase],
                row.sencos,
                ACTING if row.acting else ABSENT if row.absent else NO_TAG,
                words.hours(allocated),
                "" if formula is None else words.hours_range(formula, high),
                "" if formula is None else words.gap(row.gap_minutes),
                words.gap_in_words(row.gap_minutes),
                bar(scale, allocated, formula, high, short=short),
                GAP_TAGS[row.gap_status],
                (row.qualification or "") if see_qualification else "",
                (row.pay_point or "") if see_pay else "",
                (row.school_stage or "") if see_stage else "",
            )
        )
    return found


def _widest(row: AnyRow) -> int:
    return max(row.allocated_minutes, row.formula_minutes or 0, row.formula_high_minutes or 0)
