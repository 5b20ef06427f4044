"""A local Slack: the Web API, Socket Mode, signed HTTP, ``response_url`` and streams, with switches for what goes wrong."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
from collections import Counter, deque
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession, WSMsgType, web

from tests.slack.rules import calls, mismatches, refused

TEAM, BOT, USER = "T1", "U0BOT", "U1"
SECRET = "local-signing-secret"
OFFICIAL = {
    "chat.postMessage": "PostMessage",
    "chat.update": "Update",
    "chat.startStream": "StartStream",
    "chat.appendStream": "AppendStream",
    "chat.stopStream": "StopStream",
    "assistant.threads.setStatus": "SetStatus",
    "assistant.threads.setSuggestedPrompts": "SetPrompts",
}
EVENTS = {"app_mention": "AppMentionEvent", "message": "GenericMessageEvent", "app_home_opened": "AppHomeOpenedEvent"}


class LocalSlack:
    """One workspace on a port of the loopback address.

    Switches: ``faults`` are taken one for each post, in order: ``drop`` (accepted, and the reply never comes), ``429``, ``503``
    (not accepted), ``refuse`` (not in that channel). ``missing`` are methods that this workspace lacks. ``expires`` is how many
    appends a stream takes. ``silent`` lets sockets stay open without a word.
    """

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.whispers: list[dict[str, Any]] = []
        self.responses: list[dict[str, Any]] = []
        self.called: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.acknowledged: dict[str, Any] = {}
        self.faults: deque[str] = deque()
        self.missing: set[str] = set()
        self.expires: int | None = None
        self.silent = False
        self.sockets: list[web.WebSocketResponse] = []
        self.statuses: list[dict[str, Any]] = []
        self.prompts: list[dict[str, Any]] = []
        self.door = ""
        self._ids = itertools.count(1)
        self._streams: dict[str, int] = {}
        self._changed = asyncio.Event()

    async def __aenter__(self) -> LocalSlack:
        """Listen."""
        app = web.Application()
        app.add_routes(
            [
                web.post("/api/{method}", self._api),
                web.get("/api/{method}", self._api),
                web.get("/socket", self._socket),
                web.post("/respond/{id}", self._respond),
            ]
        )
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.address = f"127.0.0.1:{self._runner.addresses[0][1]}"
        self.api = f"http://{self.address}/api/"
        self._http = ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Leave."""
        await self._http.close()
        for socket in self.sockets:
            with suppress(Exception):
                await socket.close()
        await self._runner.cleanup()

    # What people do

    def stamp(self) -> str:
        """A new ``ts``."""
        return f"1741953600.{next(self._ids):06d}"

    def said(
        self, text: str, *, channel: str = "C1", kind: str = "message", ts: str | None = None, **more: Any
    ) -> dict[str, Any]:
        """An event in which somebody says something."""
        ts = ts or self.stamp()
        event = {
            "type": kind,
            "channel": channel,
            "user": USER,
            "text": text,
            "ts": ts,
            "event_ts": ts,
            "channel_type": "im" if channel.startswith("D") else "channel",
            **more,
        }
        if kind == "app_mention":
            del event["channel_type"]
        return {
            "token": "verification",
            "team_id": TEAM,
            "api_app_id": "A1",
            "type": "event_callback",
            "event_id": f"Ev{next(self._ids)}",
            "event_time": 1741953600,
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
            "event": event,
        }

    def order(self, command: str, text: str, *, channel: str = "C1") -> dict[str, str]:
        """A slash command."""
        return {
            "command": command,
            "text": text,
            "team_id": TEAM,
            "channel_id": channel,
            "user_id": USER,
            "trigger_id": f"trigger{next(self._ids)}",
            "response_url": f"http://{self.address}/respond/{next(self._ids)}",
        }

    def pressed(self, action: str, value: str, *, channel: str = "C1", ts: str = "1.1") -> dict[str, Any]:
        """A button."""
        return {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": USER, "team_id": TEAM},
            "channel": {"id": channel},
            "container": {"type": "message", "message_ts": ts, "channel_id": channel},
            "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value}],
            "response_url": f"http://{self.address}/respond/{next(self._ids)}",
            "trigger_id": f"trigger{next(self._ids)}",
        }

    # How it reaches the app

    async def deliver(self, kind: str, payload: dict[str, Any], *, retry: int = 0) -> int:
        """Hand a payload to the app, through its socket where there is one, else signed over HTTP; the HTTP status."""
        if not self.door:
            return await self._push(kind, payload, retry)
        if kind == "events_api":
            body, type_ = json.dumps(payload), "application/json"
        else:
            form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body, type_ = urlencode(form), "application/x-www-form-urlencoded"
        return await self.post(body, type_, retry=retry)

    async def post(self, body: str, type_: str, *, retry: int = 0, secret: str = SECRET, age: float = 0.0) -> int:
        """Call the app over HTTP, signed; the status."""
        at = str(int(time.time() - age))
        signature = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
        headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={signature}", "Content-Type": type_}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        async with self._http.post(self.door, data=body.encode(), headers=headers) as response:
            await response.read()
            return response.status

    async def _push(self, kind: str, payload: dict[str, Any], retry: int) -> int:
        envelope = f"env{next(self._ids)}"
        sent = {"type": kind, "envelope_id": envelope, "payload": payload, "accepts_response_payload": kind != "events_api"}
        if retry:
            sent |= {"retry_attempt": retry, "retry_reason": "timeout"}
        await self.sockets[-1].send_json(sent)
        await self.until(lambda: envelope in self.acknowledged)
        return 200

    async def until(self, done: Any, seconds: float = 30.0) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(seconds):
            while not done():
                self._changed.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._changed.wait(), 0.5)

    async def refresh(self) -> None:
        """Ask for another connection, as Slack does every few hours."""
        await self.sockets[-1].send_json({"type": "disconnect", "reason": "refresh_requested"})

    # What the app does

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        silent = self.silent
        socket = web.WebSocketResponse(autoping=not silent)
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        self.sockets.append(socket)
        self._changed.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                answer = json.loads(message.data)
                self.acknowledged[answer["envelope_id"]] = answer.get("payload")
                self._changed.set()
            elif message.type is WSMsgType.PING and not silent:
                await socket.pong(message.data)
        return socket

    async def _respond(self, request: web.Request) -> web.Response:
        body = await request.json()
        self._see("response_url", body)
        self.responses.append(body)
        self._changed.set()
        return web.Response(text="ok")

    def _see(self, method: str, body: dict[str, Any]) -> str | None:
        """What is wrong with what was sent: kept, since nothing wrong may be sent; and the error that Slack answers."""
        if method in OFFICIAL:
            self.wrong += [f"{method}: {fault}" for fault in mismatches(OFFICIAL[method], body)]
        self.wrong += [f"{method} calls {call}" for call in calls(body)]
        fault = refused(body.get("blocks") or [], str(body.get("text", "")))
        if fault:
            self.wrong.append(f"{method}: {fault}")
        return fault

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        body: dict[str, Any] = dict(request.query)
        if request.content_type == "application/json":
            body |= await request.json()
        else:
            body |= dict((await request.post()).items())
        self.called[method] += 1
        if not request.headers.get("Authorization", "").startswith("Bearer x"):
            return web.json_response({"ok": False, "error": "not_authed"})
        if method in self.missing:
            return web.json_response({"ok": False, "error": "unknown_method"})
        if fault := self._see(method, body):
            return web.json_response({"ok": False, "error": fault})
        if method == "chat.postMessage":
            return await self._post(request, body)
        answer = self._plain(method, body)
        self._changed.set()
        return web.json_response(answer)

    async def _post(self, request: web.Request, body: dict[str, Any]) -> web.StreamResponse:
        fault = self.faults.popleft() if self.faults else ""
        if fault == "429":
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "7"})
        if fault == "503":
            return web.json_response({"ok": False, "error": "service_unavailable"}, status=503)
        if fault == "refuse":
            return web.json_response({"ok": False, "error": "not_in_channel"})
        ts = self.stamp()
        self.messages.append({**body, "ts": ts, "user": BOT})
        self._changed.set()
        if fault == "drop":
            assert request.transport is not None
            request.transport.close()
        return web.json_response({"ok": True, "ts": ts, "channel": body["channel"]})

    def _plain(self, method: str, body: dict[str, Any]) -> dict[str, Any]:
        ts = str(body.get("ts", ""))
        there = next((message for message in self.messages if message["ts"] == ts), None)
        if method == "auth.test":
            return {"ok": True, "user_id": BOT, "bot_id": "B1", "team_id": TEAM, "user": "nutgraf", "team": "Desk"}
        if method == "apps.connections.open":
            return {"ok": True, "url": f"ws://{self.address}/socket"}
        if method in ("conversations.replies", "conversations.history"):
            return {"ok": True, "messages": [m for m in self.messages if m["channel"] == body["channel"]]}
        if method == "chat.postEphemeral":
            self.whispers.append(body)
        elif method == "assistant.threads.setStatus":
            self.statuses.append(body)
        elif method == "assistant.threads.setSuggestedPrompts":
            self.prompts.append(body)
        elif method == "chat.startStream":
            ts = self.stamp()
            self._streams[ts] = 0
            self.messages.append({**body, "ts": ts, "user": BOT, "markdown_text": "", "streaming": True})
            return {"ok": True, "ts": ts, "channel": body["channel"]}
        elif method == "chat.appendStream":
            self._streams[ts] += 1
            if there is None or not there["streaming"] or (self.expires is not None and self._streams[ts] > self.expires):
                return {"ok": False, "error": "message_not_in_streaming_state"}
            there["markdown_text"] += body["markdown_text"]
        elif method == "chat.stopStream":
            if there is None or not there["streaming"]:
                return {"ok": False, "error": "message_not_in_streaming_state"}
            there |= {"streaming": False, "blocks": body.get("blocks", [])}
        elif method == "chat.update":
            if there is None:
                return {"ok": False, "error": "message_not_found"}
            there |= {"text": body["text"], "blocks": body["blocks"], "markdown_text": ""}
        return {"ok": True, "ts": ts}
