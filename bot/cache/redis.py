"""The cache that several replicas share, in Redis (or Valkey): the one module that knows redis-py.

redis-py's own defaults do not suit a chat: a refused server costs seconds of retries and a silent one longer. So every
operation here has ``TIMEOUT`` seconds in all, connecting included, is tried once, and after ``BREAK_AFTER`` failures in a
row no more are tried for ``REST`` seconds. A connection whose caller was cancelled is dropped, since the next reader would get
the reply that the cancelled one was waiting for.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Any

from redis.asyncio import ConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, RedisError

from bot.errors import BadSetting, CacheUnavailable
from bot.ports import Held, Look

TIMEOUT = 0.4
"""Seconds an operation may take, from asking for a connection to having the reply: half a second less what a busy event loop
takes to notice."""
BREAK_AFTER = 3
"""Failures in a row after which the breaker opens."""
REST = 2.0
"""Seconds the open breaker waits before it lets one operation through to see whether the server is back."""
MAX_CONNECTIONS = 32
"""Operations at once, each on a connection of its own; the next waits for one, within its time."""
SOURCE_KEYS_TTL = 7 * 24 * 3600
"""Seconds the list of a source's replies is kept: longer than any reply's own time."""

# KEYS: value, claim. ARGV: token, lease in milliseconds.
_LOOK = """
local value = redis.call('GET', KEYS[1])
if value then return {1, value} end
local holder = redis.call('GET', KEYS[2])
if holder and holder ~= ARGV[1] then return {0} end
redis.call('SET', KEYS[2], ARGV[1], 'PX', ARGV[2])
return {2}
"""
# KEYS: claim. ARGV: token, lease in milliseconds.
_RENEW = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
"""
_RELEASE = """
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])
"""
# KEYS: value, then one set for each source. ARGV: value, its time in milliseconds, the sets' time in seconds.
_PUT = """
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
for i = 2, #KEYS do
  redis.call('SADD', KEYS[i], KEYS[1])
  redis.call('EXPIRE', KEYS[i], ARGV[3])
end
return 1
"""
# KEYS: the source's set.
_PURGE = """
local gone = 0
for _, key in ipairs(redis.call('SMEMBERS', KEYS[1])) do gone = gone + redis.call('DEL', key) end
redis.call('DEL', KEYS[1])
return gone
"""


class RedisCache:
    """A cache behind ``REDIS_URL``.

    Args:
        url: ``redis://``, ``rediss://`` or ``unix://``, as redis-py reads it.
        now: Seconds on a clock that never goes back, for the breaker.

    Every method raises `CacheUnavailable` within ``TIMEOUT`` seconds where the server does not answer.
    """

    def __init__(self, url: str, now: Callable[[], float]) -> None:
        try:
            # One timeout stands around the whole operation; redis-py's own, of which it sets three, cost a quarter of a GET.
            pool = ConnectionPool.from_url(
                url, socket_timeout=None, socket_connect_timeout=TIMEOUT, retry=Retry(NoBackoff(), 0), retry_on_error=[]
            )
        except ValueError as exc:
            raise BadSetting("REDIS_URL is no address of a Redis server; write it as redis://host:6379/0") from exc
        self._redis = Redis.from_pool(pool)
        self._connections = asyncio.Semaphore(MAX_CONNECTIONS)
        self._now = now
        self._failures = 0
        self._closed_until = 0.0
        self._shas: dict[str, str] = {}

    async def get(self, key: str) -> bytes | None:
        """The value, or None where there is none or its time is over."""
        value = await self._tried(lambda: self._redis.get(key))
        return value if isinstance(value, bytes) else None

    async def put(self, key: str, value: bytes, *, ttl: float, sources: Iterable[str] = ()) -> None:
        """Keep a value for ``ttl`` seconds, and remember which sources it stands on."""
        if ttl <= 0:
            return
        keys = [key, *(_of_source(source) for source in sources)]
        await self._script(_PUT, keys, [value, max(1, round(ttl * 1000)), SOURCE_KEYS_TTL])

    async def purge(self, source: str) -> int:
        """Forget every value that stands on this source; how many those were."""
        return int(await self._script(_PURGE, [_of_source(source)], []))

    async def look(self, key: str, token: str, lease: float) -> Look:
        """The value, else a claim on computing it, else word that somebody else holds that claim.

        A claim whose reply was lost is found to be ours when asked again with the same token, which ``SET NX`` cannot tell.
        """
        state, *value = await self._script(_LOOK, [key, _claim(key)], [token, round(lease * 1000)])
        if state == 1:
            return bytes(value[0])
        return Held.BY_ME if state == 2 else Held.BY_ANOTHER

    async def renew(self, key: str, token: str, lease: float) -> bool:
        """Hold the claim for ``lease`` seconds more; False where it is no longer ours."""
        return bool(await self._script(_RENEW, [_claim(key)], [token, round(lease * 1000)]))

    async def release(self, key: str, token: str) -> None:
        """Give the claim back, if it is still ours."""
        await self._script(_RELEASE, [_claim(key)], [token])

    async def close(self) -> None:
        """Close every connection."""
        await self._redis.aclose()
        await self._redis.connection_pool.disconnect()

    async def _script(self, source: str, keys: Sequence[str], args: Sequence[Any]) -> Any:
        """Run a script by its hash; a server that does not know it yet (new, restarted, flushed) is sent the text."""

        async def run() -> Any:
            sha = self._shas.get(source)
            if sha is None:
                sha = self._shas[source] = str(await self._redis.script_load(source))
            try:
                return await self._redis.evalsha(sha, len(keys), *keys, *args)
            except NoScriptError:
                return await self._redis.eval(source, len(keys), *keys, *args)

        return await self._tried(run)

    async def _tried(self, operation: Callable[[], Awaitable[Any]]) -> Any:
        if self._failures >= BREAK_AFTER:
            now = self._now()
            if now < self._closed_until:
                raise CacheUnavailable("Redis did not answer lately; going on without it")
            # One operation goes through to see; the others keep waiting until it has come back.
            self._closed_until = now + REST
        try:
            async with asyncio.timeout(TIMEOUT), self._connections:
                result = await operation()
        except (RedisError, OSError, TimeoutError) as exc:
            self._failures += 1
            self._closed_until = self._now() + REST
            raise CacheUnavailable(f"Redis did not answer ({type(exc).__name__}); going on without it") from exc
        self._failures = 0
        return result


def bare(url: str) -> Redis:
    """A plain client, for measuring what the cache adds to it."""
    return Redis.from_url(url)


def _claim(key: str) -> str:
    return f"{key}:claim"


def _of_source(source: str) -> str:
    return f"nutgraf:source:{source}"
