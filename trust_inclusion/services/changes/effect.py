"""What a decision does: the allocation it writes, with its dates, and what is kept beside it."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import change_words
from trust_inclusion.models.accounts import Account
from trust_inclusion.models.changes import Change, ChangeStep
from trust_inclusion.models.posts import Allocation
from trust_inclusion.services import places, standing
from trust_inclusion.services.changes.finding import When
from trust_inclusion.services.changes.freezing import Preview


def in_force(change: Change, shown: Preview, when: When) -> Allocation:
    """Write the allocation of an approved change, and close it.

    A temporary one ends on its last day and what it replaced returns by itself; a later one
    supersedes from its first day (domain/posts.py, `hours_on`). What was frozen when it was
    approved stays when a trust leader confirms it later.
    """
    allocation = Allocation(
        post_id=change.post_id,
        minutes=change.minutes_proposed,
        starts_on=change.effective_on,
        ends_on=change.until,
        kind=change.kind,
        recorded_at=when.now,
    )
    db.session.add(allocation)
    db.session.flush()
    change.allocation_id = allocation.id
    change.proposed_at = change.proposed_at or when.now
    change.waiting_since = change.closed_at = when.now
    if change.frozen_at_approval is None:
        freeze_at_approval(change, shown)
    return allocation


def show(academy_ids: Iterable[int], *, hours: bool = False) -> None:
    """Bring the academies' standing along: all of it where hours were given, else how far the
    open change has come."""
    if hours:
        standing.rebuild(academy_ids)
    else:
        standing.show_open_changes(academy_ids)


def freeze_at_approval(change: Change, shown: Preview) -> None:
    """Keep the figures as they stand at the decision, beside those of the proposal."""
    change.frozen_at_approval = shown.figures.to_json()
    change.frozen_pay_at_approval = shown.value.to_json()


def same_version(change: Change, when: When) -> None:
    """Refuse to act on what somebody else changed meanwhile; the message says who did what."""
    if change.version != when.version:
        raise places.Changed(what_happened(change, when.today))


def what_happened(change: Change, today: date) -> str:
    """The latest step of a change, in a sentence."""
    row = db.session.execute(
        select(ChangeStep.step, ChangeStep.happened_at, Account.name)
        .outerjoin(Account, Account.id == ChangeStep.account_id)
        .where(ChangeStep.change_id == change.id)
        .order_by(ChangeStep.id.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return "Somebody else changed it first."
    return change_words.happened_meanwhile(row.name, row.step, row.happened_at, today)
