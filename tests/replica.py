"""A whole replica in a process of its own, with an adapter that takes commands as lines of JSON: what a chat platform does.

Run as ``python -m tests.replica PORT``. Each line ``{"id", "kind", "words", "collections"}`` is acknowledged at once with
``{"id", "ack"}`` and answered with ``{"id", "reply"}`` or ``{"id", "error"}``.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from bot.domain import DEFAULT_COLLECTION, Command, Filters
from bot.engine.contract import reply_json
from bot.errors import NutgrafError
from bot.service.run import House, serve
from bot.settings import Settings
from tests.processes import Serving, started


class Lines:
    """An adapter: lines of JSON over TCP."""

    name = "lines"

    def __init__(self, house: House, port: int) -> None:
        self._house = house
        self._port = port
        self._server: asyncio.Server | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Listen."""
        self._server = await asyncio.start_server(self._talk, "127.0.0.1", self._port, limit=2**20)

    async def stop(self) -> None:
        """Take nothing new, and see out what is under way."""
        if self._server is not None:
            self._server.close()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := await reader.readline():
            asked = json.loads(line)
            writer.write(json.dumps({"id": asked["id"], "ack": True}).encode() + b"\n")
            task = asyncio.create_task(self._answer(asked, writer))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

    async def _answer(self, asked: dict[str, Any], writer: asyncio.StreamWriter) -> None:
        filters = Filters(collections=frozenset(asked.get("collections", [DEFAULT_COLLECTION])))
        command = Command(kind=asked.get("kind", "ask"), words=asked["words"], filters=filters)
        told: dict[str, Any] = {"id": asked["id"]}
        try:
            told["reply"] = reply_json(await self._house.reception.reply(command))
        except NutgrafError as exc:
            told["error"] = f"{type(exc).__name__}: {exc}"
        writer.write(json.dumps(told).encode() + b"\n")


class Asker:
    """One connection to a replica's adapter."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._waiting: dict[int, tuple[float, asyncio.Future[dict[str, Any]]]] = {}
        self.acks: list[float] = []
        """Seconds from each command to its acknowledgement."""
        self._listening = asyncio.create_task(self._listen())

    async def ask(self, words: str, **more: Any) -> dict[str, Any]:
        """What a command comes to: ``reply`` or ``error``."""
        number = len(self._waiting) + 1
        answered = asyncio.get_running_loop().create_future()
        self._waiting[number] = (time.perf_counter(), answered)
        self._writer.write(json.dumps({"id": number, "words": words} | more).encode() + b"\n")
        async with asyncio.timeout(60):
            told: dict[str, Any] = await answered
            return told

    async def close(self) -> None:
        """Leave."""
        self._listening.cancel()
        await asyncio.gather(self._listening, return_exceptions=True)
        self._writer.close()

    async def _listen(self) -> None:
        while line := await self._reader.readline():
            told = json.loads(line)
            asked, answered = self._waiting[told["id"]]
            if "ack" in told:
                self.acks.append(time.perf_counter() - asked)
            elif not answered.done():
                answered.set_result(told)


@asynccontextmanager
async def asking(port: int) -> AsyncIterator[Asker]:
    """A connection to the adapter on this port."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    asker = Asker(reader, writer)
    try:
        yield asker
    finally:
        await asker.close()


@contextmanager
def replica(home: Path, lines: int, door: int, **more: str) -> Iterator[Serving]:
    """A replica with its adapter on port ``lines``, ready."""
    with started(["tests.replica", str(lines)], home, door, NUTGRAF_PORT=str(door), **more) as service:
        yield service


if __name__ == "__main__":
    serve(Settings.read(), lambda house: [Lines(house, int(sys.argv[1]))])
