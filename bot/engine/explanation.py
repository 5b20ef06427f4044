"""Why a passage was retrieved: which of the words asked for it has, in which spelling, and how old it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from bot.corpus.people import surname_key
from bot.corpus.terms import terms, words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from bot.domain import Evidence, Moment

NAME = re.compile(r"[A-Z]")
SHORTEST = 4
"""Letters of the shortest name whose other spellings are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What speaks for one passage."""

    words: tuple[str, ...]
    """Words asked for that the passage has, as it spells them."""
    title: tuple[str, ...]
    """Those that its article's title has."""
    days: int | None
    """Age in days at the moment asked about; None where the article has no date."""


def whys(asked: Iterable[str], evidence: Evidence, around: Moment) -> tuple[Why, ...]:
    """Why each passage of the evidence came up for these words, seen from this moment."""
    given = [word for phrase in asked for word in words(phrase)]
    wanted = {term for word in given for term in terms(word)}
    names = {surname_key(word) for word in given if len(word) >= SHORTEST}
    found = []
    for hit in evidence.hits:
        source = evidence.readings[hit.passage.source].source
        days = (_day(around) - source.day).days if source.day else None
        mine, title = (_shared(text, wanted, names) for text in (hit.passage.text, source.title))
        found.append(Why(words=mine, title=title, days=days))
    return tuple(found)


def _shared(text: str, wanted: set[str], names: set[str]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for word in words(text):
        spelt = NAME.match(word) and len(word) >= SHORTEST and surname_key(word) in names
        if spelt or not wanted.isdisjoint(terms(word)):
            found.setdefault(word)
    return tuple({word.casefold(): word for word in reversed(found)}.values())[::-1]


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
