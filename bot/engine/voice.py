"""Whose words a question asks for: the person, role, institution or polity behind the speaker it names."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from bot.corpus.people import bare
from bot.corpus.places import is_demonym, is_place, is_seat, polity
from bot.corpus.terms import terms
from bot.engine.known import bare_words, conflicting, surname
from bot.engine.phrasing import TITLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Person
    from bot.engine.known import Known
    from bot.engine.statement import Statement

_OFFICES = """
chief head leader boss director chair chairman chairwoman chairperson superintendent commissioner secretarygeneral
ceo chief boss head
attorney lawyer counsel barrister solicitor
coach manager trainer
doctor physician
teacher educator
lawmaker senator congressman congresswoman representative mp legislator
analyst strategist economist
expert professor researcher scientist scholar
envoy ambassador negotiator
king queen monarch
founder cofounder creator
mother mom mum parent
father dad parent
owner proprietor boss
governor gov
senator sen
representative rep
professor prof
general gen
colonel col
captain capt
lieutenant lt
sergeant sgt
"""
_TITLES = (
    (r"chief executive(?: officer)?|C\.E\.O\.", "ceo"),
    (r"prime minister|\bPM\b", "premier"),
    (r"secretary[- ]general", "secretarygeneral"),
    (r"top diplomat|chief diplomat|foreign minister|foreign secretary|secretary of state", "foreignminister"),
    (r"finance minister|treasury secretary|secretary of the treasury|chancellor of the exchequer", "financeminister"),
    (r"defen[cs]e (?:minister|secretary)|secretary of defen[cs]e", "defenceminister"),
    (r"interior minister|home secretary", "interiorminister"),
    (r"press secretary|spokes(?:man|woman|person)", "spokesperson"),
    (r"attorney[- ]general", "attorneygeneral"),
    (r"district attorney|prosecutor", "prosecutor"),
    (r"vice[- ]president", "vicepresident"),
    (r"co-founder", "cofounder"),
)
_TITLE = re.compile("|".join(f"({pattern})" for pattern, _ in _TITLES), re.IGNORECASE)
_GENERAL = frozenset(["the", "a", "an", "of", "for", "and", "in", "at", "on", "to", "from", "top", "senior", "s", "new", "old"])
_OTHERS = frozenset(
    terms("administration campaign family camp supporters lawyers allies critics opponents relatives fans estate")
)
"""Those who go by somebody's name without being him."""
_OWNER = re.compile(r"['’]s?\s+\w|\b(?:for|of)\s")
"""That somebody is asked for as another's: "Lee's lawyer", "the lawyer for Lee"."""
_OWNED = re.compile(r"\b(?:its|their)\b[^.;:]*$", re.IGNORECASE)
_BESIDE = 90
"""Characters from a name within which a description is taken to be of its bearer."""
ALIKE = 0.1
"""How much worse than the best a role may fit whose bearer may be meant as well."""
SHARED = 3
"""Bearers of one role that are listened to at most: sources of several months know more than one."""
_PAST = frozenset(["former", "ex", "late", "then", "previous", "outgoing", "retired", "acting", "deputy", "vice"])
_TELLING = frozenset(["former", "ex", "late", "deputy", "vice", "retired", "first"])


@cache
def alike(stem: str) -> frozenset[str]:
    """Stems of the offices that go by one another's name, this one included."""
    found = {stem}
    for line in _OFFICES.strip().splitlines():
        stems = terms(line)
        if stem in stems:
            found.update(stems)
    return frozenset(found)


def _plain_title(text: str) -> str:
    """The text with titles of several words, and their variants, as one word each."""
    return _TITLE.sub(lambda match: _TITLES[(match.lastindex or 1) - 1][1], text)


@dataclass(frozen=True, kw_only=True)
class Voice:
    """The one whose words are asked for."""

    asked: str
    """As the question calls him."""
    people: tuple[Person, ...] = ()
    country: str | None = None
    """The polity that stands for its officials ("Kyiv")."""
    officials: frozenset[str] = frozenset()
    """Surname keys of those whom the sources call officials of that polity."""
    tokens: frozenset[str] = frozenset()
    """Stems of an institution or a role that no person is known by."""

    @property
    def name(self) -> str | None:
        """The fullest form of the person's name, where it is one person."""
        return self.people[0].name if self.people else None

    def role(self, speaker: str | None = None) -> str | None:
        """What the sources say that he is, or that this one of those who may be meant is."""
        meant = [one for one in self.people if not speaker or surname(one.name) == surname(speaker)] or self.people[:1]
        return meant[0].roles[0].text if meant and meant[0].roles else None

    def speaks(self, speaker: str | None) -> float:
        """Whether a quote of this speaker is his: 1 surely, less for one who only speaks for the same institution, 0 not."""
        return _speaks(self, speaker) if speaker else 0.0


def _speaks(voice: Voice, speaker: str) -> float:
    if voice.people:
        key = surname(speaker)
        last = re.findall(r"[^\W_]+", re.sub(r"['’]s$", "", speaker))[-1:]
        if last and last[0].islower():
            return 0.0
        for person in voice.people:
            if key and any(surname(form) == key for form in (person.name, *person.forms)):
                if conflicting(speaker, person):
                    continue
                return 1.0
        return 0.0
    stems = frozenset(terms(_plain_title(speaker)))
    if voice.country:
        if speaker and polity(bare(speaker)) == voice.country:
            return 1.0
        if _names(speaker, voice.country):
            return 0.9
        if surname(speaker) in voice.officials:
            return 0.8
        return 0.0
    if voice.tokens and stems:
        if not stems.isdisjoint(_OTHERS) and voice.tokens.isdisjoint(_OTHERS):
            return 0.0
        countries = frozenset(country for word in voice.asked.split() if word[:1].isupper() and (country := polity(word)))
        spelt = {
            stem
            for country in countries
            if _names(speaker, country)
            for word in voice.asked.split()
            if polity(word) == country
            for stem in terms(word)
        }
        had = sum(1 for token in voice.tokens if token in spelt or not stems.isdisjoint(alike(token)))
        if had == len(voice.tokens):
            return 1.0 if voice.tokens <= stems else 0.8
        if stems <= voice.tokens and len(stems) * 2 >= len(voice.tokens):
            return 0.7
    return 0.0


def _names(speaker: str, country: str) -> bool:
    """Whether a speaker's description has a name of a polity, of one word or two."""
    words = re.findall(r"[^\W_]+(?:['’.][^\W_]+)*\.?", speaker)
    return any(polity(name) == country for name in (*words, *(" ".join(pair) for pair in itertools.pairwise(words))))


def voice(asked: str, known: Known, statements: Sequence[Statement] = ()) -> Voice:
    """Who is meant by a question's speaker, as far as the evidence knows him; the statements may tell whose a role is."""
    plain = re.sub(r"^(?:the|a|an)\s+", "", " ".join(asked.split()), flags=re.I).strip(" ,'\"")
    plain = re.sub(r"['’]s?$", "", plain)
    country = _country(plain)
    if country:
        return Voice(asked=plain, country=country, officials=frozenset(surname(one.name) for one in officials(country, known)))
    people = () if _OWNER.search(plain) else _by_name(plain, known)
    if people:
        return Voice(asked=plain, people=people)
    people = _by_role(plain, known)
    if people:
        return Voice(asked=plain, people=people)
    tokens = frozenset(terms(_plain_title(plain)))
    common = any(word.islower() or is_office(word) for word in plain.split() if word not in _GENERAL)
    described = _described(tokens, common, known, statements)
    return Voice(asked=plain, people=described, tokens=tokens) if described else Voice(asked=plain, tokens=tokens)


def _described(tokens: frozenset[str], common: bool, known: Known, statements: Sequence[Statement]) -> tuple[Person, ...]:
    """Whom a statement names right beside the words of a role ("said Ann Lee, a retired teacher from Leeds")."""
    if len(tokens) < 2 or not common:
        return ()
    for statement in statements:
        if not statement.quotes or not any(token in statement.stems for token in tokens):
            continue
        text, base = statement.text, statement.span.start
        for name in statement.names:
            if name.kind != "person":
                continue
            start, end = max(0, name.start - base), name.end - base
            ahead = text[max(0, start - _BESIDE) : start]
            beside = terms(_plain_title(f"{ahead} ; {text[end : end + _BESIDE]} ; {_owner(statement, ahead)}"))
            if all(not alike(token).isdisjoint(beside) for token in tokens):
                form = statement.reading.at(name)
                people = _by_name(form, known)
                if people and any(quote.speaker and surname(quote.speaker) == surname(form) for quote in statement.quotes):
                    return people
    return ()


def _owner(statement: Statement, ahead: str) -> str:
    """The sentence before, where a description of somebody takes up what it is about: "The union … Its leader, Ann Lee"."""
    sentences, order = statement.reading.sentences, statement.order
    if not order or not _OWNED.search(ahead) or sentences[order - 1].paragraph != sentences[order].paragraph:
        return ""
    return statement.reading.at(sentences[order - 1])


def officials(country: str, known: Known) -> tuple[Person, ...]:
    """Those whom the sources call officials of a polity."""
    found = []
    for person in known.people:
        for role in person.roles:
            words = re.findall(r"[^\W_]+(?:\.[^\W_]+)*\.?", re.sub(r"['’]s\b", "", role.text))
            pairs = [" ".join(pair) for pair in itertools.pairwise(words)]
            if any(polity(word) == country for word in (*words, *pairs)) and not _TELLING & {word.lower() for word in words}:
                found.append(person)
                break
    return tuple(found)


def _country(plain: str) -> str | None:
    for form in (plain, plain.title(), plain.upper()) if plain.islower() else (plain,):
        if polity(form) and (is_place(form) or is_seat(form) or is_demonym(form) or form.isupper()):
            return polity(form)
    return None


def _by_name(plain: str, known: Known) -> tuple[Person, ...]:
    words = bare_words(plain)
    if not words:
        return ()
    key = surname(" ".join(words))
    people = [person for person in known.people if key and any(surname(form) == key for form in (person.name, *person.forms))]
    if not people:
        return ()
    fitting = [person for person in people if not conflicting(" ".join(words), person)]
    if not fitting:
        return ()
    given = {word.casefold() for word in words[:-1]}
    if given:
        full = [person for person in fitting if given <= {word.casefold() for word in bare_words(person.name)}]
        return tuple(full or fitting)[:1]
    # A surname alone means whom the sources call by it alone, and all its bearers only where they do so of none or of several.
    called = [person for person in fitting if any(len(bare_words(form)) == 1 for form in person.forms)]
    return tuple(called or fitting)[:SHARED]


def _by_role(plain: str, known: Known) -> tuple[Person, ...]:
    """Whom the sources give a role: every telling word of the question's must be in it, by the same or a like word."""
    words = [
        word
        for word in re.findall(r"[^\W_]+(?:[.\-][^\W_]+)*\.?", re.sub(r"['’]s\b", "", _plain_title(plain)))
        if word.lower() not in _GENERAL
    ]
    if not words:
        return ()
    if not any(word.islower() or is_office(word) for word in words):
        return ()
    past = {word.lower() for word in words} & _TELLING
    ranked: list[tuple[float, int, Person]] = []
    for place, person in enumerate(known.people):
        best = 0.0
        for role in person.roles:
            best = max(best, _fits(words, past, role.text))
        if best > 0:
            ranked.append((-best, place, person))
    ranked.sort(key=lambda entry: entry[:2])
    return tuple(entry[2] for entry in ranked if entry[0] <= ranked[0][0] + ALIKE)[:SHARED]


def _fits(words: list[str], past: set[str], role: str) -> float:
    there = re.findall(r"[^\W_]+(?:[.\-][^\W_]+)*\.?", re.sub(r"['’]s\b", "", _plain_title(role)))
    lower = {word.lower() for word in there}
    stems = {stem for word in there for stem in terms(word)}
    countries = {polity(word) for word in there} | {polity(" ".join(pair)) for pair in itertools.pairwise(there)}
    countries.discard(None)
    if past - lower or (not past and lower & _TELLING and "former" in lower):
        return 0.0
    score = 0.0
    for word in words:
        if word.lower() in past:
            score += 1.0
            continue
        country = polity(word) or polity(word.title() if word.islower() else word)
        if country and country in countries:
            score += 1.0
            continue
        of = terms(word)
        if of and not stems.isdisjoint(of):
            score += 1.0
        elif of and not stems.isdisjoint(alike(of[0])):
            score += 0.8
        else:
            return 0.0
    return score / len(words) + 1.0 / (10 + len(there))


def is_office(word: str) -> bool:
    """Whether a word is a title or an office rather than a name."""
    return word.lower() in TITLES
