"""Sentences out of a JSON reply while it is still arriving."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.errors import ModelFailed

SHORTEST, CHARACTERS = 20, 320
"""Characters of a sentence that a model is asked for: up to a long one of a news agency."""
NAMED = 3
"""Passages that one sentence may name."""


def schema(labels: Sequence[str], most: int) -> dict[str, Any]:
    """What a model is asked to reply with, as a JSON schema: at most so many sentences, each naming passages by these labels.

    Everything in it is bounded, since a weak model that is held to a grammar repeats itself for as long as the grammar lets it.
    """
    sentence = {
        "type": "object",
        "properties": {
            "text": {"type": "string", "minLength": SHORTEST, "maxLength": CHARACTERS},
            "passages": {
                "type": "array",
                "items": {"type": "string", "enum": list(labels)},
                "minItems": 1,
                "maxItems": NAMED,
            },
        },
        "required": ["text", "passages"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"sentences": {"type": "array", "items": sentence, "maxItems": most}},
        "required": ["sentences"],
        "additionalProperties": False,
    }


BOUNDS = frozenset(("minLength", "maxLength", "minItems", "maxItems"))
"""Keywords that some servers' strict mode does not take."""


def unbounded(part: Any) -> Any:
    """The same schema without its bounds."""
    if isinstance(part, dict):
        return {name: unbounded(value) for name, value in part.items() if name not in BOUNDS}
    return [unbounded(value) for value in part] if isinstance(part, list) else part


MOST = 24
"""Sentences of one reply that are looked at."""
LONGEST = 1_500
"""Characters of one sentence; a longer one is dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A sentence as a model proposes it, not yet believed."""

    text: str
    passages: tuple[str, ...]


@dataclass(slots=True)
class SentenceReader:
    """Finds the objects of the one array in a reply, each as soon as it is closed.

    Only braces outside strings count, so a sentence that contains braces, brackets or quotes is read as it is. Text before the
    first brace (a polite introduction, a code fence) is passed over.
    """

    count: int = 0
    _text: str = ""
    _at: int = 0
    _depth: int = 0
    _start: int = -1
    _inside: bool = False
    _escaped: bool = field(default=False)

    def feed(self, piece: str) -> Iterator[Proposed]:
        """The sentences that this piece completes.

        Raises:
            ModelFailed: A closed object is no sentence.
        """
        self._text += piece
        for at in range(self._at, len(self._text)):
            character = self._text[at]
            if self._inside:
                if self._escaped:
                    self._escaped = False
                elif character == "\\":
                    self._escaped = True
                elif character == '"':
                    self._inside = False
            elif character == '"':
                self._inside = self._depth > 0
            elif character == "{":
                self._depth += 1
                if self._depth == 2:
                    self._start = at
            elif character == "}":
                self._depth -= 1
                if self._depth == 1 and self._start >= 0:
                    body, self._start = self._text[self._start : at + 1], -1
                    if self.count < MOST:
                        self.count += 1
                        yield _sentence(body)
        self._at = len(self._text)

    def end(self) -> None:
        """Raises `ModelFailed` where the reply is not one closed object."""
        opening = self._text.find("{")
        try:
            body, _ = json.JSONDecoder().raw_decode(self._text[opening:]) if opening >= 0 else (None, 0)
        except ValueError as exc:
            raise ModelFailed("malformed", "the model's reply is no JSON") from exc
        if not isinstance(body, dict) or not isinstance(body.get("sentences"), list):
            raise ModelFailed("malformed", "the model's reply has no list of sentences")


def _sentence(text: str) -> Proposed:
    try:
        body = json.loads(text)
        sentence, passages = body["text"], body["passages"]
    except (ValueError, KeyError, TypeError) as exc:
        raise ModelFailed("malformed", "the model sent an object that is no sentence") from exc
    if not isinstance(sentence, str) or not isinstance(passages, list):
        raise ModelFailed("malformed", "the model sent an object that is no sentence")
    named = tuple(dict.fromkeys(name for name in passages if isinstance(name, str)))
    return Proposed(text=" ".join(sentence.split())[: LONGEST + 1], passages=named)
