"""A shared newsroom from the command line: reading in, and catching up once."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING

from bot.corpus.follow import PublishingCorpus, follow
from bot.corpus.index import TantivyIndex
from bot.corpus.ingest import Report, ingest
from bot.corpus.store import SqliteCorpus
from bot.state.database import Database
from bot.state.sources import SharedSources

if TYPE_CHECKING:
    from bot.corpus.document import Entry
    from bot.ports import Clock
    from bot.settings import Settings


async def read_in(
    settings: Settings,
    entries: Iterable[Entry],
    progress: Callable[[Report], None] | None = None,
    clock: Clock | None = None,
) -> Report:
    """Read documents into the newsroom that ``DATABASE_URL`` names, from where every replica takes them over.

    Raises StoreUnavailable where the database does not answer; what was read before that is there.
    """
    async with _newsroom(settings) as newsroom:
        with closing(SqliteCorpus(settings.library / "nutgraf.db")) as corpus:
            index = TantivyIndex(settings.library / "index")
            await follow(newsroom, corpus, index)
            return await ingest(entries, PublishingCorpus(newsroom, corpus), index, progress=progress, clock=clock)


async def catch_up(settings: Settings) -> None:
    """Bring this machine's files to where the newsroom is. Raises StoreUnavailable where the database does not answer."""
    async with _newsroom(settings) as newsroom:
        with closing(SqliteCorpus(settings.library / "nutgraf.db")) as corpus:
            await follow(newsroom, corpus, TantivyIndex(settings.library / "index"))


@asynccontextmanager
async def _newsroom(settings: Settings) -> AsyncIterator[SharedSources]:
    database = Database(settings.state_url)
    try:
        await database.migrate()
        yield SharedSources(database, time.time)
    finally:
        await database.close()
