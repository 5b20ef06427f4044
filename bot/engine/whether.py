"""Whether something is so: both sides where the sources disagree, the denial beside what it denies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.corpus.terms import terms
from bot.engine.denial import denied_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.engine.statement import Statement

_DENIAL = re.compile(
    r"\b(?:den(?:y|ies|ied|ying|ials?)|dismiss(?:es|ed|ing)?|reject(?:s|ed|ing)?|refut(?:e|es|ed|ing)|rebut(?:s|ted)?"
    r"|disput(?:e|es|ed|ing)|"
    r"contradict(?:s|ed|ing)?|debunk(?:s|ed)?|disavow(?:s|ed)?|misinformation|disinformation|fabricat(?:ed|ion|ions)"
    r"|false(?:hood|ly)?|untrue|baseless|"
    r"unfounded|groundless|not true|no evidence|no truth|nonsense|hoax|fake|incorrect|inaccurate|wrong|lies?|denials?)\b",
    re.I,
)
_NEGATIVE = re.compile(
    r"\b(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|unable|unlikely|refus(?:e|es|ed|ing)|fail(?:s"
    r"|ed|ing)?|declin(?:e|es|ed|ing)|"
    r"yet to|far from|hard to tell|unclear|doubt(?:s|ed|ful)?|ruled out|stopped short|instead of|rather than)\b|n['’]t\b",
    re.I,
)


_AFTER = frozenset(("not", "no", "none", "unlikely", "unclear", "doubtful"))
"""Negations that may stand behind what they turn round: "is unlikely", "said no"."""
_MEANT = re.compile(
    r"\b(?:to|would|should|could|may|might|must|if (?:[^\s,]+\s){0,5}?)\s?(?:\w+ly\s)?(?P<verb>[a-z]{3,})\b", re.IGNORECASE
)


def only_meant(statement: Statement, asked: frozenset[str]) -> bool:
    """Whether a word asked about stands in the statement as something wanted, supposed or still to come."""
    return any(not asked.isdisjoint(terms(match["verb"])) for match in _MEANT.finditer(statement.text))


REACH = 4
"""Words behind a negation that it may turn round."""
_WORDS = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


def turned(statement: Statement, deeds: Callable[[str], bool]) -> bool:
    """Whether what the statement denies, or says is not so, is what is asked about: ``deeds`` knows the stems of that."""
    denied = denied_in(statement.text)
    if denied is not None:
        return not denied or any(deeds(stem) for stem in terms(denied))
    words = [(match.start(), match[0]) for match in _WORDS.finditer(statement.text)]
    for no in _NEGATIVE.finditer(statement.text):
        behind = [word for start, word in words if start >= no.end()][:REACH]
        before = [word for start, word in words if start < no.start()][-2:] if no[0].lower() in _AFTER else []
        if any(deeds(stem) for word in (*behind, *before) for stem in terms(word)):
            return True
    return False


def denies(statement: Statement) -> bool:
    """Whether a statement reports that something said is not so."""
    return bool(_DENIAL.search(statement.text))


def negative(statement: Statement) -> bool:
    """Whether a statement says that something is not so, or denies it."""
    return bool(_NEGATIVE.search(statement.text)) or denies(statement)
