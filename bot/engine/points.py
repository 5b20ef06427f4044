"""What matters most in some evidence: statements scored, merged, and put into words that stand alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.corpus.recency import fresh
from bot.engine.merge import Likeness, Weights, clusters
from bot.engine.statement import statements
from bot.engine.topic import ENOUGH
from bot.engine.wording import Wording, worded

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from bot.domain import Evidence
    from bot.engine.cast import Cast
    from bot.engine.statement import Statement
    from bot.engine.topic import Topic

PASSING = 0.35
"""How much an article must be about the topic, beside the one that is most, to be more than one that mentions it."""
CONSIDERED = 140
"""Statements that are compared with each other; the best by their own merit."""
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
        every = statements(evidence)
        of: dict[str, list[Statement]] = {}
        for statement in every:
            of.setdefault(statement.source, []).append(statement)
        self.about = {source: topic.about(evidence.readings[source], mine) for source, mine in of.items()}
        self.covered = {id(statement): topic.covered(statement.stems) for statement in every}
        most = max(self.about.values(), default=0.0)
        self.central = {source for source, share in self.about.items() if share >= most * PASSING}
        self.statements: list[Statement] = [
            statement
            for source, mine in of.items()
            for statement in mine
            if source in self.central or self.covered[id(statement)] >= ENOUGH
        ]
        self.every = every
        self.weights = Weights(self.statements)
        self.likeness = Likeness(self.weights)
        self._worded: dict[int, Wording | None] = {}

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
        return fresh((self.newest - day).days if day else None)

    def score(self, statement: Statement) -> float:
        """What a statement is worth for a brief: on the topic, early in its article, borne out by others, recent, telling."""
        about = self.about[statement.source]
        covered = self.covered[id(statement)]
        relevance = about * (0.5 + 0.5 * min(1.0, covered))
        position = 1.0 / (1.0 + 0.12 * statement.order)
        return (
            relevance * self.recency(statement) * (0.35 * position + 0.4 * self.borne(statement) + 0.25 * _telling(statement))
        )

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
            fit = [(wording, statement) for statement in group if (wording := self.worded(statement))]
            if not fit:
                continue
            head, wording = self._head(fit, scores)
            members = (head, *(other for other in group if other is not head and self.likeness.supports(head, other)))
            origins = len({statement.origin for statement in members})
            score = scores[id(head)] * (1.0 + 0.35 * min(origins - 1, 4)) * _shape(wording)
            found.append(Point(wording=wording, members=members, score=score))
        found.sort(key=lambda point: -point.score)
        return found

    def _head(self, fit: Sequence[tuple[Wording, Statement]], scores: Mapping[int, float]) -> tuple[Statement, Wording]:
        """The wording that tells most in comfortable length and needs no name put in."""
        wording, head = max(fit, key=lambda pair: scores[id(pair[1])] * _shape(pair[0]))
        return head, wording


def _telling(statement: Statement) -> float:
    """Names, figures and dates make a statement worth posting: 0 to 1."""
    return min(1.0, 0.2 * min(3, len(statement.names)) + 0.25 * bool(statement.numbers) + 0.2 * bool(statement.times))


def _shape(wording: Wording) -> float:
    """How well a wording reads as a point: neither a stub nor a mouthful, not all quotation, opening with who or what."""
    length = len(wording.text.split())
    fit = 1.0 if 12 <= length <= 34 else 0.85 if 9 <= length <= 42 else 0.6
    quoted = wording.text[:1] in "“\"«‘'"
    return fit * (0.6 if quoted else 1.0) * (0.6 if wording.vague else 1.0) * (0.8 if len(wording.spans) > 1 else 1.0)
