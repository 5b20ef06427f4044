"""What is private to a channel stays there: canaries in fifty private collections, looked for wherever they must not be."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import random
import time
from collections.abc import Iterator
from pathlib import Path
from random import SystemRandom

import pytest
import structlog

from bot.cache.flight import Flight, Limits
from bot.cache.kept import Depends, KeptDesk
from bot.cache.memory import MemoryCache
from bot.cache.redis import RedisCache
from bot.corpus.follow import evidence
from bot.corpus.index import TantivyIndex
from bot.corpus.ingest import ingest
from bot.corpus.store import SqliteCorpus
from bot.desk import Desk
from bot.domain import DEFAULT_COLLECTION, Command, Filters, Reply
from bot.engine.contract import reply_json
from bot.errors import NutgrafError
from bot.ports import Cache
from bot.service import logs
from bot.service.metrics import Metrics
from bot.service.reception import Reception
from tests.articles import document
from tests.replies import Stopped
from tests.scale import scaled
from tests.servers import RedisServer, redis_binaries

CHANNELS = 50
QUESTIONS = scaled(600, 10_000)
AT_ONCE = 100


def canary(channel: int) -> str:
    """A word that stands in one channel's collection alone, and looks like the name of a place."""
    return f"Quillmarsh{channel:02d}x"


def misspelt(word: str) -> str:
    """The word as somebody types it who has only heard it: what a search then asks back must not be the word itself."""
    return word.replace("rs", "s", 1)


def article(channel: int, n: int) -> str:
    """A private report, on the same matter as every other channel's."""
    place = canary(channel)
    return (
        f"The reservoir at {place} will be drained on Monday, said Ruth Adeyemi, chief engineer of {place} waterworks. "
        f'"We found {n + 2} cracks in the {place} dam," she told the council.\n\n'
        f"Mayor Anton Weber of {place} denied that the dam had been neglected. "
        f"He said that the repairs would cost {channel + 3} million dollars."
    )


PUBLIC = (
    "The water authority said on Monday that reservoirs in the county were half full. "
    'Spokesman Piet Vandermeer said there was "no cause for concern" about any dam.\n\n'
    "Engineer Ruth Adeyemi asked the council for an inspection of every dam before winter."
)
WORDS = (
    "What did Ruth Adeyemi say about the dam?",
    "When will the reservoir be drained?",
    "How many cracks were found in the dam?",
    "How much will the repairs cost?",
    "Who denied that the dam had been neglected?",
    "What did the mayor say?",
    "Who is Ruth Adeyemi?",
    "What did Adeyemy say?",
    "reservoir",
    "dam repairs",
)


class Failing:
    """A desk that now and then fails, saying in its error all that it should not."""

    def __init__(self, desk: Desk, rng: random.Random) -> None:
        self._desk = desk
        self._rng = rng

    async def reply(self, command: Command, *, heard: object = None) -> Reply:
        """As the desk within, or a failure that quotes its reply."""
        reply = await self._desk.reply(command)
        await asyncio.sleep(0)
        if self._rng.random() < 0.05:
            raise ValueError(f"no citation for {json.dumps(reply_json(reply))}")
        return reply


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """All that is logged, at the most talkative level."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    logs.configure(stream=stream, level="DEBUG")
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


@pytest.mark.parametrize("kind", ["memory", "redis"])
def test_no_canary_is_seen_elsewhere(tmp_path: Path, written: io.StringIO, kind: str) -> None:
    """Through retrieval, cache, single flight, failures and logs, a private collection's words reach its own channel alone."""
    binaries = redis_binaries()
    if kind == "redis" and not binaries:
        pytest.skip("no Redis-protocol server on this machine")
    server = RedisServer(next(iter(binaries.values())), tmp_path) if kind == "redis" else None
    if server:
        server.start()
    try:
        asyncio.run(_ask_everywhere(tmp_path, written, server))
    finally:
        if server:
            server.kill()


async def _ask_everywhere(home: Path, written: io.StringIO, server: RedisServer | None) -> None:
    rng = random.Random(20250315)
    corpus, index = SqliteCorpus(home / "nutgraf.db"), TantivyIndex(home / "index")
    documents = [
        document(f"{channel}-{n}.txt", article(channel, n), collection=f"c{channel}", published="2025-03-10")
        for channel in range(CHANNELS)
        for n in range(2)
    ]
    documents.append(document("public.txt", PUBLIC, published="2025-03-10"))
    await ingest(documents, corpus, index)
    caches: list[Cache] = [
        RedisCache(server.url, time.monotonic) if server else MemoryCache(time.monotonic) for _ in range(2 if server else 1)
    ]
    metrics, clock = Metrics(), Stopped()
    depends = Depends(workspace="W1", evidence=lambda: evidence(corpus, index))
    receptions = []
    for cache in caches:
        desk = Failing(Desk(corpus=corpus, index=index, clock=clock), rng)
        kept = KeptDesk(desk, Flight(cache, Limits(), SystemRandom(), looked=metrics.lookup), depends, clock, metrics)
        receptions.append(Reception(kept, SystemRandom()))
    seen = dict.fromkeys(range(CHANNELS), 0)
    failures = leaks = 0

    async def ask(n: int) -> None:
        nonlocal failures, leaks
        # Channel number CHANNELS has nothing mapped to it, and so sees the default collection.
        channel = rng.randrange(CHANNELS + 1)
        scope = {f"c{channel}"} if channel < CHANNELS else {DEFAULT_COLLECTION}
        if channel < CHANNELS and rng.random() < 0.5:
            scope.add(DEFAULT_COLLECTION)
        words = rng.choice(WORDS)
        if rng.random() < 0.1:
            # Asking for another channel's canary by its name brings nothing of it to light but the word that was asked.
            name = canary(rng.randrange(CHANNELS))
            words = f"What happened at the dam of {rng.choice((name, misspelt(name)))}?"
        kind = "brief" if len(words.split()) < 3 else "ask"
        command = Command(kind=kind, words=words, filters=Filters(collections=frozenset(scope)))  # type: ignore[arg-type]
        try:
            reply = await receptions[n % len(receptions)].reply(command)
        except NutgrafError as exc:
            told = str(exc)
        except ValueError:
            failures += 1
            return
        else:
            told = json.dumps([claim.text for claim in reply.claims] + [repr(s) for s in reply.sources] + list(reply.notes))
            told += repr(reply)
        for other in range(CHANNELS):
            if canary(other) in told and canary(other) not in words:
                if other == channel:
                    seen[other] += 1
                else:
                    leaks += 1

    for start in range(0, QUESTIONS, AT_ONCE):
        await asyncio.gather(*(ask(n) for n in range(start, min(QUESTIONS, start + AT_ONCE))))
    for cache in caches:
        await cache.close()
    corpus.close()
    assert leaks == 0
    assert "Quillmarsh" not in written.getvalue()
    # The test is one only if canaries sing at home, replies are shared, and failures happen.
    assert sum(1 for count in seen.values() if count) > CHANNELS * 0.9
    assert failures > 3
    assert '"outcome": "failed"' in written.getvalue()
    page = metrics.page().decode()
    assert float(page.split('nutgraf_cache_lookups_total{result="hit"} ')[1].split()[0]) > QUESTIONS / 10
