"""The shape of the whole: who may import whom, and what a start may cost."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.shared import ROOT

if TYPE_CHECKING:
    from pathlib import Path

HEAVY = (
    "aiohttp",
    "aiosqlite",
    "alembic",
    "asyncio",
    "asyncpg",
    "discord",
    "httpx",
    "tiktoken",
    "bot.llm",
    "bot.engine.worded",
    "importlib.metadata",
    "importlinter",
    "prometheus_client",
    "pydantic",
    "redis",
    "rich",
    "slack_bolt",
    "slack_sdk",
    "sqlalchemy",
    "structlog",
    "unittest",
    "urllib.request",
)
"""Nothing of this is needed to print a brief, and each costs tens of milliseconds."""


def test_imports_point_down_only() -> None:
    """The contracts in pyproject.toml hold: layers, adapters, and where third-party libraries may be known."""
    from importlinter.cli import lint_imports

    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder that was used before."""
    folder = tmp_path_factory.mktemp("home")
    used = [sys.executable, "-m", "bot.cli", "--home", str(folder), "search", "kursk"]
    subprocess.run(used, check=True, capture_output=True, env=environment())
    return folder


def environment() -> dict[str, str]:
    """This process's, with the checkout on the path."""
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


@pytest.mark.parametrize(
    "arguments", [("brief", "kursk"), ("ask", "what did Medvedev say?"), ("search", "kursk"), ("--version",)]
)
def test_a_command_imports_nothing_heavy(home: Path, arguments: tuple[str, ...]) -> None:
    """The event loop, chat libraries, databases we do not use and rich stay outside where nothing needs them."""
    script = f"""
import sys
from bot.cli.app import run
code = run({["--home", str(home), *arguments]!r})
names = {HEAVY!r}
print("|".join([str(code), *(name for name in names if name in sys.modules)]), file=sys.stderr)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment(), check=True)
    assert done.stderr.splitlines()[-1] == "0"


def test_help_needs_neither_the_store_nor_the_index() -> None:
    """Asking for help is quicker than anything that reads articles."""
    script = """
import sys
from bot.cli.app import run
run(["--help"])
print([name for name in ("sqlite3", "tantivy", "sentencex", "bot.corpus.store", "bot.engine.brief") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment(), check=True)
    assert done.stdout.splitlines()[-1] == "[]"
