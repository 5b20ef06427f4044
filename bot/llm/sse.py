"""Server-sent events of a chat completion: bytes in, pieces of text out, and no guess about what is missing.

The format is that of OpenAI's ``/v1/chat/completions`` with ``stream: true``, which vLLM, Ollama, llama.cpp and Azure share:
lines ``data: {…}`` with ``choices[0].delta.content`` and, at the end, a ``finish_reason``, usage figures and ``data: [DONE]``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from bot.errors import ModelFailed

LONGEST_LINE = 256 * 1024
"""Bytes of one event; a server that sends more is not talking this protocol."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Tokens of one call, as the server counts them; 0 where it does not say."""

    prompt: int = 0
    completion: int = 0

    def __add__(self, other: Usage) -> Usage:
        """Both together."""
        return Usage(prompt=self.prompt + other.prompt, completion=self.completion + other.completion)


@dataclass(slots=True)
class EventReader:
    """Reads one stream, however it is cut into chunks.

    A multi-byte character or a line may be split over chunks: bytes are decoded line by line, when a line is whole.
    """

    usage: Usage = field(default_factory=Usage)
    finish: str | None = None
    """Why the model stopped, once it has."""
    _rest: bytes = b""

    def feed(self, chunk: bytes) -> Iterator[str]:
        """The pieces of text in this chunk.

        Raises:
            ModelFailed: The chunk is not of this protocol, or carries the server's own error.
        """
        *lines, self._rest = (self._rest + chunk).split(b"\n")
        if len(self._rest) > LONGEST_LINE:
            raise ModelFailed("malformed", f"the model's server sent a line of more than {LONGEST_LINE} bytes")
        for line in lines:
            text = self._line(line.strip())
            if text:
                yield text

    def end(self) -> Iterator[str]:
        """What a last line without an end held; raises `ModelFailed` where the stream broke off."""
        if self._rest.strip() and self.finish is None:
            with suppress(ModelFailed):  # half an event is a stream that broke off
                yield from self.feed(b"\n")
        if self.finish is None:
            raise ModelFailed("truncated", "the model's reply broke off")
        if self.finish != "stop":
            raise ModelFailed(
                "length" if self.finish == "length" else "stopped", f"the model stopped because of {self.finish!r}"
            )

    def _line(self, line: bytes) -> str:
        if not line.startswith(b"data:"):
            if line and not line.startswith((b":", b"event:", b"id:", b"retry:")):
                raise ModelFailed("malformed", f"the model's server sent {line[:40]!r} where an event was due")
            return ""
        data = line[5:].strip()
        if data in (b"[DONE]", b""):
            return ""
        try:
            return self.message(json.loads(data))
        except (UnicodeDecodeError, ValueError) as exc:
            raise ModelFailed("malformed", f"the model's server sent an event that is no JSON: {data[:40]!r}") from exc

    def message(self, body: Any) -> str:
        """The text of one event, or of a whole reply that was not streamed.

        Raises:
            ModelFailed: It is not of the protocol's shape, or is an error.
        """
        if not isinstance(body, dict):
            raise ModelFailed("malformed", "the model's server sent an event that is no object")
        if body.get("error"):
            raise ModelFailed("server", "the model's server reported an error in the middle of its reply")
        usage = body.get("usage")
        if isinstance(usage, dict):
            self.usage = Usage(prompt=_count(usage.get("prompt_tokens")), completion=_count(usage.get("completion_tokens")))
        choices = body.get("choices") or []
        if not isinstance(choices, list) or not all(isinstance(choice, dict) for choice in choices):
            raise ModelFailed("malformed", "the model's server sent choices that are no objects")
        if not choices:
            return ""
        choice = choices[0]
        self.finish = choice.get("finish_reason") or self.finish
        part = choice.get("delta") or choice.get("message") or {}
        content = part.get("content") if isinstance(part, dict) else None
        if content is not None and not isinstance(content, str):
            raise ModelFailed("malformed", "the model's server sent content that is no text")
        return content or ""


def _count(value: object) -> int:
    return value if isinstance(value, int) and value >= 0 else 0
