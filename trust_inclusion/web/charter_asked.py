"""The table of conditions as a request asks for it: filters, order, page and day, and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from trust_inclusion.domain import words
from trust_inclusion.domain.charter_conditions import CONDITIONS, Kind
from trust_inclusion.domain.duties import EXCLUDED
from trust_inclusion.services.charter import letters
from trust_inclusion.services.charter.heat import ANY, SORTS, Filters, Sort
from trust_inclusion.web import asking

PATH = "/charter/"
DUTIES = "duties"
"""The other table: the excluded duties."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for. `show`: "" for the conditions, or DUTIES."""

    filters: Filters
    sort: Sort
    number: int
    day: date
    as_at: bool
    show: str = ""

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order and the page was asked for."""
        return self.filters != Filters() or self.as_at

    def query(self, path: str = PATH, **other: str | int | None) -> str:
        """The address of this view with something changed; page 1 unless given."""
        filters = self.filters
        values: dict[str, str | int | None] = {
            "q": filters.words,
            "phase": filters.phase,
            "hub": filters.hub_id,
            "kind": filters.kind,
            "condition": filters.condition,
            "state": filters.state,
            "duty": filters.duty,
            "show": self.show,
            "as_at": self.day.isoformat() if self.as_at else "",
            "sort": "" if self.sort == Sort() else self.sort_text,
            **other,
        }
        kept = {name: value for name, value in values.items() if value not in ("", None)}
        return f"{path}?{urlencode(kept)}" if kept else path

    def file(self, kind: str) -> str:
        """The address of this view as a file."""
        return self.query(f"{PATH}conditions.{kind}", show="")

    def file_of_condition(self, kind: str) -> str:
        """The address of one condition as a file, at every academy unless one is asked for."""
        return self.query(f"{PATH}conditions.{kind}", show="", state=self.filters.state or ANY)

    def of_condition(self, code: str) -> str:
        """The address of one condition at the academies of this view, on its day."""
        return self.query(
            f"{PATH}condition/{code}", kind="", condition="", state="", duty="", show="", sort=""
        )

    @property
    def on_day(self) -> str:
        """What the address of an academy ends with, so that it shows the same day."""
        return f"?as_at={self.day.isoformat()}" if self.as_at else ""

    def page_href(self, number: int) -> str:
        """The address of a page."""
        return self.query(page=number if number > 1 else "")

    @property
    def sort_text(self) -> str:
        """The order as the address has it: "not_met" or "-not_met"."""
        return f"-{self.sort.column}" if self.sort.descending else self.sort.column

    def sort_href(self, column: str) -> str:
        """Where a column's header leads: by it, or the other way round."""
        first = "-not_met" if column == "not_met" else column
        other = column if first.startswith("-") else f"-{column}"
        return self.query(sort=other if self.sort_text == first else first)

    def order(self, column: str) -> str | None:
        """For `aria-sort`: how the table is sorted by this column, if it is."""
        if self.sort.column != column:
            return None
        return "descending" if self.sort.descending else "ascending"


def asked(args: Mapping[str, str], today: date) -> Asked:
    """Read the address; what means nothing narrows nothing."""
    as_at = asking.day(args.get("as_at", ""))
    sort = args.get("sort", "")
    column = sort.removeprefix("-")
    filters = Filters(
        words=asking.searched(args.get("q", "")),
        phase=asking.one_of(args.get("phase", ""), words.PHASES),
        hub_id=asking.whole(args.get("hub", "")),
        kind=asking.one_of(args.get("kind", ""), {kind.value for kind in Kind}),
        condition=asking.one_of(args.get("condition", ""), CONDITIONS),
        state=asking.one_of(args.get("state", ""), {ANY, *letters.STATES}),
        duty=asking.one_of(args.get("duty", ""), {ANY, *EXCLUDED}),
    )
    return Asked(
        filters,
        Sort(column, sort.startswith("-")) if column in SORTS else Sort(),
        asking.page_number(args.get("page", "")),
        as_at or today,
        as_at is not None and as_at != today,
        asking.one_of(args.get("show", ""), {DUTIES}),
    )


def as_at(args: Mapping[str, str], today: date) -> date:
    """The day of a page that shows one: today unless the address names another."""
    return asking.day(args.get("as_at", "")) or today
