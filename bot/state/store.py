"""The durable state: what the desk must not forget, whatever restarts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, case, delete, func, insert, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain import DEFAULT_COLLECTION, Turn
from bot.state import schema
from bot.state.database import Database

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


class State:
    """What the desk must not forget.

    Args:
        database: An open database with the present schema.
        now: UTC seconds since 1970.

    Every method raises `bot.errors.StoreUnavailable` where the database does not answer. What is taken on is on the disk when
    `receive` returns; what becomes of it later is found again, after a power cut too, where it was posted.
    """

    def __init__(self, database: Database, now: Callable[[], float]) -> None:
        self._database = database
        self._now = now

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

    # Events

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
            await _done(connection, platform, workspace, events)

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
            await _done(connection, place.platform, place.workspace, tuple(events))

    async def posted(self, reply: str) -> Posted | None:
        """The reply with this id."""
        async with self._database.transaction(flushed=False) as connection:
            return next(iter(await _posted(connection, schema.replies.c.id == reply)), None)

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

    async def active(self, platform: str, since: float, limit: int) -> tuple[tuple[Place, str | None], ...]:
        """Where replies were asked for since a moment (UTC seconds), the latest first: places, each with a thread."""
        table = schema.replies
        where = (table.c.platform, table.c.workspace, table.c.channel, table.c.thread)
        lately = select(*where).where(table.c.platform == platform, table.c.made >= since).group_by(*where)
        async with self._database.transaction() as connection:
            rows = await connection.execute(lately.order_by(func.max(table.c.made).desc()).limit(limit))
            return tuple(
                (Place(platform=row.platform, workspace=row.workspace, channel=row.channel), row.thread) for row in rows
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


class _Held(Exception):
    """Takes back what a transaction has taken on so far."""

    def __init__(self, receipt: Receipt) -> None:
        super().__init__(receipt)
        self.receipt = receipt


def _columns(place: Place) -> dict[str, str]:
    return {"platform": place.platform, "workspace": place.workspace, "channel": place.channel}


def _at(table: Table, place: Place) -> ColumnElement[bool]:
    return and_(*(table.c[name] == value for name, value in _columns(place).items()))


def _named(platform: str, workspace: str, events: Sequence[str]) -> ColumnElement[bool]:
    table = schema.events
    return and_(table.c.platform == platform, table.c.workspace == workspace, table.c.event.in_(events))


async def _done(connection: AsyncConnection, platform: str, workspace: str, events: Sequence[str]) -> None:
    if events:
        done = update(schema.events).where(_named(platform, workspace, events))
        await connection.execute(done.values(state="done", request=None))


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


def _upsert(connection: AsyncConnection, table: Table) -> Any:
    """The dialect's own ``INSERT``: both know ``ON CONFLICT``, under two names."""
    return (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)


async def insert_new(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is there; whether it was inserted."""
    result = await connection.execute(_upsert(connection, table).values(**row).on_conflict_do_nothing())
    return bool(result.rowcount)


async def put(connection: AsyncConnection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert a row, or change the one with its key."""
    keys = [column.name for column in table.primary_key]
    changed = {name: value for name, value in row.items() if name not in keys}
    statement = _upsert(connection, table).values(**row).on_conflict_do_update(index_elements=keys, set_=changed)
    await connection.execute(statement)
