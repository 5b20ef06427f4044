"""A sentence of a draft laid beside each source on its own: whether that source bears it out or contradicts it.

A source that has what the sentence says bears it out; one that tells of the same thing and has another figure, the opposite or
a "not" there contradicts it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.corpus.numbers import numbers
from bot.corpus.terms import fold, terms
from bot.engine.alignment import Ground, Match, keys, light, spelt, tokens
from bot.engine.consistency import consistency
from bot.engine.lexicon import known, verbal
from bot.engine.rulings import against
from bot.engine.statement import statements

if TYPE_CHECKING:
    from bot.corpus.numbers import Number
    from bot.domain import Evidence, Source
    from bot.engine.consistency import Consistency
    from bot.engine.statement import Statement

BORNE_OUT = 0.5
"""Score from which a source bears a sentence out; see :data:`bot.engine.consistency.WEIGHTS`."""
ALONE = 0.34
"""Share of a sentence's content words that may be in no source at all, and it be borne out."""
SAME_THING = 0.6
"""Share of a sentence's content words that a source must have in order to contradict the rest."""
_HARD = ("name", "number", "unit", "opposite", "not", "lost not", "turn")
"""Marks with any of which nothing is borne out."""
_AGAINST = ("unit", "opposite", "not", "lost not")
"""Marks that, where the rest is the same, contradict; a figure does where the source has another in its place."""
TOGETHER = 0.5
"""Share of a sentence's content words that one sentence of a source must have in order to contradict the rest."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Laid:
    """A sentence beside one source."""

    source: Source
    statements: tuple[Statement, ...]
    """Those it was laid beside, best first."""
    result: Consistency
    text: str
    """The sentence, spelt as the result has it."""

    @property
    def shared(self) -> float:
        """Share of the content words that the source has, in the same or in other words."""
        every = self.result.aligned
        kept = (Match.THERE, Match.SYNONYM, Match.BROADER, Match.NARROWER, Match.OPPOSITE)
        return sum(one.match in kept for one in every) / max(1, len(every))

    @property
    def rivals(self) -> bool:
        """Whether the best sentence has a name that the text lacks, and that may be the one whose place another took."""
        mine = {one.token.stem for one in self.result.aligned}
        row = tokens(fold(self.statements[0].text)) if self.statements else []
        return any(token.name and token.stem not in mine and not (token.opens and known(token.text)) for token in row)

    @property
    def bears_out(self) -> bool:
        """Whether the source says it."""
        marks = self.result.marks
        new = sum(one.match in (Match.NEW, Match.NAME, Match.SIBLING) for one in self.result.aligned)
        return (
            self.result.score >= BORNE_OUT
            and not self.faults.intersection(_HARD)
            and new <= ALONE * len(self.result.aligned)
            and not self.other_deed
            and self.ruling in ("", "same")
            and not (marks["split name"] and self.rivals)
            and self.shared >= SAME_THING
        )

    @property
    def other_deed(self) -> bool:
        """Whether the source lacks what is said to have been done, and has no other word for it."""
        return any(
            one.match in (Match.NEW, Match.SIBLING) and verbal(one.token.text) and not light(one.token)
            for one in self.result.aligned
        )

    @property
    def faults(self) -> frozenset[str]:
        """The marks it has; "convicted" is no opposite of "cleared" where each goes with its own "of"."""
        found = {mark for mark, value in self.result.marks.items() if value}
        return frozenset(found - {"opposite"} if self.ruling == "same" else found)

    @cached_property
    def ruling(self) -> str:
        """How what somebody is convicted, cleared or accused of fares there; see :func:`bot.engine.rulings.against`."""
        return against(self.text, [statement.text for statement in self.statements])

    @property
    def contradicts(self) -> bool:
        """Whether the source tells of the same thing, and otherwise."""
        marks = self.result.marks
        if self.ruling == "opposite" and not marks["name"] and self.together:
            return True
        return (
            self.shared >= SAME_THING
            and self.together >= TOGETHER
            and not marks["name"]
            and (not self.faults.isdisjoint(_AGAINST) or (marks["number"] > 0 and self.other_figure))
        )

    @property
    def together(self) -> float:
        """Share of the content words that the best sentence has by itself, with the first name among them.

        Words from here and there contradict nothing.
        """
        row = tokens(spelt(self.statements[0].text)) if self.statements else []
        stems = {token.stem for token in row}
        names = {key for token in row if token.name for key in keys(token.text)}
        every = self.result.aligned
        who = next((one.token for one in every if one.token.name), None)
        if who is not None and who.stem not in stems and names.isdisjoint(keys(who.text)):
            # Of somebody else.
            return 0.0
        had = sum(
            one.token.stem in stems
            or not stems.isdisjoint(terms(one.instead))
            or (one.token.name and not names.isdisjoint(keys(one.token.text)))
            for one in every
        )
        return had / max(1, len(every))

    @property
    def other_figure(self) -> bool:
        """Whether the best sentence has a figure of the same kind where the text has one that the source lacks."""
        if not self.statements:
            return False
        there = numbers(spelt(self.statements[0].text))
        known = {figure.value for statement in self.statements for figure in numbers(spelt(statement.text))}
        mine = numbers(self.text)
        said = {figure.value for figure in mine}
        return any(
            figure.value not in known
            and any(other.value not in said and other.unit == figure.unit and _year(other) == _year(figure) for other in there)
            for figure in mine
        )


def lay(text: str, evidence: Evidence) -> list[Laid]:
    """The sentence beside every source, the best first; copies of one story once."""
    by_source: dict[str, list[Statement]] = {}
    for statement in statements(evidence, whole=False, around=1, opening=2):
        by_source.setdefault(statement.source, []).append(statement)
    found, seen = [], set[str]()
    for listed in by_source.values():
        source = listed[0].reading.source
        if source.origin in seen:
            continue
        seen.add(source.origin)
        ground = Ground([statement.text for statement in listed], beside=source.title)
        result = consistency(text, ground)
        chosen = tuple(listed[number] for number in result.chosen)
        found.append(Laid(source=source, statements=chosen, result=result, text=spelt(text)))
    return sorted(found, key=lambda one: (-one.bears_out, -one.shared, -one.result.score))


def _year(figure: Number) -> bool:
    return not figure.unit and 1500 <= figure.value <= 2200
