"""`make test`: everything on SQLite, then what touches the database on PostgreSQL too.

Two cores are used except by the browser. Ends with 1 when any part failed, and, where CI is set,
when PostgreSQL or Chromium is missing; elsewhere it says what it leaves out and goes on.
"""

import os
import subprocess
import sys

from tests import chromium, databases

IN_THE_BROWSER = "tests/browser"
BOTH_CORES = ["-n", "2", f"--ignore={IN_THE_BROWSER}"]
ON_SQLITE = [
    ("everything but the browser, on SQLite", [*BOTH_CORES, "tests"]),
    ("the browser, on SQLite", [IN_THE_BROWSER]),
]
ON_POSTGRES = [
    (
        "services, web and migrations, on PostgreSQL",
        [*BOTH_CORES, "tests/services", "tests/web", "tests/migrations"],
    ),
    ("one journey in the browser, on PostgreSQL", ["-m", "journey", IN_THE_BROWSER]),
]


def main() -> int:
    """Run the parts this machine can run; 0 when all of them passed."""
    url = databases.server()
    no_browser = chromium.missing()
    absent = []
    if not url:
        absent.append(
            "the tests on PostgreSQL: no server answers here and TEST_DATABASE_URL is not set"
        )
    if no_browser:
        absent.append(f"the tests in the browser: {no_browser}")
    for what in absent:
        print(f"Left out: {what}.", flush=True)
    if absent and os.environ.get("CI"):
        print("Nothing may be left out where CI is set.", flush=True)
        return 1

    parts = [(None, part) for part in ON_SQLITE] + [(url, part) for part in ON_POSTGRES if url]
    failed = [
        _failed(title, arguments, server)
        for server, (title, arguments) in parts
        if not (no_browser and IN_THE_BROWSER in arguments)
    ]
    return int(any(failed))


def _failed(title: str, arguments: list[str], url: str | None) -> bool:
    print(f"\n-- {title}", flush=True)
    environment = {k: v for k, v in os.environ.items() if k != "TEST_DATABASE_URL"}
    if url:
        environment["TEST_DATABASE_URL"] = url
    command = [sys.executable, "-m", "pytest", "-q", *arguments]
    return subprocess.run(command, env=environment, check=False).returncode != 0


if __name__ == "__main__":
    sys.exit(main())
