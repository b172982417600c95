"""Where people stand on the three tracks, and what they want, agreed and are ready for."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from trust_inclusion.db import Model


class PathwayPlace(Model):
    """A stage that a person reached on a track, since a day; the latest is the present one.

    `people` holds the present stages beside it, for lists and files.
    """

    __tablename__ = "pathway_places"
    __table_args__ = (Index("ix_pathway_places_stage", "track", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    track: Mapped[str] = mapped_column(String(20))
    code: Mapped[int | None]
    since: Mapped[date]
    evidence: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class PathwayPlan(Model):
    """What a person aspires to, the agreed next step, readiness and mentor: one row a person.

    `head_sees` and `mentor_sees` are the person's own choice; None in a fact is not stated.
    Editing the aspiration takes an agreement back.
    """

    __tablename__ = "pathway_plans"
    __table_args__ = (
        Index(
            "ix_pathway_plans_to_agree",
            "person_id",
            sqlite_where=text("told_on IS NOT NULL AND agreed_on IS NULL"),
            postgresql_where=text("told_on IS NOT NULL AND agreed_on IS NULL"),
        ),
    )

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    aspiration: Mapped[str | None] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text)
    would_move: Mapped[bool | None]
    head_sees: Mapped[bool]
    mentor_sees: Mapped[bool]
    told_on: Mapped[date | None]
    next_step: Mapped[str] = mapped_column(Text)
    next_step_on: Mapped[date | None]
    readiness: Mapped[str | None] = mapped_column(String(20))
    agreed_on: Mapped[date | None]
    agreed_as: Mapped[str | None] = mapped_column(String(20))
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    mentor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    mentors_others: Mapped[bool | None]
    schools_supported: Mapped[int | None]
    executive: Mapped[bool | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
