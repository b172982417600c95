"""`make bench`: the pages on gunicorn beside two ceilings served the same way in the same run.

No figure of speed fails it. It ends with 1 when something could not be measured, or when what goes
over the wire is larger than it may be. BENCH_DATABASE_URL names a PostgreSQL server to measure on
(its account must be allowed to create databases); without it an SQLite file is used.
"""

import argparse
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade

from tests.bench import browser, cases, changes, filling, report, sizes
from tests.bench.browser import LINK_TO_AN_ACADEMY, Browser
from tests.bench.cases import Case
from tests.bench.load import NotMeasured, request_bytes
from tests.bench.report import Result
from tests.bench.serving import Server, served
from tests.client import Client, Queries
from tests.conftest import build_app
from tests.databases import Databases, PostgresServer, SqliteFiles
from trust_inclusion.config import database_url
from trust_inclusion.db import db, transaction
from trust_inclusion.web import layout

AT_ONCE = 8
MOST = 20_000
"""Requests of one measurement at most."""
WARMING = 24


@dataclass(frozen=True, slots=True)
class Stage:
    """Something served, with what is measured on it. The ceilings need no browser."""

    title: str
    server: Server
    results: list[Result]
    app: Flask | None = None
    browser: Browser | None = None

    def after_changes(self, times: int) -> str:
        """The first views after changes, in a sentence; empty for the ceilings."""
        if self.app is None or self.browser is None:
            return ""
        said = changes.first_views(self.app, self.server, self.browser, times)
        with self.app.app_context():
            db.engine.dispose()
        return f"{self.title}, first view after a change, by one reader: {said}"

    def request(self, case: Case) -> bytes:
        """The bytes to press with, after one visit that keeps the cookie fresh."""
        if self.browser is None:
            return request_bytes(case.path, {})
        self.browser.visit(self.server, case.path, fragment=case.fragment)
        return self.browser.request(case.path, fragment=case.fragment)


def main() -> int:
    """Build, serve, measure, print."""
    wanted = _arguments()
    folder = Path(tempfile.mkdtemp(prefix="trust-inclusion-bench-"))
    try:
        with ExitStack() as open_until_done:
            url = os.environ.get("BENCH_DATABASE_URL")
            databases = _databases(url, folder)
            open_until_done.callback(databases.close)
            ceilings = _ceilings(open_until_done, folder)
            small, page_sizes = _trust(open_until_done, databases, cases.SMALL, folder)
            large, _ = _trust(open_until_done, databases, wanted.academies, folder)
            print(report.machine("PostgreSQL" if url else "SQLite"), flush=True)
            stages = [ceilings, small, large]
            _measure(stages, wanted.rounds, wanted.seconds)
            cold = [said for stage in stages if (said := stage.after_changes(wanted.rounds))]
            return _print(stages, cold, [*page_sizes, sizes.of_static_files()])
    except NotMeasured as problem:
        print(f"Not measured: {problem}", file=sys.stderr)
        for log in folder.glob("*.log"):
            print(log.read_text()[-2000:], file=sys.stderr)
        return 1
    finally:
        _remove(folder)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.2, help="of each measurement")
    parser.add_argument("--academies", type=int, default=cases.LARGE, help="of the large trust")
    return parser.parse_args()


def _databases(url: str | None, folder: Path) -> Databases:
    if url:
        return PostgresServer(database_url({"DATABASE_URL": url}))
    return SqliteFiles(folder)


def _ceilings(stack: ExitStack, folder: Path) -> Stage:
    log = folder / "ceilings.log"
    server = stack.enter_context(served("tests.bench.ceilings:create_app()", log))
    return Stage("Ceilings", server, [Result(cases.BARE), Result(cases.ROWS)])


def _trust(
    stack: ExitStack, databases: Databases, academies: int, folder: Path
) -> tuple[Stage, list[sizes.Size]]:
    """A trust of this many academies, served; and the sizes of its list."""
    url = databases.empty()
    stack.callback(databases.drop, url)
    app = build_app(url)
    _fill(app, academies)
    seen, client = browser.signed_in(app)
    chosen = cases.AT_SMALL if academies == cases.SMALL else cases.AT_LARGE
    results = [Result(case, queries=_queries(client, case)) for case in chosen]
    page_sizes = sizes.of_page(client.get(cases.LIST).encode())
    with app.app_context():
        db.engine.dispose()
    server = stack.enter_context(
        served(
            "trust_inclusion:create_app()",
            folder / f"{academies}.log",
            DATABASE_URL=url,
            SECRET_KEY=app.config["SECRET_KEY"],
            TRUST_INCLUSION_HOME=str(folder),
            PUBLIC_URL="",
        )
    )
    return Stage(f"{academies:,} academies", server, results, app, seen), page_sizes


def _fill(app: Flask, academies: int) -> None:
    started = time.perf_counter()
    with app.app_context():
        upgrade()
        with transaction():
            filling.fill(academies, layout.today())
        filling.analyse()
        db.session.remove()
    print(f"{academies:,} academies made in {time.perf_counter() - started:.0f} s", flush=True)


def _queries(client: Client, case: Case) -> int:
    headers = {"HX-Request": "true"} if case.fragment else {}
    with client.app.app_context(), Queries() as queries:
        client.flask.get(case.path, headers=headers)
    return len(queries)


def _measure(stages: list[Stage], rounds: int, seconds: float) -> None:
    for stage in stages:
        for result in stage.results:
            _check(stage, result.case)
            request = stage.request(result.case)
            stage.server.measure(request, seconds=seconds, most=WARMING, at_once=AT_ONCE)
    for number in range(1, rounds + 1):
        print(f"Round {number} of {rounds} ...", flush=True)
        for stage in stages:
            for result in stage.results:
                request = stage.request(result.case)
                result.rounds.append(
                    stage.server.measure(request, seconds=seconds, most=MOST, at_once=AT_ONCE)
                )


def _check(stage: Stage, case: Case) -> None:
    """Raises NotMeasured when a list comes without rows."""
    if stage.browser is None or not case.path.startswith(cases.LIST):
        return
    body = stage.browser.visit(stage.server, case.path, fragment=case.fragment)
    if LINK_TO_AN_ACADEMY not in body:
        raise NotMeasured(f"{case.path} shows no academy.")
    whole = b"<html" in body
    if whole == case.fragment:
        raise NotMeasured(f"{case.path} gave {'the page' if whole else 'a fragment'}.")


def _print(stages: list[Stage], cold: list[str], measured_sizes: list[sizes.Size]) -> int:
    rows = next(one for one in stages[0].results if one.case is cases.ROWS)
    print("\n" + report.table([(one.title, one.results) for one in stages], rows, _against(stages)))
    print("\n" + "\n".join(cold))
    print("\nSizes\n" + report.size_lines(measured_sizes))
    print("\n" + report.FOOTNOTE)
    if warning := report.disturbance(rows):
        print("\n" + warning)
    return int(not all(size.fits for size in measured_sizes))


def _against(stages: list[Stage]) -> report.Pages:
    """The small trust's page that a case is held against."""
    small = {one.case.name: one for one in stages[1].results}
    return lambda case: small[case.than or cases.PAGE.name]


def _remove(folder: Path) -> None:
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


if __name__ == "__main__":
    sys.exit(main())
