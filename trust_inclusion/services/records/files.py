"""Certificates: kept before the transaction, named in it, forgotten when it fails."""

import hashlib
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from trust_inclusion.adapters import certificates, virus_scan
from trust_inclusion.adapters.certificates import Kind
from trust_inclusion.adapters.files import NotStored, Store
from trust_inclusion.db import db
from trust_inclusion.domain.access import Action, Actor, Refused
from trust_inclusion.models.records import EvidenceFile, Ruling
from trust_inclusion.services import audit, places
from trust_inclusion.services.records import finding

LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class Kept:
    """A certificate that lies in the store and is not yet on a record."""

    key: str
    kind: Kind
    name: str
    size: int
    sha256: str
    scanned: bool


@contextmanager
def kept(store: Store, content: bytes, name: str, scanner: str) -> Generator[Kept]:
    """Keep a certificate while the block puts it on a record; forget it when the block fails.

    Raises WrongFile for what is no certificate, Infected or NoAnswer from the virus scanner at
    the address `scanner` ("" is none), NotStored when the store cannot take it.
    """
    kind = certificates.kind_of(content)
    if scanner:
        virus_scan.scan(content, scanner)
    digest = hashlib.sha256(content).hexdigest()
    key = store.put(content)
    try:
        yield Kept(key, kind, _plain_name(name), len(content), digest, bool(scanner))
    except BaseException:
        # What went wrong is what is told, even where the store has stopped answering meanwhile.
        with suppress(NotStored):
            store.remove(key)
        raise


def add(
    actor: Actor, person_id: int, one: Kept, *, now: datetime, action: str = "file_added"
) -> EvidenceFile:
    """Name a kept certificate in the caller's transaction; the use-case puts it on the record."""
    row = EvidenceFile(
        person_id=person_id,
        key=one.key,
        kind=one.kind.value,
        name=one.name,
        size=one.size,
        sha256=one.sha256,
        scanned=one.scanned,
        uploaded_by_id=actor.account_id,
        uploaded_at=now,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        actor, action, "person", person_id, now=now,
        after={"file_id": row.id, "kind": row.kind, "size": row.size, "scanned": row.scanned},
    )  # fmt: skip
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


def _plain_name(name: str) -> str:
    """The last part of a name, without what a header or a file system could take amiss."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>:|?*')
    return plain.strip(" .")[-LONGEST_NAME:] or "certificate"
