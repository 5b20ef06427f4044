"""The cited words of a source in their context: what "Show passage" shows."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from adapters.port import Quoted
from bot.errors import UnknownSource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapters.port import Library
    from bot.domain import Citation, Reply

AROUND = 400
"""Characters before and after a quotation that are shown with it."""


async def passages(reply: Reply, number: str, library: Library) -> tuple[Quoted, ...]:
    """The passages that a reply cites of the source with this number, in their order there; of every source where it is empty.

    Of all sources together only the first passage of each is shown. An unknown number shows nothing.
    """
    chosen = [n for n in range(len(reply.sources)) if number in ("", str(n + 1))]
    found: list[Quoted] = []
    for n in chosen:
        source = reply.sources[n]
        cited = [c for claim in reply.claims for c in claim.citations if c.source == source.id]
        kept = _apart(cited) if number else cited[:1]
        title = " · ".join(filter(None, (source.title, source.outlet)))
        text = ""
        with suppress(UnknownSource):
            text = (await library.reading(source.id, source.revision)).text
        found += _quoted(n + 1, title, text, kept)
    return tuple(found)


def _apart(cited: list[Citation]) -> list[Citation]:
    """Citations in the order of the text, none that lies within another."""
    kept: list[Citation] = []
    for c in sorted(cited, key=lambda c: (c.start, -c.end)):
        if not kept or c.end > kept[-1].end:
            kept.append(c)
    return kept


def _quoted(number: int, title: str, text: str, cited: list[Citation]) -> Iterator[Quoted]:
    """Citations of one source in their context, none of it twice: what stands close together goes on without a title."""
    for n, c in enumerate(cited):
        before, after, head = "", "", title
        if text[c.start : c.end] == c.quote:
            last = cited[n - 1].end if n else 0
            follows = bool(n) and c.start - last <= 2 * AROUND
            before = text[last : c.start] if follows else _end(text[: c.start])
            near = n + 1 < len(cited) and cited[n + 1].start - c.end <= 2 * AROUND
            after = "" if near else _beginning(text[c.end :])
            head = "" if follows else title
        yield Quoted(number=number, title=head, before=before, words=c.quote, after=after)


def _end(text: str) -> str:
    """The end of a text, in whole words, with a sign where more stands before it."""
    return text if len(text) <= AROUND else "…" + (text[-AROUND:].split(maxsplit=1)[1:] or [text[-AROUND:]])[0]


def _beginning(text: str) -> str:
    return text if len(text) <= AROUND else (text[:AROUND].rsplit(maxsplit=1) or [""])[0] + "…"
