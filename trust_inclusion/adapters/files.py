"""Where certificates lie: bytes under random names, away from anything a browser can address."""

from __future__ import annotations

import re
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Protocol

_KEY = re.compile(r"[a-f0-9]{48}")


class NotStored(Exception):
    """The file could not be kept or found. The message is safe to show."""


class NotReachable(NotStored):
    """The store does not answer at the moment: the same may work later."""

    def __init__(self) -> None:
        super().__init__("The store of certificates does not answer. Try again in a few minutes.")


class Store(Protocol):
    """All that is asked of a store: a folder of this server has it, and so has a bucket."""

    def put(self, content: bytes) -> str:
        """Keep `content`; gives the random key it lies under. NotStored when it cannot."""
        ...

    def get(self, key: str) -> bytes:
        """The bytes under `key`. NotStored when there are none."""
        ...

    def remove(self, key: str) -> None:
        """Forget `key`; nothing happens when there is none. NotStored when it cannot."""
        ...


def new_key() -> str:
    """A name that nobody can guess and that says nothing."""
    return secrets.token_hex(24)


def checked_key(key: str) -> str:
    """A key is letters and digits of ours: it can name no other place. NotStored else."""
    if not _KEY.fullmatch(key):
        raise NotStored("There is no such file.")
    return key


class Folder:
    """A folder of this server, made when first needed; only this user may look into it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def put(self, content: bytes) -> str:
        """Keep `content` whole or not at all."""
        key = new_key()
        waiting = self.path / f"{key}.part"
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            waiting.touch(mode=0o600, exist_ok=False)
            waiting.write_bytes(content)
            waiting.replace(self.path / key)
        except OSError as error:
            with suppress(OSError):
                waiting.unlink(missing_ok=True)
            raise NotStored("The file could not be kept: tell the administrator.") from error
        return key

    def get(self, key: str) -> bytes:
        """The bytes under `key`."""
        try:
            return self._at(key).read_bytes()
        except OSError as error:
            raise NotStored("The file is not where it was kept: tell the administrator.") from error

    def remove(self, key: str) -> None:
        """Forget `key`."""
        try:
            self._at(key).unlink(missing_ok=True)
        except OSError as error:
            raise NotStored("The file could not be removed: tell the administrator.") from error

    def _at(self, key: str) -> Path:
        return self.path / checked_key(key)
