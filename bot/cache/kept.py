"""The desk with a memory: a reply computed once is kept, checked when it is read back, and shown only where it may be.

What is kept is JSON with the key inside. It is rebuilt through the domain's constructors, so whatever stood in the cache, a
claim without its citation cannot come out of it: such a value is computed again, as is one whose key is another's.
"""

from __future__ import annotations

import json
import logging
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeAlias

from bot.cache.flight import Flight, Made
from bot.cache.key import Wording, key, normalised
from bot.domain import Claim, Command, Declined, Reply
from bot.engine.contract import reply_from, reply_json
from bot.errors import AskerError, Busy, OutOfScope
from bot.intake import cleaned
from bot.ports import Clock

log = logging.getLogger("nutgraf.desk")

LIFETIMES: Mapping[str, float] = {
    "brief": 15 * 60.0,
    "ask": 60 * 60.0,
    "check": 15 * 60.0,
    "digest": 15 * 60.0,
    "declined": 5 * 60.0,
}
"""Seconds a reply is kept, by kind. New evidence changes the key at once; these bound how stale recency may get."""
REBUILT = 256
"""Replies kept as they were rebuilt, least recently used first out; the very same bytes are not rebuilt twice."""
UNWORDED = 30.0
"""Seconds a reply is kept that a model failed to word: as long as a model that keeps failing is left alone."""


Heard: TypeAlias = Callable[[Claim], None]


class Desk(Protocol):
    """Whatever answers commands."""

    async def reply(self, command: Command, *, heard: Heard | None = None) -> Reply:
        """What is posted for a command; ``heard`` is told each claim that is verified before the reply is whole."""
        ...


class Watch(Protocol):
    """Whoever counts what the desk does."""

    def command(self, kind: str, outcome: str, seconds: float) -> None:
        """A command was seen out: answered, declined, busy, refused or failed."""
        ...

    def lookup(self, result: str) -> None:
        """A lookup in the cache: hit, miss, joined, unavailable or unusable."""
        ...

    def computed(self, kind: str) -> None:
        """A reply is being computed, whoever else asks for it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Depends:
    """What every reply of a desk depends on beside its command."""

    workspace: str
    evidence: Callable[[], Awaitable[str]]
    """The revision of the evidence, cheap to ask for: the corpus' mark."""
    wording: Wording = field(default_factory=Wording)


class KeptDesk:
    """A desk that remembers.

    Args:
        desk: Who computes a reply.
        flight: Where replies are kept, and shared while they are computed.
        depends: What the key holds beside the command.
        clock: The day it is.
        watch: Who counts.
        elapsed: Seconds on a clock that never goes back.
    """

    def __init__(
        self,
        desk: Desk,
        flight: Flight,
        depends: Depends,
        clock: Clock,
        watch: Watch,
        *,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk = desk
        self._flight = flight
        self._depends = depends
        self._clock = clock
        self._watch = watch
        self._elapsed = elapsed
        self._rebuilt: OrderedDict[str, tuple[bytes, Reply]] = OrderedDict()

    async def reply(self, command: Command, *, heard: Heard | None = None) -> Reply:
        """What is posted for a command, asked from the scope that the command carries.

        Only who sets off the computing hears claims; a reply that is there already, or another's, comes whole.

        Raises:
            Busy: More is being asked than can be answered in time.
            OutOfScope: The reply stands on a source that the asker's place may not see.
        """
        began, outcome = self._elapsed(), "failed"
        try:
            reply = await self._replied(taken(command), heard)
            outcome = "declined" if isinstance(reply, Declined) else "answered"
            return reply
        except Busy:
            outcome = "busy"
            raise
        except AskerError:
            outcome = "refused"
            raise
        finally:
            self._watch.command(command.kind, outcome, self._elapsed() - began)

    async def name(self, command: Command) -> str:
        """The key under which the reply to a command is kept just now."""
        return await self._name(taken(command))

    def forget(self) -> None:
        """Rebuild every reply from its bytes again."""
        self._rebuilt.clear()

    async def _name(self, command: Command) -> str:
        depends = self._depends
        return key(
            command,
            workspace=depends.workspace,
            evidence=await depends.evidence(),
            today=self._clock.now().date(),
            wording=depends.wording,
        )

    async def _replied(self, command: Command, heard: Heard | None) -> Reply:
        name = await self._name(command)

        async def make() -> Made:
            self._watch.computed(command.kind)
            return made(name, await (self._desk.reply(command, heard=heard) if heard else self._desk.reply(command)))

        value = await self._flight.once(name, make)
        try:
            return shown(self._read(name, value), command)
        except (ValueError, OutOfScope) as exc:
            # Never what it says: a value that broke a promise may hold anybody's words.
            log.error("a kept reply was unusable", extra={"key": name, "fault": type(exc).__name__})
            self._watch.lookup("unusable")
        value = await self._flight.anew(name, make)
        try:
            return shown(self._read(name, value), command)
        except OutOfScope:
            log.error("a reply was refused: it stands on a source outside its scope", extra={"key": name})
            raise

    def _read(self, name: str, value: bytes) -> Reply:
        known = self._rebuilt.get(name)
        if known is not None and known[0] == value:
            self._rebuilt.move_to_end(name)
            return known[1]
        reply = read(name, value)
        self._rebuilt[name] = (value, reply)
        if len(self._rebuilt) > REBUILT:
            self._rebuilt.popitem(last=False)
        return reply


def taken(command: Command) -> Command:
    """The command as the desk takes it: its words normalised, and nothing in it that no database takes."""
    filters = command.filters
    return replace(
        command,
        words=normalised(command.words),
        filters=replace(filters, outlet=cleaned(filters.outlet)) if filters.outlet else filters,
        thread=tuple(replace(turn, standalone=cleaned(turn.standalone)) for turn in command.thread),
    )


def made(name: str, reply: Reply) -> Made:
    """A reply as it is kept under this key."""
    value = json.dumps({"key": name, "reply": reply_json(reply)}, ensure_ascii=False, separators=(",", ":"))
    kind = "declined" if isinstance(reply, Declined) else name.split(":")[2]
    ttl = UNWORDED if reply.unworded else LIFETIMES[kind]
    return Made(value=value.encode("utf-8", "surrogatepass"), ttl=ttl, sources=tuple(source.id for source in reply.sources))


def read(name: str, value: bytes) -> Reply:
    """The reply kept under this key, built anew. Raises ValueError where it is another's, or breaks a promise."""
    try:
        kept = json.loads(value)
        if kept["key"] != name:
            raise ValueError("the value was kept under another key")
        return reply_from(kept["reply"])
    except (KeyError, TypeError, IndexError, AttributeError, RecursionError) as exc:
        raise ValueError(f"the value is no reply ({type(exc).__name__})") from exc


def shown(reply: Reply, command: Command) -> Reply:
    """The reply, if every source in it may be shown where the command was asked. Raises OutOfScope."""
    if not {source.collection for source in reply.sources} <= command.filters.collections:
        raise OutOfScope("This reply cannot be shown here")
    return reply
