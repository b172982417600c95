"""The lists of changes: what waits for the reader, what is open, and what was decided."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import chain, repeat
from typing import Any

from sqlalchemy import ColumnElement, Integer, bindparam, case, func, null, or_, select
from sqlalchemy.sql.selectable import FromClause

from trust_inclusion.db import AnyRow, AnySelect, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Reach, Refused
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.changes import Change
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Post
from trust_inclusion.services import kept
from trust_inclusion.services.changes import figures, finding, waiting
from trust_inclusion.services.changes.figures import Figures
from trust_inclusion.services.changes.narrowing import STATES, Filters, Tab, common, of_tab, search
from trust_inclusion.services.changes.waiting import Waiting
from trust_inclusion.services.places import within

PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class Sort:
    """A column of `SORTS` and whether from the top down; "" is each tab's own order."""

    column: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """Which changes a list shows, in order; how many each tab has; figures of what is decided."""

    ids: Sequence[int]
    counts: dict[Tab, int] = field(default_factory=dict[Tab, int])
    approvable: frozenset[int] = frozenset()
    figures: Figures | None = None


_C, _A, _P, _O = Change.__table__.c, Academy.__table__.c, Person.__table__.c, Post.__table__.c
_BY: FromClause = Account.__table__.alias("proposer")
_DECIDER: FromClause = Account.__table__.alias("decider")
VALUE = "value"
"""The order by annual value: only for who may see pay."""
SORTS: dict[str, Any] = {
    "academy": func.lower(_A.name),
    "person": func.lower(_P.name),
    "kind": _C.kind,
    "hours": _C.minutes_proposed,
    "effective": _C.effective_on,
    "state": _C.state,
    "waiting": _C.waiting_since,
    "decided": _C.closed_at,
    "proposer": func.lower(_BY.c.name),
    VALUE: _C.annual_value_pence,
}
_THE_OTHER_WAY = {"waiting"}
"""What began first has waited longest."""
_NULLABLE = {"person", "decided", "proposer", VALUE}
_ABOUT = (
    _C.id.label("of_change"), _C.academy_id.label("of_academy"), _C.person_id.label("of_person"),
)  # fmt: skip
# Every change has an academy and a post; joined from outside, a database leaves out what a
# statement does not ask of them.
_JOINED = (
    Change.__table__.outerjoin(Academy.__table__, _A.id == _C.academy_id)
    .outerjoin(Post.__table__, _O.id == _C.post_id)
    .outerjoin(Person.__table__, _P.id == _C.person_id)
    .outerjoin(_BY, _BY.c.id == _C.proposed_by_id)
    .outerjoin(_DECIDER, _DECIDER.c.id == _C.decided_by_id)
)


def sees_value(actor: Actor) -> bool:
    """Whether annual values are shown to the actor for at least some changes."""
    return access.reach(actor, Action.SEE_PAY) != Reach()


def of_cost(actor: Actor, column: Any) -> Any:
    """A column that speaks of cost, blank where the reader's grant does not reach.

    The same for showing, sorting and files, so that none tells more. Raises Refused without it.
    """
    reach = access.reach(actor, Action.SEE_PAY)
    if reach.everything:
        return column
    if reach == Reach():
        raise Refused("You do not have access to this column.")
    allowed = within(reach, _C.academy_id, _A.hub_id)
    if reach.person_id is not None:
        allowed = or_(allowed, _C.person_id == reach.person_id)
    return case((allowed, column), else_=None)


def view(
    actor: Actor, tab: Tab, filters: Filters, sort: Sort, today: date, *, revision: int | None
) -> View:
    """What a tab shows: kept until `revision` rises (see kept.py). Raises Refused (`of_cost`)."""
    key = ("changes", actor.account_id, actor.person_id, actor.holdings, tab, filters, sort, today)
    return kept.until_changed(
        revision, key, lambda: _View(actor, filters, today, revision).of(tab, sort)
    )


def page(actor: Actor, ids: Sequence[int]) -> list[AnyRow]:
    """The rows of at most PAGE_LENGTH changes, in the order of `ids`.

    The annual value is not read for who may not see pay: it is None in every row.
    """
    values = dict(zip(_PLACES, chain(ids, repeat(_NONE)), strict=False))
    rows = db.session.execute(_rows(actor), values).all()
    places_of = {change_id: number for number, change_id in enumerate(ids)}
    return sorted(rows, key=lambda row: places_of[row[0]])


def every(
    actor: Actor, tab: Tab, filters: Filters, sort: Sort, today: date, columns: Sequence[Any]
) -> Sequence[AnyRow]:
    """These columns of every change of a list, in its order, as files take them.

    After them come the ids of the change, the academy and the person.
    """
    return _View(actor, filters, today, None).rows(tab, sort, columns)


def joined(columns: Sequence[Any]) -> AnySelect:
    """Columns of changes with their academies, posts, people and who proposed them."""
    return select(*columns).select_from(_JOINED)


_PLACES = [f"change_{number}" for number in range(PAGE_LENGTH)]
_NONE = -1


@lru_cache(maxsize=256)
def _rows(actor: Actor) -> AnySelect:
    wanted = [bindparam(place, type_=Integer()) for place in _PLACES]
    return rows_of(actor).where(_C.id.in_(wanted))


def rows_of(actor: Actor) -> AnySelect:
    """Changes as lists show them to this reader, for a caller that says which."""
    value = of_cost(actor, _C.annual_value_pence) if sees_value(actor) else null()
    return joined(
        (
            _C.id, _C.version, _C.bundle_id, _C.state, _C.kind, _C.minutes_now,
            _C.minutes_proposed, _C.effective_on, _C.until, _C.unsupported, _C.reduction,
            _C.waiting_since, _C.created_at, _C.closed_at, _A.name.label("academy"),
            _O.title.label("post"), _P.name.label("person"), _BY.c.name.label("proposer"),
            _DECIDER.c.name.label("decider"), value.label("value"),
        )
    )  # fmt: skip


class _View:
    """One reader's filters on a day, as conditions and as a search of words."""

    def __init__(self, actor: Actor, filters: Filters, today: date, revision: int | None) -> None:
        self.actor, self.filters, self.today, self.revision = actor, filters, today, revision
        reach = access.reach(actor, Action.SEE_CHANGES)
        self.common = [finding.visible(reach, today, actor), *common(filters)]
        self.matches = search(filters.words)
        self._wait: Waiting | None = None

    def of(self, tab: Tab, sort: Sort) -> View:
        wait = self._waiting()
        rows = self.rows(tab, sort, figures.READ if tab is Tab.DECIDED else ())
        open_ids = self._ids(_C.state.in_(STATES[Tab.OPEN]))
        counts = {
            Tab.MINE: len(wait.ids.intersection(open_ids)),
            Tab.OPEN: len(open_ids),
            Tab.DECIDED: self._count(_C.state.in_(STATES[Tab.DECIDED])),
        }
        shown = figures.of(rows) if tab is Tab.DECIDED else None
        return View(array("i", [row.of_change for row in rows]), counts, wait.approvable, shown)

    def rows(self, tab: Tab, sort: Sort, columns: Sequence[Any]) -> Sequence[AnyRow]:
        """Every row of a tab in order: the columns, and the ids of what it is about."""
        rows = db.session.execute(
            joined((*columns, *_ABOUT))
            .where(*self.common, *of_tab(tab, self.filters, self.today))
            .order_by(*_order(self.actor, tab, sort))
        ).all()
        found = [row for row in rows if self.matches(row)] if self.matches else rows
        if tab is not Tab.MINE:
            return found
        mine = self._waiting().ids
        return [row for row in found if row.of_change in mine]

    def _waiting(self) -> Waiting:
        """What waits for the reader, which only the table of steps can say: asked once."""
        if self._wait is None:
            self._wait = waiting.of(self.actor, self.today, revision=self.revision)
        return self._wait

    def _ids(self, state: ColumnElement[bool]) -> Sequence[int]:
        rows = db.session.execute(joined(_ABOUT).where(*self.common, state))
        return [row.of_change for row in rows if self.matches is None or self.matches(row)]

    def _count(self, state: ColumnElement[bool]) -> int:
        if self.matches:
            return len(self._ids(state))
        return db.session.scalar(joined((func.count(),)).where(*self.common, state)) or 0


def _order(actor: Actor, tab: Tab, sort: Sort) -> list[Any]:
    if not sort.column:
        own = {Tab.DECIDED: _C.closed_at.desc(), Tab.ALL: _C.id.asc()}
        newest_first = tab is Tab.DECIDED
        return [own.get(tab, _C.waiting_since.asc()), _C.id.desc() if newest_first else _C.id]
    by = SORTS[sort.column]
    if sort.column == VALUE:
        by = of_cost(actor, by)
    down = sort.descending is not (sort.column in _THE_OTHER_WAY)
    way = by.desc() if down else by.asc()
    return [way.nulls_last() if sort.column in _NULLABLE else way, SORTS["academy"], _C.id]
