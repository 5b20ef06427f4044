"""What every cache does, in memory and on each Redis-protocol server of this machine."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.cache.memory import MemoryCache
from bot.cache.redis import RedisCache
from bot.errors import CacheUnavailable
from bot.ports import Cache, Held
from tests.servers import PATIENCE, RedisServer, redis_binaries

Check: TypeAlias = Callable[[Cache], Awaitable[None]]
Run: TypeAlias = Callable[[Check], None]


@pytest.fixture(scope="module", params=["memory", "valkey", "redis"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Runs a check against one kind of cache, in an event loop of its own."""
    kind = request.param
    server: RedisServer | None = None
    if kind != "memory":
        binary = redis_binaries().get(kind)
        if binary is None:
            pytest.skip(f"no {kind} server on this machine")
        server = RedisServer(binary, Path(tmp_path_factory.mktemp(kind)))
        server.start()

    def in_loop(check: Check) -> None:
        async def main() -> None:
            cache: Cache = RedisCache(server.url, time.monotonic) if server else MemoryCache(time.monotonic)
            try:
                await check(cache)
            finally:
                await cache.close()

        asyncio.run(main())

    yield in_loop
    if server:
        server.kill()


async def until(what: Callable[[], Awaitable[bool]], seconds: float = 3.0) -> bool:
    """Whether something comes true in time."""
    async with asyncio.timeout(seconds):
        while not await what():
            await asyncio.sleep(0.005)
    return True


def test_keeps_and_returns_bytes(run: Run) -> None:
    """What was put is returned, byte for byte; what was not is None."""

    async def check(cache: Cache) -> None:
        await cache.put("a", b"\x00\xff value", ttl=60)
        assert await cache.get("a") == b"\x00\xff value"
        assert await cache.get("b") is None

    run(check)


def test_forgets_when_the_time_is_over(run: Run) -> None:
    """A value is gone after its time, and a time of nothing keeps nothing."""

    async def check(cache: Cache) -> None:
        await cache.put("short", b"x", ttl=0.02)
        await cache.put("never", b"x", ttl=0)
        assert await cache.get("never") is None

        async def gone() -> bool:
            return await cache.get("short") is None

        assert await until(gone)

    run(check)


def test_purges_by_source(run: Run) -> None:
    """Purging a source takes every value that stands on it and no other."""

    async def check(cache: Cache) -> None:
        await cache.put("one", b"1", ttl=60, sources=["s1", "s2"])
        await cache.put("two", b"2", ttl=60, sources=["s2"])
        await cache.put("three", b"3", ttl=60, sources=["s3"])
        assert await cache.purge("s2") == 2
        assert [await cache.get(key) for key in ("one", "two", "three")] == [None, None, b"3"]
        assert await cache.purge("s2") == 0

    run(check)


def test_one_holds_the_claim(run: Run) -> None:
    """The first to look holds the claim until it gives it back; nobody can give back another's."""

    async def check(cache: Cache) -> None:
        assert await cache.look("k1", "me", 5) is Held.BY_ME
        assert await cache.look("k1", "you", 5) is Held.BY_ANOTHER
        await cache.release("k1", "you")
        assert await cache.look("k1", "you", 5) is Held.BY_ANOTHER
        await cache.release("k1", "me")
        assert await cache.look("k1", "you", 5) is Held.BY_ME

    run(check)


def test_a_claim_asked_for_twice_is_still_ours(run: Run) -> None:
    """Asking again with the same token, as after a lost reply, says that the claim is ours."""

    async def check(cache: Cache) -> None:
        assert await cache.look("k2", "me", 5) is Held.BY_ME
        assert await cache.look("k2", "me", 5) is Held.BY_ME

    run(check)


def test_a_dead_holders_claim_runs_out(run: Run) -> None:
    """A claim that nobody renews passes to the next who looks, and the old holder cannot renew it."""

    async def check(cache: Cache) -> None:
        assert await cache.look("k3", "dead", 0.03) is Held.BY_ME

        async def mine() -> bool:
            return await cache.look("k3", "heir", 5) is Held.BY_ME

        assert await until(mine)
        assert not await cache.renew("k3", "dead", 5)
        assert await cache.renew("k3", "heir", 5)

    run(check)


def test_a_value_ends_the_claiming(run: Run) -> None:
    """Once the value is there, looking returns it, whoever holds the claim."""

    async def check(cache: Cache) -> None:
        assert await cache.look("k4", "me", 5) is Held.BY_ME
        await cache.put("k4", b"done", ttl=60)
        assert await cache.look("k4", "you", 5) == b"done"

    run(check)


async def answered(cache: Cache, key: str) -> bytes | None:
    """A value, asked for again while a busy machine keeps its server waiting."""
    while True:
        try:
            return await cache.get(key)
        except CacheUnavailable:
            await asyncio.sleep(0.05)  # nothing tells when a server that was given up on is asked again


def test_a_cancelled_caller_leaves_no_reply_behind(run: Run) -> None:
    """After callers are cancelled in mid-operation, the next ones still get their own values."""

    async def check(cache: Cache) -> None:
        for n in range(40):
            await cache.put(f"n{n}", str(n).encode(), ttl=60)
        for round_ in range(20):
            tasks = [asyncio.create_task(cache.get(f"n{n}")) for n in range(40)]
            for _ in range(round_ % 7):
                await asyncio.sleep(0)
            for task in tasks[::2]:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            async with asyncio.timeout(PATIENCE):
                values = await asyncio.gather(*(answered(cache, f"n{n}") for n in range(40)))
            assert values == [str(n).encode() for n in range(40)]

    run(check)
