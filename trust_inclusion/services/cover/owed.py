"""What each academy owes its SENCOs for cover: sums by academy, for lists and files."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select

from trust_inclusion.db import AnyRow, AnySelect, db
from trust_inclusion.domain import access, cover_ledger
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.domain.cover_ledger import Entry, Ledger, Way
from trust_inclusion.domain.names import searchable
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.models.lived import CoverEntry
from trust_inclusion.models.posts import Post
from trust_inclusion.models.standing import Standing
from trust_inclusion.services import kept
from trust_inclusion.services.places import within

PAGE_LENGTH = 50
MOST_WORDS = 8
OWED, EVEN, NONE = "owed", "even", "none"
"""Hours are owed; all was given back; nothing is recorded."""
SORTS = ("academy", "owed")

_S, _E, _O = Standing.__table__.c, CoverEntry.__table__.c, Post.__table__.c


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to, and how it is sorted."""

    words: str = ""
    hub_id: int | None = None
    phase: str = ""
    balance: str = ""
    sort: str = "academy"
    descending: bool = False

    @property
    def count(self) -> int:
        """How many filters are on, the search not counted."""
        return sum(1 for one in (self.hub_id, self.phase, self.balance) if one)


@dataclass(frozen=True, slots=True)
class View:
    """Which academies a list shows, in order, with the sums of all of them in minutes."""

    ids: Sequence[int]
    taken: int
    given_back: int
    owing: int
    """How many of them owe time."""


@dataclass(frozen=True, slots=True)
class Balance:
    """An academy's row: its posts (id, title) with a ledger each, in minutes."""

    academy_id: int
    urn: int
    academy: str
    phase: str
    hub: str | None
    sencos: str
    posts: Sequence[tuple[int, str, Ledger]]

    @property
    def taken(self) -> int:
        return sum(ledger.taken for _, _, ledger in self.posts)

    @property
    def given_back(self) -> int:
        return sum(ledger.given_back for _, _, ledger in self.posts)

    @property
    def owed(self) -> int:
        return self.taken - self.given_back

    @property
    def oldest(self) -> date | None:
        """The day of the oldest time owed."""
        return min((ledger.open[0][0] for _, _, ledger in self.posts if ledger.open), default=None)


def sees_academies(actor: Actor) -> bool:
    """Whether the reader sees academies' balances, and not only those of their own posts."""
    return access.reach(actor, Action.SEE_COVER).any_academy


def view(actor: Actor, wanted: Wanted, day: date, *, revision: int | None) -> View:
    """Which rows, in which order: kept until `revision` rises (see kept.py)."""
    key = ("cover", actor.holdings, wanted, day)
    return kept.until_changed(revision, key, lambda: _view(actor, wanted, day))


def _sums() -> Any:
    """Minutes taken and given back by academy."""

    def of(way: Way) -> ColumnElement[int]:
        return func.sum(case((_E.way == way.value, _E.minutes), else_=0))

    joined = CoverEntry.__table__.join(Post.__table__, _O.id == _E.post_id)
    return (
        select(_O.academy_id, of(Way.TAKEN).label("taken"), of(Way.GIVEN_BACK).label("back"))
        .select_from(joined)
        .where(_E.struck_at.is_(None))
        .group_by(_O.academy_id)
        .subquery()
    )


def _academies(actor: Actor, wanted: Wanted, day: date, *columns: Any) -> AnySelect:
    """The academies of the day within the reader's reach and the filters."""
    reach = access.reach(actor, Action.SEE_COVER)
    statement = select(*columns).where(
        _S.valid_from <= day, _S.valid_to > day, within(reach, _S.academy_id, _S.hub_id)
    )
    for word in searchable(wanted.words).split()[:MOST_WORDS]:
        statement = statement.where(_S.search_words.contains(word, autoescape=True))
    if wanted.hub_id is not None:
        statement = statement.where(_S.hub_id == wanted.hub_id)
    if wanted.phase:
        statement = statement.where(_S.phase == wanted.phase)
    return statement


def _view(actor: Actor, wanted: Wanted, day: date) -> View:
    sums = _sums()
    taken = func.coalesce(sums.c.taken, 0)
    owed = taken - func.coalesce(sums.c.back, 0)
    statement = _academies(actor, wanted, day, _S.academy_id, taken, owed).select_from(
        Standing.__table__.outerjoin(sums, sums.c.academy_id == _S.academy_id)
    )
    if wanted.balance:
        found = {OWED: owed > 0, EVEN: (owed == 0) & (taken > 0), NONE: taken == 0}
        statement = statement.where(found[wanted.balance])
    first = owed if wanted.sort == "owed" else _S.sort_name
    way = first.desc() if wanted.descending else first.asc()
    rows = db.session.execute(statement.order_by(way, _S.sort_name, _S.academy_id)).all()
    return View(
        ids=array("i", [row[0] for row in rows]),
        taken=sum(row[1] for row in rows),
        given_back=sum(row[1] - row[2] for row in rows),
        owing=sum(row[2] > 0 for row in rows),
    )


def page(actor: Actor, ids: Sequence[int], day: date) -> list[Balance]:
    """The rows of at most PAGE_LENGTH academies, in the order of `ids`."""
    return _balances(actor, ids, day)


def every(actor: Actor, wanted: Wanted, day: date) -> list[Balance]:
    """Every row of the filters, in order, as files take it."""
    return _balances(actor, _view(actor, wanted, day).ids, day, all_of=True)


def _balances(
    actor: Actor, ids: Sequence[int], day: date, *, all_of: bool = False
) -> list[Balance]:
    columns = (_S.academy_id, _S.urn, _S.name, _S.phase, _S.hub_name, _S.sencos)
    academies = _academies(actor, Wanted(), day, *columns)
    entries = (
        select(_O.academy_id, _O.id, _O.title, _E.on_day, _E.way, _E.minutes, _E.id.label("number"))
        .select_from(
            Post.__table__.outerjoin(
                CoverEntry.__table__, and_(_E.post_id == _O.id, _E.struck_at.is_(None))
            )
        )
        .where(_O.kind != PostKind.TRUST_WIDE.value)
        .order_by(_O.title, _O.id)
    )
    if not all_of:
        academies = academies.where(_S.academy_id.in_(ids))
        entries = entries.where(_O.academy_id.in_(ids))
    of_academy: dict[int, dict[tuple[int, str], list[Entry]]] = {}
    for row in db.session.execute(entries):
        held = of_academy.setdefault(row.academy_id, {}).setdefault((row.id, row.title), [])
        if row.number is not None:
            held.append(Entry(row.on_day, Way(row.way), row.minutes, row.number))
    rows = {row.academy_id: row for row in db.session.execute(academies)}
    return [_balance(rows[one], of_academy.get(one, {})) for one in ids if one in rows]


def _balance(row: AnyRow, posts: dict[tuple[int, str], list[Entry]]) -> Balance:
    ledgers = [
        (post_id, title, cover_ledger.work_out(entries, date.max))
        for (post_id, title), entries in posts.items()
    ]
    return Balance(row.academy_id, row.urn, row.name, row.phase, row.hub_name, row.sencos, ledgers)
