"""Files that vouch for something: kept before the transaction, named in it, forgotten when it
fails. Certificates of a record, advice of a ruling, what is attached to a change."""

import hashlib
from collections.abc import Generator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from trust_inclusion.adapters import certificates, virus_scan
from trust_inclusion.adapters.certificates import Kind
from trust_inclusion.adapters.files import NotStored, Store
from trust_inclusion.db import db
from trust_inclusion.domain.access import Actor
from trust_inclusion.models.records import EvidenceFile

LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that lies in the store and belongs to nothing yet."""

    key: str
    kind: Kind
    name: str
    size: int
    sha256: str
    scanned: bool


@contextmanager
def kept(store: Store, content: bytes, name: str, scanner: str) -> Generator[Kept]:
    """Keep a file while the block makes something of it; forget it when the block fails.

    Raises WrongFile for what is neither a PDF nor a picture, Infected or NoAnswer from the virus
    scanner at the address `scanner` ("" is none), NotStored when the store cannot take it.
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


def named(actor: Actor, one: Kept, *, person_id: int | None, now: datetime) -> EvidenceFile:
    """The row of a kept file, in the caller's transaction; the use-case says whose it is."""
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
    return row


def told(row: EvidenceFile) -> dict[str, object]:
    """What the log keeps of a file: nothing of its name."""
    return {"file_id": row.id, "kind": row.kind, "size": row.size, "scanned": row.scanned}


def _plain_name(name: str) -> str:
    """The last part of a name, without what a header or a file system could take amiss."""
    last = name.replace("\\", "/").rpartition("/")[2]
    plain = "".join(letter for letter in last if letter.isprintable() and letter not in '"<>:|?*')
    return plain.strip(" .")[-LONGEST_NAME:] or "certificate"
