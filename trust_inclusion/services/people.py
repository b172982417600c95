"""The list of people in posts: a directory of SENCOs for SENCOs, records for who keeps them."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    and_,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
)

from trust_inclusion.db import AnyRow, AnySelect, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Place
from trust_inclusion.domain.names import searchable
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.domain.words import month
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.models.records import Claim
from trust_inclusion.services import kept, places
from trust_inclusion.services.places import within

PAGE_LENGTH = 50
MOST_WORDS = 8
SORTS = ("name", "academy", "qualification", "waiting")
TOLD, AWARD = "yes", "award"
"""What may wait: a change that was told, or an award whose evidence nobody has seen."""
_COUNTING = ("NPQSENCO", "NASENCO")
_RUNNING = ("enrolled", "retake")


@dataclass(frozen=True, slots=True)
class Listed:
    """A person in the list. What the reader may not see is empty; `opens` leads to the record."""

    id: int
    name: str
    email: str
    opens: bool
    posts: tuple[tuple[str, str, int | None], ...] = ()
    """(title, academy, URN); trust-wide posts have neither."""
    qualification: str = ""
    changes: int = 0
    """How many changes were told of the record and wait for the reader's check."""
    awards: int = 0
    """How many awards on it nobody has checked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to and how it is sorted."""

    words: str = ""
    kind: str = ""
    """`senco` or `other`."""
    waiting: str = ""
    """`TOLD` or `AWARD`."""
    sort: str = "name"
    descending: bool = False


# The list is asked for all day: its statements are written on plain columns, because loading rows
# through the mapper costs more than the database does.
_P, _A, _O = Person.__table__.c, Appointment.__table__.c, Post.__table__.c
_C, _Q, _T = Academy.__table__.c, Qualification.__table__.c, Claim.__table__.c
_WHERE = (_C.id, _C.hub_id)
_DAY = bindparam("day", type_=Date())
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_IN_POST = and_(
    or_(_A.ended_on.is_(None), _A.ended_on >= _DAY),
    or_(_C.left_on.is_(None), _C.left_on > _DAY),
)
# Written into the statement, so that the index of the few that wait serves it.
_PENDING = _T.state == literal_column("'pending'")
_UNSEEN = and_(_Q.checked_on.is_(None), _Q.passed_on.is_not(None))
_FOR_LAW = func.upper(func.trim(_Q.course)).in_(_COUNTING)


def checks_any(actor: Actor) -> bool:
    """Whether the reader checks records, and so sees what waits."""
    return access.reach(actor, Action.CHECK_RECORD).any_academy


def sees_records(actor: Actor) -> bool:
    """Whether the list shows posts and qualifications, not only a directory."""
    return access.reach(actor, Action.SEE_RECORD).any_academy


def view(actor: Actor, wanted: Wanted, day: date, *, revision: int | None) -> Sequence[int]:
    """Everybody in post whom the reader may find, narrowed and in order, by id.

    Kept until `revision` rises (see kept.py).
    """
    key = ("people", actor.holdings, actor.person_id, wanted, day)
    return kept.until_changed(revision, key, lambda: _worked_out(actor, wanted, day))


def page(actor: Actor, ids: Sequence[int], day: date) -> list[Listed]:
    """At most PAGE_LENGTH people, in the order of `ids`, each as this reader may see them."""
    if not ids:
        return []
    rows = db.session.execute(_rows(actor), {"ids": ids, "day": day})
    held: dict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        held[row.person_id].append(row)
    qualified = _reached(actor, Action.SEE_QUALIFICATION, held.values())
    checked = _reached(actor, Action.CHECK_RECORD, held.values()) - {actor.person_id}
    courses, changes = _courses(qualified | checked), _changes(checked)
    return [
        _listed(held[one], courses[one], changes.get(one, 0), one in qualified, one in checked)
        for one in ids
        if one in held
    ]


def to_check(actor: Actor, day: date) -> tuple[int, int]:
    """How many changes of records wait for the actor's check, and of how many people in post."""
    reach = access.reach(actor, Action.CHECK_RECORD)
    if not reach.any_academy:
        return 0, 0
    row = db.session.execute(
        select(func.count(), func.count(_T.person_id.distinct())).where(
            _PENDING, _not_own(actor, _T.person_id), places.in_post(reach, _T.person_id, day)
        )
    ).one()
    return row[0], row[1]


def _record(actor: Actor) -> ColumnElement[bool]:
    """The appointments through which the reader reaches a record: of an academy, or their own."""
    reach = access.reach(actor, Action.SEE_RECORD)
    if reach.everything or reach.person_id is None:
        return within(reach, *_WHERE)
    return or_(within(reach, *_WHERE), _P.id == reach.person_id)


def _found(actor: Actor) -> ColumnElement[bool]:
    """The appointments, in force or to come, through which the reader finds people."""
    is_senco = and_(_O.kind == PostKind.SENCO.value, _A.designated)
    directory = within(access.reach(actor, Action.SEE_DIRECTORY), *_WHERE)
    return and_(_IN_POST, or_(_record(actor), and_(is_senco, directory)))


def _not_own(actor: Actor, person_id: Any) -> ColumnElement[bool]:
    return true() if actor.person_id is None else person_id != actor.person_id


def _of_people(*columns: Any) -> AnySelect:
    joined = Person.__table__.join(Appointment.__table__, _A.person_id == _P.id)
    joined = joined.join(Post.__table__, _O.id == _A.post_id)
    return select(*columns).select_from(joined.outerjoin(Academy.__table__, _C.id == _O.academy_id))


def _worked_out(actor: Actor, wanted: Wanted, day: date) -> Sequence[int]:
    statement = _of_people(_P.id).where(_found(actor)).group_by(_P.id, _P.sort_name)
    for word in searchable(wanted.words).split()[:MOST_WORDS]:
        at_academy = and_(_record(actor), _C.sort_name.contains(word, autoescape=True))
        # All rows of a person have the same words, so `any` is whether the person's have this one.
        statement = statement.having(
            _any(or_(_P.search_words.contains(word, autoescape=True), at_academy))
        )
    if wanted.kind:
        is_senco = _any(_O.kind == PostKind.SENCO.value)
        statement = statement.having(is_senco if wanted.kind == "senco" else ~is_senco)
    if wanted.waiting:
        waits = select(_T.person_id).where(_PENDING)
        if wanted.waiting == AWARD:
            waits = select(_Q.person_id).where(_UNSEEN)
        reach = access.reach(actor, Action.CHECK_RECORD)
        statement = statement.where(_P.id.in_(waits), _not_own(actor, _P.id))
        statement = statement.having(_any(within(reach, *_WHERE)))
    statement = _sorted(actor, statement, wanted)
    return array("i", db.session.scalars(statement, {"day": day}).all())


def _any(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a condition holds for one of a person's appointments at least."""
    return func.max(case((condition, 1), else_=0)) == 1


def _sorted(actor: Actor, statement: AnySelect, wanted: Wanted) -> AnySelect:
    """Within the same, by name."""
    if wanted.sort == "academy":
        keys: list[Any] = [func.min(case((_record(actor), _C.sort_name)))]
    elif wanted.sort == "qualification":
        statement, keys = _by_qualification(actor, statement)
    elif wanted.sort == "waiting":
        statement, keys = _by_waiting(actor, statement)
    else:
        keys = []
        if wanted.descending:
            return statement.order_by(_P.sort_name.desc(), _P.id.desc())
    ways = [(key.desc() if wanted.descending else key.asc()).nulls_last() for key in keys]
    return statement.order_by(*ways, _P.sort_name, _P.id)


def _by_qualification(actor: Actor, statement: AnySelect) -> tuple[AnySelect, list[Any]]:
    """Passed, the earliest first; then on a course; then nothing recorded; then not to be seen."""
    recorded = (
        select(
            _Q.person_id,
            func.min(_Q.passed_on).label("passed_on"),
            func.max(case((_Q.outcome.in_(_RUNNING), 1), else_=0)).label("running"),
        )
        .where(_FOR_LAW)
        .group_by(_Q.person_id)
        .subquery()
    )
    passed, running = func.min(recorded.c.passed_on), func.max(recorded.c.running)
    rank = case((passed.is_not(None), literal(0)), (running == 1, literal(1)), else_=literal(2))
    reach = access.reach(actor, Action.SEE_QUALIFICATION)
    own = _P.id == (reach.person_id if reach.person_id is not None else -1)
    seen = _any(or_(within(reach, *_WHERE), own))
    joined = statement.outerjoin(recorded, recorded.c.person_id == _P.id)
    return joined, [case((seen, rank)), case((seen, passed))]


def _by_waiting(actor: Actor, statement: AnySelect) -> tuple[AnySelect, list[Any]]:
    """By all that waits for the reader's check."""
    told = select(_T.person_id, func.count().label("many")).where(_PENDING)
    told = told.group_by(_T.person_id).subquery()
    unseen = select(_Q.person_id, func.count().label("many")).where(_UNSEEN)
    unseen = unseen.group_by(_Q.person_id).subquery()
    joined = statement.outerjoin(told, told.c.person_id == _P.id)
    joined = joined.outerjoin(unseen, unseen.c.person_id == _P.id)
    both = func.coalesce(func.max(told.c.many), 0) + func.coalesce(func.max(unseen.c.many), 0)
    reach = access.reach(actor, Action.CHECK_RECORD)
    checked = and_(_any(within(reach, *_WHERE)), _not_own(actor, _P.id))
    return joined, [case((checked, both), else_=literal(0))]


@lru_cache(maxsize=256)
def _rows(actor: Actor) -> AnySelect:
    """The appointments of some people; the post only where the reader reaches the record."""
    opens = _record(actor)
    return (
        _of_people(
            _P.id.label("person_id"),
            _P.name,
            _P.email,
            case((opens, 1), else_=0).label("opens"),
            case((opens, _O.title)).label("title"),
            case((opens, _C.name)).label("academy"),
            case((opens, _C.urn)).label("urn"),
            _C.id.label("academy_id"),
            _C.hub_id,
        )
        .where(_P.id.in_(_IDS), _found(actor))
        .order_by(_C.sort_name.asc().nulls_first(), _O.title, _A.id)
    )


def _reached(actor: Actor, action: Action, everyone: Iterable[list[AnyRow]]) -> set[int]:
    """Those of these people with whose record the reader may do this."""
    return {
        row.person_id
        for held in everyone
        for row in held
        if access.may(actor, action, Place(row.academy_id, row.hub_id, row.person_id))
    }


_COURSES = (
    select(_Q.person_id, _Q.course, _Q.outcome, _Q.passed_on, _Q.checked_on)
    .where(_Q.person_id.in_(_IDS))
    .order_by(_Q.passed_on, _Q.id)
)
_CHANGES = (select(_T.person_id, func.count()).where(_PENDING, _T.person_id.in_(_IDS))).group_by(
    _T.person_id
)


def _courses(ids: set[int]) -> dict[int, list[AnyRow]]:
    """What is on record of these people, the first award first."""
    found: dict[int, list[AnyRow]] = defaultdict(list)
    if ids:
        for row in db.session.execute(_COURSES, {"ids": sorted(ids)}):
            found[row.person_id].append(row)
    return found


def _changes(ids: set[int]) -> dict[int, int]:
    if not ids:
        return {}
    return {row[0]: row[1] for row in db.session.execute(_CHANGES, {"ids": sorted(ids)})}


def _listed(
    held: list[AnyRow], courses: list[AnyRow], changes: int, qualified: bool, checked: bool
) -> Listed:
    first = held[0]
    unseen = [row for row in courses if row.passed_on and not row.checked_on]
    return Listed(
        first.person_id,
        first.name,
        first.email or "",
        any(row.opens for row in held),
        tuple((row.title, row.academy or "", row.urn) for row in held if row.opens),
        _recorded(courses) if qualified else "",
        changes,
        len(unseen) if checked else 0,
    )


def _recorded(courses: list[AnyRow]) -> str:
    """What is recorded: no verdict."""
    counting = [row for row in courses if row.course.strip().upper() in _COUNTING]
    passed = next((row for row in counting if row.passed_on), None)
    if passed is not None:
        return f"{passed.course}, {month(passed.passed_on)}"
    running = next((row for row in counting if row.outcome in _RUNNING), None)
    return f"{running.course}, enrolled" if running is not None else "Not recorded"
