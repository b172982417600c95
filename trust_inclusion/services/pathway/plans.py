"""What a person told, and what was agreed of it: as it is stored, and as a mentor may read it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from trust_inclusion.db import db
from trust_inclusion.domain.access import Actor
from trust_inclusion.domain.pathway_steps import Aspiration, Readiness
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.pathway import PathwayPlan
from trust_inclusion.models.people import Person
from trust_inclusion.services.pathway import finding


@dataclass(frozen=True, slots=True)
class Plan:
    """What a person told, and what was agreed of it. Nothing of an agreement that was taken
    back."""

    aspiration: Aspiration | None
    words: str
    would_move: bool | None
    head_sees: bool
    mentor_sees: bool
    told_on: date | None
    next_step: str
    next_step_on: date | None
    readiness: Readiness | None
    agreed_on: date | None
    agreed_as: str | None
    agreed_by: str | None

    @property
    def waits(self) -> bool:
        """Told, and nobody has agreed it."""
        return self.told_on is not None and self.agreed_on is None


NOTHING_TOLD = Plan(None, "", None, False, False, None, "", None, None, None, None, None)


def plan_of(row: PathwayPlan | None, agreed_by: str | None = None) -> Plan:
    """A stored plan as it may be shown: what was agreed only while it is."""
    if row is None:
        return NOTHING_TOLD
    agreed = row.agreed_on is not None
    return Plan(
        aspiration=Aspiration(row.aspiration) if row.aspiration else None,
        words=row.words,
        would_move=row.would_move,
        head_sees=row.head_sees,
        mentor_sees=row.mentor_sees,
        told_on=row.told_on,
        next_step=row.next_step if agreed else "",
        next_step_on=row.next_step_on if agreed else None,
        readiness=Readiness(row.readiness) if agreed and row.readiness else None,
        agreed_on=row.agreed_on,
        agreed_as=row.agreed_as,
        agreed_by=agreed_by if agreed else None,
    )


@dataclass(frozen=True, slots=True)
class Stored:
    """The stored plan, with the names of the mentor and of who agreed it; `mentored`: both hold a
    post still."""

    row: PathwayPlan | None = None
    mentor: str | None = None
    agreed_by: str | None = None
    mentored: bool = False


def stored(person_id: int, day: date) -> Stored:
    """What is stored of a person's plan, as it stands on `day`."""
    row = db.session.execute(
        select(PathwayPlan, Person.name, Account.name, finding.lasts(PathwayPlan, day))
        .outerjoin(Person, Person.id == PathwayPlan.mentor_id)
        .outerjoin(Account, Account.id == PathwayPlan.agreed_by_id)
        .where(PathwayPlan.person_id == person_id)
        .execution_options(populate_existing=True)
    ).first()
    return Stored(row[0], row[1], row[2], bool(row[3])) if row is not None else Stored()


@dataclass(frozen=True, slots=True)
class Mentee:
    """Somebody whom the reader mentors; `plan` is None where they did not choose to share it."""

    name: str
    email: str | None
    plan: Plan | None


def mentors_anybody(actor: Actor, day: date) -> bool:
    """Whether somebody is mentored by the actor on `day`."""
    if actor.person_id is None:
        return False
    query = select(PathwayPlan.person_id).where(*_mentored_by(actor.person_id, day))
    return db.session.scalar(query.limit(1)) is not None


def mentees(actor: Actor, day: date) -> list[Mentee]:
    """The people whom the actor mentors on `day`, with what each of them shares."""
    if actor.person_id is None:
        return []
    rows = db.session.execute(
        select(Person.name, Person.email, PathwayPlan, Account.name)
        .join(Person, Person.id == PathwayPlan.person_id)
        .outerjoin(Account, Account.id == PathwayPlan.agreed_by_id)
        .where(*_mentored_by(actor.person_id, day))
        .order_by(Person.sort_name, Person.id)
        .execution_options(populate_existing=True)
    )
    return [
        Mentee(name, email, plan_of(row, agreed_by) if row.mentor_sees else None)
        for name, email, row, agreed_by in rows
    ]


def _mentored_by(person_id: int, day: date) -> tuple[ColumnElement[bool], ...]:
    return PathwayPlan.mentor_id == person_id, finding.lasts(PathwayPlan, day)
