"""Articles grouped by the event they report: by what their titles, openings and names share, and when they came out.

Two events under one heading are an error that an editor notices, one event under two headings is a blemish; so an article
joins a group only where it is alike to the group as a whole, and what it shares is telling among all that came in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import log, log1p, sqrt
from sys import intern
from typing import TYPE_CHECKING

from bot.corpus.terms import terms
from bot.engine.merge import FAINT_STEMS
from bot.engine.news import opinion
from bot.engine.points import gathers
from bot.engine.statement import Held
from bot.engine.topic import DENSE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from bot.domain import Reading, Source
    from bot.engine.topic import Topic

READ = 18
"""Sentences of an article that are looked at: what it is about stands there."""
LEAD = 4
"""Sentences that tell what happened."""
LONGEST = 40
"""Stems kept of an article to compare it by, the most telling first."""
TELLING = 12
"""Stems by which a story is known."""
LOOKED_UP = 12
"""Stems by which a group is found again."""
ALIKE, UNNAMED, NAMED_ALIKE = 0.34, 0.5, 0.28
"""Cosine above which two articles are of one event; where no name tells it; where the names of both openings do. Measured by
reading what each lets through of the RealTimeQA articles: ``docs/why.md``."""
FEW_NAMES, MANY_NAMES = 1.0, 2.0
"""Information of the names that both openings have, in stems that only one article would have, below and above which they count
as none and as many."""
DAYS = 3
"""Days between two reports of one event, at most."""
BACKGROUND = 1_000
"""Articles that stand behind those at hand, so that a stem is not common merely because few came in."""
COMPARED = 8
"""Articles of a group that a new one is compared with."""
TITLE, OPENING, NAMED = 2.0, 1.0, 1.6
"""What a stem counts more for standing in the title, in the opening, or in a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is needed of an article to group it and to see what it is about: a few hundred bytes of it."""

    source: Source
    title: frozenset[str]
    lead: frozenset[str]
    stems: tuple[str, ...]
    """Of the sentences looked at, most frequent first."""
    counts: bytes
    """In how many sentences each of them stands."""
    named: frozenset[str]
    """Stems that stand in proper names."""
    opening: frozenset[str]
    """Those of them that stand in the title or the lead."""
    sentences: int
    gathers: bool
    """Whether it gathers several stories, and so belongs to none."""
    opinion: bool
    """Whether it is somebody's opinion."""

    @property
    def day(self) -> date | None:
        """When it was published, or else came in."""
        return self.source.day or (self.source.arrived.date() if self.source.arrived else None)

    def about(self, topic: Topic) -> float:
        """How much it is about a topic, as `Topic.about` measures an article: 0 to 1."""
        having = sum(count for stem, count in zip(self.stems, self.counts, strict=True) if topic.covered((stem,)) > 0)
        dense = having / max(1, len(topic.aspects)) / max(1, self.sentences)
        return 0.35 * topic.covered(self.title) + 0.3 * topic.covered(self.lead) + 0.35 * min(1.0, dense / DENSE)


def profile(reading: Reading) -> Profile:
    """The profile of an article."""
    held, sentences = Held.of(reading), reading.sentences[:READ]
    counts: Counter[str] = Counter()
    lead: set[str] = set()
    for at in range(len(sentences)):
        found = set(held.terms(at))
        counts.update(found)
        if at < LEAD:
            lead |= found
    end = sentences[-1].end if sentences else 0
    named = {stem for name in reading.names if name.end <= end for stem in terms(reading.at(name))}
    stems = counts.most_common()
    return Profile(
        source=reading.source,
        title=frozenset(map(intern, terms(reading.source.title))),
        lead=frozenset(map(intern, lead)),
        stems=tuple(intern(stem) for stem, _ in stems),
        counts=bytes(min(count, 255) for _, count in stems),
        named=frozenset(map(intern, named)),
        opening=frozenset(map(intern, named & (lead | set(terms(reading.source.title))))),
        sentences=len(sentences),
        gathers=gathers(reading.source),
        opinion=opinion(reading),
    )


class Vectors:
    """What tells each of some articles from the others, weighed."""

    def __init__(self, profiles: Iterable[Profile]) -> None:
        known = list(profiles)
        frequency: Counter[str] = Counter()
        for it in known:
            frequency.update(it.title.union(it.stems))
        self._frequency = frequency
        self._size = len(known) + BACKGROUND

    def idf(self, stem: str) -> float:
        """How telling a stem is."""
        return 0.0 if stem in FAINT_STEMS else log(self._size / (1 + self._frequency.get(stem, 0)))

    def bar(self, one: Profile, other: Profile) -> float:
        """The cosine from which on two articles are of one event."""
        shared = sum(map(self.idf, one.opening & other.opening)) / log(self._size)
        return UNNAMED if shared < FEW_NAMES else NAMED_ALIKE if shared >= MANY_NAMES else ALIKE

    def of(self, it: Profile) -> dict[str, float]:
        """Its most telling stems with their weights, of length 1."""
        weights: dict[str, float] = {}
        counts = dict(zip(it.stems, it.counts, strict=True))
        for stem in (*it.stems, *(it.title - counts.keys())):
            if stem in FAINT_STEMS:
                continue
            worth = log1p(counts.get(stem, 0)) + TITLE * (stem in it.title) + OPENING * (stem in it.lead)
            weights[stem] = worth * self.idf(stem) * (NAMED if stem in it.named else 1.0)
        best = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:LONGEST]
        size = sqrt(sum(weight * weight for _, weight in best)) or 1.0
        return {stem: weight / size for stem, weight in best}


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How alike two vectors of length 1 are: 0 to 1."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return sum(weight * long.get(stem, 0.0) for stem, weight in short.items())


def stories(profiles: Sequence[Profile]) -> list[list[Profile]]:
    """The articles by event, each group in order of time; copies of one story always stand together."""
    vectors = Vectors(profiles)
    ordered = sorted(profiles, key=lambda it: (it.day.isoformat() if it.day else "", it.source.id))
    groups: list[list[Profile]] = []
    of: dict[str, dict[str, float]] = {it.source.id: vectors.of(it) for it in ordered}
    at: dict[str, list[int]] = defaultdict(list)
    origins: dict[str, int] = {}
    for it in ordered:
        mine = of[it.source.id]
        telling = sorted(mine, key=lambda stem: (-mine[stem], stem))[:LOOKED_UP]
        joined = origins.get(it.source.origin)
        if joined is None:
            votes = Counter(number for stem in mine for number in at.get(stem, ()))
            best = 0.0
            for number, shared in votes.most_common(12):
                if shared < 2:
                    break
                group = groups[number][-COMPARED:]
                if not all(_near(it, other) for other in group[-1:]):
                    continue
                alike = sum(cosine(mine, of[other.source.id]) / vectors.bar(it, other) for other in group) / len(group)
                if alike >= 1.0 and alike > best:
                    joined, best = number, alike
        if joined is None:
            joined = len(groups)
            groups.append([])
        groups[joined].append(it)
        origins.setdefault(it.source.origin, joined)
        for stem in telling:
            if joined not in at[stem][-1:]:
                at[stem].append(joined)
    return groups


def _near(one: Profile, other: Profile) -> bool:
    return one.day is None or other.day is None or abs((one.day - other.day).days) <= DAYS


def telling(profiles: Sequence[Profile]) -> Callable[[Sequence[Profile]], list[str]]:
    """What names, of a group among these articles, the stems that tell it from the others, best first."""
    vectors = Vectors(profiles)

    def weigh(group: Sequence[Profile]) -> list[str]:
        total: Counter[str] = Counter()
        for it in group:
            total.update(vectors.of(it))
        return [stem for stem, _ in sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))[:TELLING]]

    return weigh
