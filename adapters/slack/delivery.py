"""Posting to Slack: one message a second in a channel, and each of them once, whatever becomes of its reply."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import ServiceError

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

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
EVENT = "nutgraf_reply"

Sleep = Callable[[float], Awaitable[None]]


class Refused(ServiceError):
    """Slack does not take a message, and will not take it again."""

    def __init__(self, error: str) -> None:
        super().__init__(f"Slack refused with {error!r}")
        self.error = error


class Lost(ServiceError):
    """Nobody knows whether a message was posted; sending it again could show it twice."""


class Outbox:
    """Where messages wait for their turn.

    Args:
        client: Posts; without retry handlers, since Slack's own sends a message twice when a reply is lost.
        pause: Seconds between two posts in a channel.
        sleep: Waits.
        elapsed: Seconds on a clock that never goes back.
    """

    def __init__(
        self,
        client: AsyncWebClient,
        *,
        pause: float = PAUSE,
        sleep: Sleep = asyncio.sleep,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._pause = pause
        self._sleep = sleep
        self._elapsed = elapsed
        self._turns: dict[str, tuple[asyncio.Lock, float]] = {}
        self._missing: set[str] = set()

    async def post(
        self, channel: str, message: Message, *, thread: str | None, reply: str, part: int = 0, again: bool = False
    ) -> str:
        """Post a message; its ``ts``.

        Args:
            channel: Where.
            message: What.
            thread: The ``ts`` of the thread's head; None opens one.
            reply: The id of the reply.
            part: Which of its messages.
            again: Whether it may have been posted before, by a process that did not live to say so.

        Raises:
            Refused: Slack does not take it.
            Lost: Nobody knows whether it was posted.
        """
        mark = {"reply": reply, "part": part}
        payload: dict[str, Any] = {
            "channel": channel,
            "text": message.text,
            "blocks": list(message.blocks),
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {"event_type": EVENT, "event_payload": mark},
            **({"thread_ts": thread} if thread else {}),
        }
        if again and (there := await self._find(channel, thread, mark)):
            return there
        async with self._turn(channel):
            return await self._posted(channel, thread, payload, mark)

    async def update(self, channel: str, ts: str, message: Message) -> None:
        """Put a message in the place of one that is there; the same again changes nothing, so it may be tried again."""
        payload = {"channel": channel, "ts": ts, "text": message.text, "blocks": list(message.blocks)}
        async with self._turn(channel):
            await self._persist("chat.update", payload)

    async def whisper(self, channel: str, user: str, message: Message, *, thread: str | None) -> None:
        """Show a message to one person alone."""
        payload = {"channel": channel, "user": user, "text": message.text, "blocks": list(message.blocks)}
        await self._persist("chat.postEphemeral", {**payload, **({"thread_ts": thread} if thread else {})})

    async def attempt(self, method: str, payload: Mapping[str, Any]) -> Mapping[str, Any] | None:
        """Call a method that only adds comfort; None where it fails, and it is not called again where there is none."""
        if method in self._missing:
            return None
        try:
            return await self.call(method, payload)
        except SlackApiError as exc:
            if _error(exc) in WANTING or _status(exc) == 404:
                self._missing.add(method)
        except (ClientError, TimeoutError, OSError, SlackClientError, ValueError):
            pass
        return None

    async def call(self, method: str, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        """One call of a method; whatever goes wrong is raised as the library raises it."""
        # Named explicitly, since the library's own methods add warnings, and files nothing that we do not send.
        response = await self._client.api_call(method, json=dict(payload))
        data = response.data
        return data if isinstance(data, dict) else {}

    @asynccontextmanager
    async def _turn(self, channel: str) -> AsyncIterator[None]:
        """Wait for one's turn in a channel; those who wait are served in the order in which they came."""
        if len(self._turns) > CHANNELS:
            now = self._elapsed()
            self._turns = {name: turn for name, turn in self._turns.items() if turn[0].locked() or turn[1] > now}
        lock = self._turns.setdefault(channel, (asyncio.Lock(), 0.0))[0]
        async with lock:
            wait = self._turns.get(channel, (lock, 0.0))[1] - self._elapsed()
            if wait > 0:
                await self._sleep(wait)
            try:
                yield
            finally:
                self._turns[channel] = (lock, self._elapsed() + self._pause)

    async def _posted(self, channel: str, thread: str | None, payload: Mapping[str, Any], mark: Mapping[str, Any]) -> str:
        for tried in range(TRIES):
            try:
                return str((await self.call("chat.postMessage", payload)).get("ts", ""))
            except SlackApiError as exc:
                if (wait := _wait(exc)) is not None:
                    await self._sleep(wait)
                    continue
                if not _unsure(exc):
                    raise Refused(_error(exc)) from exc
            except ClientConnectorError:
                # Nothing was sent.
                await self._sleep(min(2.0**tried, 10.0))
                continue
            except (ClientError, TimeoutError, OSError, SlackClientError, ValueError):
                pass
            there = await self._find(channel, thread, mark)
            if there is None:
                raise Lost("Slack did not say whether it posted a message")
            if there:
                return there
        raise Refused("ratelimited")

    async def _find(self, channel: str, thread: str | None, mark: Mapping[str, Any]) -> str | None:
        """The ``ts`` of our message with this mark; empty where it is not there, None where Slack does not tell."""
        method = "conversations.replies" if thread else "conversations.history"
        payload = {"channel": channel, "include_all_metadata": "true", "limit": "100", **({"ts": thread} if thread else {})}
        for _ in range(2):
            try:
                # These take a form and no JSON.
                response = await self._client.api_call(method, params=payload)
            except SlackApiError as exc:
                if (wait := _wait(exc)) is None:
                    return None
                await self._sleep(wait)
                continue
            except (ClientError, TimeoutError, OSError, SlackClientError, ValueError):
                return None
            for message in response.get("messages") or ():
                meta = message.get("metadata") or {}
                if meta.get("event_type") == EVENT and meta.get("event_payload") == mark:
                    return str(message["ts"])
            return ""
        return None

    async def _persist(self, method: str, payload: Mapping[str, Any]) -> None:
        """Call a method that does no harm when it is called twice."""
        for tried in range(TRIES):
            try:
                await self.call(method, payload)
                return
            except SlackApiError as exc:
                if (wait := _wait(exc)) is not None:
                    await self._sleep(wait)
                elif not _unsure(exc):
                    raise Refused(_error(exc)) from exc
                else:
                    await self._sleep(min(2.0**tried, 10.0))
            except (ClientError, TimeoutError, OSError, SlackClientError, ValueError):
                await self._sleep(min(2.0**tried, 10.0))
        raise Lost(f"Slack does not answer {method}")


def _error(exc: SlackApiError) -> str:
    response: Any = exc.response
    return str(response.get("error", "")) if hasattr(response, "get") else ""


def _status(exc: SlackApiError) -> int:
    response: Any = exc.response
    return int(response.get("status", 0)) if isinstance(response, dict) else int(getattr(response, "status_code", 0) or 0)


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
