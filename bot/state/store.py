"""The durable state: what the desk must not forget, whatever restarts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, and_, delete, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import DEFAULT_COLLECTION, Turn
from bot.state import schema
from bot.state.events import Events, finish
from bot.state.rows import insert_new, put

TURNS_KEPT = 20
"""Turns of a thread that are remembered; a follow-up needs the last few."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where people talk."""

    platform: str
    workspace: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A collection that was made known in a workspace."""

    workspace: str
    name: str
    private: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A reply as it was posted."""

    id: str
    place: Place
    kind: str
    body: bytes
    """The reply as the cache keeps it, with its id in place of the key; empty while it is being made and shown."""
    sources: Mapping[str, str]
    """The sources it stands on, id → revision."""
    thread: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What there is when a question is about to be answered."""

    posted: Posted | None
    """What became of its reply so far."""
    visible: frozenset[str]
    """The collections that its channel sees."""
    turns: tuple[Turn, ...]
    """What was asked in its thread before."""


class State(Events):
    """What the desk must not forget.

    Args:
        database: An open database with the present schema.
        now: UTC seconds since 1970.

    Every method raises `bot.errors.StoreUnavailable` where the database does not answer.
    """

    # Scopes

    async def declare(self, workspace: str, collection: str, *, private: bool) -> None:
        """Make a collection known, public within the bot or private to the channels it is mapped to."""
        async with self._database.transaction() as connection:
            row = {"workspace": workspace, "name": collection, "private": int(private)}
            await put(connection, schema.collections, row)

    async def map_channel(self, place: Place, collections: Iterable[str]) -> None:
        """Say which collections a channel sees, instead of what it saw; none at all means the default collection."""
        table = schema.channel_collections
        async with self._database.transaction() as connection:
            await connection.execute(delete(table).where(_at(table, place)))
            for name in dict.fromkeys(collections):
                await connection.execute(insert(table).values(**_columns(place), collection=name))

    async def visible(self, place: Place) -> frozenset[str]:
        """The collections that a channel sees: those mapped to it, else the default one."""
        table = schema.channel_collections
        async with self._database.transaction(flushed=False) as connection:
            rows = await connection.execute(select(table.c.collection).where(_at(table, place)))
            return frozenset(row.collection for row in rows) or frozenset({DEFAULT_COLLECTION})

    async def private(self, workspace: str) -> frozenset[str]:
        """The collections of a workspace that only the channels they are mapped to may see."""
        table = schema.collections
        async with self._database.transaction() as connection:
            rows = await connection.execute(select(table.c.name).where(table.c.workspace == workspace, table.c.private == 1))
            return frozenset(row.name for row in rows)

    async def collections(self) -> tuple[Collection, ...]:
        """The collections that were made known, by workspace and name."""
        table = schema.collections
        async with self._database.transaction() as connection:
            rows = await connection.execute(select(table).order_by(table.c.workspace, table.c.name))
            return tuple(Collection(workspace=row.workspace, name=row.name, private=bool(row.private)) for row in rows)

    async def mapped(self) -> Mapping[Place, tuple[str, ...]]:
        """Every channel to which collections are mapped, with them."""
        table = schema.channel_collections
        found: dict[Place, tuple[str, ...]] = {}
        async with self._database.transaction() as connection:
            for row in await connection.execute(select(table).order_by(*table.primary_key.columns)):
                place = Place(platform=row.platform, workspace=row.workspace, channel=row.channel)
                found[place] = (*found.get(place, ()), row.collection)
        return found

    # Keys

    async def key(self, name: str, fresh: bytes) -> bytes:
        """What the desk signs with under this name: ``fresh`` the first time, and the same for everybody ever after."""
        table = schema.keys
        async with self._database.transaction() as connection:
            await insert_new(connection, table, {"name": name, "value": fresh, "made": self._now()})
            kept: bytes = (await connection.execute(select(table.c.value).where(table.c.name == name))).scalar_one()
            return kept

    async def noted(self, name: str) -> bytes | None:
        """What was last kept under this name with ``note``."""
        table = schema.keys
        async with self._database.transaction() as connection:
            return (await connection.execute(select(table.c.value).where(table.c.name == name))).scalar_one_or_none()

    async def note(self, name: str, value: bytes) -> None:
        """Keep a few bytes under a name, in the place of what was kept there: what a platform has been told, for example."""
        async with self._database.transaction() as connection:
            await put(connection, schema.keys, {"name": name, "value": value, "made": self._now()})

    # Installations

    async def enterprise(self, team: str) -> str | None:
        """The organisation under which a Slack workspace last installed the app, where it belongs to one."""
        table = schema.slack_bots
        last = select(table.c.enterprise_id).where(table.c.team_id == team).order_by(table.c.installed_at.desc()).limit(1)
        async with self._database.transaction() as connection:
            return (await connection.execute(last)).scalar_one_or_none()

    # Threads

    async def turns(self, place: Place, thread: str) -> tuple[Turn, ...]:
        """What was asked in a thread, oldest first."""
        async with self._database.transaction(flushed=False) as connection:
            return await _turns(connection, place, thread)

    async def remember(self, place: Place, thread: str, turn: Turn) -> None:
        """Add a turn to a thread; only the last ``TURNS_KEPT`` stay."""
        async with self._database.transaction(flushed=False) as connection:
            await self._remember(connection, place, thread, turn)

    async def _remember(
        self, connection: AsyncConnection, place: Place, thread: str, turn: Turn, *, opening: bool = False
    ) -> None:
        table = schema.threads
        row = {**_columns(place), "thread": thread, "updated": self._now()}
        # Whoever comes second finds the row there, and can lock it: of two first turns none is lost.
        if await insert_new(connection, table, {**row, "turns": _written([turn])}):
            return
        before = await _turns(connection, place, thread, locked=True)
        if before and opening:
            return
        turns = _written((*before, turn)[-TURNS_KEPT:])
        where = and_(_at(table, place), table.c.thread == thread)
        await connection.execute(update(table).where(where).values(turns=turns, updated=self._now()))

    # Replies

    async def begun(self, reply: str, place: Place, kind: str, message: str) -> None:
        """Note the message in which a reply is being shown that is not whole yet: `posted` has it, with an empty body."""
        row = {**_columns(place), "id": reply, "message": message, "kind": kind, "body": b"", "made": self._now()}
        async with self._database.transaction() as connection:
            await insert_new(connection, schema.replies, row)

    async def record(self, posted: Posted) -> None:
        """Keep a reply, and which sources it stands on; again with the same id changes nothing."""
        table = schema.replies
        row = {
            **_columns(posted.place),
            "id": posted.id,
            "thread": posted.thread,
            "message": posted.message,
            "kind": posted.kind,
            "body": posted.body,
            "made": self._now(),
        }
        async with self._database.transaction(flushed=False) as connection:
            fresh = await insert_new(connection, table, row)
            if not fresh:
                unfinished = update(table).where(table.c.id == posted.id, table.c.body == b"")
                fresh = bool((await connection.execute(unfinished.values(body=posted.body, kind=posted.kind))).rowcount)
            if fresh and posted.sources:
                rows = [{"reply": posted.id, "source": s, "revision": r} for s, r in posted.sources.items()]
                await connection.execute(insert(schema.reply_sources), rows)

    async def placed(
        self,
        reply: str,
        message: str | None,
        thread: str | None,
        *,
        place: Place | None = None,
        turn: Turn | None = None,
        threads: Iterable[str] = (),
        opening: bool = False,
        events: Iterable[str] = (),
    ) -> None:
        """Note where a reply that was recorded has been posted, and with it, all or none, what else is to be said of it.

        Args:
            reply: Its id.
            message: Its first message.
            thread: The thread in which follow-ups are asked.
            place: Where it was asked for; needed for what follows.
            turn: What a follow-up needs of the exchange.
            threads: The threads that remember the turn.
            opening: Whether only those do in which nothing was asked before.
            events: The names of the event that is done with it.
        """
        table = schema.replies
        async with self._database.transaction(flushed=False) as connection:
            await connection.execute(update(table).where(table.c.id == reply).values(message=message, thread=thread))
            if place is None:
                return
            if turn is not None:
                for head in sorted(threads):
                    await self._remember(connection, place, head, turn, opening=opening)
            await finish(connection, place.platform, place.workspace, tuple(events))

    async def posted(self, reply: str) -> Posted | None:
        """The reply with this id."""
        async with self._database.transaction(flushed=False) as connection:
            return next(iter(await _posted(connection, schema.replies.c.id == reply)), None)

    async def active(self, platform: str, since: float, limit: int) -> tuple[tuple[Place, str | None], ...]:
        """Where replies were asked for since a moment (UTC seconds), the latest first: places, each with a thread."""
        table = schema.replies
        where = (table.c.platform, table.c.workspace, table.c.channel, table.c.thread)
        lately = select(*where).where(table.c.platform == platform, table.c.made >= since).group_by(*where)
        async with self._database.transaction(flushed=False) as connection:
            rows = await connection.execute(lately.order_by(func.max(table.c.made).desc()).limit(limit))
            return tuple(
                (Place(platform=row.platform, workspace=row.workspace, channel=row.channel), row.thread) for row in rows
            )

    async def known(self, reply: str, place: Place, thread: str | None) -> Known:
        """What there is before a question is answered: ``posted``, ``visible`` and ``turns`` of one moment."""
        sees, threads, replies = schema.channel_collections, schema.threads, schema.replies
        # One statement, since each of them is a way to the database and back; that there is a reply already is rare.
        asked = select(literal("sees").label("what"), sees.c.collection.label("text")).where(_at(sees, place))
        parts = [select(literal("posted"), replies.c.id).where(replies.c.id == reply)]
        if thread:
            parts.append(select(literal("turns"), threads.c.turns).where(_at(threads, place), threads.c.thread == thread))
        async with self._database.transaction(flushed=False) as connection:
            rows = (await connection.execute(asked.union_all(*parts))).all()
            there = any(row.what == "posted" for row in rows)
            return Known(
                posted=next(iter(await _posted(connection, replies.c.id == reply)), None) if there else None,
                visible=frozenset(row.text for row in rows if row.what == "sees") or frozenset({DEFAULT_COLLECTION}),
                turns=next((_read(row.text) for row in rows if row.what == "turns"), ()),
            )

    async def standing_on(self, source: str) -> tuple[Posted, ...]:
        """The replies that stand on a source, oldest first."""
        used = select(schema.reply_sources.c.reply).where(schema.reply_sources.c.source == source)
        async with self._database.transaction() as connection:
            return await _posted(connection, schema.replies.c.id.in_(used))

    async def rate(self, reply: str, person: str, value: str) -> None:
        """Keep what somebody thought of a reply; the last word counts."""
        async with self._database.transaction() as connection:
            row = {"reply": reply, "person": person, "value": value, "given": self._now()}
            await put(connection, schema.feedback, row)

    async def ratings(self, reply: str) -> Mapping[str, str]:
        """What people thought of a reply, person → value."""
        table = schema.feedback
        async with self._database.transaction() as connection:
            rows = await connection.execute(select(table.c.person, table.c.value).where(table.c.reply == reply))
            return {row.person: row.value for row in rows}


def _columns(place: Place) -> dict[str, str]:
    return {"platform": place.platform, "workspace": place.workspace, "channel": place.channel}


def _at(table: Table, place: Place) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in _columns(place).items()))


async def _turns(connection: AsyncConnection, place: Place, thread: str, *, locked: bool = False) -> tuple[Turn, ...]:
    table = schema.threads
    query = select(table.c.turns).where(_at(table, place), table.c.thread == thread)
    return _read((await connection.execute(query.with_for_update() if locked else query)).scalar_one_or_none())


def _written(turns: Iterable[Turn]) -> str:
    return json.dumps([[turn.kind, turn.standalone] for turn in turns], ensure_ascii=False)


def _read(text: str | None) -> tuple[Turn, ...]:
    return tuple(Turn(kind=kind, standalone=standalone) for kind, standalone in json.loads(text or "[]"))


async def _posted(connection: AsyncConnection, where: ColumnElement[bool]) -> tuple[Posted, ...]:
    replies, used = schema.replies, schema.reply_sources
    found = []
    for row in (await connection.execute(select(replies).where(where).order_by(replies.c.made, replies.c.id))).all():
        sources = (await connection.execute(select(used.c.source, used.c.revision).where(used.c.reply == row.id))).all()
        found.append(
            Posted(
                id=row.id,
                place=Place(platform=row.platform, workspace=row.workspace, channel=row.channel),
                kind=row.kind,
                body=row.body,
                sources={row.source: row.revision for row in sources},
                thread=row.thread,
                message=row.message,
            )
        )
    return tuple(found)
