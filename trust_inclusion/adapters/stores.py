"""The store of certificates that the settings choose, and whether it works."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from trust_inclusion.adapters.files import Folder, NotStored, Store
from trust_inclusion.adapters.object_store import Bucket, Place

_SAMPLE = b"trust-inclusion tries the store of certificates"


def chosen(config: Mapping[str, Any]) -> Store:
    """The bucket of EVIDENCE_STORE (s3://bucket/prefix, as config.py checked it), else a folder."""
    address: str = config["EVIDENCE_STORE"]
    if not address:
        return Folder(Path(config["EVIDENCE_DIR"]))
    bucket, _, prefix = address.removeprefix("s3://").partition("/")
    return Bucket(
        Place(
            bucket,
            prefix,
            config["S3_ENDPOINT"],
            config["S3_REGION"],
            config["S3_KEY_ID"],
            config["S3_SECRET"],
            config["S3_TOKEN"],
        )
    )


def try_out(store: Store) -> None:
    """Keep, read and remove a few bytes. Raises NotStored when any of it does not work."""
    key = store.put(_SAMPLE)
    try:
        read = store.get(key)
    finally:
        store.remove(key)
    if read != _SAMPLE:
        raise NotStored("The store of certificates gives back other bytes than it was given.")
