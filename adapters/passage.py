"""The cited words of a source in their context: what "Show passage" shows."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from adapters.port import Quoted
from bot.errors import UnknownSource

if TYPE_CHECKING:
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
        for c in kept:
            there = text[c.start : c.end] == c.quote
            before = text[max(0, c.start - AROUND) : c.start] if there else ""
            after = text[c.end : c.end + AROUND] if there else ""
            found.append(Quoted(number=n + 1, title=title, before=before, words=c.quote, after=after))
    return tuple(found)


def _apart(cited: list[Citation]) -> list[Citation]:
    """Citations in the order of the text, none that lies within another."""
    kept: list[Citation] = []
    for c in sorted(cited, key=lambda c: (c.start, -c.end)):
        if not kept or c.end > kept[-1].end:
            kept.append(c)
    return kept
