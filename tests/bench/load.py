"""Asks one server for one page, many times at once, with as little work of its own as it can.

The client shares the machine's cores with the server. So it sends the same bytes every time,
wakes once for an answer (not once for each piece of it), and reads nothing but the status line.
gunicorn's sync workers close the connection after each answer: every request opens its own.
"""

import selectors
import socket
import time
from dataclasses import dataclass

BUFFER = 1 << 20
SLOWEST = 30.0
"""Seconds after which a request counts as not answered."""


class NotMeasured(Exception):
    """A page did not answer as it should, so there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What pressing on a page came to.

    `worker_ms` is the workers' processor time for one request in milliseconds: what the page
    costs, whatever else the machine does. None where the system does not tell it.
    """

    per_second: float
    worker_ms: float | None


def request_bytes(path: str, headers: dict[str, str]) -> bytes:
    """A GET as it goes over the wire."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def fetch(port: int, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """One answer in full: status, headers (names in lower case), body."""
    with socket.create_connection(("127.0.0.1", port), timeout=SLOWEST) as connection:
        connection.sendall(request)
        received = bytearray()
        while piece := connection.recv(BUFFER):
            received += piece
    head, _, body = bytes(received).partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    if len(status.split()) < 2:
        raise NotMeasured("The server closed the connection without an answer.")
    pairs = (line.split(":", 1) for line in lines)
    return int(status.split()[1]), {n.lower(): v.strip() for n, v in pairs}, body


def press(
    port: int, request: bytes, *, seconds: float, most: int, at_once: int
) -> tuple[int, float, int]:
    """Keep `at_once` requests on their way until `seconds` or `most` answers are reached.

    Gives the number of answers, the seconds they took, and how many more were still on their way
    then (they are let in, so that they do not fall into the next measurement). Raises NotMeasured
    when an answer is not a 200 or does not come.
    """
    waiting = _Waiting(port, request)
    started = time.perf_counter()
    for _ in range(at_once):
        waiting.ask()
    answers = 0
    while answers < most:
        answers += waiting.gather(ask_again=True)
        if time.perf_counter() - started >= seconds:
            break
    elapsed = time.perf_counter() - started
    return answers, elapsed, waiting.finish()


class _Waiting:
    """Requests on their way."""

    def __init__(self, port: int, request: bytes) -> None:
        self.address, self.request = ("127.0.0.1", port), request
        self.selector = selectors.DefaultSelector()
        self.space = memoryview(bytearray(BUFFER))

    def ask(self) -> None:
        connection = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        # Awake only for the end of the answer: the whole of it fits in the kernel's buffer.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, BUFFER)
        connection.settimeout(SLOWEST)
        connection.connect(self.address)
        connection.sendall(self.request)
        connection.setblocking(False)
        self.selector.register(connection, selectors.EVENT_READ)

    def gather(self, *, ask_again: bool) -> int:
        """Take what has come; how many answers are complete."""
        ready = self.selector.select(SLOWEST)
        if not ready:
            raise NotMeasured(f"No answer within {SLOWEST:.0f} seconds.")
        complete = 0
        for key, _ in ready:
            connection = key.fileobj
            assert isinstance(connection, socket.socket)
            if self._ended(connection, first=key.data is None):
                self.selector.unregister(connection)
                connection.close()
                complete += 1
                if ask_again:
                    self.ask()
            elif key.data is None:
                self.selector.modify(connection, selectors.EVENT_READ, "begun")
        return complete

    def _ended(self, connection: socket.socket, *, first: bool) -> bool:
        try:
            while received := connection.recv_into(self.space):
                if first and bytes(self.space[9:12]) != b"200":
                    said = bytes(self.space[:received])[:200].decode("latin-1")
                    raise NotMeasured(f"Not a page but: {said}")
                first = False
        except BlockingIOError:
            return False
        if first:
            raise NotMeasured("The server closed a connection without an answer.")
        return True

    def finish(self) -> int:
        """Let in what is on its way; how many answers that were."""
        late = 0
        while self.selector.get_map():
            late += self.gather(ask_again=False)
        self.selector.close()
        return late
