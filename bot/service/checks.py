"""Whether the servers that are configured answer, for ``nutgraf doctor``."""

from __future__ import annotations

import time

from bot.cache.redis import RedisCache
from bot.errors import CacheUnavailable, StoreUnavailable
from bot.state.book import Book
from bot.state.database import Database


async def redis(url: str) -> str:
    """How fast the cache's server answers. Raises CacheUnavailable, BadSetting."""
    cache = RedisCache(url, time.monotonic)
    began = time.perf_counter()
    try:
        await cache.get("nutgraf:doctor")
    except CacheUnavailable as exc:
        raise CacheUnavailable(f"{exc}; see that REDIS_URL names a server that runs and lets the desk in") from exc
    finally:
        await cache.close()
    return f"answers in {(time.perf_counter() - began) * 1000:.0f} ms"


async def digests(url: str) -> tuple[str, bool]:
    """How many digests there are, and whether trouble has paused one. Raises StoreUnavailable, BadSetting."""
    opened = Database(url)
    try:
        present, newest = await opened.revisions()
        orders = await Book(opened, time.time).all() if present == newest else ()
    finally:
        await opened.close()
    active = sum(order.state == "active" for order in orders)
    troubled = [f"{order.id} in {order.place.channel} ({order.reason})" for order in orders if order.reason]
    if troubled:
        said = ", ".join(troubled)
        return f"{active} posted daily; paused: {said}; put that right, and `nutgraf digest resume ID` goes on", True
    return f"{active} posted daily" if orders else "none yet; /digest in a channel sets one up", False


async def database(url: str) -> str:
    """What the database is, and whether its schema is the present one. Raises StoreUnavailable, BadSetting."""
    opened = Database(url)
    try:
        present, newest = await opened.revisions()
    except StoreUnavailable as exc:
        fault = type(exc.__cause__).__name__
        raise StoreUnavailable(
            f"the database does not answer ({fault}); see that DATABASE_URL names one that runs and lets the desk in"
        ) from exc
    finally:
        await opened.close()
    if present is None:
        return f"{opened.kind} answers; it is empty, and the service makes its tables"
    if present != newest:
        return f"{opened.kind} answers; its schema is {present}, and the service brings it to {newest}"
    return f"{opened.kind} answers, with schema {present}"
