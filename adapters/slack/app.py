"""The shell around Slack's sockets: Bolt checks who is there and dispatches; what is asked is kept, acknowledged, then done."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any
from uuid import UUID

import aiohttp
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.conversation import Conversation, Digests
from adapters.once import Once
from adapters.request import Request, Where, modes
from adapters.slack import parse
from adapters.slack.delivery import FAULTS, Outbox, Sleep, away, fault
from adapters.slack.manifest import PATH
from adapters.slack.platform import NAME, SlackPlatform
from adapters.slack.workspaces import Install, Workspaces
from bot.errors import BadSetting, ServiceError

if TYPE_CHECKING:
    from adapters.port import Desk, Library
    from bot.engine.view import Page
    from bot.ports import Clock
    from bot.state.database import Database
    from bot.state.store import State

log = logging.getLogger("nutgraf.slack")

LEAVE = 20.0
"""Seconds that what is under way may take when the adapter stops."""
TIMEOUT = 15
"""Seconds a call to Slack may take."""
STRANGER = "This workspace has not installed the desk, or has removed it. Whoever looks after its apps can install it again."


@dataclass(frozen=True, kw_only=True)
class Keys:
    """What a workspace gives us."""

    token: str | None = field(default=None, repr=False)
    """Of one workspace; none is needed where workspaces install the app."""
    install: Install | None = None
    """What they need for that."""
    app_token: str | None = field(default=None, repr=False)
    """For Socket Mode; without one, Slack calls us."""
    signing_secret: str | None = field(default=None, repr=False)
    api: str = "https://slack.com/api/"
    threads: str = ""
    page: Page | None = None
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
        digests: Who takes orders for the daily digest, where there is one.
        database: Where installations are kept; needed where workspaces install the app.

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
        digests: Digests | None = None,
        database: Database | None = None,
    ) -> None:
        if not keys.app_token and not keys.signing_secret:
            raise BadSetting("Slack needs SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP")
        if not keys.token and keys.install is None:
            raise BadSetting("Slack needs SLACK_BOT_TOKEN, or SLACK_CLIENT_ID and SLACK_CLIENT_SECRET for those who install it")
        try:
            threads = modes(keys.threads)
        except ValueError as exc:
            raise BadSetting(f"SLACK_THREADS={keys.threads!r}: {exc}") from exc
        self._keys = keys
        self._watch = watch
        self._session: aiohttp.ClientSession | None = None
        self._client = AsyncWebClient(base_url=keys.api, timeout=TIMEOUT, retry_handlers=[])
        self._workspaces = Workspaces(
            self._client, token=keys.token, install=keys.install, state=state, database=database, clock=clock
        )
        outbox = Outbox(self._client, self._workspaces.token, pause=pause, sleep=sleep)
        self.platform = SlackPlatform(outbox, self._respond, page=keys.page, streaming=keys.streaming)
        self._once = Once(state, NAME, str(UUID(int=random.getrandbits(128))), sleep=sleep)
        self._conversation = Conversation(
            self.platform, desk, state, library, clock, self._once, modes=threads, digests=digests
        )
        self._bolt: AsyncApp | None = None
        self._socket: AsyncSocketModeHandler | None = None
        self._watching: asyncio.Task[None] | None = None
        self._fault: str | None = "starting"

    @property
    def routes(self) -> Sequence[web.RouteDef]:
        """What the service's door serves for Slack: its calls, unless a socket brings them, and installing."""
        called = () if self._keys.app_token else (web.post(PATH, self._http),)
        return (*called, *self._workspaces.routes)

    @property
    def under_way(self) -> int:
        """How many requests are being answered."""
        return self._once.under_way

    @property
    def well(self) -> bool:
        """Whether Slack and we reach each other."""
        return self._fault is None and self._workspaces.fault is None

    async def check(self) -> None:
        """Raises ServiceError while Slack cannot reach us, or we not Slack."""
        if fault := self._fault or self._workspaces.fault:
            raise ServiceError(fault)

    async def start(self) -> None:
        """Find out who we are, and listen. Raises BadSetting where Slack knows no such token, else ServiceError."""
        self._session = self._client.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT))
        try:
            await self._workspaces.start()
        except FAULTS as exc:
            if not isinstance(exc, SlackApiError) or away(exc):
                raise ServiceError(
                    f"Slack does not answer at {self._keys.api!r} ({fault(exc)}); see SLACK_API_URL, or wait and start again"
                ) from exc
            raise BadSetting(
                f"Slack does not take SLACK_BOT_TOKEN ({fault(exc)}); `nutgraf doctor` says where to find the right one"
            ) from exc
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
        self._fault = "stopping"
        if self._watching is not None:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        if self._socket is not None:
            with suppress(Exception):
                await self._socket.client.disconnect()  # type: ignore[no-untyped-call]
        await self._once.drain(LEAVE)
        if self._socket is not None:
            client = self._socket.client
            with suppress(Exception):
                await client.close()  # type: ignore[no-untyped-call]
            tasks = (client.message_processor, client.current_session_monitor, client.message_receiver)
            await asyncio.gather(*filter(None, tasks), return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    def _listen(self) -> AsyncApp:
        said = logging.getLogger("nutgraf.slack.bolt")
        # Below that it quotes whole requests, in ones that are not signed as they should be.
        said.setLevel(max(logging.WARNING, log.getEffectiveLevel()))
        said.addFilter(_told)
        bolt = AsyncApp(
            authorize=self._workspaces,  # type: ignore[arg-type]  # Bolt takes its own class too, and does not say so
            # Without ours Bolt would make one of the environment, with files for a store.
            oauth_flow=self._workspaces.flow,
            user_facing_authorize_error_message=STRANGER,
            signing_secret=self._keys.signing_secret or "socket mode needs none",
            client=self._client,
            # Our listeners are over at once; without it Bolt looks every ten milliseconds whether they have acknowledged.
            process_before_response=True,
            logger=said,
        )
        anything = re.compile(".*", re.DOTALL)
        bolt.command(anything)(self._command)
        bolt.event("message")(self._message)
        bolt.event("app_mention")(self._message)
        bolt.event("app_home_opened")(self._home)
        bolt.event("tokens_revoked")(self._gone)
        bolt.event("app_uninstalled")(self._gone)
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
        answer = await self._bolt.async_dispatch(asked)
        if answer.status == 401:
            log.warning(
                "a call was refused: it is not signed with SLACK_SIGNING_SECRET, or is more than five minutes old; the secret "
                "stands under Basic Information on the app's page at api.slack.com/apps; `nutgraf doctor` looks at the clock"
            )
        return await to_aiohttp_response(answer)

    async def _command(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await self._hear(parse.command(body, team=self._team(context, body)), f"command:{body.get('trigger_id')}")
        await ack()

    async def _message(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        request = parse.message(body.get("event") or {}, team=self._team(context, body), bot=context.bot_user_id or "")
        if request is not None:
            # A mention arrives twice, as a mention and as a message, each with an id of its own.
            named = f"message:{request.where.channel}:{request.where.message}"
            await self._hear(request, f"event:{body.get('event_id')}", named)
        await ack()

    async def _shortcut(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await self._hear(parse.shortcut(body, team=self._team(context, body)), f"shortcut:{body.get('trigger_id')}")
        await ack()

    async def _hear(self, request: Request | None, *keys: str) -> None:
        """Begin to answer, and keep it: what is acknowledged is answered."""
        if request is not None:
            await self._conversation.accept(request, keys)

    async def resume(self) -> None:
        """Take up what was acknowledged and not answered. Raises StoreUnavailable."""
        if self.well:
            await self._conversation.resume()

    async def _action(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        pressed = parse.press(body, team=self._team(context, body))
        if pressed is not None:
            self._once.begin(self._conversation.press(pressed))

    async def _home(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        event = body.get("event") or {}
        if event.get("tab") == "messages":
            channel, user = str(event.get("channel") or ""), str(event.get("user") or "")
            where = Where(workspace=self._team(context, body), channel=channel, user=user, direct=True)
            self._once.begin(self._welcome(where))

    async def _welcome(self, where: Where) -> None:
        await self.platform.suggest(where, await self._conversation.example(where))

    async def _gone(self, ack: AsyncAck, body: dict[str, Any], context: AsyncBoltContext) -> None:
        await ack()
        self._once.begin(self._workspaces.forget(context, body.get("event") or {}))

    def _team(self, context: AsyncBoltContext, body: Mapping[str, Any]) -> str:
        """The workspace in which we were asked; in a channel that two share, it is ours."""
        # Of an organisation's installation the authorization may name no workspace.
        team = str(context.team_id or body.get("team_id") or "")
        self._workspaces.saw(team, context.enterprise_id, bool(context.is_enterprise_install))
        return team

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


def _told(record: logging.LogRecord) -> bool:
    """Whether a line of Bolt's is one to read: it looks for a token of its own in the environment, and needs none."""
    return "`token` will be unused" not in record.getMessage()


async def _acknowledge(ack: AsyncAck) -> None:
    await ack()
