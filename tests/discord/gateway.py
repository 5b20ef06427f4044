"""The local Discord's gateway: sessions that outlive their sockets, and say again what was missed when they are resumed."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
import zlib
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from tests.discord.payloads import APP, TOKEN, account

HEARTBEAT = 41_250
"""Milliseconds between two heartbeats, as Discord asks for them."""
CONTENT = 1 << 15
"""The intent for what messages say."""
DISPATCH, BEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11


class Socket:
    """One connection, compressed as it was asked for."""

    def __init__(self, socket: web.WebSocketResponse, *, compressed: bool) -> None:
        self.socket = socket
        self._deflate = zlib.compressobj() if compressed else None

    async def send(self, text: str) -> None:
        """Send a text; nothing where the other side has gone."""
        with suppress(ConnectionError, RuntimeError):
            if self._deflate is None:
                await self.socket.send_str(text)
            else:
                await self.socket.send_bytes(self._deflate.compress(text.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH))


@dataclass(kw_only=True)
class Session:
    """What is told to one shard, whatever becomes of its sockets."""

    id: str
    shard: int
    intents: int
    told: list[str] = field(default_factory=list)
    """Every dispatched event; the n-th has the sequence number n, counted from 1."""
    socket: Socket | None = None


class Gateway:
    """Sessions, and switches for what goes wrong.

    ``refusals`` is how many connections are refused; ``silent`` leaves heartbeats unanswered.
    """

    def __init__(self, guilds: Any) -> None:
        self.sessions: dict[str, Session] = {}
        self.identified = 0
        self.resumed = 0
        self.refusals = 0
        self.refused = 0
        self.silent = False
        self.shards = 1
        self.intents_allowed = ~0
        self.address = ""
        self.sent: deque[dict[str, Any]] = deque(maxlen=1_000)
        self.changed = asyncio.Event()
        self.told_at = 0.0
        """When the last event was told, on the clock of `time.perf_counter`."""
        self._guilds = guilds
        self._ids = itertools.count(1)

    # What goes wrong

    async def drop(self, code: int = 1006) -> None:
        """Cut every connection, without a word of farewell unless a code is given."""
        for session in self.sessions.values():
            if session.socket is not None:
                socket, session.socket = session.socket, None
                if code == 1006:
                    transport = socket.socket._req.transport if socket.socket._req is not None else None
                    if transport is not None:
                        transport.close()
                else:
                    await socket.socket.close(code=code)

    async def reconnect(self) -> None:
        """Ask for another connection (op 7)."""
        await self._all({"op": RECONNECT, "d": None, "s": None, "t": None})

    async def invalidate(self, *, resumable: bool) -> None:
        """Declare the sessions invalid (op 9)."""
        await self._all({"op": INVALID, "d": resumable, "s": None, "t": None})
        if not resumable:
            self.sessions = {}

    async def garble(self, text: str = '{"op": 0, "t": ') -> None:
        """Send what is no payload."""
        for session in list(self.sessions.values()):
            if session.socket is not None:
                await session.socket.send(text)

    async def _all(self, payload: dict[str, Any]) -> None:
        for session in list(self.sessions.values()):
            if session.socket is not None:
                await session.socket.send(json.dumps(payload))

    # What happens

    async def dispatch(self, event: str, data: Any, *, guild: str | None = None, without: Any = None, needs: int = 0) -> None:
        """Tell the shard that a guild belongs to; what it cannot be told now it is told when it resumes.

        Args:
            event: What happened.
            data: What is told of it.
            guild: Where; None for what happens outside guilds.
            without: What is told instead to who has no message-content intent.
            needs: The intent without which nothing is told.
        """
        shard = (int(guild) >> 22) % self.shards if guild else 0
        for session in list(self.sessions.values()):
            if session.shard == shard and session.intents & needs == needs:
                await self._tell(session, event, data if without is None or session.intents & CONTENT else without)

    async def _tell(self, session: Session, event: str, data: Any) -> None:
        text = json.dumps({"op": DISPATCH, "t": event, "s": len(session.told) + 1, "d": data})
        session.told.append(text)
        self.told_at = time.perf_counter()
        if session.socket is not None:
            await session.socket.send(text)

    @property
    def connected(self) -> int:
        """How many shards are being listened to."""
        return sum(session.socket is not None for session in self.sessions.values())

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection."""
        if self.refusals:
            self.refusals -= 1
            self.refused += 1
            self.changed.set()
            return web.Response(status=503, text="upstream connect error")
        socket = web.WebSocketResponse(compress=False)
        await socket.prepare(request)
        out = Socket(socket, compressed=request.query.get("compress") == "zlib-stream")
        await out.send(json.dumps({"op": HELLO, "d": {"heartbeat_interval": HEARTBEAT}, "s": None, "t": None}))
        session: Session | None = None
        async for received in socket:
            if received.type is not WSMsgType.TEXT:
                continue
            payload = json.loads(received.data)
            self.sent.append(payload)
            if payload["op"] == BEAT and not self.silent:
                await out.send(json.dumps({"op": ACK, "d": None, "s": None, "t": None}))
            elif payload["op"] == IDENTIFY:
                session = await self._identify(payload["d"], out)
            elif payload["op"] == RESUME:
                session = await self._resume(payload["d"], out)
            self.changed.set()
        if session is not None and session.socket is out:
            session.socket = None
        self.changed.set()
        return socket

    async def _identify(self, data: dict[str, Any], out: Socket) -> Session | None:
        if data["token"] != TOKEN:
            await out.socket.close(code=4004, message=b"Authentication failed.")
            return None
        if data["intents"] & ~self.intents_allowed:
            await out.socket.close(code=4014, message=b"Disallowed intent(s).")
            return None
        shard = (data.get("shard") or [0, 1])[0]
        session = Session(id=f"session{next(self._ids)}", shard=shard, intents=data["intents"], socket=out)
        # Whoever identifies has a session of his own: replicas that share a token hear everything, each of them.
        self.sessions[session.id] = session
        guilds = [guild for guild in self._guilds() if (int(guild["id"]) >> 22) % self.shards == shard]
        ready = {
            "v": 10,
            "user": account(),
            "guilds": [{"id": guild["id"], "unavailable": True} for guild in guilds],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": f"ws://{self.address}/gateway",
            "shard": [shard, self.shards],
            "application": {"id": APP, "flags": 0},
            "private_channels": [],
            "relationships": [],
            "_trace": [],
        }
        await self._tell(session, "READY", ready)
        for guild in guilds:
            await self._tell(session, "GUILD_CREATE", guild)
        # Counted once all of it is told, so that who waits for it finds a session that is under way.
        self.identified += 1
        return session

    async def _resume(self, data: dict[str, Any], out: Socket) -> Session | None:
        session = self.sessions.get(data["session_id"])
        if session is None or data["token"] != TOKEN:
            await out.send(json.dumps({"op": INVALID, "d": False, "s": None, "t": None}))
            return None
        missed = session.told[data["seq"] or 0 :]
        session.socket = out
        for text in missed:
            await out.send(text)
        await self._tell(session, "RESUMED", {"_trace": []})
        self.resumed += 1
        return session
