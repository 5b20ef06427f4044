"""The events that platforms tell of: received, held by one process at a time, and done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum

from sqlalchemy import ColumnElement, and_, case, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.state import schema
from bot.state.database import Database
from bot.state.rows import insert_new


class Receipt(Enum):
    """What is to be done with an event that has arrived."""

    NEW = "new"
    """It is ours: answer it, then say that it is done."""
    UNDER_WAY = "under way"
    """Another process is answering it."""
    DONE = "done"
    """It has been answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """An event that was taken on, is not done, and is held by nobody any more."""

    workspace: str
    event: str
    """The one of its names with which the request was kept."""
    request: bytes
    """What was asked, as it was kept."""
    age: float
    """Seconds since it was received."""
    lapses: int
    """How often before somebody took it over from one who did not finish it."""


class Events:
    """What came in, and who answers it.

    Args:
        database: An open database with the present schema.
        now: UTC seconds since 1970.

    Every method raises `bot.errors.StoreUnavailable` where the database does not answer. What is taken on is on the disk when
    `receive` returns; what becomes of it later is found again, after a power cut too, where it was posted.
    """

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def receive(
        self, platform: str, workspace: str, *events: str, owner: str, lease: float, request: bytes | None = None
    ) -> Receipt:
        """Take an event on, unless somebody else has: of all who call this for one event, one is told ``NEW``.

        Args:
            platform: Where it happened.
            workspace: Where there.
            events: Its names; it is taken on under all of them or none.
            owner: Who takes it on.
            lease: Seconds within which it is to be done; if it is not, the next delivery is ``NEW`` again.
            request: What was asked, kept under the last name until it is done.
        """
        table, now = schema.events, self._now()
        rows = [
            {
                "platform": platform,
                "workspace": workspace,
                "event": event,
                "state": "received",
                "owner": owner,
                "until": now + lease,
                "received": now,
                "request": request if event == events[-1] else None,
                "lapses": 0,
            }
            # In one order, so that two deliveries never wait for each other.
            for event in sorted(set(events))
        ]
        where = _named(platform, workspace, events)
        held = or_(table.c.until <= now, table.c.owner == owner)
        lapses = table.c.lapses + case((table.c.until <= now, 1), else_=0)
        take = update(table).where(where, table.c.state == "received", held)
        try:
            async with self._database.transaction() as connection:
                if all([await insert_new(connection, table, row) for row in rows]):
                    return Receipt.NEW
                taken = await connection.execute(take.values(owner=owner, until=now + lease, lapses=lapses))
                if taken.rowcount == len(rows):
                    return Receipt.NEW
                states = (await connection.execute(select(table.c.state).where(where))).scalars().all()
                raise _Held(Receipt.DONE if "done" in states else Receipt.UNDER_WAY)
        except _Held as held_by_another:
            return held_by_another.receipt

    async def done(self, platform: str, workspace: str, *events: str) -> None:
        """Say that an event has been answered, under all of these names; what was asked is kept no longer."""
        async with self._database.transaction(flushed=False) as connection:
            await finish(connection, platform, workspace, events)

    async def release(self, platform: str, workspace: str, *events: str, owner: str) -> None:
        """Hold an event no longer that is not done, so that it can be taken over at once."""
        table = schema.events
        mine = update(table).where(_named(platform, workspace, events), table.c.state == "received", table.c.owner == owner)
        async with self._database.transaction(flushed=False) as connection:
            await connection.execute(mine.values(until=self._now()))

    async def unanswered(self, platform: str, limit: int) -> tuple[Unanswered, ...]:
        """Events that were taken on with what was asked, are not done and held by nobody, oldest first."""
        table, now = schema.events, self._now()
        left = select(table).where(
            table.c.platform == platform, table.c.state == "received", table.c.request.is_not(None), table.c.until <= now
        )
        async with self._database.transaction(flushed=False) as connection:
            rows = await connection.execute(left.order_by(table.c.received).limit(limit))
            return tuple(
                Unanswered(
                    workspace=row.workspace,
                    event=row.event,
                    request=row.request,
                    age=now - row.received,
                    lapses=row.lapses,
                )
                for row in rows
            )

    async def forget_events(self, age: float) -> int:
        """Drop the events received longer ago than this, in seconds; how many those were."""
        table = schema.events
        async with self._database.transaction(flushed=False) as connection:
            return (await connection.execute(delete(table).where(table.c.received < self._now() - age))).rowcount


class _Held(Exception):
    """Takes back what a transaction has taken on so far."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(receipt)
        self.receipt = receipt


def _named(platform: str, workspace: str, events: Sequence[str]) -> ColumnElement[bool]:
    table = schema.events
    return and_(table.c.platform == platform, table.c.workspace == workspace, table.c.event.in_(events))


async def finish(connection: AsyncConnection, platform: str, workspace: str, events: Sequence[str]) -> None:
    """Note within a transaction that an event has been answered, under all of these names."""
    if events:
        done = update(schema.events).where(_named(platform, workspace, events))
        await connection.execute(done.values(state="done", request=None))
