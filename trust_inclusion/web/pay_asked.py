"""The list of posts and pay as a request asks for it, and back to links."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode

from markupsafe import Markup

from trust_inclusion.domain import pay_words, words
from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.calendar import academic_year_label
from trust_inclusion.domain.pay_facts import Code, Severity
from trust_inclusion.domain.pay_tables import SCALES
from trust_inclusion.services import pay_tables
from trust_inclusion.services.pay import listing, tables
from trust_inclusion.services.pay.listing import PAGE_LENGTH, SORTS, Mark, Wanted, Whole
from trust_inclusion.services.pay.people import TRUST_WIDE, PaidPost
from trust_inclusion.services.pay_tables import Held
from trust_inclusion.web import asking
from trust_inclusion.web.rows import tag

PATH = "/pay/"
ALL = ("", "All")
PHASES = {**words.PHASES, TRUST_WIDE: "Trust-wide"}
ANY = "any"
SEVERITIES = (
    ALL,
    (ANY, "Check or note"),
    *((s.value, t.word) for s, t in pay_words.SEVERITIES.items()),
)
SORT_CHOICES = (
    ("academy", "Academy"),
    ("-academy", "Academy, Z to A"),
    ("person", "Person"),
    ("pay", "Pay point, lowest first"),
    ("-pay", "Pay point, highest first"),
    ("-salary", "Salary, most first"),
    ("-warnings", "Most to look at first"),
)
TAGS_SHOWN = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    wanted: Wanted
    number: int = 1

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order and the page was asked for."""
        return bool(self.wanted.count or self.wanted.words)

    def goes_on_typing(self, before: "Asked") -> bool:
        """Whether only the words searched for differ, and there were some before."""
        typed = self.wanted.words
        then = replace(before, wanted=replace(before.wanted, words=typed), number=self.number)
        return bool(typed and before.wanted.words) and then == self

    def query(self, **other: str | int | None) -> str:
        """The address of this view with something changed; page 1 unless given."""
        return _query(self.wanted, tuple(other.items()))

    @property
    def file_query(self) -> str:
        """The same for the address of a file."""
        return self.query().removeprefix(PATH)


@lru_cache(maxsize=1024)
def _query(wanted: Wanted, other: tuple[tuple[str, str | int | None], ...]) -> str:
    sort = sort_text(wanted)
    values: dict[str, str | int | None] = {
        "q": wanted.words,
        "warning": wanted.code,
        "severity": wanted.severity,
        "phase": wanted.phase,
        "hub": wanted.hub_id,
        "scale": wanted.scale,
        "sort": "" if sort == "academy" else sort,
        **dict(other),
    }
    kept = {name: value for name, value in values.items() if value not in ("", None)}
    return f"?{urlencode(kept)}" if kept else PATH


def sort_text(wanted: Wanted) -> str:
    """The order as the address has it: "salary" or "-salary"."""
    return f"-{wanted.sort}" if wanted.descending else wanted.sort


def asked(args: Mapping[str, str]) -> Asked:
    """Read the address; what means nothing narrows nothing."""
    sort = args.get("sort", "")
    column = sort.removeprefix("-")
    known = column in SORTS
    wanted = Wanted(
        words=asking.searched(args.get("q", "")),
        code=asking.one_of(args.get("warning", ""), set(Code)),
        severity=asking.one_of(args.get("severity", ""), {*Severity, ANY}),
        phase=asking.one_of(args.get("phase", ""), PHASES),
        hub_id=asking.whole(args.get("hub", "")),
        scale=args.get("scale", "").replace("\x00", "")[:40],
        sort=column if known else "academy",
        descending=known and sort.startswith("-"),
    )
    return Asked(wanted, asking.page_number(args.get("page", "")))


class PayRow(NamedTuple):
    """One post in words, in the order in which the template unpacks them."""

    person_id: int
    person: str
    academy: str
    urn: int | None
    post: str
    scale: str
    point: str
    area: str
    """Blank where the whole list is of one area."""
    salary: str
    salary_note: str
    tlrs: list[str]
    sen: str
    fraction: str
    tags: list[Markup]
    more: int
    """Warnings beyond the tags that are shown."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list."""

    asked: Asked
    whole: Whole
    total: int
    rows: list[PayRow]
    last_page: int
    year: str
    """Of the salaries; a row says where a salary is of an earlier one."""
    provisional: bool
    """Whether a figure of that year is by an award that is not final."""

    @property
    def area(self) -> str:
        """The one area of every point that is recorded; blank where there are several."""
        return one_area(self.whole)

    @property
    def answer(self) -> str:
        """How many of all posts carry something to look at."""
        return answer(self.whole)

    @property
    def first(self) -> int:
        """Number of the first row shown, from 1."""
        return (self.asked.number - 1) * PAGE_LENGTH + 1

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return self.first + len(self.rows) - 1

    def sort_href(self, column: str) -> str:
        """Where a column's header leads: by it, or the other way round."""
        wanted = self.asked.wanted
        again = wanted.sort == column and not wanted.descending
        return self.asked.query(sort=f"-{column}" if again else column)

    def order(self, column: str) -> str | None:
        """For `aria-sort`: how the list is sorted by this column, if it is."""
        if self.asked.wanted.sort != column:
            return None
        return "descending" if self.asked.wanted.descending else "ascending"

    @property
    def sort_text(self) -> str:
        """The present order, as in the address."""
        return sort_text(self.asked.wanted)

    def page_href(self, number: int) -> str:
        """The address of a page."""
        return self.asked.query(page=number if number > 1 else "")

    @property
    def address(self) -> str:
        """This page's own."""
        return PATH + self.page_href(self.asked.number).removeprefix(PATH)

    def page_links(self) -> list[tuple[str, str | None]]:
        """The pages around the current one as (number, address); gaps have no address."""
        return asking.page_links(self.asked.number, self.last_page, self.page_href)


def answer(whole: Whole) -> str:
    """ "9 of 24 posts carry something to look at: 4 to check, 5 to note." """
    many = len(whole.marks)
    if not many:
        return "Nobody in post here whose pay you may see."
    if not whole.flagged:
        return f"Nothing to look at in the pay of {words.count(many, 'post')} held today."
    verb = "carries" if whole.flagged == 1 else "carry"
    return (
        f"{whole.flagged:,} of {words.count(many, 'post')} held today {verb} something to look at: "
        f"{whole.to_check:,} to check, {whole.flagged - whole.to_check:,} to note only."
    )


def read(actor: Actor, wanted: Asked, day: date, *, revision: int | None) -> tuple[Listing, Held]:
    """The page of the list that was asked for; the last one when it asks for a later."""
    whole = listing.whole(actor, day, revision=revision)
    ids = listing.view(actor, wanted.wanted, day, revision=revision)
    last_page = max(-(-len(ids) // PAGE_LENGTH), 1)
    shown = replace(wanted, number=min(wanted.number, last_page))
    first = (shown.number - 1) * PAGE_LENGTH
    known = pay_tables.held(revision)
    posts = listing.page(actor, ids[first : first + PAGE_LENGTH], day)
    rows, year = in_words(posts, whole, known, day), academic_year_label(day)
    provisional = year in tables.provisional_years(known.table)
    return Listing(shown, whole, len(ids), rows, last_page, year, provisional), known


def in_words(posts: Sequence[PaidPost], whole: Whole, known: Held, day: date) -> list[PayRow]:
    """The rows of one page. A salary of an earlier year says so."""
    marks, alike = whole.marks, bool(one_area(whole))
    found: list[PayRow] = []
    for one in posts:
        row, paid = one.row, one.paid
        salary = known.table.in_force(day, paid.at)
        late = salary is not None and known.table.salary(academic_year_label(day), paid.at) is None
        drawn = tags(marks[one.id]) if one.id in marks else []
        found.append(
            PayRow(
                row.person_id,
                row.person,
                row.academy or "Trust-wide",
                row.urn,
                row.title,
                paid.scale,
                paid.point,
                "" if alike else paid.area,
                words.plain_pounds(salary.pence) if salary else "",
                salary.year if salary and late else "",
                [_amount(held.allowance, held.pence) for held in paid.tlrs],
                words.pounds(paid.sen_pence) if paid.sen_pence else "",
                pay_words.part(paid.fraction),
                drawn[:TAGS_SHOWN],
                max(len(drawn) - TAGS_SHOWN, 0),
            )
        )
    return found


def one_area(whole: Whole) -> str:
    """The area of the whole list, so that not every row has to say it; blank for several."""
    return next(iter(whole.areas)) if len(whole.areas) == 1 else ""


def tags(mark: Mark) -> list[Markup]:
    """What is found of a post, what is to check first."""
    signs = sorted(set(mark.signs), key=lambda one: (one[1] is not Severity.CHECK, _PLACES[one[0]]))
    return [SIGN_TAGS[sign] for sign in signs]


_PLACES = {code: place for place, code in enumerate(Code)}
SIGN_TAGS = {
    (code, severity): tag(words.Tag(said, pay_words.SEVERITIES[severity].colour))
    for code, said in pay_words.WARNINGS.items()
    for severity in Severity
}


def _amount(name: str, pence: int | None) -> str:
    return name if pence is None else f"{name} {words.pounds(pence)}"


def phase_choices(phases: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What the filter by phase offers: those that there are."""
    held = set(phases)
    return (ALL, *((code, said) for code, said in PHASES.items() if code in held))


def scale_choices(scales: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """What the filter by scale offers: those that somebody is on, the lowest first."""
    held = set(scales)
    known = [one for one in SCALES if one in held]
    return (ALL, *((one, one) for one in (*known, *sorted(held.difference(SCALES)))))
