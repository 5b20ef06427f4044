"""Where a reply stands on Discord: in the interaction that asked, in a thread, in a channel, or before one person alone."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from adapters.discord import parse, render
from adapters.discord.delivery import (
    BARRED,
    MISSHAPEN,
    NO_ACCESS,
    NO_PERMISSION,
    STALE,
    TIMEOUT,
    UNKNOWN_CHANNEL,
    UNKNOWN_MESSAGE,
    Before,
    Outbox,
    Refused,
)
from adapters.port import Lost, Posting
from adapters.request import Press

if TYPE_CHECKING:
    from adapters.discord.render import Message
    from adapters.port import Shown, Stream
    from adapters.request import Request
    from bot.engine.view import Page, View
    from bot.state.store import Place

log = logging.getLogger("nutgraf.discord")

EPHEMERAL = 1 << 6
"""The flag of a message that one person alone sees."""
STYLES: tuple[render.Style, ...] = ("components", "embed", "text")
"""How a message may look, best first; the next one where Discord does not take the one before."""
SOON = 0.4
"""Seconds after which a question that is not answered yet is seen to be worked on."""
OPENINGS = ("open", "offer", "none")
"""What a brief does about a thread of its own."""
HERE = (
    "Something keeps me from answering where you just asked me. Whoever runs that server can give me View Channel, "
    "Send Messages and Send Messages in Threads there; /ask works meanwhile."
)
NO_THREAD = (
    "I may not open a thread here. Whoever runs this server can give me Create Public Threads and Send Messages in Threads."
)
DIGEST = "Digest"
GONE = {
    str(UNKNOWN_CHANNEL): "the channel is gone",
    str(NO_ACCESS): "the desk may no longer see the channel",
    str(NO_PERMISSION): "the desk may no longer write in the channel",
    "0": "Discord no longer knows the desk's token",
}
HERE_ALREADY = "There is no need for a thread here: just ask."
OPENED = "There is a thread under the brief now; what is asked in it I answer there."
SHARED = "It is in the channel now."


def private(to: Request | Press) -> bool:
    """Whether only who asked sees what is answered: known before it is, since Discord wants to know at once."""
    return isinstance(to, Press) or to.kind in ("help", "digest") or not any(map(str.isalnum, to.words))


class Server:
    """Discord as a conversation, and a scheduler, knows it.

    Args:
        outbox: Sends.
        me: The ids of the application and of its user, known once it is logged in.
        opening: One of ``OPENINGS``.
        page: Where the pages of our own sources are.
    """

    name = "discord"
    timeout = TIMEOUT
    gone: Mapping[str, str] = GONE
    """Errors after which nothing can be posted in a place any more, in words."""

    def __init__(
        self, outbox: Outbox, me: Callable[[], tuple[str, str]], *, opening: str = "open", page: Page | None = None
    ) -> None:
        self._outbox = outbox
        self._me = me
        self._opening = opening
        self._page = page
        self._typing: dict[Request, asyncio.Task[None]] = {}

    def stream(self, request: Request, reply: str, begun: Callable[[str], Awaitable[None]]) -> Stream | None:  # noqa: ARG002
        """None: Discord shows that something is being thought about, and takes five edits in five seconds."""
        return None

    async def post(
        self,
        request: Request,
        picture: View,
        *,
        reply: str,
        again: bool,
        begun: str | None,  # noqa: ARG002
        stream: Stream | None,  # noqa: ARG002
    ) -> Posting | None:
        """Post a reply where it was asked for, and what is too long for a message in a thread under it."""
        self._quiet(request)
        # Under a brief that the sources have nothing for there is nothing to ask on about.
        asked_on = request.kind == "brief" and bool(picture.sources)
        offer = self._opening == "offer" and asked_on and _under(request)
        first, rest = await self._first(request, picture, reply, again, offer=offer)
        inside = _thread(request)
        if inside is not None:
            await self._more(inside, rest, reply, again, request)
            return Posting(message=first, thread=inside)
        wanted = rest or (self._opening == "open" and asked_on)
        thread = await self._open(request, first, render.thread_name(picture)) if wanted and _under(request) else None
        await self._more(thread or request.where.channel, rest, reply, again, request)
        # A thread has the id of its first message: whoever opens one under the reply later asks after it too.
        return Posting(message=first, thread=first)

    async def tell(self, to: Request | Press, shown: Shown) -> None:
        """Tell who asked; nobody else sees it, but where the question itself was a message."""
        if not isinstance(to, Press):
            self._quiet(to)
        messages = render.shown(shown, page=self._page)
        if to.respond is not None:
            with _unless(STALE) as answered:
                await self._whisper(to, to.respond, messages)
            if not answered.refused or isinstance(to, Press):
                return
        where, mark = to.where, _mark(to, messages)
        try:
            for part, message in enumerate(messages):
                about = None if part else where.message
                await self._outbox.post(_thread(to) or where.channel, message.payload, mark=mark, part=part, about=about)
        except Refused as exc:
            if exc.code not in BARRED:
                raise
            await self._say_so(to, exc)

    async def share(self, press: Press, picture: View, *, reply: str) -> None:
        """Show a reply to everybody in the channel."""
        messages = render.render(picture, reply=reply, page=self._page)
        for part, message in enumerate(messages):
            mark = f"share\0{press.where.channel}\0{reply}"
            await self._outbox.post(_thread(press) or press.where.channel, message.payload, mark=mark, part=part)
        await self.tell(press, SHARED)

    async def open(self, press: Press) -> None:
        """Open the thread that a button offers."""
        under = press.where.message
        if under is None or press.where.direct or _thread(press) is not None:
            await self.tell(press, HERE_ALREADY)
            return
        try:
            await self._outbox.open(press.where.channel, under, "Questions about this brief")
        except Refused as exc:
            log.warning("a thread was not opened", extra={"reason": str(exc)})
            await self.tell(press, NO_THREAD)
        else:
            await self.tell(press, OPENED)

    async def status(self, request: Request, text: Callable[[], Awaitable[str]]) -> None:  # noqa: ARG002
        """Show soon that a message is being worked on; of an interaction Discord shows it by itself."""
        if request.respond is None:
            self._typing[request] = asyncio.create_task(self._type(_thread(request) or request.where.channel))

    async def _type(self, channel: str) -> None:
        # What is answered at once needs no sign, and one that comes after the answer would stay for ten seconds.
        await asyncio.sleep(SOON)
        with suppress(Exception):
            await self._outbox.type(channel)

    def _quiet(self, request: Request) -> None:
        typing = self._typing.pop(request, None)
        if typing is not None:
            typing.cancel()

    # What a scheduler posts

    def freeze(self, picture: View, *, reply: str) -> tuple[bytes, ...]:
        """The messages of a picture, just as they will be sent."""
        return tuple(
            json.dumps(dict(message.payload), ensure_ascii=False).encode("utf-8", "surrogatepass")
            for message in render.render(picture, reply=reply, page=self._page)
        )

    async def find(self, place: Place, *, mark: str, part: int, thread: str | None = None) -> str | None:
        """The id of the message with this mark, or None where it is not there. Raises Lost where nobody can tell."""
        try:
            return await self._outbox.find(thread or place.channel, self._me()[1], mark, part)
        except Refused as exc:
            raise Lost(f"what is in the channel cannot be seen ({exc})") from exc

    async def send(
        self, place: Place, frozen: bytes, *, mark: str, part: int, thread: str | None = None, before: Before | None = None
    ) -> str:
        """Post a frozen message; the same mark and part within minutes is the same message."""
        payload = json.loads(frozen)
        with _unless({UNKNOWN_CHANNEL} if thread else set()):
            return await self._outbox.post(thread or place.channel, payload, mark=mark, part=part, before=before)
        # A thread has the id of the message that it hangs on; where it is not there yet, it is opened.
        there = place.channel
        with _unless(BARRED | {UNKNOWN_MESSAGE}):
            there = await self._outbox.open(place.channel, str(thread), DIGEST)
        return await self._outbox.post(there, payload, mark=mark, part=part, before=before)

    async def copies(self, place: Place, *, mark: str, part: int, thread: str | None = None, since: float) -> tuple[str, ...]:
        """The ids of all messages with this mark since a moment (UTC seconds), oldest first. Raises Refused, Lost."""
        with _unless({UNKNOWN_CHANNEL} if thread else set()):
            return await self._outbox.copies(thread or place.channel, self._me()[1], mark, part, since)
        # The thread has not been opened yet, or could not be.
        return await self._outbox.copies(place.channel, self._me()[1], mark, part, since)

    async def remove(self, place: Place, message: str, *, thread: str | None = None) -> None:
        """Take a message away."""
        await self._outbox.remove(thread or place.channel, message)

    async def write(self, place: Place, person: str, text: str) -> None:
        """Tell one person something in a direct message. Raises Refused, Lost."""
        mark = hashlib.sha256(f"{place.channel}\0{person}\0{text}".encode("utf-8", "replace")).hexdigest()
        await self._outbox.post(await self._outbox.direct(person), render.said(text).payload, mark=mark)

    # How it gets there

    async def _first(
        self, request: Request, picture: View, reply: str, again: bool, *, offer: bool
    ) -> tuple[str, Sequence[Message]]:
        """Post the first message of a reply, in the best style that is taken; its id, and the messages that remain."""
        for style in STYLES:
            messages = render.render(picture, reply=reply, page=self._page, style=style, offer=offer)
            try:
                return await self._answer(request, messages[0], reply, again), messages[1:]
            except Refused as exc:
                if exc.code != MISSHAPEN or style == STYLES[-1]:
                    raise
                log.warning("a message was not taken as it was", extra={"style": style, "reason": str(exc)})
        raise AssertionError("a reply without messages")

    async def _answer(self, request: Request, message: Message, reply: str, again: bool) -> str:
        where = request.where
        if request.respond is not None:
            try:
                # The same again changes nothing, so it need not be looked for.
                return await self._outbox.edit(self._me()[0], request.respond, message.payload, mark=reply)
            except Refused as exc:
                if exc.code == MISSHAPEN:
                    raise
                log.warning("an interaction is no longer answered as one", extra={"reason": str(exc)})
        inside = _thread(request)
        if again and (there := await self._there(inside or where.channel, reply, 0)):
            return there
        try:
            with _unless({UNKNOWN_CHANNEL} if inside else set()):
                return await self._outbox.post(inside or where.channel, message.payload, mark=reply, about=where.message)
            # The thread is gone; the channel that it hung on is not.
            return await self._outbox.post(where.channel, message.payload, mark=reply)
        except Refused as exc:
            if exc.code in BARRED:
                await self._say_so(request, exc)
            raise

    async def _more(self, channel: str, messages: Sequence[Message], reply: str, again: bool, request: Request) -> None:
        """Post what a first message has no room for."""
        for part, message in enumerate(messages, 1):
            if again and await self._there(channel, reply, part):
                continue
            try:
                await self._outbox.post(channel, message.payload, mark=reply, part=part)
            except Refused as exc:
                if exc.code not in BARRED | {UNKNOWN_CHANNEL} or request.respond is None:
                    raise
                # An app that a person brought along may answer its own interactions, and speak nowhere else.
                await self._outbox.follow(self._me()[0], request.respond, message.payload)

    async def _there(self, channel: str, reply: str, part: int) -> str | None:
        """Our message in a channel, where it can be looked for; where it cannot, its nonce has to do."""
        try:
            return await self._outbox.find(channel, self._me()[1], reply, part)
        except (Refused, Lost):
            return None

    async def _open(self, request: Request, message: str, name: str) -> str | None:
        try:
            return await self._outbox.open(request.where.channel, message, name)
        except (Refused, Lost) as exc:
            log.warning("no thread was opened; it takes Create Public Threads", extra={"reason": str(exc)})
            return None

    async def _whisper(self, to: Request | Press, token: str, messages: Sequence[Message]) -> None:
        application = self._me()[0]
        mark = _mark(to, messages)
        for part, message in enumerate(messages):
            if part == 0 and private(to):
                await self._outbox.edit(application, token, message.payload, mark=mark)
                continue
            if part == 0:
                # Whether everybody sees it was settled when it was acknowledged: another message has to take its place.
                await self._outbox.withdraw(application, token)
            flags = int(message.payload.get("flags", 0)) | EPHEMERAL
            await self._outbox.follow(application, token, {**message.payload, "flags": flags})

    async def _say_so(self, to: Request | Press, exc: Refused) -> None:
        """Tell who asked, in a direct message, what is missing where they asked."""
        where = to.where
        log.error("there is no permission to answer", extra={"channel": where.channel, "reason": str(exc)})
        if where.direct:
            return
        with suppress(Refused, Lost):
            channel = await self._outbox.direct(where.user)
            message = render.said(HERE)
            await self._outbox.post(channel, message.payload, mark=f"missing\0{where.channel}\0{where.message}")


class _unless:
    """Lets errors with these codes pass, and remembers that there was one."""

    def __init__(self, codes: frozenset[int] | set[int]) -> None:
        self._codes = codes
        self.refused = False

    def __enter__(self) -> _unless:
        return self

    def __exit__(self, _: object, exc: BaseException | None, __: object) -> bool:
        self.refused = isinstance(exc, Refused) and exc.code in self._codes
        return self.refused


def _thread(to: Request | Press) -> str | None:
    """The thread in which something was asked, where it is one and no chain of replies."""
    return to.where.thread if to.where.inside else None


def _under(request: Request) -> bool:
    """Whether there can be a thread under a reply: there are none in direct messages, and none within threads."""
    return not request.where.direct and request.where.workspace != parse.DIRECT and _thread(request) is None


def _mark(to: Request | Press, messages: Sequence[Message]) -> str:
    text = "\0".join(json.dumps(dict(message.payload), sort_keys=True) for message in messages)
    told = f"{to.where.channel}\0{to.where.message}\0{to.where.user}\0{text}"
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
