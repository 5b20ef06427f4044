"""How likely a claim is to be borne out by the text it rests on: a handful of marks, weighed.

The marks are what a sub-editor looks for when checking a line against its source: a name, a figure or a date that is not there;
two that changed places; a word and its opposite; a "not" too many or too few; another thing of the same kind; words that are
nowhere. They are counted by laying the claim beside the sentences that fit it best (:mod:`bot.engine.alignment`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise
from math import exp, log1p
from typing import TYPE_CHECKING

from bot.corpus.numbers import numbers
from bot.corpus.terms import terms
from bot.engine.alignment import NEAR, Aligned, Ground, Match, align, light, spelt, tokens, turning
from bot.engine.lexicon import verbal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.engine.alignment import Token

MARKS = (
    "name", "number", "number elsewhere", "unit", "opposite", "sibling", "kin", "kin verb", "new", "new verb", "elsewhere",
    "name elsewhere", "light", "not", "lost not", "turn", "hedge", "apart", "split", "split name", "swapped", "uncovered",
    "pairs",
)  # fmt: skip
"""What is counted, in the order of ``WEIGHTS``."""
MOST = 3.0
"""A mark counts this often at most."""
BIAS = 1.9
WEIGHTS: Mapping[str, float] = {
    "name": -2.16, "number": -2.43, "number elsewhere": -0.19, "unit": -1.66, "opposite": -2.03, "sibling": -1.0,
    "kin": 0.54, "kin verb": 0.82, "new": -0.31, "new verb": -0.12, "elsewhere": -0.8, "name elsewhere": -1.16,
    "light": 0.05, "not": -2.61, "lost not": -0.89, "turn": -0.82, "hedge": -0.02, "apart": -0.24, "split": -0.18,
    "split name": -0.74, "swapped": -0.05, "uncovered": -0.55, "pairs": -0.66,
}  # fmt: skip
"""What a mark adds to the log odds that a claim is borne out: a logistic regression, drawn towards what a sub-editor would say.

Fitted on every other claim of the news part of SummEdits (Laban et al. 2023) and, at 0.15 of its weight, on the validation part
of FRANK (Pagnoni et al. 2021). The bias puts 0.5 where the errors of both kinds are as frequent on the former.
"""

_REFUSALS = frozenset(terms("refuse refused refusing fail failed failing decline declined declining"))
"""Stems of what comes to a "not" before another deed."""
_RISES = frozenset(terms("rise rose risen climb climbed grow grew increase increased surge surged soar soared jump jumped"))
_FALLS = frozenset(terms("fall fell fallen drop dropped decline declined decrease decreased slump slumped plunge sank shrink"))
_FROM = re.compile(r"\b(down|up) (?:from|by)\b")
_HEDGES = frozenset(
    [
        "may",
        "might",
        "could",
        "would",
        "should",
        "possibly",
        "perhaps",
        "allegedly",
        "reportedly",
        "considering",
        "planning",
        "expected",
        "likely",
        "potentially",
        "apparently",
        "alleged",
        "suspected",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consistency:
    """What the comparison of a claim with its ground came to."""

    score: float
    """From 0 (contradicted or made up) to 1 (borne out)."""
    marks: Mapping[str, float]
    aligned: tuple[Aligned, ...]
    chosen: tuple[int, ...]
    """The numbers of the sentences it was laid beside, best first."""


def consistency(claim: str, ground: Ground) -> Consistency:
    """Lay a claim beside its ground, sentence by sentence, and weigh what is found."""
    marks = dict.fromkeys(MARKS, 0.0)
    every: list[Aligned] = []
    taken: list[int] = []
    for sentence in _SENTENCE.split(spelt(claim)):
        mine = tokens(sentence)
        if not mine:
            continue
        chosen = ground.best(mine)
        aligned = align(mine, ground, chosen)
        _count(sentence, mine, aligned, ground, chosen, marks)
        every += aligned
        taken += [number for number in chosen if number not in taken]
    lost = sum(one.match in _LOST for one in every)
    marks["uncovered"] = MOST * lost / max(1, len(every))
    marks["pairs"] = MOST * _unpaired(every, ground)
    weight = BIAS + sum(WEIGHTS.get(mark, 0.0) * strength(mark, value) for mark, value in marks.items())
    return Consistency(score=1 / (1 + exp(-weight)), marks=marks, aligned=tuple(every), chosen=tuple(taken))


NEGATES = 3
"""Words behind a negation that it may turn round."""
PLACES = 100
"""Places of one word in one sentence that are looked at: more are no news text."""
_UNITS = frozenset(
    [
        "%",
        "pp",
        "second",
        "minute",
        "hour",
        "day",
        "week",
        "fortnight",
        "month",
        "year",
        "decade",
        "century",
        "km",
        "mile",
        "m",
        "foot",
        "inch",
        "cm",
        "mm",
        "kg",
        "tonne",
        "USD",
        "EUR",
        "GBP",
        "JPY",
        "RUB",
        "hectare",
        "acre",
        "litre",
        "gallon",
        "barrel",
        "degree",
        "mph",
        "kph",
    ]
)
SOFT = frozenset(
    (
        "new",
        "new verb",
        "elsewhere",
        "name elsewhere",
        "apart",
        "split",
        "split name",
        "light",
        "kin",
        "kin verb",
        "sibling",
        "number elsewhere",
    )
)


def strength(mark: str, value: float) -> float:
    """What a count is worth: of what may have many causes, each further one tells less."""
    return log1p(value) if mark in SOFT else min(MOST, value)


_SENTENCE = re.compile(r"(?<=[a-z0-9\")][.!?])\s+(?=[A-Z\"])|\n+|(?<=\w\s[.!?])\s+")
_LOST = (Match.NEW, Match.NAME, Match.NUMBER, Match.SIBLING, Match.OPPOSITE)
_MARK = {
    Match.NAME: "name", Match.NUMBER: "number", Match.OPPOSITE: "opposite", Match.SIBLING: "sibling",
    Match.NARROWER: "kin", Match.BROADER: "kin", Match.SYNONYM: "kin", Match.NEW: "new",
    Match.ELSEWHERE: "elsewhere",
}  # fmt: skip
_HARD = ("opposite", "number", "name")


def _unpaired(aligned: Sequence[Aligned], ground: Ground) -> float:
    """Share of the claim's pairs of neighbours that are not neighbours in the text: little is copied where it is great."""
    pairs = [(one.token.stem, other.token.stem) for one, other in pairwise(_written(aligned, ground))]
    return sum(pair not in ground.pairs for pair in pairs) / max(1, len(pairs))


def _written(aligned: Sequence[Aligned], ground: Ground) -> list[Aligned]:
    """Without the years that the text means and does not write: they have no neighbours there."""
    meant = {f"{year:.0f}" for years in ground.years for year in years}
    return [one for one in aligned if one.token.text not in meant or one.token.stem in ground.places]


def _count(
    claim: str,
    mine: Sequence[Token],
    aligned: Sequence[Aligned],
    ground: Ground,
    chosen: Sequence[int],
    marks: dict[str, float],
) -> None:
    for one in aligned:
        mark = _MARK.get(one.match)
        if mark is None:
            continue
        if mark == "elsewhere":
            mark = "number elsewhere" if one.token.number else "name elsewhere" if one.token.name else mark
        if light(one.token) and mark not in _HARD:
            mark = "light"
        if mark in ("new", "kin") and verbal(one.token.text):
            mark += " verb"
        marks[mark] += 1
    _figures(claim, ground, chosen, marks)
    theirs = [token for number in chosen for token in ground.rows[number]]
    turned, known = turning(mine), turning(theirs)
    added, missed = _negations(mine, aligned, ground, chosen)
    marks["not"] += added or ("not" in turned and "not" not in known and not _refusing(theirs))
    marks["opposite"] += _otherwise(mine, aligned, ground, chosen)
    marks["lost not"] += missed
    marks["turn"] += len(turned - known - {"not"})
    words = {token.text.lower() for token in theirs}
    marks["hedge"] += sum(token.text.lower() in _HEDGES and token.text.lower() not in words for token in mine)
    _pairs(aligned, ground, chosen, marks)


def _negations(mine: Sequence[Token], aligned: Sequence[Aligned], ground: Ground, chosen: Sequence[int]) -> tuple[bool, bool]:
    """Whether a word is negated in the claim and nowhere in the sentences, and whether it is the other way round."""
    added = lost = False
    for one in aligned:
        if one.match not in (Match.THERE, Match.SYNONYM) or one.token.name or one.token.number:
            continue
        # "Spoke", where the source has "had not spoken": the word is another, the deed is the same.
        if one.match is Match.SYNONYM and not verbal(one.token.text):
            continue
        stem = (terms(one.instead) or [""])[0] if one.match is Match.SYNONYM else one.token.stem
        places = [
            (number, at)
            for number, at in ground.places.get(stem, ())
            if number in chosen and not _supposed(ground.rows[number], at)
        ]
        if not places or _supposed(mine, mine.index(one.token)):
            continue
        here = _negated(mine, mine.index(one.token))
        there = [_negated(ground.rows[number], at) for number, at in places]
        # "Never took a cent" is what "never took so much as a cent" says: it is there, only farther off.
        far = any(_negated(ground.rows[number], at, 2 * NEGATES) for number, at in places)
        added = added or (here and not far)
        lost = lost or (not here and all(there))
    return added, lost


def _otherwise(mine: Sequence[Token], aligned: Sequence[Aligned], ground: Ground, chosen: Sequence[int]) -> int:
    """How often the claim goes another way than the sentences: from where they go to, up where they have "down from"."""
    found = 0
    for one in aligned:
        if one.match is Match.THERE and one.token.name:
            way = _way(mine, mine.index(one.token))
            places = [(number, at) for number, at in ground.places.get(one.token.stem, ()) if number in chosen]
            there = {_way(ground.rows[number], at) for number, at in places}
            found += bool(way) and there == {_WAYS[way]}
    stems = {token.stem for token in mine}
    ways = {match[1] for number in chosen for match in _FROM.finditer(ground.sentences[number])}
    risen, fallen = not stems.isdisjoint(_RISES), not stems.isdisjoint(_FALLS)
    return found + ((risen and not fallen and ways == {"down"}) or (fallen and not risen and ways == {"up"}))


_WAYS = {"from": "to", "to": "from"}


def _way(row: Sequence[Token], at: int) -> str:
    """Whether a name is where something comes from or goes to, by the word before it."""
    while at > 0 and (row[at - 1].name or row[at - 1].text.lower() == "the"):
        at -= 1
    before = row[at - 1].text.lower() if at else ""
    return before if before in _WAYS else ""


def _negated(row: Sequence[Token], at: int, within: int = NEGATES) -> bool:
    """Whether a negation stands shortly before a word, or a word that comes to one ("refused to surrender")."""
    # A refusal has its "to" behind it, which takes a place.
    return "not" in turning(row[max(0, at - within) : at]) or _refusing(row[max(0, at - within - 1) : at])


def _refusing(row: Sequence[Token]) -> bool:
    return any(token.stem in _REFUSALS for token in row)


def _supposed(row: Sequence[Token], at: int) -> bool:
    """Whether a word is in a condition, or only tells who is meant: nothing is said to have been done or not."""
    return any(token.text.lower() in _CONDITIONS for token in row[max(0, at - CONDITION) : at])


_CONDITIONS = frozenset(("if", "unless", "whether", "who"))
CONDITION = 5
"""Words behind the head of a condition that are taken for its own."""


def _figures(claim: str, ground: Ground, chosen: Sequence[int], marks: dict[str, float]) -> None:
    """Count the figures that the sentences lack, and those they have of something else."""
    there: dict[float, set[str]] = {}
    for number in chosen:
        for figure in numbers(ground.sentences[number]):
            there.setdefault(figure.value, set()).add(figure.unit)
        for year in ground.years[number]:
            there.setdefault(year, set())
    missing = 0
    for figure in numbers(claim):
        units = there.get(figure.value)
        if units is None and any(figure.value in values for values in ground.values):
            marks["number elsewhere"] += 1
        elif units is None:
            missing += 1
        elif units and figure.unit in _UNITS and figure.unit not in units and not _UNITS.isdisjoint(units):
            marks["unit"] += 1
    marks["number"] += missing


def _pairs(aligned: Sequence[Aligned], ground: Ground, chosen: Sequence[int], marks: dict[str, float]) -> None:
    """Count neighbours of the claim that stand far apart in the source, and names and figures in the other order there."""

    @cache
    def between(one: Token, other: Token) -> list[int]:
        # A text may repeat itself without end; each pair is looked up once.
        return _gaps(one, other, ground, chosen)

    for one, other in pairwise(_written(aligned, ground)):
        if one.match is not Match.THERE or other.match is not Match.THERE or one.token.stem == other.token.stem:
            continue
        gaps = between(one.token, other.token)
        if not gaps:
            weighty = one.token.name or one.token.number or other.token.name or other.token.number
            marks["split name" if weighty else "split"] += 1
        elif min(abs(gap) for gap in gaps) > NEAR:
            marks["apart"] += 1
    named = [one for one in aligned if one.match is Match.THERE and (one.token.name or one.token.number)]
    for one, other in pairwise(named):
        gaps = between(one.token, other.token)
        if gaps and all(gap < 0 for gap in gaps) and one.token.stem != other.token.stem:
            marks["swapped"] += 1


def _gaps(one: Token, other: Token, ground: Ground, chosen: Sequence[int]) -> list[int]:
    """How many words behind one the other stands, wherever both are in the same of the chosen sentences."""
    theirs: dict[int, list[int]] = {}
    for number, at in ground.where(other):
        if number in chosen and len(theirs.setdefault(number, [])) < PLACES:
            theirs[number].append(at)
    mine = islice(((number, at) for number, at in ground.where(one) if number in theirs), PLACES)
    return [place - at for number, at in mine for place in theirs[number]]
