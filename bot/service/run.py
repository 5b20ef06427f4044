"""The service: what the settings ask for, put together, and run until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from random import Random, SystemRandom
from typing import TYPE_CHECKING

import structlog

from bot.cache.flight import Flight, Limits
from bot.cache.kept import Depends, KeptDesk
from bot.cache.key import Wording
from bot.cache.memory import MemoryCache
from bot.corpus.follow import evidence, follow
from bot.corpus.index import TantivyIndex
from bot.corpus.ingest import heal
from bot.corpus.store import SqliteCorpus
from bot.desk import Desk
from bot.errors import CacheUnavailable
from bot.service import logs
from bot.service.component import Component, Repeating, Service
from bot.service.metrics import Metrics
from bot.service.pages import Pages
from bot.service.reception import Reception
from bot.service.web import Door, application
from bot.state.database import Database
from bot.state.sources import SharedSources
from bot.state.store import State
from bot.wiring import clock, open_model

if TYPE_CHECKING:
    from bot.domain import Moment
    from bot.ports import Cache
    from bot.settings import Settings

FOLLOW = 1.0
"""Seconds between two looks for what the newsroom has changed: one indexed query that finds nothing, mostly."""
WATCH = 15.0
"""Seconds between two counts of the corpus for the operator."""
RESUME = 10.0
"""Seconds between two looks for what an adapter accepted, and nobody is answering."""
SETTLE = 20.0
"""Seconds that commands under way may take to finish when the desk stops."""

log = structlog.stdlib.get_logger("nutgraf.service")


class Held:
    """A component of two functions."""

    def __init__(self, name: str, start: Callable[[], Awaitable[None]], stop: Callable[[], Awaitable[None]]) -> None:
        self.name = name
        self._start = start
        self._stop = stop

    async def start(self) -> None:
        """Begin."""
        await self._start()

    async def stop(self) -> None:
        """End."""
        await self._stop()


class House:
    """Everything behind the adapters: the state, the corpus, the cache, the desk and the operator's door.

    Adapters and the scheduler are components built on ``reception``, ``state`` and ``metrics``; they start last and stop
    first, so that nothing new comes in while what they have handed in is finished.
    """

    def __init__(self, settings: Settings, *, random: Random | None = None) -> None:
        self.settings = settings
        self.metrics = Metrics()
        self.clock = clock(settings)
        self.database = Database(settings.state_url)
        self.state = State(self.database, time.time)
        self.newsroom = SharedSources(self.database, time.time) if settings.shared else None
        self.cache = cache(settings)
        random = random or SystemRandom()
        self.flight = Flight(self.cache, Limits(), random, looked=self.metrics.lookup)
        settings.library.mkdir(parents=True, exist_ok=True)
        self.corpus = SqliteCorpus(settings.library / "nutgraf.db")
        self.index = TantivyIndex(settings.library / "index")
        self.pages = Pages(settings.public_url, self.state, self.corpus, random)
        depends = Depends(
            workspace=settings.workspace,
            evidence=lambda: evidence(self.corpus, self.index),
            wording=worded_by(settings),
        )
        self.model = open_model(settings)
        desk = Desk(corpus=self.corpus, index=self.index, clock=self.clock, model=self.model)
        self.reception = Reception(KeptDesk(desk, self.flight, depends, self.clock, self.metrics), random)
        self.following = Repeating("following", self._follow, FOLLOW, longest=15.0)
        self.service: Service | None = None

    def components(self, adapters: Sequence[Component] = ()) -> list[Component]:
        """All of it, in the order in which it starts."""
        settings = self.settings
        checks = {"service": self._ready, "database": self._answers}
        if self.newsroom is not None:
            checks["following"] = self.following.check
        checks |= {adapter.name: check for adapter in adapters if (check := getattr(adapter, "check", None))}
        extras = {"redis": self._remembers} if settings.redis_url else {}
        served = application(self.metrics, checks, extras)
        served.add_routes(self.pages.routes)
        for adapter in adapters:
            # A platform that calls us does so through the one door there is.
            served.add_routes(getattr(adapter, "routes", ()))
        return [
            Door(served, settings.host, settings.port),
            Held("database", self.database.migrate, self.database.close),
            Held("library", self._open, self._close),
            Held("pages", self.pages.open, _nothing),
            *([self.following] if self.newsroom is not None else []),
            Repeating("watching", self._watch, WATCH),
            Held("desk", _nothing, self._settle),
            *adapters,
            *(
                Repeating(f"what {adapter.name} left", resume, RESUME)
                for adapter in adapters
                if (resume := getattr(adapter, "resume", None))
            ),
        ]

    async def _ready(self) -> None:
        if self.service is not None:
            await self.service.ready()

    async def _answers(self) -> None:
        await self.state.private(self.settings.workspace)

    async def _remembers(self) -> None:
        await self.cache.get("nutgraf:ready")

    async def _open(self) -> None:
        await heal(self.corpus, self.index)
        if self.newsroom is None and (await self.corpus.extent())[0] == 0:
            log.warning("no articles yet: `nutgraf ingest PATH` reads your own")

    async def _close(self) -> None:
        self.corpus.close()

    async def _follow(self) -> None:
        if self.newsroom is None:
            return
        changed = await follow(self.newsroom, self.corpus, self.index)
        if changed:
            log.info("followed", sources=len(changed))
            # Their replies are under another key by now; this only frees what nobody will ask for again.
            with suppress(CacheUnavailable):
                for source in changed:
                    await self.cache.purge(source)

    async def _watch(self) -> None:
        count, newest = await self.corpus.extent()
        self.metrics.freshness(count, None if newest is None else _seconds(newest))

    async def _settle(self) -> None:
        await self.flight.settle(SETTLE)
        await self.cache.close()
        if self.model is not None:
            await self.model.close()


def worded_by(settings: Settings) -> Wording:
    """Who words the replies, as the key of a kept one says it: another model or another prompt is another reply."""
    if settings.model is None:
        return Wording()
    from prompts import load

    versions = ".".join(load(name).version for name in ("brief", "answer", "followup"))
    return Wording(prompt=versions, model=f"{settings.model.name} at {settings.model.url}")


def cache(settings: Settings) -> Cache:
    """The cache that the settings ask for: Redis, else this process' memory."""
    if settings.redis_url is None:
        return MemoryCache(time.monotonic)
    from bot.cache.redis import RedisCache

    return RedisCache(settings.redis_url, time.monotonic)


def serve(settings: Settings, adapters: Callable[[House], Sequence[Component]] = lambda _: ()) -> None:
    """Run the service until SIGTERM or SIGINT; raises a `NutgrafError` where it cannot start.

    Args:
        settings: What is configured.
        adapters: Makes the components that talk to people, from the house that they hand their commands to.
    """
    logs.configure(secrets=settings.secrets, level=settings.log_level)
    asyncio.run(_serve(settings, adapters))


async def _serve(settings: Settings, adapters: Callable[[House], Sequence[Component]]) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Windows has no signal handlers in its event loop; there Ctrl-C raises KeyboardInterrupt, which stops everything too.
        with suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    house = House(settings)
    house.service = Service(house.components(adapters(house)))
    await house.service.run(stop)


async def _nothing() -> None:
    """What needs no starting."""


def _seconds(moment: Moment) -> float:
    from datetime import UTC, datetime

    if isinstance(moment, datetime):
        return moment.timestamp()
    return datetime(moment.year, moment.month, moment.day, tzinfo=UTC).timestamp()
