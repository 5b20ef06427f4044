"""The shell around Slack's sockets: Bolt checks who is there and dispatches; everything is acknowledged first, then done."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Coroutine, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import parse
from adapters.slack.delivery import Outbox, Sleep
from adapters.slack.front import PLATFORM, Desk, Front, Library
from bot.errors import BadSetting, ServiceError, StoreUnavailable
from bot.state.store import Receipt, State

if TYPE_CHECKING:
    from bot.ports import Clock

log = logging.getLogger("nutgraf.slack")

PATH = "/slack/events"
LEASE = 45.0
"""Seconds after which an event that somebody took on and did not finish is answered by whoever gets it again."""
LEAVE = 20.0
"""Seconds that what is under way may take when the adapter stops."""
TRIES = 5
"""How often an event is tried while the database is away."""
LEAVING = "stopping"
TIMEOUT = 15
"""Seconds a call to Slack may take."""


@dataclass(frozen=True, kw_only=True)
class Keys:
    """What a workspace gives us."""

    token: str = field(repr=False)
    app_token: str | None = field(default=None, repr=False)
    """For Socket Mode; without one, Slack calls us."""
    signing_secret: str | None = field(default=None, repr=False)
    api: str = "https://slack.com/api/"
    threads: str = ""
    page: str | None = None
    streaming: bool = True


class Slack:
    """Slack as a part of the service.

    Args:
        keys: What the workspace gives us.
        desk: Who answers.
        state: What must not be forgotten.
        library: The sources.
        clock: What day it is.
        random: Where this process' own name comes from.
        pause: Seconds between two posts in one channel.
        sleep: Waits.
        watch: Seconds between two looks at the socket; it counts as silent after four of them.

    Raises BadSetting where the keys do not fit together.
    """

    name = "slack"

    def __init__(
        self,
        keys: Keys,
        desk: Desk,
        state: State,
        library: Library,
        clock: Clock,
        random: Random,
        *,
        pause: float = 1.0,
        sleep: Sleep = asyncio.sleep,
        watch: float = 5.0,
    ) -> None:
        if not keys.app_token and not keys.signing_secret:
            raise BadSetting("SLACK_BOT_TOKEN needs SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP")
        try:
            modes = parse.modes(keys.threads)
        except ValueError as exc:
            raise BadSetting(f"SLACK_THREADS={keys.threads!r}: {exc}") from exc
        self._keys = keys
        self._state = state
        self._sleep = sleep
        self._owner = str(UUID(int=random.getrandbits(128)))
        self._watch = watch
        self._session: aiohttp.ClientSession | None = None
        self._client = AsyncWebClient(token=keys.token, base_url=keys.api, timeout=TIMEOUT, retry_handlers=[])
        outbox = Outbox(self._client, pause=pause, sleep=sleep)
        self._front = Front(
            desk, state, library, outbox, clock, self._respond, modes=modes, page=keys.page, streaming=keys.streaming
        )
        self._bolt: AsyncApp | None = None
        self._socket: AsyncSocketModeHandler | None = None
        self._watching: asyncio.Task[None] | None = None
        self._under_way: set[asyncio.Task[None]] = set()
        self._busy: set[str] = set()
        self._fault: str | None = "starting"
        self._bot = ""
        self._team = ""

    @property
    def routes(self) -> Sequence[web.RouteDef]:
        """What the service's door serves for Slack; nothing where Slack is listened to through a socket."""
        return () if self._keys.app_token else (web.post(PATH, self._http),)

    @property
    def under_way(self) -> int:
        """How many requests are being answered."""
        return len(self._under_way)

    @property
    def well(self) -> bool:
        """Whether Slack and we reach each other."""
        return self._fault is None

    async def check(self) -> None:
        """Raises ServiceError while Slack cannot reach us, or we not Slack."""
        if self._fault:
            raise ServiceError(self._fault)

    async def start(self) -> None:
        """Find out who we are, and listen. Raises BadSetting where Slack knows no such token, else ServiceError."""
        self._session = self._client.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))
        try:
            who = await self._client.auth_test()
        except SlackApiError as exc:
            raise BadSetting(
                f"Slack does not know SLACK_BOT_TOKEN ({exc.response.get('error')}); install the app again"
            ) from exc
        except (aiohttp.ClientError, TimeoutError, OSError, SlackClientError) as exc:
            raise ServiceError(f"Slack does not answer at {self._keys.api!r} ({type(exc).__name__})") from exc
        self._bot, self._team = str(who.get("user_id") or ""), str(who.get("team_id") or "")
        self._bolt = self._listen()
        if self._keys.app_token:
            self._socket = AsyncSocketModeHandler(self._bolt, self._keys.app_token, ping_interval=self._watch)
            try:
                await asyncio.wait_for(self._socket.connect_async(), 2 * TIMEOUT)  # type: ignore[no-untyped-call]
            except TimeoutError as exc:
                raise ServiceError("Slack opens no socket; see that SLACK_APP_TOKEN has connections:write") from exc
            self._watching = asyncio.create_task(self._keep_watch(), name="slack watchdog")
        self._fault = None

    async def stop(self) -> None:
        """Take nothing new, finish what is under way, and leave."""
        self._fault = LEAVING
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        if self._socket is not None:
            with suppress(Exception):
                await self._socket.client.disconnect()  # type: ignore[no-untyped-call]
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=LEAVE)
        for task in self._under_way:
            task.cancel()
        if self._socket is not None:
            client = self._socket.client
            with suppress(Exception):
                await client.close()  # type: ignore[no-untyped-call]
            tasks = (client.message_processor, client.current_session_monitor, client.message_receiver)
            await asyncio.gather(*filter(None, tasks), return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _listen(self) -> AsyncApp:
        bolt = AsyncApp(
            token=self._keys.token,
            signing_secret=self._keys.signing_secret or "socket mode needs none",
            client=self._client,
            logger=logging.getLogger("nutgraf.slack.bolt"),
        )
        anything = re.compile(".*", re.DOTALL)
        bolt.command(anything)(self._command)
        bolt.event("message")(self._message)
        bolt.event("app_mention")(self._message)
        bolt.event("app_home_opened")(self._home)
        # What nobody listens to is acknowledged too: else Slack delivers it again, and at last delivers nothing.
        bolt.event(anything)(_acknowledge)
        bolt.shortcut(parse.SHORTCUT)(self._shortcut)
        bolt.shortcut(anything)(_acknowledge)
        bolt.action(anything)(self._action)
        bolt.view(anything)(_acknowledge)
        bolt.options(anything)(_acknowledge)
        return bolt

    async def _http(self, request: web.Request) -> web.StreamResponse:
        if self._bolt is None or self._fault:
            # Slack delivers it again.
            return web.Response(status=503, text="starting or stopping")
        try:
            asked = await to_bolt_request(request)
        except (UnicodeDecodeError, ValueError):
            return web.Response(status=400, text="no text")
        return await to_aiohttp_response(await self._bolt.async_dispatch(asked))

    async def _command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        request = parse.command(body)
        if request is not None:
            self._do(self._once((f"command:{body.get('trigger_id')}",), request))

    async def _message(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        event = body.get("event")
        request = parse.message(event, team=str(body.get("team_id") or self._team), bot=self._bot) if event else None
        if request is not None:
            where = request.where
            # A mention arrives twice, as a mention and as a message, each with an id of its own.
            self._do(self._once((f"event:{body.get('event_id')}", f"message:{where.channel}:{where.message}"), request))

    async def _shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        request = parse.shortcut(body)
        if request is not None:
            self._do(self._once((f"shortcut:{body.get('trigger_id')}",), request))

    async def _action(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        pressed = parse.press(body)
        if pressed is not None:
            self._do(self._front.press(pressed))

    async def _home(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        event = body.get("event") or {}
        if event.get("tab") == "messages":
            channel, user = str(event.get("channel") or ""), str(event.get("user") or "")
            where = parse.Where(team=str(body.get("team_id") or self._team), channel=channel, user=user, direct=True)
            self._do(self._front.welcome(where))

    async def _once(self, keys: Sequence[str], request: parse.Request) -> None:
        """Answer a request unless it is answered or being answered under any of its names."""
        if any(key in self._busy for key in keys):
            return
        self._busy.update(keys)
        try:
            if not await self._front.wanted(request):
                return
            for tried in range(TRIES):
                try:
                    await self._answered(keys, request)
                    return
                except StoreUnavailable:
                    # Slack has our acknowledgement already: what we do not try again nobody may.
                    if tried == TRIES - 1 or self._fault == LEAVING:
                        raise
                    await self._sleep(0.5 * 2**tried)
        finally:
            self._busy.difference_update(keys)

    async def _answered(self, keys: Sequence[str], request: parse.Request) -> None:
        team = request.where.team
        for key in keys:
            if await self._state.receive(PLATFORM, team, key, owner=self._owner, lease=LEASE) is not Receipt.NEW:
                return
        await self._front.answer(request, keys[-1])
        for key in keys:
            await self._state.done(PLATFORM, team, key)

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(_logged(work))
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _respond(self, url: str, payload: Mapping[str, Any]) -> None:
        """Post to a ``response_url``, once: what it posts cannot be looked up."""
        assert self._session is not None
        try:
            async with self._session.post(url, json=dict(payload)) as response:
                if response.status >= 400:
                    log.warning("a response was refused", extra={"status": response.status})
        except (aiohttp.ClientError, TimeoutError, ValueError) as exc:
            log.warning("a response was not sent", extra={"fault": type(exc).__name__})

    async def _keep_watch(self) -> None:
        """See that the socket is not only open, and open another where it is silent."""
        assert self._socket is not None
        client = self._socket.client
        while True:
            await asyncio.sleep(self._watch / 2)
            if await client.is_connected():
                self._fault = None
                continue
            self._fault = "the socket to Slack is silent; opening another"
            log.warning("the socket is silent")
            with suppress(Exception):
                client.last_ping_pong_time = None
                client.stale = True
                async with asyncio.timeout(TIMEOUT):
                    await client.connect_to_new_endpoint()


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()


async def _logged(work: Awaitable[None]) -> None:
    try:
        await work
    except Exception:
        # A redelivery finds it as it was received, and is answered.
        log.exception("an event was not finished")
