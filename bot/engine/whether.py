"""Whether something is so: both sides where the sources disagree, the denial beside what it denies."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.corpus.terms import terms

if TYPE_CHECKING:
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


_MEANT = re.compile(
    r"\b(?:to|would|should|could|may|might|must|if (?:[^\s,]+\s){0,5}?)\s?(?:\w+ly\s)?(?P<verb>[a-z]{3,})\b", re.IGNORECASE
)


def only_meant(statement: Statement, asked: frozenset[str]) -> bool:
    """Whether a word asked about stands in the statement as something wanted, supposed or still to come."""
    return any(not asked.isdisjoint(terms(match["verb"])) for match in _MEANT.finditer(statement.text))


def denies(statement: Statement) -> bool:
    """Whether a statement reports that something said is not so."""
    return bool(_DENIAL.search(statement.text))


def negative(statement: Statement) -> bool:
    """Whether a statement says that something is not so, or denies it."""
    return bool(_NEGATIVE.search(statement.text)) or denies(statement)
