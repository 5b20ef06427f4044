"""A corpus and an index in memory: for tests, and for whoever wants the desk without files."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, TypeVar

from bot.corpus import mentions, origins, spelling, topics
from bot.corpus.people import FormCount, merge, surname_key
from bot.corpus.ranking import PASSAGE, TITLE, distinct, ordinal, present
from bot.corpus.recency import fresh
from bot.corpus.terms import terms
from bot.errors import UnknownSource
from bot.ports import Changes, Match

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.corpus.topics import Kind
    from bot.domain import Filters, Moment, Person, Reading, Source
    from bot.ports import Query

Key = TypeVar("Key")


class MemoryCorpus:
    """Keeps readings as they are."""

    def __init__(self) -> None:
        self._current: dict[str, Reading] = {}
        self._revisions: dict[tuple[str, str], Reading] = {}
        self._changes: dict[str, int] = {}
        self._counter = 0

    async def readings(self, ids: Iterable[str]) -> dict[str, Reading]:
        """The current readings of these sources; ids that are unknown are left out."""
        return {source: self._current[source] for source in dict.fromkeys(ids) if source in self._current}

    async def reading(self, source: str, revision: str | None = None) -> Reading:
        """One reading, of the current revision unless another is named; raises ``UnknownSource``."""
        found = self._current.get(source) if revision is None else self._revisions.get((source, revision))
        if found is None:
            raise UnknownSource(f"no source has the id {source!r}" + (f" and the revision {revision!r}" if revision else ""))
        return found

    async def sources(self, filters: Filters | None = None, *, limit: int | None = None) -> Sequence[Source]:
        """The current sources, newest first and undated ones last; all of them, of every status, where there are no filters."""
        found = [reading.source for reading in self._current.values()]
        if filters is not None:
            found = [source for source in found if admits(filters, source)]
        dated = [source for source in found if source.published is not None]
        dated.sort(key=lambda source: str(source.published and source.published.isoformat()), reverse=True)
        return [*dated, *(source for source in found if source.published is None)][:limit]

    async def revisions(self, ids: Iterable[str]) -> dict[str, str]:
        """The current revision of each of these sources that is known."""
        return {source: self._current[source].source.revision for source in ids if source in self._current}

    async def people(self, forms: Iterable[str], collections: frozenset[str] | None = None) -> Sequence[Person]:
        """The persons whom these forms of names may mean, merged over these collections, or over all where none are named."""
        found: list[Person] = []
        for wanted in {surname_key(form): None for form in forms}:
            found += merge(
                FormCount(form=form, role=role or None, source=source, count=count)
                for source, reading in reversed(self._current.items())
                if mentions.usable(reading.source) and (collections is None or reading.source.collection in collections)
                for (key, form, role), count in sorted(mentions.persons(reading).items())
                if key == wanted
            )
        return found

    async def nearest(self, word: str) -> Sequence[str]:
        """Words of titles and names spelt nearly like this one, likeliest first; empty where the word itself is known."""
        vocabulary: Counter[str] = Counter()
        forms: dict[str, str] = {}
        for reading in self._current.values():
            if mentions.usable(reading.source):
                for form in mentions.known(reading):
                    vocabulary[form.casefold()] += 1
                    forms.setdefault(form.casefold(), form)
        if not spelling.reach(word) or word.casefold() in vocabulary:
            return ()
        return spelling.nearest(word, ((forms[known], count) for known, count in vocabulary.items()))

    async def arrived(self, since: datetime, collections: frozenset[str]) -> Sequence[Source]:
        """The current sources that came in at this moment or later, last first; not those of which that is unknown."""
        found = [reading.source for reading in reversed(self._current.values()) if reading.source.collection in collections]
        late = [(source.arrived, source) for source in found if source.arrived and source.arrived >= since]
        return [source for _, source in sorted(late, key=lambda pair: pair[0], reverse=True)]

    async def arrivals(self, since: datetime, collections: frozenset[str]) -> dict[str, Sequence[datetime]]:
        """At which moments since this one each outlet's articles came in: each moment once, oldest first."""
        found: dict[str, set[datetime]] = defaultdict(set)
        for source in await self.arrived(since, collections):
            if source.outlet and source.arrived:
                found[source.outlet].add(source.arrived)
        return {outlet: sorted(moments) for outlet, moments in found.items()}

    async def put(self, readings: Sequence[Reading]) -> None:
        """Store these as the current readings of their sources, each under the origin of its near-copies."""
        for reading in readings:
            own, id = origins.shingles(reading), reading.source.id
            copies = origins.closest(own, (other for other in self._current.values() if other.source.id != id))
            placed = origins.placed(reading, [copy.source for copy in copies])
            self._keep(placed)
            if placed.source.published is not None:
                for copy in copies:
                    if (dated := origins.dated_by(copy, placed.source)) is not copy:
                        self._keep(dated)

    def _keep(self, reading: Reading) -> None:
        self._counter += 1
        source = reading.source
        self._current[source.id] = self._revisions[source.id, source.revision] = reading
        self._changes.pop(source.id, None)
        self._changes[source.id] = self._counter

    async def remove(self, ids: Iterable[str]) -> None:
        """Forget these sources and all their revisions."""
        for source in ids:
            if self._current.pop(source, None) is not None:
                self._revisions = {key: reading for key, reading in self._revisions.items() if key[0] != source}
                self._counter += 1
                self._changes.pop(source)
                self._changes[source] = self._counter

    async def changes(self, since: str | None, limit: int) -> Changes | None:
        """The next changes after this mark, at most ``limit`` of them; None where there are none."""
        owner, _, number = (since or "").partition(":")
        anew = owner != f"{id(self):x}" or int(number) > self._counter
        last = 0 if anew else int(number)
        found = [(source, at) for source, at in self._changes.items() if at > last][:limit]
        if not found and not anew:
            return None
        return Changes(
            changed=tuple(source for source, _ in found if source in self._current),
            gone=tuple(source for source, _ in found if source not in self._current),
            mark=f"{id(self):x}:{found[-1][1] if found else 0}",
            anew=anew,
        )


class MemoryIndex:
    """Reads every passage for every query: right, and slow."""

    def __init__(self) -> None:
        self._readings: dict[str, Reading] = {}
        self._mark: str | None = None

    async def mark(self) -> str | None:
        """The mark of the last commit, by which the corpus sees whether the index is behind."""
        return self._mark

    async def clear(self) -> None:
        """Forget everything, the mark too: what is done before it is built anew."""
        self._readings.clear()
        self._mark = None

    async def apply(self, *, add: Iterable[Reading], delete: Iterable[str], mark: str) -> None:
        """Replace sources in one commit: delete these source ids, add these readings, remember ``mark``."""
        readings = dict(self._readings)
        for source in delete:
            readings.pop(source, None)
        for reading in add:
            readings.pop(reading.source.id, None)
            if mentions.usable(reading.source) and reading.passages:
                readings[reading.source.id] = reading
        self._readings, self._mark = readings, mark

    async def has(self, query: Query) -> bool:
        """Whether any article would be found."""
        return bool(await self.search(query, 1))

    async def suggest(self, kind: Kind, typed: str, collections: frozenset[str], limit: int) -> Sequence[str]:
        """Topics or outlets of these collections with a word that begins as typed, the most reported first."""
        there = [reading for reading in self._readings.values() if reading.source.collection in collections]
        counted = Counter(entry for reading in there for entry in set(topics.entries(reading)))
        begun = topics.starts(kind, typed)
        return topics.best(((entry, count) for entry, count in counted.items() if entry.startswith(begun)), limit)

    async def search(self, query: Query, limit: int) -> Sequence[Match]:
        """The best passages, best first; at most ``limit``."""
        words = distinct(query.words)
        articles: dict[str, list[str]] = {}
        titles: dict[str, list[str]] = {}
        passages: dict[tuple[str, int, int], list[str]] = {}
        for name, reading in self._readings.items():
            titles[name] = terms(reading.source.title)
            bodies = [terms(reading.at(passage)) for passage in reading.passages]
            articles[name] = [term for body in bodies for term in body]
            for at, (passage, body) in enumerate(zip(reading.passages, bodies, strict=True)):
                passages[name, passage.start, passage.end] = body if at else titles[name] + body
        newest = max((ordinal(r.source.day) for r in self._readings.values() if r.source.day is not None), default=0)
        today = present(query, newest)
        whole, headed, own = _scores(articles, words), _scores(titles, words), _scores(passages, words)
        matches = []
        for (id, start, end), score in own.items():
            source = self._readings[id].source
            if not admits(query.filters, source) or not _by(query.as_of, source):
                continue
            age = None if today is None or source.day is None else today - ordinal(source.day)
            total = whole.get(id, 0.0) + TITLE * headed.get(id, 0.0) + PASSAGE * score
            total *= 1.0 if today is None else fresh(age)
            matches.append(Match(source=id, start=start, end=end, score=total, origin=source.origin))
        return sorted(matches, key=lambda match: (-match.score, match.source, match.start))[: max(limit, 0)]


def admits(filters: Filters, source: Source) -> bool:
    """Whether the filters let a source be used, by calendar days; an undated one passes neither ``since`` nor ``until``."""
    if source.collection not in filters.collections:
        return False
    if filters.outlet is not None and (source.outlet or "").casefold() != filters.outlet.casefold():
        return False
    if filters.since is not None and (source.day is None or ordinal(source.day) < ordinal(filters.since)):
        return False
    return filters.until is None or (source.day is not None and ordinal(source.day) <= ordinal(filters.until))


def _by(as_of: Moment | None, source: Source) -> bool:
    return as_of is None or source.day is None or ordinal(source.day) <= ordinal(as_of)


def _scores(texts: Mapping[Key, list[str]], words: Mapping[tuple[str, ...], float]) -> dict[Key, float]:
    """BM25 with the usual k1 = 1.2 and b = 0.75, of those texts that have any of the words."""
    average = sum(map(len, texts.values())) / max(len(texts), 1)
    scores: dict[Key, float] = defaultdict(float)
    for phrase, weight in words.items():
        counts = {key: count for key, text in texts.items() if (count := _count(text, phrase))}
        rarity = math.log(1 + (len(texts) - len(counts) + 0.5) / (len(counts) + 0.5))
        for key, count in counts.items():
            length = 0.25 + 0.75 * len(texts[key]) / average
            scores[key] += weight * rarity * count * 2.2 / (count + 1.2 * length)
    return dict(scores)


def _count(text: list[str], phrase: tuple[str, ...]) -> int:
    if len(phrase) == 1:
        return text.count(phrase[0])
    return sum(tuple(text[at : at + len(phrase)]) == phrase for at in range(len(text) - len(phrase) + 1))
