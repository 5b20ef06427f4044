"""Posting to Slack: one message a second in a channel, and each of them once, whatever becomes of its reply."""

from __future__ import annotations

import asyncio
import math
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.port import Lost, Refused

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

    from adapters.slack.render import Message

PAUSE = 1.0
"""Seconds between two posts in one channel (docs.slack.dev/apis/web-api/rate-limits)."""
TRIES = 6
LONGEST_WAIT = 120.0
"""Seconds that are waited where Slack asks for it; who is told to wait longer has given up."""
CHANNELS = 1_000
UNSURE = frozenset({"internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""Errors after which the message may have been posted all the same."""
WANTING = frozenset({"unknown_method", "not_allowed", "not_allowed_token_type", "missing_scope", "method_not_supported"})
"""Errors that say that a workspace does not have a method."""
REMEDIES = {
    ("not_in_channel", "channel_not_found"): "invite the app to the channel",
    ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_installed"): (
        "install the app there again; a token of the settings' own is then another one"
    ),
    ("missing_scope", "no_permission"): "paste slack-manifest.yaml into its App Manifest, and install it again",
    ("ratelimited", "unavailable", "unreachable"): "wait, and see slack-status.com where it stays so",
    ("msg_blocks_too_long", "invalid_blocks", "msg_too_long"): "that is a fault of ours; please report it",
}
"""What an operator can do about an error (docs.slack.dev/reference/methods/chat.postMessage)."""
LOOKS = (2.0, 4.0, 8.0)
"""Seconds before each look for a message whose reply was lost: what was just posted is not in the history at once."""
PAGES = 5
"""Pages of a conversation that are looked through for a message."""

Sleep = Callable[[float], Awaitable[None]]
Token = Callable[[str], Awaitable[str]]
Fits = Callable[[Mapping[str, Any]], bool]
FAULTS = (ClientError, TimeoutError, OSError, SlackClientError, ValueError)
"""What the library raises where Slack does not answer, or not as Slack does."""


class Outbox:
    """Where messages wait for their turn.

    Args:
        client: Posts; without retry handlers, since Slack's own sends a message twice when a reply is lost.
        token: The token of a workspace; raises ServiceError where there is none.
        pause: Seconds between two posts in a channel.
        sleep: Waits.
        elapsed: Seconds on a clock that never goes back.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        token: Token,
        *,
        pause: float = PAUSE,
        sleep: Sleep = asyncio.sleep,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._token = token
        self._pause = pause
        self._sleep = sleep
        self._elapsed = elapsed
        self._turns: dict[tuple[str, str], tuple[asyncio.Lock, float]] = {}
        self._closed: dict[tuple[str, str], float] = {}

    async def post(self, team: str, channel: str, payload: Mapping[str, Any], *, again: bool = False) -> str:
        """Post a message, and see to it that it is there once; its ``ts``.

        Args:
            team: The workspace.
            channel: Where.
            payload: The message as ``chat.postMessage`` takes it; its metadata is the mark by which it is found again.
            again: Whether it may have been posted before, by a process that did not live to say so.

        Raises:
            Refused: Slack does not take it.
            Lost: Nobody knows whether it was posted.
        """
        thread, mark = payload.get("thread_ts"), payload["metadata"]
        if again:
            with suppress(Lost):
                if there := await self.find(team, channel, thread, mark):
                    return there
        for _ in range(TRIES):
            try:
                return await self.send(team, channel, payload)
            except Lost:
                if there := await self._turned_up(team, channel, thread, partial(_marked, mark=mark)):
                    return there
        raise refused("unavailable")

    async def start(self, team: str, payload: Mapping[str, Any]) -> str | None:
        """Begin a stream in a thread; its ``ts``, or None where this workspace has no streams, or not just now."""
        method, channel = "chat.startStream", str(payload["channel"])
        if self._is_closed(team, method):
            return None
        try:
            async with self.turn(team, channel):
                return str((await self.call(team, method, payload)).get("ts") or "") or None
        except SlackApiError as exc:
            if self._close(team, method, exc) or not _unsure(exc):
                return None
        except ClientConnectorError:
            return None
        except FAULTS:
            pass
        # It may be there all the same, and half an answer must not stay.
        said = partial(_says, words=str(payload["markdown_text"]))
        with suppress(Lost):
            return await self._turned_up(team, channel, str(payload["thread_ts"]), said)
        return None

    async def send(
        self,
        team: str,
        channel: str,
        payload: Mapping[str, Any],
        *,
        before: Callable[[], Awaitable[None]] | None = None,
    ) -> str:
        """Post a message once, in its turn; its ``ts``. ``before`` is awaited directly before each POST.

        Raises Refused, or Lost where it may have been posted.
        """
        async with self.turn(team, channel):
            return str((await self.taken(team, "chat.postMessage", payload, before=before)).get("ts", ""))

    async def find(self, team: str, channel: str, thread: str | None, mark: Mapping[str, Any]) -> str | None:
        """The ``ts`` of our message with this metadata, None where it is not there. Raises Lost where Slack does not tell."""
        return await self._look(team, channel, thread, partial(_marked, mark=mark))

    async def _turned_up(self, team: str, channel: str, thread: str | None, fits: Fits) -> str | None:
        """The same for a message that was sent a moment ago."""
        for pause in LOOKS:
            await self._sleep(pause)
            if there := await self._look(team, channel, thread, fits):
                return there
        return None

    async def _look(self, team: str, channel: str, thread: str | None, fits: Fits) -> str | None:
        method = "conversations.replies" if thread else "conversations.history"
        form = {"channel": channel, "include_all_metadata": "true", "limit": "200", **({"ts": thread} if thread else {})}
        for _ in range(PAGES):
            page = await self._page(team, method, form)
            for message in page.get("messages") or ():
                if fits(message):
                    return str(message["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                break
            form["cursor"] = str(cursor)
        return None

    async def _page(self, team: str, method: str, form: Mapping[str, str]) -> Mapping[str, Any]:
        fault = "ratelimited"
        for _ in range(2):
            try:
                return await self.call(team, method, form)
            except SlackApiError as exc:
                if (wait := _wait(exc)) is None:
                    fault = _error(exc)
                    break
                await self._sleep(wait)
            except FAULTS as exc:
                fault = type(exc).__name__
                break
        raise Lost(f"Slack does not show the messages of {form['channel']!r} ({fault})")

    async def update(self, team: str, channel: str, ts: str, message: Message, mark: Mapping[str, Any]) -> None:
        """Put a message in the place of one that is there; the same again changes nothing, so it may be tried again."""
        payload = {"channel": channel, "ts": ts, "text": message.text, "blocks": list(message.blocks), "metadata": mark}
        async with self.turn(team, channel):
            await self._persist(team, "chat.update", payload)

    async def remove(self, team: str, channel: str, ts: str) -> None:
        """Take a message of ours away; one that is gone is none that is left."""
        try:
            await self._persist(team, "chat.delete", {"channel": channel, "ts": ts})
        except Refused as exc:
            if exc.error != "message_not_found":
                raise

    async def whisper(self, team: str, channel: str, user: str, message: Message, *, thread: str | None) -> None:
        """Show a message to one person alone."""
        payload = {"channel": channel, "user": user, "text": message.text, "blocks": list(message.blocks)}
        await self._persist(team, "chat.postEphemeral", {**payload, **({"thread_ts": thread} if thread else {})})

    async def attempt(self, team: str, method: str, payload: Mapping[str, Any]) -> None:
        """Call a method that only adds comfort, and be content where it fails.

        One that a workspace does not have is not called there again, and one that was called too often not before its time.
        """
        if self._is_closed(team, method):
            return
        try:
            await self.call(team, method, payload)
        except SlackApiError as exc:
            self._close(team, method, exc)
        except (*FAULTS, Refused):
            pass

    def _is_closed(self, team: str, method: str) -> bool:
        return self._closed.get((team, method), 0.0) > self._elapsed()

    def _close(self, team: str, method: str, exc: SlackApiError) -> bool:
        """Call a method no more, or not for a while, where that is what Slack said; whether it was."""
        if (wait := _wait(exc)) is not None:
            self._closed[team, method] = self._elapsed() + wait
        elif _error(exc) in WANTING or _status(exc) == 404:
            self._closed[team, method] = math.inf
        return (team, method) in self._closed

    async def taken(
        self, team: str, method: str, payload: Mapping[str, Any], *, before: Callable[[], Awaitable[None]] | None = None
    ) -> Mapping[str, Any]:
        """Call a method that must not be called twice: again only where it was surely not taken.

        Raises Refused, or Lost where nobody knows.
        """
        fault = "ratelimited"
        for tried in range(TRIES):
            if before is not None:
                await before()
            try:
                return await self.call(team, method, payload)
            except SlackApiError as exc:
                if (wait := _wait(exc)) is None:
                    if _unsure(exc):
                        raise Lost(f"Slack did not say what became of {method} ({_error(exc) or _status(exc)})") from exc
                    raise refused(_error(exc)) from exc
                await self._sleep(wait)
            except ClientConnectorError:
                # Nothing was sent.
                fault = "unreachable"
                await self._sleep(min(2.0**tried, 10.0))
            except FAULTS as exc:
                raise Lost(f"Slack did not say what became of {method} ({type(exc).__name__})") from exc
        raise refused(fault)

    async def call(self, team: str, method: str, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        """One call of a method; whatever goes wrong is raised as the library raises it."""
        headers = {"Authorization": f"Bearer {await self._token(team)}"}
        # Named explicitly, since the library's own methods add warnings, and files nothing that we do not send.
        if method.startswith("conversations."):
            # These take a form and no JSON.
            response = await called(self._client, method, data=dict(payload), headers=headers)
        else:
            response = await called(self._client, method, json=dict(payload), headers=headers)
        data = response.data
        return data if isinstance(data, dict) else {}

    @asynccontextmanager
    async def turn(self, team: str, channel: str) -> AsyncIterator[None]:
        """Wait for one's turn in a channel; those who wait are served in the order in which they came."""
        place = (team, channel)
        if len(self._turns) > CHANNELS:
            now = self._elapsed()
            self._turns = {name: turn for name, turn in self._turns.items() if turn[0].locked() or turn[1] > now}
        lock = self._turns.setdefault(place, (asyncio.Lock(), 0.0))[0]
        async with lock:
            wait = self._turns.get(place, (lock, 0.0))[1] - self._elapsed()
            if wait > 0:
                await self._sleep(wait)
            try:
                yield
            finally:
                self._turns[place] = (lock, self._elapsed() + self._pause)

    async def _persist(self, team: str, method: str, payload: Mapping[str, Any]) -> None:
        """Call a method that does no harm when it is called twice. Raises Refused or Lost."""
        for tried in range(TRIES):
            try:
                await self.call(team, method, payload)
                return
            except SlackApiError as exc:
                if (wait := _wait(exc)) is not None:
                    await self._sleep(wait)
                elif not _unsure(exc):
                    raise refused(_error(exc)) from exc
                else:
                    await self._sleep(min(2.0**tried, 10.0))
            except FAULTS:
                await self._sleep(min(2.0**tried, 10.0))
        raise Lost(f"Slack does not answer {method}")


async def called(client: AsyncWebClient, method: str, **given: Any) -> AsyncSlackResponse:
    """What Slack answers. Raises SlackApiError where it says no, else one of ``FAULTS``."""
    try:
        return await client.api_call(method, **given)
    except AttributeError as exc:
        # Of a page in plain text the library asks what only JSON has.
        raise SlackClientError(f"{method} is answered with a page, and not by Slack") from exc


def refused(error: str) -> Refused:
    """That Slack does not take something, with what an operator can do about it."""
    return Refused(error, "Slack", next((remedy for errors, remedy in REMEDIES.items() if error in errors), ""))


def away(exc: SlackApiError) -> bool:
    """Whether it says that nobody there answers just now, rather than no."""
    return _unsure(exc) or _wait(exc) is not None


def fault(exc: BaseException) -> str:
    """What went wrong, in a word."""
    return (_error(exc) or f"HTTP {_status(exc)}") if isinstance(exc, SlackApiError) else type(exc).__name__


def _marked(message: Mapping[str, Any], *, mark: Mapping[str, Any]) -> bool:
    meta = message.get("metadata") or {}
    return all(meta.get(name) == value for name, value in mark.items())


def _says(message: Mapping[str, Any], *, words: str) -> bool:
    """Whether a message is a stream that these words began: Slack shows them in its own mark-up, and such a one has no mark."""
    said, begun = (re.sub(r"\W", "", str(text)) for text in (message.get("text") or message.get("markdown_text") or "", words))
    return bool(begun) and said == begun and not message.get("metadata")


def _error(exc: SlackApiError) -> str:
    # A page that somebody between us and Slack sends has none.
    data = getattr(exc.response, "data", exc.response)
    return str(data.get("error") or "") if isinstance(data, Mapping) else ""


def _status(exc: SlackApiError) -> int:
    response: Any = exc.response
    if isinstance(response, dict):
        return int(response.get("status", 0))
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0))


def _unsure(exc: SlackApiError) -> bool:
    return _status(exc) >= 500 or _error(exc) in UNSURE or not _error(exc)


def _wait(exc: SlackApiError) -> float | None:
    """Seconds to wait where Slack says that there were too many."""
    if _status(exc) != 429 and _error(exc) not in ("ratelimited", "rate_limited"):
        return None
    response: Any = exc.response
    headers = getattr(response, "headers", None) or (response.get("headers") if isinstance(response, dict) else None) or {}
    given = next((value for name, value in headers.items() if name.lower() == "retry-after"), None)
    given = given[0] if isinstance(given, list) else given
    try:
        return min(max(float(given or 1), 0.0), LONGEST_WAIT)
    except ValueError:
        return 1.0
