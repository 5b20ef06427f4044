"""Time that passes only when everything waits for it: hours of schedules and retries in seconds, with real databases."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any, TypeVar

from bot.state.database import Database

T = TypeVar("T")
STUCK = 20_000
"""Milliseconds of doing nothing at all after which whatever runs will never end."""


class VirtualTime:
    """A clock that jumps to whatever is waited for next, once nothing else is left to do.

    Args:
        now: UTC seconds since 1970 at the beginning.

    What is done meanwhile with real servers must be done inside ``busy``.
    """

    def __init__(self, now: float) -> None:
        self.seconds = 0.0
        """Since the beginning."""
        self.offset = now
        """What the clock on the wall adds; setting it makes the wall clock jump."""
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._order = itertools.count()
        self._busy = 0
        self.driver: asyncio.Task[Any] | None = None
        """The task that lets time pass."""

    def now(self) -> float:
        """The wall clock."""
        return self.offset + self.seconds

    def elapsed(self) -> float:
        """A clock that never goes back."""
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (self.seconds + max(seconds, 0.0), next(self._order), future))
        await future

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Time stands still while this goes on."""
        self._busy += 1
        try:
            yield
        finally:
            self._busy -= 1

    async def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do this, and let time pass whenever nothing else can be done."""
        ready: Any = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
        self.driver = asyncio.current_task()
        task = asyncio.ensure_future(work)
        idle = 0
        while not task.done():
            await asyncio.sleep(0)
            if ready:
                continue
            while self._waiting and self._waiting[0][2].done():
                heapq.heappop(self._waiting)
            if self._busy or not self._waiting:
                # Something is asked of a server, or of a thread: that takes real time.
                idle += 1
                if idle > STUCK:
                    task.cancel()
                    raise RuntimeError("everything waits, and nothing will ever happen")
                await asyncio.sleep(0.001 if idle > 20 else 0.0001)
                continue
            idle = 0
            self.seconds, _, future = heapq.heappop(self._waiting)
            future.set_result(None)
        return task.result()


class VirtualDatabase(Database):
    """A real database, for which virtual time waits."""

    def __init__(self, url: str, time: VirtualTime) -> None:
        super().__init__(url)
        self._time = time

    @asynccontextmanager
    async def transaction(self, *, flushed: bool = True) -> AsyncIterator[Any]:
        """A transaction, during which no time passes."""
        with self._time.busy():
            async with super().transaction(flushed=flushed) as connection:
                yield connection
