"""`make test`: everything on SQLite, then what touches the database on PostgreSQL too.

Two cores are used except by the browser. Ends with 1 when any part failed, and, where CI is set,
when PostgreSQL or Chromium is missing; elsewhere it says what it leaves out and goes on.
"""

import os
import subprocess
import sys

from tests import chromium, databases

BOTH_CORES = ["-n", "2", "--ignore=tests/browser"]
ON_SQLITE = [
    ("everything but the browser, on SQLite", [*BOTH_CORES, "tests"]),
    ("the browser, on SQLite", ["tests/browser"]),
]
ON_POSTGRES = [
    (
        "services, web and migrations, on PostgreSQL",
        [*BOTH_CORES, "tests/services", "tests/web", "tests/migrations"],
    ),
    ("one journey in the browser, on PostgreSQL", ["-m", "journey", "tests/browser"]),
]


def main() -> int:
    """Run the parts this machine can run; 0 when all of them passed."""
    url = databases.server()
    browser = chromium.path()
    absent = []
    if not url:
        absent.append(
            "the tests on PostgreSQL: no server answers here and TEST_DATABASE_URL is not set"
        )
    if not browser:
        absent.append("the tests in the browser: Chromium is not installed")
    for what in absent:
        print(f"Left out: {what}.", flush=True)
    if absent and os.environ.get("CI"):
        print("Nothing may be left out where CI is set.", flush=True)
        return 1

    failed = [
        _failed(title, arguments, None) for title, arguments in ON_SQLITE[: 2 if browser else 1]
    ]
    if url:
        failed += [
            _failed(title, arguments, url)
            for title, arguments in ON_POSTGRES[: 2 if browser else 1]
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
