"""The append-only log: triggers refuse changes.

Ids, codes and figures only, never names or free text.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from trust_inclusion.db import BigId, Model


class AuditEvent(Model):
    """One act: who, what, to which thing, with the figures before and after.

    `digest` chains each event to the one before it, so that a removed or altered row shows.
    No foreign keys: history outlives what it speaks of.
    """

    __tablename__ = "audit_events"
    __table_args__ = (Index("ix_audit_events_subject_subject_id", "subject", "subject_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    happened_at: Mapped[datetime]
    account_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    academy_id: Mapped[int | None]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    previous_digest: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
