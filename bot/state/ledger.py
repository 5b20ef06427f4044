"""The digest's ledger: what is to be posted into which slot, byte for byte, whether it was, and who is at it.

A digest is a family of rows: its parts, counted from 0. A line that says which dates were missed is a family of one, with a
part of its own. Whoever works on a family holds a lease on it, with a number that grows with every holder: its fence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StoreDamaged
from bot.state import schema
from bot.state.database import Database
from bot.state.rows import insert_new, put
from bot.state.store import Place

NOTICE = -1
"""The part of the line that says which dates were missed: no part of a digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """What is posted once."""

    place: Place
    subscription: str
    day: date
    """The local date."""
    part: int = 0

    @property
    def number(self) -> int:
        """Which message of its family it is, counted from 0."""
        return max(self.part, 0)

    @property
    def mark(self) -> str:
        """The name of its family: 32 hexadecimal digits, the same in every process; with ``number`` it names a message."""
        place, kind = self.place, "notice" if self.part < 0 else "digest"
        words = (place.platform, place.workspace, place.channel, self.subscription, self.day.isoformat(), kind)
        return hashlib.sha256("\0".join(words).encode("utf-8", "replace")).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A slot as the ledger has it."""

    slot: Slot
    state: str
    """``writing``, ``intended``, ``posted``, ``missed`` (and said so), ``lapsed`` (and not said yet) or ``skipped``."""
    due: float
    """UTC seconds since 1970."""
    body: bytes | None
    """What is posted, where the family was asked for."""
    message: str | None
    """The platform's id of the message, once posted."""
    fence: int
    tries: int
    """How many posts may have been sent."""
    updated: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """The right to work on a family, for a while."""

    slot: Slot
    """Its first part."""
    fence: int
    fresh: bool
    """Whether nobody has worked on it before."""


class Ledger:
    """What was posted, and what is to be.

    Args:
        database: An open database with the present schema.
        now: UTC seconds since 1970. It may jump: a lease that ends later than a lease can is over.

    Every method raises `bot.errors.StoreUnavailable` where the database does not answer.
    """

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def days(self, place: Place, subscription: str, first: date) -> Mapping[date, str]:
        """The states of a subscription's dates from ``first`` on."""
        table = schema.ledger
        where = and_(_of(place, subscription), table.c.part == 0, table.c.day >= first)
        async with self._database.transaction() as connection:
            return {row.day: row.state for row in await connection.execute(select(table.c.day, table.c.state).where(where))}

    async def told(self, slot: Slot) -> bytes | None:
        """What was noted of a digest when its bytes were frozen."""
        table = schema.ledger
        async with self._database.transaction() as connection:
            told: bytes | None = (await connection.execute(select(table.c.told).where(_slot(slot)))).scalar_one_or_none()
            return told

    async def last(self, place: Place, subscription: str, before: date) -> bytes | None:
        """What was noted of the last digest that was posted before a date."""
        table = schema.ledger
        where = and_(_of(place, subscription), table.c.part == 0, table.c.state == "posted", table.c.day < before)
        query = select(table.c.told).where(where, table.c.told.is_not(None)).order_by(table.c.day.desc()).limit(1)
        async with self._database.transaction() as connection:
            told: bytes | None = (await connection.execute(query)).scalar_one_or_none()
            return told

    async def skip(self, slot: Slot) -> bool:
        """Note that a date does not exist; whether that was news."""
        async with self._database.transaction() as connection:
            return await insert_new(connection, schema.ledger, self._row(slot, "skipped", 0.0))

    async def claim(self, slot: Slot, *, due: float, owner: str, lease: float) -> Claim | None:
        """Take on a family that nobody is at, new or left behind; None where somebody is, or it is over with."""
        table, now = schema.ledger, self._now()
        async with self._database.transaction() as connection:
            row = self._row(slot, "writing", due) | {"owner": owner, "until": now + lease, "fence": 1}
            if await insert_new(connection, table, row):
                return Claim(slot=slot, fence=1, fresh=True)
            over = or_(table.c.until <= now, table.c.until > now + lease)
            stale = and_(_family(slot), table.c.state.in_(("writing", "intended")), over)
            taken = update(table).where(stale).values(owner=owner, until=now + lease, fence=table.c.fence + 1)
            if not (await connection.execute(taken)).rowcount:
                return None
            fence = (await connection.execute(select(func.max(table.c.fence)).where(_family(slot)))).scalar_one()
            # Parts that are posted are of the family too, and may not lag behind.
            await connection.execute(update(table).where(_family(slot)).values(owner=owner, until=now + lease, fence=fence))
            return Claim(slot=slot, fence=fence, fresh=False)

    async def freeze(
        self, claim: Claim, *, owner: str, due: float, bodies: Sequence[bytes], told: bytes | None, missed: Iterable[date] = ()
    ) -> bool:
        """Say what will be posted, once and for all, and which dates it says were missed; False where the claim is lost."""
        table = schema.ledger
        slot = claim.slot
        async with self._database.transaction() as connection:
            held = and_(_slot(slot), table.c.state == "writing", table.c.owner == owner, table.c.fence == claim.fence)
            row = (await connection.execute(select(table).where(held).with_for_update())).one_or_none()
            if row is None:
                return False
            for number, body in enumerate(bodies):
                part = replace(slot, part=slot.part + number)
                values = self._row(part, "intended", due) | {
                    "body": body,
                    "hash": hashlib.sha256(body).hexdigest(),
                    "told": told if number == 0 else None,
                    "owner": owner,
                    "until": row.until,
                    "fence": claim.fence,
                }
                await put(connection, table, values)
            for day in missed:
                await self._close(connection, replace(slot, day=day, part=0), "missed")
            return True

    async def family(self, slot: Slot) -> tuple[Entry, ...]:
        """All parts of a digest, in order.

        Raises:
            StoreDamaged: What is to be posted is not what was written.
        """
        async with self._database.transaction() as connection:
            return await _entries(connection, _family(slot), whole=True)

    async def renew(self, claim: Claim, *, owner: str, lease: float) -> bool:
        """Hold a claim for ``lease`` seconds more; False where it is no longer ours."""
        table = schema.ledger
        ours = and_(_family(claim.slot), table.c.owner == owner, table.c.fence == claim.fence)
        async with self._database.transaction() as connection:
            return bool((await connection.execute(update(table).where(ours).values(until=self._now() + lease))).rowcount)

    async def begin(self, claim: Claim, slot: Slot, *, owner: str, lease: float) -> bool:
        """The fence: whether this part may be posted now, by us; it is counted as posted perhaps, and the lease begins anew."""
        table, now = schema.ledger, self._now()
        ours = and_(table.c.owner == owner, table.c.fence == claim.fence, table.c.until > now, table.c.until <= now + lease)
        async with self._database.transaction() as connection:
            may = update(table).where(_slot(slot), table.c.state == "intended", ours)
            if not (await connection.execute(may.values(tries=table.c.tries + 1, updated=now))).rowcount:
                return False
            await connection.execute(update(table).where(_family(slot)).values(until=now + lease))
            return True

    async def unsent(self, claim: Claim, slot: Slot, *, owner: str) -> None:
        """Take back that a part was posted perhaps: the platform said that it was not."""
        table = schema.ledger
        ours = and_(_slot(slot), table.c.owner == owner, table.c.fence == claim.fence, table.c.tries > 0)
        async with self._database.transaction() as connection:
            await connection.execute(update(table).where(ours).values(tries=table.c.tries - 1))

    async def commit(self, slot: Slot, message: str) -> str | None:
        """Say that a slot was posted as this message; the message of record, which is another where one was there before.

        It is no matter who holds the lease: the message is there. None where the slot was given up.
        """
        table = schema.ledger
        open_ = and_(_slot(slot), table.c.state == "intended")
        async with self._database.transaction() as connection:
            await connection.execute(update(table).where(open_).values(state="posted", message=message, updated=self._now()))
            record: str | None = (await connection.execute(select(table.c.message).where(_slot(slot)))).scalar_one_or_none()
            return record

    async def give_up(self, claim: Claim, *, owner: str) -> bool:
        """Post no more of a family: a date that nothing was posted of is to be told as missed."""
        table = schema.ledger
        ours = and_(_family(claim.slot), table.c.owner == owner, table.c.fence == claim.fence, table.c.state == "intended")
        async with self._database.transaction() as connection:
            values = {"state": "lapsed", "updated": self._now()}
            return bool((await connection.execute(update(table).where(ours).values(**values))).rowcount)

    async def unfinished(self, lease: float, platforms: Iterable[str], limit: int = 100) -> tuple[Entry, ...]:
        """The first open part of every family that was left behind, longest waiting first."""
        table, now = schema.ledger, self._now()
        over = or_(table.c.until <= now, table.c.until > now + lease)
        where = and_(table.c.state == "intended", over, table.c.platform.in_(list(platforms)))
        async with self._database.transaction() as connection:
            found = await _entries(connection, where, order=(table.c.until, table.c.part), limit=limit)
        heads: dict[tuple[Place, str, date, bool], Entry] = {}
        for entry in found:
            slot = entry.slot
            heads.setdefault((slot.place, slot.subscription, slot.day, slot.part < 0), entry)
        return tuple(heads.values())

    async def doubtful(self, since: float, platforms: Iterable[str], limit: int = 100) -> tuple[Entry, ...]:
        """Slots posted since a moment for which more than one post may have been sent."""
        table = schema.ledger
        where = and_(
            table.c.state == "posted", table.c.updated >= since, table.c.tries > 1, table.c.platform.in_(list(platforms))
        )
        async with self._database.transaction() as connection:
            return await _entries(connection, where, order=(table.c.updated.desc(),), limit=limit)

    async def forget(self, before: date, emptied: date) -> int:
        """Drop the dates before one, and empty those before another of all but their state; how many were dropped."""
        table = schema.ledger
        async with self._database.transaction() as connection:
            full = and_(table.c.day < emptied, table.c.body.is_not(None), table.c.state.not_in(("writing", "intended")))
            await connection.execute(update(table).where(full).values(body=None, hash=None, told=None))
            return (await connection.execute(delete(table).where(table.c.day < before))).rowcount

    async def _close(self, connection: AsyncConnection, slot: Slot, state: str) -> None:
        """Close a date that nobody works on, whatever was begun of it."""
        table = schema.ledger
        if not await insert_new(connection, table, self._row(slot, state, 0.0)):
            open_ = and_(_slot(slot), table.c.state.in_(("writing", "lapsed")))
            await connection.execute(update(table).where(open_).values(state=state, updated=self._now()))

    def _row(self, slot: Slot, state: str, due: float) -> dict[str, Any]:
        return {
            "platform": slot.place.platform,
            "workspace": slot.place.workspace,
            "channel": slot.place.channel,
            "subscription": slot.subscription,
            "day": slot.day,
            "part": slot.part,
            "state": state,
            "due": due,
            "owner": "",
            "until": 0.0,
            "fence": 0,
            "tries": 0,
            "updated": self._now(),
        }


def _of(place: Place, subscription: str) -> ColumnElement[bool]:
    table = schema.ledger
    return and_(
        table.c.platform == place.platform,
        table.c.workspace == place.workspace,
        table.c.channel == place.channel,
        table.c.subscription == subscription,
    )


def _family(slot: Slot) -> ColumnElement[bool]:
    table = schema.ledger
    parts = table.c.part == slot.part if slot.part < 0 else table.c.part >= 0
    return and_(_of(slot.place, slot.subscription), table.c.day == slot.day, parts)


def _slot(slot: Slot) -> ColumnElement[bool]:
    table = schema.ledger
    return and_(_of(slot.place, slot.subscription), table.c.day == slot.day, table.c.part == slot.part)


async def _entries(
    connection: AsyncConnection,
    where: ColumnElement[bool],
    order: Sequence[Any] = (),
    limit: int | None = None,
    *,
    whole: bool = False,
) -> tuple[Entry, ...]:
    table = schema.ledger
    rows = await connection.execute(select(table).where(where).order_by(*(order or (table.c.part,))).limit(limit))
    found = []
    for row in rows:
        place = Place(platform=row.platform, workspace=row.workspace, channel=row.channel)
        if whole and row.body is not None and hashlib.sha256(row.body).hexdigest() != row.hash:
            raise StoreDamaged(f"the digest of {row.subscription!r} for {row.day} is not what was written; it is not posted")
        found.append(
            Entry(
                slot=Slot(place=place, subscription=row.subscription, day=row.day, part=row.part),
                state=row.state,
                due=row.due,
                body=row.body if whole else None,
                message=row.message,
                fence=row.fence,
                tries=row.tries,
                updated=row.updated,
            )
        )
    return tuple(found)
