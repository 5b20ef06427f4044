"""What every test may use."""

from __future__ import annotations

import pytest

from tests.servers import free_port


@pytest.fixture
def unused_port() -> int:
    """A port of the loopback address that nobody listens on."""
    return free_port()
