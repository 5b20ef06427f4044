"""What happens between a question and its reply, on every platform: scope, thread, desk, message, and what is remembered."""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from textwrap import shorten
from typing import TYPE_CHECKING, Literal, TypeAlias, cast

from adapters.passage import passages
from adapters.port import Lost, Refused, Shown, Usage
from adapters.request import Mode, Press, Request, Where, answers, asks, late, packed, unpacked
from bot.cache.kept import read
from bot.domain import Command, Declined, Filters, Turn
from bot.engine.contract import reply_json
from bot.engine.view import only, view
from bot.errors import AskerError, BadSetting, Busy, NutgrafError, OutOfScope, StoreUnavailable
from bot.moment import moment
from bot.state.store import Place, Posted, State

if TYPE_CHECKING:
    from adapters.once import Once
    from adapters.port import Desk, Library, Platform, Stream
    from bot.domain import Reply
    from bot.engine.view import View
    from bot.ports import Clock
    from bot.state.events import Unanswered
    from bot.state.store import Known

Digests: TypeAlias = Callable[[Request], Awaitable[Shown]]
"""Who takes the words after ``/digest``, and says what became of them to who wrote them."""

ASKED = 300
"""Characters of what was asked that are shown above its reply."""
DIRECT = "direct"
"""The thread of what is said in a direct message outside threads."""
PATIENCE = 0.5
"""Seconds for which an acknowledgement waits until the request is kept; Slack waits three for it, as Discord does."""
LAPSES = 3
"""How often a request may be taken over from a process that did not finish it: what ends one process may end the next."""
PARTS: Mapping[str, str] = {"timeline": "Timeline", "said": "Who said what"}
"""The buttons that show one part of a reply, by its title."""
SORRY = "Something went wrong on my side, and the newsroom's operator can see what. Please ask again in a minute."
GONE = "I no longer have that reply; ask again, and I read the sources anew."
AWAY = "I cannot reach my notes just now, so this was not answered. Please ask again in a minute."
LATER = "I cannot reach my notes just now. Your question is safe; I answer it as soon as I can reach them."
INTERRUPTED = "I was interrupted before I could answer what you asked here a while ago. Please ask again."
THANKS = "Thank you; that is kept with the reply."
NO_DIGEST = "The daily digest is not available here yet. Ask for a brief on a topic instead; “help” shows how."
NO_WORDS = "There are no words here that I could check. Choose a message that says something, or send me a sentence or more."


class Conversation:
    """Answers requests and buttons.

    Args:
        platform: Where people ask.
        desk: Who answers.
        state: What is remembered.
        library: The sources.
        clock: What day it is.
        once: The events that are under way.
        modes: The channels' modes, ``*`` for all others.
        digests: Who takes orders for the daily digest, where there is one.
    """

    def __init__(
        self,
        platform: Platform,
        desk: Desk,
        state: State,
        library: Library,
        clock: Clock,
        once: Once,
        *,
        modes: Mapping[str, Mode] | None = None,
        digests: Digests | None = None,
    ) -> None:
        self._platform = platform
        self._desk = desk
        self._state = state
        self._library = library
        self._clock = clock
        self._once = once
        self._modes = modes or {}
        self._digests = digests
        self._log = logging.getLogger(f"nutgraf.{platform.name}")

    async def accept(self, request: Request, keys: Sequence[str]) -> None:
        """Begin to answer a request as ``hear`` does, and return once it is kept: it may be acknowledged then.

        From then on it is answered, whatever becomes of this process. Where the database is slow or away it returns all the
        same, after ``PATIENCE``; if nothing can be kept at all, ``hear`` says so to who asked.
        """
        kept = asyncio.Event()

        async def heard() -> None:
            try:
                await self.hear(request, keys, taken=kept.set)
            finally:
                kept.set()

        self._once.begin(heard())
        with suppress(TimeoutError):
            await asyncio.wait_for(kept.wait(), PATIENCE)

    async def hear(self, request: Request, keys: Sequence[str], *, taken: Callable[[], None] | None = None) -> None:
        """Answer a request, once, or say why not.

        Args:
            request: What is asked.
            keys: The names of the event it came in. Of the last of them the reply's id is made, so that whatever comes under
                that name again is the same question.
            taken: Called once it is kept and ours to answer.
        """
        kept = False

        def noted() -> None:
            nonlocal kept
            kept = True
            if taken is not None:
                taken()

        try:
            await self._once.do(
                request.where.workspace,
                keys,
                partial(self._answer, request, keys),
                wanted=partial(self._wanted, request),
                request=packed(request, keys),
                taken=noted,
            )
        except StoreUnavailable as exc:
            self._log.error("an event was not finished", extra={"reason": str(exc)})
            if request.named:
                with suppress(NutgrafError):
                    await self._platform.tell(request, LATER if kept else AWAY)

    async def resume(self) -> None:
        """Take up what was accepted and not answered, by whichever process that is no more. Raises StoreUnavailable."""
        await self._once.sweep(self._resumed)

    async def _resumed(self, left: Unanswered) -> None:
        try:
            request, keys = unpacked(left.request)
        except ValueError as exc:
            self._log.error("a request that was kept cannot be read", extra={"reason": str(exc)})
            await self._state.done(self._platform.name, left.workspace, left.event)
            return
        over = left.lapses >= LAPSES
        if late(request, left.age) and not over:
            # What is shown already, if only half of it, is brought to its end however late.
            over = await self._state.posted(self._id(request, keys)) is None
        work = partial(self._close, request) if over else partial(self._answer, request, keys, again=True)
        await self._once.do(request.where.workspace, keys, work)

    async def _close(self, request: Request) -> None:
        """Say that there will be no answer, by a way that outlives the request's own if there is one."""
        ways = [replace(request, respond=None), *([request] if request.respond else [])]
        for way in ways:
            try:
                await self._platform.tell(way, INTERRUPTED)
                return
            except StoreUnavailable:
                raise
            except NutgrafError as exc:
                self._log.warning("who asked was not told of an interruption", extra={"reason": str(exc)})

    async def press(self, press: Press) -> None:
        """Do what a button says."""
        try:
            await self._press(press)
        except (AskerError, Busy) as exc:
            with suppress(NutgrafError):
                await self._platform.tell(press, _sentence(exc))
        except (Refused, Lost) as exc:
            self._log.error("a button was not answered", extra={"reason": str(exc), "channel": press.where.channel})
        except StoreUnavailable as exc:
            self._log.error("a button was not answered", extra={"reason": str(exc)})
            with suppress(NutgrafError):
                await self._platform.tell(press, AWAY)
        except Exception:
            self._log.exception("a button failed")
            with suppress(NutgrafError):
                await self._platform.tell(press, SORRY)

    async def example(self, where: Where) -> str:
        """A topic that the sources of a place say something about."""
        seen = Filters(collections=await self._state.visible(self._place(where)))
        for source in await self._library.sources(seen, limit=1):
            reading = await self._library.reading(source.id)
            for name in reading.names:
                if name.kind == "place" and len(words := " ".join(reading.at(name).split())) > 3:
                    return words
            return " ".join(source.title.split()[:3])
        return "elections"

    async def _wanted(self, request: Request) -> bool:
        """Whether a message is meant for the desk, as its channel has it."""
        mode = self._modes.get(request.where.channel, self._modes.get("*"))
        known = False
        if not request.named and mode == "joined" and request.where.thread:
            known = bool(await self._state.turns(self._place(request.where), request.where.thread))
        return answers(request, mode, known)

    async def _answer(self, request: Request, keys: Sequence[str], *, again: bool = False) -> bool:
        """Answer it, or say why not; whether it is noted already that the event is done.

        ``again``: whether somebody may have posted the reply, though we know nothing of it.
        """
        try:
            if request.kind == "help":
                await self._platform.tell(request, Usage(example=await self.example(request.where)))
            elif request.kind == "digest":
                await self._platform.tell(request, await self._digests(request) if self._digests else NO_DIGEST)
            elif not any(map(str.isalnum, request.words)):
                await self._platform.tell(request, NO_WORDS)
            else:
                return await self._reply(request, keys, again)
        except (AskerError, BadSetting, Busy) as exc:
            await self._apologise(request, _sentence(exc))
        except StoreUnavailable:
            # Not done: it is tried again, and answered when it comes again.
            raise
        except (Refused, Lost) as exc:
            self._log.error("a reply was not posted", extra={"reason": str(exc), "channel": request.where.channel})
            if isinstance(exc, Refused):
                # There may be another way to who asked; where it may have been posted, saying the opposite would confuse.
                await self._apologise(request, SORRY)
        except Exception:
            self._log.exception("a request failed")
            await self._apologise(request, SORRY)
        return False

    async def _apologise(self, request: Request, text: str) -> None:
        """Say that there is no reply, and no longer that one is being made."""
        with suppress(NutgrafError):
            await self._platform.tell(request, text)
            await self._platform.status(request, _nothing)

    async def _reply(self, request: Request, keys: Sequence[str], again: bool) -> bool:
        where, place, id_ = request.where, self._place(request.where), self._id(request, keys)
        known = await self._state.known(id_, place, DIRECT if request.headless else where.thread)
        before = known.posted
        if before is not None and before.thread is not None:
            return False
        begun = before.message if before is not None else None
        stream: Stream | None = None
        if before is not None and before.body:
            reply = read(id_, before.body)
        else:
            if before is None and not again:
                stream = self._platform.stream(request, id_, partial(self._state.begun, id_, place, request.kind))
            try:
                reply = await self._asked(request, known, id_, stream)
                if isinstance(reply, Declined) and not request.named and not asks(request.words):
                    # People talk to each other under a reply too, and what they say need not be for the desk.
                    if stream is not None:
                        await stream.drop()
                    await self._platform.status(request, _nothing)
                    return False
                await self._state.record(_kept(id_, place, request.kind, reply))
            except BaseException:
                if stream is not None:
                    await stream.drop()
                raise
        posting = await self._platform.post(
            request, _picture(reply, request), reply=id_, again=again or before is not None, begun=begun, stream=stream
        )
        heads = {posting.thread if posting else where.thread, DIRECT if request.headless else None}
        await self._state.placed(
            id_,
            posting.message if posting else None,
            posting.thread if posting else None,
            place=place,
            turn=_turn(request, reply),
            threads=filter(None, heads),
            # What was asked before a check is still what a follow-up is about.
            opening=request.kind == "check",
            events=keys,
        )
        return True

    async def _asked(self, request: Request, known: Known, id_: str, stream: Stream | None) -> Reply:
        """What the desk replies, seen from the place and after what was said there before."""
        now = self._clock.now()
        filters = Filters(
            since=moment(request.since, now) if request.since else None,
            outlet=request.outlet,
            collections=known.visible,
        )
        command = Command(
            kind=cast("Literal['brief', 'ask', 'check']", request.kind),
            words=request.words,
            filters=filters,
            thread=known.turns,
        )
        said = False

        async def reading() -> str:
            nonlocal said
            count, _ = await self._library.extent(filters)
            said = True
            return f"Reading {count} source{'' if count == 1 else 's'}…"

        status = asyncio.create_task(self._platform.status(request, reading))
        try:
            if stream is None:
                return await self._desk.reply(command, request=id_)
            return await self._desk.reply(command, request=id_, heard=stream.heard)
        finally:
            # An answer that is there before the sources are counted needs none; set after the post, it would stay for ever.
            if not said:
                status.cancel()
            with suppress(TimeoutError):
                await asyncio.wait_for(asyncio.gather(status, return_exceptions=True), 1.0)

    async def _press(self, press: Press) -> None:
        kept = await self._state.posted(press.reply)
        if kept is None or not kept.body or kept.place.workspace != press.where.workspace:
            await self._platform.tell(press, GONE)
            return
        if press.action == "feedback":
            if press.value in ("good", "bad"):
                await self._state.rate(kept.id, press.where.user, press.value)
                await self._platform.tell(press, THANKS)
            return
        reply = read(kept.id, kept.body)
        if not {source.collection for source in reply.sources} <= await self._state.visible(self._place(press.where)):
            raise OutOfScope("This reply cannot be shown here")
        if press.action == "share":
            picture = _under(view(reply), reply.query) if kept.kind == "ask" else view(reply)
            await self._platform.share(press, picture, reply=kept.id)
        elif press.action == "passage":
            await self._platform.tell(press, await passages(reply, press.value, self._library))
        else:
            await self._platform.tell(press, only(view(reply), PARTS[press.action]))

    def _id(self, request: Request, keys: Sequence[str]) -> str:
        where = request.where
        name = f"{self._platform.name}\0{where.workspace}\0{where.channel}\0{keys[-1]}"
        return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:32]

    def _place(self, where: Where) -> Place:
        return Place(platform=self._platform.name, workspace=where.workspace, channel=where.channel)


def _picture(reply: Reply, request: Request) -> View:
    """The picture of a reply, under what was asked where no message shows it; a topic and a draft stand in it anyway."""
    options = [f"{name}:{value}" for name, value in (("since", request.since), ("outlet", request.outlet)) if value]
    if request.where.message or request.kind == "check" or (request.kind == "brief" and not options):
        return view(reply)
    return _under(view(reply), " ".join((request.words, *options)))


def _under(picture: View, words: str) -> View:
    return replace(picture, facts=(shorten(f"Asked: {words}", ASKED, placeholder="…"), *picture.facts))


def _kept(id_: str, place: Place, kind: str, reply: Reply) -> Posted:
    body = json.dumps({"key": id_, "reply": reply_json(reply)}, ensure_ascii=False, separators=(",", ":"))
    sources = {source.id: source.revision for source in reply.sources}
    return Posted(id=id_, place=place, kind=kind, body=body.encode("utf-8", "surrogatepass"), sources=sources)


def _turn(request: Request, reply: Reply) -> Turn | None:
    """What a follow-up needs of an exchange; a question that found nothing to look for leaves nothing."""
    if request.kind == "brief":
        return Turn(kind="brief", standalone=request.words)
    if request.kind == "check":
        return Turn(kind="brief", standalone=request.words[:200])
    if isinstance(reply, Declined) and not reply.query:
        return None
    return Turn(kind="ask", standalone=reply.read_as or reply.query)


async def _nothing() -> str:
    return ""


def _sentence(exc: Exception) -> str:
    text = str(exc)
    return text if text.endswith((".", "!", "?")) else f"{text}."
