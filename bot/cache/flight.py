"""Single flight: of many who ask the same at the same moment, one computes and all get the reply.

Inside a process the callers share one task. Between processes one holds a claim in the cache, renews it while it works, and
the others look again every few hundredths of a second: for the value, or for a claim that ran out because its holder died.
Nobody waits for ever: who has waited ``patience`` seconds is told `Busy`. Where the cache is out of reach each process computes
for itself, since a reply computed twice is only slower.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from bot.errors import Busy, CacheUnavailable
from bot.ports import Cache, Held

FIRST_LOOK = 0.02
LAST_LOOK = 0.25
"""Seconds between two looks for a value that another computes: they start short and grow to this."""


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


class Flight:
    """One computation for many callers.

    Args:
        cache: Where values and claims are kept.
        limits: Times and numbers.
        random: Where tokens and jitter come from; `random.SystemRandom` in earnest, since two desks must never share a token.
    """

    def __init__(self, cache: Cache, limits: Limits, random: Random) -> None:
        self._cache = cache
        self._limits = limits
        self._random = random
        self._places = asyncio.Semaphore(limits.computing)
        self._queued = 0
        self._tasks: dict[str, asyncio.Task[bytes]] = {}

    async def once(self, key: str, make: Callable[[], Awaitable[Made]]) -> bytes:
        """The value of ``key``: kept, or made by one of all who ask for it now.

        Raises:
            Busy: Too many wait already, or it took longer than ``patience``.
            Exception: Whatever ``make`` raised, for everyone in this process who waited for it.
        """
        task = self._tasks.get(key)
        if task is None:
            if self._queued >= self._limits.waiting:
                raise Busy("The desk has more questions than it can answer just now; ask again in a minute")
            task = asyncio.create_task(self._shared(key, make))
            self._tasks[key] = task
            task.add_done_callback(lambda _: self._tasks.pop(key, None))
        try:
            # Shielded: who stops waiting must not take the reply from the others.
            async with asyncio.timeout(self._limits.patience):
                return await asyncio.shield(task)
        except TimeoutError as exc:
            if task.done() and not task.cancelled() and task.exception() is exc:
                raise
            raise Busy("This is taking longer than it should; ask again in a minute") from exc

    async def settle(self, seconds: float) -> None:
        """Let what is under way finish, for at most this long; then stop it and give its claims back."""
        running = list(self._tasks.values())
        if running:
            _, late = await asyncio.wait(running, timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _shared(self, key: str, make: Callable[[], Awaitable[Made]]) -> bytes:
        token = f"{self._random.getrandbits(128):032x}"
        pause = FIRST_LOOK
        self._queued += 1
        try:
            while True:
                try:
                    found = await self._cache.look(key, token, self._limits.lease)
                except CacheUnavailable:
                    return await self._computed(key, make)
                if isinstance(found, bytes):
                    return found
                if found is Held.BY_ME:
                    return await self._held(key, token, make)
                await asyncio.sleep(pause * (0.5 + self._random.random()))
                pause = min(LAST_LOOK, pause * 1.5)
        finally:
            self._queued -= 1

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
            made = await make()
        with suppress(CacheUnavailable):
            await self._cache.put(key, made.value, ttl=made.ttl, sources=made.sources)
        return made.value
