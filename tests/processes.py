"""The desk's own command as processes of their own, as a machine runs them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from tests.servers import PATIENCE
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

    def __init__(self, process: subprocess.Popen[bytes], port: int, logged: IO[str]) -> None:
        self.process = process
        self.port = port
        self._logged = logged

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page."""
        link = HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            link.request("GET", path)
            response = link.getresponse()
            return response.status, response.read().decode()
        finally:
            link.close()

    def until(self, path: str, text: str, seconds: float = PATIENCE) -> str:
        """The page, once it holds this text."""
        deadline = time.monotonic() + seconds
        page = ""
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"ended with {self.process.returncode}: {self.logged()}")
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
        self.process.wait(timeout=30)
        return self.process.returncode, self.logged().splitlines()

    def logged(self) -> str:
        """What it has logged so far."""
        # The process shares the file's position with us, which therefore stays where it is.
        return os.pread(self._logged.fileno(), 100_000_000, 0).decode()


@contextmanager
def serving(home: Path, port: int, **more: str) -> Iterator[Serving]:
    """The service, until the end of the block."""
    with started(["bot.cli", "serve", "--port", str(port)], home, port, **more) as service:
        yield service


@contextmanager
def started(module: Sequence[str], home: Path, port: int, **more: str) -> Iterator[Serving]:
    """A module run as a process whose door is on this port, until the end of the block."""
    # A file and not a pipe: a pipe that nobody reads fills, and then the process waits for ever.
    with TemporaryFile("w+") as logged:
        process = subprocess.Popen(
            [sys.executable, "-m", *module],
            env=environment(home, **more),
            cwd=home.parent,
            stdout=subprocess.DEVNULL,
            stderr=logged,
        )
        try:
            yield Serving(process, port, logged)
        finally:
            process.kill()
            process.wait()
