"""The lists of changes as a request asks for them, and back to links."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from urllib.parse import urlencode

from trust_inclusion.db import AnyRow
from trust_inclusion.domain import change_words, words
from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.changes import CLOSED, OPEN, Kind, State
from trust_inclusion.services.changes import listing
from trust_inclusion.services.changes.listing import PAGE_LENGTH, SORTS, VALUE, Sort, View
from trust_inclusion.services.changes.narrowing import Filters, Tab
from trust_inclusion.web import asking

PATH = "/changes/"
TABS = {Tab.MINE: "For you", Tab.OPEN: "Open", Tab.DECIDED: "Decided"}
MARKS = {"unsupported": "Unsupported", "reduction": "Reductions"}
WAITING = {5: "Over 5 working days", 10: "Over 10 working days"}
ALL = ("", "All")
KIND_CHOICES = (ALL, *((kind.value, said) for kind, said in change_words.KINDS.items()))
MARK_CHOICES = (ALL, *MARKS.items())
WAITING_CHOICES = (ALL, *WAITING.items())
STATES = {
    tab: {state.value: change_words.STATE_TAGS[state].word for state in states}
    for tab, states in ((Tab.MINE, OPEN), (Tab.OPEN, OPEN), (Tab.DECIDED, CLOSED))
}
_OF_DECIDED = frozenset({"decided"})
_OF_OPEN = frozenset({"waiting"})
SORT_CHOICES = (
    ("-waiting", "Longest waiting first"),
    ("waiting", "Latest first"),
    ("-decided", "Latest decided first"),
    ("decided", "First decided first"),
    ("academy", "Academy"),
    ("person", "SENCO"),
    ("kind", "Kind"),
    ("hours", "Hours proposed, least first"),
    ("-hours", "Hours proposed, most first"),
    ("effective", "First day, earliest first"),
    ("-effective", "First day, latest first"),
    ("state", "State"),
    ("proposer", "Who proposed it"),
    ("value", "Annual value, least first"),
    ("-value", "Annual value, most first"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: tab, filters, order and page."""

    tab: Tab
    filters: Filters
    sort: Sort
    number: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether anything but the tab, the order and the page was asked for."""
        return self.filters != Filters()

    def goes_on_typing(self, before: "Asked") -> bool:
        """Whether only the words searched for differ, and there were some before."""
        typed = self.filters.words
        then = replace(before, filters=replace(before.filters, words=typed), number=self.number)
        return bool(typed and before.filters.words) and then == self

    def query(self, **other: str | int | None) -> str:
        """The query string of this view with something changed; page 1 unless given."""
        return _query(self.tab, self.filters, self.sort, tuple(other.items()))

    def of_tab(self, tab: Tab) -> str:
        """The same search and filters in another tab, without what belongs to this one alone."""
        common = replace(self.filters, state="", waiting=None, since=None, until=None)
        return _query(tab, common, Sort(), ())

    @property
    def of_tab_alone(self) -> str:
        """The whole of this tab."""
        query = _query(self.tab, Filters(), Sort(), ())
        return PATH + query.removeprefix(PATH)

    @property
    def address(self) -> str:
        """This page's own, without what is left at its usual."""
        query = self.query(page=self.number if self.number > 1 else "")
        return PATH + query.removeprefix(PATH)

    @property
    def file_query(self) -> str:
        """The same for the address of a file."""
        return self.query().removeprefix(PATH)


@lru_cache(maxsize=1024)
def _query(
    tab: Tab, filters: Filters, sort: Sort, other: tuple[tuple[str, str | int | None], ...]
) -> str:
    values: dict[str, str | int | None] = {
        "tab": "" if tab is Tab.MINE else tab.value,
        "q": filters.words,
        "hub": filters.hub_id,
        "academy": filters.urn,
        "kind": filters.kind,
        "mark": filters.mark,
        "state": filters.state,
        "waiting": filters.waiting,
        "from": filters.since.isoformat() if filters.since else "",
        "to": filters.until.isoformat() if filters.until else "",
        "sort": sort_text(sort),
        **dict(other),
    }
    kept = {name: value for name, value in values.items() if value not in ("", None)}
    return f"?{urlencode(kept)}" if kept else PATH


def sort_text(sort: Sort) -> str:
    """A sort as the address has it: "hours" or "-hours"; nothing for a tab's own order."""
    return f"-{sort.column}" if sort.descending else sort.column


def asked(args: Mapping[str, str]) -> Asked:
    """Read the address; what means nothing, or nothing in its tab, narrows nothing."""
    tab = next((tab for tab in TABS if tab == args.get("tab", "")), Tab.MINE)
    is_open = tab is not Tab.DECIDED
    waited = asking.whole(args.get("waiting", ""))
    filters = Filters(
        words=asking.searched(args.get("q", "")),
        hub_id=asking.whole(args.get("hub", "")),
        urn=asking.whole(args.get("academy", "")),
        kind=asking.one_of(args.get("kind", ""), set(Kind)),
        mark=asking.one_of(args.get("mark", ""), MARKS),
        state=asking.one_of(args.get("state", ""), STATES[tab]),
        waiting=waited if waited in WAITING and is_open else None,
        since=None if is_open else asking.day(args.get("from", "")),
        until=None if is_open else asking.day(args.get("to", "")),
    )
    sort = args.get("sort", "")
    column = sort.removeprefix("-")
    elsewhere = _OF_DECIDED if is_open else _OF_OPEN
    known = column in SORTS and column not in elsewhere
    order = Sort(column, sort.startswith("-")) if known else Sort()
    return Asked(tab, filters, order, asking.page_number(args.get("page", "")))


def chosen(values: Iterable[str]) -> dict[int, int]:
    """Ticked changes as "id.version", by id: at most a page of them."""
    found: dict[int, int] = {}
    for value in values:
        change_id, _, version = value.partition(".")
        whole = (asking.whole(change_id), asking.whole(version))
        if whole[0] is not None and whole[1] is not None and len(found) < PAGE_LENGTH:
            found[whole[0]] = whole[1]
    return found


def choices(tab: Tab) -> dict[str, tuple[tuple[str | int, str], ...]]:
    """What the selects of a tab offer."""
    return {
        "kind": KIND_CHOICES,
        "mark": MARK_CHOICES,
        "waiting": WAITING_CHOICES,
        "state": (ALL, *STATES[tab].items()),
    }


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list of changes."""

    asked: Asked
    view: View
    rows: Sequence[AnyRow]
    last_page: int
    sees_value: bool

    @property
    def total(self) -> int:
        """How many changes the list has."""
        return len(self.view.ids)

    @property
    def first(self) -> int:
        """Number of the first row shown, from 1."""
        return (self.asked.number - 1) * PAGE_LENGTH + 1

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return self.first + len(self.rows) - 1

    @property
    def approvable(self) -> bool:
        """Whether some row shown can be approved together with others."""
        mine = self.asked.tab is Tab.MINE
        return mine and any(row.id in self.view.approvable for row in self.rows)

    def tabs(self) -> list[tuple[str, str, int, bool]]:
        """(label, address, how many, whether it is this one)."""
        return [
            (label, self.asked.of_tab(tab), self.view.counts[tab], tab is self.asked.tab)
            for tab, label in TABS.items()
        ]

    def figures(self) -> list[tuple[str, str, str]]:
        """How long decisions took and what came of the changes: (label, figure, rest)."""
        found = self.view.figures
        if found is None or not self.rows:
            return []
        typical = words.DASH if found.median_days is None else f"{found.median_days:g}"
        alone = f"{found.granted_alone:,} granted alone" if found.granted_alone else ""
        outcomes = [
            (tag, f"{found.by_outcome.get(code, 0):,}", alone if code == State.APPROVED else "")
            for code, tag in STATES[Tab.DECIDED].items()
        ]
        return [("Median to a decision", typical, "working days"), *outcomes]

    def sort_href(self, column: str) -> str:
        """Where a column's header leads: by it, or the other way round."""
        sort = self.asked.sort
        again = sort.column == column and not sort.descending
        return self.asked.query(sort=f"-{column}" if again else column)

    def order(self, column: str) -> str | None:
        """For `aria-sort`: how the list is sorted by this column, if it is."""
        sort = self._sort
        if sort.column != column:
            return None
        return "descending" if sort.descending else "ascending"

    @property
    def _sort(self) -> Sort:
        if self.asked.sort.column:
            return self.asked.sort
        return Sort("decided" if self.decided else "waiting", descending=True)

    @property
    def decided(self) -> bool:
        """Whether it is the history of what was decided."""
        return self.asked.tab is Tab.DECIDED

    def sorts(self) -> tuple[tuple[str, str], ...]:
        """What a phone's "Sort by" offers: (as in the address, label)."""
        elsewhere = _OF_OPEN if self.decided else _OF_DECIDED
        hidden = elsewhere if self.sees_value else elsewhere | {VALUE}
        return tuple(one for one in SORT_CHOICES if one[0].removeprefix("-") not in hidden)

    @property
    def sort_text(self) -> str:
        """The present order, as in the address."""
        return sort_text(self._sort)

    def page_href(self, number: int) -> str:
        """The address of a page."""
        return self.asked.query(page=number if number > 1 else "")

    @property
    def address(self) -> str:
        """This page's own."""
        return self.asked.address

    def page_links(self) -> list[tuple[str, str | None]]:
        """The pages around the current one as (number, address); gaps have no address."""
        return asking.page_links(self.asked.number, self.last_page, self.page_href)


def read(actor: Actor, wanted: Asked, today: date, *, revision: int | None) -> Listing:
    """The page of the list that was asked for; the last one when it asks for a later."""
    view = listing.view(actor, wanted.tab, wanted.filters, wanted.sort, today, revision=revision)
    last_page = max(-(-len(view.ids) // PAGE_LENGTH), 1)
    number = min(wanted.number, last_page)
    ids = view.ids[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
    rows = listing.page(actor, ids) if ids else []
    shown = replace(wanted, number=number)
    return Listing(shown, view, rows, last_page, listing.sees_value(actor))
