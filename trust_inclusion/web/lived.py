"""Time as lived: where a reader begins, and what academies owe their SENCOs for cover."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from trust_inclusion.domain import access, cover_ledger, diary, diary_words, words
from trust_inclusion.domain.access import Action
from trust_inclusion.domain.diary_words import Sharing
from trust_inclusion.services import exports, hubs
from trust_inclusion.services.cover import ledger, owed
from trust_inclusion.services.cover.owed import PAGE_LENGTH, SORTS, Balance, View, Wanted
from trust_inclusion.services.diaries import finding, reading
from trust_inclusion.web import asking
from trust_inclusion.web.guard import actor, allow, trust_settings
from trust_inclusion.web.hypermedia import download, page, shown_at, wants_fragment
from trust_inclusion.web.layout import today

bp = Blueprint("lived", __name__, url_prefix="/time")
PATH = "/time/"
ALL = ("", "All")
BALANCES = (
    ALL, (owed.OWED, "Hours owed"), (owed.EVEN, "All given back"), (owed.NONE, "Nothing recorded"),
)  # fmt: skip
PHASES = (ALL, *words.PHASES.items())
SORT_CHOICES = (
    ("academy", "Academy"), ("-academy", "Academy, Z to A"), ("-owed", "Owed, most first"),
    ("owed", "Owed, least first"),
)  # fmt: skip
LATEST = 5
"""Weeks shared by name that are shown here; the rest have a page of their own."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of the balances, with the addresses of the others."""

    wanted: Wanted
    view: View
    number: int
    rows: list[Balance]

    @property
    def last_page(self) -> int:
        return pages(self.view)

    @property
    def shown(self) -> str:
        """How many academies, in words."""
        return words.count(len(self.view.ids), "academy", "academies")

    @property
    def range_words(self) -> str:
        first = (self.number - 1) * PAGE_LENGTH + 1
        return f"{first} to {first + len(self.rows) - 1} of {self.shown}"

    @property
    def answer(self) -> str:
        """The sums of all the academies shown, in a sentence."""
        view = self.view
        if not view.taken:
            return "No cover is recorded."
        back = f"{words.hours(view.given_back)} given back"
        if not view.owing:
            return f"{words.hours(view.taken)} hours taken for cover, all given back."
        who = words.count(view.owing, "academy owes", "academies owe")
        return (
            f"{who} {words.hours(view.taken - view.given_back)} hours: "
            f"{words.hours(view.taken)} taken for cover, {back}."
        )

    @property
    def sorts(self) -> tuple[tuple[str, str], ...]:
        """What a phone's "Sort by" offers."""
        return SORT_CHOICES

    @property
    def sort_text(self) -> str:
        """The present order, as in the address."""
        return f"-{self.wanted.sort}" if self.wanted.descending else self.wanted.sort

    def query(self, **other: Any) -> str:
        """This view with something changed, as an address; page 1 unless given."""
        values: dict[str, Any] = {
            "q": self.wanted.words,
            "hub": self.wanted.hub_id,
            "phase": self.wanted.phase,
            "balance": self.wanted.balance,
            "sort": "" if self.sort_text == "academy" else self.sort_text,
            **other,
        }
        kept = {name: value for name, value in values.items() if value not in ("", None)}
        return f"{PATH}?{urlencode(kept)}" if kept else PATH

    @property
    def file_query(self) -> str:
        """The same for the address of a file."""
        return self.query().removeprefix(PATH)

    def sort_href(self, column: str) -> str:
        """Where a column's header leads: by it, or the other way round; most owed first."""
        descending = self.wanted.descending if self.wanted.sort == column else column != "owed"
        return self.query(sort=column if descending else f"-{column}")

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


def pages(view: View) -> int:
    """How many pages a view has, one at least."""
    return max(-(-len(view.ids) // PAGE_LENGTH), 1)


def _wanted(args: Mapping[str, str]) -> Wanted:
    """Read the address; what means nothing narrows nothing."""
    sort, phase, balance = args.get("sort", ""), args.get("phase", ""), args.get("balance", "")
    column = sort.removeprefix("-")
    return Wanted(
        words=asking.searched(args.get("q", "")),
        hub_id=asking.whole(args.get("hub", "")),
        phase=phase if phase in words.PHASES else "",
        balance=balance if balance in dict(BALANCES) else "",
        sort=column if column in SORTS else "academy",
        descending=column in SORTS and sort.startswith("-"),
    )


@bp.get("/")
@allow(Action.SEE_COVER)
def index() -> Response:
    """What the reader keeps and reads of time as lived."""
    listing = _listing() if owed.sees_academies(actor()) else None
    if wants_fragment() and listing is not None:
        drawn = page("time/index.html", part="time/_balances.html", listing=listing)
        return shown_at(drawn, listing.page_href(listing.number) or PATH, in_place=True)
    return page(
        "time/index.html",
        listing=listing,
        own=_own(),
        cover=[
            (post, academy, cover_ledger.sentence(sums))
            for post, academy, sums in ledger.balances(actor(), today())
        ],
        named=_named(),
        totals=_totals(),
        hubs=(ALL, *hubs.of_reader(actor(), Action.SEE_COVER)) if listing else (),
        phases=PHASES,
        balances=BALANCES,
        never=diary_words.NEVER_FOR_APPRAISAL,
    )


def _listing() -> Listing:
    wanted = _wanted(request.args.to_dict())
    view = owed.view(actor(), wanted, today(), revision=trust_settings().revision)
    number = min(asking.page_number(request.args.get("page", "")), pages(view))
    ids = view.ids[(number - 1) * PAGE_LENGTH : number * PAGE_LENGTH]
    return Listing(wanted, view, number, owed.page(actor(), ids, today()))


def _own() -> dict[str, Any] | None:
    """Own posts, weeks to begin and weeks kept; None for who keeps no diary."""
    who = actor()
    if who.person_id is None or not access.may_anywhere(who, Action.KEEP_DIARY):
        return None
    weeks = finding.own_weeks(who, today())
    mondays = diary.mondays(today())
    return {
        "posts": finding.own_posts(who, today()),
        "mondays": tuple((week.isoformat(), diary_words.week(week, today())) for week in mondays),
        "weeks": [
            (
                row,
                sum(row.entered["minutes"].values()),
                diary_words.SHARING_TAGS[Sharing(row.shared)],
            )
            for row in weeks
        ],
    }


def _named() -> tuple[int, list[reading.Named]] | None:
    """How many weeks are shared by name with the reader, and the latest of them."""
    if not reading.reads_named(actor()):
        return None
    return (
        reading.named_count(actor(), today()),
        reading.named(actor(), today(), most=LATEST),
    )


def _totals() -> str | None:
    """The trust's totals in a sentence; None for who does not read them."""
    if not reading.reads_totals(actor()):
        return None
    drawn = reading.totals(actor(), today())
    if drawn is None:
        return diary_words.HELD_BACK
    whole = drawn.whole
    each = words.hours(whole.minutes // whole.diaries)
    outside = words.percent(((whole.excluded or 0) + whole.cover) * 1000 // max(whole.minutes, 1))
    many = words.count(whole.diaries, "SENCO")
    if whole.excluded is None:
        return (
            f"{many} shared a week of {each} hours on average, excluded duties left out; {outside} "
            "of it went to cover."
        )
    return (
        f"{many} shared a week of {each} hours on average; {outside} of it went to excluded "
        "duties and cover."
    )


@bp.get("/cover.<extension>")
@allow(Action.SEE_COVER)
def export(extension: str) -> Response:
    """Every academy of the present filters."""
    table = exports.cover(actor(), _wanted(request.args.to_dict()), today())
    return download(table, f"cover-{today().isoformat()}", extension)
