"""gunicorn with two sync workers, as it serves a trust; started and ended by the bench."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.bench import load

WORKERS = 2
SETTINGS = "python:tests.bench.gunicorn_settings"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Server:
    """An app served on a port of this machine."""

    port: int
    pid: int

    def worker_seconds(self) -> float | None:
        """Processor time of the workers so far; None where the system does not tell it so."""
        try:
            path = Path(f"/proc/{self.pid}/task/{self.pid}/children")
            return sum(_seconds(int(worker)) for worker in path.read_text().split())
        except OSError:
            return None

    def measure(self, request: bytes, *, seconds: float, most: int, at_once: int) -> load.Measured:
        """Press on the page that `request` asks for. Raises NotMeasured."""
        before = self.worker_seconds()
        answers, elapsed, late = load.press(
            self.port, request, seconds=seconds, most=most, at_once=at_once
        )
        after = self.worker_seconds()
        used = None if before is None or after is None else after - before
        each = None if used is None else used * 1000 / (answers + late)
        return load.Measured(answers / elapsed, each)


def _seconds(pid: int) -> float:
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(app: str, log: Path, **environment: str) -> Iterator[Server]:
    """Serve `app` ("module:create_app()") on a free port of 127.0.0.1 while the block runs."""
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listening:
        # The server takes the open socket over, so nobody can take the port between.
        listening.set_inheritable(True)
        port, number = listening.getsockname()[1], listening.fileno()
        command = [
            sys.executable, "-m", "gunicorn", app, "--config", SETTINGS, "--bind", f"fd://{number}",
            "--workers", str(WORKERS), "--worker-class", "sync", "--log-file", str(log),
            "--log-level", "warning",
        ]  # fmt: skip
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **environment}, pass_fds=[number]
        )
    try:
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
