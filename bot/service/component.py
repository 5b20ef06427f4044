"""What a service is made of: parts that start in order and stop in reverse, whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import suppress
from typing import Any, Protocol

import structlog

from bot.errors import NutgrafError, ServiceError

GRACE = 25.0
"""Seconds a component has to stop: less than the 30 that Kubernetes waits before it kills."""

log = structlog.stdlib.get_logger("nutgraf.service")


class Component(Protocol):
    """A part of the service: an adapter, the scheduler, the operator's door, what is followed or kept."""

    @property
    def name(self) -> str:
        """What logs and readiness call it."""
        ...

    async def start(self) -> None:
        """Begin, and return once it works; raises a `NutgrafError` where it cannot."""
        ...

    async def stop(self) -> None:
        """Take nothing new, finish or hand back what is held, and let go of everything."""
        ...


class Service:
    """Components that run together in one event loop."""

    def __init__(self, components: Sequence[Component]) -> None:
        self._components = components
        self.state = "starting"
        """``starting``, ``ready`` or ``stopping``."""

    async def ready(self) -> None:
        """Raises ServiceError unless everything has started and nothing is stopping."""
        if self.state != "ready":
            raise ServiceError(self.state)

    async def run(self, stop: asyncio.Event) -> None:
        """Start everything in order, wait for ``stop``, and stop it in reverse; so too where something fails to start."""
        started: list[Component] = []
        try:
            for component in self._components:
                # Listed before it has started: one that fails half-way lets go of its half.
                started.append(component)
                if not await _unless(stop, component.start()):
                    return
                log.info("started", component=component.name)
            self.state = "ready"
            log.info("ready")
            await stop.wait()
        finally:
            self.state = "stopping"
            log.info("stopping")
            for component in reversed(started):
                try:
                    async with asyncio.timeout(GRACE):
                        await component.stop()
                except Exception:
                    log.exception("did not stop cleanly", component=component.name)
                else:
                    log.info("stopped", component=component.name)


class Repeating:
    """Work done again and again in the background.

    Args:
        name: What logs call it.
        work: What is done.
        seconds: The pause between two turns.
        longest: The pause after many failures in a row; each doubles it.

    The first turn is part of starting, so that what depends on it finds it done; a failure then is logged like any other.
    """

    def __init__(self, name: str, work: Callable[[], Awaitable[None]], seconds: float, longest: float = 60.0) -> None:
        self.name = name
        self._work = work
        self._seconds = seconds
        self._longest = longest
        self._failures = 0
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Do it once, and go on in the background."""
        await self._turn()
        self._task = asyncio.create_task(self._go_on(), name=self.name)

    async def stop(self) -> None:
        """Do it no more."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def check(self) -> None:
        """Raises ServiceError while it fails."""
        if self._failures:
            raise ServiceError(f"failed {self._failures} times in a row; trying again")

    async def _go_on(self) -> None:
        while True:
            await asyncio.sleep(min(self._longest, self._seconds * 2 ** min(self._failures, 16)))
            await self._turn()

    async def _turn(self) -> None:
        try:
            await self._work()
        except NutgrafError as exc:
            self._failures += 1
            log.warning("failed; trying again", component=self.name, failures=self._failures, reason=str(exc))
        except Exception:
            self._failures += 1
            log.exception("failed; trying again", component=self.name, failures=self._failures)
        else:
            self._failures = 0


async def _unless(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> bool:
    """Do this, unless told to stop meanwhile: whether it was done."""
    doing, stopped = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({doing, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            doing.result()
            return True
        return False
    finally:
        for task in (doing, stopped):
            task.cancel()
        await asyncio.gather(doing, stopped, return_exceptions=True)
