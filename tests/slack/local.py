"""A local Slack: the Web API, Socket Mode, signed HTTP, ``response_url`` and streams, with switches for what goes wrong."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
import time
from collections import Counter, defaultdict, deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession, WSMsgType, web

from adapters.slack.manifest import SCOPES as ASKED
from tests.slack import rules
from tests.slack.people import BOT, TEAM, People
from tests.slack.rules import HISTORY, OFFICIAL, SCOPES, calls, mismatches, unsendable

__all__ = ["BOT", "SECRET", "TEAM", "LocalSlack", "Workspace"]

SECRET = "local-signing-secret"
CLIENT = ("client", "client-secret")
"""The app's id and secret at Slack's consent page."""
USES = 5
"""How often a ``response_url`` may be used."""


@dataclass
class Workspace:
    """One workspace, and what it has allowed the app."""

    team: str = TEAM
    name: str = "Desk"
    bot: str = BOT
    scopes: set[str] = field(default_factory=lambda: set(ASKED))
    rotates: bool = False
    """Whether its tokens expire, and are exchanged for others."""


def signed(body: str, secret: str, age: float = 0.0) -> dict[str, str]:
    """The headers by which a body is known to be Slack's; ``age`` is how many seconds ago it was signed."""
    at = str(int(time.time() - age))
    signature = hmac.new(secret.encode(), f"v0:{at}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={signature}"}


class LocalSlack(People):
    """Slack on a port of the loopback address: one workspace where nobody installs the app in others.

    Switches:
        faults: What goes wrong, one for each post, in order; ``trouble[method]`` is the same for any other method. ``drop``:
            accepted, and the reply never comes. ``delay``: accepted, and the reply comes with ``release``. ``500``: accepted,
            and answered with an error. ``429`` and ``503``: not accepted. ``refuse``: not in that channel. Anything else is
            the error that is answered.
        missing: Methods that this workspace lacks. ``absent``: those that are a 404.
        outside: Channels where the app is no member.
        expires: How many appends a stream takes.
        lag: How many looks at a conversation do not show a message yet.
        silent: Sockets stay open without a word.
        takes: Seconds that each call takes.
    """

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[dict[str, Any]] = []
        self.whispers: list[dict[str, Any]] = []
        self.responses: list[dict[str, Any]] = []
        self.statuses: list[dict[str, Any]] = []
        self.prompts: list[dict[str, Any]] = []
        self.called: Counter[str] = Counter()
        self.arrived: list[tuple[float, str]] = []
        """When each call came in, in seconds of ``perf_counter``, and its method."""
        self.wrong: list[str] = []
        self.acknowledged: dict[str, Any] = {}
        self.trouble: defaultdict[str, deque[str]] = defaultdict(deque)
        self.faults = self.trouble["chat.postMessage"]
        self.missing: set[str] = set()
        self.absent: set[str] = set()
        self.outside: set[str] = set()
        self.expires: int | None = None
        self.lag = 0
        self.silent = False
        self.takes = 0.0
        self.sockets: list[web.WebSocketResponse] = []
        self.tokens: dict[str, Workspace] = {"xoxb-local": Workspace()}
        self.codes: dict[str, Workspace] = {}
        self.consenting = Workspace(team="T2", name="Other", bot="U2BOT")
        """Who agrees at the consent page."""
        self.door = ""
        self._streams: dict[str, int] = {}
        self._looks: Counter[str] = Counter()
        self._uses: Counter[str] = Counter()
        self._released = asyncio.Event()
        self._changed = asyncio.Event()

    async def __aenter__(self) -> LocalSlack:
        """Listen."""
        app = web.Application()
        app.add_routes(
            [
                web.post("/api/{method}", self._api),
                web.get("/api/{method}", self._api),
                web.get("/oauth/v2/authorize", self._consent),
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
        self._released.set()
        for socket in self.sockets:
            with suppress(Exception):
                await socket.close()
        await self._runner.cleanup()

    # How it reaches the app

    async def deliver(self, kind: str, payload: dict[str, Any], *, retry: int = 0, door: str | None = None) -> int:
        """Hand a payload to the app, through its socket where there is one, else signed over HTTP; the HTTP status.

        Args:
            kind: ``events_api``, ``slash_commands`` or ``interactive``.
            payload: What happened.
            retry: The how-manieth redelivery it is; 0 is none.
            door: Where the app listens, if not at ``self.door``: of two replicas, the other.
        """
        door = self.door if door is None else door
        if not door:
            return await self._push(kind, payload, retry)
        if kind == "events_api":
            body, type_ = json.dumps(payload), "application/json"
        else:
            form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
            body, type_ = urlencode(form), "application/x-www-form-urlencoded"
        return await self.post(body, type_, retry=retry, door=door)

    async def post(
        self, body: str, type_: str, *, retry: int = 0, secret: str = SECRET, age: float = 0.0, door: str | None = None
    ) -> int:
        """Call the app over HTTP, signed; the status."""
        headers = {**signed(body, secret, age), "Content-Type": type_}
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"}
        async with self._http.post(door or self.door, data=body.encode(), headers=headers) as response:
            await response.read()
            return response.status

    async def _push(self, kind: str, payload: dict[str, Any], retry: int) -> int:
        envelope = f"env{next(self._ids)}"
        sent = {"type": kind, "envelope_id": envelope, "payload": payload, "accepts_response_payload": kind != "events_api"}
        if kind == "events_api":
            sent |= {"retry_attempt": retry, "retry_reason": "timeout" if retry else ""}
        await self.until(lambda: any(not socket.closed for socket in self.sockets))
        await next(socket for socket in reversed(self.sockets) if not socket.closed).send_json(sent)
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

    def release(self) -> None:
        """Send the replies that were delayed."""
        self._released.set()

    # Workspaces

    def agreed(self, workspace: Workspace) -> str:
        """The code that Slack's consent page hands to the app's redirect address, where a workspace installs it."""
        code = f"code{next(self._ids)}"
        self.codes[code] = workspace
        return code

    def revoke(self, team: str) -> None:
        """Take back every token of a workspace; ``left`` makes the event that tells of it."""
        self.tokens = {token: workspace for token, workspace in self.tokens.items() if workspace.team != team}

    async def _consent(self, request: web.Request) -> web.Response:
        query = {"code": self.agreed(self.consenting), "state": request.query.get("state", "")}
        raise web.HTTPFound(f"{request.query['redirect_uri']}?{urlencode(query)}")

    def _exchange(self, request: web.Request, body: dict[str, Any]) -> dict[str, Any]:
        given = (body.get("client_id"), body.get("client_secret"))
        if (basic := request.headers.get("Authorization", "")).startswith("Basic "):
            given = tuple(base64.b64decode(basic[6:]).decode().split(":", 1))  # type: ignore[assignment]
        if given != CLIENT:
            return {"ok": False, "error": "bad_client_secret"}
        code = str(body.get("refresh_token" if body.get("grant_type") == "refresh_token" else "code") or "")
        workspace = self.codes.pop(code, None)
        if workspace is None:
            return {"ok": False, "error": "invalid_refresh_token" if "refresh_token" in body else "invalid_code"}
        token = f"xox{'e.xoxb' if workspace.rotates else 'b'}-{next(self._ids)}"
        self.tokens[token] = workspace
        renewed = {"refresh_token": self.agreed(workspace), "expires_in": 43_200} if workspace.rotates else {}
        return {
            "ok": True,
            "app_id": "A1",
            "access_token": token,
            "token_type": "bot",
            "scope": ",".join(sorted(workspace.scopes)),
            "bot_user_id": workspace.bot,
            "team": {"id": workspace.team, "name": workspace.name},
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": "U1"},
            **renewed,
        }

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
        body, name = await request.json(), request.match_info["id"]
        self._uses[name] += 1
        fault = self._see("response_url", body)
        if self._uses[name] > USES:
            self.wrong.append("response_url: used more than five times")
            return web.Response(status=404, text="used_url")
        if fault:
            return web.Response(status=400, text=fault)
        self.responses.append(body)
        self._changed.set()
        return web.Response(text="ok")

    def _see(self, method: str, body: dict[str, Any]) -> str | None:
        """What is wrong with what was sent: kept, since nothing wrong may be sent; and the error that Slack answers."""
        found = [f"calls {call}" for call in calls(body)]
        if method in OFFICIAL:
            found += mismatches(OFFICIAL[method], body)
        elif body.get("blocks"):
            found += mismatches("Blocks", body["blocks"])
        if method == "response_url" and body.get("response_type") not in ("ephemeral", "in_channel"):
            found.append("no response_type")
        if (
            method in ("chat.postMessage", "response_url")
            and (body.get("unfurl_links"), body.get("unfurl_media")) != (False,) * 2
        ):
            found.append("shows previews")
        fault = unsendable(method, body)
        self.wrong += [f"{method}: {what}" for what in (*found, *([fault] if fault else ()))]
        return fault

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        self.arrived.append((time.perf_counter(), method))
        form = await request.post()
        # As with Slack itself, what only reads takes a form and no JSON.
        body: dict[str, Any] = dict(request.query) | dict(form.items())
        if request.content_type == "application/json" and not method.startswith(("conversations.", "users.")):
            body |= await request.json()
        self.called[method] += 1
        if self.takes:
            await asyncio.sleep(self.takes)
        if method in self.absent:
            return web.Response(status=404, text="not found")
        fault = self.trouble[method].popleft() if self.trouble[method] else ""
        if fault == "429":
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "7"})
        if fault == "503":
            return web.json_response({"ok": False, "error": "service_unavailable"}, status=503)
        if fault and fault not in ("drop", "delay", "500"):
            return web.json_response({"ok": False, "error": "not_in_channel" if fault == "refuse" else fault})
        if method == "oauth.v2.access":
            return web.json_response(self._exchange(request, body))
        answer = self._answer(method, body, request.headers.get("Authorization", "").removeprefix("Bearer "))
        self._changed.set()
        if fault == "delay":
            await self._released.wait()
        elif fault == "drop":
            assert request.transport is not None
            request.transport.close()
        elif fault == "500":
            return web.json_response({"ok": False, "error": "fatal_error"}, status=500)
        workspace = self.tokens.get(request.headers.get("Authorization", "").removeprefix("Bearer "))
        granted = {"X-OAuth-Scopes": ",".join(sorted(workspace.scopes))} if workspace else {}
        return web.json_response(answer, headers=granted)

    def _answer(self, method: str, body: dict[str, Any], token: str) -> dict[str, Any]:
        if method == "apps.connections.open":
            known = token.startswith("xapp-")
            return (
                {"ok": True, "url": f"ws://{self.address}/socket"}
                if known
                else {"ok": False, "error": "not_allowed_token_type"}
            )
        workspace = self.tokens.get(token)
        if workspace is None:
            return {"ok": False, "error": "invalid_auth" if token else "not_authed"}
        channel = str(body.get("channel") or body.get("channel_id") or "")
        needed = HISTORY.get(channel[:1]) if method.startswith("conversations.") else SCOPES.get(method)
        if needed and needed not in workspace.scopes:
            return {"ok": False, "error": "missing_scope", "needed": needed, "provided": ",".join(sorted(workspace.scopes))}
        if method in self.missing:
            return {"ok": False, "error": "unknown_method"}
        if channel in self.outside and method != "chat.postEphemeral":
            return {"ok": False, "error": "not_in_channel"}
        thread = str(body.get("thread_ts") or "")
        if thread and self.heads.get((workspace.team, channel, thread)) != thread:
            self.wrong.append(f"{method}: {thread} heads no thread in {channel}")
            return {"ok": False, "error": "invalid_thread_ts"}
        if fault := self._see(method, body):
            return {"ok": False, "error": fault}
        return self._done(method, body, workspace)

    def _done(self, method: str, body: dict[str, Any], workspace: Workspace) -> dict[str, Any]:
        channel, ts = str(body.get("channel", "")), str(body.get("ts", ""))
        if method == "auth.test":
            who = {"user_id": workspace.bot, "bot_id": f"B{workspace.bot}", "user": "nutgraf"}
            return {"ok": True, **who, "team_id": workspace.team, "team": workspace.name}
        if method in ("conversations.replies", "conversations.history"):
            return self._looked(method, channel, ts, workspace)
        if method == "chat.postMessage":
            return self._posted(body, workspace)
        if method.startswith("chat.") and method not in ("chat.postEphemeral", "chat.startStream"):
            return self._changed_message(method, body, workspace)
        if method == "chat.postEphemeral":
            self.whispers.append(body)
        elif method == "assistant.threads.setStatus":
            self.statuses.append(body)
        elif method == "assistant.threads.setSuggestedPrompts":
            self.prompts.append(body)
        elif method == "chat.startStream":
            return self._posted({"markdown_text": "", **body, "streaming": True}, workspace)
        elif method == "users.info":
            return {"ok": True, "user": {"id": body.get("user"), "tz": "Europe/Kyiv"}}
        elif method not in rules.SCOPES:
            return {"ok": False, "error": "unknown_method"}
        return {"ok": True}

    def _posted(self, body: dict[str, Any], workspace: Workspace) -> dict[str, Any]:
        ts, channel = self.stamp(), str(body["channel"])
        self.heard(workspace.team, channel, ts, body.get("thread_ts"))
        self.messages.append({**body, "ts": ts, "user": workspace.bot, "team": workspace.team})
        self._looks[ts] = self.lag
        return {"ok": True, "ts": ts, "channel": channel}

    def _looked(self, method: str, channel: str, ts: str, workspace: Workspace) -> dict[str, Any]:
        """A conversation as it is shown: a message of a moment ago may not be in it yet."""
        if not channel:
            return {"ok": False, "error": "channel_not_found"}
        there = [m for m in self.messages if (m["team"], m["channel"]) == (workspace.team, channel)]
        if method == "conversations.replies":
            if (workspace.team, channel, ts) not in self.heads:
                return {"ok": False, "error": "thread_not_found"}
            there = [m for m in there if ts in (m["ts"], m.get("thread_ts"))]
        else:
            there = [m for m in there if not m.get("thread_ts")]
        seen = [m for m in there if self._looks[m["ts"]] <= 0]
        self._looks.subtract(m["ts"] for m in there)
        return {"ok": True, "messages": seen, "has_more": False}

    def _changed_message(self, method: str, body: dict[str, Any], workspace: Workspace) -> dict[str, Any]:
        """What becomes of a message that is there: a stream that goes on or ends, another text, or nothing."""
        where = (workspace.team, body["channel"], str(body.get("ts", "")))
        there = next((m for m in self.messages if (m["team"], m["channel"], m["ts"]) == where), None)
        if there is None:
            return {"ok": False, "error": "message_not_found"}
        streaming = bool(there.get("streaming"))
        if method in ("chat.appendStream", "chat.stopStream") and not streaming:
            return {"ok": False, "error": "message_not_in_streaming_state"}
        if method == "chat.update" and streaming:
            return {"ok": False, "error": "streaming_state_conflict"}
        if method == "chat.appendStream":
            self._streams[there["ts"]] = self._streams.get(there["ts"], 0) + 1
            if self.expires is not None and self._streams[there["ts"]] > self.expires:
                there["streaming"] = False
                return {"ok": False, "error": "message_not_in_streaming_state"}
            there["markdown_text"] += body.get("markdown_text", "")
        elif method == "chat.stopStream":
            there |= {"streaming": False, "blocks": body.get("blocks", [])}
        elif method == "chat.update":
            there |= {"text": body.get("text", ""), "blocks": body.get("blocks", []), "markdown_text": ""}
        elif method == "chat.delete":
            self.messages.remove(there)
        return {"ok": True, "ts": there["ts"], "channel": there["channel"]}
