"""What happens between a question in Slack and its reply: scope, thread, desk, message, and what is remembered of it."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol, cast, get_args, get_type_hints

from adapters.slack import parse, render
from adapters.slack.delivery import Lost, Outbox, Refused
from bot.cache.kept import read
from bot.domain import Command, Declined, Filters, Turn
from bot.engine.contract import reply_json
from bot.engine.view import view
from bot.errors import AskerError, BadSetting, Busy, NutgrafError, OutOfScope, StoreUnavailable, UnknownSource
from bot.moment import moment
from bot.state.store import Place, Posted, State

if TYPE_CHECKING:
    from adapters.slack.parse import Press, Request, Where
    from adapters.slack.render import Message
    from bot.domain import Reading, Reply, Source
    from bot.ports import Clock

log = logging.getLogger("nutgraf.slack")

PLATFORM = "slack"
DIRECT = "direct"
"""The thread of what is said in a direct message outside threads."""
AROUND = 400
"""Characters before and after a quotation that are shown with it."""
ELSEWHERE = frozenset({"not_in_channel", "channel_not_found", "restricted_action", "is_archived", "no_permission"})
"""Errors that say that we cannot post there, though the person who asked can be answered."""
OFFERED = frozenset(get_args(get_type_hints(Command)["kind"]))
"""What the desk of this version answers."""
SORRY = "Something went wrong on my side, and the newsroom's operator can see what. Please ask again in a minute."
GONE = "I no longer have that reply; ask again, and I read the sources anew."
STARTING = "The desk is not ready just now; please try again in a minute."


class Desk(Protocol):
    """Whoever answers commands."""

    async def reply(self, command: Command, *, request: str | None = None) -> Reply:
        """What is posted for a command."""
        ...


class Library(Protocol):
    """The sources, as far as their passages and an example are shown."""

    async def reading(self, source: str, revision: str | None = None) -> Reading:
        """One reading; raises ``UnknownSource``."""
        ...

    async def sources(self, filters: Filters | None = None) -> Sequence[Source]:
        """The current sources, newest first."""
        ...


class Front:
    """Answers requests and buttons.

    Args:
        desk: Who answers.
        state: What is remembered.
        library: The sources.
        outbox: Where replies are posted.
        clock: What day it is.
        respond: Posts to a ``response_url``.
        modes: The channels' modes, ``*`` for all others.
        page: Where the pages of our own sources are.
        streaming: Whether direct messages are answered sentence by sentence.
    """

    def __init__(
        self,
        desk: Desk,
        state: State,
        library: Library,
        outbox: Outbox,
        clock: Clock,
        respond: Callable[[str, Mapping[str, Any]], Awaitable[None]],
        *,
        modes: Mapping[str, parse.Mode] | None = None,
        page: str | None = None,
        streaming: bool = True,
    ) -> None:
        self._desk = desk
        self._state = state
        self._library = library
        self._outbox = outbox
        self._clock = clock
        self._respond = respond
        self._modes = modes or {}
        self._page = page
        self._streaming = streaming

    async def wanted(self, request: Request) -> bool:
        """Whether a message is meant for the desk, as its channel has it."""
        mode = self._modes.get(request.where.channel, self._modes.get("*"))
        known = False
        if not request.named and mode == "joined" and request.where.thread:
            known = bool(await self._state.turns(_place(request.where), request.where.thread))
        return parse.answers(request, mode, known)

    async def answer(self, request: Request, event: str) -> None:
        """Answer a request, or say why not; ``event`` names it, and the reply of one event is posted once.

        Raises StoreUnavailable where it is worth being asked again by a redelivery.
        """
        try:
            if request.kind == "help":
                await self._tell(request, render.usage(await self.example(request.where)))
            elif request.kind not in OFFERED:
                name = {"check": "Checking", "digest": "The digest"}.get(request.kind, request.kind)
                await self._tell(request, render.said(f"{name} is not available yet; ask me a question instead."))
            else:
                await self._answer(request, event)
        except (AskerError, BadSetting, Busy) as exc:
            await self._tell(request, render.said(f"{exc}."))
        except StoreUnavailable:
            # Not done: it is answered when it comes again.
            raise
        except (Refused, Lost) as exc:
            # There is nobody to tell it to but the operator: Slack itself is what fails.
            log.error("a reply was not posted", extra={"reason": str(exc)})
        except Exception:
            log.exception("a request failed")
            with suppress(NutgrafError):
                await self._tell(request, render.said(SORRY))

    async def _answer(self, request: Request, event: str) -> None:
        where, place = request.where, _place(request.where)
        id_ = hashlib.sha256(f"{PLATFORM}\0{where.team}\0{where.channel}\0{event}".encode("utf-8", "replace")).hexdigest()[:32]
        before = await self._state.posted(id_)
        if before is not None and before.message:
            return
        thread = DIRECT if request.headless else where.thread
        if before is not None:
            reply: Reply = read(id_, before.body)
        else:
            turns = await self._state.turns(place, thread) if thread else ()
            now = self._clock.now()
            filters = Filters(
                since=moment(request.since, now) if request.since else None,
                outlet=request.outlet,
                collections=await self._state.visible(place),
            )
            command = Command(kind=cast("Any", request.kind), words=request.words, filters=filters, thread=turns)
            status = asyncio.create_task(self._status(where, filters))
            try:
                reply = await self._desk.reply(command, request=id_)
            finally:
                # Set after the post, it would stay for ever.
                with suppress(Exception):
                    await asyncio.wait_for(status, 1.0)
            await self._state.record(_kept(id_, place, request.kind, reply))
        posted = await self._post(request, reply, id_, again=before is not None)
        if posted:
            await self._state.placed(id_, posted, where.thread or posted)
        turn = _turn(request, reply)
        if turn is not None:
            heads = {where.thread or posted or "", DIRECT if request.headless else ""} - {""}
            for head in sorted(heads):
                await self._state.remember(place, head, turn)

    async def _post(self, request: Request, reply: Reply, id_: str, *, again: bool) -> str:
        where, picture = request.where, view(reply)
        messages = render.render(picture, reply=id_, page=self._page)
        if self._streaming and where.direct and where.thread and len(messages) == 1 and not again:
            lines = render.stream(picture)
            if lines and (ts := await self._stream(where, lines, picture, messages[0], id_)):
                return ts
        first = ""
        try:
            for part, message in enumerate(messages):
                thread = where.thread or first or None
                ts = await self._outbox.post(where.channel, message, thread=thread, reply=id_, part=part, again=again)
                first = first or ts
        except Refused as exc:
            if exc.error not in ELSEWHERE or not request.respond or first:
                raise
            for message in render.render(picture, reply=id_, page=self._page, share=True):
                await self._respond(request.respond, _response(message))
        return first

    async def _stream(self, where: Where, lines: Sequence[str], picture: Any, whole: Message, id_: str) -> str | None:
        """Stream verified lines, and their sources with the end; the message's ``ts``, or None where nothing was begun."""
        box = self._outbox
        started = await box.attempt(
            "chat.startStream",
            {
                "channel": where.channel,
                "thread_ts": where.thread,
                "recipient_team_id": where.team,
                "recipient_user_id": where.user,
            },
        )
        ts = str((started or {}).get("ts") or "")
        if not ts:
            return None
        try:
            for line in lines:
                await box.call("chat.appendStream", {"channel": where.channel, "ts": ts, "markdown_text": line})
            blocks = list(render.tail(picture, reply=id_, page=self._page))
            await box.call("chat.stopStream", {"channel": where.channel, "ts": ts, "blocks": blocks})
        except Exception as exc:
            # Whatever happened to it, the whole reply takes the stream's place, once.
            log.warning("a stream failed", extra={"fault": type(exc).__name__})
            await box.attempt("chat.stopStream", {"channel": where.channel, "ts": ts})
            try:
                await box.update(where.channel, ts, whole)
            except Refused:
                await box.attempt("chat.delete", {"channel": where.channel, "ts": ts})
                return None
        return ts

    async def press(self, press: Press) -> None:
        """Do what a button says."""
        try:
            await self._press(press)
        except AskerError as exc:
            await self._whisper(press, (render.said(f"{exc}."),))
        except (Refused, Lost) as exc:
            log.error("a button was not answered", extra={"reason": str(exc)})
        except Exception:
            log.exception("a button failed")
            with suppress(NutgrafError):
                await self._whisper(press, (render.said(SORRY),))

    async def _press(self, press: Press) -> None:
        kept = await self._state.posted(press.reply)
        if kept is None or kept.place.workspace != press.where.team:
            await self._whisper(press, (render.said(GONE),))
            return
        if press.action == "nutgraf_feedback":
            if press.value in ("good", "bad"):
                await self._state.rate(kept.id, press.where.user, press.value)
                await self._whisper(press, (render.said("Thank you; that is kept with the reply."),))
            return
        reply = read(kept.id, kept.body)
        if not {source.collection for source in reply.sources} <= await self._state.visible(_place(press.where)):
            raise OutOfScope("This reply cannot be shown here")
        picture = view(reply)
        if press.action == "nutgraf_share":
            messages = render.render(picture, reply=kept.id, page=self._page)
            if press.respond:
                for message in messages:
                    await self._respond(press.respond, _response(message, public=True))
            return
        if press.action == "nutgraf_passages":
            await self._whisper(press, render.passages([await self._passage(reply, n) for n in range(len(reply.sources))]))
            return
        title = "Timeline" if press.action == "nutgraf_timeline" else "Who said what"
        await self._whisper(press, render.render(render.part(picture, title), page=self._page))

    async def _passage(self, reply: Reply, n: int) -> tuple[int, str, str, str, str]:
        """The first words that are cited of a source, in their context."""
        source = reply.sources[n]
        cited = next(c for claim in reply.claims for c in claim.citations if c.source == source.id)
        title = " · ".join(filter(None, (source.title, source.outlet)))
        before = after = ""
        with suppress(UnknownSource):
            text = (await self._library.reading(source.id, source.revision)).text
            if text[cited.start : cited.end] == cited.quote:
                before, after = text[max(0, cited.start - AROUND) : cited.start], text[cited.end : cited.end + AROUND]
        return n + 1, title, before, cited.quote, after

    async def example(self, where: Where) -> str:
        """A topic that the sources of a place say something about."""
        sources = await self._library.sources(Filters(collections=await self._state.visible(_place(where))))
        for source in sources[:1]:
            read_ = await self._library.reading(source.id)
            for name in read_.names:
                if name.kind == "place" and len(words := " ".join(read_.at(name).split())) > 3:
                    return words
            return " ".join(source.title.split()[:3])
        return "elections"

    async def welcome(self, where: Where) -> None:
        """Suggest what may be asked, where the agent's own tab is opened."""
        topic = await self.example(where)
        prompts = [
            {"title": f"Brief me on {topic}"[:75], "message": f"brief {topic}"},
            {"title": f"What is disputed about {topic}?"[:75], "message": f"What is disputed about {topic}?"},
        ]
        # An agent's tab takes no thread: with one the call fails silently.
        payload = {"channel_id": where.channel, "title": "Ask the sources", "prompts": prompts}
        await self._outbox.attempt("assistant.threads.setSuggestedPrompts", payload)

    async def _status(self, where: Where, filters: Filters) -> None:
        if not where.thread:
            return
        count = len(await self._library.sources(filters))
        status = f"Reading {count} source{'' if count == 1 else 's'}…"
        payload = {"channel_id": where.channel, "thread_ts": where.thread, "status": status}
        await self._outbox.attempt("assistant.threads.setStatus", payload)

    async def _tell(self, request: Request, message: Message) -> None:
        """Tell one person something that is no reply."""
        if request.respond:
            await self._respond(request.respond, _response(message))
        elif request.where.direct:
            id_ = hashlib.sha256(f"{request.where.message}\0{message.text}".encode("utf-8", "replace")).hexdigest()[:32]
            await self._outbox.post(request.where.channel, message, thread=request.where.thread, reply=id_)
        else:
            await self._outbox.whisper(request.where.channel, request.where.user, message, thread=request.where.thread)

    async def _whisper(self, press: Press, messages: Sequence[Message]) -> None:
        where = press.where
        for message in messages:
            if press.respond:
                await self._respond(press.respond, _response(message, thread=where.thread))
            else:
                await self._outbox.whisper(where.channel, where.user, message, thread=where.thread)


def _place(where: Where) -> Place:
    return Place(platform=PLATFORM, workspace=where.team, channel=where.channel)


def _kept(id_: str, place: Place, kind: str, reply: Reply) -> Posted:
    body = json.dumps({"key": id_, "reply": reply_json(reply)}, ensure_ascii=False, separators=(",", ":"))
    sources = {source.id: source.revision for source in reply.sources}
    return Posted(id=id_, place=place, kind=kind, body=body.encode("utf-8", "surrogatepass"), sources=sources)


def _turn(request: Request, reply: Reply) -> Turn | None:
    """What a follow-up needs of an exchange; a command that found nothing to look for leaves nothing."""
    if request.kind == "brief":
        return Turn(kind="brief", standalone=request.words)
    if request.kind != "ask" or (isinstance(reply, Declined) and not reply.query):
        return None
    return Turn(kind="ask", standalone=reply.read_as or reply.query)


def _response(message: Message, *, public: bool = False, thread: str | None = None) -> dict[str, Any]:
    return {
        "response_type": "in_channel" if public else "ephemeral",
        "replace_original": False,
        "text": message.text,
        "blocks": list(message.blocks),
        "unfurl_links": False,
        "unfurl_media": False,
        **({"thread_ts": thread} if thread else {}),
    }
