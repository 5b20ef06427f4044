"""Which statements say the same: weighted overlap of stems, names, numbers and quoted words, over and within sources."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from math import log
from typing import TYPE_CHECKING

from bot.corpus.people import surname_key
from bot.corpus.terms import fold, terms, words
from bot.engine.thesaurus import WEIGHT, senses

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.engine.statement import Statement

SAME = 0.5
"""Share of one statement's information that another must have to say the same."""
RELATED = 0.35
"""Share at which a quotation in common, or the same people, makes two statements one."""
EVERYWHERE, MANY = 0.25, 12
"""Share of so many statements, or more, in which a stem stands that tells no event from another."""
RETURN = 0.3
"""Share that it must have the other way round, lest a long sentence swallow a short one on another matter."""
REPEATS = 0.45
"""Share of a statement's information among words already told above which it tells nothing new."""
QUOTED_RUN = 4
"""Words that two quotations must share in a row to be the same one."""


_FAINT_WORDS = """
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
november december week weeks month months year years day days morning afternoon evening night today yesterday tomorrow last
next earlier later recent recently time times hour hours minute minutes say said says tell told according report reported
people person include including new also add added make made take took come came go went get got one two three many much like
call called use used set continue continued part number statement news mr mrs ms dr
"""
FAINT_STEMS = frozenset(terms(_FAINT_WORDS))
"""Stems by which two statements are not alike: of times, of speech and of general words."""
FAINT = 0.3
"""What such a stem weighs beside another."""


class Weights:
    """How telling each stem is among some statements: its inverse frequency, and how many origins have it."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._count = max(1, len(statements))
        self._frequency: Counter[str] = Counter()
        origins: dict[str, set[str]] = defaultdict(set)
        for statement in statements:
            origin = statement.origin
            for stem in statement.stems:
                self._frequency[stem] += 1
                origins[stem].add(origin)
        self._origins = {stem: len(found) for stem, found in origins.items()}
        self._known: dict[str, float] = {}

    def __getitem__(self, stem: str) -> float:
        weight = self._known.get(stem)
        if weight is None:
            rarity = log((self._count + 1) / (self._frequency.get(stem, 0) + 0.5)) / log(self._count + 2)
            weight = max(0.08, min(1.0, rarity)) * (1.3 if stem[:1].isdigit() else FAINT if stem in FAINT_STEMS else 1.0)
            self._known[stem] = weight
        return weight

    def __len__(self) -> int:
        return self._count

    def frequency(self, stem: str) -> float:
        """Share of the statements that have a stem."""
        return self._frequency.get(stem, 0) / self._count

    def origins(self, stem: str) -> int:
        """How many independent origins use a stem."""
        return self._origins.get(stem, 0)

    def total(self, stems: Iterable[str]) -> float:
        """The information of some stems together."""
        return sum(self[stem] for stem in stems)


class Told:
    """Stems and the senses they may have: what something says, for asking how much of another thing it covers."""

    def __init__(self, stems: Collection[str]) -> None:
        self.stems = stems if isinstance(stems, frozenset) else frozenset(stems)

    @cached_property
    def senses(self) -> frozenset[int]:
        """Sets of the thesaurus that any of the stems stands in."""
        return frozenset(sense for stem in self.stems for sense in senses(stem))

    def has(self, stem: str) -> float:
        """How much of a stem's meaning is in it: 1 by the word, less by a synonym, 0."""
        if stem in self.stems:
            return 1.0
        return WEIGHT if any(sense in self.senses for sense in senses(stem)) else 0.0

    def share(self, stems: Collection[str], weights: Weights) -> float:
        """Share of the information of some stems that it has: 0 to 1."""
        return self.covers(Measured(stems, weights))

    def covers(self, measured: Measured) -> float:
        """Share of what was measured before that it has: 0 to 1."""
        had = 0.0
        mine, meant = self.stems, self.senses
        for stem, weight, also in measured.stems:
            if stem in mine:
                had += weight
            elif also and not meant.isdisjoint(also):
                had += weight * WEIGHT
        return had / measured.whole if measured.whole else 0.0


class Measured:
    """Some stems with their weights and senses, worked out once to be compared with many."""

    __slots__ = ("stems", "whole")

    def __init__(self, stems: Collection[str], weights: Weights) -> None:
        self.stems = [(stem, weights[stem], senses(stem)) for stem in stems]
        self.whole = sum(weight for _, weight, _ in self.stems)


class Likeness:
    """Compares statements, and remembers what it worked out for each."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self._told: dict[int, Told] = {}
        self._measured: dict[int, Measured] = {}
        self._events: dict[int, Measured] = {}
        self._many = len(weights) >= MANY
        self._runs: dict[int, frozenset[tuple[str, ...]]] = {}
        self._kept: list[Statement] = []

    def told(self, statement: Statement) -> Told:
        """What a statement says."""
        found = self._told.get(id(statement))
        if found is None:
            found = self._told[id(statement)] = Told(statement.stems)
            self._kept.append(statement)
        return found

    def runs(self, statement: Statement) -> frozenset[tuple[str, ...]]:
        """Runs of words inside quotation marks in a statement."""
        found = self._runs.get(id(statement))
        if found is None:
            found = self._runs[id(statement)] = quoted_runs(statement)
            self._kept.append(statement)
        return found

    def share(self, one: Statement, other: Statement) -> float:
        """Share of one's information that the other has."""
        measured = self._measured.get(id(one))
        if measured is None:
            measured = self._measured[id(one)] = Measured(one.stems, self.weights)
            self._kept.append(one)
        return self.told(other).covers(measured)

    def same(self, one: Statement, other: Statement) -> bool:
        """Whether two statements say the same: both ways, with figures and polarity agreeing, or in one shared quotation."""
        common = one.stems & other.stems
        if not common or (bool(one.negations) != bool(other.negations) and not self.runs(one) & self.runs(other)):
            return False
        there, back = self.share(one, other), self.share(other, one)
        if self.runs(one) & self.runs(other):
            return max(there, back) >= 0.35
        if clashing(one, other):
            return False
        return max(there, back) >= SAME and min(there, back) >= RETURN

    def supports(self, head: Statement, other: Statement) -> bool:
        """Whether another statement bears out what the head says, so that it may be cited for it."""
        if bool(head.negations) != bool(other.negations) and not self.runs(head) & self.runs(other):
            return False
        if clashing(head, other):
            return False
        share = self.share(head, other)
        if share >= SAME or (share >= RELATED and bool(self.runs(head) & self.runs(other))):
            return True
        return share >= RELATED and self._one_act(head, other)

    def _one_act(self, head: Statement, other: Statement) -> bool:
        """Whether two statements name the same two people, and much of the shorter one is in the other."""
        mine, theirs = persons(head), persons(other)
        return len(mine & theirs) >= 2 and (mine <= theirs or theirs <= mine) and self.share(other, head) >= RELATED

    def repeats(self, new: Statement, old: Statement) -> bool:
        """Whether a statement only says again what another said, so that a reader would see it twice."""
        if self.runs(new) & self.runs(old):
            return True
        if len(new.stems & old.stems) < 2:
            return False
        mine, theirs = self._event(new), self._event(old)
        if self._many and len({stem for stem, _, _ in mine.stems} & {stem for stem, _, _ in theirs.stems}) < 2:
            there, back = self.share(new, old), self.share(old, new)
            return max(there, back) >= SAME and min(there, back) >= RETURN
        return self.told(old).covers(mine) >= REPEATS or self.told(new).covers(theirs) >= REPEATS

    def _event(self, statement: Statement) -> Measured:
        """What tells one event of a story from another: a statement's information without dates and what is everywhere."""
        measured = self._events.get(id(statement))
        if measured is None:
            dates = {stem for time in statement.times for stem in terms(statement.reading.at(time))}
            rest = statement.stems - dates
            if self._many:
                rest = frozenset(stem for stem in rest if self.weights.frequency(stem) < EVERYWHERE)
            measured = self._events[id(statement)] = Measured(rest if len(rest) > 1 else statement.stems, self.weights)
            self._kept.append(statement)
        return measured


def persons(statement: Statement) -> frozenset[str]:
    """Surnames of the people whom a statement names."""
    return frozenset(
        surname_key(form) for name, form in zip(statement.names, statement.mentions, strict=True) if name.kind == "person"
    )


def quoted_runs(statement: Statement) -> frozenset[tuple[str, ...]]:
    """Runs of ``QUOTED_RUN`` folded words within the quotations of a statement, or a shorter quotation whole."""
    runs: set[tuple[str, ...]] = set()
    for quote in statement.quotes:
        if not quote.direct:
            continue
        start, end = max(quote.start, statement.span.start), min(quote.end, statement.span.end)
        if start >= end:
            continue
        said = [word.lower() for word in words(fold(statement.reading.text[start:end]))]
        if len(said) >= QUOTED_RUN:
            runs.update(tuple(said[at : at + QUOTED_RUN]) for at in range(len(said) - QUOTED_RUN + 1))
        elif len(said) >= 2 and len(terms(" ".join(said))) >= 2:
            runs.add(tuple(said))
    return frozenset(runs)


def clashing(one: Statement, other: Statement) -> bool:
    """Whether two statements give different figures for the same unit, and so cannot be one."""
    mine = {(number.unit, number.value) for number in one.numbers if number.unit}
    theirs = {(number.unit, number.value) for number in other.numbers if number.unit}
    units = {unit for unit, _ in mine} & {unit for unit, _ in theirs}
    return any({v for u, v in mine if u == unit}.isdisjoint({v for u, v in theirs if u == unit}) for unit in units)


def clusters(statements: Sequence[Statement], likeness: Likeness) -> list[list[Statement]]:
    """Groups of statements that say the same, each led by the first in the given order; every statement is in one group."""
    groups: list[list[Statement]] = []
    at: dict[str, list[int]] = defaultdict(list)
    for statement in statements:
        votes: Counter[int] = Counter()
        telling = sorted(statement.stems, key=lambda stem: (-likeness.weights[stem], stem))[:14]
        for stem in telling:
            for number in at.get(stem, ()):
                votes[number] += 1
        joined = None
        for number, shared in votes.most_common(5):
            if shared < 2:
                break
            if likeness.same(statement, groups[number][0]):
                joined = number
                break
        if joined is None:
            joined = len(groups)
            groups.append([])
            for stem in telling:
                at[stem].append(joined)
        groups[joined].append(statement)
    return groups
