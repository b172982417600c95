"""A browser at the door of the app: the system's Chromium, and the app served on this machine."""

import itertools
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from time_machine import TimeMachineFixture
from werkzeug.serving import make_server

from tests import chromium
from tests import factories as make
from tests.browser.visits import Visits
from tests.conftest import build_app
from tests.databases import Databases
from trust_inclusion import demo
from trust_inclusion.db import db

# A busy machine is slow, not wrong: what is waited for comes, or the test fails late.
expect.set_options(timeout=30_000)

_minutes = itertools.count()


@pytest.fixture(autouse=True)
def clock(time_machine: TimeMachineFixture) -> TimeMachineFixture:
    """The tests' day, for the server as well; each test begins a minute after the one before.

    The clock never goes back, since a cookie from the future is refused.
    """
    time_machine.move_to(make.NOW + timedelta(minutes=next(_minutes)))
    return time_machine


@pytest.fixture(scope="session")
def base_url() -> None:
    """Stands for the plugin's own, which pytest warns about; each test has its own `site`."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium; Playwright's own is never downloaded."""
    path = chromium.path()
    assert path, "Chromium is not installed; `make test` leaves these tests out by itself"
    return {**browser_type_launch_args, "executable_path": path, "args": [*chromium.SWITCHES]}


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    """The address at which `app` is served while the test runs, without a slash at the end."""
    with served(app) as address:
        yield address


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], site: str) -> dict[str, Any]:
    """Pages open at addresses of the site, on a laptop's screen."""
    return {
        **browser_context_args,
        "base_url": site,
        "locale": "en-GB",
        "timezone_id": "Europe/London",
        "viewport": {"width": 1280, "height": 800},
    }


@contextmanager
def served(app: Flask) -> Generator[str]:
    """Serve `app` on a free port of this machine; gives the address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# --- The demo trust -------------------------------------------------------------------------


@pytest.fixture(scope="session")
def demo_certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the demo trust's certificates; copy it, never write into it."""
    return tmp_path_factory.mktemp("certificates") / "demo"


@pytest.fixture(scope="session")
def demo_database(databases: Databases, migrated: str, demo_certificates: Path) -> Iterator[str]:
    """The URL of a database with the demo trust of the tests' day; copy it, never open it."""
    url = databases.copy(migrated)
    app = build_app(url, EVIDENCE_DIR=str(demo_certificates))
    with app.app_context():
        demo.build(make.TODAY, make.NOW)
        db.session.remove()
        db.engine.dispose()
    yield url
    databases.drop(url)


@contextmanager
def demo_site(
    browser: Browser, databases: Databases, copied: str, certificates: Path
) -> Generator[Visits]:
    """Serve a copy of the demo trust; at the end its windows are closed and judged.

    `certificates` is the folder of this copy's own.
    """
    url = databases.copy(copied)
    app = build_app(
        url, DEMO=True, DEMO_ACCOUNTS=demo.ACCOUNTS, IDLE_MINUTES=1440,
        EVIDENCE_DIR=str(certificates),
    )  # fmt: skip
    try:
        with served(app) as address:
            visits = Visits(browser, app, address)
            yield visits
            visits.end()
    finally:
        with app.app_context():
            db.engine.dispose()
        databases.drop(url)


@pytest.fixture(scope="session")
def _gallery_site(
    browser: Browser, databases: Databases, demo_database: str, demo_certificates: Path
) -> Iterator[Visits]:
    with demo_site(browser, databases, demo_database, demo_certificates) as visits:
        yield visits


@pytest.fixture
def gallery(_gallery_site: Visits) -> Iterator[Visits]:
    """Visits to a demo trust that all tests look at and none changes."""
    yield _gallery_site
    _gallery_site.end()


@pytest.fixture
def visits(
    browser: Browser,
    databases: Databases,
    demo_database: str,
    demo_certificates: Path,
    tmp_path: Path,
) -> Iterator[Visits]:
    """Visits to a demo trust of this test's own."""
    folder = Path(shutil.copytree(demo_certificates, tmp_path / "certificates"))
    with demo_site(browser, databases, demo_database, folder) as visits:
        yield visits
