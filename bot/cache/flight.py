"""Single flight: of many who ask the same at the same moment, one computes and all get the reply.

Inside a process the callers share one task. Between processes one holds a claim in the cache, renews it while it works, and
the others look again every few hundredths of a second: for the value, or for a claim that ran out because its holder died.
Nobody waits for ever: who has waited ``patience`` seconds is told `Busy`. Where the cache is out of reach each process computes
for itself, since a reply computed twice is only slower.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass
from random import Random
from typing import Literal

from bot.errors import Busy, CacheUnavailable
from bot.ports import Cache, Held, Look

FIRST_LOOK = 0.02
LAST_LOOK = 0.25
"""Seconds between two looks for a value that another computes: they start short and grow to this."""

FULL = "The desk has more questions than it can answer just now; ask again in a minute"
LATE = "This is taking longer than it should; ask again in a minute"
LEAVING = "The desk is starting again; ask again in a minute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A value to be kept: its bytes, how long, and on which sources it stands. A ``ttl`` of 0 keeps nothing."""

    value: bytes
    ttl: float
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long things may take, in seconds, and how many may be under way."""

    lease: float = 3.0
    """A claim runs out this long after its holder last renewed it."""
    patience: float = 20.0
    """Who has waited this long is told that the desk is busy."""
    computing: int = 8
    """Computations at once in this process."""
    waiting: int = 256
    """Computations that may wait for a place; the next is told at once that the desk is busy."""


Looked = Literal["hit", "miss", "joined", "unavailable"]
"""What came of a lookup: kept or made elsewhere meanwhile, to be made here, already being made here, cache out of reach."""


class Flight:
    """One computation for many callers.

    Args:
        cache: Where values and claims are kept.
        limits: Times and numbers.
        random: Where tokens and jitter come from; `random.SystemRandom` in earnest, since two desks must never share a token.
        looked: Told of each lookup what came of it.
    """

    def __init__(
        self, cache: Cache, limits: Limits, random: Random, *, looked: Callable[[Looked], None] = lambda _: None
    ) -> None:
        self._cache = cache
        self._limits = limits
        self._random = random
        self._looked = looked
        self._places = asyncio.Semaphore(limits.computing)
        self._tasks: dict[str, asyncio.Task[bytes]] = {}
        self._settled = False

    async def once(self, key: str, make: Callable[[], Awaitable[Made]]) -> bytes:
        """The value of ``key``: kept, or made by one of all who ask for it now.

        Raises:
            Busy: Too many wait already, or it took longer than ``patience``.
            Exception: Whatever ``make`` raised, for everyone in this process who waited for it.
        """
        if key not in self._tasks and not self._settled:
            # Most of what is asked is there already: then one plain look does, without a task and without a claim.
            try:
                value = await self._cache.get(key)
            except CacheUnavailable:
                self._looked("unavailable")
                return await self._joined(key, lambda: self._computed(key, make))
            if value is not None:
                self._looked("hit")
                return value
        return await self._joined(key, lambda: self._shared(key, make))

    async def anew(self, key: str, make: Callable[[], Awaitable[Made]]) -> bytes:
        """A value made now, whatever is kept: for one that turned out to be unusable. Raises as ``once`` does."""
        return await self._joined(f"{key}:anew", lambda: self._computed(key, make))

    async def _joined(self, name: str, work: Callable[[], Coroutine[None, None, bytes]]) -> bytes:
        task = self._tasks.get(name)
        if task is None:
            if self._settled:
                raise Busy(LEAVING)
            if len(self._tasks) >= self._limits.waiting:
                raise Busy(FULL)
            task = asyncio.create_task(work())
            self._tasks[name] = task
            task.add_done_callback(lambda done: self._landed(name, done))
        else:
            self._looked("joined")
        try:
            # Shielded: who stops waiting must not take the reply from the others.
            async with asyncio.timeout(self._limits.patience) as patience:
                return await asyncio.shield(task)
        except TimeoutError as exc:
            if not patience.expired():
                raise
            raise Busy(LATE) from exc
        except asyncio.CancelledError as exc:
            if task.cancelled() and not _leaving():
                raise Busy(LEAVING) from exc
            raise

    def _landed(self, name: str, task: asyncio.Task[bytes]) -> None:
        del self._tasks[name]
        if not task.cancelled():
            task.exception()  # seen, even where everybody has stopped waiting for it

    async def settle(self, seconds: float) -> None:
        """Take nothing new, let what is under way finish for at most this long, then stop it and give its claims back."""
        self._settled = True
        running = list(self._tasks.values())
        if running:
            _, late = await asyncio.wait(running, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _shared(self, key: str, make: Callable[[], Awaitable[Made]]) -> bytes:
        token = f"{self._random.getrandbits(128):032x}"
        pause = FIRST_LOOK
        found: Look = Held.BY_ANOTHER
        give_up = asyncio.get_running_loop().time() + self._limits.patience
        while found is Held.BY_ANOTHER:
            try:
                found = await self._cache.look(key, token, self._limits.lease)
            except CacheUnavailable:
                self._looked("unavailable")
                return await self._computed(key, make)
            if found is Held.BY_ANOTHER:
                if asyncio.get_running_loop().time() > give_up:
                    raise Busy(LATE)
                await asyncio.sleep(pause * (0.5 + self._random.random()))
                pause = min(LAST_LOOK, pause * 1.5)
        if isinstance(found, bytes):
            self._looked("hit")
            return found
        self._looked("miss")
        return await self._held(key, token, make)

    async def _held(self, key: str, token: str, make: Callable[[], Awaitable[Made]]) -> bytes:
        """Compute while renewing the claim; the claim is given back whatever happens."""
        renewing = asyncio.create_task(self._renew(key, token))
        try:
            return await self._computed(key, make)
        finally:
            renewing.cancel()
            with suppress(asyncio.CancelledError):
                await renewing
            with suppress(CacheUnavailable):
                await self._cache.release(key, token)

    async def _renew(self, key: str, token: str) -> None:
        held = True
        while held:
            await asyncio.sleep(self._limits.lease / 3)
            with suppress(CacheUnavailable):
                held = await self._cache.renew(key, token, self._limits.lease)

    async def _computed(self, key: str, make: Callable[[], Awaitable[Made]]) -> bytes:
        async with self._places:
            # A desk whose stores are local computes without ever waiting: without this, all who ask together would be
            # answered in one turn of the event loop, and nobody else's message would be taken in meanwhile.
            await asyncio.sleep(0)
            made = await make()
        with suppress(CacheUnavailable):
            await self._cache.put(key, made.value, ttl=made.ttl, sources=made.sources)
        return made.value


def _leaving() -> bool:
    """Whether the caller itself is being cancelled."""
    task = asyncio.current_task()
    return task is not None and bool(task.cancelling())
