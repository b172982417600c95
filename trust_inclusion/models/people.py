"""People, what they told about themselves, and what was recorded of their qualifications."""

from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trust_inclusion.db import Model


class Person(Model):
    """Someone who holds or held a post. Matched by TRN, then e-mail; nobody stands twice."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None] = mapped_column(unique=True)
    trn: Mapped[str | None] = mapped_column(String(7), unique=True)
    qts: Mapped[bool | None]
    para_8a: Mapped[bool | None]
    induction_completed: Mapped[str | None] = mapped_column(String(20))
    school_stage: Mapped[int | None]
    trust_stage: Mapped[int | None]
    qualification_stage: Mapped[int | None]
    version: Mapped[int] = mapped_column()
    service_spells: Mapped[list["ServiceSpell"]] = relationship(
        order_by="ServiceSpell.started_on", cascade="all, delete-orphan"
    )
    qualifications: Mapped[list["Qualification"]] = relationship(order_by="Qualification.id")

    __mapper_args__ = {"version_id_col": version}


class ServiceSpell(Model):
    """Earlier service as SENCO at a relevant school; an open end means still running."""

    __tablename__ = "service_spells"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    started_on: Mapped[date]
    ended_on: Mapped[date | None]


class Qualification(Model):
    """A course or award as recorded; `checked_on` is the day HR saw the evidence."""

    __tablename__ = "qualifications"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    course: Mapped[str] = mapped_column(String(80))
    provider: Mapped[str | None]
    started_on: Mapped[date | None]
    expected_on: Mapped[date | None]
    passed_on: Mapped[date | None]
    checked_on: Mapped[date | None]
