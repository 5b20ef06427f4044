"""A desk over invented articles, with a model behind it that a test plays."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from random import Random
from time import monotonic
from typing import Any

from bot.corpus.document import Document
from bot.corpus.ingest import ingest
from bot.corpus.memory import MemoryCorpus, MemoryIndex
from bot.desk import Desk
from bot.llm.client import Endpoint
from bot.llm.writer import Writer
from bot.tokens import Estimate
from bot.wiring import StoppedClock
from tests.articles import BRIDGE, HARBOUR, ORCHARD, document
from tests.model import Handler, ModelServer, serving

NOW = datetime(2024, 10, 3, 12, tzinfo=UTC)
HARBOUR_AGAIN = (
    "Cranes at Port Ellery moved again on Tuesday, the first day after the strike. "
    "The strike cost 4.5 million dollars, according to the port authority.\n\n"
    "Forty ships were still waiting outside the breakwater at noon. "
    "The council will review the port's emergency plans before winter, Mayor Anton Zelensky said.\n"
)


def reply(*sentences: tuple[str, Sequence[str]]) -> str:
    """What a model says that proposes these sentences."""
    return json.dumps({"sentences": [{"text": text, "passages": list(passages)} for text, passages in sentences]})


EVERY = tuple(f"P{number}" for number in range(1, 13))
GOOD = reply(
    ("Port Ellery's harbour opened again on Tuesday after a three-day strike by crane operators.", EVERY),
    ("The port authority said that the stoppage cost 4.5 million dollars.", EVERY),
    ("Forty ships had been waiting outside the breakwater since Saturday.", EVERY),
    ("The port is on fire and 300 people have died.", EVERY),
)
"""Three sentences that the articles bear out, and one that they do not."""


@asynccontextmanager
async def desk(*handlers: Handler, articles: Sequence[Document] = (), **times: Any) -> AsyncIterator[tuple[Desk, ModelServer]]:
    """A desk whose model is a server with these answers."""
    corpus, index = MemoryCorpus(), MemoryIndex()
    given = articles or [
        document(f"{number}.txt", text, published="2024-10-02")
        for number, text in enumerate((HARBOUR, BRIDGE, ORCHARD, HARBOUR_AGAIN))
    ]
    await ingest(given, corpus, index)
    short: dict[str, Any] = {"connect_seconds": 0.5, "read_seconds": 0.4, "total_seconds": 1.5}
    async with serving(*handlers) as server:
        called: dict[str, Any] = {"url": server.url, "model": "played", "price_in": 1.0, "price_out": 2.0} | short | times
        endpoint = Endpoint(**called)
        writer = Writer(endpoint, Estimate(), now=monotonic, random=Random(1))
        try:
            yield Desk(corpus=corpus, index=index, clock=StoppedClock(NOW), model=writer), server
        finally:
            await writer.close()
