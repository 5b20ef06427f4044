"""Paragraphs, sentences and passages, as spans of a stored text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import sentencex  # type: ignore[import-untyped]

from bot.domain import Block, Sentence, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST = 1_500
"""Characters of the longest sentence; a longer one is cut at a clause boundary."""
PASSAGE = 3
"""Sentences of a passage: what the retrieval yardstick's own baseline ranks by."""

_LINES = re.compile(r"[^\n\r\x0b\x0c\x85\u2028\u2029]+")
_INK = re.compile(r"\S")


def paragraphs(text: str, blocks: Sequence[Block]) -> list[Span]:
    """The paragraphs of the article's body, in order; without blocks the whole text is body."""
    return list(_paragraphs(text, blocks))


def sentences(text: str, blocks: Sequence[Block]) -> tuple[Sentence, ...]:
    """The sentences of the article's body, in order; none crosses a paragraph."""
    found: list[Sentence] = []
    for number, span in enumerate(_paragraphs(text, blocks)):
        at = span.start
        for piece in sentencex.segment("en", text[span.start : span.end]):
            trimmed = _trimmed(text, at, at + len(piece))
            at += len(piece)
            if trimmed:
                found.append(Sentence(start=trimmed[0], end=trimmed[1], paragraph=number))
    if found:
        last = found[-1]
        if not re.search(r"[.!?][\"”’')\]]*$", text[last.start : last.end]):
            found[-1] = Sentence(start=last.start, end=last.end, paragraph=last.paragraph, complete=False)
    return tuple(found)


def passages(sentences: Sequence[Sentence]) -> tuple[Span, ...]:
    """Runs of whole sentences, which are what is indexed."""
    whole = [sentence for sentence in sentences if sentence.complete]
    return tuple(
        Span(start=run[0].start, end=run[-1].end) for run in (whole[at : at + PASSAGE] for at in range(0, len(whole), PASSAGE))
    )


def _paragraphs(text: str, blocks: Sequence[Block]) -> Iterator[Span]:
    runs = [(block.start, block.end) for block in blocks if block.kind == "body"] if blocks else [(0, len(text))]
    for start, end in runs:
        for line in _LINES.finditer(text, start, end):
            trimmed = _trimmed(text, line.start(), line.end())
            if trimmed:
                yield Span(start=trimmed[0], end=trimmed[1])


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    piece = text[start:end]
    ink = len(piece.rstrip())
    return (start + len(piece) - len(piece.lstrip()), start + ink) if ink else None
