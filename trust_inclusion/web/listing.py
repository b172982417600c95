"""The academies list as a request asks for it: filters, order, page and day, and back to links."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from trust_inclusion.domain import words
from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.change_words import STATE_TAGS as STATE_WORDS
from trust_inclusion.domain.changes import OPEN
from trust_inclusion.domain.clocks import NO_SENCO
from trust_inclusion.domain.pathway import Track, of_track
from trust_inclusion.domain.qualification_words import STATUS_TAGS
from trust_inclusion.services import academies
from trust_inclusion.services.academies import PAGE_LENGTH, SORTS, Counts, Filters, Sort
from trust_inclusion.web import asking, rows

PATH = "/academies/"
QUALIFICATIONS = {
    **{status.value: tag.word + tag.rest for status, tag in STATUS_TAGS.items()},
    NO_SENCO: "Nobody in post",
}
POSTS = {"vacant": "Vacant", "acting": "Acting", "absent": "Absent"}
CHANGES = {
    "any": "Any",
    "none": "None",
    **{state.value: STATE_WORDS[state].word for state in OPEN},
}
UNMET = {"none": "None", "1": "1 or more", "5": "5 or more", "10": "10 or more"}
NO_STAGE = "none"
LONGEST_POINT = 20
REVIEWED = "last_reviewed_on"
"""Not shown; a filter asks for it, of those who may know."""

GRANT_OF = {
    "qualification": "qualification",
    "pay": "pay_point",
    "stage": "school_stage",
    "unmet": "conditions_not_met",
    "change": "open_change",
}
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
    ("-unmet", "Conditions not met, most first"),
    ("unmet", "Conditions not met, fewest first"),
    ("change", "Open change"),
    ("-change", "Open change, Z to A"),
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

    def query(self, **other: str | int | None) -> str:
        """The query string of this view with something changed; page 1 unless given."""
        day = self.day if self.as_at else None
        return _query(self.filters, self.sort, day, tuple(other.items()))


@lru_cache(maxsize=1024)
def _query(
    filters: Filters, sort: Sort, day: date | None, other: tuple[tuple[str, str | int | None], ...]
) -> str:
    values: dict[str, str | int | None] = {
        "q": filters.words,
        "phase": filters.phase,
        "hub": filters.hub_id,
        "gap": filters.gap,
        "qualification": filters.qualification,
        "post": filters.post,
        "reviewed": "no" if filters.not_reviewed else "",
        "change": filters.change,
        "pay": filters.pay,
        "stage": filters.stage,
        "unmet": filters.unmet,
        "as_at": day.isoformat() if day else "",
        "sort": "" if sort == Sort() else sort_text(sort),
        **dict(other),
    }
    kept = {name: value for name, value in values.items() if value not in ("", None)}
    return f"?{urlencode(kept)}" if kept else PATH


def sort_text(sort: Sort) -> str:
    """A sort as the address has it: "gap" or "-gap"."""
    return f"-{sort.column}" if sort.descending else sort.column


def asked(args: Mapping[str, str], today: date) -> Asked:
    """Read the address; what means nothing narrows nothing."""
    sort = args.get("sort", "")
    column = sort.removeprefix("-")
    hub, number = args.get("hub", ""), args.get("page", "")
    day = asking.day(args.get("as_at", ""))
    filters = Filters(
        words=asking.searched(args.get("q", "")),
        phase=asking.one_of(args.get("phase", ""), words.PHASES),
        hub_id=asking.whole(hub),
        gap=asking.one_of(args.get("gap", ""), words.GAP_TAGS),
        qualification=asking.one_of(args.get("qualification", ""), QUALIFICATIONS),
        post=asking.one_of(args.get("post", ""), POSTS),
        not_reviewed=args.get("reviewed", "") == "no",
        change=asking.one_of(args.get("change", ""), CHANGES),
        pay=args.get("pay", "").replace("\x00", "").strip()[:LONGEST_POINT],
        stage=_stage(args.get("stage", "")),
        unmet=asking.one_of(args.get("unmet", ""), UNMET),
    )
    return Asked(
        filters,
        Sort(column, sort.startswith("-")) if column in SORTS else Sort(),
        asking.page_number(number),
        day or today,
        day is not None and day != today,
    )


def _stage(text: str) -> str:
    """A code, or none; one that no stage has narrows to nothing, as an old link should say."""
    return text if text == NO_STAGE else str(asking.whole(text) or "")


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list."""

    asked: Asked
    rows: list[rows.ListRow]
    counts: Counts
    columns: frozenset[str]
    last_page: int
    stages: tuple[tuple[str, str], ...] = ()
    """The stages in a school to choose from, by code; of those who may know of them."""

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
        return asking.page_links(self.asked.number, self.last_page, self.page_href)

    def sorts(self) -> tuple[tuple[str, str], ...]:
        """What a phone's "Sort by" offers: (as in the address, label)."""
        return tuple(
            choice
            for choice in SORT_CHOICES
            if (grant := GRANT_OF.get(choice[0].removeprefix("-"))) is None or grant in self.columns
        )

    @property
    def sort_text(self) -> str:
        """The present order, as in the address."""
        return sort_text(self.asked.sort)


def read(actor: Actor, wanted: Asked, *, revision: int | None) -> Listing:
    """The page of the list that was asked for; the last one when it asks for a later."""
    asked = (*rows.BY_GRANT, REVIEWED)
    granted = frozenset(name for name in asked if academies.granted(actor, name))
    view = academies.view(actor, wanted.filters, wanted.sort, wanted.day, revision=revision)
    last_page = max(-(-view.counts.total // PAGE_LENGTH), 1)
    number = min(wanted.number, last_page)
    wanted = replace(wanted, number=number)
    ids = view.ids[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
    found = academies.page(actor, rows.READ, ids, wanted.day)
    stages = _stages(revision) if "school_stage" in granted else ()
    shown = rows.in_words(found, dict(stages))
    return Listing(wanted, shown, view.counts, granted, last_page, stages)


def _stages(revision: int | None) -> tuple[tuple[str, str], ...]:
    here = of_track(academies.stages(revision), Track.SCHOOL)
    return tuple((str(stage.code), stage.name) for stage in here)
