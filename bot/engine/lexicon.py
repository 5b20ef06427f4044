"""How two words are related in meaning: WordNet cut down to what news needs, looked up without being read as a whole.

`bot/engine/data/lexicon.txt` has the senses first, one a line, and then the words in order, each with its senses. Words are
found by bisection, so that the first look-up costs milliseconds and not the time it would take to build a dictionary of them
all.
"""

from __future__ import annotations

from bisect import bisect_left
from enum import Enum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.engine.verbs import IRREGULAR

if TYPE_CHECKING:
    from collections.abc import Iterator


class Relation(Enum):
    """What one word is to another."""

    SAME = "means the same"
    BROADER = "is the broader word"
    NARROWER = "is the narrower word"
    OPPOSITE = "means the opposite"
    SIBLING = "is another of the same kind"
    NONE = "is another word"


SPREAD = 60
"""A sense with more kinds below it is too general for two of them to be alternatives of each other."""
_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("ves", "f"), ("sses", "ss"), ("es", ""), ("es", "e"), ("s", ""), ("ed", ""), ("ed", "e"),
    ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e"), ("est", ""), ("est", "e"), ("ily", "y"), ("ly", ""), ("bly", "ble"),
)  # fmt: skip
_TURNING = ("un", "non-", "non", "in", "im", "dis", "ir", "il", "de", "mis")
"""What is set before a word to make its opposite."""


class _Lexicon:
    def __init__(self) -> None:
        lines = (files("bot.engine.data") / "lexicon.txt").read_bytes().split(b"\n")
        start = next(number for number, line in enumerate(lines) if not line.startswith(b"#"))
        count = int(lines[start])
        self._senses = lines[start + 1 : start + 1 + count]
        self._words = lines[start + 1 + count : -1]

    def senses(self, word: str) -> tuple[int, ...]:
        """The numbers of a base form's senses."""
        key = word.encode("ascii", "replace") + b" "
        at = bisect_left(self._words, key)
        if at < len(self._words) and self._words[at].startswith(key):
            return tuple(int(number, 16) for number in self._words[at][len(key) :].split(b","))
        return ()

    def links(self, sense: int, kind: str) -> tuple[int, ...]:
        """The senses that a sense points to: ``^`` above it, ``~`` much like it, ``+`` of its family, ``!`` its opposites."""
        mark = ord(kind)
        for part in self._senses[sense][1:].split(b" "):
            if part and part[0] == mark:
                return tuple(int(number, 16) for number in part[1:].split(b","))
        return ()

    def kind(self, sense: int) -> str:
        """What kind of word a sense belongs to: n, v, a or r."""
        return chr(self._senses[sense][0])

    @property
    def tops(self) -> dict[int, int]:
        """How many senses stand right below each."""
        return _spread()


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon()


@cache
def _spread() -> dict[int, int]:
    lexicon, counted = _lexicon(), dict[int, int]()
    for sense in range(len(lexicon._senses)):
        for above in lexicon.links(sense, "^"):
            counted[above] = counted.get(above, 0) + 1
    return counted


def bases(word: str) -> Iterator[str]:
    """The forms under which a word may stand in a dictionary, itself first."""
    yield word
    if word in IRREGULAR:
        yield IRREGULAR[word]
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            base = word[: len(word) - len(ending)] + instead
            yield base
            if not instead and len(base) > 3 and base[-1] == base[-2]:
                yield base[:-1]


@lru_cache(maxsize=20_000)
def senses(word: str) -> frozenset[int]:
    """The senses a word form may have."""
    found: set[int] = set()
    lexicon = _lexicon()
    for number, base in enumerate(bases(word.lower())):
        if number and len(base) < 3:
            continue
        here = lexicon.senses(base)
        found.update(here)
        if here and number and word.lower() not in IRREGULAR:
            break
    return frozenset(found)


@lru_cache(maxsize=20_000)
def verbal(word: str) -> bool:
    """Whether the word is a verb before it is anything else."""
    lexicon = _lexicon()
    if word.lower() in IRREGULAR:
        return True
    for base in bases(word.lower()):
        found = lexicon.senses(base)
        if found:
            return lexicon.kind(found[0]) == "v"
    return word.lower().endswith(("ed", "ing"))


def known(word: str) -> bool:
    """Whether the dictionary has the word."""
    return bool(senses(word))


@lru_cache(maxsize=20_000)
def _around(word: str) -> tuple[frozenset[int], frozenset[int], frozenset[int], frozenset[int]]:
    """Of a word: its senses with their family; what is above; right above; the opposites."""
    lexicon = _lexicon()
    own = senses(word)
    family = {other for sense in own for kind in "~+" for other in lexicon.links(sense, kind)} | own
    opposite = {other for sense in own for other in lexicon.links(sense, "!")}
    opposite |= {other for sense in own for near in lexicon.links(sense, "~") for other in lexicon.links(near, "!")}
    opposite |= {other for sense in tuple(opposite) for kind in "~+" for other in lexicon.links(sense, kind)}
    parents = {above for sense in family for above in lexicon.links(sense, "^")}
    above = parents | {higher for parent in parents for higher in lexicon.links(parent, "^")}
    return frozenset(family), frozenset(above), frozenset(parents), frozenset(opposite - own)


@lru_cache(maxsize=200_000)
def relation(one: str, other: str) -> Relation:
    """What the first word is to the second; both as they stand in a text, in lower case."""
    if one == other:
        return Relation.SAME
    if turned(one, other):
        return Relation.OPPOSITE
    mine, above_me, my_parents, my_opposites = _around(one)
    theirs, above_them, their_parents, their_opposites = _around(other)
    if not mine or not theirs:
        return Relation.NONE
    own, their_own = senses(one), senses(other)
    if my_opposites & their_own or their_opposites & own:
        return Relation.OPPOSITE
    if mine & theirs:
        return Relation.SAME
    if mine & above_them:
        return Relation.BROADER
    if above_me & theirs:
        return Relation.NARROWER
    shared = my_parents & their_parents
    if shared and min(_spread().get(sense, 0) for sense in shared) <= SPREAD:
        return Relation.SIBLING
    return Relation.NONE


def turned(one: str, other: str) -> bool:
    """Whether one of the words is the other with a prefix that turns it round ("crewed", "uncrewed")."""
    short, long = sorted((one, other), key=len)
    return len(short) > 3 and long.endswith(short) and long[: len(long) - len(short)] in _TURNING
