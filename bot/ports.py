"""What the desk needs from outside. Each port has two real implementations and one contract suite over both.

Methods are asynchronous because a server may stand behind them later; the local ones answer at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain import Filters, Moment, Person, Reading, Source


class Clock(Protocol):
    """Where time comes from."""

    def now(self) -> datetime:
        """The present moment, with its zone."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A passage as the index knows it: where it is, and how well it fits."""

    source: str
    start: int
    end: int
    score: float
    origin: str
    """Of the source, so that copies can be told without asking the corpus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for: weighted words in title and body, within the filters."""

    words: tuple[tuple[str, float], ...]
    """Each word, or phrase of several, with its weight; the index stems them as it stemmed the text."""
    filters: Filters
    around: Moment | None = None
    """Where recency is counted from; None leaves it out."""
    as_of: Moment | None = None
    """Nothing published on a later day is used; sources without a date are."""


class Index(Protocol):
    """Ranked search over passages. Derived from the corpus, and rebuildable from it."""

    async def search(self, query: Query, limit: int) -> Sequence[Match]:
        """The best passages, best first; at most ``limit``."""
        ...

    async def apply(self, *, add: Iterable[Reading], delete: Iterable[str], mark: str) -> None:
        """Replace sources in one commit: delete these source ids, add these readings, remember ``mark``."""
        ...

    async def mark(self) -> str | None:
        """The mark of the last commit, by which the corpus sees whether the index is behind."""
        ...

    async def clear(self) -> None:
        """Forget everything, the mark too: what is done before it is built anew."""
        ...


class Corpus(Protocol):
    """The newsroom's articles as stored: sources, their revisions, their readings, and the people they name."""

    async def readings(self, ids: Iterable[str]) -> dict[str, Reading]:
        """The current readings of these sources; ids that are unknown are left out."""
        ...

    async def sources(self, filters: Filters | None = None) -> Sequence[Source]:
        """The current sources, newest first."""
        ...

    async def people(self, forms: Iterable[str]) -> Sequence[Person]:
        """The persons whom these forms of names may mean, merged over the whole corpus."""
        ...

    async def nearest(self, word: str) -> Sequence[str]:
        """Words of titles and names spelt nearly like this one, likeliest first; empty where the word itself is known."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What an index has to do to catch up with a corpus."""

    changed: tuple[str, ...]
    """Ids of sources that are new or other than they were."""
    gone: tuple[str, ...]
    """Ids of sources that are no more."""
    mark: str
    """Where this leaves the index; ask again from here."""
    anew: bool = False
    """Whether the index belongs to another corpus, or to none, and has to be built from nothing."""


class Archive(Corpus, Protocol):
    """A corpus that can be written to. Old revisions stay readable."""

    async def revisions(self, ids: Iterable[str]) -> dict[str, str]:
        """The current revision of each of these sources that is known."""
        ...

    async def put(self, readings: Sequence[Reading]) -> None:
        """Store these as the current readings of their sources, all or none, each under the origin of its near-copies."""
        ...

    async def remove(self, ids: Iterable[str]) -> None:
        """Forget these sources and all their revisions."""
        ...

    async def reading(self, source: str, revision: str | None = None) -> Reading:
        """One reading, of the current revision unless another is named; raises ``UnknownSource``."""
        ...

    async def changes(self, since: str | None, limit: int) -> Changes | None:
        """The next changes after this mark, at most ``limit`` of them; None where there are none."""
        ...
