"""A claim laid beside the sentences it may stand on, word by word: what is there, what is said otherwise, what is not.

Every content word of the claim gets one `Match`. A word that the source lacks is compared with the words that stand in its
place there: those between the same neighbours. So "ordered", where the source has "asked", is told from "ordered" added out of
nothing, and "rose", where it has "fell", from both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.corpus.numbers import WORDS, numbers
from bot.corpus.people import surname_key
from bot.corpus.places import is_capital, polity
from bot.corpus.terms import STOP, fold, terms
from bot.engine.data.opposites import LIGHT, TURNERS, opposite
from bot.engine.lexicon import Relation, known, relation, verbal
from bot.engine.thesaurus import related
from bot.engine.verbs import IRREGULAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

REACH = 5
"""Words on either side of a matched neighbour among which the word that stands in another's place is looked for."""
NEAR = 7
"""Words within which two that are neighbours in the claim should be found in the source."""

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_](?:\.(?:[^\W\d_]\.)+|[^\W_]*(?:['’][^\W_]+)*)|[.!?;:,\"()]")


class Match(Enum):
    """What became of a claim's word."""

    THERE = "is in the sentences"
    ELSEWHERE = "is in the source, but not in these sentences"
    SYNONYM = "is said there in another word"
    BROADER = "stands for a narrower word there"
    NARROWER = "says more than the word there"
    OPPOSITE = "is the opposite of a word there"
    SIBLING = "is another thing of the same kind as there"
    NUMBER = "is a number that is not there"
    NAME = "is a name that is not there"
    NEW = "is not there"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word of a text, with what it is compared by."""

    text: str
    stem: str
    """Nothing for a word that carries no topic."""
    name: bool
    number: bool
    opens: bool
    """Whether it is the first of its sentence."""
    at: int
    """Offset of its first character."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """A word of the claim, and what it matched."""

    token: Token
    match: Match
    instead: str = ""
    """The word of the source that it was compared with, where it is another."""


_SPELT = (
    (re.compile(r"(?<=\d) ?%"), " percent"),
    (re.compile(r"\bper cent\b"), "percent"),
    (re.compile(r"\bUnited States(?: of America)?\b"), "U.S."),
    (re.compile(r"\bUnited Kingdom\b"), "U.K."),
)


def spelt(text: str) -> str:
    """The text with what is written in a sign, in two words or in short always written alike."""
    text = fold(text)
    for written, alike in _SPELT:
        text = written.sub(alike, text)
    return text


def tokens(text: str) -> list[Token]:
    """The words of a text, each with its stem; punctuation only ends sentences."""
    found, opens = [], True
    for match in _TOKEN.finditer(text):
        word = match[0]
        if not word[0].isalnum():
            opens = (opens and word not in '.!?:"') or word in ".!?:"
            continue
        stem = (terms(word) or [""])[0]
        number = word[0].isdigit()
        name = word[0].isupper() and bool(stem) and word.lower() not in STOP
        found.append(Token(text=word, stem=stem, name=name, number=number, opens=opens, at=match.start()))
        opens = False
    return found


class Ground:
    """The text that claims are laid beside, read once: its sentences, and where each stem stands."""

    def __init__(
        self,
        sentences: Sequence[str],
        beside: str = "",
        years: Sequence[frozenset[float]] = (),
        people: frozenset[str] = frozenset(),
    ) -> None:
        """Take the sentences in order, and what else is known of the source.

        That is its title, the years each sentence is of, and ordinary words known to be names as well.
        """
        self.people = people
        self.years = tuple(years) or (frozenset(),) * len(sentences)
        self.sentences = tuple(spelt(sentence) for sentence in sentences)
        self.rows = tuple(tuple(tokens(sentence)) for sentence in self.sentences)
        self.stems = tuple(frozenset(token.stem for token in row if token.stem) for row in self.rows)
        self.every = frozenset().union(*self.stems) | frozenset(terms(beside))
        self.texts = frozenset(token.text.lower() for row in self.rows for token in row)

    @cached_property
    def places(self) -> dict[str, list[tuple[int, int]]]:
        """Where each stem stands: number of the sentence, number of the word."""
        found: dict[str, list[tuple[int, int]]] = {}
        for number, row in enumerate(self.rows):
            for at, token in enumerate(row):
                if token.stem:
                    found.setdefault(token.stem, []).append((number, at))
        return found

    @cached_property
    def _named(self) -> dict[str, list[tuple[int, int]]]:
        found: dict[str, list[tuple[int, int]]] = {}
        for number, row in enumerate(self.rows):
            for at, token in enumerate(row):
                for key in keys(token.text) if token.name else ():
                    found.setdefault(key, []).append((number, at))
        return found

    def where(self, token: Token) -> Sequence[tuple[int, int]]:
        """Where a word stands, a name in any of its forms ("Ukraine", "Ukrainian")."""
        if token.stem in self.places or not token.name:
            return self.places.get(token.stem, ())
        return sorted({place for key in keys(token.text) for place in self._named.get(key, ())})

    @cached_property
    def pairs(self) -> frozenset[tuple[str, str]]:
        """The stems that follow each other, words without topic left out."""
        found: set[tuple[str, str]] = set()
        for row in self.rows:
            stems = [token.stem for token in row if token.stem]
            found.update(pairwise(stems))
        return frozenset(found)

    @cached_property
    def frequency(self) -> dict[str, int]:
        """In how many sentences each stem stands."""
        counted: dict[str, int] = {}
        for row in self.stems:
            for stem in row:
                counted[stem] = counted.get(stem, 0) + 1
        return counted

    @cached_property
    def values(self) -> tuple[frozenset[float], ...]:
        """The numbers of each sentence, and the years that it means without writing them."""
        return tuple(
            years.union(number.value for number in numbers(sentence))
            for years, sentence in zip(self.years, self.sentences, strict=True)
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """The keys of the names: spellings of one surname are one, and so are a country and its people."""
        return frozenset(key for row in self.rows for token in row if token.name for key in keys(token.text))

    def best(self, claim: Sequence[Token], most: int = 3) -> list[int]:
        """The sentences that have most of the claim, each of which adds to those before it."""
        wanted = {token.stem for token in claim if token.stem}
        found: list[int] = []
        while wanted and len(found) < most:
            scored = [
                (sum(1.0 / (0.5 + self.frequency[stem]) + 0.5 for stem in wanted & row), -number)
                for number, row in enumerate(self.stems)
                if number not in found
            ]
            value, at = max(scored, default=(0.0, 0))
            if value <= 0 or (found and value < 1.2):
                break
            found.append(-at)
            wanted -= self.stems[-at]
        return found


def keys(name: str) -> tuple[str, ...]:
    """What a name is compared by."""
    land = polity(name)
    plain = name.lower().replace("’", "'").removesuffix("'s")
    return (surname_key(name), plain.replace(".", ""), *((f"@{land}",) if land else ()))


_AT = frozenset(("in", "at", "near", "from", "to", "into", "around", "outside", "inside", "through", "across", "towards"))


def _keys(token: Token, claim: Sequence[Token]) -> tuple[str, ...]:
    """What a name of the claim is compared by: "in Riyadh" is the town, and not the country that its capital may stand for."""
    at = claim.index(token)
    placed = at > 0 and claim[at - 1].text.lower() in _AT and is_capital(token.text)
    return tuple(key for key in keys(token.text) if not (placed and key.startswith("@")))


def align(claim: Sequence[Token], ground: Ground, chosen: Sequence[int]) -> list[Aligned]:
    """What became of every content word of the claim, beside the chosen sentences of its ground."""
    stems = frozenset().union(*(ground.stems[number] for number in chosen)) if chosen else frozenset()
    values = frozenset().union(*(ground.values[number] for number in chosen)) if chosen else frozenset()
    every = frozenset().union(*ground.values)
    own = {token.stem for token in claim}
    free = [token for number in chosen for token in ground.rows[number] if token.stem and token.stem not in own]
    found: list[Aligned] = []
    content = [token for token in claim if token.stem]
    for place, token in enumerate(content):
        if _subject(token, claim) and (told := _as_subject(token, ground, chosen)):
            found.append(Aligned(token=token, match=told))
        elif token.stem in stems:
            found.append(Aligned(token=token, match=Match.THERE))
        elif token.number or token.text.lower() in _NUMERALS:
            value = next((number.value for number in numbers(token.text)), None)
            where = (
                Match.THERE if value in values else Match.ELSEWHERE if value in every or token.stem in ground.every else None
            )
            # Whether a figure is right is asked of whole figures, with their units; here a digit is only never "new".
            found.append(Aligned(token=token, match=Match.THERE if where is Match.THERE else Match.ELSEWHERE))
        elif token.name and not (token.opens and known(token.text)):
            if not ground.names.isdisjoint(_keys(token, claim)):
                found.append(Aligned(token=token, match=Match.THERE))
            elif token.stem in ground.every:
                found.append(Aligned(token=token, match=Match.ELSEWHERE))
            else:
                found.append(_compared(token, free) if token.text.isupper() is False else _named(token))
        else:
            slot = _slot(content, place, ground, chosen, own)
            found.append(_beside(token, slot, free, ground))
    return found


def _subject(token: Token, claim: Sequence[Token]) -> bool:
    """Whether a word may be a name that is an ordinary word as well: with a capital, singular, and did something."""
    if not token.name or token.text.isupper() or token.text.lower().endswith("s") or not known(token.text):
        return False
    return _did(claim, claim.index(token))


def _did(row: Sequence[Token], at: int) -> bool:
    """Whether a deed follows at once."""
    behind = row[at + 1].text.lower() if at + 1 < len(row) else ""
    return behind in _AUXILIARIES or (verbal(behind) and (behind.endswith("ed") or behind in IRREGULAR))


_AUXILIARIES = frozenset(("is", "was", "has", "had", "will", "would", "does", "did", "says"))


def _as_subject(token: Token, ground: Ground, chosen: Sequence[int]) -> Match | None:
    """What became of such a word: a name there, or a thing that did something; no word that only describes another.

    None leaves it to what holds of any word.
    """
    places = ground.places.get(token.stem, ())
    names = [place for place in places if _is_name_at(ground, *place)]
    if any(number in chosen for number, _ in names):
        return Match.THERE
    if any(number in chosen and not _describes(ground.rows[number], at) for number, at in places):
        return None if token.text not in ground.people else Match.THERE
    if names:
        return Match.ELSEWHERE
    return Match.NAME if places or token.text in ground.people else None


def _is_name_at(ground: Ground, number: int, at: int) -> bool:
    token = ground.rows[number][at]
    return token.name and (not token.opens or _did(ground.rows[number], at))


def _describes(row: Sequence[Token], at: int) -> bool:
    """Whether a word stands before a thing that it describes ("prior knowledge"), or before "to" ("prior to")."""
    if at + 1 >= len(row):
        return False
    behind = row[at + 1]
    return behind.text.lower() == "to" or (
        bool(behind.stem) and not behind.name and not behind.number and not verbal(behind.text)
    )


def _named(token: Token) -> Aligned:
    return Aligned(token=token, match=Match.NAME)


def _compared(token: Token, free: Sequence[Token]) -> Aligned:
    """A name that the source lacks, unless it is a common word with a capital that the source says otherwise."""
    word = token.text.lower()
    for other in free:
        if not other.name and relation(word, other.text.lower()) is Relation.SAME:
            return Aligned(token=token, match=Match.SYNONYM, instead=other.text)
    return _named(token)


_VAGUER = """
hundred thousand million billion trillion second third fourth fifth sixth seventh eighth ninth tenth half quarter dozen dozens
"""
_NUMERALS = (WORDS.keys() - {"zero", "one"}) | set(_VAGUER.split())


def _slot(content: Sequence[Token], place: int, ground: Ground, chosen: Sequence[int], own: set[str]) -> list[Token]:
    """The words of the source that stand where the claim has this one: near its neighbours, and not in the claim."""
    before = next((content[at].stem for at in range(place - 1, -1, -1) if content[at].stem in ground.every), "")
    behind = next((content[at].stem for at in range(place + 1, len(content)) if content[at].stem in ground.every), "")
    found: dict[int, Token] = {}
    for number in chosen:
        row = ground.rows[number]
        for at, token in enumerate(row):
            if token.stem and token.stem in (before, behind):
                low, high = (at + 1, at + 1 + REACH) if token.stem == before else (max(0, at - REACH), at)
                for other in row[low:high]:
                    if other.stem and other.stem not in own:
                        found.setdefault(id(other), other)
    return list(found.values())


_RANK = {
    Relation.SAME: (0, Match.SYNONYM),
    Relation.OPPOSITE: (1, Match.OPPOSITE),
    Relation.BROADER: (2, Match.BROADER),
    Relation.NARROWER: (3, Match.NARROWER),
    Relation.SIBLING: (4, Match.SIBLING),
}


def _beside(token: Token, slot: Sequence[Token], free: Sequence[Token], ground: Ground) -> Aligned:
    """A common word that these sentences lack, compared first with what stands in its place and then with the rest."""
    word = token.text.lower()
    for group in (slot, free):
        best: tuple[int, Match, str] | None = None
        for other in group:
            plain = other.text.lower()
            told = compared(token.stem, word, other.stem, plain)
            if told in _RANK and (group is slot or _anywhere(told, token, other)):
                rank, match = _RANK[told]
                if best is None or rank < best[0]:
                    best = (rank, match, other.text)
        if best:
            return Aligned(token=token, match=best[1], instead=best[2])
    if token.stem in ground.every:
        return Aligned(token=token, match=Match.ELSEWHERE)
    return Aligned(token=token, match=Match.NEW)


def _anywhere(told: Relation, token: Token, other: Token) -> bool:
    """Whether a relation tells something of words in different places: that of opposed deeds does, of siblings not."""
    if told is Relation.OPPOSITE:
        return opposite(token.stem, other.stem) and verbal(token.text) and verbal(other.text)
    return told in (Relation.SAME, Relation.BROADER)


def compared(stem: str, word: str, other_stem: str, other: str) -> Relation:
    """What one word is to another, by our own lists and then by the dictionary."""
    if opposite(stem, other_stem):
        return Relation.OPPOSITE
    if related(stem, other_stem):
        return Relation.SAME
    return relation(word, other)


def turning(text: Iterable[Token]) -> frozenset[str]:
    """The words among these that turn a relation round: despite, before, except, not …"""
    found = set()
    for token in text:
        word = token.text.lower().replace("’", "'")
        word = "not" if word.endswith("n't") or word == "cannot" else word
        if word in TURNERS:
            found.add(TURNERS[word])
    return frozenset(found)


def light(token: Token) -> bool:
    """Whether a word adds nothing that could be wrong: of degree, of speech, and general ones."""
    return token.stem in LIGHT
