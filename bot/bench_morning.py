"""What a morning costs on which hundreds of channels want their digest in the same minute.

The database is a real SQLite file and the scheduler the service's own; the platform is the one in memory, with the limits that
Slack publishes, and its time is virtual: a morning of ten minutes is measured in seconds. What a digest's own writing costs is
measured beside it, and not here.
"""

from __future__ import annotations

import asyncio
import time as clock
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path
from random import Random

from bot.bench_asking import resident
from bot.digest.scheduler import Scheduler
from bot.digest.twin import Faults, LocalPlatform, LocalPoster
from bot.digest.virtual import VirtualDatabase, VirtualTime
from bot.domain import Command, Digest, Reply
from bot.state.book import Book, Subscription
from bot.state.ledger import Ledger
from bot.state.store import Place, State

CHANNELS = 500
LOOKUPS = 50
"""Looks into histories that Slack allows a workspace in a minute (its tier 3)."""
MORNING = datetime(2025, 3, 13, 7, 29, 50, tzinfo=UTC)
LONG = "A line of a digest as it is posted, of which there are some in every message. " * 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Morning:
    """What was seen of it."""

    channels: int
    posted: int
    """Digests that stand there in the end."""
    twice: int
    """Slots with more than one."""
    last: float
    """Virtual seconds from the time that was asked for to the last post."""
    seconds: float
    """Real seconds that it took."""
    grown: float
    """Megabytes of resident memory at the most, more than after the first tenth of the channels."""


def morning(folder: Path, channels: int = CHANNELS, lookups: int = LOOKUPS) -> Morning:
    """Post the digests of so many channels that are all due in the same minute."""
    return asyncio.run(_morning(f"sqlite:///{folder / 'digest.db'}", channels, lookups))


async def _morning(url: str, channels: int, lookups: int) -> Morning:
    virtual = VirtualTime(MORNING.timestamp())
    began = clock.perf_counter()

    async def run() -> Morning:
        database = VirtualDatabase(url, virtual)
        with virtual.busy():
            await database.migrate()
        book, ledger = Book(database, virtual.now), Ledger(database, virtual.now)
        for n in range(channels):
            await book.add(_order(n))
        local = LocalPlatform(
            name="slack",
            elapsed=virtual.elapsed,
            sleep=virtual.sleep,
            random=Random(1),
            lookups=lookups,
            faults=Faults(latency=0.4, lag=2.0),
        )
        scheduler = Scheduler(
            book,
            ledger,
            State(database, virtual.now),
            [_Instant()],
            {"slack": LocalPoster(local)},
            owner="bench",
            now=virtual.now,
            elapsed=virtual.elapsed,
            sleep=virtual.sleep,
            tally=_Uncounted(),
        )
        base = peak = 0.0
        try:
            await scheduler.start()
            while len({it.channel for it in local.messages}) < channels and virtual.seconds < 7_200:
                await virtual.sleep(5)
                now = resident()
                base = base or (now if len(local.messages) >= channels // 10 else 0.0)
                peak = max(peak, now)
            await virtual.sleep(60)
        finally:
            await scheduler.stop()
            with virtual.busy():
                await database.close()
        marks = [it.mark for it in local.standing() if it.thread is None]
        return Morning(
            channels=channels,
            posted=len(marks),
            twice=len(marks) - len(set(marks)),
            last=max((it.at for it in local.messages if it.thread is None), default=0.0) - 10.0,
            seconds=clock.perf_counter() - began,
            grown=max(peak - base, 0.0),
        )

    return await virtual.run(run())


def _order(n: int) -> Subscription:
    place = Place(platform="slack", workspace="W1", channel=f"C{n}")
    return Subscription(id=f"d{n}", place=place, maker="U1", topics=(f"topic {n}",), at=time(7, 30), since=0.0)


class _Instant:
    """A desk that has its digest at once."""

    async def reply(self, command: Command) -> Reply:
        """A few kilobytes."""
        return Digest(query=command.words, generated_at=MORNING, as_of=None, claims=(), sources=(), alerts=(LONG,))


class _Uncounted:
    """Nobody counts."""

    def digest(self, outcome: str) -> None:
        """Not counted."""

    def second(self) -> None:
        """Not counted."""
