"""Whether Slack lets the desk in, and reaches it, for ``nutgraf doctor``: one line for each thing that can be wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.request import modes
from adapters.slack.app import TIMEOUT, Keys
from adapters.slack.delivery import FAULTS, away, called, fault
from adapters.slack.manifest import COMFORT, INSTALL, PATH, REDIRECT, SCOPES

if TYPE_CHECKING:
    from adapters.slack.workspaces import Install

SKEW = 60.0
"""Seconds that this machine's clock may be off; Slack's signatures are good for 300."""
KINDS = {"xoxb-": "a bot's token", "xoxp-": "a person's token", "xapp-": "an app-level token", "xoxe": "a token that expires"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was looked at; one that is not sound says what to do."""

    text: str
    sound: bool = True


async def checkup(keys: Keys, now: datetime, public: str | None) -> AsyncIterator[Check]:
    """Everything, one after another; raises nothing for what it finds.

    Args:
        keys: What Slack gave us.
        now: What this machine takes the time for.
        public: Where people reach the service's door.
    """
    client = AsyncWebClient(base_url=keys.api, timeout=TIMEOUT, retry_handlers=[])
    dates: list[str] = []
    if keys.token:
        async for check in _token(client, keys.token, dates):
            yield check
    if keys.install is not None:
        yield await _app(client, keys.install, dates)
    if keys.app_token:
        yield await _socket(client, keys.app_token)
    else:
        yield _called(keys, public)
    try:
        modes(keys.threads)
    except ValueError as exc:
        yield Check(text=f"SLACK_THREADS={keys.threads!r}: {exc}", sound=False)
    for date in dates[:1]:
        yield _clock(date, now)
    if public is None:
        yield Check(text="no NUTGRAF_PUBLIC_URL: sources without an address of their own are named, but not linked")


async def _token(client: AsyncWebClient, token: str, dates: list[str]) -> AsyncIterator[Check]:
    answer = await _asked(client, "auth.test", token, dates)
    if not answer.get("ok"):
        kind = next((what for start, what in KINDS.items() if token.startswith(start) and start != "xoxb-"), None)
        hint = f"what it holds is {kind}; the bot's begins with xoxb-" if kind else "copy the one that begins with xoxb-"
        yield _failed(answer, "SLACK_BOT_TOKEN", f"{hint}: OAuth & Permissions, on the app's page at api.slack.com/apps")
        return
    yield Check(text=f"{answer.get('user')} in {answer.get('team')} ({answer.get('team_id')})")
    granted = {scope.strip() for scope in str(answer.get("scopes") or "").split(",")} - {""}
    lacking = sorted(SCOPES.keys() - granted) if granted else []
    wanted = "; ".join(f"{scope} to {SCOPES[scope]}" for scope in lacking)
    if lacking and COMFORT.issuperset(lacking):
        yield Check(text=f"the app lacks {wanted}; everything else works")
    elif lacking:
        yield Check(text=f"the app lacks {wanted}. Paste slack-manifest.yaml into its App Manifest; reinstall it", sound=False)
    else:
        yield Check(text=f"all {len(SCOPES)} scopes granted" if granted else "Slack does not tell which scopes are granted")


async def _app(client: AsyncWebClient, install: Install, dates: list[str]) -> Check:
    """Whether Slack knows the app's id and secret: it says so of a code that is none."""
    given = {"client_id": install.client_id, "client_secret": install.client_secret, "code": "none"}
    answer = await _asked(client, "oauth.v2.access", None, dates, given)
    if answer.get("error") != "invalid_code":
        return _failed(answer, "SLACK_CLIENT_ID and SLACK_CLIENT_SECRET", "copy both from the app's Basic Information")
    if not install.url.startswith("https://"):
        return Check(text=f"NUTGRAF_PUBLIC_URL={install.url!r}: Slack lets nobody install an app without https", sound=False)
    who = ", ".join(sorted(install.allowed)) or "any workspace that has this link (SLACK_WORKSPACES names those who may)"
    return Check(text=f"installed at {install.url}{INSTALL}, sent back to {install.url}{REDIRECT}, by {who}")


async def _socket(client: AsyncWebClient, token: str) -> Check:
    answer = await _asked(client, "apps.connections.open", token, [])
    if answer.get("ok"):
        return Check(text="a socket can be opened: Slack needs no way in here")
    hint = "Basic Information, App-Level Tokens: one with connections:write, beginning with xapp-; and Socket Mode switched on"
    return _failed(answer, "SLACK_APP_TOKEN", hint)


def _called(keys: Keys, public: str | None) -> Check:
    if not keys.signing_secret:
        ways = "SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET (Basic Information) for HTTP"
        return Check(text=f"Slack has no way to reach the desk; give {ways}", sound=False)
    if public is not None and not public.startswith("https://"):
        return Check(text=f"NUTGRAF_PUBLIC_URL={public!r}: Slack calls nothing without https", sound=False)
    return Check(text=f"called over HTTP, at {public or 'https://…'}{PATH}; its calls are checked by SLACK_SIGNING_SECRET")


def _clock(date: str, now: datetime) -> Check:
    off = (now - parsedate_to_datetime(date)).total_seconds()
    if abs(off) <= SKEW:
        return Check(text="this machine's clock agrees with Slack's")
    told = f"{abs(off):.0f} seconds {'fast' if off > 0 else 'slow'}"
    return Check(text=f"this machine's clock is {told}; set it by NTP, or Slack's calls are refused as stale", sound=False)


async def _asked(
    client: AsyncWebClient, method: str, token: str | None, dates: list[str], form: Mapping[str, str] | None = None
) -> Mapping[str, Any]:
    """What Slack answers, with the scopes of its header; ``fault`` where it does not."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        answer: Any = await called(client, method, headers=headers, data=dict(form or {}))
    except FAULTS as exc:
        if not isinstance(exc, SlackApiError) or away(exc):
            return {"fault": f"Slack does not answer at {client.base_url!r} ({fault(exc)}); see SLACK_API_URL, or wait"}
        answer = exc.response
    found = {name.lower(): value for name, value in getattr(answer, "headers", {}).items()}
    dates.extend(_lines(found.get("date")))
    scopes = next(_lines(found.get("x-oauth-scopes")), "")
    return {**(answer.data if isinstance(answer.data, dict) else {}), "scopes": scopes}


def _lines(value: Any) -> Iterator[str]:
    yield from value if isinstance(value, list) else [value] if value else []


def _failed(answer: Mapping[str, Any], key: str, hint: str) -> Check:
    fault = answer.get("fault") or f"Slack does not take {key} ({answer.get('error') or 'no reason given'}); {hint}"
    return Check(text=str(fault), sound=False)
