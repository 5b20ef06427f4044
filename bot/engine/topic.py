"""What a brief is about: which sources treat the topic, and which only touch it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.corpus.people import surname_key
from bot.corpus.places import polity
from bot.corpus.terms import STOP, terms, words
from bot.engine.thesaurus import WEIGHT, synonyms
from bot.engine.verbs import other_forms

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from bot.domain import Evidence, Reading
    from bot.engine.statement import Statement

ENOUGH = 0.6
"""Share of the topic's words that a source must have for the topic to be found there at all."""
LEAD = 4
"""Sentences of an article that tell what it is about."""
DENSE = 0.2
"""Share of an article's sentences with the topic in them above which it is wholly about it."""

TITLED, WHOLLY = 0.5, 0.99
"""How much an article is at least about a topic of several words of which its title has this share."""


@dataclass(frozen=True, kw_only=True)
class Aspect:
    """One word of the topic, with the stems that are taken for it."""

    text: str
    accepts: Mapping[str, float]


class Topic:
    """The topic's words, and how much of them a statement or a source has."""

    def __init__(self, text: str, evidence: Evidence) -> None:
        self.text = " ".join(text.split())
        telling = [word for word in words(self.text) if word.lower() not in STOP and terms(word)]
        self.aspects = tuple(
            _aspect(word, evidence, following) for word, following in zip(telling, [*telling[1:], ""], strict=False)
        )

    def covered(self, stems: Collection[str]) -> float:
        """Share of the topic's words among these stems, a synonym counted less: 0 to 1."""
        if not self.aspects:
            return 0.0
        found = 0.0
        for aspect in self.aspects:
            if len(aspect.accepts) < len(stems):
                found += max((worth for stem, worth in aspect.accepts.items() if stem in stems), default=0.0)
            else:
                found += max((aspect.accepts.get(stem, 0.0) for stem in stems), default=0.0)
        return found / len(self.aspects)

    def about(self, reading: Reading, mine: Collection[Statement]) -> float:
        """How much an article is about the topic, from its title, its opening and how often it comes back to it: 0 to 1."""
        title = self.covered(frozenset(terms(reading.source.title)))
        opening: set[str] = set()
        for statement in mine:
            if statement.order < LEAD:
                opening |= statement.stems
        lead = self.covered(opening)
        dense = sum(self.covered(statement.stems) >= ENOUGH for statement in mine) / max(1, len(mine))
        found = 0.35 * title + 0.3 * lead + 0.35 * min(1.0, dense / DENSE)
        # What a title names in several words an article is about, though its text may never repeat them.
        return max(found, TITLED) if title >= WHOLLY and len(self.aspects) > 1 else found


def _aspect(word: str, evidence: Evidence, following: str) -> Aspect:
    """What stands for a word of the topic: for a given name also the surname behind it, where the sources use that alone."""
    accepts: dict[str, float] = {}
    for term in terms(word):
        accepts |= dict.fromkeys(synonyms(term), WEIGHT)
    for form in (word, *other_forms(word)):
        accepts |= dict.fromkeys(terms(form), 1.0)
    key = surname_key(word)
    for person in evidence.people:
        for form in person.forms:
            if surname_key(form) == key:
                accepts |= dict.fromkeys(terms(form)[-1:], 1.0)
        given, surname = (person.name.split()[0], person.name.split()[-1]) if " " in person.name else ("", "")
        if following and (word.casefold(), following.casefold()) == (given.casefold(), surname.casefold()):
            accepts |= dict.fromkeys((stem for form in person.forms if " " not in form for stem in terms(form)), 1.0)
    country = polity(word) or polity(word.capitalize())
    if country:
        for stem, worth in _stand_ins(country):
            accepts[stem] = max(accepts.get(stem, 0.0), worth)
    return Aspect(text=word, accepts=accepts)


def _stand_ins(country: str) -> tuple[tuple[str, float], ...]:
    """The country's own names count fully; its capital and seats of power are not the country to a brief."""
    from bot.corpus.data.polities import TABLE

    for line in TABLE.strip().splitlines():
        cells = [cell.strip() for cell in line.split(";")]
        if cells[0] == country:
            full = [cells[0], *cells[1].split(), *cells[2].split()]
            found = (terms(word.replace("_", " ")) for word in full)
            return tuple((stems[0], 1.0) for stems in found if len(stems) == 1)
    return ()
