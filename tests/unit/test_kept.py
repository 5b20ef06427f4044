"""The desk with its memory."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from dataclasses import replace
from datetime import timedelta
from random import SystemRandom

import pytest

from bot.cache.flight import Flight, Limits
from bot.cache.kept import LIFETIMES, Depends, KeptDesk, log
from bot.cache.memory import MemoryCache
from bot.domain import Command, Declined, Filters, Reply, Turn
from bot.errors import Busy, OutOfScope
from tests.replies import NOW, Scribe, Stopped, Tally, source

ASK = Command(kind="ask", words="When did the bakery open?")


class Setting:
    """A kept desk with all that stands around it."""

    def __init__(self, desk: Scribe | None = None, **limits: float) -> None:
        self.desk = desk or Scribe()
        self.cache = MemoryCache(time.monotonic)
        self.tally = Tally()
        self.clock = Stopped()
        self.mark = "m:1"
        self.flight = Flight(self.cache, Limits(**limits), SystemRandom(), looked=self.tally.lookup)  # type: ignore[arg-type]
        self.kept = KeptDesk(self.desk, self.flight, Depends(workspace="W1", evidence=self.evidence), self.clock, self.tally)

    async def evidence(self) -> str:
        """The revision of the evidence."""
        return self.mark

    @property
    def stored(self) -> dict[str, bytes]:
        """What the cache holds."""
        return {name: entry.value for name, entry in self.cache._entries.items()}


def test_a_reply_is_computed_once_and_comes_back_whole() -> None:
    """The second to ask gets the same reply, sources and all, without a computation."""

    async def check() -> None:
        at = Setting()
        first = await at.kept.reply(ASK)
        again = await at.kept.reply(replace(ASK, words="  When did the\tbakery open?\0 "))
        assert first == again == await at.desk.reply(ASK)
        assert at.desk.computed == 2
        assert at.tally.lookups == ["miss", "hit"]
        assert at.tally.outcomes == ["answered", "answered"]

    asyncio.run(check())


def test_new_evidence_or_a_new_day_is_a_new_reply() -> None:
    """A reply does not outlive its sources, nor the day it was made on."""

    async def check() -> None:
        at = Setting()
        await at.kept.reply(ASK)
        at.mark = "m:2"
        await at.kept.reply(ASK)
        at.clock.moment = NOW + timedelta(days=1)
        await at.kept.reply(ASK)
        assert at.desk.computed == 3

    asyncio.run(check())


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'{"key": "another", "reply": {}}',
        b"the key of another",
        b"the quote of another",
        b"no claims",
        b"[" * 100_000,
    ],
)
def test_what_breaks_a_promise_is_computed_again(broken: bytes) -> None:
    """A value that is no reply, is another's, or quotes what is not at its offsets is never shown, and is replaced."""

    async def check() -> None:
        at = Setting()
        good = await at.kept.reply(ASK)
        (name, value), *_ = at.stored.items()
        kept = json.loads(value)
        if broken == b"the key of another":
            kept["key"] += "0"
        elif broken == b"the quote of another":
            kept["reply"]["claims"][0]["citations"][0]["end"] += 1
        elif broken == b"no claims":
            kept["reply"]["claims"] = []
        await at.cache.put(name, json.dumps(kept).encode() if broken.startswith((b"the", b"no")) else broken, ttl=60)
        assert await at.kept.reply(ASK) == good
        assert at.desk.computed == 2
        assert at.tally.lookups[-1] == "unusable"
        assert at.stored[name] == value

    asyncio.run(check())


def test_scopes_do_not_share_replies() -> None:
    """Two channels that see different collections compute for themselves, at the same moment too."""

    async def check() -> None:
        at = Setting(Scribe(source(collection="court")))
        at.desk.go.clear()
        inside = replace(ASK, filters=Filters(collections=frozenset({"court"})))
        waiting = asyncio.gather(at.kept.reply(inside), at.kept.reply(ASK), return_exceptions=True)
        for _ in range(10):
            await asyncio.sleep(0)
        at.desk.go.set()
        seen, refused = await waiting
        assert isinstance(seen, Reply)
        assert isinstance(refused, OutOfScope)
        assert at.tally.outcomes == ["answered", "refused"]

    asyncio.run(check())


def test_a_refusal_tells_nothing(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    """A reply outside its scope is refused, and neither error nor log holds a word of it or of its source."""
    # import-linter, run by another test in this process, disables all loggers that are there.
    monkeypatch.setattr(log, "disabled", False)

    async def check() -> None:
        at = Setting(Scribe(source(id_="c0ffee" * 2 + "0000", collection="court")))
        with caplog.at_level(logging.DEBUG), pytest.raises(OutOfScope) as refusal:
            await at.kept.reply(ASK)
        told = str(refusal.value) + "".join(repr(record.__dict__) for record in caplog.records)
        assert "refused" in caplog.text
        assert not [word for word in ("Bakery", "Mill Lane", "c0ffee", "court", "bakery open") if word in told]

    asyncio.run(check())


def test_an_overloaded_desk_says_so() -> None:
    """Who cannot be answered in time is told that the desk is busy, and counted."""

    async def check() -> None:
        at = Setting(patience=0.01)
        at.desk.go.clear()
        with pytest.raises(Busy):
            await at.kept.reply(ASK)
        assert at.tally.outcomes == ["busy"]
        at.desk.go.set()
        await at.flight.settle(1)
        with pytest.raises(Busy):
            await at.kept.reply(replace(ASK, words="another"))

    asyncio.run(check())


def test_a_reply_that_declines_is_kept_for_a_shorter_time() -> None:
    """What the sources do not say today they may say in five minutes."""

    async def check() -> None:
        class Declining(Scribe):
            async def reply(self, command: Command, *, heard: object = None) -> Reply:
                self.computed += 1
                return Declined(
                    kind="ask", query=command.words, generated_at=NOW, as_of=None, claims=(), sources=(), reason="No source."
                )

        at = Setting(Declining())
        await at.kept.reply(ASK)
        await at.kept.reply(ASK)
        assert (at.desk.computed, at.tally.outcomes) == (1, ["declined", "declined"])
        (entry,) = at.cache._entries.values()
        assert entry.until <= time.monotonic() + LIFETIMES["declined"] < time.monotonic() + LIFETIMES["ask"]

    asyncio.run(check())


def test_purging_a_source_takes_its_replies() -> None:
    """Once a source is purged, the reply that stood on it is computed again."""

    async def check() -> None:
        at = Setting()
        await at.kept.reply(ASK)
        assert await at.cache.purge(at.desk.source.id) == 1
        await at.kept.reply(ASK)
        assert at.desk.computed == 2

    asyncio.run(check())


def test_the_desk_never_meets_what_no_database_takes() -> None:
    """NUL characters and halves of surrogate pairs are gone from words, filters and threads before anything is done."""

    async def check() -> None:
        seen: list[Command] = []

        class Noting(Scribe):
            async def reply(self, command: Command, *, heard: object = None) -> Reply:
                seen.append(command)
                return await super().reply(command)

        bad = "a\0b\ud800c"
        command = Command(kind="ask", words=bad, filters=Filters(outlet=bad), thread=(Turn(kind="ask", standalone=bad),))
        await Setting(Noting()).kept.reply(command)
        assert [seen[0].words, seen[0].filters.outlet, seen[0].thread[0].standalone] == ["ab?c"] * 3

    asyncio.run(check())
