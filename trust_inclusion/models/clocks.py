"""The qualification clock of each SENCO appointment, day by day: what deadlines read."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from trust_inclusion.db import Model


class Clock(Model):
    """Both answers for `valid_from <= day < valid_to`; rebuilt whenever a fact changes.

    `appointment_id` 0 is an academy under the duty without a designated SENCO.
    """

    __tablename__ = "clocks"
    __table_args__ = (
        Index("ix_clocks_day", "valid_to", "valid_from", "urgency", "deadline"),
        Index("ix_clocks_person", "person_id", "valid_to", "valid_from"),
    )

    academy_id: Mapped[int] = mapped_column(ForeignKey("academies.id"), primary_key=True)
    appointment_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    valid_from: Mapped[date] = mapped_column(primary_key=True)
    valid_to: Mapped[date]
    urn: Mapped[int]
    academy: Mapped[str]
    sort_name: Mapped[str]
    search_words: Mapped[str] = mapped_column(Text)
    hub_id: Mapped[int | None]
    person_id: Mapped[int | None]
    person: Mapped[str | None]
    role_started_on: Mapped[date | None]
    basis: Mapped[str | None] = mapped_column(String(20))
    absent: Mapped[bool]
    eligibility: Mapped[str] = mapped_column(String(20))
    eligibility_reasons: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(30))
    group: Mapped[str] = mapped_column("deadline_group", String(30))
    urgency: Mapped[int]
    due_soon: Mapped[bool]
    deadline: Mapped[date | None]
    latest_start: Mapped[date | None]
    course: Mapped[str | None] = mapped_column(String(80))
    course_started_on: Mapped[date | None]
    projected_outcome: Mapped[date | None]
    outcome_late: Mapped[bool]
    evidence_checked_on: Mapped[date | None]
    service_not_confirmed: Mapped[bool]
    review_due: Mapped[bool]
    to_check: Mapped[bool]
    next_step: Mapped[str] = mapped_column(Text)
