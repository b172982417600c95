"""Finds posts and weeks for those who may know of them; to everybody else there is nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select

from trust_inclusion.db import AnyRow, AnySelect, db
from trust_inclusion.domain import access, duties
from trust_inclusion.domain.access import Action, Actor, Place
from trust_inclusion.domain.diary import COVER, Diary, Pressure, Week, mondays, work_out
from trust_inclusion.domain.duties import Held
from trust_inclusion.domain.posts import AllocationKind, Hours, hours_on
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.charter import PostDuty
from trust_inclusion.models.lived import SampleWeek
from trust_inclusion.models.posts import Allocation, Appointment, Post
from trust_inclusion.services.places import LARGEST_NUMBER, NotThere

_A, _O, _C = Appointment.__table__.c, Post.__table__.c, Academy.__table__.c
WEEK = timedelta(days=6)


@dataclass(frozen=True, slots=True)
class OwnPost:
    """A post of the reader's own, with its academy; trust-wide posts have none."""

    id: int
    title: str
    academy_id: int | None
    academy: str
    urn: int | None

    @property
    def named(self) -> str:
        """The post with its place: "SENCO at Ash"."""
        return f"{self.title} at {self.academy}" if self.academy else self.title


@dataclass(frozen=True, slots=True)
class Worked:
    """A week with its sums. `allocated` and `own` are minutes a week, frozen once shared."""

    row: SampleWeek
    diary: Diary
    week: Week
    allocated: int | None
    own: int


def keeper(actor: Actor) -> int:
    """The person whose diaries the actor keeps. Raises Refused."""
    if actor.person_id is None:
        raise access.Refused("Sample weeks are kept by SENCOs, each their own.")
    access.require(actor, Action.KEEP_DIARY, Place(person_id=actor.person_id))
    return actor.person_id


def in_trust(today: date) -> ColumnElement[bool]:
    """Posts of academies that have not left, and trust-wide ones."""
    return or_(_C.left_on.is_(None), _C.left_on > today)


def posts_with(*columns: Any) -> AnySelect:
    """A query of appointments with their posts and academies."""
    joined = Appointment.__table__.join(Post.__table__, _O.id == _A.post_id)
    return select(*columns).select_from(joined.outerjoin(Academy.__table__, _C.id == _O.academy_id))


def own_posts(
    actor: Actor, today: date, first: date | None = None, last: date | None = None
) -> list[OwnPost]:
    """The posts that the actor holds today, or held on some day from `first` to `last`.

    At academies that have not left. Raises Refused.
    """
    rows = db.session.execute(
        posts_with(_O.id, _O.title, _C.id.label("academy_id"), _C.name, _C.urn, _C.sort_name)
        .where(
            _A.person_id == keeper(actor),
            or_(_A.started_on.is_(None), _A.started_on <= (last or today)),
            or_(_A.ended_on.is_(None), _A.ended_on >= (first or today)),
            in_trust(today),
        )
        .distinct()
        .order_by(_C.sort_name, _O.title, _O.id)
    )
    return [OwnPost(row.id, row.title, row.academy_id, row.name or "", row.urn) for row in rows]


def own_post(actor: Actor, post_id: int, week_of: date, today: date) -> OwnPost:
    """A post that the actor held in a week that a diary may be kept of. Raises NotThere."""
    known = keeper(actor) and week_of in mondays(today)
    held = own_posts(actor, today, week_of, min(week_of + WEEK, today)) if known else []
    found = next((one for one in held if one.id == post_id), None)
    if found is None:
        raise NotThere(
            "A sample week is of a post of your own: this week or one of the last eight."
        )
    return found


def named_post(post_id: int) -> str:
    """A post with its place, of a week that its reader has found already."""
    row = db.session.execute(
        select(Post.title, Academy.name)
        .outerjoin(Academy, Academy.id == Post.academy_id)
        .where(Post.id == post_id)
    ).one()
    return f"{row.title} at {row.name}" if row.name else row.title


def own_week(actor: Actor, post_id: int, week_of: date, today: date) -> SampleWeek | None:
    """The actor's own week at a post, whenever it was; None where there is none. Refused."""
    return db.session.scalar(
        select(SampleWeek)
        .join(Post, Post.id == SampleWeek.post_id)
        .outerjoin(Academy, Academy.id == Post.academy_id)
        .where(
            SampleWeek.person_id == keeper(actor),
            SampleWeek.post_id == min(post_id, LARGEST_NUMBER),
            SampleWeek.week_of == week_of,
            in_trust(today),
        )
    )


def stored_week(actor: Actor, post_id: int, week_of: date, today: date) -> SampleWeek:
    """The same where there must be one. Raises NotThere."""
    row = own_week(actor, post_id, week_of, today)
    if row is None:
        raise NotThere("You have kept no such week.")
    return row


def own_cover(actor: Actor, post_id: int, week_of: date, today: date) -> tuple[date, int] | None:
    """The cover of the actor's own week, as the last day of it that has come, and minutes.

    None where they kept no such week, or keep none at all, or it held no cover.
    """
    if actor.person_id is None or not access.may_anywhere(actor, Action.KEEP_DIARY):
        return None
    row = own_week(actor, post_id, week_of, today)
    minutes = row.entered["minutes"].get(COVER) if row else None
    return (min(week_of + WEEK, today), minutes) if minutes else None


def diary_of(row: SampleWeek | AnyRow) -> Diary:
    """A stored week as the rules take it."""
    entered = row.entered
    pressures = frozenset(Pressure(point) for point in entered["pressures"])
    return Diary(row.person_id, row.week_of, entered["minutes"], pressures)


def given(post_id: int, week_of: date, today: date) -> tuple[int | None, int]:
    """Minutes a week that a post had as that week began, else as it ended (None: none set), and
    those that its excluded duties have of their own, as told up to today."""
    rows = db.session.scalars(select(Allocation).where(Allocation.post_id == post_id))
    every = [Hours(a.id, a.minutes, a.starts_on, a.ends_on, AllocationKind(a.kind)) for a in rows]
    # A post that begins on 1 September has hours in that week, whichever day it is.
    hours = hours_on(every, week_of) or hours_on(every, week_of + WEEK)
    return hours.minutes if hours else None, _own_minutes(post_id, today)


def _own_minutes(post_id: int, today: date) -> int:
    told = db.session.execute(
        select(PostDuty.code, PostDuty.held, PostDuty.minutes)
        .where(PostDuty.post_id == post_id, PostDuty.told_on <= today)
        .order_by(PostDuty.told_on, PostDuty.id)
    )
    return duties.own_minutes(
        {row.code: Held(row.code, row.held, row.minutes) for row in told}.values()
    )


def worked(row: SampleWeek, today: date) -> Worked:
    """A week with its sums: as frozen at sharing, else with what the post has now."""
    allocated, own = row.allocated_minutes, row.own_minutes
    if own is None:
        allocated, own = given(row.post_id, row.week_of, today)
    diary = diary_of(row)
    return Worked(row, diary, work_out(diary, allocated, own), allocated, own)


def own_weeks(actor: Actor, today: date) -> Sequence[AnyRow]:
    """The actor's own weeks, the latest first, with their posts; academies that left gone."""
    return db.session.execute(
        select(
            SampleWeek.post_id,
            SampleWeek.week_of,
            SampleWeek.entered,
            SampleWeek.shared,
            SampleWeek.saved_at,
            Post.title,
            Academy.name.label("academy"),
        )
        .join(Post, Post.id == SampleWeek.post_id)
        .outerjoin(Academy, Academy.id == Post.academy_id)
        .where(SampleWeek.person_id == keeper(actor), in_trust(today))
        .order_by(SampleWeek.week_of.desc(), Academy.sort_name, Post.title)
    ).all()
