"""The newsroom's sources in the shared database: what one replica reads in, all of them have."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any
from uuid import uuid4

from sqlalchemy import and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.corpus.packed import PackedReading, pack
from bot.domain import Reading
from bot.engine.contract import source_from, source_json
from bot.errors import StoreDamaged
from bot.ports import News
from bot.state import schema
from bot.state.database import Database
from bot.state.rows import insert_new, put

NAME = "corpus"
"""The one row of the table ``newsroom``."""
_MANY = 500
"""Ids in one statement."""


class SharedSources:
    """The sources that several replicas share.

    Args:
        database: An open database with the present schema.
        now: UTC seconds since 1970.

    A change gets its number while the newsroom's row is locked, and the lock is held until the change is committed. So
    numbers become visible in their order, and who asks for what came after number n cannot miss a change that was numbered
    before it and committed later, as happens with a sequence.
    """

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

    async def revisions(self, ids: Iterable[str]) -> dict[str, str]:
        """The current revision of each of these sources that is known."""
        async with self._database.transaction() as connection:
            return await _revisions(connection, list(ids))

    async def publish(self, readings: Sequence[Reading]) -> None:
        """Make these the current readings of their sources, all or none; what is current already is skipped."""
        latest = {reading.source.id: reading for reading in readings}
        if not latest:
            return
        # Packed before the lock is taken: others wait for it.
        bodies = {source: _body(reading) for source, reading in latest.items()}
        async with self._database.transaction() as connection:
            _, number = await self._locked(connection)
            known = await _revisions(connection, list(latest))
            for source, reading in latest.items():
                revision = reading.source.revision
                if known.get(source) == revision:
                    continue
                number += 1
                await put(connection, schema.sources, {"id": source, "revision": revision, "change": number})
                row = {"source": source, "revision": revision, "body": bodies[source], "stored": self._now()}
                await put(connection, schema.source_revisions, row)
            await self._count(connection, number)

    async def remove(self, ids: Iterable[str]) -> None:
        """Forget these sources and all their revisions; replicas hear of it."""
        async with self._database.transaction() as connection:
            _, number = await self._locked(connection)
            for source in sorted(await _revisions(connection, list(ids))):
                number += 1
                gone = update(schema.sources).where(schema.sources.c.id == source)
                await connection.execute(gone.values(revision=None, change=number))
                await connection.execute(delete(schema.source_revisions).where(schema.source_revisions.c.source == source))
            await self._count(connection, number)

    async def changes(self, since: str | None, limit: int) -> News | None:
        """The next changes after this mark, at most ``limit`` of them, in the order in which they were made; None: no more."""
        sources, revisions = schema.sources, schema.source_revisions
        async with self._database.transaction() as connection:
            store, last = await self._standing(connection)
            owner, _, number = (since or "").partition(":")
            anew = owner != store or not number.isdecimal() or int(number) > last
            after = 0 if anew else int(number)
            if after == last and not anew:
                return None
            body = and_(revisions.c.source == sources.c.id, revisions.c.revision == sources.c.revision)
            found = select(sources.c.id, sources.c.revision, sources.c.change, revisions.c.body)
            found = found.select_from(sources.outerjoin(revisions, body)).where(sources.c.change > after)
            rows = (await connection.execute(found.order_by(sources.c.change).limit(limit))).all()
        if not rows and not anew:
            return None
        return News(
            readings=tuple(_reading(row.id, row.body) for row in rows if row.revision is not None),
            gone=tuple(row.id for row in rows if row.revision is None),
            mark=f"{store}:{rows[-1].change if rows else 0}",
            anew=anew,
        )

    async def _standing(self, connection: AsyncConnection, *, locked: bool = False) -> tuple[str, int]:
        """Which newsroom this is, and the number of its last change; founded where nobody has published yet."""
        table = schema.newsroom
        query = select(table.c.store, table.c.changes).where(table.c.name == NAME)
        query = query.with_for_update() if locked else query
        row = (await connection.execute(query)).one_or_none()
        if row is None:
            await insert_new(connection, table, {"name": NAME, "store": uuid4().hex, "changes": 0})
            row = (await connection.execute(query)).one()
        return row.store, row.changes

    async def _locked(self, connection: AsyncConnection) -> tuple[str, int]:
        return await self._standing(connection, locked=True)

    async def _count(self, connection: AsyncConnection, number: int) -> None:
        await connection.execute(update(schema.newsroom).where(schema.newsroom.c.name == NAME).values(changes=number))


async def _revisions(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, str]:
    table, found = schema.sources, {}
    for some in _split(ids):
        known = select(table.c.id, table.c.revision).where(table.c.id.in_(some), table.c.revision.is_not(None))
        found.update({row.id: row.revision for row in await connection.execute(known)})
    return found


def _body(reading: Reading) -> bytes:
    kept: dict[str, Any] = {"source": source_json(reading.source), "text": reading.text, "packed": pack(reading)}
    return zlib.compress(json.dumps(kept).encode(), 1)


def _reading(source: str, body: bytes | None) -> PackedReading:
    try:
        kept = json.loads(zlib.decompress(body or b""))
        return PackedReading.of(source=source_from(kept["source"]), text=kept["text"], packed=kept["packed"])
    except (zlib.error, ValueError, KeyError, TypeError) as exc:
        raise StoreDamaged(f"the shared store's source {source!r} cannot be read; ingest it again") from exc


def _split(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for at in range(0, len(values), _MANY):
        yield values[at : at + _MANY]
