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

from bot.corpus.packed import opening
from bot.corpus.pause import Pause
from bot.corpus.ranking import indexed
from bot.engine.merge import FAINT_STEMS
from bot.engine.news import opinion
from bot.engine.points import gathers
from bot.engine.topic import DENSE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from bot.domain import Reading, Source
    from bot.engine.topic import Topic

READ = 10
"""Sentences of an article that are looked at: what it is about stands there. With 18 of them, 95 of 100 pairs are the same."""
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
STEP = 100
"""Articles that are grouped in one go."""
COMPARED = 8
"""Articles of a group that a new one is compared with."""
TITLE, OPENING, NAMED = 2.0, 1.0, 1.6
"""What a stem counts more for standing in the title, in the opening, or in a name."""


_TITLE, _LEAD, _NAME = 1, 2, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is needed of an article to group it and to see what it is about: one or two kilobytes of it."""

    source: Source
    stems: tuple[str, ...]
    """Of its title and of the sentences looked at."""
    counts: bytes
    """In how many sentences each of them stands."""
    marks: bytes
    """Whether each stands in the title, in the lead, in a name."""
    sentences: int
    gathers: bool
    """Whether it gathers several stories, and so belongs to none."""
    opinion: bool
    """Whether it is somebody's opinion."""

    @property
    def day(self) -> date | None:
        """When it was published, or else came in."""
        return self.source.day or (self.source.arrived.date() if self.source.arrived else None)

    @property
    def opening(self) -> frozenset[str]:
        """Stems of names that stand in the title or the lead."""
        marked = zip(self.stems, self.marks, strict=True)
        return frozenset(stem for stem, mark in marked if mark & _NAME and mark & (_TITLE | _LEAD))

    def about(self, topic: Topic) -> float:
        """How much it is about a topic, as `Topic.about` measures an article: 0 to 1."""
        having = sum(count for stem, count in zip(self.stems, self.counts, strict=True) if topic.covered((stem,)) > 0)
        dense = having / max(1, len(topic.aspects)) / max(1, self.sentences)
        return 0.35 * self._has(topic, _TITLE) + 0.3 * self._has(topic, _LEAD) + 0.35 * min(1.0, dense / DENSE)

    def _has(self, topic: Topic, where: int) -> float:
        return topic.covered([stem for stem, mark in zip(self.stems, self.marks, strict=True) if mark & where])


def profile(reading: Reading) -> Profile:
    """The profile of an article."""
    spans, named = opening(reading, READ)
    counts: Counter[str] = Counter()
    marks: dict[str, int] = dict.fromkeys(indexed(reading.source.title).split(), _TITLE)
    for at, (start, end) in enumerate(spans):
        found = set(indexed(reading.text[start:end]).split())
        counts.update(found)
        if at < LEAD:
            for stem in found:
                marks[stem] = marks.get(stem, 0) | _LEAD
    for stem in set(indexed(" ".join(named)).split()):
        marks[stem] = marks.get(stem, 0) | _NAME
    stems = tuple(map(intern, dict.fromkeys((*counts, *marks))))
    return Profile(
        source=reading.source,
        stems=stems,
        counts=bytes([min(counts.get(stem, 0), 255) for stem in stems]),
        marks=bytes([marks.get(stem, 0) for stem in stems]),
        sentences=len(spans),
        gathers=gathers(reading.source),
        opinion=opinion(reading),
    )


class Vectors:
    """What tells each of some articles from the others, weighed."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        frequency: Counter[str] = Counter()
        for it in profiles:
            frequency.update(it.stems)
        self._size = log(len(profiles) + BACKGROUND)
        self._idf = {stem: 0.0 if stem in FAINT_STEMS else self._size - log(1 + n) for stem, n in frequency.items()}

    def bar(self, one: frozenset[str], other: frozenset[str]) -> float:
        """The cosine from which on two articles with these names in their openings are of one event."""
        shared = sum(map(self._idf.__getitem__, one & other)) / self._size
        return UNNAMED if shared < FEW_NAMES else NAMED_ALIKE if shared >= MANY_NAMES else ALIKE

    def of(self, it: Profile) -> dict[str, float]:
        """Its most telling stems with their weights, of length 1, the most telling first."""
        idf = self._idf
        weights = [
            (-(_FREQUENT[count] + _MARKED[mark]) * idf[stem] * (NAMED if mark & _NAME else 1.0), stem)
            for stem, count, mark in zip(it.stems, it.counts, it.marks, strict=True)
        ]
        weights.sort()
        del weights[LONGEST:]
        size = sqrt(sum(weight * weight for weight, _ in weights)) or 1.0
        return {stem: -weight / size for weight, stem in weights if weight}


_FREQUENT = [log1p(count) for count in range(256)]
_MARKED = [TITLE * bool(mark & _TITLE) + OPENING * bool(mark & _LEAD) for mark in range(8)]


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """How alike two vectors of length 1 are: 0 to 1."""
    short, long = (one, other) if len(one) <= len(other) else (other, one)
    return sum(weight * long.get(stem, 0.0) for stem, weight in short.items())


@dataclass(frozen=True, kw_only=True)
class Grouped:
    """Some articles by event, and what tells each of them from the others."""

    groups: tuple[tuple[Profile, ...], ...]
    """Each in order of time; copies of one story always stand together."""
    vectors: Mapping[str, Mapping[str, float]]
    """By source id."""

    @classmethod
    async def of(cls, profiles: Sequence[Profile]) -> Grouped:
        """Group the articles, letting other work go on in between."""
        vectors = Vectors(profiles)
        ordered = sorted(profiles, key=lambda it: (it.day.isoformat() if it.day else "", it.source.id))
        of: dict[str, dict[str, float]] = {}
        named: dict[str, frozenset[str]] = {}
        groups: list[list[Profile]] = []
        at: dict[str, list[int]] = defaultdict(list)
        origins: dict[str, int] = {}
        for done, it in enumerate(ordered):
            if done % STEP == STEP - 1:
                await Pause()
            id = it.source.id
            mine, names = of[id], named[id] = vectors.of(it), it.opening
            joined = origins.get(it.source.origin)
            if joined is None:
                votes = Counter(number for stem in mine for number in at.get(stem, ()))
                best = 1.0
                for number, shared in votes.most_common(12):
                    group = groups[number][-COMPARED:]
                    if shared < 2 or not _near(it, group[-1]):
                        continue
                    others = [other.source.id for other in group]
                    alike = sum(cosine(mine, of[other]) / vectors.bar(names, named[other]) for other in others) / len(others)
                    if alike >= best:
                        joined, best = number, alike
            if joined is None:
                joined = len(groups)
                groups.append([])
            groups[joined].append(it)
            origins.setdefault(it.source.origin, joined)
            for stem in list(mine)[:LOOKED_UP]:
                if joined not in at[stem][-1:]:
                    at[stem].append(joined)
        return cls(groups=tuple(map(tuple, groups)), vectors=of)

    def telling(self, group: Sequence[Profile]) -> list[str]:
        """The stems that tell a group from the others, best first."""
        total: Counter[str] = Counter()
        for it in group:
            total.update(self.vectors[it.source.id])
        return [stem for stem, _ in sorted(total.items(), key=lambda pair: (-pair[1], pair[0]))[:TELLING]]


def _near(one: Profile, other: Profile) -> bool:
    """Whether two articles came out at about the same time, as far as they say; when a file came in says little."""
    mine, theirs = one.source.day, other.source.day
    return mine is None or theirs is None or abs((mine - theirs).days) <= DAYS
