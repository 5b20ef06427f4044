"""A service that answers in the local Slack."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

from adapters.slack.app import Keys, Slack
from adapters.slack.manifest import PATH
from adapters.slack.workspaces import Install
from bot.corpus.formats import documents
from bot.corpus.ingest import ingest
from bot.service.component import Service
from bot.service.run import House
from bot.settings import Settings
from bot.wiring import open_store
from seeds import articles
from tests.servers import free_port
from tests.slack.local import CLIENT, SECRET, LocalSlack

SEEDS = itertools.count(1)


async def instantly(_: float) -> None:
    """Wait for no time."""
    await asyncio.sleep(0)


async def settled(adapter: Slack) -> None:
    """Wait until nothing is under way."""
    while adapter.under_way:
        await asyncio.sleep(0.002)


async def sample(home: Path) -> None:
    """Put the sample articles in, as a newsroom does with its own: the service itself shows no sample."""
    if (home / "nutgraf.db").exists():
        return
    with open_store(home) as store:
        entries = (entry for name, data in articles() for entry in documents(name, data, where=f"seeds/{name}"))
        await ingest(entries, store.corpus, store.index)


@asynccontextmanager
async def serving(
    home: Path,
    slack: LocalSlack,
    *,
    socket: bool,
    desk: Any = None,
    public: bool = False,
    installs: frozenset[str] | None = None,
    digests: Any = None,
    shared: str | None = None,
    **keys: Any,
) -> AsyncIterator[tuple[House, Slack]]:
    """The whole service with its Slack adapter, until the end of the block.

    Args:
        home: Its files.
        slack: Where it is.
        socket: Whether it listens through a socket.
        desk: Who answers, if not the service's own.
        public: Whether it has a public address, so that sources have pages.
        installs: Which workspaces may install the app; None where there is the one token alone.
        digests: Who takes orders for the daily digest.
        shared: The address of the database it shares with other replicas, if it is not alone.
        keys: Other fields of its keys.
    """
    if desk is None:
        await sample(home)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    house = House(Settings(home=home, port=port, public_url=address if public else None, database_url=shared))
    given: dict[str, Any] = {"token": "xoxb-local", "page": house.pages.link} | keys
    if installs is not None:
        given["install"] = Install(client_id=CLIENT[0], client_secret=CLIENT[1], url=address, allowed=installs)
    secrets: dict[str, Any] = {"app_token": "xapp-local"} if socket else {"signing_secret": SECRET}
    adapter = Slack(
        Keys(**({"api": slack.api} | secrets | given)),
        desk or house.reception,
        house.state,
        house.corpus,
        house.clock,
        Random(next(SEEDS)),
        pause=0.0,
        sleep=instantly,
        watch=0.2,
        database=house.database,
        digests=digests,
    )
    slack.door = "" if socket else f"http://127.0.0.1:{house.settings.port}{PATH}"
    service = house.service = Service(house.components([adapter]))
    stop = asyncio.Event()
    running = asyncio.create_task(service.run(stop))
    try:
        while service.state == "starting" and not running.done():
            await asyncio.sleep(0.002)
        if running.done():
            await running
        yield house, adapter
    finally:
        stop.set()
        await running
