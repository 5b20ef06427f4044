"""Replies made without an engine, for tests of what happens to a reply afterwards."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from bot.domain import DEFAULT_COLLECTION, Answered, Citation, Claim, Command, Passage, Reply, Source

NOW = datetime(2025, 3, 15, 12, tzinfo=UTC)


class Stopped:
    """A clock that stands at ``NOW`` until it is moved."""

    def __init__(self) -> None:
        self.moment = NOW

    def now(self) -> datetime:
        """The moment."""
        return self.moment


def source(id_: str = "a" * 16, collection: str = DEFAULT_COLLECTION) -> Source:
    """A source."""
    return Source(id=id_, revision="1" * 16, title="Bakery reopens", collection=collection, published=NOW)


def reply(words: str, of: Source, said: str = "The bakery in Mill Lane opened again on Friday.") -> Reply:
    """A reply of one claim over one source."""
    passage = Passage(source=of.id, revision=of.revision, start=0, text=said)
    citation = Citation(passage=passage, start=0, end=len(said), quote=said)
    claim = Claim(text=said, section="answer", citations=(citation,))
    return Answered(query=words, generated_at=NOW, as_of=NOW, claims=(claim,), sources=(of,))


class Scribe:
    """A desk that answers from one source, counts what it computes, and can be made to wait or to fail."""

    def __init__(self, of: Source | None = None) -> None:
        self.source = of or source()
        self.computed = 0
        self.go = asyncio.Event()
        self.go.set()
        self.fault: Exception | None = None

    async def reply(self, command: Command, *, heard: object = None) -> Reply:
        """One claim."""
        self.computed += 1
        await self.go.wait()
        if self.fault:
            raise self.fault
        return reply(command.words, self.source)


class Tally:
    """Counts as the metrics do, into lists."""

    def __init__(self) -> None:
        self.outcomes: list[str] = []
        self.lookups: list[str] = []

    def command(self, kind: str, outcome: str, seconds: float) -> None:
        """A command."""
        self.outcomes.append(outcome)

    def lookup(self, result: str) -> None:
        """A lookup."""
        self.lookups.append(result)

    def computed(self, kind: str) -> None:
        """A computation."""
