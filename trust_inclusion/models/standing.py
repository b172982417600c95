"""Where each academy stands, day by day: what lists, exports and reports read."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from trust_inclusion.db import Model

FOREVER = date(9999, 12, 31)
"""`valid_to` of a period with no known end."""


class Standing(Model):
    """One academy's answers for `valid_from <= day < valid_to`; rebuilt whenever a fact changes."""

    __tablename__ = "standings"
    __table_args__ = (
        Index("ix_standings_day", "valid_to", "valid_from", "gap_status", "last_reviewed_on"),
        Index("ix_standings_name", "sort_name", "academy_id", "valid_to", "valid_from"),
        Index("ix_standings_phase", "phase", "sort_name", "valid_to", "valid_from"),
        Index("ix_standings_hub", "hub_id", "sort_name", "valid_to", "valid_from"),
        Index("ix_standings_gap_status", "gap_status", "sort_name", "valid_to", "valid_from"),
    )

    academy_id: Mapped[int] = mapped_column(ForeignKey("academies.id"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date]
    urn: Mapped[int]
    name: Mapped[str]
    sort_name: Mapped[str]
    search_words: Mapped[str] = mapped_column(Text)
    phase: Mapped[str] = mapped_column(String(40))
    type_code: Mapped[str] = mapped_column(String(3))
    duty: Mapped[bool]
    hub_id: Mapped[int | None]
    hub_name: Mapped[str | None] = mapped_column(String(80))
    sencos: Mapped[str] = mapped_column(Text)
    vacant: Mapped[bool]
    acting: Mapped[bool]
    absent: Mapped[bool]
    allocated_minutes: Mapped[int]
    formula_minutes: Mapped[int | None]
    formula_high_minutes: Mapped[int | None]
    exact_thousandths: Mapped[int | None]
    budget_points: Mapped[int | None]
    pupil_points: Mapped[int | None]
    points: Mapped[int | None]
    mobility_minutes: Mapped[int | None]
    gap_minutes: Mapped[int | None]
    one_day_gap_minutes: Mapped[int | None]
    gap_status: Mapped[str] = mapped_column(String(20))
    qualification: Mapped[str] = mapped_column(Text)
    qualification_status: Mapped[str] = mapped_column(String(30))
    deadline: Mapped[date | None]
    lawful: Mapped[bool | None]
    pay_point: Mapped[str | None] = mapped_column(Text)
    school_stage: Mapped[int | None]
    trust_stage: Mapped[int | None]
    qualification_stage: Mapped[int | None]
    last_reviewed_on: Mapped[date | None]
    open_change: Mapped[str | None] = mapped_column(String(20))
    conditions: Mapped[str | None] = mapped_column(String(36))
    """A letter for each of C01 to C36, in order: see domain/charter_letters.py."""
    duties: Mapped[str | None] = mapped_column(String(10))
    """A letter for each of X01 to X10, in order."""
    conditions_not_met: Mapped[int | None]
    conditions_not_met_beside_pay: Mapped[int | None]
    """Without those that tell of pay: for readers who may not see it."""
