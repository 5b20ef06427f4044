"""The evidence for one command: passages ranked by their words, their age and the names in them, each story once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bot.corpus.mentions import usable
from bot.corpus.people import surname_key
from bot.corpus.terms import terms, words
from bot.domain import Evidence, Filters, Hit
from bot.ports import Query

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.domain import Moment, Person, Reading
    from bot.ports import Corpus, Index, Match

LIMIT = 24
"""Passages of evidence."""
PER_SOURCE = 4
"""Passages of one source at most, while there are others."""
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
) -> Evidence:
    """The best passages for these words, with the readings of their sources and the people named in them.

    Recency counts from ``as_of``, or else from ``now``; without either it is left out. Nothing published after ``as_of`` is used.
    """
    weighted = [(asked, 1.0)] if isinstance(asked, str) else list(asked)
    single = [(word, weight) for phrase, weight in weighted for word in words(phrase) if terms(word)]
    people = await corpus.people(word for word, _ in single if word[:1].isupper() or isinstance(asked, str))
    wanted = [*single, *_variants(single, people)]
    query = Query(words=tuple(wanted), filters=filters or Filters(), around=as_of or now, as_of=as_of)
    matches = await index.search(query, limit * 4)
    readings = await corpus.readings(match.source for match in matches)
    chosen = _chosen(matches, readings, limit)
    hits = tuple(
        Hit(passage=readings[match.source].passage(span), score=match.score)
        for match in chosen
        for span in readings[match.source].passages
        if span.start == match.start
    )
    used = {hit.passage.source: readings[hit.passage.source] for hit in hits}
    return Evidence(hits=hits, readings=used, people=tuple(await corpus.people(_named(used.values()))))


async def did_you_mean(
    asked: Sequence[str] | str, *, corpus: Corpus, index: Index, filters: Filters | None = None
) -> str | None:
    """The words with those that the corpus does not know put right, or None where nothing better is known."""
    given = asked.split() if isinstance(asked, str) else list(asked)
    better = list(given)
    for at, word in enumerate(given):
        plain = "".join(words(word))
        if not terms(plain) or await index.search(Query(words=((plain, 1.0),), filters=filters or Filters()), 1):
            continue
        near = await corpus.nearest(plain)
        if near:
            better[at] = near[0]
    return " ".join(better) if better != given else None


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


def _chosen(matches: Sequence[Match], readings: Mapping[str, Reading], limit: int) -> list[Match]:
    """The best matches, of each origin's copies only one source, and not too many of any source."""
    speaks: dict[str, str] = {}
    taken: dict[str, int] = defaultdict(int)
    chosen, spare = [], []
    for match in matches:
        reading = readings.get(match.source)
        if reading is None or not usable(reading.source):
            continue
        if speaks.setdefault(reading.source.origin, match.source) != match.source:
            continue
        taken[match.source] += 1
        (chosen if taken[match.source] <= PER_SOURCE else spare).append(match)
    return sorted((chosen + spare)[:limit], key=lambda match: -match.score)


def _named(readings: Iterable[Reading]) -> list[str]:
    return list(dict.fromkeys(reading.at(name) for reading in readings for name in reading.names if name.kind == "person"))
