"""The people in posts, and a person's record."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from trust_inclusion.domain import (
    pathway_words,
    pay_words,
    qualification_words,
    record_words,
    words,
)
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.calendar import academic_year_label, academic_year_start
from trust_inclusion.domain.pathway import TRACK_WORDS
from trust_inclusion.services import people
from trust_inclusion.services.pathway import people as pathway
from trust_inclusion.services.pay import reading as pay
from trust_inclusion.services.people import AWARD, PAGE_LENGTH, SORTS, TOLD, Listed, Wanted
from trust_inclusion.services.records import reading
from trust_inclusion.web import asking
from trust_inclusion.web.guard import actor, allow, trust_settings
from trust_inclusion.web.hypermedia import page, shown_at
from trust_inclusion.web.layout import today

bp = Blueprint("people", __name__, url_prefix="/people")
PATH = "/people/"
KINDS = (("", "All"), ("senco", "SENCOs"), ("other", "Others"))
WAITING = (("", "All"), (TOLD, "Changes told"), (AWARD, "Awards not checked"))


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list, with the addresses of the others."""

    wanted: Wanted
    total: int
    rows: list[Listed]
    """The people of this page."""
    number: int
    records: bool
    checks: bool

    @property
    def last_page(self) -> int:
        """Number of the last page, from 1."""
        return _pages(self.total)

    @property
    def shown(self) -> str:
        """How many there are, in words."""
        return words.count(self.total, "person", "people")

    @property
    def in_use(self) -> int:
        """How many filters are on, the search not counted."""
        return bool(self.wanted.kind) + bool(self.wanted.waiting)

    @property
    def range_words(self) -> str:
        """Which of them this page shows."""
        first = (self.number - 1) * PAGE_LENGTH + 1
        return f"{first} to {first + len(self.rows) - 1} of {self.shown}"

    @property
    def sort_text(self) -> str:
        """The present order, as in the address."""
        return f"-{self.wanted.sort}" if self.wanted.descending else self.wanted.sort

    def query(self, **other: Any) -> str:
        """This view with something changed, as an address; page 1 unless given."""
        values: dict[str, Any] = {
            "q": self.wanted.words,
            "kind": self.wanted.kind,
            "waiting": self.wanted.waiting,
            "sort": "" if self.sort_text == "name" else self.sort_text,
            **other,
        }
        kept = {name: value for name, value in values.items() if value not in ("", None)}
        return f"{PATH}?{urlencode(kept)}" if kept else PATH

    def sort_href(self, column: str) -> str:
        """Where a column's header leads: by it, or the other way round."""
        again = self.wanted.sort == column and not self.wanted.descending
        return self.query(sort=f"-{column}" if again else column)

    def order(self, column: str) -> str | None:
        """For `aria-sort`: how the list is sorted by this column, if it is."""
        if self.wanted.sort != column:
            return None
        return "descending" if self.wanted.descending else "ascending"

    def page_href(self, number: int) -> str | None:
        """The address of a page; None where there is none."""
        if not 1 <= number <= self.last_page:
            return None
        return self.query(page=number if number > 1 else "")

    def page_links(self) -> list[tuple[str, str | None]]:
        """The pages around the current one as (number, address); gaps have no address."""
        return asking.page_links(
            self.number, self.last_page, lambda one: self.page_href(one) or PATH
        )

    def to_check(self, one: Listed) -> str:
        """What of a person waits for the reader's check, in words."""
        changes = words.count(one.changes, "change") if one.changes else ""
        awards = words.count(one.awards, "award") if one.awards else ""
        return ", ".join(filter(None, (changes, awards)))

    def sorts(self) -> tuple[tuple[str, str], ...]:
        """What a phone's "Sort by" offers."""
        found = [("name", "Name"), ("-name", "Name, Z to A")]
        if self.records:
            found += [("academy", "Academy"), ("qualification", "Qualification")]
        if self.checks:
            found.append(("-waiting", "Most to check first"))
        return tuple(found)


@bp.get("/")
@allow(Action.SEE_DIRECTORY)
def index() -> Response:
    """The list: search, filters, order and page are all in the address."""
    who, day = actor(), today()
    records, checks = people.sees_records(who), people.checks_any(who)
    wanted = _asked(request.args.to_dict(), records=records, checks=checks)
    ids = people.view(who, wanted, day, revision=trust_settings().revision)
    number = min(asking.page_number(request.args.get("page", "")), _pages(len(ids)))
    shown = ids[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
    rows = people.page(who, shown, day)
    listing = Listing(wanted, len(ids), rows, number, records, checks)
    drawn = page(
        "people/index.html", part="people/_list.html", listing=listing, kinds=KINDS, waiting=WAITING
    )
    return shown_at(drawn, listing.page_href(number) or PATH, in_place=True)


def _pages(total: int) -> int:
    return max(-(-total // PAGE_LENGTH), 1)


def _asked(args: Mapping[str, str], *, records: bool, checks: bool) -> Wanted:
    """Read the address; what means nothing, or is not this reader's to ask, narrows nothing."""
    sort = args.get("sort", "")
    column = sort.removeprefix("-")
    allowed = {"name"} | ({"academy", "qualification"} if records else set[str]())
    allowed |= {"waiting"} if checks else set[str]()
    known = column in SORTS and column in allowed
    return Wanted(
        words=asking.searched(args.get("q", "")),
        kind=asking.one_of(args.get("kind", ""), dict(KINDS)),
        waiting=asking.one_of(args.get("waiting", ""), dict(WAITING)) if checks else "",
        sort=column if known else "name",
        descending=known and sort.startswith("-"),
    )


@bp.get("/<int:person_id>")
@allow(Action.SEE_RECORD)
def show(person_id: int) -> Response:
    """A person's record."""
    return drawn(person_id)


def drawn(person_id: int, **more: Any) -> Response:
    """The record as it stands; `said` is what happened, `problems` what could not."""
    context: dict[str, Any] = {"said": "", "remarks": (), "problems": [], **more}
    # What was kept before something was saved no longer holds after it.
    revision = None if context["said"] else trust_settings().revision
    return page(
        "people/show.html",
        part="people/_record.html",
        record=reading.show(actor(), person_id, today()),
        pay=pay.of_person(actor(), person_id, today(), revision=revision),
        pay_words=pay_words,
        pathway=pathway.of_record(actor(), person_id, today()),
        pathway_words=pathway_words,
        track_words=TRACK_WORDS,
        year=academic_year_label(today()),
        year_start=academic_year_start(today()),
        record_words=record_words,
        law=qualification_words,
        **context,
    )
