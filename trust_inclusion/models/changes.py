"""Changes of allocation, their steps and what was said at each; the trust's thresholds."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from trust_inclusion.db import BigId, Model
from trust_inclusion.domain.changes import OPEN, State
from trust_inclusion.models.academies import Academy
from trust_inclusion.models.posts import Post

_OPEN = "state IN ({})".format(", ".join(f"'{state.value}'" for state in OPEN))
_STATES = "state IN ({})".format(", ".join(f"'{s.value}'" for s in State if s is not State.DRAFT))


class Change(Model):
    """A proposed change of a post's hours (a draft is a ChangeDraft). Minutes a week; of one-off
    hours, in all.

    `person_id` is who held the post when it was proposed. `bundle_id` is the first change of those
    decided together. `frozen` holds hours and formula as they stood, `frozen_pay` what it costs:
    read only for who may see pay. The names ending in `_at_approval` hold the same at approval.
    """

    __tablename__ = "changes"
    __table_args__ = (
        CheckConstraint(_STATES, name="state"),
        Index(
            "ix_changes_one_open",
            "post_id",
            unique=True,
            sqlite_where=text(_OPEN),
            postgresql_where=text(_OPEN),
        ),
        Index("ix_changes_state", "state", "waiting_since", "id"),
        Index("ix_changes_closed", "closed_at", "id"),
        Index("ix_changes_academy", "academy_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    academy_id: Mapped[int] = mapped_column(ForeignKey("academies.id"))
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"), index=True)
    bundle_id: Mapped[int | None] = mapped_column(ForeignKey("changes.id"), index=True)
    state: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(20))
    minutes_now: Mapped[int]
    minutes_proposed: Mapped[int]
    effective_on: Mapped[date]
    until: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text)
    cost_note: Mapped[str] = mapped_column(Text)
    late_reason: Mapped[str] = mapped_column(Text)
    reduction: Mapped[bool]
    unsupported: Mapped[bool]
    returns: Mapped[int]
    proposed_as: Mapped[str | None] = mapped_column(String(20))
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    proposed_at: Mapped[datetime | None]
    endorsed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    endorsed_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_for_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    confirmed_at: Mapped[datetime | None]
    view_given_at: Mapped[datetime | None]
    seen_by_hr_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    gap_before: Mapped[int | None]
    gap_after: Mapped[int | None]
    formula_minutes: Mapped[int | None]
    annual_value_pence: Mapped[int | None]
    frozen: Mapped[dict[str, Any] | None]
    frozen_pay: Mapped[dict[str, Any] | None]
    frozen_at_approval: Mapped[dict[str, Any] | None]
    frozen_pay_at_approval: Mapped[dict[str, Any] | None]
    allocation_id: Mapped[int | None] = mapped_column(ForeignKey("allocations.id"))
    attachment_id: Mapped[int | None] = mapped_column(ForeignKey("evidence_files.id"))
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column()
    academy: Mapped[Academy] = relationship()
    post: Mapped[Post] = relationship()

    __mapper_args__ = {"version_id_col": version}


class ChangeDraft(Model):
    """What somebody typed of a change they may propose: theirs alone, kept as typed."""

    __tablename__ = "change_drafts"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    typed: Mapped[dict[str, Any]]
    saved_at: Mapped[datetime]


class ChangeStep(Model):
    """One step of a change: who took it, as what and for whom. Triggers refuse to alter it.

    No names and no words; `comment_digest` vouches for what was said, kept beside it.
    """

    __tablename__ = "change_steps"
    __table_args__ = (Index("ix_change_steps_change", "change_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    change_id: Mapped[int]
    happened_at: Mapped[datetime]
    account_id: Mapped[int | None]
    for_account_id: Mapped[int | None]
    capacity: Mapped[str | None] = mapped_column(String(20))
    step: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    figures: Mapped[dict[str, Any] | None]
    comment_digest: Mapped[str | None] = mapped_column(String(64))


class ChangeComment(Model):
    """What was said at a step. It can be redacted; the step's digest shows that it was."""

    __tablename__ = "change_comments"

    step_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    change_id: Mapped[int] = mapped_column(ForeignKey("changes.id"), index=True)
    words: Mapped[str | None] = mapped_column(Text)
    redacted_at: Mapped[datetime | None]


class ChangeReminder(Model):
    """That somebody was reminded of what waits: once for each wait (`waits_since`) and threshold of
    working days, whenever and however often the command runs."""

    __tablename__ = "change_reminders"

    change_id: Mapped[int] = mapped_column(ForeignKey("changes.id"), primary_key=True)
    after_days: Mapped[int] = mapped_column(primary_key=True)
    waits_since: Mapped[date] = mapped_column(primary_key=True)
    reminded_at: Mapped[datetime]


class ChangeRulesRow(Model):
    """Thresholds as a director proposed them; in force from a trust leader's confirmation."""

    __tablename__ = "change_rules"

    id: Mapped[int] = mapped_column(primary_key=True)
    rules: Mapped[dict[str, Any]]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    proposed_at: Mapped[datetime]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    decided_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(20))
