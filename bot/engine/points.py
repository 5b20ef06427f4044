"""What matters most in some evidence: statements scored, merged, and put into words that stand alone."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from bot.corpus.terms import terms
from bot.engine.figures import updates
from bot.engine.merge import Likeness, Weights, clusters
from bot.engine.news import OPINION, eventful, new, opinion
from bot.engine.statement import statements
from bot.engine.topic import ENOUGH, WHOLLY
from bot.engine.wording import Wording, worded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from bot.domain import Evidence, Source
    from bot.engine.cast import Cast
    from bot.engine.statement import Statement
    from bot.engine.topic import Topic

PASSING = 0.2
"""How much an article must be about the topic, beside the one that is most, to be more than one that mentions it."""
SOURCES, OPENING, AROUND = 14, 18, 1
"""Of how many sources, of each the opening, and how much around every passage that was found: a brief needs no more."""
DENSE = 0.3
"""Share of an article's statements with the topic above which all of it counts."""
GOES_WITH, STRICTLY = 0.15, 0.6
"""Share of a statement's stems that stand beside the topic elsewhere, for it to count unnamed; the same in a round-up."""
CONSIDERED = 110
"""Statements that are compared with each other; the best by their own merit."""
MAINLY = 0.5
"""How much an article, or what a statement says, must be about the topic for a point that does not name it."""
HALF_LIFE, LASTING = 10, 0.35
"""Days in which the part of a source's worth that ages halves, and the part that does not; as search ranks by them."""
AGE, FRESH_ENOUGH = 60, 3
"""Days beyond which a source belongs to an earlier story, where so many newer ones treat the topic."""
ANCIENT = 365
"""Days beyond which it does beside any newer one."""
PER_SOURCE = 24
"""Of these, statements of one source at most."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Point:
    """One thing that the sources say: its best wording, and every statement that says it."""

    wording: Wording
    members: tuple[Statement, ...]
    score: float

    @property
    def statement(self) -> Statement:
        """The statement it is worded from."""
        return self.wording.statement

    @property
    def origins(self) -> int:
        """How many independent origins say it."""
        return len({statement.origin for statement in self.members})


class Ground:
    """The evidence for one topic, measured: which statements there are, and what each is worth."""

    def __init__(self, topic: Topic, evidence: Evidence, cast: Cast) -> None:
        self.topic = topic
        self.evidence = evidence
        self.cast = cast
        every = statements(evidence, whole=False, around=AROUND, opening=OPENING, sources=SOURCES)
        self.every = every
        of: dict[str, list[Statement]] = {}
        for statement in every:
            of.setdefault(statement.source, []).append(statement)
        self.about = {
            source: topic.about(evidence.readings[source], mine) * (OPINION if opinion(evidence.readings[source]) else 1.0)
            for source, mine in of.items()
        }
        self.covered = {id(statement): topic.covered(statement.stems) for statement in every}
        for mine in of.values():
            if self._titled(mine[0]) or self._named_next(mine):
                self.covered[id(mine[0])] = 1.0
        most = max(self.about.values(), default=0.0)
        self._stale: set[str] = set()
        self._roundups: dict[str, bool] = {}
        self.central = self._recent({source for source, share in self.about.items() if share >= most * PASSING})
        self.statements: list[Statement] = [
            statement for source, mine in of.items() if source not in self._stale for statement in self._on_topic(source, mine)
        ]
        self.weights = Weights(self.statements)
        self.likeness = Likeness(self.weights)
        self._worded: dict[int, Wording | None] = {}
        self._scores: dict[int, float] = {}

    def _titled(self, first: Statement) -> bool:
        """Whether a statement opens an article whose title is the whole topic: it is the news on that."""
        return not first.order and self.topic.covered(frozenset(terms(first.reading.source.title))) >= WHOLLY

    def _named_next(self, mine: Sequence[Statement]) -> bool:
        """Whether an article opens with somebody or something unnamed, and the topic is the name that it then gives."""
        first, *rest = mine
        if first.order or not _UNNAMED.match(first.text):
            return False
        return any(
            statement.order <= NAMED_NEXT
            and self.topic.covered(frozenset(terms(" ".join(statement.text.split()[:NAMED_WITHIN])))) >= ENOUGH
            for statement in rest
        )

    @cached_property
    def _thin(self) -> bool:
        """Whether so few statements have the topic that what stands around them is needed to tell its story."""
        return sum(found >= ENOUGH for found in self.covered.values()) < THIN

    def _on_topic(self, source: str, mine: Sequence[Statement]) -> Iterable[Statement]:
        """All of an article that treats the topic; of one that also treats others, what has it or goes with it."""
        has = [self.covered[id(statement)] >= ENOUGH for statement in mine]
        if source in self.central and sum(has) >= DENSE * len(mine):
            return mine
        if source not in self.central:
            return [statement for statement, found in zip(mine, has, strict=True) if found]
        if self._thin:
            near = {statement.order for statement, found in zip(mine, has, strict=True) if found}
            return [s for s in mine if s.order < 2 or any(abs(s.order - order) <= 3 for order in near)]
        goes_with = STRICTLY if self.gathers(source) else GOES_WITH
        return [statement for statement, found in zip(mine, has, strict=True) if found or self.beside(statement) >= goes_with]

    def beside(self, statement: Statement) -> float:
        """Share of a statement's stems that stand in statements with the topic in them: 0 to 1."""
        return sum(stem in self._companions for stem in statement.stems) / max(1, len(statement.stems))

    def knows(self, statement: Statement) -> bool:
        """Whether a statement names somebody or something that is named beside the topic."""
        return any(stem in self._companions for name in statement.mentions for stem in terms(name))

    @cached_property
    def _companions(self) -> frozenset[str]:
        """Stems that stand in statements with the topic in them."""
        return frozenset(stem for statement in self.every if self.covered[id(statement)] >= ENOUGH for stem in statement.stems)

    def _recent(self, sources: set[str]) -> set[str]:
        """Of the sources that treat the topic, those of the present story."""
        days = {source: day for source in self.evidence.readings if (day := self.evidence.readings[source].source.day)}
        newest = max((days[source] for source in sources if source in days), default=None)
        if newest is None:
            return sources
        stale = {source for source, day in days.items() if (newest - day).days > AGE}
        if len(sources - stale) >= FRESH_ENOUGH:
            self._stale = stale
            return sources - stale
        ancient = {source for source, day in days.items() if (newest - day).days > ANCIENT}
        if len(sources - ancient) > 0:
            self._stale = ancient
            return sources - ancient
        return sources

    @cached_property
    def most(self) -> float:
        """How much the article of the present story that is most about the topic is about it: 0 to 1."""
        fresh = (it for it in self.about.items() if it[0] not in self._stale and not self.gathers(it[0]))
        return max((share for _, share in fresh), default=0.0)

    @cached_property
    def newest(self) -> date | None:
        """The day of the newest source that treats the topic."""
        days = [day for source in self.central if (day := self.evidence.readings[source].source.day)]
        return max(days, default=None)

    @property
    def origins(self) -> int:
        """How many independent origins treat the topic."""
        return len({self.evidence.readings[source].source.origin for source in self.central})

    def recency(self, statement: Statement) -> float:
        """How much an older source counts beside the newest."""
        day = statement.reading.source.day
        if self.newest is None:
            return 1.0
        age = (self.newest - day).days if day else HALF_LIFE
        return LASTING + (1.0 - LASTING) * float(0.5 ** (age / HALF_LIFE))

    def score(self, statement: Statement) -> float:
        """What a statement is worth for a brief: on the topic, early in its article, borne out by others, recent, telling."""
        if id(statement) not in self._scores:
            self._scores[id(statement)] = self._score(statement)
        return self._scores[id(statement)]

    def _score(self, statement: Statement) -> float:
        about = self.about[statement.source]
        covered = self.covered[id(statement)]
        least = 0.15 if self._thin else 0.4
        relevance = about * (least + (1.0 - least) * min(1.0, covered)) * (0.7 if _aside(statement) else 1.0)
        if covered < ENOUGH:
            relevance *= (0.4 + 0.6 * self.beside(statement)) * (1.0 if self._thin else min(1.0, 0.3 + about))
        position = 1.0 / (1.0 + 0.12 * statement.order)
        return (
            relevance * self.recency(statement) * (0.35 * position + 0.4 * self.borne(statement) + 0.25 * _telling(statement))
        )

    def news(self, statement: Statement) -> float:
        """How much a statement is news: of an event, and of a new one."""
        return eventful(statement) * (0.3 + 0.7 * new(statement, self.newest))

    def borne(self, statement: Statement) -> float:
        """Share of a statement's information that other independent origins use too: 0 to 1."""
        whole = had = 0.0
        for stem in statement.stems:
            weight = self.weights[stem]
            whole += weight
            had += weight * min(1.0, (self.weights.origins(stem) - 1) / 3)
        return had / whole if whole else 0.0

    def worded(self, statement: Statement) -> Wording | None:
        """The statement fit to stand alone, if it can; worked out once."""
        if id(statement) not in self._worded:
            self._worded[id(statement)] = worded(statement, self.cast)
        return self._worded[id(statement)]

    @cached_property
    def points(self) -> list[Point]:
        """What the sources say, merged over them, best first; only what can stand alone."""
        scores = {id(statement): self.score(statement) for statement in self.statements}
        ranked = sorted(self.statements, key=lambda statement: -scores[id(statement)])
        taken: dict[str, int] = {}
        considered: list[Statement] = []
        for statement in ranked:
            count = taken.get(statement.source, 0)
            if count < PER_SOURCE and len(considered) < CONSIDERED and statement.length > 3:
                taken[statement.source] = count + 1
                considered.append(statement)
        found = []
        for group in clusters(considered, self.likeness):
            if not any(self._belongs(statement) for statement in group):
                continue
            fit = [(wording, statement) for statement in group if (wording := self.worded(statement))]
            if not fit:
                continue
            head, wording = self._head(fit, scores)
            members = (head, *(other for other in group if other is not head and self.likeness.supports(head, other)))
            origins = len({statement.origin for statement in members})
            score = scores[id(head)] * _borne_out(origins) * _shape(wording) * self.news(head)
            found.append(Point(wording=wording, members=members, score=score))
        found.sort(key=lambda point: -point.score)
        for at, point in enumerate(found[:BACKED]):
            members = (*point.members, *(other for other in self.backing(point.statement) if other not in point.members))
            if len(members) > len(point.members):
                fuller = replace(point, members=members)
                score = point.score * _borne_out(fuller.origins) / _borne_out(point.origins)
                found[at] = replace(fuller, score=score)
        found.sort(key=lambda point: -point.score)
        return self._latest(found)

    def _belongs(self, statement: Statement) -> bool:
        """Whether a statement is of this topic: it names it, or its article is about it and it has something to do with it."""
        if self.covered[id(statement)] >= ENOUGH:
            return True
        return self.about[statement.source] >= MAINLY or self.beside(statement) >= MAINLY

    def backing(self, head: Statement) -> list[Statement]:
        """Statements of other sources that bear out what the head says, or have its very quotation."""
        runs = self.likeness.runs(head)
        telling = frozenset(sorted(head.stems, key=lambda stem: (-self.weights[stem], stem))[:TELLING])
        found = {id(other): other for run in runs for other in self._quoting.get(run, ()) if other.source != head.source}
        votes = Counter(at for stem in telling for at in self._holding.get(stem, ()))
        for at, shared in votes.items():
            other = self._usable[at]
            if shared >= SHARED and other.source != head.source and self.likeness.supports(head, other):
                found.setdefault(id(other), other)
        # In the order of the evidence: that in which sets are walked changes from one process to the next.
        return [other for other in self._usable if id(other) in found]

    @cached_property
    def told_by(self) -> list[Statement]:
        """All statements of the articles that treat the topic: a speaker need not name it again."""
        return [
            statement for statement in self.every if statement.source in self.central and not self.gathers(statement.source)
        ]

    def gathers(self, source: str) -> bool:
        """Whether an article gathers several stories."""
        found = self._roundups.get(source)
        if found is None:
            found = self._roundups[source] = gathers(self.evidence.readings[source].source)
        return found

    @cached_property
    def _usable(self) -> list[Statement]:
        """All statements but those of an earlier story."""
        return [statement for statement in self.every if statement.source not in self._stale]

    @cached_property
    def _holding(self) -> Mapping[str, list[int]]:
        """Places among the usable statements by stem."""
        holding: dict[str, list[int]] = {}
        for at, statement in enumerate(self._usable):
            for stem in statement.stems:
                holding.setdefault(stem, []).append(at)
        return holding

    @cached_property
    def _quoting(self) -> Mapping[tuple[str, ...], list[Statement]]:
        """Statements by the runs of quoted words in them."""
        quoting: dict[tuple[str, ...], list[Statement]] = {}
        for statement in self._usable:
            for run in self.likeness.runs(statement):
                quoting.setdefault(run, []).append(statement)
        return quoting

    def _latest(self, points: Sequence[Point]) -> list[Point]:
        """The points without those whose figure a newer source has brought up to date."""
        kept: list[Point] = []
        for point in points:
            if not point.statement.numbers:
                kept.append(point)
                continue
            replaced = None
            for at, other in enumerate(kept):
                if other.statement.numbers and updates(point.statement, other.statement, self.likeness):
                    replaced = at
                    break
            if replaced is None:
                kept.append(point)
            elif _day(point.statement) > _day(kept[replaced].statement):
                kept[replaced] = point
        return kept

    def _head(self, fit: Sequence[tuple[Wording, Statement]], scores: Mapping[int, float]) -> tuple[Statement, Wording]:
        """The wording that tells most in comfortable length and needs no name put in."""
        wording, head = max(fit, key=lambda pair: scores[id(pair[1])] * _shape(pair[0]))
        return head, wording


_UNNAMED = re.compile(r"(?:An?|One|Two|Three|Four|Several)\s", re.IGNORECASE)
"""How a sentence opens that leaves for the next who or what it tells of."""
NAMED_NEXT, NAMED_WITHIN = 2, 4
"""Sentences from the first in which the name may come, and words of that sentence among which it must."""
BACKED = 30
"""Points for which every statement is asked whether it bears them out."""
TELLING, SHARED = 12, 3
"""Of so many of its most telling stems a statement must share so many with another to be asked."""
THIN = 6
"""Statements with the topic below which it is thin."""
_ROUNDUP = re.compile(
    r"\b(?:\d+ things|things to know|your (?:morning|evening|week|weekend)|briefing|round-?up|newsletter|live updates|"
    r"at a glance|week in|headlines|digest|news quiz|what happened (?:today|this week)|in (?:other|brief) news|a look at)\b",
    re.IGNORECASE,
)
"""Titles of articles that gather several stories."""


def gathers(source: Source) -> bool:
    """Whether an article, by its title, gathers several stories."""
    return bool(_ROUNDUP.search(source.title))


_ASIDE = re.compile(r"\b(?:told|tells) (?:CNN|Reuters|AFP|AP|BBC|USA TODAY|[Tt]he [A-Z]\w+|[A-Z][A-Z]+|reporters)\b")


def _borne_out(origins: int) -> float:
    """How much more a point counts for every further independent origin, up to five."""
    return 1.0 + 0.5 * min(origins - 1, 4)


def _day(statement: Statement) -> str:
    day = statement.reading.source.day
    return day.isoformat() if day else ""


def _aside(statement: Statement) -> bool:
    """What a bystander told one outlet is seldom the news."""
    return not statement.stems.isdisjoint(("told", "tell")) and bool(_ASIDE.search(statement.text))


_FIGURE = re.compile(r"\d|\b(?:dozens?|hundreds?|thousands?|millions?|billions?|half)\b")
"""A figure at a glance; reading each sentence for its numbers is for the few that are compared."""


def _telling(statement: Statement) -> float:
    """Names, figures and dates make a statement worth posting: 0 to 1."""
    return min(
        1.0, 0.2 * min(3, len(statement.names)) + 0.25 * bool(_FIGURE.search(statement.text)) + 0.2 * bool(statement.times)
    )


def _shape(wording: Wording) -> float:
    """How well a wording reads as a point: neither a stub nor a mouthful, not all quotation, opening with who or what."""
    length = len(wording.text.split())
    fit = 1.0 if 12 <= length <= 34 else 0.85 if 9 <= length <= 42 else 0.6
    quoted = wording.text[:1] in "“\"«‘'"
    return fit * (0.6 if quoted else 1.0) * (0.6 if wording.vague else 1.0) * (0.8 if len(wording.spans) > 1 else 1.0)
