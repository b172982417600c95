"""Academies, their hubs, the evidence about them, and reviews."""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from trust_inclusion.db import Model
from trust_inclusion.domain.names import searchable


class Hub(Model):
    __tablename__ = "hubs"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(80), unique=True)


class Academy(Model):
    """A school that is, was or will be in the trust: `joined_on <= day < left_on`."""

    __tablename__ = "academies"

    id: Mapped[int] = mapped_column(primary_key=True)
    urn: Mapped[int] = mapped_column(unique=True)
    name: Mapped[str]
    sort_name: Mapped[str] = mapped_column(Text)
    type_code: Mapped[str] = mapped_column(String(3))
    phase: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(40))
    la_code: Mapped[str | None] = mapped_column(String(3))
    la_name: Mapped[str | None] = mapped_column(String(80))
    opened_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    hub_id: Mapped[int | None] = mapped_column(ForeignKey("hubs.id"), index=True)
    version: Mapped[int] = mapped_column()
    hub: Mapped[Hub | None] = relationship()

    __mapper_args__ = {"version_id_col": version}

    @validates("name")
    def _as_looked_for(self, _column: str, value: str) -> str:
        """Keep beside the name what lists sort by and search, without case and accents."""
        self.sort_name = searchable(value)
        return value


class Predecessor(Model):
    """A school that an academy grew out of, as the published links name it."""

    __tablename__ = "predecessors"

    academy_id: Mapped[int] = mapped_column(ForeignKey("academies.id"), primary_key=True)
    urn: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class Evidence(Model):
    """What one source says of an academy at a census date; domain/evidence.py says which wins."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("academy_id", "census_date", "origin"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    academy_id: Mapped[int] = mapped_column(ForeignKey("academies.id"))
    census_date: Mapped[date]
    origin: Mapped[str] = mapped_column(String(20))
    roll: Mapped[int | None]
    sen_support: Mapped[int | None]
    sen_support_with_specialist: Mapped[int | None]
    ehcp: Mapped[int | None]
    notional_sen_budget_pence: Mapped[int | None] = mapped_column(BigInteger)
    budget_year: Mapped[str | None] = mapped_column(String(20))
    turnover_tenths: Mapped[int | None]
    turnover_source: Mapped[str | None]
    source: Mapped[str]
    source_urns: Mapped[str | None] = mapped_column(String(100))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}


class Review(Model):
    """A director's or trust leader's look at an academy on a day."""

    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(primary_key=True)
    academy_id: Mapped[int] = mapped_column(ForeignKey("academies.id"), index=True)
    reviewed_on: Mapped[date]
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    note: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    actions: Mapped[list["ReviewAction"]] = relationship(order_by="ReviewAction.id")


class ReviewAction(Model):
    """Something agreed at a review: who does it by when."""

    __tablename__ = "review_actions"

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("reviews.id"), index=True)
    what: Mapped[str]
    owner_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
