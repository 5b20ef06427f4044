"""Each event is answered once: received → done, kept in the durable state, over restarts and over replicas."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

from bot.errors import NutgrafError, StoreUnavailable
from bot.state.store import Receipt, State

LEASE = 45.0
"""Seconds after which an event that somebody took on and no longer holds is answered by whoever gets it again."""
TRIES = 5
"""How often an event is tried while the database is away."""

Sleep = Callable[[float], Awaitable[None]]


class Once:
    """The events that are being answered.

    Args:
        state: Where it is kept what has been received and done.
        platform: Whose events they are.
        owner: This process' own name.
        lease: Seconds for which an event is held; it is held again and again while its work is under way.
        sleep: Waits between two tries while the database is away.
    """

    def __init__(self, state: State, platform: str, owner: str, *, lease: float = LEASE, sleep: Sleep = asyncio.sleep) -> None:
        self._state = state
        self._platform = platform
        self._owner = owner
        self._lease = lease
        self._sleep = sleep
        self._log = logging.getLogger(f"nutgraf.{platform}")
        self._busy: set[tuple[str, str]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._leaving = False

    @property
    def under_way(self) -> int:
        """How many pieces of work are under way."""
        return len(self._tasks)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do some work in the background, and hold on to it until it is done."""
        task = asyncio.create_task(self._logged(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drain(self, seconds: float) -> None:
        """Let what is under way finish for at most this long, then stop it; nothing is tried again meanwhile."""
        self._leaving = True
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        late = list(self._tasks)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def do(
        self,
        workspace: str,
        keys: Sequence[str],
        work: Callable[[], Awaitable[None]],
        *,
        wanted: Callable[[], Awaitable[bool]] | None = None,
    ) -> None:
        """Do the work of an event, unless it is done or being done under any of its names.

        Args:
            workspace: Where it happened.
            keys: Its names: platforms tell of one thing under several.
            work: Does it.
            wanted: Whether there is anything to do; where there is not, nothing is kept of the event.

        Raises StoreUnavailable where the database stays away; a redelivery is then answered.
        """
        names = [(workspace, key) for key in keys]
        if any(name in self._busy for name in names):
            return
        self._busy.update(names)
        try:
            for tried in range(TRIES):
                try:
                    if wanted is None or await wanted():
                        await self._received(workspace, keys, work)
                    return
                except StoreUnavailable:
                    # The platform has our acknowledgement already: what we do not try again nobody may.
                    if tried == TRIES - 1 or self._leaving:
                        raise
                    await self._sleep(0.5 * 2**tried)
        finally:
            self._busy.difference_update(names)

    async def _received(self, workspace: str, keys: Sequence[str], work: Callable[[], Awaitable[None]]) -> None:
        for key in keys:
            if await self._take(workspace, key) is not Receipt.NEW:
                return
        holding = asyncio.create_task(self._hold(workspace, keys))
        try:
            await work()
        finally:
            holding.cancel()
            with suppress(asyncio.CancelledError):
                await holding
        for key in keys:
            await self._state.done(self._platform, workspace, key)

    async def _take(self, workspace: str, key: str) -> Receipt:
        return await self._state.receive(self._platform, workspace, key, owner=self._owner, lease=self._lease)

    async def _hold(self, workspace: str, keys: Sequence[str]) -> None:
        """Take the event on again before its lease is over: slow work is nobody else's."""
        while True:
            await asyncio.sleep(self._lease / 3)
            with suppress(StoreUnavailable):
                for key in keys:
                    await self._take(workspace, key)

    async def _logged(self, work: Awaitable[None]) -> None:
        try:
            await work
        except NutgrafError as exc:
            self._log.error("an event was not finished", extra={"reason": str(exc)})
        except Exception:
            # A redelivery finds it as it was received, and is answered.
            self._log.exception("an event was not finished")
