"""Time as lived: sample weeks of SENCOs, and cover taken from their time and given back."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trust_inclusion.db import Model


class DiaryTotals(Model):
    """Sums of shared sample weeks as drawn up at an instant: see domain/diary_totals.py.

    Nobody's own: neither whose weeks they were nor how one of them stood.
    """

    __tablename__ = "diary_totals"

    id: Mapped[int] = mapped_column(primary_key=True)
    drawn_at: Mapped[datetime]
    sums: Mapped[dict[str, Any]]


class SampleWeek(Model):
    """A person's diary of one week (`week_of`, a Monday) at one post: its author's until shared.

    `entered` holds `minutes` by activity and `pressures`. `allocated_minutes` is what the post had
    that week, `own_minutes` what its excluded duties had of their own, both as at sharing.
    `shared` is `no`, `totals` (counted, never shown as one) or `named` (head and director see it);
    `named_at` is when it was first shown by name, `counted_in_id` the first totals that held it.
    """

    __tablename__ = "sample_weeks"
    __table_args__ = (UniqueConstraint("person_id", "post_id", "week_of"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    week_of: Mapped[date]
    entered: Mapped[dict[str, Any]]
    allocated_minutes: Mapped[int | None]
    own_minutes: Mapped[int | None]
    shared: Mapped[str] = mapped_column(String(10))
    shared_at: Mapped[datetime | None]
    saved_at: Mapped[datetime]
    named_at: Mapped[datetime | None]
    counted_in_id: Mapped[int | None] = mapped_column(ForeignKey("diary_totals.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class CoverEntry(Model):
    """Minutes of a post's SENCO time taken for cover, or given back, on a day.

    An entry made by mistake is struck out, not deleted: `struck_at`.
    """

    __tablename__ = "cover_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    on_day: Mapped[date]
    way: Mapped[str] = mapped_column(String(10))
    minutes: Mapped[int]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    struck_at: Mapped[datetime | None]
    struck_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
