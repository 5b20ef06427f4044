"""Proper names in a text, with the role the text gives beside each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.corpus.data import closed
from bot.domain import Name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.domain import Sentence

_RUN = re.compile(r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*")
_SKIP = frozenset(closed.OPENERS.split()) | frozenset(closed.NOT_NAMES.split())


def names(text: str, sentences: Sequence[Sentence]) -> tuple[Name, ...]:
    """The proper names of the article's sentences, in order."""
    found = []
    for sentence in sentences:
        for run in _RUN.finditer(text, sentence.start, sentence.end):
            if run.group().lower() not in _SKIP:
                found.append(Name(start=run.start(), end=run.end(), kind="person" if " " in run.group() else "other"))
    return tuple(found)
