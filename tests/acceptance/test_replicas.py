"""Several processes that act as one desk, over a real Redis that comes and goes."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import AsyncExitStack, ExitStack, contextmanager
from pathlib import Path
from random import SystemRandom
from typing import Any, TypeAlias, TypeVar

import pytest

from bot.bench_cache import measure
from bot.cache.flight import Flight, Limits
from bot.cache.kept import Depends, KeptDesk
from bot.cache.redis import RedisCache
from bot.domain import Command
from bot.errors import CacheUnavailable
from bot.ports import Look
from tests.processes import Serving, nutgraf
from tests.replica import asking, replica
from tests.replies import Scribe, Stopped, Tally
from tests.scale import FULL, scaled
from tests.servers import RedisServer, free_port, redis_binaries

T = TypeVar("T")

PROCESSES = 4
MANY = 200
OPERATION = 0.5
"""Seconds an operation on Redis may take."""
ACK = 1.0
"""Seconds in which 99 of 100 commands are acknowledged."""


Replicas: TypeAlias = list[tuple[Serving, int]]


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A Redis-protocol server, running."""
    binaries = redis_binaries()
    if not binaries:
        pytest.skip("no Redis-protocol server on this machine")
    server = RedisServer(next(iter(binaries.values())), tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.kill()


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory, redis: RedisServer) -> Iterator[Replicas]:
    """Four replicas on one home folder and one Redis."""
    with running(tmp_path_factory.mktemp("four") / "home", redis, PROCESSES) as desks:
        yield desks


@pytest.fixture
def pair(tmp_path: Path, redis: RedisServer) -> Iterator[Replicas]:
    """Two replicas of which one may be ended."""
    with running(tmp_path / "home", redis, 2) as desks:
        yield desks


@contextmanager
def running(home: Path, redis: RedisServer, count: int) -> Iterator[Replicas]:
    """Replicas over the sample corpus, each with its adapter's port."""
    assert nutgraf(home, "search", "kursk").returncode == 0
    with ExitStack() as stack:
        ports = [free_port() for _ in range(2 * count)]
        desks = [
            (stack.enter_context(replica(home, lines, door, REDIS_URL=redis.url)), lines)
            for lines, door in zip(ports[::2], ports[1::2], strict=True)
        ]
        for service, _ in desks:
            service.until("/readyz", "service: ok")
        yield desks


def figure(service: Serving, name: str) -> float:
    """The sum over all labels of one of a replica's figures."""
    page = service.get("/metrics")[1]
    return sum(float(value) for value in re.findall(rf"^{name}(?:\{{.*\}})? (\S+)$", page, re.MULTILINE))


def computed(desks: Replicas) -> int:
    """How many replies all replicas together have computed."""
    return round(sum(figure(service, "nutgraf_computations_total") for service, _ in desks))


def unavailable(desks: Replicas) -> int:
    """How often a replica has gone on without Redis."""
    return round(sum(figure(service, 'nutgraf_cache_lookups_total{result="unavailable"}') for service, _ in desks))


async def ask_all(desks: Replicas, words: Iterable[str]) -> tuple[list[dict[str, Any]], list[float]]:
    """Ask all of these at once, spread over the replicas: what each came to, and the seconds to each acknowledgement."""
    async with AsyncExitStack() as stack:
        askers = [await stack.enter_async_context(asking(port)) for _, port in desks]
        work = [askers[n % len(askers)].ask(text) for n, text in enumerate(words)]
        told = await asyncio.gather(*work)
        return told, [ack for asker in askers for ack in asker.acks]


def percentile(values: list[float], share: float) -> float:
    """The value that this share of them does not exceed."""
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def test_many_who_ask_the_same_make_one_computation(desks: Replicas) -> None:
    """Two hundred identical commands over four processes are computed once, and all get that reply."""
    made, missed = computed(desks), unavailable(desks)
    told, acks = asyncio.run(ask_all(desks, ["What did Trump say about Kursk?"] * MANY))
    assert told[0]["reply"]["claims"]
    # Where the machine is so busy that Redis is given up on, a replica computes for itself, as it should, and says so.
    given_up = unavailable(desks) - missed
    assert 1 <= computed(desks) - made <= 1 + given_up
    assert len({str(answer.get("reply")) for answer in told}) <= 1 + given_up
    assert not FULL or percentile(acks, 0.99) < ACK


def test_many_who_ask_differently_are_all_told(desks: Replicas) -> None:
    """Of two hundred different commands at once each is answered or told that the desk is busy, and acknowledged in time."""
    words = [f"What did {name} say about {topic} {n}?" for n in range(MANY // 20) for name in NAMES for topic in TOPICS]
    told, acks = asyncio.run(ask_all(desks, words))
    assert len(told) == len(set(words)) == MANY
    assert all("reply" in answer or answer["error"].startswith("Busy") for answer in told)
    assert sum("reply" in answer for answer in told) > MANY / 2
    assert len(acks) == MANY
    assert not FULL or percentile(acks, 0.99) < ACK


NAMES = ("Trump", "Putin", "Zelensky", "Medvedev", "Rutte")
TOPICS = ("Kursk", "the ceasefire", "Ukraine", "NATO")


def test_a_desk_that_is_told_to_stop_answers_what_it_has(pair: Replicas) -> None:
    """SIGTERM during a burst: who had asked is answered or told to ask again, the process ends cleanly, the rest serve on."""

    async def check() -> None:
        service, port = pair[0]
        async with asking(port) as asker, asking(pair[1][1]) as other:
            work = [asyncio.create_task(asker.ask(f"What did Putin say about Kursk {n}?")) for n in range(60)]
            while len(asker.acks) < 60:
                await asyncio.sleep(0.005)
            code, lines = await asyncio.to_thread(service.end)
            told = await asyncio.gather(*work)
            assert all("reply" in answer or answer["error"].startswith("Busy") for answer in told)
            assert code == 0, lines[-5:]
            assert "reply" in await other.ask("What did Putin say about Kursk 1?")

    asyncio.run(check())


def test_a_desk_that_dies_leaves_its_questions_to_the_others(pair: Replicas) -> None:
    """kill -9 during a burst: the other replicas answer the same questions, none waits longer than a lease."""

    async def check() -> None:
        service, port = pair[0]
        words = [f"What did Rutte say about NATO {n}?" for n in range(40)]
        async with asking(port) as asker, asking(pair[1][1]) as other:
            doomed = [asyncio.create_task(asker.ask(text)) for text in words]
            while len(asker.acks) < 3:
                await asyncio.sleep(0.001)
            work = asyncio.gather(*(other.ask(text) for text in words))
            service.process.kill()
            began = time.perf_counter()
            assert all("reply" in answer for answer in await work)
            assert time.perf_counter() - began < Limits().lease + 10
            for task in doomed:
                task.cancel()
            await asyncio.gather(*doomed, return_exceptions=True)

    asyncio.run(check())


class Timed(RedisCache):
    """The cache, with a stopwatch on every operation."""

    def __init__(self, url: str) -> None:
        super().__init__(url, time.monotonic)
        self.longest = 0.0
        self.failed = 0

    async def get(self, key: str) -> bytes | None:
        """Timed."""
        return await self._timed(super().get(key))

    async def look(self, key: str, token: str, lease: float) -> Look:
        """Timed."""
        return await self._timed(super().look(key, token, lease))

    async def put(self, key: str, value: bytes, *, ttl: float, sources: Iterable[str] = ()) -> None:
        """Timed."""
        await self._timed(super().put(key, value, ttl=ttl, sources=sources))

    async def release(self, key: str, token: str) -> None:
        """Timed."""
        await self._timed(super().release(key, token))

    async def renew(self, key: str, token: str, lease: float) -> bool:
        """Timed."""
        return await self._timed(super().renew(key, token, lease))

    async def _timed(self, operation: Awaitable[T]) -> T:
        began = time.perf_counter()
        try:
            return await operation
        except CacheUnavailable:
            self.failed += 1
            raise
        finally:
            self.longest = max(self.longest, time.perf_counter() - began)


def restarted(server: RedisServer) -> None:
    """Kill it and start it again at once, with nothing in it."""
    server.kill()
    server.start()


async def watch(stalls: list[float]) -> None:
    """Note by how much the event loop wakes later than it was asked to."""
    while True:
        began = time.perf_counter()
        await asyncio.sleep(0.01)
        late = time.perf_counter() - began - 0.01
        if late > stalls[-1]:
            stalls.append(late)


@pytest.mark.parametrize(
    "what", [RedisServer.kill, RedisServer.freeze, restarted], ids=["killed", "stopped", "restarted empty"]
)
def test_the_desk_answers_whatever_becomes_of_redis(redis: RedisServer, what: Callable[[RedisServer], None]) -> None:
    """Redis killed, stopped or restarted empty in a burst: every command is answered, no operation is slow, and it returns."""

    async def burst(desks: list[KeptDesk], round_: int, rng: random.Random) -> None:
        async def one(n: int) -> None:
            await asyncio.sleep(rng.random() * 0.03)
            command = Command(kind="ask", words=f"Question {round_} {n % 12}?")
            assert (await desks[n % len(desks)].reply(command)).query == command.words

        work = asyncio.gather(*(one(n) for n in range(60)))
        await asyncio.sleep(rng.random() * 0.03)
        await asyncio.to_thread(what, redis)
        async with asyncio.timeout(10):
            await work

    async def check() -> None:
        stalls = [0.0]
        watching = asyncio.create_task(watch(stalls))
        rng = random.Random(7)
        # Two processes' worth: each has its connections and its single flight.
        caches = [Timed(redis.url) for _ in range(2)]
        tally = Tally()
        desks = []
        for cache in caches:
            flight = Flight(cache, Limits(), SystemRandom(), looked=tally.lookup)
            desks.append(KeptDesk(Scribe(), flight, Depends(workspace="W1", evidence=mark), Stopped(), tally))
        for round_ in range(scaled(3, 50)):
            await burst(desks, round_, rng)
            await asyncio.to_thread(restarted, redis)
            # The breakers rest for two seconds at most; then each finds the server again by itself.
            for cache in caches:
                async with asyncio.timeout(5):
                    while not await reachable(cache):
                        await asyncio.sleep(0.01)
        for cache in caches:
            await cache.close()
        assert set(tally.outcomes) == {"answered"}
        watching.cancel()
        # What a busy machine took from this whole process is no operation's fault.
        longest, stalled = max(cache.longest for cache in caches), max(stalls)
        print(f"longest operation {longest:.3f} s, longest stall {stalled:.3f} s")
        assert longest <= OPERATION + stalled
        if what is not restarted:
            assert any(cache.failed for cache in caches)

    async def mark() -> str:
        return "m:1"

    async def reachable(cache: RedisCache) -> bool:
        try:
            await cache.get("there?")
        except CacheUnavailable:
            return False
        return True

    asyncio.run(check())


def test_a_cached_reply_costs_little_more_than_a_get(tmp_path: Path, redis: RedisServer) -> None:
    """The bench tells what a cached reply costs beside a bare GET, and leaves nothing in Redis."""
    assert nutgraf(tmp_path / "home", "search", "kursk").returncode == 0
    figures = measure(tmp_path / "home", redis.url)
    assert figures is not None
    assert figures.size > 2_000
    # The goal of 3 is for a machine at rest; a test must hold on a busy one.
    assert figures.get < figures.reply < 10 * figures.get
    assert figures.reply < figures.rebuilt
