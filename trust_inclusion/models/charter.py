"""What heads and SENCOs say of a post's conditions and duties, and checks of its job description.

Every answer stays: the latest of a side counts, the earlier ones are the history.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from trust_inclusion.db import Model


class CharterAnswer(Model):
    """One side's answer to a condition (C01 to C36) of a post."""

    __tablename__ = "charter_answers"
    __table_args__ = (Index("ix_charter_answers_post", "post_id", "code", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    code: Mapped[str] = mapped_column(String(3))
    side: Mapped[str] = mapped_column(String(10))
    reply: Mapped[str] = mapped_column(String(20))
    evidence: Mapped[str] = mapped_column(Text)
    answered_on: Mapped[date]
    answered_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class PostDuty(Model):
    """Whether a post holds an excluded duty (X01 to X10), and its own minutes a week."""

    __tablename__ = "post_duties"
    __table_args__ = (Index("ix_post_duties_post", "post_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    code: Mapped[str] = mapped_column(String(3))
    held: Mapped[bool | None]
    minutes: Mapped[int | None]
    told_on: Mapped[date]
    told_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))


class DescriptionCheck(Model):
    """A check of a post's job description: what was ticked or pasted, and what was found.

    `found` holds codes: `excluded`, `missing_tasks` and `old_terms`, each a list.
    """

    __tablename__ = "description_checks"

    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    checked_on: Mapped[date]
    checked_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    agreed_on: Mapped[date | None]
    new_post: Mapped[bool]
    ticked: Mapped[dict[str, Any]]
    words: Mapped[str] = mapped_column(Text)
    found: Mapped[dict[str, Any]]
