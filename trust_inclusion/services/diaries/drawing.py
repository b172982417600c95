"""Draws up the trust's totals of shared weeks, in the transaction of whoever shared last."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import select, update

from trust_inclusion.db import AnyRow, db
from trust_inclusion.domain import diary_totals
from trust_inclusion.domain.academies import phase_group
from trust_inclusion.domain.calendar import months_after
from trust_inclusion.domain.diary_totals import NO_HUB, STEP, Shared, Totals
from trust_inclusion.domain.diary_words import Sharing
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.lived import DiaryTotals, SampleWeek
from trust_inclusion.models.posts import Post
from trust_inclusion.services.diaries.finding import diary_of, in_trust

MONTHS = 12
"""Weeks older than this are no longer counted, and totals drawn up before no longer shown."""
AT_MOST_EVERY = timedelta(days=28)
"""Time for more weeks to come, so that a step may be told by hub or phase as well."""


def draw_up(*, today: date, now: datetime) -> Totals | None:
    """Draw totals up anew where enough weeks have come; None where not, and nothing changes.

    Raises nothing. The log tells nothing of it: its order would tell whose weeks they are.
    """
    last = latest()
    if last is not None and now - last.drawn_at < AT_MOST_EVERY:
        return None
    if not _worth_reading(today):
        return None
    rows = db.session.execute(
        select(
            *(SampleWeek.id, SampleWeek.person_id, SampleWeek.week_of, SampleWeek.entered),
            *(SampleWeek.allocated_minutes, SampleWeek.named_at, SampleWeek.counted_in_id),
            *(Academy.hub_id, Academy.phase, Academy.type_code),
        )
        .join(Post, Post.id == SampleWeek.post_id)
        .outerjoin(Academy, Academy.id == Post.academy_id)
        .where(
            SampleWeek.shared != Sharing.NO.value,
            SampleWeek.week_of > oldest(today),
            in_trust(today),
        )
        .order_by(SampleWeek.week_of, SampleWeek.id)
    ).all()
    before = any(diary_totals.from_json(sums).hidden for sums in _earlier())
    weeks = [_shared(row) for row in rows]
    totals = diary_totals.draw_up(weeks, hidden_before=before)
    if totals is None:
        return None
    made = DiaryTotals(drawn_at=now, sums=diary_totals.to_json(totals))
    db.session.add(made)
    db.session.flush()
    fresh = [week.number for week in diary_totals.latest(weeks) if week.fresh]
    db.session.execute(
        update(SampleWeek).where(SampleWeek.id.in_(fresh)).values(counted_in_id=made.id)
    )
    return totals


def latest() -> DiaryTotals | None:
    """The totals drawn up last."""
    return db.session.scalar(select(DiaryTotals).order_by(DiaryTotals.id.desc()).limit(1))


def oldest(today: date) -> date:
    """The day after which a week still counts."""
    return months_after(today, -MONTHS)


def _worth_reading(today: date) -> bool:
    """Whether as many weeks as a step takes are in no totals yet."""
    fresh = select(SampleWeek.id).where(
        SampleWeek.shared != Sharing.NO.value,
        SampleWeek.counted_in_id.is_(None),
        SampleWeek.week_of > oldest(today),
    )
    return len(db.session.scalars(fresh.limit(STEP)).all()) == STEP


def _earlier() -> Iterable[dict[str, object]]:
    return db.session.scalars(select(DiaryTotals.sums))


def _shared(row: AnyRow) -> Shared:
    return Shared(
        diary=diary_of(row),
        allocated=row.allocated_minutes,
        hidden=row.named_at is None,
        fresh=row.counted_in_id is None,
        hub=NO_HUB if row.hub_id is None else str(row.hub_id),
        phase="" if row.phase is None else phase_group(row.phase, row.type_code),
        number=row.id,
    )
