"""Certificates of a record: who adds them and who sees them. See evidence_files.py for keeping."""

from datetime import date, datetime

from sqlalchemy import select

from trust_inclusion.db import db
from trust_inclusion.domain.access import Action, Actor, Refused
from trust_inclusion.models.records import EvidenceFile, Ruling
from trust_inclusion.services import audit, evidence_files, places
from trust_inclusion.services.evidence_files import Kept
from trust_inclusion.services.records import finding


def add(
    actor: Actor, person_id: int, one: Kept, *, now: datetime, action: str = "file_added"
) -> EvidenceFile:
    """Name a kept certificate in the caller's transaction; the use-case puts it on the record."""
    row = evidence_files.named(actor, one, person_id=person_id, now=now)
    after = evidence_files.told(row)
    audit.record(actor, action, "person", person_id, now=now, after=after)
    return row


def find(actor: Actor, person_id: int, file_id: int, today: date) -> EvidenceFile:
    """A file of a record, for whoever may see it. Raises NotThere or Refused.

    The advice of a ruling is for who reads its reasons, which its subject does not; the
    director sees certificates while a ruling about the person waits.
    """
    row = db.session.get(EvidenceFile, file_id) if file_id <= places.LARGEST_NUMBER else None
    if row is None or row.person_id != person_id:
        finding.person(actor, Action.SEE_RECORD, person_id, today)
        raise places.NotThere("There is no such file.")
    action = Action.SEE_FILES
    if _is_advice(row.id):
        action = Action.SEE_RULING_REASONS
        if finding.own(actor, person_id):
            raise Refused("The advice behind a ruling is not shown to its subject.")
    elif sees_certificates(actor, person_id, today):
        return row
    finding.person(actor, action, person_id, today)
    return row


def sees_certificates(actor: Actor, person_id: int, today: date) -> bool:
    """The person and HR; the director while a ruling about the person waits."""
    return finding.may(actor, Action.SEE_FILES, person_id, today) or finding.while_ruling(
        actor, person_id, today
    )


def certificate_of(person_id: int) -> dict[int, EvidenceFile]:
    """The files of a person that are on the record or on a claim that waits, by id."""
    rows = db.session.scalars(select(EvidenceFile).where(EvidenceFile.person_id == person_id))
    return {row.id: row for row in rows}


def _is_advice(file_id: int) -> bool:
    return db.session.scalar(select(Ruling.id).where(Ruling.advice_file_id == file_id)) is not None
