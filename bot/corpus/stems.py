"""The stems of words."""

from __future__ import annotations

import Stemmer  # type: ignore[import-not-found]

_stemmer = Stemmer.Stemmer("english")


def stem(word: str) -> str:
    """The English stem of a word in lower case (Snowball, as in Porter, 2001)."""
    return str(_stemmer.stemWord(word.lower()))
