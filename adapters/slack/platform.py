"""Slack as a conversation and a scheduler see it: how a picture is posted, told to one person, streamed, or found again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zoneinfo import available_timezones

from adapters.port import Posting, Refused, Shown, Usage
from adapters.request import Request, Where
from adapters.slack import render
from adapters.slack.stream import Stream, replace
from bot.engine.view import View

if TYPE_CHECKING:
    from adapters import port
    from adapters.request import Press
    from adapters.slack.delivery import Outbox
    from adapters.slack.render import Message
    from bot.engine.view import Page
    from bot.state.store import Place

NAME = "slack"
EVENT = "nutgraf_reply"
ELSEWHERE = frozenset({"not_in_channel", "channel_not_found", "restricted_action", "is_archived", "no_permission"})
"""Errors that say that we cannot post there, though the person who asked can be answered."""

TIMEOUT = 15
"""Seconds a call to Slack may take."""
_AWAY = "I am not in that channel any more, or it is gone"
_MUTE = "I may not post in that channel"
_TOKEN = "the workspace has taken back my token"
GONE: Mapping[str, str] = {
    "is_archived": "the channel is archived",
    **dict.fromkeys(("channel_not_found", "not_in_channel"), _AWAY),
    **dict.fromkeys(("restricted_action", "no_permission", "missing_scope", "restricted_action_read_only_channel"), _MUTE),
    **dict.fromkeys(
        ("account_inactive", "token_revoked", "token_expired", "invalid_auth", "not_authed", "not_installed"), _TOKEN
    ),
}
"""Errors after which nothing can be posted there any more, until somebody puts it right."""

Respond = Callable[[str, Mapping[str, Any]], Awaitable[None]]
"""Posts to a ``response_url``."""


class SlackPlatform:
    """Slack's side of every conversation.

    Args:
        outbox: Where messages wait for their turn.
        respond: Posts to a ``response_url``.
        page: Where the pages of our own sources are.
        streaming: Whether replies are shown while they are being made.
    """

    name = NAME
    gone = GONE
    timeout = TIMEOUT

    def __init__(self, outbox: Outbox, respond: Respond, *, page: Page | None = None, streaming: bool = True) -> None:
        self._outbox = outbox
        self._respond = respond
        self._page = page
        self._streaming = streaming

    def stream(self, request: Request, reply: str, begun: Callable[[str], Awaitable[None]]) -> Stream | None:  # noqa: ARG002
        """A stream in the thread where the reply belongs; slash commands have none."""
        return Stream(self._outbox, request.where, begun) if self._streaming and request.where.thread else None

    async def post(
        self, request: Request, picture: View, *, reply: str, again: bool, begun: str | None, stream: port.Stream | None
    ) -> Posting | None:
        """Post a whole reply, the longer ones in several messages of one thread."""
        where = request.where
        messages = render.render(picture, reply=reply, page=self._page)
        first = ""
        if begun:
            first = await replace(self._outbox, where, begun, messages[0], _mark(reply, 0)) or ""
        elif isinstance(stream, Stream):
            tail = render.tail(picture, reply=reply, page=self._page)
            eager = where.direct and len(messages) == 1
            first = await stream.finish(picture, messages[0], tail, _mark(reply, 0), eager=eager) or ""
        try:
            for part, message in enumerate(messages):
                if part == 0 and first:
                    continue
                thread = where.thread or first or None
                ts = await self._sent(where, message, reply, part, thread, again=again)
                first = first or ts
        except Refused as exc:
            if exc.error not in ELSEWHERE or not request.respond or first:
                raise
            for message in render.render(picture, reply=reply, page=self._page, share=True):
                await self._respond(request.respond, _response(message))
            return None
        return Posting(message=first, thread=where.thread or first)

    async def tell(self, to: Request | Press, shown: Shown) -> None:
        """Show something to the one person who asked or pressed."""
        where = to.where
        for message in self._messages(shown):
            if to.respond:
                await self._respond(to.respond, _response(message, thread=None if isinstance(to, Request) else where.thread))
            elif where.direct:
                said = f"{where.message}\0{message.text}".encode("utf-8", "replace")
                await self._sent(where, message, hashlib.sha256(said).hexdigest()[:32], 0, where.thread, again=False)
            else:
                await self._outbox.whisper(where.workspace, where.channel, where.user, message, thread=where.thread)

    async def share(self, press: Press, picture: View, *, reply: str) -> None:
        """Show everybody in the channel a reply that one person saw."""
        for message in render.render(picture, reply=reply, page=self._page) if press.respond else ():
            await self._respond(press.respond or "", _response(message, public=True))

    async def status(self, request: Request, text: Callable[[], Awaitable[str]]) -> None:
        """Say in the thread what the desk is doing."""
        where = request.where
        if where.thread:
            payload = {"channel_id": where.channel, "thread_ts": where.thread, "status": await text()}
            await self._outbox.attempt(where.workspace, "assistant.threads.setStatus", payload)

    async def suggest(self, where: Where, topic: str) -> None:
        """Suggest what may be asked, where the agent's own tab is opened."""
        prompts = [
            {"title": f"Brief me on {topic}"[:75], "message": f"brief {topic}"},
            {"title": f"What is disputed about {topic}?"[:75], "message": f"What is disputed about {topic}?"},
        ]
        # An agent's tab takes no thread: with one the call fails silently.
        payload = {"channel_id": where.channel, "title": "Ask the sources", "prompts": prompts}
        await self._outbox.attempt(where.workspace, "assistant.threads.setSuggestedPrompts", payload)

    # What a scheduler needs

    def freeze(self, picture: View, *, reply: str) -> tuple[bytes, ...]:
        """The messages of a picture, just as they will be sent."""
        messages = render.render(picture, reply=reply, page=self._page)
        return tuple(json.dumps(_body(message), ensure_ascii=False).encode("utf-8", "surrogatepass") for message in messages)

    async def find(self, place: Place, *, mark: str, part: int, thread: str | None = None) -> str | None:
        """The ``ts`` of the message with this mark, or None where it is not there. Raises Lost where Slack does not tell."""
        return await self._outbox.find(place.workspace, place.channel, thread, _mark(mark, part))

    async def send(
        self,
        place: Place,
        frozen: bytes,
        *,
        mark: str,
        part: int,
        thread: str | None = None,
        before: Callable[[], Awaitable[None]] | None = None,
    ) -> str:
        """Post a frozen message once, in its turn; its ``ts``. Raises Refused, or Lost where it may have been taken."""
        body = json.loads(frozen.decode("utf-8", "surrogatepass"))
        payload = _payload(body, place.channel, thread, _mark(mark, part))
        return await self._outbox.send(place.workspace, place.channel, payload, before=before)

    async def copies(self, place: Place, *, mark: str, part: int, thread: str | None = None, since: float) -> tuple[str, ...]:
        """The ``ts`` of every message with this mark since a moment, oldest first."""
        return await self._outbox.copies(place.workspace, place.channel, thread, _mark(mark, part), since)

    async def remove(self, place: Place, message: str, *, thread: str | None = None) -> None:  # noqa: ARG002
        """Take a message away."""
        await self._outbox.remove(place.workspace, place.channel, message)

    async def zone(self, place: Place, person: str) -> str | None:
        """The time zone that somebody has in Slack, by its IANA name; None where Slack does not tell."""
        found = await self._outbox.attempt(place.workspace, "users.info", {"user": person})
        zone = ((found or {}).get("user") or {}).get("tz")
        return zone if isinstance(zone, str) and zone in available_timezones() else None

    async def write(self, place: Place, person: str, text: str) -> None:
        """Tell somebody something by direct message: Slack takes a person for a channel."""
        payload = {"channel": person, **_body(render.said(text))}
        await self._outbox.send(place.workspace, person, payload)

    async def _sent(self, where: Where, message: Message, reply: str, part: int, thread: str | None, *, again: bool) -> str:
        payload = _payload(_body(message), where.channel, thread, _mark(reply, part))
        return await self._outbox.post(where.workspace, where.channel, payload, again=again)

    def _messages(self, shown: Shown) -> Sequence[Message]:
        if isinstance(shown, str):
            return (render.said(shown),)
        if isinstance(shown, Usage):
            return (render.usage(shown.example),)
        if isinstance(shown, View):
            return render.render(shown, page=self._page)
        return render.passages(shown)


def _mark(reply: str, part: int) -> dict[str, Any]:
    return {"event_type": EVENT, "event_payload": {"reply": reply, "part": part}}


def _body(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks), "unfurl_links": False, "unfurl_media": False}


def _payload(body: Mapping[str, Any], channel: str, thread: str | None, mark: Mapping[str, Any]) -> dict[str, Any]:
    return {"channel": channel, **body, "metadata": mark, **({"thread_ts": thread} if thread else {})}


def _response(message: Message, *, public: bool = False, thread: str | None = None) -> dict[str, Any]:
    kind = "in_channel" if public else "ephemeral"
    inside = {"thread_ts": thread} if thread else {}
    return {"response_type": kind, "replace_original": False, **_body(message), **inside}
