"""Shared weeks as others read them: by name where their author chose so, or within totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from trust_inclusion.db import AnyRow, AnySelect, db
from trust_inclusion.domain import access, diary_totals, words
from trust_inclusion.domain.access import TRUST, Action, Actor
from trust_inclusion.domain.calendar import london_day
from trust_inclusion.domain.diary import Together, Week, work_out
from trust_inclusion.domain.diary_words import Sharing
from trust_inclusion.models.academies import Academy, Hub
from trust_inclusion.models.lived import SampleWeek
from trust_inclusion.models.people import Person
from trust_inclusion.models.posts import Post
from trust_inclusion.services.diaries import drawing
from trust_inclusion.services.diaries.finding import Worked, diary_of, in_trust, worked
from trust_inclusion.services.places import LARGEST_NUMBER, NotThere, within

PAGE_LENGTH = 50
NOT_THERE = "There is no such week, or it is not shared with you."


@dataclass(frozen=True, slots=True)
class Named:
    """A week shared by name, in the list of those who may read it."""

    row: AnyRow
    week: Week


@dataclass(frozen=True, slots=True)
class Told:
    """A week shared by name, whole."""

    worked: Worked
    person: str
    title: str
    academy: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """The trust's totals as the reader gets them; `groups` by name, in their order."""

    drawn_at: datetime
    whole: Together
    by: str
    groups: Sequence[tuple[str, Together]]


def reads_named(actor: Actor) -> bool:
    """Whether the reader may find weeks shared by name anywhere."""
    return access.reach(actor, Action.SEE_DIARIES).any_academy


def reads_totals(actor: Actor) -> bool:
    """Whether the reader gets the trust's totals: they are of the whole trust only."""
    return access.may(actor, Action.SEE_DIARY_TOTALS, TRUST)


def _shared_by_name(actor: Actor, today: date) -> list[ColumnElement[bool]]:
    reach = access.reach(actor, Action.SEE_DIARIES)
    return [
        SampleWeek.shared == Sharing.NAMED.value,
        in_trust(today),
        within(reach, Academy.id, Academy.hub_id),
    ]


def _weeks(statement: AnySelect) -> AnySelect:
    return (
        statement.join(Person, Person.id == SampleWeek.person_id)
        .join(Post, Post.id == SampleWeek.post_id)
        .outerjoin(Academy, Academy.id == Post.academy_id)
    )


def named_count(actor: Actor, today: date) -> int:
    """How many weeks of the last twelve months the reader may read by name."""
    counted = _weeks(select(func.count(SampleWeek.id)).select_from(SampleWeek))
    recent = SampleWeek.week_of > drawing.oldest(today)
    return db.session.scalar(counted.where(*_shared_by_name(actor, today), recent)) or 0


def named(actor: Actor, today: date, *, number: int = 1, most: int = PAGE_LENGTH) -> list[Named]:
    """A page of them, `most` weeks long, the latest first."""
    rows = db.session.execute(
        _weeks(
            select(
                *(SampleWeek.id, SampleWeek.person_id, SampleWeek.week_of, SampleWeek.entered),
                *(SampleWeek.allocated_minutes, SampleWeek.own_minutes, Person.name),
                *(Academy.name.label("academy"), Academy.urn, Post.title),
            )
        )
        .where(*_shared_by_name(actor, today), SampleWeek.week_of > drawing.oldest(today))
        .order_by(SampleWeek.week_of.desc(), Person.sort_name, SampleWeek.id)
        .limit(most)
        .offset((number - 1) * most)
    ).all()
    return [
        Named(row, work_out(diary_of(row), row.allocated_minutes, row.own_minutes or 0))
        for row in rows
    ]


def told(actor: Actor, week_id: int, today: date) -> Told:
    """A week that was shared by name with the reader.

    Raises NotThere for every other, so that nothing tells which weeks there are.
    """
    row = db.session.execute(
        _weeks(select(SampleWeek, Person.name, Post.title, Academy.name.label("academy"))).where(
            SampleWeek.id == min(week_id, LARGEST_NUMBER), *_shared_by_name(actor, today)
        )
    ).one_or_none()
    if row is None:
        raise NotThere(NOT_THERE)
    return Told(worked(row[0], today), row.name, row.title, row.academy or "")


def totals(actor: Actor, today: date) -> Drawn | None:
    """The trust's totals as drawn up last; None where there are none to show. Raises Refused."""
    access.require(actor, Action.SEE_DIARY_TOTALS, TRUST)
    row = drawing.latest()
    if row is None or london_day(row.drawn_at) <= drawing.oldest(today):
        return None
    found = diary_totals.from_json(row.sums)
    by_name = access.reach(actor, Action.SEE_DIARIES)
    if not found.hidden and by_name.any_academy and not by_name.everything:
        return None  # some of these weeks, but not all, are known to this reader by name
    return Drawn(row.drawn_at, found.whole, found.by, _groups(found))


def _groups(found: diary_totals.Totals) -> list[tuple[str, Together]]:
    if found.by == "hub":
        hubs = {str(row.id): row.name for row in db.session.execute(select(Hub.id, Hub.name))}
        named = {group: hubs.get(group, "No hub") for group in found.groups}
    else:
        named = {group: words.PHASES.get(group, "Trust-wide") for group in found.groups}
    return sorted(
        ((named[group], sums) for group, sums in found.groups.items()), key=lambda one: one[0]
    )
