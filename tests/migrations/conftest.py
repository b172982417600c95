"""The app on a database that no migration has touched yet."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.conftest import started


@pytest.fixture
def app(empty_database_url: str) -> Iterator[Flask]:
    """The app, its context open, on a database without tables."""
    for app in started(empty_database_url):
        with app.app_context():
            yield app
