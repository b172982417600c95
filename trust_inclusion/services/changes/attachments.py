"""What is attached to a change: added by who proposes it, read by who reads the change."""

from datetime import date, datetime

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain import access
from trust_inclusion.domain.access import Action, Actor
from trust_inclusion.models.changes import Change
from trust_inclusion.models.records import EvidenceFile
from trust_inclusion.services import audit, evidence_files, places
from trust_inclusion.services.changes import finding
from trust_inclusion.services.evidence_files import Kept


def add(actor: Actor, one: Kept, *, now: datetime) -> EvidenceFile:
    """Name a kept file in the caller's transaction; the proposal then points to it."""
    row = evidence_files.named(actor, one, person_id=None, now=now)
    after = evidence_files.told(row)
    audit.record(actor, "change_file_added", "evidence_file", row.id, now=now, after=after)
    return row


def of(actor: Actor, change_id: int, today: date) -> EvidenceFile:
    """The file attached to a change, for whoever reads the change. Raises NotThere."""
    if change_id > places.LARGEST_NUMBER:
        raise places.NotThere(finding.NO_CHANGE)
    reach = access.reach(actor, Action.SEE_CHANGES)
    found = db.session.scalar(
        select(EvidenceFile)
        .join(Change, Change.attachment_id == EvidenceFile.id)
        .where(Change.id == change_id, finding.visible(reach, today, actor))
    )
    if found is None:
        raise places.NotThere("There is no such file.")
    return found
