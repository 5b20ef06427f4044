"""The cache of a desk that runs alone: the same behaviour as the shared one, in this process' memory."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.ports import Held, Look

MAX_BYTES = 64 * 1024 * 1024
"""What the values may weigh together; the least recently used go first."""


@dataclass(slots=True)
class _Entry:
    value: bytes
    until: float
    sources: tuple[str, ...]


class MemoryCache:
    """A bounded cache in memory.

    Args:
        now: Seconds on a clock that never goes back, ``time.monotonic`` in earnest.
        max_bytes: What the values may weigh together.
    """

    def __init__(self, now: Callable[[], float], max_bytes: int = MAX_BYTES) -> None:
        self._now = now
        self._max_bytes = max_bytes
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._claims: dict[str, tuple[str, float]] = {}
        self._weight = 0

    async def get(self, key: str) -> bytes | None:
        """The value, or None where there is none or its time is over."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        if entry.until <= self._now():
            self._drop(key)
            return None
        self._entries.move_to_end(key)
        return entry.value

    async def put(self, key: str, value: bytes, *, ttl: float, sources: Iterable[str] = ()) -> None:
        """Keep a value for ``ttl`` seconds, and remember which sources it stands on."""
        self._drop(key)
        if ttl <= 0 or len(value) > self._max_bytes:
            return
        self._entries[key] = _Entry(value, self._now() + ttl, tuple(sources))
        self._weight += len(value)
        while self._weight > self._max_bytes:
            self._drop(next(iter(self._entries)))

    async def purge(self, source: str) -> int:
        """Forget every value that stands on this source; how many those were."""
        gone = [key for key, entry in self._entries.items() if source in entry.sources]
        for key in gone:
            self._drop(key)
        return len(gone)

    async def look(self, key: str, token: str, lease: float) -> Look:
        """The value, else a claim on computing it, else word that somebody else holds that claim."""
        value = await self.get(key)
        if value is not None:
            return value
        now = self._now()
        holder, until = self._claims.get(key, ("", 0.0))
        if until > now and holder != token:
            return Held.BY_ANOTHER
        self._claims[key] = (token, now + lease)
        return Held.BY_ME

    async def renew(self, key: str, token: str, lease: float) -> bool:
        """Hold the claim for ``lease`` seconds more; False where it is no longer ours."""
        now = self._now()
        holder, until = self._claims.get(key, ("", 0.0))
        if holder != token or until <= now:
            return False
        self._claims[key] = (token, now + lease)
        return True

    async def release(self, key: str, token: str) -> None:
        """Give the claim back, if it is still ours."""
        if self._claims.get(key, ("", 0.0))[0] == token:
            del self._claims[key]

    async def close(self) -> None:
        """Nothing is held that would need closing."""

    def _drop(self, key: str) -> None:
        entry = self._entries.pop(key, None)
        if entry is not None:
            self._weight -= len(entry.value)
