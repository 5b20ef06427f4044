"""How much of the big claims a test run shows: a little every time, all of it with ``NUTGRAF_TEST_SCALE=full``."""

from __future__ import annotations

import os

FULL = os.environ.get("NUTGRAF_TEST_SCALE", "") == "full"
"""Whether the whole is asked for."""


def scaled(little: int, whole: int) -> int:
    """How often to do something."""
    return whole if FULL else little
