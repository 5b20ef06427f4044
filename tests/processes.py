"""The desk's own command as processes of their own, as a machine runs them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from tests.shared import ROOT

QUIET = ("REDIS_URL", "DATABASE_URL", "FORCE_COLOR", "PYTHONDEVMODE")


def environment(home: Path, **more: str) -> dict[str, str]:
    """What such a process finds in its environment: its home, and nothing of the developer's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NUTGRAF_") and name not in QUIET}
    return kept | {"NUTGRAF_HOME": str(home), "PYTHONPATH": str(ROOT)} | more


def nutgraf(home: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        env=environment(home, **more),
        cwd=home.parent,
        capture_output=True,
        text=True,
        timeout=60,
    )


class Serving:
    """A running ``nutgraf serve``."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process = process
        self.port = port

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        link = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            link.request("GET", path)
            response = link.getresponse()
            return response.status, response.read().decode()
        finally:
            link.close()

    def until(self, path: str, text: str, seconds: float = 20.0) -> str:
        """The page, once it holds this text."""
        deadline = time.monotonic() + seconds
        page = ""
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"ended with {self.process.returncode}: {self.process.stderr and self.process.stderr.read()}")
            try:
                page = self.get(path)[1]
            except OSError:
                page = ""
            if text in page:
                return page
            time.sleep(0.02)  # another process offers nothing to wait on but its door
        raise AssertionError(f"{path} did not say {text!r} in {seconds:g} seconds, but {page!r}")

    def end(self) -> tuple[int, list[str]]:
        """Tell it to stop: its exit code, and the lines it logged."""
        self.process.send_signal(signal.SIGTERM)
        _, logged = self.process.communicate(timeout=30)
        return self.process.returncode, logged.splitlines()


@contextmanager
def serving(home: Path, port: int, **more: str) -> Iterator[Serving]:
    """The service, until the end of the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "serve", "--port", str(port)],
        env=environment(home, **more),
        cwd=home.parent,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield Serving(process, port)
    finally:
        process.kill()
        process.wait()
        if process.stderr:
            process.stderr.close()
