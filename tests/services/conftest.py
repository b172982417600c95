"""What several tests of services begin with."""

from typing import Any

import pytest

from tests import factories


@pytest.fixture
def two_academies(session: Any) -> None:
    """Northgate (139975) and Southgate (139976), in the trust, without posts."""
    with factories.saved():
        factories.academy("Northgate", urn=139975)
        factories.academy("Southgate", urn=139976)
