"""A platform in memory that behaves: it delays, drops, lags, throttles and forgets as Slack and Discord do."""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from bot.digest.poster import Gone, Unsure, Wait

if TYPE_CHECKING:
    from bot.engine.view import View
    from bot.state.ledger import Slot
    from bot.state.store import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """How ill the platform behaves. Shares are from 0 to 1, times in seconds."""

    dropped: float = 0.0
    """Of posts, those that are accepted and whose answer never comes."""
    lost: float = 0.0
    """Of posts, those that never arrive."""
    lag: float = 0.0
    """Until a message is seen in the history, at most."""
    throttled: float = 0.0
    """Of requests, those that are told to wait."""
    latency: float = 0.2
    """Of a request, each way, at most."""


@dataclass(slots=True, kw_only=True)
class Message:
    """A message in a channel."""

    id: str
    channel: str
    mark: str
    body: bytes
    thread: str | None
    at: float
    seen: float
    """From when on the history has it."""
    removed: float | None = None


@dataclass(kw_only=True)
class LocalPlatform:
    """A workspace in memory.

    Args:
        name: What it is called in subscriptions.
        elapsed: Seconds on a clock that never goes back.
        sleep: Waits.
        random: Decides what goes wrong.
        nonce: Seconds for which a second message with the same mark is the first one (Discord), 0 for not at all (Slack).
        lookups: Looks into histories that are allowed in a minute (Slack: 50, docs.slack.dev/apis/web-api/rate-limits).
        pause: Seconds between two messages in a channel.
    """

    name: str
    elapsed: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]]
    random: Random
    nonce: float = 0.0
    lookups: int | None = None
    pause: float = 1.0
    faults: Faults = field(default_factory=Faults)
    messages: list[Message] = field(default_factory=list)
    told: list[tuple[str, str, str]] = field(default_factory=list)
    """Direct messages: about which channel, to whom, and what."""
    gone: dict[str, str] = field(default_factory=dict)
    """Channels that are archived or that the bot was removed from, and why; ``*`` for a token that was revoked."""
    asked: Counter[str] = field(default_factory=Counter)
    _recent: deque[float] = field(default_factory=deque)
    _posted: dict[str, float] = field(default_factory=dict)
    _last: defaultdict[str, float] = field(default_factory=lambda: defaultdict(lambda: -1e9))

    def standing(self, channel: str | None = None) -> list[Message]:
        """The messages that are there."""
        return [it for it in self.messages if it.removed is None and channel in (None, it.channel)]

    async def accept(self, slot: Slot, body: bytes, thread: str | None) -> str:
        """What the platform does with a post that reaches it."""
        channel = slot.place.channel
        self.asked["post"] += 1
        self._open(channel)
        now = self.elapsed()
        if (wait := self._last[channel] + self.pause - now) > 1e-6:
            raise Wait("a message a second in a channel", wait)
        if self.random.random() < self.faults.throttled:
            raise Wait("too many requests", self.random.uniform(1, 30))
        if self.nonce:
            for there in self.messages:
                if there.mark == _mark(slot) and there.channel == channel and now - there.at < self.nonce:
                    return there.id
        self._last[channel] = now
        message = Message(
            id=f"m{len(self.messages)}",
            channel=channel,
            mark=_mark(slot),
            body=body,
            thread=thread,
            at=now,
            seen=now + self.random.uniform(0, self.faults.lag),
        )
        self.messages.append(message)
        return message.id

    def history(self, slot: Slot, thread: str | None) -> list[str]:
        """What the platform shows of a channel, or of a thread in it."""
        self.asked["find"] += 1
        self._open(slot.place.channel)
        now = self.elapsed()
        if self.random.random() < self.faults.throttled:
            raise Wait("too many requests", self.random.uniform(1, 30))
        if self.lookups is not None:
            while self._recent and self._recent[0] <= now - 60:
                self._recent.popleft()
            if len(self._recent) >= self.lookups:
                raise Wait("too many looks into histories", self._recent[0] + 60 - now)
            self._recent.append(now)
        there = self.standing(slot.place.channel)
        return [it.id for it in there if it.mark == _mark(slot) and it.thread == thread and it.seen <= now]

    def _open(self, channel: str) -> None:
        if reason := self.gone.get(channel) or self.gone.get("*"):
            raise Gone(reason)


class LocalPoster:
    """Posts to a workspace in memory, over a wire that may break.

    Args:
        local: The workspace.
        timeout: Seconds that a request may take.
    """

    def __init__(self, local: LocalPlatform, *, timeout: float = 15.0) -> None:
        self._local = local
        self.timeout = timeout
        self.platform = local.name
        self._under_way: set[asyncio.Task[None]] = set()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._next: dict[str, float] = {}

    def freeze(self, picture: View, slot: Slot) -> Sequence[bytes]:  # noqa: ARG002
        """The lines of a picture, two a message."""
        lines = [line.text for part in picture.parts for line in part.lines]
        parts = [lines[at : at + 2] for at in range(0, len(lines), 2)]
        return [json.dumps(part).encode() for part in parts]

    async def find(self, slot: Slot, thread: str | None, since: float) -> Sequence[str]:  # noqa: ARG002
        """What the history shows, there and back; it is short enough to be shown from its beginning."""
        await self._travel()
        found = self._local.history(slot, thread)
        await self._travel()
        return found

    async def post(self, slot: Slot, body: bytes, thread: str | None, before: Callable[[], Awaitable[None]]) -> str:
        """Post in the channel's turn; what is under way arrives even where the one who sent it is no more."""
        channel, local = slot.place.channel, self._local
        async with self._turns[channel]:
            if (wait := self._next.get(channel, 0.0) - local.elapsed()) > 0:
                await local.sleep(wait)
            await before()
            await self.wire()
            self._next[channel] = local.elapsed() + local.faults.latency + local.pause
            answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
            task = asyncio.create_task(self._arrive(slot, body, thread, answer))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
            return await answer

    async def wire(self) -> None:
        """Between the fence and the wire: where a test stops a process."""

    async def remove(self, slot: Slot, message: str, thread: str | None) -> None:
        """Take a message away."""
        await self._travel()
        for it in self._local.messages:
            if (it.id, it.channel, it.thread) == (message, slot.place.channel, thread) and it.removed is None:
                it.removed = self._local.elapsed()

    async def tell(self, place: Place, person: str, text: str) -> None:
        """Write to a person."""
        await self._travel()
        if "*" in self._local.gone:
            raise Gone(self._local.gone["*"])
        self._local.told.append((place.channel, person, text))

    async def _travel(self) -> None:
        await self._local.sleep(self._local.random.uniform(0.0, self._local.faults.latency))

    async def _arrive(self, slot: Slot, body: bytes, thread: str | None, answer: asyncio.Future[str]) -> None:
        random, faults = self._local.random, self._local.faults
        lost = random.random() < faults.lost
        await self._travel()
        said: str | Exception = Unsure("no answer")
        if not lost:
            try:
                said = await self._local.accept(slot, body, thread)
            except (Wait, Gone) as exc:
                said = exc
        if lost or (isinstance(said, str) and random.random() < faults.dropped):
            said = Unsure("no answer")
            await self._local.sleep(self.timeout)
        else:
            await self._travel()
        if answer.done():
            return
        if isinstance(said, str):
            answer.set_result(said)
        else:
            answer.set_exception(said)


def _mark(slot: Slot) -> str:
    return f"{slot.mark}/{slot.number}"
