"""Single flight within a process, over the cache in memory."""

from __future__ import annotations

import asyncio
import time
from random import SystemRandom

import pytest

from bot.cache.flight import Flight, Limits, Made
from bot.cache.memory import MemoryCache
from bot.errors import Busy, CacheUnavailable
from bot.ports import Look


def flight(cache: MemoryCache | None = None, **limits: float) -> Flight:
    """A flight with short times."""
    return Flight(cache or MemoryCache(time.monotonic), Limits(**{"lease": 0.1, "patience": 2.0} | limits), SystemRandom())  # type: ignore[arg-type]


def test_many_callers_make_one_computation() -> None:
    """Two hundred who ask at once get one computation's reply, and the next is served from the cache."""

    async def check() -> None:
        made = 0

        async def make() -> Made:
            nonlocal made
            made += 1
            await asyncio.sleep(0)
            return Made(value=b"reply", ttl=60)

        desk = flight()
        assert await asyncio.gather(*(desk.once("k", make) for _ in range(200))) == [b"reply"] * 200
        assert await desk.once("k", make) == b"reply"
        assert made == 1

    asyncio.run(check())


def test_two_processes_share_a_computation() -> None:
    """Two flights over one cache compute once between them."""

    async def check() -> None:
        cache, made, go = MemoryCache(time.monotonic), 0, asyncio.Event()

        async def make() -> Made:
            nonlocal made
            made += 1
            await go.wait()
            return Made(value=b"reply", ttl=60)

        one, two = flight(cache), flight(cache)
        first, second = asyncio.create_task(one.once("k", make)), asyncio.create_task(two.once("k", make))
        while not made:
            await asyncio.sleep(0)
        go.set()
        assert tuple(await asyncio.gather(first, second)) == (b"reply", b"reply")
        assert made == 1

    asyncio.run(check())


def test_a_dead_leader_is_replaced_within_its_lease() -> None:
    """Where the holder of the claim has died, a waiter takes over when the lease is over."""

    async def check() -> None:
        cache = MemoryCache(time.monotonic)
        await cache.look("k", "a dead process", 0.05)

        async def make() -> Made:
            return Made(value=b"mine", ttl=60)

        assert await flight(cache).once("k", make) == b"mine"

    asyncio.run(check())


def test_who_waits_too_long_is_told() -> None:
    """A caller whose patience is over is told that the desk is busy, and the computation goes on for the others."""

    async def check() -> None:
        go = asyncio.Event()

        async def make() -> Made:
            await go.wait()
            return Made(value=b"late", ttl=60)

        desk = flight(patience=0.02)
        with pytest.raises(Busy):
            await desk.once("k", make)
        go.set()
        assert await desk.once("k", make) == b"late"

    asyncio.run(check())


def test_a_full_desk_says_so_at_once() -> None:
    """More computations than may wait are refused, never queued without end."""

    async def check() -> None:
        go = asyncio.Event()

        async def make() -> Made:
            await go.wait()
            return Made(value=b"x", ttl=60)

        desk = flight(computing=1, waiting=3)
        waiting = [asyncio.create_task(desk.once(f"k{n}", make)) for n in range(3)]
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        with pytest.raises(Busy):
            await desk.once("one more", make)
        go.set()
        assert await asyncio.gather(*waiting) == [b"x"] * 3

    asyncio.run(check())


def test_one_who_leaves_does_not_take_the_reply_along() -> None:
    """Cancelling the first caller leaves the computation to the others."""

    async def check() -> None:
        go = asyncio.Event()

        async def make() -> Made:
            await go.wait()
            return Made(value=b"x", ttl=60)

        desk = flight()
        first = asyncio.create_task(desk.once("k", make))
        await asyncio.sleep(0)
        second = asyncio.create_task(desk.once("k", make))
        await asyncio.sleep(0)
        first.cancel()
        go.set()
        assert await second == b"x"

    asyncio.run(check())


def test_a_failure_reaches_everybody_and_is_not_kept() -> None:
    """What the computation raised is raised to all who waited; the next caller computes anew."""

    async def check() -> None:
        async def fail() -> Made:
            raise LookupError("no such thing")

        async def make() -> Made:
            return Made(value=b"x", ttl=60)

        desk = flight()
        results = await asyncio.gather(*(desk.once("k", fail) for _ in range(3)), return_exceptions=True)
        assert [type(result) for result in results] == [LookupError] * 3
        assert await desk.once("k", make) == b"x"

    asyncio.run(check())


class Gone(MemoryCache):
    """A cache whose server is out of reach."""

    async def look(self, key: str, token: str, lease: float) -> Look:
        """Never answers."""
        raise CacheUnavailable("gone")

    async def put(self, key: str, value: bytes, *, ttl: float, sources: object = ()) -> None:
        """Never keeps."""
        raise CacheUnavailable("gone")


def test_without_the_cache_everyone_is_answered() -> None:
    """With the cache out of reach the reply is computed, once for those who ask in this process together."""

    async def check() -> None:
        made = 0

        async def make() -> Made:
            nonlocal made
            made += 1
            return Made(value=b"x", ttl=60)

        desk = flight(Gone(time.monotonic))
        assert await asyncio.gather(*(desk.once("k", make) for _ in range(5))) == [b"x"] * 5
        assert made == 1

    asyncio.run(check())


def test_settling_gives_claims_back() -> None:
    """A desk that shuts down stops what is late and lets go of its claims, so that another takes over at once."""

    async def check() -> None:
        cache = MemoryCache(time.monotonic)

        async def never() -> Made:
            await asyncio.Event().wait()
            raise AssertionError

        desk = flight(cache, lease=60)
        caller = asyncio.create_task(desk.once("k", never))
        for _ in range(5):
            await asyncio.sleep(0)
        await desk.settle(0.01)
        with pytest.raises(Busy, match="starting again"):
            await caller

        async def make() -> Made:
            return Made(value=b"x", ttl=60)

        async with asyncio.timeout(1):
            assert await flight(cache).once("k", make) == b"x"

    asyncio.run(check())
