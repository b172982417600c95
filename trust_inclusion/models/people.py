"""People, what they told about themselves, and what was recorded of their qualifications."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from trust_inclusion.db import Model
from trust_inclusion.domain.names import searchable


class Person(Model):
    """Someone who holds or held a post. Matched by TRN, then e-mail; nobody stands twice."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    sort_name: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(unique=True)
    search_words: Mapped[str] = mapped_column(Text)
    trn: Mapped[str | None] = mapped_column(String(7), unique=True)
    qts: Mapped[bool | None]
    para_8a: Mapped[bool | None]
    induction_completed: Mapped[str | None] = mapped_column(String(20))
    qts_basis: Mapped[str | None] = mapped_column(String(10))
    qtls_recheck_on: Mapped[date | None]
    teacher_checked_on: Mapped[date | None]
    service_confirmed_on: Mapped[date | None]
    telephone: Mapped[str | None] = mapped_column(String(40))
    school_stage: Mapped[int | None]
    trust_stage: Mapped[int | None]
    qualification_stage: Mapped[int | None]
    version: Mapped[int] = mapped_column()
    service_spells: Mapped[list["ServiceSpell"]] = relationship(
        order_by="ServiceSpell.started_on", cascade="all, delete-orphan"
    )
    qualifications: Mapped[list["Qualification"]] = relationship(order_by="Qualification.id")

    __mapper_args__ = {"version_id_col": version}

    @validates("name", "email")
    def _as_looked_for(self, column: str, value: str | None) -> str | None:
        """Keep beside them what lists sort by and search, without case and accents."""
        name = value if column == "name" else self.name
        email = value if column == "email" else self.email
        self.sort_name = searchable(name or "")
        self.search_words = f"{self.sort_name} {searchable(email or '')}"
        return value


class ServiceSpell(Model):
    """Earlier service as SENCO; an open end means still running.

    Only service at relevant schools counts in law; the rest is kept because the person tells it.
    """

    __tablename__ = "service_spells"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    school: Mapped[str | None]
    relevant: Mapped[bool] = mapped_column(default=True)


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
    outcome: Mapped[str] = mapped_column(String(20), default="enrolled")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_files.id"))
