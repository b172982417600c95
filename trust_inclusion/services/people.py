"""The list of people in posts: a directory of SENCOs for SENCOs, records for who keeps them."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, or_, select

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor, Place
from trust_inclusion.domain.names import searchable
from trust_inclusion.domain.posts import PostKind
from trust_inclusion.domain.records import ClaimState
from trust_inclusion.domain.words import month
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.people import Person, Qualification
from trust_inclusion.models.posts import Appointment, Post
from trust_inclusion.models.records import Claim
from trust_inclusion.services.places import within

PAGE_LENGTH = 50
SORTS = ("name", "academy", "qualification", "waiting")
_COUNTING = ("NPQSENCO", "NASENCO")


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
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the list is narrowed to and how it is sorted."""

    words: str = ""
    kind: str = ""
    """`senco` or `other`."""
    waiting: bool = False
    sort: str = "name"
    descending: bool = False


def listed(actor: Actor, wanted: Wanted, today: date) -> list[Listed]:
    """Everybody in post whom the reader may find, narrowed and sorted."""
    rows = _in_post(actor, today)
    by_person: dict[int, list[AnyRow]] = defaultdict(list)
    for row in rows:
        by_person[row.person_id].append(row)
    keeps = [held for held in by_person.values() if _is_of_kind(held, wanted.kind)]
    open_ids = {held[0].person_id for held in keeps if _opens(actor, held)}
    qualified, waiting = _qualifications(actor, keeps, open_ids), _waiting(actor, keeps)
    found = [
        _listed(held, held[0].person_id in open_ids, qualified, waiting.get(held[0].person_id, 0))
        for held in keeps
    ]
    kept = (one for one in found if _matches(one, wanted))
    return _sorted(kept, wanted)


def checks_any(actor: Actor) -> bool:
    """Whether the reader checks records, and so sees what waits."""
    return access.reach(actor, Action.CHECK_RECORD).any_academy


def sees_records(actor: Actor) -> bool:
    """Whether the list shows posts and qualifications, not only a directory."""
    return access.reach(actor, Action.SEE_RECORD).any_academy


def _in_post(actor: Actor, today: date) -> Sequence[AnyRow]:
    """The appointments, in force or to come, through which the reader finds people."""
    record = access.reach(actor, Action.SEE_RECORD)
    directory = access.reach(actor, Action.SEE_DIRECTORY)
    where = (Academy.id, Academy.hub_id)
    is_senco = and_(Post.kind == PostKind.SENCO.value, Appointment.designated)
    own = Person.id == (actor.person_id if record.person_id is not None else -1)
    return db.session.execute(
        select(
            Person.id.label("person_id"),
            Person.name,
            Person.email,
            Post.title,
            Post.kind,
            Academy.id.label("academy_id"),
            Academy.hub_id,
            Academy.urn,
            Academy.name.label("academy"),
        )
        .join(Appointment, Appointment.person_id == Person.id)
        .join(Post, Post.id == Appointment.post_id)
        .outerjoin(Academy, Academy.id == Post.academy_id)
        .where(or_(Appointment.ended_on.is_(None), Appointment.ended_on >= today))
        .where(or_(Academy.left_on.is_(None), Academy.left_on > today))
        .where(or_(within(record, *where), and_(is_senco, within(directory, *where)), own))
        .order_by(Academy.name, Post.title, Appointment.id)
    ).all()


def _is_of_kind(held: list[AnyRow], kind: str) -> bool:
    senco = any(row.kind == PostKind.SENCO.value for row in held)
    return not kind or senco == (kind == PostKind.SENCO.value)


def _opens(actor: Actor, held: list[AnyRow]) -> bool:
    return any(
        access.may(actor, Action.SEE_RECORD, Place(row.academy_id, row.hub_id, row.person_id))
        for row in held
    )


def _listed(held: list[AnyRow], opens: bool, qualified: dict[int, str], waiting: int) -> Listed:
    first = held[0]
    posts = tuple((row.title, row.academy or "", row.urn) for row in held) if opens else ()
    return Listed(
        first.person_id,
        first.name,
        first.email or "",
        opens,
        posts,
        qualified.get(first.person_id, ""),
        waiting,
    )


def _qualifications(actor: Actor, keeps: list[list[AnyRow]], open_ids: set[int]) -> dict[int, str]:
    """What is recorded of those whose qualification the reader may see: no verdict."""
    reach = access.reach(actor, Action.SEE_QUALIFICATION)
    seen = {
        row.person_id
        for held in keeps
        for row in held
        if row.person_id in open_ids
        and reach.covers(Place(row.academy_id, row.hub_id, row.person_id))
    }
    courses: dict[int, list[AnyRow]] = defaultdict(list)
    for row in db.session.execute(
        select(
            Qualification.person_id,
            Qualification.course,
            Qualification.outcome,
            Qualification.passed_on,
        ).order_by(Qualification.id)
    ):
        if row.person_id in seen:
            courses[row.person_id].append(row)
    return {person_id: _recorded(courses[person_id]) for person_id in seen}


def _recorded(courses: list[AnyRow]) -> str:
    counting = [row for row in courses if row.course.upper() in _COUNTING]
    passed = next((row for row in counting if row.passed_on), None)
    if passed is not None:
        return f"{passed.course}, {month(passed.passed_on)}"
    running = next((row for row in counting if row.outcome in ("enrolled", "retake")), None)
    return f"{running.course}, enrolled" if running is not None else "Not recorded"


def _waiting(actor: Actor, keeps: list[list[AnyRow]]) -> dict[int, int]:
    """How much waits for a check of each person whose record the reader checks; not their own."""
    reach = access.reach(actor, Action.CHECK_RECORD)
    checked = {
        row.person_id
        for held in keeps
        for row in held
        if reach.covers(Place(row.academy_id, row.hub_id)) and row.person_id != actor.person_id
    }
    if not checked:
        return {}
    claims = select(Claim.person_id, func.count()).where(Claim.state == ClaimState.PENDING.value)
    unseen = select(Qualification.person_id, func.count()).where(
        Qualification.checked_on.is_(None), Qualification.passed_on.is_not(None)
    )
    found: Counter[int] = Counter()
    for statement, person_id in (
        (claims, Claim.person_id),
        (unseen, Qualification.person_id),
    ):
        for number, count in db.session.execute(statement.group_by(person_id)):
            found[number] += count
    return {number: count for number, count in found.items() if number in checked}


def _matches(one: Listed, wanted: Wanted) -> bool:
    if wanted.waiting and not one.waiting:
        return False
    text = searchable(" ".join([one.name, one.email, *(post[1] for post in one.posts)]))
    return all(word in text for word in searchable(wanted.words).split()[:8])


def _sorted(found: Iterable[Listed], wanted: Wanted) -> list[Listed]:
    by_name = sorted(found, key=lambda one: (searchable(one.name), one.id))

    def key(one: Listed) -> tuple[str, int]:
        if wanted.sort == "academy":
            return searchable(one.posts[0][1]) if one.posts else "", 0
        if wanted.sort == "qualification":
            return one.qualification, 0
        return "", one.waiting

    if wanted.sort == "name":
        return by_name[::-1] if wanted.descending else by_name
    return sorted(by_name, key=key, reverse=wanted.descending)
