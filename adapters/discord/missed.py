"""What was said while no session of ours heard it.

Discord tells again what happened while a session was away, but not what happened between the end of one session and the
beginning of another: after a restart, or where it declares a session invalid (op 9 with ``d: false``). Messages of that time
can still be read where we have posted lately; what was answered of them meanwhile is known by its id and is not answered again.
Interactions cannot be read: Discord itself tells who made them that there was no answer.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from adapters.discord.delivery import EPOCH, LOOKED
from adapters.discord.parse import DIRECT
from adapters.port import Lost, Refused
from bot.errors import StoreUnavailable

if TYPE_CHECKING:
    from adapters.discord.delivery import Outbox
    from bot.ports import Clock
    from bot.state.store import State

log = logging.getLogger("nutgraf.discord")

REACH = 3_600
"""Seconds back to which messages are read: an answer that comes later than that surprises more than it helps."""
LATELY = 3 * 24 * 3_600
"""Seconds within which we have posted in a channel that is read."""
KEEP = 15.0
"""Seconds between two notes of what was heard last, for whoever comes after this process."""
REQUESTS = 50
"""How often messages are asked for, at the most; each time Discord gives 100 of them."""
MARGIN = 120
"""Seconds that are read once more: a connection is dead for a while before that is noticed."""
HEARD = "heard:{application}"
"""Under which name the last message is kept that was heard."""

Channel = Callable[[str], Mapping[str, Any] | None]
"""What is known of a channel or an active thread of a server; None of one that we do not see."""


class Missed:
    """Remembers what was heard last, over connections and restarts.

    Args:
        outbox: Reads channels.
        state: Where we have posted, and what was heard last before this process.
        clock: How late it is.
    """

    def __init__(self, outbox: Outbox, state: State, clock: Clock) -> None:
        self._outbox = outbox
        self._state = state
        self._clock = clock
        self._name = ""
        self._heard = self._kept = self._start = 0
        self._gaps: dict[int, int] = {}

    async def remember(self, application: str) -> None:
        """Find what was heard last before this process, once; where nobody knows of any, nothing before this is missed."""
        if self._name:
            return
        name = HEARD.format(application=application)
        self._start = self._start or _id(self._clock.now().timestamp())
        with suppress(StoreUnavailable):
            self._kept = int(await self._state.noted(name) or 0)
            self._start = self._kept or self._start
            self._name = name
        self._heard = max(self._heard, self._start)

    async def keep(self) -> None:
        """Keep what was heard last, where it is later than what was kept; while the database is away the next time does it."""
        last = min([self._heard, *self._gaps.values()])
        if self._name and last > self._kept:
            with suppress(StoreUnavailable):
                await self._state.note(self._name, str(last).encode())
                self._kept = last

    async def keep_on(self) -> None:
        """Keep it again and again."""
        while True:
            await asyncio.sleep(KEEP)
            await self.keep()

    def heard(self, message: str) -> None:
        """Note that a message was heard. Ids are in the order of time, whatever the channel."""
        self._heard = max(self._heard, int(message))

    def lost(self, shard: int) -> None:
        """Note that a shard hears nothing from now on."""
        self._gaps.setdefault(shard, self._heard)

    def resumed(self, shard: int) -> None:
        """Note that a shard was told all that it did not hear."""
        self._gaps.pop(shard, None)

    async def read(self, shard: int, shards: int, channel: Channel) -> list[dict[str, Any]]:
        """What was said on a shard since it was lost, oldest first, as the gateway would have told it.

        Args:
            shard: The shard that has begun a session.
            shards: How many there are.
            channel: Knows the channels that we see.
        """
        since = self._gaps.pop(shard, self._start)
        now = self._clock.now().timestamp()
        after = max(since - (MARGIN * 1_000 << 22), _id(now - REACH))
        found: dict[int, dict[str, Any]] = {}
        left = REQUESTS
        for workspace, id_ in await self._places(now):
            known = channel(id_) if workspace != DIRECT else {"id": id_, "type": 1}
            if known is None or (int(workspace) >> 22 if workspace != DIRECT else 0) % shards != shard:
                continue
            guild = {} if workspace == DIRECT else {"guild_id": workspace}
            start = after
            while left > 0:
                left -= 1
                page = await self._page(id_, start)
                found |= {int(one["id"]): {**one, **guild, "channel": dict(known)} for one in page}
                if len(page) < LOOKED:
                    break
                start = max(int(one["id"]) for one in page)
        if found:
            log.info("read what was said meanwhile", extra={"messages": len(found)})
        return [found[id_] for id_ in sorted(found)]

    async def _places(self, now: float) -> list[tuple[str, str]]:
        """Server and channel of where we have posted lately, threads among them, the latest first."""
        try:
            active = await self._state.active("discord", now - LATELY, REQUESTS)
        except StoreUnavailable as exc:
            log.error("what was missed is not known", extra={"reason": str(exc)})
            return []
        both = ((place.workspace, id_) for place, thread in active for id_ in (thread, place.channel) if id_)
        # Under a direct message there are no threads.
        direct = {(place.workspace, thread) for place, thread in active if place.workspace == DIRECT}
        return [one for one in dict.fromkeys(both) if one not in direct]

    async def _page(self, channel: str, after: int) -> list[dict[str, Any]]:
        try:
            return await self._outbox.after(channel, after)
        except (Refused, Lost) as exc:
            log.warning("what was missed in a channel cannot be read", extra={"channel": channel, "reason": str(exc)})
            return []


def _id(seconds: float) -> int:
    """The smallest id of a moment (UTC seconds)."""
    return max(0, int(seconds * 1_000) - EPOCH) << 22
