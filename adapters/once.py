"""Each event is answered once: received → done, kept in the durable state, over restarts and over replicas."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any

from bot.errors import NutgrafError, StoreUnavailable
from bot.state.events import Receipt, Unanswered
from bot.state.store import State

LEASE = 45.0
"""Seconds after which an event that somebody took on and no longer holds is answered by whoever gets it again."""
TRIES = 5
"""How often an event is tried while the database is away."""
SWEPT = 200
"""Events that are taken up in one sweep."""
TOGETHER = 8
"""How many of them at once: as many as the desk answers at once, so that who asks now finds it free."""
KEPT = 7 * 24 * 3600.0
"""Seconds for which the names of events are kept: no platform delivers anything again after so long."""

Work = Callable[[], Awaitable[bool | None]]
"""Answers an event; True where it has said itself that the event is done."""

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
        self._sweeping = False

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
        work: Work,
        *,
        wanted: Callable[[], Awaitable[bool]] | None = None,
        request: bytes | None = None,
        taken: Callable[[], None] | None = None,
    ) -> None:
        """Do the work of an event, unless it is done or being done under any of its names.

        Args:
            workspace: Where it happened.
            keys: Its names: platforms tell of one thing under several.
            work: Does it.
            wanted: Whether there is anything to do; where there is not, nothing is kept of the event.
            request: What was asked. It is kept until it is done, so that another takes it up where this process does not live.
            taken: Called once the event is ours, and the request kept.

        Raises StoreUnavailable where the database stays away; a sweep, or a redelivery, is then answered.
        """
        names = [(workspace, key) for key in keys]
        if any(name in self._busy for name in names):
            return
        self._busy.update(names)
        try:
            for tried in range(TRIES):
                try:
                    if wanted is None or await wanted():
                        await self._received(workspace, keys, work, request, taken)
                    return
                except StoreUnavailable:
                    # The platform has our acknowledgement already: what we do not try again nobody may.
                    if tried == TRIES - 1 or self._leaving:
                        raise
                    await self._sleep(0.5 * 2**tried)
        finally:
            self._busy.difference_update(names)

    async def sweep(self, resume: Callable[[Unanswered], Awaitable[None]]) -> None:
        """Take up, in the background, what was received with its request, is not done, and is held by nobody any more.

        Args:
            resume: Answers it through ``do``: of all who take it up at the same time, one does the work.

        Raises StoreUnavailable.
        """
        if self._sweeping or self._leaving:
            return
        await self._state.forget_events(KEPT)
        left = await self._state.unanswered(self._platform, SWEPT)
        if left:
            self._log.warning("taking up what was left unanswered", extra={"events": len(left)})
            self._sweeping = True
            self.begin(self._resumed(left, resume))

    async def _resumed(self, left: Sequence[Unanswered], resume: Callable[[Unanswered], Awaitable[None]]) -> None:
        gate = asyncio.Semaphore(TOGETHER)

        async def one(event: Unanswered) -> None:
            async with gate:
                if not self._leaving:
                    await self._logged(resume(event))

        try:
            await asyncio.gather(*map(one, left))
        finally:
            self._sweeping = False

    async def _received(
        self, workspace: str, keys: Sequence[str], work: Work, request: bytes | None, taken: Callable[[], None] | None
    ) -> None:
        if await self._take(workspace, keys, request) is not Receipt.NEW:
            return
        if taken is not None:
            taken()
        holding = asyncio.create_task(self._hold(workspace, keys))
        try:
            try:
                done = await work()
            finally:
                holding.cancel()
                with suppress(asyncio.CancelledError):
                    await holding
        except asyncio.CancelledError:
            # Whoever is left need not wait until the lease is over.
            with suppress(StoreUnavailable):
                await self._state.release(self._platform, workspace, *keys, owner=self._owner)
            raise
        if not done:
            await self._state.done(self._platform, workspace, *keys)

    async def _take(self, workspace: str, keys: Sequence[str], request: bytes | None = None) -> Receipt:
        return await self._state.receive(
            self._platform, workspace, *keys, owner=self._owner, lease=self._lease, request=request
        )

    async def _hold(self, workspace: str, keys: Sequence[str]) -> None:
        """Take the event on again before its lease is over: slow work is nobody else's."""
        while True:
            await asyncio.sleep(self._lease / 3)
            with suppress(StoreUnavailable):
                await self._take(workspace, keys)

    async def _logged(self, work: Awaitable[None]) -> None:
        try:
            await work
        except NutgrafError as exc:
            self._log.error("an event was not finished", extra={"reason": str(exc)})
        except Exception:
            # A sweep, or a redelivery, finds it as it was received, and it is answered.
            self._log.exception("an event was not finished")
