"""What was shown before and has been put right since: corrections and retractions of its sources, and sources taken away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.corpus.notices import notice
from bot.domain import Span
from bot.engine.draft import claim
from bot.engine.story import headline
from bot.engine.verify import verify

if TYPE_CHECKING:
    from bot.domain import Claim, Reading


def corrected(reading: Reading) -> Claim | None:
    """What a corrected or retracted article says of it: its notice, else the article's own line."""
    at = 0
    for line in reading.text.splitlines(keepends=True):
        words = line.strip()
        if words and notice(words) == reading.source.status:
            start = at + line.index(words)
            found = claim("new", " ".join(words.split()), [reading.cite(Span(start=start, end=start + len(words)))])
            if found and verify(found, {reading.source.id: reading}).ok:
                return found
        at += len(line)
    return headline(reading)
