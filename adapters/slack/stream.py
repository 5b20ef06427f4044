"""A reply shown while it is being made: a sentence is appended once it is verified, and the sources come with the end."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from adapters.port import Refused
from adapters.slack import render
from bot.engine.view import early
from bot.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from adapters.request import Where
    from adapters.slack.blocks import Blocks
    from adapters.slack.delivery import Outbox
    from adapters.slack.render import Message
    from bot.domain import Claim
    from bot.engine.view import View

log = logging.getLogger("nutgraf.slack")


class Stream:
    """One streamed message, from its first verified sentence on.

    Args:
        outbox: Calls Slack.
        where: Whom it is for, and the thread it stands in.
        begun: Awaited with the message's ``ts`` as soon as it is known.

    Nothing is shown of it before a claim is heard, and nothing stays of it that is not the whole reply.
    """

    def __init__(self, outbox: Outbox, where: Where, begun: Callable[[str], Awaitable[None]]) -> None:
        self._outbox = outbox
        self._where = where
        self._begun = begun
        self._claims: list[Claim] = []
        self._news = asyncio.Event()
        self._over = False
        self._following: asyncio.Task[None] | None = None
        self._sent = ""
        self._ts = ""

    def heard(self, claim: Claim) -> None:
        """Show a claim as soon as may be; returns at once."""
        if self._over:
            return
        self._claims.append(claim)
        self._news.set()
        if self._following is None:
            self._following = asyncio.create_task(self._follow())

    async def finish(self, picture: View, whole: Message, tail: Blocks, mark: Mapping[str, Any], *, eager: bool) -> str | None:
        """Bring the stream to its end; the message's ``ts``, or None where there is no message and the reply is still to post.

        Args:
            picture: The whole reply.
            whole: The message that takes the stream's place where it cannot go on.
            tail: What stands under the streamed sentences.
            mark: The message's metadata.
            eager: Whether a reply of which nothing was heard before is streamed too.
        """
        failed = await self._close()
        text = "".join(render.stream(picture))
        if not self._ts and (failed or not eager or not text):
            return None
        try:
            if failed or not text or not text.startswith(self._sent):
                raise failed or ServiceError("the reply is another than what was heard of it")
            await self._append(text[len(self._sent) :])
            if not self._ts:
                return None
            await self._call("chat.stopStream", blocks=list(tail), metadata=mark)
        except ServiceError as exc:
            if not self._ts:
                return None
            log.warning("a stream failed; the whole reply takes its place", extra={"reason": str(exc)})
            return await replace(self._outbox, self._where, self._ts, whole, mark)
        return self._ts

    async def drop(self) -> None:
        """Take away whatever has been shown: there will be no reply."""
        await self._close()
        if self._ts:
            await take_away(self._outbox, self._where, self._ts)

    async def _close(self) -> ServiceError | None:
        """Hear nothing more, and wait for what is on its way; what went wrong with it."""
        self._over = True
        self._news.set()
        if self._following is None:
            return None
        try:
            await self._following
        except ServiceError as exc:
            return exc
        except Exception:
            # Whatever it was, what has been shown so far must not stay as it is.
            log.exception("a stream failed")
            return ServiceError("a fault of our own")
        return None

    async def _follow(self) -> None:
        while not self._over:
            self._news.clear()
            text = "".join(render.stream(early(self._claims)))
            if text and not text.startswith(self._sent):
                raise ServiceError("the claims did not come in the order in which they are shown")
            await self._append(text[len(self._sent) :])
            if self._sent and not self._ts:
                return
            await self._news.wait()

    async def _append(self, text: str) -> None:
        if not text:
            return
        self._sent += text
        if self._ts:
            await self._call("chat.appendStream", markdown_text=text)
        else:
            await self._start(text)

    async def _start(self, text: str) -> None:
        """Begin the message; where Slack has no streams, or not just now, there is none."""
        where = self._where
        payload = {"channel": where.channel, "thread_ts": where.thread, "markdown_text": text}
        recipient = {"recipient_team_id": where.workspace, "recipient_user_id": where.user}
        self._ts = await self._outbox.start(where.workspace, payload | recipient) or ""
        if self._ts:
            await self._begun(self._ts)

    async def _call(self, method: str, **payload: Any) -> None:
        await self._outbox.taken(self._where.workspace, method, {"channel": self._where.channel, "ts": self._ts, **payload})


async def replace(outbox: Outbox, where: Where, ts: str, whole: Message, mark: Mapping[str, Any]) -> str | None:
    """Put a whole reply in the place of a stream; its ``ts``, or None where it is gone and the reply is still to be posted."""
    await outbox.attempt(where.workspace, "chat.stopStream", {"channel": where.channel, "ts": ts})
    try:
        await outbox.update(where.workspace, where.channel, ts, whole, mark)
    except Refused:
        await take_away(outbox, where, ts)
        return None
    return ts


async def take_away(outbox: Outbox, where: Where, ts: str) -> None:
    """Remove a stream's message, if it is there."""
    await outbox.attempt(where.workspace, "chat.stopStream", {"channel": where.channel, "ts": ts})
    with suppress(ServiceError):
        await outbox.remove(where.workspace, where.channel, ts)
