"""The subscriptions to the digest: which channel gets what, when, and who asked for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import time
from typing import Any, Literal

from sqlalchemy import ColumnElement, and_, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import AskerError
from bot.state import schema
from bot.state.database import Database
from bot.state.rows import insert_new
from bot.state.store import Place

MOST = 20
"""Subscriptions of one channel."""
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """A channel's standing order for a digest."""

    id: str
    place: Place
    maker: str
    """Who made it: the platform's id of a person, told of trouble by direct message."""
    topics: tuple[str, ...]
    """What it is about; none at all means everything new."""
    at: time
    """Local wall time."""
    days: tuple[int, ...] = EVERY_DAY
    """ISO weekdays, Monday is 1."""
    zone: str = "UTC"
    """An IANA name."""
    state: Literal["active", "paused"] = "active"
    reason: str = ""
    """Why it is paused, where that was not asked for."""
    since: float
    """UTC seconds since 1970: when it was made, changed or resumed last; what fell due earlier is not owed."""
    made: float = 0.0

    def __post_init__(self) -> None:
        if not self.days or any(not 1 <= day <= 7 for day in self.days) or list(self.days) != sorted(set(self.days)):
            raise ValueError(f"{self.days!r} are no weekdays in order, from 1 for Monday to 7")
        if self.at.second or self.at.microsecond or self.at.tzinfo:
            raise ValueError(f"{self.at!r} is no wall time in hours and minutes")


class Book:
    """Where subscriptions are kept.

    Args:
        database: An open database with the present schema.
        now: UTC seconds since 1970.

    Every method raises `bot.errors.StoreUnavailable` where the database does not answer.
    """

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def add(self, subscription: Subscription) -> Subscription | None:
        """Keep a new one, and hand back how it is kept: the one that is there already where a channel has the same.

        None where its id is taken. Raises AskerError where the channel has too many.
        """
        table = schema.subscriptions
        now = self._now()
        new = replace(subscription, made=now, since=now)
        async with self._database.transaction() as connection:
            there = await _found(connection, _at(new.place))
            for other in there:
                if (other.topics, other.at, other.days, other.zone) == (new.topics, new.at, new.days, new.zone):
                    return other
            if len(there) >= MOST:
                raise AskerError(f"This channel has {len(there)} digests already; remove one first")
            return new if await insert_new(connection, table, _row(new)) else None

    async def one(self, id_: str) -> Subscription | None:
        """The subscription with this id."""
        async with self._database.transaction() as connection:
            return next(iter(await _found(connection, schema.subscriptions.c.id == id_)), None)

    async def of(self, place: Place) -> tuple[Subscription, ...]:
        """The subscriptions of a channel, oldest first."""
        async with self._database.transaction() as connection:
            return await _found(connection, _at(place))

    async def all(self, platforms: Collection[str] | None = None, *, active: bool = False) -> tuple[Subscription, ...]:
        """The subscriptions of these platforms, or of all, oldest first; only the active ones where asked for."""
        table = schema.subscriptions
        conditions: list[ColumnElement[bool]] = [] if platforms is None else [table.c.platform.in_(platforms)]
        conditions += [table.c.state == "active"] if active else []
        async with self._database.transaction() as connection:
            return await _found(connection, and_(True, *conditions))

    async def change(self, id_: str, **fields: Any) -> Subscription | None:
        """Change topics, time, days or zone; it counts from now on. None where there is none with this id."""
        return await self._changed(id_, fields)

    async def pause(self, id_: str, reason: str = "") -> bool:
        """Let it rest; whether it was active until now."""
        table = schema.subscriptions
        where = and_(table.c.id == id_, table.c.state == "active")
        async with self._database.transaction() as connection:
            result = await connection.execute(update(table).where(where).values(state="paused", reason=reason[:256]))
            return bool(result.rowcount)

    async def resume(self, id_: str) -> Subscription | None:
        """Go on with it from now on; None where there is none with this id."""
        return await self._changed(id_, {"state": "active", "reason": ""})

    async def remove(self, id_: str) -> bool:
        """Forget it; whether there was one. The ledger still knows what it posted."""
        table = schema.subscriptions
        async with self._database.transaction() as connection:
            return bool((await connection.execute(delete(table).where(table.c.id == id_))).rowcount)

    async def _changed(self, id_: str, fields: dict[str, Any]) -> Subscription | None:
        table = schema.subscriptions
        async with self._database.transaction() as connection:
            before = next(iter(await _found(connection, table.c.id == id_)), None)
            if before is None:
                return None
            after = replace(before, since=self._now(), **fields)
            await connection.execute(update(table).where(table.c.id == id_).values(**_row(after)))
            return after

    # Hosts

    async def beat(self, host: str) -> None:
        """Say that a scheduler is alive: its host, and its own name behind a slash."""
        table = schema.schedulers
        async with self._database.transaction() as connection:
            where = table.c.host == host
            if not (await connection.execute(update(table).where(where).values(beats=table.c.beats + 1))).rowcount:
                await connection.execute(insert(table).values(host=host, beats=1))

    async def hearts(self) -> dict[str, int]:
        """How often each has said so."""
        table = schema.schedulers
        async with self._database.transaction() as connection:
            return {row.host: row.beats for row in await connection.execute(select(table))}

    async def still(self, host: str) -> None:
        """Say that a scheduler has stopped."""
        table = schema.schedulers
        async with self._database.transaction() as connection:
            await connection.execute(delete(table).where(table.c.host == host))


def _at(place: Place) -> ColumnElement[bool]:
    table = schema.subscriptions
    return and_(table.c.platform == place.platform, table.c.workspace == place.workspace, table.c.channel == place.channel)


def _row(subscription: Subscription) -> dict[str, Any]:
    return {
        "id": subscription.id,
        "platform": subscription.place.platform,
        "workspace": subscription.place.workspace,
        "channel": subscription.place.channel,
        "maker": subscription.maker,
        "topics": json.dumps(subscription.topics, ensure_ascii=False),
        "at": f"{subscription.at:%H:%M}",
        "days": "".join(map(str, subscription.days)),
        "zone": subscription.zone,
        "state": subscription.state,
        "reason": subscription.reason,
        "since": subscription.since,
        "made": subscription.made,
    }


async def _found(connection: AsyncConnection, where: ColumnElement[bool]) -> tuple[Subscription, ...]:
    table = schema.subscriptions
    rows = await connection.execute(select(table).where(where).order_by(table.c.made, table.c.id))
    return tuple(
        Subscription(
            id=row.id,
            place=Place(platform=row.platform, workspace=row.workspace, channel=row.channel),
            maker=row.maker,
            topics=tuple(json.loads(row.topics)),
            at=time.fromisoformat(row.at),
            days=tuple(map(int, row.days)),
            zone=row.zone,
            state=row.state,
            reason=row.reason,
            since=row.since,
            made=row.made,
        )
        for row in rows
    )
