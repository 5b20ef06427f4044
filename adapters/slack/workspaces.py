"""The workspaces that the app is installed in: which token each has, how it is kept fresh, and how another one installs it.

Either there is one token, from the settings, and it is everybody's; or workspaces install the app themselves (OAuth) and Bolt's
own installation store keeps their tokens in our database. The settings' token then is its own workspace's, beside the others.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.error import BoltError
from slack_bolt.listener.async_builtins import AsyncTokenRevocationListeners
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError, SlackTokenRotationError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.stateless import StatelessOAuthStateStore
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.delivery import FAULTS, called, refused
from adapters.slack.manifest import INSTALL, REDIRECT, SCOPES
from bot.errors import StoreUnavailable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_bolt.context.async_context import AsyncBoltContext

    from bot.ports import Clock
    from bot.state.database import Database
    from bot.state.store import State

log = logging.getLogger("nutgraf.slack")

BEFORE = 120
"""Minutes before its end at which a token is exchanged; it lasts 720 (docs.slack.dev/authentication/using-token-rotation)."""
PATIENCE = 600
"""Seconds that somebody may take over Slack's page of consent."""

REASONS = {
    "access_denied": "Nothing was installed, since Slack was told not to.",
    "invalid_browser": "This is not the browser in which the installation began, or it began without https.",
    "invalid_state": "The installation took too long, or was not begun here.",
    "missing_code": "Slack sent no code along.",
    "invalid_code": "Slack does not take the code any more.",
}


@dataclass(frozen=True, kw_only=True)
class Install:
    """What the app needs so that workspaces can install it."""

    client_id: str
    client_secret: str = field(repr=False)
    url: str
    """Where people reach the service's door."""
    allowed: frozenset[str] = frozenset()
    """The ids of the workspaces or organisations that may; empty where whoever has the link may."""


class Workspaces(AsyncAuthorize):
    """Whose token a call needs, and who is answered at all: Bolt asks it of every request.

    Args:
        client: Calls Slack, without a token of its own.
        token: The settings' token.
        install: What installing needs; None where nobody installs anything.
        state: Tells which organisation a workspace belongs to.
        database: Where the installations are.
        clock: Whether a token is still good.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        *,
        token: str | None,
        install: Install | None,
        state: State,
        database: Database | None,
        clock: Clock,
    ) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._client = client
        self._token = token
        self._install = install
        self._state = state
        self._database = database
        self._clock = clock
        self._own: AuthorizeResult | None = None
        self._homes: dict[str, tuple[str | None, bool]] = {}
        self._rotating = asyncio.Lock()
        self._store: AsyncSQLAlchemyInstallationStore | None = None
        self.fault: str | None = None
        """Why the settings' token is of no use any more."""
        self.flow: AsyncOAuthFlow | None = None
        if install is not None and database is not None:
            store = AsyncSQLAlchemyInstallationStore(install.client_id, database.engine, logger=log)
            self._store = store
            self._rotator = AsyncTokenRotator(client_id=install.client_id, client_secret=install.client_secret, client=client)
            self.flow = _Flow(install, database, store, client)

    @property
    def routes(self) -> Sequence[web.RouteDef]:
        """Where an installation begins, and where Slack sends its browser back to."""
        return () if self.flow is None else (web.get(INSTALL, self._begin), web.get(REDIRECT, self._end))

    async def start(self) -> AuthorizeResult | None:
        """Find out who we are with the settings' token, where there is one. Raises as Slack's library does."""
        if self._token is None:
            return None
        who = await called(self._client, "auth.test", headers={"Authorization": f"Bearer {self._token}"})
        self._own = AuthorizeResult.from_auth_test_response(auth_test_response=who, bot_token=self._token)
        return self._own

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,  # noqa: ARG002
        **_: Any,
    ) -> AuthorizeResult | None:
        """Who we are where a request comes from; None where we are nobody. Calls nothing: it stands before the answer."""
        own = self._ours(team_id)
        if own is not None:
            return own
        bot = await self._found(team_id, enterprise_id, bool(context.is_enterprise_install))
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=bot.bot_user_id,
            bot_id=bot.bot_id,
            bot_token=bot.bot_token,
            bot_scopes=bot.bot_scopes,
        )

    def saw(self, team: str, enterprise: str | None, wide: bool) -> None:
        """Remember how a workspace is installed: by itself, or with the whole organisation (``wide``)."""
        if self._store is not None:
            self._homes[team] = (enterprise, wide)

    async def token(self, team: str) -> str:
        """The token for calls in a workspace, exchanged for a fresh one where it is about to end.

        Raises Refused where the app is not installed there, StoreUnavailable where nobody can tell.
        """
        own = self._ours(team)
        if own is not None:
            return str(own.bot_token or self._token)
        if team not in self._homes:
            # Nothing has come from there since the start, as when a scheduler posts.
            self._homes[team] = (await self._state.enterprise(team), False)
        enterprise, wide = self._homes[team]
        bot = await self._found(team, enterprise, wide)
        if bot is not None and self._ends(bot, BEFORE * 60):
            async with self._rotating:
                bot = await self._found(team, enterprise, wide)
                if bot is not None and self._ends(bot, BEFORE * 60):
                    bot = await self._exchanged(bot, enterprise, wide)
        if bot is None:
            raise refused("not_installed")
        return bot.bot_token

    async def forget(self, context: AsyncBoltContext, event: dict[str, Any]) -> None:
        """A workspace has removed the app, or taken its tokens back. Raises StoreUnavailable."""
        bots = (event.get("tokens") or {}).get("bot")
        if self._ours(context.team_id) is not None and (bots or event.get("type") == "app_uninstalled"):
            self.fault = "Slack has taken SLACK_BOT_TOKEN back; install the app again, and start the desk with its new token"
            log.error(self.fault)
        if self._store is None or self._database is None:
            return
        listeners = AsyncTokenRevocationListeners(self._store)
        with self._database.translated():
            if event.get("type") == "app_uninstalled":
                await listeners.handle_app_uninstalled_events(context)
            else:
                await listeners.handle_tokens_revoked_events(event, context)
        log.info("a workspace has removed the app", extra={"team": context.team_id})

    def _ours(self, team: str | None) -> AuthorizeResult | None:
        """Who we are with the settings' token: everywhere where there are no installations, else in its own workspace."""
        return self._own if self._own is not None and (self._store is None or self._own.team_id == team) else None

    async def _found(self, team: str | None, enterprise: str | None, wide: bool) -> Bot | None:
        if self._store is None or self._database is None or self._install is None:
            return None
        if self._install.allowed and not self._install.allowed & {team, enterprise}:
            return None
        with self._database.translated():
            return await self._store.async_find_bot(enterprise_id=enterprise, team_id=team, is_enterprise_install=wide)

    def _ends(self, bot: Bot, seconds: float) -> bool:
        return bot.bot_token_expires_at is not None and bot.bot_token_expires_at < self._clock.now().timestamp() + seconds

    async def _exchanged(self, bot: Bot, enterprise: str | None, wide: bool) -> Bot:
        assert self._store is not None
        assert self._database is not None
        try:
            fresh = await self._rotator.perform_bot_token_rotation(bot=bot, minutes_before_expiration=BEFORE)
        except (SlackTokenRotationError, KeyError, *FAULTS) as exc:
            # A refresh token is good for once: another replica may have been quicker.
            now = await self._found(bot.team_id, enterprise, wide)
            if now is not None and now.bot_token != bot.bot_token:
                return now
            log.warning("a token was not exchanged", extra={"fault": type(exc).__name__, "team": bot.team_id})
            if self._ends(bot, 0):
                raise refused("token_expired") from exc
            return bot
        if fresh is None:
            return bot
        with self._database.translated():
            await self._store.async_save_bot(fresh)
        return fresh

    async def _begin(self, request: web.Request) -> web.StreamResponse:
        assert self.flow is not None
        return await to_aiohttp_response(await self.flow.handle_installation(await to_bolt_request(request)))

    async def _end(self, request: web.Request) -> web.StreamResponse:
        assert self.flow is not None
        try:
            return await to_aiohttp_response(await self.flow.handle_callback(await to_bolt_request(request)))
        except (SlackApiError, *FAULTS) as exc:
            log.warning("an installation failed", extra={"fault": type(exc).__name__})
            return web.Response(status=502, text="Slack does not answer just now; please begin again in a minute.\n")


class _Flow(AsyncOAuthFlow):
    """Bolt's own flow, for those who may, into our database."""

    def __init__(
        self, install: Install, database: Database, store: AsyncSQLAlchemyInstallationStore, client: AsyncWebClient
    ) -> None:
        # Signed, and not stored: whoever calls up the page again and again fills no table. A code is good for once anyway.
        secret = hmac.digest(install.client_secret.encode(), b"oauth state", "sha256").hex()
        super().__init__(
            client=client,
            logger=log,
            settings=AsyncOAuthSettings(
                client_id=install.client_id,
                client_secret=install.client_secret,
                scopes=sorted(SCOPES),
                user_scopes=[],
                redirect_uri=f"{install.url}{REDIRECT}",
                install_path=INSTALL,
                redirect_uri_path=REDIRECT,
                install_page_rendering_enabled=False,
                authorization_url=urljoin(client.base_url, "../oauth/v2/authorize"),
                installation_store=store,
                installation_store_bot_only=True,
                state_store=StatelessOAuthStateStore(expiration_seconds=PATIENCE, signing_secret=secret, logger=log),
                state_expiration_seconds=PATIENCE,
                callback_options=AsyncCallbackOptions(success=_welcome, failure=_explain),
                logger=log,
            ),
        )
        self._install = install
        self._database = database

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:
        """Keep it. Raises BoltError, whose words are shown, where it may not or cannot be kept."""
        allowed = self._install.allowed
        if allowed and not allowed & {installation.team_id, installation.enterprise_id}:
            with suppress(SlackApiError, *FAULTS):
                await self.client.auth_revoke(token=installation.bot_token)
            log.warning("a workspace that may not install the app tried to", extra={"team": installation.team_id})
            raise BoltError("This workspace may not install the desk; ask the newsroom that runs it.")
        try:
            with self._database.translated():
                await super().store_installation(request, installation)
        except StoreUnavailable as exc:
            raise BoltError("The desk cannot keep the installation just now.") from exc
        log.info("a workspace has installed the app", extra={"team": installation.team_id})


async def _welcome(args: AsyncSuccessArgs) -> BoltResponse:
    return await args.default.success(args)


async def _explain(args: AsyncFailureArgs) -> BoltResponse:
    why = str(args.error) if isinstance(args.error, BoltError) else REASONS.get(args.reason, "Slack did not let it finish.")
    again = f"{args.settings.redirect_uri.removesuffix(REDIRECT)}{INSTALL}" if args.settings.redirect_uri else INSTALL
    return BoltResponse(
        status=args.suggested_status_code,
        body=f"{why} To begin again, open {again}\n",
        headers={
            "Content-Type": "text/plain; charset=utf-8",
            "Cache-Control": "no-store",
            "Set-Cookie": args.settings.state_utils.build_set_cookie_for_deletion(),
        },
    )
