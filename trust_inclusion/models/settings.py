"""The trust's own settings and its dated formula policy."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from trust_inclusion.db import Model


class TrustSettings(Model):
    """One row (id 1). `revision` rises with every change of settings or policy."""

    __tablename__ = "trust_settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
    trust_uid: Mapped[str | None] = mapped_column(String(10))
    trust_name: Mapped[str]
    full_week_minutes: Mapped[int]
    day_minutes: Mapped[int]
    qualification_rules: Mapped[dict[str, Any] | None]
    pathway_stages: Mapped[dict[str, Any] | None]
    """`stages`: a list of what domain/pathway.py writes; None is the stages it proposes."""


class FormulaPolicyRow(Model):
    """The formula policy from a day on, as plain values (see domain/formula.py Policy)."""

    __tablename__ = "formula_policies"

    id: Mapped[int] = mapped_column(primary_key=True)
    valid_from: Mapped[date] = mapped_column(unique=True)
    policy: Mapped[dict[str, Any]]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
