"""The thin client: one call to ``/chat/completions``, streamed, bounded in every way, and cancelled cleanly.

Every way in which a server can fail ends in `ModelFailed` with one of a few reasons, within the time the caller gave; a reply
that is cut short, empty or malformed is a failure, never an answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import Any

import httpx

from bot.errors import BadSetting, ModelFailed
from bot.llm.pieces import unbounded
from bot.llm.sse import EventReader, Usage

MAX_BYTES = 1024 * 1024
"""Bytes of a reply, events and all; a thousand tokens take about a quarter of it."""
RETRIES = 2
"""Times a call is tried again after a refused connection, a 429 or a 5xx, while its time lasts."""
FIRST_PAUSE = 0.4
"""Seconds before the first new try, doubled for the next, with half as much jitter."""
OPTIONS = ("bounds", "response_format", "stream_options")
"""Parts of a request that some servers refuse, in the order in which they are left out; the bounds are those of the schema."""
BREAK_AFTER = 5
"""Failed calls in a row after which no more are made for ``REST`` seconds."""
REST = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where the model is, and what it may cost in time and money."""

    url: str
    """What ``/chat/completions`` is added to, with a query where a gateway wants one."""
    model: str
    key: str = field(default="", repr=False)
    connect_seconds: float = 3.0
    read_seconds: float = 10.0
    """Longest silence between two pieces of a reply."""
    total_seconds: float = 16.0
    """Longest that a call may take, retries and waiting for its turn included."""
    at_once: int = 4
    """Calls under way at the same time."""
    price_in: float = 0.0
    price_out: float = 0.0
    """What a million tokens cost, in the operator's currency."""

    def cost(self, usage: Usage) -> float:
        """What a call cost, in the operator's currency."""
        return (usage.prompt * self.price_in + usage.completion * self.price_out) / 1e6


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of a conversation."""

    role: str
    content: str


class Call:
    """A call under way: iterate over it for the pieces of text, then read what it used."""

    def __init__(self) -> None:
        self._reader = EventReader()
        self._pieces: AsyncIterator[str] | None = None

    @property
    def usage(self) -> Usage:
        """The tokens used, as far as the server has said."""
        return self._reader.usage

    def __aiter__(self) -> AsyncIterator[str]:
        """The pieces of text, in order."""
        if self._pieces is None:
            raise RuntimeError("a call is iterated over inside its context")
        return self._pieces


class ChatModel:
    """An OpenAI-compatible model.

    Args:
        endpoint: Where it is and how long it may take.
        now: Seconds on a clock that never goes back, for the breaker.
        random: Where jitter comes from.
        transport: For tests that watch the wire; httpx' own unless given.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        now: Callable[[], float],
        random: Random,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        try:
            url = httpx.URL(endpoint.url)
        except httpx.InvalidURL as exc:
            raise BadSetting("the model's address is no URL; write it as https://host/v1") from exc
        if url.scheme not in ("http", "https") or not url.host:
            raise BadSetting("the model's address must begin with http:// or https://")
        self.endpoint = endpoint
        self._url = url.copy_with(path=url.path.rstrip("/") + "/chat/completions")
        self._now = now
        self._random = random
        self._turns = asyncio.Semaphore(endpoint.at_once)
        self._failures = 0
        self._closed_until = 0.0
        timeout = httpx.Timeout(endpoint.read_seconds, connect=endpoint.connect_seconds)
        # Azure's gateways read the key from another header; both are sent, and each server reads the one it knows.
        headers = {"Authorization": f"Bearer {endpoint.key}", "api-key": endpoint.key} if endpoint.key else {}
        # Redirects would carry the key to another host; proxies and .netrc are the operator's business, not the environment's.
        self._http = httpx.AsyncClient(
            timeout=timeout, headers=headers, follow_redirects=False, trust_env=False, transport=transport
        )
        self._withheld: frozenset[str] = frozenset()

    async def close(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    @asynccontextmanager
    async def ask(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None, max_tokens: int = 1_200
    ) -> AsyncIterator[Call]:
        """Ask the model; iterate over the call for the pieces of its reply. Leaving the context closes the stream.

        Args:
            messages: What it is given.
            schema: A JSON schema that the reply must follow; a server that refuses one gets the same prompt without.
            max_tokens: The longest reply.

        Raises:
            ModelFailed: On entering or while iterating, within ``total_seconds``.
        """
        self._check_breaker()
        call = Call()
        try:
            async with asyncio.timeout(self.endpoint.total_seconds) as clock, self._turns:
                response = await self._opened(messages, schema, max_tokens, clock.when() or 0.0)
                try:
                    call._pieces = self._pieces(response, call._reader)
                    yield call
                finally:
                    await response.aclose()
        except TimeoutError as exc:
            self._failed()
            raise ModelFailed("timeout", f"the model took longer than {self.endpoint.total_seconds:g} seconds") from exc
        except ModelFailed:
            self._failed()
            raise
        except httpx.HTTPError as exc:
            self._failed()
            if isinstance(exc, httpx.TimeoutException):
                silent = f"the model was silent for {self.endpoint.read_seconds:g} seconds"
                raise ModelFailed("timeout", silent) from exc
            raise ModelFailed("connection", f"the model's server broke the connection ({type(exc).__name__})") from exc
        self._failures = 0

    async def complete(
        self, messages: Sequence[Message], *, schema: Mapping[str, Any] | None = None, max_tokens: int = 1_200
    ) -> tuple[str, Usage]:
        """The whole reply, and the tokens it took. Raises `ModelFailed`."""
        async with self.ask(messages, schema=schema, max_tokens=max_tokens) as call:
            text = "".join([piece async for piece in call])
        return text, call.usage

    async def _pieces(self, response: httpx.Response, reader: EventReader) -> AsyncIterator[str]:
        size, empty = 0, True
        streamed = "text/event-stream" in response.headers.get("content-type", "text/event-stream")
        body = b""
        async for chunk in response.aiter_bytes():
            size += len(chunk)
            if size > MAX_BYTES:
                raise ModelFailed("too big", f"the model's reply is over {MAX_BYTES} bytes")
            if not streamed:
                body += chunk
                continue
            for piece in reader.feed(chunk):
                empty = empty and not piece.strip()
                yield piece
        if not streamed:
            # A server that does not stream sends the whole reply as one object.
            whole = reader.feed(b"data: " + body.replace(b"\n", b" ") + b"\n")
            for piece in whole:
                empty = empty and not piece.strip()
                yield piece
        for piece in reader.end():
            empty = empty and not piece.strip()
            yield piece
        if empty:
            raise ModelFailed("empty", "the model said nothing")

    async def _opened(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None, max_tokens: int, until: float
    ) -> httpx.Response:
        """An answer with status 200, its body not yet read."""
        tries = 0
        withheld: frozenset[str] = self._withheld
        while True:
            body = self._body(messages, schema, max_tokens, withheld)
            request = self._http.build_request("POST", self._url, json=body)
            pause = FIRST_PAUSE * 2**tries * (1 + self._random.random() / 2)
            try:
                response = await self._http.send(request, stream=True)
            except (httpx.ConnectError, httpx.ConnectTimeout) as exc:
                failure = ModelFailed("connection", "the model's server does not answer")
                failure.__cause__ = exc
            else:
                status = response.status_code
                if status == 200:
                    self._withheld = withheld
                    return response
                await response.aclose()
                if status == 400 and (refused := _next_option(schema, withheld)):
                    # Perhaps an option that this server does not know; what it accepts is remembered once it has.
                    withheld |= {refused}
                    continue
                if status != 429 and status < 500:
                    raise ModelFailed("refused", f"the model's server refused the request with status {status}")
                failure = ModelFailed(
                    "rate limited" if status == 429 else "server", f"the model's server answered with status {status}"
                )
                pause = max(pause, _retry_after(response))
            if tries >= RETRIES or asyncio.get_running_loop().time() + pause >= until:
                raise failure
            tries += 1
            await asyncio.sleep(pause)

    def _body(
        self, messages: Sequence[Message], schema: Mapping[str, Any] | None, max_tokens: int, withheld: frozenset[str]
    ) -> dict[str, Any]:
        if schema and "bounds" in withheld:
            schema = unbounded(schema)
        body: dict[str, Any] = {
            "model": self.endpoint.model,
            "messages": [{"role": message.role, "content": message.content} for message in messages],
            "temperature": 0,
            "max_tokens": max_tokens,
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if schema:
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": "reply", "strict": True, "schema": schema},
            }
        return {name: value for name, value in body.items() if name not in withheld}

    def _check_breaker(self) -> None:
        if self._failures >= BREAK_AFTER:
            if self._now() < self._closed_until:
                raise ModelFailed("resting", "the model failed several times in a row; it is left alone for a while")
            # One call goes through to see; the others keep waiting until it has come back.
            self._closed_until = self._now() + REST

    def _failed(self) -> None:
        self._failures += 1
        self._closed_until = self._now() + REST


def _next_option(schema: Mapping[str, Any] | None, withheld: frozenset[str]) -> str | None:
    """What to leave out next of a request that was refused; nothing where the request has none of it."""
    there = [name for name in OPTIONS if name == "stream_options" or schema]
    if schema and unbounded(schema) == schema:
        there.remove("bounds")
    return next((name for name in there if name not in withheld), None)


def _retry_after(response: httpx.Response) -> float:
    """Seconds that the server asks to wait; the date form is rare and is left to the ordinary pause."""
    try:
        return max(0.0, float(response.headers.get("retry-after", "0")))
    except ValueError:
        return 0.0
