"""Asks ClamAV's daemon about a file over its socket (the INSTREAM command)."""

from __future__ import annotations

import socket
import struct

_PART = 64 * 1024
_SECONDS = 30


class Infected(Exception):
    """The scanner found something. The message is safe to show."""


class NoAnswer(Exception):
    """The scanner is set but does not answer. The message is safe to show."""


def scan(content: bytes, address: str) -> None:
    """Return when the daemon at `address` finds nothing. Raises Infected or NoAnswer.

    `address` is a path (a Unix socket) or host:port.
    """
    try:
        answer = _asked(content, address)
    except (OSError, ValueError) as error:
        raise NoAnswer(
            "The virus scanner does not answer, so the file was not taken. Try again later."
        ) from error
    if answer.endswith("FOUND"):
        raise Infected("The virus scanner found something in this file, so it was not taken.")
    if answer != "stream: OK":
        raise NoAnswer("The virus scanner could not read the file, so it was not taken.")


def _asked(content: bytes, address: str) -> str:
    with _connected(address) as line:
        line.sendall(b"zINSTREAM\0")
        for start in range(0, len(content), _PART):
            part = content[start : start + _PART]
            line.sendall(struct.pack(">I", len(part)) + part)
        line.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < 4096 and (more := line.recv(1024)):
            answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _connected(address: str) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(_SECONDS)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), _SECONDS)
