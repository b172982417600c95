"""Mail that waits to be delivered, what was reminded of, and calendar links."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from trust_inclusion.db import Model


class OutgoingMail(Model):
    """One message to one address: its kind and ids, drawn when it is delivered.

    `not_before` is when to try next; `last_error` a code, never what a server wrote.
    """

    __tablename__ = "outgoing_mail"
    __table_args__ = (Index("ix_outgoing_mail_sent_at_not_before", "sent_at", "not_before"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice: Mapped[str] = mapped_column(String(40))
    to_email: Mapped[str]
    content: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    not_before: Mapped[datetime]
    attempts: Mapped[int]
    last_error: Mapped[str | None]
    first_failed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]


class Reminder(Model):
    """That a reminder was put out: each once, whenever and however often the command runs.

    0 stands where there is no such thing: a person's reminder of no one academy, an academy's of
    no person. No foreign keys, so that no gap (null) in the key lets one be put out twice.
    """

    __tablename__ = "reminders"
    __table_args__ = (
        UniqueConstraint("kind", "academy_id", "appointment_id", "person_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    academy_id: Mapped[int]
    appointment_id: Mapped[int]
    person_id: Mapped[int]
    due_on: Mapped[date]
    reminded_at: Mapped[datetime]


class CalendarLink(Model):
    """An account's secret calendar address: only the digest of its secret is kept."""

    __tablename__ = "calendar_links"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime]
