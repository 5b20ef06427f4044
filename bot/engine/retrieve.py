"""The evidence for one command: passages ranked by their words, their age and the names in them, each story once."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING

from bot.corpus.mentions import usable
from bot.corpus.people import surname_key
from bot.corpus.terms import terms, words
from bot.domain import Evidence, Filters, Hit, Span
from bot.ports import Query

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.domain import Moment, Person, Reading
    from bot.ports import Corpus, Index, Match

LIMIT = 24
"""Passages of evidence."""
DEPTH = 6
"""How many times as many passages are looked at, so that there are enough sources among them."""
AGAIN = 0.8
"""What each further passage of a source counts, against the one before it: other sources come first."""
COPIES = 2
"""Passages kept of each copy of a story; they come behind what all other sources say."""
COPY = 0.5
"""What a copy's passage counts, against its story's best."""
LONGEST = 20_000
"""Characters of the longest text that is read for words to look for."""
WORDS = 48
"""Words that are looked for at most, the weightiest first."""
DOUBTED = 12
"""Words whose spelling is looked into at most."""
SHORTEST = 3
"""Letters of the shortest word that is looked up as a surname."""
VARIANT = 0.8
"""Weight of another spelling of a name, against the one asked for."""


async def retrieve(
    asked: Sequence[tuple[str, float]] | str,
    *,
    corpus: Corpus,
    index: Index,
    filters: Filters | None = None,
    as_of: Moment | None = None,
    now: Moment | None = None,
    limit: int = LIMIT,
    with_people: bool = True,
    phrases: Sequence[tuple[str, float]] = (),
) -> Evidence:
    """The best passages for these words, with the readings of their sources and, if wanted, the people named there.

    ``phrases`` are words that are looked for side by side, beside those looked for one by one.

    Recency counts from ``as_of``, or else from ``now``; without either it is left out. Nothing later than ``as_of`` is used.
    """
    weighted = [(asked, 1.0)] if isinstance(asked, str) else list(asked)
    weights: dict[str, float] = {}
    for phrase, weight in weighted:
        for word in words(phrase[:LONGEST]):
            if terms(word):
                weights[word] = max(weight, weights.get(word, weight))
    single = sorted(weights.items(), key=lambda pair: -pair[1])[:WORDS]
    filters = filters or Filters()
    people = await corpus.people(_perhaps_names([word for word, _ in single]), filters.collections)
    wanted = [*single, *_variants(single, people), *phrases[:WORDS]]
    query = Query(words=tuple(wanted), filters=filters, around=as_of or now, as_of=as_of)
    ranked = _ranked(await index.search(query, limit * DEPTH))[:limit]
    readings = await corpus.readings(match.source for match, _ in ranked)
    hits = tuple(
        Hit(passage=readings[match.source].passage(Span(start=match.start, end=match.end)), score=score)
        for match, score in ranked
        if match.source in readings and _admissible(readings[match.source], match, as_of)
    )
    used = {hit.passage.source: readings[hit.passage.source] for hit in hits}
    forms = [form for reading in used.values() for form in reading.persons] if with_people else []
    return Evidence(hits=hits, readings=used, people=tuple(await corpus.people(forms, filters.collections)))


async def did_you_mean(
    asked: Sequence[str] | str, *, corpus: Corpus, index: Index, filters: Filters | None = None
) -> str | None:
    """The words with those that the corpus does not know put right, or None where nothing better is known."""
    given = asked.split() if isinstance(asked, str) else list(asked)
    better = list(given)
    for at, word in enumerate(given[:DOUBTED]):
        plain = "".join(words(word))
        if not terms(plain) or await index.has(Query(words=((plain, 1.0),), filters=filters or Filters())):
            continue
        for near in await corpus.nearest(plain):
            # A word that only other collections know is not to be told.
            if await index.has(Query(words=((near, 1.0),), filters=filters or Filters())):
                better[at] = near
                break
    return " ".join(better) if better != given else None


def _perhaps_names(single: Sequence[str]) -> list[str]:
    """The words that may be surnames: those written as names, or all where nothing is, as people type."""
    named = [word for word in single if word[:1].isupper()]
    return [word for word in named or single if len(word) >= SHORTEST]


def _variants(single: Iterable[tuple[str, float]], people: Iterable[Person]) -> list[tuple[str, float]]:
    """Other spellings of the surnames among the words."""
    spelt: dict[str, set[str]] = defaultdict(set)
    for person in people:
        for form in person.forms:
            spelt[surname_key(form)].add(form.split()[-1])
    found = []
    for word, weight in single:
        for other in spelt.get(surname_key(word), ()):
            if other.casefold() != word.casefold():
                found.append((other, weight * VARIANT))
    return found


def _ranked(matches: Sequence[Match]) -> list[tuple[Match, float]]:
    """The matches with what they count, best first: other sources before more of the same, copies of a story behind it."""
    speaks: dict[str, str] = {}
    taken: dict[str, int] = defaultdict(int)
    ranked = []
    for match in matches:
        story = speaks.setdefault(match.origin, match.source) == match.source
        score = match.score * AGAIN ** taken[match.source] * (1.0 if story else COPY)
        if story or taken[match.source] < COPIES:
            ranked.append((match, score))
        taken[match.source] += 1
    return sorted(ranked, key=lambda pair: -pair[1])


def _admissible(reading: Reading, match: Match, as_of: Moment | None) -> bool:
    """Whether a match may be used: the index may be a moment behind the corpus, and knows days only."""
    published = reading.source.published
    if not usable(reading.source) or match.end > len(reading.text):
        return False
    if isinstance(as_of, datetime) and isinstance(published, datetime):
        return (published.tzinfo is None) != (as_of.tzinfo is None) or published <= as_of
    return True
