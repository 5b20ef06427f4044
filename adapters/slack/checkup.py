"""Whether a workspace lets the desk in, for ``nutgraf doctor``."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.app import Keys
from adapters.slack.manifest import SCOPES
from adapters.slack.platform import TIMEOUT
from bot.errors import BadSetting, ServiceError

SKEW = 60.0
"""Seconds that this machine's clock may be off; Slack's signatures are good for 300."""


async def checkup(keys: Keys, now: datetime) -> str:
    """Who the desk is in the workspace, in one line.

    Raises BadSetting with what to do where a key, a scope or the clock is wrong, ServiceError where Slack does not answer.
    """
    client = AsyncWebClient(base_url=keys.api, timeout=TIMEOUT, retry_handlers=[])
    asking = "auth.test"
    try:
        who = await client.api_call("auth.test", headers={"Authorization": f"Bearer {keys.token}"})
        headers = {name.lower(): value for name, value in who.headers.items()}
        faults = list(_faults(headers.get("x-oauth-scopes"), headers.get("date"), now))
        if keys.app_token:
            asking = "apps.connections.open"
            await client.apps_connections_open(app_token=keys.app_token)
    except SlackApiError as exc:
        key = "SLACK_BOT_TOKEN" if asking == "auth.test" else "SLACK_APP_TOKEN"
        hint = "copy it from the app's page, OAuth & Permissions" if asking == "auth.test" else "it needs connections:write"
        raise BadSetting(f"Slack does not take {key} ({exc.response.get('error')}); {hint}") from exc
    except (aiohttp.ClientError, TimeoutError, OSError, SlackClientError) as exc:
        raise ServiceError(f"Slack does not answer at {keys.api!r} ({type(exc).__name__}); see SLACK_API_URL") from exc
    if faults:
        raise BadSetting("; ".join(faults))
    if not keys.app_token and not keys.signing_secret:
        raise BadSetting("give SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP")
    return f"{who.get('user')} in {who.get('team')}, {'through a socket' if keys.app_token else 'called over HTTP'}"


def _faults(scopes: str | None, date: str | None, now: datetime) -> Iterator[str]:
    if scopes is not None and (lacking := sorted(SCOPES.keys() - {scope.strip() for scope in scopes.split(",")})):
        yield f"the app lacks {', '.join(lacking)}; paste slack-manifest.yaml into its manifest and install it again"
    if date and abs(off := (parsedate_to_datetime(date) - now).total_seconds()) > SKEW:
        yield f"this machine's clock is {abs(off):.0f} seconds off; set it by NTP, or Slack's signatures are refused"
