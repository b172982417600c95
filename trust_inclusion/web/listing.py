"""The academies list as a request asks for it, and its rows as ready words.

Rows are drawn in plain markup from these values: what costs on a list is work per cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

from werkzeug.datastructures import MultiDict

from trust_inclusion.db import AnyRow
from trust_inclusion.domain import words
from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.calendar import parse_date
from trust_inclusion.services import academies
from trust_inclusion.services.academies import PAGE_LENGTH, SORTS, Counts, Filters, Sort

PATH = "/academies/"
BAR_WIDTH = 120
QUALIFICATIONS = {"recorded": "Recorded", "not_recorded": "Not recorded"}
POSTS = {"vacant": "Vacant", "acting": "Acting", "absent": "Absent"}
LONGEST_SEARCH = 100
MISSES = ("short", "vacant")

ALWAYS = (
    "urn", "name", "phase", "sencos", "vacant", "acting", "absent", "duty", "allocated_minutes",
    "formula_minutes", "formula_high_minutes", "gap_minutes", "one_day_gap_minutes", "gap_status",
)  # fmt: skip
BY_GRANT = ("qualification", "pay_point", "school_stage")
GRANT_OF = {"qualification": "qualification", "pay": "pay_point", "stage": "school_stage"}
"""Orders that need a column the reader must be granted."""
SORT_CHOICES = (
    ("academy", "Academy"),
    ("-academy", "Academy, Z to A"),
    ("phase", "Phase"),
    ("senco", "SENCO"),
    ("allocated", "Allocated, least first"),
    ("-allocated", "Allocated, most first"),
    ("formula", "Formula, least first"),
    ("-formula", "Formula, most first"),
    ("gap", "Gap, shortest of time first"),
    ("-gap", "Gap, most time first"),
    ("qualification", "Qualification"),
    ("pay", "Pay"),
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
        return parse_date(text) if text else None
    except ValueError:
        return None


class ListRow(NamedTuple):
    """One academy in words, and its bar in the units of the drawing (see components/bar.html)."""

    urn: int
    name: str
    phase: str
    sencos: str
    senco_tag: words.Tag | None
    allocated: str
    formula: str
    gap: str
    gap_spoken: str
    tag: words.Tag
    have: int
    mark: int | None
    high: int | None
    miss: int | None
    qualification: str | None
    pay_point: str | None
    stage: int | None


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
    granted = frozenset(name for name in BY_GRANT if academies.granted(actor, name))
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
        formula, gap, status = row.formula_minutes, row.gap_minutes, row.gap_status
        have = row.allocated_minutes * BAR_WIDTH // scale
        mark = None if formula is None else formula * BAR_WIDTH // scale
        high = row.formula_high_minutes
        found.append(
            ListRow(
                row.urn,
                row.name,
                words.PHASES[row.phase],
                row.sencos,
                words.ACTING if row.acting else words.ABSENT if row.absent else None,
                words.hours(row.allocated_minutes),
                words.hours_range(formula, high),
                words.gap(gap),
                words.gap_in_words(gap),
                words.GAP_TAGS[status],
                have,
                mark,
                None if high is None else high * BAR_WIDTH // scale,
                mark if mark is not None and status in MISSES and mark > have else None,
                row.qualification if see_qualification else None,
                row.pay_point if see_pay else None,
                row.school_stage if see_stage else None,
            )
        )
    return found


def _widest(row: AnyRow) -> int:
    return max(row.allocated_minutes, row.formula_minutes or 0, row.formula_high_minutes or 0)
