"""A progress bar for what takes more than a second, where somebody is watching."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType

    from rich.progress import Progress

T = TypeVar("T")

PATIENCE = 1.0
"""Seconds before a bar is worth showing."""


class Bar(AbstractContextManager["Bar"]):
    """Counts what passes through; shows it on standard error once that has taken a while, if that is a terminal."""

    def __init__(self, title: str, total: int | None = None) -> None:
        self._title = title
        self._total = total
        self._count = 0
        self._started = monotonic()
        self._shown: Progress | None = None
        self._watched = sys.stderr.isatty()

    def counted(self, things: Iterable[T]) -> Iterator[T]:
        """The things, counted as they pass."""
        for thing in things:
            yield thing
            self._count += 1
            if self._watched and monotonic() - self._started > PATIENCE:
                self._show()

    def _show(self) -> None:
        if self._shown is None:
            from rich.console import Console
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

            self._shown = Progress(
                SpinnerColumn(),
                TextColumn("{task.description}"),
                BarColumn(),
                MofNCompleteColumn(),
                TimeElapsedColumn(),
                console=Console(stderr=True),
                transient=True,
            )
            self._shown.add_task(self._title, total=self._total)
            self._shown.start()
        self._shown.update(self._shown.task_ids[0], completed=self._count)

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None) -> None:
        if self._shown is not None:
            self._shown.stop()
