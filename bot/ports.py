"""What the desk needs from outside. Each port has two real implementations and one contract suite over both.

Methods are asynchronous because a server may stand behind them later; the local ones answer at once.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Literal, Protocol, TypeAlias

from bot.domain import Filters, Moment, Person, Reading, Source


class TokenCounter(Protocol):
    """How many tokens a text takes."""

    def count(self, text: str) -> int:
        """The number of tokens."""
        ...


class Proposal(Protocol):
    """A sentence as a model proposes it, not yet believed."""

    @property
    def text(self) -> str:
        """The words."""
        ...

    @property
    def passages(self) -> tuple[str, ...]:
        """The labels of the passages it says it stands on."""
        ...


class Proposals(Protocol):
    """The sentences of one reply of a model, as they arrive."""

    @property
    def tokens(self) -> tuple[int, int]:
        """Tokens of prompt and reply, as far as the server has said."""
        ...

    def __aiter__(self) -> AsyncIterator[Proposal]:
        """Each sentence once it is whole. Raises ModelFailed."""
        ...


class Model(Protocol):
    """A language model: untrusted, slow, and optional."""

    @property
    def name(self) -> str:
        """What the operator calls it."""
        ...

    @property
    def counter(self) -> TokenCounter:
        """How it counts."""
        ...

    @property
    def budget(self) -> int:
        """Tokens of passages that it has room for."""
        ...

    def propose(self, system: str, user: str, *, labels: Sequence[str], most: int) -> AbstractAsyncContextManager[Proposals]:
        """Ask for at most so many sentences on passages with these labels. Raises ModelFailed."""
        ...

    async def rewrite(self, system: str, user: str) -> tuple[str, tuple[int, int]]:
        """Ask for a question rewritten; the question, and the tokens used. Raises ModelFailed."""
        ...

    def cost(self, prompt: int, reply: int) -> float:
        """What so many tokens cost, in the operator's currency."""
        ...

    async def close(self) -> None:
        """Let go of every connection."""
        ...


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

    async def has(self, query: Query) -> bool:
        """Whether any article would be found: cheaper than looking for the best."""
        ...

    async def suggest(
        self, kind: Literal["topic", "outlet"], typed: str, collections: frozenset[str], limit: int
    ) -> Sequence[str]:
        """Topics or outlets of these collections with a word that begins as typed, the most reported first.

        Quick enough for every key that somebody strikes; for a single letter, or none, it may look at the newest articles only.
        """
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

    async def reading(self, source: str, revision: str | None = None) -> Reading:
        """One reading, of the current revision unless another is named; raises ``UnknownSource``."""
        ...

    async def sources(self, filters: Filters | None = None, *, limit: int | None = None) -> Sequence[Source]:
        """The current sources, newest first; at most ``limit`` of them."""
        ...

    async def people(self, forms: Iterable[str], collections: frozenset[str] | None = None) -> Sequence[Person]:
        """The persons whom these forms of names may mean, merged over these collections, or over all where none are named."""
        ...

    async def nearest(self, word: str) -> Sequence[str]:
        """Words of titles and names spelt nearly like this one, likeliest first; empty where the word itself is known."""
        ...

    async def arrived(self, since: datetime, collections: frozenset[str]) -> Sequence[Source]:
        """The current sources that came in at this moment or later, last first; not those of which that is unknown."""
        ...

    async def arrivals(self, since: datetime, collections: frozenset[str]) -> Mapping[str, Sequence[datetime]]:
        """At which moments since this one each outlet's articles came in: each moment once, oldest first."""
        ...


class Held(Enum):
    """Who computes a value that is not there yet."""

    BY_ME = "by me"
    BY_ANOTHER = "by another"


Look: TypeAlias = bytes | Held
"""A value, or who is to compute it."""


class Cache(Protocol):
    """Values kept for a while, and claims on computing them. It makes things faster and decides nothing.

    Every method raises `bot.errors.CacheUnavailable` where a server behind it does not answer.
    """

    async def get(self, key: str) -> bytes | None:
        """The value, or None where there is none or its time is over."""
        ...

    async def put(self, key: str, value: bytes, *, ttl: float, sources: Iterable[str] = ()) -> None:
        """Keep a value for ``ttl`` seconds, and remember which sources it stands on."""
        ...

    async def purge(self, source: str) -> int:
        """Forget every value that stands on this source; how many those were."""
        ...

    async def look(self, key: str, token: str, lease: float) -> Look:
        """The value, else a claim on computing it for ``lease`` seconds, else word that another holds that claim."""
        ...

    async def renew(self, key: str, token: str, lease: float) -> bool:
        """Hold the claim for ``lease`` seconds more; False where it is no longer ours."""
        ...

    async def release(self, key: str, token: str) -> None:
        """Give the claim back, if it is still ours."""
        ...

    async def close(self) -> None:
        """Let go of every connection."""
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

    async def changes(self, since: str | None, limit: int) -> Changes | None:
        """The next changes after this mark, at most ``limit`` of them; None where there are none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """The next changes of a newsroom's shared store, as a replica applies them."""

    readings: tuple[Reading, ...]
    """Sources that are new or other than they were."""
    gone: tuple[str, ...]
    """Ids of sources that are no more."""
    mark: str
    """Where this leaves the replica; ask again from here."""
    anew: bool = False
    """Whether what the replica has is another newsroom's, and goes first."""


class Newsroom(Protocol):
    """The sources that several replicas share.

    Every method raises `bot.errors.StoreUnavailable` where the database does not answer.
    """

    async def revisions(self, ids: Iterable[str]) -> dict[str, str]:
        """The current revision of each of these sources that is known."""
        ...

    async def publish(self, readings: Sequence[Reading]) -> None:
        """Make these the current readings of their sources, all or none; what is current already is skipped."""
        ...

    async def remove(self, ids: Iterable[str]) -> None:
        """Forget these sources and all their revisions; replicas hear of it."""
        ...

    async def changes(self, since: str | None, limit: int) -> News | None:
        """The next changes after this mark, at most ``limit`` of them, in the order in which they were made; None: no more."""
        ...


class Replica(Archive, Protocol):
    """A corpus that follows a newsroom."""

    async def extent(self, filters: Filters | None = None) -> tuple[int, Moment | None]:
        """How many sources there are, and when the newest was published."""
        ...

    async def followed(self) -> tuple[str, str | None]:
        """Its own mark, and the mark of the newsroom that it has come to, both of one moment."""
        ...

    async def adopt(self, news: News, *, after: str | None) -> bool:
        """Apply changes and remember their mark, all or none; False where the replica no longer stands at ``after``."""
        ...
