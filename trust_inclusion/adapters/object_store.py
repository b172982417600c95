"""Certificates in a bucket that speaks S3: private objects under random names.

No address of an object is ever made: whoever may see a certificate gets its bytes from us.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from trust_inclusion.adapters.files import NotReachable, NotStored, checked_key, new_key

log = logging.getLogger(__name__)

_CONNECT_SECONDS, _READ_SECONDS, _TRIES = 3, 6, 2
"""Even with the removal after a failure less than the web server waits for its workers."""
_MISSING = frozenset({"NoSuchKey", "404"})
_BUSY = frozenset({"SlowDown", "ServiceUnavailable", "InternalError", "500", "502", "503", "504"})


@dataclass(frozen=True, slots=True)
class Place:
    """A bucket, and how it is reached; `endpoint` "" is Amazon's own of the region."""

    bucket: str
    prefix: str
    endpoint: str
    region: str
    key_id: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


class Bucket:
    """A bucket as a store. It must be there already, and private, as buckets are by default."""

    def __init__(self, place: Place) -> None:
        self._place = place

    def put(self, content: bytes) -> str:
        """Keep `content` whole or not at all."""
        key = new_key()
        try:
            self._asked(
                "put_object",
                key,
                Body=content,
                # Should the bucket ever be opened to the world: never shown as a page, never kept.
                ContentType="application/octet-stream",
                ContentDisposition="attachment",
                CacheControl="private, no-store",
            )
        except NotReachable:
            # It may have been kept although its answer did not come.
            with suppress(NotStored):
                self.remove(key)
            raise
        return key

    def get(self, key: str) -> bytes:
        """The bytes under `key`."""
        return self._asked("get_object", checked_key(key), _read)

    def remove(self, key: str) -> None:
        """Forget `key`."""
        self._asked("delete_object", checked_key(key))

    def _asked(self, what: str, key: str, taken: Any = None, **more: Any) -> Any:
        """The answer to one request, its body read by `taken`. NotStored with what to do about it.

        Why it failed goes to the server's log as a code: it names no person and no secret.
        """
        from botocore import exceptions  # noqa: PLC0415 - of the extra s3

        place = self._place
        name = f"{place.prefix}/{key}" if place.prefix else key
        try:
            answer = getattr(_client(place), what)(Bucket=place.bucket, Key=name, **more)
            return taken(answer) if taken else None
        except exceptions.ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in _MISSING:
                raise NotStored(
                    "The file is not where it was kept: tell the administrator."
                ) from error
            log.warning("the evidence store answers %s to %s", code, what)
            if code in _BUSY:
                raise NotReachable from error
            raise NotStored(
                "The store of certificates refuses this: tell the administrator."
            ) from error
        except (exceptions.ConnectionError, exceptions.HTTPClientError) as error:
            log.warning("the evidence store does not answer %s: %s", what, type(error).__name__)
            raise NotReachable from error
        except exceptions.BotoCoreError as error:
            log.warning("the evidence store cannot be asked: %s", type(error).__name__)
            raise NotStored(
                "The store of certificates cannot be used: tell the administrator."
            ) from error


def _read(answer: Any) -> bytes:
    with answer["Body"] as body:
        return body.read()


@lru_cache(maxsize=4)
def _client(place: Place) -> Any:
    """The library's client, made once in each process; its requests may run side by side."""
    from boto3.session import Session  # noqa: PLC0415 - of the extra s3
    from botocore.config import Config  # noqa: PLC0415 - of the extra s3

    session = Session(
        aws_access_key_id=place.key_id,
        aws_secret_access_key=place.secret,
        aws_session_token=place.token or None,
        region_name=place.region,
    )
    return session.client(
        "s3",
        endpoint_url=place.endpoint or None,
        config=Config(
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=_READ_SECONDS,
            retries={"total_max_attempts": _TRIES, "mode": "standard"},
            # Stores other than Amazon's know buckets by path, and newer check sums not at all.
            s3={"addressing_style": "path" if place.endpoint else "auto"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )
