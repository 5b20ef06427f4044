"""A sentence of a draft laid beside each source on its own: whether that source bears it out or contradicts it.

A source that has what the sentence says bears it out; one that tells of the same thing and has another figure, the opposite or
a "not" there contradicts it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from bot.corpus.numbers import numbers
from bot.corpus.places import polity
from bot.corpus.terms import fold, terms, words
from bot.domain import Span
from bot.engine.alignment import Ground, Match, keys, light, spelt, tokens
from bot.engine.consistency import consistency
from bot.engine.lexicon import known, verbal
from bot.engine.quoted import PRONOUNS, is_name, same_person
from bot.engine.rulings import against
from bot.engine.scrutiny import of_another
from bot.engine.statement import statements

if TYPE_CHECKING:
    from collections.abc import Collection

    from bot.corpus.numbers import Number
    from bot.domain import Evidence, Reading, Source
    from bot.engine.consistency import Consistency
    from bot.engine.statement import Statement

BORNE_OUT = 0.5
"""Score from which a source bears a sentence out; see :data:`bot.engine.consistency.WEIGHTS`."""
ALL_THERE = 0.45
"""The same where nothing speaks against it but that its words are not neighbours there."""
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
            self.result.score >= (ALL_THERE if self.faultless else BORNE_OUT)
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

    @property
    def faultless(self) -> bool:
        """Whether every word is there, and nothing is amiss but which words are neighbours."""
        return self.faults <= {"pairs"} and all(one.match is Match.THERE for one in self.result.aligned)

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
    def by_figure(self) -> bool:
        """Whether it is only another figure that contradicts."""
        return self.faults.isdisjoint(_AGAINST) and self.ruling != "opposite"

    @property
    def names_shared(self) -> bool:
        """Whether the best sentence has a name of the text: without one, it may be of something else that is alike."""
        row = tokens(spelt(self.statements[0].text)) if self.statements else []
        theirs = {key for token in row if token.name for key in keys(token.text)}
        mine = {key for one in self.result.aligned if one.token.name for key in keys(one.token.text)}
        return not mine.isdisjoint(theirs)

    @property
    def speakers(self) -> tuple[str, ...]:
        """Whose words the best sentence gives."""
        return tuple(one.speaker for one in self.statements[:1] if one.speaker)

    def of_another(self, speaker: str, reported: str) -> bool:
        """Whether the source has what a draft reports somebody to have said, and gives it to another."""
        cited = [one.reading.cite(Span(start=one.span.start, end=one.span.end)) for one in self.statements]
        readings = {one.source: one.reading for one in self.statements}
        return (
            self._is_name(speaker)
            and of_another(speaker, reported, cited, readings)
            and not any(_linked(one, speaker) for one in self.statements)
        )

    def word_of_another(self, speakers: Collection[str]) -> bool:
        """Whether the best sentence is the word of somebody else than those whose word the draft gives."""
        best = self.statements[0] if self.statements else None
        if best is None or not best.speaker or not speakers:
            return False
        return all(self._is_name(one) and not same_person(one, best.speaker) and not _linked(best, one) for one in speakers)

    def _is_name(self, speaker: str) -> bool:
        """Whether a draft's speaker is somebody by name: not "Police", unless a source writes that as a name."""
        if not is_name(speaker):
            return False
        return not known(speaker) or any(as_name(speaker, one.reading) for one in self.statements)

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
        known.update(year for statement in self.statements for year in years(statement))
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
    opening = next(iter(tokens(text)), None)
    people = frozenset[str]()
    if opening is not None and opening.name and known(opening.text):
        people = frozenset([opening.text] if any(as_name(opening.text, one) for one in evidence.readings.values()) else [])
    found, seen = [], set[str]()
    for listed in by_source.values():
        source = listed[0].reading.source
        if source.origin in seen:
            continue
        seen.add(source.origin)
        ground = Ground(
            [statement.text for statement in listed], beside=source.title, years=[years(one) for one in listed], people=people
        )
        result = consistency(text, ground)
        chosen = tuple(listed[number] for number in result.chosen)
        found.append(Laid(source=source, statements=chosen, result=result, text=spelt(text)))
    return sorted(found, key=lambda one: (-one.bears_out, -one.shared, -one.result.score))


def _linked(statement: Statement, speaker: str) -> bool:
    """Whether the one whose words a sentence gives may be, or speak for, this one: the source names both side by side."""
    text = statement.reading.text
    forms = [quote.speaker for quote in statement.quotes if quote.speaker]
    forms += [statement.reading.at(quote.said_by) for quote in statement.quotes if quote.said_by]
    land = polity(speaker)
    mine = re.escape((words(speaker) or [speaker])[-1])
    for form in forms:
        parts = words(form)
        if not parts or form.lower() in PRONOUNS or any(land and polity(part) == land for part in parts):
            return True
        its = re.escape(parts[-1])
        sides = rf"\b(?:{mine}{_BETWEEN}{its}|{its}{_BETWEEN}{mine})\b"
        if re.fullmatch(mine, its, re.IGNORECASE) or re.search(sides, text, re.IGNORECASE):
            return True
    return False


_BETWEEN = r"[,'’-]?s?[ -](?:[\w’'-]+,? ){0,3}?"
"""At most three words between a name and an office, or between a body and who speaks for it."""


def as_name(word: str, reading: Reading) -> bool:
    """Whether a text writes a word with a capital inside a sentence."""
    return re.search(rf"[a-z,;] {re.escape(word)}\b", reading.text) is not None


def years(statement: Statement) -> frozenset[float]:
    """The years that a sentence means: those of its dates, and that of its article where it has no date."""
    found = [time.value[:4] for time in statement.times if time.value and _DATED.match(time.value)]
    published = statement.reading.source.published
    if not found and published:
        found = [str(published)[:4]]
    return frozenset(float(year) for year in found if year.isdigit())


_DATED = re.compile(r"[12]\d{3}(?:$|-)")


def _year(figure: Number) -> bool:
    return not figure.unit and 1500 <= figure.value <= 2200
