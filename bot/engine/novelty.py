"""What a channel has been shown before, and what has become of it since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.errors import UnknownSource

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.domain import Reading, Seen
    from bot.ports import Corpus


class Before:
    """The sources that earlier digests listed: as they were shown, and as they are."""

    def __init__(self, seen: Seen, shown: Mapping[str, Reading], present: Mapping[str, Reading]) -> None:
        self.seen = seen
        self.shown = shown
        """Readings of the revisions that were shown, as far as they are still there."""
        self.present = present
        """Their current readings."""

    @classmethod
    async def of(cls, seen: Seen, corpus: Corpus) -> Before:
        """Look up what the channel was shown."""
        present = await corpus.readings(seen.sources)
        shown = {}
        for id, it in seen.sources.items():
            reading = present.get(id)
            if reading is not None and reading.source.revision != it.revision:
                try:
                    reading = await corpus.reading(id, it.revision)
                except UnknownSource:
                    continue
            if reading is not None:
                shown[id] = reading
        return cls(seen, shown, present)

    @property
    def gone(self) -> dict[str, str]:
        """Titles, by id, of those that are no longer in the newsroom's store."""
        return {id: it.title for id, it in self.seen.sources.items() if id not in self.present}

    @property
    def changed(self) -> tuple[Reading, ...]:
        """Current readings of those whose text or status is another than was shown."""
        found = []
        for id, reading in self.present.items():
            if reading.source.revision == self.seen.sources[id].revision:
                continue
            old = self.shown.get(id)
            if old is None or old.text != reading.text or self.seen.sources[id].status != reading.source.status:
                found.append(reading)
        return tuple(found)
