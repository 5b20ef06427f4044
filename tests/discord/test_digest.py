"""The digest in Discord: ordered with a command, posted once into the channel, continued in its thread, and paused."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from adapters.discord.app import Discord
from adapters.outlet import OutletPoster
from bot.digest.scheduler import Scheduler
from bot.service.run import House
from bot.state.book import Book, Subscription
from bot.state.ledger import Ledger
from tests.discord.conftest import serving, settled
from tests.discord.local import LocalDiscord
from tests.discord.payloads import CHANNEL
from tests.discord.rules import markers

NOON = datetime(2025, 3, 14, 12, 0, tzinfo=UTC)
"""Shortly after the moment that the ids of the local Discord's messages tell."""
DAY = date(2025, 3, 14)


class Wall:
    """A clock that a test sets, for the scheduler and for the desk."""

    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> float:
        """UTC seconds since 1970."""
        return self.at.timestamp()

    def now(self) -> datetime:
        """The moment."""
        return self.at


async def quickly(seconds: float) -> None:
    """Wait a thousandth of the time."""
    await asyncio.sleep(seconds / 1_000)


@asynccontextmanager
async def subscribed(home: Path, discord: LocalDiscord) -> AsyncIterator[tuple[House, Scheduler, Wall, Subscription]]:
    """A service, and a digest on Kursk that has just fallen due."""
    async with serving(home, discord) as (house, adapter):
        assert "kursk" in await told(discord, adapter, "daily 13:00 UTC kursk")
        wall = Wall()
        book = Book(house.database, wall)
        (order,) = await book.all()
        changed = await book.resume(order.id)
        assert changed is not None
        wall.at += timedelta(hours=1)
        posting = Scheduler(
            book,
            Ledger(house.database, wall),
            house.state,
            [replace(house.desk, clock=wall)],
            {"discord": OutletPoster(adapter.platform)},
            owner="p1",
            now=wall,
            elapsed=wall,
            sleep=quickly,
            tally=house.metrics,
        )
        yield house, posting, wall, changed


async def told(discord: LocalDiscord, adapter: Discord, words: str) -> str:
    """What who orders a digest is told."""
    before = len(discord.whispered)
    await discord.tell(discord.order("digest", words=words))
    await discord.until(lambda: len(discord.whispered) > before)
    await settled(adapter)
    return json.dumps(discord.whispered[before:], ensure_ascii=False)


async def done(posting: Scheduler) -> None:
    """Look once at what is due, and wait until it is posted."""
    await posting.turn()
    while posting.under_way:
        await asyncio.sleep(0.005)


def in_channel(discord: LocalDiscord) -> list[dict[str, Any]]:
    """The messages in the channel itself."""
    return [message for message in discord.posted if message["channel_id"] == CHANNEL]


def test_a_digest_is_posted_once_and_the_next_has_nothing_new(tmp_path: Path) -> None:
    """It stands in the channel with its sources, goes on in its thread, and the next day's says that there is nothing new."""

    async def check() -> None:
        async with LocalDiscord() as discord, subscribed(tmp_path, discord) as (house, posting, wall, order):
            for _ in range(3):
                await done(posting)
            (head,) = in_channel(discord)
            shown, listed = markers(head)
            assert shown == listed != set()
            assert {message["channel_id"] for message in discord.posted} <= {CHANNEL, head["id"]}
            ledger = Ledger(house.database, wall)
            assert await ledger.days(order.place, order.id, DAY) == {DAY: "posted"}
            count = len(discord.posted)
            wall.at += timedelta(days=1)
            await done(posting)
            assert len(discord.posted) == count + 1
            assert "No new reporting on kursk since" in json.dumps(in_channel(discord)[-1], ensure_ascii=False)
            assert discord.wrong == []

    asyncio.run(check())


def test_a_post_whose_answer_was_lost_is_there_once(tmp_path: Path) -> None:
    """Discord took it and did not say so: sent again with its nonce it is the same message."""

    async def check() -> None:
        async with LocalDiscord() as discord, subscribed(tmp_path, discord) as (house, posting, wall, order):
            discord.faults["message"].append("drop")
            await done(posting)
            assert len(in_channel(discord)) == 1
            ledger = Ledger(house.database, wall)
            assert await ledger.days(order.place, order.id, DAY) == {DAY: "posted"}
            assert discord.wrong == []

    asyncio.run(check())


def test_what_another_process_posted_is_found_by_its_number(tmp_path: Path) -> None:
    """A process that starts with an empty ledger finds the digest in the channel, the thread's parts too, and posts nothing."""

    async def check() -> None:
        async with LocalDiscord() as discord, subscribed(tmp_path, discord) as (house, posting, wall, order):
            await done(posting)
            count = len(discord.posted)
            async with house.database.transaction() as connection:
                await connection.exec_driver_sql("DELETE FROM ledger")
            await done(posting)
            assert len(discord.posted) == count
            ledger = Ledger(house.database, wall)
            assert await ledger.days(order.place, order.id, DAY) == {DAY: "posted"}

    asyncio.run(check())


def test_a_channel_that_is_closed_to_us_pauses_its_digest(tmp_path: Path) -> None:
    """Its maker is told once, by direct message."""

    async def check() -> None:
        async with LocalDiscord() as discord, subscribed(tmp_path, discord) as (house, posting, wall, order):
            discord.faults["message"].append("forbidden")
            for _ in range(3):
                await done(posting)
            kept = await Book(house.database, wall).one(order.id)
            assert kept is not None
            assert kept.state == "paused"
            assert "write in the channel" in kept.reason
            (message,) = discord.posted
            assert message["channel_id"] != CHANNEL
            assert f"resume {order.id}" in json.dumps(message, ensure_ascii=False)

    asyncio.run(check())
