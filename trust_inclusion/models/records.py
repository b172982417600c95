"""What people tell of their record, the evidence for it, rulings, the yearly confirmation."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from trust_inclusion.db import Model


class EvidenceFile(Model):
    """A certificate, advice, or what is attached to a change (then of no one person): where its
    bytes lie under a random name, and what they are."""

    __tablename__ = "evidence_files"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    scanned: Mapped[bool]
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    uploaded_at: Mapped[datetime]


class Claim(Model):
    """A change of what the law depends on, as its subject told it, waiting for HR's check.

    `about` is `teacher`, `service` or `qualification`; `proposed` holds the new values by column.
    What HR last checked stays in force until `state` is `accepted`.
    """

    __tablename__ = "claims"
    __table_args__ = (
        Index(
            "ix_claims_pending",
            "person_id",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    about: Mapped[str] = mapped_column(String(20))
    about_id: Mapped[int | None]
    proposed: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(String(20))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    made_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Ruling(Model):
    """The trust's decision for a person whom the words of the law leave open."""

    __tablename__ = "rulings"
    __table_args__ = (
        Index(
            "ix_rulings_one_proposed",
            "person_id",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    must_qualify_by: Mapped[date | None]
    review_on: Mapped[date | None]
    reasons: Mapped[str] = mapped_column(Text)
    advice_file_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_files.id"))
    state: Mapped[str] = mapped_column(String(20))
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    decided_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Confirmation(Model):
    """A person said that their record is right, for the school year that began on `year_start`."""

    __tablename__ = "confirmations"
    __table_args__ = (UniqueConstraint("person_id", "year_start"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    year_start: Mapped[date]
    confirmed_on: Mapped[date]


class SurveyTaken(Model):
    """That a person answered this year's questions: never what they answered."""

    __tablename__ = "surveys_taken"

    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    year_start: Mapped[date] = mapped_column(primary_key=True)


class SurveyAnswer(Model):
    """One person's answers, without the person and without the day."""

    __tablename__ = "survey_answers"

    id: Mapped[int] = mapped_column(primary_key=True)
    year_start: Mapped[date] = mapped_column(index=True)
    enough_time: Mapped[str | None] = mapped_column(String(20))
    role_understood: Mapped[str | None] = mapped_column(String(20))
    enjoys_it: Mapped[str | None] = mapped_column(String(20))
    here_in_five_years: Mapped[str | None] = mapped_column(String(20))
    why_not: Mapped[str | None] = mapped_column(String(20))


class SurveyTotal(Model):
    """How often an answer was given, as it is shown: brought up to date by five answers or more."""

    __tablename__ = "survey_totals"

    year_start: Mapped[date] = mapped_column(primary_key=True)
    question: Mapped[str] = mapped_column(String(20), primary_key=True)
    answer: Mapped[str] = mapped_column(String(20), primary_key=True)
    count: Mapped[int]
