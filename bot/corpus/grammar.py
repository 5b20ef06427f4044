"""Tokens of a text with their closed word classes: what names and quotes are both read from."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate, repeat
from operator import sub

from bot.corpus.data import closed, titles

_ABBREVIATED = "|".join(rf"(?<=\b{word.lower()}\.)" for word in titles.ABBREVIATED.split())
_TOKEN = re.compile(
    r"\s*(?:"
    rf"[a-z]{{2}}\w*(?:['\-]\w+)*(?:\.(?:{_ABBREVIATED})(?=\s))?"
    r"|,|[^\W\d_]\.(?:[^\W\d_]\.)+(?:-\w+)*"
    r"|\d+(?:[.,]\d+)*%?(?!\w|-\w)"
    rf"|\w+(?:['\-]\w+)*(?:\.(?:{_ABBREVIATED})(?=\s))?"
    r"|''(?!')|``|--+|\.\.\.|[^\w\s])"
)
"""Blanks and a token, in a lower-cased text; the abbreviations are only looked at behind a full stop."""


def _classes() -> dict[str, str]:
    table: dict[str, str] = {}
    groups = (
        ("v", closed.FINITE),
        ("a", closed.ADVERBS),
        ("d", closed.DETERMINERS),
        ("t", closed.TIMES),
        ("x", closed.AUXILIARIES),
        ("n", closed.NEGATIONS),
        ("h", closed.PRONOUNS),
        ("o", closed.OBJECTS),
        ("p", closed.PREPOSITIONS),
        ("s", closed.SUBORDINATORS),
        ("r", closed.RELATIVES),
        ("c", closed.COORDINATORS),
    )
    for tag, words in groups:
        for word in words.split():
            table[word] = table.get(word, "") + tag
    for word in closed.PRONOUNS.split():
        for ending in ("'s", "'re", "'m", "'ve", "'d", "'ll"):
            table[word + ending] = "hx"
    for mark in ",;:.!?…—–―-()[]\"“”„«»'’‘":
        table[mark] = "."
    for mark in ("''", "``", "--", "---", "..."):
        table[mark] = "."
    return table


CLASSES = _classes()
"""Letters of the classes a word may have: d determiner, p preposition, c coordinator, s subordinator, r relative, x auxiliary,
n negation, a adverb, h subject pronoun, o object, t time, v a common finite verb, "." a mark. Open-class words have none."""


class Tokens:
    """A text's tokens: lower-cased with plain apostrophes, where each starts and ends, and its word classes."""

    __slots__ = ("classes", "ends", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        lowered = text.lower()
        if len(lowered) != len(text):  # one letter that becomes two would move every offset behind it
            lowered = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
        # A token with the blanks before it is one piece, and pieces lie end to end: that is where each starts and ends.
        pieces = _TOKEN.findall(lowered.replace("’", "'"))
        self.words: list[str] = list(map(str.lstrip, pieces))
        self.ends = list(accumulate(map(len, pieces)))
        self.starts = list(map(sub, self.ends, map(len, self.words)))
        self.classes = list(map(CLASSES.get, self.words, repeat("")))

    def __len__(self) -> int:
        return len(self.starts)

    def at(self, offset: int) -> int:
        """Index of the first token that starts at or behind this offset."""
        return bisect_left(self.starts, offset)

    def before(self, offset: int) -> int:
        """Index behind the last token that ends at or before this offset."""
        return bisect_left(self.ends, offset + 1)


@lru_cache(maxsize=2)
def tokens(text: str) -> Tokens:
    """The tokens of a text; the last texts' are kept, so that every reader of one article shares them."""
    return Tokens(text)
