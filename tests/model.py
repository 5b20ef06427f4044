"""A chat-completions server for tests that fails in every way a real one does, on the loopback address."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

Handler = Callable[[web.Request, dict[str, Any]], Awaitable[web.StreamResponse]]


def event(text: str | None = None, finish: str | None = None, usage: dict[str, int] | None = None) -> bytes:
    """One event of a stream."""
    delta = {} if text is None else {"content": text}
    body: dict[str, Any] = {"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
    if usage:
        body["usage"] = usage
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"
USAGE = {"prompt_tokens": 12, "completion_tokens": 3}


def stream(*chunks: bytes, pause: float = 0.0, hang: bool = False) -> Handler:
    """Sends these bytes, each by itself."""

    async def handle(request: web.Request, _: dict[str, Any]) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for chunk in chunks:
            await response.write(chunk)
            await asyncio.sleep(pause)
        if hang:
            await asyncio.Event().wait()
        return response

    return handle


def says(text: str, size: int = 7) -> Handler:
    """A model that says this, a few characters at a time."""
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    return stream(*map(event, pieces), event(finish="stop", usage=USAGE), DONE)


def status(code: int, headers: dict[str, str] | None = None, body: str = '{"error": {"message": "no"}}') -> Handler:
    """Refuses with a status."""

    async def handle(_: web.Request, __: dict[str, Any]) -> web.StreamResponse:
        return web.Response(status=code, headers=headers, text=body)

    return handle


class ModelServer:
    """Answers each request with the next handler, the last one for ever; keeps what it was sent."""

    def __init__(self, *handlers: Handler) -> None:
        self.handlers = list(handlers)
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.url = ""
        self.open = 0

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One request."""
        body = await request.json()
        self.requests.append(body)
        self.headers.append(dict(request.headers))
        handler = self.handlers.pop(0) if len(self.handlers) > 1 else self.handlers[0]
        self.open += 1
        try:
            return await handler(request, body)
        finally:
            self.open -= 1


@asynccontextmanager
async def serving(*handlers: Handler) -> AsyncIterator[ModelServer]:
    """A running server."""
    server = ModelServer(*handlers)
    app = web.Application(client_max_size=64 * 1024 * 1024)
    app.router.add_post("/v1/chat/completions", server.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
    server.url = f"http://127.0.0.1:{port}/v1"
    try:
        yield server
    finally:
        await runner.cleanup()
