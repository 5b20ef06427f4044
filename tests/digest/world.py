"""A newsroom in virtual time: replicas that crash, pause and come back, one database, and a platform in memory."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from bot.cache.flight import Flight, Limits
from bot.cache.kept import Depends, KeptDesk
from bot.cache.redis import RedisCache
from bot.digest.scheduler import Scheduler
from bot.digest.twin import Faults, LocalPlatform, LocalPoster, Message
from bot.digest.virtual import VirtualDatabase, VirtualTime
from bot.domain import Command, Digest, Reply, Seen
from bot.service.metrics import Metrics
from bot.state import schema
from bot.state.book import Book, Subscription
from bot.state.ledger import Ledger
from bot.state.store import Place, State
from bot.wiring import SystemClock
from tests.servers import free_port

if TYPE_CHECKING:
    pass

START = datetime(2025, 3, 13, 5, 29, 40, tzinfo=UTC)
"""Twenty seconds before 07:30 in Kyiv, when the digest is due."""
TIMEOUT = 15.0


@dataclass
class Figures:
    """What was counted."""

    outcomes: list[str] = field(default_factory=list)
    seconds: int = 0

    def digest(self, outcome: str) -> None:
        """Count a digest."""
        self.outcomes.append(outcome)

    def second(self) -> None:
        """Count a second post."""
        self.seconds += 1


class Editor:
    """A desk that writes digests of so many messages; every one it writes is another edition."""

    def __init__(self, parts: int = 1) -> None:
        self.parts = parts
        self.written = 0
        self.faults: list[Exception] = []

    async def reply(self, command: Command, *, heard: object = None) -> Reply:
        """A digest with its own number in it."""
        if self.faults:
            raise self.faults.pop(0)
        self.written += 1
        lines = tuple(f"edition {self.written}, line {n}" for n in range(2 * self.parts - 1))
        return Digest(
            query=command.words,
            generated_at=START,
            as_of=None,
            claims=(),
            sources=(),
            alerts=lines,
            seen=Seen(at=START, claims=(*command.seen.claims, f"edition {self.written}")),
        )


class Wire:
    """A replica's way to something: it can be cut, as by a kill, or held, as by a stop.

    Args:
        target: What the calls are for.
        hook: Asked before and after every call, by its name; it returns only if the call may go on.
    """

    def __init__(self, target: Any, hook: Callable[[str], Any]) -> None:
        self._target = target
        self._hook = hook

    def __getattr__(self, name: str) -> Any:
        """The target's own, with the hook around what is awaited."""
        value = getattr(self._target, name)
        if not asyncio.iscoroutinefunction(value):
            return value

        async def call(*args: Any, **kwargs: Any) -> Any:
            await self._hook(f"before {name}")
            result = await value(*args, **kwargs)
            await self._hook(f"after {name}")
            return result

        return call


class Replica:
    """A process that runs a scheduler.

    Args:
        world: Where it runs.
        owner: Its name.
        point: Where it crashes, once ("after begin"); empty for nowhere.
        pause: Where it is stopped instead, for how many seconds.
        host: The machine it runs on, where that matters.
    """

    def __init__(
        self, world: World, owner: str, *, point: str = "", pause: float | None = None, host: str | None = None
    ) -> None:
        self.world = world
        self.owner = owner
        self.point = point
        self.pause = pause
        self.dead = False
        self.resumes = 0.0
        self._never = asyncio.Event()
        # What nobody holds on to would be collected, with all it waits for.
        world.replicas.append(self)
        ledger = Wire(Ledger(world.database, world.time.now), self._hook)
        book = Wire(Book(world.database, world.time.now), self._hook)
        state = Wire(State(world.database, world.time.now), self._hook)
        posters: dict[str, Any] = {}
        for name, local in world.platforms.items():
            poster = LocalPoster(local, timeout=TIMEOUT)
            poster.wire = partial(self._hook, "on the wire")  # type: ignore[method-assign]
            posters[name] = Wire(poster, self._hook)
        self.scheduler = Scheduler(
            book,  # type: ignore[arg-type]
            ledger,  # type: ignore[arg-type]
            state,  # type: ignore[arg-type]
            [Wire(desk, self._hook) for desk in world.desks],
            posters,
            owner=owner,
            now=world.time.now,
            elapsed=world.time.elapsed,
            sleep=self._sleep,
            tally=world.figures,
            tick=world.tick,
            host=host,
        )

    async def _sleep(self, seconds: float) -> None:
        await self.world.time.sleep(seconds)
        await self._hook("after sleep")

    async def _hook(self, where: str) -> None:
        """Where a process is killed nothing more of it is ever seen; where it is stopped all of it waits."""
        if where == self.point and not self.dead:
            self.point = ""
            if self.pause is None:
                self.dead = True
                self.world.crashed.append(where)
            else:
                self.resumes = self.world.time.elapsed() + self.pause
                self.world.crashed.append(where)
        if self.dead or self.world.over:
            await self._never.wait()
        while (left := self.resumes - self.world.time.elapsed()) > 0:
            await self.world.time.sleep(left)


@dataclass
class World:
    """Everything that the replicas share."""

    url: str
    seed: int
    faults: Faults = field(default_factory=Faults)
    parts: int = 1
    tick: float = 20.0
    orders: int = 1
    names: Sequence[str] = ("slack", "discord")
    desks: list[Any] = field(default_factory=list)
    crashed: list[str] = field(default_factory=list)
    figures: Figures = field(default_factory=Figures)
    over: bool = False
    redis: bool = True
    """Whether the cache is there: without it, it is a Redis that refuses every connection."""
    replicas: list[Replica] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)
        self.time = VirtualTime(START.timestamp())
        self.database = VirtualDatabase(self.url, self.time)
        self.platforms = {
            name: LocalPlatform(
                name=name,
                elapsed=self.time.elapsed,
                sleep=self.time.sleep,
                random=self.random,
                nonce=300.0 if name == "discord" else 0.0,
                faults=self.faults,
            )
            for name in self.names
        }
        self.editor = Editor(self.parts)
        self.desks = self.desks or ([self.editor] if self.redis else [self._without_redis()])

    def _without_redis(self) -> Any:
        """The editor behind the service's own cache, whose server is away."""
        cache = RedisCache(f"redis://127.0.0.1:{free_port()}/0", self.time.elapsed)

        async def evidence() -> str:
            return "evidence"

        depends = Depends(workspace="W1", evidence=evidence)
        flight = Flight(cache, Limits(), self.random, looked=Metrics().lookup)
        kept = KeptDesk(self.editor, flight, depends, SystemClock(), Metrics())
        time = self.time

        class Real:
            async def reply(self, command: Command) -> Reply:
                with time.busy():
                    return await kept.reply(command)

        return Real()

    async def __aenter__(self) -> World:
        """Begin with an empty database and the subscriptions."""
        with self.time.busy():
            await self.database.migrate()
        async with self.database.transaction() as connection:
            for table in reversed(schema.metadata.sorted_tables):
                await connection.execute(table.delete())
        self.book = Book(self.database, self.time.now)
        self.ledger = Ledger(self.database, self.time.now)
        for name in self.platforms:
            for n in range(self.orders):
                await self.book.add(order(f"{name}{n}", name, f"C{n}"))
        return self

    async def __aexit__(self, *_: object) -> None:
        """End: nothing more is done, and what is asked of the database just now is answered."""
        self.over = True
        await self.time.sleep(0.001)
        tasks = [task for task in asyncio.all_tasks() if task not in (asyncio.current_task(), self.time.driver)]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.database.close()

    async def settled(self, days: int = 1) -> None:
        """Wait until so many dates of every subscription are over with, and two minutes more for the janitor."""
        for _ in range(24 * 60):
            await self.time.sleep(30)
            async with self.database.transaction() as connection:
                rows = (await connection.execute(select(schema.ledger.c.state, schema.ledger.c.part))).all()
            over = not {"writing", "intended"} & {row.state for row in rows}
            if over and sum(row.part == 0 for row in rows) >= days * self.orders * len(self.platforms):
                break
        await self.time.sleep(120)

    def standing(self, name: str) -> list[Message]:
        """What can be read on a platform."""
        return self.platforms[name].standing()

    def run(self, work: Callable[[World], Any]) -> Any:
        """Do something in this world, in virtual time and in an event loop of its own."""

        async def main() -> Any:
            async def inside() -> Any:
                async with self:
                    return await work(self)

            return await self.time.run(inside())

        return asyncio.run(main())


def order(id_: str, platform: str, channel: str, **changes: object) -> Subscription:
    """A daily one at 07:30 in Kyiv."""
    fields: dict[str, object] = {
        "id": id_,
        "place": Place(platform=platform, workspace="W1", channel=channel),
        "maker": "U1",
        "topics": ("kursk",),
        "at": time(7, 30),
        "zone": "Europe/Kyiv",
        "since": 0.0,
    }
    return Subscription(**fields | changes)  # type: ignore[arg-type]


def texts(messages: Sequence[Message]) -> list[list[str]]:
    """What messages say."""
    return [json.loads(message.body) for message in messages]
