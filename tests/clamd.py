"""A scanner on this machine that speaks as ClamAV's daemon does and knows one virus: EICAR's."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

# In two parts, so that scanners leave this file alone. It is a text, made for trying scanners.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"


class Scanner:
    """Where it listens, and each file that it read."""

    def __init__(self, line: socket.socket, address: str, answer: bytes | None) -> None:
        self.address = address
        self.read: list[bytes] = []
        self._line, self._answer = line, answer

    def serve(self) -> None:
        """Read and answer one stream after the other, until the line is closed."""
        while True:
            try:
                line, _ = self._line.accept()
            except OSError:
                return
            with line, line.makefile("rb") as stream:
                line.sendall(self._judged(stream.read(10), stream))

    def _judged(self, command: bytes, stream: BinaryIO) -> bytes:
        if command != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND\0"
        parts: list[bytes] = []
        while length := struct.unpack(">I", stream.read(4))[0]:
            parts.append(stream.read(length))
        self.read.append(b"".join(parts))
        if self._answer is not None:
            return self._answer
        found = EICAR in self.read[-1]
        return b"stream: Eicar-Test-Signature FOUND\0" if found else b"stream: OK\0"


@contextmanager
def served(path: str = "", *, answer: bytes | None = None) -> Iterator[Scanner]:
    """The scanner for as long as the block lasts, at a Unix socket where a path is given.

    With `answer` it says that, whatever it reads.
    """
    if path:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.bind(path)
        line.listen()
    else:
        line = socket.create_server(("127.0.0.1", 0))
    scanner = Scanner(line, path or f"127.0.0.1:{line.getsockname()[1]}", answer)
    thread = threading.Thread(target=scanner.serve)
    thread.start()
    try:
        yield scanner
    finally:
        line.shutdown(socket.SHUT_RDWR)
        line.close()
        thread.join()
