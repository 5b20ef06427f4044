"""The newsroom's sources, shared on SQLite and PostgreSQL, and the replicas that follow them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import TypeAlias

import pytest
from sqlalchemy import text

from bot.corpus.annotate import annotate
from bot.corpus.document import Document, identity
from bot.corpus.follow import PublishingCorpus, evidence, follow
from bot.corpus.index import TantivyIndex
from bot.corpus.ingest import heal, ingest
from bot.corpus.packed import pack
from bot.corpus.store import SqliteCorpus
from bot.domain import Filters, Reading
from bot.errors import StoreDamaged
from bot.ports import Query
from bot.state import schema
from bot.state.database import Database, upgrade
from bot.state.sources import SharedSources

Check: TypeAlias = Callable[[SharedSources, Database], Awaitable[None]]
Run: TypeAlias = Callable[[Check], None]
Replica: TypeAlias = tuple[SqliteCorpus, TantivyIndex]


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
                await check(SharedSources(database, lambda: 1_000_000.0), database)
            finally:
                await database.close()

        asyncio.run(main())

    return in_loop


@pytest.fixture
def replica(tmp_path: Path) -> Callable[[], Replica]:
    """Makes replicas, each with files of its own."""
    numbers = count()

    def make() -> Replica:
        home = tmp_path / f"replica{next(numbers)}"
        return SqliteCorpus(home / "nutgraf.db"), TantivyIndex(home / "index")

    return make


def document(name: str, words: str = "The harbour bridge was closed to lorries on Monday.", **changes: object) -> Document:
    """An article."""
    fields = {"id": identity(name), "text": f"{words}\n\nThe town council met about {name}.", "title": f"About {name}"}
    return Document(**(fields | {"path": f"{name}.txt", "published": "2025-03-10"} | changes))  # type: ignore[arg-type]


def reading(name: str, words: str = "The harbour bridge was closed to lorries on Monday.", **changes: object) -> Reading:
    """What is read in an article."""
    return annotate(document(name, words, **changes))


async def stored(corpus: SqliteCorpus) -> dict[str, tuple[str, str, str]]:
    """What a replica has: by source, its revision, text, and all that was read in it."""
    ids = [source.id for source in await corpus.sources()]
    return {i: (r.source.revision, r.text, pack(r)) for i, r in (await corpus.readings(ids)).items()}


async def found(index: TantivyIndex, word: str) -> set[str]:
    """The sources that a search for one word finds."""
    return {match.source for match in await index.search(Query(words=((word, 1.0),), filters=Filters()), 50)}


def test_what_is_published_is_told_in_order(run: Run) -> None:
    """Changes come in the order in which they were made, from any mark on, and an unchanged source is no change."""

    async def check(sources: SharedSources, _: Database) -> None:
        one, two = reading("one"), reading("two")
        await sources.publish([one, two])
        await sources.publish([one])
        news = await sources.changes(None, 10)
        assert news is not None
        assert news.anew
        assert [r.source.id for r in news.readings] == [one.source.id, two.source.id]
        assert await sources.changes(news.mark, 10) is None
        newer = reading("one", "The harbour bridge is open again.")
        await sources.publish([newer])
        later = await sources.changes(news.mark, 10)
        assert later is not None
        assert [r.source.revision for r in later.readings] == [newer.source.revision]
        assert not later.anew
        assert await sources.revisions([one.source.id, "unknown"]) == {one.source.id: newer.source.revision}

    run(check)


def test_a_reading_comes_back_as_it_went(run: Run) -> None:
    """Text, metadata and everything read in it survive, with characters that databases refuse."""

    async def check(sources: SharedSources, _: Database) -> None:
        odd = reading("odd", "A\0 null, a \ud83d half, “typographic” quotes and 𝔐athematics said Ann Lee on Friday.")
        await sources.publish([odd])
        news = await sources.changes(None, 10)
        assert news is not None
        assert news.readings[0].text == odd.text
        assert news.readings[0] == odd

    run(check)


def test_what_is_removed_is_told_too(run: Run, replica: Callable[[], Replica]) -> None:
    """A removed source leaves the shared store with all its revisions, and every replica's store and index."""

    async def check(sources: SharedSources, database: Database) -> None:
        corpus, index = replica()
        await sources.publish([reading("one"), reading("two", "The library is shut.")])
        await follow(sources, corpus, index)
        assert await found(index, "library") == {identity("two")}
        await sources.remove([identity("two"), "unknown"])
        assert await follow(sources, corpus, index) == (identity("two"),)
        assert await found(index, "library") == set()
        assert set(await stored(corpus)) == {identity("one")}
        async with database.transaction() as connection:
            assert (await connection.execute(text("SELECT count(*) FROM source_revisions"))).scalar_one() == 1
        await sources.publish([reading("two", "The library is shut.")])
        await follow(sources, corpus, index)
        assert await found(index, "library") == {identity("two")}

    run(check)


def test_those_who_publish_at_once_are_seen_in_order(run: Run, url: str) -> None:
    """A reader who follows while eight others publish misses nothing and sees every number once, in order."""

    async def check(sources: SharedSources, _: Database) -> None:
        others = [Database(url) for _ in range(8)]

        async def publish(n: int) -> None:
            for round_ in range(10):
                await SharedSources(others[n], lambda: 0.0).publish([reading(f"{n}-{round_}-{i}") for i in range(2)])

        numbers: list[int] = []
        seen: list[str] = []
        mark: str | None = None

        async def read() -> None:
            nonlocal mark
            while (news := await sources.changes(mark, 7)) is not None:
                numbers.append(int(news.mark.partition(":")[2]))
                seen.extend(r.source.id for r in news.readings)
                mark = news.mark

        try:
            work = asyncio.gather(*(publish(n) for n in range(8)))
            while not work.done():
                await read()
                await asyncio.sleep(0)
            await work
            await read()
        finally:
            for other in others:
                await other.close()
        assert numbers == sorted(numbers)
        assert len(seen) == len(set(seen)) == 160
        assert numbers[-1] == 160

    run(check)


def test_replicas_come_to_the_same(run: Run, replica: Callable[[], Replica]) -> None:
    """What one replica reads in, another has, answers from, and calls by the same mark."""

    async def check(sources: SharedSources, _: Database) -> None:
        (one, its_index), (two, other_index) = replica(), replica()
        documents = [document(f"n{i}", f"Story number{i} is about the ferry.") for i in range(60)]
        report = await ingest(documents, PublishingCorpus(sources, one), its_index, batch=20)
        assert report.added == 60
        again = await ingest(documents, PublishingCorpus(sources, two), other_index)
        assert again.unchanged == 60
        await follow(sources, two, other_index)
        assert await stored(one) == await stored(two)
        assert await found(other_index, "number7") == {identity("n7")}
        assert await evidence(one, its_index) == await evidence(two, other_index)
        await sources.publish([reading("late")])
        await follow(sources, one, its_index)
        assert await evidence(one, its_index) != await evidence(two, other_index)

    run(check)


def test_a_replica_that_dies_between_store_and_index_goes_on(run: Run, replica: Callable[[], Replica]) -> None:
    """While the index is behind, the evidence has a mark of its own, which no other replica would read replies under."""

    async def check(sources: SharedSources, _: Database) -> None:
        (one, its_index), (two, other_index) = replica(), replica()
        await sources.publish([reading("one")])
        await follow(sources, one, its_index)
        await follow(sources, two, other_index)
        await sources.publish([reading("two")])
        news = await sources.changes((await one.followed())[1], 10)
        assert news is not None
        assert await one.adopt(news, after=(await one.followed())[1])
        await follow(sources, two, other_index)
        behind = await evidence(one, its_index)
        assert behind != await evidence(two, other_index)
        await heal(one, its_index)
        assert await evidence(one, its_index) == await evidence(two, other_index)

    run(check)


def test_two_processes_of_one_replica_do_not_undo_each_other(run: Run, replica: Callable[[], Replica]) -> None:
    """Changes are applied only from the mark they were asked for, so the slower of two leaves the faster one's alone."""

    async def check(sources: SharedSources, _: Database) -> None:
        corpus, index = replica()
        await sources.publish([reading("one")])
        slow = await sources.changes(None, 10)
        await sources.publish([reading("one", "It is open again.")])
        await follow(sources, corpus, index)
        assert slow is not None
        assert not await corpus.adopt(slow, after=None)
        assert "open again" in (await corpus.reading(identity("one"))).text

    run(check)


def test_a_replica_of_another_newsroom_begins_anew(run: Run, replica: Callable[[], Replica]) -> None:
    """Where the database is another one, what was followed before goes, and nothing of it is found any more."""

    async def check(sources: SharedSources, database: Database) -> None:
        corpus, index = replica()
        await sources.publish([reading("old", "The old ferry sank.")])
        await follow(sources, corpus, index)
        async with database.transaction() as connection:
            for table in (schema.source_revisions, schema.sources, schema.newsroom):
                await connection.execute(table.delete())
        await sources.publish([reading("new", "The new ferry floats.")])
        await follow(sources, corpus, index)
        assert set(await stored(corpus)) == {identity("new")}
        assert await found(index, "ferry") == {identity("new")}

    run(check)


def test_a_damaged_row_names_its_source(run: Run) -> None:
    """A body that cannot be read is the operator's to mend, and the message says which."""

    async def check(sources: SharedSources, database: Database) -> None:
        await sources.publish([reading("one")])
        async with database.transaction() as connection:
            await connection.execute(schema.source_revisions.update().values(body=b"no body"))
        with pytest.raises(StoreDamaged, match=identity("one")):
            await sources.changes(None, 10)

    run(check)


def test_the_first_schema_goes_forward_with_what_is_in_it(run: Run, url: str) -> None:
    """A database of the first schema keeps its rows through every later migration."""

    async def check(_: SharedSources, database: Database) -> None:
        async with database.transaction() as connection:
            for table in reversed(schema.metadata.sorted_tables):
                await connection.run_sync(table.drop, checkfirst=True)
            await connection.execute(text("DROP TABLE alembic_version"))
            await connection.run_sync(upgrade, "0001")
            await connection.execute(schema.collections.insert().values(workspace="W1", name="court", private=1))
        await database.migrate()
        async with database.transaction() as connection:
            assert (await connection.execute(text("SELECT name FROM collections"))).scalars().all() == ["court"]
            assert (await connection.execute(text("SELECT count(*) FROM sources"))).scalar_one() == 0

    run(check)


def test_a_copy_keeps_its_origin_on_every_replica(run: Run, replica: Callable[[], Replica]) -> None:
    """Corroboration is counted the same everywhere: a near-copy shares its origin on the replica that follows, too."""

    async def check(sources: SharedSources, _: Database) -> None:
        (one, its_index), (two, other_index) = replica(), replica()
        wire = " ".join(f"Sentence {n} tells how the {w} crossed the river at dawn." for n, w in enumerate("abcdefgh"))
        documents = [document("wire", wire), document("copy", wire), document("own", "Nothing like it at all happened.")]
        await ingest(documents, PublishingCorpus(sources, one), its_index)
        await follow(sources, two, other_index)
        origins = [{s.id: s.origin for s in await corpus.sources()} for corpus in (one, two)]
        assert origins[0] == origins[1]
        assert len(set(origins[0].values())) == 2

    run(check)


def test_the_oldest_revision_stays(run: Run) -> None:
    """An earlier revision is still there after a newer one, for replies that cite it."""

    async def check(sources: SharedSources, database: Database) -> None:
        first = reading("one")
        await sources.publish([first])
        await sources.publish([reading("one", "It is open again.")])
        await sources.publish([replace(first)])
        async with database.transaction() as connection:
            rows = await connection.execute(text("SELECT count(*) FROM source_revisions"))
            assert rows.scalar_one() == 2
        assert await sources.revisions([first.source.id]) == {first.source.id: first.source.revision}

    run(check)
