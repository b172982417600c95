"""The list of posts with their pay: narrowed, in order, page by page.

What is kept until the trust's revision rises (see kept.py) are ids, codes and counts, never what
somebody is paid: the figures of a page are read for that page alone.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.names import searchable
from trust_inclusion.domain.pay_facts import Code, Paid, Severity
from trust_inclusion.domain.pay_tables import named
from trust_inclusion.services import kept, pay_tables
from trust_inclusion.services.pay import ladder, people, spread
from trust_inclusion.services.pay.ladder import Step
from trust_inclusion.services.pay.people import PaidPost
from trust_inclusion.services.pay.spread import Group
from trust_inclusion.services.pay_tables import Held

PAGE_LENGTH = 50
IN_PARTS = 500
"""Of a file, appointments read at once."""
MOST_WORDS = 8
SORTS = ("academy", "person", "post", "pay", "salary", "tlr", "sen", "fraction", "warnings")

Ids = Sequence[int]
Sign = tuple[Code, Severity]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to and how it is sorted; None or "" is no narrowing."""

    words: str = ""
    code: str = ""
    severity: str = ""
    """`check`, `note`, or `any` for whatever there is to look at."""
    phase: str = ""
    hub_id: int | None = None
    scale: str = ""
    sort: str = "academy"
    descending: bool = False

    @property
    def count(self) -> int:
        """How many filters are on, the search not counted."""
        return sum(
            1 for one in (self.code, self.severity, self.phase, self.hub_id, self.scale) if one
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """What the filters ask of an appointment: codes and ids."""

    phase: str
    hub_id: int | None
    scale: str
    signs: tuple[Sign, ...]

    def has(self, wanted: Wanted) -> bool:
        """Whether the filters let it through; words are asked of the database."""
        signs = [one for one in self.signs if wanted.code in ("", one[0])]
        if wanted.severity in set(Severity):
            signs = [one for one in signs if one[1] == wanted.severity]
        return (
            bool(signs or not (wanted.code or wanted.severity))
            and wanted.phase in ("", self.phase)
            and wanted.hub_id in (None, self.hub_id)
            and wanted.scale in ("", self.scale)
        )


@dataclass(frozen=True, slots=True)
class Whole:
    """All posts within a reader's reach on a day, before any filter."""

    marks: dict[int, Mark]
    orders: dict[str, tuple[Sequence[int], Sequence[int]]]
    """By column: the ids in order, and those of which the column says nothing."""
    steps: Counter[Step]
    groups: list[Group]
    by_code: Counter[Sign]
    """How many posts carry each warning, as a check and as a note."""
    flagged: int
    """How many posts carry something to look at, and how many of them something to check."""
    to_check: int
    phases: frozenset[str]
    """The phases of the posts, and of posts at no academy."""
    scales: frozenset[str]
    """The scales that somebody is on."""
    areas: frozenset[str]
    """The areas of the points recorded; blank among them where one has none."""


def whole(actor: Actor, day: date, *, revision: int | None) -> Whole:
    """All posts within the reader's reach: kept until `revision` rises."""
    key = ("pay", actor.holdings, actor.person_id, day)
    return kept.until_changed(revision, key, lambda: _whole(actor, day, revision))


def view(actor: Actor, wanted: Wanted, day: date, *, revision: int | None) -> Sequence[int]:
    """The appointments that the list shows, narrowed and in order: kept until `revision` rises."""
    key = ("pay list", actor.holdings, actor.person_id, wanted, day)
    return kept.until_changed(revision, key, lambda: _view(actor, wanted, day, revision))


def page(actor: Actor, ids: Sequence[int], day: date) -> list[PaidPost]:
    """These appointments in the order of `ids`, as far as the reader may see their pay."""
    found = {one.id: one for one in people.paid(actor, day, ids)}
    return [found[one] for one in ids if one in found]


def every(actor: Actor, ids: Sequence[int], day: date) -> Iterator[PaidPost]:
    """The same for as many as there are."""
    for start in range(0, len(ids), IN_PARTS):
        yield from page(actor, ids[start : start + IN_PARTS], day)


def _whole(actor: Actor, day: date, revision: int | None) -> Whole:
    posts = people.paid(actor, day)
    looked = _Looking(posts, day, pay_tables.held(revision))
    marks = {one.id: looked.mark(one) for one in posts}
    keys = _keys(looked, marks)
    return Whole(
        marks,
        {column: _in_order(posts, key) for column, key in keys.items()},
        ladder.counted((one.paid, marks[one.id].phase) for one in posts),
        spread.groups(
            (one.id, marks[one.id].phase, one.row.kind, looked.at(one.paid).worth) for one in posts
        ),
        Counter(sign for mark in marks.values() for sign in set(mark.signs)),
        sum(1 for mark in marks.values() if mark.signs),
        sum(1 for mark in marks.values() if Severity.CHECK in {one[1] for one in mark.signs}),
        frozenset(mark.phase for mark in marks.values()),
        frozenset(mark.scale for mark in marks.values() if mark.scale),
        looked.areas,
    )


@dataclass(frozen=True, slots=True)
class _Alike:
    """What follows from pay alone, for everybody who is paid so; None where it says nothing."""

    scale: str
    place: Any
    """By which a point is sorted."""
    salary: int | None
    worth: int | None


class _Looking:
    """Looks at each way of being paid once, however many are paid so: at all by `mark`."""

    def __init__(self, posts: Sequence[PaidPost], day: date, known: Held) -> None:
        self._day, self._known = day, known
        self._of_person = people.by_person(posts)
        self._judge = people.Judge(day, known)
        self._alike: dict[Paid, _Alike] = {}
        self._alone: dict[tuple[Paid, str], tuple[Sign, ...]] = {}

    def at(self, paid: Paid) -> _Alike:
        if paid not in self._alike:
            salary = self._known.table.in_force(self._day, paid.at)
            self._alike[paid] = _Alike(
                ladder.step(paid)[0],
                ladder.order(paid) if paid.scale.strip() or paid.point.strip() else None,
                salary.pence if salary else None,
                spread.worth(paid, salary),
            )
        return self._alike[paid]

    @property
    def areas(self) -> frozenset[str]:
        return frozenset(named(paid.area) for paid, one in self._alike.items() if one.place)

    def mark(self, one: PaidPost) -> Mark:
        row = one.row
        return Mark(one.phase, row.hub_id, self.at(one.paid).scale, self._signs(one))

    def _signs(self, one: PaidPost) -> tuple[Sign, ...]:
        held, alone = self._of_person[one.row.person_id], (one.paid, one.row.kind)
        if len(held) == 1 and alone in self._alone:
            return self._alone[alone]
        found = people.warnings_of(one.paid, one.row.kind, held, self._judge)
        signs = tuple((warning.code, warning.severity) for warning in found)
        if len(held) == 1:
            self._alone[alone] = signs
        return signs


Key = Callable[[PaidPost], Any]


def _keys(looked: _Looking, marks: dict[int, Mark]) -> dict[str, Key]:
    """What each column sorts by; None where it says nothing."""

    def tlr(one: PaidPost) -> Any:
        held = one.paid.tlrs
        return (sum(each.pence or 0 for each in held), held[0].allowance) if held else None

    def signs(one: PaidPost) -> Any:
        found = marks[one.id].signs
        checks = sum(1 for sign in found if sign[1] is Severity.CHECK)
        return (checks, len(found)) if found else None

    return {
        "academy": lambda one: one.row.academy_sorted,
        "person": lambda one: one.row.person_sorted,
        "post": lambda one: searchable(one.row.title),
        "pay": lambda one: looked.at(one.paid).place,
        "salary": lambda one: looked.at(one.paid).salary,
        "tlr": tlr,
        "sen": lambda one: one.paid.sen_pence or None,
        "fraction": lambda one: one.paid.fraction,
        "warnings": signs,
    }


def _in_order(posts: list[PaidPost], key: Key) -> tuple[Sequence[int], Sequence[int]]:
    """Within the same, as they came: by academy and person."""
    keyed = [(key(one), one.id) for one in posts]
    known = sorted((one for one in keyed if one[0] is not None), key=lambda one: one[0])
    silent = [one for value, one in keyed if value is None]
    return array("i", [one for _, one in known]), array("i", silent)


def _view(actor: Actor, wanted: Wanted, day: date, revision: int | None) -> Sequence[int]:
    found = whole(actor, day, revision=revision)
    known, silent = found.orders[wanted.sort]
    ordered = [*(reversed(known) if wanted.descending else known), *silent]
    terms = searchable(wanted.words).split()[:MOST_WORDS]
    named = people.named(actor, day, terms) if terms else None
    return array(
        "i",
        [
            one
            for one in ordered
            if found.marks[one].has(wanted) and (named is None or one in named)
        ],
    )
