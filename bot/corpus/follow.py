"""How a replica's local files follow the newsroom's shared store, and how what is read in gets there.

The local store and index are each replica's own, derived from the shared store and thrown away without loss. Changes are
applied in the order in which they were made, with the mark of the last one in the same transaction, so that a replica that
dies at any moment goes on where it was.
"""

from __future__ import annotations

from asyncio import sleep
from typing import TYPE_CHECKING

from bot.corpus.ingest import heal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.domain import Filters, Person, Reading, Source
    from bot.ports import Changes, Index, Newsroom, Replica

STEP = 25
"""Changes applied at once: few enough for the event loop to take other work in between."""


async def follow(newsroom: Newsroom, replica: Replica, index: Index, *, limit: int = STEP) -> tuple[str, ...]:
    """Apply what the newsroom has changed since; the ids of those sources.

    Raises StoreUnavailable where the newsroom does not answer; what was applied until then is kept.
    """
    changed = await _adopt(newsroom, replica, limit)
    await heal(replica, index)
    return changed


async def _adopt(newsroom: Newsroom, replica: Replica, limit: int) -> tuple[str, ...]:
    changed: list[str] = []
    while True:
        _, mark = await replica.followed()
        news = await newsroom.changes(mark, limit)
        if news is None:
            return tuple(dict.fromkeys(changed))
        # Where another process of this replica was faster, the next turn asks from where it has come to.
        if await replica.adopt(news, after=mark):
            changed += (*(reading.source.id for reading in news.readings), *news.gone)
        await sleep(0)


async def evidence(replica: Replica, index: Index) -> str:
    """The revision of the evidence, as far as replies are made of it here.

    Replicas that have come to the same mark of the newsroom share it. While the index is behind the store it is the index's
    own mark, which no other replica has: a reply made of older evidence must not be kept under a newer mark.
    """
    seen = await index.mark()
    own, shared = await replica.followed()
    return shared if shared is not None and seen == own else seen or "nothing"


class PublishingCorpus:
    """The corpus as an ingest sees it where a newsroom is shared: what is put goes there first, and comes back by following."""

    def __init__(self, newsroom: Newsroom, replica: Replica) -> None:
        self._newsroom = newsroom
        self._replica = replica

    async def revisions(self, ids: Iterable[str]) -> dict[str, str]:
        """The newsroom's current revision of each of these sources that is known."""
        return await self._newsroom.revisions(ids)

    async def put(self, readings: Sequence[Reading]) -> None:
        """Publish these, and follow the newsroom."""
        await self._newsroom.publish(readings)
        await _adopt(self._newsroom, self._replica, STEP)

    async def remove(self, ids: Iterable[str]) -> None:
        """Remove these from the newsroom, and follow it."""
        await self._newsroom.remove(ids)
        await _adopt(self._newsroom, self._replica, STEP)

    async def readings(self, ids: Iterable[str]) -> dict[str, Reading]:
        """As the replica has them."""
        return await self._replica.readings(ids)

    async def reading(self, source: str, revision: str | None = None) -> Reading:
        """As the replica has it."""
        return await self._replica.reading(source, revision)

    async def sources(self, filters: Filters | None = None, *, limit: int | None = None) -> Sequence[Source]:
        """As the replica has them."""
        return await self._replica.sources(filters, limit=limit)

    async def people(self, forms: Iterable[str], collections: frozenset[str] | None = None) -> Sequence[Person]:
        """As the replica has them."""
        return await self._replica.people(forms, collections)

    async def nearest(self, word: str) -> Sequence[str]:
        """As the replica has them."""
        return await self._replica.nearest(word)

    async def arrived(self, since: datetime, collections: frozenset[str]) -> Sequence[Source]:
        """As the replica has them."""
        return await self._replica.arrived(since, collections)

    async def arrivals(self, since: datetime, collections: frozenset[str]) -> Mapping[str, Sequence[datetime]]:
        """As the replica has them."""
        return await self._replica.arrivals(since, collections)

    async def changes(self, since: str | None, limit: int) -> Changes | None:
        """The replica's own changes, which its index follows."""
        return await self._replica.changes(since, limit)
