"""A progress bar for what takes more than a second, where somebody is watching."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from threading import Lock, Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType

    from rich.progress import Progress

PATIENCE = 1.0
"""Seconds before a bar is worth showing."""


class Bar(AbstractContextManager["Bar"]):
    """Shows how far something has come on standard error, once it has taken a while, if that is a terminal."""

    def __init__(self, title: str, total: int | None = None) -> None:
        self._title = title
        self._total = total
        self._done = 0
        self._shown: Progress | None = None
        self._over = False
        self._lock = Lock()
        self._timer = Timer(PATIENCE, self._show)
        self._timer.daemon = True

    def __enter__(self) -> Bar:
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None) -> None:
        self._timer.cancel()
        with self._lock:
            self._over = True
            if self._shown is not None:
                self._shown.stop()

    def reached(self, done: int) -> None:
        """So many are done."""
        with self._lock:
            self._done = done
            self._tell()

    def _show(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        with self._lock:
            if self._over:
                return
            count = MofNCompleteColumn() if self._total else TextColumn("{task.completed}")
            columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), count, TimeElapsedColumn())
            self._shown = Progress(*columns, console=Console(stderr=True), transient=True)
            self._shown.add_task(self._title, total=self._total)
            self._shown.start()
            self._tell()

    def _tell(self) -> None:
        if self._shown is not None:
            self._shown.update(self._shown.task_ids[0], completed=self._done)
