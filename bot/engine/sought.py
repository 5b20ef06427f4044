"""A word of a question as it is looked for: all the stems that are taken for it, and what each counts."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING

from bot.corpus.almanac import day
from bot.corpus.data.polities import TABLE
from bot.corpus.numbers import WORDS
from bot.corpus.places import polity
from bot.corpus.terms import terms
from bot.engine.data.opposites import opposites
from bot.engine.families import NEAREST, family
from bot.engine.thesaurus import LOOSE, WEIGHT, paraphrases, synonyms
from bot.engine.verbs import other_forms

if TYPE_CHECKING:
    from bot.engine.question import Question
    from bot.engine.telling import Word

DERIVED = 0.75
"""What a word counts that shares a long stem with the one asked for ("encircle", "encirclement")."""
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SMALL = [word for word, value in WORDS.items() if value <= 20]
_PEOPLES = ("an", "ean", "ian", "n", "er", "ish", "ese", "i")
_MONTH = "|".join(_MONTHS)
_DATE = re.compile(
    rf"\b(?:(?P<m1>{_MONTH})\s+(?P<d1>\d\d?)|(?P<d2>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>{_MONTH}))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Sought:
    """A telling word of the question, with all the stems that are taken for it."""

    word: Word
    accepts: Mapping[str, float]
    """Stem and how much it counts, 0 to 1."""
    opening: str = ""
    """What a derived word begins with; nothing where none is taken."""
    demonym: tuple[str, ...] = ()
    """Stems of the people and the adjective of a place that bears the name ("European")."""
    date: str = ""
    """End of the ISO date that the word is part of ("-03-11"), or the name of a weekday."""

    def worth(self, stem: str) -> float:
        """How much a stem counts for the word, 0 to 1."""
        exact = self.accepts.get(stem, 0.0)
        if exact < DERIVED and self.opening and stem.startswith(self.opening):
            return DERIVED
        if stem in self.demonym:
            return max(exact, 0.9)
        return exact


def on(value: str | None, date: str) -> bool:
    """Whether a time's value is a day that ends so, or falls on that weekday."""
    if value is None:
        return False
    if date[0] == "-":
        return value[4:10] == date
    there = day(value)
    return there is not None and _DAYS[there.weekday()] == date


def widened(sought: Sought, accepted: Mapping[str, float]) -> Sought:
    """The word sought, with more stems taken for it."""
    return replace(sought, accepts={**sought.accepts, **accepted})


OPPOSED = 0.6
"""What a word counts beside its opposite, where the question is whether: that it fell answers whether it rose."""
RUNS = frozenset(terms("run lead head manage chair own found founded coach rule govern command"))
RUNNERS = tuple(
    dict.fromkeys(
        terms("ceo chief executive head boss president leader founder director chairman coach manager owner king commander")
    )
)


def sought_for(word: Word, question: Question) -> Sought:
    """How a word of a question is looked for."""
    accepts = dict(accepted(word.text, word.term))
    if question.kind == "whether" and not word.name:
        accepts |= dict.fromkeys((stem for stem in opposites(word.term) if stem not in accepts), OPPOSED)
    if question.kind == "who" and word.term in RUNS:
        accepts |= dict.fromkeys(RUNNERS, 0.8)
    if word.name:
        for phrase in _phrases(word.text, question):
            country = polity(phrase)
            if country:
                accepts |= {stem: worth for stem, worth in stand_ins(country, phrase).items() if worth > accepts.get(stem, 0)}
    date = ""
    plain = word.text.lower()
    if plain in _DAYS:
        date = plain
    else:
        for match in _DATE.finditer(question.text):
            month, number = (match["m1"] or match["m2"]).lower(), match["d1"] or match["d2"]
            if plain in (month, number):
                date = f"-{_MONTHS.index(month) + 1:02}-{int(number):02}"
    derived = not word.name and not word.number and len(word.term) >= 6
    opening = word.term[: max(5, len(word.term) - 2)] if derived else ""
    demonym = tuple(word.term + ending for ending in _PEOPLES) if word.name and len(word.term) >= 4 else ()
    return Sought(word=word, accepts=accepts, opening=opening, date=date, demonym=demonym)


_SPELLINGS = "kh h|q k|ck k|ph f|ou u|oo u|ei i|ey i|y i|j i|w v|ee i|h "
_SPELT = tuple(pair.partition(" ")[::2] for pair in _SPELLINGS.split("|"))


@cache
def skeleton(stem: str) -> str:
    """What the spellings of a name have in common: one letter for two, one for those that transliterations confuse."""
    stem = stem.replace("'", "")
    for spelling, plain in _SPELT:
        stem = stem.replace(spelling, plain)
    return re.sub(r"(.)\1+", r"\1", stem)


def _phrases(word: str, question: Question) -> list[str]:
    found = [word]
    for name in question.names:
        parts = name.split()
        if word in parts and len(parts) > 1:
            found.append(name)
            found += [" ".join(pair) for pair in itertools.pairwise(parts) if word in pair]
    return found


@cache
def accepted(text: str, term: str) -> Mapping[str, float]:
    """The stems that are taken for a word, each with what it counts: other forms of its verb fully, synonyms less."""
    accepts = dict.fromkeys(synonyms(term), WEIGHT)
    for form in other_forms(text):
        for stem in terms(form):
            accepts[stem] = 1.0
            for other in synonyms(stem):
                accepts.setdefault(other, WEIGHT)
    if text.isdigit() and int(text) < len(_SMALL):
        accepts |= dict.fromkeys(terms(_SMALL[int(text)]), 1.0)
    elif text.lower() in _SMALL:
        accepts[str(_SMALL.index(text.lower()))] = 1.0
    for stem in paraphrases(term):
        accepts.setdefault(stem, LOOSE)
    for stem in family(term):
        accepts[stem] = max(NEAREST, accepts.get(stem, 0.0))
    accepts[term] = 1.0
    return accepts


@cache
def stand_ins(country: str, asked: str) -> Mapping[str, float]:
    """Stems that stand for a country: its names and people fully, its capital and seats of power half."""
    members: defaultdict[str, float] = defaultdict(float)
    for line in TABLE.strip().splitlines():
        cells = [cell.strip() for cell in line.split(";")]
        if cells[0] != country:
            continue
        full = [cells[0], *cells[1].split(), *cells[2].split()]
        half = [word for cell in cells[3:] for word in cell.split()]
        itself = asked in full
        for group, worth in ((full, 1.0 if itself else 0.5), (half, 0.5)):
            for word in group:
                stems = terms(word.replace("_", " "))
                if len(stems) == 1:
                    members[stems[0]] = max(members[stems[0]], worth)
    return dict(members)
