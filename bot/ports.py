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


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for: weighted words in title and body, within the filters."""

    words: tuple[tuple[str, float], ...]
    """Each word, or phrase of several, with its weight; the index stems them as it stemmed the text."""
    filters: Filters
    around: Moment | None = None
    """Where recency is counted from; None leaves it out."""


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
