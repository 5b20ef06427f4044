"""The shell around Discord: a client that is kept alive, a door for what comes over HTTP, and everything acknowledged first."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

import aiohttp
import discord
from aiohttp import web
from cryptography.exceptions import InvalidSignature
from discord.http import HTTPClient

from adapters.conversation import AWAY, Conversation, Digests
from adapters.discord import commands, completion, parse
from adapters.discord.delivery import DENIED, STALE, TIMEOUT, Outbox, Refused, Sleep
from adapters.discord.gateway import Client, Session, lead_to
from adapters.discord.missed import Missed
from adapters.discord.platform import EPHEMERAL, Server, private
from adapters.once import Once
from adapters.port import Lost
from bot.errors import BadSetting, NutgrafError, ServiceError, StoreUnavailable

if TYPE_CHECKING:
    from adapters.discord.keys import Keys
    from adapters.port import Desk, Library
    from adapters.request import Press, Request
    from bot.ports import Clock, Index
    from bot.state.store import State

log = logging.getLogger("nutgraf.discord")

PATH = "/discord/interactions"
LEAVE = 20.0
"""Seconds that what is under way may take when the adapter stops."""
LEAVING = "stopping"
LONGEST_PAUSE = 60.0
"""Seconds between two tries to connect, at the most."""
KNOWN = 10_000
"""Interactions that are remembered as acknowledged, and channels by what they are."""
COMPLETE = 0.08
"""Seconds in which completions have to be found; whoever types on asks again."""
PING, MESSAGE_LATER, COMPLETIONS = 1, 5, 8
"""Types of what an interaction is answered with."""
COMMANDS_KNOWN = "discord:{application}"
"""Under which name it is kept which commands Discord has been told."""


class Discord:
    """Discord as a part of the service.

    Args:
        keys: What the application gives us.
        desk: Who answers.
        state: What must not be forgotten.
        library: The sources.
        index: What the options of commands are completed from.
        clock: What day it is.
        random: Where this process' own name comes from, and how long it waits.
        sleep: Waits.
        digests: Who takes orders for the daily digest, where there is one.

    Raises BadSetting where the keys do not fit together.
    """

    name = "discord"

    def __init__(
        self,
        keys: Keys,
        desk: Desk,
        state: State,
        library: Library,
        index: Index,
        clock: Clock,
        random: Random,
        *,
        sleep: Sleep = asyncio.sleep,
        digests: Digests | None = None,
    ) -> None:
        chosen, opening, self._key = keys.read()
        self._keys = keys
        self._state = state
        self._sleep = sleep
        self._random = random
        self._rest = discord.Client(intents=discord.Intents(guilds=True))
        self._outbox = Outbox(self._http, sleep=sleep)
        self.platform = Server(self._outbox, lambda: (self._application, self._bot), opening=opening, page=keys.page)
        self._once = Once(state, self.name, str(UUID(int=random.getrandbits(128))), sleep=sleep)
        self.conversation = Conversation(self.platform, desk, state, library, clock, self._once, modes=chosen, digests=digests)
        self._missed = Missed(self._outbox, state, clock)
        self._index = index
        self._client: Client | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._noting: asyncio.Task[None] | None = None
        self._first = asyncio.Event()
        self._wrong: BadSetting | None = None
        self._fault: str | None = "starting"
        self._application = self._bot = ""
        self._contents = True
        self._declared = False
        self._acknowledged: OrderedDict[str, None] = OrderedDict()
        self._channels: OrderedDict[str, Mapping[str, Any]] = OrderedDict()
        self.lives = 0
        """How many clients there have been."""

    @property
    def routes(self) -> Sequence[web.RouteDef]:
        """What the service's door serves for Discord; nothing without the key that its calls are checked with."""
        return (web.post(PATH, self._http_call),) if self._key else ()

    @property
    def under_way(self) -> int:
        """How many requests are being answered."""
        return self._once.under_way

    @property
    def well(self) -> bool:
        """Whether Discord and we reach each other."""
        return self._fault is None and self._client is not None and self._client.well and not self._outbox.denied

    async def check(self) -> None:
        """Raises ServiceError while Discord cannot reach us, or we not Discord."""
        if not self.well:
            away = "the gateway is away; its session is being taken up again"
            raise ServiceError(self._fault or (DENIED if self._outbox.denied else away))

    async def start(self) -> None:
        """Begin to listen, and go on trying where Discord does not answer. Raises BadSetting where it knows no such token."""
        lead_to(self._keys.api)
        self._keeping = asyncio.create_task(self._keep(), name="discord")
        self._noting = asyncio.create_task(self._missed.keep_on(), name="discord, heard")
        await self._first.wait()
        if self._wrong is not None:
            await self.stop()
            raise self._wrong

    async def stop(self) -> None:
        """Take nothing new, finish what is under way, and leave."""
        self._fault = LEAVING
        for task in filter(None, (self._keeping, self._noting)):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await self._once.drain(LEAVE)
        await self._missed.keep()
        await _closed(self._rest)

    async def resume(self) -> None:
        """Take up what was acknowledged and not answered. Raises StoreUnavailable."""
        if self._application and self._fault != LEAVING:
            await self.conversation.resume()

    # Keeping a client alive

    async def _keep(self) -> None:
        """Log in and listen, over and over: whatever ends a client, another takes up its sessions."""
        tried = 0
        sessions: Mapping[int, Session] = {}
        while True:
            fault, was_well = "", False
            client = None
            try:
                await self._log_in()
                self._first.set()
                client = self._client = self.client(sessions)
                self._fault = None
                await client.start(self._keys.token)
                fault = "the gateway closed the connection"
            except discord.LoginFailure as exc:
                fault = "Discord does not know DISCORD_TOKEN; copy it from the application's page, Bot"
                if not self._first.is_set():
                    self._wrong = BadSetting(fault)
                    self._wrong.__cause__ = exc
                    self._first.set()
                    return
            except discord.PrivilegedIntentsRequired:
                fault, self._contents = "the message-content intent is not granted; going on without it", False
                sessions = {}
            except NutgrafError as exc:
                fault = str(exc)
            except (discord.DiscordException, aiohttp.ClientError, TimeoutError, OSError) as exc:
                fault = f"{type(exc).__name__}: {exc}"
            except Exception as exc:
                # What cannot be read raises whatever reading it raises.
                log.exception("the client ended")
                fault = f"{type(exc).__name__} while reading what Discord sent"
            finally:
                self._first.set()
                if client is not None:
                    was_well, sessions = bool(client.heard), client.sessions()
                    for shard in client.shards_begun:
                        self._missed.lost(shard)
                    await _closed(client)
            self._fault = f"away from Discord ({fault}); trying again"
            tried = 0 if was_well else tried + 1
            log.warning("away from Discord", extra={"reason": fault, "tried": tried})
            await self._sleep(min(LONGEST_PAUSE, 2.0**tried) * (0.5 + self._random.random() / 2))

    def client(self, sessions: Mapping[int, Session] | None = None) -> Client:
        """A client that tells us what it hears."""
        self.lives += 1
        return Client(
            self.interaction,
            self.message,
            contents=self._contents,
            begun=self._begun,
            lost=self._missed.lost,
            resumed=self._missed.resumed,
            gateway=self._keys.gateway,
            sessions=sessions,
            sleep=self._sleep,
        )

    async def _log_in(self) -> None:
        """Find out who we are, once, and say which commands we have, where they are others than before."""
        if not self._application:
            try:
                async with asyncio.timeout(2 * TIMEOUT):
                    await self._rest.login(self._keys.token)
            except BaseException:
                # A session that was opened on the way is closed, and the next try has one of its own.
                await _closed(self._rest)
                self._rest = discord.Client(intents=discord.Intents(guilds=True))
                raise
            about = self._rest.application
            assert about is not None
            assert self._rest.user is not None
            self._application, self._bot = str(about.id), str(self._rest.user.id)
            self._contents = about.flags.gateway_message_content or about.flags.gateway_message_content_limited
        await self._missed.remember(self._application)
        if not self._declared:
            try:
                await self._declare()
            except (NutgrafError, discord.DiscordException) as exc:
                log.error("the commands were not declared", extra={"reason": str(exc)})

    def _begun(self, shard: int) -> None:
        """A shard has begun a session: Discord tells nothing of what happened before it."""
        self._once.begin(self._catch_up(shard))

    async def _catch_up(self, shard: int) -> None:
        client = self._client
        missed = await self._missed.read(shard, client.shard_count or 1, client.known) if client is not None else ()
        for payload in missed if self._fault != LEAVING else ():
            await self.message(payload)

    async def _declare(self) -> None:
        name, mark = COMMANDS_KNOWN.format(application=self._application), commands.digest().encode()
        if await self._state.noted(name) != mark:
            await self._outbox.declare(self._application, list(commands.COMMANDS))
            await self._state.note(name, mark)
        self._declared = True

    def _http(self) -> HTTPClient:
        return self._rest.http

    # What people do

    async def _http_call(self, request: web.Request) -> web.Response:
        """An interaction over HTTP: signed, acknowledged like any other, and so accepted without a word (202)."""
        body = await request.read()
        if not self._signed(request.headers, body):
            return web.Response(status=401, text="the signature does not fit")
        try:
            payload = json.loads(body)
        except ValueError:
            return web.Response(status=400, text="no JSON")
        if not isinstance(payload, dict):
            return web.Response(status=400, text="no interaction")
        if payload.get("type") == PING:
            return web.json_response({"type": PING})
        if not self._application or self._fault == LEAVING:
            return web.Response(status=503, text="starting or stopping")
        self._once.begin(self.interaction(payload))
        return web.Response(status=202)

    def _signed(self, headers: Mapping[str, str], body: bytes) -> bool:
        at, signature = headers.get("X-Signature-Timestamp", ""), headers.get("X-Signature-Ed25519", "")
        assert self._key is not None
        try:
            self._key.verify(bytes.fromhex(signature), at.encode() + body)
        except (InvalidSignature, ValueError):
            return False
        return True

    async def interaction(self, payload: Mapping[str, Any]) -> None:
        """Take a command, a button or an option that is being typed, as Discord sends it."""
        if (typing := parse.autocomplete(payload)) is not None:
            await self._complete(payload, typing)
        elif (pressed := parse.press(payload)) is not None:
            self._once.begin(self._press(pressed, payload))
        elif (request := parse.command(payload) or parse.shortcut(payload)) is not None:
            self._once.begin(self._order(request, payload))
        else:
            log.warning("an interaction is none of ours", extra={"kind": payload.get("type")})

    async def message(self, payload: Mapping[str, Any]) -> None:
        """Take a message, as Discord sends it."""
        self._missed.heard(str(payload["id"]))
        self._once.begin(self._hear(payload))

    async def _order(self, request: Request, payload: Mapping[str, Any]) -> None:
        id_ = str(payload["id"])
        if not await self._acknowledge(id_, request.respond, MESSAGE_LATER, hidden=private(request)):
            # Too late for an answer to the command; a message in the channel it still can be.
            request = replace(request, respond=None)
        await self.conversation.hear(request, (f"interaction:{id_}",))

    async def _press(self, press: Press, payload: Mapping[str, Any]) -> None:
        id_ = str(payload["id"])
        if not await self._acknowledge(id_, press.respond, MESSAGE_LATER, hidden=True):
            return
        work = self.platform.open if press.action == parse.THREAD else self.conversation.press
        try:
            # Replicas hear of the same button, and it comes again when a session is taken up.
            await self._once.do(press.where.workspace, (f"interaction:{id_}",), partial(work, press))
        except StoreUnavailable:
            await self.platform.tell(press, AWAY)

    async def _hear(self, payload: Mapping[str, Any]) -> None:
        event = dict(payload)
        channel = event.get("channel") or {}
        if event.get("guild_id") and "type" not in channel:
            event["channel"] = await self._known(str(event["channel_id"]))
        request = parse.message(event, bot=self._bot, content=self._contents)
        if request is not None:
            where = request.where
            await self.conversation.hear(request, (f"message:{where.channel}:{where.message}",))

    async def _complete(self, payload: Mapping[str, Any], typing: parse.Typing) -> None:
        choices: Sequence[Mapping[str, Any]] = ()
        try:
            async with asyncio.timeout(COMPLETE):
                choices = await completion.choices(typing, self._state, self._index)
        except (NutgrafError, TimeoutError) as exc:
            log.warning("nothing to complete with", extra={"reason": type(exc).__name__})
        with suppress(Refused, Lost):
            await self._outbox.acknowledge(str(payload["id"]), str(payload["token"]), COMPLETIONS, {"choices": list(choices)})

    async def _acknowledge(self, id_: str, token: str | None, kind: int, *, hidden: bool) -> bool:
        """Say that an interaction is being worked on; whether it can be answered as one."""
        if token is None:
            return False
        if id_ in self._acknowledged:
            return True
        _remember(self._acknowledged, id_, None)
        try:
            await self._outbox.acknowledge(id_, token, kind, {"flags": EPHEMERAL} if hidden else None)
        except Refused as exc:
            # What is acknowledged already was taken on before, maybe by a process that is gone: who answers is settled later.
            if exc.code in STALE:
                log.warning("an interaction came too late", extra={"reason": str(exc)})
            return exc.code not in STALE
        except Lost:
            return False
        return True

    async def _known(self, id_: str) -> Mapping[str, Any]:
        """What a channel is that discord.py has not been told of, as after a session was taken up by a new client."""
        if id_ not in self._channels:
            try:
                _remember(self._channels, id_, await self._outbox.channel(id_))
            except (Refused, Lost):
                return {"id": id_}
        return self._channels[id_]


async def _closed(client: discord.Client) -> None:
    """Close a client, whatever state it is in."""
    with suppress(Exception):
        await client.close()


def _remember(known: OrderedDict[str, Any], id_: str, value: Any) -> None:
    known[id_] = value
    if len(known) > KNOWN:
        known.popitem(last=False)
