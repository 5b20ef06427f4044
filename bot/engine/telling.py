"""The telling words of a question: its names, figures, nouns and verbs, each with its weight."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.corpus.terms import STOP, terms
from bot.engine import phrasing
from bot.engine.phrasing import AUXILIARIES, TITLES, WH, WORD

LIGHT, PLAIN, NUMBER, NAME = 0.25, 1.0, 1.5, 2.0
"""Weights of a question's words before the corpus has its say: general words, others, figures, proper names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A telling word of a question."""

    text: str
    """As the question has it."""
    term: str
    """Its stem, as texts are compared by."""
    weight: float
    name: bool = False
    """Whether it is written as (part of) a proper name."""

    @property
    def number(self) -> bool:
        """Whether it is a figure."""
        return self.text[:1].isdigit()


def bare(word: str) -> str:
    """A word without its possessive ending."""
    return re.sub(r"['’]s?$", "", word)


def names(text: str) -> tuple[str, ...]:
    """Runs of capitalised words, without a leading question word and a possessive ending."""
    letters = [c for c in text if c.isalpha()]
    if letters and sum(c.isupper() for c in letters) > 0.7 * len(letters) and len(letters) > 12:
        return ()
    found: list[str] = []
    run: list[str] = []
    last = -1
    for match in WORD.finditer(text):
        word = match[0]
        plain = word.lower().replace("’", "'")
        capital = (
            word[:1].isupper()
            and bare(plain) not in phrasing.CALENDAR
            and not (match.start() == 0 and (plain in WH or plain in AUXILIARIES or plain in STOP))
        )
        capital = capital and plain not in ("i", "the", "a") and plain not in WH
        joined = last >= 0 and text[last : match.start()] in (" ", "-", ". ", " & ")
        if capital and run and joined:
            run.append(word)
        elif capital:
            if run:
                found.append(" ".join(run))
            run = [word]
        elif run and joined and plain in ("of", "de", "van", "von", "al", "bin", "da", "del", "la"):
            following = text[match.end() :].lstrip()
            if following[:1].isupper():
                run.append(word)
            else:
                found.append(" ".join(run))
                run = []
        elif run:
            found.append(" ".join(run))
            run = []
        last = match.end()
        if run and re.search(r"['’]s?$", word):
            run[-1] = bare(run[-1])
            found.append(" ".join(run))
            run = []
    if run:
        found.append(" ".join(run))
    return tuple(dict.fromkeys(name for name in found if len(name) > 1))


_BODIES = frozenset(("department", "court", "office", "council", "committee", "ministry", "agency", "bank", "house", "party"))


def words(text: str) -> tuple[Word, ...]:
    """The telling words of a stretch of a question, each once, with their weights."""
    named = {word for name in names(text) for word in name.split()}
    inner = {word for name in names(text) for word in name.split()[:-1] if name.split()[-1].lower() in _BODIES}
    found: dict[str, Word] = {}
    for match in WORD.finditer(text):
        word = bare(match[0])
        plain = word.lower()
        if (plain in AUXILIARIES or plain in WH or plain in STOP) and not (word.isupper() and word in named):
            continue
        term = next(iter(terms(word.strip("$€£%"))), "")
        if not term or term in found:
            continue
        digit = any(c.isdigit() for c in word)
        name = word in named and (plain not in TITLES or word in inner)
        weight = NUMBER if digit else NAME if name else LIGHT if plain in phrasing.GENERAL or plain in TITLES else PLAIN
        found[term] = Word(text=word, term=term, weight=weight, name=name)
    return tuple(found.values())
