"""The digest as the service has it: who takes orders for it in chat, and who posts it."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from adapters.outlet import OutletPoster
from bot.digest.scheduler import Scheduler
from bot.digest.subscribing import Editors, Subscribing, ZoneOf
from bot.digest.writing import Writer
from bot.domain import Reply
from bot.engine.view import view
from bot.state.book import Book
from bot.state.ledger import Ledger
from bot.state.store import Place

if TYPE_CHECKING:
    from adapters.conversation import Digests as Orders
    from adapters.port import Outlet, Shown
    from adapters.request import Request
    from bot.digest.writing import Desk
    from bot.service.run import House


class Digests:
    """Everything about the digest, for the platforms that a house serves.

    Args:
        house: Whose desks write it, and whose database remembers it.
        random: Where ids come from.
    """

    def __init__(self, house: House, random: Random) -> None:
        settings = house.settings
        self._house = house
        self._random = random
        self._book = Book(house.database, time.time)
        self._ledger = Ledger(house.database, time.time)
        # The last writes from the sources alone: without a model, without a cache.
        self._desks: list[Desk] = [house.reception, replace(house.desk, model=None)]
        self._zones: dict[str, ZoneOf] = {}
        self._subscribing = Subscribing(
            self._book,
            self._ledger,
            Writer(self._desks, house.state, self._ledger),
            random,
            time.time,
            editors=Editors(allowed=settings.digest_editors),
            zone=settings.digest_zone,
            zones=self._zones,
        )

    def ask(self, platform: str, zone: ZoneOf) -> None:
        """Ask a platform for the time zone of who sets up a digest."""
        self._zones[platform] = zone

    def orders(self, platform: str) -> Orders:
        """Who takes the words after ``/digest`` on a platform."""

        async def take(request: Request) -> Shown:
            where = request.where
            place = Place(platform=platform, workspace=where.workspace, channel=where.channel)
            answer = await self._subscribing.do(request.words, place, where.user)
            return view(answer) if isinstance(answer, Reply) else answer

        return take

    def scheduler(self, outlets: Mapping[str, Outlet]) -> Scheduler:
        """The part of the service that posts digests through these outlets."""
        house = self._house
        return Scheduler(
            self._book,
            self._ledger,
            house.state,
            self._desks,
            {name: OutletPoster(outlet) for name, outlet in outlets.items()},
            owner=str(UUID(int=self._random.getrandbits(128))),
            now=time.time,
            elapsed=time.monotonic,
            sleep=asyncio.sleep,
            tally=house.metrics,
            catch_up=timedelta(hours=house.settings.digest_catch_up),
            # PostgreSQL is made for several machines; a SQLite file is not.
            host=None if house.settings.shared else socket.gethostname(),
        )
