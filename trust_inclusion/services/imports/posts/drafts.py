"""People, posts and appointments as stored, and what a file makes of them, as plain values."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from trust_inclusion.db import db
from trust_inclusion.domain.posts import AllocationKind, Hours
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Appointment, Post

PERSON = (
    "name", "email", "trn", "qts", "para_8a", "induction_completed",
    "school_stage", "trust_stage", "qualification_stage",
)  # fmt: skip
APPOINTMENT = (
    "started_on", "ended_on", "basis", "designated", "is_head", "teaches_here", "on_slt",
)  # fmt: skip
COURSE = (
    "course", "provider", "started_on", "expected_on", "passed_on", "checked_on", "outcome",
)  # fmt: skip
PAY = ("starts_on", "area", "scale", "point", "tlr", "tlr_pence", "sen_allowance_pence")
PAY_BESIDE = (
    "second_tlr", "second_tlr_pence", "fraction", "top_point", "manages_staff",
    "by_responsibility", "sen_for_award",
)  # fmt: skip
"""What the template has no column for: a file leaves it alone, and pay that a file begins anew
carries it on. Notes stay with the pay they were written about."""
ABSENCE = ("starts_on", "ends_on")


@dataclass(slots=True, eq=False)
class Draft:
    """A row of a table: as stored (`id` None where it is new) and as the file leaves it."""

    id: int | None = None
    stored: dict[str, Any] = field(default_factory=dict[str, Any])
    now: dict[str, Any] = field(default_factory=dict[str, Any])

    @property
    def changed(self) -> dict[str, Any]:
        """What differs from what is stored."""
        return {k: v for k, v in self.now.items() if k not in self.stored or self.stored[k] != v}

    @property
    def before(self) -> dict[str, Any]:
        """What was stored where something differs."""
        return {name: self.stored.get(name) for name in self.changed}


@dataclass(slots=True, eq=False)
class PersonDraft(Draft):
    courses: list[Draft] = field(default_factory=list[Draft])
    told: dict[str, tuple[Any, int]] = field(default_factory=dict[str, tuple[Any, int]])
    """What the file says of the person so far, and on which line."""


@dataclass(slots=True, eq=False)
class AppointmentDraft(Draft):
    person: PersonDraft = field(default_factory=PersonDraft)
    absences: list[Draft] = field(default_factory=list[Draft])
    pay: list[Draft] = field(default_factory=list[Draft])
    line: int | None = None
    """The line of the file that is about this appointment."""

    @property
    def span(self) -> tuple[date, date]:
        """First and last day; as far as can be where they are not known."""
        return self.now.get("started_on") or date.min, self.now.get("ended_on") or date.max


@dataclass(slots=True, eq=False)
class PostDraft(Draft):
    academy_id: int | None = None
    appointments: list[AppointmentDraft] = field(default_factory=list[AppointmentDraft])
    hours: tuple[Hours, ...] = ()
    opening: Draft | None = None
    told: dict[str, tuple[Any, int]] = field(default_factory=dict[str, tuple[Any, int]])


@dataclass(slots=True)
class Drafts:
    """Everything a file of posts may touch, loaded in a fixed number of queries."""

    people: list[PersonDraft] = field(default_factory=list[PersonDraft])
    posts: list[PostDraft] = field(default_factory=list[PostDraft])
    by_title: dict[tuple[int | None, str], list[PostDraft]] = field(
        default_factory=lambda: defaultdict(list)
    )
    academies: dict[int, Academy] = field(default_factory=dict[int, Academy])
    unlinked: dict[str, int] = field(default_factory=dict[str, int])
    """Accounts that open nobody's record, by e-mail."""

    def add_post(self, post: PostDraft) -> None:
        """Keep a post where rows will look for it."""
        self.posts.append(post)
        self.by_title[post.academy_id, folded(post.now["title"])].append(post)

    def titled(self, academy_id: int | None, title: str) -> list[PostDraft]:
        """The posts of this title at an academy, or trust-wide."""
        return self.by_title.get((academy_id, folded(title)), [])


def folded(text: str) -> str:
    """Names and titles as they are compared: whatever the capitals and spaces."""
    return " ".join(text.casefold().split())


def load() -> Drafts:
    """All that is stored, as plain values."""
    found = Drafts()
    found.academies = {one.urn: one for one in db.session.scalars(select(Academy))}
    people = db.session.scalars(
        select(Person)
        .order_by(Person.id)
        .options(selectinload(Person.service_spells), selectinload(Person.qualifications))
    )
    known = {person.id: _person(person) for person in people}
    found.people = list(known.values())
    posts = db.session.scalars(
        select(Post)
        .order_by(Post.id)
        .options(
            selectinload(Post.allocations),
            selectinload(Post.appointments).selectinload(Appointment.absences),
            selectinload(Post.appointments).selectinload(Appointment.pay),
        )
    )
    for post in posts:
        found.add_post(_post(post, known))
    accounts = select(Account.email, Account.id).where(Account.person_id.is_(None))
    found.unlinked = {row.email: row.id for row in db.session.execute(accounts)}
    return found


def _values(row: object, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _plain(row: Any, names: tuple[str, ...]) -> Draft:
    return Draft(row.id, _values(row, names), _values(row, names))


def _person(person: Person) -> PersonDraft:
    spells = tuple((spell.started_on, spell.ended_on) for spell in person.service_spells)
    values = {**_values(person, PERSON), "spells": spells}
    courses = [_plain(course, COURSE) for course in person.qualifications]
    return PersonDraft(person.id, values, dict(values), courses)


def _post(post: Post, people: dict[int, PersonDraft]) -> PostDraft:
    values = _values(post, ("kind", "title"))
    hours = tuple(
        Hours(one.id, one.minutes, one.starts_on, one.ends_on, AllocationKind(one.kind))
        for one in post.allocations
    )
    holders = [_appointment(one, people[one.person_id]) for one in post.appointments]
    return PostDraft(post.id, values, dict(values), post.academy_id, holders, hours)


def _appointment(appointment: Appointment, person: PersonDraft) -> AppointmentDraft:
    values = _values(appointment, APPOINTMENT)
    absences = [_plain(absence, ABSENCE) for absence in appointment.absences]
    pay = sorted(
        (_plain(pay, (*PAY, *PAY_BESIDE)) for pay in appointment.pay),
        key=lambda draft: (draft.now["starts_on"], draft.id or 0),
    )
    return AppointmentDraft(appointment.id, values, dict(values), person, absences, pay)
