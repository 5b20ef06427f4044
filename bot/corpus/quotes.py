"""Who said what: quotations and reported speech with their speakers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.domain import Quote, Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Name, Sentence

_MARKED = re.compile(r"[“\"]([^“”\"\n]+)[”\"]")
_SAID = re.compile(r"\b(?:said|says|told|added|wrote|called|warned|stated)\b")


def quotes(text: str, sentences: Sequence[Sentence], names: Sequence[Name]) -> tuple[Quote, ...]:
    """The quotations and reported speech of an article, in order."""
    found = []
    for sentence in sentences:
        cue = _SAID.search(text, sentence.start, sentence.end)
        speaker = next((n for n in names if sentence.start <= n.start and n.end <= sentence.end), None) if cue else None
        for marked in _MARKED.finditer(text, sentence.start, sentence.end):
            found.append(
                Quote(
                    start=marked.start(1),
                    end=marked.end(1),
                    direct=True,
                    speaker=text[speaker.start : speaker.end] if speaker else None,
                    said_by=Span(start=speaker.start, end=speaker.end) if speaker else None,
                    cue=Span(start=cue.start(), end=cue.end()) if cue else None,
                )
            )
    return tuple(found)
