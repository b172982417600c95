"""Posts, who holds them, absences, hours and pay."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trust_inclusion.db import Model
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.people import Person


class Post(Model):
    """A post of kind `senco`, `assistant` or `trust_wide` (which has no academy)."""

    __tablename__ = "posts"
    __table_args__ = (Index("ix_posts_academy_id_title", "academy_id", "title"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    academy_id: Mapped[int | None] = mapped_column(ForeignKey("academies.id"))
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(120))
    reports_to_id: Mapped[int | None] = mapped_column(ForeignKey("posts.id"))
    line_manages: Mapped[int | None]
    version: Mapped[int] = mapped_column()
    academy: Mapped[Academy | None] = relationship()
    appointments: Mapped[list["Appointment"]] = relationship(
        order_by="Appointment.started_on", back_populates="post"
    )
    allocations: Mapped[list["Allocation"]] = relationship(order_by="Allocation.starts_on")

    __mapper_args__ = {"version_id_col": version}


class Appointment(Model):
    """A person in a post from a date to a date (both days included)."""

    __tablename__ = "appointments"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    started_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    basis: Mapped[str] = mapped_column(String(20))
    designated: Mapped[bool]
    is_head: Mapped[bool | None]
    teaches_here: Mapped[bool | None]
    on_slt: Mapped[bool | None]
    version: Mapped[int] = mapped_column()
    post: Mapped[Post] = relationship(back_populates="appointments")
    person: Mapped[Person] = relationship()
    absences: Mapped[list["Absence"]] = relationship(
        order_by="Absence.starts_on", cascade="all, delete-orphan"
    )
    pay: Mapped[list["AppointmentPay"]] = relationship(order_by="AppointmentPay.starts_on")

    __mapper_args__ = {"version_id_col": version}


class Absence(Model):
    """Dates of an absence (both days included), never a reason."""

    __tablename__ = "absences"

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointments.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]


class Allocation(Model):
    """Working minutes a week given to a post from a day, until a last day when temporary."""

    __tablename__ = "allocations"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    minutes: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    kind: Mapped[str] = mapped_column(String(20))
    recorded_at: Mapped[datetime]


class AppointmentPay(Model):
    """What an appointment is paid from a day: as recorded, without a verdict.

    `fraction` is of full time, in ten-thousandths; `top_point` the highest of the post's own
    range; amounts are at full value. A second TLR has words and an amount of its own. See
    domain/pay_facts.py for the rest.
    """

    __tablename__ = "appointment_pay"

    id: Mapped[int] = mapped_column(primary_key=True)
    appointment_id: Mapped[int] = mapped_column(ForeignKey("appointments.id"), index=True)
    starts_on: Mapped[date]
    area: Mapped[str | None] = mapped_column(String(40))
    scale: Mapped[str | None] = mapped_column(String(40))
    point: Mapped[str | None] = mapped_column(String(20))
    tlr: Mapped[str | None] = mapped_column(String(20))
    tlr_pence: Mapped[int | None]
    sen_allowance_pence: Mapped[int | None]
    second_tlr: Mapped[str | None] = mapped_column(String(20))
    second_tlr_pence: Mapped[int | None]
    fraction: Mapped[int | None]
    top_point: Mapped[str | None] = mapped_column(String(20))
    manages_staff: Mapped[bool | None]
    by_responsibility: Mapped[bool | None]
    sen_for_award: Mapped[bool | None]
    notes: Mapped[str | None] = mapped_column(Text)
    version: Mapped[int] = mapped_column()

    __mapper_args__ = {"version_id_col": version}
