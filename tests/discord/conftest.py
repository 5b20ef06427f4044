"""A service that answers in the local Discord."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

from adapters.discord.app import PATH, Discord
from adapters.discord.keys import Keys
from bot.corpus.formats import documents
from bot.corpus.ingest import ingest
from bot.service.component import Service
from bot.service.digests import Digests
from bot.service.run import House
from bot.settings import Settings
from bot.wiring import open_store
from seeds import articles
from tests.discord.local import LocalDiscord
from tests.discord.payloads import TOKEN
from tests.servers import free_port

SEEDS = itertools.count(1)


async def instantly(_: float) -> None:
    """Wait for no time."""
    await asyncio.sleep(0)


@asynccontextmanager
async def serving(
    home: Path, discord: LocalDiscord, *, desk: Any = None, http: bool = False, connected: bool = True, **keys: Any
) -> AsyncIterator[tuple[House, Discord]]:
    """The whole service with its Discord adapter, until the end of the block."""
    if desk is None and not (home / "nutgraf.db").exists():
        # The service itself shows no sample: the articles here are put in as a newsroom would.
        with open_store(home) as store:
            entries = (entry for name, data in articles() for entry in documents(name, data, where=f"seeds/{name}"))
            await ingest(entries, store.corpus, store.index)
    house = House(Settings(home=home, port=free_port()))
    public: dict[str, Any] = {"public_key": discord.public_key} if http else {}
    adapter = Discord(
        Keys(token=TOKEN, api=discord.api, **public, **keys),
        desk or house.reception,
        house.state,
        house.corpus,
        house.index,
        house.clock,
        Random(next(SEEDS)),
        sleep=instantly,
        digests=Digests(house, Random(next(SEEDS))).orders("discord"),
    )
    discord.door = f"http://127.0.0.1:{house.settings.port}{PATH}" if http else ""
    service = house.service = Service(house.components([adapter]))
    stop = asyncio.Event()
    running = asyncio.create_task(service.run(stop))
    try:
        while service.state == "starting" and not running.done():
            await asyncio.sleep(0.002)
        if running.done():
            await running
        if connected:
            await discord.until(lambda: adapter.well)
        yield house, adapter
    finally:
        stop.set()
        await running


async def settled(adapter: Discord) -> None:
    """Wait until nothing is under way."""
    await asyncio.sleep(0.01)
    while adapter.under_way:
        await asyncio.sleep(0.005)
