"""A browser at the door of the app: the system's Chromium, and the app served on this machine."""

from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

from tests import chromium


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
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


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
