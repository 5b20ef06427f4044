"""How far a statement supports a question: which of its telling words stand in it, near it, or only in its article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from math import log
from operator import mul
from typing import TYPE_CHECKING

from bot.corpus.places import polity
from bot.corpus.terms import terms
from bot.engine.known import conflicting, surname
from bot.engine.phrasing import TYPES
from bot.engine.sought import RUNNERS, RUNS, Sought, accepted, on, skeleton, sought_for, stand_ins, widened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Person
    from bot.engine.known import Known
    from bot.engine.question import Question
    from bot.engine.statement import Statement

AROUND = {-1: 0.6, 1: 0.4, -2: 0.4, 2: 0.25, -3: 0.25}
"""What a word counts that stands so many sentences away, beside 1 in the sentence itself: earlier ones are referred back to."""
TITLE = 0.5
"""What a word of the article's title counts."""
LEAD, LEADING = 0.4, 2
"""What a word of its first sentences counts, and how many those are: they say what the rest is about."""
TOPIC = 0.3
"""What a word counts that a good share of the article's sentences have."""
OFTEN = 0.12
"""That share."""
WHOLE_WORD = 0.8
"""What a word must count in a sentence to be one of them."""
CLOSE = 0.7
"""What a word must count to mean the same, not only something like it."""
NEAR = 0.25
"""What a word must count to be said of the statement at all."""

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


_HIM = re.compile(r"\b(?:he|she|him|his|her|hers|who|whom)\b", re.IGNORECASE)
"""What may stand for somebody named before."""
_SUBJECT = re.compile(r"\b(?:he|she|it|they|who|which)\b", re.IGNORECASE)


class Ground:
    """The statements of the evidence, measured against one question."""

    def __init__(self, question: Question, known: Known, statements: Sequence[Statement]) -> None:
        self.question = question
        self.known = known
        self.statements = [statement for statement in statements if not statement.is_question]
        self.sought = tuple(sought_for(word, question) for word in question.words)
        self._at = {(statement.source, statement.order): statement for statement in statements}
        self._stems = frozenset().union(*(statement.terms for statement in statements))
        self._respell()
        self.named = tuple(named for name in question.names if (named := self._named(name)))
        self._dated = tuple((place, sought.date) for place, sought in enumerate(self.sought) if sought.date)
        self._wanted = frozenset(stem for sought in self.sought for stem in (*sought.accepts, *sought.demonym))
        self._openings = tuple(sought.opening for sought in self.sought if sought.opening)
        self._nothing = (0.0,) * len(self.sought)
        self._worth: dict[str, tuple[tuple[int, float], ...]] = {}
        self._titles: dict[str, frozenset[str]] = {}
        self._articles: dict[str, frozenset[int]] = {}
        self._floors: dict[str, tuple[float, ...]] = {}

    def _respell(self) -> None:
        """Names of the question that stand in no statement are looked for in other spellings."""
        missing = [
            place
            for place, sought in enumerate(self.sought)
            if sought.word.name and self._stems.isdisjoint((*sought.accepts, *sought.demonym))
        ]
        if not missing:
            return
        spelt: dict[str, list[str]] = {skeleton(self.sought[place].word.term): [] for place in missing}
        for stem in self._stems:
            alike = spelt.get(skeleton(stem))
            if alike is not None:
                alike.append(stem)
        sought = list(self.sought)
        for place in missing:
            sought[place] = widened(sought[place], dict.fromkeys(spelt[skeleton(sought[place].word.term)], 0.9))
        self.sought = tuple(sought)

    def found(self, statement: Statement) -> tuple[float, ...]:
        """How much of each word sought stands in the statement, 0 to 1."""
        return self._found.get((statement.source, statement.order), self._nothing)

    def after(self, statement: Statement) -> Statement | None:
        """The sentence right behind one, in the same paragraph."""
        behind = self._at.get((statement.source, statement.order + 1))
        return behind if behind is not None and behind.span.paragraph == statement.span.paragraph else None

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
        return worths

    @cached_property
    def _found(self) -> dict[tuple[str, int], tuple[float, ...]]:
        """How much of each word sought stands in the statements that have any of it, by source and number."""
        rows: dict[tuple[str, int], list[float]] = {}
        lively = {
            stem for stem in self._stems if (stem in self._wanted or stem.startswith(self._openings)) and self.worths(stem)
        }
        for key, statement in self._at.items():
            stems = lively.intersection(statement.terms)
            if stems:
                row = rows[key] = [0.0] * len(self.sought)
                for stem in stems:
                    for place, worth in self.worths(stem):
                        if worth > row[place]:
                            row[place] = worth
        if self._dated:
            for key, statement in self._at.items():
                for place, date in self._dated:
                    if any(on(time.value, date) for time in statement.times):
                        rows.setdefault(key, [0.0] * len(self.sought))[place] = 1.0
        for named in self.named:
            if len(named.places) > 1:
                for row in rows.values():
                    least = min(row[place] for place in named.places)
                    for place in named.places:
                        row[place] = least
        return {key: tuple(row) for key, row in rows.items() if any(row)}

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
            other = self._found.get((source, order + step))
            if other:
                for place, value in enumerate(other):
                    if value * worth > reach[place]:
                        reach[place] = value * worth
        return Support(statement=statement, direct=direct, reach=tuple(map(max, reach, self._floor(statement))))

    def _floor(self, statement: Statement) -> tuple[float, ...]:
        """What each word sought counts at least in an article, by its title and by what all of it is about."""
        source = statement.source
        floor = self._floors.get(source)
        if floor is None:
            title, topics, lead = self._title(statement), self._topics(source), self._lead(source)
            floor = self._floors[source] = tuple(
                max(
                    TOPIC if place in topics else 0.0,
                    LEAD * lead[place],
                    TITLE * max((sought.accepts[stem] for stem in title if stem in sought.accepts), default=0.0),
                )
                for place, sought in enumerate(self.sought)
            )
        return floor

    def _lead(self, source: str) -> tuple[float, ...]:
        """How much of each word sought stands in the first sentences of an article."""
        rows = [self._found.get((source, order), self._nothing) for order in range(LEADING)]
        return tuple(map(max, *rows))

    def _topics(self, source: str) -> frozenset[int]:
        """The words sought that an article has so often that all of it is about them."""
        counts = [0] * len(self.sought)
        rows = self._by_source.get(source, ())
        for row in rows:
            found = self._found.get((source, row.order))
            if found:
                for place, value in enumerate(found):
                    counts[place] += value >= WHOLE_WORD
        least = max(3.0, OFTEN * len(rows))
        return frozenset(place for place, count in enumerate(counts) if count >= least)

    @cached_property
    def _by_source(self) -> dict[str, list[Statement]]:
        rows: dict[str, list[Statement]] = {}
        for statement in self.statements:
            rows.setdefault(statement.source, []).append(statement)
        return rows

    def _title(self, statement: Statement) -> frozenset[str]:
        source = statement.source
        if source not in self._titles:
            self._titles[source] = frozenset(terms(statement.reading.source.title))
        return self._titles[source]

    @cached_property
    def total(self) -> float:
        """The question's information in all."""
        return sum(self.rarity)

    def rank(self, support: Support) -> float:
        """Share of the question's information that the statement has, words near by counted less: 0 to 1."""
        return sum(map(mul, self.rarity, support.reach)) / self.total if self.total else 0.0

    def direct(self, support: Support) -> float:
        """Share of the question's information that stands in the statement itself: 0 to 1."""
        return sum(map(mul, self.rarity, support.direct)) / self.total if self.total else 0.0

    def on_it(self, support: Support) -> bool:
        """Whether the statement itself has one of the words that say what is asked, where the question has any but names."""
        own = [
            value >= NEAR
            for sought, value in zip(self.sought, support.direct, strict=True)
            if not sought.word.name and not sought.word.number and sought.word.weight >= 1.0
        ]
        return any(own) or not own

    def deed(self, stem: str) -> bool:
        """Whether a stem stands for one of the words that say what is asked, names, figures and general words aside."""
        return any(
            worth >= NEAR and not word.name and not word.number and word.weight >= 1.0
            for place, worth in self.worths(stem)
            for word in (self.sought[place].word,)
        )

    def by_doer(self, support: Support) -> bool:
        """Whether the statement has the one said in the question to have done it, or names nobody else who may have."""
        places = [place for named in self.named if named.text == self.question.doer for place in named.places]
        if not places or any(support.direct[place] >= NEAR for place in places):
            return True
        return not any(name.kind == "person" for name in support.statement.names)

    def done_by_another(self, support: Support) -> bool:
        """Whether the statement has somebody else than the one asked about as the nearest person on both sides of the deed."""
        question, statement = self.question, support.statement
        if not question.doer or not question.deed or not self.known.named(question.doer):
            return False
        deed = next((accepted(word.text, word.term) for word in question.words if word.term == question.deed), {})
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

    def of_nobody(self, support: Support) -> bool:
        """Whether somebody whom the question names is neither in the statement nor taken up there."""
        return any(
            support.direct[place] < NEAR and (support.reach[place] < NEAR or not _HIM.search(support.statement.text))
            for named in self.named
            if named.person
            for place in named.places
        )

    def without_doer(self, support: Support) -> bool:
        """Whether the one said in the question to have done it is neither in the statement nor near it."""
        return any(
            named.text == self.question.doer and any(support.reach[place] < NEAR for place in named.places)
            for named in self.named
        )

    def estranged(self, support: Support) -> bool:
        """Whether a name of the question is one that the statement's article never has, or has for somebody else only."""
        return any(
            named.stranger or not any(place in self._had(support.statement.source) for place in named.places)
            for named in self.named
        )

    def beside(self, name: str, place: int) -> bool:
        """Whether an article with this name of the question has the word sought at this place, or one like it of its bearer."""
        places = [at for named in self.named if named.text == name for at in named.places]
        same = {stem for stem, worth in self.sought[place].accepts.items() if worth >= CLOSE}
        for source, rows in self._by_source.items():
            if not self._had(source).issuperset(places):
                continue
            if not same.isdisjoint(self._title(rows[0])):
                return True
            for row in rows:
                found = self.found(row)
                his = all(found[at] >= NEAR for at in places) or _SUBJECT.search(row.text)
                if found[place] >= (NEAR if his else CLOSE):
                    return True
        return False

    def _had(self, source: str) -> frozenset[int]:
        """Which words sought an article has at all, in its title or in a statement looked at."""
        had = self._articles.get(source)
        if had is None:
            rows = self._by_source.get(source, [])
            title = self._title(rows[0]) if rows else frozenset()
            found = {place for row in rows for place, value in enumerate(self.found(row)) if value >= NEAR}
            found.update(place for place, sought in enumerate(self.sought) if not title.isdisjoint(sought.accepts))
            had = self._articles[source] = frozenset(found)
        return had

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

    @cached_property
    def void(self) -> bool:
        """Whether half of the question's telling words or more stand in no statement and no title, nor a word for them."""
        telling = [sought for sought in self.sought if sought.word.weight >= 1.0]
        missing = [sought for sought in self.unknown() if sought.word.weight >= 1.0]
        return bool(missing) and 2 * len(missing) >= len(telling)

    def unknown(self) -> list[Sought]:
        """Words of the question that no statement has, and no title."""
        found = [self.found(statement) for statement in self.statements]
        titles = frozenset(stem for rows in self._by_source.values() for stem in self._title(rows[0]))
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
