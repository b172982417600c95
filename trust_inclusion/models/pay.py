"""The trust's own figures of pay, over those that come with the product."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trust_inclusion.db import Model


class PayPoint(Model):
    """A full-time salary of the trust's own table: pence a year at a point.

    `key` is year, area, scale and point as they are compared (see domain/pay_tables.py).
    """

    __tablename__ = "pay_points"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(160), unique=True)
    academic_year: Mapped[str] = mapped_column(String(7))
    area: Mapped[str] = mapped_column(String(40))
    scale: Mapped[str] = mapped_column(String(40))
    point: Mapped[str] = mapped_column(String(20))
    pence: Mapped[int]
    basis: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class PayRange(Model):
    """The trust's own least and most of an allowance in an academic year, in pence."""

    __tablename__ = "pay_ranges"
    __table_args__ = (UniqueConstraint("academic_year", "allowance"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    academic_year: Mapped[str] = mapped_column(String(7))
    allowance: Mapped[str] = mapped_column(String(20))
    least_pence: Mapped[int]
    most_pence: Mapped[int]
    source: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
