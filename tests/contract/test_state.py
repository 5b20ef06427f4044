"""What the durable state does, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeAlias

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.domain import DEFAULT_COLLECTION, Turn
from bot.errors import BadSetting, StoreUnavailable
from bot.state import schema
from bot.state.database import Database
from bot.state.events import Receipt
from bot.state.store import TURNS_KEPT, Place, Posted, State
from tests.scale import scaled
from tests.servers import free_port

Check: TypeAlias = Callable[[State, Database], Awaitable[None]]
Run: TypeAlias = Callable[[Check], None]
HERE = Place(platform="slack", workspace="W1", channel="C1")
THERE = Place(platform="slack", workspace="W1", channel="C2")


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        """The seconds."""
        return self.seconds


CLOCK = Clock()


@pytest.fixture
def run(url: str) -> Run:
    """Runs a check in an event loop of its own, on an emptied database."""

    def in_loop(check: Check) -> None:
        async def main() -> None:
            database = Database(url)
            try:
                await database.migrate()
                async with database.transaction() as connection:
                    for table in reversed(schema.metadata.sorted_tables):
                        await connection.execute(table.delete())
                await check(State(database, CLOCK), database)
            finally:
                await database.close()

        asyncio.run(main())

    return in_loop


def posted(id_: str = "r1", **changes: object) -> Posted:
    """A reply as it was posted."""
    fields = {"id": id_, "place": HERE, "kind": "brief", "body": b"{}", "sources": {"s1": "a", "s2": "b"}} | changes
    return Posted(**fields)  # type: ignore[arg-type]


def test_however_many_come_at_once_each_has_its_turn(run: Run) -> None:
    """A burst is worked off, and nobody is told that the database is away."""
    count = scaled(200, 4_000)

    async def check(state: State, _: Database) -> None:
        told = await asyncio.gather(
            *(state.receive("slack", "W1", f"Ev{n // 4}", owner=f"process {n % 4}", lease=60) for n in range(count))
        )
        assert told.count(Receipt.NEW) == count // 4

    run(check)


def test_who_finds_no_connection_is_told_so(tmp_path: Path) -> None:
    """Where a library of its own holds every connection, that too is the desk's own error."""

    async def check() -> None:
        database = Database(f"sqlite:///{tmp_path / 'state.db'}")
        try:
            with pytest.raises(StoreUnavailable, match="TimeoutError"), database.translated():
                raise PoolTimeout("QueuePool limit reached")
        finally:
            await database.close()

    asyncio.run(check())


def test_the_migrations_lead_to_the_schema(run: Run) -> None:
    """After the last migration the database is exactly what the tables say."""

    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), schema.metadata))

    async def check(_: State, database: Database) -> None:
        async with database.transaction() as connection:
            assert await connection.run_sync(differences) == []

    run(check)


def test_migrating_again_and_together_is_harmless(run: Run, url: str) -> None:
    """Replicas that start at the same moment bring the schema up once."""

    async def check(_: State, __: Database) -> None:
        others = [Database(url) for _ in range(4)]
        try:
            await asyncio.gather(*(other.migrate() for other in others))
        finally:
            for other in others:
                await other.close()

    run(check)


def test_a_channel_sees_its_collections_or_the_default(run: Run) -> None:
    """Nothing mapped means the default collection; what is mapped replaces it, there alone."""

    async def check(state: State, _: Database) -> None:
        await state.declare("W1", "court", private=True)
        await state.declare("W1", "wire", private=False)
        assert await state.visible(HERE) == {DEFAULT_COLLECTION}
        await state.map_channel(HERE, ["court", "wire", "court"])
        assert await state.visible(HERE) == {"court", "wire"}
        assert await state.visible(THERE) == {DEFAULT_COLLECTION}
        assert await state.private("W1") == {"court"}
        assert await state.private("W2") == frozenset()
        await state.map_channel(HERE, [])
        assert await state.visible(HERE) == {DEFAULT_COLLECTION}

    run(check)


def test_what_was_declared_and_mapped_is_listed(run: Run) -> None:
    """An operator can read back which collections there are, and which channels see them."""

    async def check(state: State, _: Database) -> None:
        await state.declare("W1", "wire", private=False)
        await state.declare("W1", "court", private=True)
        await state.map_channel(HERE, ["wire", "court"])
        await state.map_channel(THERE, ["wire"])
        assert [(entry.name, entry.private) for entry in await state.collections()] == [("court", True), ("wire", False)]
        assert await state.mapped() == {HERE: ("court", "wire"), THERE: ("wire",)}

    run(check)


def test_a_key_is_made_once(run: Run) -> None:
    """Of replicas that make a key at the same moment one is believed by all, and it stays."""

    async def check(state: State, _: Database) -> None:
        made = await asyncio.gather(*(state.key("pages", bytes([n] * 32)) for n in range(4)))
        assert len(set(made)) == 1
        assert await state.key("pages", b"another") == made[0]
        assert await state.key("other", b"another") == b"another"

    run(check)


def test_the_last_note_counts(run: Run) -> None:
    """A note takes the place of the one under its name, and of no other."""

    async def check(state: State, _: Database) -> None:
        assert await state.noted("commands") is None
        await state.note("others", b"0")
        for value in (b"1", b"2"):
            await state.note("commands", value)
            assert await state.noted("commands") == value
        assert await state.noted("others") == b"0"

    run(check)


def test_a_thread_remembers_its_last_turns(run: Run) -> None:
    """Turns come back oldest first, the oldest are dropped, and threads of other channels stay apart."""

    async def check(state: State, _: Database) -> None:
        for n in range(TURNS_KEPT + 2):
            await state.remember(HERE, "t", Turn(kind="ask", standalone=f"question {n} — «ї»"))
        turns = await state.turns(HERE, "t")
        assert [turn.standalone for turn in turns] == [f"question {n} — «ї»" for n in range(2, TURNS_KEPT + 2)]
        assert await state.turns(THERE, "t") == ()

    run(check)


def test_turns_that_come_together_are_all_kept(run: Run) -> None:
    """Of turns remembered at the same moment none is lost, the first included."""

    async def check(state: State, _: Database) -> None:
        await asyncio.gather(*(state.remember(HERE, "new", Turn(kind="ask", standalone=str(n))) for n in range(8)))
        assert {turn.standalone for turn in await state.turns(HERE, "new")} == {str(n) for n in range(8)}

    run(check)


def test_an_event_is_one_processes_work(run: Run) -> None:
    """Of many deliveries at once one is new; the others are told that it is under way, and later that it is done."""

    async def check(state: State, _: Database) -> None:
        at_once = await asyncio.gather(*(state.receive("slack", "W1", "E1", owner=f"p{n}", lease=60) for n in range(8)))
        assert sorted(receipt.value for receipt in at_once) == ["new"] + ["under way"] * 7
        await state.done("slack", "W1", "E1")
        assert await state.receive("slack", "W1", "E1", owner="p9", lease=60) is Receipt.DONE
        assert await state.receive("slack", "W2", "E1", owner="p9", lease=60) is Receipt.NEW

    run(check)


def test_an_event_whose_process_died_is_new_again(run: Run) -> None:
    """An event that was taken on and never done is handed out again once its lease is over, to one of all who ask."""

    async def check(state: State, _: Database) -> None:
        assert await state.receive("slack", "W1", "E2", owner="dead", lease=60) is Receipt.NEW
        assert await state.receive("slack", "W1", "E2", owner="heir", lease=60) is Receipt.UNDER_WAY
        CLOCK.seconds += 61
        again = await asyncio.gather(*(state.receive("slack", "W1", "E2", owner=f"h{n}", lease=60) for n in range(4)))
        assert [receipt.value for receipt in again].count("new") == 1
        assert await state.forget_events(62) == 0
        assert await state.forget_events(60) == 1

    run(check)


def test_an_event_is_taken_on_under_all_its_names_or_none(run: Run) -> None:
    """Of deliveries that share one name one is new; what the others have of their own is not left taken."""

    async def check(state: State, _: Database) -> None:
        at_once = await asyncio.gather(
            *(state.receive("slack", "W1", f"event:{n}", "message", owner=f"p{n % 2}", lease=60) for n in range(8))
        )
        first = at_once.index(Receipt.NEW)
        # Whose process took it on may take it on again.
        assert {receipt for n, receipt in enumerate(at_once) if n % 2 != first % 2} == {Receipt.UNDER_WAY}
        other = next(n for n in range(8) if n % 2 != first % 2)
        assert await state.receive("slack", "W1", f"event:{other}", owner="p9", lease=60) is Receipt.NEW
        await state.done("slack", "W1", f"event:{first}", "message")
        for n in range(8):
            assert await state.receive("slack", "W1", f"event:{n}", "message", owner="p9", lease=60) is Receipt.DONE

    run(check)


def test_what_was_asked_is_kept_until_it_is_answered(run: Run) -> None:
    """What is held by nobody and not done is found with its request, oldest first; what is done keeps none."""

    async def check(state: State, database: Database) -> None:
        async def left() -> list[tuple[str, bytes, float, int]]:
            return [(one.event, one.request, one.age, one.lapses) for one in await state.unanswered("slack", 10)]

        for n in range(2):
            await state.receive("slack", "W1", f"a{n}", f"b{n}", owner="dead", lease=60, request=b"asked %d" % n)
            CLOCK.seconds += 1
        await state.receive("slack", "W1", "nothing to answer", owner="dead", lease=1)
        await state.receive("discord", "W1", "elsewhere", owner="dead", lease=1, request=b"asked there")
        assert await left() == []
        CLOCK.seconds += 60
        assert await left() == [("b0", b"asked 0", 62.0, 0), ("b1", b"asked 1", 61.0, 0)]
        assert len(await state.unanswered("slack", 1)) == 1
        assert await state.receive("slack", "W1", "a0", "b0", owner="heir", lease=60, request=b"another") is Receipt.NEW
        assert [one[0] for one in await left()] == ["b1"]
        await state.release("slack", "W1", "a0", "b0", owner="somebody else")
        assert [one[0] for one in await left()] == ["b1"]
        await state.release("slack", "W1", "a0", "b0", owner="heir")
        assert await left() == [("b0", b"asked 0", 62.0, 1), ("b1", b"asked 1", 61.0, 0)]
        await state.done("slack", "W1", "a0", "b0")
        await state.release("slack", "W1", "a0", "b0", owner="heir")
        assert [one[0] for one in await left()] == ["b1"]
        async with database.transaction() as connection:
            kept = select(schema.events.c.request).where(schema.events.c.event == "b0")
            assert (await connection.execute(kept)).scalar_one() is None

    run(check)


def test_a_lease_that_is_renewed_has_not_lapsed(run: Run) -> None:
    """Only taking over counts, not holding on."""

    async def check(state: State, _: Database) -> None:
        for _n in range(4):
            await state.receive("slack", "W1", "E", owner="alive", lease=60, request=b"asked")
            CLOCK.seconds += 20
        CLOCK.seconds += 60
        (left,) = await state.unanswered("slack", 10)
        assert left.lapses == 0

    run(check)


def test_a_reply_is_placed_and_its_event_done_in_one(run: Run) -> None:
    """Where it stands, what a follow-up needs, and that it is answered, are noted together, or nothing of it is."""

    async def check(state: State, database: Database) -> None:
        turn, draft = Turn(kind="ask", standalone="what?"), Turn(kind="brief", standalone="a draft")
        await state.receive("slack", "W1", "a", "b", owner="p", lease=60, request=b"asked")
        await state.record(posted())
        assert (await state.known("r1", HERE, None)).posted == posted()
        async with database.transaction() as connection:
            await connection.execute(text("ALTER TABLE events RENAME TO away"))
        with pytest.raises(StoreUnavailable):
            await state.placed("r1", "m", "t", place=HERE, turn=turn, threads=("t",), events=("a", "b"))
        async with database.transaction() as connection:
            await connection.execute(text("ALTER TABLE away RENAME TO events"))
        assert (await state.known("r1", HERE, "t")).posted == posted()
        assert await state.turns(HERE, "t") == ()
        await state.placed("r1", "m", "t", place=HERE, turn=turn, threads=("t", "direct"), events=("a", "b"))
        await state.placed("r1", "m", "t", place=HERE, turn=draft, threads=("t", "new"), opening=True)
        known = await state.known("r1", HERE, "t")
        assert known.posted == posted(thread="t", message="m")
        assert known.visible == {DEFAULT_COLLECTION}
        assert known.turns == await state.turns(HERE, "direct") == (turn,)
        assert await state.turns(HERE, "new") == (draft,)
        assert await state.receive("slack", "W1", "a", "b", owner="p", lease=60) is Receipt.DONE
        assert (await state.known("nothing", THERE, None)).posted is None

    run(check)


def test_who_is_stopped_in_the_middle_holds_up_nobody(run: Run) -> None:
    """A transaction that is cancelled, even while it is being taken back, leaves nothing and lets the next one through."""

    async def check(state: State, database: Database) -> None:
        async def stuck(begun: asyncio.Event) -> None:
            async with database.transaction() as connection:
                await connection.execute(schema.collections.insert().values(workspace="W1", name="half", private=1))
                begun.set()
                await asyncio.Event().wait()

        for times in (1, 2):
            begun = asyncio.Event()
            task = asyncio.create_task(stuck(begun))
            await begun.wait()
            for _n in range(times):
                task.cancel()
                await asyncio.sleep(0)
            await asyncio.gather(task, return_exceptions=True)
            assert await state.private("W1") == frozenset()

    run(check)


def test_a_reply_is_kept_with_its_sources(run: Run) -> None:
    """A posted reply is found by its id and by each source, and recording it twice changes nothing."""

    async def check(state: State, _: Database) -> None:
        await state.record(posted())
        await state.record(posted(body=b"another", sources={"s9": "z"}))
        CLOCK.seconds += 1
        await state.record(posted("r2", sources={"s2": "c"}, thread="t", message="m", place=THERE))
        assert await state.posted("r1") == posted()
        assert [reply.id for reply in await state.standing_on("s2")] == ["r1", "r2"]
        assert await state.standing_on("s9") == ()
        assert await state.posted("nothing") is None

    run(check)


def test_where_replies_were_asked_for_lately(run: Run) -> None:
    """Each place and thread once, the latest first, of one platform, and nothing from before."""

    async def check(state: State, _: Database) -> None:
        began = CLOCK.seconds
        for n, (place, thread) in enumerate([(HERE, "1"), (HERE, "2"), (THERE, None), (HERE, "1")]):
            CLOCK.seconds = began + n
            await state.record(Posted(id=f"r{n}", place=place, kind="ask", body=b"{}", sources={}))
            await state.placed(f"r{n}", "m", thread)
        assert await state.active("slack", began + 1, 9) == ((HERE, "1"), (THERE, None), (HERE, "2"))
        assert await state.active("slack", began + 1, 2) == ((HERE, "1"), (THERE, None))
        assert await state.active("slack", began + 3.5, 9) == ()
        assert await state.active("discord", began, 9) == ()

    run(check)


def test_the_last_word_of_a_rating_counts(run: Run) -> None:
    """A person's second rating replaces the first, and a rating of no reply is refused."""

    async def check(state: State, _: Database) -> None:
        await state.record(posted())
        await state.rate("r1", "ann", "good")
        await state.rate("r1", "ann", "bad")
        await state.rate("r1", "bob", "good")
        assert await state.ratings("r1") == {"ann": "bad", "bob": "good"}
        with pytest.raises(StoreUnavailable):
            await state.rate("nothing", "ann", "good")

    run(check)


def test_what_fails_half_way_leaves_nothing(run: Run) -> None:
    """A transaction in which something is raised leaves no trace."""

    async def check(state: State, database: Database) -> None:
        async def fail() -> None:
            async with database.transaction() as connection:
                await connection.execute(schema.collections.insert().values(workspace="W1", name="half", private=1))
                raise LookupError

        with pytest.raises(LookupError):
            await fail()
        assert await state.private("W1") == frozenset()

    run(check)


def test_hostile_text_is_only_text(run: Run) -> None:
    """Words that look like SQL are kept as words."""

    async def check(state: State, database: Database) -> None:
        words = "'); DROP TABLE threads; --"
        await state.remember(HERE, words, Turn(kind="ask", standalone=words))
        assert (await state.turns(HERE, words))[0].standalone == words
        async with database.transaction() as connection:
            assert (await connection.execute(text("SELECT count(*) FROM threads"))).scalar_one() == 1

    run(check)


def test_what_no_database_takes_is_cleaned_at_the_door(run: Run) -> None:
    """NUL characters and halves of surrogate pairs in ids and words are taken out, and what was put is found again."""

    async def check(state: State, _: Database) -> None:
        odd = "a\0b\ud800"
        place = Place(platform="slack", workspace="W1", channel=odd)
        await state.remember(place, odd, Turn(kind="ask", standalone=odd))
        assert [turn.kind for turn in await state.turns(place, odd)] == ["ask"]
        assert await state.receive("slack", "W1", odd, owner=odd, lease=5) is Receipt.NEW
        await state.map_channel(place, [odd])
        assert await state.visible(place) == {"ab?"}

    run(check)


@pytest.mark.parametrize("address", ["mysql://host/name", "state.db", "", "postgresql:/host"])
def test_an_address_that_is_none_is_a_setting_to_mend(address: str) -> None:
    """An address that names no database the desk knows is refused with what to write."""
    with pytest.raises(BadSetting, match="DATABASE_URL"):
        Database(address)


def test_a_server_that_is_away_is_said_to_be() -> None:
    """A PostgreSQL that refuses connections raises the desk's own error."""

    async def check() -> None:
        database = Database(f"postgresql://nobody@127.0.0.1:{free_port()}/nothing")
        with pytest.raises(StoreUnavailable):
            await database.migrate()
        await database.close()

    asyncio.run(check())
