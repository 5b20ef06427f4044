"""How far a statement supports a question: which of its telling words stand in it, near it, or only in its article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from math import log
from typing import TYPE_CHECKING

from bot.corpus.people import surname_key
from bot.corpus.places import polity
from bot.corpus.terms import terms
from bot.engine.phrasing import TITLES, TYPES
from bot.engine.sought import RUNNERS, RUNS, Sought, accepted, on, sought_for, stand_ins, widened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Evidence, Person
    from bot.engine.question import Question
    from bot.engine.statement import Statement

AROUND = {-1: 0.6, 1: 0.4, -2: 0.4, 2: 0.25, -3: 0.25}
"""What a word counts that stands so many sentences away, beside 1 in the sentence itself: earlier ones are referred back to."""
TITLE = 0.5
"""What a word of the article's title counts."""
NEAR = 0.25
"""What a word must count to be said of the statement at all."""

_VERBAL = re.compile(r"[a-z]{2}(?:ed|ing)$")
_WORDS = re.compile(r"[^\W\d_]+")
_HE = re.compile(r"\b(?:he|she|they|who|whom|we|I)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Named:
    """A proper name of the question, as places in the list of words sought."""

    text: str
    places: tuple[int, ...]
    person: Person | None = None
    """Whom the evidence knows by it."""
    stranger: bool = False
    """Whether the evidence knows only others of that surname."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Support:
    """What one statement has of the question's words."""

    statement: Statement
    direct: tuple[float, ...]
    reach: tuple[float, ...]
    """As ``direct``, with what stands around the statement."""


_CLASSES = "|".join(noun for noun, kind in TYPES.items() if kind in ("place", "org", "person"))
_TAKEN_UP = re.compile(
    rf"^(?:The|This|That|These|Those|Such|Both|In (?:exchange|return|response|addition|turn)|Instead|Meanwhile|Then"
    rf"|Later|Afterwards?"
    rf"|Still|Also|However|But|Two|Three|\w+ (?:days|weeks|hours|months|years) (?:later|earlier|before|after))\b"
    rf"|\b(?:the (?:{_CLASSES}|pair|couple|man|woman|suspect|company|region)|he|she|it|they|him|his|her|hers|its"
    rf"|their|them|theirs|who|those|these|both|we|our|I|my)\b",
    re.I,
)


@lru_cache(maxsize=65_536)
def surname(form: str) -> str:
    """What the spellings of one surname share."""
    return surname_key(form)


class Known:
    """Those whom the evidence names, by surname."""

    def __init__(self, evidence: Evidence) -> None:
        self.people = evidence.people
        self.readings = tuple(evidence.readings.values())

    @cached_property
    def _keyed(self) -> dict[str, list[Person]]:
        keyed: dict[str, list[Person]] = {}
        for person in self.people:
            keyed.setdefault(surname(person.name), []).append(person)
        return keyed

    def named(self, name: str) -> list[Person]:
        """Those who bear the surname of this name."""
        key = surname(name)
        return self._keyed.get(key, []) if key else []


class Ground:
    """The statements of the evidence, measured against one question."""

    def __init__(self, question: Question, known: Known, statements: Sequence[Statement]) -> None:
        self.question = question
        self.known = known
        self.statements = [statement for statement in statements if not statement.is_question]
        self.sought = tuple(sought_for(word, question) for word in question.words)
        self.named = tuple(named for name in question.names if (named := self._named(name)))
        self._dated = tuple((place, sought.date) for place, sought in enumerate(self.sought) if sought.date)
        self._wanted = frozenset(stem for sought in self.sought for stem in (*sought.accepts, *sought.demonym))
        self._openings = tuple(sought.opening for sought in self.sought if sought.opening)
        self.dull: set[str] = set()
        """Stems seen that count for no word."""
        self._worth: dict[str, tuple[tuple[int, float], ...]] = {}
        self._found: dict[tuple[str, int], tuple[float, ...]] = {}
        self._at = {(statement.source, statement.order): statement for statement in statements}
        self._titles: dict[str, frozenset[str]] = {}

    def found(self, statement: Statement) -> tuple[float, ...]:
        """How much of each word sought stands in the statement, 0 to 1."""
        key = (statement.source, statement.order)
        had = self._found.get(key)
        if had is None:
            had = self._found[key] = self._measured(statement)
        return had

    def worths(self, stem: str) -> tuple[tuple[int, float], ...]:
        """For which words sought a stem counts, and how much."""
        worths = self._worth.get(stem)
        if worths is None:
            wanted = stem in self._wanted or stem.startswith(self._openings)
            worths = self._worth[stem] = (
                tuple((place, worth) for place, sought in enumerate(self.sought) if (worth := sought.worth(stem)))
                if wanted
                else ()
            )
            if not worths:
                self.dull.add(stem)
        return worths

    def _measured(self, statement: Statement) -> tuple[float, ...]:
        found = [0.0] * len(self.sought)
        for stem in statement.stems.difference(self.dull):
            for place, worth in self.worths(stem):
                if worth > found[place]:
                    found[place] = worth
        for place, date in self._dated:
            if found[place] < 1.0 and any(on(time.value, date) for time in statement.times):
                found[place] = 1.0
        for named in self.named:
            if len(named.places) > 1:
                least = min(found[place] for place in named.places)
                for place in named.places:
                    found[place] = least
        return tuple(found)

    def _named(self, name: str) -> Named | None:
        words = {word.text: place for place, word in enumerate(self.question.words)}
        places = tuple(
            words[part] for part in re.split(r"[\s&]+", name) if part in words and self.question.words[words[part]].name
        )
        if not places:
            return None
        people = self.known.named(name)
        if people:
            key = surname(name)
            fitting = [person for person in people if not conflicting(name, person)]
            known = fitting or people
            accepted = {
                stem: 1.0 for person in known for form in person.forms if surname(form) == key for stem in terms(form)[-1:]
            }
            sought = list(self.sought)
            last = places[-1]
            sought[last] = widened(sought[last], accepted)
            self.sought = tuple(sought)
            if fitting:
                return Named(text=name, places=places[-1:], person=fitting[0])
            return Named(text=name, places=places, stranger=True)
        return Named(text=name, places=places)

    @cached_property
    def of_office(self) -> bool:
        """Whether the question is for the bearer of an office."""
        return any(sought.word.term in RUNS or sought.word.term in RUNNERS for sought in self.sought)

    @cached_property
    def rarity(self) -> tuple[float, ...]:
        """How telling each word is among these statements: its weight times its inverse frequency."""
        sample = [statement for statement in self.statements if statement.hit] or self.statements
        count = len(sample) or 1
        found = [self.found(statement) for statement in sample]
        result = []
        for place, sought in enumerate(self.sought):
            having = sum(1 for row in found if row[place] > 0)
            result.append(sought.word.weight * (0.3 + log((count + 1) / (having + 0.5)) / log(count + 2)))
        return tuple(result)

    def of(self, statement: Statement) -> Support:
        """What a statement has of the question's words, in itself and around it."""
        direct = self.found(statement)
        reach = list(direct)
        source, order = statement.source, statement.order
        for step, worth in AROUND.items():
            other = self._at.get((source, order + step))
            if other:
                for place, value in enumerate(self.found(other)):
                    if value * worth > reach[place]:
                        reach[place] = value * worth
        title = self._title(statement)
        for place, sought in enumerate(self.sought):
            if reach[place] < TITLE:
                worth = max((worth for stem, worth in sought.accepts.items() if stem in title), default=0.0)
                reach[place] = max(reach[place], TITLE * worth)
        return Support(statement=statement, direct=direct, reach=tuple(reach))

    def _title(self, statement: Statement) -> frozenset[str]:
        source = statement.source
        if source not in self._titles:
            self._titles[source] = frozenset(terms(statement.reading.source.title))
        return self._titles[source]

    def rank(self, support: Support) -> float:
        """Share of the question's information that the statement has, words near by counted less: 0 to 1."""
        total = sum(self.rarity)
        return sum(weight * value for weight, value in zip(self.rarity, support.reach, strict=True)) / total if total else 0.0

    def direct(self, support: Support) -> float:
        """Share of the question's information that stands in the statement itself: 0 to 1."""
        total = sum(self.rarity)
        return sum(weight * value for weight, value in zip(self.rarity, support.direct, strict=True)) / total if total else 0.0

    def coverage(self, support: Support) -> float:
        """Share of the question's words that the statement is about at all, by weight; 1 where all of them are general."""
        if all(sought.word.weight < 1.0 for sought in self.sought):
            return 1.0
        total = sum(sought.word.weight for sought in self.sought)
        had = sum(sought.word.weight for sought, value in zip(self.sought, support.reach, strict=True) if value >= NEAR)
        return had / total if total else 0.0

    def matter(self, support: Support) -> float:
        """Share of the words that are neither names, figures nor general, said of the statement at all; 1 where there are none.

        A verb that is lacking, or a word whose synonyms are known, counts double: had the statement been about it, it or one
        of them would be there.
        """
        had = lost = 0.0
        for sought, value in zip(self.sought, support.reach, strict=True):
            if sought.word.name or sought.word.number or sought.word.weight < 1.0:
                continue
            if value >= NEAR:
                had += 1.0
            else:
                lost += 2.0 if len(sought.accepts) > 1 or _VERBAL.search(sought.word.text) else 1.0
        return had / (had + lost) if had + lost else 1.0

    def on_it(self, support: Support) -> bool:
        """Whether the statement itself has one of the words that say what happened, or a name where there are none."""
        own = [
            value >= NEAR
            for sought, value in zip(self.sought, support.direct, strict=True)
            if not sought.word.name and not sought.word.number and sought.word.weight >= 1.0
        ]
        return any(own) if own else any(value >= NEAR for value in support.direct)

    def done_by_another(self, support: Support) -> bool:
        """Whether the statement has somebody else than the one asked about as the nearest person on both sides of the deed."""
        question, statement = self.question, support.statement
        if not question.doer or not question.deed or not self.known.named(question.doer):
            return False
        deed = accepted(question.deed, question.deed)
        who = surname(question.doer)
        persons = [name for name in statement.names if name.kind == "person"]
        for match in _WORDS.finditer(statement.text):
            if not any(stem in deed for stem in terms(match[0])):
                continue
            at = statement.span.start + match.start()
            before = [name for name in persons if name.end <= at][-1:]
            behind = [name for name in persons if name.start > at][:1]
            if any(surname(statement.reading.at(name)) == who for name in (*before, *behind)):
                return False
            if not before and _HE.search(statement.text, 0, match.start()):
                return False
            if before or behind:
                return True
        return False

    def all_named(self, support: Support) -> bool:
        """Whether the question has two names or more, and the statement itself has them all."""
        return len(self.named) > 1 and all(support.direct[place] >= NEAR for named in self.named for place in named.places)

    def lacking(self, support: Support) -> list[str]:
        """Names and figures of the question that are neither in the statement nor near it."""
        missing = [
            named.text
            for named in self.named
            if named.stranger or any(not self._meant(place, support) for place in named.places)
        ]
        missing += [
            sought.word.text
            for place, sought in enumerate(self.sought)
            if sought.word.number
            and (support.reach[place] < NEAR or (support.direct[place] < NEAR and _other_year(sought, support.statement)))
        ]
        return missing

    def _meant(self, place: int, support: Support) -> bool:
        """Whether a name is in the statement, or near it and taken up there by a pronoun or the like."""
        if support.direct[place] >= NEAR:
            return True
        if support.reach[place] < NEAR:
            return False
        statement = support.statement
        if any(stem in self._title(statement) for stem in self.sought[place].accepts):
            return True
        others = [
            name.start - statement.span.start
            for name, mention in zip(statement.names, statement.mentions, strict=True)
            if self._asked.isdisjoint(terms(mention))
        ]
        return bool(_TAKEN_UP.search(statement.text, 0, max(0, min(others, default=len(statement.text)))))

    @cached_property
    def _asked(self) -> frozenset[str]:
        stems = {stem for name in self.question.names for stem in terms(name)}
        for name in self.question.names:
            country = polity(name)
            if country:
                stems.update(stand_ins(country, name))
        return frozenset(stems)

    def unknown(self) -> list[Sought]:
        """Words of the question that no statement has, and no title."""
        found = [self.found(statement) for statement in self.statements]
        titles = frozenset(stem for statement in self.statements for stem in self._title(statement))
        return [
            sought
            for place, sought in enumerate(self.sought)
            if not any(row[place] for row in found) and titles.isdisjoint(sought.accepts)
        ]


def _other_year(sought: Sought, statement: Statement) -> bool:
    """Whether the word is a year and the statement is about another one."""
    year = sought.word.text
    if not re.fullmatch(r"(?:19|20)\d\d", year):
        return False
    there = {time.value[:4] for time in statement.times if time.value and time.value[:4].isdigit()}
    return bool(there) and year not in there


def conflicting(name: str, person: Person) -> bool:
    """Whether a name gives a given name, and the evidence knows this person by quite another."""
    given = [word.casefold() for word in bare_words(name)[:-1]]
    if not given:
        return False
    known = {word.casefold() for form in (person.name, *person.forms) for word in bare_words(form)[:-1]}
    if not known:
        return False
    one = given[0]
    return not any(
        one == other or one[:3] == other[:3] or (min(len(one), len(other)) == 1 and one[0] == other[0]) for other in known
    )


def bare_words(name: str) -> list[str]:
    """The words of a person's name without titles and possessives."""
    from bot.corpus.people import bare

    return [word for word in re.findall(r"[^\W_]+(?:['’\-][^\W_]+)*", bare(name)) if word.lower() not in TITLES]
