"""What the sources do not agree on: a claim and its denial, two figures for one thing, two wordings of one quotation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.corpus.terms import fold, words
from bot.engine.denial import Denial, carries, denial, echoes, pointed_at
from bot.engine.merge import Told

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.domain import Quote
    from bot.engine.cast import Cast
    from bot.engine.figures import Figures
    from bot.engine.merge import Likeness
    from bot.engine.statement import Statement


OWN_WORDS = 0.5
"""Share of what a denial denies that stands in the claims of a contest with the same denier, for it to belong there."""


@dataclass(kw_only=True, eq=False)
class Contest:
    """Something claimed and denied: the statements on either side."""

    denials: list[Denial]
    claims: list[Statement] = field(default_factory=list)
    about: str = ""

    def __contains__(self, statement: object) -> bool:
        return any(statement is claim for claim in self.claims) or any(statement is it.statement for it in self.denials)


class Contests:
    """All that is denied in some evidence."""

    def __init__(self, statements: Sequence[Statement], likeness: Likeness, cast: Cast) -> None:
        self.found = _contests(statements, likeness, cast)
        self._likeness = likeness
        self.figures: tuple[Figures, ...] = ()
        self._figures: set[tuple[str, float]] = set()
        self._claims = {id(claim) for contest in self.found for claim in contest.claims}
        self._denials = {id(it.statement) for contest in self.found for it in contest.denials}

    def differ(self, pairs: Sequence[Figures]) -> None:
        """Take note of figures on which sources differ: no statement with one of them stands as plain fact."""
        self.figures = tuple(pairs)
        self._figures = {figure for pair in pairs for figure in pair.values}

    def differing(self, statement: Statement) -> bool:
        """Whether a statement has a figure on which sources differ."""
        return bool(self._figures) and any((number.unit, number.value) in self._figures for number in statement.numbers)

    def claimed(self, statement: Statement) -> bool:
        """Whether a statement says what another source denies."""
        return id(statement) in self._claims

    def denies(self, statement: Statement) -> bool:
        """Whether a statement is such a denial."""
        return id(statement) in self._denials

    def touches(self, statement: Statement) -> bool:
        """Whether it stands on either side of one, or too near to what is denied to be printed without the denial."""
        if self.differing(statement):
            return True
        return self.claimed(statement) or self.denies(statement) or self.near(statement) is not None

    def near(self, statement: Statement) -> Contest | None:
        """The contest over what a statement says or nearly says."""
        for contest in self.found:
            if statement in contest:
                return contest
        told = self._likeness.told(statement)
        for contest in self.found:
            if any(echoes(it, self._likeness.weights, told) for it in contest.denials):
                return contest
        return None


def _contests(statements: Sequence[Statement], likeness: Likeness, cast: Cast) -> list[Contest]:
    weights = likeness.weights
    denials = [it for statement in statements if (it := denial(statement, weights, cast))]
    if not denials:
        return []
    keys: dict[int, str | None] = {id(s): cast.key(s.speaker) if s.speaker else None for s in statements}
    denying = {id(it.statement) for it in denials}
    articles: dict[str, list[Statement]] = defaultdict(list)
    for statement in statements:
        articles[statement.source].append(statement)
    contests: list[Contest] = []
    waiting: list[Denial] = []
    for it in denials:
        if not it.pivots:
            waiting.append(it)
            continue
        claims = [
            statement
            for statement in statements
            if id(statement) not in denying
            and (keys[id(statement)] is None or keys[id(statement)] != it.denier)
            and carries(statement, it, weights, likeness.told(statement))
        ]
        joined = next((contest for contest in contests if _one(contest, it, claims)), None)
        if joined:
            joined.denials.append(it)
            joined.claims += [claim for claim in claims if claim not in joined]
        elif not claims and (joined := next((contest for contest in contests if _same_denier(contest, it, likeness)), None)):
            joined.denials.append(it)
        elif claims:
            contests.append(Contest(denials=[it], claims=claims, about=f"{it.word}?" if it.word else ""))
    for it in waiting:
        before = [s for s in articles[it.statement.source] if s.order < it.statement.order and id(s) not in denying]
        claim = pointed_at(it, before, cast, keys)
        if claim is None:
            continue
        joined = next((contest for contest in contests if claim in contest or _quoted_in(claim, contest, likeness)), None)
        if joined:
            joined.denials.append(it)
            if claim not in joined:
                joined.claims.append(claim)
        else:
            contests.append(Contest(denials=[it], claims=[claim]))
    return contests


def _quoted_in(claim: Statement, contest: Contest, likeness: Likeness) -> bool:
    """Whether a claim of the contest quotes the same words."""
    runs = likeness.runs(claim)
    return bool(runs) and any(likeness.runs(other) & runs for other in contest.claims)


def _same_denier(contest: Contest, it: Denial, likeness: Likeness) -> bool:
    """Whether one who denies what a contest is about denies, in words of his own, what is claimed in it."""
    if it.denier is None or all(other.denier != it.denier for other in contest.denials):
        return False
    claimed = Told(frozenset(stem for claim in contest.claims for stem in claim.stems))
    return claimed.share(it.content, likeness.weights) >= OWN_WORDS


def _one(contest: Contest, it: Denial, claims: Sequence[Statement]) -> bool:
    """Whether a denial is about what this contest is about: a pivot in common, also by another word for it."""
    others = Told(frozenset(stem for other in contest.denials for stem in other.pivots[:1]))
    return any(others.has(pivot) for pivot in it.pivots) or (
        len(claims) > 0 and sum(any(claim is known for known in contest.claims) for claim in claims) * 2 >= len(claims)
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Variant:
    """One quotation in two wordings: each with the statements that have it so."""

    speaker: str
    one: str
    other: str
    ones: tuple[Statement, ...]
    others: tuple[Statement, ...]


_INTENSIFIERS = frozenset(
    [
        "very",
        "extremely",
        "highly",
        "completely",
        "totally",
        "absolutely",
        "not",
        "never",
        "no",
        "really",
        "quite",
        "too",
        "so",
        "fully",
        "entirely",
        "utterly",
        "deeply",
        "strongly",
        "truly",
        "most",
        "more",
        "less",
        "almost",
        "nearly",
    ]
)
LONGEST_VARIANT = 12


def variants(statements: Sequence[Statement], cast: Cast) -> list[Variant]:
    """Short direct quotations of one speaker that sources of independent origins word differently.

    A quotation that merely starts later or ends sooner is no other wording, unless what it leaves out changes its force.
    """
    said: dict[str, dict[str, list[tuple[Statement, Quote]]]] = defaultdict(lambda: defaultdict(list))
    for statement in statements:
        for quote in statement.quotes:
            if quote.direct and quote.speaker and statement.span.covers(quote):
                text = fold(statement.reading.at(quote)).strip(" ,.;:!?")
                if 2 <= len(text.split()) <= LONGEST_VARIANT:
                    said[cast.key(quote.speaker)][text].append((statement, quote))
    found: list[Variant] = []
    for key in said:
        pairs = _pairs(said[key])
        found.extend(pairs)
    return found


def _pairs(said: Mapping[str, list[tuple[Statement, Quote]]]) -> list[Variant]:
    texts = [(text, [word.lower() for word in words(text)]) for text in said]
    merged: dict[tuple[str, ...], tuple[str, list[tuple[Statement, Quote]]]] = {}
    for text, tokens in texts:
        merged.setdefault(tuple(tokens), (text, []))[1].extend(said[text])
    items = list(merged.items())
    found = []
    for at, (one, (text, having)) in enumerate(items):
        for other, (other_text, other_having) in items[at + 1 :]:
            if _reworded(one, other):
                ones, others = tuple(s for s, _ in having), tuple(s for s, _ in other_having)
                if {s.origin for s in ones}.isdisjoint({s.origin for s in others}):
                    speaker = str(having[0][1].speaker)
                    found.append(Variant(speaker=speaker, one=text, other=other_text, ones=ones, others=others))
    return found


def _reworded(one: Sequence[str], other: Sequence[str]) -> bool:
    short, long = sorted((list(one), list(other)), key=len)
    if len(short) < 3 or len(long) - len(short) > 2:
        return False
    for at in range(len(long) - len(short) + 1):
        if long[at : at + len(short)] == short:
            extra = long[:at] + long[at + len(short) :]
            return bool(extra) and all(word in _INTENSIFIERS for word in extra)
    common = _common(short, long)
    return common >= 3 and common / len(long) >= 0.6


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest common subsequence of two short quotations."""
    row = [0] * (len(other) + 1)
    for word in one:
        before = 0
        for at, there in enumerate(other, 1):
            kept = row[at]
            row[at] = before + 1 if word == there else max(row[at], row[at - 1])
            before = kept
    return row[-1]
