"""Files that people send as evidence, and how they are shown again: one way for every noun."""

from contextlib import AbstractContextManager
from typing import Any

from flask import Response, current_app

from trust_inclusion.adapters import stores
from trust_inclusion.adapters.certificates import MAX_BYTES, MIMETYPES, Kind
from trust_inclusion.adapters.files import NotReachable, NotStored, Store
from trust_inclusion.adapters.refusals import WrongFile
from trust_inclusion.adapters.virus_scan import Infected, NoAnswer
from trust_inclusion.models.records import EvidenceFile
from trust_inclusion.services import evidence_files
from trust_inclusion.services.evidence_files import Kept
from trust_inclusion.services.places import NotThere
from trust_inclusion.web import errors

ROOM = MAX_BYTES + 2 * 1024 * 1024
"""A little more than a file may have: one somewhat too large gets its own sentence."""
REFUSALS = (WrongFile, Infected, NoAnswer, NotStored)
"""Why a file was not taken; each message is safe to show."""
_ALONE = "default-src 'none'; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
# What a browser draws round a file it shows by itself has styles of the browser's own.
_SHOWN = f"{_ALONE}; style-src 'unsafe-inline'"
# Browsers refuse to open a PDF in a sandbox; its type and nosniff keep it from being a page.
POLICIES = {
    Kind.PDF: _SHOWN,
    Kind.PNG: f"{_SHOWN}; img-src 'self'; sandbox",
    Kind.JPEG: f"{_SHOWN}; img-src 'self'; sandbox",
}
"""What a file may do where it is shown: nothing, whatever it holds."""


def store() -> Store:
    """Where files lie."""
    return stores.chosen(current_app.config)


def keeping(upload: Any) -> AbstractContextManager[Kept]:
    """Keep what was sent while the block makes something of it. Raises one of REFUSALS."""
    content = upload.stream.read(MAX_BYTES + 1)
    scanner = current_app.config["CLAMAV_SOCKET"]
    return evidence_files.kept(store(), content, upload.filename or "", scanner)


def shown(row: EvidenceFile) -> Response:
    """A file, as what its content was found to be and never as a page; 503 without the store.

    Raises NotThere.
    """
    kind = Kind(row.kind)
    try:
        content = store().get(row.key)
    except NotReachable as silent:
        return errors.sentence(503, str(silent))
    except NotStored as missing:
        raise NotThere(str(missing)) from None
    response = Response(content, mimetype=MIMETYPES[kind])
    response.headers.set("Content-Disposition", "inline", filename=row.name)
    response.headers.set("Content-Security-Policy", POLICIES[kind])
    return response
