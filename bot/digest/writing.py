"""How a digest is written: by the first desk that can, the plainest last, so that it goes out on time."""

from __future__ import annotations

import asyncio
import json
import logging
import zlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from bot.domain import Command, Digest, Filters, Reply, Seen
from bot.engine.contract import reply_from, reply_json
from bot.errors import ServiceError
from bot.state.store import Posted

if TYPE_CHECKING:
    from bot.state.book import Subscription
    from bot.state.ledger import Ledger, Slot
    from bot.state.store import State

log = logging.getLogger("nutgraf.digest")

PATIENCE = 20.0
"""Seconds that a desk may take."""


class Desk(Protocol):
    """Whoever answers commands."""

    async def reply(self, command: Command) -> Reply:
        """What is posted for a command."""
        ...


class Unwritten(ServiceError):
    """No desk could write the digest."""


class Writer:
    """Writes digests.

    Args:
        desks: Who is asked, in this order; the last needs neither a model nor a cache.
        state: What a channel may see.
        ledger: What its digests have shown so far.
    """

    def __init__(self, desks: Sequence[Desk], state: State, ledger: Ledger) -> None:
        self._desks = desks
        self._state = state
        self._ledger = ledger

    async def command(self, order: Subscription, before: date = date.max) -> Command:
        """What is asked of a desk: what a channel may see, and what it was shown by digests of days before one."""
        seen = _seen(await self._ledger.last(order.place, order.id, before))
        # The day of the last one is told as the channel's clocks have it.
        at = seen.at.astimezone(ZoneInfo(order.zone)) if seen.at else None
        return Command(
            kind="digest",
            words=", ".join(order.topics),
            filters=Filters(collections=await self._state.visible(order.place)),
            seen=replace(seen, at=at),
        )

    async def write(self, order: Subscription, before: date = date.max) -> Digest:
        """What is new on a subscription's topics since its last digest. Raises Unwritten."""
        command = await self.command(order, before)
        for desk in self._desks:
            try:
                async with asyncio.timeout(PATIENCE):
                    reply = await desk.reply(command)
            except Exception as exc:
                log.warning("a desk could not write a digest", extra={"subscription": order.id, "fault": type(exc).__name__})
            else:
                if isinstance(reply, Digest):
                    return reply
        raise Unwritten(f"no desk could write the digest {order.id!r}")


def packed(digest: Digest) -> bytes:
    """A digest as the ledger notes it."""
    return zlib.compress(json.dumps(reply_json(digest), ensure_ascii=False).encode("utf-8", "surrogatepass"))


def kept(told: bytes, slot: Slot) -> Posted:
    """A digest as replies are kept, so that its buttons and corrections work like any other's."""
    digest = _unpacked(told)
    body = json.dumps({"key": slot.mark, "reply": reply_json(digest)}, ensure_ascii=False, separators=(",", ":"))
    sources = {source.id: source.revision for source in digest.sources}
    return Posted(id=slot.mark, place=slot.place, kind="digest", body=body.encode("utf-8", "surrogatepass"), sources=sources)


def _unpacked(told: bytes) -> Reply:
    return reply_from(json.loads(zlib.decompress(told)))


def _seen(told: bytes | None) -> Seen:
    if told is None:
        return Seen()
    try:
        reply = _unpacked(told)
    except (ValueError, KeyError, TypeError, zlib.error):
        # Written by another version: one digest that repeats something is better than none.
        log.warning("what the last digest had shown cannot be read")
        return Seen()
    return reply.seen if isinstance(reply, Digest) else Seen()
