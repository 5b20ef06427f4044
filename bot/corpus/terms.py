"""Words and terms: what texts and questions are compared by."""

from __future__ import annotations

import re
import unicodedata

from bot.corpus.numbers import Number, numbers
from bot.corpus.stems import stem

__all__ = ["STOP", "Number", "fold", "numbers", "stem", "terms", "words"]

_CLOSED = """
a about above after again against all also am among an and any are aren't as at be because been before being below between
both but by can can't cannot could couldn't did didn't do does doesn't doing don't down during each either else ever few for
from further had hadn't has hasn't have haven't having he he'd he'll he's her here here's hers herself him himself his how
how's i i'd i'll i'm i've if in into is isn't it it's its itself just let's may me might more most must my myself neither no
nor not of off on once one's only onto or other ought our ours ourselves out over own per same shall shan't she she'd she'll
she's should shouldn't since so some such than that that's the their theirs them themselves then there there's these they
they'd they'll they're they've this those through to too toward towards under until up upon us very was wasn't we we'd we'll
we're we've were weren't what what's when when's where where's whether which while who who's whom whose why why's will with
within without won't would wouldn't yet you you'd you'll you're you've your yours yourself yourselves
"""
STOP = frozenset(_CLOSED.split())
"""Closed-class words that carry no topic, in lower case with straight apostrophes."""

_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_](?:\.(?:[^\W\d_]\.)+|[^\W_]*(?:['’][^\W_]+)*)")
_POSSESSIVE = re.compile(r"'s?$")
_CACHED = 200_000


def words(text: str) -> list[str]:
    """The words of a text as they stand in it, without punctuation; numbers and dotted initials are one word."""
    return _WORD.findall(text)


def terms(text: str) -> list[str]:
    """The stems of a text's words without stop words, in order, repeats kept."""
    return [term for word in _WORD.findall(text) if (term := _TERMS[word])]


def fold(text: str) -> str:
    """The text with typographic quotes, dashes and white space made plain, for comparing quotations; case is kept."""
    for fancy, plain in _PLAIN:
        if fancy in text:
            text = text.replace(fancy, plain)
    return " ".join(text.split())


_PLAIN = (
    *((mark, '"') for mark in "“”„‟«»″"),
    *((mark, "'") for mark in "‘’‚‛′ʼ"),
    *((mark, "-") for mark in "‐‑‒–—―−"),
    ("…", "..."),
    *((mark, "") for mark in "\u200b\u200c\u200d\u2060\ufeff\u00ad"),
)


class _Terms(dict[str, str]):
    """Term of each word form seen, or nothing for a stop word; emptied when it grows beyond its bound."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _CACHED:
            self.clear()
        term = self[word] = _term(word)
        return term


def _term(word: str) -> str:
    if word in ("US", "U.S.", "U.S"):
        return "usa"
    plain = word.replace("’", "'").lower()
    if plain in STOP:
        return ""
    plain = _POSSESSIVE.sub("", plain)
    if not plain.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    if plain[:1].isdigit():
        return plain.replace(",", "")
    plain = plain.replace(".", "")
    return "" if plain in STOP else stem(plain)


_TERMS = _Terms()
