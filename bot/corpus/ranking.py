"""What every index ranks by, whatever engine it is made of."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from bot.corpus.terms import terms

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.domain import Moment
    from bot.ports import Query

TITLE = 0.55
"""Weight of a word in the title, against the same word in the article. Measured, as all of these: ``docs/why.md``."""
PASSAGE = 0.75
"""Weight of a passage's own score, against its article's."""
KEPT = 250_000
"""Runs of characters whose terms are kept in memory."""
LONGEST = 40
"""Characters of the longest that is kept."""


class _Chunks(dict[str, str]):
    """The terms of each run of characters between spaces; emptied when it grows beyond its bound."""

    def __missing__(self, chunk: str) -> str:
        if len(self) >= KEPT:
            self.clear()
        joined = " ".join(terms(chunk))
        if len(chunk) <= LONGEST:
            self[chunk] = joined
        return joined


_CHUNKS = _Chunks()


def indexed(text: str) -> str:
    """The terms of a text, with spaces between: the same as :func:`bot.corpus.terms.terms` gives, in a quarter of the time.

    No word spans a space, so the terms of a run between spaces need working out only once.
    """
    return " ".join(map(_CHUNKS.__getitem__, text.split()))


def distinct(words: Iterable[tuple[str, float]]) -> dict[tuple[str, ...], float]:
    """The terms of each word or phrase, with the greatest weight it is given."""
    weights: dict[tuple[str, ...], float] = {}
    for word, weight in words:
        key = tuple(terms(word))
        if key and weight > 0:
            weights[key] = max(weight, weights.get(key, 0.0))
    return weights


def ordinal(moment: Moment) -> int:
    """The calendar day of a moment in its own zone, counted as ``date.toordinal`` does."""
    return (moment.date() if isinstance(moment, datetime) else moment).toordinal()


def present(query: Query, newest: int) -> int | None:
    """The day that age is counted from: where the query asks for it, but no later than there is anything to find."""
    if query.around is None:
        return None
    until = query.filters.until
    return min(newest, ordinal(query.around), *([ordinal(until)] if until is not None else []))
