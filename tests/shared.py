"""The material beside the checkout, which a test may need and a user's machine lacks."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
"""The checkout."""


def shared(*parts: str) -> Path:
    """The path of something in ``../shared``; skips the test by name where it is not there."""
    path = (ROOT.parent / "shared").joinpath(*parts)
    if not path.exists():
        pytest.skip(f"needs ../shared/{'/'.join(parts)}, which is not beside this checkout")
    return path
