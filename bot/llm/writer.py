"""The client behind the desk's `Model` port: what is asked of a server, and what its replies are read as."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from random import Random
from typing import TYPE_CHECKING, Any

from bot.errors import ModelFailed
from bot.llm.client import ChatModel, Endpoint, Message
from bot.llm.pieces import Proposed, SentenceReader, schema
from bot.llm.sse import Usage

if TYPE_CHECKING:
    from httpx import AsyncBaseTransport

    from bot.llm.client import Call
    from bot.ports import TokenCounter

QUESTION: dict[str, Any] = {
    "type": "object",
    "properties": {"question": {"type": "string"}},
    "required": ["question"],
    "additionalProperties": False,
}
"""What a rewritten question comes as."""
SENTENCE, CLOSING = 130, 20
"""Tokens of a sentence at its longest, with its labels and its share of the JSON, and of what closes the reply."""
MOST = 8
"""Sentences that are asked for at most."""
PASSAGES, LEAST = 3_000, 240
"""Tokens of passages in a prompt at most, and the fewest worth asking with."""
AROUND = 600
"""Tokens of a prompt beside its passages: the longest takes 430 without its topic or question."""
STEP = 200
"""Tokens of passages by which a reply in time makes the next prompt longer, where one was too slow before."""
SHORT = 120
"""Tokens of a rewritten question at most."""


class Stream:
    """The sentences of a call under way."""

    def __init__(self, call: Call) -> None:
        self._call = call

    @property
    def tokens(self) -> tuple[int, int]:
        """Tokens of prompt and reply, as far as the server has said."""
        return self._call.usage.prompt, self._call.usage.completion

    async def __aiter__(self) -> AsyncIterator[Proposed]:
        """Each sentence once it is whole. Raises ModelFailed, at the end too where the reply is no list of sentences."""
        reader = SentenceReader()
        async for piece in self._call:
            for sentence in reader.feed(piece):
                yield sentence
        reader.end()


class Writer:
    """A server that words what the desk knows.

    Args:
        endpoint: Where it is, how long it may take, and what it costs.
        counter: How tokens are counted.
        now: Seconds on a clock that never goes back.
        random: Where jitter comes from.
        transport: For tests that watch the wire.
        context: Tokens that the model has room for, prompt and reply together.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        counter: TokenCounter,
        *,
        now: Callable[[], float],
        random: Random,
        transport: AsyncBaseTransport | None = None,
        context: int = 8_000,
    ) -> None:
        self._chat = ChatModel(endpoint, now=now, random=random, transport=transport)
        self.counter = counter
        self._room = max(LEAST, min(PASSAGES, context - (SENTENCE * MOST + CLOSING) - AROUND))
        self.budget = self._room
        """Tokens of passages that it has room and time for: half after a reply that took too long, and then more again."""

    @property
    def name(self) -> str:
        """What the operator calls it."""
        return self._chat.endpoint.model

    @asynccontextmanager
    async def propose(self, system: str, user: str, *, labels: Sequence[str], most: int) -> AsyncIterator[Stream]:
        """Ask for at most so many sentences on passages with these labels. Raises ModelFailed."""
        messages = (Message(role="system", content=system), Message(role="user", content=user))
        try:
            async with self._chat.ask(messages, schema=schema(labels, most), max_tokens=SENTENCE * most + CLOSING) as call:
                yield Stream(call)
        except ModelFailed as exc:
            if exc.reason == "timeout":
                self.budget = max(LEAST, self.budget // 2)
            raise
        self.budget = min(self._room, self.budget + STEP)

    async def rewrite(self, system: str, user: str) -> tuple[str, tuple[int, int]]:
        """Ask for a question rewritten; the question, and the tokens used. Raises ModelFailed."""
        messages = (Message(role="system", content=system), Message(role="user", content=user))
        text, usage = await self._chat.complete(messages, schema=QUESTION, max_tokens=SHORT)
        try:
            body, _ = json.JSONDecoder().raw_decode(text[max(0, text.find("{")) :])
            question = body["question"]
        except (ValueError, KeyError, TypeError) as exc:
            raise ModelFailed("malformed", "the model's reply has no question") from exc
        if not isinstance(question, str) or not question.strip():
            raise ModelFailed("malformed", "the model's reply has no question")
        return " ".join(question.split()), (usage.prompt, usage.completion)

    def cost(self, prompt: int, reply: int) -> float:
        """What so many tokens cost, in the operator's currency."""
        return self._chat.endpoint.cost(Usage(prompt=prompt, completion=reply))

    async def close(self) -> None:
        """Close every connection."""
        await self._chat.close()
