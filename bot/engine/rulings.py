"""What somebody is convicted, cleared or accused of: a ruling goes with its own "of …", and not with another in the sentence.

"Cleared him of bribery but convicted him of false accounting" has every word of "convicted him of bribery", and says otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.corpus.terms import fold, terms, words
from bot.engine.alignment import compared, keys, tokens
from bot.engine.lexicon import Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

_RULED = re.compile(
    r"\b(?:(?P<clear>not guilty|cleared|acquitt(?:ed|al)|exonerated|absolved)"
    r"|(?P<guilty>guilty|convict(?:ed|ion)|jailed|imprisoned|sentenced)"
    r"|(?P<accused>accus(?:ed|es|ing)|charged|indicted|suspected|arrested))\b"
    r"(?:\s+(?!(?:of|for|with|on|over|but|and|or)\b)[\w.’'-]+){0,6}?"
    r"\s+(?:(?:on|of|with|over)\s+(?:\w+\s+){0,3}?(?:charges?|counts?)\s+(?:of|for)|of|for|with|over)\s+(?P<of>[^,.;:()]+)",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\b(?:but|in|on|at|by|after|before|from|while|when|where|who|which|that|as|during|under|against|since|until|last|this"
    r"|and\s+(?:\w+\s+){0,2}?(?:cleared|acquitted|convicted|found|jailed|sentenced|fined|charged|accused|not|was|were|is|are))\b",
    re.IGNORECASE,
)
"""What ends the phrase that says of what: another circumstance, or another ruling."""
_UNDONE = re.compile(
    r"\b(?:not|never|no|nobody|without|den(?:y|ies|ied|ying)|if|whether|unless|overturned|quashed)\b|n't\b", re.IGNORECASE
)
_LIGHT = frozenset(
    terms("count counts charge charges allegation allegations crime crimes offence offences all any several month year day")
)
_VERDICTS = ("clear", "guilty", "accused")
_BEFORE = 30
"""Characters before a ruling in which it may be denied."""
_OPPOSITE = {"guilty": "clear", "clear": "guilty"}
_PREFIX = 5
"""Letters at which a deed and the one who does it begin alike (bribery, bribes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """Somebody held guilty of a thing, cleared of it, or accused of it."""

    verdict: str
    """``guilty``, ``clear`` or ``accused``."""
    of: tuple[str, ...]
    """The words for what, in lower case, those without topic left out."""


def rulings(text: str) -> list[Ruling]:
    """The rulings in a sentence; those that it denies or makes a condition of are left out."""
    found = []
    text = fold(text)
    at = 0
    while ruled := _RULED.search(text, at):
        # The phrase may hold the next ruling, which is read too.
        at = ruled.start("of")
        phrase = ruled["of"]
        if end := _ENDS.search(phrase):
            phrase = phrase[: end.start()]
        of = tuple(
            word.lower()
            for word in words(phrase)
            if not word[0].isdigit() and terms(word) and not _LIGHT.issuperset(terms(word))
        )
        if of and not _UNDONE.search(text, max(0, ruled.start() - _BEFORE), ruled.start()):
            found.append(Ruling(verdict=next(group for group in _VERDICTS if ruled[group]), of=of))
    return found


def against(text: str, sentences: Sequence[str]) -> str:
    """How the rulings of a text fare in these sentences: ``same``, ``opposite``, ``other`` (on something else), or nothing.

    Who was ruled guilty once was accused of it first, and so was who was cleared. A sentence that names whom the text names
    goes before one that names others.
    """
    mine = rulings(text)
    if not mine:
        return ""
    named = _named(text)
    read = [(_of_him(named, _named(sentence)), rulings(sentence)) for sentence in sentences]
    if not any(found for _, found in read):
        return ""
    told = "same"
    for ruling in mine:
        fitting = [(his, other.verdict) for his, found in read for other in found if _same(ruling.of, other.of)]
        on_him = {verdict for his, verdict in fitting if his}
        verdicts = on_him or {verdict for _, verdict in fitting}
        if ruling.verdict in verdicts or (ruling.verdict == "accused" and verdicts):
            continue
        if _OPPOSITE.get(ruling.verdict) in on_him:
            return "opposite"
        told = "other"
    return told


def _of_him(named: frozenset[str], there: frozenset[str]) -> bool:
    """Whether a sentence may tell of those named: it names one of them, or nobody."""
    return not named or not there or not named.isdisjoint(there)


def _named(text: str) -> frozenset[str]:
    return frozenset(key for token in tokens(fold(text)) if token.name for key in keys(token.text))


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two phrases name one deed: half of the words of the shorter are in the longer, or others for them."""
    short, long = sorted((one, other), key=len)
    had = sum(any(_alike(word, there) for there in long) for word in short)
    # Of two words, the last is the deed ("false accounting"): the other alone may go with any.
    return 2 * had >= len(short) and (had == len(short) or any(_alike(short[-1], there) for there in long))


def _alike(one: str, other: str) -> bool:
    mine, its = (terms(one) or [""])[0], (terms(other) or [""])[0]
    alike = mine == its or (len(one) > _PREFIX and one[:_PREFIX] == other[:_PREFIX])
    return alike or compared(mine, one, its, other) in (Relation.SAME, Relation.BROADER, Relation.NARROWER)
