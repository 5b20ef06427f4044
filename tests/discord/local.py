"""A local Discord: REST and gateway on a port of the loopback address, with switches for what goes wrong."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from aiohttp import ClientSession, web
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.discord import payloads, rules
from tests.discord.gateway import Gateway
from tests.discord.payloads import APP, BOT, CHANNEL, DIRECT, GUILD, NOON, THREADS, TOKEN
from tests.discord.rules import calls, refused

EPHEMERAL, LOADING, CONTENTS, FLAGS = 1 << 6, 1 << 7, 1 << 15, (1 << 18) | (1 << 19)
ANSWER_WITHIN, GOOD_FOR = 3.0, 900.0
"""Seconds in which an interaction is answered, and those in which its token is good."""
DEFERRED, DEFERRED_UPDATE, COMPLETED = 5, 6, 8
REFUSALS: dict[str, tuple[int, int, str]] = {
    "forbidden": (403, 50013, "Missing Permissions"),
    "no access": (403, 50001, "Missing Access"),
    "gone": (404, 10003, "Unknown Channel"),
    "unknown": (404, 10062, "Unknown interaction"),
    "taken": (400, 40060, "Interaction has already been acknowledged."),
    "misshapen": (400, 50035, "Invalid Form Body"),
}
CALLBACKS = {1: "Pong", 4: "CreateMessage", 5: "CreateMessage", 6: "UpdateMessage", 7: "UpdateMessage"}


class LocalDiscord:
    """One guild, its channels and one direct message.

    Switches: ``faults[kind]`` are taken one for each request of a kind (``callback``, ``edit``, ``message``, ``followup``,
    ``thread``, ``bot``), in order: ``drop`` (done, and the answer never comes), ``hold`` (done once ``released`` is set),
    ``429`` (from Discord), ``cloudflare`` (a 429 without ``Via``), ``503``, or a key of ``REFUSALS``. ``limit`` is how many
    messages a channel takes in how many seconds. ``deleted`` are channels that are no more; ``closed`` are those that we may
    not speak in. ``now`` is what interactions are timed by. Every ``every``-th of what comes and goes is held
    against the official types: all of it, unless there is very much.
    """

    def __init__(self, *, contents: bool = True, every: int = 1) -> None:
        self.contents = contents
        self.every = every
        self._told = 0
        self.messages: list[dict[str, Any]] = []
        self.interactions: dict[str, dict[str, Any]] = {}
        self.channels = {CHANNEL: payloads.channel(CHANNEL), DIRECT: payloads.direct()}
        self.commands: list[dict[str, Any]] = []
        self.completions: list[list[dict[str, Any]]] = []
        self.called: Counter[str] = Counter()
        self.arrived: deque[tuple[float, str]] = deque(maxlen=10_000)
        self.acknowledged: dict[str, float] = {}
        self.wrong: list[str] = []
        self.faults: defaultdict[str, deque[str]] = defaultdict(deque)
        self.released = asyncio.Event()
        self.limit: tuple[int, float] | None = None
        self.exceeded = 0
        self.deleted: set[str] = set()
        self.closed: set[str] = set()
        self.token = TOKEN
        self.door = ""
        self.key = Ed25519PrivateKey.generate()
        self.now: Callable[[], float] = asyncio.get_running_loop().time
        self.gateway = Gateway(lambda: [payloads.guild(GUILD, *self._channels())])
        self.changed = self.gateway.changed
        self._spoken: defaultdict[str, list[float]] = defaultdict(list)
        # Ids tell the time, in milliseconds since the first second of 2015.
        self._ids = itertools.count(int((time.time() - 1_420_070_400) * 1_000) << 22)

    async def __aenter__(self) -> LocalDiscord:
        """Listen."""
        app = web.Application()
        app.add_routes([web.get("/gateway", self.gateway.serve), web.route("*", "/api/v10/{path:.*}", self._api)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.gateway.address = self.address = f"127.0.0.1:{self._runner.addresses[0][1]}"
        self.api = f"http://{self.address}/api/v10"
        self._http = ClientSession()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Leave."""
        self.released.set()
        await self._http.close()
        with suppress(Exception):
            await self.gateway.drop(1001)
        await self._runner.cleanup()

    @property
    def public_key(self) -> str:
        """What our signatures are checked with, in hexadecimal."""
        return self.key.public_key().public_bytes_raw().hex()

    # What people do

    def id(self) -> str:
        """A new id."""
        return str(next(self._ids))

    def said(self, text: str, *, where: str = CHANNEL, mention: bool = False, **more: Any) -> dict[str, Any]:
        """A message that somebody writes."""
        spoken = payloads.message(self.id(), where, payloads.user(), f"<@{BOT}> {text}" if mention else text, **more)
        if mention:
            spoken["mentions"] = [payloads.user(BOT, "nutgraf", bot=True)]
        if guild := self.channels[where].get("guild_id"):
            spoken |= {"guild_id": guild, "member": {k: v for k, v in payloads.member(payloads.user()).items() if k != "user"}}
        return spoken

    def order(self, name: str, where: str = CHANNEL, **options: str) -> dict[str, Any]:
        """A slash command."""
        given = [{"name": key, "type": 3, "value": value} for key, value in options.items()]
        return self._interaction(2, where, {"id": "1", "name": name, "type": 1, "options": given})

    def checked(self, said: dict[str, Any]) -> dict[str, Any]:
        """The context menu on a message."""
        data = {"id": "2", "name": "Check against our sources", "type": 3, "target_id": said["id"]}
        return self._interaction(2, said["channel_id"], {**data, "resolved": {"messages": {said["id"]: said}}})

    def typed(self, name: str, option: str, text: str, where: str = CHANNEL) -> dict[str, Any]:
        """The beginning of an option's value, to be completed."""
        options = [{"name": option, "type": 3, "value": text, "focused": True}]
        return self._interaction(4, where, {"id": "1", "name": name, "type": 1, "options": options})

    def pressed(
        self, custom_id: str, under: dict[str, Any], where: str | None = None, *, chosen: str | None = None
    ) -> dict[str, Any]:
        """A button under a message, or what is chosen in a menu there: the first of it, unless it is said."""
        data: dict[str, Any] = {"custom_id": custom_id, "component_type": 2, "id": 1}
        parts = (part for one in under["components"] for part in rules.walk(one))
        if menu := next((part for part in parts if part["type"] == rules.MENU and part["custom_id"] == custom_id), None):
            data |= {"component_type": 3, "values": [chosen or menu["options"][0]["value"]]}
        shown = {key: value for key, value in under.items() if key not in ("nonce", "enforce_nonce")}
        return self._interaction(3, where or under["channel_id"], data, message=shown)

    def _interaction(self, kind: int, where: str, data: dict[str, Any], **more: Any) -> dict[str, Any]:
        id_ = self.id()
        token = f"interaction-token-{id_}"
        self.interactions[token] = {"id": id_, "made": self.now(), "where": where, "kind": kind, "message": None, "told": False}
        return payloads.interaction(id_, token, kind, self.channels[where], data, **more)

    # How it reaches the app

    async def tell(self, payload: dict[str, Any]) -> None:
        """Hand a message or an interaction to the app: through the gateway, or to its door where it has one."""
        known = self.interactions.get(payload.get("token", ""))
        if known is not None and not known["told"]:
            # Whoever does something is told of at once.
            known |= {"told": True, "made": self.now()}
        if "token" not in payload:
            if all(payload is not one for one in self.messages):
                self.messages.append(payload)
            bare = None
            mentioned = any(who["id"] == BOT for who in payload["mentions"])
            if "guild_id" in payload and not mentioned:
                bare = payload | {"content": "", "embeds": [], "attachments": [], "components": []}
            needs = 1 << (9 if "guild_id" in payload else 12)
            self.wrong += [f"MESSAGE_CREATE {fault}" for fault in self._mismatches("MessageResponse", payload)]
            await self.gateway.dispatch("MESSAGE_CREATE", payload, guild=payload.get("guild_id"), without=bare, needs=needs)
        elif self.door:
            await self.post(json.dumps(payload))
        else:
            await self.gateway.dispatch("INTERACTION_CREATE", payload, guild=payload.get("guild_id"))

    async def post(self, body: str, *, key: Ed25519PrivateKey | None = None, at: str = "1742040000") -> tuple[int, str]:
        """Call the app over HTTP, signed; the status and the answer."""
        signature = (key or self.key).sign(at.encode() + body.encode()).hex()
        headers = {"X-Signature-Ed25519": signature, "X-Signature-Timestamp": at, "Content-Type": "application/json"}
        async with self._http.post(self.door, data=body.encode(), headers=headers) as response:
            return response.status, await response.text()

    async def until(self, done: Callable[[], Any], seconds: float = 30.0) -> None:
        """Wait until something is so."""
        async with asyncio.timeout(seconds):
            while not done():
                self.changed.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self.changed.wait(), 0.2)

    @property
    def posted(self) -> list[dict[str, Any]]:
        """The app's own messages that everybody sees, as they stand; what it is still thinking about is none."""
        return [m for m in self.messages if m["author"]["id"] == BOT and not m["flags"] & (EPHEMERAL | LOADING)]

    @property
    def whispered(self) -> list[dict[str, Any]]:
        """The app's messages that one person alone sees."""
        return [m for m in self.messages if m["flags"] & EPHEMERAL and not m["flags"] & LOADING]

    def _channels(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        present = [channel for channel in self.channels.values() if channel.get("guild_id") == GUILD]
        return [c for c in present if c["type"] not in THREADS], [c for c in present if c["type"] in THREADS]

    # What the app does

    async def _api(self, request: web.Request) -> web.StreamResponse:
        parts = request.match_info["path"].split("/")
        body: Any = await request.json() if request.can_read_body else None
        if parts[0] not in ("interactions", "webhooks") and request.headers.get("Authorization") != f"Bot {self.token}":
            return _error(401, 0, "401: Unauthorized")
        match request.method, *parts:
            case "GET", "users", "@me":
                kind, work = "bot", lambda: _json(payloads.account())
            case "GET", ("oauth2" | "applications"), *_, "@me":
                flags = FLAGS if self.contents else 0
                kind, work = "bot", lambda: _json(payloads.application(flags, self.door or None, self.public_key))
            case "GET", "gateway", "bot":
                kind, work = "gateway", self._bot
            case (("GET" | "PUT"), "applications", _, "commands"):
                kind, work = "commands", lambda: self._commands(request.method, body)
            case "POST", "interactions", id_, token, "callback":
                kind, work = "callback", lambda: self._callback(id_, token, body)
            case "PATCH", "webhooks", _, token, "messages", "@original":
                kind, work = "edit", lambda: self._edit(token, body)
            case "DELETE", "webhooks", _, token, "messages", "@original":
                kind, work = "withdraw", lambda: self._withdraw(token)
            case "POST", "webhooks", _, token:
                kind, work = "followup", lambda: self._follow(token, body)
            case "POST", "channels", where, "messages":
                kind, work = "message", lambda: self._post(where, body)
            case "GET", "channels", where, "messages":
                kind, work = "history", lambda: self._history(where, dict(request.query))
            case "POST", "channels", where, "messages", id_, "threads":
                kind, work = "thread", lambda: self._open(where, id_, body)
            case "GET", "channels", where:
                kind, work = "channel", lambda: self._channel(where)
            case "DELETE", "channels", where, "messages", id_:
                kind, work = "removal", lambda: self._remove(where, id_)
            case "POST", "users", "@me", "channels":
                kind, work = "direct", lambda: _json(self.channels[DIRECT])
            case "POST", "channels", _, "typing":
                kind, work = "typing", lambda: web.Response(status=204)
            case _:
                self.wrong.append(f"{request.method} {request.path} is not known here")
                return _error(404, 0, "404: Not Found")
        return await self._faulty(request, kind, work)

    async def _faulty(self, request: web.Request, kind: str, work: Callable[[], web.Response]) -> web.StreamResponse:
        self.called[kind] += 1
        self.arrived.append((time.perf_counter(), kind))
        fault = self.faults[kind].popleft() if self.faults[kind] else ""
        if fault == "429":
            told = {"message": "You are being rate limited.", "retry_after": 0.01, "global": False}
            return _json(told, status=429, headers={"Via": "1.1 google", "Retry-After": "1"})
        if fault == "cloudflare":
            return web.Response(status=429, text="error code: 1015", headers={"Retry-After": "7"})
        if fault == "503":
            return web.Response(status=503, text="upstream connect error")
        if fault in REFUSALS:
            return _error(*REFUSALS[fault])
        if fault == "hold":
            await self.released.wait()
        answer = work()
        self.changed.set()
        if fault == "drop" and request.transport is not None:
            request.transport.close()
        return answer

    def _bot(self) -> web.Response:
        limits = {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}
        address = f"ws://{self.address}/gateway"
        return _json({"url": address, "shards": self.gateway.shards, "session_start_limit": limits})

    def _mismatches(self, name: str, value: Any) -> list[str]:
        self._told += 1
        return rules.mismatches(name, value) if self._told % self.every == 0 else []

    def _see(self, what: str, name: str, body: dict[str, Any]) -> str | None:
        """Keep what is wrong with a message that was sent, since nothing wrong may be sent; and what Discord says to it."""
        self.wrong += [f"{what}: {fault}" for fault in self._mismatches(name, body)]
        self.wrong += [f"{what} calls {call}" for call in calls(body)]
        fault = refused(body)
        if fault:
            self.wrong.append(f"{what}: {fault}")
        return fault

    def _commands(self, method: str, body: Any) -> web.Response:
        if method == "PUT":
            self.called["sync"] += 1
            for command in body:
                self.wrong += [f"command: {fault}" for fault in self._mismatches("ApplicationCommandUpdateRequest", command)]
            given = {"application_id": APP, "version": "1", "default_member_permissions": None, "description": "", "type": 1}
            self.commands = [{**given, **command, "id": str(n)} for n, command in enumerate(body, 1)]
        return _json(self.commands)

    def _callback(self, id_: str, token: str, body: dict[str, Any]) -> web.Response:
        known = self.interactions.get(token)
        if known is None or known["id"] != id_ or self.now() - known["made"] > ANSWER_WITHIN:
            return _error(*REFUSALS["unknown"])
        if id_ in self.acknowledged:
            return _error(*REFUSALS["taken"])
        if body["type"] in CALLBACKS:
            self.wrong += [
                f"callback: {f}" for f in self._mismatches(f"{CALLBACKS[body['type']]}InteractionCallbackRequest", body)
            ]
        self.acknowledged[id_] = self.now() - known["made"]
        if body["type"] == COMPLETED:
            self.completions.append(body["data"]["choices"])
        elif body["type"] == DEFERRED:
            flags = LOADING | ((body.get("data") or {}).get("flags", 0) & EPHEMERAL)
            thinking = payloads.message(self.id(), known["where"], payloads.user(BOT, "nutgraf", bot=True), flags=flags)
            known["message"] = thinking
            self.messages.append(thinking)
        elif body["type"] != DEFERRED_UPDATE:
            self.wrong.append(f"callback of type {body['type']}")
        return web.Response(status=204)

    def _edit(self, token: str, body: dict[str, Any]) -> web.Response:
        known = self.interactions.get(token)
        if known is None or self.now() - known["made"] > GOOD_FOR:
            return _error(401, 50027, "Invalid Webhook Token")
        if known["message"] is None:
            return _error(404, 10015, "Unknown Webhook" if known["id"] not in self.acknowledged else "Unknown Message")
        if self._see("edit", "IncomingWebhookUpdateRequestPartial", body):
            return _error(400, 50035, "Invalid Form Body")
        shown = known["message"]
        kept = (shown["flags"] & EPHEMERAL) | (body.get("flags", 0) & ~EPHEMERAL)
        shown.update(_shown(body) | {"flags": kept, "edited_timestamp": NOON})
        return self._answer(shown)

    def _withdraw(self, token: str) -> web.Response:
        known = self.interactions.get(token)
        if known is None or self.now() - known["made"] > GOOD_FOR:
            return _error(401, 50027, "Invalid Webhook Token")
        if known["message"] is None:
            return _error(404, 10008, "Unknown Message")
        self.messages.remove(known["message"])
        known["message"] = None
        return web.Response(status=204)

    def _channel(self, where: str) -> web.Response:
        known = where in self.channels and where not in self.deleted
        return _json(self.channels[where]) if known else _error(*REFUSALS["gone"])

    def _remove(self, where: str, id_: str) -> web.Response:
        there = next((m for m in self.messages if m["id"] == id_ and m["channel_id"] == where), None)
        if there is None:
            return _error(404, 10008, "Unknown Message")
        self.messages.remove(there)
        return web.Response(status=204)

    def _follow(self, token: str, body: dict[str, Any]) -> web.Response:
        known = self.interactions.get(token)
        if known is None or self.now() - known["made"] > GOOD_FOR:
            return _error(401, 50027, "Invalid Webhook Token")
        if known["message"] is not None and known["message"]["flags"] & LOADING:
            self.wrong.append("a follow-up before the original: it becomes the original")
        if self._see("followup", "IncomingWebhookRequestPartial", body):
            return _error(400, 50035, "Invalid Form Body")
        shown = payloads.message(self.id(), known["where"], payloads.user(BOT, "nutgraf", bot=True), **_shown(body))
        self.messages.append(shown)
        return self._answer(shown)

    def _post(self, where: str, body: dict[str, Any]) -> web.Response:
        if where in self.deleted or where not in self.channels:
            return _error(*REFUSALS["gone"])
        if where in self.closed:
            return _error(*REFUSALS["no access"])
        if self._see("message", "MessageCreateRequest", body):
            return _error(400, 50035, "Invalid Form Body")
        if self.limit is not None and not self._room(where, *self.limit):
            self.exceeded += 1
            told = {"message": "You are being rate limited.", "retry_after": self.limit[1], "global": False}
            return _json(told, status=429, headers={"Via": "1.1 google", "Retry-After": "1"})
        if not body.get("enforce_nonce") or not body.get("nonce"):
            self.wrong.append("a message without a nonce")
        mine = (m for m in self.messages if m["channel_id"] == where and m["author"]["id"] == BOT)
        if body.get("enforce_nonce") and (same := next((m for m in mine if m.get("nonce") == body["nonce"]), None)):
            return self._answer(same)
        asked = (body.get("message_reference") or {}).get("message_id")
        reference = {"type": 0, "channel_id": where, "message_id": asked} if asked else None
        more: dict[str, Any] = {"nonce": body.get("nonce"), **({"message_reference": reference} if reference else {})}
        shown = payloads.message(self.id(), where, payloads.user(BOT, "nutgraf", bot=True), **_shown(body), **more)
        self.messages.append(shown)
        return self._answer(shown, where)

    def _room(self, where: str, count: int, seconds: float) -> bool:
        now = asyncio.get_running_loop().time()
        self._spoken[where] = [at for at in self._spoken[where] if now - at < seconds]
        if len(self._spoken[where]) >= count:
            return False
        self._spoken[where].append(now)
        return True

    def _answer(self, shown: dict[str, Any], where: str = "") -> web.Response:
        self.wrong += [f"our own message: {fault}" for fault in self._mismatches("MessageResponse", shown)]
        headers = {}
        if where and self.limit is not None:
            left = self.limit[0] - len(self._spoken[where])
            headers = {"X-RateLimit-Limit": str(self.limit[0]), "X-RateLimit-Remaining": str(left)}
            headers |= {"X-RateLimit-Reset-After": str(self.limit[1]), "X-RateLimit-Bucket": "messages"}
        return _json(shown, headers=headers)

    def _history(self, where: str, query: dict[str, str]) -> web.Response:
        if where in self.deleted:
            return _error(*REFUSALS["gone"])
        after, limit = int(query.get("after", "0")), int(query.get("limit", "50"))
        hidden = {} if self.contents else {"content": "", "embeds": [], "attachments": [], "components": []}
        found = [
            # What an app may not read it is not told afterwards either.
            {key: value for key, value in m.items() if key not in ("guild_id", "member")}
            | (hidden if m["author"]["id"] != BOT and not any(one["id"] == BOT for one in m["mentions"]) else {})
            for m in self.messages
            if m["channel_id"] == where and int(m["id"]) > after and not m["flags"] & (EPHEMERAL | LOADING)
        ]
        return _json(sorted(found, key=lambda m: int(m["id"]), reverse=not after)[:limit])

    def _open(self, where: str, id_: str, body: dict[str, Any]) -> web.Response:
        self.wrong += [f"thread: {fault}" for fault in self._mismatches("CreateTextThreadWithMessageRequest", body)]
        under = next((m for m in self.messages if m["id"] == id_), None)
        if under is None or under["flags"] & EPHEMERAL:
            return _error(404, 10008, "Unknown Message")
        if where in self.closed:
            return _error(*REFUSALS["forbidden"])
        if id_ in self.channels:
            return _error(400, 160004, "A thread has already been created for this message")
        self.channels[id_] = opened = payloads.thread(id_, where, body["name"])
        self.wrong += [f"our own thread: {fault}" for fault in self._mismatches("ThreadResponse", opened)]
        asyncio.get_running_loop().create_task(self.gateway.dispatch("THREAD_CREATE", opened, guild=GUILD))
        return _json(opened, status=201)


def _shown(body: dict[str, Any]) -> dict[str, Any]:
    """What a message shows of what was sent."""
    known = ("content", "flags")
    numbers = itertools.count(1)
    return {
        **{key: body[key] for key in known if body.get(key) is not None},
        "components": [_component(one, numbers) for one in body.get("components") or ()],
        "embeds": [{"type": "rich", **embed} for embed in body.get("embeds") or ()],
    }


def _component(given: dict[str, Any], numbers: itertools.count[int]) -> dict[str, Any]:
    """A component as Discord shows it: with a number, and whatever was left to it."""
    filled: dict[int, dict[str, Any]] = {
        3: {"min_values": 1, "max_values": 1},
        14: {"spacing": 1, "divider": True},
        17: {"accent_color": None, "spoiler": False},
    }
    inner = {"components": [_component(one, numbers) for one in given["components"]]} if "components" in given else {}
    beside = {"accessory": _component(given["accessory"], numbers)} if "accessory" in given else {}
    return {"id": next(numbers), **filled.get(given["type"], {}), **given, **inner, **beside}


def _json(data: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    # As Discord has it: discord.py takes nothing for JSON that has a charset beside it.
    return web.Response(body=json.dumps(data).encode(), status=status, headers=headers, content_type="application/json")


def _error(status: int, code: int, text: str) -> web.Response:
    return _json({"message": text, "code": code}, status=status)
